//! Chunks: names, titles and countries that stand together and mean one person or one country.

use std::ops::Range;

use crate::lexicon::{Lexicon, Role};
use crate::mention::{Mention, Mentions};
use crate::register::{EntityId, Kind};
use crate::source::Lang;
use crate::text::{Sentence, Text, overlap};

use super::Discourse;
use super::unknown::{Unknown, unknown_names};

/// A piece of a chunk.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) units: Range<usize>,
    pub(super) what: What<'a>,
}

/// What a piece is.
#[derive(Debug, Clone)]
pub(super) enum What<'a> {
    /// A person of the register, by whole or family name.
    Person(&'a Mention),
    /// A name that the register does not have.
    Unknown(Unknown),
    /// Somebody whom the text has introduced before.
    Introduced(EntityId),
    /// The title of an office of the register.
    Office(&'a Mention),
    /// A title that says no more than the kind of office: Minister, 大臣.
    Title,
    /// An organisation, whose head a title may name.
    Organization(&'a Mention),
    /// A country, by its name or by an adjective.
    Country { country: EntityId, oblique: bool, adjective: bool },
}

/// Pieces that stand together, each kind at most once.
#[derive(Debug, Default)]
pub(super) struct Chunk<'a> {
    pub(super) units: Range<usize>,
    pub(super) person: Option<Part<'a>>,
    pub(super) office: Option<&'a Mention>,
    pub(super) title: Option<Range<usize>>,
    pub(super) country: Option<EntityId>,
    pub(super) oblique: bool,
    /// Whether the country stands as an adjective.
    adjective: bool,
    pub(super) organization: Option<&'a Mention>,
    /// Whether a word before it points back: 同大臣.
    pub(super) same: bool,
    /// Whether it is of somebody posted to the country, not of that country: 駐カザフスタン大使.
    pub(super) posted: bool,
}

/// The chunks of a sentence in order.
pub(super) fn chunks<'a>(
    lexicon: &Lexicon,
    text: &'a Text,
    sentence: &Sentence,
    mentions: &'a Mentions,
    discourse: &Discourse<'_>,
) -> Vec<Chunk<'a>> {
    let joiner = Joiner { lexicon, text, mentions };
    let mut chunks: Vec<Chunk<'a>> = Vec::new();
    for part in joiner.parts(sentence, discourse) {
        let joins = chunks.last().is_some_and(|chunk| joiner.joins(chunk, &part));
        if !joins {
            let same = part.units.start > sentence.units.start && mentions.role_at(part.units.start - 1, Role::Same);
            chunks.push(Chunk { units: part.units.clone(), same, ..Chunk::default() });
        }
        if let Some(chunk) = chunks.last_mut() {
            let before = part.units.start.checked_sub(1).filter(|&u| u >= sentence.units.start);
            chunk.posted |= before.is_some_and(|u| mentions.role_at(u, Role::Post));
            chunk.take(part);
        }
    }
    chunks
}

impl<'a> Chunk<'a> {
    /// Whether there is nothing in it but an organisation.
    pub(super) fn is_bare_organization(&self) -> bool {
        self.person.is_none() && self.office.is_none() && self.title.is_none() && self.country.is_none()
    }

    fn is_unknown(&self) -> bool {
        self.person.as_ref().is_some_and(|p| matches!(p.what, What::Unknown(_)))
    }

    fn take(&mut self, part: Part<'a>) {
        self.units.end = part.units.end;
        match &part.what {
            What::Person(_) | What::Unknown(_) | What::Introduced(_) => self.person = Some(part),
            What::Office(office) => self.office = Some(office),
            What::Title => self.title = Some(part.units),
            What::Organization(mention) => self.organization = Some(mention),
            What::Country { country, oblique, adjective } => {
                (self.country, self.oblique, self.adjective) = (Some(*country), *oblique, *adjective);
            }
        }
    }
}

struct Joiner<'a, 'b> {
    lexicon: &'b Lexicon,
    text: &'a Text,
    mentions: &'a Mentions,
}

