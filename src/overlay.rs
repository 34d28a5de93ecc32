//! A researcher's corrections: what was misread in a release is taken out, what was missed is added, with who, when and why.
//!
//! A correction is made after extraction and before the store, so it survives every rebuild. What it retracts leaves the
//! release's graph. What it adds stands in a graph of its own, [`vocab::OVERLAY_GRAPH`], because in the graph of a release
//! every fact has a passage. There each change is a reified statement (RDF 1.1, RDF Schema 5.3) that was generated or
//! invalidated by the correction, which is an activity of PROV: it used the release, and has a creator, a date and a reason.
//!
//! A correction holds as a whole or not at all. One that has lost its object is reported and left out: what it corrected is
//! read otherwise now, and somebody has to look again.

mod record;
mod review;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use crate::bundle::BundleFile;
use crate::error::{Error, Place, Result};
use crate::finding::{Finding, Severity};
use crate::shapes::{Shapes, name, refuse};
use crate::vocab;

pub use record::{as_read, graph, records};

/// What the IRIs of corrections begin with.
const CORRECTION: &str = "https://w3id.org/cajad/id/correction/";

/// Parts of a thing that go with it.
const PARTS: [NamedNodeRef<'static>; 3] = [vocab::PARTICIPATION, vocab::MILESTONE, vocab::EVIDENCE];

/// Whether a correction takes out or adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Add,
    Retract,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Add, Self::Retract];

    fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Retract => "retract",
        }
    }
}

/// Who corrected which release, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The correction's IRI.
    pub id: NamedNode,
    /// The release that was misread.
    pub release: NamedNode,
    /// Who corrects: a name, or an IRI.
    pub author: Term,
    /// The day of the correction.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// A page that bears it out.
    pub source: Option<NamedNode>,
}

/// One row: what it retracts may be many triples, what it adds is one.
#[derive(Clone, Debug)]
struct Edit {
    kind: Kind,
    subject: NamedNode,
    /// None is every predicate, both of the subject and pointing at it.
    predicate: Option<NamedNode>,
    /// None is every object.
    object: Option<Term>,
    place: Place,
}

/// The rows of one name.
#[derive(Clone, Debug)]
struct Correction {
    heading: Heading,
    edits: Vec<Edit>,
    place: Place,
}

/// What a correction did to its release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Who, when and why.
    pub heading: Heading,
    /// The triples that it added, sorted.
    pub added: Vec<Triple>,
    /// The triples that it took out, sorted.
    pub retracted: Vec<Triple>,
}

/// A release as corrected.
#[derive(Clone, Debug, Default)]
pub struct Corrected {
    /// The quads of its own graph, without what is retracted.
    pub quads: Vec<Quad>,
    /// The corrections that hold.
    pub records: Vec<Record>,
    /// The corrections that do not, and rows that are not needed any more.
    pub findings: Vec<Finding>,
}

/// All corrections.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::overlay::Overlay;
/// use cajad::vocab;
/// use oxigraph::model::{GraphName, NamedNode, Quad};
///
/// let table = |date: &str| BundleFile {
///     path: "place.tsv".into(),
///     text: format!(
///         "id\tchange\trelease\tsubject\tpredicate\tobject\tauthor\tdate\treason\n\
///          not-osaka\tretract\tid:release/mofa-jp/1\tid:event/talk\tcajad:place\tid:place/osaka\tA. Sato\t{date}\tborn there\n"
///     ).into(),
/// };
/// let node = |path: &str| NamedNode::new_unchecked(format!("{}{path}", vocab::ID));
/// let release = node("release/mofa-jp/1");
/// let place = Quad::new(node("event/talk"), vocab::PLACE, node("place/osaka"), GraphName::from(release.clone()));
/// let property = NamedNode::new_unchecked("http://www.w3.org/2002/07/owl#ObjectProperty");
/// let ontology = [Quad::new(vocab::PLACE, vocab::TYPE, property, vocab::ONTOLOGY)];
///
/// let overlay = Overlay::read(&[table("2026-01-15")], &ontology, &[])?;
/// let corrected = overlay.correct(release.as_ref(), vec![place], None)?;
/// assert!(corrected.quads.is_empty() && corrected.records[0].retracted.len() == 1);
///
/// // A second time there is nothing to take out: the correction has lost its object.
/// let again = overlay.correct(release.as_ref(), Vec::new(), None)?;
/// assert!(again.records.is_empty() && again.findings[0].check == "correction-without-object");
///
/// let refused = Overlay::read(&[table("yesterday")], &ontology, &[]).unwrap_err();
/// assert_eq!(refused.to_string(), "place.tsv:2:89: \"yesterday\" is not a date");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// In the order of their days, then of their names.
    corrections: Vec<Correction>,
    /// The properties that have one value.
    single: BTreeSet<String>,
}

