//! The tables as they are written: rows of named cells, and what stands in a cell.

use serde::Deserialize;

use super::{Names, is_katakana};
use crate::bundle::BundleFile;
use crate::calendar::PartialDate;
use crate::error::{Error, Result};
use crate::source::Lang;

/// Any row of any table; a table simply lacks the columns that are not its own.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) iso3: String,
    pub(super) wikidata: String,
    pub(super) capital: String,
    pub(super) country: String,
    pub(super) organization: String,
    pub(super) kind: String,
    pub(super) abbr: String,
    pub(super) rank: String,
    pub(super) sex: String,
    pub(super) lat: String,
    pub(super) lon: String,
    pub(super) en: String,
    pub(super) fr: String,
    pub(super) ja: String,
    pub(super) ru: String,
    pub(super) adj_en: String,
    pub(super) adj_fr: String,
    pub(super) adj_ja: String,
    pub(super) adj_ru: String,
    pub(super) family_en: String,
    pub(super) given_en: String,
    pub(super) family_fr: String,
    pub(super) given_fr: String,
    pub(super) family_ja: String,
    pub(super) given_ja: String,
    pub(super) family_ru: String,
    pub(super) given_ru: String,
    pub(super) alt_en: String,
    pub(super) alt_fr: String,
    pub(super) alt_ja: String,
    pub(super) alt_ru: String,
    pub(super) hidden: String,
    pub(super) source: String,
    pub(super) person: String,
    pub(super) office: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) status: String,
    pub(super) note: String,
    pub(super) members: String,
    pub(super) session: String,
}

/// The rows of a table with their lines.
pub(super) fn rows(file: &BundleFile) -> Result<Vec<(usize, Row)>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(file.text.as_bytes());
    // Without quotes a row is a line; the reader passes over empty ones, and does not count them.
    let mut lines = file.text.lines().zip(1..).filter(|(text, _)| !text.is_empty()).map(|(_, line)| line);
    let misfit = |line: usize, e: &csv::Error| {
        let message = match e.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the row has {len} columns, the header {expected_len}")
            }
            csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
            _ => e.to_string(),
        };
        let hint = "there is one tab between two columns, also where a cell is empty; the columns are in data/README.md";
        Error::input(message).in_file(&file.path).at(line, 1).hint(hint)
    };
    let header = reader.headers().map_err(|e| misfit(1, &e))?.clone();
    lines.next();
    let row = |(record, line): (csv::Result<csv::StringRecord>, usize)| {
        let row = record.and_then(|record| record.deserialize(Some(&header)));
        Ok((line, row.map_err(|e| misfit(line, &e))?))
    };
    reader.records().zip(lines).map(row).collect()
}

pub(super) fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|v| !v.is_empty())
}

pub(super) fn pages(cell: &str) -> Vec<String> {
    values(cell).filter(|v| v.starts_with("http")).map(str::to_owned).collect()
}

pub(super) fn some(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

pub(super) fn names(cells: [&String; 4]) -> Names {
    let mut names = Names::default();
    for (lang, cell) in Lang::ALL.into_iter().zip(cells) {
        for value in values(cell) {
            names.add(lang, value);
        }
    }
    names
}

/// `Sanae Takaichi`, 高市早苗, `カシム＝ジョマルト・トカエフ`: given and family name in the order of the language, then the alternatives.
pub(super) fn person_names(family: &Names, given: &Names, alternatives: [&String; 4]) -> Names {
    let mut names = Names::default();
    for (lang, cell) in Lang::ALL.into_iter().zip(alternatives) {
        let (family, given) = (family.of(lang).first(), given.of(lang).first());
        match (family, given) {
            (Some(f), Some(g)) if lang != Lang::Ja => names.add(lang, format!("{g} {f}")),
            // Names in katakana keep the order of the West with a dot between; names in kanji have family first.
            (Some(f), Some(g)) if is_katakana(f) => names.add(lang, format!("{g}・{f}")),
            (Some(f), Some(g)) => names.add(lang, format!("{f}{g}")),
            (Some(one), None) | (None, Some(one)) => names.add(lang, one.as_str()),
            (None, None) => {}
        }
        for value in values(cell) {
            names.add(lang, value);
        }
    }
    names
}

pub(super) fn hidden(cell: &str) -> Result<Names> {
    let mut names = Names::default();
    for value in values(cell) {
        let parts = value.rsplit_once('@').and_then(|(label, code)| Some((label, Lang::from_code(code)?)));
        let (label, lang) = parts.ok_or_else(|| {
            Error::input(format!("hidden spelling {value:?} has no language")).hint("write it as spelling@en, @fr, @ja or @ru")
        })?;
        names.add(lang, label);
    }
    Ok(names)
}

pub(super) fn date(text: &str) -> Result<PartialDate> {
    text.parse().map_err(|_| Error::input(format!("{text:?} is no date")).hint("write YYYY-MM-DD, YYYY-MM or YYYY"))
}
