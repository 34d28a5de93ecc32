//! Organisations that the register does not have, known by their form: a proper name with a word for a kind of body in it, as in
//! "Hirosaki University", "ITO Corporation" or "University of World Languages".

use std::ops::Range;

use crate::lexicon::{Lexicon, Role};
use crate::mention::Mentions;
use crate::register::{Body, Entity, EntityId, Kind, Names, slug};
use crate::text::{Sentence, Text, overlap};

use super::Discourse;

/// How many words may stand before the word for the kind of body, and how many behind it.
const WIDTH: usize = 5;

/// Adds the new organisations of a sentence to the cast.
pub fn bodies(
    lexicon: &Lexicon,
    text: &Text,
    sentence: &Sentence,
    mentions: &Mentions,
    discourse: &mut Discourse<'_>,
) -> Vec<EntityId> {
    let finder = Finder { heads: &lexicon.words(text.lang).body.heads, lexicon, text, sentence, mentions };
    let found = finder.names();
    found.into_iter().map(|name| discourse.cast.mint(finder.entity(&name))).collect()
}

struct Finder<'a> {
    heads: &'a [String],
    lexicon: &'a Lexicon,
    text: &'a Text,
    sentence: &'a Sentence,
    mentions: &'a Mentions,
}

impl Finder<'_> {
    fn names(&self) -> Vec<Range<usize>> {
        let mut names: Vec<Range<usize>> = Vec::new();
        for head in self.sentence.units.clone().filter(|&u| self.is_head(u)) {
            let name = self.first_word(head)..self.end(head);
            // "Daido Industries Corporation" has two such words.
            names.retain(|other| !(name.start <= other.start && other.end <= name.end));
            if self.is_new(&name) && self.is_proper(&name) && !names.iter().any(|other| overlap(other, &name)) {
                names.push(name);
            }
        }
        names
    }

    fn is_head(&self, unit: usize) -> bool {
        self.heads.iter().any(|head| head == self.text.unit(unit)) && !self.mentions.is_term(unit)
    }

    /// The first of the capitalised words that lead up to the word for the kind of body.
    fn first_word(&self, head: usize) -> usize {
        let earliest = self.sentence.units.start.max(head.saturating_sub(WIDTH));
        let mut first = head;
        while first > earliest && self.joins(first) && self.is_part(first - 1) {
            first -= 1;
        }
        first
    }

    /// The end of what the body is called after: of the capitalised words behind "of" or "for".
    fn end(&self, head: usize) -> usize {
        let last = self.sentence.units.end.min(head + 1 + WIDTH);
        let (mut end, mut governed) = (head + 1, false);
        for unit in head + 1..last {
            let is = |roles: &[Role]| roles.iter().any(|&role| self.mentions.role_at(unit, role));
            if !self.joins(unit) {
                break;
            } else if self.is_part(unit) {
                end = unit + 1;
            } else if is(&[Role::Genitive, Role::Complement]) || governed && is(&[Role::Article, Role::Conjunction]) {
                governed = true;
            } else {
                break;
            }
        }
        end
    }

    /// Whether only a space, a hyphen or an ampersand stands before a word.
    fn joins(&self, unit: usize) -> bool {
        let gap = self.text.of(&(self.text.units[unit - 1].span.end..self.text.units[unit].span.start));
        matches!(gap, " " | "-" | " & ")
    }

    /// Whether a word may be part of a proper name.
    fn is_part(&self, unit: usize) -> bool {
        let small = [Role::Title, Role::Honorific, Role::Article, Role::Preposition, Role::Conjunction, Role::Both, Role::All];
        self.text.unit(unit).starts_with(char::is_uppercase) && !small.iter().any(|&role| self.mentions.role_at(unit, role))
    }

    /// Whether the register has nothing that reaches over the whole name, or an organisation or a person in it.
    fn is_new(&self, name: &Range<usize>) -> bool {
        let known = self.mentions.names.iter().chain(&self.mentions.nested).filter(|m| overlap(&m.units, name));
        let entities = &self.lexicon.register.entities;
        let thing = |e: EntityId| !matches!(entities[e].kind, Kind::Country { .. } | Kind::Place { .. });
        !known.into_iter().any(|m| m.units == *name || m.entities().any(thing))
    }

    /// Whether a word in it is neither the kind of body nor a country: "Kyrgyz University" names none.
    fn is_proper(&self, name: &Range<usize>) -> bool {
        let country = |u: usize| {
            let of = self.mentions.names.iter().chain(&self.mentions.nested).filter(|m| m.units.contains(&u));
            of.into_iter().any(|m| {
                m.adjectives().next().is_some()
                    || m.entities().any(|e| matches!(self.lexicon.register.entities[e].kind, Kind::Country { .. }))
            })
        };
        name.clone().any(|u| self.is_part(u) && !self.is_head(u) && !country(u))
    }

    fn entity(&self, name: &Range<usize>) -> Entity {
        let label = self.text.words(name);
        let mut names = Names::default();
        names.add(self.text.lang, label);
        let country = self.mentions.names.iter().chain(&self.mentions.nested).filter(|m| overlap(&m.units, name));
        let country = country.into_iter().find_map(|m| {
            let named = m.entities().chain(m.adjectives());
            named.into_iter().find_map(|e| self.lexicon.register.country_of(e))
        });
        Entity::introduced(slug(label, 60), Kind::Organization(Body::Other), country, names)
    }
}
