//! The register itself: offices without a holder or with two, labels that two rows share, rows without a page behind them.

use std::collections::BTreeMap;

use crate::calendar::PartialDate;
use crate::finding::{Finding, Severity};
use crate::register::{Entity, EntityId, Kind, Register, Tenure};
use crate::source::Lang;
use crate::triple::entity::iri;

/// What the keeper of the register should look at.
pub fn check(register: &Register) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        register.series.iter().flat_map(|&(office, since)| series(register, office, since)).collect();
    findings.extend(shared_labels(register));
    findings.extend(without_source(register));
    findings.sort();
    findings
}

fn about(entity: &Entity, severity: Severity, check: &str, message: String) -> Finding {
    Finding::new(severity, check, message).about(iri(entity).into_string()).in_graph(crate::vocab::REGISTER_GRAPH.as_str())
}

/// The days without a holder of an office that is to have one always, and the days with two. Bounds of which only the month or
/// the year is known are taken at their widest, so that nothing is found that may not be there.
fn series(register: &Register, office: EntityId, since: PartialDate) -> Vec<Finding> {
    let entity = &register.entities[office];
    let mut tenures: Vec<&Tenure> = register.tenures.iter().filter(|t| t.office == office).collect();
    tenures.sort_by_key(|t| (t.from.first_day(), t.until.and_then(|u| u.last_day())));
    let person = |t: &Tenure| register.entities[t.person].slug.clone();
    let warning = |check: &str, message: String| about(entity, Severity::Warning, check, message);
    let mut findings = Vec::new();
    match tenures.first() {
        None => findings.push(warning("tenure-gap", "the office has no holder at all: add rows to tenures.tsv".to_owned())),
        Some(first) if first.from.first_day() > since.last_day() => {
            findings.push(warning("tenure-gap", format!("nobody holds the office before {} ({})", first.from, person(first))));
        }
        Some(_) => {}
    }
    let mut latest: Option<&Tenure> = None;
    for after in tenures {
        if let Some(before) = latest {
            findings.extend(between(before, after, since, &person).map(|(check, message)| warning(check, message)));
        }
        // A short tenure within a long one ends nothing.
        let longer = |one: &Tenure| one.until.is_none_or(|u| after.until.is_some_and(|v| v.last_day() < u.last_day()));
        latest = latest.filter(|before| longer(before)).or(Some(after));
    }
    if let Some((last, until)) = latest.and_then(|last| Some((last, last.until?))) {
        let message = format!("nobody holds the office after {until} ({}): add the successor to tenures.tsv", person(last));
        findings.push(warning("tenure-gap", message));
    }
    findings
}

/// What is amiss between two tenures of which one follows the other.
fn between(
    before: &Tenure,
    after: &Tenure,
    since: PartialDate,
    person: &impl Fn(&Tenure) -> String,
) -> Option<(&'static str, String)> {
    let Some(until) = before.until else {
        let message =
            format!("{} has no last day, and {} follows on {}: close the tenure", person(before), person(after), after.from);
        return Some(("tenure-overlap", message));
    };
    let ([earliest, latest], [first, last]) =
        ([until.first_day()?, until.last_day()?], [after.from.first_day()?, after.from.last_day()?]);
    if latest.tomorrow().is_ok_and(|next| next < first) && Some(last) > since.first_day() {
        let told = format!("nobody holds the office between {until} ({}) and {} ({})", person(before), after.from, person(after));
        return Some(("tenure-gap", told));
    }
    let overlap = last < earliest && before.person != after.person;
    let told = || format!("both {} (until {until}) and {} (from {}) hold the office", person(before), person(after), after.from);
    overlap.then(|| ("tenure-overlap", told()))
}

/// Names that two rows of one table share: the extractor can tell them apart only by what stands beside them. Two people
/// with items of their own in Wikidata are known to be two, and cannot help their names.
fn shared_labels(register: &Register) -> Vec<Finding> {
    let mut owners: BTreeMap<(&'static str, Lang, String), Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in register.entities.iter().enumerate() {
        // Offices share their titles by design; country, publisher and day decide.
        let Some(table) = table(&entity.kind) else { continue };
        for lang in Lang::ALL {
            for label in entity.names.of(lang).iter().chain(entity.hidden.of(lang)) {
                let same = owners.entry((table, lang, label.to_lowercase())).or_default();
                if same.last() != Some(&id) {
                    same.push(id);
                }
            }
        }
    }
    let mut shared: BTreeMap<(&str, EntityId, EntityId), Vec<String>> = BTreeMap::new();
    for ((table, lang, label), rows) in owners {
        for pair in rows.windows(2).filter(|pair| !known_apart(register, pair[0], pair[1])) {
            shared.entry((table, pair[0], pair[1])).or_default().push(format!("\"{label}\"@{}", lang.code()));
        }
    }
    let told = shared.into_iter().map(|((table, one, other), labels)| {
        let (labels, other) = (labels.join(", "), &register.entities[other].slug);
        let message = format!("shares {labels} with {other} of {table}.tsv: drop the label of one, or join the rows");
        about(&register.entities[one], Severity::Warning, "shared-label", message)
    });
    told.collect()
}

fn known_apart(register: &Register, one: EntityId, other: EntityId) -> bool {
    let people = [one, other].map(|id| &register.entities[id]).map(|e| (matches!(e.kind, Kind::Person { .. }), &e.wikidata));
    matches!(people, [(true, Some(one)), (true, Some(other))] if one != other)
}

fn table(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Country { .. } => Some("countries"),
        Kind::Person { .. } => Some("people"),
        Kind::Organization(_) => Some("organizations"),
        Kind::Place { .. } => Some("places"),
        Kind::Initiative => Some("initiatives"),
        Kind::Office { .. } => None,
    }
}

/// Rows that no page was seen for.
fn without_source(register: &Register) -> Vec<Finding> {
    let info = |entity: &Entity, message: &str| about(entity, Severity::Info, "no-source", message.to_owned());
    let rows = register.entities.iter().filter(|entity| entity.sources.is_empty());
    let mut findings: Vec<Finding> =
        rows.map(|e| info(e, "the row rests on general knowledge: give a page as its source")).collect();
    for tenure in register.tenures.iter().filter(|tenure| tenure.sources.is_empty()) {
        let office = &register.entities[tenure.office].slug;
        let message =
            format!("the tenure as {office} from {} rests on general knowledge: give a page as its source", tenure.from);
        findings.push(info(&register.entities[tenure.person], &message));
    }
    findings
}
