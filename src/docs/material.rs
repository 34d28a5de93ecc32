//! All that the pages are made of, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use oxigraph::model::Quad;

use super::catalogue::{Catalogue, DCTERMS, OWL, file_name};
use super::listing::Listing;
use super::shape::Shapes;
use super::words::Words;
use crate::bundle::{Bundle, BundleFile};
use crate::error::Result;
use crate::query::{SavedQuery, saved};
use crate::source::{Document, Overrides, parse};
use crate::vocab;

/// The ontology with what stands beside it.
pub(super) struct Material<'a> {
    pub(super) catalogue: Catalogue<'a>,
    pub(super) shapes: Shapes<'a>,
    pub(super) words: Words,
    pub(super) version: &'a str,
    pub(super) licence: Option<&'a str>,
    pub(super) examples: Vec<Example>,
    pub(super) queries: Vec<Question>,
}

/// A worked example: a graph, and the text it was made from if there is one.
pub(super) struct Example {
    pub(super) name: String,
    /// Its page, within a language.
    pub(super) path: String,
    pub(super) graph: Listing,
    /// Its statements, each with the IRIs in it.
    pub(super) statements: Vec<(Range<usize>, BTreeSet<String>)>,
    pub(super) document: Option<Document>,
}

/// A saved query with its text taken apart.
pub(super) struct Question {
    pub(super) saved: SavedQuery,
    /// Its page, within a language.
    pub(super) path: String,
    pub(super) listing: Listing,
    pub(super) iris: BTreeSet<String>,
}

impl<'a> Material<'a> {
    pub(super) fn read(bundle: &Bundle, quads: &'a [Quad]) -> Result<Self> {
        let catalogue = Catalogue::new(quads);
        let ontology = vocab::ONTOLOGY.as_str();
        let version = catalogue.literal(ontology, &format!("{OWL}versionInfo")).unwrap_or_default();
        let licence = catalogue.nodes(ontology, &format!("{DCTERMS}license")).first().copied();
        let words = Words::parse(&bundle.interface_file("docs.toml")?)?;
        let queries = saved(&bundle.query_files()?)?.into_iter().map(Question::new).collect();
        let (shapes, examples) = (Shapes::new(&catalogue), examples(&bundle.example_files()?, &bundle.example_texts()?)?);
        Ok(Self { catalogue, shapes, words, version, licence, examples, queries })
    }

    /// Those of some IRIs that are terms with a page, in the order of the ontology.
    pub(super) fn terms(&self, iris: &BTreeSet<String>) -> Vec<&'a str> {
        self.catalogue.entries().iter().map(|entry| entry.iri).filter(|iri| iris.contains(*iri)).collect()
    }

    /// The queries that use a term.
    pub(super) fn queries_with(&self, iri: &str) -> Vec<&Question> {
        self.queries.iter().filter(|query| query.iris.contains(iri)).collect()
    }

    /// The shortest statement of each example that uses a term, the shortest first.
    pub(super) fn pieces_with(&self, iri: &str) -> Vec<(&Example, Range<usize>)> {
        let shortest = |example: &Example| {
            let using = example.statements.iter().filter(|(_, iris)| iris.contains(iri));
            using.map(|(part, _)| part.clone()).min_by_key(ExactSizeIterator::len)
        };
        let mut pieces: Vec<_> = self.examples.iter().filter_map(|example| Some((example, shortest(example)?))).collect();
        pieces.sort_by_key(|(example, part)| (part.len(), example.name.as_str()));
        pieces
    }
}

fn examples(graphs: &[BundleFile], texts: &[BundleFile]) -> Result<Vec<Example>> {
    let mut documents: BTreeMap<&str, Document> = BTreeMap::new();
    for file in texts {
        documents.insert(file.stem(), parse(&file.path, file.text.as_bytes(), &Overrides::default())?);
    }
    let example = |file: &BundleFile| {
        let graph = Listing::new(file.text.clone().into_owned());
        let statements = graph.statements().into_iter().map(|part| (part.clone(), graph.iris(&part))).collect();
        let path = format!("example/{}.html", file_name(file.stem()));
        Example { name: file.stem().to_owned(), path, statements, document: documents.remove(file.stem()), graph }
    };
    Ok(graphs.iter().map(example).collect())
}

impl Example {
    /// The IRIs of the whole graph.
    pub(super) fn iris(&self) -> BTreeSet<String> {
        self.statements.iter().flat_map(|(_, iris)| iris.iter().cloned()).collect()
    }
}

impl Question {
    fn new(saved: SavedQuery) -> Self {
        let listing = Listing::new(saved.text.clone());
        let path = format!("query/{}.html", file_name(&saved.name));
        Self { iris: listing.iris(&listing.whole()), path, listing, saved }
    }
}
