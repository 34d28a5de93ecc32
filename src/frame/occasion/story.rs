//! What the sentences before have established: who acts for each side, and which day it is.

use std::collections::BTreeSet;

use crate::calendar::PartialDate;
use crate::frame::{Occasion, Reading, Realis, Scene};
use crate::lexicon::Role;
use crate::register::EntityId;
use crate::resolve::{Holder, Who};
use crate::text::Kind as Line;

use super::main;

/// The thread of a release from sentence to sentence.
pub(super) struct Story {
    /// Who acts for each side, the latest last.
    actors: Vec<Holder>,
    /// The latest day that a sentence of prose gave, and its paragraph.
    day: Option<(PartialDate, usize)>,
    /// The latest day that any sentence of prose gave.
    latest: Option<PartialDate>,
    /// The latest meeting of two.
    met: Option<Occasion>,
    /// The two sides, where the release has no more.
    sides: BTreeSet<EntityId>,
}

impl Story {
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        Self { actors: Vec::new(), day: None, latest: None, met: None, sides: main::sides(reading) }
    }

    /// Takes in who acts in a sentence.
    pub(super) fn act(&mut self, scene: &Scene) {
        for nominal in scene.nominals.iter().filter(|n| n.subject && !n.embedded) {
            nominal.person().into_iter().for_each(|holder| self.turn_to(holder));
        }
    }

    /// Takes in who travels and who meets.
    pub(super) fn tell(&mut self, occasion: &Occasion) {
        occasion.visitor.into_iter().for_each(|visitor| self.turn_to(visitor));
        if occasion.visitor.is_none() && occasion.parties.len() == 2 && occasion.realis == Realis::Held {
            self.met = Some(occasion.clone());
        }
    }

    /// The latest meeting of two.
    pub(super) fn met(&self) -> Option<&Occasion> {
        self.met.as_ref()
    }

    fn turn_to(&mut self, holder: Holder) {
        if holder.side.is_some() {
            self.actors.retain(|a| a.side != holder.side);
            self.actors.push(holder);
        }
    }

    /// Takes in the day that a sentence gives.
    pub(super) fn date(&mut self, scene: &Scene) {
        let days = || scene.figures.dates.iter().filter(|d| d.from.day.is_some() && d.until.is_none()).map(|d| d.from);
        if scene.sentence.kind == Line::Prose {
            self.latest = days().next().or(self.latest);
        }
        // A day on which nobody acts is that of something else: an earthquake, an anniversary.
        let acts = scene.sentence.kind == Line::Prose && scene.nominals.iter().any(|n| n.who != Who::They && n.subject);
        if let Some(day) = days().find(|_| acts) {
            self.day = Some((day, scene.sentence.paragraph));
        }
    }

    /// Whoever acted last.
    pub(super) fn actor(&self) -> Option<Holder> {
        self.actors.last().copied()
    }

    /// Whoever acts for another side than one, the latest first.
    pub(super) fn other(&self, side: EntityId) -> Option<Holder> {
        self.actors.iter().rev().find(|a| a.side != Some(side)).copied()
    }

    /// The two sides that "both" stands for, with whoever acts for them.
    pub(super) fn both(&self) -> (BTreeSet<EntityId>, Vec<Holder>) {
        let acting = |h: &&Holder| h.side.is_some_and(|s| self.sides.contains(&s));
        (self.sides.clone(), self.actors.iter().filter(acting).copied().collect())
    }

    /// The day of an occasion of which its sentence gives none: the one that "the same day" points back to; that of the
    /// paragraph is the day of two who meet.
    pub(super) fn day(&self, scene: &Scene, occasion: &Occasion) -> Option<PartialDate> {
        if scene.has(Role::SameDay, &scene.sentence.units) {
            return self.latest;
        }
        let two = occasion.parties.len() == 2 && occasion.forum.is_none() && occasion.visitor.is_none();
        // What somebody speaks of may be of any day.
        let spoken = scene.is_spoken();
        self.paragraph_day(scene).filter(|_| two && !spoken)
    }

    /// The day that the paragraph of a sentence has given.
    pub(super) fn paragraph_day(&self, scene: &Scene) -> Option<PartialDate> {
        self.day.filter(|(_, paragraph)| *paragraph == scene.sentence.paragraph).map(|(day, _)| day)
    }
}
