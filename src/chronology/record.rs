//! A row by its columns: what stands in each cell, as a date, a number, a name.

use std::collections::BTreeSet;

use jiff::civil::Time;

use crate::calendar::PartialDate;
use crate::lexicon::{Scheme, TermId};
use crate::register::EntityId;
use crate::source::table::{Cell, Misfit, Row};

use super::column::Column;
use super::directory::{Directory, Sort};

/// The years that a chronology tells of; another is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// A row with what its columns hold.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// Its number among all rows of the document.
    pub(super) number: usize,
    pub(super) columns: &'a [Option<Column>],
    /// The names of the columns as the header has them.
    pub(super) header: &'a [&'a str],
    pub(super) sheet: Option<&'a str>,
    pub(super) row: &'a Row,
    pub(super) text: &'a str,
}

/// A cell that holds something.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) cell: &'a Cell,
    header: &'a str,
    sheet: Option<&'a str>,
}

/// The values of one cell: between `|`, or between `;`.
pub(super) fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['|', ';', '；']).map(str::trim).filter(|value| !value.is_empty())
}

impl<'a> Record<'a> {
    /// The cells that hold something, with what they hold.
    pub(super) fn cells(&self) -> impl Iterator<Item = (Column, Written<'a>)> {
        let record = *self;
        let written = move |i: usize| {
            let cell = &record.row.cells[i];
            let text = record.text[cell.span.clone()].trim();
            let column = record.columns[i]?;
            (!text.is_empty()).then_some((column, Written { text, cell, header: record.header[i], sheet: record.sheet }))
        };
        (0..record.columns.len().min(record.row.cells.len())).filter_map(written)
    }

    pub(super) fn get(&self, column: Column) -> Option<Written<'a>> {
        self.cells().find(|(found, _)| *found == column).map(|(_, written)| written)
    }

    /// What must stand in the row for anything to be made of it.
    pub(super) fn must(&self, column: Column, why: &'static str) -> Result<Written<'a>, Misfit> {
        self.get(column).ok_or_else(|| {
            let first = self.row.cells.first();
            let (line, at) = first.map_or((1, 1), |cell| (cell.line, cell.column));
            let message = format!("the row has no {}", column.name());
            Misfit { line, column: at, message, hint: why.into() }
        })
    }

    pub(super) fn date(&self, column: Column) -> Result<Option<PartialDate>, Misfit> {
        self.get(column).map(date).transpose()
    }

    pub(super) fn time(&self) -> Result<Option<Time>, Misfit> {
        let Some(written) = self.get(Column::StartTime) else { return Ok(None) };
        let mut parts = written.text.splitn(3, ':').map(|part| part.parse::<i8>().ok());
        let (hour, minute, second) = (parts.next().flatten(), parts.next().flatten(), parts.next().unwrap_or(Some(0)));
        let time = hour.zip(minute).zip(second).and_then(|((hour, minute), second)| Time::new(hour, minute, second, 0).ok());
        time.map(Some)
            .ok_or_else(|| written.refuse(format!("{:?} is no time of day", written.text), "write hour and minute: 17:40"))
    }

    pub(super) fn ordinal(&self) -> Result<Option<u32>, Misfit> {
        let Some(written) = self.get(Column::Ordinal) else { return Ok(None) };
        let number = written.text.parse().ok().filter(|number| *number > 0);
        number
            .map(Some)
            .ok_or_else(|| written.refuse(format!("{:?} is no number in a series", written.text), "write 9 for the 9th meeting"))
    }

    /// What a cell names, of some sorts.
    pub(super) fn entity(&self, column: Column, sorts: &[Sort], directory: &Directory<'_>) -> Result<Option<EntityId>, Misfit> {
        self.get(column).map(|written| written.entity(written.text, sorts, directory)).transpose()
    }

    pub(super) fn entities(
        &self,
        column: Column,
        sorts: &[Sort],
        directory: &Directory<'_>,
    ) -> Result<BTreeSet<EntityId>, Misfit> {
        let Some(written) = self.get(column) else { return Ok(BTreeSet::new()) };
        values(written.text).map(|value| written.entity(value, sorts, directory)).collect()
    }

    pub(super) fn domains(&self, directory: &Directory<'_>) -> Result<BTreeSet<TermId>, Misfit> {
        let Some(written) = self.get(Column::Domain) else { return Ok(BTreeSet::new()) };
        values(written.text).map(|value| written.term(value, &[Scheme::Domain], directory)).collect()
    }

    pub(super) fn term(&self, column: Column, scheme: Scheme, directory: &Directory<'_>) -> Result<Option<TermId>, Misfit> {
        self.get(column).map(|written| written.term(written.text, &[scheme], directory)).transpose()
    }

    /// The money that a row speaks of, in whole units of a currency.
    pub(super) fn money(&self, directory: &Directory<'_>) -> Result<Option<(u64, String)>, Misfit> {
        match (self.get(Column::Amount), self.get(Column::Currency)) {
            (None, None) => Ok(None),
            (Some(amount), None) => {
                Err(amount.refuse("the amount has no currency", "write its code in the column currency: JPY"))
            }
            (None, Some(currency)) => {
                Err(currency.refuse("the currency has no amount", "write it in the column amount, or take the currency out"))
            }
            (Some(amount), Some(currency)) => {
                let code = directory.currency(currency.text).ok_or_else(|| {
                    let hint = "write its code in ISO 4217: JPY for yen, USD for dollars";
                    currency.refuse(format!("{:?} is no currency", currency.text), hint)
                })?;
                Ok(Some((whole(amount)?, code)))
            }
        }
    }

    /// The pages that the row names as its sources; a source that is no page stays in the words of the row.
    pub(super) fn pages(&self) -> Result<BTreeSet<String>, Misfit> {
        let Some(written) = self.get(Column::Source) else { return Ok(BTreeSet::new()) };
        let pages = written
            .text
            .split(['|', ' '])
            .map(str::trim)
            .filter(|page| page.starts_with("https://") || page.starts_with("http://"));
        let sound = |page: &str| {
            let page = page.trim_end_matches([';', ',']);
            oxigraph::model::NamedNode::new(page).map(|page| page.into_string()).map_err(|_| {
                written.refuse(
                    format!("{page:?} is no address of a page"),
                    "give it whole, as https://host/path, or describe the source in words",
                )
            })
        };
        pages.map(sound).collect()
    }
}

