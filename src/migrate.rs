//! From a store that an older ontology wrote to the present one.
//!
//! Every release graph names with `dcterms:conformsTo` the version that wrote it; the other graphs are of the version of
//! the store's ontology graph. A [`Step`] sees only the graphs of the version that it takes. All is worked out in memory,
//! together with what becomes of the saved queries; only then is a new store written beside the old one, and takes its place.

mod arrears;
mod correction;
mod effect;
mod step;

pub use arrears::{Arrears, arrears};
pub use effect::{Effect, Verdict};
pub use step::{Step, steps};

use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::ontology::{Version, version_iri};
use crate::overlay::{Record, graph, records};
use crate::query::SavedQuery;
use crate::store::{Rebuild, Store};
use crate::vocab::{self, short};
use effect::effects;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Quad, Term};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a migration goes by.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The present ontology.
    pub ontology: &'a [Quad],
    /// The migrations, in their order.
    pub steps: &'a [Step],
    /// The saved queries whose answers are compared.
    pub queries: &'a [SavedQuery],
    /// The tables of corrections, which a migration does not write anew.
    pub tables: &'a [BundleFile],
}

/// What a migration does, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The versions that the graphs were of, and are no longer.
    #[serde(serialize_with = "as_texts")]
    pub from: Vec<Version>,
    /// The version that they are of now.
    #[serde(serialize_with = "as_text")]
    pub to: Version,
    /// The migrations that were applied.
    pub steps: Vec<Applied>,
    /// Every graph of the store, sorted.
    pub graphs: Vec<Count>,
    /// Every saved query, the gravest effect first; none if there was nothing to do.
    pub queries: Vec<Effect>,
    /// What of the corrections has to be looked at: rows that name what is gone, and corrections of which nothing is left.
    pub corrections: Vec<Finding>,
}

/// A migration that was applied.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// Its file.
    pub file: String,
    /// What it does.
    pub title: String,
    /// How many graphs were of its version.
    pub graphs: usize,
    /// How many of them it changed.
    pub changed: usize,
}

/// The quads of a graph before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The graph.
    pub graph: String,
    /// How many there were.
    pub before: usize,
    /// How many there are.
    pub after: usize,
    /// How many of those before are gone.
    pub removed: usize,
    /// How many of those after are new.
    pub added: usize,
}

/// A migration that has been worked out and not yet written.
#[derive(Debug)]
pub struct Plan {
    report: Report,
    graphs: BTreeMap<String, Vec<Quad>>,
}

