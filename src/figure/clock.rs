//! Times of day and durations.

use std::ops::Range;

use jiff::civil::Time;
use regex::Captures;

use crate::error::Result;
use crate::words::Words;

use super::form::{Forms, Values, number};

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
    halves: Values<i8>,
    /// Words for minutes behind the hour.
    minutes: Values<i8>,
    /// Words for lengths of time in minutes: half an hour.
    lengths: Values<u32>,
}

impl ClockReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.clock;
        let (halves, minutes, lengths) = (Values::new(&table.halves), Values::new(&table.minutes), Values::new(&table.lengths));
        let field = |name: &str| {
            Some(match name {
                "hour" => r"[0-2]?[0-9]".to_owned(),
                "minute" if minutes.is_empty() => r"[0-5][0-9]|[0-9]".to_owned(),
                "minute" => format!(r"[0-5][0-9]|[0-9]|{}", minutes.expression()),
                "half" => halves.expression(),
                "hours" | "minutes" => r"[0-9]{1,3}".to_owned(),
                "length" => lengths.expression(),
                _ => return None,
            })
        };
        let times = Forms::new(table.times.iter().map(String::as_str), field)?;
        let durations = Forms::new(table.durations.iter().map(String::as_str), field)?;
        Ok(Self { times, durations, halves, minutes, lengths })
    }

    pub(super) fn times(&self, text: &str, offset: usize) -> Vec<TimeMention> {
        self.times.mentions(text, offset, |captures, span| Some(TimeMention { span, time: self.time(captures)? }))
    }

    pub(super) fn durations(&self, text: &str, offset: usize) -> Vec<DurationMention> {
        self.durations.mentions(text, offset, |captures, span| {
            let count = |field: &str| number::<u32>(captures, field).unwrap_or(0);
            let length = self.lengths.of(captures, "length").copied().unwrap_or(0);
            let minutes = count("hours") * 60 + count("minutes") + length;
            (minutes > 0).then_some(DurationMention { span, minutes })
        })
    }

    /// 4 p.m. is 16:00, and 「午後15時」, which old pages write, is 15:00.
    fn time(&self, captures: &Captures<'_>) -> Option<Time> {
        let hour: i8 = number(captures, "hour")?;
        let hour = match self.halves.of(captures, "half") {
            Some(12) if hour < 12 => hour + 12,
            Some(0) if hour == 12 => 0,
            _ => hour,
        };
        let minute = number(captures, "minute").or_else(|| self.minutes.of(captures, "minute").copied());
        Time::new(hour, minute.unwrap_or(0), 0, 0).ok()
    }
}