impl Overlay {
    /// Reads the tables of corrections; the ontology and the register say what is to be corrected elsewhere.
    ///
    /// # Errors
    /// `Input`, with file, line and column, if a row lacks its author, date or reason, names something that is none, or is about
    /// the register or the ontology.
    pub fn read(files: &[BundleFile], ontology: &[Quad], register: &[Quad]) -> Result<Self> {
        let ground = table::Ground::new(ontology, register);
        let mut corrections = BTreeMap::new();
        for file in files {
            let mut own = BTreeMap::new();
            table::read(file, &ground, &mut own)?;
            for (id, correction) in own {
                let place = correction.place.clone();
                let Some(Correction { place: first, .. }) = corrections.insert(id, correction) else { continue };
                return Err(at(Error::input(format!("there is a correction of this name at {first}")), &place)
                    .hint("names are unique over all tables: give this one another id"));
            }
        }
        let mut corrections: Vec<Correction> = corrections.into_values().collect();
        corrections.sort_by(|a, b| (a.heading.date, a.heading.id.as_str()).cmp(&(b.heading.date, b.heading.id.as_str())));
        said_once(&corrections)?;
        Ok(Self { corrections, single: review::single_valued(ontology) })
    }

    /// The corrections of a release, made on what the extraction read. One that gives another value than an earlier one to a
    /// property which has one value is left out; with shapes, so is one that would make the release violate what it did not
    /// violate before.
    ///
    /// # Errors
    /// `Internal` if the validator fails.
    pub fn correct(&self, release: NamedNodeRef<'_>, read: Vec<Quad>, shapes: Option<&Shapes>) -> Result<Corrected> {
        let mut state = Corrected { quads: read, ..Corrected::default() };
        let mut broken: Option<BTreeSet<Finding>> = None;
        for correction in self.corrections.iter().filter(|correction| correction.heading.release == release) {
            if let Some(contradiction) = self.contradiction(correction, &state) {
                state.findings.push(contradiction);
                continue;
            }
            let next = match correction.of(&state) {
                Ok(next) => next,
                Err(findings) => {
                    state.findings.extend(findings);
                    continue;
                }
            };
            if let Some(shapes) = shapes {
                let before = match broken.take() {
                    Some(before) => before,
                    None => violations(shapes, &state)?,
                };
                let after = violations(shapes, &next)?;
                if let Some(worse) = after.difference(&before).next() {
                    state.findings.push(correction.violates(worse));
                    broken = Some(before);
                    continue;
                }
                broken = Some(after);
            }
            state = next;
        }
        let orphans = self.orphans(&state);
        state.findings.extend(orphans);
        Ok(state)
    }

    /// Additions to what a later correction has taken out.
    fn orphans(&self, state: &Corrected) -> Vec<Finding> {
        let made = |correction: &&Correction| state.records.iter().any(|record| record.heading.id == correction.heading.id);
        let additions = self.corrections.iter().filter(made).flat_map(|correction| {
            correction.edits.iter().filter(|edit| edit.kind == Kind::Add).map(move |edit| (correction, edit))
        });
        additions.filter_map(|(correction, edit)| correction.lost(edit, state, state, &[])).collect()
    }

    /// The corrections of releases that are not there.
    pub fn without_release(&self, releases: &BTreeSet<String>) -> Vec<Finding> {
        let lost = self.corrections.iter().filter(|c| !releases.contains(c.heading.release.as_str()));
        lost.map(|correction| {
            let message =
                "the release is not in the store: add it, or correct its name, which changes with publisher, day and title";
            correction.finding(Severity::Warning, "correction-without-object", &correction.place, message)
        })
        .collect()
    }

    /// The releases that have corrections.
    pub fn releases(&self) -> BTreeSet<&str> {
        self.corrections.iter().map(|correction| correction.heading.release.as_str()).collect()
    }

    /// Whether there is a correction of this IRI.
    pub fn has(&self, id: NamedNodeRef<'_>) -> bool {
        self.corrections.iter().any(|correction| correction.heading.id == id)
    }
}

