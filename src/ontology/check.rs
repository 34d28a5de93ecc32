//! Pitfalls of an ontology: what is incomplete, contradicts itself, or names what does not exist.
//!
//! Most checks are queries, `queries/ontology/*.rq`, which must have no answer when asked of all the ontology's files together;
//! what SPARQL cannot see, the prefixes of a file, the word that a text is compared with, the form of a shape and the text of a query, is found in the modules below.
//! Each has a header that says what is amiss and why, what to do, how grave it is, an example that trips it, and its counterpart
//! in the catalogues of pitfalls that others keep:
//!
//! - OOPS!: Poveda-Villalón, Gómez-Pérez, Suárez-Figueroa, "OOPS! (OntOlogy Pitfall Scanner!)", International Journal on
//!   Semantic Web and Information Systems 10(2), 2014; the pitfalls bear the numbers P01 to P41.
//! - ROBOT report: Jackson et al., "ROBOT: A Tool for Automating Ontology Workflows", BMC Bioinformatics 20, 2019.
//! - SKOS: the integrity conditions of the W3C's reference, S8 and on.

mod name;
mod place;
mod prefix;
mod shape;
mod spot;
mod word;

use oxigraph::model::{GraphName, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use self::spot::{NameReader, Spot};
use super::{Ontology, TurtleFile};
use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};

/// A check with its documentation.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::ontology::check::checks;
///
/// let query = |text: &'static str| BundleFile { path: "queries/ontology/unnamed.rq".into(), text: text.into() };
/// let sound = concat!(
///     "# title: No label\n# problem: it has no label\n# solution: add one\n# severity: violation\n",
///     "# example: cajad:A a owl:Class .\n# like: OOPS! P08\nSELECT ?node { ?node ?path ?value }",
/// );
/// assert!(checks(&[query(sound)])?.iter().any(|check| check.name == "unnamed" && check.title == "No label"));
///
/// let error = checks(&[query("SELECT ?node { ?node ?path ?value }")]).unwrap_err();
/// assert_eq!(error.to_string(), "queries/ontology/unnamed.rq: the check does not say its title");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name: that of its file.
    pub name: String,
    /// What it looks for, in a few words.
    pub title: String,
    /// What is amiss, and what comes of it.
    pub problem: String,
    /// What to do.
    pub solution: String,
    /// How grave it is.
    pub severity: Severity,
    /// Turtle that trips it.
    pub example: String,
    /// Its counterparts elsewhere.
    pub like: String,
    way: Way,
}

/// A check that is no query.
type Search = fn(&Ground<'_>) -> Vec<Hit>;

#[derive(Clone, Debug)]
enum Way {
    Query { path: String, text: String },
    Program(Search),
}

/// What is searched: the ontology, the names in its files, and those in the files that use it.
struct Ground<'a> {
    ontology: &'a Ontology,
    own: Vec<(&'a str, Vec<Spot<'a>>)>,
    users: Vec<(&'a str, Vec<Spot<'a>>)>,
}

/// One answer of a check.
#[derive(Debug, Default)]
struct Hit {
    file: Option<String>,
    node: Option<String>,
    path: Option<String>,
    value: Option<String>,
}

/// The checks: those in the files, and those that no query can make.
///
/// # Errors
/// `User` if the header of a file lacks something, or if there are no files: a check that is missing goes unnoticed.
pub fn checks(files: &[BundleFile]) -> Result<Vec<Check>> {
    if files.is_empty() {
        return Err(Error::user("there are no checks of an ontology here").hint(
            "they belong into the folder ontology/ of the saved queries; leave out --queries to use those that came with cajad",
        ));
    }
    let programs: [(&str, &str, Search); 4] = [
        ("malformed-shape", shape::HEADER, shape::find),
        ("prefix-binding", prefix::HEADER, prefix::find),
        ("shared-word", word::HEADER, word::find),
        ("unknown-name", name::HEADER, name::find),
    ];
    let queries = files.iter().map(|file| {
        let way = Way::Query { path: file.path.clone(), text: file.text.clone().into_owned() };
        Check::read(file.stem(), &file.text, way).map_err(|error| error.in_file(&file.path))
    });
    let programs = programs.into_iter().map(|(name, header, find)| Check::read(name, header, Way::Program(find)));
    let mut checks: Vec<Check> = queries.chain(programs).collect::<Result<_>>()?;
    checks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(checks)
}

