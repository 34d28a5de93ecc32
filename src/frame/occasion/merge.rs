//! Two tellings of one occasion become one frame.

use crate::frame::{Frames, Occasion, Reading, Realis};
use crate::register::EntityId;
use crate::vocab::class;

use super::TITLE;

/// Adds an occasion, or what it tells anew to one that is there; what only points back to none is given back.
pub(super) fn add(reading: &Reading<'_>, occasions: &mut Vec<Occasion>, new: Occasion, told: bool) -> Option<Occasion> {
    match occasions.iter_mut().find(|o| same(reading, o, &new)) {
        Some(old) => unite(reading, old, new),
        None if told => occasions.push(new),
        None => return Some(new),
    }
    None
}

/// Merges what only now turns out to be one: plain meetings have their classes, the main occasion its day.
pub(super) fn again(reading: &Reading<'_>, frames: &mut Frames) {
    let mut kept: Vec<Occasion> = Vec::new();
    let mut main = None;
    for (i, occasion) in std::mem::take(&mut frames.occasions).into_iter().enumerate() {
        let at = kept.iter().position(|o| same(reading, o, &occasion)).unwrap_or(kept.len());
        if frames.main == Some(i) {
            main = Some(at);
        }
        match kept.get_mut(at) {
            Some(old) => unite(reading, old, occasion),
            None => kept.push(occasion),
        }
    }
    frames.occasions = kept;
    frames.main = main;
}

fn unite(reading: &Reading<'_>, old: &mut Occasion, new: Occasion) {
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
    let called_off = matches!(new.realis, Realis::Postponed | Realis::Cancelled) && old.realis == Realis::Planned;
    let ahead = new.realis == Realis::Planned && old.is_setting && old.date.is_none();
    if called_off || ahead {
        old.realis = new.realis;
    }
    // A title may say only where a visit goes.
    let fuller = old.visitor.is_none() && new.visitor.is_some() && new.parties.is_superset(&old.parties);
    if old.parties.len() < 2 || fuller {
        old.parties.extend(new.parties);
    }
    for holder in new.participants {
        if !old.participants.iter().any(|p| p.person == holder.person) {
            old.participants.push(holder);
        }
    }
    old.visitor = old.visitor.or(new.visitor);
    old.host = old.host.or(new.host);
    old.forum = old.forum.or(new.forum);
    old.place = old.place.or(new.place);
    old.time = old.time.or(new.time);
    old.minutes = old.minutes.or(new.minutes);
    old.ordinal = old.ordinal.or(new.ordinal);
    // A session from which a title only says that somebody comes is not what the release is about, whatever is told of it.
    old.is_setting &= new.is_setting || old.rule == TITLE && old.forum.is_some();
    old.evidence.extend(new.evidence);
}

/// Whether two frames tell of one occasion: nothing that both say contradicts.
fn same(reading: &Reading<'_>, a: &Occasion, b: &Occasion) -> bool {
    let (x, y) = (reading.term(a.class), reading.term(b.class));
    let visits = x.is_a(class::VISIT) && y.is_a(class::VISIT);
    let related = x.is_a(&y.name) || y.is_a(&x.name) || visits;
    let dates = a.date.zip(b.date).is_none_or(|(d, e)| d.agrees(e));
    let visitors = a.visitor.zip(b.visitor).is_none_or(|(v, w)| v.person == w.person);
    // Of a tour one telling may name one host, another the next.
    let hosts = a.host.zip(b.host).is_none_or(|(h, i)| h == i || a.parties.contains(&i) && b.parties.contains(&h));
    let ordinals = a.ordinal.zip(b.ordinal).is_none_or(|(m, n)| m == n);
    let forums = match (a.forum, b.forum) {
        (Some(f), Some(g)) => f == g,
        (None, None) => true,
        (Some(_), None) => b.parties.len() != 2,
        (None, Some(_)) => a.parties.len() != 2,
    };
    let parties =
        a.parties.len() < 2 || b.parties.len() < 2 || a.parties.is_subset(&b.parties) || b.parties.is_subset(&a.parties);
    // A visit of some other year that is only recalled is not one of which no date is told.
    let recalled = |o: &Occasion, other: &Occasion| {
        visits && o.date.is_some_and(|d| d.year != reading.issued.year()) && other.date.is_none()
    };
    // A title tells of what is new: without a date it is not what was long ago.
    let old = |o: &Occasion, other: &Occasion| other.rule == TITLE && other.date.is_none() && is_past(reading, o);
    let times = !recalled(a, b) && !recalled(b, a) && !old(a, b) && !old(b, a);
    related && dates && visitors && hosts && ordinals && forums && parties && times && (visits || met(reading, a, b))
}

/// Whether an occasion lies further back than what a release reports.
pub(super) fn is_past(reading: &Reading<'_>, occasion: &Occasion) -> bool {
    let last = occasion.date.and_then(|d| d.last_day());
    let days = last.and_then(|d| d.until(reading.issued).ok()).map(|span| span.get_days());
    reading.dated && days.is_some_and(|days| days > RECENT)
}

/// Within how many days before its issue a release reports what is new.
pub(super) const RECENT: i32 = 60;

/// Whether the same people can have met: no side sends others, and those of two sides who met did not meet at a gathering
/// of many.
fn met(reading: &Reading<'_>, a: &Occasion, b: &Occasion) -> bool {
    let of = |o: &Occasion, side| -> Vec<EntityId> {
        o.participants.iter().filter(|h| h.side == Some(side)).map(|h| h.person).collect()
    };
    let agree = a.parties.iter().all(|&side| {
        let (one, other) = (of(a, side), of(b, side));
        one.is_empty() || other.is_empty() || one.iter().any(|p| other.contains(p))
    });
    let gathering = |o: &Occasion| GATHERINGS.contains(&reading.term(o.class).name.as_str());
    let talk = |o: &Occasion| o.participants.len() > 1 && !gathering(o) && o.forum.is_none();
    let mixed = gathering(a) && talk(b) || gathering(b) && talk(a);
    agree && !mixed
}

/// Classes of meetings of many.
const GATHERINGS: [&str; 4] = [class::CONFERENCE, class::JOINT_COMMITTEE_MEETING, class::BUSINESS_FORUM, class::DIALOGUE_MEETING];
