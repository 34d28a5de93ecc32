//! `cajad add`: more releases into the store.

use super::intake::Intake;
use super::report::{FileReport, say_skipped, summary};
use super::{Global, Known, Outcome, read_document, write_data};
use anyhow::Result;
use cajad::error::Error;
use cajad::overlay::{Corrected, Record, graph, records};
use cajad::source::{Overrides, collect};
use cajad::store::{Change, Rebuild, Store};
use cajad::vocab;
use clap::Args;
use oxigraph::model::NamedNode;
use std::path::{Path, PathBuf};

/// Add releases to the store
///
/// Takes web pages, plain text and Markdown, and folders of them. A release that is already there is replaced if it says
/// something else now, and left alone if not. A file that cannot be used is reported, and the others go in; the exit code
/// is 1 then.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad add my-releases/
  cajad add visit.html --source https://example.org/visit
  cajad add visit.pdf --issued 2025-12-18 --lang fr")]
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
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let store = open(global, &intake)?;
    global.say_arrears(&store)?;
    let overrides = args.known.overrides(&bundle)?;
    let mut made = records(&store.quads(vocab::OVERLAY_GRAPH)?)?;
    let mut reports = Vec::new();
    for file in files {
        let report = match file {
            Ok(path) => add(global, &store, &intake, &path, &overrides, &mut made)?,
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
fn add(
    global: &Global,
    store: &Store,
    intake: &Intake,
    path: &Path,
    overrides: &Overrides,
    made: &mut Vec<Record>,
) -> Result<FileReport, Error> {
    let (conversion, corrected) = match read_document(path, overrides).and_then(|document| intake.convert(&document)) {
        Ok(taken) => taken,
        Err(error) => return Ok(skipped(error)),
    };
    corrected.findings.iter().for_each(|finding| global.say(&format!("correction: {}", finding.message)));
    let change = match (store.replace_release(&conversion)?, overlay(store, &conversion.release, corrected, made)?) {
        (Change::Unchanged, true) => Change::Replaced,
        (change, _) => change,
    };
    Ok(FileReport::taken(&path.display().to_string(), change, &conversion))
}

/// Brings the corrections of a release up to date; says whether anything had to be changed. A run that is broken off before
/// leaves the corrections as they were, and adding the file again puts them right.
fn overlay(store: &Store, release: &NamedNode, corrected: Corrected, made: &mut Vec<Record>) -> Result<bool, Error> {
    let (of_release, mut all): (Vec<Record>, Vec<Record>) = made.drain(..).partition(|r| r.heading.release == *release);
    let mut records = corrected.records;
    records.sort_by(|a, b| a.heading.id.as_str().cmp(b.heading.id.as_str()));
    let changed = of_release != records;
    all.extend(records);
    all.sort_by(|a, b| a.heading.id.as_str().cmp(b.heading.id.as_str()));
    *made = all;
    if changed {
        store.load(vocab::OVERLAY_GRAPH, graph(made))?;
    }
    Ok(changed)
}

fn skipped(error: Error) -> FileReport {
    say_skipped(&error);
    FileReport::skipped(error.place().file.as_deref().unwrap_or("-"), &error)
}
