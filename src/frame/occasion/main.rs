//! The occasion that a release is about, and what its lead says of it.

use std::collections::BTreeSet;

use crate::calendar::PartialDate;
use crate::figure::DateMention;
use crate::frame::{Frames, Occasion, Reading, Realis, Scene};
use crate::lexicon::Scheme;
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::{Holder, Nominal};
use crate::text::Kind as Line;
use crate::vocab::class;

use super::{SCHEDULE, TITLE, merge};

/// Within how many bytes behind a day its time of day begins.
const TIME_BEHIND: usize = 24;

/// The occasion with the most signs of being what the release is about: a title names it, the lead tells it, two sides
/// took part in it. A visit is the frame of what happens in it, unless the title speaks of it.
/// Where `strict`, only what a title or the lead tells comes into question.
pub(super) fn choose(reading: &Reading<'_>, occasions: &[Occasion], strict: bool) -> Option<usize> {
    let lead = reading.lead().map(|s| s.number);
    let first = occasions.iter().filter(|o| o.rule == TITLE).flat_map(|o| o.evidence.first()).min();
    let lead_tells = |o: &Occasion| lead.is_some_and(|lead| o.evidence.contains(&lead));
    let happened = occasions.iter().any(|o| lead_tells(o) && o.realis == Realis::Held && o.parties.len() > 1);
    let weight = |o: &Occasion| {
        let told = lead_tells(o);
        // What a title only foretells is what was talked of, where the lead tells of the talk.
        let foretold = o.realis == Realis::Planned && o.date.is_none() && !told && happened;
        // An invitation is no visit yet.
        let titled = o.rule == TITLE && !o.is_setting && o.realis != Realis::Proposed && !foretold;
        let visit = reading.term(o.class).is_a(class::VISIT);
        let signs = [
            (titled, 40),
            (!o.is_setting, 20),
            (!merge::is_past(reading, o), 20),
            (told, 8),
            // Further titles are of its parts.
            (titled && o.evidence.first() == first && o.parties.len() > 1, 10),
            (o.parties.len() > 1, 8),
            (o.realis == Realis::Held, 6),
            (!visit, 4),
            (o.date.is_some(), 2),
        ];
        signs.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<i32>()
    };
    let reported = |o: &Occasion| o.realis == Realis::Held && !strict || lead_tells(o) && !(strict && merge::is_past(reading, o));
    let fit = |o: &Occasion| o.rule == TITLE || o.parties.len() > 1 && reported(o);
    let fitting = occasions.iter().enumerate().filter(|(_, o)| fit(o));
    fitting.max_by_key(|(i, o)| (weight(o), std::cmp::Reverse(*i))).map(|(i, _)| i)
}

/// The main occasion has the day, the people and the sides of the lead, and the day of issue where no other is told.
pub(super) fn complete(reading: &Reading<'_>, occasions: &mut [Occasion], main: usize) {
    let lead = reading.lead();
    // The dinner goes with the summit, and has its day; the summit that a dinner precedes may have another.
    let meeting = reading.term(occasions[main].class).is_a(class::MEETING);
    let belongs = |i: usize| i == main || meeting && occasions[i].rule == TITLE;
    let titled: Vec<usize> = (0..occasions.len()).filter(|&i| belongs(i)).collect();
    let present: Vec<Option<Vec<Holder>>> = titled.iter().map(|&i| present(reading, occasions, i)).collect();
    for (i, present) in titled.into_iter().zip(present) {
        let told = visited(reading, occasions, i);
        let occasion = &mut occasions[i];
        occasion.evidence.extend(lead.filter(|_| i == main && present.is_some()).map(|s| s.number));
        if let Some((day, until)) = told.filter(|_| occasion.date.is_none()) {
            (occasion.date, occasion.until) = (Some(day), until);
            plan(reading, occasion, Some(day));
        }
        set_day(reading, occasion, lead.and_then(day_of));
        for holder in present.unwrap_or_default() {
            if !occasion.participants.iter().any(|p| p.person == holder.person) {
                occasion.participants.push(holder);
            }
        }
        if occasion.host.is_some() && occasion.visitor.is_none() {
            occasion.visitor = traveller(reading, occasion.host);
            occasion.parties.extend(occasion.visitor.and_then(|v| v.side).into_iter().chain(occasion.host));
            occasion.participants.extend(occasion.visitor);
        }
        if occasion.parties.len() < 2 {
            occasion.parties.extend(occasion.participants.iter().filter_map(|p| p.side));
        }
        if occasion.parties.len() < 2 {
            occasion.parties.extend(sides(reading));
        }
    }
}

