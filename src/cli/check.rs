//! `cajad check`: what is amiss in the store and in the register.

use super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::check::{Checks, check, queries};
use cajad::finding::{Finding, Severity};
use cajad::overlay::Overlay;
use cajad::pipeline::Pipeline;
use cajad::shapes::Shapes;
use cajad::store::Store;
use cajad::vocab::short;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Look for what is amiss in the store and in the register
///
/// Every graph is held against the shapes of the ontology, every quote is read again from the stored text, the register is
/// searched for offices without a holder or with two, for labels that two rows share and for people shown outside their terms, the corrections for those that have lost their object,
/// and the queries in queries/checks/ are asked, which must return nothing. The exit code is 1 if there is a violation.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad check
  cajad check --severity info
  cajad check --json | jq '.[] | select(.check == \"outside-term\")'")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    shown: Shown,
}

/// Which findings are shown, and how.
#[derive(Args, Debug)]
pub(super) struct Shown {
    /// Show what is at least as grave as this
    #[arg(long, default_value = "warning", value_parser = severities())]
    severity: Severity,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let named = |name: String| Severity::ALL.into_iter().find(|s| s.name() == name).ok_or("no such severity");
    PossibleValuesParser::new(Severity::ALL.map(Severity::name)).try_map(named)
}

pub(super) fn run(global: &Global, args: &CheckArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let pipeline = Pipeline::new(&bundle)?;
    let (ontology, register) = (pipeline.ontology()?, pipeline.register()?);
    let shapes = Shapes::compile(&ontology, &register)?;
    let overlay = Overlay::read(&bundle.overlay_files()?, &ontology, &register)?;
    let queries = queries(&bundle.check_files()?)?;
    let store = Store::open_read_only(&global.store)?;
    let (register, version) = (pipeline.rows(), pipeline.version());
    let findings = check(&store, &Checks { shapes: &shapes, register, overlay: &overlay, queries: &queries, version })?;
    report(global, &findings, &args.shown)
}

/// Prints what was found; a violation makes the command end as [`Outcome::Amiss`].
pub(super) fn report(global: &Global, findings: &[Finding], how: &Shown) -> Result<Outcome> {
    let shown: Vec<&Finding> = findings.iter().filter(|finding| finding.severity <= how.severity).collect();
    let written = if how.json {
        format!("{}\n", serde_json::to_string_pretty(&shown)?)
    } else {
        shown.iter().map(|finding| told(finding)).collect()
    };
    write_data(written.as_bytes())?;
    global.say(&summary(findings, how.severity));
    let violated = findings.iter().any(|finding| finding.severity == Severity::Violation);
    Ok(if violated { Outcome::Amiss } else { Outcome::Done })
}

/// One finding for people: what it is about, where, and what to do.
fn told(finding: &Finding) -> String {
    let node = finding.node.as_deref().map(short).unwrap_or_default();
    let mut told = format!("{:<9}  {}  {node}\n", finding.severity.name(), finding.check);
    for (label, value) in [("at", &finding.file), ("in", &finding.graph), ("property", &finding.path), ("value", &finding.value)]
    {
        if let Some(value) = value {
            told.push_str(&format!("           {label} {}\n", short(value)));
        }
    }
    told.push_str(&format!("           {}\n", finding.message));
    told
}

fn summary(findings: &[Finding], shown: Severity) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let [violations, warnings, notes] = Severity::ALL.map(count);
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let hint = if shown < Severity::Info && notes > 0 { " (show them with --severity info)" } else { "" };
    format!("{}, {}, {}{hint}", plural(violations, "violation"), plural(warnings, "warning"), plural(notes, "note"))
}
