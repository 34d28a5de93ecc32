//! The rows of the register: labels that two of them share, and what else two have that only one can have; rows without a page
//! behind them, and rows out of their order. Who held which office when stands in [`tenure`].

use std::collections::BTreeMap;

use super::tenure;
use crate::error::Place;
use crate::finding::{Finding, Severity};
use crate::register::{Entity, EntityId, Kind, Register, Tenure};
use crate::source::Lang;
use crate::triple::entity::iri;

/// What the keeper of the register should look at, each with the file and the line of its row.
pub fn check(register: &Register) -> Vec<Finding> {
    let mut findings = tenure::check(register);
    findings.extend(shared_labels(register));
    findings.extend(shared_items(register));
    findings.extend(same_offices(register));
    findings.extend(out_of_order(register));
    findings.extend(without_source(register));
    findings.sort();
    findings
}

pub(super) fn about(entity: &Entity, severity: Severity, check: &str, place: &Place, message: String) -> Finding {
    let finding = Finding::new(severity, check, message).about(iri(entity).into_string());
    Finding { file: Some(place.to_string()), ..finding.in_graph(crate::vocab::REGISTER_GRAPH.as_str()) }
}

/// Names that two rows of one table share: the extractor can tell them apart only by what stands beside them. Two people
/// with items of their own in Wikidata are known to be two, and cannot help their names.
fn shared_labels(register: &Register) -> Vec<Finding> {
    let mut owners: BTreeMap<(&'static str, Lang, String), Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in register.entities.iter().enumerate() {
        // Offices share their titles by design; country, publisher and day decide.
        if matches!(entity.kind, Kind::Office { .. }) {
            continue;
        }
        for lang in Lang::ALL {
            for label in entity.names.of(lang).iter().chain(entity.hidden.of(lang)) {
                let same = owners.entry((table(&entity.kind), lang, label.to_lowercase())).or_default();
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
        let ([one, other], labels) = ([one, other].map(|id| &register.entities[id]), labels.join(", "));
        let message = format!("shares {labels} with {} of {table}.tsv: drop the label of one, or join the rows", other.slug);
        about(one, Severity::Warning, "shared-label", &one.place, message)
    });
    told.collect()
}

fn known_apart(register: &Register, one: EntityId, other: EntityId) -> bool {
    let people = [one, other].map(|id| &register.entities[id]).map(|e| (matches!(e.kind, Kind::Person { .. }), &e.wikidata));
    matches!(people, [(true, Some(one)), (true, Some(other))] if one != other)
}

/// Rows of one table that are said to be the same thing in Wikidata.
fn shared_items(register: &Register) -> Vec<Finding> {
    let mut first: BTreeMap<(&str, &str), &Entity> = BTreeMap::new();
    let mut findings = Vec::new();
    for entity in &register.entities {
        let Some(item) = entity.wikidata.as_deref() else { continue };
        let before = *first.entry((table(&entity.kind), item)).or_insert(entity);
        if before.slug != entity.slug {
            let message = format!("{item} is the item of {} too: correct one of the two, or join the rows", before.slug);
            let finding = about(entity, Severity::Warning, "shared-item", &entity.place, message);
            findings.push(Finding { value: Some(item.to_owned()), ..finding });
        }
    }
    findings
}

/// Offices that nothing tells apart: of one country, organisation and rank, with a title in common in every language in which
/// both have any.
fn same_offices(register: &Register) -> Vec<Finding> {
    let mut offices: Vec<&Entity> = Vec::new();
    let mut findings = Vec::new();
    for entity in register.entities.iter().filter(|entity| matches!(entity.kind, Kind::Office { .. })) {
        if let Some(same) = offices.iter().find(|same| stands_beside(same, entity) && are_titled_alike(same, entity)) {
            let message = format!("is the same office as {}: join the rows, or give it titles of its own", same.slug);
            findings.push(about(entity, Severity::Warning, "same-office", &entity.place, message));
        }
        offices.push(entity);
    }
    findings
}

/// Whether two offices are of one country, organisation and rank.
fn stands_beside(one: &Entity, other: &Entity) -> bool {
    let body = |office: &Entity| if let Kind::Office { organization, .. } = &office.kind { *organization } else { None };
    (one.country, body(one), one.rank()) == (other.country, body(other), other.rank())
}

fn are_titled_alike(one: &Entity, other: &Entity) -> bool {
    let both = Lang::ALL.into_iter().map(|lang| (one.names.of(lang), other.names.of(lang)));
    let mut told = both.filter(|(one, other)| !one.is_empty() && !other.is_empty()).peekable();
    let has = |titles: &[String], title: &String| titles.iter().any(|t| t.to_lowercase() == title.to_lowercase());
    told.peek().is_some() && told.all(|(one, other)| one.iter().any(|title| has(other, title)))
}

/// Rows that do not stand where `data/README.md` says: two keepers who add to the end of a table are in each other's way, and
/// nobody finds a row.
fn out_of_order(register: &Register) -> Vec<Finding> {
    let told = |entity: &Entity, place: &Place, before: &Entity, by: &str| {
        let message = format!("the row stands behind that of {}: the table is sorted by {by}", before.slug);
        about(entity, Severity::Info, "row-order", place, message)
    };
    let pairs = register.entities.windows(2).map(|pair| (&pair[0], &pair[1]));
    let rows = pairs.filter(|(before, row)| table(&before.kind) == table(&row.kind) && before.slug > row.slug);
    let mut findings: Vec<Finding> = rows.map(|(before, row)| told(row, &row.place, before, "id")).collect();
    let slug = |id: EntityId| &register.entities[id].slug;
    let key = |t: &Tenure| (slug(t.office), t.from.to_string(), slug(t.person));
    for pair in register.tenures.windows(2).filter(|pair| key(&pair[0]) > key(&pair[1])) {
        let (office, person) = (&register.entities[pair[1].office], &register.entities[pair[0].person]);
        findings.push(told(office, &pair[1].place, person, "office, from and person"));
    }
    findings
}

fn table(kind: &Kind) -> &'static str {
    match kind {
        Kind::Country { .. } => "countries",
        Kind::Person { .. } => "people",
        Kind::Organization(_) => "organizations",
        Kind::Place { .. } => "places",
        Kind::Initiative => "initiatives",
        Kind::Office { .. } => "offices",
    }
}

/// Rows that no page was seen for.
fn without_source(register: &Register) -> Vec<Finding> {
    let info =
        |entity: &Entity, place: &Place, message: &str| about(entity, Severity::Info, "no-source", place, message.to_owned());
    let rows = register.entities.iter().filter(|entity| entity.sources.is_empty());
    let mut findings: Vec<Finding> =
        rows.map(|e| info(e, &e.place, "the row rests on general knowledge: give a page as its source")).collect();
    for tenure in register.tenures.iter().filter(|tenure| tenure.sources.is_empty()) {
        let office = &register.entities[tenure.office].slug;
        let message =
            format!("the tenure as {office} from {} rests on general knowledge: give a page as its source", tenure.from);
        findings.push(info(&register.entities[tenure.person], &tenure.place, &message));
    }
    findings
}
