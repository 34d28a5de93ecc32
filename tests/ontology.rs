//! The ontology as a product: equal to what the program writes and without pitfalls; and the two commands for its keepers,
//! `cajad ontology check` and `cajad ontology diff`, against what they must find.
//!
//! After a change of a check or a rule, `UPDATE=1 cargo test --release --test ontology` writes what is found anew.
#![expect(clippy::unwrap_used, reason = "a test stops where the ontology cannot be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cajad::bundle::{Bundle, BundleFile, BundlePaths};
use cajad::finding::{Finding, Severity};
use cajad::ontology::check::{Check, check, checks};
use cajad::ontology::diff::{Edition, diff};
use cajad::ontology::{Ontology, TurtleFile, Version};
use cajad::pipeline::Pipeline;
use cajad::vocab;
use oxigraph::model::{NamedOrBlankNode, Quad};

const PITFALLS: &str = "tests/ontology/check";

fn ontology() -> Vec<Quad> {
    let bundle = Bundle::open(BundlePaths::default()).unwrap();
    Pipeline::new(&bundle).unwrap().ontology().unwrap()
}

fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(_) => "_:",
    }
}

/// What is ours and defined: classes, properties and concepts.
fn terms(quads: &[Quad]) -> BTreeSet<&str> {
    let concept = |iri: &str| iri.strip_prefix(vocab::VOCAB).is_some_and(|rest| rest.contains('/'));
    let ours = |iri: &str| iri.starts_with(vocab::CAJAD) || concept(iri);
    quads.iter().filter(|q| q.predicate == vocab::TYPE).map(subject).filter(|s| ours(s)).collect()
}

#[test]
fn every_term_that_the_program_writes_is_in_the_ontology() {
    let quads = ontology();
    let defined = terms(&quads);
    let written = vocab::ALL.iter().map(|t| t.as_str()).filter(|t| t.starts_with(vocab::CAJAD));
    let missing: Vec<&str> = written.filter(|t| !defined.contains(t)).collect();
    assert!(missing.is_empty(), "not in ontology/: {missing:?}");
}

#[test]
fn every_name_that_a_rule_speaks_of_is_in_the_ontology() {
    let quads = ontology();
    let defined = terms(&quads);
    let iri = |&(scheme, name): &(&str, &str)| match scheme {
        "class" => format!("{}{name}", vocab::CAJAD),
        _ => format!("{}{}/{name}", vocab::VOCAB, scheme.replace('_', "-")),
    };
    let missing: Vec<String> = vocab::NAMES.iter().map(iri).filter(|iri| !defined.contains(iri.as_str())).collect();
    assert!(vocab::NAMES.len() > 40, "only {} names were found", vocab::NAMES.len());
    assert!(missing.is_empty(), "not in ontology/: {missing:?}");
}

fn bundle() -> Bundle {
    Bundle::open(BundlePaths::default()).unwrap()
}

fn all_checks() -> Vec<Check> {
    let checks = checks(&bundle().pitfall_files().unwrap()).unwrap();
    assert!(checks.len() >= 49, "only {} checks were found", checks.len());
    checks
}

/// What stands right in a folder, sorted.
fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn file(path: &Path) -> BundleFile {
    BundleFile::read(path).unwrap()
}

/// Holds a file of expectations to what is found, or writes it anew.
fn hold(path: &Path, found: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        fs::write(path, found).unwrap();
    } else if fs::read_to_string(path).unwrap_or_default() != found {
        wrong.push(format!("{}: expected is another than\n{found}", path.display()));
    }
}

#[test]
fn the_ontology_has_no_pitfalls() {
    let bundle = bundle();
    let ontology = Ontology::read(&bundle).unwrap();
    let users = [bundle.example_files(), bundle.query_files(), bundle.check_files(), bundle.pitfall_files()];
    let users: Vec<BundleFile> = users.into_iter().flat_map(Result::unwrap).collect();
    assert!(users.len() >= 60, "only {} files were found that use the ontology", users.len());
    assert!(terms(&ontology.clone().into_graph()).len() > 180, "terms are missing");
    let found = check(&ontology, &users, &all_checks()).unwrap();
    let grave: Vec<String> = found.iter().filter(|f| f.severity != Severity::Info).map(|f| format!("{f} {f:?}")).collect();
    assert!(grave.is_empty(), "{}", grave.join("\n"));
}

/// One line of a finding, without the message: that is the same for all findings of a check.
fn row(finding: &Finding) -> String {
    let file = finding.file.as_deref().unwrap_or("-").trim_start_matches(PITFALLS).trim_start_matches('/');
    let shown = |value: &Option<String>| value.as_deref().map_or_else(|| "-".to_owned(), vocab::short);
    let parts = [&finding.node, &finding.path, &finding.value].map(shown);
    format!("{}\t{}\t{file}\t{}\n", finding.check, finding.severity.name(), parts.join("\t"))
}

