//! `cajad ontology migrate`: a store of an older ontology becomes one of the present.

use super::super::{Global, Outcome, write_data};
use anyhow::Result;
use cajad::error::Error;
use cajad::migrate::{Count, Effect, Ground, Plan, Report, Verdict, steps};
use cajad::ontology::Ontology;
use cajad::query::{Answer, AnswerFormat, saved};
use cajad::store::{Rebuild, Store};
use cajad::vocab;
use clap::Args;
use oxigraph::model::{Literal, NamedNode, Term, Variable};

/// More graphs than this are told of as one.
const SINGLY: usize = 20;

/// Bring a store of an older ontology to the present one
///
/// Each release graph says with dcterms:conformsTo which version of the ontology wrote it. The migrations in
/// ontology/migrations/ that lead from there to the present version are applied in their order, the graph of the ontology is
/// replaced, the corrections in the store are migrated with their releases, and every saved query is asked before and afterwards with the defaults of its parameters. The new store is made
/// beside the old one and takes its place when it is whole: if anything fails, the store is as it was.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad ontology migrate --dry-run
  cajad ontology migrate --store my.store
  cajad ontology migrate --dry-run --json | jq '.queries[] | select(.verdict == \"dies\")'")]
pub(super) struct MigrateArgs {
    /// Say what would become of the graphs and the queries, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(global: &Global, args: &MigrateArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let ontology = Ontology::read(&bundle)?.into_graph();
    let (steps, queries) = (steps(&bundle.migration_files()?)?, saved(&bundle.query_files()?)?);
    let tables = bundle.overlay_files()?;
    let ground = Ground { ontology: &ontology, steps: &steps, queries: &queries, tables: &tables };
    // Whoever names a folder without a store is told so before anything is made beside it.
    let store = Store::open_read_only(&global.store)?;
    if args.dry_run {
        let plan = Plan::new(&store, ground)?;
        return tell(global, args, plan.report(), "this was a dry run: nothing has been changed");
    }
    drop(store);
    let rebuild = Rebuild::begin(&global.store)?;
    let plan = Plan::new(&rebuild.previous()?, ground)?;
    let report = plan.report().clone();
    let mut done = String::new();
    if !report.is_needless() {
        let quads = plan.write(rebuild)?;
        done = format!("{} is of the ontology {} now: {quads} quads", global.store.display(), report.to);
    }
    tell(global, args, &report, &done)
}

fn tell(global: &Global, args: &MigrateArgs, report: &Report, done: &str) -> Result<Outcome> {
    write_data(&written(report, args.json)?)?;
    let needless = format!("{} is of the ontology {}: there is nothing to migrate", global.store.display(), report.to);
    global.say(if report.is_needless() { &needless } else { done });
    Ok(Outcome::Done)
}

fn written(report: &Report, json: bool) -> Result<Vec<u8>> {
    if json {
        return Ok(format!("{}\n", serde_json::to_string_pretty(report)?).into_bytes());
    }
    if report.is_needless() {
        return Ok(Vec::new());
    }
    let from: Vec<String> = report.from.iter().map(ToString::to_string).collect();
    let mut told = format!("ontology {} -> {}\n", from.join(", "), report.to).into_bytes();
    for step in &report.steps {
        let name = step.file.rsplit('/').next().unwrap_or(&step.file);
        told.extend(format!("  {name}  {} (changes {} of {} graphs)\n", step.title, step.changed, step.graphs).bytes());
    }
    told.push(b'\n');
    told.extend(table(&["graph", "before", "after", "removed", "added"], graphs(&report.graphs))?);
    told.push(b'\n');
    let (same, other): (Vec<&Effect>, Vec<&Effect>) = report.queries.iter().partition(|effect| effect.verdict == Verdict::Stays);
    if !other.is_empty() {
        let head = ["query", "verdict", "before", "after", "lost", "gained", "reason"];
        told.extend(table(&head, other.into_iter().map(query).collect())?);
        told.push(b'\n');
    }
    if !report.corrections.is_empty() {
        told.extend(b"corrections to be looked at:\n");
        told.extend(report.corrections.iter().flat_map(|finding| format!("  {}\n", finding.message).into_bytes()));
        told.push(b'\n');
    }
    let plural = if same.len() == 1 { "y stays as it is" } else { "ies stay as they are" };
    told.extend(format!("{} saved quer{plural}\n", same.len()).bytes());
    Ok(told)
}

/// A row for each graph that changes, or one for all releases where they are many, and one for all that do not.
fn graphs(counts: &[Count]) -> Vec<Vec<Option<Term>>> {
    let (changed, same): (Vec<&Count>, Vec<&Count>) = counts.iter().partition(|count| count.is_changed());
    let releases = format!("{}release/", vocab::ID);
    let (many, few): (Vec<&Count>, Vec<&Count>) =
        changed.into_iter().partition(|count| count.graph.starts_with(&releases) && counts.len() > SINGLY);
    let row = |name: Term, counts: &[&Count]| {
        let sum = |number: fn(&Count) -> usize| {
            let sum: usize = counts.iter().map(|count| number(count)).sum();
            Some(Literal::new_simple_literal(sum.to_string()).into())
        };
        vec![Some(name), sum(|c| c.before), sum(|c| c.after), sum(|c| c.removed), sum(|c| c.added)]
    };
    let words = |text: String| Term::from(Literal::new_simple_literal(text));
    let mut rows: Vec<_> = few.into_iter().map(|count| row(NamedNode::new_unchecked(&count.graph).into(), &[count])).collect();
    for (counts, one, several) in [(many, "release", "releases"), (same, "other, as it was", "others, as they were")] {
        if !counts.is_empty() {
            rows.push(row(words(format!("{} {}", counts.len(), if counts.len() == 1 { one } else { several })), &counts));
        }
    }
    rows
}

fn query(effect: &Effect) -> Vec<Option<Term>> {
    let words = |text: String| Some(Term::from(Literal::new_simple_literal(text)));
    let number = |number: Option<usize>| number.and_then(|number| words(number.to_string()));
    vec![
        words(effect.query.clone()),
        words(effect.verdict.name().to_owned()),
        number(effect.before),
        number(effect.after),
        number(Some(effect.lost)),
        number(Some(effect.gained)),
        effect.reason.clone().and_then(words),
    ]
}

fn table(head: &[&str], rows: Vec<Vec<Option<Term>>>) -> Result<Vec<u8>, Error> {
    let variables = head.iter().map(|name| Variable::new_unchecked(*name)).collect();
    Answer::Rows { variables, rows }.write(AnswerFormat::Table)
}
