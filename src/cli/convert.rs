//! `cajad convert`: releases to RDF on standard output, without a store.

use super::report::{say_left_out, say_skipped};
use super::{Global, Known, Outcome, rdf_formats, read_document, write_data};
use anyhow::Result;
use cajad::export::{RdfFormat, serialize};
use cajad::pipeline::Pipeline;
use clap::Args;
use std::path::PathBuf;

/// Convert releases to RDF, without a store
///
/// Several files make one output. A file that cannot be used is reported, and the others are converted; the exit code is 1
/// then, or that of the mistake if there is only one file.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad convert release.md
  cajad convert visit.html --source https://example.org/visit
  cajad convert visit.txt --issued 2025-12-18 --source https://example.org/visit --format jsonld
  cajad convert data/releases/*.md --format nquads > releases.nq")]
pub(super) struct ConvertArgs {
    /// Files; - is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The RDF syntax
    #[arg(long, default_value = "turtle", value_parser = rdf_formats())]
    format: RdfFormat,
    #[command(flatten)]
    known: Known,
}

/// How many notes on one release are told one by one.
const NOTES: usize = 12;

pub(super) fn run(global: &Global, args: &ConvertArgs) -> Result<Outcome> {
    args.known.prove(args.paths.len())?;
    let bundle = global.bundle()?;
    let pipeline = Pipeline::new(&bundle)?;
    let overrides = args.known.overrides(&bundle)?;
    let mut quads = Vec::new();
    let mut outcome = Outcome::Done;
    for path in &args.paths {
        match read_document(path, &overrides).and_then(|document| pipeline.convert(&document)) {
            Ok(conversion) => {
                for note in conversion.notes.iter().take(NOTES) {
                    let place = format!("{} (characters {} to {}, {})", path.display(), note.start, note.end, note.kind);
                    global.say(&format!("note: {place}: {}", note.message));
                }
                if let Some(more) = conversion.notes.len().checked_sub(NOTES).filter(|&more| more > 0) {
                    global.say(&format!("note: {}: {more} notes more; `cajad coverage` sums them up", path.display()));
                }
                if !conversion.misfits.is_empty() {
                    say_left_out(&path.display().to_string(), &conversion.misfits);
                    outcome = Outcome::SomeSkipped;
                }
                quads.extend(conversion.quads);
            }
            Err(error) if args.paths.len() == 1 => return Err(error.into()),
            Err(error) => {
                say_skipped(&error);
                outcome = Outcome::SomeSkipped;
            }
        }
    }
    write_data(&serialize(&quads, args.format)?)?;
    Ok(outcome)
}
