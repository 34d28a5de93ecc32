//! Changes of the shapes: whether they let more pass, or less.

use std::collections::BTreeSet;

use super::edition::{Description, values};
use super::term::{SUB_CLASS_OF, between, change};
use super::{Bump, Change, Edition, Kind};
use crate::vocab::{self, short};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// Who is compared: one shape in both editions.
struct Step<'a> {
    old: &'a Edition,
    new: &'a Edition,
    shape: &'a str,
}

pub(super) fn changes(old: &Edition, new: &Edition) -> Vec<Change> {
    let mut changes = Vec::new();
    for (shape, was) in &old.shapes {
        match new.shapes.get(shape) {
            Some(is) => Step { old, new, shape }.compare(was, is, &mut changes),
            None => {
                let told = parameters(was);
                changes.push(whole(Kind::ConstraintRemoved, Bump::Minor, shape, (told, Vec::new())));
            }
        }
    }
    for (shape, is) in new.shapes.iter().filter(|(shape, _)| !old.shapes.contains_key(*shape)) {
        let step = Step { old, new, shape };
        let bump = if step.is_of_new_property(is) { Bump::Minor } else { step.tightening() };
        changes.push(whole(Kind::ConstraintAdded, bump, shape, (Vec::new(), parameters(is))));
    }
    changes
}

fn whole(kind: Kind, bump: Bump, shape: &str, (old, new): (Vec<String>, Vec<String>)) -> Change {
    Change { kind, bump, term: shape.to_owned(), property: None, language: None, old, new }
}

/// What a shape asks, as `sh:minCount 1`.
fn parameters(shape: &Description) -> Vec<String> {
    let asked = shape.iter().filter(|((property, _), _)| {
        property.starts_with(SH) && !is_text(property) && !["sh:property", "sh:severity"].contains(&short(property).as_str())
    });
    let told = asked.flat_map(|((property, _), found)| found.iter().map(|value| format!("{} {}", short(property), short(value))));
    told.collect()
}

/// What is read by people alone.
fn is_text(property: &str) -> bool {
    match property.strip_prefix(SH) {
        Some(name) => ["message", "name", "description", "order", "group", "defaultValue"].contains(&name),
        None => true,
    }
}

