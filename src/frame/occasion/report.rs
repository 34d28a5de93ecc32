//! What no word for an occasion tells: a title or a lead reports that something was signed, sent, decided or done.

use std::collections::BTreeSet;

use crate::calendar::PartialDate;
use crate::frame::{Occasion, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme};
use crate::mention::Mention;
use crate::register::EntityId;
use crate::resolve::{Nominal, Who};
use crate::text::Kind as Line;
use crate::vocab::{act, class, stage};

use super::{ACT, SENTENCE, SIGNING, TITLE, main, merge};

/// A title that says that something was signed is about the signing.
pub(super) fn titled(reading: &Reading<'_>) -> Option<Occasion> {
    let title = reading.titles().find(|s| is_signed(reading, s))?;
    signing(reading, title, TITLE)
}

/// Where nothing else is told, the first sentence that says so is.
pub(super) fn told(reading: &Reading<'_>) -> Option<Occasion> {
    let signed = || reading.telling().filter(|s| is_signed(reading, s));
    let mut told = signed().filter_map(|scene| signing(reading, scene, SENTENCE)).find(|o| o.parties.len() > 1)?;
    // The lead may leave the day to a sentence that tells of it again.
    let dateless = reading.scenes[told.evidence.first().copied()?].figures.dates.is_empty();
    told.date = signed().find_map(|scene| day(reading, scene)).filter(|_| dateless);
    Some(told)
}

/// Whether an occasion of two or more sides is told by a sentence that says that something was signed.
pub(super) fn frames_signing(reading: &Reading<'_>, occasion: &Occasion) -> bool {
    let visit = reading.term(occasion.class).is_a(class::VISIT);
    let tells = !visit && occasion.realis == Realis::Held && occasion.parties.len() > 1 && !merge::is_past(reading, occasion);
    tells && occasion.evidence.iter().any(|&number| is_signed(reading, &reading.scenes[number]))
}

/// The signing at a meeting or visit of two sides, where a sentence says who signed, or that both did, and no word for an
/// occasion tells of it.
pub(super) fn alongside(reading: &Reading<'_>, occasions: &[Occasion], main: usize) -> Option<Occasion> {
    let main = &occasions[main];
    let kind = reading.term(main.class);
    let committee = [class::JOINT_COMMITTEE_MEETING, class::CONFERENCE].contains(&kind.name.as_str());
    let two = main.parties.len() == 2 && main.forum.is_none() && main.realis == Realis::Held && !committee;
    let meets = two && (kind.is_a(class::MEETING) || kind.is_a(class::VISIT));
    let ceremony = |o: &Occasion| reading.term(o.class).is_a(class::SIGNING_CEREMONY);
    if !meets || occasions.iter().any(ceremony) {
        return None;
    }
    let now = |s: &Scene| s.figures.dates.iter().all(|d| main.date.is_none_or(|m| m.to_month().agrees(d.from)));
    let human = |n: &Nominal| matches!(n.who, Who::Person(_) | Who::Both | Who::They);
    let signers = |s: &Scene| {
        let verb = signed(reading, s).map_or(0, |m| m.units.start);
        s.nominals.iter().any(|n| n.subject && human(n) && n.units.end <= verb)
    };
    let told = |s: &&Scene| s.sentence.kind == Line::Prose && is_signed(reading, s) && now(s) && signers(s) && !s.is_spoken();
    let scene = reading.telling().find(told)?;
    let class = reading.lexicon.term(Scheme::Occasion, class::SIGNING_CEREMONY)?;
    let visit = kind.is_a(class::VISIT);
    let date = if visit { day(reading, scene).or(main.date.map(|d| d.to_month())) } else { main.date };
    let (parties, participants) = (main.parties.clone(), main.participants.clone());
    Some(Occasion { date, parties, participants, ..Occasion::new(class, scene.number, SIGNING) })
}

/// The day that a sentence gives to what has just happened.
fn day(reading: &Reading<'_>, scene: &Scene) -> Option<PartialDate> {
    let [only] = &scene.figures.dates[..] else { return None };
    let days = only.from.to_day()?.until(reading.issued).ok()?.get_days();
    (0..=merge::RECENT).contains(&days).then_some(only.from)
}

/// Acts that are what a release reports, where it reports no occasion: a message, a decision.
const REPORTED: [&str; 5] = [act::CONGRATULATE, act::CONDOLE, act::THANK, act::DECIDE, act::ANNOUNCE];

