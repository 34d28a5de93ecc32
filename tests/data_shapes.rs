//! The W3C's test suite for SHACL Core, beside pySHACL.
//!
//! The suite is the W3C's and is not kept here: `.ci/setup` fetches the copy that pySHACL's source package carries.
//! `tests/shapes/w3c.tsv` has what pySHACL says of each test, printed by `tests/shapes/pyshacl_w3c.py`.
#![expect(clippy::unwrap_used, reason = "a test stops where the suite cannot be read")]

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use cajad::shapes::Shapes;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const SH: &str = "http://www.w3.org/ns/shacl#";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";

/// Tests of the suite whose expected report we do not give, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("complex/shacl-shacl.ttl", "the shapes of shapes hold a constraint in SPARQL, which is outside Core: refused"),
    (
        "property/qualifiedValueShape-001.ttl",
        "the data, which are in the file of the shapes, use sh:nodeShape, no term of SHACL: refused",
    ),
];

/// What a report comes to: the focus node of each result, sorted; none if the data conform.
type Report = Vec<String>;

fn suite() -> PathBuf {
    let cache = env::var("XDG_CACHE_HOME").map_or_else(|_| Path::new(&env::var("HOME").unwrap()).join(".cache"), PathBuf::from);
    let folder = env::var("CAJAD_DATA_SHAPES").map_or_else(|_| cache.join("cajad/data-shapes"), PathBuf::from).join("core");
    assert!(folder.is_dir(), "{}: the W3C's tests are not here; run .ci/setup", folder.display());
    folder
}

fn parse(path: &Path) -> Vec<Quad> {
    let base = format!("file://{}", path.display());
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).unwrap();
    parser.for_reader(File::open(path).unwrap()).collect::<Result<_, _>>().unwrap()
}

/// The objects of a property.
fn objects<'a>(quads: &'a [Quad], subject: &Term, property: &str) -> Vec<&'a Term> {
    let same = |quad: &&Quad| Term::from(quad.subject.clone()) == *subject && quad.predicate.as_str() == property;
    quads.iter().filter(same).map(|quad| &quad.object).collect()
}

fn instances(quads: &[Quad], class: &str) -> Vec<NamedOrBlankNode> {
    let is = |quad: &&Quad| matches!(&quad.object, Term::NamedNode(object) if object.as_str() == class);
    quads.iter().filter(is).map(|quad| quad.subject.clone()).collect()
}

/// The data without the report that the same file may expect of them.
fn without_report(quads: Vec<Quad>) -> Vec<Quad> {
    let reports: Vec<NamedOrBlankNode> =
        ["ValidationReport", "ValidationResult"].iter().flat_map(|class| instances(&quads, &format!("{SH}{class}"))).collect();
    quads.into_iter().filter(|quad| !reports.contains(&quad.subject)).collect()
}

fn bare(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// A node of a finding, where a literal stands with its quotes and datatype.
fn lexical(node: String) -> String {
    match node.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')) {
        Some((value, _)) => value.to_owned(),
        None => node,
    }
}

/// What the suite expects of a test, and what we say; `None` for a file that is no test.
fn reports(path: &Path) -> Option<(Report, Result<Report, String>)> {
    let quads = parse(path);
    let test = Term::from(instances(&quads, &format!("{SHT}Validate")).first()?.clone());
    let action = objects(&quads, &test, &format!("{MF}action"))[0];
    let graph = |name: &str| {
        let file = bare(objects(&quads, action, &format!("{SHT}{name}"))[0]);
        let file = PathBuf::from(file.strip_prefix("file://").unwrap());
        without_report(if file == path { quads.clone() } else { parse(&file) })
    };
    let report = objects(&quads, &test, &format!("{MF}result"))[0];
    let results = objects(&quads, report, &format!("{SH}result"));
    let mut expected: Report = results.iter().map(|result| bare(objects(&quads, result, &format!("{SH}focusNode"))[0])).collect();
    expected.sort();
    let checked = Shapes::compile(&graph("shapesGraph"), &[]).and_then(|shapes| shapes.check(&graph("dataGraph")));
    let found = checked.map_err(|error| format!("{error:?}")).map(|findings| {
        let mut nodes: Report = findings.into_iter().filter_map(|finding| finding.node).map(lexical).collect();
        nodes.sort();
        nodes
    });
    Some((expected, found))
}

fn tests(folder: &Path) -> BTreeMap<String, (Report, Result<Report, String>)> {
    let groups = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = groups.flat_map(|group| fs::read_dir(group).unwrap().map(|entry| entry.unwrap().path()));
    let files = files.filter(|path| path.extension().is_some_and(|suffix| suffix == "ttl") && !path.ends_with("manifest.ttl"));
    files.filter_map(|path| Some((path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), reports(&path)?))).collect()
}

#[test]
fn core_is_understood_as_the_w3c_and_pyshacl_understand_it() {
    let table = fs::read_to_string("tests/shapes/w3c.tsv").unwrap();
    let pyshacl: BTreeMap<&str, &str> = table.lines().skip(1).map(|row| row.split_once('\t').unwrap()).collect();
    let tests = tests(&suite());
    assert!(tests.len() >= 98, "only {} tests were found", tests.len());
    let mut wrong = Vec::new();
    let (mut as_w3c, mut as_pyshacl) = (0, 0);
    for (name, (expected, found)) in &tests {
        let known = DIFFERENT.iter().any(|(different, _)| different == name);
        as_w3c += usize::from(found.as_ref() == Ok(expected));
        if (found.as_ref() == Ok(expected)) == known {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
        let verdict = found.as_ref().map(|nodes| format!("{}\t{}", nodes.is_empty(), nodes.len())).unwrap_or_default();
        as_pyshacl += usize::from(pyshacl.get(name.as_str()) == Some(&verdict.as_str()));
    }
    assert!(wrong.is_empty(), "{as_w3c} of {} as the W3C, {as_pyshacl} as pySHACL:\n{}", tests.len(), wrong.join("\n"));
    assert_eq!((as_w3c, as_pyshacl), (96, 95), "the figures of our verdicts that agree with the W3C's and with pySHACL's");
}
