//! Dates, as complete as the text gives them; what it leaves out comes from the day of issue.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use jiff::civil::Date;
use jiff::{ToSpan, civil::Weekday};
use regex::Captures;

use crate::calendar::PartialDate;
use crate::error::{Error, Result};
use crate::words::Words;

use super::form::{self, Forms, Values, alternatives, pairs, push_free};

/// A date in the text, or a range of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// The date, or the first day.
    pub from: PartialDate,
    /// The last day of a range.
    pub until: Option<PartialDate>,
    /// Whether the text itself gives the year; otherwise it follows from the day of issue.
    pub full: bool,
}

/// Reads the dates of one language.
pub(super) struct DateReader {
    absolute: Forms,
    relative: Forms,
    shifts: Vec<Shift>,
    months: Values<i8>,
    weekdays: Values<i8>,
    eras: Values<i16>,
    fiscal: Vec<String>,
}

/// How many days may lie between a date without a year and the issue.
const FAR: i32 = 270;

/// How a relative form is counted from the day of issue.
#[derive(Debug, Clone, Copy)]
enum Shift {
    /// So many years later; a negative number is earlier.
    Years(i32),
    /// So many months later.
    Months(i32),
    /// So many days later.
    Days(i32),
    /// The latest such month or weekday before the issue.
    Last,
    /// The first such month or weekday after it.
    Next,
}

impl Shift {
    fn parse(rule: &str) -> Option<Self> {
        let number = |unit: &str| rule.strip_prefix(unit).and_then(|n| n.parse().ok());
        match rule {
            "last" => Some(Self::Last),
            "next" => Some(Self::Next),
            _ => number("year").map(Self::Years).or(number("month").map(Self::Months)).or(number("day").map(Self::Days)),
        }
    }
}

impl DateReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.date;
        let numbered = |rows: &[String]| -> Values<i8> {
            let named =
                rows.iter().enumerate().flat_map(|(i, forms)| forms.split('|').map(move |f| (f.to_lowercase(), i as i8 + 1)));
            named.collect()
        };
        let (months, weekdays) = (numbered(&table.months), numbered(&table.weekdays));
        let eras = Values::new(&table.eras);
        let field = |name: &str| {
            Some(match name {
                "day" | "end" => format!(r"[0-3]?[0-9]{}", alternatives_or_none(&table.ordinals)),
                "year" => r"(?:19|20)[0-9][0-9]".to_owned(),
                "mm" | "end_mm" => r"[01]?[0-9]".to_owned(),
                "month" | "end_month" => months.expression(),
                "weekday" | "end_weekday" => weekdays.expression(),
                "era" => eras.expression(),
                "n" => format!("[0-9]{{1,2}}{}", first_years(&table.first_year)),
                _ => return None,
            })
        };
        let absolute = Forms::new(table.patterns.iter().map(String::as_str), field)?;
        let rules: Vec<(&str, &str)> = pairs(&table.relative).collect();
        let relative = Forms::new(rules.iter().map(|(form, _)| *form), field)?;
        let shifts = rules.iter().map(|(form, rule)| {
            let known = Shift::parse(rule);
            known.ok_or_else(|| Error::input(format!("the relative form {form:?} of a date has an unknown rule {rule:?}")))
        });
        let shifts = shifts.collect::<Result<_>>()?;
        Ok(Self { absolute, relative, shifts, months, weekdays, eras, fiscal: table.fiscal.clone() })
    }

    /// All dates of a piece of folded text in order.
    pub(super) fn read(&self, text: &str, offset: usize, issued: Date) -> Vec<DateMention> {
        let mut found: Vec<DateMention> = Vec::new();
        let mut add = |date: Option<DateMention>| {
            if let Some(mut new) = date {
                new.span = new.span.start + offset..new.span.end + offset;
                push_free(&mut found, new);
            }
        };
        // "In July of last year" is a form that has the year, though no number of one.
        for (form, captures) in self.relative.captures(text) {
            add(self.relative(self.shifts[form], &captures, issued));
        }
        if text.bytes().any(|b| b.is_ascii_digit()) {
            self.absolute.captures(text).for_each(|(_, captures)| add(self.absolute(&captures, issued)));
        }
        found.sort_by_key(|f| f.span.start);
        let fiscal = |f: &DateMention| self.fiscal.iter().any(|ending| text[f.span.end - offset..].starts_with(ending.as_str()));
        found.retain(|f| !fiscal(f));
        inherit_year(&mut found);
        // "Tuesday 12 April": the day of the week is part of the date.
        let dated: Vec<usize> = found.iter().map(|f| f.span.start).collect();
        let alone = |f: &DateMention| !(1..=2).any(|gap| dated.contains(&(f.span.end + gap)));
        found.retain(|f| alone(f) || text[f.span.start - offset..f.span.end - offset].bytes().any(|b| b.is_ascii_digit()));
        found
    }

    /// The first date of a text that gives its year; Japanese pages mix figures of full and of half width. It is looked for in the
    /// first pages alone: each date found is compared with all others.
    pub(super) fn first_full(&self, text: &str) -> Option<Date> {
        const BEGINNING: usize = 100_000;
        let any = Date::constant(1900, 1, 1);
        let beginning = &text[..text.floor_char_boundary(BEGINNING)];
        let folded = ComposingNormalizerBorrowed::new_nfkc().normalize(beginning);
        self.read(&folded, 0, any).into_iter().filter(|d| d.full).find_map(|d| d.from.to_day())
    }

    fn month(&self, captures: &Captures<'_>, name: &str, number: &str) -> Option<i8> {
        self.months.of(captures, name).copied().or_else(|| form::number(captures, number))
    }

    fn absolute(&self, captures: &Captures<'_>, issued: Date) -> Option<DateMention> {
        let number = |name: &str| captures.name(name).and_then(|m| leading_number(m.as_str()));
        let told = match self.eras.of(captures, "era") {
            Some(before) => Some(before + form::number(captures, "n").unwrap_or(1)),
            None => number("year"),
        };
        let day = number("day").map(|d| d as i8);
        let month = self.month(captures, "month", "mm");
        // 「本18日」 and 「18日」 are days of the month of issue, or of the month before where it is not so far.
        let near = day.filter(|_| month.is_none()).map(|day| nearest_month(day, issued));
        let year = told.or(near.map(|near| near.year())).unwrap_or_else(|| nearest_year(month, day, issued));
        let month = month.or(near.map(Date::month));
        let from = PartialDate { year, month, day };
        let last_month = self.month(captures, "end_month", "end_mm").or(month);
        let until = number("end").map(|end| PartialDate { day: Some(end as i8), month: last_month, ..from });
        mention(captures, from, until, told.is_some())
    }

    fn relative(&self, shift: Shift, captures: &Captures<'_>, issued: Date) -> Option<DateMention> {
        let month = self.month(captures, "month", "mm");
        let day = captures.name("day").and_then(|d| leading_number(d.as_str())).map(|d| d as i8);
        let weekday = self.weekdays.of(captures, "weekday").copied();
        let (year, here) = (issued.year(), issued.month());
        let from = match shift {
            Shift::Years(n) => PartialDate { year: year + n as i16, month, day },
            Shift::Months(n) => {
                let shifted = issued.first_of_month().checked_add(n.months()).ok()?;
                PartialDate { day, ..PartialDate::from(shifted).to_month() }
            }
            Shift::Days(n) => issued.checked_add(n.days()).ok()?.into(),
            Shift::Last if weekday.is_some() => issued.checked_sub(days_since(weekday?, issued).days()).ok()?.into(),
            Shift::Next if weekday.is_some() => issued.checked_add((7 - days_since(weekday?, issued)).days()).ok()?.into(),
            Shift::Last => PartialDate { year: if month? < here { year } else { year - 1 }, month, day },
            Shift::Next => PartialDate { year: if month? > here { year } else { year + 1 }, month, day },
        };
        mention(captures, from, None, false)
    }
}

