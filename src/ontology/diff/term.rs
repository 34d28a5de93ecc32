//! Changes of terms, and of the headers.

use std::collections::BTreeSet;

use super::edition::{Description, values};
use super::{Bump, Change, Edition, Kind};
use crate::vocab::short;

const LABELS: [&str; 2] = ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"];
const DEPRECATED: &str = "http://www.w3.org/2002/07/owl#deprecated";
const REPLACED_BY: &str = "http://purl.org/dc/terms/isReplacedBy";

/// What a term can be; the other types of OWL say how a property behaves.
const KINDS: [&str; 7] = [
    "owl:Class",
    "owl:ObjectProperty",
    "owl:DatatypeProperty",
    "owl:AnnotationProperty",
    "rdfs:Datatype",
    "skos:Concept",
    "skos:ConceptScheme",
];

/// What changes from one property of a term to the next, and who is asked about it.
struct Step<'a> {
    old: &'a Edition,
    new: &'a Edition,
    term: &'a str,
    property: &'a str,
    removed: Vec<&'a str>,
    added: Vec<&'a str>,
}

pub(super) fn changes(old: &Edition, new: &Edition) -> Vec<Change> {
    let mut changes = Vec::new();
    for (term, description) in &old.terms {
        match new.terms.get(term) {
            Some(now) => compare(old, new, term, (description, now), &mut changes),
            None => changes.push(whole(Kind::TermRemoved, Bump::Major, term, label(description), successors(description))),
        }
    }
    for (term, description) in new.terms.iter().filter(|(term, _)| !old.terms.contains_key(*term)) {
        changes.push(whole(Kind::TermAdded, Bump::Minor, term, Vec::new(), label(description)));
    }
    headers(old, new, &mut changes);
    changes
}

fn whole(kind: Kind, bump: Bump, term: &str, old: Vec<String>, new: Vec<String>) -> Change {
    Change { kind, bump, term: term.to_owned(), property: None, language: None, old, new }
}

fn label(description: &Description) -> Vec<String> {
    let english = LABELS.iter().filter_map(|label| description.get(&((*label).to_owned(), "en".to_owned())));
    english.flatten().take(1).cloned().collect()
}

fn successors(description: &Description) -> Vec<String> {
    values(description, REPLACED_BY).into_iter().cloned().collect()
}

/// The values of one property in one language that only one of two descriptions has.
pub(super) fn between<'a>(was: &'a Description, is: &'a Description, key: &(String, String)) -> (Vec<&'a str>, Vec<&'a str>) {
    let (was, is) = (was.get(key), is.get(key));
    let alone = |one: Option<&'a BTreeSet<String>>, other: Option<&BTreeSet<String>>| {
        let values = one.into_iter().flatten().filter(|value| other.is_none_or(|other| !other.contains(*value)));
        values.map(String::as_str).collect::<Vec<_>>()
    };
    (alone(was, is), alone(is, was))
}

/// The change of one property.
pub(super) fn change(kind: Kind, bump: Bump, term: &str, key: &(String, String), sides: (&[&str], &[&str])) -> Change {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let language = Some(key.1.clone()).filter(|language| !language.is_empty());
    Change {
        kind,
        bump,
        term: term.to_owned(),
        property: Some(key.0.clone()),
        language,
        old: owned(sides.0),
        new: owned(sides.1),
    }
}

fn compare(old: &Edition, new: &Edition, term: &str, (was, is): (&Description, &Description), changes: &mut Vec<Change>) {
    let keys: BTreeSet<&(String, String)> = was.keys().chain(is.keys()).collect();
    // What takes the place of a term is told where the term is given up.
    let given_up = values(was, DEPRECATED) != values(is, DEPRECATED);
    for key in keys.into_iter().filter(|(property, _)| !(given_up && property == REPLACED_BY)) {
        let (removed, added) = between(was, is, key);
        if removed.is_empty() && added.is_empty() {
            continue;
        }
        let step = Step { old, new, term, property: &key.0, removed, added };
        match step.judged() {
            Some((kind @ (Kind::TermDeprecated | Kind::TermRestored), bump)) => {
                changes.push(whole(kind, bump, term, Vec::new(), successors(is)));
            }
            Some((kind, bump)) => changes.push(change(kind, bump, term, key, (&step.removed, &step.added))),
            None => {}
        }
    }
}

