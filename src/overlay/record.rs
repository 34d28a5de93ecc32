//! What corrections did, as the graph `overlay`, and read again from there.

use std::collections::BTreeMap;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use super::{CORRECTION, Heading, Record};
use crate::digest::short;
use crate::error::{Error, Result};
use crate::shapes::name;
use crate::vocab;

/// The graph that tells of the corrections and holds what they add.
///
/// ```
/// use cajad::overlay::{Heading, Record, graph, records};
/// use cajad::vocab;
/// use oxigraph::model::{Literal, NamedNode, Triple};
///
/// let node = |path: &str| NamedNode::new_unchecked(format!("{}{path}", vocab::ID));
/// let heading = Heading {
///     id: node("correction/not-osaka"),
///     release: node("release/mofa-jp/1"),
///     author: Literal::from("A. Sato").into(),
///     date: "2026-01-15".parse().unwrap(),
///     reason: "the speaker was born there".into(),
///     source: None,
/// };
/// let place = Triple::new(node("event/talk"), vocab::PLACE, node("place/osaka"));
/// let record = Record { heading, added: Vec::new(), retracted: vec![place.clone()] };
/// let quads = graph(&[record.clone()]);
/// assert!(quads.iter().all(|quad| quad.subject != place.subject), "what is retracted is only spoken of");
/// assert_eq!(records(&quads)?, [record]);
///
/// let half = &quads[..1];
/// assert!(records(half).is_err(), "a correction without its date is none");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn graph(records: &[Record]) -> Vec<Quad> {
    let mut quads = Vec::new();
    let mut say = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(subject.clone(), predicate, object, vocab::OVERLAY_GRAPH));
    };
    for Record { heading, added, retracted } in records {
        let Heading { id, release, author, date, reason, source } = heading;
        say(id, vocab::TYPE, vocab::ACTIVITY.into());
        say(id, vocab::USED, release.clone().into());
        say(id, vocab::CREATOR, author.clone());
        say(id, vocab::CREATED, Literal::new_typed_literal(date.to_string(), xsd::DATE).into());
        say(id, vocab::DESCRIPTION, Literal::new_simple_literal(reason).into());
        if let Some(source) = source {
            say(id, vocab::SOURCE, source.clone().into());
        }
        let statements = [("added", vocab::WAS_GENERATED_BY, added), ("retracted", vocab::WAS_INVALIDATED_BY, retracted)];
        for (kind, link, triples) in statements {
            for triple in triples {
                let statement = statement(id, kind, triple);
                say(&statement, vocab::TYPE, vocab::RDF_STATEMENT.into());
                say(&statement, vocab::RDF_SUBJECT, triple.subject.clone().into());
                say(&statement, vocab::RDF_PREDICATE, triple.predicate.clone().into());
                say(&statement, vocab::RDF_OBJECT, triple.object.clone());
                say(&statement, link, id.clone().into());
            }
        }
    }
    let added = records.iter().flat_map(|record| &record.added);
    quads.extend(added.map(|triple| triple.clone().in_graph(GraphName::from(vocab::OVERLAY_GRAPH))));
    quads
}

/// The name of a statement comes from what it states, so that it is the same in every run.
fn statement(correction: &NamedNode, kind: &str, triple: &Triple) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#{kind}-{}", correction.as_str(), short(&triple.to_string())))
}

/// The records from which [`graph`] made a graph, sorted by their IRIs.
///
/// # Errors
/// `Input` if the graph tells of a correction by halves.
pub fn records(quads: &[Quad]) -> Result<Vec<Record>> {
    let mut described: BTreeMap<&str, BTreeMap<&str, &Term>> = BTreeMap::new();
    for quad in quads.iter().filter(|quad| name(&quad.subject).starts_with(CORRECTION)) {
        described.entry(name(&quad.subject)).or_default().insert(quad.predicate.as_str(), &quad.object);
    }
    let mut records: BTreeMap<&str, Record> = BTreeMap::new();
    for (&id, said) in described.iter().filter(|(id, _)| !id.contains('#')) {
        let record = Record { heading: heading(id, said).ok_or_else(|| halved(id))?, added: Vec::new(), retracted: Vec::new() };
        records.insert(id, record);
    }
    for (&id, said) in described.iter().filter(|(id, _)| id.contains('#')) {
        let correction = id.split('#').next().unwrap_or(id);
        let record = records.get_mut(correction).ok_or_else(|| halved(correction))?;
        let triple = triple(said).ok_or_else(|| halved(correction))?;
        if said.contains_key(vocab::WAS_GENERATED_BY.as_str()) {
            record.added.push(triple);
        } else {
            record.retracted.push(triple);
        }
    }
    let mut records: Vec<Record> = records.into_values().collect();
    for record in &mut records {
        record.added.sort_by_cached_key(ToString::to_string);
        record.retracted.sort_by_cached_key(ToString::to_string);
    }
    Ok(records)
}

/// The graph of a release as it was read, from the graph in a store and what corrections made of it before.
pub fn as_read(release: &NamedNode, mut quads: Vec<Quad>, made: &[Record]) -> Vec<Quad> {
    let of_release = made.iter().filter(|record| record.heading.release == *release);
    quads.extend(of_release.flat_map(|record| &record.retracted).map(|triple| triple.clone().in_graph(release.clone())));
    quads
}

fn halved(correction: &str) -> Error {
    Error::input(format!("the store tells of the correction {} by halves", vocab::short(correction)))
        .hint("make it again with `cajad build`")
}

fn heading(id: &str, said: &BTreeMap<&str, &Term>) -> Option<Heading> {
    let term = |property: NamedNodeRef<'_>| said.get(property.as_str()).copied();
    let node = |term: &Term| if let Term::NamedNode(node) = term { Some(node.clone()) } else { None };
    let value = |term: &Term| if let Term::Literal(literal) = term { Some(literal.value().to_owned()) } else { None };
    Some(Heading {
        id: NamedNode::new_unchecked(id),
        release: term(vocab::USED).and_then(node)?,
        author: term(vocab::CREATOR)?.clone(),
        date: term(vocab::CREATED).and_then(value)?.parse().ok()?,
        reason: term(vocab::DESCRIPTION).and_then(value)?,
        source: term(vocab::SOURCE).and_then(node),
    })
}

fn triple(said: &BTreeMap<&str, &Term>) -> Option<Triple> {
    let term = |property: NamedNodeRef<'_>| said.get(property.as_str()).copied();
    let Term::NamedNode(subject) = term(vocab::RDF_SUBJECT)? else { return None };
    let Term::NamedNode(predicate) = term(vocab::RDF_PREDICATE)? else { return None };
    Some(Triple::new(NamedOrBlankNode::from(subject.clone()), predicate.clone(), term(vocab::RDF_OBJECT)?.clone()))
}