/// A day without a year is of the year that the text has named before it: "in 2022 ... on April 22".
fn inherit_year(dates: &mut [DateMention]) {
    let mut year = None;
    for date in dates {
        if date.full {
            year = Some(date.from.year).filter(|_| date.from.month.is_none());
        } else if let Some(year) = year.filter(|_| date.from.day.is_some()) {
            date.from.year = year;
            date.until = date.until.map(|until| PartialDate { year, ..until });
        }
    }
}

/// An ending that may stand or not: `1st`, `1er`.
/// What stands for 1 as the number of a year.
fn first_years(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!("|{}", alternatives(words.iter().map(String::as_str))) }
}

fn alternatives_or_none(endings: &[String]) -> String {
    if endings.is_empty() { String::new() } else { format!("{}?", alternatives(endings.iter().map(String::as_str))) }
}

/// The number that a text begins with: 1 of `1st`.
fn leading_number(text: &str) -> Option<i16> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

fn mention(captures: &Captures<'_>, from: PartialDate, until: Option<PartialDate>, full: bool) -> Option<DateMention> {
    let span = captures.get(0)?.range();
    (from.is_valid() && until.is_none_or(PartialDate::is_valid)).then_some(DateMention { span, from, until, full })
}

/// How many days of the month are still to come where a day without a month is no longer one of the month of issue.
const AHEAD: i8 = 10;

/// The month that a day alone is of: on the first of May, "the 29th" is one of April, and in March "the 31st" is one of
/// January.
fn nearest_month(day: i8, issued: Date) -> Date {
    let months = (0..3).filter_map(|n| issued.first_of_month().checked_sub(n.months()).ok());
    let gone = |month: &Date| *month < issued.first_of_month() || day <= issued.day() + AHEAD;
    let there = |month: &Date| day <= month.days_in_month();
    months.into_iter().find(|month| gone(month) && there(month)).unwrap_or(issued)
}

/// The year of issue, unless the date would lie far from it: in January, "December 20" is of the year before, and in
/// December, "January 10" of the year to come.
fn nearest_year(month: Option<i8>, day: Option<i8>, issued: Date) -> i16 {
    let year = issued.year();
    let date = PartialDate { year, month, day }.first_day();
    match date.and_then(|d| issued.until(d).ok()).map(|span| span.get_days()) {
        Some(days) if days > FAR => year - 1,
        Some(days) if days < -FAR => year + 1,
        _ => year,
    }
}

/// How many days ago the weekday was, 0 to 6; Monday is 1.
fn days_since(weekday: i8, issued: Date) -> i32 {
    let today = Weekday::to_monday_one_offset(issued.weekday());
    i32::from((today - weekday).rem_euclid(7))
}
