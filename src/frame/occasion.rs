//! Occasions: meetings, visits and ceremonies, each with who, when and whether it happened.
//!
//! A word for an occasion tells of one if the title has it, or if a date, two sides, a forum or a visitor stand
//! with it; otherwise it points back. Two tellings of one occasion become one frame.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::date::DateMention;
use crate::frame::{Frames, Occasion, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::register::EntityId;
use crate::resolve::{Holder, Who};
use crate::source::Lang;
use crate::text::Kind as Line;

/// Finds the occasions and the one that the release is about.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    for scene in reading.telling() {
        for occasion in of_scene(reading, scene) {
            merge(reading, &mut frames.occasions, occasion);
        }
    }
    if frames.occasions.iter().all(|o| o.rule != "occasion.title") {
        frames.occasions.extend(signing(reading));
    }
    let titled = frames.occasions.iter().position(|o| o.rule == "occasion.title");
    frames.main = titled.or_else(|| frames.occasions.iter().position(|o| o.realis == Realis::Held && o.parties.len() > 1));
    if let Some(main) = frames.main {
        complete(reading, &mut frames.occasions, main);
        // A title that names an occasion of nobody known is about something else.
        if frames.occasions[main].parties.is_empty() {
            frames.occasions.remove(main);
            frames.main = None;
        }
    }
}

fn of_scene(reading: &Reading<'_>, scene: &Scene) -> Vec<Occasion> {
    let heads = heads(reading, scene);
    let mut out = Vec::new();
    for (i, (units, class)) in heads.iter().enumerate() {
        let from = i.checked_sub(1).map_or(scene.sentence.units.start, |p| heads[p].0.end);
        let to = heads.get(i + 1).map_or(scene.sentence.units.end, |next| next.0.start);
        let window = Window { reading, scene, units: units.clone(), from, to, first: i == 0 };
        out.extend(window.occasion(*class));
    }
    if scene.sentence.kind == Line::Title {
        share_parties(&mut out);
    }
    out
}

/// A title that says that something was signed is about the signing.
fn signing(reading: &Reading<'_>) -> Option<Occasion> {
    let title = reading.scenes.iter().find(|s| s.sentence.kind == Line::Title)?;
    let signed = title.terms(Scheme::Stage).any(|m| m.terms().any(|t| reading.term(t).name == "signed"));
    let class = reading.lexicon.term(Scheme::Occasion, "SigningCeremony").filter(|_| signed)?;
    title.terms(Scheme::Instrument).next()?;
    let parties =
        title.nominals.iter().filter_map(|n| if let Who::Country(country) = n.who { Some(country) } else { None }).collect();
    Some(Occasion {
        class,
        date: None,
        until: None,
        realis: Realis::Held,
        parties,
        participants: Vec::new(),
        visitor: None,
        host: None,
        forum: None,
        place: None,
        part_of: None,
        evidence: BTreeSet::from([title.number]),
        rule: "occasion.title",
    })
}

/// What stands in one title belongs together: the dinner is that of the two who met.
fn share_parties(occasions: &mut [Occasion]) {
    let fullest = occasions.iter().map(|o| o.parties.clone()).max_by_key(BTreeSet::len).unwrap_or_default();
    for occasion in occasions.iter_mut().filter(|o| o.parties.len() < 2 && o.forum.is_none()) {
        occasion.parties = fullest.clone();
    }
}

/// The words for occasions in a sentence; of two that stand together the head of the compound counts.
fn heads(reading: &Reading<'_>, scene: &Scene) -> Vec<(Range<usize>, TermId)> {
    let mut heads: Vec<(Range<usize>, TermId)> = Vec::new();
    for mention in scene.terms(Scheme::Occasion) {
        let Some(class) = mention.terms().max_by_key(|&t| reading.term(t).lineage.len()) else { continue };
        match heads.last_mut() {
            Some((units, before))
                if both_meetings(reading, *before, class) && coordinated(scene, units.end..mention.units.start) =>
            {
                units.end = mention.units.end;
            }
            Some((units, before)) if units.end == mention.units.start => {
                units.end = mention.units.end;
                let head_last = matches!(reading.text.lang, Lang::En | Lang::Ja);
                let generic = reading.term(class).lineage.len() < reading.term(*before).lineage.len();
                if head_last && !generic {
                    *before = class;
                }
            }
            _ => heads.push((mention.units.clone(), class)),
        }
    }
    heads
}

