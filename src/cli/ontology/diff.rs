//! `cajad ontology diff`: what has changed between two versions of the ontology.

use super::super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::ontology::Ontology;
use cajad::ontology::diff::{Edition, diff};
use clap::Args;

/// Say what has changed between two versions of the ontology, and which version that requires
///
/// OLD and NEW are folders of Turtle files, single Turtle files, or versions that are kept in ontology/releases/. Told are terms
/// added, removed, deprecated, relabelled, redefined and moved, domains and ranges, the words that are matched, and constraints
/// added, removed, tightened and loosened. The exit code is 1 if the version in the header of NEW is too low for the changes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad ontology diff 1.0.0
  cajad ontology diff 0.1.0 1.0.0
  cajad ontology diff ontology/ my-ontology/ --json | jq '.changes[] | select(.bump == \"major\")'")]
pub(super) struct DiffArgs {
    /// The older version
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer version; without it, the present ontology
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(global: &Global, args: &DiffArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let old = Ontology::find(&bundle, &args.old)?;
    let (name, new) = match &args.new {
        Some(named) => (named.as_str(), Ontology::find(&bundle, named)?),
        None => ("the present ontology", Ontology::read(&bundle)?),
    };
    let found = diff(&Edition::new(&args.old, &old), &Edition::new(name, &new));
    let written = if args.json { format!("{}\n", serde_json::to_string_pretty(&found)?) } else { found.markdown() };
    write_data(written.as_bytes())?;
    Ok(if found.enough { Outcome::Done } else { Outcome::Amiss })
}
