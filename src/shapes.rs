//! The shapes of the ontology (SHACL Core), and what of a graph does not fit them.
//!
//! A release is checked as it stands in its own graph, together with the hierarchy of classes and with what the register
//! says of things that the graph only points at. Never two releases at once: two of them may tell one event differently,
//! and both be right to.

mod form;

use std::collections::{BTreeMap, HashMap, HashSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rudof_rdf::rdf_core::BuildRDF;
use rudof_rdf::rdf_impl::OxigraphInMemory;
use shacl::ir::IRSchema;
use shacl::rdf::ShaclParser;
use shacl::types::Severity as ShaclSeverity;
use shacl::validator::processor::{GraphValidation, ShaclProcessor};
use shacl::validator::report::ValidationResult;
use shacl::validator::store::Graph;
use shacl::validator::{ShaclConfig, ShaclValidationMode};

use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::vocab;

pub(crate) use form::faults;

const SH: &str = "http://www.w3.org/ns/shacl#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The compiled shapes, with the ground on which every graph is checked.
pub struct Shapes {
    schema: IRSchema,
    hierarchy: OxigraphInMemory,
    register: HashMap<String, Vec<Quad>>,
    /// What each shape says to whoever breaks it; the validator's reports leave it out.
    messages: HashMap<String, String>,
}

impl Shapes {
    /// Compiles the shapes that stand in the ontology.
    ///
    /// # Errors
    /// `Input`, with the name of the shape, if one is malformed, or uses something of SHACL that the validator does not know: it
    /// would pass what it cannot check.
    ///
    /// ```
    /// use cajad::bundle::BundleFile;
    /// use cajad::ontology::Ontology;
    /// use cajad::shapes::Shapes;
    ///
    /// let compile = |shape: &str| {
    ///     let text = format!("@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . {shape}");
    ///     let ontology = Ontology::of(vec![BundleFile { path: "shapes.ttl".into(), text: text.into() }])?;
    ///     Shapes::compile(&ontology.into_graph(), &[])
    /// };
    /// let talks = "ex:Talks a sh:NodeShape ; sh:targetClass ex:Talk ; sh:property ex:Talks-date . ex:Talks-date a sh:PropertyShape";
    /// assert!(compile(&format!("{talks} ; sh:path ex:date ; sh:minCount 1 ."))?.check(&[])?.is_empty());
    ///
    /// let told = |shape: &str| compile(shape).map(drop).unwrap_err().message().to_owned();
    /// let pathless = told(&format!("{talks} ; sh:minCount 1 ."));
    /// assert_eq!(pathless, "the shape https://example.org/Talks-date is malformed: a property shape has one sh:path, this has 0");
    /// let worded = told(&format!("{talks} ; sh:path ex:date ; sh:minCount \"one\" ."));
    /// assert!(worded.ends_with("Talks-date is malformed: sh:minCount is a whole number, not \"one\""));
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn compile(ontology: &[Quad], register: &[Quad]) -> Result<Self> {
        let mut shapes = OxigraphInMemory::new();
        let mut hierarchy = OxigraphInMemory::new();
        if let Some(fault) = faults(ontology).into_iter().next() {
            return Err(fault.into_error());
        }
        for quad in ontology {
            if is_of_shapes(quad) {
                insert(&mut shapes, quad)?;
            } else if quad.predicate == vocab::SUB_CLASS_OF {
                insert(&mut hierarchy, quad)?;
            }
        }
        let malformed =
            |cause: String| Error::input("the shapes of the ontology cannot be compiled").in_file("shapes.ttl").because(cause);
        let parsed = ShaclParser::new(shapes).parse().map_err(|e| malformed(e.to_string()))?;
        let schema = IRSchema::compile(&parsed).map_err(|e| malformed(e.to_string()))?;
        let mut described: HashMap<String, Vec<Quad>> = HashMap::new();
        for quad in register {
            described.entry(name(&quad.subject).to_owned()).or_default().push(quad.clone());
        }
        Ok(Self { schema, hierarchy, register: described, messages: messages(ontology) })
    }

    /// What of a graph does not fit, the gravest first.
    ///
    /// # Errors
    /// `Internal` if the validator fails.
    pub fn check(&self, graph: &[Quad]) -> Result<Vec<Finding>> {
        let elsewhere = self.pointed_at(graph);
        let mut data = self.hierarchy.clone();
        for quad in graph.iter().chain(elsewhere.values().copied().flatten()) {
            insert(&mut data, quad)?;
        }
        let report = GraphValidation::new(Graph::from(data))
            .validate(&self.schema, &ShaclValidationMode::Native, &ShaclConfig::default())
            .map_err(|cause| Error::internal("the graph could not be checked against the shapes").because(cause))?;
        let graph = graph.first().and_then(|quad| match &quad.graph_name {
            GraphName::NamedNode(graph) => Some(graph.as_str().to_owned()),
            _ => None,
        });
        let here = report.results().iter().filter(|result| !elsewhere.contains_key(result.focus_node().to_string().as_str()));
        let mut findings: Vec<Finding> = here.map(|result| Finding { graph: graph.clone(), ..self.finding(result) }).collect();
        findings.sort();
        Ok(findings)
    }

    /// Lets a graph pass that has no violation; what is less grave stands in the store for `cajad check` to find.
    ///
    /// # Errors
    /// `Input`, with the first violation and the number of the others.
    pub fn admit(&self, graph: &[Quad]) -> Result<()> {
        refuse(&self.check(graph)?)
    }

    fn finding(&self, result: &ValidationResult) -> Finding {
        let severity = match result.severity() {
            ShaclSeverity::Warning => Severity::Warning,
            ShaclSeverity::Info | ShaclSeverity::Debug | ShaclSeverity::Trace => Severity::Info,
            ShaclSeverity::Violation | ShaclSeverity::Generic(_) => Severity::Violation,
        };
        let shape = result.source().map(ToString::to_string).unwrap_or_default();
        let message = self.messages.get(&shape).cloned();
        let message = message.unwrap_or_else(|| format!("does not fit {}", result.constraint_component()));
        let name = shape.rsplit(['#', '/']).next().unwrap_or(&shape).to_owned();
        Finding {
            path: result.path().map(ToString::to_string),
            value: result.value().map(ToString::to_string),
            ..Finding::new(severity, name, message).about(result.focus_node().to_string())
        }
    }

    /// What the register says of the things that a graph points at and does not describe.
    fn pointed_at<'a>(&'a self, graph: &'a [Quad]) -> BTreeMap<&'a str, &'a Vec<Quad>> {
        let described: HashSet<&str> = graph.iter().map(|quad| name(&quad.subject)).collect();
        let objects = graph.iter().filter_map(|quad| match &quad.object {
            Term::NamedNode(node) if !described.contains(node.as_str()) => Some(node.as_str()),
            _ => None,
        });
        objects.filter_map(|node| Some((node, self.register.get(node)?))).collect()
    }
}

