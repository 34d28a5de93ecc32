//! Turtle and SPARQL as text, with what each name in it stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::query::units;

/// What a unit of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// An IRI, whole or with a prefix.
    Name,
    Text,
    /// The tag behind a text.
    Tag,
    Variable,
    Number,
    Word,
    Sign,
}

/// One unit of the text.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) range: Range<usize>,
    pub(super) sort: Sort,
    /// The IRI that a name stands for.
    pub(super) iri: Option<String>,
}

/// A text in Turtle or SPARQL.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) text: String,
    pub(super) units: Vec<Unit>,
}

impl Listing {
    pub(super) fn new(text: String) -> Self {
        let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
        let mut found: Vec<Unit> = Vec::new();
        for range in units(&text) {
            let written = &text[range.clone()];
            let sort = sort(written, found.last().map(|unit| unit.sort));
            let iri = if sort == Sort::Name { expand(written, &prefixes) } else { None };
            if let (Some(iri), [.., keyword, name]) = (&iri, found.as_slice())
                && is_prefix(&text[keyword.range.clone()])
                && written.starts_with('<')
            {
                prefixes.insert(text[name.range.clone()].trim_end_matches(':').to_owned(), iri.clone());
            }
            found.push(Unit { range, sort, iri });
        }
        Self { text, units: found }
    }

    /// The IRIs in a part of the text.
    pub(super) fn iris(&self, part: &Range<usize>) -> BTreeSet<String> {
        self.within(part).filter_map(|unit| unit.iri.clone()).collect()
    }

    pub(super) fn within(&self, part: &Range<usize>) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| part.start <= unit.range.start && unit.range.end <= part.end)
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.text.len()
    }

    /// The text without the comments at its head.
    pub(super) fn body(&self) -> Range<usize> {
        let start = self.units.first().map_or(0, |unit| unit.range.start);
        start..self.text.trim_end().len().max(start)
    }

    /// The statements of a Turtle text, each from its subject to its full stop, without the prefixes.
    pub(super) fn statements(&self) -> Vec<Range<usize>> {
        let mut statements = Vec::new();
        let mut first: Option<&Unit> = None;
        for unit in &self.units {
            let begins = *first.get_or_insert(unit);
            if unit.sort == Sort::Sign && &self.text[unit.range.clone()] == "." {
                if !is_prefix(&self.text[begins.range.clone()]) {
                    statements.push(begins.range.start..unit.range.end);
                }
                first = None;
            }
        }
        statements
    }

    /// What the comment at the head of the text says.
    pub(super) fn heading(&self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix('#'));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }
}

fn sort(unit: &str, before: Option<Sort>) -> Sort {
    let mut characters = unit.chars();
    match characters.next() {
        Some('<') if unit.len() > 1 => Sort::Name,
        Some('"' | '\'') => Sort::Text,
        Some('@') if before == Some(Sort::Text) => Sort::Tag,
        Some('?' | '$') if unit.len() > 1 => Sort::Variable,
        Some(first) if first.is_ascii_digit() => Sort::Number,
        _ if unit.contains(':') => Sort::Name,
        Some(first) if first.is_alphabetic() || first == '@' => Sort::Word,
        _ => Sort::Sign,
    }
}

fn is_prefix(word: &str) -> bool {
    word.trim_start_matches('@').eq_ignore_ascii_case("prefix")
}

fn expand(written: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    if let Some(iri) = written.strip_prefix('<') {
        return iri.strip_suffix('>').map(str::to_owned);
    }
    let (prefix, local) = written.split_once(':')?;
    Some(format!("{}{}", prefixes.get(prefix)?, local.replace('\\', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURTLE: &str =
        "# A visit,\n# told twice.\n@prefix v: <http://x/> .\n\n# on\nv:a a v:B ; v:says \"v:c .\"@ja .\n<http://y> v:n 1.5 .\n";

    #[test]
    fn statements_stand_without_prefixes_and_comments() {
        let listing = Listing::new(TURTLE.to_owned());
        let statements: Vec<&str> = listing.statements().into_iter().map(|range| &TURTLE[range]).collect();
        assert_eq!(statements, ["v:a a v:B ; v:says \"v:c .\"@ja .", "<http://y> v:n 1.5 ."]);
        assert_eq!(listing.heading(), "A visit, told twice.");
    }

    #[test]
    fn names_are_known_by_their_prefixes_and_texts_are_no_names() {
        let listing = Listing::new(TURTLE.to_owned());
        let second = listing.statements().remove(0);
        assert_eq!(listing.iris(&second), BTreeSet::from(["http://x/B", "http://x/a", "http://x/says"].map(str::to_owned)));
        let query = Listing::new("PREFIX v: <http://x/>\nSELECT * { ?s v:p*/v:q $o FILTER(?s < 2) } # v:r".to_owned());
        assert_eq!(query.iris(&query.whole()), BTreeSet::from(["http://x/", "http://x/p", "http://x/q"].map(str::to_owned)));
        let sorts: Vec<Sort> = query.units.iter().map(|unit| unit.sort).collect();
        assert!(sorts.contains(&Sort::Variable) && sorts.contains(&Sort::Number) && sorts.contains(&Sort::Word));
    }
}
