//! What a cell may hold: ids of which IRIs are made, numbers, days in order, and words of closed lists.

use crate::error::{Error, Result};

use super::RANKS;
use super::table::{Row, date};

/// Kinds of organisations, as `data/README.md` explains them.
const BODIES: [&str; 12] = [
    "government",
    "ministry",
    "agency",
    "bank",
    "company",
    "university",
    "ngo",
    "international",
    "embassy",
    "media",
    "forum",
    "other",
];

/// Kinds of initiatives.
const INITIATIVES: [&str; 6] = ["corridor", "programme", "mechanism", "project", "exhibition", "other"];

/// What is known of a tenure's bounds.
const STATUSES: [&str; 3] = ["incumbent", "closed", "unsure"];

impl Row {
    /// Refuses what would make a broken IRI, or a word that means nothing, before anything is made of the row.
    pub(super) fn prove(&self, table: &str) -> Result<()> {
        if let Some(name) = self.names().find(|name| name.chars().any(is_invisible)) {
            return Err(
                Error::input(format!("{name:?} has a character that nobody sees")).hint("write the name anew, without it")
            );
        }
        match table {
            "tenures" => return self.prove_tenure(),
            "organizations" => one_of("kind", &self.kind, &BODIES)?,
            "initiatives" => one_of("kind", &self.kind, &INITIATIVES)?,
            "offices" => one_of("rank", &self.rank, &RANKS)?,
            "people" => one_of("sex", &self.sex, &["M", "F"])?,
            "places" => {
                degrees("lat", &self.lat, 90.0)?;
                degrees("lon", &self.lon, 180.0)?;
            }
            _ => {}
        }
        if self.id.is_empty() || !self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(Error::input(format!("{:?} is no id", self.id))
                .hint("an id has lower-case letters from a to z, digits and hyphens: an IRI is made of it"));
        }
        let numbered =
            |item: &str| item.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if !self.wikidata.is_empty() && !numbered(&self.wikidata) {
            return Err(Error::input(format!("{:?} is no item of Wikidata", self.wikidata)).hint("write it as Q1490"));
        }
        Ok(())
    }

    fn prove_tenure(&self) -> Result<()> {
        one_of("status", &self.status, &STATUSES)?;
        if self.until.is_empty() {
            return if self.status == "closed" {
                Err(Error::input("the tenure is closed and has no last day").hint("give `until`, or say `unsure`"))
            } else {
                Ok(())
            };
        }
        if self.status == "incumbent" {
            return Err(
                Error::input(format!("the incumbent has left on {}", self.until)).hint("say `closed`, or leave `until` empty")
            );
        }
        if date(&self.from)?.first_day() > date(&self.until)?.last_day() {
            return Err(Error::input(format!("the tenure ends on {} before it begins on {}", self.until, self.from))
                .hint("correct `from` or `until`"));
        }
        Ok(())
    }

    /// The cells that hold names.
    fn names(&self) -> impl Iterator<Item = &String> {
        let titles = [&self.en, &self.fr, &self.ja, &self.ru, &self.hidden, &self.abbr];
        let adjectives = [&self.adj_en, &self.adj_fr, &self.adj_ja, &self.adj_ru];
        let families = [&self.family_en, &self.family_fr, &self.family_ja, &self.family_ru];
        let given = [&self.given_en, &self.given_fr, &self.given_ja, &self.given_ru];
        let others = [&self.alt_en, &self.alt_fr, &self.alt_ja, &self.alt_ru];
        titles.into_iter().chain(adjectives).chain(families).chain(given).chain(others)
    }
}

fn one_of(column: &str, cell: &str, allowed: &[&str]) -> Result<()> {
    if allowed.contains(&cell) {
        return Ok(());
    }
    Err(Error::input(format!("{cell:?} is no {column}")).hint(format!("it is one of {}", allowed.join(", "))))
}

fn degrees(column: &str, cell: &str, limit: f64) -> Result<()> {
    if cell.is_empty() || cell.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit) {
        return Ok(());
    }
    Err(Error::input(format!("{cell:?} is no {column}")).hint(format!("write degrees from -{limit} to {limit}, as in 35.6895")))
}

/// Whether a character has no width, or turns the direction of writing: what it does to a name nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
        || c.is_control()
}
