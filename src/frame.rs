//! Frames: what a release tells, put together from its mentions: occasions, instruments, statements and commitments.
//!
//! The rules are general: each works on classes, concepts, roles and nominals, never on a wording. What differs
//! between the languages is the order of verb and complement, see [`crate::frame::statement`].

pub mod instrument;
pub mod occasion;
pub mod pledge;
mod reading;
mod scene;
mod scope;
pub mod statement;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Time;

use crate::calendar::PartialDate;
use crate::lexicon::TermId;
use crate::register::EntityId;
use crate::resolve::Holder;
use crate::vocab::realis;

pub use reading::Reading;
pub use scene::Scene;

/// Whether an occasion happened; the names are those of the scheme `realis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realis {
    /// It took place.
    Held,
    /// It is to take place.
    Planned,
    /// It was put off.
    Postponed,
    /// It will not take place.
    Cancelled,
    /// Somebody wants it.
    Proposed,
}

impl Realis {
    /// The concept's name in the scheme.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => realis::HELD,
            Self::Planned => realis::PLANNED,
            Self::Postponed => realis::POSTPONED,
            Self::Cancelled => realis::CANCELLED,
            Self::Proposed => realis::PROPOSED,
        }
    }

    /// The one of that name; a concept that an edited scheme may have beside them says nothing here.
    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Held, Self::Planned, Self::Postponed, Self::Cancelled, Self::Proposed].into_iter().find(|r| r.name() == name)
    }
}

/// Something that happened or is to happen.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// Its class.
    pub class: TermId,
    /// Its first or only day, as far as told.
    pub date: Option<PartialDate>,
    /// Its last day.
    pub until: Option<PartialDate>,
    /// Whether it happened.
    pub realis: Realis,
    /// The countries whose side is there, in the order of their slugs.
    pub parties: BTreeSet<EntityId>,
    /// The people who take part, in the order of the text.
    pub participants: Vec<Holder>,
    /// Who travels.
    pub visitor: Option<Holder>,
    /// Where a visit goes.
    pub host: Option<EntityId>,
    /// The standing dialogue that it is a session of.
    pub forum: Option<EntityId>,
    /// Where it takes place.
    pub place: Option<EntityId>,
    /// When on the day it begins.
    pub time: Option<Time>,
    /// How many minutes it takes.
    pub minutes: Option<u32>,
    /// Its number in a series: the 9th meeting.
    pub ordinal: Option<u32>,
    /// The visit that it is part of.
    pub part_of: Option<usize>,
    /// The sentences that tell it.
    pub evidence: BTreeSet<usize>,
    /// Whether a title or sentence names it only as the setting of another.
    pub is_setting: bool,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Occasion {
    /// An occasion of which nothing is known but its class and the sentence that tells it; it counts as held.
    pub(crate) fn new(class: TermId, sentence: usize, rule: &'static str) -> Self {
        Self {
            class,
            date: None,
            until: None,
            realis: Realis::Held,
            parties: BTreeSet::new(),
            participants: Vec::new(),
            visitor: None,
            host: None,
            forum: None,
            place: None,
            time: None,
            minutes: None,
            ordinal: None,
            part_of: None,
            evidence: BTreeSet::from([sentence]),
            is_setting: false,
            rule,
        }
    }
}

/// A text that is made, or is to be made, between parties.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Its class.
    pub class: TermId,
    /// Its title as quoted, as a span of the folded text.
    pub title: Option<Range<usize>>,
    /// Where it stands; `None` where it is only mentioned.
    pub stage: Option<TermId>,
    /// When it came to stand there.
    pub date: Option<PartialDate>,
    /// Between whom.
    pub parties: BTreeSet<EntityId>,
    /// What it is about.
    pub domains: BTreeSet<TermId>,
    /// Where else it came to stand, and when.
    pub steps: BTreeSet<(TermId, Option<PartialDate>)>,
    /// The occasion at which it was made.
    pub adopted_at: Option<usize>,
    /// The sentences that tell it.
    pub evidence: BTreeSet<usize>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Who speaks or is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A person.
    Person(Holder),
    /// A country through whoever speaks for it.
    Country(EntityId),
}

impl Voice {
    /// The country whose side it is.
    pub fn side(self) -> Option<EntityId> {
        match self {
            Self::Person(holder) => holder.side,
            Self::Country(country) => Some(country),
        }
    }