/// "The summit and the discussions of the Dialogue" are one meeting, not two; a summit and a dinner are two.
fn both_meetings(reading: &Reading<'_>, a: TermId, b: TermId) -> bool {
    a != b && reading.term(a).is_a("Meeting") && reading.term(b).is_a("Meeting")
}

/// Whether nothing but a conjunction with small words stands between two words.
fn coordinated(scene: &Scene, between: Range<usize>) -> bool {
    let small = |u| {
        scene
            .mentions
            .words
            .iter()
            .any(|m| m.units.contains(&u) && [Role::Conjunction, Role::Article, Role::Preposition].iter().any(|&r| m.is(r)))
    };
    (1..4).contains(&between.len()) && scene.has(Role::Conjunction, &between) && between.into_iter().all(small)
}

/// A word for an occasion with the stretch of the sentence that is its own.
struct Window<'a> {
    reading: &'a Reading<'a>,
    scene: &'a Scene,
    units: Range<usize>,
    from: usize,
    to: usize,
    /// Whether no other occasion stands before it in the sentence.
    first: bool,
}

impl Window<'_> {
    fn occasion(&self, class: TermId) -> Option<Occasion> {
        let term = self.reading.term(class);
        let title = self.scene.sentence.kind == Line::Title;
        let visit = term.is_a("Visit");
        let forum = self.forum();
        let people = self.people();
        let mut parties = self.joined_countries();
        if let Some(forum) = forum {
            parties = self.reading.lexicon.register.members(forum).collect();
        } else if parties.len() < 2 {
            parties.extend(people.iter().filter_map(|p| p.side));
        }
        let realis = self.realis();
        let date = self.date(visit, realis);
        let named_host = if visit { self.countries().into_iter().find(|(u, _)| self.within(u)).map(|(_, c)| c) } else { None };
        let visitor = if visit { self.nearest(&people, named_host) } else { None };
        let host = named_host.or_else(|| visitor.and_then(|v| self.destination(v.side)));
        if visit {
            parties = visitor.iter().filter_map(|v| v.side).chain(host).collect();
        }
        let told = if visit {
            visitor.is_some() && host.is_some()
        } else {
            forum.is_some() || parties.len() > 1 && (date.is_some() || term.name != "Meeting")
        };
        if !told && !title {
            return None;
        }
        let issued = self.reading.issued.into();
        let ahead = date.as_ref().is_some_and(|d| d.from > issued && !d.from.agrees(issued));
        let realis = if realis == Realis::Held && ahead { Realis::Planned } else { realis };
        // Beside another head the people of a sentence are not those of this occasion, but of a plan nobody is yet.
        let participants = if visit || realis != Realis::Held { visitor.into_iter().collect() } else { people };
        let timed = date.as_ref();
        Some(Occasion {
            class,
            date: timed.map(|d| if visit && d.until.is_none() { d.from.to_month() } else { d.from }),
            until: timed.and_then(|d| d.until),
            realis,
            parties,
            participants,
            visitor,
            host,
            forum,
            place: None,
            part_of: None,
            evidence: BTreeSet::from([self.scene.number]),
            rule: if title { "occasion.title" } else { "occasion.sentence" },
        })
    }

    fn forum(&self) -> Option<EntityId> {
        let near = |m: &&Mention| {
            m.units.end + 8 >= self.units.start
                && m.units.start <= self.units.end + 8
                && self.from <= m.units.start
                && m.units.end <= self.to
        };
        let mut named = self.scene.mentions.names.iter().filter(near).flat_map(Mention::entities);
        named.find(|&e| self.reading.is_forum(e))
    }

    fn people(&self) -> Vec<Holder> {
        let mut people: Vec<Holder> = Vec::new();
        for nominal in &self.scene.nominals {
            if let Who::Person(holder) = nominal.who
                && !people.iter().any(|p| p.person == holder.person)
            {
                people.push(holder);
            }
        }
        people
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

    /// The date of the sentence: the one in the window, else the one that opens the sentence.
    fn date(&self, visit: bool, realis: Realis) -> Option<DateMention> {
        let span = self.reading.text.units[self.from].span.start..self.reading.text.units[self.to - 1].span.end;
        let inside = self.scene.dates.iter().find(|d| span.start <= d.span.start && d.span.end <= span.end);
        // The date that opens a sentence is that of its first occasion, and lies within a visit that is going on.
        let opening = self.scene.dates.first().filter(|_| realis == Realis::Held && (self.first || visit));
        inside.or(opening).cloned()
    }

    fn within(&self, units: &Range<usize>) -> bool {
        self.units.start <= units.start && units.end <= self.units.end
    }

    /// The person nearest to the word who is not at home where the visit goes.
    fn nearest(&self, people: &[Holder], host: Option<EntityId>) -> Option<Holder> {
        let person = |n: &&crate::resolve::Nominal| matches!(n.who, Who::Person(h) if host.is_none() || h.side != host);
        let distance = |units: &Range<usize>| {
            // What follows the word closely is its complement: the visit of the President.
            if units.start >= self.units.end {
                (units.start - self.units.end) * 2
            } else {
                self.units.start - units.end.min(self.units.start)
            }
        };
        let nominal = self.scene.nominals.iter().filter(person).min_by_key(|n| distance(&n.units))?;
        let Who::Person(holder) = nominal.who else { return None };
        people.iter().copied().find(|p| p.person == holder.person)
    }

    /// The country that a visit goes to: one named in the window that is not the visitor's own.
    fn destination(&self, side: Option<EntityId>) -> Option<EntityId> {
        let after = |u: &Range<usize>| u.start >= self.units.start && u.start <= self.units.end + 8;
        let before = |u: &Range<usize>| u.end <= self.units.start && u.end + 4 >= self.units.start;
        let countries = self.countries();
        let other = |c: &&(Range<usize>, EntityId)| Some(c.1) != side;
        let found = countries
            .iter()
            .filter(other)
            .find(|(u, _)| after(u))
            .or_else(|| countries.iter().filter(other).find(|(u, _)| before(u)));
        found.map(|(_, c)| *c)
    }

    fn realis(&self) -> Realis {
        let clause = self.clause();
        let inside = |m: &&Mention| clause.start <= m.units.start && m.units.end <= clause.end;
        let told = self.scene.terms(Scheme::Realis).filter(inside).flat_map(Mention::terms);
        // What was put off or called off had been planned before.
        let told = told.map(|t| Realis::of(&self.reading.term(t).name));
        if let Some(told) = told.max_by_key(|r| (matches!(r, Realis::Postponed | Realis::Cancelled), *r)) {
            return told;
        }
        if self.aimed_at() { Realis::Planned } else { Realis::Held }
    }

    /// Whether somebody comes, or something is done, for the sake of the occasion.
    fn aimed_at(&self) -> bool {
        let near = match self.reading.text.lang {
            Lang::Ja => self.units.end..(self.units.end + 8).min(self.scene.sentence.units.end),
            Lang::En | Lang::Fr | Lang::Ru => self.units.start.saturating_sub(5).max(self.from)..self.units.start,
        };
        self.scene.has(Role::Purpose, &near)
    }

    /// The units between the separating marks around the word.
    fn clause(&self) -> Range<usize> {
        let mark = |u: &usize| self.reading.text.units[*u].mark;
        let start = (self.from..self.units.start).rev().find(mark).map_or(self.from, |u| u + 1);
        let end = (self.units.end..self.to).find(mark).unwrap_or(self.to);
        start..end
    }
}

