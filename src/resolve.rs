//! Resolution: mentions to the people, countries and groups that act in a sentence.
//!
//! Names, titles and countries that stand together are one nominal. A title alone, or a family name that several
//! people bear, is decided by the country beside it, by whom the text has named before, and by the tenures that
//! cover the day of issue, first and last day included.

mod author;
mod body;
mod chunk;
mod holder;
mod mint;
mod unknown;

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::lexicon::{Lexicon, Role};
use crate::mention::{Mention, Mentions};
use crate::register::{Body, Cast, EntityId, Kind, Register};
use crate::source::Lang;
use crate::text::{Sentence, Text, overlap};

pub use body::bodies;
pub use mint::{new_named, new_office};

use author::{Author, Hearing};
use chunk::{Chunk, What, chunks};
use holder::Resolver;

/// A person as the text presents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: EntityId,
    /// The office that they act in.
    pub office: Option<EntityId>,
    /// The country whose side they are on.
    pub side: Option<EntityId>,
}

/// Whom a nominal stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person.
    Person(Holder),
    /// A country, as an actor or a place.
    Country(EntityId),
    /// An organisation, with the country that it acts for.
    Organization {
        /// The organisation.
        organization: EntityId,
        /// Its country.
        side: EntityId,
    },
    /// The two who meet.
    Both,
    /// All who meet.
    All,
    /// The countries of Central Asia together.
    Region,
    /// A pronoun of one person, female or not.
    Pronoun {
        /// Whether it is of a woman.
        female: bool,
    },
    /// A pronoun of several.
    They,
    /// Whoever speaks for themselves in the text, with others.
    We(Holder),
    /// The one of the two that is not speaking.
    Counterpart,
}

/// A nominal: who, where, and in which part of the sentence.
#[derive(Debug, Clone)]
pub struct Nominal {
    /// The units it covers.
    pub units: Range<usize>,
    /// Whom it stands for.
    pub who: Who,
    /// Whether it can be the subject of a verb.
    pub subject: bool,
    /// In Japanese, whether its particle makes it the topic or the source of what is said, not only the subject of a clause.
    pub topic: bool,
    /// In Japanese, whether its particle makes it the subject of a clause.
    pub clause: bool,
    /// Whether it is the subject of what somebody says.
    pub embedded: bool,
    /// Whether a person is named, not only by title or pronoun: only then does Russian show the case.
    pub named: bool,
}

impl Nominal {
    /// The person that it stands for.
    pub fn person(&self) -> Option<Holder> {
        if let Who::Person(holder) | Who::We(holder) = self.who { Some(holder) } else { None }
    }

    /// The country that it stands for, or on whose side it is.
    pub fn side(&self) -> Option<EntityId> {
        match self.who {
            Who::Country(country) => Some(country),
            Who::Organization { side, .. } => Some(side),
            Who::Person(holder) | Who::We(holder) => holder.side,
            _ => None,
        }
    }

    /// Whether it stands for people, who speak wherever they stand in a sentence; a country may only be a place.
    pub fn is_human(&self) -> bool {
        !matches!(self.who, Who::Country(_) | Who::Organization { .. })
    }
}

/// What the sentences before have established.
#[derive(Debug)]
pub struct Discourse<'a> {
    /// The register, and whoever the text has introduced.
    pub cast: Cast<'a>,
    /// The day of issue.
    pub issued: Date,
    /// The country of the publisher.
    pub home: Option<EntityId>,
    /// The people named so far, the latest last, each once.
    pub people: Vec<Holder>,
    /// The people whom the text names by their whole name, anywhere.
    pub expected: BTreeSet<EntityId>,
    /// Names under which the text introduced people whom the register does not know, or not so.
    pub introduced: Vec<(String, EntityId)>,
    /// People with an office that the register does not let them hold on the day.
    pub strays: Vec<(EntityId, EntityId)>,
    /// Whoever speaks for themselves at this place.
    author: Option<Author>,
    /// Whose words the sentence before announced.
    announced: Option<Who>,
}

