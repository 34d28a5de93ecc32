//! Frames: what a release tells, put together from its mentions: occasions, instruments, statements and commitments.
//!
//! The rules are general: each works on classes, concepts, roles and nominals, never on a wording. What differs
//! between the languages is the order of verb and complement, see [`crate::frame::statement`].

pub mod instrument;
pub mod occasion;
pub mod pledge;
mod scope;
pub mod statement;

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::{Date, Time};

use crate::calendar::PartialDate;
use crate::figure::{FigureReader, Figures};
use crate::lexicon::{ConceptTerm, Lexicon, Role, Scheme, TermId};
use crate::mention::{Mention, Mentions, mentions};
use crate::register::{Body, Cast, EntityId, Kind};
use crate::resolve::{Discourse, Holder, Nominal, Who, bodies, nominals};
use crate::source::Lang;
use crate::text::{Kind as Line, Sentence, Text, covers};
use crate::vocab::{class, realis};

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
    fn of(name: &str) -> Option<Self> {
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
    fn new(class: TermId, sentence: usize, rule: &'static str) -> Self {
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
    /// Notes on what was not used.
    pub skipped: Vec<Skipped>,
    /// Whether the release is about something else than Japan and Central Asia, and tells nothing for that.
    pub out_of_scope: bool,
}

/// One sentence with all that was found in it.
#[derive(Debug)]
pub struct Scene {
    /// Its number in the text.
    pub number: usize,
    /// The sentence.
    pub sentence: Sentence,
    /// Its mentions.
    pub mentions: Mentions,
    /// Its nominals.
    pub nominals: Vec<Nominal>,
    /// The organisations that the register does not have.
    pub bodies: Vec<EntityId>,
    /// Who speaks in it for themselves: the author of a letter, whoever is quoted.
    pub author: Option<Who>,
    /// Its dates, times, durations, ordinals and amounts.
    pub figures: Figures,
}

impl Scene {
    /// The mentions of one scheme in order.
    pub fn terms(&self, scheme: Scheme) -> impl Iterator<Item = &Mention> {
        self.mentions.terms.iter().filter(move |(s, _)| *s == scheme).map(|(_, m)| m)
    }

    /// The domains named, but for those in the titles of people.
    fn subjects<'s>(&'s self, text: &'s Text) -> impl Iterator<Item = &'s Mention> {
        let person = |n: &&Nominal| matches!(n.who, Who::Person(_));
        let titled = move |m: &Mention| {
            self.nominals.iter().filter(person).any(|n| covers(&n.units, &m.units) || self.completes(text, n, &m.units))
        };
        self.terms(Scheme::Domain).filter(move |m| !titled(m))
    }

    /// Whether some units go on with the title at the end of a nominal: "Mr. X, Minister of Energy and Electric Power".
    fn completes(&self, text: &Text, nominal: &Nominal, units: &Range<usize>) -> bool {
        let between = nominal.units.end..units.start;
        let small = |u: usize| {
            let roles = [Role::Complement, Role::Conjunction, Role::Article, Role::Preposition];
            self.mentions.is_subject_matter(u) || roles.iter().any(|&role| self.mentions.role_at(u, role))
        };
        let ends_in_title = nominal.units.end > 0 && self.mentions.role_at(nominal.units.end - 1, Role::Title);
        // A name, a comma and the office.
        let apposed = self.has_mark(text, &nominal.units);
        (ends_in_title || apposed) && nominal.units.end <= units.start && between.into_iter().all(small)
    }

    /// The people named, each once, but for those who are only named as the ones whose visit it is: 大統領の訪日.
    pub fn people(&self, reading: &Reading<'_>) -> Vec<Holder> {
        let mut people: Vec<Holder> = Vec::new();
        for nominal in &self.nominals {
            if let Who::Person(holder) = nominal.who
                && !people.iter().any(|p| p.person == holder.person)
                && !self.owns_visit(reading, nominal)
            {
                people.push(holder);
            }
        }
        people
    }

    /// Whether nothing but a genitive stands between somebody and a visit.
    fn owns_visit(&self, reading: &Reading<'_>, nominal: &Nominal) -> bool {
        let visit = |m: &&Mention| m.terms().any(|t| reading.term(t).is_a(class::VISIT));
        self.terms(Scheme::Occasion).filter(visit).any(|m| {
            let between = if nominal.units.end <= m.units.start {
                nominal.units.end..m.units.start
            } else {
                m.units.end..nominal.units.start.max(m.units.end)
            };
            let small = |u| [Role::Genitive, Role::Article].iter().any(|&role| self.mentions.role_at(u, role));
            (1..4).contains(&between.len()) && between.clone().all(small)
        })
    }

    /// Whether a separating mark stands in the units.
    pub fn has_mark(&self, text: &Text, units: &Range<usize>) -> bool {
        units.clone().any(|u| text.units[u].mark)
    }

    /// Whether a word with the role stands in the units.
    pub fn has(&self, role: Role, units: &Range<usize>) -> bool {
        self.mentions.has(role, units)
    }
}

/// What every builder of frames reads.
pub struct Reading<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// The text.
    pub text: &'a Text,
    /// Its sentences.
    pub scenes: Vec<Scene>,
    /// The day of issue; where nothing gives it, the latest day that the text speaks of.
    pub issued: Date,
    /// Whether the day of issue is known.
    pub dated: bool,
    /// The country of the publisher.
    pub home: Option<EntityId>,
    /// The register, and whoever the text introduces.
    pub cast: Cast<'a>,
    /// The number of its lead.
    lead: Option<usize>,
    /// Where somebody is given an office that the register does not let them hold on the day: sentence, person, office.
    pub strays: Vec<(usize, EntityId, EntityId)>,
}

