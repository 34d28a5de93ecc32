//! `cajad add`: more releases into the store.

use super::intake::Intake;
use super::report::{FileReport, say_skipped, summary};
use super::{Global, Known, Outcome, read_document, write_data};
use anyhow::Result;
use cajad::error::Error;
use cajad::source::{Overrides, collect};
use cajad::store::{Rebuild, Store};
use clap::Args;
use std::path::{Path, PathBuf};

/// Add releases to the store
///
/// Takes plain text and Markdown files, and folders of them. A release that is already there is replaced if it says
/// something else now, and left alone if not. A file that cannot be used is reported, and the others go in; the exit code
/// is 1 then.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad add my-releases/
  cajad add visit.txt --source https://example.org/visit --issued 2025-12-18
  pdftotext visit.pdf - | cajad add - --issued 2025-12-18 --lang fr")]
pub(super) struct AddArgs {
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    known: Known,
    /// Take in releases that violate a shape of the ontology
    #[arg(long)]
    allow_invalid: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(global: &Global, args: &AddArgs) -> Result<Outcome> {
    let files = collect(&args.paths);
    args.known.prove(files.len())?;
    let intake = Intake::new(&global.bundle()?, args.allow_invalid)?;
    let store = open(global, &intake)?;
    let overrides = args.known.overrides();
    let mut reports = Vec::new();
    for file in files {
        let report = match file {
            Ok(path) => add(&store, &intake, &path, &overrides)?,
            Err(error) => skipped(error),
        };
        if !report.is_skipped() {
            global.say(&report.line());
        }
        reports.push(report);
    }
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&reports)?).as_bytes())?;
    }
    global.say(&summary(&reports));
    Ok(if reports.iter().any(FileReport::is_skipped) { Outcome::SomeSkipped } else { Outcome::Done })
}

/// Opens the store. A new one gets the ontology and the register in one bulk load, which is much faster than transactions.
fn open(global: &Global, intake: &Intake) -> Result<Store, Error> {
    if !Store::exists(&global.store)? {
        let mut rebuild = Rebuild::begin(&global.store)?;
        intake.ground(&mut rebuild);
        rebuild.finish()?;
    }
    Store::open(&global.store)
}

/// Takes in one file. Only what makes the store useless for the next file too is an error.
fn add(store: &Store, intake: &Intake, path: &Path, overrides: &Overrides) -> Result<FileReport, Error> {
    let conversion = match read_document(path, overrides).and_then(|document| intake.convert(&document)) {
        Ok(conversion) => conversion,
        Err(error) => return Ok(skipped(error)),
    };
    let change = store.replace_release(&conversion)?;
    Ok(FileReport::taken(&path.display().to_string(), change, &conversion))
}

fn skipped(error: Error) -> FileReport {
    say_skipped(&error);
    FileReport::skipped(error.place().file.as_deref().unwrap_or("-"), &error)
}
