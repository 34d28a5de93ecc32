//! What a keeper of the tables should look at, whatever the releases say.

use std::collections::BTreeSet;

use oxigraph::model::Term;

use super::{Correction, Edit, Overlay};
use crate::finding::{Finding, Severity};
use crate::vocab::short;

impl Overlay {
    /// The rows that name one of these terms, which are gone from the ontology.
    pub fn naming(&self, gone: &BTreeSet<&str>) -> Vec<Finding> {
        let edits = self.corrections.iter().flat_map(|correction| correction.edits.iter().map(move |edit| (correction, edit)));
        edits.filter_map(|(correction, edit)| naming(correction, edit, gone)).collect()
    }
}

fn naming(correction: &Correction, edit: &Edit, gone: &BTreeSet<&str>) -> Option<Finding> {
    let object = if let Some(Term::NamedNode(object)) = &edit.object { Some(object.as_str()) } else { None };
    let term = edit.predicate.as_ref().map(|predicate| predicate.as_str()).into_iter().chain(object).find(|t| gone.contains(t))?;
    let message = format!("the ontology has no term {} any more: write what the migration makes of it", short(term));
    let finding = correction.finding(Severity::Warning, "correction-outdated", &edit.place, &message);
    Some(Finding { file: Some(edit.place.to_string()), value: Some(term.to_owned()), ..finding })
}
