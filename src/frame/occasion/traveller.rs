//! Who travels, and where a visit goes.

use std::ops::Range;

use crate::frame::Occasion;
use crate::lexicon::Role;
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::covers;

use super::window::{MARK, NEAR, Window};

impl Window<'_> {
    /// Who travels where; whether that is told at all.
    pub(super) fn visit(&self, occasion: &mut Occasion) -> bool {
        let named = self.countries().into_iter().find(|(u, _)| covers(&self.units, u)).map(|(_, c)| c);
        occasion.visitor = self.owner().or_else(|| self.nearest(named));
        let side = occasion.visitor.and_then(|v| v.side);
        occasion.host = named.filter(|h| Some(*h) != side).or_else(|| occasion.visitor.and_then(|v| self.destination(v.side)));
        occasion.parties = side.into_iter().chain(occasion.host).collect();
        occasion.participants = occasion.visitor.into_iter().collect();
        if occasion.visitor.is_some() && occasion.host.is_none() {
            // A tour has a region for its host.
            occasion.parties.extend(self.region());
        } else if occasion.visitor.is_some() {
            // "To Kazakhstan and Uzbekistan": the countries in a row are all gone to.
            occasion.parties.extend(self.joined_countries());
        }
        // Where a visit of some year went follows from what the release is about.
        let recalled = self.scene.figures.dates.iter().any(|d| self.distance(d) < MARK);
        occasion.visitor.is_some() && (occasion.parties.len() > 1 || recalled)
    }

    /// The countries of a region named close to the word.
    pub(super) fn region(&self) -> impl Iterator<Item = EntityId> {
        let register = &self.reading.lexicon.register;
        let near = |m: &&Mention| m.units.end + 6 >= self.units.start && m.units.start <= self.units.end + 8;
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| register.is_region(e)).into_iter().flat_map(|r| register.members(r))
    }

    /// "His visit", 自身の訪日: the visit of the one whom the sentence is about.
    pub(super) fn owner(&self) -> Option<Holder> {
        let before = self.units.start.saturating_sub(4).max(self.from)..self.units.start;
        if !self.scene.has(Role::Possessive, &before) {
            return None;
        }
        let ahead = self.scene.nominals.iter().rev().filter(|n| n.subject && n.units.end <= self.units.start);
        ahead.into_iter().find_map(Nominal::person)
    }

    /// The person nearest to the word who is not at home where the visit goes.
    pub(super) fn nearest(&self, host: Option<EntityId>) -> Option<Holder> {
        let person = |n: &&Nominal| matches!(n.who, Who::Person(h) if host.is_none() || h.side != host);
        let distance = |units: &Range<usize>| {
            // What follows the word closely is its complement: the visit of the President.
            if units.start >= self.units.end {
                let far = if self.is_attributive(units) { 0 } else { usize::from(self.reading.text.lang == Lang::Ja) * NEAR * 2 };
                (units.start - self.units.end) * 2 + far
            } else {
                self.units.start - units.end.min(self.units.start)
            }
        };
        let nominal = self.scene.nominals.iter().filter(person).min_by_key(|n| distance(&n.units))?;
        nominal.person()
    }

    /// Whether the word qualifies a name behind it: 訪日中の大統領.
    pub(super) fn is_attributive(&self, units: &Range<usize>) -> bool {
        let between = self.units.end..units.start;
        let last = between.clone().next_back();
        !self.parted(between) && last.is_some_and(|u| self.scene.mentions.role_at(u, Role::Genitive))
    }

    /// The country that a visit goes to: one named in the window that is not the visitor's own.
    pub(super) fn destination(&self, side: Option<EntityId>) -> Option<EntityId> {
        let after = |u: &Range<usize>| u.start >= self.units.start && u.start <= self.units.end + 8;
        let before = |u: &Range<usize>| u.end <= self.units.start && u.end + 4 >= self.units.start;
        let mut countries = self.countries();
        // A town stands for its country.
        let register = &self.reading.lexicon.register;
        let town =
            |e: EntityId| matches!(register.entities[e].kind, Kind::Place { .. }).then(|| register.country_of(e)).flatten();
        let towns = self.scene.mentions.names.iter().filter_map(|m| Some((m.units.clone(), m.entities().find_map(town)?)));
        countries.extend(towns);
        let other = |c: &&(Range<usize>, EntityId)| Some(c.1) != side;
        let found = countries
            .iter()
            .filter(other)
            .find(|(u, _)| after(u))
            .or_else(|| countries.iter().filter(other).find(|(u, _)| before(u)));
        found.map(|(_, c)| *c)
    }
}
