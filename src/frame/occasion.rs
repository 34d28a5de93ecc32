//! Occasions: meetings, visits and ceremonies, each with who, when and whether it happened.
//!
//! A word for an occasion tells of one if a title has it, or if a date, two sides, a forum or a visitor stand with it;
//! otherwise it points back. Two tellings of one occasion become one frame. A plain meeting takes its class from the
//! ranks of those who meet.

mod company;
mod day;
mod head;
mod itinerary;
mod main;
mod merge;
mod rank;
mod realis;
mod report;
mod story;
mod traveller;
mod window;

use std::collections::BTreeSet;

use crate::frame::{Frames, Occasion, Reading, Realis, Scene};
use crate::lexicon::{Role, TermId};
use crate::register::EntityId;
use crate::resolve::{Holder, Nominal};
use crate::source::Lang;
use crate::text::Kind as Line;
use crate::vocab::class;

use head::heads;
use story::Story;
use window::Window;

/// The rule of what a title tells.
const TITLE: &str = "occasion.title";
/// The rule of what a sentence tells.
const SENTENCE: &str = "occasion.sentence";

/// The rule of what a title or lead does by saying it, where nothing else is told.
const ACT: &str = "occasion.act";

/// The rule of what a visitor does in the course of a visit.
const ITINERARY: &str = "occasion.itinerary";

/// The rule of sessions of a forum that are told without naming it.
const SERIES: &str = "occasion.series";

/// The rule of what is signed at an occasion.
const SIGNING: &str = "occasion.signing";

/// The rule of what a programme lists.
const SCHEDULE: &str = "occasion.schedule";

/// Finds the occasions and the one that the release is about.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    let mut story = Story::new(reading);
    let mut parts = Vec::new();
    for scene in reading.naming() {
        story.date(scene);
        for (occasion, told) in of_scene(reading, scene, &story) {
            if told {
                story.tell(&occasion);
            }
            // What only points back to something is told again in the lead alone.
            let again = told || reading.is_lead(scene);
            let untold = if again { merge::add(reading, &mut frames.occasions, occasion, told) } else { Some(occasion) };
            parts.extend(untold.and_then(|occasion| itinerary::part(reading, &story, occasion)));
        }
        story.act(scene);
    }
    // What is signed at a session of a forum is part of it.
    let session = |o: &Occasion| o.forum.is_some() && reading.lead().is_some_and(|lead| o.evidence.contains(&lead.number));
    if frames.occasions.iter().all(|o| o.rule != TITLE && !session(o)) {
        frames.occasions.extend(report::titled(reading));
    }
    frames.main = choose(reading, &mut frames.occasions);
    if let Some(main) = frames.main {
        main::complete(reading, &mut frames.occasions, main);
        // A title that names an occasion of nobody known is about something else.
        if frames.occasions[main].parties.is_empty() {
            frames.occasions.remove(main);
            frames.main = None;
        } else {
            main::date_visits(reading, &mut frames.occasions, main);
            main::add_schedule(reading, &mut frames.occasions, main);
        }
    }
    main::place_visits(reading, frames);
    itinerary::add(reading, frames, parts);
    let signing = frames.main.and_then(|main| report::alongside(reading, &frames.occasions, main));
    frames.occasions.extend(signing);
    rank::specialise(reading, &mut frames.occasions);
    merge::again(reading, frames);
    main::place_in_visit(reading, frames);
}

/// The occasion that the release is about: one that a title or the lead tells, else what they only report to have been done,
/// else any that is told between two sides.
fn choose(reading: &Reading<'_>, occasions: &mut Vec<Occasion>) -> Option<usize> {
    let told = |occasions: &[Occasion], strict| main::choose(reading, occasions, strict);
    if let Some(main) = told(occasions, true) {
        return Some(main);
    }
    // What is signed at an occasion that the same sentence tells is part of it.
    let signing = report::told(reading).filter(|_| !occasions.iter().any(|o| report::frames_signing(reading, o)));
    let other = signing.or_else(|| report::announced(reading));
    let other = match (other, told(occasions, false)) {
        (None, Some(main)) => return Some(main),
        (other, _) => other.or_else(|| report::reported(reading))?,
    };
    occasions.push(other);
    Some(occasions.len() - 1)
}

