//! Corrections that have lost their object, would do harm, or are not in the store as the tables have them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Quad};

use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::overlay::{Corrected, Overlay, Record, as_read, records};
use crate::shapes::Shapes;
use crate::store::Store;
use crate::vocab;

/// What of the corrections has to be looked at: each is made once more, on what was read from its release before.
pub(super) fn check(store: &Store, overlay: &Overlay, shapes: &Shapes) -> Result<Vec<Finding>> {
    let made = records(&store.quads(vocab::OVERLAY_GRAPH)?)?;
    let there: BTreeSet<String> = store.releases()?.into_iter().map(NamedNode::into_string).collect();
    let mut findings = overlay.without_release(&there);
    let mut fresh = Vec::new();
    let concerned: BTreeSet<&str> = made.iter().map(|r| r.heading.release.as_str()).chain(overlay.releases()).collect();
    for release in concerned.into_iter().filter(|release| there.contains(*release)) {
        let release = NamedNode::new_unchecked(release);
        let read = as_read(&release, store.quads(release.as_ref())?, &made);
        let corrected = overlay.correct(release.as_ref(), read, Some(shapes))?;
        findings.extend(corrected.findings);
        fresh.extend(corrected.records);
    }
    findings.extend(otherwise(&made, &fresh));
    Ok(findings)
}

/// A release in the store with what was added to it.
pub(super) fn with_additions(release: &NamedNode, quads: Vec<Quad>, made: &[Record]) -> Corrected {
    let records = made.iter().filter(|record| record.heading.release == *release).cloned().collect();
    Corrected { quads, records, findings: Vec::new() }
}

/// Corrections that are in the store and not in the tables, or the other way about.
fn otherwise(made: &[Record], fresh: &[Record]) -> Vec<Finding> {
    fn by_name(records: &[Record]) -> BTreeMap<&str, &Record> {
        records.iter().map(|record| (record.heading.id.as_str(), record)).collect()
    }
    let (made, fresh) = (by_name(made), by_name(fresh));
    let names: BTreeSet<&str> = made.keys().chain(fresh.keys()).copied().collect();
    let differing = names.into_iter().filter(|name| made.get(name) != fresh.get(name));
    differing
        .map(|name| {
            let message = match (made.contains_key(name), fresh.contains_key(name)) {
                (true, false) => {
                    "the store was made with this correction, and the tables do not have it, or it does not hold any more"
                }
                (false, true) => "the correction is in the tables, and the store was made without it",
                _ => "the store was made with this correction as it was before",
            };
            let message = format!("{message}: run `cajad build`, with --overlay if it is one of your own");
            Finding::new(Severity::Warning, "correction-pending", message).about(name).in_graph(vocab::OVERLAY_GRAPH.as_str())
        })
        .collect()
}
