//! Corrections that have lost their object, would do harm, or are not in the store as the tables have them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Quad};

use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::overlay::{Corrected, Overlay, Record, as_read, records};
use crate::shapes::Shapes;
use crate::store::Store;
use crate::vocab;

/// The corrections on their way through the releases: each is made once more, on what was read from its release before.
pub(super) struct Corrections<'a> {
    overlay: &'a Overlay,
    shapes: &'a Shapes,
    /// What the store says that they did.
    made: Vec<Record>,
    /// What they do now.
    fresh: Vec<Record>,
}

impl<'a> Corrections<'a> {
    pub(super) fn new(store: &Store, overlay: &'a Overlay, shapes: &'a Shapes) -> Result<Self> {
        Ok(Self { overlay, shapes, made: records(&store.quads(vocab::OVERLAY_GRAPH)?)?, fresh: Vec::new() })
    }

    /// What of the corrections of one release has to be looked at.
    pub(super) fn check(&mut self, release: &NamedNode, quads: &[Quad]) -> Result<Vec<Finding>> {
        let is_made = self.made.iter().any(|record| record.heading.release == *release);
        if !is_made && !self.overlay.releases().contains(release.as_str()) {
            return Ok(Vec::new());
        }
        let read = as_read(release, quads.to_vec(), &self.made);
        let corrected = self.overlay.correct(release.as_ref(), read, Some(self.shapes))?;
        self.fresh.extend(corrected.records);
        Ok(corrected.findings)
    }

    /// A release in the store with what was added to it.
    pub(super) fn of(&self, release: &NamedNode, quads: Vec<Quad>) -> Corrected {
        let records = self.made.iter().filter(|record| record.heading.release == *release).cloned().collect();
        Corrected { quads, records, findings: Vec::new() }
    }

    /// What is left when all releases have been seen: corrections of others, and those that the store has otherwise.
    pub(super) fn finish(self, releases: &[NamedNode]) -> Vec<Finding> {
        let there: BTreeSet<String> = releases.iter().map(|release| release.as_str().to_owned()).collect();
        let mut findings = self.overlay.without_release(&there);
        findings.extend(otherwise(&self.made, &self.fresh));
        findings
    }
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
