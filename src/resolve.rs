//! Resolution: mentions to the people, countries and groups that act in a sentence.
//!
//! Names, titles and countries that stand together are one nominal. A title alone, or a family name that several
//! people bear, is decided by the country beside it, by whom the text has named before, and by the tenures that
//! cover the day of issue, first and last day included.

use std::ops::Range;

use jiff::civil::Date;

use crate::lexicon::{Lexicon, Role, Scheme};
use crate::mention::{Mention, Mentions};
use crate::register::{EntityId, Kind, Register};
use crate::source::Lang;
use crate::text::{Sentence, Text, label_words};

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
    /// Whether it is the subject of what somebody says.
    pub embedded: bool,
    /// Whether a person is named, not only by title or pronoun: only then does Russian show the case.
    pub named: bool,
}

/// What the sentences before have established.
#[derive(Debug)]
pub struct Discourse {
    /// The day of issue.
    pub issued: Date,
    /// The country of the publisher.
    pub home: Option<EntityId>,
    /// The people named so far, the latest last, each once.
    pub people: Vec<Holder>,
}

impl Discourse {
    fn meet(&mut self, holder: Holder) {
        self.people.retain(|p| p.person != holder.person);
        self.people.push(holder);
    }
}

#[derive(Default)]
struct Chunk<'a> {
    units: Range<usize>,
    person: Option<&'a Mention>,
    office: Option<&'a Mention>,
    country: Option<&'a Mention>,
}

/// The nominals of a sentence in order; people in it become part of the discourse.
pub fn nominals(
    lexicon: &Lexicon,
    text: &Text,
    sentence: &Sentence,
    mentions: &Mentions,
    discourse: &mut Discourse,
) -> Vec<Nominal> {
    let reader = Reader { lexicon, text, sentence, mentions };
    let mut out = Vec::new();
    for chunk in reader.chunks() {
        let who = reader.holder(&chunk, discourse).map(Who::Person).or_else(|| reader.country(&chunk).map(Who::Country));
        let Some(who) = who else { continue };
        if let Who::Person(holder) = who {
            discourse.meet(holder);
        }
        let oblique = chunk.person.is_some_and(|p| p.oblique())
            || matches!(who, Who::Country(_)) && chunk.country.is_some_and(Mention::oblique);
        out.push(Nominal { named: chunk.person.is_some(), ..reader.nominal(chunk.units.clone(), who, oblique) });
    }
    for (role, who) in [
        (Role::Region, Who::Region),
        (Role::Both, Who::Both),
        (Role::All, Who::All),
        (Role::Plural, Who::They),
        (Role::Male, Who::Pronoun { female: false }),
        (Role::Female, Who::Pronoun { female: true }),
    ] {
        let free = |m: &&Mention| {
            m.is(role) && !out.iter().any(|n: &Nominal| n.units.start < m.units.end && m.units.start < n.units.end)
        };
        let groups: Vec<Nominal> =
            mentions.words.iter().filter(free).map(|m| reader.nominal(m.units.clone(), who, false)).collect();
        out.extend(groups);
    }
    out.sort_by_key(|n| n.units.start);
    out
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text,
    sentence: &'a Sentence,
    mentions: &'a Mentions,
}

