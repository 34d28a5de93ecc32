//! Instruments: texts that are signed, issued, negotiated or merely spoken of, each with the stage it has come to.
//!
//! A word for a text tells of one if a stage, a quoted title or a subject matter stands with it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::calendar::PartialDate;
use crate::frame::{Frames, Instrument, Reading, Realis, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::register::EntityId;
use crate::resolve::Nominal;
use crate::source::Lang;
use crate::text::{Kind as Line, Text, overlap};
use crate::vocab::{class, stage};

/// Stages at which an instrument comes into being on the day of the occasion.
const DATED: [&str; 4] = [stage::SIGNED, stage::ISSUED, stage::ADOPTED, stage::INITIALLED];

/// How far from the word of a stage the word that denies it may stand, in units.
const DENIAL: usize = 10;

/// How many units after its name a text's subject matter may stand.
const REACH: usize = 60;

/// Finds the instruments.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    // The stage of the documents that a list goes on to name.
    let mut listed: Option<TermId> = None;
    for scene in reading.naming() {
        let item = is_item(reading, scene);
        if !item {
            listed = announced(reading, scene);
        } else if listed.is_none() && scene.sentence.kind == Line::Heading {
            continue;
        }
        let mentions: Vec<&Mention> = scene.terms(Scheme::Instrument).collect();
        for (i, mention) in mentions.iter().enumerate() {
            let to = mentions.get(i + 1).map_or(scene.sentence.units.end, |m| m.units.start);
            let from = i.checked_sub(1).map_or(scene.sentence.units.start, |p| mentions[p].units.end);
            let stage = listed.filter(|_| item);
            for instrument in instruments(reading, frames, scene, mention, from..to, stage) {
                merge(reading, &mut frames.instruments, instrument);
            }
        }
    }
}

/// Whether a line is one of a list, or a heading.
fn is_item(reading: &Reading<'_>, scene: &Scene) -> bool {
    scene.sentence.kind == Line::Heading || reading.text.is_listed(&scene.sentence)
}

/// The stage of the documents that a sentence announces, which stand in the lines below: "the following documents were
/// signed", 次の文書が署名された.
fn announced(reading: &Reading<'_>, scene: &Scene) -> Option<TermId> {
    let generic = |m: &Mention| m.terms().any(|t| reading.term(t).name == class::OTHER_INSTRUMENT);
    let opens = reading.text.of(&scene.sentence.span).trim_end().ends_with([':', '：']);
    let documents = scene.terms(Scheme::Instrument).any(generic) || scene.has(Role::Following, &scene.sentence.units);
    let stage = scene.terms(Scheme::Stage).flat_map(Mention::terms).find(|&t| is_dated(reading, t))?;
    (documents || opens).then_some(stage)
}

fn is_dated(reading: &Reading<'_>, stage: TermId) -> bool {
    DATED.contains(&reading.term(stage).name.as_str())
}

/// What one mention tells of: an instrument, or one for each of several titles that stand in a row.
fn instruments(
    reading: &Reading<'_>,
    frames: &Frames,
    scene: &Scene,
    mention: &Mention,
    window: Range<usize>,
    listed: Option<TermId>,
) -> Vec<Instrument> {
    let bounds = reading.text.bytes(&window);
    let Some(first) = instrument(reading, frames, scene, mention, window, listed) else { return Vec::new() };
    let Some(title) = first.title.clone() else { return vec![first] };
    let others =
        in_a_row(reading, scene, &title, &bounds).into_iter().map(|title| Instrument { title: Some(title), ..first.clone() });
    let others: Vec<Instrument> = others.collect();
    std::iter::once(first).chain(others).collect()
}

/// How many letters may stand between two titles of one row: 「A」及び「B」.
const ROW: usize = 24;
/// How many may stand there where the second is called the other: "one on "A" under a scheme, the other on "B"".
const OTHER: usize = 140;