/// One change is made by one correction, and no second one takes it back.
fn said_once(corrections: &[Correction]) -> Result<()> {
    let mut said: BTreeMap<[String; 4], &Edit> = BTreeMap::new();
    for (correction, edit) in corrections.iter().flat_map(|c| c.edits.iter().map(move |edit| (c, edit))) {
        let part = |term: Option<String>| term.unwrap_or_default();
        let key = [
            correction.heading.release.to_string(),
            edit.subject.to_string(),
            part(edit.predicate.as_ref().map(ToString::to_string)),
            part(edit.object.as_ref().map(ToString::to_string)),
        ];
        let Some(before) = said.insert(key, edit) else { continue };
        let does = if before.kind == edit.kind { "does the same" } else { "does the opposite" };
        return Err(at(Error::input(format!("the row at {} {does}", before.place)), &edit.place).hint("keep one of the two"));
    }
    Ok(())
}

fn at(error: Error, place: &Place) -> Error {
    let error = error.in_file(place.file.clone().unwrap_or_default());
    error.at(place.line.unwrap_or(1), place.column.unwrap_or(1))
}

impl Correction {
    /// Makes the correction, or says what it has lost.
    fn of(&self, state: &Corrected) -> std::result::Result<Corrected, Vec<Finding>> {
        let gone: BTreeSet<usize> = self.edits.iter().flat_map(|edit| edit.taken_from(&state.quads)).collect();
        let gone = with_parts(&state.quads, gone);
        let (mut quads, mut retracted) = (Vec::new(), Vec::new());
        for (i, quad) in state.quads.iter().enumerate() {
            if gone.contains(&i) { retracted.push(quad.clone().into()) } else { quads.push(quad.clone()) }
        }
        let mut next = Corrected { quads, records: state.records.clone(), findings: state.findings.clone() };
        let (added, needless): (Vec<&Edit>, Vec<&Edit>) = self.edits.iter().filter(|e| e.kind == Kind::Add).partition(|edit| {
            let triple = edit.triple();
            triple.is_some_and(|triple| next.quads.iter().all(|quad| Triple::from(quad.clone()) != triple))
        });
        let mut added: Vec<Triple> = added.into_iter().filter_map(Edit::triple).collect();
        let mut lost: Vec<Finding> = self.edits.iter().filter_map(|edit| self.lost(edit, state, &next, &added)).collect();
        let needless = needless.into_iter().map(|edit| {
            let message = "the release says this itself by now: take the row out";
            self.finding(Severity::Warning, "correction-needless", &edit.place, message)
        });
        if !lost.is_empty() || (added.is_empty() && retracted.is_empty()) {
            lost.extend(needless);
            return Err(lost);
        }
        next.findings.extend(needless);
        added.sort_by_cached_key(ToString::to_string);
        retracted.sort_by_cached_key(ToString::to_string);
        next.records.push(Record { heading: self.heading.clone(), added, retracted });
        Ok(next)
    }

    /// What a row has lost: the triples that it takes out, or the thing of which it says more.
    fn lost(&self, edit: &Edit, before: &Corrected, after: &Corrected, added: &[Triple]) -> Option<Finding> {
        let message = match edit.kind {
            Kind::Retract if edit.taken_from(&before.quads).next().is_some() => return None,
            Kind::Retract => {
                "the release does not say this any more: see what it says now with `cajad explain`, and take the row out"
            }
            Kind::Add => {
                let is_subject = |subject: &NamedOrBlankNode| name(subject) == edit.subject.as_str();
                let read = after.quads.iter().any(|quad| quad.predicate == vocab::TYPE && is_subject(&quad.subject));
                let earlier = after.records.iter().flat_map(|record| &record.added);
                let made = earlier.chain(added).any(|triple| triple.predicate == vocab::TYPE && is_subject(&triple.subject));
                if read || made || edit.subject == self.heading.release {
                    return None;
                }
                "the release does not tell of this any more: correct its name, or give it its class in this correction"
            }
        };
        let finding = self.finding(Severity::Warning, "correction-without-object", &edit.place, message);
        let value = edit.object.as_ref().map(ToString::to_string);
        let path = edit.predicate.as_ref().map(|predicate| predicate.as_str().to_owned());
        Some(Finding { path, value, ..finding.about(edit.subject.as_str()) })
    }

    fn violates(&self, worse: &Finding) -> Finding {
        let node = worse.node.as_deref().map(vocab::short).unwrap_or_default();
        let message = format!("the release would violate the shape {} ({node}: {}): left out", worse.check, worse.message);
        self.finding(Severity::Violation, "correction-violates", &self.place, &message)
    }

