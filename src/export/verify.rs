//! A second reader for the Turtle that we write.
//!
//! `rio_turtle` shares no code with the serializer, so what both agree on is what stands there. It is no longer developed,
//! and reads RDF 1.1 only: reason enough to use it for nothing else.

use crate::error::{Error, Result};
use oxigraph::model::{Quad, Term};
use rio_api::model as rio;
use rio_api::parser::TriplesParser;
use rio_turtle::{TurtleError, TurtleParser};
use std::collections::BTreeSet;

/// Reads Turtle again and holds it against the quads it was written from; gives the number of triples.
///
/// # Errors
/// `Internal` if the Turtle cannot be read, or if it lacks or adds a triple: the first one is named.
///
/// ```
/// use cajad::export::{RdfFormat, serialize, verify};
/// use cajad::vocab;
/// use oxigraph::model::{GraphName, Quad};
///
/// let quads = [Quad::new(vocab::PERSON, vocab::SUB_CLASS_OF, vocab::ACTOR_CLASS, GraphName::DefaultGraph)];
/// assert_eq!(verify(&serialize(&quads, RdfFormat::Turtle)?, &quads)?, 1);
/// assert!(verify(b"", &quads).unwrap_err().message().starts_with("the Turtle lacks the triple"));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn verify(turtle: &[u8], quads: &[Quad]) -> Result<usize> {
    let written: BTreeSet<[String; 3]> = quads.iter().map(ours).collect();
    let mut read = BTreeSet::new();
    TurtleParser::new(turtle, None)
        .parse_all(&mut |triple| {
            read.insert(theirs(&triple));
            Ok::<_, TurtleError>(())
        })
        .map_err(|cause| Error::internal("the Turtle that was written cannot be read again").because(cause))?;
    let differs =
        |what: &str, triple: &[String; 3]| Err(Error::internal(format!("the Turtle {what} the triple {}", triple.join(" "))));
    if let Some(lost) = written.difference(&read).next() {
        return differs("lacks", lost);
    }
    match read.difference(&written).next() {
        Some(added) => differs("adds", added),
        None => Ok(read.len()),
    }
}

fn ours(quad: &Quad) -> [String; 3] {
    let object = match &quad.object {
        Term::Literal(literal) => literal_name(literal.value(), literal.language(), literal.datatype().as_str()),
        other => other.to_string(),
    };
    [quad.subject.to_string(), quad.predicate.to_string(), object]
}

fn theirs(triple: &rio::Triple<'_>) -> [String; 3] {
    const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
    let object = match triple.object {
        rio::Term::Literal(rio::Literal::Simple { value }) => literal_name(value, None, STRING),
        rio::Term::Literal(rio::Literal::LanguageTaggedString { value, language }) => literal_name(value, Some(language), ""),
        rio::Term::Literal(rio::Literal::Typed { value, datatype }) => literal_name(value, None, datatype.iri),
        other => other.to_string(),
    };
    [triple.subject.to_string(), triple.predicate.to_string(), object]
}

/// One notation for the literals of both; language tags are the same in capitals.
fn literal_name(value: &str, language: Option<&str>, datatype: &str) -> String {
    match language {
        Some(language) => format!("{value:?}@{}", language.to_ascii_lowercase()),
        None => format!("{value:?}^^<{datatype}>"),
    }
}
