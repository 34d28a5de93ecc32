//! Dates in a text: the forms of `data/words/<lang>.toml` made into patterns and read, as complete as the text gives them.
//!
//! Press dates are civil dates: no time zone is invented.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::error::{Error, Result};
use crate::words::Words;

/// A date as complete as the text gives it: a day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: Option<i8>,
    /// The day of the month, from 1; only with a month.
    pub day: Option<i8>,
}

impl PartialDate {
    /// The month it lies in.
    pub fn to_month(self) -> Self {
        Self { day: None, ..self }
    }

    /// The day, where it is one.
    pub fn to_day(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// Whether one of the two is the other told more exactly.
    pub fn agrees(self, other: Self) -> bool {
        let part = |a: Option<i8>, b: Option<i8>| a.is_none() || b.is_none() || a == b;
        self.year == other.year && part(self.month, other.month) && part(self.day, other.day)
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

/// `2025-12-18`, `2025-12` or `2025`, as xsd:date, xsd:gYearMonth and xsd:gYear are written.
impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

/// A date in the text, or a range of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// The date, or the first day.
    pub from: PartialDate,
    /// The last day of a range.
    pub until: Option<PartialDate>,
    /// Whether the text itself gives the year; otherwise it is that of the release.
    pub full: bool,
}

/// Reads the dates of one language.
pub struct DateReader {
    patterns: Vec<Regex>,
    months: BTreeMap<String, i8>,
    eras: BTreeMap<String, i16>,
}

impl DateReader {
    /// Makes the patterns of a language.
    ///
    /// # Errors
    /// A form in the table that is none.
    pub fn new(words: &Words) -> Result<Self> {
        let mut months = BTreeMap::new();
        for (i, forms) in words.date.months.iter().enumerate() {
            months.extend(forms.split('|').map(|f| (f.to_lowercase(), i as i8 + 1)));
        }
        let eras = words
            .date
            .eras
            .iter()
            .filter_map(|e| e.split_once('='))
            .filter_map(|(name, year)| Some((name.to_owned(), year.parse().ok()?)));
        let eras: BTreeMap<String, i16> = eras.collect();
        let mut names: Vec<String> = months.keys().map(|m| regex::escape(m)).collect();
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        let eras_in_turn: Vec<&str> = eras.keys().map(String::as_str).collect();
        let ordinals = words.date.ordinals.join("|");
        let patterns = words.date.patterns.iter().map(|form| pattern(form, &names.join("|"), &eras_in_turn.join("|"), &ordinals));
        Ok(Self { patterns: patterns.collect::<Result<_>>()?, months, eras })
    }

    /// All dates of a piece of folded text in order; `issued` gives the year that the text leaves out.
    pub fn read(&self, text: &str, offset: usize, issued: Date) -> Vec<DateMention> {
        let mut found: Vec<DateMention> = Vec::new();
        for pattern in &self.patterns {
            for captures in pattern.captures_iter(text) {
                let Some(mut mention) = self.date(&captures, issued) else { continue };
                mention.span = mention.span.start + offset..mention.span.end + offset;
                if found.iter().all(|f| f.span.end <= mention.span.start || mention.span.end <= f.span.start) {
                    found.push(mention);
                }
            }
        }
        found.sort_by_key(|f| f.span.start);
        found
    }

    /// The first date of a text that gives its year: the date line of a page that has no other.
    pub fn first_full(&self, text: &str) -> Option<Date> {
        let any = Date::constant(1900, 1, 1);
        self.read(text, 0, any).into_iter().filter(|d| d.full).find_map(|d| d.from.to_day())
    }

    fn date(&self, captures: &Captures<'_>, issued: Date) -> Option<DateMention> {
        let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let era = captures.name("era").and_then(|e| self.eras.get(e.as_str()));
        let month = match captures.name("month") {
            Some(name) => self.months.get(&name.as_str().to_lowercase()).copied(),
            None => number("mm").map(|m| m as i8),
        };
        let told = match era {
            Some(before) => Some(before + captures.name("n").map_or(1, |n| n.as_str().parse().unwrap_or(1))),
            None => number("year"),
        };
        let day = number("day").map(|d| d as i8);
        // 「本18日」 and 「18日」 are days of the month of issue.
        let month = month.or_else(|| day.map(|_| issued.month()));
        let from = PartialDate { year: told.unwrap_or(issued.year()), month, day };
        let until = number("end").map(|end| PartialDate { day: Some(end as i8), ..from });
        let valid = |d: PartialDate| match (d.month, d.day) {
            (Some(_), Some(_)) => d.to_day().is_some(),
            (Some(m), None) => (1..=12).contains(&m),
            _ => true,
        };
        let span = captures.get(0)?.range();
        (valid(from) && until.is_none_or(valid)).then_some(DateMention { span, from, until, full: told.is_some() })
    }
}

fn pattern(form: &str, months: &str, eras: &str, ordinals: &str) -> Result<Regex> {
    let mut expression = String::from("(?i)");
    if form.starts_with("{day}") || form.starts_with("{year}") || form.starts_with("{month}") || form.starts_with("{mm}") {
        expression.push_str(if form.contains('日') || form.contains('年') { "" } else { r"\b" });
    }
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, tail)) = after.split_once('}') else {
            return Err(Error::input(format!("the form {form:?} of a date has an open brace")));
        };
        expression.push_str(&regex::escape(before).replace(' ', r"\s+").replace("\\-", r"\s?-\s?"));
        expression.push_str(&match field {
            "day" | "end" => format!(r"(?P<{field}>[0-3]?\d)(?:{ordinals})?"),
            "year" => r"(?P<year>(?:19|20)\d\d)".to_owned(),
            "mm" => r"(?P<mm>[01]?\d)".to_owned(),
            "month" => format!("(?P<month>{months})"),
            "era" => format!("(?P<era>{eras})"),
            "n" => r"(?P<n>\d{1,2}|元)".to_owned(),
            other => return Err(Error::input(format!("the form {form:?} of a date has an unknown field {other:?}"))),
        });
        rest = tail;
    }
    expression.push_str(&regex::escape(rest));
    if !form.contains('日') && !form.contains('年') {
        expression.push_str(r"\b");
    }
    Regex::new(&expression).map_err(|e| Error::internal("a pattern for dates does not compile").because(e))
}
