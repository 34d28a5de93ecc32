//! Figures: what a text gives in numbers: dates, times of day, durations, ordinals and amounts of money.
//!
//! The forms of each language stand in `data/words/<lang>.toml`; here they become patterns and are read.

mod clock;
mod date;
mod form;
mod money;
mod ordinal;

use std::ops::Range;

use jiff::civil::Date;

use crate::error::Result;
use crate::text::overlap;
use crate::words::Words;

pub use clock::{DurationMention, TimeMention};
pub use date::DateMention;
pub use money::AmountMention;
pub use ordinal::OrdinalMention;

/// The figures of one sentence, each kind in the order of the text.
#[derive(Debug, Default)]
pub struct Figures {
    /// Dates and ranges of days.
    pub dates: Vec<DateMention>,
    /// Times of day.
    pub times: Vec<TimeMention>,
    /// Durations.
    pub durations: Vec<DurationMention>,
    /// Ordinal numbers: the 9th.
    pub ordinals: Vec<OrdinalMention>,
    /// Amounts of money.
    pub amounts: Vec<AmountMention>,
}

/// Reads the figures of one language.
pub struct FigureReader {
    date: date::DateReader,
    clock: clock::ClockReader,
    ordinal: ordinal::OrdinalReader,
    money: money::MoneyReader,
}

impl FigureReader {
    /// Makes the patterns of a language.
    ///
    /// # Errors
    /// A form in the tables that is none.
    pub fn new(words: &Words) -> Result<Self> {
        Ok(Self {
            date: date::DateReader::new(words)?,
            clock: clock::ClockReader::new(words)?,
            ordinal: ordinal::OrdinalReader::new(words)?,
            money: money::MoneyReader::new(words)?,
        })
    }

    /// The figures of a piece of folded text that begins at `offset`; `issued` gives the parts of dates that the text leaves out.
    pub fn read(&self, text: &str, offset: usize, issued: Date) -> Figures {
        let mut figures = Figures {
            dates: self.date.read(text, offset, issued),
            ordinals: self.ordinal.read(text, offset),
            ..Figures::default()
        };
        // The 21st of June is no ordinal.
        figures.ordinals.retain(|o| figures.dates.iter().all(|d| !overlap(&d.span, &o.span)));
        figures.durations = self.clock.durations(text, offset);
        // Times and amounts are always in digits.
        if text.bytes().any(|b| b.is_ascii_digit()) {
            figures.times = self.clock.times(text, offset);
            // An hour that is a length of time, 1時間, is none of the day.
            figures.times.retain(|t| figures.durations.iter().all(|d| !overlap(&d.span, &t.span)));
            figures.amounts = self.money.read(text, offset);
        }
        figures
    }

    /// The last day of the latest year that a text names.
    pub fn latest_year_end(&self, text: &str) -> Option<Date> {
        let any = Date::constant(1900, 1, 1);
        let dates = self.date.read(text, 0, any);
        dates.iter().filter(|d| d.full).filter_map(|d| d.from.to_year().last_day()).max()
    }

    /// The first date of a text that gives its year: the date line of a page that has no other.
    pub fn first_full_date(&self, text: &str) -> Option<Date> {
        self.date.first_full(text)
    }
}

/// Where each kind of figure stands.
macro_rules! placed {
    ($($mention:ty),*) => {
        $(impl form::Placed for $mention {
            fn span(&self) -> &Range<usize> {
                &self.span
            }
        })*
    };
}
placed!(DateMention, TimeMention, DurationMention, OrdinalMention, AmountMention);
