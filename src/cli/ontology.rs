//! `cajad ontology`: the ontology as a product of its own. One file a subcommand, as for the commands above it.

mod check;
mod diff;
mod docs;
mod migrate;

use super::{Global, Outcome};
use anyhow::Result;
use clap::{Args, Subcommand};

/// Check the ontology, compare its versions, bring stores to the present one and write its site
#[derive(Args, Debug)]
pub(super) struct OntologyArgs {
    #[command(subcommand)]
    command: OntologyCommand,
}

#[derive(Debug, Subcommand)]
enum OntologyCommand {
    Check(check::CheckArgs),
    Diff(diff::DiffArgs),
    Migrate(migrate::MigrateArgs),
    Docs(docs::DocsArgs),
}

pub(super) fn run(global: &Global, args: &OntologyArgs) -> Result<Outcome> {
    match &args.command {
        OntologyCommand::Check(args) => check::run(global, args),
        OntologyCommand::Diff(args) => diff::run(global, args),
        OntologyCommand::Migrate(args) => migrate::run(global, args),
        OntologyCommand::Docs(args) => docs::run(global, args),
    }
}
