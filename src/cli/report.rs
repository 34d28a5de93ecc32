//! What is told of errors and of files, for people and as JSON.

use cajad::error::{Error, shown};
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
}

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
        }
    }

    pub(super) fn is_skipped(&self) -> bool {
        self.status == "skipped"
    }

    /// One line for people, of a file that was taken.
    pub(super) fn line(&self) -> String {
        let count = |number: Option<usize>, noun: &str| {
            let number = number.unwrap_or_default();
            format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
        };
        format!("{:<9}  {}  ({}, {})", self.status, shown(&self.file), count(self.facts, "quad"), count(self.notes, "note"))
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

/// Reports a file that was skipped; this is said even when `--quiet`.
pub(super) fn say_skipped(error: &Error) {
    super::say(&told(error).replacen("error: ", "skipped: ", 1));
}
