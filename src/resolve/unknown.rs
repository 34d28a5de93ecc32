//! Names that the register does not have, found by their shape: two or more capitalised words, katakana in parts,
//! or a run of kanji before a title.
//!
//! A name alone is none: it becomes a person only in a chunk with a title, an office or an honorific.

use std::ops::Range;

use crate::lexicon::{Lexicon, Role};
use crate::mention::{Mention, Mentions};
use crate::register::{EntityId, Kind, is_kanji, is_katakana};
use crate::source::Lang;
use crate::text::{Sentence, Text, overlap};

use super::Discourse;
use super::chunk::{Part, What};

/// A name as it is written, with the people of the register whose family name is in it.
#[derive(Debug, Clone)]
pub(super) struct Unknown {
    /// The name as written.
    pub(super) name: String,
    /// People of the register that it may be under another spelling of the given name.
    pub(super) namesakes: Vec<EntityId>,
    /// Whether an honorific stands beside it.
    pub(super) honoured: bool,
    /// Whether it is the name of whoever leads a delegation.
    pub(super) leads: bool,
}

/// How many parts a name can have.
const PARTS: std::ops::RangeInclusive<usize> = 2..=6;

/// The unknown and the newly introduced names of a sentence.
pub(super) fn unknown_names<'a>(
    lexicon: &Lexicon,
    text: &Text,
    sentence: &Sentence,
    mentions: &'a Mentions,
    discourse: &Discourse<'_>,
) -> Vec<Part<'a>> {
    let finder = Finder { lexicon, text, sentence, mentions, presented: presented(lexicon, mentions, sentence) };
    let mut parts = finder.introduced(discourse);
    let runs = if text.lang == Lang::Ja { finder.japanese_runs() } else { Vec::new() };
    for units in runs.into_iter().chain(finder.capitalised_runs()).filter(|units| finder.is_name(units)) {
        if !parts.iter().any(|p: &Part<'_>| overlap(&p.units, &units)) {
            let what = What::Unknown(finder.unknown(&units));
            parts.push(Part { units, what });
        }
    }
    parts
}

/// The longest word that a headline writes small.
const SMALL: usize = 3;

/// Whether a sentence writes every word but small ones with a capital.
fn is_headline(text: &Text, sentence: &Sentence) -> bool {
    let mut words = sentence.units.clone().map(|u| text.unit(u));
    text.lang != Lang::Ja && words.all(|w| w.chars().count() <= SMALL || !w.starts_with(char::is_lowercase))
}

struct Finder<'a, 'b> {
    lexicon: &'b Lexicon,
    text: &'b Text,
    sentence: &'b Sentence,
    mentions: &'a Mentions,
    /// At which units of the sentence a title, the sign of a post abroad or an honorific begins.
    presented: Vec<bool>,
}

fn presented(lexicon: &Lexicon, mentions: &Mentions, sentence: &Sentence) -> Vec<bool> {
    let mut starts = vec![false; sentence.units.len() + 1];
    let presents = |m: &&Mention| [Role::Title, Role::Post, Role::Honorific].iter().any(|&role| m.is(role));
    let known = |m: &&Mention| {
        let kind = |e: EntityId| &lexicon.register.entities[e].kind;
        m.entities().any(|e| matches!(kind(e), Kind::Office { .. } | Kind::Country { .. } | Kind::Organization(_)))
    };
    let all = mentions.words.iter().filter(presents).chain(mentions.names.iter().filter(known));
    all.for_each(|m| starts[m.units.start - sentence.units.start] = true);
    starts
}

impl Finder<'_, '_> {
    /// Whether capitals show a name: where every word of a headline has one they do not, unless the name stands in a sentence too.
    fn is_name(&self, units: &Range<usize>) -> bool {
        let name = self.words(units);
        let told = |s: &&Sentence| !is_headline(self.text, s) && self.text.of(&s.span).contains(name);
        !is_headline(self.text, self.sentence) || self.text.sentences.iter().any(|s| told(&s))
    }

