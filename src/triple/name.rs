//! Names for what a release tells: IRIs made from date, kind and parties, the same in every language.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;

use crate::frame::{Commitment, Frames, Instrument, Occasion, Reading, Statement};
use crate::lexicon::Lexicon;
use crate::register::{Cast, EntityId, slug};
use crate::vocab::{self, class};

/// The IRIs of a release's occasions and instruments, by number.
pub struct Names {
    release: String,
    occasions: Vec<NamedNode>,
    instruments: Vec<NamedNode>,
}

impl Names {
    /// Names everything in the frames.
    pub fn new(reading: &Reading<'_>, frames: &Frames, release: &str) -> Self {
        let occasions = occasions(reading, frames, release).into_iter().map(NamedNode::new_unchecked).collect();
        let mut taken = BTreeSet::new();
        let mut instruments = Vec::new();
        for one in &frames.instruments {
            let plain = instrument(reading, one, release);
            // Two texts of one kind on one day are told apart by their titles.
            let name = match &one.title {
                Some(title) if !taken.insert(plain.clone()) => format!("{plain}-{}", slug(reading.text.of(title), 40)),
                _ => plain,
            };
            taken.insert(name.clone());
            instruments.push(NamedNode::new_unchecked(name));
        }
        Self { release: release.to_owned(), occasions, instruments }
    }

    /// The IRI of an occasion.
    pub fn occasion(&self, number: usize) -> NamedNode {
        self.occasions[number].clone()
    }

    /// The IRI of an instrument.
    pub fn instrument(&self, number: usize) -> NamedNode {
        self.instruments[number].clone()
    }

    /// The IRI of a statement: where its clause begins, and what it does.
    pub fn statement(&self, reading: &Reading<'_>, statement: &Statement) -> NamedNode {
        let start = reading.text.chars(&(statement.start..statement.start)).start;
        let act = &reading.term(statement.act).name;
        NamedNode::new_unchecked(format!("{}/statement/{start}-{act}", self.release))
    }
}

impl Names {
    /// The IRI of a commitment that nobody speaks of: its own name, or where its deed begins.
    pub fn pledge(&self, reading: &Reading<'_>, pledge: &Commitment) -> NamedNode {
        let start = || reading.text.chars(&pledge.deed).start.to_string();
        let name = pledge.name.clone().unwrap_or_else(start);
        NamedNode::new_unchecked(format!("{}/commitment/{name}", self.release))
    }
}

fn slugs(cast: &Cast<'_>, entities: &BTreeSet<EntityId>) -> String {
    let sorted: BTreeSet<&str> = entities.iter().map(|&e| cast.entity(e).slug.as_str()).collect();
    sorted.into_iter().collect::<Vec<_>>().join("-")
}

/// The names of the occasions. Two of one kind on one day are told apart by who is there; the main one keeps the plain name.
fn occasions(reading: &Reading<'_>, frames: &Frames, release: &str) -> Vec<String> {
    let mut names: Vec<String> = frames.occasions.iter().map(|o| occasion(reading.lexicon, &reading.cast, o, release)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&i| frames.main != Some(i));
    let mut taken = BTreeSet::new();
    for i in order {
        if !taken.insert(names[i].clone()) {
            let people = frames.occasions[i].participants.iter().map(|p| p.person).collect();
            names[i] = format!("{}-{}", names[i], slugs(&reading.cast, &people)).trim_end_matches('-').to_owned();
        }
    }
    names
}

/// The plain name of an occasion, before two of one kind on one day are told apart.
pub fn occasion(lexicon: &Lexicon, cast: &Cast<'_>, occasion: &Occasion, release: &str) -> String {
    let kind = &lexicon.terms[occasion.class];
    let entity = |e: EntityId| cast.entity(e).slug.as_str();
    // All countries of a forum together are the forum, whether the text names it or not; a tour of them is the traveller's.
    let tour = kind.is_a(class::VISIT) && occasion.visitor.is_some();
    let forum = occasion.forum.or_else(|| lexicon.register.forum_of(&occasion.parties)).filter(|_| !tour);
    let who = match (forum, occasion.visitor) {
        (Some(forum), _) => entity(forum).to_owned(),
        (None, Some(visitor)) => {
            let host = occasion.host.map(|h| format!("-{}", entity(h))).unwrap_or_default();
            format!("{}{host}", entity(visitor.person))
        }
        (None, None) => slugs(cast, &occasion.parties),
    };
    // A visit is named by its month: releases rarely agree on the day that it began.
    let date = occasion.date.map(|d| if kind.is_a(class::VISIT) { d.to_month() } else { d });
    let what = [kind.slug.as_str(), &who].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    within(release, "event", date.map(|d| d.to_string()), &what)
}

fn instrument(reading: &Reading<'_>, instrument: &Instrument, release: &str) -> String {
    let kind = reading.term(instrument.class);
    let domains: BTreeSet<&str> = instrument.domains.iter().map(|&d| reading.term(d).name.as_str()).collect();
    let about = domains.into_iter().take(2).collect::<Vec<_>>().join("-");
    let parties = slugs(&reading.cast, &instrument.parties);
    let single = matches!(kind.name.as_str(), class::JOINT_STATEMENT | class::DECLARATION);
    let parts = [kind.slug.as_str(), if single { "" } else { &about }, &parties];
    let what = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    within(release, "instrument", instrument.date.map(|d| d.to_string()), &what)
}

fn within(release: &str, kind: &str, date: Option<String>, what: &str) -> String {
    match date {
        Some(date) => format!("{}{kind}/{date}-{what}", vocab::ID),
        None => format!("{release}/{kind}/{what}"),
    }
}
