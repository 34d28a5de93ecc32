//! Who is at an occasion: the people and sides that the sentence, and the sentences before it, put there.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::Occasion;
use crate::lexicon::{Role, Scheme};
use crate::mention::Mention;
use crate::register::EntityId;
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::{Kind as Line, covers};
use crate::vocab::class;

use super::window::{MARK, Window};

/// How many units may stand between a subject and its verb, or between two names that are joined.
pub(super) const VERB: usize = 4;

impl Window<'_> {
    /// Who meets: the subjects of the sentence, and the people in the stretch of the word.
    pub(super) fn company(&self) -> Vec<Holder> {
        let people = self.scene.people(self.reading);
        if let Some(pair) = self.between() {
            return people.into_iter().filter(|h| pair.contains(&Who::Person(*h))).collect();
        }
        if self.scene.sentence.kind == Line::Title || self.reading.text.lang == Lang::Ja && self.lone() {
            return people;
        }
        let subject = self.subject_of(self.from, self.units.start);
        let next = self.subject_of(self.units.end, self.to).filter(|_| self.to < self.scene.sentence.units.end);
        let mine = |n: &Nominal| {
            if next.as_ref() == Some(&n.units) {
                return false;
            }
            let own = subject.as_ref() == Some(&n.units)
                || match self.reading.text.lang {
                    Lang::Ja => self.from <= n.units.start && n.units.end <= self.units.start,
                    _ => self.from <= n.units.start && self.first() || self.is_behind(&n.units),
                };
            own && n.units.end <= self.to && self.is_listed(&n.units)
                || subject.is_none() && n.subject && n.units.end <= self.opening
        };
        let present: Vec<_> = self.scene.nominals.iter().filter(|n| mine(n)).map(|n| n.who).collect();
        let mut company: Vec<_> = people.into_iter().filter(|h| present.contains(&Who::Person(*h))).collect();
        // "He met the President": the one who acted in the sentence before.
        let pronoun = self
            .scene
            .nominals
            .iter()
            .any(|n| matches!(n.who, Who::Pronoun { .. }) && n.subject && n.units.end <= self.units.start);
        if let Some(actor) = self.story.actor().filter(|a| pronoun && company.iter().all(|h| h.side != a.side)) {
            company.insert(0, actor);
        }
        company
    }

    /// The subject that stands right before a word for an occasion: no conjunction parts it from its verb.
    fn subject_of(&self, from: usize, head: usize) -> Option<Range<usize>> {
        let right_before = |n: &&Nominal| {
            let between = n.units.end..head;
            let person = n.subject && matches!(n.who, Who::Person(_)) && from <= n.units.start && n.units.end <= head;
            person && between.len() <= VERB && !self.scene.has(Role::Conjunction, &between)
        };
        let japanese = self.reading.text.lang == Lang::Ja;
        self.scene.nominals.iter().rev().filter(|_| !japanese).find(right_before).map(|n| n.units.clone())
    }

    /// The people between whom a meeting is, where the word itself says so: "the talks between X and Y", XとYの会談.
    fn between(&self) -> Option<Vec<Who>> {
        let person = |n: &&Nominal| matches!(n.who, Who::Person(_));
        let near: Vec<&Nominal> = if self.reading.text.lang == Lang::Ja {
            let mut before =
                self.scene.nominals.iter().rev().filter(|n| n.units.end <= self.units.start && n.units.start >= self.from);
            let (last, first) = (before.next()?, before.next()?);
            let genitive = self.units.start - last.units.end == 1 && self.scene.mentions.role_at(last.units.end, Role::Genitive);
            let joined = self.scene.has(Role::Coordinator, &(first.units.end..last.units.start));
            if genitive && joined && last.units.start - first.units.end < VERB { vec![first, last] } else { Vec::new() }
        } else if self.scene.mentions.role_at(self.units.end, Role::Between) {
            self.scene.nominals.iter().filter(|n| n.units.start > self.units.end && n.units.end <= self.to).take(2).collect()
        } else {
            Vec::new()
        };
        let people: Vec<Who> = near.into_iter().filter(person).map(|n| n.who).collect();
        (people.len() == 2).then_some(people)
    }

    /// Whether something ends behind the word; a title may be part of the word: "received by the Prime Minister".
    pub(super) fn is_behind(&self, units: &Range<usize>) -> bool {
        units.end > self.units.end && units.start > self.units.start
    }

    /// How many units lie between the word and others.
    pub(super) fn gap(&self, units: &Range<usize>) -> usize {
        units.start.saturating_sub(self.units.end).max(self.units.start.saturating_sub(units.end))
    }

    /// Whether what follows the word belongs to it: behind a mark only the rest of a list does.
    pub(super) fn is_listed(&self, units: &Range<usize>) -> bool {
        let between = self.units.end..units.start;
        let Some(mark) = between.clone().find(|&u| self.is_parting(u)) else { return true };
        let roles = [Role::Conjunction, Role::Article, Role::Honorific, Role::Preposition, Role::Title, Role::Genitive];
        let small = |u: usize| {
            self.reading.text.units[u].mark
                || roles.iter().any(|&role| self.scene.mentions.role_at(u, role))
                || self.scene.mentions.names.iter().any(|m| m.units.contains(&u))
                || self.scene.nominals.iter().any(|n| n.units.contains(&u))
        };
        (mark..between.end).all(small)
    }

    /// Whether the sentence has no other word for an occasion.
    pub(super) fn lone(&self) -> bool {
        self.first() && self.to == self.scene.sentence.units.end
    }

    /// Whether somebody stands with the word as the one who is met: no mark is between.
    pub(super) fn is_with_somebody(&self) -> bool {
        // "The talks were reported by the press service of the President" are not with him.
        let says = |u: usize| {
            let act = self.scene.terms(Scheme::Act).any(|m| m.units.contains(&u));
            act || self.scene.mentions.role_at(u, Role::Speech)
        };
        let marked = |between: Range<usize>| between.clone().any(says) || self.parted(between);
        self.scene.nominals.iter().any(|n| {
            let after = self.is_behind(&n.units) && n.units.end <= self.to && !marked(self.units.end..n.units.start);
            let before = n.units.end <= self.units.start && n.units.start >= self.from && !marked(n.units.end..self.units.start);
            let beside = match self.reading.text.lang {
                Lang::En | Lang::Fr => after,
                Lang::Ja => before,
                Lang::Ru => after || before && !n.subject,
            };
            beside && matches!(n.who, Who::Person(_) | Who::Country(_) | Who::Both)
        })
    }

    /// Whether a separating mark stands in the units; those within brackets separate nothing.
    pub(super) fn parted(&self, between: Range<usize>) -> bool {
        let mut depth = 0;
        between.rev().any(|u| {
            match self.reading.text.unit(u) {
                ")" => depth += 1,
                "(" => depth -= 1,
                _ => return depth == 0 && self.is_parting(u),
            }
            false
        })
    }

    /// Whether a unit is a mark that parts what stands before and behind it; before a relative clause it does not: «встреча,
    /// которую провели».
    fn is_parting(&self, unit: usize) -> bool {
        let relative = (unit + 1..=unit + 2).any(|u| self.scene.mentions.role_at(u, Role::Relative));
        self.reading.text.units[unit].mark && !relative
    }

    /// Adds whom the sentences before have established: both sides where the sentence speaks of the two, and the one of
    /// the other side who acts where only one side stands with the word.
    pub(super) fn join(&self, occasion: &mut Occasion, people: &mut Vec<Holder>) {
        if occasion.parties.len() > 1 || occasion.forum.is_some() {
            return;
        }
        let whole = if self.first() { self.scene.sentence.units.start..self.to } else { self.units.start..self.to };
        // What both only speak of is not where they are: "the two discussed preparations for the summit".
        let discussed = |n: &Nominal| {
            let acts = self.scene.terms(Scheme::Act).map(|m| &m.units);
            let recalled = self.scene.figures.dates.iter().any(|d| self.distance(d) < MARK);
            !recalled && acts.into_iter().any(|u| u.start >= n.units.end && u.end <= self.units.start)
        };
        let beside = |n: &Nominal| n.subject && !discussed(n) || self.gap(&n.units) < 4;
        let both = |n: &Nominal| n.who == Who::Both && covers(&whole, &n.units) && beside(n);
        if self.scene.nominals.iter().any(both) {
            let (sides, actors) = self.story.both();
            occasion.parties.extend(sides);
            if people.is_empty() {
                *people = actors;
            }
            return;
        }
        if occasion.parties.is_empty() || !self.is_with_somebody() {
            return;
        }
        let side = occasion.parties.first().copied();
        if let Some(other) = side.and_then(|s| self.story.other(s)) {
            people.insert(0, other);
            occasion.parties.extend(other.side);
        }
    }

    /// A summit of which the lead names no sides is that of the countries that act in it: "after a summit in Tokyo, Japan and
    /// the five countries announced".
    pub(super) fn convene(&self, occasion: &mut Occasion) {
        let summit = self.reading.term(occasion.class).name == class::SUMMIT_MEETING;
        if !summit || !self.is_lead() || occasion.parties.len() > 1 {
            return;
        }
        let region = || self.reading.lexicon.register.region();
        for nominal in self.scene.nominals.iter().filter(|n| n.subject) {
            match nominal.who {
                Who::Country(country) => drop(occasion.parties.insert(country)),
                Who::Region => occasion.parties.extend(region()),
                _ => {}
            }
        }
        if occasion.parties.len() < 2 {
            occasion.parties.clear();
        }
    }

    /// The two countries that stand as sides behind the word: the signing of notes between the Governments of both.
    pub(super) fn contracting(&self) -> BTreeSet<EntityId> {
        let side = |n: &Nominal| if let Who::Country(country) = n.who { Some(country) } else { None };
        let behind = |units: &Range<usize>| units.start >= self.units.end && units.end <= self.to;
        let mut sides: BTreeSet<EntityId> = self.scene.nominals.iter().filter(|n| behind(&n.units)).filter_map(side).collect();
        let named = self.scene.mentions.names.iter().filter(|m| behind(&m.units)).flat_map(Mention::entities);
        sides.extend(named.filter_map(|e| self.reading.cast.side_of(e)));
        if sides.len() == 2 { sides } else { BTreeSet::new() }
    }
}
