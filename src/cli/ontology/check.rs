//! `cajad ontology check`: pitfalls in the ontology.

use super::super::check::{Shown, report};
use super::super::{Global, Outcome};
use anyhow::Result;
use cajad::ontology::Ontology;
use cajad::ontology::check::{check, checks};
use clap::Args;

/// Look for pitfalls in the ontology
///
/// Terms without a label, a definition or a language, circles in a hierarchy, names that nothing defines, deprecated terms in
/// use, prefixes that are bound wrongly, words that two concepts share, and what else the catalogues OOPS! and ROBOT look for.
/// Each check is documented at the head of its file in queries/ontology/. The worked examples and the saved queries are searched
/// for terms that the ontology does not have. The exit code is 1 if there is a violation.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad ontology check
  cajad ontology check --severity info
  cajad ontology check --ontology my-ontology/ --json")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    shown: Shown,
}

pub(super) fn run(global: &Global, args: &CheckArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let ontology = Ontology::read(&bundle)?;
    let mut users = bundle.example_files()?;
    users.extend(bundle.query_files()?);
    users.extend(bundle.check_files()?);
    let pitfalls = bundle.pitfall_files()?;
    let checks = checks(&pitfalls)?;
    users.extend(pitfalls);
    report(global, &check(&ontology, &users, &checks)?, &args.shown)
}
