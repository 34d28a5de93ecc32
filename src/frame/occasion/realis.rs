//! Whether an occasion took place, or is only planned, called off, supposed or the setting of another.

use std::ops::Range;

use crate::figure::DateMention;
use crate::frame::Realis;
use crate::lexicon::{Role, Scheme};
use crate::mention::Mention;
use crate::source::Lang;
use crate::text::Kind as Line;
use crate::vocab::act;

use super::window::Window;

/// How many units may stand between a verb of deciding and what is decided.
const GOVERNED: usize = 3;

impl Window<'_> {
    pub(super) fn realis(&self) -> Realis {
        let aimed = if self.aimed_at() || self.is_decided() { Realis::Planned } else { Realis::Held };
        self.told_realis().unwrap_or(aimed)
    }

    /// Whether the clause itself says that the occasion took place, or did not.
    pub(super) fn is_told(&self) -> bool {
        self.told_realis().is_some()
    }

    pub(super) fn told_realis(&self) -> Option<Realis> {
        let clause = self.clause();
        let inside = |m: &&Mention| clause.start <= m.units.start && m.units.end <= clause.end;
        let told = self.scene.terms(Scheme::Realis).filter(inside).flat_map(Mention::terms);
        let told = told.filter_map(|t| Realis::of(&self.reading.term(t).name));
        // What was put off or called off had been planned before.
        told.max_by_key(|r| (matches!(r, Realis::Postponed | Realis::Cancelled), *r))
    }

    /// What is to come after the issue is planned, whatever the tense.
    pub(super) fn realis_on(&self, realis: Realis, date: Option<&DateMention>) -> Realis {
        let issued = self.reading.issued.into();
        let ahead = date.is_some_and(|d| d.from > issued && !d.from.agrees(issued));
        if realis == Realis::Held && ahead { Realis::Planned } else { realis }
    }

    /// Whether the clause only supposes the occasion.
    pub(super) fn is_supposed(&self) -> bool {
        self.scene.has(Role::Condition, &(self.clause().start..self.units.start))
    }

    /// Whether somebody comes, or something is done, for the sake of the occasion.
    pub(super) fn aimed_at(&self) -> bool {
        self.scene.has(Role::Purpose, &self.before())
    }

    /// Whether the occasion is what somebody decides or means to do: the verb stands right before it.
    fn is_decided(&self) -> bool {
        let ahead = |name: &str| [act::DECIDE, act::EXPRESS_INTENT].contains(&name);
        let governs = |m: &&Mention| m.units.end <= self.units.start && self.units.start - m.units.end < GOVERNED;
        let acts = self.scene.terms(Scheme::Act).filter(governs).flat_map(Mention::terms);
        self.reading.text.lang != Lang::Ja && acts.into_iter().any(|t| ahead(&self.reading.term(t).name))
    }

    /// Whether the occasion is only the setting of what the sentence tells.
    pub(super) fn is_setting(&self) -> bool {
        let bracket = (self.from..self.units.start).any(|u| self.reading.text.unit(u) == "(");
        let aside = !self.first() && bracket && self.scene.sentence.kind == Line::Title;
        let left = self.scene.sentence.kind == Line::Title && self.scene.has(Role::Attended, &self.before());
        aside || left || self.aimed_at() || self.scene.has(Role::Circumstance, &self.before())
    }

    /// Where the words stand that subordinate the occasion: before it, in Japanese behind it.
    pub(super) fn before(&self) -> Range<usize> {
        match self.reading.text.lang {
            Lang::Ja => self.units.end..(self.units.end + 8).min(self.scene.sentence.units.end),
            Lang::En | Lang::Fr | Lang::Ru => self.units.start.saturating_sub(6).max(self.from)..self.units.start,
        }
    }

    /// The units between the separating marks around the word.
    pub(super) fn clause(&self) -> Range<usize> {
        let mark = |u: &usize| self.reading.text.units[*u].mark;
        let start = (self.from..self.units.start).rev().find(mark).map_or(self.from, |u| u + 1);
        let end = (self.units.end..self.to).find(mark).unwrap_or(self.to);
        start..end
    }
}