impl<'a> Reading<'a> {
    /// Reads a text sentence by sentence.
    pub fn new(
        lexicon: &'a Lexicon,
        figures: &FigureReader,
        text: &'a Text,
        issued: Option<Date>,
        home: Option<EntityId>,
    ) -> Self {
        let dated = issued.is_some();
        let issued = issued.or_else(|| figures.latest_year_end(&text.folded)).unwrap_or(lexicon.register.as_of());
        let mut discourse = Discourse::new(&lexicon.register, issued, home);
        let mut strays = Vec::new();
        let read: Vec<Mentions> = text.sentences.iter().map(|sentence| mentions(lexicon, text, sentence, home)).collect();
        discourse.expected =
            read.iter().flat_map(|m| &m.names).filter_map(|m| lexicon.register.only_person(m.entities())).collect();
        let scenes = text.sentences.iter().zip(read).enumerate().map(|(number, (sentence, mut mentions))| {
            let mut figures = figures.read(text.of(&sentence.span), sentence.span.start, issued);
            // « 200 тыс. долл. США » names no country.
            let counted = |m: &Mention| figures.amounts.iter().any(|a| covers(&a.span, &text.bytes(&m.units)));
            mentions.names.retain(|m| !counted(m));
            let (nominals, author) = nominals(lexicon, text, sentence, &mentions, &mut discourse);
            strays.extend(discourse.strays.drain(..).map(|(person, office)| (number, person, office)));
            // Without a day of issue nothing gives the year that a date leaves out.
            figures.dates.retain(|d| dated || d.full);
            // A number in a name counts nothing: the French title of a prime minister has one.
            let named = |span: &Range<usize>| mentions.names.iter().any(|m| covers(&text.bytes(&m.units), span));
            figures.ordinals.retain(|o| !named(&o.span));
            let bodies = bodies(lexicon, text, sentence, &mentions, &mut discourse);
            Scene { number, sentence: sentence.clone(), mentions, nominals, bodies, author, figures }
        });
        let scenes: Vec<Scene> = scenes.collect();
        let lead = lead(&scenes);
        Self { lexicon, text, scenes, issued, dated, home, cast: discourse.cast, lead, strays }
    }

    /// A concept or class by its number.
    pub fn term(&self, term: TermId) -> &ConceptTerm {
        &self.lexicon.terms[term]
    }

    /// Where the word stands that denies another: in Japanese within `reach` units behind it, else before it.
    pub fn denying(&self, scene: &Scene, word: &Range<usize>, reach: usize) -> Range<usize> {
        let sentence = &scene.sentence.units;
        if self.text.lang == Lang::Ja {
            word.end..(word.end + reach).min(sentence.end)
        } else {
            word.start.saturating_sub(reach).max(sentence.start)..word.start
        }
    }

    /// The titles.
    pub fn titles(&self) -> impl Iterator<Item = &Scene> + Clone {
        self.scenes.iter().filter(|s| s.sentence.kind == Line::Title)
    }

    /// The sentences that state facts.
    pub fn telling(&self) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(|s| matches!(s.sentence.kind, Line::Title | Line::Prose))
    }

    /// The sentences that state facts, and the headings, which may name what their sections tell.
    pub fn naming(&self) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(|s| matches!(s.sentence.kind, Line::Title | Line::Prose | Line::Heading))
    }

    /// The first sentence of prose that tells of somebody or something: the dateline of an agency does not.
    pub fn lead(&self) -> Option<&Scene> {
        self.lead.map(|number| &self.scenes[number])
    }

    fn is_forum(&self, entity: EntityId) -> bool {
        matches!(self.cast.entity(entity).kind, Kind::Organization(Body::Forum))
    }

    /// Everything that the text names, by whole name or resolved, and the organisations that it alone knows.
    fn named(&self) -> BTreeSet<EntityId> {
        let mut named = BTreeSet::new();
        for scene in self.scenes.iter().filter(|s| s.sentence.kind != Line::Navigation) {
            let kept =
                |e: &EntityId| !matches!(self.lexicon.register.entities[*e].kind, Kind::Office { .. } | Kind::Person { .. });
            for mention in scene.mentions.names.iter().chain(&scene.mentions.nested) {
                // One label of several things names none of them for certain.
                let mut things = mention.entities().filter(kept);
                if let (Some(one), None) = (things.next(), things.next()) {
                    named.insert(one);
                }
                named.extend(mention.adjectives());
            }
            named.extend(&scene.bodies);
            named.extend(scene.nominals.iter().filter_map(|n| match n.who {
                Who::Person(holder) => Some(holder.person),
                Who::Country(country) => Some(country),
                _ => None,
            }));
        }
        named
    }

    /// The domains named in what the text tells and in its headings; what somebody is minister of is no subject.
    fn domains(&self) -> BTreeSet<TermId> {
        let read = |s: &&Scene| !matches!(s.sentence.kind, Line::Navigation | Line::Caption);
        self.scenes.iter().filter(read).flat_map(|s| s.subjects(self.text).flat_map(Mention::terms)).collect()
    }
}

/// The number of the lead among the scenes of a text.
fn lead(scenes: &[Scene]) -> Option<usize> {
    let prose = || scenes.iter().filter(|s| s.sentence.kind == Line::Prose);
    let person = |s: &Scene| s.nominals.iter().any(|n| matches!(n.who, Who::Person(_)));
    let telling = |s: &&Scene| person(s) || s.terms(Scheme::Occasion).next().is_some() || s.terms(Scheme::Stage).next().is_some();
    prose().find(telling).or_else(|| prose().next()).map(|s| s.number)
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