/// A release of two sides whose title or lead only says that one congratulated, condoled, thanked, decided or announced, or whose
/// title names a speech or letter, is about that.
pub(super) fn announced(reading: &Reading<'_>) -> Option<Occasion> {
    let reported =
        |s: &&Scene| s.terms(Scheme::Act).any(|m| m.terms().any(|t| REPORTED.contains(&reading.term(t).name.as_str())));
    let voiced = |s: &&Scene| [Role::Genre, Role::Letter].iter().any(|&role| s.has(role, &s.sentence.units));
    let told = reading.titles().chain(reading.lead()).find(reported);
    let scene = told.or_else(|| reading.titles().find(voiced))?;
    let class = reading.lexicon.term(Scheme::Occasion, class::OTHER_EVENT)?;
    let mut occasion = Occasion::new(class, scene.number, ACT);
    // What is said in public is said on the day it is published.
    occasion.date = reading.dated.then_some(reading.issued.into()).filter(|_| told.is_none());
    occasion.parties = between(reading);
    occasion.participants = scene.people(reading);
    (occasion.parties.len() == 2).then_some(occasion)
}

/// The sides of what a title or lead only says to have been done: the two that they name, or else the one of the publisher, and
/// whom somebody speaks of.
fn between(reading: &Reading<'_>) -> BTreeSet<EntityId> {
    let opening = || reading.titles().chain(reading.lead());
    let sides = main::sides(reading);
    if sides.len() == 2 {
        return sides;
    }
    let named = titled_sides(reading);
    if named.len() == 2 {
        return named;
    }
    // A third country is what the two speak of.
    let register = &reading.lexicon.register;
    let concerned: BTreeSet<EntityId> = register.region().chain(register.partners()).collect();
    let named = opening().flat_map(|s| main::sides_in(reading, s)).chain(reading.home);
    named.filter(|c| concerned.contains(c)).collect()
}

/// The countries that the titles name, themselves, by their people and organisations or by their towns, and the publisher's.
fn titled_sides(reading: &Reading<'_>) -> BTreeSet<EntityId> {
    let named = reading.titles().flat_map(|s| main::sides_in(reading, s).into_iter().chain(main::towns_in(reading, s)));
    named.chain(reading.home).collect()
}

/// Where no rule knows what happened, a release that concerns both sides is about an event of no known kind, if its titles concern
/// them, or its lead tells who acts or gives a day that has just been: on that day, or that of the issue.
pub(super) fn reported(reading: &Reading<'_>) -> Option<Occasion> {
    let lead = reading.lead()?;
    let acts = |n: &Nominal| n.subject && !n.embedded && n.side().is_some();
    let register = &reading.lexicon.register;
    let date = day(reading, lead);
    let parties = between(reading);
    let told = || date.is_some() || lead.nominals.iter().any(acts) || register.are_of_both_sides(&titled_sides(reading));
    if !register.are_of_both_sides(&parties) || !told() {
        return None;
    }
    let class = reading.lexicon.term(Scheme::Occasion, class::OTHER_EVENT)?;
    Some(Occasion { date, parties, participants: lead.people(reading), ..Occasion::new(class, lead.number, ACT) })
}

/// The word that says that something was signed.
fn signed<'a>(reading: &Reading<'_>, scene: &'a Scene) -> Option<&'a Mention> {
    scene.terms(Scheme::Stage).find(|m| m.terms().any(|t| reading.term(t).name == stage::SIGNED))
}

fn is_signed(reading: &Reading<'_>, scene: &Scene) -> bool {
    signed(reading, scene).is_some() && scene.terms(Scheme::Instrument).next().is_some()
}

fn signing(reading: &Reading<'_>, scene: &Scene, rule: &'static str) -> Option<Occasion> {
    let class = reading.lexicon.term(Scheme::Occasion, class::SIGNING_CEREMONY)?;
    let mut occasion = Occasion::new(class, scene.number, rule);
    // The signers may stand in the sentence that follows.
    for scene in reading.scenes[scene.number..].iter().take(2) {
        for nominal in &scene.nominals {
            match nominal.who {
                Who::Country(country) => drop(occasion.parties.insert(country)),
                Who::Person(holder) => occasion.participants.push(holder),
                _ => {}
            }
        }
        if occasion.parties.len() < 2 {
            let named = scene.mentions.names.iter().filter_map(Mention::only);
            occasion.parties.extend(named.filter_map(|e| reading.cast.side_of(e)));
        }
        let sides: BTreeSet<_> = occasion.participants.iter().filter_map(|h| h.side).collect();
        // Those who sign are the parties; a third country that the sentence names is not.
        if sides.len() > 1 {
            occasion.parties = sides;
        } else {
            occasion.parties.extend(sides);
        }
        if occasion.parties.len() > 1 {
            break;
        }
    }
    if occasion.parties.len() == 1 {
        // A project stands in one of the two countries.
        occasion.parties.extend(main::towns_in(reading, scene));
    }
    Some(occasion)
}
