//! Coverage: what became of each sentence of a release, and which words nobody has taught the lexicon yet.
//!
//! A sentence is coded if a fact rests on it, skipped if there is a reason to leave it, and unknown otherwise; the three add
//! up to all sentences. The words of unknown sentences are the list of what to teach next.

use std::collections::{BTreeMap, BTreeSet};

use crate::frame::{Frames, Reading, Scene};
use crate::lexicon::Role;
use crate::register::is_katakana;
use crate::source::Lang;
use crate::text::{Kind as Line, overlap};

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// At least one fact has it as its evidence.
    Coded,
    /// It was left, for this reason.
    Skipped(&'static str),
    /// No rule covers it.
    Unknown,
}

/// What was understood of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The language it was read in.
    pub lang: Lang,
    /// The fate of each sentence, in order.
    pub fates: Vec<Fate>,
    /// In how many unknown sentences a word stands where its verb is to be expected.
    pub verbs: BTreeMap<String, usize>,
    /// How often a name stands in the text that neither the register nor the text itself explains.
    pub names: BTreeMap<String, usize>,
}

/// Sorts the sentences of a release.
pub fn coverage(reading: &Reading<'_>, frames: &Frames) -> Coverage {
    let mut coded: BTreeSet<usize> = frames.statements.iter().map(|s| s.sentence).collect();
    coded.extend(frames.occasions.iter().flat_map(|o| &o.evidence));
    coded.extend(frames.instruments.iter().flat_map(|i| &i.evidence));
    coded.extend(frames.pledges.iter().map(|(sentence, _)| *sentence));
    let fates: Vec<Fate> = reading.scenes.iter().map(|scene| fate(scene, &coded, frames)).collect();
    let (mut verbs, mut names) = (BTreeMap::new(), BTreeMap::new());
    for (scene, fate) in reading.scenes.iter().zip(&fates) {
        if *fate == Fate::Unknown
            && let Some(verb) = verb(reading, scene)
        {
            *verbs.entry(verb).or_insert(0) += 1;
        }
        if scene.sentence.kind == Line::Prose {
            unnamed(reading, scene).into_iter().for_each(|name| *names.entry(name).or_insert(0) += 1);
        }
    }
    Coverage { lang: reading.text.lang, fates, verbs, names }
}

fn fate(scene: &Scene, coded: &BTreeSet<usize>, frames: &Frames) -> Fate {
    if coded.contains(&scene.number) {
        return Fate::Coded;
    }
    match scene.sentence.kind {
        Line::Title => return Fate::Skipped("title"),
        Line::Heading => return Fate::Skipped("heading"),
        Line::Caption => return Fate::Skipped("caption"),
        Line::Navigation => return Fate::Skipped("links after the text"),
        Line::Prose => {}
    }
    if frames.out_of_scope {
        return Fate::Skipped("out of scope");
    }
    let noted = frames.skipped.iter().find(|s| s.sentence == scene.number);
    noted.map_or(Fate::Unknown, |note| Fate::Skipped(note.reason))
}

/// The word that is most likely the verb of a sentence that no rule covers: behind its first subject, in Japanese the last
/// word before the full stop.
fn verb(reading: &Reading<'_>, scene: &Scene) -> Option<String> {
    let units = scene.sentence.units.clone();
    if reading.text.lang == Lang::Ja {
        let kanji = |u: &usize| reading.text.unit(*u).chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        let last = units.rev().find(kanji)?;
        let end = scene.sentence.units.end.min(last + 3);
        let start = (scene.sentence.units.start..last).rev().take_while(kanji).last().unwrap_or(last);
        return Some((start..end).map(|u| reading.text.unit(u)).filter(|u| *u != "。").collect());
    }
    let first = scene.nominals.iter().find(|n| n.subject).map_or(units.start, |n| n.units.end);
    let plain = |u: &usize| {
        let word = reading.text.unit(*u);
        let small = [Role::Preposition, Role::Article, Role::Conjunction, Role::Complementiser, Role::Genitive, Role::Honorific];
        word.chars().count() > 2
            && word.starts_with(char::is_lowercase)
            && !reading.text.units[*u].mark
            && !scene.mentions.is_term(*u)
            && !small.iter().any(|&role| scene.mentions.role_at(*u, role))
    };
    (first..units.end).find(plain).map(|u| reading.text.unit(u).to_lowercase())
}

/// Runs of capitalised words, in Japanese of katakana, that no name of the register and nobody introduced covers.
fn unnamed(reading: &Reading<'_>, scene: &Scene) -> Vec<String> {
    let japanese = reading.text.lang == Lang::Ja;
    let dated = |u: usize| scene.figures.dates.iter().any(|d| overlap(&d.span, &reading.text.units[u].span));
    let covered = |u: usize| {
        dated(u)
            || scene.mentions.names.iter().any(|m| m.units.contains(&u))
            || scene.nominals.iter().any(|n| n.units.contains(&u))
            || scene.mentions.is_term(u)
            || scene.mentions.words.iter().any(|m| m.units.contains(&u))
    };
    let shaped = |u: usize| {
        let word = reading.text.unit(u);
        if japanese { is_katakana(word) } else { word.starts_with(char::is_uppercase) && word.chars().count() > 1 }
    };
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for unit in scene.sentence.units.clone().filter(|&u| shaped(u) && !covered(u)) {
        match runs.last_mut() {
            Some(run) if run.end == unit => run.end = unit + 1,
            _ => runs.push(unit..unit + 1),
        }
    }
    // A capital opens every sentence; a short run of katakana is a common word.
    let least = if japanese { 5 } else { 1 };
    runs.retain(|run| run.len() >= least && (japanese || run.start > scene.sentence.units.start));
    let text = reading.text;
    runs.iter().map(|run| text.words(run).to_owned()).collect()
}