impl<'a> Discourse<'a> {
    /// The discourse before the first sentence.
    pub fn new(register: &'a Register, issued: Date, home: Option<EntityId>) -> Self {
        Self {
            cast: Cast::new(register),
            issued,
            home,
            people: Vec::new(),
            expected: BTreeSet::new(),
            introduced: Vec::new(),
            strays: Vec::new(),
            author: None,
            announced: None,
        }
    }

    fn meet(&mut self, holder: Holder) {
        self.people.retain(|p| p.person != holder.person);
        self.people.push(holder);
    }

    /// The latest of the people named so far of whom something holds.
    fn latest(&self, test: impl Fn(&Holder) -> bool) -> Option<Holder> {
        self.people.iter().rev().find(|h| test(h)).copied()
    }
}

/// The nominals of a sentence in order, and who speaks in it for themselves; people in it become part of the discourse.
pub fn nominals(
    lexicon: &Lexicon,
    text: &Text,
    sentence: &Sentence,
    mentions: &Mentions,
    discourse: &mut Discourse<'_>,
) -> (Vec<Nominal>, Option<Who>) {
    let resolver = Resolver { lexicon, text, sentence, mentions };
    let placer = Placer { text, sentence, mentions };
    let mut out: Vec<Nominal> = Vec::new();
    let chunks = chunks(lexicon, text, sentence, mentions, discourse);
    let mut rest = chunks.iter().peekable();
    while let Some(chunk) = rest.next() {
        // 氏名(H.E. Mr. Name): what stands in the bracket is the same person in Latin letters.
        let bracket = rest.next_if(|next| placer.is_bracket(chunk, next));
        if let Some(mention) = chunk.organization.filter(|_| chunk.is_bare_organization()) {
            out.extend(acting(lexicon, mention).map(|who| placer.nominal(chunk.units.clone(), who, mention.oblique())));
            continue;
        }
        if chunk.person.is_none() && is_of_group(mentions, &chunk.units) {
            continue;
        }
        let holder = resolver.holder(chunk, bracket, discourse);
        let who = holder.map(Who::Person).or_else(|| chunk.country.filter(|_| chunk.person.is_none()).map(Who::Country));
        let Some(who) = who else { continue };
        if let Who::Person(holder) = who {
            discourse.strays.extend(resolver.stray(chunk, holder, discourse));
            discourse.meet(holder);
        }
        let oblique = match (&who, &chunk.person) {
            (Who::Person(_), Some(part)) => {
                // Where a name is not declined, its title shows the case.
                matches!(part.what, What::Person(mention) if mention.oblique()) || resolver.is_oblique(chunk)
            }
            (Who::Person(_), None) => resolver.is_oblique(chunk),
            (Who::Country(_), _) => chunk.oblique,
            _ => false,
        };
        let end = bracket.map_or(chunk.units.end, |b| b.units.end);
        let units = placer.with_side(chunk.units.start..end, matches!(who, Who::Country(_)));
        out.push(Nominal { named: chunk.person.is_some(), ..placer.nominal(units, who, oblique) });
    }
    let author = Hearing { lexicon, text, sentence, mentions, nominals: &out }.open(discourse);
    let standing = stand_ins(&placer, &out, author, discourse.home);
    out.extend(standing);
    out.sort_by_key(|n| n.units.start);
    Hearing { lexicon, text, sentence, mentions, nominals: &out }.close(discourse);
    (out, author)
}

/// Whether a title is part of a word for both who meet: 両外相.
fn is_of_group(mentions: &Mentions, units: &Range<usize>) -> bool {
    [Role::Both, Role::All].iter().any(|&role| units.clone().all(|unit| mentions.role_at(unit, role)))
}