/// The first and last day of a visit, where a title names it and a sentence, or the head of a programme, dates it.
fn visited(reading: &Reading<'_>, occasions: &[Occasion], i: usize) -> Option<(PartialDate, Option<PartialDate>)> {
    let visit =
        |o: &Occasion| reading.term(o.class).is_a(class::VISIT) && o.realis == Realis::Held && !merge::is_past(reading, o);
    if !visit(&occasions[i]) {
        return None;
    }
    let told = occasions.iter().filter(|o| visit(o) && o.parties == occasions[i].parties);
    let told = told.into_iter().find_map(|o| Some((o.date?, o.until)));
    let opening = || reading.scenes.iter().take(OPENING).flat_map(|s| &s.figures.dates).find(|d| d.until.is_some());
    told.or_else(|| opening().map(|d| (d.from, d.until)))
}

/// How many lines may stand before the days of a visit.
const OPENING: usize = 8;

/// Who makes a visit of which a title says only where it goes: the first whom titles and lead name that is not at home there.
fn traveller(reading: &Reading<'_>, host: Option<EntityId>) -> Option<Holder> {
    let people = reading.titles().chain(reading.lead()).flat_map(|s| &s.nominals).filter_map(Nominal::person);
    people.into_iter().find(|h| h.side.is_some() && h.side != host)
}

/// Gives an occasion without a date the day of the lead, else that of the issue.
fn set_day(reading: &Reading<'_>, occasion: &mut Occasion, lead: Option<PartialDate>) {
    if occasion.date.is_some() || occasion.realis != Realis::Held {
        return;
    }
    let day = lead.or(reading.dated.then_some(reading.issued.into()));
    let visit = reading.term(occasion.class).is_a(class::VISIT);
    occasion.date = day.map(|day| if visit { day.to_month() } else { day });
    plan(reading, occasion, day);
}

/// What is set for a day after the issue has not been yet.
fn plan(reading: &Reading<'_>, occasion: &mut Occasion, day: Option<PartialDate>) {
    if reading.dated && day.and_then(|day| day.first_day()).is_some_and(|day| day > reading.issued) {
        occasion.realis = Realis::Planned;
    }
}

/// The people of the lead who are at an occasion; none where the lead tells of something else.
fn present(reading: &Reading<'_>, occasions: &[Occasion], i: usize) -> Option<Vec<Holder>> {
    let occasion = &occasions[i];
    let Some(lead) = reading.lead() else { return Some(Vec::new()) };
    let told = |o: &Occasion| o.evidence.contains(&lead.number);
    // Where both sides are told elsewhere, the people of a lead that tells of something else are not there.
    let met = occasion.participants.iter().filter_map(|h| h.side).collect::<BTreeSet<_>>().len() > 1;
    // A lead that recalls what was long ago tells nothing of what is reported.
    let recalls = occasions.iter().any(|o| told(o) && merge::is_past(reading, o));
    if !told(occasion) && (met || recalls) {
        return None;
    }
    // Nor is whoever is told to be at another occasion of the lead.
    let others =
        occasions.iter().enumerate().filter(|(j, o)| *j != i && told(o) && (o.visitor.is_none() || o.realis != Realis::Held));
    let elsewhere: BTreeSet<EntityId> = others.flat_map(|(_, o)| &o.participants).map(|h| h.person).collect();
    let outsider = |h: &Holder| occasion.parties.len() > 1 && h.side.is_none_or(|s| !occasion.parties.contains(&s));
    let absent = |h: &Holder| outsider(h) || met && elsewhere.contains(&h.person);
    let visit = reading.term(occasion.class).is_a(class::VISIT);
    Some(lead.people(reading).into_iter().filter(|h| !visit && !absent(h)).collect())
}

/// The two countries that the titles and the lead name, themselves or by their people and organisations, else also by
/// their towns; nobody where there are more.
pub(super) fn sides(reading: &Reading<'_>) -> BTreeSet<EntityId> {
    let titles = || reading.titles().chain(reading.lead());
    let mut sides: BTreeSet<EntityId> = titles().flat_map(|s| sides_in(reading, s)).collect();
    if sides.len() < 2 {
        sides.extend(titles().flat_map(|s| towns_in(reading, s)));
    }
    if sides.len() == 2 { sides } else { BTreeSet::new() }
}

/// The countries that a sentence names, and those of its people and organisations.
pub(super) fn sides_in(reading: &Reading<'_>, scene: &Scene) -> BTreeSet<EntityId> {
    let named = scene.mentions.names.iter().flat_map(Mention::entities);
    let acting = scene.nominals.iter().filter_map(Nominal::side);
    named.filter_map(|e| reading.cast.side_of(e)).chain(acting).collect()
}

/// The countries of the towns that a sentence names, and those within the names of organisations: an embassy's host.
pub(super) fn towns_in(reading: &Reading<'_>, scene: &Scene) -> BTreeSet<EntityId> {
    let place = |e: &EntityId| matches!(reading.cast.entity(*e).kind, Kind::Place { .. } | Kind::Country { .. });
    let named = scene.mentions.names.iter().chain(&scene.mentions.nested).flat_map(Mention::entities);
    named.filter(place).filter_map(|e| reading.cast.country_of(e)).collect()
}

