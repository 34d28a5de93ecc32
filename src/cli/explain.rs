//! `cajad explain`: why the graph says so.

use super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::explain::explain;
use cajad::pipeline::Pipeline;
use cajad::vocab::iri;
use clap::Args;

/// Explain why the graph says what it says of a thing
///
/// Shows every release that speaks of it, with the passage in its context and the rule that read it, and every correction,
/// with who made it, when and why. Each quote is read again from the stored text; one that does not stand there is marked,
/// and the exit code is 1. Under each passage stand the words that the lexicon knew in it, with what they were taken for, and
/// the readings that lost.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad explain id:event/2025-12-18-summit-jp-kz
  cajad explain https://w3id.org/cajad/id/person/takaichi-sanae --json")]
pub(super) struct ExplainArgs {
    /// The thing: its IRI, whole or with a known prefix
    iri: String,
    /// Leave out which words were known as what, and which readings lost
    #[arg(long)]
    brief: bool,
    /// Print the explanation as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(global: &Global, args: &ExplainArgs) -> Result<Outcome> {
    let iri = iri(&args.iri)?;
    let store = global.store()?;
    let mut explanation = explain(&store, iri.as_ref())?;
    if !args.brief {
        explanation.retrace(&store, &Pipeline::new(&global.bundle()?)?)?;
    }
    if args.json {
        write_data(format!("{}\n", serde_json::to_string_pretty(&explanation)?).as_bytes())?;
    } else {
        write_data(explanation.to_text().as_bytes())?;
    }
    Ok(if explanation.is_proved() { Outcome::Done } else { Outcome::SomeSkipped })
}
