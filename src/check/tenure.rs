//! Who held which office when: offices without a holder that are to have one, and those with two that can have only one.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::register::about;
use crate::calendar::PartialDate;
use crate::error::Place;
use crate::finding::{Finding, Severity};
use crate::register::{EntityId, Register, Series, Tenure};

/// What is amiss in the offices of the table `series`, and in all others of which there is one holder at a time.
pub(super) fn check(register: &Register) -> Vec<Finding> {
    let mut findings: Vec<Finding> = register.series.iter().flat_map(|series| in_series(register, series)).collect();
    let mut offices: BTreeMap<EntityId, Vec<&Tenure>> = BTreeMap::new();
    for tenure in &register.tenures {
        offices.entry(tenure.office).or_default().push(tenure);
    }
    let serial = |office: &EntityId| register.series.iter().any(|series| series.office == *office);
    let single = offices.iter().filter(|(office, _)| register.is_single(**office) && !serial(office));
    findings.extend(single.flat_map(|(_, tenures)| shared(register, tenures)));
    findings
}

fn warning(register: &Register, office: EntityId, check: &str, place: &Place, message: String) -> Finding {
    about(&register.entities[office], Severity::Warning, check, place, message)
}

fn person(register: &Register, tenure: &Tenure) -> String {
    register.entities[tenure.person].slug.clone()
}

/// The days without a holder of an office that is to have one always, and the days with two. Bounds of which only the month or
/// the year is known are taken at their widest, so that nothing is found that may not be there.
fn in_series(register: &Register, series: &Series) -> Vec<Finding> {
    let mut tenures: Vec<&Tenure> = register.tenures.iter().filter(|t| t.office == series.office).collect();
    tenures.sort_by_key(|t| (t.from.first_day(), t.until.and_then(|u| u.last_day())));
    let person = |t: &Tenure| person(register, t);
    let warning = |check: &str, place: &Place, message: String| warning(register, series.office, check, place, message);
    let mut findings = Vec::new();
    match tenures.first() {
        None => {
            let message = "the office has no holder at all: add rows to tenures.tsv".to_owned();
            findings.push(warning("tenure-gap", &series.place, message));
        }
        Some(first) if first.from.first_day() > series.since.last_day() => {
            let message = format!("nobody holds the office before {} ({})", first.from, person(first));
            findings.push(warning("tenure-gap", &first.place, message));
        }
        Some(_) => {}
    }
    let mut latest: Option<&Tenure> = None;
    for after in tenures {
        if let Some((check, message)) = latest.and_then(|before| between(before, after, series.since, &person)) {
            findings.push(warning(check, &after.place, message));
        }
        // A short tenure within a long one ends nothing.
        let longer = |one: &Tenure| one.until.is_none_or(|u| after.until.is_some_and(|v| v.last_day() < u.last_day()));
        latest = latest.filter(|before| longer(before)).or(Some(after));
    }
    if let Some((last, until)) = latest.and_then(|last| Some((last, last.until?))) {
        let message = format!("nobody holds the office after {until} ({}): add the successor to tenures.tsv", person(last));
        findings.push(warning("tenure-gap", &last.place, message));
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

/// Pairs of people who hold an office on the same days, however the bounds are read. On the day of a handover there are two.
fn shared(register: &Register, tenures: &[&Tenure]) -> Vec<Finding> {
    let end = |tenure: &Tenure| tenure.until.map_or(Some(Date::MAX), PartialDate::first_day);
    let overlap = |one: &Tenure, other: &Tenure| {
        let begun = one.from.last_day().max(other.from.last_day());
        one.person != other.person && begun < end(one).min(end(other))
    };
    let mut findings = Vec::new();
    for (i, one) in tenures.iter().enumerate() {
        for other in tenures[i + 1..].iter().filter(|other| overlap(one, other)) {
            let until = |t: &Tenure| t.until.map_or_else(|| "without a last day".to_owned(), |until| format!("until {until}"));
            let message = format!(
                "both {} ({}) and {} (from {}) hold the office: close one tenure, or name the office in shared.tsv if it is one of several",
                person(register, one),
                until(one),
                person(register, other),
                other.from
            );
            findings.push(warning(register, one.office, "tenure-overlap", &other.place, message));
        }
    }
    findings
}
