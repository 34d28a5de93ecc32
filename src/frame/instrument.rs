//! Instruments: texts that are signed, issued, negotiated or merely spoken of, each with the stage it has come to.
//!
//! A word for a text tells of one if a stage, a quoted title or a subject matter stands with it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::{Frames, Instrument, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::source::Lang;
use crate::text::{Kind as Line, overlap};
use crate::vocab::{class, stage};

/// Stages at which an instrument comes into being on the day of the occasion.
const DATED: [&str; 4] = [stage::SIGNED, stage::ISSUED, stage::ADOPTED, stage::INITIALLED];

/// How far from the word of a stage the word that denies it may stand, in units.
const DENIAL: usize = 10;

/// How many units after its name a text's subject matter may stand.
const REACH: usize = 60;

/// Finds the instruments.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    for scene in reading.telling() {
        let mentions: Vec<&Mention> = scene.terms(Scheme::Instrument).collect();
        for (i, mention) in mentions.iter().enumerate() {
            let to = mentions.get(i + 1).map_or(scene.sentence.units.end, |m| m.units.start);
            let from = i.checked_sub(1).map_or(scene.sentence.units.start, |p| mentions[p].units.end);
            if let Some(instrument) = instrument(reading, frames, scene, mention, from..to) {
                merge(reading, &mut frames.instruments, instrument);
            }
        }
    }
}

fn instrument(
    reading: &Reading<'_>,
    frames: &Frames,
    scene: &Scene,
    mention: &Mention,
    window: Range<usize>,
) -> Option<Instrument> {
    let class = mention.terms().max_by_key(|&t| reading.term(t).lineage.len())?;
    let generic = reading.term(class).name == class::OTHER_INSTRUMENT;
    let title = title(reading, scene, mention, &window);
    let domains = subject(reading, scene, mention, &window);
    let stage = stage(reading, scene, mention);
    let negated = stage.as_ref().is_some_and(|(m, _)| denied(reading, scene, m));
    let told = title.is_some() || !domains.is_empty() || stage.is_some() && !generic;
    // In a title without a verb the text is what the release is about.
    if negated || !told && scene.sentence.kind != Line::Title || generic && domains.is_empty() {
        return None;
    }
    let stage = stage.map(|(_, stage)| stage).filter(|&s| reading.term(s).name != stage::MENTIONED);
    let main = frames.main.map(|m| &frames.occasions[m]);
    let dated = stage.is_some_and(|s| DATED.contains(&reading.term(s).name.as_str()));
    let held = main.filter(|m| m.realis == Realis::Held && dated);
    Some(Instrument {
        class,
        title,
        stage,
        date: held.and_then(|m| m.date),
        parties: main.map(|m| m.parties.clone()).unwrap_or_default(),
        domains,
        adopted_at: held.and(frames.main),
        evidence: BTreeSet::from([scene.number]),
        rule: if stage.is_some() { "instrument.stage" } else { "instrument.subject" },
    })
}

/// Whether a stage is said not to have come about: in Japanese behind the word, else before it.
fn denied(reading: &Reading<'_>, scene: &Scene, stage: &Mention) -> bool {
    let near = reading.denying(scene, &stage.units, DENIAL);
    let mark = near.clone().find(|&u| reading.text.lang == Lang::Ja && reading.text.units[u].mark);
    scene.has(Role::Negation, &(near.start..mark.unwrap_or(near.end)))
}

/// The stage that the sentence gives: the nearest that is a fact; the aim of signing something is none.
fn stage<'a>(reading: &Reading<'_>, scene: &'a Scene, mention: &Mention) -> Option<(&'a Mention, TermId)> {
    let factual = |m: &&Mention| {
        let before = m.units.start.saturating_sub(4).max(scene.sentence.units.start)..m.units.start;
        !scene.has(Role::Purpose, &before)
    };
    let gap = |m: &Mention| {
        if m.units.end <= mention.units.start {
            mention.units.start - m.units.end
        } else {
            m.units.start.saturating_sub(mention.units.end)
        }
    };
    // The name itself may tell: 書簡の署名・交換. A verb beside it counts before that.
    let inside = |m: &Mention| overlap(&m.units, &mention.units) && m.units.len() <= mention.units.len();
    // What has come about counts before what is meant to come.
    let planned = |m: &Mention| m.terms().any(|t| matches!(reading.term(t).name.as_str(), stage::PLANNED | stage::PROPOSED));
    let nearest = scene.terms(Scheme::Stage).filter(factual).min_by_key(|m| (inside(m), planned(m), gap(m), m.units.start))?;
    Some((nearest, nearest.terms().next()?))
}