    fn finding(&self, severity: Severity, check: &str, place: &Place, message: &str) -> Finding {
        let id = vocab::short(self.heading.id.as_str());
        Finding::new(severity, check, format!("{place}: {id}: {message}"))
            .about(self.heading.id.as_str())
            .in_graph(self.heading.release.as_str())
    }
}

impl Edit {
    /// The places of the quads that a retraction takes out.
    fn taken_from<'a>(&'a self, quads: &'a [Quad]) -> impl Iterator<Item = usize> + 'a {
        let retracts = self.kind == Kind::Retract;
        quads.iter().enumerate().filter(move |(_, quad)| retracts && self.fits(quad)).map(|(i, _)| i)
    }

    fn fits(&self, quad: &Quad) -> bool {
        let subject = name(&quad.subject) == self.subject.as_str();
        match (&self.predicate, &self.object) {
            (Some(predicate), Some(object)) => subject && quad.predicate == *predicate && quad.object == *object,
            (Some(predicate), None) => subject && quad.predicate == *predicate,
            (None, _) => subject || quad.object == Term::from(self.subject.clone()),
        }
    }

    fn triple(&self) -> Option<Triple> {
        Some(Triple::new(self.subject.clone(), self.predicate.clone()?, self.object.clone()?))
    }
}

/// With a thing go its participations, milestones and passages, where nothing else points at them.
fn with_parts(quads: &[Quad], mut gone: BTreeSet<usize>) -> BTreeSet<usize> {
    loop {
        let object = |quad: &Quad| if let Term::NamedNode(node) = &quad.object { Some(node.clone()) } else { None };
        let lost = gone.iter().map(|i| &quads[*i]).filter(|quad| PARTS.contains(&quad.predicate.as_ref()));
        let mut parts: BTreeSet<String> = lost.filter_map(object).map(NamedNode::into_string).collect();
        let left: Vec<usize> = (0..quads.len()).filter(|i| !gone.contains(i)).collect();
        for node in left.iter().filter_map(|i| object(&quads[*i])) {
            parts.remove(node.as_str());
        }
        let more: Vec<usize> = left.into_iter().filter(|i| parts.contains(name(&quads[*i].subject))).collect();
        if more.is_empty() {
            return gone;
        }
        gone.extend(more);
    }
}

/// What of a release violates a shape together with what is added to it. A fact that a correction adds rests on the
/// correction: it needs neither a passage nor a rule.
fn violations(shapes: &Shapes, state: &Corrected) -> Result<BTreeSet<Finding>> {
    let findings = shapes.check(&state.with_additions())?.into_iter();
    Ok(findings.filter(|finding| finding.severity == Severity::Violation && !state.excuses(finding)).collect())
}

impl Corrected {
    /// The release's quads together with what the corrections add to it.
    pub fn with_additions(&self) -> Vec<Quad> {
        let graph = self.quads.first().map_or(GraphName::DefaultGraph, |quad| quad.graph_name.clone());
        let added = self.records.iter().flat_map(|record| &record.added).map(|triple| triple.clone().in_graph(graph.clone()));
        self.quads.iter().cloned().chain(added).collect()
    }

    /// Lets the release pass as [`Shapes::admit`] does, with what the corrections add to it.
    ///
    /// # Errors
    /// As there.
    pub fn admit(&self, shapes: &Shapes) -> Result<()> {
        if self.records.is_empty() {
            return shapes.admit(&self.quads);
        }
        let mut findings = shapes.check(&self.with_additions())?;
        findings.retain(|finding| !self.excuses(finding));
        refuse(&findings)
    }

    /// What of the release violates a shape, with what the corrections add to it.
    ///
    /// # Errors
    /// `Internal` if the validator fails.
    pub fn violations(&self, shapes: &Shapes) -> Result<Vec<Finding>> {
        Ok(violations(shapes, self)?.into_iter().collect())
    }

    /// Whether something amiss is nothing but the lack of a passage or a rule of what a correction added.
    pub fn excuses(&self, finding: &Finding) -> bool {
        let path = finding.path.as_deref().unwrap_or_default().trim_start_matches('<').trim_end_matches('>');
        let node = finding.node.as_deref().unwrap_or_default();
        let types = |quad: &&Quad| quad.predicate == vocab::TYPE && name(&quad.subject) == node;
        let added = self.records.iter().flat_map(|record| &record.added);
        let made = added.filter(|triple| triple.predicate == vocab::TYPE).any(|triple| name(&triple.subject) == node);
        [vocab::EVIDENCE, vocab::RULE].iter().any(|p| p.as_str() == path) && made && !self.quads.iter().any(|q| types(&q))
    }
}
