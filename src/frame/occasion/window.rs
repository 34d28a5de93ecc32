//! A word for an occasion with the stretch of the sentence that is its own.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::ToSpan;

use crate::figure::DateMention;
use crate::frame::{Occasion, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::{Kind as Line, covers};
use crate::vocab::class;

use super::story::Story;
use super::{SENTENCE, TITLE};

/// How many units a date may stand away from the word that it dates; a separating mark counts as several.
const NEAR: usize = 24;
/// How many units away a date can be an occasion's own that is the setting of another.
const BESIDE: usize = 6;
/// Within how many bytes from its beginning a date opens a sentence.
const OPENING: usize = 12;
/// How many units a separating mark counts.
const MARK: usize = 8;

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
        let by_month = term.is_a(class::VISIT) && timed.is_some_and(|d| d.until.is_none() && !self.dates_the_visit(d));
        occasion.date = timed.map(|d| if by_month { d.from.to_month() } else { d.from });
        occasion.until = timed.and_then(|d| d.until);
        Some((occasion, told || title))
    }

    /// Who travels where; whether that is told at all.
    fn visit(&self, occasion: &mut Occasion) -> bool {
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

    /// Whether no other occasion stands before it in the sentence.
    fn first(&self) -> bool {
        self.units.start == self.opening
    }

    /// Who meets: the subjects of the sentence, and the people in the stretch of the word.
    fn company(&self) -> Vec<Holder> {
        let people = self.scene.people(self.reading);
        if self.scene.sentence.kind == Line::Title || self.reading.text.lang == Lang::Ja && self.lone() {
            return people;
        }
        let mine = |n: &Nominal| {
            let own = match self.reading.text.lang {
                Lang::Ja => self.from <= n.units.start && n.units.end <= self.units.start,
                _ => self.from <= n.units.start && self.first() || self.is_behind(&n.units),
            };
            own && n.units.end <= self.to && self.is_listed(&n.units) || n.subject && n.units.end <= self.opening
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

    /// Whether something ends behind the word; a title may be part of the word: "received by the Prime Minister".
    fn is_behind(&self, units: &Range<usize>) -> bool {
        units.end > self.units.end && units.start > self.units.start
    }

    /// How many units lie between the word and others.
    fn gap(&self, units: &Range<usize>) -> usize {
        units.start.saturating_sub(self.units.end).max(self.units.start.saturating_sub(units.end))
    }

    /// Whether what follows the word belongs to it: behind a mark only the rest of a list does.
    fn is_listed(&self, units: &Range<usize>) -> bool {
        let between = self.units.end..units.start;
        let Some(mark) = between.clone().find(|&u| self.reading.text.units[u].mark) else { return true };
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
    fn lone(&self) -> bool {
        self.first() && self.to == self.scene.sentence.units.end
    }

    /// Whether somebody stands with the word as the one who is met: no mark is between.
    fn is_with_somebody(&self) -> bool {
        let marked = |between: Range<usize>| self.parted(between);
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
    fn parted(&self, between: Range<usize>) -> bool {
        let mut depth = 0;
        between.rev().any(|u| {
            match self.reading.text.unit(u) {
                ")" => depth += 1,
                "(" => depth -= 1,
                _ => return depth == 0 && self.reading.text.units[u].mark,
            }
            false
        })
    }

    /// Adds whom the sentences before have established: both sides where the sentence speaks of the two, and the one of
    /// the other side who acts where only one side stands with the word.
    fn join(&self, occasion: &mut Occasion, people: &mut Vec<Holder>) {
        if occasion.parties.len() > 1 || occasion.forum.is_some() {
            return;
        }
        let whole = if self.first() { self.scene.sentence.units.start..self.to } else { self.units.start..self.to };
        let both = |n: &Nominal| n.who == Who::Both && covers(&whole, &n.units) && (n.subject || self.gap(&n.units) < 4);
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

    fn meeting(&self, occasion: &mut Occasion) {
        let mut people = self.company();
        occasion.forum = self.forum().filter(|_| self.reading.term(occasion.class).is_a(class::MEETING));
        occasion.parties = self.joined_countries();
        if let Some(forum) = occasion.forum {
            let session = self.reading.lexicon.register.session_of(forum);
            let class = session.and_then(|name| self.reading.lexicon.term(Scheme::Occasion, name));
            if let Some(class) = class.filter(|_| self.reading.term(occasion.class).name == class::MEETING) {
                occasion.class = class;
            }
            occasion.parties = self.reading.lexicon.register.members(forum).collect();
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
        // The people of a sentence are not those of what is only its setting.
        let elsewhere = occasion.is_setting && occasion.forum.is_some();
        occasion.participants = if elsewhere { Vec::new() } else { people };
    }

    /// The two countries that stand as sides behind the word: the signing of notes between the Governments of both.
    fn contracting(&self) -> BTreeSet<EntityId> {
        let side = |n: &Nominal| if let Who::Country(country) = n.who { Some(country) } else { None };
        let behind = |units: &Range<usize>| units.start >= self.units.end && units.end <= self.to;
        let mut sides: BTreeSet<EntityId> = self.scene.nominals.iter().filter(|n| behind(&n.units)).filter_map(side).collect();
        let named = self.scene.mentions.names.iter().filter(|m| behind(&m.units)).flat_map(Mention::entities);
        sides.extend(named.filter_map(|e| self.reading.cast.side_of(e)));
        if sides.len() == 2 { sides } else { BTreeSet::new() }
    }

    /// A summit at which the sentence has not two sides is not that of two leaders but a conference of many.
    fn conference(&self, occasion: &mut Occasion) -> bool {
        let summit = self.reading.term(occasion.class).name == class::SUMMIT_MEETING;
        let title = self.scene.sentence.kind == Line::Title;
        let conference = summit && !title && occasion.forum.is_none() && occasion.parties.len() < 2;
        if conference {
            occasion.class = self.reading.lexicon.term(Scheme::Occasion, class::CONFERENCE).unwrap_or(occasion.class);
        }
        conference
    }

    /// The place, the time, the length and the number of the occasion.
    fn attributes(&self, occasion: &mut Occasion) {
        let (figures, bytes) = (&self.scene.figures, self.reading.text.bytes(&(self.from..self.to)));
        let inside = |span: &Range<usize>| covers(&bytes, span);
        let whole = |span: &Range<usize>| self.first() && self.is_lead() || inside(span);
        occasion.time = figures.times.iter().find(|t| whole(&t.span)).map(|t| t.time);
        occasion.minutes = figures.durations.iter().find(|d| whole(&d.span)).map(|d| d.minutes);
        occasion.ordinal = figures.ordinals.iter().find(|o| self.is_attached(&o.span)).map(|o| o.number);
        occasion.place = self.place();
    }

    /// Whether an ordinal stands right before the word, or before the name of its forum.
    fn is_attached(&self, span: &Range<usize>) -> bool {
        let unit = self.reading.text.units_of(span).start;
        let between = unit..self.units.start;
        let free = between.clone().all(|u| {
            !self.reading.text.units[u].mark && !self.scene.mentions.role_at(u, Role::Preposition)
                || self.scene.mentions.names.iter().any(|m| m.units.contains(&u))
        });
        unit < self.units.end && between.len() < 16 && unit >= self.from && free
    }

    /// A place that the words around the occasion put it in.
    fn place(&self) -> Option<EntityId> {
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
        self.reading.lead().is_some_and(|lead| lead.number == self.scene.number)
    }

    fn forum(&self) -> Option<EntityId> {
        let near = |m: &&Mention| {
            m.units.end + 8 >= self.units.start
                && m.units.start <= self.units.end + 8
                && self.from <= m.units.start
                && m.units.end <= self.to
                && !self.follows_another(&m.units)
        };
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| self.reading.is_forum(e))
    }

    /// Whether a name before the word stands closer to the word for another occasion before it.
    fn follows_another(&self, units: &Range<usize>) -> bool {
        let ahead = units.end <= self.units.start;
        ahead && !self.first() && units.start - self.from < self.units.start - units.end
    }

    /// Countries that stand in a row beside the word: Japan-Kazakhstan summit, 日・カザフスタン首脳会談.
    fn joined_countries(&self) -> BTreeSet<EntityId> {
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
    fn countries(&self) -> Vec<(Range<usize>, EntityId)> {
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

    /// The countries of a region named close to the word.
    fn region(&self) -> impl Iterator<Item = EntityId> {
        let register = &self.reading.lexicon.register;
        let near = |m: &&Mention| m.units.end + 6 >= self.units.start && m.units.start <= self.units.end + 8;
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| register.is_region(e)).into_iter().flat_map(|r| register.members(r))
    }

    /// The date nearest to the word in its stretch, else the one that opens the sentence.
    fn date(&self, visit: bool, realis: Realis) -> Option<DateMention> {
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
    fn dates_another(&self, date: &DateMention) -> bool {
        let units = self.reading.text.units_of(&date.span);
        let joins = |units: Range<usize>| self.scene.has(Role::Conjunction, &units);
        let before = !self.first() && self.from <= units.start && units.end <= self.units.start;
        before && joins(units.end..self.units.start) && !joins(self.from..units.start)
    }

    /// The day of the week on which something is planned is the next of its name.
    fn to_come(&self, mut date: DateMention, realis: Realis) -> DateMention {
        let words = self.reading.text.of(&date.span);
        let day = date.from.to_day().filter(|d| realis == Realis::Planned && *d < self.reading.issued);
        let week = day.filter(|_| !words.bytes().any(|b| b.is_ascii_digit())).and_then(|d| d.checked_add(7.days()).ok());
        if let Some(day) = week.filter(|d| *d >= self.reading.issued) {
            date.from = day.into();
        }
        date
    }

    /// Whether a date only begins or ends a stretch of time; a range of days is none.
    fn is_since(&self, date: &DateMention) -> bool {
        let units = self.reading.text.units_of(&date.span);
        let beside = if self.reading.text.lang == Lang::Ja { Some(units.end) } else { units.start.checked_sub(1) };
        date.until.is_none() && beside.is_some_and(|u| self.scene.mentions.role_at(u, Role::Since))
    }

    fn distance(&self, date: &DateMention) -> usize {
        let units = &self.reading.text.units;
        let Range { start, end } = self.reading.text.units_of(&date.span);
        let between = if end <= self.units.start { end..self.units.start } else { self.units.end..start.max(self.units.end) };
        between.clone().map(|u| if units[u].mark { MARK } else { 1 }).sum()
    }

    /// Whether a day is that of the visit itself, not of what is done in it: it stands close to the word.
    fn dates_the_visit(&self, date: &DateMention) -> bool {
        !self.is_lead() && self.distance(date) < MARK
    }

    /// "His visit", 自身の訪日: the visit of the one whom the sentence is about.
    fn owner(&self) -> Option<Holder> {
        let before = self.units.start.saturating_sub(4).max(self.from)..self.units.start;
        if !self.scene.has(Role::Possessive, &before) {
            return None;
        }
        let ahead = self.scene.nominals.iter().rev().filter(|n| n.subject && n.units.end <= self.units.start);
        ahead.into_iter().find_map(|n| if let Who::Person(holder) = n.who { Some(holder) } else { None })
    }

    /// The person nearest to the word who is not at home where the visit goes.
    fn nearest(&self, host: Option<EntityId>) -> Option<Holder> {
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
        if let Who::Person(holder) = nominal.who { Some(holder) } else { None }
    }

    /// Whether the word qualifies a name behind it: 訪日中の大統領.
    fn is_attributive(&self, units: &Range<usize>) -> bool {
        let between = self.units.end..units.start;
        let last = between.clone().next_back();
        !self.parted(between) && last.is_some_and(|u| self.scene.mentions.role_at(u, Role::Genitive))
    }

    /// The country that a visit goes to: one named in the window that is not the visitor's own.
    fn destination(&self, side: Option<EntityId>) -> Option<EntityId> {
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

    pub(super) fn realis(&self) -> Realis {
        let aimed = if self.aimed_at() { Realis::Planned } else { Realis::Held };
        self.told_realis().unwrap_or(aimed)
    }

    /// Whether the clause itself says that the occasion took place, or did not.
    pub(super) fn is_told(&self) -> bool {
        self.told_realis().is_some()
    }

    fn told_realis(&self) -> Option<Realis> {
        let clause = self.clause();
        let inside = |m: &&Mention| clause.start <= m.units.start && m.units.end <= clause.end;
        let told = self.scene.terms(Scheme::Realis).filter(inside).flat_map(Mention::terms);
        let told = told.filter_map(|t| Realis::of(&self.reading.term(t).name));
        // What was put off or called off had been planned before.
        told.max_by_key(|r| (matches!(r, Realis::Postponed | Realis::Cancelled), *r))
    }

    /// What is to come after the issue is planned, whatever the tense.
    fn realis_on(&self, realis: Realis, date: Option<&DateMention>) -> Realis {
        let issued = self.reading.issued.into();
        let ahead = date.is_some_and(|d| d.from > issued && !d.from.agrees(issued));
        if realis == Realis::Held && ahead { Realis::Planned } else { realis }
    }

    /// Whether the clause only supposes the occasion.
    fn is_supposed(&self) -> bool {
        self.scene.has(Role::Condition, &(self.clause().start..self.units.start))
    }

    /// Whether somebody comes, or something is done, for the sake of the occasion.
    fn aimed_at(&self) -> bool {
        self.scene.has(Role::Purpose, &self.before())
    }

    /// Whether the occasion is only the setting of what the sentence tells.
    fn is_setting(&self) -> bool {
        let bracket = (self.from..self.units.start).any(|u| self.reading.text.unit(u) == "(");
        let aside = !self.first() && bracket && self.scene.sentence.kind == Line::Title;
        aside || self.aimed_at() || self.scene.has(Role::Circumstance, &self.before())
    }

    /// Where the words stand that subordinate the occasion: before it, in Japanese behind it.
    fn before(&self) -> Range<usize> {
        match self.reading.text.lang {
            Lang::Ja => self.units.end..(self.units.end + 8).min(self.scene.sentence.units.end),
            Lang::En | Lang::Fr | Lang::Ru => self.units.start.saturating_sub(5).max(self.from)..self.units.start,
        }
    }

    /// The units between the separating marks around the word.
    fn clause(&self) -> Range<usize> {
        let mark = |u: &usize| self.reading.text.units[*u].mark;
        let start = (self.from..self.units.start).rev().find(mark).map_or(self.from, |u| u + 1);
        let end = (self.units.end..self.to).find(mark).unwrap_or(self.to);
        start..end
    }
}