/// The occasions of a sentence, each with whether it is told there or only pointed back to.
fn of_scene(reading: &Reading<'_>, scene: &Scene, story: &Story) -> Vec<(Occasion, bool)> {
    let heads = heads(reading, scene);
    let window = |i: usize| Window {
        reading,
        scene,
        story,
        units: heads[i].0.clone(),
        from: i.checked_sub(1).map_or(scene.sentence.units.start, |p| heads[p].0.end),
        to: heads.get(i + 1).map_or(scene.sentence.units.end, |next| next.0.start),
        opening: heads[0].0.start,
    };
    let windows: Vec<Window<'_>> = (0..heads.len()).map(window).collect();
    let mut out: Vec<(Occasion, bool)> = Vec::new();
    let mut before: Option<Before> = None;
    for (i, (window, (units, class))) in windows.iter().zip(&heads).enumerate() {
        let from = window.from;
        let class = before.as_ref().map_or(*class, |b| b.special(reading, *class));
        let mut found = window.occasion(class);
        // "Is to hold talks and to call on the minister": what is joined to a plan is planned.
        let subject = |n: &Nominal| n.subject && from <= n.units.start && n.units.end <= units.start;
        let listed = scene.has_mark(reading.text, &(from..units.start)) && scene.nominals.iter().any(subject);
        let joined = !listed && !window.is_told();
        let plan = joined && before.as_ref().is_some_and(|b| b.realis == Realis::Planned) || is_planned_behind(&windows[i..]);
        let past = |o: &Occasion| o.date.is_some_and(|d| d < reading.issued.into());
        if let Some((occasion, _)) = found.as_mut().filter(|(o, _)| plan && o.realis == Realis::Held && !past(o)) {
            occasion.realis = Realis::Planned;
        }
        if let Some((occasion, _)) = found.as_mut().filter(|(o, told)| *told && o.rule != TITLE) {
            let open = occasion.date.is_none() && occasion.realis == Realis::Held && !occasion.is_setting;
            occasion.date = if open { story.day(scene, occasion) } else { occasion.date };
        }
        // What somebody only comes for makes nothing else a plan.
        let realis = if plan { Realis::Planned } else { window.told_realis().unwrap_or(Realis::Held) };
        before = Some(Before { class, realis, alone: found.as_ref().is_none_or(|(o, told)| !told && o.parties.len() < 2) });
        let found = found.map(|found| follow(reading, &out, story, found));
        // Whose visit it is that is only spoken of must be said.
        let owned = |o: &Occasion| o.visitor.is_none_or(|visitor| window.is_owned(visitor));
        out.extend(found.filter(|(o, told)| *told || window.is_lead() || owned(o)));
    }
    let mut out: Vec<_> =
        out.into_iter().flat_map(|(o, told)| each(reading, scene, o).into_iter().map(move |o| (o, told))).collect();
    if scene.sentence.kind == Line::Title {
        share_parties(&mut out);
    }
    out
}

/// Whether the verb of a list, which in Japanese stands behind the last of it, makes the first a plan: 表敬、会談を行う予定.
fn is_planned_behind(windows: &[Window<'_>]) -> bool {
    let [first, rest @ ..] = windows else { return false };
    if first.reading.text.lang != Lang::Ja || first.is_told() {
        return false;
    }
    let Some(next) = rest.first() else { return false };
    let listed = !(first.units.end..next.units.start).any(|u| first.scene.mentions.is_predicate(u));
    listed && next.told_realis().map_or_else(|| is_planned_behind(rest), |realis| realis == Realis::Planned)
}

/// What the word for an occasion that stands before another in its sentence says of it.
struct Before {
    class: TermId,
    realis: Realis,
    /// Whether nobody is told to be there.
    alone: bool,
}

impl Before {
    /// In "during a telephone call he talked with the President" both words tell of the call.
    fn special(&self, reading: &Reading<'_>, class: TermId) -> TermId {
        let kind = reading.term(self.class);
        let plain = reading.term(class).name == class::MEETING;
        if plain && self.alone && kind.name == class::TELEPHONE_TALK { self.class } else { class }
    }
}

/// A ceremony of which nobody is told goes with the meeting before it: the dinner that follows is that of those who met.
fn follow(reading: &Reading<'_>, before: &[(Occasion, bool)], story: &Story, found: (Occasion, bool)) -> (Occasion, bool) {
    let (mut occasion, told) = found;
    let ceremony = reading.term(occasion.class).is_a(class::CEREMONY) && occasion.realis == Realis::Held;
    let meeting = before.iter().rev().map(|(o, _)| o).find(|o| o.parties.len() == 2 && o.forum.is_none());
    let Some(meeting) = meeting.or_else(|| story.met()).filter(|_| ceremony && occasion.parties.len() < 2) else {
        return (occasion, told);
    };
    if !occasion.parties.is_subset(&meeting.parties) {
        return (occasion, told);
    }
    occasion.parties.clone_from(&meeting.parties);
    occasion.participants.clone_from(&meeting.participants);
    occasion.date = occasion.date.or(meeting.date);
    (occasion, true)
}

/// An occasion with each of several people is as many occasions: talks with three ministers respectively, calls to two
/// presidents.
fn each(reading: &Reading<'_>, scene: &Scene, occasion: Occasion) -> Vec<Occasion> {
    let call = reading.term(occasion.class).name == class::TELEPHONE_TALK && occasion.parties.len() > 2;
    let apart = call || scene.has(Role::Distributive, &scene.sentence.units) && occasion.parties.len() > 1;
    let Some(own) = occasion.participants.first().filter(|_| apart && occasion.forum.is_none()) else { return vec![occasion] };
    let others: Vec<&Holder> = occasion.participants.iter().filter(|p| p.side != own.side && p.side.is_some()).collect();
    let with = |side: Option<EntityId>, other: Option<Holder>| Occasion {
        parties: own.side.into_iter().chain(side).collect(),
        participants: [*own].into_iter().chain(other).collect(),
        ..occasion.clone()
    };
    // "Talks with the Kyrgyz and Mongolian leaders" names the countries alone.
    let abroad = occasion.parties.iter().filter(|&&p| Some(p) != own.side);
    let apart: Vec<Occasion> = if call && others.is_empty() {
        abroad.map(|&country| with(Some(country), None)).collect()
    } else {
        others.iter().map(|&&other| with(other.side, Some(other))).collect()
    };
    if apart.len() > 1 { apart } else { vec![occasion] }
}

/// What stands in one title belongs together: the dinner is that of the two who met.
fn share_parties(occasions: &mut [(Occasion, bool)]) {
    let fullest = occasions.iter().map(|(o, _)| o.parties.clone()).max_by_key(BTreeSet::len).unwrap_or_default();
    for (occasion, _) in occasions.iter_mut().filter(|(o, _)| o.parties.len() < 2 && o.forum.is_none()) {
        occasion.parties = fullest.clone();
    }
}