/// The fixture alone, or beside the sound ontology as its first line says, with the files of a folder of its name as users.
fn fixture(path: &Path) -> (Ontology, Vec<BundleFile>) {
    let own = file(path);
    let beside = own.text.starts_with("# beside sound.ttl: ");
    assert!(beside || own.text.starts_with("# alone: ") || path.ends_with("sound.ttl"), "{}: beside what?", path.display());
    let sound = beside.then(|| file(&Path::new(PITFALLS).join("sound.ttl")));
    let folder = path.with_extension("");
    let users = if folder.is_dir() { entries(folder).iter().map(|path| file(path)).collect() } else { Vec::new() };
    (Ontology::of(sound.into_iter().chain([own]).collect()).unwrap(), users)
}

#[test]
fn every_check_has_a_fixture_that_trips_it_and_no_other() {
    let checks = all_checks();
    let mut wrong = Vec::new();
    let mut found = String::from("check\tseverity\tfile\tnode\tproperty\tvalue\n");
    let mut tripped = BTreeSet::new();
    for path in entries(PITFALLS).into_iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "ttl")) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (ontology, users) = fixture(&path);
        let findings = check(&ontology, &users, &checks).unwrap();
        let names: BTreeSet<String> = findings.iter().map(|finding| finding.check.clone()).collect();
        let expected = if name == "sound" { BTreeSet::new() } else { BTreeSet::from([name.clone()]) };
        if names != expected {
            wrong.push(format!("{name}: trips {names:?}"));
        }
        found.extend(findings.iter().map(row));
        tripped.insert(name);
    }
    let missing = checks.iter().filter(|check| !tripped.contains(&check.name));
    wrong.extend(missing.map(|check| format!("{}: the check has no fixture", check.name)));
    hold(&Path::new(PITFALLS).join("findings.tsv"), &found, &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_example_of_every_check_is_turtle() {
    let table: String = vocab::PREFIXES.iter().map(|(prefix, iri)| format!("@prefix {prefix}: <{iri}> .\n")).collect();
    let examples = all_checks();
    for check in examples.iter().filter(|check| check.name != "unknown-name") {
        let text = format!("{table}{}", check.example);
        let read = TurtleFile::read(BundleFile { path: check.name.clone(), text: text.into() });
        assert!(read.is_ok(), "{}: {}", check.example, read.unwrap_err());
    }
}

#[test]
fn every_kind_of_change_is_told_as_expected() {
    let mut wrong = Vec::new();
    let mut kinds = BTreeSet::new();
    let cases = entries("tests/ontology/diff");
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    for case in &cases {
        let edition = |name: &str| Edition::new(name, &Ontology::of(vec![file(&case.join(name))]).unwrap());
        let found = diff(&edition("old.ttl"), &edition("new.ttl"));
        kinds.extend(found.changes.iter().map(|change| change.kind));
        hold(&case.join("expected.md"), &found.markdown(), &mut wrong);
        hold(&case.join("expected.json"), &(serde_json::to_string_pretty(&found).unwrap() + "\n"), &mut wrong);
        let name = case.file_name().unwrap().to_str().unwrap();
        if found.enough == ["version-too-low", "version-missing"].contains(&name) {
            wrong.push(format!("{name}: {:?} is required", found.required));
        }
    }
    assert_eq!(kinds.len(), 21, "every kind has a case");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The Turtle files of a folder.
fn turtle(folder: &str) -> BTreeMap<String, String> {
    let turtle = entries(folder).into_iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "ttl"));
    turtle.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())).collect()
}

/// What a version says stands fast from the day on which it is kept; until then, the header's version may still change.
#[test]
fn a_kept_version_is_never_changed() {
    let (bundle, present) = (bundle(), Ontology::read(&bundle()).unwrap());
    let version: Version = present.version().unwrap().parse().unwrap();
    let kept: BTreeSet<Version> = bundle.ontology_releases().unwrap().iter().map(|version| version.parse().unwrap()).collect();
    let last = *kept.last().unwrap();
    let edition = Edition::new(&last.to_string(), &Ontology::find(&bundle, &last.to_string()).unwrap());
    let changes = diff(&edition, &Edition::new("the present ontology", &present));
    assert!(changes.enough, "the header says {version}, which is too low after {last}:\n{}", changes.markdown());
    let (now, then) = (turtle("ontology"), turtle(&format!("ontology/releases/{last}")));
    assert!(then.len() > 8, "only {} files were kept of {last}", then.len());
    if version == last {
        let names: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
        let changed: Vec<&&String> = names.iter().filter(|name| now.get(**name) != then.get(**name)).collect();
        assert!(
            changed.is_empty(),
            "{changed:?} is not as in ontology/releases/{last}: give the header of cajad.ttl a later version, which may be \
             changed until `make ontology-release` keeps it (ontology/README.md, \"Versions and releases\")"
        );
    }
}
