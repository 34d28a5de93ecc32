//! What becomes of corrections: their changes are told in statements about triples, where no pattern of a migration finds them.
//!
//! So each correction is migrated together with its release. What it added is what the release has after the migration and
//! would not have without it; what it took out is what the release would have if it still stood there. A correction sees no
//! other graph than that of its release meanwhile, and is written anew as the program writes it now.

use super::Step;
use crate::bundle::BundleFile;
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::overlay::{Overlay, Record};
use crate::shapes::name;
use crate::vocab::{self, short};
use oxigraph::model::{GraphName, Quad, Triple};
use std::collections::{BTreeSet, HashSet};

/// Takes the corrections of a release through a migration; `read` is its graph before.
pub(super) fn take(step: &Step, release: &str, read: &[Quad], records: &mut [Record]) -> Result<()> {
    let mut own: Vec<&mut Record> = records.iter_mut().filter(|record| record.heading.release.as_str() == release).collect();
    let apply = |quads: Vec<Quad>| -> Result<Vec<Quad>> {
        let mut quads = step.apply(&quads)?;
        quads.retain(|quad| matches!(&quad.graph_name, GraphName::NamedNode(graph) if graph.as_str() == release));
        Ok(quads)
    };
    let additions: Vec<Vec<Quad>> = own.iter().map(|record| in_release(record, &record.added)).collect();
    let all: Vec<Quad> = read.iter().chain(additions.iter().flatten()).cloned().collect();
    let whole = apply(all.clone())?;
    for (record, additions) in own.iter_mut().zip(&additions) {
        let without = apply(all.iter().filter(|quad| !additions.contains(quad)).cloned().collect())?;
        let with = apply(all.iter().cloned().chain(in_release(record, &record.retracted)).collect())?;
        (record.added, record.retracted) = (beyond(&whole, &without), beyond(&with, &whole));
    }
    Ok(())
}

/// Takes out the corrections of which a migration has left nothing, and tells of them.
pub(super) fn emptied(records: &mut Vec<Record>) -> Vec<Finding> {
    let is_empty = |record: &Record| record.added.is_empty() && record.retracted.is_empty();
    let (emptied, left): (Vec<Record>, Vec<Record>) = std::mem::take(records).into_iter().partition(is_empty);
    *records = left;
    let told = emptied.into_iter().map(|record| {
        let id = record.heading.id;
        let message = format!("{}: the migrations leave nothing of this correction: take its rows out", short(id.as_str()));
        Finding::new(Severity::Warning, "correction-emptied", message).about(id.into_string())
    });
    told.collect()
}

/// The rows of the tables that name a term which the one ontology has and the other has not. A table that cannot be read for
/// another reason is told too: it stops no migration, for a migration does not touch it.
pub(super) fn outdated(tables: &[BundleFile], before: &[Quad], now: &[Quad], register: &[Quad]) -> Vec<Finding> {
    let terms: BTreeSet<&str> = now.iter().map(|quad| name(&quad.subject)).collect();
    let ours = |term: &&str| term.starts_with(vocab::CAJAD) || term.starts_with(vocab::VOCAB);
    let gone: BTreeSet<&str> =
        before.iter().map(|quad| name(&quad.subject)).filter(|term| ours(term) && !terms.contains(term)).collect();
    let both: Vec<Quad> = before.iter().chain(now).cloned().collect();
    let told = |table: &BundleFile| match Overlay::read(std::slice::from_ref(table), &both, register) {
        Ok(overlay) => overlay.naming(&gone),
        Err(error) => {
            let finding = Finding::new(Severity::Warning, "correction-unreadable", error.to_string());
            vec![Finding { file: Some(error.place().to_string()), ..finding }]
        }
    };
    tables.iter().flat_map(told).collect()
}

fn in_release(record: &Record, triples: &[Triple]) -> Vec<Quad> {
    triples.iter().map(|triple| triple.clone().in_graph(record.heading.release.clone())).collect()
}

/// What the one has and the other has not, sorted.
fn beyond(one: &[Quad], other: &[Quad]) -> Vec<Triple> {
    let other: HashSet<&Quad> = other.iter().collect();
    let mut triples: Vec<Triple> = one.iter().filter(|quad| !other.contains(quad)).cloned().map(Triple::from).collect();
    triples.sort_by_cached_key(ToString::to_string);
    triples
}