/// Adds an occasion, or what it tells anew to one that is there.
fn merge(reading: &Reading<'_>, occasions: &mut Vec<Occasion>, new: Occasion) {
    let Some(old) = occasions.iter_mut().find(|o| same(reading, o, &new)) else {
        occasions.push(new);
        return;
    };
    if reading.term(new.class).lineage.len() > reading.term(old.class).lineage.len() {
        old.class = new.class;
    }
    if old.date.is_none() || new.date.is_some_and(|d| old.date.is_some_and(|o| o.day.is_none() && d.day.is_some())) {
        // Whoever tells the day also knows whether it has come, but not against a title that calls it off.
        if old.date.is_none() && new.date.is_some() && !matches!(old.realis, Realis::Postponed | Realis::Cancelled) {
            old.realis = new.realis;
        }
        old.date = new.date;
        old.until = new.until;
    }
    if old.parties.len() < 2 {
        old.parties.extend(new.parties);
    }
    for holder in new.participants {
        if !old.participants.iter().any(|p| p.person == holder.person) {
            old.participants.push(holder);
        }
    }
    old.visitor = old.visitor.or(new.visitor);
    old.host = old.host.or(new.host);
    old.evidence.extend(new.evidence);
}

fn same(reading: &Reading<'_>, a: &Occasion, b: &Occasion) -> bool {
    let (x, y) = (reading.term(a.class), reading.term(b.class));
    let related = x.is_a(&y.name) || y.is_a(&x.name) || x.is_a("Visit") && y.is_a("Visit");
    let dates = a.date.zip(b.date).is_none_or(|(d, e)| d.agrees(e));
    let visitors = a.visitor.zip(b.visitor).is_none_or(|(v, w)| v.person == w.person);
    let forums = match (a.forum, b.forum) {
        (Some(f), Some(g)) => f == g,
        (None, None) => true,
        (Some(_), None) => b.parties.len() != 2,
        (None, Some(_)) => a.parties.len() != 2,
    };
    let parties =
        a.parties.len() < 2 || b.parties.len() < 2 || a.parties.is_subset(&b.parties) || b.parties.is_subset(&a.parties);
    related && dates && visitors && forums && parties
}

