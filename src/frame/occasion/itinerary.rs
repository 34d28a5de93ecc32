//! The itinerary: what a visitor does in the course of a visit, told without naming the other side again.
//!
//! "The Prime Minister joined a business forum" tells of no two sides by itself; in the report of his visit it does.

use crate::frame::{Frames, Occasion, Reading, Realis, Scene};
use crate::text::Kind as Line;
use crate::vocab::class;

use super::story::Story;
use super::{ITINERARY, SERIES, merge};

/// What a sentence names of which it does not say between whom it was, if it may be part of a visit; its day is that of its
/// paragraph.
pub(super) fn part(reading: &Reading<'_>, story: &Story, occasion: Occasion) -> Option<Occasion> {
    let scene = &reading.scenes[*occasion.evidence.first()?];
    let kind = reading.term(occasion.class);
    if occasion.forum.is_some() || scene.sentence.kind != Line::Prose {
        return None;
    }
    // "The second meeting", "the previous meeting, held in March".
    let session = kind.is_a(class::MEETING) && occasion.parties.is_empty() && occasion.participants.is_empty();
    if session && (occasion.ordinal.is_some() || occasion.date.is_some()) {
        return Some(Occasion { rule: SERIES, ..occasion });
    }
    if occasion.realis != Realis::Held {
        return None;
    }
    // "During this visit of the Minister": whoever comes does so whatever is said of it.
    if kind.is_a(class::VISIT) {
        return occasion.visitor.is_some().then_some(Occasion { rule: ITINERARY, ..occasion });
    }
    let happening = kind.is_a(class::MEETING) || kind.is_a(class::CEREMONY);
    // What somebody speaks of is not what they do.
    let fits = happening && !occasion.is_setting && !scene.is_spoken();
    fits.then(|| Occasion { date: occasion.date.or(story.paragraph_day(scene)), rule: ITINERARY, ..occasion })
}

/// Adds what the visitor of the main occasion does, with its sides.
pub(super) fn add(reading: &Reading<'_>, frames: &mut Frames, parts: Vec<Occasion>) {
    let Some(main) = frames.main else { return };
    let (sessions, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|p| p.rule == SERIES);
    for session in sessions.into_iter().filter_map(|part| session(&frames.occasions[main], part)).collect::<Vec<_>>() {
        merge::add(reading, &mut frames.occasions, session, true);
    }
    let (visits, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|p| reading.term(p.class).is_a(class::VISIT));
    let visits: Vec<_> = visits.into_iter().filter_map(|part| paid(reading, &frames.occasions[main], part)).collect();
    for visit in visits {
        merge::add(reading, &mut frames.occasions, visit, true);
    }
    let Some(visit) = visit(reading, frames, main) else { return };
    for part in parts.into_iter().filter(|part| belongs(reading, &visit, part)) {
        let date = part.date.or(visit.date.map(|d| d.to_month()));
        let participants = if part.participants.is_empty() { visit.participants.clone() } else { part.participants.clone() };
        let occasion = Occasion { parties: visit.parties.clone(), date, participants, ..part };
        merge::add(reading, &mut frames.occasions, occasion, true);
    }
}

/// Another session of the forum that a release reports a session of, told without naming the forum again.
fn session(main: &Occasion, session: Occasion) -> Option<Occasion> {
    let other = session.date.is_none_or(|d| main.date.is_none_or(|m| !d.agrees(m))) || session.ordinal.is_some();
    (main.forum.is_some() && other).then(|| Occasion { forum: main.forum, parties: main.parties.clone(), ..session })
}

/// A visit of which no country is told that one of those who met paid to the other side when they met.
fn paid(reading: &Reading<'_>, main: &Occasion, visit: Occasion) -> Option<Occasion> {
    let visitor = visit.visitor?;
    let met = main.participants.iter().any(|h| h.person == visitor.person);
    let plain = visit.date.is_none() && visit.host.is_none() && visit.parties.len() < 2;
    let report = main.realis == Realis::Held && main.forum.is_none();
    let own = visitor.side.filter(|side| main.parties.len() == 2 && main.parties.contains(side))?;
    // Two who speak by telephone are both at home.
    let together = reading.term(main.class).name != class::TELEPHONE_TALK && reading.term(main.class).is_a(class::MEETING);
    let host = main.parties.iter().copied().find(|&p| p != own);
    (met && plain && report && together).then(|| Occasion {
        host,
        parties: main.parties.clone(),
        date: main.date.map(|d| d.to_month()),
        ..visit
    })
}

/// The visit that a release reports: the main occasion itself, or the one between its sides.
fn visit(reading: &Reading<'_>, frames: &Frames, main: usize) -> Option<Occasion> {
    let main = &frames.occasions[main];
    let fits = |o: &&Occasion| {
        let visit = reading.term(o.class).is_a(class::VISIT) && o.visitor.is_some();
        visit && o.realis == Realis::Held && o.parties.len() == 2 && o.parties == main.parties && !merge::is_past(reading, o)
    };
    std::iter::once(main).chain(&frames.occasions).find(fits).cloned()
}

/// Whether the visitor is there, alone or with people of the other side.
fn belongs(reading: &Reading<'_>, visit: &Occasion, part: &Occasion) -> bool {
    let visitor = |o: &Occasion| o.participants.iter().any(|h| Some(h.person) == visit.visitor.map(|v| v.person));
    let scene = part.evidence.first().map(|&number| &reading.scenes[number]);
    let nobody = part.participants.is_empty() && scene.is_some_and(is_without_subject);
    let dates = part.date.zip(visit.date).is_none_or(|(p, v)| p.to_month().agrees(v.to_month()));
    part.parties.is_subset(&visit.parties) && dates && (visitor(part) || nobody)
}

/// Whether nobody is named as the one who acts in a sentence, as is usual in Japanese reports of one person's day.
fn is_without_subject(scene: &Scene) -> bool {
    !scene.nominals.iter().any(|n| n.subject && !n.embedded)
}