/// Adds the lines of a programme: what stands under a date without a verb is an occasion of that day, with the sides of
/// the main one.
pub(super) fn add_schedule(reading: &Reading<'_>, occasions: &mut Vec<Occasion>, main: usize) {
    let parties = occasions[main].parties.clone();
    let mut day = None;
    for scene in &reading.scenes {
        let words = reading.text.of(&scene.sentence.span);
        let line = matches!(scene.sentence.kind, Line::Heading) || words.starts_with(['-', '・']);
        let alone = scene.figures.dates.first().filter(|d| d.span.len() * 2 > words.len() && d.from.day.is_some());
        // The date line of the release is that of no programme.
        if scene.sentence.kind == Line::Title {
            continue;
        }
        if alone.is_some() {
            day = alone.map(|d| d.from);
            continue;
        }
        if !line {
            day = day.filter(|_| scene.sentence.kind != Line::Prose);
            continue;
        }
        let Some(date) = day else { continue };
        let class = scene.terms(Scheme::Occasion).flat_map(Mention::terms).max_by_key(|&t| reading.term(t).lineage.len());
        let Some(class) = class else { continue };
        let mut occasion = Occasion::new(class, scene.number, SCHEDULE);
        (occasion.date, occasion.parties, occasion.participants) = (Some(date), parties.clone(), scene.people(reading));
        merge::add(reading, occasions, occasion, true);
    }
}

/// The day that a sentence gives: the one right before a time of day, else the first.
fn day_of(scene: &Scene) -> Option<PartialDate> {
    let days = || scene.figures.dates.iter().filter(|d| d.from.day.is_some());
    let timed = |d: &&DateMention| {
        scene.figures.times.iter().any(|t| t.span.start < d.span.end + TIME_BEHIND && d.span.start < t.span.start)
    };
    days().find(timed).or_else(|| days().next()).map(|d| d.from)
}

/// A visit of one who takes part in the main occasion, of which no date is told, goes on as the release tells it.
pub(super) fn date_visits(reading: &Reading<'_>, occasions: &mut [Occasion], main: usize) {
    let Some(month) = occasions[main].date.map(|d| d.to_month()).filter(|_| occasions[main].realis == Realis::Held) else {
        return;
    };
    let present: Vec<_> = occasions[main].participants.iter().map(|h| h.person).collect();
    let undated = |o: &Occasion| {
        let visitor = o.visitor.is_some_and(|v| present.contains(&v.person));
        reading.term(o.class).is_a(class::VISIT) && o.realis == Realis::Held && o.date.is_none() && visitor
    };
    occasions.iter_mut().filter(|o| undated(o)).for_each(|o| o.date = Some(month));
}

/// A visit of which no country is told went to the other side of the main occasion; without one it tells nothing.
pub(super) fn place_visits(reading: &Reading<'_>, frames: &mut Frames) {
    let sides = frames.main.map(|m| frames.occasions[m].parties.clone()).unwrap_or_default();
    let lone = |o: &Occasion| reading.term(o.class).is_a(class::VISIT) && o.parties.len() < 2 && o.rule != TITLE;
    for occasion in frames.occasions.iter_mut().filter(|o| lone(o)) {
        let Some(own) = occasion.visitor.and_then(|v| v.side).filter(|s| sides.contains(s)) else { continue };
        let mut others = sides.iter().copied().filter(|&s| s != own);
        if let (Some(other), None) = (others.next(), others.next()) {
            occasion.host = Some(other);
            occasion.parties.insert(other);
        }
    }
    let keep: Vec<bool> = frames.occasions.iter().enumerate().map(|(i, o)| frames.main == Some(i) || !lone(o)).collect();
    frames.main = frames.main.map(|m| keep[..m].iter().filter(|&&k| k).count());
    let mut keep = keep.into_iter();
    frames.occasions.retain(|_| keep.next() == Some(true));
}

/// A meeting or ceremony on a day of a visit between the same sides is part of the visit.
pub(super) fn place_in_visit(reading: &Reading<'_>, frames: &mut Frames) {
    let occasions = &mut frames.occasions;
    let is_visit = |o: &Occasion| reading.term(o.class).is_a(class::VISIT);
    let visits: Vec<usize> =
        (0..occasions.len()).filter(|&i| is_visit(&occasions[i]) && occasions[i].realis == Realis::Held).collect();
    for i in 0..occasions.len() {
        let part = &occasions[i];
        let within = |&&v: &&usize| {
            let visit = &occasions[v];
            visit.parties == part.parties
                && part.realis == Realis::Held
                && visit.date.zip(part.date).is_some_and(|(v, p)| v.to_month().agrees(p))
        };
        occasions[i].part_of = if is_visit(part) { None } else { visits.iter().find(within).copied() };
    }
}