/// The words that stand for somebody without naming them: pronouns, and names of groups.
fn stand_ins(placer: &Placer<'_>, named: &[Nominal], author: Option<Who>, home: Option<EntityId>) -> Vec<Nominal> {
    let we = |who: Who| if let Who::Person(holder) = who { Who::We(holder) } else { who };
    let all = [
        (Role::Region, Some(Who::Region)),
        (Role::Counterpart, Some(Who::Counterpart)),
        (Role::First, author),
        (Role::FirstPlural, author.map(we)),
        (Role::Home, author.or(home.map(Who::Country))),
        (Role::Both, Some(Who::Both)),
        (Role::All, Some(Who::All)),
        (Role::Plural, Some(Who::They)),
        (Role::Male, Some(Who::Pronoun { female: false })),
        (Role::Female, Some(Who::Pronoun { female: true })),
    ];
    let mut out: Vec<Nominal> = Vec::new();
    for (role, who) in all.into_iter().filter_map(|(role, who)| Some((role, who?))) {
        let free = |m: &&Mention| m.is(role) && !named.iter().chain(&out).any(|n| overlap(&n.units, &m.units));
        let words = placer.mentions.words.iter();
        let found: Vec<Nominal> = words.filter(free).map(|m| placer.nominal(m.units.clone(), who, false)).collect();
        out.extend(found);
    }
    out
}

/// An organisation of one country as an actor: a government is its country.
fn acting(lexicon: &Lexicon, mention: &Mention) -> Option<Who> {
    let register = &lexicon.register;
    let mut named = mention.entities().filter_map(|e| match register.entities[e].kind {
        Kind::Organization(Body::Forum | Body::Media) => None,
        Kind::Organization(body) => Some((e, body == Body::Government, register.country_of(e)?)),
        _ => None,
    });
    let (organization, government, side) = named.next().filter(|_| named.next().is_none())?;
    Some(if government { Who::Country(side) } else { Who::Organization { organization, side } })
}

/// Finds which part a nominal has in its sentence.
struct Placer<'a> {
    text: &'a Text,
    sentence: &'a Sentence,
    mentions: &'a Mentions,
}

impl Placer<'_> {
    fn nominal(&self, units: Range<usize>, who: Who, oblique: bool) -> Nominal {
        if self.text.lang == Lang::Ja {
            let after = self.after_small_words(units.end);
            let marked = |role| self.mentions.words.iter().any(|m| m.is(role) && m.units.start == after);
            let (topic, subject) = (marked(Role::TopicParticle), marked(Role::SubjectParticle));
            return Nominal {
                units,
                who,
                subject: (topic || subject) && !oblique,
                topic,
                clause: subject,
                embedded: false,
                named: false,
            };
        }
        let at = self.mentions.phrase_start(units.start, self.sentence.units.start);
        let before = at.checked_sub(1).filter(|&b| b >= self.sentence.units.start);
        let governed = before.is_some_and(|b| self.mentions.role_at(b, Role::Preposition));
        let embedded = before.is_some_and(|b| self.mentions.role_at(b, Role::Complementiser));
        Nominal { units, who, subject: !governed && !oblique, topic: false, clause: false, embedded, named: false }
    }

    /// The unit behind honorifics, titles and closing brackets that follow a name.
    fn after_small_words(&self, end: usize) -> usize {
        let small = |u: &usize| {
            let role = |role| self.mentions.role_at(*u, role);
            role(Role::Honorific) || role(Role::Side) || role(Role::Title) || matches!(self.text.unit(*u), ")")
        };
        (end..self.sentence.units.end).find(|u| !small(u)).unwrap_or(self.sentence.units.end)
    }

    /// The word that makes a country a side belongs to it.
    fn with_side(&self, units: Range<usize>, country: bool) -> Range<usize> {
        let mut end = units.end;
        while country && end < self.sentence.units.end && self.mentions.role_at(end, Role::Side) {
            end += 1;
        }
        units.start..end
    }

    /// Whether a name stands in a bracket that opens right behind a person: only honorifics stand between.
    fn is_bracket(&self, chunk: &Chunk<'_>, next: &Chunk<'_>) -> bool {
        let between = chunk.units.end..next.units.start;
        let opens = between.clone().any(|u| self.text.unit(u) == "(");
        let small = |u: usize| {
            matches!(self.text.unit(u), "(") || self.mentions.role_at(u, Role::Honorific) || self.mentions.role_at(u, Role::Title)
        };
        self.text.lang == Lang::Ja && chunk.person.is_some() && next.person.is_some() && opens && between.into_iter().all(small)
    }
}