/// The titles that stand in one row with another, behind it or, in Japanese, before it.
fn in_a_row(reading: &Reading<'_>, scene: &Scene, title: &Range<usize>, bounds: &Range<usize>) -> Vec<Range<usize>> {
    let text = &reading.text.folded;
    // The row ends where the next text begins; the last quotation mark of a sentence stands behind its last word.
    let end = if bounds.end == reading.text.bytes(&scene.sentence.units).end { scene.sentence.span.end } else { bounds.end };
    let joined = |between: &Range<usize>| {
        let units = reading.text.units_of(between);
        let roles = [Role::Conjunction, Role::Coordinator];
        let words = roles.iter().any(|&role| scene.has(role, &units)) || text[between.clone()].contains(',');
        let other = scene.has(Role::OtherOne, &units);
        let length = text[between.clone()].chars().count();
        words && length <= ROW || other && length <= OTHER
    };
    let mut row = Vec::new();
    let mut edge = title.clone();
    loop {
        let next = if reading.text.lang == Lang::Ja {
            let start = bounds.start.min(edge.start);
            let open = text[start..edge.start].char_indices().next_back().map_or(0, |(at, _)| at);
            quotation_before(&text[start..start + open]).map(|q| q.start + start..q.end + start)
        } else {
            quotation_behind(&text[edge.end..end.max(edge.end)], true).map(|q| q.start + edge.end..q.end + edge.end)
        };
        let Some(next) = next else { break };
        let between = if next.end <= edge.start { next.end..edge.start } else { edge.end..next.start };
        if !joined(&between) {
            break;
        }
        row.extend(Some(next.clone()).filter(|next| is_title(reading.text, next)));
        edge = next;
    }
    row
}

fn instrument(
    reading: &Reading<'_>,
    frames: &Frames,
    scene: &Scene,
    mention: &Mention,
    window: Range<usize>,
    listed: Option<TermId>,
) -> Option<Instrument> {
    let class = mention.terms().max_by_key(|&t| reading.term(t).lineage.len())?;
    let generic = reading.term(class).name == class::OTHER_INSTRUMENT;
    let title = title(reading, scene, mention, &window);
    let domains = subject(reading, scene, mention, &window);
    let told_here = stage(reading, scene, mention);
    let negated = told_here.as_ref().is_some_and(|(m, _)| denied(reading, scene, m));
    let own = told_here.as_ref().and_then(|(m, _)| own_date(reading, scene, m));
    let stage = told_here.map(|(_, stage)| stage).or(listed);
    let told = title.is_some() || !domains.is_empty() || stage.is_some() && !generic;
    // In a title without a verb the text is what the release is about.
    if negated || !told && scene.sentence.kind != Line::Title || generic && domains.is_empty() {
        return None;
    }
    let stage = stage.filter(|&s| reading.term(s).name != stage::MENTIONED);
    let between = between(scene, mention, &window);
    // A text between others was not made at the occasion reported.
    let main = frames.main.map(|m| &frames.occasions[m]);
    let main = main.filter(|m| between.is_empty() || between.is_subset(&m.parties));
    let dated = stage.is_some_and(|s| is_dated(reading, s));
    // What was signed on a day of its own was not signed at the occasion that the release reports.
    let own = own.filter(|d| dated && main.and_then(|m| m.date).is_none_or(|m| !m.to_month().agrees(*d)));
    let held = main.filter(|m| m.realis == Realis::Held && dated && own.is_none());
    Some(Instrument {
        class,
        title,
        stage,
        date: own.or(held.and_then(|m| m.date)),
        parties: main.map(|m| m.parties.clone()).unwrap_or(between),
        domains,
        steps: BTreeSet::new(),
        adopted_at: held.and(frames.main),
        evidence: BTreeSet::from([scene.number]),
        rule: if stage.is_some() { "instrument.stage" } else { "instrument.subject" },
    })
}

