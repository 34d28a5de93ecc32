//! Quads to text in every RDF syntax, the same to the byte wherever and whenever it is written.
//!
//! A store gives its quads in the order of its hashes. Here they are sorted by the bytes of their N-Quads notation (graph,
//! subject, predicate, object; in Turtle and TriG a subject's types come first), the prefixes are those of
//! [`vocab::PREFIXES`], and what stands in the quads twice is written once.

mod verify;

pub use verify::verify;

use crate::error::{Error, Result};
use crate::vocab;
use oxigraph::io::{JsonLdProfileSet, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

/// The RDF syntaxes that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdfFormat {
    /// Turtle: for reading; without graphs.
    Turtle,
    /// TriG: Turtle with graphs.
    TriG,
    /// N-Triples: a line a triple; without graphs.
    NTriples,
    /// N-Quads: a line a quad.
    NQuads,
    /// JSON-LD, with graphs.
    JsonLd,
    /// RDF/XML; without graphs.
    RdfXml,
}

impl RdfFormat {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Turtle, Self::TriG, Self::NTriples, Self::NQuads, Self::JsonLd, Self::RdfXml];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::TriG => "trig",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::JsonLd => "jsonld",
            Self::RdfXml => "rdfxml",
        }
    }

    const fn inner(self) -> oxigraph::io::RdfFormat {
        match self {
            Self::Turtle => oxigraph::io::RdfFormat::Turtle,
            Self::TriG => oxigraph::io::RdfFormat::TriG,
            Self::NTriples => oxigraph::io::RdfFormat::NTriples,
            Self::NQuads => oxigraph::io::RdfFormat::NQuads,
            Self::JsonLd => oxigraph::io::RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::RdfXml => oxigraph::io::RdfFormat::RdfXml,
        }
    }
}

/// Writes quads in a syntax; one without graphs takes the union of all.
///
/// # Errors
/// `Internal` if a term has no place in the syntax, such as a predicate that RDF/XML cannot name.
///
/// ```
/// use cajad::export::{RdfFormat, serialize};
/// use cajad::vocab;
/// use oxigraph::model::{GraphName, Quad};
///
/// let quad = |graph| Quad::new(vocab::PERSON, vocab::SUB_CLASS_OF, vocab::ACTOR_CLASS, graph);
/// let twice = [quad(GraphName::DefaultGraph), quad(vocab::ONTOLOGY.into())];
/// let lines = serialize(&twice, RdfFormat::NTriples)?;
/// assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 1);
///
/// let blank = [Quad::new(oxigraph::model::BlankNode::default(), vocab::LABEL, vocab::PERSON, GraphName::DefaultGraph)];
/// assert_eq!(serialize(&blank, RdfFormat::Turtle).unwrap_err().exit_code(), 70);
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn serialize(quads: &[Quad], format: RdfFormat) -> Result<Vec<u8>> {
    let failed =
        |cause: std::io::Error| Error::internal(format!("the graph cannot be written as {}", format.name())).because(cause);
    let mut serializer = RdfSerializer::from_format(format.inner());
    for (prefix, namespace) in vocab::PREFIXES {
        serializer = serializer
            .with_prefix(*prefix, *namespace)
            .map_err(|cause| Error::internal(format!("the prefix {prefix} is not bound to an IRI")).because(cause))?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for quad in sorted(quads, format)? {
        writer.serialize_quad(&quad).map_err(failed)?;
    }
    let mut written = writer.finish().map_err(failed)?;
    if !written.is_empty() && !written.ends_with(b"\n") {
        written.push(b'\n');
    }
    Ok(written)
}

fn sorted(quads: &[Quad], format: RdfFormat) -> Result<Vec<Quad>> {
    // A blank node has no name that lasts: two runs would write it differently.
    if let Some(blank) = quads.iter().find(|quad| quad.subject.is_blank_node() || quad.object.is_blank_node()) {
        return Err(Error::internal(format!("a graph of ours must not hold a blank node, but there is {blank}")));
    }
    let graphs = matches!(format, RdfFormat::TriG | RdfFormat::NQuads | RdfFormat::JsonLd);
    let types_first = matches!(format, RdfFormat::Turtle | RdfFormat::TriG);
    let mut sorted: Vec<Quad> = quads
        .iter()
        .cloned()
        .map(|quad| if graphs { quad } else { Quad { graph_name: GraphName::DefaultGraph, ..quad } })
        .collect();
    sorted.sort_by_cached_key(|quad| {
        (
            quad.graph_name.to_string(),
            quad.subject.to_string(),
            !(types_first && quad.predicate == vocab::TYPE),
            quad.predicate.to_string(),
            quad.object.to_string(),
        )
    });
    sorted.dedup();
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    fn sample() -> Vec<Quad> {
        let node = |path: &str| NamedNode::new_unchecked(format!("{}{path}", vocab::ID));
        let in_graph = |quad: Quad, graph: &str| Quad { graph_name: node(graph).into(), ..quad };
        let mut quads = Vec::new();
        for graph in ["release/b/2", "release/a/1"] {
            for (subject, label, lang) in [("person/x", "Дом \"y\"\n", "ru"), ("country/jp", "日本", "ja")] {
                let label = Literal::new_language_tagged_literal_unchecked(label, lang);
                let quad = Quad::new(node(subject), vocab::PREF_LABEL, label, GraphName::DefaultGraph);
                quads.push(in_graph(quad, graph));
                quads.push(in_graph(Quad::new(node(subject), vocab::TYPE, vocab::ACTOR_CLASS, GraphName::DefaultGraph), graph));
            }
            let passage = NamedNode::new_unchecked(format!("{}{graph}#char=1,2", vocab::ID));
            quads.push(in_graph(Quad::new(passage, vocab::OA_START, Literal::from(1), GraphName::DefaultGraph), graph));
        }
        quads
    }

    #[test]
    fn the_order_of_coming_in_does_not_show() -> Result<()> {
        let forwards = sample();
        let mut backwards = sample();
        backwards.reverse();
        backwards.extend(sample());
        for format in RdfFormat::ALL {
            let written = serialize(&forwards, format)?;
            assert!(!written.is_empty() && written == serialize(&backwards, format)?, "{}", format.name());
        }
        Ok(())
    }

    #[test]
    fn types_come_first_and_graphs_melt() -> Result<()> {
        let written = String::from_utf8_lossy(&serialize(&sample(), RdfFormat::Turtle)?).into_owned();
        assert!(written.contains("country\\/jp a cajad:Actor ;\n\tskos:prefLabel \"日本\"@ja ."), "{written}");
        assert_eq!(written.matches("日本").count(), 1);
        let quads = String::from_utf8_lossy(&serialize(&sample(), RdfFormat::NQuads)?).into_owned();
        assert_eq!(quads.matches("日本").count(), 2);
        Ok(())
    }

    #[test]
    fn a_second_reader_reads_the_same() -> Result<()> {
        let turtle = serialize(&sample(), RdfFormat::Turtle)?;
        assert_eq!(verify(&turtle, &sample())?, 6);
        let broken = String::from_utf8_lossy(&turtle).replace("日本", "日木");
        let error = verify(broken.as_bytes(), &sample()).err();
        assert!(error.is_some_and(|error| error.exit_code() == 70 && error.message().contains("日")));
        assert!(verify(b"<a", &sample()).is_err());
        Ok(())
    }
}
