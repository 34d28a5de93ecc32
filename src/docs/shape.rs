//! The shapes of the ontology as the site needs them: which class has which property, how often, and with what values.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, DOMAIN, Kind, RANGE};
use crate::vocab;

pub(super) const SH: &str = "http://www.w3.org/ns/shacl#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

pub(super) fn sh(term: &str) -> String {
    format!("{SH}{term}")
}

/// A property that the instances of a class have.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    pub(super) property: &'a str,
    /// The class that it comes from: the one asked for, or one above it.
    pub(super) class: &'a str,
    /// The property shape that says how often and with what values.
    pub(super) shape: Option<&'a str>,
    /// Classes, datatypes or a scheme; empty where any will do.
    pub(super) values: Vec<&'a str>,
    /// Whether the values are literals.
    pub(super) literal: bool,
}

/// The node shapes of a class.
pub(super) fn node_shapes<'a>(catalogue: &Catalogue<'a>, class: &str) -> Vec<&'a str> {
    catalogue.subjects(&sh("targetClass"), class)
}

/// The property shapes of a class itself.
pub(super) fn property_shapes<'a>(catalogue: &Catalogue<'a>, class: &str) -> Vec<&'a str> {
    node_shapes(catalogue, class).into_iter().flat_map(|shape| catalogue.nodes(shape, &sh("property"))).collect()
}

pub(super) fn path<'a>(catalogue: &Catalogue<'a>, shape: &str) -> Option<&'a str> {
    catalogue.nodes(shape, &sh("path")).first().copied()
}

/// The properties of a class: first its own, then what it inherits from the classes above it.
pub(super) fn slots<'a>(catalogue: &Catalogue<'a>, class: &'a str) -> Vec<Slot<'a>> {
    let line = catalogue.line(class, vocab::SUB_CLASS_OF.as_str());
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for &level in &line {
        let shapes = property_shapes(catalogue, level);
        let shaped = shapes.iter().filter_map(|shape| path(catalogue, shape));
        let mut properties: Vec<&str> = shaped.filter(|property| *property != vocab::TYPE.as_str()).collect();
        properties.extend(catalogue.subjects(DOMAIN, level));
        for property in properties {
            if slots.iter().all(|slot| slot.property != property) {
                let shape = line.iter().find_map(|at| shape_of(catalogue, at, property));
                slots.push(slot(catalogue, property, level, shape));
            }
        }
    }
    slots
}

fn shape_of<'a>(catalogue: &Catalogue<'a>, class: &str, property: &str) -> Option<&'a str> {
    property_shapes(catalogue, class).into_iter().find(|shape| path(catalogue, shape) == Some(property))
}

fn slot<'a>(catalogue: &Catalogue<'a>, property: &'a str, class: &'a str, shape: Option<&'a str>) -> Slot<'a> {
    let values = values(catalogue, property, shape);
    let asks = |term: &str| shape.is_some_and(|shape| catalogue.values(shape, &sh(term)).next().is_some());
    let literal = match catalogue.kind(property) {
        Some(Kind::ObjectProperty) => false,
        Some(_) => true,
        None if values.is_empty() => !asks("nodeKind") && !asks_for_address(catalogue, shape),
        None => values.iter().all(|value| is_datatype(value)),
    };
    Slot { property, class, shape, values, literal }
}

/// Whether a shape lets only IRIs pass by the way they begin.
fn asks_for_address(catalogue: &Catalogue<'_>, shape: Option<&str>) -> bool {
    shape.and_then(|shape| catalogue.literal(shape, &sh("pattern"))).is_some_and(|pattern| pattern.starts_with("^http"))
}

/// What the values of a property are: a scheme, classes or datatypes; empty where any will do.
pub(super) fn values<'a>(catalogue: &Catalogue<'a>, property: &str, shape: Option<&str>) -> Vec<&'a str> {
    if let Some(scheme) = shape.and_then(|shape| scheme(catalogue, shape)) {
        return vec![scheme];
    }
    let mut values = catalogue.nodes(property, RANGE);
    if let Some(shape) = shape.filter(|_| values.is_empty()) {
        values = catalogue.nodes(shape, &sh("class"));
        values.extend(catalogue.nodes(shape, &sh("datatype")));
    }
    values
}

pub(super) fn is_datatype(iri: &str) -> bool {
    iri.starts_with(XSD) || iri.strip_prefix(RDF) == Some("langString")
}

/// The scheme whose concepts a pattern on the IRI lets pass.
pub(super) fn scheme<'a>(catalogue: &Catalogue<'a>, shape: &str) -> Option<&'a str> {
    let pattern = catalogue.literal(shape, &sh("pattern"))?.replace("[.]", ".");
    let (name, _) = pattern.strip_prefix('^')?.strip_prefix(vocab::VOCAB)?.split_once('/')?;
    let scheme = catalogue.entry(&format!("{}{name}", vocab::VOCAB))?;
    Some(scheme.iri)
}

/// Which properties stand in which shapes, and what they take, once for all pages.
pub(super) struct Shapes<'a> {
    uses: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    takers: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(catalogue: &Catalogue<'a>) -> Self {
        let mut uses: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for class in catalogue.of(|kind| kind == Kind::Class) {
            for shape in property_shapes(catalogue, class.iri) {
                if let Some(property) = path(catalogue, shape) {
                    uses.entry(property).or_default().push((class.iri, shape));
                }
            }
        }
        let mut takers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for property in catalogue.of(Kind::is_property) {
            let shapes = uses.get(property.iri).map_or(&[][..], Vec::as_slice);
            let of_shapes = shapes.iter().flat_map(|(_, shape)| values(catalogue, property.iri, Some(shape)));
            let all: BTreeSet<&str> = values(catalogue, property.iri, None).into_iter().chain(of_shapes).collect();
            for value in all {
                takers.entry(value).or_default().push(property.iri);
            }
        }
        Self { uses, takers }
    }

    /// The shapes in which a property stands, each with its class, in the order of the classes.
    pub(super) fn uses(&self, property: &str) -> &[(&'a str, &'a str)] {
        self.uses.get(property).map_or(&[], Vec::as_slice)
    }

    /// The classes whose instances have a property: its domain, and those whose shapes speak of it.
    pub(super) fn holders(&self, catalogue: &Catalogue<'a>, property: &str) -> Vec<&'a str> {
        let mut holders = catalogue.nodes(property, DOMAIN);
        for (class, _) in self.uses(property) {
            let line = catalogue.line(class, vocab::SUB_CLASS_OF.as_str());
            if !holders.iter().any(|held| line.contains(held)) {
                holders.push(class);
            }
        }
        holders
    }

    /// Whether the values of a property may be a class's instances, by the class itself and not by one above it.
    pub(super) fn takes(&self, property: &str, class: &str) -> bool {
        self.takers.get(class).is_some_and(|takers| takers.contains(&property))
    }

    /// The properties whose values may be instances of a class or concepts of a scheme, in the order of the files.
    pub(super) fn taking(&self, catalogue: &Catalogue<'a>, value: &'a str) -> Vec<&'a str> {
        let accepted = catalogue.line(value, vocab::SUB_CLASS_OF.as_str());
        let takers: BTreeSet<&str> = accepted.iter().filter_map(|one| self.takers.get(one)).flatten().copied().collect();
        catalogue.of(Kind::is_property).map(|entry| entry.iri).filter(|property| takers.contains(property)).collect()
    }
}
