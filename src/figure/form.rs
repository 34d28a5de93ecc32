//! Forms: how a language writes something, with fields in braces (`{day} {month} {year}`), made into patterns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use regex::{Captures, Regex, RegexSet};

use crate::error::{Error, Result};
use crate::text::overlap;

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
        let forms: Vec<&str> = forms.into_iter().collect();
        let expressions = forms.iter().map(|form| expression(form, &field)).collect::<Result<Vec<_>>>()?;
        let failed = |cause: regex::Error| Error::internal("a pattern for figures does not compile").because(cause);
        let set = RegexSet::new(&expressions).map_err(failed)?;
        let patterns = expressions.iter().map(|e| Regex::new(e).map_err(failed)).collect::<Result<_>>()?;
        Ok(Self { set, patterns })
    }

    /// All matches, form by form, each with the number of its form.
    pub(super) fn captures<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, Captures<'t>)> {
        let there = self.set.matches(text);
        let found = there.into_iter().flat_map(move |form| self.patterns[form].captures_iter(text).map(move |c| (form, c)));
        found.filter(|(_, captures)| captures.get(0).is_some_and(|m| !cuts(text, m.start()) && !cuts(text, m.end())))
    }

    /// What `make` gives for the matches in a text that begins at `offset`, in order, each free of those of earlier forms.
    pub(super) fn mentions<T: Placed>(
        &self,
        text: &str,
        offset: usize,
        make: impl Fn(&Captures<'_>, Range<usize>) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (_, captures) in self.captures(text) {
            let span = captures.get(0).map(|whole| whole.start() + offset..whole.end() + offset);
            if let Some(new) = span.and_then(|span| make(&captures, span)) {
                push_free(&mut found, new);
            }
        }
        found.sort_by_key(|mention| mention.span().start);
        found
    }
}

/// Whether a place lies inside a word. Patterns leave this to us: with Unicode's word boundaries they would be slow. In a
/// script without spaces no place does.
fn cuts(text: &str, at: usize) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !ideographic(c));
    part(text[..at].chars().next_back()) && part(text[at..].chars().next())
}

/// What stands somewhere in the folded text.
pub(super) trait Placed {
    /// Where it stands.
    fn span(&self) -> &Range<usize>;
}

/// Adds a mention unless one that was found before it covers part of it: forms are listed in the order of preference.
pub(super) fn push_free<T: Placed>(found: &mut Vec<T>, new: T) {
    if found.iter().all(|old| !overlap(old.span(), new.span())) {
        found.push(new);
    }
}

/// Words with their values, small and capital letters alike.
pub(super) struct Values<V>(BTreeMap<String, V>);

impl<V: FromStr> Values<V> {
    /// The rows `word|word=value` of a table.
    pub(super) fn new(table: &[String]) -> Self {
        Self(pairs(table).filter_map(|(word, value)| Some((word.to_lowercase(), value.parse().ok()?))).collect())
    }
}

impl<V> Values<V> {
    /// An expression for any of the words.
    pub(super) fn expression(&self) -> String {
        alternatives(self.0.keys().map(String::as_str))
    }

    /// The words with their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.0.iter()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of the word that stands in a field.
    pub(super) fn of(&self, captures: &Captures<'_>, field: &str) -> Option<&V> {
        self.0.get(&captures.name(field)?.as_str().to_lowercase())
    }
}

impl FromIterator<(String, i8)> for Values<i8> {
    fn from_iter<I: IntoIterator<Item = (String, i8)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

/// The number that stands in a field.
pub(super) fn number<N: FromStr>(captures: &Captures<'_>, field: &str) -> Option<N> {
    captures.name(field)?.as_str().parse().ok()
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
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| bad("has an open brace".to_owned()))?;
        expression.push_str(&literal(before));
        let inner = field(name).ok_or_else(|| bad(format!("has an unknown field {name:?}")))?;
        expression.push_str(&format!("(?P<{name}>{inner})"));
        rest = tail;
    }
    expression.push_str(&literal(rest));
    Ok(expression)
}

fn literal(text: &str) -> String {
    regex::escape(text).replace(' ', r"\s+").replace("\\-", r"\s?-\s?")
}

/// Whether a letter is of a script without spaces between words.
fn ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}