impl Step<'_> {
    fn compare(&self, was: &Description, is: &Description, changes: &mut Vec<Change>) {
        let keys: BTreeSet<&(String, String)> = was.keys().chain(is.keys()).collect();
        for key in keys.into_iter().filter(|(property, _)| property != vocab::TYPE.as_str()) {
            let (mut removed, mut added) = between(was, is, key);
            if key.0.strip_prefix(SH) == Some("property") {
                // A shape that has come or gone is told by itself.
                removed.retain(|shape| self.new.shapes.contains_key(*shape));
                added.retain(|shape| self.old.shapes.contains_key(*shape));
            }
            if removed.is_empty() && added.is_empty() {
                continue;
            }
            let same = key.0.strip_prefix(SH) == Some("severity") && gravity(&removed) == gravity(&added);
            let (kind, bump) = if is_text(&key.0) || same {
                (Kind::ConstraintReworded, Bump::Patch)
            } else if self.loosens(&key.0, &removed, &added) {
                (Kind::ConstraintLoosened, Bump::Minor)
            } else {
                (Kind::ConstraintTightened, self.tightening())
            };
            changes.push(change(kind, bump, self.shape, key, (&removed, &added)));
        }
    }

    /// What it requires that the shape lets less pass: only a violation keeps data out, and a new class has none yet.
    fn tightening(&self) -> Bump {
        let severity = self.new.shapes.get(self.shape).map(|shape| values(shape, &format!("{SH}severity"))).unwrap_or_default();
        let grave = severity.first().is_none_or(|severity| short(severity) == "sh:Violation");
        let fresh = |class: &&str| self.new.terms.contains_key(*class) && !self.old.terms.contains_key(*class);
        let targets = self.targets();
        let settled = !targets.is_empty() && targets.iter().all(fresh);
        if grave && !settled { Bump::Major } else { Bump::Minor }
    }

    /// Whether a shape only says which values a new property may have: data of the old edition have none.
    fn is_of_new_property(&self, shape: &Description) -> bool {
        let given = |name: &str| values(shape, &format!("{SH}{name}"));
        let paths = given("path");
        let fresh = |path: &&String| self.new.terms.contains_key(*path) && !self.old.terms.contains_key(*path);
        let asks = ["minCount", "qualifiedMinCount", "hasValue", "equals"].iter().any(|name| !given(name).is_empty());
        !paths.is_empty() && paths.iter().all(fresh) && !asks
    }

    /// The classes whose instances the shape is tried on, itself or through the shapes that name it.
    fn targets(&self) -> BTreeSet<&str> {
        let (target, property) = (format!("{SH}targetClass"), format!("{SH}property"));
        let names = |shape: &Description| values(shape, &property).into_iter().any(|named| named == self.shape);
        let shapes = self.new.shapes.iter().filter(|(name, shape)| name.as_str() == self.shape || names(shape));
        shapes.flat_map(|(_, shape)| values(shape, &target)).map(String::as_str).collect()
    }

    /// Whether all that passed still does.
    fn loosens(&self, property: &str, removed: &[&str], added: &[&str]) -> bool {
        let name = property.strip_prefix(SH).unwrap_or_default();
        if let "closed" | "uniqueLang" | "qualifiedValueShapesDisjoint" = name {
            return !added.contains(&"true");
        }
        if name == "deactivated" {
            return added.contains(&"true");
        }
        if name == "severity" {
            return gravity(added) < gravity(removed);
        }
        // Each flag lets some patterns match more and others less.
        if name == "flags" {
            return false;
        }
        match (removed, added) {
            (_, []) => name != "ignoredProperties",
            ([], _) => name == "ignoredProperties",
            ([was], [is]) => self.is_weaker(name, was, is),
            _ => false,
        }
    }

    /// Whether one value of a parameter lets all pass that another did.
    fn is_weaker(&self, name: &str, was: &str, is: &str) -> bool {
        let number = |written: &str| written.split("^^").next().and_then(|number| number.parse::<f64>().ok());
        match name {
            "minCount" | "minLength" | "minInclusive" | "minExclusive" | "qualifiedMinCount" => number(is) < number(was),
            "maxCount" | "maxLength" | "maxInclusive" | "maxExclusive" | "qualifiedMaxCount" => number(is) > number(was),
            "class" => self.new.above(was, SUB_CLASS_OF).contains(is),
            "nodeKind" => short(was).trim_start_matches("sh:").split("Or").all(|kind| short(is).contains(kind)),
            "pattern" => match (choices(was), choices(is)) {
                (Some(was), Some(is)) => was.is_subset(&is),
                _ => false,
            },
            _ => false,
        }
    }
}

/// How grave it is to break a shape; without a severity it is a violation. <https://www.w3.org/TR/shacl/#severity>
fn gravity(severities: &[&str]) -> usize {
    let rank = |severity: &&str| ["sh:Info", "sh:Warning", "sh:Violation"].iter().position(|name| *name == short(severity));
    severities.first().and_then(rank).unwrap_or(2)
}

/// The words of a pattern that is a plain choice, `^(held|planned)$`; behind `^` or before `$` something may stand that is the same.
fn choices(pattern: &str) -> Option<BTreeSet<String>> {
    let (before, rest) = pattern.strip_prefix('^')?.split_once('(')?;
    let (inside, after) = rest.strip_suffix('$')?.rsplit_once(')')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '|' | '-' | '_' | ' ' | '/' | ':');
    inside.chars().all(plain).then(|| inside.split('|').map(|word| format!("{before}{word}{after}")).collect())
}
