//! `cajad build`: the store from what comes with the program.

use super::intake::Intake;
use super::report::{FileReport, say_skipped};
use super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::bundle::BundleFile;
use cajad::error::Error;
use cajad::pipeline::Conversion;
use cajad::source::{Overrides, parse};
use cajad::store::{Change, Rebuild};
use clap::Args;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Build the store from the ontology, the register and the releases that come with cajad
///
/// The new store is made beside the old one and takes its place when it is whole. Releases that you added with `cajad add`
/// are kept as they are, unless you say --fresh.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad build
  cajad build --data my-data/ --store my.store")]
pub(super) struct BuildArgs {
    /// Leave out the releases that were added with `cajad add`
    #[arg(long)]
    fresh: bool,
    /// Take in releases that violate a shape of the ontology
    #[arg(long)]
    allow_invalid: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct BuildReport {
    store: String,
    graphs: usize,
    quads: usize,
    kept: Vec<String>,
    files: Vec<FileReport>,
}

pub(super) fn run(global: &Global, args: &BuildArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let mut rebuild = Rebuild::begin(&global.store)?;
    intake.ground(&mut rebuild);
    let mut files = Vec::new();
    let mut origins = BTreeMap::new();
    for file in bundle.release_files()? {
        match convert(&intake, &file, &origins) {
            Ok(conversion) => {
                files.push(FileReport::taken(&file.path, Change::Added, &conversion));
                origins.insert(conversion.release.as_str().to_owned(), file.path);
                rebuild.add(conversion)?;
            }
            Err(error) => {
                say_skipped(&error);
                files.push(FileReport::skipped(&file.path, &error));
            }
        }
    }
    let rebuilt: BTreeSet<String> = origins.into_keys().collect();
    let kept = if args.fresh { Vec::new() } else { rebuild.keep_others(&rebuilt)? };
    let report = BuildReport {
        store: global.store.display().to_string(),
        graphs: 2 + rebuilt.len() + kept.len(),
        quads: rebuild.finish()?,
        kept: kept.iter().map(|release| release.as_str().to_owned()).collect(),
        files,
    };
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&report)?).as_bytes())?;
    }
    tell(global, &report);
    Ok(if report.files.iter().any(FileReport::is_skipped) { Outcome::SomeSkipped } else { Outcome::Done })
}

/// Two files of one release would melt into one graph that neither of them tells.
fn convert(intake: &Intake, file: &BundleFile, origins: &BTreeMap<String, String>) -> Result<Conversion, Error> {
    let document = parse(&file.path, file.text.as_bytes(), &Overrides::default())?;
    let conversion = intake.convert(&document)?;
    match origins.get(conversion.release.as_str()) {
        None => Ok(conversion),
        Some(first) => Err(Error::input(format!("this is the same release as {first}"))
            .in_file(&file.path)
            .hint("take one of them away, or give them different titles or dates")),
    }
}

fn tell(global: &Global, report: &BuildReport) {
    let skipped = report.files.iter().filter(|file| file.is_skipped()).count();
    let BuildReport { store, graphs, quads, kept, files } = report;
    global.say(&format!("{store}: {graphs} graphs, {quads} quads"));
    global.say(&format!("  ontology, register and {} releases; {skipped} skipped", files.len() - skipped));
    if !kept.is_empty() {
        global.say(&format!("  {} kept that you had added (leave them out with --fresh)", kept.len()));
    }
    global.say("next:");
    global.say("  cajad query                                   the questions that can be asked");
    global.say("  cajad query -e 'SELECT ?event ?date { ?event a cajad:Meeting ; cajad:date ?date }'");
    global.say("  cajad export --format turtle --output cajad.ttl");
}