    /// Later mentions of people whom the text has introduced, by whole or family name.
    fn introduced<'a>(&self, discourse: &Discourse<'_>) -> Vec<Part<'a>> {
        let mut parts: Vec<Part<'a>> = Vec::new();
        for (name, person) in &discourse.introduced {
            let width = if self.text.lang == Lang::Ja { name.chars().count() } else { 1 };
            let mut at = self.sentence.units.start;
            while at + width <= self.sentence.units.end {
                let units = at..at + width;
                if self.is_written(name, &units) && !parts.iter().any(|p| overlap(&p.units, &units)) {
                    parts.push(Part { units, what: What::Introduced(*person) });
                }
                at += 1;
            }
        }
        parts
    }

    /// Whether the units spell a family name, in Russian with an ending of its own.
    fn is_written(&self, name: &str, units: &Range<usize>) -> bool {
        let written = self.words(units);
        if self.text.lang != Lang::Ru {
            return written == name
                || written.chars().count() > 2 && written.to_lowercase() == name.to_lowercase() && capital(written);
        }
        let shared = name.chars().zip(written.chars()).take_while(|(a, b)| a == b).count();
        let (long, letters) = (name.chars().count(), written.chars().count());
        shared + 1 >= long && shared > 3 && letters <= long + 3 && capital(written)
    }

    /// The words of some units, with what stands between them.
    fn words(&self, units: &Range<usize>) -> &str {
        self.text.words(units)
    }

    fn gap(&self, unit: usize) -> &str {
        self.text.of(&(self.text.units[unit - 1].span.end..self.text.units[unit].span.start))
    }

    /// Runs of capitalised words that are neither titles nor names of anything known.
    fn capitalised_runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        if self.text.lang == Lang::Ja {
            return self.latin_runs();
        }
        for unit in self.sentence.units.clone().filter(|&u| self.may_be_name(u)) {
            match runs.last_mut() {
                Some(run) if run.end == unit && joins_names(self.text.unit(unit - 1), self.gap(unit)) => run.end = unit + 1,
                _ => runs.push(unit..unit + 1),
            }
        }
        // Behind "of" or "and" stands what somebody is minister of.
        let governed = |run: &Range<usize>| {
            let before = run.start.checked_sub(1).filter(|&b| b >= self.sentence.units.start);
            let joined = [Role::Complement, Role::Genitive, Role::Conjunction];
            let leading = before.is_some_and(|b| self.mentions.role_at(b, Role::Leading));
            !leading && before.is_some_and(|b| joined.iter().any(|&role| self.mentions.role_at(b, role)))
        };
        runs.retain(|run| PARTS.contains(&run.len()) && !self.is_known(run) && self.has_new_word(run) && !governed(run));
        runs
    }

    /// In Japanese letters are units: a run of Latin words is a name in brackets behind an honorific.
    fn latin_runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let latin = |u: usize| self.text.unit(u).chars().all(|c| c.is_alphabetic() && c.is_ascii());
        for unit in self.sentence.units.clone().filter(|&u| latin(u) && !self.mentions.role_at(u, Role::Honorific)) {
            match runs.last_mut() {
                Some(run) if run.end == unit && matches!(self.gap(unit), "" | " " | "-" | "'") => run.end = unit + 1,
                _ => runs.push(unit..unit + 1),
            }
        }
        let honoured = |run: &Range<usize>| run.start > 0 && self.mentions.role_at(run.start - 1, Role::Honorific);
        let parts = |run: &Range<usize>| self.words(run).split([' ', '-']).count();
        runs.retain(|run| honoured(run) && PARTS.contains(&parts(run)) && !self.is_known(run));
        runs
    }

    /// Runs of katakana in parts, and runs of kanji of a name's length that a title, a post or an honorific follows.
    fn japanese_runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let katakana = |u: usize| is_katakana(self.text.unit(u)) || matches!(self.text.unit(u), "・");
        let free = |u: usize| !self.mentions.names.iter().any(|m| m.units.contains(&u) && m.surnames().next().is_none());
        for unit in self.sentence.units.clone().filter(|&u| katakana(u) && free(u)) {
            match runs.last_mut() {
                Some(run) if run.end == unit => run.end = unit + 1,
                _ => runs.push(unit..unit + 1),
            }
        }
        for run in &mut runs {
            while run.len() > 1 && self.text.unit(run.start) == "・" {
                run.start += 1;
            }
            while run.len() > 1 && self.text.unit(run.end - 1) == "・" {
                run.end -= 1;
            }
        }
        let parts = |run: &Range<usize>| self.words(run).split(['・', '=']).filter(|p| p.chars().count() > 1).count();
        // A dot may join the name to the country or the organisation of the title.
        let behind = |run: &Range<usize>| {
            let dotted = run.end < self.sentence.units.end && self.text.unit(run.end) == "・";
            self.is_presented(run.end) || dotted && self.is_presented(run.end + 1)
        };
        runs.retain(|run| PARTS.contains(&parts(run)) && !self.is_known(run) && behind(run));
        runs.extend(self.kanji_runs());
        runs
    }

    fn kanji_runs(&self) -> Vec<Range<usize>> {
        let kanji = |u: usize| is_kanji(self.text.unit(u));
        let mut runs = Vec::new();
        for end in self.sentence.units.clone().skip(3).filter(|&u| self.is_presented(u)) {
            let mut start = end;
            let small = |u: usize| [Role::Honorific, Role::Home, Role::Counterpart].iter().any(|&r| self.mentions.role_at(u, r));
            while start > self.sentence.units.start && kanji(start - 1) && !small(start - 1) {
                start -= 1;
            }
            let run = start..end - self.ministry_of(start..end);
            let named = self.mentions.names.iter().any(|m| overlap(&m.units, &run) && m.surnames().next().is_none());
            let term =
                run.clone().any(|u| self.mentions.is_term(u)) || run.clone().any(|u| self.mentions.role_at(u, Role::Title));
            if (3..=5).contains(&run.len()) && !named && !term && !self.is_ministry(&run) && !self.is_known(&run) {
                runs.push(run);
            }
        }
        runs
    }

    fn is_presented(&self, unit: usize) -> bool {
        self.presented[unit - self.sentence.units.start]
    }

    /// 経済産業 before 副大臣 is a ministry, not a person.
    fn is_ministry(&self, run: &Range<usize>) -> bool {
        let words = self.words(run);
        let organizations = self.lexicon.register.entities.iter().filter(|e| matches!(e.kind, Kind::Organization(_)));
        organizations.flat_map(|e| e.names.of(Lang::Ja)).any(|name| name.starts_with(words))
    }

    /// How many units at the end of a run, behind a name, are a ministry: 経済産業 between a name and 副大臣.
    fn ministry_of(&self, run: Range<usize>) -> usize {
        // No ministry's name is longer, and what is longer still is no name with one.
        if run.len() > LONGEST_MINISTRY + LONGEST_NAME {
            return 0;
        }
        let lengths = 2..run.len().saturating_sub(2);
        lengths.rev().find(|&n| self.is_ministry(&(run.end - n..run.end))).unwrap_or(0)
    }

    fn may_be_name(&self, unit: usize) -> bool {
        let word = self.text.unit(unit);
        let named = self.mentions.names.iter().find(|m| m.units.contains(&unit));
        let free = named.is_none_or(|m| m.surnames().next().is_some() && m.entities().next().is_none());
        let small =
            [Role::Title, Role::Honorific, Role::Both, Role::All, Role::Article, Role::Preposition, Role::Male, Role::Female];
        capital(word)
            && word.chars().all(char::is_alphabetic)
            && free
            && !small.iter().any(|&role| self.mentions.role_at(unit, role))
            && !self.mentions.is_term(unit)
    }

    /// Whether a register's name covers just the run.
    fn is_known(&self, run: &Range<usize>) -> bool {
        self.mentions.names.iter().any(|m| m.units.start <= run.start && run.end <= m.units.end)
    }

    /// A run of family names alone, or of one with nothing new, introduces nobody.
    fn has_new_word(&self, run: &Range<usize>) -> bool {
        run.clone().any(|u| !self.mentions.names.iter().any(|m| m.units.contains(&u)))
    }

    fn unknown(&self, units: &Range<usize>) -> Unknown {
        let inside = self.mentions.names.iter().filter(|m| overlap(&m.units, units));
        let namesakes = inside.flat_map(Mention::surnames).collect();
        let honoured = units.start > self.sentence.units.start && self.mentions.role_at(units.start - 1, Role::Honorific)
            || units.end < self.sentence.units.end && self.mentions.role_at(units.end, Role::Honorific);
        let leads = units.start > self.sentence.units.start && self.mentions.role_at(units.start - 1, Role::Leading);
        Unknown { name: self.words(units).to_owned(), namesakes, honoured, leads }
    }
}

/// The longest name of a ministry before a title, and of a person, in kanji.
const LONGEST_MINISTRY: usize = 12;
const LONGEST_NAME: usize = 5;

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether a name goes on: after a space, a hyphen, an apostrophe, or the full stop of an initial.
fn joins_names(before: &str, gap: &str) -> bool {
    matches!(gap, " " | "-" | "'") || matches!(gap, ". " | ".") && before.chars().count() == 1
}