    /// The actor itself.
    pub fn actor(self) -> EntityId {
        match self {
            Self::Person(holder) => holder.person,
            Self::Country(country) => country,
        }
    }
}

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A domain or issue.
    Term(TermId),
    /// A country, organisation or initiative.
    Entity(EntityId),
}

/// Someone says something.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Each who says it.
    pub speakers: Vec<Voice>,
    /// To whom.
    pub addressee: Option<Voice>,
    /// What is done by saying it.
    pub act: TermId,
    /// What it is about.
    pub about: BTreeSet<Topic>,
    /// What is promised, where something is.
    pub commitment: Option<Commitment>,
    /// The sentence that tells it.
    pub sentence: usize,
    /// Where its clause begins in the folded text.
    pub start: usize,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Someone will do something.
#[derive(Debug, Clone)]
pub struct Commitment {
    /// The country that will.
    pub committer: EntityId,
    /// The country that it is for.
    pub beneficiary: Option<EntityId>,
    /// The words of the deed, as a span of the folded text.
    pub deed: Range<usize>,
    /// The money it costs, in whole units of a currency of ISO 4217.
    pub amount: Option<(u64, String)>,
    /// By when it is to be done.
    pub due: Option<PartialDate>,
    /// Its domains.
    pub domains: BTreeSet<TermId>,
    /// What a table calls it; what is read in prose has no name of its own.
    pub name: Option<String>,
    /// The occasion at which it was made, where that is not the one that the release is about.
    pub made_at: Option<usize>,
    /// The rule that found it, where nobody speaks of it.
    pub rule: &'static str,
}

/// What was seen and not used, for whoever keeps the lexicon.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// What kind of thing.
    pub kind: &'static str,
    /// Why it was not used, in words that count.
    pub reason: &'static str,
    /// More on it, for people.
    pub message: String,
    /// Which sentence.
    pub sentence: usize,
}

/// All that a release tells.
#[derive(Debug, Default)]
pub struct Frames {
    /// Occasions in the order of the text.
    pub occasions: Vec<Occasion>,
    /// The occasion that the release is about.
    pub main: Option<usize>,
    /// Instruments in the order of the text.
    pub instruments: Vec<Instrument>,
    /// Statements in the order of the text.
    pub statements: Vec<Statement>,
    /// Commitments that nobody speaks of, which an instrument or a sum of money makes, each with its sentence.
    pub pledges: Vec<(usize, Commitment)>,
    /// Everything that is named, of the register or new.
    pub named: BTreeSet<EntityId>,
    /// The domains that it is about.
    pub domains: BTreeSet<TermId>,
    /// The pages that a row of a table names as its sources.
    pub pages: BTreeMap<usize, BTreeSet<String>>,
    /// Notes on what was not used.
    pub skipped: Vec<Skipped>,
    /// Whether the release is about something else than Japan and Central Asia, and tells nothing for that.
    pub out_of_scope: bool,
}

/// Builds the frames of a text.
pub fn frames(reading: &Reading<'_>) -> Frames {
    let mut frames = Frames { named: reading.named(), domains: reading.domains(), ..Frames::default() };
    occasion::build(reading, &mut frames);
    instrument::build(reading, &mut frames);
    statement::build(reading, &mut frames);
    pledge::build(reading, &mut frames);
    scope::keep(reading, &mut frames);
    frames.skipped.extend(notes(reading));
    frames
}

/// Notes for whoever keeps the register, and on what was read in pieces.
fn notes(reading: &Reading<'_>) -> Vec<Skipped> {
    let slug = |e: EntityId| reading.cast.entity(e).slug.as_str();
    let strays = reading.strays.iter().map(|&(sentence, person, office)| Skipped {
        kind: "register",
        reason: "office not held",
        message: format!("{} is given the office {}, which the register does not have for that day", slug(person), slug(office)),
        sentence,
    });
    let pieces = reading.scenes.iter().filter(|s| s.sentence.broken).map(|scene| Skipped {
        kind: "text",
        reason: "read in pieces",
        message: "the sentence is so long that it was read in pieces".to_owned(),
        sentence: scene.number,
    });
    strays.chain(pieces).collect()
}
