//! The form of the shapes: what the standard asks of each before it can be tried on data.
//!
//! The validator takes a property shape without a path for a node shape and judges the node itself, and of a value of the wrong
//! kind it does not say whose it is. <https://www.w3.org/TR/shacl/#shapes-graph-well-formed>

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rudof_rdf::rdf_core::utils::RDFRegex;

use super::SH;
use crate::error::Error;
use crate::vocab::{self, short};

/// Everything of SHACL Core that the validator reads. What it does not read, it would pass over without a word.
const CORE: &[&str] = &[
    "NodeShape",
    "PropertyShape",
    "Violation",
    "Warning",
    "Info",
    "BlankNode",
    "IRI",
    "Literal",
    "BlankNodeOrIRI",
    "BlankNodeOrLiteral",
    "IRIOrLiteral",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "property",
    "path",
    "inversePath",
    "alternativePath",
    "zeroOrMorePath",
    "oneOrMorePath",
    "zeroOrOnePath",
    "node",
    "and",
    "or",
    "not",
    "xone",
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
    "severity",
    "message",
    "deactivated",
    "name",
    "description",
    "order",
    "group",
];

const WHOLE: &[&str] = &["minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount"];
const TRUTH: &[&str] = &["uniqueLang", "closed", "deactivated", "qualifiedValueShapesDisjoint"];
const NAMED: &[&str] = &[
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "class",
    "datatype",
    "nodeKind",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "severity",
];

/// What of a shape is not as the standard has it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// The shape; `None` if it has no name that would be the same tomorrow.
    pub(crate) shape: Option<String>,
    /// The property in which the fault lies.
    pub(crate) path: String,
    /// The value that is wrong, where there is one.
    pub(crate) value: Option<String>,
    told: String,
    remedy: &'static str,
}

impl Fault {
    /// The refusal to compile the shape.
    pub(super) fn into_error(self) -> Error {
        let shape = self.shape.map_or_else(|| "a shape without a name".to_owned(), |shape| format!("the shape {shape}"));
        Error::input(format!("{shape} is malformed: {}", self.told)).hint(self.remedy)
    }

    fn at(shape: &NamedOrBlankNode, path: &str, value: Option<&Term>, told: String, remedy: &'static str) -> Self {
        let shape = if let NamedOrBlankNode::NamedNode(node) = shape { Some(node.as_str().to_owned()) } else { None };
        Self { shape, path: path.to_owned(), value: value.and_then(plain), told, remedy }
    }
}

/// Everything in the shapes that cannot be tried as it is written, sorted.
pub(crate) fn faults(ontology: &[Quad]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = ontology.iter().filter_map(|quad| unknown(quad).or_else(|| wrong_value(quad))).collect();
    faults.extend(without_path(ontology));
    faults.extend(patterns(ontology));
    faults.sort();
    faults.dedup();
    faults
}

/// A term of SHACL that the validator does not read.
fn unknown(quad: &Quad) -> Option<Fault> {
    let object = if let Term::NamedNode(node) = &quad.object { node.as_str() } else { "" };
    let foreign = |iri: &str| iri.strip_prefix(SH).filter(|term| !CORE.contains(term)).map(str::to_owned);
    let term = foreign(quad.predicate.as_str()).or_else(|| foreign(object))?;
    let told = format!("sh:{term} is not supported");
    let remedy = "say it with the terms of SHACL Core; what cannot be checked must not seem to be";
    Some(Fault::at(&quad.subject, quad.predicate.as_str(), Some(&quad.object), told, remedy))
}

