//! Occasions: meetings, visits and ceremonies, each with who, when and whether it happened.
//!
//! A word for an occasion tells of one if a title has it, or if a date, two sides, a forum or a visitor stand with it;
//! otherwise it points back. Two tellings of one occasion become one frame. A plain meeting takes its class from the
//! ranks of those who meet.

mod main;
mod merge;
mod rank;
mod signing;
mod window;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::{Frames, Occasion, Reading, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::source::Lang;
use crate::text::Kind as Line;
use crate::vocab::class;

use window::Window;

/// The rule of what a title tells.
const TITLE: &str = "occasion.title";
/// The rule of what a sentence tells.
const SENTENCE: &str = "occasion.sentence";

/// The rule of what a programme lists.
const SCHEDULE: &str = "occasion.schedule";

/// Finds the occasions and the one that the release is about.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    for scene in reading.telling() {
        for (occasion, told) in of_scene(reading, scene) {
            merge::add(reading, &mut frames.occasions, occasion, told);
        }
    }
    if frames.occasions.iter().all(|o| o.rule != TITLE) {
        frames.occasions.extend(signing::titled(reading));
    }
    frames.main = main::choose(reading, &frames.occasions).or_else(|| {
        let signed = signing::told(reading)?;
        frames.occasions.push(signed);
        Some(frames.occasions.len() - 1)
    });
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
    rank::specialise(reading, &mut frames.occasions);
    merge::again(reading, frames);
    main::place_in_visit(reading, frames);
}

/// The occasions of a sentence, each with whether it is told there or only pointed back to.
fn of_scene(reading: &Reading<'_>, scene: &Scene) -> Vec<(Occasion, bool)> {
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

/// What stands in one title belongs together: the dinner is that of the two who met.
fn share_parties(occasions: &mut [(Occasion, bool)]) {
    let fullest = occasions.iter().map(|(o, _)| o.parties.clone()).max_by_key(BTreeSet::len).unwrap_or_default();
    for (occasion, _) in occasions.iter_mut().filter(|(o, _)| o.parties.len() < 2 && o.forum.is_none()) {
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
    a != b && reading.term(a).is_a(class::MEETING) && reading.term(b).is_a(class::MEETING)
}

/// Whether nothing but a conjunction with small words stands between two words.
fn coordinated(scene: &Scene, between: Range<usize>) -> bool {
    let small = |u| [Role::Conjunction, Role::Article, Role::Preposition].iter().any(|&r| scene.mentions.role_at(u, r));
    (1..4).contains(&between.len()) && scene.has(Role::Conjunction, &between) && between.into_iter().all(small)
}
