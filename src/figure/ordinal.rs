//! Ordinal numbers: the 9th meeting, 第9回, девятая встреча.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::Result;
use crate::words::Words;

use super::form::{Forms, alternatives, pairs};
use super::push_free;

/// An ordinal number in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinalMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// The number.
    pub number: u32,
}

/// Reads the ordinals of one language.
pub(super) struct OrdinalReader {
    forms: Forms,
    words: BTreeMap<String, u32>,
}

impl OrdinalReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.ordinal;
        let numbers: BTreeMap<String, u32> =
            pairs(&table.words).filter_map(|(word, number)| Some((word.to_lowercase(), number.parse().ok()?))).collect();
        let field = |name: &str| {
            Some(match name {
                "n" => r"[0-9]{1,3}".to_owned(),
                "word" => alternatives(numbers.keys().map(String::as_str)),
                _ => return None,
            })
        };
        let forms = Forms::new(table.forms.iter().map(String::as_str), field)?;
        Ok(Self { forms, words: numbers })
    }

    pub(super) fn read(&self, text: &str, offset: usize) -> Vec<OrdinalMention> {
        let mut found = Vec::new();
        for (_, captures) in self.forms.captures(text) {
            let digits = captures.name("n").and_then(|n| n.as_str().parse().ok());
            let number =
                digits.or_else(|| captures.name("word").and_then(|w| self.words.get(&w.as_str().to_lowercase()).copied()));
            if let (Some(number), Some(whole)) = (number, captures.get(0)) {
                let span = whole.start() + offset..whole.end() + offset;
                push_free(&mut found, OrdinalMention { span, number }, |o| &o.span);
            }
        }
        found.sort_by_key(|o| o.span.start);
        found
    }
}
