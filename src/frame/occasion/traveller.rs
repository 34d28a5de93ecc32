//! Who travels, and where a visit goes.

use std::ops::Range;

use crate::frame::Occasion;
use crate::lexicon::{Role, Scheme};
use crate::mention::Mention;
use crate::register::{Body, EntityId, Kind};
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::{Kind as Line, covers};
use crate::vocab::class;

use super::company::VERB;
use super::window::{MARK, NEAR, Window};

impl Window<'_> {
    /// Who travels where; whether that is told at all.
    pub(super) fn visit(&self, occasion: &mut Occasion) -> bool {
        if let Some(house) = self.house() {
            self.call(occasion, house);
            return self.is_lead() && occasion.parties.len() > 1;
        }
        let named = self.countries().into_iter().find(|(u, _)| covers(&self.units, u)).map(|(_, c)| c);
        occasion.visitor = self.owner().or_else(|| self.nearest(named));
        let side = occasion.visitor.and_then(|v| v.side);
        let told = occasion.visitor.is_some() || self.scene.sentence.kind == Line::Title;
        occasion.host = named.filter(|h| Some(*h) != side).or_else(|| self.destination(side).filter(|_| told));
        occasion.parties = side.into_iter().chain(occasion.host).collect();
        occasion.participants = occasion.visitor.into_iter().collect();
        if told && occasion.host.is_none() {
            // A tour has a region for its host.
            occasion.parties.extend(self.region());
        } else if told {
            // "To Kazakhstan and Uzbekistan": the countries in a row are all gone to.
            occasion.parties.extend(self.joined_countries());
            occasion.parties.extend(occasion.host.into_iter().flat_map(|host| self.row(host)));
        }
        // Where a visit of some year went follows from what the release is about.
        let recalled = self.scene.figures.dates.iter().any(|d| self.distance(d) < MARK);
        occasion.visitor.is_some() && (occasion.parties.len() > 1 || recalled)
    }

    /// A visit to a house is a meeting there, of whoever comes with those who are at home.
    fn call(&self, occasion: &mut Occasion, house: EntityId) {
        let country = self.reading.cast.country_of(house);
        let guest = self.nearest(country);
        occasion.class = self.reading.lexicon.term(Scheme::Occasion, class::MEETING).unwrap_or(occasion.class);
        occasion.parties = guest.and_then(|g| g.side).into_iter().chain(country).collect();
        occasion.participants = guest.into_iter().collect();
    }

    /// The house to which it goes, where it goes to no country: 衆議院訪問, "visited the university".
    fn house(&self) -> Option<EntityId> {
        let is_house = |e: &EntityId| matches!(self.reading.cast.entity(*e).kind, Kind::Organization(Body::Other));
        let beside = |units: &Range<usize>| match self.reading.text.lang {
            Lang::Ja => (units.end..=units.end + 1).contains(&self.units.start),
            Lang::Ru if units.end <= self.units.start => self.units.start - units.end < 2,
            _ => self.scene.mentions.phrase_start(units.start, self.units.end.min(units.start)) == self.units.end,
        };
        self.scene.mentions.names.iter().filter(|m| beside(&m.units)).flat_map(Mention::entities).find(is_house)
    }

    /// The countries of a region named close to the word.
    pub(super) fn region(&self) -> impl Iterator<Item = EntityId> {
        let register = &self.reading.lexicon.register;
        let near = |m: &&Mention| m.units.end + 6 >= self.units.start && m.units.start <= self.units.end + 8;
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| register.is_region(e)).into_iter().flat_map(|r| register.members(r))
    }

    /// The countries that stand in a row behind the one gone to: "to Kazakhstan and Uzbekistan".
    fn row(&self, host: EntityId) -> Vec<EntityId> {
        let countries = self.countries();
        let behind = countries.iter().skip_while(|(u, c)| *c != host || u.start < self.units.end);
        let mut end: Option<usize> = None;
        let mut row = Vec::new();
        for (units, country) in behind {
            let between = end.unwrap_or(units.start)..units.start;
            let small = [Role::Conjunction, Role::Article, Role::Preposition];
            let joined = between
                .clone()
                .all(|u| self.reading.text.unit(u) == "," || small.iter().any(|&role| self.scene.mentions.role_at(u, role)));
            if !joined {
                break;
            }
            row.push(*country);
            end = Some(units.end);
        }
        row
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

    /// Whether nothing but a genitive stands between the word and somebody: "the visit of the President", 大統領の訪日.
    fn belongs_to(&self, person: &Range<usize>) -> bool {
        let small =
            |u: usize| [Role::Genitive, Role::Article, Role::Honorific].iter().any(|&r| self.scene.mentions.role_at(u, r));
        let japanese = self.reading.text.lang == Lang::Ja;
        let between = if japanese { person.end..self.units.start } else { self.units.end..person.start };
        (1..VERB).contains(&between.len()) && between.into_iter().all(small)
    }

    /// Whether the word itself says whose visit it is.
    pub(super) fn is_owned(&self, visitor: Holder) -> bool {
        let own = |n: &Nominal| n.person().is_some_and(|h| h.person == visitor.person) && self.belongs_to(&n.units);
        self.owner().is_some() || self.scene.nominals.iter().any(own)
    }

    /// The person nearest to the word who is not at home where the visit goes.
    pub(super) fn nearest(&self, host: Option<EntityId>) -> Option<Holder> {
        let person = |n: &&Nominal| matches!(n.who, Who::Person(h) if host.is_none() || h.side != host);
        let distance = |units: &Range<usize>| {
            // "The visit of the President" is the President's, whoever speaks of it.
            if self.belongs_to(units) {
                return 0;
            }
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
        // Who travels may stand between the word and where they go.
        let people = |at: usize| self.scene.nominals.iter().any(|n| n.person().is_some() && n.units.contains(&at));
        let reach = |u: &Range<usize>| (self.units.end..u.start).filter(|&at| !people(at)).count() <= 8;
        let after = |u: &Range<usize>| u.start >= self.units.start && reach(u);
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
