//! The ontology as a product: complete in four languages, without blank nodes, and equal to what the program writes.
#![expect(clippy::unwrap_used, reason = "a test stops where the ontology cannot be read")]

use std::collections::{BTreeMap, BTreeSet};

use cajad::bundle::{Bundle, BundlePaths};
use cajad::pipeline::Pipeline;
use cajad::source::Lang;
use cajad::vocab;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rust_stemmers::{Algorithm, Stemmer};

const DEFINITION: &str = "http://www.w3.org/2004/02/skos/core#definition";

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
        _ => format!("{}{scheme}/{name}", vocab::VOCAB),
    };
    let missing: Vec<String> = vocab::NAMES.iter().map(iri).filter(|iri| !defined.contains(iri.as_str())).collect();
    assert!(vocab::NAMES.len() > 40, "only {} names were found", vocab::NAMES.len());
    assert!(missing.is_empty(), "not in ontology/: {missing:?}");
}

#[test]
fn every_term_has_four_labels_and_a_definition() {
    let quads = ontology();
    let mut labels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut defined = BTreeSet::new();
    for quad in &quads {
        if let Term::Literal(value) = &quad.object {
            if quad.predicate == vocab::LABEL || quad.predicate == vocab::PREF_LABEL {
                labels.entry(subject(quad)).or_default().extend(value.language());
            }
            if quad.predicate.as_str() == DEFINITION {
                defined.insert(subject(quad));
            }
        }
    }
    let all: BTreeSet<&str> = Lang::ALL.iter().map(|l| l.code()).collect();
    let terms = terms(&quads);
    assert!(terms.len() > 180, "only {} terms were found", terms.len());
    let poor: Vec<&&str> = terms.iter().filter(|t| labels.get(**t) != Some(&all) || !defined.contains(**t)).collect();
    assert!(poor.is_empty(), "without four labels or a definition: {poor:?}");
}

#[test]
fn no_blank_nodes_and_one_prefix_table() {
    let quads = ontology();
    let blank = |q: &&Quad| matches!(q.subject, NamedOrBlankNode::BlankNode(_)) || matches!(q.object, Term::BlankNode(_));
    assert_eq!(quads.iter().find(blank), None);
    let table: BTreeMap<&str, &str> = vocab::PREFIXES.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in Bundle::open(BundlePaths::default()).unwrap().ontology_files().unwrap() {
        for line in file.text.lines().filter_map(|l| l.strip_prefix("@prefix ")) {
            let (prefix, iri) = line.split_once(':').unwrap();
            let iri = iri.trim().trim_end_matches('.').trim().trim_matches(['<', '>']);
            if table.get(prefix) != Some(&iri) {
                wrong.push(format!("{}: {prefix}: <{iri}>", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "prefixes that the table of vocab.rs does not have so: {wrong:#?}");
}

/// Two concepts of one scheme that share a trigger would make the extraction choose by chance.
#[test]
fn no_trigger_is_shared_within_a_scheme() {
    let quads = ontology();
    let scheme_of: BTreeMap<&str, &str> = quads
        .iter()
        .filter(|q| q.predicate == vocab::IN_SCHEME)
        .filter_map(|q| if let Term::NamedNode(scheme) = &q.object { Some((subject(q), scheme.as_str())) } else { None })
        .collect();
    let matching = [vocab::PREF_LABEL, vocab::ALT_LABEL, vocab::HIDDEN_LABEL];
    let mut owners: BTreeMap<(&str, &str, String), BTreeSet<&str>> = BTreeMap::new();
    for quad in quads.iter().filter(|q| matching.contains(&q.predicate.as_ref())) {
        let (Term::Literal(value), Some(scheme)) = (&quad.object, scheme_of.get(subject(quad))) else { continue };
        let lang = value.language().unwrap_or_default();
        owners.entry((scheme, lang, stemmed(lang, value.value()))).or_default().insert(subject(quad));
    }
    let shared: Vec<_> = owners.iter().filter(|(_, o)| o.len() > 1).collect();
    assert!(owners.len() > 3000, "only {} triggers were found", owners.len());
    assert!(shared.is_empty(), "shared triggers: {shared:#?}");
}

fn stemmed(lang: &str, label: &str) -> String {
    let algorithm = match lang {
        "fr" => Algorithm::French,
        "ru" => Algorithm::Russian,
        "en" => Algorithm::English,
        _ => return label.to_owned(),
    };
    let stemmer = Stemmer::create(algorithm);
    let acronym = |w: &str| w.chars().count() > 1 && w.chars().all(|c| !c.is_lowercase());
    let stem = |w: &str| if acronym(w) { w.to_owned() } else { stemmer.stem(&w.to_lowercase()).into_owned() };
    label.split([' ', '-', '\'']).map(stem).collect::<Vec<_>>().join(" ")
}
