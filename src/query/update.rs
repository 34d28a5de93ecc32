//! SPARQL updates: of quads in memory, never of a store, so that one which fails has changed nothing.

use super::{evaluator, refuse, syntax};
use crate::error::{Error, Result};
use oxigraph::model::{GraphName, Quad};
use oxigraph::store::Store as Database;

/// Applies a SPARQL Update to quads, and gives what they have become, in no particular order.
///
/// The quads stand in named graphs, and the default graph is empty: an update says `GRAPH` in each of its patterns. The
/// prefixes of [`crate::vocab::PREFIXES`] are known without being declared. The same update of the same quads has the same
/// outcome (SPARQL 1.1 Update, W3C Recommendation of 21 March 2013, less what would break this).
///
/// # Errors
/// `User`, with line and column, if the text is not SPARQL, would read from elsewhere (`LOAD`, `SERVICE`), or would come out
/// differently the next time (`NOW`, `RAND`, `UUID`, `STRUUID`, `BNODE`); `Input` if it fails, writes outside of any graph, or
/// makes a blank node.
///
/// ```
/// use cajad::query::update;
/// use cajad::vocab;
/// use oxigraph::model::Quad;
///
/// let quads = [Quad::new(vocab::PERSON, vocab::LABEL, vocab::ACTOR_CLASS, vocab::ONTOLOGY)];
/// let turned = "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?o ?p ?s } } WHERE { GRAPH ?g { ?s ?p ?o } }";
/// let expected = [Quad::new(vocab::ACTOR_CLASS, vocab::LABEL, vocab::PERSON, vocab::ONTOLOGY)];
/// assert_eq!(update("turn.ru", turned, &quads)?, expected);
///
/// let homeless = update("lost.ru", "INSERT DATA { cajad:Person a cajad:Actor }", &quads).unwrap_err();
/// assert_eq!(homeless.to_string(), "lost.ru: the update writes outside of any graph");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn update(origin: &str, text: &str, quads: &[Quad]) -> Result<Vec<Quad>> {
    refuse(origin, text, |word| match word {
        "LOAD" | "SERVICE" => Some(("an update reads nothing from elsewhere", "write what it needs into the file")),
        "NOW" | "RAND" | "UUID" | "STRUUID" | "BNODE" => {
            Some(("an update must come out the same every time", "make the value from what stands in the graph"))
        }
        _ => None,
    })?;
    let evaluator = evaluator()?;
    let attempt = evaluator.clone();
    let prepared = evaluator
        .parse_update(text)
        .map_err(|refusal| syntax::error(origin, text, &refusal, |part| attempt.clone().parse_update(part).map(drop)))?;
    let lost = |cause| Error::internal("the quads in memory cannot be used").because(cause);
    let database = Database::new().map_err(lost)?;
    database.extend(quads.iter().cloned()).map_err(lost)?;
    prepared
        .on_store(&database)
        .execute()
        .map_err(|cause| Error::input("the update could not be carried out").in_file(origin).because(cause))?;
    let updated: Vec<Quad> = database.iter().collect::<Result<_, _>>().map_err(lost)?;
    let wrong = |message: &str, hint: &str| Err(Error::input(message).in_file(origin).hint(hint));
    if updated.iter().any(|quad| quad.graph_name == GraphName::DefaultGraph) {
        return wrong("the update writes outside of any graph", "say GRAPH in the template of INSERT too");
    }
    if updated.iter().any(|quad| quad.subject.is_blank_node() || quad.object.is_blank_node()) {
        return wrong("the update makes a blank node", "give the node an IRI that says what it is");
    }
    Ok(updated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab;

    #[test]
    fn what_cannot_be_repeated_is_refused() {
        let quads = [Quad::new(vocab::PERSON, vocab::LABEL, vocab::ACTOR_CLASS, vocab::ONTOLOGY)];
        let cases = [
            ("LOAD <https://example.org/> INTO GRAPH <https://example.org/>", "u.ru:1:1: an update reads nothing from elsewhere"),
            (
                "INSERT { GRAPH ?g { ?s ?p ?now } }\nWHERE { GRAPH ?g { ?s ?p ?o } BIND(NOW() AS ?now) }",
                "u.ru:2:36: an update must come out the same every time",
            ),
            ("INSERT { GRAPH ?g { ?s ?p [] } } WHERE { GRAPH ?g { ?s ?p ?o } }", "u.ru: the update makes a blank node"),
            ("CREATE GRAPH <https://w3id.org/cajad/ontology>", "u.ru: the update could not be carried out"),
            ("DELETE WHERE { GRAPH ?g { ?s ?p ?o }", "u.ru:1:37: the query ends too early"),
            ("INSERT DATA { GRAPH ex:g { ex:s ex:p 1 } }", "u.ru:1:21: the query is not SPARQL: the prefix ex: is not known"),
        ];
        for (text, told) in cases {
            let refused = update("u.ru", text, &quads);
            assert!(
                refused
                    .is_err_and(|error| error.to_string() == told
                        && (error.remedy().is_some() || error.kind() == crate::error::Kind::Input)),
                "{text}"
            );
        }
    }
}
