//! Scenes: the sentences of a text, each with all that was found in it.

use std::ops::Range;

use crate::figure::Figures;
use crate::frame::Reading;
use crate::lexicon::{Role, Scheme};
use crate::mention::{Mention, Mentions};
use crate::register::EntityId;
use crate::resolve::{Holder, Nominal, Who};
use crate::text::{Sentence, Text, covers};
use crate::vocab::class;

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
    pub(super) fn subjects<'s>(&'s self, text: &'s Text) -> impl Iterator<Item = &'s Mention> {
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

    /// Whether somebody says something in the sentence: what is spoken of is not what is told to be done.
    pub fn is_spoken(&self) -> bool {
        self.terms(Scheme::Act).next().is_some() || self.has(Role::Speech, &self.sentence.units)
    }

    /// Whether a word with the role stands in the units.
    pub fn has(&self, role: Role, units: &Range<usize>) -> bool {
        self.mentions.has(role, units)
    }
}