impl Plan {
    /// Works out what becomes of a store; changes nothing.
    ///
    /// # Errors
    /// `Input` if the store is of a newer version, if no migration leads from its version to the present one, or if one
    /// fails; `User` if one is not SPARQL.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// use cajad::migrate::{Ground, Plan};
    /// use cajad::store::Store;
    /// use cajad::vocab;
    /// use oxigraph::model::{NamedNode, Quad};
    ///
    /// let version = |number: &str| NamedNode::new_unchecked(format!("https://w3id.org/cajad/ontology/{number}"));
    /// let header = |number: &str| Quad::new(vocab::ONTOLOGY, vocab::VERSION_IRI, version(number), vocab::ONTOLOGY);
    /// let store = Store::open(folder.path())?;
    /// store.load(vocab::ONTOLOGY, vec![header("1.1.0")])?;
    ///
    /// let plan = Plan::new(&store, Ground { ontology: &[header("1.2.0")], steps: &[], queries: &[], tables: &[] })?;
    /// assert_eq!(plan.report().graphs[0].added, 1);
    ///
    /// let older = Plan::new(&store, Ground { ontology: &[header("1.0.0")], steps: &[], queries: &[], tables: &[] });
    /// assert_eq!(older.unwrap_err().to_string(), "the graph https://w3id.org/cajad/ontology is of the ontology 1.1.0, which is newer than 1.0.0");
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn new(store: &Store, ground: Ground<'_>) -> Result<Self> {
        let present = Version::declared(ground.ontology)?;
        let mut graphs: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for graph in store.graphs()? {
            let quads = store.quads(graph.as_ref())?;
            graphs.insert(graph.into_string(), quads);
        }
        let old = graphs.clone();
        let mut versions = versions(&graphs, present)?;
        // The corrections are of the versions of their releases.
        versions.remove(vocab::OVERLAY_GRAPH.as_str());
        let from: BTreeSet<Version> = versions.values().copied().filter(|version| *version != present).collect();
        let mut report = Report { from: from.into_iter().collect(), ..Report::new(present) };
        if !report.is_needless() {
            let corrected = graphs.remove(vocab::OVERLAY_GRAPH.as_str());
            let mut state = State { records: records(&corrected.unwrap_or_default())?, graphs, versions };
            for step in ground.steps {
                report.steps.extend(state.take(step, present)?);
            }
            prove_arrival(&state.versions, present)?;
            report.corrections = look(&old, &mut state.records, &ground);
            graphs = state.finish(ground.ontology, present);
            let all: Vec<Quad> = graphs.values().flatten().cloned().collect();
            let after = Store::in_memory(&all)?;
            report.queries = effects(ground.queries, store, &after);
            // A store writes some numbers otherwise than a file does: what it gives back is what can be compared.
            for (graph, quads) in &mut graphs {
                *quads = after.quads(NamedNodeRef::new_unchecked(graph))?;
            }
        }
        let names: BTreeSet<&String> = old.keys().chain(graphs.keys()).collect();
        let quads = |graphs: &'_ BTreeMap<String, Vec<Quad>>, name: &str| graphs.get(name).cloned().unwrap_or_default();
        report.graphs = names.into_iter().map(|name| Count::new(name, &quads(&old, name), &quads(&graphs, name))).collect();
        Ok(Self { report, graphs })
    }

    /// What it does.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Puts the outcome into the place of the store that `rebuild` holds; gives the number of quads in named graphs.
    ///
    /// # Errors
    /// `Input` if the disk is full or the folder cannot be written to; the old store is as it was then.
    pub fn write(self, mut rebuild: Rebuild) -> Result<usize> {
        rebuild.keep_beside()?;
        for (graph, quads) in self.graphs {
            rebuild.load(NamedNodeRef::new_unchecked(&graph), quads);
        }
        rebuild.finish()
    }
}

impl Report {
    fn new(to: Version) -> Self {
        let (steps, graphs, queries, corrections) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { from: Vec::new(), to, steps, graphs, queries, corrections }
    }

    /// Whether the store is of the present version throughout, so that there is nothing to do.
    pub fn is_needless(&self) -> bool {
        self.from.is_empty()
    }
}

impl Count {
    fn new(graph: &str, before: &[Quad], after: &[Quad]) -> Self {
        let (old, new): (HashSet<&Quad>, HashSet<&Quad>) = (before.iter().collect(), after.iter().collect());
        let count = |quads: &[Quad], others: &HashSet<&Quad>| quads.iter().filter(|quad| !others.contains(quad)).count();
        Self {
            graph: graph.to_owned(),
            before: old.len(),
            after: new.len(),
            removed: count(before, &new),
            added: count(after, &old),
        }
    }

    /// Whether anything in the graph is another.
    pub fn is_changed(&self) -> bool {
        self.removed + self.added > 0
    }
}

/// The version that the object of a quad is.
fn named(quad: &Quad) -> Option<Version> {
    match &quad.object {
        Term::NamedNode(iri) => Version::of(iri.as_str()),
        _ => None,
    }
}

fn is_release(graph: &str) -> bool {
    graph.strip_prefix(vocab::ID).is_some_and(|thing| thing.starts_with("release/"))
}

