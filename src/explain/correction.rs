//! The corrections that a thing has seen: who, when and why, what was added and what taken out.

use oxigraph::model::{NamedNodeRef, Quad, Term, Triple};
use serde::Serialize;

use super::{Passage, passages, plain, shown};
use crate::error::Result;
use crate::overlay::{Heading, records};
use crate::shapes::name;
use crate::store::Store;
use crate::vocab::{self, short};

/// One correction, as far as it concerns what is explained.
#[derive(Clone, Debug, Serialize)]
pub struct Correction {
    /// Its IRI, short.
    pub correction: String,
    /// Who made it.
    pub by: String,
    /// The day.
    pub on: String,
    /// Why.
    pub reason: String,
    /// A page that bears it out.
    pub source: Option<String>,
    /// The release that was misread, short.
    pub release: String,
    /// What it added: subject, property and value, all short. Its evidence is the correction.
    pub added: Vec<[String; 3]>,
    /// What it took out of the release's graph.
    pub retracted: Vec<[String; 3]>,
    /// The passages of the release that it names for what it added; none is needed.
    pub passages: Vec<Passage>,
}

/// The corrections of a thing, or all of a release, or the one that is asked for, in the order of their days.
pub(super) fn corrections(store: &Store, iri: NamedNodeRef<'_>) -> Result<Vec<Correction>> {
    let mut made = records(&store.quads(vocab::OVERLAY_GRAPH)?)?;
    made.sort_by_key(|record| record.heading.date);
    let mut corrections = Vec::new();
    for record in &made {
        let whole = record.heading.id == iri || record.heading.release == iri;
        let of = |triples: &[Triple]| -> Vec<[String; 3]> {
            triples.iter().filter(|triple| whole || speaks_of(triple, iri)).map(told).collect()
        };
        let (added, retracted) = (of(&record.added), of(&record.retracted));
        let Heading { id, release, author, date, reason, source } = &record.heading;
        if added.is_empty() && retracted.is_empty() {
            continue;
        }
        let own = record.added.iter().filter(|triple| name(&triple.subject) == iri.as_str());
        let own: Vec<Quad> = own.map(|triple| triple.clone().in_graph(release.clone())).collect();
        corrections.push(Correction {
            correction: short(id.as_str()),
            by: shown(author),
            on: date.to_string(),
            reason: reason.clone(),
            source: source.as_ref().map(|source| source.as_str().to_owned()),
            release: short(release.as_str()),
            added,
            retracted,
            passages: passages(store, iri, release.as_ref(), &own)?,
        });
    }
    Ok(corrections)
}

fn speaks_of(triple: &Triple, iri: NamedNodeRef<'_>) -> bool {
    name(&triple.subject) == iri.as_str() || triple.object == Term::from(iri)
}

fn told(triple: &Triple) -> [String; 3] {
    let value = match &triple.object {
        Term::NamedNode(node) => short(node.as_str()),
        other => plain(other),
    };
    [short(name(&triple.subject)), short(triple.predicate.as_str()), value]
}

impl Correction {
    pub(super) fn write(&self, subject: &str, lines: &mut Vec<String>) {
        lines.push(format!("Corrected by {} on {} ({})", self.by, self.on, self.correction));
        lines.push(format!("  because   {}", self.reason));
        if let Some(source) = &self.source {
            lines.push(format!("  source    {source}"));
        }
        lines.push(format!("  release   {}", self.release));
        for (title, triples) in [("retracted", &self.retracted), ("added", &self.added)] {
            for [of, property, value] in triples {
                let of = if of == subject { String::new() } else { format!("{of}  ") };
                lines.push(format!("  {title:<9} {of}{property}  {value}"));
            }
        }
        if !self.added.is_empty() {
            let named = if self.passages.is_empty() { "no passage bears it out" } else { "it names a passage" };
            lines.push(format!("  evidence  this correction; {named}"));
        }
        self.passages.iter().for_each(|passage| passage.write(lines));
    }
}
