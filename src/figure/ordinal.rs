//! Ordinal numbers: the 9th meeting, 第9回, девятая встреча.

use std::ops::Range;

use crate::error::Result;
use crate::words::Words;

use super::form::{Forms, Values, number};

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
    words: Values<u32>,
}

impl OrdinalReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.ordinal;
        let words = Values::new(&table.words);
        let field = |name: &str| {
            Some(match name {
                "n" => r"[0-9]{1,3}".to_owned(),
                "word" => words.expression(),
                _ => return None,
            })
        };
        let forms = Forms::new(table.forms.iter().map(String::as_str), field)?;
        Ok(Self { forms, words })
    }

    pub(super) fn read(&self, text: &str, offset: usize) -> Vec<OrdinalMention> {
        self.forms.mentions(text, offset, |captures, span| {
            let number = number(captures, "n").or_else(|| self.words.of(captures, "word").copied())?;
            Some(OrdinalMention { span, number })
        })
    }
}