/// Whether a quad says by which of our versions its graph was written.
fn is_conformance(graph: &str, quad: &Quad) -> bool {
    quad.predicate == vocab::CONFORMS_TO && quad.subject == NamedNodeRef::new_unchecked(graph).into() && named(quad).is_some()
}

/// The version of each graph: what a release says; for the others, and a release that does not say, that of the ontology graph.
fn versions(graphs: &BTreeMap<String, Vec<Quad>>, present: Version) -> Result<BTreeMap<String, Version>> {
    let said = |(graph, quads): (&String, &Vec<Quad>)| {
        let versions = quads.iter().filter(|quad| is_conformance(graph, quad)).filter_map(named);
        Some((graph.clone(), versions.min()?))
    };
    let said: BTreeMap<String, Version> = graphs.iter().filter_map(said).collect();
    let ontology = graphs.get(vocab::ONTOLOGY.as_str()).and_then(version_iri).and_then(|iri| Version::of(iri.as_str()));
    let ground = ontology.or_else(|| said.values().copied().min()).unwrap_or(present);
    let versions: BTreeMap<String, Version> =
        graphs.keys().map(|graph| (graph.clone(), said.get(graph).copied().unwrap_or(ground))).collect();
    match versions.iter().find(|(_, version)| **version > present) {
        Some((graph, version)) => {
            Err(Error::input(format!("the graph {graph} is of the ontology {version}, which is newer than {present}"))
                .hint("use the cajad that wrote it, or a newer one"))
        }
        None => Ok(versions),
    }
}

/// The graphs on their way.
struct State {
    graphs: BTreeMap<String, Vec<Quad>>,
    versions: BTreeMap<String, Version>,
    /// What stands in the graph of the corrections.
    records: Vec<Record>,
}

impl State {
    /// Applies a migration to the graphs of its version; `None` if there are none.
    fn take(&mut self, step: &Step, present: Version) -> Result<Option<Applied>> {
        let is_member =
            |(graph, version): &(&String, &Version)| step.takes(**version, present) && self.graphs.contains_key(*graph);
        let members: Vec<String> = self.versions.iter().filter(is_member).map(|(graph, _)| graph.clone()).collect();
        if members.is_empty() {
            return Ok(None);
        }
        let before: BTreeMap<String, Vec<Quad>> =
            members.iter().filter_map(|graph| self.graphs.remove(graph).map(|quads| (graph.clone(), quads))).collect();
        let all: Vec<Quad> = before.values().flatten().cloned().collect();
        let mut after: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
        for quad in step.apply(&all)? {
            let GraphName::NamedNode(graph) = &quad.graph_name else { continue };
            after.entry(graph.as_str().to_owned()).or_default().push(quad);
        }
        let unseen = |graph: &&String| self.graphs.contains_key(*graph) || graph.as_str() == vocab::OVERLAY_GRAPH.as_str();
        if let Some(foreign) = after.keys().find(unseen) {
            return Err(Error::input(format!("the migration writes into {foreign}, which is not of the version {}", step.from))
                .in_file(&step.path)
                .hint("bind the graph by a pattern in WHERE: only the graphs of its version are seen there"));
        }
        prove_versions(step, &before, &after)?;
        for (release, read) in &before {
            correction::take(step, release, read, &mut self.records)?;
        }
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let quads = |graphs: &'_ BTreeMap<String, Vec<Quad>>, name: &str| graphs.get(name).cloned().unwrap_or_default();
        let counts = names.iter().map(|name| Count::new(name, &quads(&before, name), &quads(&after, name)));
        let changed = counts.filter(Count::is_changed).count();
        self.versions.retain(|graph, _| !before.contains_key(graph));
        self.versions.extend(after.keys().map(|graph| (graph.clone(), step.to)));
        self.graphs.extend(after);
        Ok(Some(Applied { file: step.path.clone(), title: step.title.clone(), graphs: members.len(), changed }))
    }

