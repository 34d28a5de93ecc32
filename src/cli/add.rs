//! `cajad add`: more releases into the store.

use super::intake::Intake;
use super::pages::{Item, PageArgs, Pages, is_address};
use super::report::{FileReport, say_left_out, say_skipped, summary};
use super::{Global, Known, Outcome, read_document, write_data};
use anyhow::Result;
use cajad::error::Error;
use cajad::overlay::{Corrected, Record, graph, records};
use cajad::source::{Document, Overrides, collect};
use cajad::store::{Change, Rebuild, Store};
use cajad::vocab;
use clap::Args;
use oxigraph::model::NamedNode;
use std::path::{Path, PathBuf};

/// Add releases to the store
///
/// Takes web pages, plain text and Markdown, tables of your own (CSV, TSV, XLSX; `cajad template` shows their header), and folders
/// of them. A release that is already there is replaced if it says
/// something else now, and left alone if not. A file that cannot be used, or a row of a table, is
/// reported, and the others go in; the exit code is 1 then.
///
/// Of a feed, and of a page that lists others, it takes what is new. Servers are asked one page at a time and as their
/// robots.txt wants it. The pages are kept as they came in <STORE>.pages, beside the store: a page that has not changed is not
/// sent again, and `cajad build` makes the store anew from them without any network.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad add my-releases/
  cajad add chronology.csv --issued 2026-01-31
  cajad add visit.html --source https://example.org/visit
  cajad add https://www.mofa.go.jp/press/release/pressite_000001_01234.html
  cajad add https://www.mofa.go.jp/rss/news.xml --only Kazakhstan
  cajad add visit.pdf --issued 2025-12-18 --lang fr")]
pub(super) struct AddArgs {
    /// Files, folders, and addresses of pages and feeds; - is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    how: PageArgs,
    /// Take in releases that violate a shape of the ontology
    #[arg(long)]
    allow_invalid: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// What is to go in.
enum Input {
    File(PathBuf),
    Page(Box<Item>),
    Missing(Error),
}

pub(super) fn run(global: &Global, args: &AddArgs) -> Result<Outcome> {
    let files = collect(&args.paths);
    args.known.prove(files.len())?;
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let mut pages = Pages::new(global, &args.how, &args.known, &bundle)?;
    let inputs = inputs(files, args, &mut pages)?;
    let store = open(global, &intake)?;
    global.say_arrears(&store)?;
    let overrides = args.known.overrides(&bundle)?;
    let mut made = records(&store.quads(vocab::OVERLAY_GRAPH)?)?;
    let mut reports = Vec::new();
    for input in inputs {
        reports.push(match input {
            Input::File(path) => add(global, &store, &intake, &path, &overrides, &mut made)?,
            Input::Page(item) => admit(global, &store, &intake, *item, &pages, &mut made)?,
            Input::Missing(error) => skipped(error),
        });
    }
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&reports)?).as_bytes())?;
    }
    global.say(&summary(&reports));
    Ok(if reports.iter().any(FileReport::is_partial) { Outcome::SomeSkipped } else { Outcome::Done })
}

/// Files as they are, and pages fetched: whoever waits for a server need not hold the store.
fn inputs(files: Vec<Result<PathBuf, Error>>, args: &AddArgs, pages: &mut Pages<'_>) -> Result<Vec<Input>, Error> {
    let (mut inputs, mut looked) = (Vec::new(), false);
    for file in files {
        let path = match file {
            Ok(path) => path,
            Err(error) => {
                inputs.push(Input::Missing(error));
                continue;
            }
        };
        let written = path.to_string_lossy();
        let listing = is_address(&written) || pages.is_feed_file(&path);
        if listing && !looked {
            pages.look()?;
            looked = true;
        }
        if is_address(&written) {
            if args.known.source.is_some() {
                return Err(Error::user("--source is for files: a page has an address").in_file(written).hint("leave it out"));
            }
            inputs.extend(pages.gather(&written).into_iter().map(|item| Input::Page(Box::new(item))));
        } else if listing {
            inputs.extend(pages.gather_file(&path).into_iter().map(|item| Input::Page(Box::new(item))));
        } else {
            inputs.push(Input::File(path));
        }
    }
    Ok(inputs)
}

/// Opens the store. A new one gets the ontology and the register in one bulk load, which is much faster than transactions.
pub(super) fn open(global: &Global, intake: &Intake) -> Result<Store, Error> {
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
    let document = read_document(path, overrides);
    take(global, store, intake, &path.display().to_string(), document, made)
}

/// Takes in one page.
pub(super) fn admit(
    global: &Global,
    store: &Store,
    intake: &Intake,
    item: Item,
    pages: &Pages<'_>,
    made: &mut Vec<Record>,
) -> Result<FileReport, Error> {
    let Item { address, digest, document } = item;
    let report = take(global, store, intake, &address, document, made)?;
    pages.settle(&address, digest.as_deref(), report.is_skipped())?;
    Ok(report)
}

fn take(
    global: &Global,
    store: &Store,
    intake: &Intake,
    name: &str,
    document: Result<Document, Error>,
    made: &mut Vec<Record>,
) -> Result<FileReport, Error> {
    let (conversion, corrected) = match document.and_then(|document| intake.convert(&document)) {
        Ok(taken) => taken,
        Err(error) => {
            say_skipped(&error);
            return Ok(FileReport::skipped(name, &error));
        }
    };
    say_left_out(name, &conversion.misfits);
    corrected.findings.iter().for_each(|finding| global.say(&format!("correction: {}", finding.message)));
    let change = match (store.replace_release(&conversion)?, overlay(store, &conversion.release, corrected, made)?) {
        (Change::Unchanged, true) => Change::Replaced,
        (change, _) => change,
    };
    let report = FileReport::taken(name, change, &conversion);
    global.say(&report.line());
    Ok(report)
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
