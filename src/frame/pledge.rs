//! Commitments: what one side binds itself to, in what it says or by what is signed.
//!
//! A speaker's act binds where it speaks of a deed. Aid that is signed, or given in an amount of money, binds the donor even
//! where nobody says so.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::calendar::PartialDate;
use crate::figure::AmountMention;
use crate::frame::{Commitment, Frames, Instrument, Reading, Scene, Voice};
use crate::lexicon::{Role, Scheme};
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::{Nominal, Who};
use crate::text::{Kind as Line, covers};
use crate::vocab::{act, domain, stage};

/// Acts by which a side binds itself if what it speaks of is a deed.
pub(super) const BINDING: [&str; 3] = [act::DECIDE, act::ANNOUNCE, act::EXPRESS_INTENT];

/// The commitment in what a speaker's act governs: to provide, support, finance something.
pub(super) fn spoken(
    reading: &Reading<'_>,
    frames: &Frames,
    scene: &Scene,
    speakers: &[Voice],
    span: &Range<usize>,
) -> Option<Commitment> {
    let [speaker] = speakers else { return None };
    let unreal = scene.has(Role::Negation, span) || scene.has(Role::Condition, span);
    if !scene.has(Role::Deed, span) || unreal || is_of_others(reading, scene, span) {
        return None;
    }
    let committer = doer(scene, span).or(speaker.side())?;
    Some(Pledge { reading, frames, scene }.of(committer, span))
}

/// The country that is the subject of the deed: "said that the Government of Japan will provide".
fn doer(scene: &Scene, span: &Range<usize>) -> Option<EntityId> {
    let side = |n: &Nominal| n.side().filter(|_| !n.is_human());
    // In Japanese the subject of what is said has a particle of its own.
    let inner = |n: &&Nominal| n.embedded || n.subject && n.clause;
    let reported = scene.nominals.iter().filter(|n| covers(span, &n.units)).filter(inner).find_map(side);
    if reported.is_some() {
        return reported;
    }
    let future = scene.mentions.words_within(span).find(|m| m.is(Role::Future))?.units.start;
    let before = |n: &&Nominal| n.units.end <= future && future - n.units.end < 3;
    scene.nominals.iter().rev().find(before).and_then(side)
}

/// How many units before the verb its subject may begin.
const SUBJECT: usize = 5;

/// Whether an organisation that is no country's does the deed: "said that the World Bank will provide".
fn is_of_others(reading: &Reading<'_>, scene: &Scene, span: &Range<usize>) -> bool {
    let within = |role| scene.mentions.words_within(span).filter(move |m| m.is(role)).map(|m| m.units.clone());
    let Some(future) = within(Role::Future).next() else { return false };
    let from = within(Role::Complementiser).filter(|m| m.end <= future.start).last().map(|m| m.end);
    // The act may begin with the verb itself: its subject stands right before it.
    let from = from.unwrap_or(future.start.saturating_sub(SUBJECT).max(scene.sentence.units.start));
    let subject = scene.mentions.names.iter().filter(|m| from <= m.units.start && m.units.end <= future.start);
    subject.flat_map(Mention::entities).any(|e| {
        let organization = matches!(reading.cast.entity(e).kind, Kind::Organization(_));
        organization && reading.cast.country_of(e).is_none()
    })
}

/// Adds what is promised by an instrument, or by money that is given, in sentences of which no statement says so.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    let Some(donor) = donor(reading, frames) else { return };
    let bound = |scene: &Scene| frames.statements.iter().any(|s| s.sentence == scene.number && s.commitment.is_some());
    let free: Vec<&Scene> = reading.telling().filter(|s| s.sentence.kind == Line::Prose && !bound(s)).collect();
    let parts: Vec<&Scene> = free.iter().copied().filter(|s| details(reading, frames, s)).collect();
    // Where the parts of what is signed are told, the whole is no promise beside them.
    let giving = if parts.len() > 1 { parts } else { free.into_iter().filter(|s| gives(reading, frames, s)).collect() };
    let giving = with_sums(frames, giving);
    let pledges: Vec<_> = giving.into_iter().flat_map(|scene| made(reading, frames, scene, donor)).collect();
    frames.pledges.extend(pledges);
}

/// Of the sentences that give aid those with a sum, where there is one: the others name the same aid.
fn with_sums<'a>(frames: &Frames, giving: Vec<&'a Scene>) -> Vec<&'a Scene> {
    let summed = |scene: &&Scene| !scene.figures.amounts.is_empty();
    let spoken = frames.statements.iter().filter_map(|s| s.commitment.as_ref()).any(|c| c.amount.is_some());
    if !spoken && !giving.iter().any(summed) {
        return giving;
    }
    giving.into_iter().filter(summed).collect()
}

/// What a sentence promises: each of the texts that it names, else all of it.
fn made(reading: &Reading<'_>, frames: &Frames, scene: &Scene, donor: EntityId) -> Vec<(usize, Commitment)> {
    let pledge = Pledge { reading, frames, scene };
    let titles = titles(reading, frames, scene);
    let named = titles.iter().map(|title| Commitment { deed: title.clone(), ..pledge.of(donor, &reading.text.units_of(title)) });
    let named: Vec<Commitment> = named.collect();
    let made = if named.len() < 2 { vec![pledge.of(donor, &scene.sentence.units)] } else { named };
    made.into_iter().map(|commitment| (scene.number, commitment)).collect()
}

/// The titles of the texts in a sentence that give aid.
fn titles(reading: &Reading<'_>, frames: &Frames, scene: &Scene) -> Vec<Range<usize>> {
    let here = frames.instruments.iter().filter(|i| i.evidence.contains(&scene.number));
    let aid = here.filter(|i| i.domains.iter().any(|&d| reading.term(d).name == domain::AID));
    aid.filter_map(|i| i.title.clone()).collect()
}