/// The two countries that a text is said to be between: "a memorandum between Kazakhstan and Russia".
fn between(scene: &Scene, mention: &Mention, window: &Range<usize>) -> BTreeSet<EntityId> {
    let behind = mention.units.end..window.end.max(mention.units.end);
    let Some(word) = scene.mentions.words_within(&behind).find(|m| m.is(Role::Between)) else { return BTreeSet::new() };
    let named = scene.nominals.iter().filter(|n| n.units.start >= word.units.end && n.units.end <= window.end);
    let sides: BTreeSet<EntityId> = named.filter_map(Nominal::side).take(2).collect();
    if sides.len() == 2 { sides } else { BTreeSet::new() }
}

/// How many units from the word of a stage its date may stand.
const NEAR: usize = 12;

/// The date that stands beside the word of a stage: "signed in Tokyo on 29 July 2002".
fn own_date(reading: &Reading<'_>, scene: &Scene, stage: &Mention) -> Option<PartialDate> {
    let reach = if reading.text.lang == Lang::Ja { NEAR * 3 } else { NEAR };
    let gap = |span: &Range<usize>| {
        let units = reading.text.units_of(span);
        units.start.saturating_sub(stage.units.end).max(stage.units.start.saturating_sub(units.end))
    };
    let near = scene.figures.dates.iter().filter(|d| gap(&d.span) < reach);
    near.min_by_key(|d| gap(&d.span)).map(|d| d.from)
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
        quotation_before(&text.folded[from..words.start]).map(|q| q.start + from..q.end + from)
    } else {
        let behind = window.end.checked_sub(1).map_or(words.end, |last| text.units[last].span.end);
        let quoted = quotation_behind(&text.folded[words.end..scene.sentence.span.end], false)?;
        Some(quoted.start + words.end..quoted.end + words.end).filter(|q| q.start < behind)
    };
    // A forum or a place in quotation marks is no title.
    let named = |q: &Range<usize>| {
        scene.mentions.names.iter().any(|m| {
            let name = text.bytes(&m.units);
            name.start <= q.start && q.end <= name.end + 2
        })
    };
    found.filter(|q| is_title(text, q) && !named(q))
}

/// A quotation of so many characters or fewer is no title.
const SHORT: usize = 8;
/// How many characters behind a word a title may begin.
const BEHIND: usize = 60;
/// How many characters before a Japanese word a title may end.
const BEFORE: usize = 16;

/// The first quotation of a text; the one that is open there is passed over where it `continues` a row.
fn quotation_behind(text: &str, continues: bool) -> Option<Range<usize>> {
    let from = if continues { text.find(|c| QUOTES.iter().any(|&(_, close)| c == close)).map_or(0, |i| i + 1) } else { 0 };
    let from = (from..=text.len()).find(|&i| text.is_char_boundary(i))?;
    let quotes = QUOTES.iter().filter_map(|&(open, close)| {
        let start = from + text[from..].find(open)? + open.len_utf8();
        let end = start + text[start..].find(close)?;
        let reach = if continues { OTHER } else { BEHIND };
        (text[from..start].chars().count() <= reach).then(|| trimmed(text, start..end))
    });
    quotes.min_by_key(|q| q.start)
}

fn quotation_before(text: &str) -> Option<Range<usize>> {
    let quotes = QUOTES.iter().filter_map(|&(open, close)| {
        let end = text.rfind(close)?;
        let start = text[..end].rfind(open)? + open.len_utf8();
        (text[end..].chars().count() <= BEFORE).then(|| trimmed(text, start..end))
    });
    quotes.max_by_key(|q| q.end)
}

/// Whether a quotation is long enough for a title, and made of words.
fn is_title(text: &Text, quotation: &Range<usize>) -> bool {
    text.of(quotation).chars().count() > SHORT && !text.units_of(quotation).is_empty()
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
        let dates = old.date.zip(new.date).is_none_or(|(d, e)| d.agrees(e));
        dates && (a.name == b.name || a.is_a(&b.name) && b.name != class::INSTRUMENT) && titles
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
