//! `cajad build`: the store from what comes with the program.

use super::intake::Intake;
use super::report::{FileReport, say_skipped};
use super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::bundle::BundleFile;
use cajad::error::Error;
use cajad::finding::{Finding, Severity};
use cajad::overlay::{Corrected, Record, graph, records};
use cajad::pipeline::Conversion;
use cajad::source::{Overrides, parse};
use cajad::store::{Change, Others, Rebuild};
use cajad::vocab;
use clap::Args;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Build the store from the ontology, the register and the releases that come with cajad
///
/// The new store is made beside the old one and takes its place when it is whole. Releases that you added with `cajad add`
/// are kept, unless you say --fresh. The corrections in data/overlay/ and in --overlay are made on all of them.
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
    corrections: Corrections,
}

/// What became of the corrections.
#[derive(Debug, Default, Serialize)]
struct Corrections {
    made: Vec<String>,
    amiss: Vec<Finding>,
    /// Made in the store before, and in no table now.
    dropped: Vec<String>,
    #[serde(skip)]
    records: Vec<Record>,
}

impl Corrections {
    fn take(&mut self, corrected: Corrected) {
        self.made.extend(corrected.records.iter().map(|record| record.heading.id.as_str().to_owned()));
        self.records.extend(corrected.records);
        self.amiss.extend(corrected.findings);
    }
}

pub(super) fn run(global: &Global, args: &BuildArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let mut rebuild = Rebuild::begin(&global.store)?;
    intake.ground(&mut rebuild);
    let mut files = Vec::new();
    let mut origins = BTreeMap::new();
    let mut corrections = Corrections::default();
    for file in bundle.release_files()? {
        match convert(&intake, &file, &origins) {
            Ok((conversion, corrected)) => {
                files.push(FileReport::taken(&file.path, Change::Added, &conversion));
                origins.insert(conversion.release.as_str().to_owned(), file.path);
                rebuild.add(conversion)?;
                corrections.take(corrected);
            }
            Err(error) => {
                say_skipped(&error);
                files.push(FileReport::skipped(&file.path, &error));
            }
        }
    }
    let rebuilt: BTreeSet<String> = origins.into_keys().collect();
    let others = rebuild.others(&rebuilt)?;
    let kept = keep(&intake, &mut rebuild, others, args.fresh, &mut corrections)?;
    let there: BTreeSet<String> = rebuilt.union(&kept).cloned().collect();
    corrections.amiss.extend(intake.overlay.without_release(&there));
    rebuild.load(vocab::OVERLAY_GRAPH, graph(&corrections.records));
    let report = BuildReport {
        store: global.store.display().to_string(),
        graphs: 2 + there.len() + usize::from(!corrections.records.is_empty()),
        quads: rebuild.finish()?,
        kept: kept.into_iter().collect(),
        files,
        corrections,
    };
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&report)?).as_bytes())?;
    }
    tell(global, &report);
    let left_out = report.corrections.amiss.iter().any(|finding| finding.severity == Severity::Violation);
    let skipped = left_out || report.files.iter().any(FileReport::is_skipped);
    Ok(if skipped { Outcome::SomeSkipped } else { Outcome::Done })
}

/// Takes over the releases that are not made anew, each corrected as the tables say now. Says which they are.
fn keep(
    intake: &Intake,
    rebuild: &mut Rebuild,
    others: Others,
    fresh: bool,
    corrections: &mut Corrections,
) -> Result<BTreeSet<String>, Error> {
    let made = records(&others.overlay)?;
    let dropped = made.iter().filter(|record| !intake.overlay.has(record.heading.id.as_ref()));
    corrections.dropped = dropped.map(|record| record.heading.id.as_str().to_owned()).collect();
    let mut kept = BTreeSet::new();
    for (release, quads) in others.releases.into_iter().filter(|_| !fresh) {
        let mut corrected = intake.correct(&release, quads, &made)?;
        rebuild.load(release.as_ref(), std::mem::take(&mut corrected.quads));
        corrections.take(corrected);
        kept.insert(release.into_string());
    }
    Ok(kept)
}

/// Two files of one release would melt into one graph that neither of them tells.
fn convert(intake: &Intake, file: &BundleFile, origins: &BTreeMap<String, String>) -> Result<(Conversion, Corrected), Error> {
    let document = parse(&file.path, file.text.as_bytes(), &Overrides::default())?;
    let (conversion, corrected) = intake.convert(&document)?;
    match origins.get(conversion.release.as_str()) {
        None => Ok((conversion, corrected)),
        Some(first) => Err(Error::input(format!("this is the same release as {first}"))
            .in_file(&file.path)
            .hint("take one of them away, or give them different titles or dates")),
    }
}

fn tell(global: &Global, report: &BuildReport) {
    let skipped = report.files.iter().filter(|file| file.is_skipped()).count();
    let BuildReport { store, graphs, quads, kept, files, corrections } = report;
    global.say(&format!("{store}: {graphs} graphs, {quads} quads"));
    global.say(&format!("  ontology, register and {} releases; {skipped} skipped", files.len() - skipped));
    if !kept.is_empty() {
        global.say(&format!("  {} kept that you had added (leave them out with --fresh)", kept.len()));
    }
    let Corrections { made, amiss, dropped, .. } = corrections;
    let corrections = |count: usize| format!("{count} correction{}", if count == 1 { "" } else { "s" });
    if !made.is_empty() || !amiss.is_empty() {
        global.say(&format!("  {} made; {} to be looked at", corrections(made.len()), amiss.len()));
        amiss.iter().for_each(|finding| global.say(&format!("    {}", finding.message)));
    }
    if !dropped.is_empty() {
        global.say(&format!("  {} of the store before in no table (is --overlay missing?):", corrections(dropped.len())));
        dropped.iter().for_each(|id| global.say(&format!("    {}", vocab::short(id))));
    }
    global.say("next:");
    global.say("  cajad query                                   the questions that can be asked");
    global.say("  cajad query -e 'SELECT ?event ?date { ?event a cajad:Meeting ; cajad:date ?date }'");
    global.say("  cajad export --format turtle --output cajad.ttl");
}
