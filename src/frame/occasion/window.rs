//! A word for an occasion with the stretch of the sentence that is its own.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::{Occasion, Reading, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::Nominal;
use crate::source::Lang;
use crate::text::{Kind as Line, covers};
use crate::vocab::class;

use super::story::Story;
use super::{SENTENCE, TITLE};

/// How many units a date may stand away from the word that it dates; a separating mark counts as several.
pub(super) const NEAR: usize = 24;
/// How many units a separating mark counts.
pub(super) const MARK: usize = 8;

/// How many members of a forum a sentence must name that lists who comes.
const LISTED: usize = 3;

pub(super) struct Window<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) scene: &'a Scene,
    pub(super) story: &'a Story,
    /// The word itself.
    pub(super) units: Range<usize>,
    /// Where the stretch begins: behind the word for an occasion before it.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
    /// Where the first word for an occasion of the sentence begins.
    pub(super) opening: usize,
}

impl Window<'_> {
    /// The occasion, and whether the sentence tells it or only points back to it; none where it is only supposed.
    pub(super) fn occasion(&self, class: TermId) -> Option<(Occasion, bool)> {
        if self.is_supposed() {
            return None;
        }
        let term = self.reading.term(class);
        let title = self.scene.sentence.kind == Line::Title;
        let realis = self.realis();
        let mut occasion = Occasion::new(class, self.scene.number, if title { TITLE } else { SENTENCE });
        let dated = self.date(term.is_a(class::VISIT), realis).map(|d| self.to_come(d, realis));
        occasion.realis = self.realis_on(realis, dated.as_ref());
        occasion.is_setting = self.is_setting();
        self.attributes(&mut occasion);
        let told = if term.is_a(class::VISIT) {
            self.visit(&mut occasion)
        } else {
            self.meeting(&mut occasion);
            let conference = self.conference(&mut occasion);
            occasion.forum.is_some()
                || conference && dated.as_ref().is_some_and(|d| d.from.month.is_some()) && !occasion.parties.is_empty()
                || occasion.parties.len() > 1 && (dated.is_some() || term.name != class::MEETING || self.is_with_somebody())
        };
        let timed = dated.as_ref();
        let by_month = self.reading.term(occasion.class).is_a(class::VISIT)
            && timed.is_some_and(|d| d.until.is_none() && !self.dates_the_visit(d));
        occasion.date = timed.map(|d| if by_month { d.from.to_month() } else { d.from });
        occasion.until = timed.and_then(|d| d.until);
        Some((occasion, told || title))
    }

    /// Whether no other occasion stands before it in the sentence.
    pub(super) fn first(&self) -> bool {
        self.units.start == self.opening
    }

    pub(super) fn meeting(&self, occasion: &mut Occasion) {
        let mut people = self.company();
        occasion.forum = self.forum().filter(|_| self.reading.term(occasion.class).is_a(class::MEETING));
        occasion.parties = self.joined_countries();
        if let Some(forum) = occasion.forum {
            let session = self.reading.lexicon.register.session_of(forum);
            let class = session.and_then(|name| self.reading.lexicon.term(Scheme::Occasion, name));
            // A forum that meets on the screen is no telephone talk.
            let plain = [class::MEETING, class::TELEPHONE_TALK].contains(&self.reading.term(occasion.class).name.as_str());
            if let Some(class) = class.filter(|_| plain) {
                occasion.class = class;
            }
            occasion.parties = self.attending(forum);
        } else if occasion.parties.len() < 2 {
            occasion.parties.extend(people.iter().filter_map(|p| p.side));
        }
        // All whom a title names take part.
        if self.scene.sentence.kind == Line::Title && occasion.forum.is_none() {
            occasion.parties.extend(people.iter().filter_map(|p| p.side));
            if occasion.parties.len() < 2 {
                occasion.parties.extend(self.countries().into_iter().map(|(_, country)| country));
            }
        }
        if occasion.parties.len() < 2 && occasion.forum.is_none() {
            occasion.parties.extend(self.contracting());
        }
        self.join(occasion, &mut people);
        self.convene(occasion);
        // The people of a sentence are not those of what is only its setting.
        let elsewhere = occasion.is_setting && occasion.forum.is_some();
        occasion.participants = if elsewhere { Vec::new() } else { people };
    }

    /// The members of a forum that come to its session: those whose sides a sentence lists, where it lists several, else all.
    fn attending(&self, forum: EntityId) -> BTreeSet<EntityId> {
        let members: BTreeSet<EntityId> = self.reading.lexicon.register.members(forum).collect();
        let beside =
            |scene: &&Scene| scene.number == self.scene.number || self.is_lead() && scene.number == self.scene.number + 1;
        let listed = |scene: &Scene| -> BTreeSet<EntityId> {
            scene.nominals.iter().filter_map(Nominal::side).filter(|side| members.contains(side)).collect()
        };
        let lists = self.reading.scenes.iter().filter(beside).map(listed);
        lists.max_by_key(BTreeSet::len).filter(|list| list.len() >= LISTED).unwrap_or(members)
    }

    /// A summit at which the sentence has not two sides is not that of two leaders but a conference of many.
    pub(super) fn conference(&self, occasion: &mut Occasion) -> bool {
        let summit = self.reading.term(occasion.class).name == class::SUMMIT_MEETING;
        let title = self.scene.sentence.kind == Line::Title;
        let conference = summit && !title && occasion.forum.is_none() && occasion.parties.len() < 2;
        if conference {
            occasion.class = self.reading.lexicon.term(Scheme::Occasion, class::CONFERENCE).unwrap_or(occasion.class);
        }
        conference
    }

    /// The place, the time, the length and the number of the occasion.
    pub(super) fn attributes(&self, occasion: &mut Occasion) {
        let (figures, bytes) = (&self.scene.figures, self.reading.text.bytes(&(self.from..self.to)));
        let inside = |span: &Range<usize>| covers(&bytes, span);
        let whole = |span: &Range<usize>| self.first() && self.is_lead() || inside(span);
        occasion.time = figures.times.iter().find(|t| whole(&t.span)).map(|t| t.time);
        occasion.minutes = figures.durations.iter().find(|d| whole(&d.span)).map(|d| d.minutes);
        occasion.ordinal = figures.ordinals.iter().find(|o| self.is_attached(&o.span)).map(|o| o.number);
        occasion.place = self.place();
    }

    /// Whether an ordinal stands right before the word, or before the name of its forum.
    pub(super) fn is_attached(&self, span: &Range<usize>) -> bool {
        let unit = self.reading.text.units_of(span).start;
        let between = unit..self.units.start;
        let free = between.clone().all(|u| {
            !self.reading.text.units[u].mark && !self.scene.mentions.role_at(u, Role::Preposition)
                || self.scene.mentions.names.iter().any(|m| m.units.contains(&u))
        });
        unit < self.units.end && between.len() < 16 && unit >= self.from && free
    }

    /// A place that the words around the occasion put it in.
    pub(super) fn place(&self) -> Option<EntityId> {
        let register = &self.reading.lexicon.register;
        let is_place = |e: &EntityId| matches!(register.entities[*e].kind, Kind::Place { .. }) && !register.is_region(*e);
        let located = |m: &&Mention| {
            let near = if self.reading.text.lang == Lang::Ja { m.units.end } else { m.units.start.saturating_sub(1) };
            let located = self.scene.mentions.role_at(near, Role::Locative);
            self.from <= m.units.start && m.units.end <= self.to && located && !self.follows_another(&m.units)
        };
        let scope = self.scene.mentions.names.iter().filter(located);
        scope.flat_map(Mention::entities).find(is_place)
    }

    pub(super) fn is_lead(&self) -> bool {
        self.reading.is_lead(self.scene)
    }

    pub(super) fn forum(&self) -> Option<EntityId> {
        let near = |m: &&Mention| {
            m.units.end + 8 >= self.units.start
                && m.units.start <= self.units.end + 8
                && self.from <= m.units.start
                && m.units.end <= self.to
                && !self.follows_another(&m.units)
                && !self.precedes_another(&m.units)
        };
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| self.reading.is_forum(e))
    }

    /// Whether a name before the word stands closer to the word for another occasion before it.
    pub(super) fn follows_another(&self, units: &Range<usize>) -> bool {
        let ahead = units.end <= self.units.start;
        ahead && !self.first() && units.start - self.from < self.units.start - units.end
    }

    /// Whether a name behind the word stands closer to the word for another occasion behind it.
    pub(super) fn precedes_another(&self, units: &Range<usize>) -> bool {
        let behind = units.start >= self.units.end && self.to < self.scene.sentence.units.end;
        behind && self.to.saturating_sub(units.end) < units.start - self.units.end
    }

    /// Countries that stand in a row beside the word: Japan-Kazakhstan summit, 日・カザフスタン首脳会談.
    pub(super) fn joined_countries(&self) -> BTreeSet<EntityId> {
        let countries: Vec<(Range<usize>, EntityId)> = self.countries();
        let mut out = BTreeSet::new();
        let mut edge = self.units.start;
        for (units, country) in countries.iter().rev().filter(|(u, _)| u.end <= self.units.start) {
            if edge.saturating_sub(units.end) > 2 {
                break;
            }
            out.insert(*country);
            edge = units.start;
        }
        let mut edge = self.units.end;
        for (units, country) in countries.iter().filter(|(u, _)| u.start >= self.units.end) {
            if units.start.saturating_sub(edge) > 4 {
                break;
            }
            out.insert(*country);
            edge = units.end;
        }
        out
    }

    /// The countries named, a region with all of its own.
    pub(super) fn countries(&self) -> Vec<(Range<usize>, EntityId)> {
        let register = &self.reading.lexicon.register;
        let mut out = Vec::new();
        for mention in &self.scene.mentions.names {
            let whole = mention.entities().find(|&e| register.country_of(e) == Some(e));
            if let Some(country) = whole.or_else(|| mention.adjectives().next()) {
                out.push((mention.units.clone(), country));
            } else if let Some(region) = mention.entities().find(|&e| register.is_region(e)) {
                out.extend(register.members(region).map(|c| (mention.units.clone(), c)));
            }
        }
        out
    }
}