/// The one of the two sides that is not of the region: aid flows to it, not from it.
fn donor(reading: &Reading<'_>, frames: &Frames) -> Option<EntityId> {
    let region: BTreeSet<EntityId> = reading.lexicon.register.region().collect();
    let parties = &frames.occasions[frames.main?].parties;
    let mut outside = parties.difference(&region).copied();
    let donor = outside.next().filter(|_| outside.next().is_none())?;
    (parties.len() > 1).then_some(donor)
}

/// Whether a sentence tells of aid that is signed, or of aid in an amount of money that is given.
fn gives(reading: &Reading<'_>, frames: &Frames, scene: &Scene) -> bool {
    let named = |m: &Mention, name: &str| m.terms().any(|t| reading.term(t).name == name);
    let aid = scene.terms(Scheme::Domain).any(|m| named(m, domain::AID));
    if !aid && details(reading, frames, scene) {
        return true;
    }
    let signed = scene.terms(Scheme::Stage).any(|m| named(m, stage::SIGNED)) && scene.terms(Scheme::Instrument).next().is_some();
    let negated = scene.has(Role::Negation, &scene.sentence.units) || scene.has(Role::Condition, &scene.sentence.units);
    let given = !scene.figures.amounts.is_empty() && scene.has(Role::Deed, &scene.sentence.units);
    aid && (signed || given && !is_past(scene)) && !negated
}

/// Whether a sentence tells of what was given before.
fn is_past(scene: &Scene) -> bool {
    scene.has(Role::Past, &scene.sentence.units)
}

/// Whether a sentence says what the aid that is signed goes to: an amount that is to be given, after the text that gives it.
fn details(reading: &Reading<'_>, frames: &Frames, scene: &Scene) -> bool {
    let aid = |i: &Instrument| i.domains.iter().any(|&d| reading.term(d).name == domain::AID);
    let signed = |i: &Instrument| i.stage.is_some_and(|s| reading.term(s).name == stage::SIGNED);
    let before = |i: &&Instrument| aid(i) && signed(i) && i.evidence.first().is_some_and(|&e| e < scene.number);
    let units = &scene.sentence.units;
    // A line of a list needs no verb.
    let told = scene.has(Role::Future, units) || reading.text.is_listed(&scene.sentence);
    let ahead = told && !scene.has(Role::Negation, units) && !scene.has(Role::Since, units);
    ahead && !scene.figures.amounts.is_empty() && frames.instruments.iter().any(|i| before(&i))
}

struct Pledge<'a> {
    reading: &'a Reading<'a>,
    frames: &'a Frames,
    scene: &'a Scene,
}

impl Pledge<'_> {
    fn of(&self, committer: EntityId, span: &Range<usize>) -> Commitment {
        let inside = |m: &&Mention| covers(span, &m.units);
        let domains = self.scene.terms(Scheme::Domain).filter(inside).flat_map(Mention::terms).collect();
        let deed = self.words(span);
        let amount = self.scene.figures.amounts.iter().find(|a| covers(&deed, &a.span));
        Commitment {
            committer,
            beneficiary: self.beneficiary(committer, span),
            amount: amount.map(|AmountMention { amount, currency, .. }| (*amount, currency.clone())),
            due: self.due(&deed),
            deed,
            domains,
            name: None,
            made_at: None,
            rule: "commitment.instrument",
        }
    }

    /// The words of the deed. Up to the end of the sentence its closing marks belong to them, its full stop does not.
    fn words(&self, span: &Range<usize>) -> Range<usize> {
        let (text, sentence) = (self.reading.text, &self.scene.sentence);
        if span.is_empty() {
            return sentence.span.start..sentence.span.start;
        }
        let end = if span.end == sentence.units.end {
            sentence.span.start + text.of(&sentence.span).trim_end_matches(['.', '。']).len()
        } else {
            text.units[span.end - 1].span.end
        };
        text.units[span.start].span.start..end
    }

    /// The date by which it is to be done: one that a word marks as a deadline.
    fn due(&self, deed: &Range<usize>) -> Option<PartialDate> {
        let deadline = |unit: usize| self.scene.mentions.role_at(unit, Role::Deadline);
        let marked = |span: &Range<usize>| {
            let Range { start, end } = self.reading.text.units_of(span);
            start.checked_sub(1).is_some_and(deadline) || deadline(end) || deadline(start)
        };
        self.scene.figures.dates.iter().find(|d| covers(deed, &d.span) && marked(&d.span)).map(|d| d.from)
    }

    /// The one other country that the clause names, else the other side of the main occasion.
    fn beneficiary(&self, committer: EntityId, span: &Range<usize>) -> Option<EntityId> {
        let named: BTreeSet<EntityId> = self
            .scene
            .nominals
            .iter()
            .filter(|n| covers(span, &n.units))
            .filter_map(|n| match n.who {
                Who::Country(country) if country != committer => Some(country),
                _ => None,
            })
            .collect();
        // Aid flows to the region: what a country of it decides is for itself, unless it says otherwise.
        let abroad = self.reading.lexicon.register.region().all(|c| c != committer);
        let main = self.frames.main.map(|m| &self.frames.occasions[m].parties).filter(|p| abroad && p.contains(&committer));
        let others: BTreeSet<EntityId> = main.into_iter().flatten().copied().filter(|&p| p != committer).collect();
        let candidates = if named.is_empty() { others } else { named };
        let mut candidates = candidates.into_iter();
        let one = candidates.next();
        one.filter(|_| candidates.next().is_none())
    }
}
