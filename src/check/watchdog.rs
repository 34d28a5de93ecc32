//! The watchdog over the register: people whom a release shows in a role outside the recorded term, or whom the register does
//! not know at all.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNodeRef, Quad, Term};

use crate::calendar::PartialDate;
use crate::finding::{Finding, Severity};
use crate::register::{EntityId, Register, Tenure};
use crate::shapes::name;
use crate::vocab;

/// The people of a release whose office and day the register has otherwise.
pub(super) fn check(register: &Register, quads: &[Quad]) -> Vec<Finding> {
    let graph = Facts::new(quads);
    let mut findings = Vec::new();
    for (event, participation) in graph.pairs(vocab::PARTICIPATION) {
        for day in graph.all(event, vocab::DATE).iter().filter_map(|day| day.parse::<PartialDate>().ok()) {
            for (actor, office) in graph.both(participation, vocab::ACTOR, vocab::IN_OFFICE) {
                findings.extend(told(register, actor, office, day).map(|finding| Finding { graph: graph.name(), ..finding }));
            }
        }
    }
    findings
}

/// What the register has to say of somebody in an office on a day; nothing where it agrees.
fn told(register: &Register, actor: &str, office: &str, day: PartialDate) -> Option<Finding> {
    let found = |kind, iri: &str| register.find(kind, iri.rsplit('/').next().unwrap_or(iri));
    let office_name = office.rsplit('/').next().unwrap_or(office);
    let Some(person) = found("person", actor) else {
        let message =
            format!("the register does not know who was {office_name} on {day}: add a row to people.tsv and tenures.tsv");
        return Some(Finding::new(Severity::Info, "unknown-person", message).about(actor));
    };
    let office = found("office", office)?;
    let mut tenures = register.tenures.iter().filter(|t| t.person == person && t.office == office);
    if tenures.any(|tenure| meets(tenure, day)) {
        return None;
    }
    let known = terms(register, person, office);
    let message = if known.is_empty() {
        format!(
            "is shown as {office_name} on {day}, and the register has no such tenure: add it to tenures.tsv, or correct the office"
        )
    } else {
        format!(
            "is shown as {office_name} on {day}, outside the recorded term ({known}): correct tenures.tsv, or the text is wrong"
        )
    };
    Some(Finding::new(Severity::Warning, "outside-term", message).about(actor))
}

/// Whether some day of a month or a year, or the day itself, lies in a tenure.
fn meets(tenure: &Tenure, day: PartialDate) -> bool {
    let (first, last) = (day.first_day(), day.last_day());
    tenure.from.first_day() <= last && tenure.until.is_none_or(|until| first <= until.last_day())
}

/// `2012-12-26 to 2020-09-16, …`
fn terms(register: &Register, person: EntityId, office: EntityId) -> String {
    let tenures = register.tenures.iter().filter(|t| t.person == person && t.office == office);
    let until = |until: Option<PartialDate>| until.map_or_else(String::new, |day| day.to_string());
    tenures.map(|t| format!("{} to {}", t.from, until(t.until)).trim_end().to_owned()).collect::<Vec<_>>().join(", ")
}

/// The facts of one graph by subject and predicate.
struct Facts<'a> {
    quads: &'a [Quad],
    objects: BTreeMap<(&'a str, NamedNodeRef<'a>), Vec<&'a str>>,
}

impl<'a> Facts<'a> {
    fn new(quads: &'a [Quad]) -> Self {
        let value = |term: &'a Term| match term {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            _ => "",
        };
        let mut objects: BTreeMap<_, Vec<&'a str>> = BTreeMap::new();
        for quad in quads {
            objects.entry((name(&quad.subject), quad.predicate.as_ref())).or_default().push(value(&quad.object));
        }
        Self { quads, objects }
    }

    /// Subjects and objects of a property.
    fn pairs(&self, predicate: NamedNodeRef<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let quads = self.quads.iter().filter(move |q| q.predicate == predicate);
        quads.filter_map(|q| if let Term::NamedNode(node) = &q.object { Some((name(&q.subject), node.as_str())) } else { None })
    }

    fn all(&self, subject: &'a str, predicate: NamedNodeRef<'a>) -> &[&'a str] {
        self.objects.get(&(subject, predicate)).map_or(&[], Vec::as_slice)
    }

    /// Every value of one property beside every value of another.
    fn both(
        &self,
        subject: &'a str,
        one: NamedNodeRef<'a>,
        other: NamedNodeRef<'a>,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        let others = self.all(subject, other);
        self.all(subject, one).iter().flat_map(move |one| others.iter().map(move |other| (*one, *other)))
    }

    fn name(&self) -> Option<String> {
        let graph = self.quads.first()?.graph_name.as_ref();
        if let oxigraph::model::GraphNameRef::NamedNode(graph) = graph { Some(graph.as_str().to_owned()) } else { None }
    }
}