/// A value that is not of the kind that its parameter takes.
fn wrong_value(quad: &Quad) -> Option<Fault> {
    let parameter = quad.predicate.as_str().strip_prefix(SH)?;
    let of_type = |datatype: &str, fits: fn(&str) -> bool| match &quad.object {
        Term::Literal(literal) => short(literal.datatype().as_str()) == datatype && fits(literal.value()),
        _ => false,
    };
    let (fits, kind, remedy) = if WHOLE.contains(&parameter) {
        (of_type("xsd:integer", |text| text.parse::<u32>().is_ok()), "a whole number", "write it as a number without quotes: 1")
    } else if TRUTH.contains(&parameter) {
        let fits = of_type("xsd:boolean", |text| ["true", "false", "1", "0"].contains(&text));
        (fits, "a truth value", "write true or false without quotes")
    } else if ["pattern", "flags"].contains(&parameter) {
        (of_type("xsd:string", |_| true), "a plain string", "write it in quotes, without a language")
    } else if NAMED.contains(&parameter) {
        (quad.object.is_named_node(), "an IRI", "name the class, the property or the kind, with its prefix")
    } else {
        return None;
    };
    if fits {
        return None;
    }
    let value = match &quad.object {
        Term::BlankNode(_) => "a node without a name".to_owned(),
        other => other.to_string(),
    };
    let told = format!("sh:{parameter} is {kind}, not {value}");
    Some(Fault::at(&quad.subject, quad.predicate.as_str(), Some(&quad.object), told, remedy))
}

/// Property shapes that have no path, or several.
fn without_path(ontology: &[Quad]) -> Vec<Fault> {
    let (path, property, kind) = (format!("{SH}path"), format!("{SH}property"), format!("{SH}PropertyShape"));
    let mut paths: BTreeMap<String, (NamedOrBlankNode, BTreeSet<String>)> = BTreeMap::new();
    for quad in ontology {
        let named = match &quad.object {
            Term::NamedNode(node) if quad.predicate.as_str() == property => Some(node.clone().into()),
            Term::BlankNode(node) if quad.predicate.as_str() == property => Some(node.clone().into()),
            Term::NamedNode(node) if quad.predicate == vocab::TYPE && node.as_str() == kind => Some(quad.subject.clone()),
            _ => None,
        };
        if let Some(shape) = named {
            paths.entry(shape.to_string()).or_insert((shape, BTreeSet::new()));
        }
    }
    for quad in ontology.iter().filter(|quad| quad.predicate.as_str() == path) {
        if let Some((_, found)) = paths.get_mut(&quad.subject.to_string()) {
            found.insert(quad.object.to_string());
        }
    }
    let wrong = paths.into_values().filter(|(_, found)| found.len() != 1);
    let told = |(shape, found): (NamedOrBlankNode, BTreeSet<String>)| {
        let told = format!("a property shape has one sh:path, this has {}", found.len());
        Fault::at(&shape, &path, None, told, "give it the one property whose values it judges; several take a shape each")
    };
    wrong.map(told).collect()
}

/// Patterns that are no regular expressions, with the flags of their shape.
fn patterns(ontology: &[Quad]) -> Vec<Fault> {
    let texts = |parameter: &'static str| {
        ontology.iter().filter_map(move |quad| match &quad.object {
            Term::Literal(text) if quad.predicate.as_str().strip_prefix(SH) == Some(parameter) => Some((quad, text.value())),
            _ => None,
        })
    };
    let flags: HashMap<&NamedOrBlankNode, &str> = texts("flags").map(|(quad, flags)| (&quad.subject, flags)).collect();
    let refused = |(quad, pattern): (&Quad, &str)| {
        let cause = RDFRegex::new(pattern, flags.get(&quad.subject).copied()).err()?.to_string();
        let cause = cause.lines().last().unwrap_or_default().trim().to_owned();
        let told = format!("sh:pattern is no regular expression, {pattern:?}: {cause}");
        Some(Fault::at(&quad.subject, quad.predicate.as_str(), Some(&quad.object), told, "correct the pattern, or its sh:flags"))
    };
    texts("pattern").filter_map(refused).collect()
}

/// A value for a reader: an IRI or what a literal says.
fn plain(value: &Term) -> Option<String> {
    match value {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    }
}
