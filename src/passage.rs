//! Passages read back from a graph: a quote with its place, to be held against the text that it was taken from.
//!
//! A passage is a text position selector and a text quote selector in one (W3C Web Annotation Data Model, 4.2.4 and 4.2.5):
//! both must lead to the same words.

use crate::shapes::name;
use crate::vocab;
use oxigraph::model::{Quad, Term};
use std::collections::BTreeMap;

/// The text of a release by its characters, in which the places of passages are counted.
#[derive(Clone, Debug)]
pub struct Page(Vec<char>);

impl Page {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        Self(text.chars().collect())
    }

    /// Its characters.
    pub fn characters(&self) -> &[char] {
        &self.0
    }
}

/// What a graph says of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The first character, from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The words.
    pub exact: &'a str,
}

impl Quote<'_> {
    /// Why the quote is not proved by the text; `None` if it stands there.
    ///
    /// ```
    /// use cajad::passage::{Page, Quote};
    ///
    /// let page = Page::new("日本とカザフスタン。 The two met.");
    /// assert_eq!(Quote { start: 11, end: 18, exact: "The two" }.defect(&page), None);
    ///
    /// let moved = Quote { start: 10, end: 17, exact: "The two" }.defect(&page);
    /// assert_eq!(moved.as_deref(), Some("the text has here \" The tw\""));
    /// ```
    pub fn defect(&self, page: &Page) -> Option<String> {
        if self.start >= self.end {
            return Some("it has no length".to_owned());
        }
        let Some(found) = page.0.get(self.start..self.end) else {
            return Some(format!("the text has only {} characters", page.0.len()));
        };
        let stands = self.exact.chars().eq(found.iter().copied());
        (!stands).then(|| format!("the text has here {:?}", found.iter().collect::<String>()))
    }
}

/// The parts of a passage, as far as a graph has them.
#[derive(Clone, Copy, Default)]
struct Parts<'a> {
    start: Option<usize>,
    end: Option<usize>,
    exact: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn whole(self) -> Option<Quote<'a>> {
        Some(Quote { start: self.start?, end: self.end?, exact: self.exact? })
    }
}

/// The passages that a graph describes, by their names; `None` of one that is described by halves.
pub fn quotes<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> BTreeMap<&'a str, Option<Quote<'a>>> {
    let mut parts: BTreeMap<&str, Parts<'_>> = BTreeMap::new();
    for quad in quads {
        let Term::Literal(value) = &quad.object else { continue };
        let value = value.value();
        match quad.predicate.as_ref() {
            vocab::OA_START => parts.entry(name(&quad.subject)).or_default().start = value.parse().ok(),
            vocab::OA_END => parts.entry(name(&quad.subject)).or_default().end = value.parse().ok(),
            vocab::OA_EXACT => parts.entry(name(&quad.subject)).or_default().exact = Some(value),
            _ => {}
        }
    }
    parts.into_iter().map(|(name, parts)| (name, parts.whole())).collect()
}