    /// The graphs as they arrive, with the present ontology among them.
    fn finish(mut self, ontology: &[Quad], present: Version) -> BTreeMap<String, Vec<Quad>> {
        self.graphs.insert(vocab::ONTOLOGY.as_str().to_owned(), in_graph(vocab::ONTOLOGY, ontology));
        self.graphs.iter_mut().for_each(|(graph, quads)| restate(graph, quads, present));
        if !self.records.is_empty() {
            self.graphs.insert(vocab::OVERLAY_GRAPH.as_str().to_owned(), graph(&self.records));
        }
        self.graphs
    }
}

/// What of the corrections has to be looked at after the migrations.
fn look(old: &BTreeMap<String, Vec<Quad>>, records: &mut Vec<Record>, ground: &Ground<'_>) -> Vec<Finding> {
    let graph = |name: NamedNodeRef<'_>| old.get(name.as_str()).map_or(&[][..], Vec::as_slice);
    let (before, register) = (graph(vocab::ONTOLOGY), graph(vocab::REGISTER_GRAPH));
    let mut findings = correction::emptied(records);
    findings.extend(correction::outdated(ground.tables, before, ground.ontology, register));
    findings
}

/// The version that a release says is what tells which migrations it needs, and is written when all have been applied: a
/// migration that sets or loses it would have the next one take the wrong graphs, or the release be of no version for good.
fn prove_versions(step: &Step, before: &BTreeMap<String, Vec<Quad>>, after: &BTreeMap<String, Vec<Quad>>) -> Result<()> {
    let said = |graph: &str, quads: &[Quad]| -> BTreeSet<Version> {
        quads.iter().filter(|quad| is_conformance(graph, quad)).filter_map(named).collect()
    };
    let refuse = |graph: &str, does: &str| {
        Err(Error::input(format!("the migration {does}, {}", short(graph)))
            .in_file(&step.path)
            .hint("leave dcterms:conformsTo of a release alone: the present version is written when all migrations are applied"))
    };
    for (graph, quads) in after.iter().filter(|(graph, _)| is_release(graph)) {
        match before.get(graph) {
            Some(old) if said(graph, old) == said(graph, quads) => {}
            Some(_) if said(graph, quads).is_empty() => return refuse(graph, "takes dcterms:conformsTo from a release"),
            Some(_) => return refuse(graph, "changes dcterms:conformsTo of a release"),
            None if said(graph, quads).is_empty() => return refuse(graph, "makes a release without dcterms:conformsTo"),
            None => {}
        }
    }
    Ok(())
}

/// What only adds to a version leaves its data as they are; anything else needs a migration.
fn prove_arrival(versions: &BTreeMap<String, Version>, present: Version) -> Result<()> {
    match versions.iter().find(|(_, version)| version.series() != present.series()) {
        Some((graph, version)) => {
            Err(Error::input(format!("no migration leads from {version} to {present}, which {} needs", short(graph)))
                .hint(format!("write ontology/migrations/{version}-{present}.ru, or make the store again with `cajad build`")))
        }
        None => Ok(()),
    }
}

fn in_graph(graph: NamedNodeRef<'_>, quads: &[Quad]) -> Vec<Quad> {
    let name = GraphName::NamedNode(graph.into_owned());
    quads.iter().map(|quad| Quad { graph_name: name.clone(), ..quad.clone() }).collect()
}

/// Has a release say that it is of the present version, if it says any.
fn restate(graph: &str, quads: &mut Vec<Quad>, present: Version) {
    let size = quads.len();
    quads.retain(|quad| !is_conformance(graph, quad));
    if quads.len() < size {
        let name = NamedNode::new_unchecked(graph);
        quads.push(Quad::new(name.clone(), vocab::CONFORMS_TO, present.iri(), name));
    }
}

fn as_text<S: Serializer>(version: &Version, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(version)
}

fn as_texts<S: Serializer>(versions: &[Version], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(versions.iter().map(ToString::to_string))
}

#[cfg(test)]
mod tests;
