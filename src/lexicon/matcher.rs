//! The matcher: the labels of one language in a prefix tree, walked from every unit of a sentence.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{PoisonError, RwLock};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::source::Lang;
use crate::text::Text;
use crate::words::Words;

use super::Entry;
use super::key::{self, Keys, Style};

/// The key of a gap in a label; no word has it.
const GAP: u32 = 0;

/// The key of a word that no label has.
const NONE: u32 = u32::MAX;

/// How many words are kept with their keys; beyond it they are forgotten, so that endless random text fills no memory.
const REMEMBERED: usize = 200_000;

/// A match: units `start..end` of the text, how many of them the label names, and the senses of the label.
#[derive(Debug, Clone)]
pub struct Match<'a> {
    /// First unit.
    pub start: usize,
    /// Unit after the last.
    pub end: usize,
    /// How many words of the label were compared; a longer label wins.
    pub weight: usize,
    /// Its senses.
    pub entries: &'a [Entry],
}

/// The prefix tree of one language. Node 0 is the root.
pub(super) struct Matcher {
    spelling: Keys,
    keys: FxHashMap<String, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    entries: Vec<Vec<Entry>>,
    /// The keys of words seen before: stems are costly, and texts repeat their words.
    seen: RwLock<FxHashMap<Box<str>, [u32; 3]>>,
}

impl Matcher {
    pub(super) fn new(lang: Lang, words: &Words) -> Self {
        Self {
            spelling: Keys::new(lang, &words.letter.linking),
            keys: FxHashMap::default(),
            edges: FxHashMap::default(),
            entries: vec![Vec::new()],
            seen: RwLock::new(HashMap::with_hasher(FxBuildHasher)),
        }
    }

    pub(super) fn add(&mut self, label: &str, style: Style, entry: Entry) {
        let mut node = 0;
        for key in self.spelling.of_label(label, style) {
            let key = if key == key::GAP { GAP } else { self.intern(key) };
            let next = self.entries.len() as u32;
            node = *self.edges.entry((node, key)).or_insert(next);
            if node == next {
                self.entries.push(Vec::new());
            }
        }
        let entries = &mut self.entries[node as usize];
        if node != 0 && !entries.iter().any(|e| e.sense == entry.sense && (e.oblique == entry.oblique || !e.oblique)) {
            entries.push(entry);
        }
    }

    /// All labels that begin at each unit, sorted by where they begin and end.
    pub(super) fn matches<'a>(&'a self, text: &Text, units: Range<usize>) -> Vec<Match<'a>> {
        let keys: Vec<[u32; 3]> = units.clone().map(|u| self.keys_of(text.unit(u))).collect();
        let mut found = Vec::new();
        for at in 0..keys.len() {
            let mut walk = Walk { matcher: self, text, keys: &keys, first: units.start, at, found: &mut found };
            walk.step(0, at, 0, 0);
        }
        found.sort_by_key(|m| (m.start, m.end));
        found
    }

    fn intern(&mut self, key: String) -> u32 {
        let next = self.keys.len() as u32 + 1;
        *self.keys.entry(key).or_insert(next)
    }

    /// The keys under which a unit of the text may stand in the tree; [`NONE`] for those that no label has.
    fn keys_of(&self, unit: &str) -> [u32; 3] {
        if let Some(keys) = self.seen.read().unwrap_or_else(PoisonError::into_inner).get(unit) {
            return *keys;
        }
        let keys = self.keys_anew(unit);
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(unit.into(), keys);
        keys
    }

    fn keys_anew(&self, unit: &str) -> [u32; 3] {
        self.spelling.of_text(unit).map(|key| key.and_then(|key| self.keys.get(&key).copied()).unwrap_or(NONE))
    }
}

struct Walk<'a, 'b> {
    matcher: &'a Matcher,
    text: &'b Text,
    keys: &'b [[u32; 3]],
    first: usize,
    at: usize,
    found: &'b mut Vec<Match<'a>>,
}

impl Walk<'_, '_> {
    /// Follows all labels from a node; `weight` words were compared so far.
    fn step(&mut self, node: u32, at: usize, weight: usize, gaps: usize) {
        let entries = &self.matcher.entries[node as usize];
        if weight > 0 && !entries.is_empty() && self.whole(at) {
            self.found.push(Match { start: self.first + self.at, end: self.first + at, weight, entries });
        }
        let Some(keys) = self.keys.get(at) else { return };
        for (i, key) in keys.iter().enumerate() {
            let seen = keys[..i].contains(key);
            if let Some(&next) = self.matcher.edges.get(&(node, *key)).filter(|_| !seen && *key != NONE) {
                self.step(next, at + 1, weight + 1, gaps);
            }
        }
        if let Some(&next) = self.matcher.edges.get(&(node, GAP)).filter(|_| gaps < 2) {
            let reach = if self.text.lang == Lang::Ja { 12 } else { 5 };
            for skip in 0..=reach {
                if at + skip >= self.keys.len() {
                    break;
                }
                let before = self.found.len();
                self.step(next, at + skip, weight, gaps + 1);
                // The nearest word that closes the gap is the one meant; beyond a separating mark there is none.
                if self.found.len() > before || self.text.units[self.first + at + skip].mark {
                    break;
                }
            }
        }
    }

    /// In Japanese a match must not cut a run of katakana or of Latin letters and digits.
    fn whole(&self, end: usize) -> bool {
        if self.text.lang != Lang::Ja {
            return true;
        }
        let run = |at: usize| self.text.units.get(at).map(|u| run_of(self.text.of(&u.span)));
        let (start, end) = (self.first + self.at, self.first + end);
        let cut = |left: Option<u8>, right: Option<u8>| left.is_some_and(|l| l != 0 && Some(l) == right);
        let before = start.checked_sub(1).filter(|&b| b >= self.first).and_then(run);
        !(cut(before, run(start)) || end < self.first + self.keys.len() && cut(run(end - 1), run(end)))
    }
}

fn run_of(unit: &str) -> u8 {
    match unit.chars().next() {
        Some('\u{30a1}'..='\u{30fa}' | '\u{30fc}') => 1,
        Some(c) if c.is_ascii_alphabetic() => 2,
        Some(c) if c.is_ascii_digit() => 3,
        _ => 0,
    }
}
