//! The day of an occasion: the date that stands closest to its word.

use std::ops::Range;

use jiff::ToSpan;

use crate::figure::DateMention;
use crate::frame::Realis;
use crate::lexicon::Role;
use crate::source::Lang;
use crate::text::{Kind as Line, covers};

use super::window::{MARK, NEAR, Window};

/// How many units away a date can be an occasion's own that is the setting of another.
const BESIDE: usize = 6;
/// Within how many bytes from its beginning a date opens a sentence.
const OPENING: usize = 12;

impl Window<'_> {
    /// The date nearest to the word in its stretch, else the one that opens the sentence.
    pub(super) fn date(&self, visit: bool, realis: Realis) -> Option<DateMention> {
        let stretch = self.reading.text.bytes(&(self.from..self.to));
        let dates = &self.scene.figures.dates;
        let title = self.scene.sentence.kind == Line::Title;
        let inside = dates
            .iter()
            .filter(|d| covers(&stretch, &d.span) && !self.is_since(d) && !self.dates_another(d))
            .map(|d| (self.distance(d), d));
        // In Japanese units are letters.
        let near = if self.reading.text.lang == Lang::Ja { NEAR * 2 } else { NEAR };
        if self.is_setting() {
            // What is done on its sidelines, or for its sake, has a date of its own: the one before those words.
            let own = |d: &DateMention| {
                !self.scene.has(Role::Circumstance, &(self.reading.text.units_of(&d.span).end..self.units.start))
            };
            return inside
                .filter(|(distance, d)| *distance < BESIDE && own(d))
                .min_by_key(|(distance, _)| *distance)
                .map(|(_, d)| d.clone());
        }
        let near = inside.filter(|(distance, d)| title || *distance < near || self.is_lead() && d.from.day.is_some());
        let nearest = near.min_by_key(|(distance, _)| *distance).map(|(_, d)| d);
        // The date that opens a sentence is that of its first occasion, and lies within a visit that is going on.
        let opening = dates.first().filter(|d| {
            let head = d.span.start < self.scene.sentence.span.start + OPENING;
            let opens = self.first() && (d.from.day.is_some() || head) || visit && self.is_lead();
            realis == Realis::Held && opens && d.span.end <= self.reading.text.bytes(&self.units).start
        });
        nearest.or(opening).cloned()
    }

    /// Whether a date before the word is that of the occasion before it: a conjunction parts it from this one.
    pub(super) fn dates_another(&self, date: &DateMention) -> bool {
        let units = self.reading.text.units_of(&date.span);
        let joins = |units: Range<usize>| self.scene.has(Role::Conjunction, &units);
        let before = !self.first() && self.from <= units.start && units.end <= self.units.start;
        before && joins(units.end..self.units.start) && !joins(self.from..units.start)
    }

    /// The day of the week on which something is planned is the next of its name, and so is the day without a month.
    pub(super) fn to_come(&self, mut date: DateMention, realis: Realis) -> DateMention {
        let words = self.reading.text.of(&date.span);
        let day = date.from.to_day().filter(|d| realis == Realis::Planned && *d < self.reading.issued);
        let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).count();
        let next = day.and_then(|d| match numbers {
            0 => d.checked_add(7.days()).ok(),
            1 if self.reading.text.lang == Lang::Ja => d.checked_add(1.month()).ok(),
            _ => None,
        });
        if let Some(day) = next.filter(|d| *d >= self.reading.issued) {
            date.from = day.into();
        }
        date
    }

    /// Whether a date only begins or ends a stretch of time; a range of days is none.
    pub(super) fn is_since(&self, date: &DateMention) -> bool {
        let units = self.reading.text.units_of(&date.span);
        let beside = if self.reading.text.lang == Lang::Ja { Some(units.end) } else { units.start.checked_sub(1) };
        date.until.is_none() && beside.is_some_and(|u| self.scene.mentions.role_at(u, Role::Since))
    }

    pub(super) fn distance(&self, date: &DateMention) -> usize {
        let units = &self.reading.text.units;
        let Range { start, end } = self.reading.text.units_of(&date.span);
        let between = if end <= self.units.start { end..self.units.start } else { self.units.end..start.max(self.units.end) };
        between.clone().map(|u| if units[u].mark { MARK } else { 1 }).sum()
    }

    /// Whether a day is that of the visit itself, not of what is done in it: it stands close to the word.
    pub(super) fn dates_the_visit(&self, date: &DateMention) -> bool {
        !self.is_lead() && self.distance(date) < MARK
    }
}