/// Refuses a release in which there is a violation.
pub(crate) fn refuse(findings: &[Finding]) -> Result<()> {
    let mut violations = findings.iter().filter(|finding| finding.severity == Severity::Violation);
    let Some(first) = violations.next() else { return Ok(()) };
    let others = match violations.count() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let node = first.node.as_deref().unwrap_or_default();
    Err(Error::input(format!("the release violates the shape {}: {}: {node}{others}", first.check, first.message))
        .hint("say --allow-invalid to take it in as it is; `cajad check` then lists what is wrong"))
}

fn insert(graph: &mut OxigraphInMemory, quad: &Quad) -> Result<()> {
    graph
        .add_triple(quad.subject.clone(), quad.predicate.clone(), quad.object.clone())
        .map_err(|cause| Error::internal("a triple could not be handed to the validator").because(cause))
}

/// Whether a quad says how a shape is made: it has a term of SHACL, a class, or belongs to a list.
fn is_of_shapes(quad: &Quad) -> bool {
    let list = quad.predicate.as_str().strip_prefix(RDF).is_some_and(|part| matches!(part, "first" | "rest"));
    quad.predicate.as_str().starts_with(SH) || quad.predicate == vocab::TYPE || list
}

/// The message of each shape, in English where there are several.
fn messages(ontology: &[Quad]) -> HashMap<String, String> {
    let said = ontology.iter().filter(|quad| quad.predicate.as_str().strip_prefix(SH) == Some("message"));
    let mut messages: Vec<(bool, &Quad)> = said.map(|quad| (is_english(&quad.object), quad)).collect();
    messages.sort_by_key(|(english, _)| *english);
    let text = |quad: &Quad| if let Term::Literal(text) = &quad.object { text.value().to_owned() } else { String::new() };
    messages.into_iter().map(|(_, quad)| (name(&quad.subject).to_owned(), text(quad))).collect()
}

fn is_english(term: &Term) -> bool {
    matches!(term, Term::Literal(text) if text.language() == Some("en"))
}

/// What a node is called: its IRI, or the label of a blank node.
pub(crate) fn name(node: &NamedOrBlankNode) -> &str {
    match node {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}