impl<'a> Reader<'a> {
    fn register(&self) -> &'a Register {
        &self.lexicon.register
    }

    /// Runs of names, titles and countries that belong together.
    fn chunks(&self) -> Vec<Chunk<'a>> {
        let mut chunks: Vec<Chunk<'a>> = Vec::new();
        for mention in &self.mentions.names {
            let (person, office, country) = self.kinds(mention);
            if !(person || office || country) {
                continue;
            }
            let joined = chunks.last_mut().filter(|c| self.joins(c, mention, person, office, country));
            let chunk = match joined {
                Some(chunk) => chunk,
                None => {
                    chunks.push(Chunk { units: mention.units.clone(), ..Chunk::default() });
                    let Some(chunk) = chunks.last_mut() else { continue };
                    chunk
                }
            };
            chunk.units.end = mention.units.end;
            if person && chunk.person.is_none() {
                chunk.person = Some(mention);
            } else if office && chunk.office.is_none() {
                chunk.office = Some(mention);
            } else if country {
                chunk.country = Some(mention);
            }
        }
        chunks
    }

    fn kinds(&self, mention: &Mention) -> (bool, bool, bool) {
        let is = |test: fn(&Kind) -> bool| mention.entities().any(|e| test(&self.register().entities[e].kind));
        let person = is(|k| matches!(k, Kind::Person { .. })) || mention.surnames().next().is_some();
        let country = is(|k| matches!(k, Kind::Country { .. })) || mention.adjectives().next().is_some();
        (person, is(|k| matches!(k, Kind::Office { .. })), country)
    }

    fn joins(&self, chunk: &Chunk<'_>, mention: &Mention, person: bool, office: bool, country: bool) -> bool {
        let between = chunk.units.end..mention.units.start;
        let (mut comma, mut genitive) = (false, false);
        for unit in between {
            if self.text.units[unit].mark && matches!(self.text.unit(unit), "," | "(") {
                comma = true;
            } else if self.word_at(unit, Role::Genitive) {
                genitive = true;
            } else if !self.word_at(unit, Role::Honorific) && !self.word_at(unit, Role::Article) {
                return false;
            }
        }
        match (person && chunk.person.is_none(), office && chunk.office.is_none(), country && chunk.country.is_none()) {
            (true, ..) => chunk.office.is_some() && !comma || chunk.country.is_some() && genitive && !comma,
            (_, true, _) => !comma || chunk.person.is_some(),
            (_, _, true) => (chunk.office.is_some() || chunk.person.is_some() && genitive) && !comma,
            _ => false,
        }
    }

    fn word_at(&self, unit: usize, role: Role) -> bool {
        self.mentions.words.iter().any(|m| m.is(role) && m.units.contains(&unit))
    }

    fn country(&self, chunk: &Chunk<'_>) -> Option<EntityId> {
        let mention = chunk.country?;
        let whole = mention.entities().find(|&e| matches!(self.register().entities[e].kind, Kind::Country { .. }));
        whole.or_else(|| mention.adjectives().next())
    }

    fn holder(&self, chunk: &Chunk<'_>, discourse: &Discourse) -> Option<Holder> {
        let country = self.country(chunk);
        let offices: Vec<EntityId> = chunk.office.map(|m| self.offices(m, country)).unwrap_or_default();
        let Some(named) = chunk.person else {
            let single = chunk.office.is_some_and(|title| self.is_one(title));
            return if single { self.by_title(&offices, country, discourse) } else { None };
        };
        let whole: Vec<EntityId> =
            named.entities().filter(|&e| matches!(self.register().entities[e].kind, Kind::Person { .. })).collect();
        let sure = !whole.is_empty();
        let mut candidates: Vec<(i32, EntityId)> = if sure { whole } else { named.surnames().collect() }
            .into_iter()
            .map(|p| (self.weigh(p, &offices, country, chunk.office.is_some(), discourse), p))
            .collect();
        candidates.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
        let &(best, person) = candidates.first()?;
        let tied = candidates.get(1).is_some_and(|&(second, _)| second == best);
        (!tied && (sure || best > 1)).then(|| self.in_office(person, &offices, discourse))
    }

    /// How well a candidate fits what stands around the name.
    fn weigh(
        &self,
        person: EntityId,
        offices: &[EntityId],
        country: Option<EntityId>,
        titled: bool,
        discourse: &Discourse,
    ) -> i32 {
        let register = self.register();
        let held: Vec<EntityId> = register.offices_of(person, discourse.issued).collect();
        let mut score = 0;
        if held.iter().any(|o| offices.contains(o)) {
            score += 8;
        } else if titled && offices.iter().any(|&o| register.country_of(o) == register.country_of(person)) {
            score += 2;
        }
        if country.is_some() {
            score += if country == register.country_of(person) { 2 } else { -8 };
        }
        if discourse.people.iter().any(|p| p.person == person) {
            score += 4;
        }
        score + i32::from(!held.is_empty())
    }

    fn in_office(&self, person: EntityId, offices: &[EntityId], discourse: &Discourse) -> Holder {
        let register = self.register();
        let held = register.offices_of(person, discourse.issued).find(|o| offices.contains(o));
        let titled = held.or_else(|| offices.iter().copied().find(|&o| register.country_of(o) == register.country_of(person)));
        let before = discourse.people.iter().find(|p| p.person == person).and_then(|p| p.office);
        // Of several offices the highest is the one in which people meet.
        let highest = register.offices_of(person, discourse.issued).min_by_key(|&o| register.precedence(o));
        let office = titled.or(before).or(highest);
        Holder { person, office, side: register.country_of(person) }
    }

    /// The offices that a title may be: those of the country beside it.
    fn offices(&self, title: &Mention, country: Option<EntityId>) -> Vec<EntityId> {
        let all = title.entities().filter(|&e| matches!(self.register().entities[e].kind, Kind::Office { .. }));
        all.filter(|&o| country.is_none() || self.register().country_of(o) == country).collect()
    }

    /// Whether a title is that of one person: no plural, and no part of an occasion's name ("foreign ministers' meeting").
    fn is_one(&self, title: &Mention) -> bool {
        let within = |m: &Mention| m.units.start <= title.units.start && title.units.end <= m.units.end;
        if self.mentions.terms.iter().any(|(scheme, m)| *scheme == Scheme::Occasion && within(m)) {
            return false;
        }
        let lang = self.text.lang;
        if !matches!(lang, Lang::En | Lang::Fr) {
            return true;
        }
        let words: Vec<String> = title.units.clone().map(|u| self.text.unit(u).to_lowercase()).collect();
        let mut labels = title.entities().flat_map(|e| {
            let entity = &self.register().entities[e];
            entity.names.of(lang).iter().chain(entity.hidden.of(lang))
        });
        labels.any(|label| label_words(lang, &label.to_lowercase()) == words)
    }

    /// A title without a name: whoever of the people named before holds it, else the one holder on the day.
    fn by_title(&self, offices: &[EntityId], country: Option<EntityId>, discourse: &Discourse) -> Option<Holder> {
        if let Some(known) = discourse.people.iter().rev().find(|p| p.office.is_some_and(|o| offices.contains(&o))) {
            return Some(*known);
        }
        let register = self.register();
        let home = country.or(discourse.home);
        let single = |o: &EntityId| {
            let Kind::Office { rank, .. } = &register.entities[*o].kind else { return false };
            matches!(rank.as_str(), "head-of-state" | "head-of-government" | "minister") && register.country_of(*o) == home
        };
        let mut holders =
            offices.iter().copied().filter(single).flat_map(|o| register.holders(o, discourse.issued).map(move |p| (p, o)));
        let (person, office) = holders.next()?;
        holders.all(|(p, _)| p == person).then_some(Holder { person, office: Some(office), side: register.country_of(person) })
    }

    fn nominal(&self, units: Range<usize>, who: Who, oblique: bool) -> Nominal {
        if self.text.lang == Lang::Ja {
            let marked =
                self.mentions.words.iter().any(|m| m.is(Role::SubjectParticle) && self.follows(units.end, m.units.start));
            return Nominal { units, who, subject: marked && !oblique, embedded: false, named: false };
        }
        let mut at = units.start;
        while at > self.sentence.units.start && (self.word_at(at - 1, Role::Article) || self.word_at(at - 1, Role::Honorific)) {
            at -= 1;
        }
        let before = at.checked_sub(1).filter(|&b| b >= self.sentence.units.start);
        let governed = before.is_some_and(|b| self.word_at(b, Role::Preposition));
        let embedded = before.is_some_and(|b| self.word_at(b, Role::Complementiser));
        Nominal { units, who, subject: !governed && !oblique, embedded, named: false }
    }

    /// Whether only honorifics stand between the end of a name and what begins at `start`.
    fn follows(&self, end: usize, start: usize) -> bool {
        start >= end && (end..start).all(|u| self.word_at(u, Role::Honorific)) && start <= end + 4
    }
}
