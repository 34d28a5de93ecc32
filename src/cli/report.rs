//! What is told of errors and of files, for people and as JSON.

use cajad::error::{Error, shown};
use cajad::source::table::Misfit;
use cajad::store::Change;
use serde::Serialize;

/// An error for people: the line, the text around the place, the causes, the remedy.
pub fn failure(error: &anyhow::Error) -> String {
    match error.downcast_ref::<Error>() {
        Some(error) => told(error),
        None => error.chain().fold(String::from("error"), |told, cause| format!("{told}: {cause}")) + "\n",
    }
}

pub(super) fn told(error: &Error) -> String {
    let mut told = format!("error: {error}\n");
    if let Some(excerpt) = error.excerpt() {
        told.push_str(&excerpt.lines().map(|line| format!("  {line}\n")).collect::<String>());
    }
    let mut cause = std::error::Error::source(error);
    while let Some(beneath) = cause {
        told.push_str(&format!("  because: {beneath}\n"));
        cause = beneath.source();
    }
    if let Some(remedy) = error.remedy() {
        told.push_str(&format!("  hint: {remedy}\n"));
    }
    lines_shown(&told)
}

/// What is told, without anything that would steer the terminal: it may quote a file.
pub(super) fn lines_shown(told: &str) -> String {
    told.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// What became of one file.
#[derive(Debug, Serialize)]
pub(super) struct FileReport {
    file: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facts: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The rows of a table that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowReport>,
}

/// Why a row of a table is left out.
#[derive(Debug, Serialize)]
struct RowReport {
    line: usize,
    column: usize,
    reason: String,
    hint: String,
}

/// How many rows of one table are told one by one.
const ROWS: usize = 20;

impl FileReport {
    pub(super) fn taken(file: &str, change: Change, conversion: &cajad::pipeline::Conversion) -> Self {
        Self {
            file: file.to_owned(),
            status: match change {
                Change::Added => "added",
                Change::Replaced => "replaced",
                Change::Unchanged => "unchanged",
            },
            release: Some(conversion.release.as_str().to_owned()),
            facts: Some(conversion.quads.len()),
            notes: Some(conversion.notes.len()),
            reason: None,
            hint: None,
            rows: conversion.misfits.iter().map(RowReport::of).collect(),
        }
    }

    pub(super) fn skipped(file: &str, error: &Error) -> Self {
        Self {
            file: file.to_owned(),
            status: "skipped",
            release: None,
            facts: None,
            notes: None,
            reason: Some(error.to_string()),
            hint: error.remedy().map(str::to_owned),
            rows: Vec::new(),
        }
    }

    pub(super) fn is_skipped(&self) -> bool {
        self.status == "skipped"
    }

    /// Whether it was skipped, or some of its rows were.
    pub(super) fn is_partial(&self) -> bool {
        self.is_skipped() || !self.rows.is_empty()
    }

    /// One line for people, of a file that was taken.
    pub(super) fn line(&self) -> String {
        let count = |number: Option<usize>, noun: &str| {
            let number = number.unwrap_or_default();
            format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
        };
        let rows =
            if self.rows.is_empty() { String::new() } else { format!(", {} left out", count(Some(self.rows.len()), "row")) };
        format!("{:<9}  {}  ({}, {}{rows})", self.status, shown(&self.file), count(self.facts, "quad"), count(self.notes, "note"))
    }
}

/// `added 3, unchanged 2, skipped 1`: the numbers of what became of all files.
pub(super) fn summary(files: &[FileReport]) -> String {
    let counts: Vec<String> = ["added", "replaced", "unchanged", "skipped"]
        .into_iter()
        .map(|status| (status, files.iter().filter(|file| file.status == status).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{status} {count}"))
        .collect();
    if counts.is_empty() { "nothing to do".into() } else { counts.join(", ") }
}

impl RowReport {
    fn of(misfit: &Misfit) -> Self {
        let Misfit { line, column, message, hint } = misfit;
        Self { line: *line, column: *column, reason: message.clone(), hint: hint.clone().into_owned() }
    }
}

/// Reports the rows of a table that are left out; this is said even when `--quiet`.
pub(super) fn say_left_out(file: &str, misfits: &[Misfit]) {
    misfits.iter().take(ROWS).for_each(|misfit| super::say(&told(&misfit.error(file)).replacen("error: ", "left out: ", 1)));
    if let Some(more) = misfits.len().checked_sub(ROWS).filter(|&more| more > 0) {
        super::say(&format!("left out: {file}: {more} rows more; --json lists them all\n"));
    }
}

/// Reports a file that was skipped; this is said even when `--quiet`.
pub(super) fn say_skipped(error: &Error) {
    super::say(&told(error).replacen("error: ", "skipped: ", 1));
}