/// The main occasion has the day, the people and the sides of the lead, and the day of issue where no other is told.
fn complete(reading: &Reading<'_>, occasions: &mut [Occasion], main: usize) {
    let lead = reading.lead();
    let people: Vec<Holder> = lead
        .into_iter()
        .flat_map(|s| &s.nominals)
        .filter_map(|n| match n.who {
            Who::Person(holder) => Some(holder),
            _ => None,
        })
        .collect();
    let day = lead.and_then(|s| s.dates.first()).map(|d| d.from).filter(|d| d.day.is_some());
    // The dinner goes with the summit, and has its day; the summit that a dinner precedes may have another.
    let meeting = reading.term(occasions[main].class).is_a("Meeting");
    let belongs = |i: usize| i == main || meeting && occasions[i].rule == "occasion.title";
    let titled: Vec<usize> = (0..occasions.len()).filter(|&i| belongs(i)).collect();
    for i in titled {
        let visit = reading.term(occasions[i].class).is_a("Visit");
        let occasion = &mut occasions[i];
        occasion.evidence.extend(lead.filter(|_| i == main).map(|s| s.number));
        if occasion.date.is_none() && occasion.realis == Realis::Held {
            let day = day.unwrap_or(reading.issued.into());
            occasion.date = Some(if visit { day.to_month() } else { day });
        }
        let outsider = |h: &Holder| occasion.parties.len() > 1 && h.side.is_none_or(|s| !occasion.parties.contains(&s));
        for holder in people.iter().filter(|h| !visit && !outsider(h)) {
            if !occasion.participants.iter().any(|p| p.person == holder.person) {
                occasion.participants.push(*holder);
            }
        }
        if occasion.parties.len() < 2 {
            occasion.parties.extend(occasion.participants.iter().filter_map(|p| p.side));
        }
    }
    place_in_visit(reading, occasions, main);
}

/// A meeting on a day of a visit between the same sides is part of the visit.
fn place_in_visit(reading: &Reading<'_>, occasions: &mut [Occasion], main: usize) {
    let visit = occasions.iter().position(|o| reading.term(o.class).is_a("Visit") && o.realis == Realis::Held);
    let Some(visit) = visit.filter(|&v| v != main) else { return };
    let within = occasions[visit].parties == occasions[main].parties
        && occasions[visit].date.zip(occasions[main].date).is_some_and(|(v, m)| v.agrees(m));
    if within {
        occasions[main].part_of = Some(visit);
    }
}
