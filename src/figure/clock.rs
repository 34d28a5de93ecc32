//! Times of day and durations.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Time;
use regex::Captures;

use crate::error::Result;
use crate::words::Words;

use super::form::{Forms, alternatives, pairs};
use super::push_free;

/// A time of day in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// The time.
    pub time: Time,
}

/// A duration in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// Its length in minutes.
    pub minutes: u32,
}

/// Reads the times and durations of one language.
pub(super) struct ClockReader {
    times: Forms,
    durations: Forms,
    /// Words for halves of the day, with the hours that they add.
    halves: BTreeMap<String, i8>,
    /// Words for minutes behind the hour.
    minutes: BTreeMap<String, i8>,
    /// Words for lengths of time in minutes: half an hour.
    lengths: BTreeMap<String, u32>,
}

impl ClockReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.clock;
        let (halves, minutes, lengths) = (numbers(&table.halves), numbers(&table.minutes), numbers(&table.lengths));
        let field = |name: &str| {
            Some(match name {
                "hour" => r"[0-2]?[0-9]".to_owned(),
                "minute" if minutes.is_empty() => r"[0-5][0-9]|[0-9]".to_owned(),
                "minute" => format!(r"[0-5][0-9]|[0-9]|{}", alternatives(minutes.keys().map(String::as_str))),
                "half" => alternatives(halves.keys().map(String::as_str)),
                "hours" | "minutes" => r"[0-9]{1,3}".to_owned(),
                "length" => alternatives(lengths.keys().map(String::as_str)),
                _ => return None,
            })
        };
        let times = Forms::new(table.times.iter().map(String::as_str), field)?;
        let durations = Forms::new(table.durations.iter().map(String::as_str), field)?;
        Ok(Self { times, durations, halves, minutes, lengths })
    }

    pub(super) fn times(&self, text: &str, offset: usize) -> Vec<TimeMention> {
        let mut found = Vec::new();
        for (_, captures) in self.times.captures(text) {
            if let (Some(time), Some(span)) = (self.time(&captures), span(&captures, offset)) {
                push_free(&mut found, TimeMention { span, time }, |t| &t.span);
            }
        }
        found.sort_by_key(|t| t.span.start);
        found
    }

    pub(super) fn durations(&self, text: &str, offset: usize) -> Vec<DurationMention> {
        let mut found = Vec::new();
        for (_, captures) in self.durations.captures(text) {
            let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<u32>().ok()).unwrap_or(0);
            let length = captures.name("length").and_then(|l| self.lengths.get(&l.as_str().to_lowercase()).copied());
            let minutes = number("hours") * 60 + number("minutes") + length.unwrap_or(0);
            if let Some(span) = span(&captures, offset).filter(|_| minutes > 0) {
                push_free(&mut found, DurationMention { span, minutes }, |d| &d.span);
            }
        }
        found.sort_by_key(|d| d.span.start);
        found
    }

    /// 4 p.m. is 16:00, and 「午後15時」, which old pages write, is 15:00.
    fn time(&self, captures: &Captures<'_>) -> Option<Time> {
        let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
        let hour = number("hour")?;
        let half = captures.name("half").and_then(|h| self.halves.get(&h.as_str().to_lowercase()).copied());
        let hour = match half {
            Some(12) if hour < 12 => hour + 12,
            Some(0) if hour == 12 => 0,
            _ => hour,
        };
        let word = || captures.name("minute").and_then(|m| self.minutes.get(&m.as_str().to_lowercase()).copied());
        Time::new(hour, number("minute").or_else(word).unwrap_or(0), 0, 0).ok()
    }
}

/// A table of words with their numbers.
fn numbers<N: std::str::FromStr>(table: &[String]) -> BTreeMap<String, N> {
    pairs(table).filter_map(|(name, number)| Some((name.to_lowercase(), number.parse().ok()?))).collect()
}

fn span(captures: &Captures<'_>, offset: usize) -> Option<Range<usize>> {
    captures.get(0).map(|m| m.start() + offset..m.end() + offset)
}
