//! Terms of ours that an example or a query uses and the ontology does not have.

use std::collections::{BTreeMap, BTreeSet};

use super::spot::{Name, Spot};
use super::{Ground, Hit};
use crate::vocab::{CAJAD, PREFIXES, VOCAB};

pub(super) const HEADER: &str = "\
# title: A term of ours in an example or a query that does not exist
# problem: a worked example or a saved query uses a term that the ontology does not have, so that it shows what is wrong, or never \
    finds anything
# solution: correct the name, or take the example or the query along to the new version of the ontology
# severity: violation
# example: SELECT ?event { ?event a cajad:Meting }
# like: OOPS! P34 and P35, in what uses the ontology
";

pub(super) fn find(ground: &Ground<'_>) -> Vec<Hit> {
    let described = ground.ontology.described();
    let mut hits = Vec::new();
    for (path, spots) in &ground.users {
        let mut told = BTreeSet::new();
        for (iri, place) in in_full(path, spots) {
            // Where it stands first is enough.
            if is_term(&iri) && !described.contains(iri.as_str()) && told.insert(iri.clone()) {
                hits.push(Hit { file: Some(place), node: Some(iri), ..Hit::default() });
            }
        }
    }
    hits
}

/// Where each name stands first.
pub(super) fn first_uses(files: &[(&str, Vec<Spot<'_>>)]) -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for (path, spots) in files {
        for (iri, place) in in_full(path, spots) {
            used.entry(iri).or_insert(place);
        }
    }
    used
}

/// The names of a file as IRIs, each with its place; the prefixes are those of the file, else of the table.
fn in_full(path: &str, spots: &[Spot<'_>]) -> Vec<(String, String)> {
    let mut namespaces: BTreeMap<&str, &str> = PREFIXES.iter().copied().collect();
    let mut found = Vec::new();
    for Spot { line, column, name } in spots {
        let iri = match name {
            Name::Binding { prefix, namespace } => {
                namespaces.insert(prefix, namespace);
                continue;
            }
            Name::Iri(iri) => (*iri).to_owned(),
            Name::Prefixed { prefix, local } => match namespaces.get(prefix) {
                Some(namespace) => format!("{namespace}{local}"),
                None => continue,
            },
        };
        found.push((iri, format!("{path}:{line}:{column}")));
    }
    found
}

/// Whether an IRI is to be that of a class, a property, a scheme or a concept, and no mere namespace.
fn is_term(iri: &str) -> bool {
    [CAJAD, VOCAB].iter().filter_map(|namespace| iri.strip_prefix(namespace)).any(|name| !name.is_empty() && !name.ends_with('/'))
}