impl Step<'_> {
    /// What the change of a property comes to; `None` if it only follows from another.
    fn judged(&self) -> Option<(Kind, Bump)> {
        let property = short(self.property);
        Some(match property.as_str() {
            "rdf:type" => self.types(),
            "owl:deprecated" if self.added.contains(&"true") => (Kind::TermDeprecated, Bump::Minor),
            "owl:deprecated" => (Kind::TermRestored, Bump::Minor),
            "rdfs:label" | "skos:prefLabel" => (Kind::Relabelled, Bump::Patch),
            "skos:altLabel" | "skos:hiddenLabel" => (Kind::Words, Bump::Patch),
            "skos:definition" if bare(&self.removed) == bare(&self.added) => (Kind::Redefined, Bump::Patch),
            "skos:definition" => (Kind::Redefined, Bump::Minor),
            "rdfs:subClassOf" | "rdfs:subPropertyOf" | "skos:broader" | "skos:inScheme" => self.moved(),
            "skos:topConceptOf" => return None,
            "rdfs:domain" => (Kind::Domain, self.bound()),
            "rdfs:range" => (Kind::Range, self.bound()),
            "owl:disjointWith" | "owl:propertyDisjointWith" => {
                let settled = self.added.iter().all(|other| self.is_new(other));
                (Kind::Axiom, if settled { Bump::Minor } else { Bump::Major })
            }
            "owl:inverseOf" | "owl:equivalentClass" | "owl:equivalentProperty" => (Kind::Axiom, Bump::Minor),
            "cajad:slug" | "skos:notation" => (Kind::Naming, if self.removed.is_empty() { Bump::Minor } else { Bump::Major }),
            "owl:sameAs" => (Kind::Alignment, Bump::Minor),
            aligned if aligned.starts_with("cajad:") || aligned.ends_with("Match") => (Kind::Alignment, Bump::Minor),
            _ => (Kind::Note, Bump::Patch),
        })
    }

    fn types(&self) -> (Kind, Bump) {
        let kind = |values: &[&str]| values.iter().any(|value| KINDS.contains(&short(value).as_str()));
        if kind(&self.removed) || kind(&self.added) {
            return (Kind::Retyped, Bump::Major);
        }
        (Kind::Axiom, if self.added.is_empty() { Bump::Minor } else { Bump::Major })
    }

    /// Whoever asks for all that stands under a term still finds this one if it has lost nothing above it; whoever did not find
    /// it still does not if what has come above it is new.
    fn moved(&self) -> (Kind, Bump) {
        let (was, is) = (self.old.above(self.term, self.property), self.new.above(self.term, self.property));
        let kept = was.is_subset(&is);
        let fresh = is.difference(&was).all(|above| self.is_new(above));
        let foreign = self.added.iter().all(|above| self.is_foreign(above));
        match (kept && fresh, foreign) {
            (true, true) => (Kind::Alignment, Bump::Minor),
            (true, false) => (Kind::Moved, Bump::Minor),
            (false, _) => (Kind::Moved, Bump::Major),
        }
    }

    /// A domain or range lets more pass where it is gone, or where a class above it stands in its place.
    fn bound(&self) -> Bump {
        let wider = |class: &&str| self.removed.iter().all(|was| self.new.above(was, SUB_CLASS_OF).contains(class));
        if self.added.is_empty() || (!self.removed.is_empty() && self.added.iter().all(wider)) {
            Bump::Minor
        } else {
            Bump::Major
        }
    }

    fn is_foreign(&self, term: &str) -> bool {
        !self.old.terms.contains_key(term) && !self.new.terms.contains_key(term)
    }

    fn is_new(&self, term: &str) -> bool {
        !self.old.terms.contains_key(term)
    }
}

pub(super) const SUB_CLASS_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

/// The words alone, without case and punctuation.
fn bare(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()).collect()
}

/// Changes of the headers, but for the version and its day.
fn headers(old: &Edition, new: &Edition, changes: &mut Vec<Change>) {
    const OF_VERSION: [&str; 5] = ["owl:versionIRI", "owl:versionInfo", "owl:priorVersion", "dcterms:issued", "dcterms:modified"];
    let none = Description::new();
    let names: BTreeSet<&String> = old.headers.keys().chain(new.headers.keys()).collect();
    for name in names {
        let (was, is) = (old.headers.get(name).unwrap_or(&none), new.headers.get(name).unwrap_or(&none));
        let keys: BTreeSet<&(String, String)> = was.keys().chain(is.keys()).collect();
        for key in keys.into_iter().filter(|(property, _)| !OF_VERSION.contains(&short(property).as_str())) {
            let (removed, added) = between(was, is, key);
            if !removed.is_empty() || !added.is_empty() {
                changes.push(change(Kind::Header, Bump::Patch, name, key, (&removed, &added)));
            }
        }
    }
}