/// Quotation marks in pairs.
const QUOTES: [(char, char); 6] = [('«', '»'), ('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('„', '“')];

/// The quotation that begins close behind the word, or in Japanese ends close before it, as a span of the folded text.
fn title(reading: &Reading<'_>, scene: &Scene, mention: &Mention, window: &Range<usize>) -> Option<Range<usize>> {
    let text = reading.text;
    let words = text.bytes(&mention.units);
    let found = if text.lang == Lang::Ja {
        let from = text.units[window.start].span.start.min(words.start);
        quoted_before(&text.folded[from..words.start]).map(|q| q.start + from..q.end + from)
    } else {
        let behind = window.end.checked_sub(1).map_or(words.end, |last| text.units[last].span.end);
        let quoted = quoted_behind(&text.folded[words.end..scene.sentence.span.end])?;
        Some(quoted.start + words.end..quoted.end + words.end).filter(|q| q.start < behind)
    };
    // A forum or a place in quotation marks is no title.
    let named = |q: &Range<usize>| {
        scene.mentions.names.iter().any(|m| {
            let name = text.bytes(&m.units);
            name.start <= q.start && q.end <= name.end + 2
        })
    };
    found.filter(|q| text.of(q).chars().count() > 8 && !named(q))
}

fn quoted_behind(text: &str) -> Option<Range<usize>> {
    let quotes = QUOTES.iter().filter_map(|&(open, close)| {
        let start = text.find(open)? + open.len_utf8();
        let end = start + text[start..].find(close)?;
        (start <= 60).then(|| trimmed(text, start..end))
    });
    quotes.min_by_key(|q| q.start)
}

fn quoted_before(text: &str) -> Option<Range<usize>> {
    let quotes = QUOTES.iter().filter_map(|&(open, close)| {
        let end = text.rfind(close)?;
        let start = text[..end].rfind(open)? + open.len_utf8();
        (text[end..].chars().count() <= 10).then(|| trimmed(text, start..end))
    });
    quotes.max_by_key(|q| q.end)
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = &text[span.clone()];
    let start = span.start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// The domains named as what the text is about: behind the word, or in Japanese before it.
fn subject(reading: &Reading<'_>, scene: &Scene, mention: &Mention, window: &Range<usize>) -> BTreeSet<TermId> {
    let near = if reading.text.lang == Lang::Ja {
        window.start.max(mention.units.start.saturating_sub(REACH * 2))..mention.units.end
    } else {
        // Compounds name their subject before the word: "air services agreement".
        window.start.max(mention.units.start.saturating_sub(3))..window.end.min(mention.units.end + REACH)
    };
    let inside = |m: &&Mention| near.start <= m.units.start && m.units.end <= near.end.max(mention.units.end);
    scene.terms(Scheme::Domain).filter(inside).flat_map(Mention::terms).collect()
}

/// Adds an instrument, or what is told anew of one that is there.
fn merge(reading: &Reading<'_>, instruments: &mut Vec<Instrument>, new: Instrument) {
    let same = |old: &Instrument| {
        let (a, b) = (reading.term(old.class), reading.term(new.class));
        let single = |name: &str| matches!(name, class::JOINT_STATEMENT | class::DECLARATION);
        let titles = match (&old.title, &new.title) {
            (Some(x), Some(y)) => reading.text.of(x) == reading.text.of(y),
            _ => single(&a.name) || !old.domains.is_disjoint(&new.domains) || old.domains.is_empty() || new.domains.is_empty(),
        };
        (a.name == b.name || a.is_a(&b.name) && b.name != class::INSTRUMENT) && titles
    };
    let Some(old) = instruments.iter_mut().find(|o| same(o)) else {
        instruments.push(new);
        return;
    };
    if old.stage.is_none() {
        (old.stage, old.date, old.adopted_at, old.rule) = (new.stage, new.date, new.adopted_at, new.rule);
    }
    old.title = old.title.take().or(new.title);
    if !matches!(reading.term(old.class).name.as_str(), class::JOINT_STATEMENT | class::DECLARATION) {
        old.domains.extend(new.domains);
    }
    old.evidence.extend(new.evidence);
}
