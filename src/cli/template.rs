//! `cajad template`: a table to fill in, for `cajad add`.

use super::{Global, Outcome, write_data};
use anyhow::Result;
use clap::{Args, ValueEnum};

/// Print a table to fill in with your own chronology
///
/// The header names the terms of the ontology, and the rows beneath it are examples: replace them. Open it in a spreadsheet,
/// save it as CSV, TSV or XLSX, and take it in with `cajad add`. One table may hold events, instruments and commitments
/// alike: the class says what a row tells of. A cell names one thing by its id or by a label in English, French, Japanese or
/// Russian, or several with | between them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad template events > chronology.csv
  cajad template commitments | cajad convert -")]
pub(super) struct TemplateArgs {
    /// What the rows are to tell of
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Meetings, visits, ceremonies
    Events,
    /// Treaties, statements, notes and other texts, with the stages that they came to
    Instruments,
    /// Who promised what to whom
    Commitments,
}

pub(super) fn run(global: &Global, args: &TemplateArgs) -> Result<Outcome> {
    let name = match args.kind {
        Kind::Events => "events",
        Kind::Instruments => "instruments",
        Kind::Commitments => "commitments",
    };
    let table = global.bundle()?.interface_file(&format!("template-{name}.csv"))?;
    write_data(table.text.as_bytes())?;
    Ok(Outcome::Done)
}