impl Written<'_> {
    /// A misfit of this cell.
    pub(super) fn refuse(&self, message: impl Into<String>, hint: impl Into<std::borrow::Cow<'static, str>>) -> Misfit {
        let sheet = self.sheet.map(|sheet| format!(" of the sheet {sheet:?}")).unwrap_or_default();
        let message = format!("{} (column {:?}{sheet})", message.into(), self.header);
        Misfit { line: self.cell.line, column: self.cell.column, message, hint: hint.into() }
    }

    pub(super) fn entity(&self, value: &str, sorts: &[Sort], directory: &Directory<'_>) -> Result<EntityId, Misfit> {
        let found = directory.entities(sorts, value);
        self.only(value, sorts[0].name(), &found, |id| directory.shown(id), || directory.closest(sorts, value))
    }

    pub(super) fn term(&self, value: &str, schemes: &[Scheme], directory: &Directory<'_>) -> Result<TermId, Misfit> {
        let found: BTreeSet<TermId> = schemes.iter().flat_map(|scheme| directory.terms(*scheme, value)).collect();
        let what = match schemes[0] {
            Scheme::Domain => "domain",
            Scheme::Stage => "stage",
            Scheme::Realis => "realis",
            _ => "class",
        };
        self.only(value, what, &found, |id| directory.name(id), || directory.closest_term(schemes, value))
    }

    /// The one thing that a name stands for.
    pub(super) fn only(
        &self,
        value: &str,
        what: &str,
        found: &BTreeSet<usize>,
        shown: impl Fn(usize) -> String,
        closest: impl FnOnce() -> Vec<String>,
    ) -> Result<usize, Misfit> {
        match found.len() {
            1 => Ok(found.iter().copied().next().unwrap_or_default()),
            0 => {
                let closest = closest();
                let hint = match (closest.as_slice(), what) {
                    ([], "person") => "add a row to the register, or write new: before the name".to_owned(),
                    ([], _) => format!("write the id or a label of a {what} that the register or the ontology has"),
                    (names, _) => format!("is it {}?", names.join(", ")),
                };
                Err(self.refuse(format!("there is no {what} {value:?}"), hint))
            }
            _ => {
                let all: Vec<String> = found.iter().take(6).map(|&id| shown(id)).collect();
                Err(self.refuse(
                    format!("{value:?} may be more than one {what}"),
                    format!("write the id of the one: {}", all.join(", ")),
                ))
            }
        }
    }
}

/// A day, month or year: in the order of ISO 8601 with hyphens, slashes or points, or day, month and year with points.
pub(super) fn date(written: Written<'_>) -> Result<PartialDate, Misfit> {
    let day = written.text.split([' ', 'T']).next().unwrap_or(written.text);
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let numbers: Option<Vec<i16>> =
        parts.iter().map(|part| part.parse().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()))).collect();
    let small = |n: i16| i8::try_from(n).ok();
    let made = numbers.and_then(|numbers| match numbers.as_slice() {
        [year] => Some(PartialDate { year: *year, month: None, day: None }),
        [year, month] if *year > 31 => Some(PartialDate { year: *year, month: Some(small(*month)?), day: None }),
        [month, year] if day.contains('.') => Some(PartialDate { year: *year, month: Some(small(*month)?), day: None }),
        [year, month, day] if *year > 31 => {
            Some(PartialDate { year: *year, month: Some(small(*month)?), day: Some(small(*day)?) })
        }
        [first, month, year] if day.contains('.') => {
            Some(PartialDate { year: *year, month: Some(small(*month)?), day: Some(small(*first)?) })
        }
        _ => None,
    });
    made.filter(|date| date.is_valid() && YEARS.contains(&date.year)).ok_or_else(|| {
        let hint = "write year, month and day as in 2025-12-18, or 2025-12 or 2025 where no more is known";
        written.refuse(format!("{:?} is no date", written.text), hint)
    })
}

/// A whole number with or without separators of thousands: `648000000`, `648,000,000`, `648 000 000`.
fn whole(written: Written<'_>) -> Result<u64, Misfit> {
    let bare: String = written.text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '\'' | '’')).collect();
    let bare = bare.strip_suffix(".00").or_else(|| bare.strip_suffix(".0")).unwrap_or(&bare);
    let groups: Vec<&str> = bare.split(',').collect();
    let grouped = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let digits = if groups.len() > 1 && !grouped { None } else { Some(groups.concat()) };
    let number = digits.filter(|d| d.bytes().all(|b| b.is_ascii_digit())).and_then(|d| d.parse().ok()).filter(|n| *n > 0);
    number.ok_or_else(|| {
        let hint = "write whole units in digits: 648000000 for 648 million";
        written.refuse(format!("{:?} is no amount of money", written.text), hint)
    })
}
