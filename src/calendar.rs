//! Calendar dates as complete as they are known. Press dates are civil dates: they have no time zone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A date as complete as it is known: a day, a month or a year.
///
/// ```
/// use cajad::calendar::PartialDate;
///
/// let month: PartialDate = "2024-02".parse().unwrap();
/// assert_eq!(month.first_day().unwrap().to_string(), "2024-02-01");
/// assert_eq!(month.last_day().unwrap().to_string(), "2024-02-29");
/// assert!(month.agrees("2024".parse().unwrap()));
/// assert!("2024-13".parse::<PartialDate>().is_err());
/// ```
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
    /// The month it lies in, or the year where no month is known.
    pub fn to_month(self) -> Self {
        Self { day: None, ..self }
    }

    /// The year it lies in.
    pub fn to_year(self) -> Self {
        Self { month: None, day: None, ..self }
    }

    /// The day, where it is one.
    pub fn to_day(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day that it can be; `None` if there is no such day.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day that it can be; `None` if there is no such day.
    pub fn last_day(self) -> Option<Date> {
        let day = Date::new(self.year, self.month.unwrap_or(12), self.day.unwrap_or(1)).ok()?;
        Some(if self.day.is_none() { day.last_of_month() } else { day })
    }

    /// Whether there is such a date.
    pub fn is_valid(self) -> bool {
        self.first_day().is_some()
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
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

/// A text that is not a date of this form, or names a day that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not written YYYY-MM-DD, YYYY-MM or YYYY")]
pub struct NoDate;

impl FromStr for PartialDate {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.split('-');
        let mut part = || parts.next().map(|p| p.parse::<i16>().map_err(|_| NoDate)).transpose();
        let small = |p: Option<i16>| p.map(|n| i8::try_from(n).map_err(|_| NoDate)).transpose();
        let (year, month, day) = (part()?.ok_or(NoDate)?, small(part()?)?, small(part()?)?);
        let date = Self { year, month, day };
        if part()?.is_none() && date.is_valid() { Ok(date) } else { Err(NoDate) }
    }
}
