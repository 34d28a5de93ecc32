//! What the keeper of the tables should look at: rows that name what is gone, and corrections that contradict each other.

use std::collections::BTreeSet;

use oxigraph::model::{Quad, Term};

use super::{Corrected, Correction, Edit, Kind, Overlay};
use crate::finding::{Finding, Severity};
use crate::shapes::name;
use crate::vocab::{self, short};

impl Overlay {
    /// The rows that name one of these terms, which are gone from the ontology.
    pub fn naming(&self, gone: &BTreeSet<&str>) -> Vec<Finding> {
        let edits = self.corrections.iter().flat_map(|correction| correction.edits.iter().map(move |edit| (correction, edit)));
        edits.filter_map(|(correction, edit)| naming(correction, edit, gone)).collect()
    }

    /// What a correction says otherwise than one that has been made. Without this, who of two is right would be told as a value
    /// too many, or as a value that has gone, and neither would lead to the other.
    pub(super) fn contradiction(&self, correction: &Correction, state: &Corrected) -> Option<Finding> {
        let made = |other: &&Correction| state.records.iter().any(|record| record.heading.id == other.heading.id);
        let earlier = self.corrections.iter().filter(made).flat_map(|c| c.edits.iter().map(move |edit| (c, edit)));
        let earlier: Vec<(&Correction, &Edit)> = earlier.collect();
        let of_one =
            |edit: &&Edit| edit.kind == Kind::Add && edit.predicate.as_ref().is_some_and(|p| self.single.contains(p.as_str()));
        let differ = |one: &Edit, other: &Edit| {
            other.kind == Kind::Add
                && one.subject == other.subject
                && one.predicate == other.predicate
                && one.object != other.object
        };
        correction.edits.iter().filter(of_one).find_map(|edit| {
            let (other, before) = earlier.iter().find(|(_, before)| differ(edit, before))?;
            let value = |edit: &Edit| match &edit.object {
                Some(Term::NamedNode(node)) => short(node.as_str()),
                other => other.as_ref().map(ToString::to_string).unwrap_or_default(),
            };
            let predicate = edit.predicate.as_ref().map(|predicate| predicate.as_str().to_owned());
            let message = format!(
                "it says {} of {}, and {} at {} says {}, but there is one value: left out; keep one of the two",
                value(edit),
                predicate.as_deref().map(short).unwrap_or_default(),
                short(other.heading.id.as_str()),
                before.place,
                value(before)
            );
            let finding = correction.finding(Severity::Violation, "correction-contradicts", &edit.place, &message);
            Some(Finding { path: predicate, value: edit.object.as_ref().map(ToString::to_string), ..finding })
        })
    }
}

/// The properties that have one value: those of which a shape allows one, and the functional ones.
pub(super) fn single_valued(ontology: &[Quad]) -> BTreeSet<String> {
    let one = |quad: &&Quad| quad.predicate == vocab::MAX_COUNT && matches!(&quad.object, Term::Literal(n) if n.value() == "1");
    let shapes: BTreeSet<&str> = ontology.iter().filter(one).map(|quad| name(&quad.subject)).collect();
    let paths = ontology.iter().filter(|quad| quad.predicate == vocab::PATH && shapes.contains(name(&quad.subject)));
    let paths = paths.filter_map(|quad| if let Term::NamedNode(path) = &quad.object { Some(path.as_str()) } else { None });
    let functional = ontology.iter().filter(|quad| quad.object == Term::from(vocab::FUNCTIONAL_PROPERTY));
    paths.chain(functional.map(|quad| name(&quad.subject))).map(str::to_owned).collect()
}

fn naming(correction: &Correction, edit: &Edit, gone: &BTreeSet<&str>) -> Option<Finding> {
    let object = if let Some(Term::NamedNode(object)) = &edit.object { Some(object.as_str()) } else { None };
    let term =
        edit.predicate.as_ref().map(|predicate| predicate.as_str()).into_iter().chain(object).find(|t| gone.contains(t))?;
    let message = format!("the ontology has no term {} any more: write what the migration makes of it", short(term));
    let finding = correction.finding(Severity::Warning, "correction-outdated", &edit.place, &message);
    Some(Finding { file: Some(edit.place.to_string()), value: Some(term.to_owned()), ..finding })
}
