//! Forms: how a language writes something, with fields in braces (`{day} {month} {year}`), made into patterns.

use regex::{Captures, Regex, RegexSet};

use crate::error::{Error, Result};

/// The forms of one table in the order of preference, each as a pattern.
pub(super) struct Forms {
    /// Which of them occur at all, in one pass over the text.
    set: RegexSet,
    patterns: Vec<Regex>,
}

impl Forms {
    /// Makes patterns of forms; `field` gives the expression of a field, without a group.
    ///
    /// # Errors
    /// A form with an open brace or an unknown field.
    pub(super) fn new<'a>(forms: impl IntoIterator<Item = &'a str>, field: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let expressions = forms.into_iter().map(|form| expression(form, &field)).collect::<Result<Vec<_>>>()?;
        let failed = |cause: regex::Error| Error::internal("a pattern for figures does not compile").because(cause);
        let set = RegexSet::new(&expressions).map_err(failed)?;
        let patterns = expressions.iter().map(|e| Regex::new(e).map_err(failed)).collect::<Result<_>>()?;
        Ok(Self { set, patterns })
    }

    /// All matches, form by form, each with the number of its form.
    pub(super) fn captures<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, Captures<'t>)> {
        let there = self.set.matches(text);
        there.into_iter().flat_map(move |form| self.patterns[form].captures_iter(text).map(move |c| (form, c)))
    }
}

/// One of several words, the longest first.
pub(super) fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut escaped: Vec<String> = words.into_iter().map(regex::escape).collect();
    escaped.sort_by_key(|w| std::cmp::Reverse(w.len()));
    format!("(?:{})", escaped.join("|"))
}

/// `name=value` of a table, where the names may have several spellings, `|` between them.
pub(super) fn pairs(table: &[String]) -> impl Iterator<Item = (&str, &str)> {
    table.iter().filter_map(|row| row.rsplit_once('=')).flat_map(|(names, value)| names.split('|').map(move |name| (name, value)))
}

fn expression(form: &str, field: impl Fn(&str) -> Option<String>) -> Result<String> {
    let bad = |what: String| Error::input(format!("the form {form:?} {what}"));
    let mut expression = String::from("(?i)");
    let (opens, closes) = (form.starts_with(|c: char| c.is_alphabetic() && !ideographic(c)), !form.ends_with(ideographic));
    let japanese = form.contains(ideographic);
    if (opens || form.starts_with('{')) && !japanese {
        expression.push_str(r"\b");
    }
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| bad("has an open brace".to_owned()))?;
        expression.push_str(&literal(before));
        let inner = field(name).ok_or_else(|| bad(format!("has an unknown field {name:?}")))?;
        expression.push_str(&format!("(?P<{name}>{inner})"));
        rest = tail;
    }
    expression.push_str(&literal(rest));
    if closes && !japanese && !form.ends_with('.') {
        expression.push_str(r"\b");
    }
    Ok(expression)
}

fn literal(text: &str) -> String {
    regex::escape(text).replace(' ', r"\s+").replace("\\-", r"\s?-\s?")
}

/// Whether a letter is of a script without spaces between words.
fn ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}
