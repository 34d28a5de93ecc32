//! The shapes against their twins, against pySHACL's verdicts, and against the W3C's test suite for SHACL Core.
#![expect(clippy::unwrap_used, reason = "a test stops where a fixture cannot be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cajad::bundle::{Bundle, BundlePaths};
use cajad::pipeline::Pipeline;
use cajad::shapes::Shapes;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;

const HERE: &str = "tests/shapes";

fn quads(path: &Path) -> Vec<Quad> {
    let file = fs::File::open(path).unwrap();
    RdfParser::from_format(RdfFormat::Turtle).for_reader(file).collect::<Result<_, _>>().unwrap()
}

fn shapes() -> Shapes {
    let pipeline = Pipeline::new(&Bundle::open(BundlePaths::default()).unwrap()).unwrap();
    Shapes::compile(&pipeline.ontology().unwrap(), &[]).unwrap()
}

/// What a validator says of a fixture: the shapes that it breaks, each with the property.
type Verdicts = BTreeMap<String, BTreeSet<(String, String)>>;

/// `verdicts.tsv`: fixture, conforms, path, shape; a row for each result, and one with dashes where there is none.
fn verdicts_of_pyshacl() -> Verdicts {
    let mut verdicts = Verdicts::new();
    for row in fs::read_to_string(format!("{HERE}/verdicts.tsv")).unwrap().lines().skip(1) {
        let [fixture, _, path, shape] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let found = verdicts.entry(fixture.to_owned()).or_default();
        if shape != "-" {
            found.insert((path.to_owned(), shape.to_owned()));
        }
    }
    verdicts
}

fn fixtures() -> Vec<String> {
    let folders = fs::read_dir(HERE).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let mut names: Vec<String> = files.map(|path| path.strip_prefix(HERE).unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_twin_breaks_its_own_shape_and_pyshacl_says_the_same() {
    let (shapes, verdicts) = (shapes(), verdicts_of_pyshacl());
    let fixtures = fixtures();
    assert!(fixtures.len() >= 360, "only {} fixtures were found", fixtures.len());
    let mut wrong = Vec::new();
    for fixture in &fixtures {
        let found: BTreeSet<(String, String)> = shapes
            .check(&quads(&Path::new(HERE).join(fixture)))
            .unwrap()
            .into_iter()
            .map(|finding| (finding.path.unwrap_or_else(|| "-".to_owned()), finding.check))
            .collect();
        let folder = fixture.split('/').next().unwrap();
        let broken: BTreeSet<&str> = found.iter().map(|(_, shape)| shape.as_str()).collect();
        let expected = if fixture.ends_with("/valid.ttl") { BTreeSet::new() } else { BTreeSet::from([folder]) };
        if broken != expected {
            wrong.push(format!("{fixture}: breaks {broken:?}"));
        }
        if verdicts.get(fixture) != Some(&found) {
            wrong.push(format!("{fixture}: {found:?}, pySHACL {:?}", verdicts.get(fixture)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} fixtures:\n{}", wrong.len(), fixtures.len(), wrong.join("\n"));
}

#[test]
fn every_worked_example_conforms() {
    let shapes = shapes();
    let mut examples: Vec<_> = fs::read_dir("ontology/examples").unwrap().map(|entry| entry.unwrap().path()).collect();
    examples.retain(|path| path.extension().is_some_and(|suffix| suffix == "ttl"));
    examples.sort();
    assert!(examples.len() >= 14, "only {} examples were found", examples.len());
    let found = |path: &Path| shapes.check(&quads(path)).unwrap();
    let wrong: Vec<String> = examples
        .iter()
        .flat_map(|path| found(path).into_iter().map(|f| format!("{}: {f} {:?}", path.display(), f.node)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
