//! The itinerary: what a visitor does in the course of a visit, told without naming the other side again.
//!
//! "The Prime Minister joined a business forum" tells of no two sides by itself; in the report of his visit it does.

use crate::frame::{Frames, Occasion, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme};
use crate::text::Kind as Line;
use crate::vocab::class;

use super::story::Story;
use super::{ITINERARY, merge};

/// What a sentence names of which it does not say between whom it was, if it may be part of a visit; its day is that of its
/// paragraph.
pub(super) fn part(reading: &Reading<'_>, story: &Story, occasion: Occasion) -> Option<Occasion> {
    let scene = &reading.scenes[*occasion.evidence.first()?];
    let kind = reading.term(occasion.class);
    let happening = kind.is_a(class::MEETING) || kind.is_a(class::CEREMONY);
    // What somebody speaks of is not what they do.
    let spoken = scene.terms(Scheme::Act).next().is_some() || scene.has(Role::Speech, &scene.sentence.units);
    let held = occasion.realis == Realis::Held && !occasion.is_setting && occasion.forum.is_none();
    let fits = happening && held && !spoken && scene.sentence.kind == Line::Prose;
    fits.then(|| Occasion { date: occasion.date.or(story.paragraph_day(scene)), rule: ITINERARY, ..occasion })
}

/// Adds what the visitor of the main occasion does, with its sides.
pub(super) fn add(reading: &Reading<'_>, frames: &mut Frames, parts: Vec<Occasion>) {
    let Some(visit) = frames.main.and_then(|main| visit(reading, frames, main)) else { return };
    for part in parts.into_iter().filter(|part| belongs(reading, &visit, part)) {
        let date = part.date.or(visit.date.map(|d| d.to_month()));
        let participants = if part.participants.is_empty() { visit.participants.clone() } else { part.participants.clone() };
        let occasion = Occasion { parties: visit.parties.clone(), date, participants, ..part };
        merge::add(reading, &mut frames.occasions, occasion, true);
    }
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