/// What is amiss in an ontology, the gravest first.
///
/// The users are Turtle files and queries that speak of its terms; they are searched for terms that it does not have.
///
/// # Errors
/// `Input` if a Turtle file among the users is none, with the place; `User` if a check is no query that returns rows.
///
/// ```
/// use cajad::bundle::{Bundle, BundlePaths};
/// use cajad::finding::Severity;
/// use cajad::ontology::{Ontology, check::{check, checks}};
///
/// let bundle = Bundle::open(BundlePaths::default())?;
/// let found = check(&Ontology::read(&bundle)?, &bundle.query_files()?, &checks(&bundle.pitfall_files()?)?)?;
/// assert!(found.iter().all(|finding| finding.severity == Severity::Info));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn check(ontology: &Ontology, users: &[BundleFile], checks: &[Check]) -> Result<Vec<Finding>> {
    for file in users.iter().filter(|file| file.path.ends_with(".ttl")) {
        TurtleFile::read(file.clone())?;
    }
    let unusable = |cause| Error::internal("the ontology could not be put where it can be asked").because(cause);
    let store = Store::new().map_err(unusable)?;
    let quads = ontology.quads().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
    store.extend(quads).map_err(unusable)?;
    let reader = NameReader::new()?;
    let own = ontology.files.iter().map(|file| (file.path.as_str(), reader.read(&file.text))).collect();
    let users = users.iter().map(|file| (file.path.as_str(), reader.read(&file.text))).collect();
    let ground = Ground { ontology, own, users };
    let places = ontology.places();
    let mut findings = Vec::new();
    for check in checks {
        let hits = match &check.way {
            Way::Query { path, text } => ask(&store, text).map_err(|error| error.in_file(path))?,
            Way::Program(find) => find(&ground),
        };
        for hit in hits {
            let file = hit.file.clone().or_else(|| place::of_statement(&ground, &hit));
            let file = file.or_else(|| hit.node.as_ref().and_then(|node| places.get(node)).cloned());
            let finding = Finding::new(check.severity, &check.name, format!("{}: {}", check.problem, check.solution));
            findings.push(Finding { file, node: hit.node, path: hit.path, value: hit.value, ..finding });
        }
    }
    if findings.iter().any(|finding| finding.file.is_none()) {
        let used = name::first_uses(&ground.own);
        for finding in findings.iter_mut().filter(|finding| finding.file.is_none()) {
            finding.file = finding.node.as_ref().and_then(|node| used.get(node)).cloned();
        }
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// What a query returns; a blank node has no name that would be the same tomorrow, and is left out.
fn ask(store: &Store, text: &str) -> Result<Vec<Hit>> {
    let refused =
        |cause: String| Error::user("the check cannot be asked").hint("write it as a SELECT query of SPARQL 1.1").because(cause);
    let prepared = SparqlEvaluator::new().parse_query(text).map_err(|cause| refused(cause.to_string()))?;
    let answer = prepared.on_store(store).execute().map_err(|cause| refused(cause.to_string()))?;
    let QueryResults::Solutions(solutions) = answer else { return Err(refused("it does not return rows".to_owned())) };
    let mut hits = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(|cause| refused(cause.to_string()))?;
        let value = |name: &str| match solution.get(name)? {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::Literal(literal) if literal.language().is_some() => Some(literal.to_string()),
            Term::Literal(literal) => Some(literal.value().replace('\n', "\\n")),
            _ => None,
        };
        hits.push(Hit { file: None, node: value("node"), path: value("path"), value: value("value") });
    }
    Ok(hits)
}

impl Check {
    fn read(name: &str, text: &str, way: Way) -> Result<Self> {
        let said = |key: &str| {
            let mut lines = text.lines().take_while(|line| line.starts_with('#'));
            let first = lines.find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(':'))?;
            let rest = lines.map_while(|line| line.strip_prefix("#   "));
            Some(std::iter::once(first).chain(rest).map(str::trim).collect::<Vec<_>>().join(" "))
        };
        let told = |key: &str| {
            said(key).filter(|told| !told.is_empty()).ok_or_else(|| {
                Error::user(format!("the check does not say its {key}")).hint(format!(
                    "add a line `# {key}: ...` at the head; title, problem, solution, severity, example and like must be there"
                ))
            })
        };
        let (title, problem, solution) = (told("title")?, told("problem")?, told("solution")?);
        let written = told("severity")?;
        let severity = Severity::ALL.into_iter().find(|severity| severity.name() == written).ok_or_else(|| {
            Error::user(format!("the check has no severity {written:?}")).hint("it is one of violation, warning and info")
        })?;
        let (example, like) = (told("example")?, told("like")?);
        Ok(Self { name: name.to_owned(), title, problem, solution, severity, example, like, way })
    }
}
