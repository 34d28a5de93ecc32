//! A comparison for people, in Markdown.

use super::{Bump, Change, Diff, Kind};
use crate::vocab::short;

/// The namespace of our shapes, which has no prefix: the names alone say enough.
const SHAPES: &str = "https://w3id.org/cajad/ontology/shapes#";

pub(super) fn write(diff: &Diff) -> String {
    let mut told = format!("# Changes from {} to {}\n\n{}\n", diff.old.name, diff.new.name, verdict(diff));
    if diff.uncompared > 0 {
        told.push_str(&format!("\n{} about nodes without a name are not compared.\n", count(diff.uncompared, "statement")));
    }
    for changes in diff.changes.chunk_by(|one, next| one.kind == next.kind) {
        told.push_str(&section(changes));
    }
    told
}

fn verdict(diff: &Diff) -> String {
    let changes = match diff.bump {
        None => "Nothing has changed.".to_owned(),
        Some(bump) if diff.changes.len() == 1 => format!("1 change, which makes a {} version.", bump.name()),
        Some(bump) => format!("{} changes, which together make a {} version.", diff.changes.len(), bump.name()),
    };
    let version = match (&diff.required, &diff.new.version) {
        (None, _) => format!("{} says no version, so that none is required.", diff.old.name),
        (Some(required), None) => format!("The version must be at least {required}; the header of {} says none.", diff.new.name),
        (Some(required), Some(version)) if diff.enough => {
            format!("The version must be at least {required}; the header says {version}, which is enough.")
        }
        (Some(required), Some(version)) => {
            format!("The version must be at least {required}; the header says {version}, **which is too low**.")
        }
    };
    format!("{changes} {version}")
}

fn section(changes: &[Change]) -> String {
    let highest = changes.iter().map(|change| change.bump).max().unwrap_or(Bump::Patch);
    let kind = changes[0].kind;
    let mut told = format!("\n## {} ({}, {})\n\n", title(kind), changes.len(), highest.name());
    if kind == Kind::Redefined && highest == Bump::Minor {
        told.push_str("Read each: if a term now covers less than it did, the version must be a major one.\n\n");
    }
    for change in changes {
        let lower = if change.bump < highest { format!(" ({})", change.bump.name()) } else { String::new() };
        let name = change.term.strip_prefix(SHAPES).map_or_else(|| short(&change.term), str::to_owned);
        told.push_str(&format!("- `{name}`{}{lower}\n", line(change)));
    }
    told
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::TermRemoved => "Terms removed",
        Kind::Retyped => "Terms of another kind",
        Kind::Moved => "Terms moved",
        Kind::Domain => "Domains",
        Kind::Range => "Ranges",
        Kind::Axiom => "Axioms",
        Kind::Naming => "Names of instances",
        Kind::ConstraintAdded => "Constraints added",
        Kind::ConstraintTightened => "Constraints tightened",
        Kind::ConstraintLoosened => "Constraints loosened",
        Kind::ConstraintRemoved => "Constraints removed",
        Kind::TermAdded => "Terms added",
        Kind::TermDeprecated => "Terms deprecated",
        Kind::TermRestored => "Terms no longer deprecated",
        Kind::Redefined => "Definitions",
        Kind::Alignment => "Matches and codes",
        Kind::Relabelled => "Labels",
        Kind::Words => "Words to be matched",
        Kind::Note => "Notes",
        Kind::ConstraintReworded => "Messages of constraints",
        Kind::Header => "Headers",
    }
}

/// What stands behind the term.
fn line(change: &Change) -> String {
    let exact = matches!(
        change.kind,
        Kind::ConstraintAdded | Kind::ConstraintTightened | Kind::ConstraintLoosened | Kind::ConstraintRemoved
    );
    let (old, new) = (list(&change.old, exact), list(&change.new, exact));
    let property = change.property.as_deref().map(short).unwrap_or_default();
    let language = change.language.as_ref().map(|language| format!(" ({language})")).unwrap_or_default();
    match change.kind {
        Kind::TermAdded | Kind::TermDeprecated | Kind::TermRestored if new.is_empty() => String::new(),
        Kind::TermAdded => format!(": {new}"),
        Kind::TermDeprecated | Kind::TermRestored => format!(": {new} takes its place"),
        Kind::TermRemoved => {
            let label = if old.is_empty() { String::new() } else { format!(": {old}") };
            if new.is_empty() { label } else { format!("{label}; {new} takes its place") }
        }
        Kind::ConstraintAdded => format!(": {new}"),
        Kind::ConstraintRemoved => format!(": {old}"),
        _ => match (old.is_empty(), new.is_empty()) {
            (true, _) => format!(", `{property}`{language}: {new} added"),
            (_, true) => format!(", `{property}`{language}: {old} removed"),
            _ if change.old.len() + change.new.len() > 2 => format!(", `{property}`{language}: {new} added; {old} removed"),
            _ => format!(", `{property}`{language}: {old} → {new}"),
        },
    }
}

/// Values one after the other: names and what is exact as code, texts in quotation marks.
fn list(values: &[String], exact: bool) -> String {
    let told: Vec<String> = values.iter().map(|value| shown(value, exact)).collect();
    told.join(", ")
}

fn shown(value: &str, exact: bool) -> String {
    let iri = (value.starts_with("https://") || value.starts_with("http://")) && !value.contains(' ');
    if (exact || iri) && !value.contains('`') {
        let name = value.strip_prefix(SHAPES).map_or_else(|| short(value), str::to_owned);
        return format!("`{name}`");
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | '<' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text + "\""
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