impl<'a> Joiner<'a, '_> {
    /// The pieces of a sentence in order, none overlapping.
    fn parts(&self, sentence: &Sentence, discourse: &Discourse<'_>) -> Vec<Part<'a>> {
        let unknown = unknown_names(self.lexicon, self.text, sentence, self.mentions, discourse);
        let covered = |units: &Range<usize>, parts: &[Part<'_>]| parts.iter().any(|p| overlap(&p.units, units));
        let mut parts: Vec<Part<'a>> = unknown;
        for mention in self.mentions.names.iter().filter(|m| !covered(&m.units, &parts)).collect::<Vec<_>>() {
            let what = self.what(mention);
            parts.extend(what.map(|what| Part { units: mention.units.clone(), what }));
        }
        for word in self.mentions.words.iter().filter(|m| m.is(Role::Title)) {
            let named = self.mentions.names.iter().any(|n| overlap(&n.units, &word.units));
            if !named && !covered(&word.units, &parts) {
                parts.push(Part { units: word.units.clone(), what: What::Title });
            }
        }
        parts.sort_by_key(|p| p.units.start);
        parts
    }

    fn what(&self, mention: &'a Mention) -> Option<What<'a>> {
        let is = |test: fn(&Kind) -> bool| mention.entities().any(|e| test(&self.lexicon.register.entities[e].kind));
        if is(|k| matches!(k, Kind::Person { .. })) || mention.surnames().next().is_some() {
            return Some(What::Person(mention));
        }
        if is(|k| matches!(k, Kind::Office { .. })) {
            return Some(What::Office(mention));
        }
        let whole = mention.entities().find(|&e| matches!(self.lexicon.register.entities[e].kind, Kind::Country { .. }));
        if let Some(country) = whole.or_else(|| mention.adjectives().next()) {
            return Some(What::Country { country, oblique: mention.oblique(), adjective: whole.is_none() });
        }
        is(|k| matches!(k, Kind::Organization(_))).then_some(What::Organization(mention))
    }

    /// Whether a piece belongs to the chunk before it: by what stands between, and by what the chunk still lacks.
    fn joins(&self, chunk: &Chunk<'_>, part: &Part<'_>) -> bool {
        let between = chunk.units.end..part.units.start;
        let (mut comma, mut genitive, mut headed) = (false, false, false);
        let mut complement = 0;
        for unit in between {
            if self.text.units[unit].mark && matches!(self.text.unit(unit), "," | "(") {
                comma = true;
            } else if self.mentions.role_at(unit, Role::Genitive) || self.mentions.role_at(unit, Role::Post) {
                genitive = true;
                headed |= self.mentions.role_at(unit, Role::Complement);
            } else if self.mentions.role_at(unit, Role::Honorific) || self.mentions.role_at(unit, Role::Article) {
            } else if is_complement(self.text, self.mentions, unit) {
                complement += 1;
            } else {
                return false;
            }
        }
        let titled = chunk.office.is_some() || chunk.title.is_some();
        // What stands between a title and a name, or its country, says of what somebody is minister.
        let country = matches!(part.what, What::Country { .. }) && genitive && chunk.person.is_some();
        let most = if chunk.title.is_some() || titled && country {
            7
        } else if titled {
            2
        } else {
            0
        };
        if complement > most {
            return false;
        }
        // In French and Russian only an adjective stands before what belongs to the country: «в Японию Министр» is no minister of
        // Japan.
        let noun = chunk.country.is_some() && !chunk.adjective && chunk.person.is_none() && !titled;
        let parted = noun && matches!(self.text.lang, Lang::Fr | Lang::Ru);
        match &part.what {
            What::Office(_) | What::Title if parted => false,
            What::Person(_) | What::Unknown(_) | What::Introduced(_) => {
                let free = chunk.person.is_none() && !comma;
                free && (titled || chunk.country.is_some() && (genitive || self.text.lang == Lang::Ja))
            }
            What::Office(_) => {
                // « Le Japon du chef de la diplomatie » names nobody's chief: what a preposition joins stands behind its head.
                let before = chunk.person.is_none() && headed;
                chunk.office.is_none() && complement == 0 && !before && (!comma || chunk.person.is_some())
            }
            What::Title => {
                let behind = comma || self.text.lang == Lang::Ja || !chunk.is_unknown();
                let fits = if comma { chunk.person.is_some() } else { true };
                chunk.title.is_none() && chunk.office.is_none() && complement == 0 && fits && behind
            }
            // Between a title and the name, or in Japanese between the name and the title, stands what is headed.
            What::Organization(_) => titled && !comma || self.text.lang == Lang::Ja && chunk.person.is_some() && !comma,
            What::Country { .. } => {
                chunk.country.is_none()
                    && !comma
                    && (titled || chunk.person.is_some() && (genitive || self.text.lang == Lang::Ja))
            }
        }
    }
}

/// Whether a word can stand in the complement of a title: a capitalised word, a subject matter, the words that join them,
/// and in French and Russian, which write them small, any noun.
pub(super) fn is_complement(text: &Text, mentions: &Mentions, unit: usize) -> bool {
    if text.lang == Lang::Ja || text.units[unit].mark {
        return false;
    }
    let role = |role| mentions.role_at(unit, role);
    if mentions.is_predicate(unit) {
        return false;
    }
    if role(Role::Complement) || role(Role::Conjunction) || mentions.is_subject_matter(unit) {
        return true;
    }
    let governed = role(Role::Preposition) || role(Role::Complementiser);
    let capital = text.unit(unit).starts_with(char::is_uppercase);
    !governed && (capital || matches!(text.lang, Lang::Fr | Lang::Ru))
}
