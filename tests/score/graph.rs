//! The graph of one release as the scorer asks for it.

use std::collections::{BTreeMap, BTreeSet};

use cajad::pipeline::Conversion;
use cajad::vocab;
use oxigraph::model::{NamedNodeRef, Term};

/// The quads by subject and predicate.
pub struct Graph {
    release: String,
    facts: BTreeMap<(String, String), Vec<String>>,
}

/// An event.
pub struct Event {
    /// Its classes, by local name.
    pub classes: BTreeSet<String>,
    /// Its dates.
    pub dates: Vec<String>,
    /// Its parties, as upper-case codes.
    pub countries: BTreeSet<String>,
}

/// An instrument.
pub struct Instrument {
    /// Its classes, by local name.
    pub classes: BTreeSet<String>,
    /// Its parties, as upper-case codes.
    pub countries: BTreeSet<String>,
    /// Its stages.
    pub stages: BTreeSet<String>,
}

/// A statement or commitment.
pub struct Said {
    /// The sentences it rests on.
    pub quotes: Vec<String>,
    /// The labels of each speaker.
    pub speakers: Vec<Vec<String>>,
    /// The countries that speak or are spoken for.
    pub sides: BTreeSet<String>,
    /// Its acts.
    pub acts: BTreeSet<String>,
    /// Who binds themselves.
    pub committers: BTreeSet<String>,
    /// For whom.
    pub beneficiaries: BTreeSet<String>,
}

impl Graph {
    /// Sorts the quads of a release.
    pub fn new(conversion: &Conversion) -> Self {
        let mut facts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for quad in &conversion.quads {
            let subject = quad.subject.to_string();
            let object = match &quad.object {
                Term::NamedNode(node) => node.as_str().to_owned(),
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            };
            facts
                .entry((subject.trim_matches(['<', '>']).to_owned(), quad.predicate.as_str().to_owned()))
                .or_default()
                .push(object);
        }
        Self { release: conversion.release.as_str().to_owned(), facts }
    }

    fn all(&self, subject: &str, predicate: NamedNodeRef<'_>) -> &[String] {
        self.facts.get(&(subject.to_owned(), predicate.as_str().to_owned())).map_or(&[], Vec::as_slice)
    }

    fn locals(&self, subject: &str, predicate: NamedNodeRef<'_>) -> BTreeSet<String> {
        self.all(subject, predicate).iter().map(|o| local(o).to_owned()).collect()
    }

    fn countries(&self, subject: &str, predicate: NamedNodeRef<'_>) -> BTreeSet<String> {
        let countries = self.all(subject, predicate).iter().filter(|o| o.contains("/id/country/"));
        countries.map(|o| local(o).to_uppercase()).collect()
    }

    fn labels(&self, node: &str) -> Vec<String> {
        [vocab::PREF_LABEL, vocab::ALT_LABEL].iter().flat_map(|p| self.all(node, *p)).cloned().collect()
    }

    fn every(&self, class: &str) -> Vec<&str> {
        let iri = format!("{}{class}", vocab::CAJAD);
        let typed = self.facts.iter().filter(|((_, p), _)| p == vocab::TYPE.as_str());
        typed.filter(|(_, objects)| objects.contains(&iri)).map(|((subject, _), _)| subject.as_str()).collect()
    }

    /// The labels of each thing of a class that the release mentions.
    pub fn named(&self, class: &str) -> Vec<Vec<String>> {
        let of_class: BTreeSet<&str> = self.every(class).into_iter().collect();
        let mentioned = self.all(&self.release, vocab::MENTIONS).iter();
        mentioned.filter(|node| of_class.contains(node.as_str())).map(|node| self.labels(node)).collect()
    }

    fn event(&self, node: &str) -> Event {
        Event {
            classes: self.locals(node, vocab::TYPE),
            dates: self.all(node, vocab::DATE).to_vec(),
            countries: self.countries(node, vocab::PARTY),
        }
    }

    /// The occasion that the release reports.
    pub fn main(&self) -> Option<Event> {
        self.all(&self.release, vocab::REPORTS).first().map(|node| self.event(node))
    }

    /// All events.
    pub fn events(&self) -> Vec<Event> {
        self.every("Event").into_iter().map(|node| self.event(node)).collect()
    }

    /// All instruments.
    pub fn instruments(&self) -> Vec<Instrument> {
        let stages = |node: &str| self.all(node, vocab::MILESTONE).iter().flat_map(|m| self.locals(m, vocab::STAGE)).collect();
        let instrument = |node: &str| Instrument {
            classes: self.locals(node, vocab::TYPE),
            countries: self.countries(node, vocab::PARTY),
            stages: stages(node),
        };
        self.every("Instrument").into_iter().map(instrument).collect()
    }

    /// The domains of the release.
    pub fn domains(&self) -> BTreeSet<String> {
        self.locals(&self.release, vocab::SUBJECT)
    }

    /// All statements, or all commitments.
    pub fn said(&self, class: &str) -> Vec<Said> {
        let said = |node: &str| {
            let speakers = self.all(node, vocab::SPEAKER);
            let evidence = self.all(node, vocab::EVIDENCE).iter();
            let mut sides = self.countries(node, vocab::ON_BEHALF_OF);
            sides.extend(self.countries(node, vocab::SPEAKER));
            Said {
                quotes: evidence.flat_map(|passage| self.all(passage, vocab::OA_EXACT)).cloned().collect(),
                speakers: speakers.iter().map(|s| self.labels(s)).collect(),
                sides,
                acts: self.locals(node, vocab::ACT),
                committers: self.countries(node, vocab::COMMITTER),
                beneficiaries: self.countries(node, vocab::BENEFICIARY),
            }
        };
        self.every(class).into_iter().map(said).collect()
    }
}

fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}
