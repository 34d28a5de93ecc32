//! `cajad build`: the store from what comes with the program.

use super::intake::Intake;
use super::pages::kept;
use super::report::{FileReport, say_left_out, say_skipped};
use super::{Global, Known, Outcome, write_data};
use anyhow::Result;
use cajad::bundle::BundleFile;
use cajad::error::Error;
use cajad::finding::{Finding, Severity};
use cajad::overlay::{Corrected, Record, graph, records};
use cajad::pipeline::Conversion;
use cajad::source::{Document, Overrides, parse};
use cajad::store::{Change, Others, Rebuild, Store};
use cajad::vocab;
use clap::Args;
use oxigraph::model::{NamedNode, Quad, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Build the store from the ontology, the register, the releases and the chronology that come with cajad
///
/// The new store is made beside the old one and takes its place when it is whole. Releases that you added with `cajad add`
/// are kept, unless you say --fresh, and pages that were fetched are read again from <STORE>.pages, without any network; one that violates a shape is told, and the exit code is 1 then. Releases of an earlier
/// build whose files are gone, or cannot be used any more, are not kept. The corrections in data/overlay/ and in --overlay are made on all of them.
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
    /// What of the kept releases violates a shape.
    violations: Vec<Finding>,
    /// Made by the build before, and by no file now.
    dropped: Vec<String>,
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

/// What has been made so far.
#[derive(Default)]
struct Made {
    files: Vec<FileReport>,
    /// By release, the file that it was read from.
    read: BTreeMap<String, String>,
    /// The addresses of the pages that were read again.
    pages: BTreeSet<String>,
    there: BTreeSet<String>,
    corrections: Corrections,
}

impl Made {
    /// Notes what became of a file or a page, and gives what is to go in.
    fn take(&mut self, name: &str, taken: Result<Option<(Conversion, Corrected)>, Error>) -> Option<Conversion> {
        match taken {
            Ok(None) => None,
            Ok(Some((conversion, corrected))) => {
                say_left_out(name, &conversion.misfits);
                self.files.push(FileReport::taken(name, Change::Added, &conversion));
                self.there.insert(conversion.release.as_str().to_owned());
                self.corrections.take(corrected);
                Some(conversion)
            }
            Err(error) => {
                say_skipped(&error);
                self.files.push(FileReport::skipped(name, &error));
                None
            }
        }
    }
}

pub(super) fn run(global: &Global, args: &BuildArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let mut rebuild = Rebuild::begin(&global.store)?;
    intake.ground(&mut rebuild);
    let mut made = Made::default();
    for file in bundle.release_files()?.into_iter().chain(bundle.chronology_files()?) {
        let taken = convert(&intake, &file, &mut made.read).map(Some);
        if let Some(conversion) = made.take(&file.path, taken) {
            rebuild.add(conversion)?;
        }
    }
    if !args.fresh {
        for page in kept(global, &Known::default().overrides(&bundle)?)? {
            let taken = page.document.and_then(|document| again(&intake, &document, &mut made));
            if let Some(conversion) = made.take(&page.address, taken) {
                rebuild.add_by_hand(conversion)?;
            }
        }
    }
    let Made { files, read, pages, mut there, mut corrections } = made;
    let mut others = rebuild.others(&read.into_keys().collect())?;
    // A page that gives another title or day now than it did is still one release.
    others.releases.retain(|(release, quads)| !source(release, quads).is_some_and(|source| pages.contains(source)));
    let dropped = others.dropped.iter().map(|release| release.as_str().to_owned()).collect();
    let (kept, violations) = keep(&intake, &mut rebuild, others, args.fresh, &mut corrections)?;
    there.extend(kept.iter().cloned());
    corrections.amiss.extend(intake.overlay.without_release(&there));
    rebuild.load(vocab::OVERLAY_GRAPH, graph(&corrections.records));
    let report = BuildReport {
        store: global.store.display().to_string(),
        graphs: 2 + there.len() + usize::from(!corrections.records.is_empty()),
        quads: rebuild.finish()?,
        kept,
        violations,
        dropped,
        files,
        corrections,
    };
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&report)?).as_bytes())?;
    }
    tell(global, &report);
    if !report.kept.is_empty() {
        global.say_arrears(&Store::open_read_only(&global.store)?)?;
    }
    say_next(global);
    let left_out = report.corrections.amiss.iter().any(|finding| finding.severity == Severity::Violation);
    let skipped = left_out || !report.violations.is_empty() || report.files.iter().any(FileReport::is_partial);
    Ok(if skipped { Outcome::SomeSkipped } else { Outcome::Done })
}

