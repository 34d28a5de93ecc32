//! The concepts and classes that text can name, with their labels, as the ontology has them.

use std::collections::BTreeMap;

use oxigraph::model::{Quad, Term};

use crate::register::Names;
use crate::source::Lang;
use crate::vocab;

/// The number of a concept or class in [`super::Lexicon::terms`].
pub type TermId = usize;

/// To what part of the ontology a term belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Subject matters.
    Domain,
    /// Political questions.
    Issue,
    /// What is done by saying it.
    Act,
    /// Where an instrument stands.
    Stage,
    /// Whether an occasion happened.
    Realis,
    /// Classes of occasions.
    Occasion,
    /// Classes of instruments.
    Instrument,
}

/// A concept or class that text can name.
#[derive(Debug, Clone)]
pub struct ConceptTerm {
    /// Its IRI.
    pub iri: String,
    /// The last part of its IRI: `welcome`, `SummitMeeting`.
    pub name: String,
    /// What it belongs to.
    pub scheme: Scheme,
    /// For a class, the word used in IRIs of its instances.
    pub slug: String,
    /// For a class, itself and all classes above it, the nearest first; the top of them last.
    pub lineage: Vec<String>,
}

impl ConceptTerm {
    /// Whether the class is, or stands under, the one with this local name.
    pub fn is_a(&self, class: &str) -> bool {
        self.lineage.iter().any(|l| l.rsplit('#').next() == Some(class))
    }
}

/// The concepts and the classes of occasions and instruments, each with its labels.
pub(super) fn terms(ontology: &[Quad]) -> (Vec<ConceptTerm>, Vec<(TermId, Names)>) {
    let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
    let mut slugs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut labels: BTreeMap<&str, Names> = BTreeMap::new();
    for quad in ontology {
        let oxigraph::model::NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        match &quad.object {
            Term::NamedNode(object) if quad.predicate == vocab::SUB_CLASS_OF && object.as_str().starts_with(vocab::CAJAD) => {
                parents.insert(subject.as_str(), object.as_str());
            }
            Term::Literal(value) if quad.predicate == vocab::SLUG => {
                slugs.insert(subject.as_str(), value.value());
            }
            Term::Literal(value)
                if [vocab::PREF_LABEL, vocab::ALT_LABEL, vocab::HIDDEN_LABEL].contains(&quad.predicate.as_ref()) =>
            {
                if let Some(lang) = value.language().and_then(Lang::from_code) {
                    labels.entry(subject.as_str()).or_default().add(lang, value.value());
                }
            }
            _ => {}
        }
    }
    let mut terms = Vec::new();
    let mut numbered = Vec::new();
    for (iri, names) in labels {
        let lineage = lineage(iri, &parents);
        if let Some(scheme) = scheme(iri, &lineage) {
            let name = iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
            let slug = slugs.get(iri).map_or_else(|| name.clone(), |&s| s.to_owned());
            numbered.push((terms.len(), names));
            terms.push(ConceptTerm { iri: iri.to_owned(), name, scheme, slug, lineage });
        }
    }
    (terms, numbered)
}

fn lineage(iri: &str, parents: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut line = vec![iri.to_owned()];
    let mut at = iri;
    while let Some(&parent) = parents.get(at).filter(|p| !line.iter().any(|l| l == *p)) {
        line.push(parent.to_owned());
        at = parent;
    }
    line
}

fn scheme(iri: &str, lineage: &[String]) -> Option<Scheme> {
    if let Some((scheme, _)) = iri.strip_prefix(vocab::VOCAB).and_then(|rest| rest.split_once('/')) {
        return match scheme {
            "domain" => Some(Scheme::Domain),
            "issue" => Some(Scheme::Issue),
            "act" => Some(Scheme::Act),
            "stage" => Some(Scheme::Stage),
            "realis" => Some(Scheme::Realis),
            _ => None,
        };
    }
    match lineage.last().and_then(|top| top.strip_prefix(vocab::CAJAD)) {
        Some("Event") => Some(Scheme::Occasion),
        Some("Instrument") => Some(Scheme::Instrument),
        _ => None,
    }
}
