//! One edition of an ontology, taken apart into what is said of each thing.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};

use super::Side;
use crate::ontology::Ontology;
use crate::vocab::{self, short};

/// What is said of one thing: by property and language, the values. An IRI is written in full.
pub(super) type Description = BTreeMap<(String, String), BTreeSet<String>>;

/// One edition of an ontology, ready to be compared.
#[derive(Clone, Debug)]
pub struct Edition {
    pub(super) side: Side,
    pub(super) terms: BTreeMap<String, Description>,
    pub(super) shapes: BTreeMap<String, Description>,
    pub(super) headers: BTreeMap<String, Description>,
    pub(super) uncompared: usize,
}

impl Edition {
    /// Takes an ontology apart; the name is how the person called it.
    pub fn new(name: &str, ontology: &Ontology) -> Self {
        let side = Side { name: name.to_owned(), version: ontology.version().map(str::to_owned) };
        let mut described: BTreeMap<String, Description> = BTreeMap::new();
        let mut uncompared = 0;
        for quad in ontology.quads() {
            let Some((subject, property, language, value)) = statement(quad) else {
                uncompared += 1;
                continue;
            };
            described.entry(subject).or_default().entry((property, language)).or_default().insert(value);
        }
        let mut edition = Self { side, terms: BTreeMap::new(), shapes: BTreeMap::new(), headers: BTreeMap::new(), uncompared };
        for (node, description) in described {
            let types = values(&description, vocab::TYPE.as_str());
            let is = |kind: &str| types.iter().any(|found| short(found) == kind);
            if is("sh:NodeShape") || is("sh:PropertyShape") {
                edition.shapes.insert(node, description);
            } else if is("owl:Ontology") {
                edition.headers.insert(node, description);
            } else if description.keys().any(|(property, _)| property != vocab::TYPE.as_str()) {
                edition.terms.insert(node, description);
            }
        }
        edition
    }

    /// All that stands above a term by one relation, however far up.
    pub(super) fn above<'a>(&'a self, term: &'a str, relation: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open = vec![term];
        while let Some(at) = open.pop() {
            for above in self.terms.get(at).into_iter().flat_map(|description| values(description, relation)) {
                if found.insert(above.as_str()) {
                    open.push(above);
                }
            }
        }
        found
    }
}

/// The values of a property without a language.
pub(super) fn values<'a>(description: &'a Description, property: &str) -> Vec<&'a String> {
    description.get(&(property.to_owned(), String::new())).into_iter().flatten().collect()
}

/// What a quad says, in words; `None` of a node without a name. What stands only on the other side of a pair of inverse properties
/// is turned round.
fn statement(quad: &Quad) -> Option<(String, String, String, String)> {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return None };
    let (language, value) = match &quad.object {
        Term::NamedNode(object) => return Some(between(subject, &quad.predicate, object)),
        Term::Literal(literal) => match (literal.language(), short(literal.datatype().as_str())) {
            (Some(language), _) => (language.to_owned(), literal.value().to_owned()),
            (None, plain) if ["xsd:string", "xsd:boolean", "xsd:integer", "xsd:decimal"].contains(&plain.as_str()) => {
                (String::new(), literal.value().to_owned())
            }
            (None, datatype) => (String::new(), format!("{}^^{datatype}", literal.value())),
        },
        _ => return None,
    };
    Some((subject.as_str().to_owned(), quad.predicate.as_str().to_owned(), language, value))
}

fn between(subject: &NamedNode, property: &NamedNode, object: &NamedNode) -> (String, String, String, String) {
    const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
    let (subject, object) = (subject.as_str().to_owned(), object.as_str().to_owned());
    match property.as_str().strip_prefix(SKOS) {
        Some("narrower") => (object, format!("{SKOS}broader"), String::new(), subject),
        Some("hasTopConcept") => (object, format!("{SKOS}topConceptOf"), String::new(), subject),
        _ => (subject, property.as_str().to_owned(), String::new(), object),
    }
}