/// Takes over the releases that were added by hand, each corrected as the tables say now. Says which they are, and what of
/// them violates a shape: whoever added them may have no other copy, so they are told of and not taken away.
fn keep(
    intake: &Intake,
    rebuild: &mut Rebuild,
    others: Others,
    fresh: bool,
    corrections: &mut Corrections,
) -> Result<(Vec<String>, Vec<Finding>), Error> {
    let made = records(&others.overlay)?;
    let dropped = made.iter().filter(|record| !intake.overlay.has(record.heading.id.as_ref()));
    corrections.dropped = dropped.map(|record| record.heading.id.as_str().to_owned()).collect();
    let (mut kept, mut violations) = (Vec::new(), Vec::new());
    for (release, quads) in others.releases.into_iter().filter(|_| !fresh) {
        let mut corrected = intake.correct(&release, quads, &made)?;
        violations.extend(intake.violations(&corrected)?);
        rebuild.keep(release.as_ref(), std::mem::take(&mut corrected.quads))?;
        corrections.take(corrected);
        kept.push(release.into_string());
    }
    Ok((kept, violations))
}

/// Two files of one release would melt into one graph that neither of them tells. What is `read` is noted with its file even
/// if it stays out: the store before may have it.
fn convert(intake: &Intake, file: &BundleFile, read: &mut BTreeMap<String, String>) -> Result<(Conversion, Corrected), Error> {
    let document = parse(&file.path, file.text.as_bytes(), &Overrides::default())?;
    let conversion = intake.read(&document)?;
    if let Some(first) = read.get(conversion.release.as_str()) {
        return Err(Error::input(format!("this is the same release as {first}"))
            .in_file(&file.path)
            .hint("take one of them away, or give them different titles or dates"));
    }
    read.insert(conversion.release.as_str().to_owned(), file.path.clone());
    intake.admit(&document, conversion)
}

/// A page that was fetched before, converted as the program does it now; `None` if a file or another page gives its release.
fn again(intake: &Intake, document: &Document, made: &mut Made) -> Result<Option<(Conversion, Corrected)>, Error> {
    let conversion = intake.read(document)?;
    if made.read.contains_key(conversion.release.as_str()) {
        return Ok(None);
    }
    let release = conversion.release.as_str().to_owned();
    let admitted = intake.admit(document, conversion)?;
    made.read.insert(release, document.origin.clone());
    made.pages.extend(document.meta.source.clone());
    Ok(Some(admitted))
}

/// The address of the page that a release was on.
fn source<'a>(release: &NamedNode, quads: &'a [Quad]) -> Option<&'a str> {
    let of_release = |quad: &&Quad| quad.predicate == vocab::SOURCE && quad.subject == release.as_ref().into();
    match &quads.iter().find(of_release)?.object {
        Term::NamedNode(page) => Some(page.as_str()),
        _ => None,
    }
}

fn tell(global: &Global, report: &BuildReport) {
    let skipped = report.files.iter().filter(|file| file.is_skipped()).count();
    let BuildReport { store, graphs, quads, kept, violations, dropped, files, corrections } = report;
    global.say(&format!("{store}: {graphs} graphs, {quads} quads"));
    global.say(&format!("  ontology, register and {} releases; {skipped} skipped", files.len() - skipped));
    if !kept.is_empty() {
        global.say(&format!("  {} kept that you had added (leave them out with --fresh)", kept.len()));
    }
    if !violations.is_empty() {
        global.say("  of these, violating a shape (correct them and add them again, or say --allow-invalid):");
        violations.iter().for_each(|finding| global.say(&violation(finding)));
    }
    if !dropped.is_empty() {
        global.say(&format!("  {} of the build before left out, which no file of the data makes now:", dropped.len()));
        dropped.iter().for_each(|release| global.say(&format!("    {}", vocab::short(release))));
    }
    tell_corrections(global, corrections);
}

fn say_next(global: &Global) {
    global.say("next:");
    global.say("  cajad query                                   the questions that can be asked");
    global.say("  cajad query -e 'SELECT ?event ?date { ?event a cajad:Meeting ; cajad:date ?date }'");
    global.say("  cajad export --format turtle --output cajad.ttl");
}

fn violation(finding: &Finding) -> String {
    let [graph, node] = [&finding.graph, &finding.node].map(|name| name.as_deref().map(vocab::short).unwrap_or_default());
    format!("    {graph}: {}: {}: {node}", finding.check, finding.message)
}

fn tell_corrections(global: &Global, corrections: &Corrections) {
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
}
