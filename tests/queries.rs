//! The saved queries, asked of a store of the shipped data, against `tests/queries/*.csv`.
//!
//! After a change of the data, the extraction or a query, `UPDATE=1 cargo test --release --test queries` writes the answers
//! anew; the difference that version control then shows is what has changed for a researcher.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cajad::bundle::{Bundle, BundlePaths};
use cajad::overlay::{Overlay, graph};
use cajad::pipeline::{Conversion, Pipeline};
use cajad::query::{AnswerFormat, SavedQuery, saved};
use cajad::source::{Overrides, parse};
use cajad::store::{Rebuild, Store};
use cajad::vocab;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A file of expected answers, the query that gives them, and what is asked.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Every query has a case of its own name; the others show what its parameters do.
const CASES: &[Case] = &[
    ("agenda", "agenda", &[("country", "kz")]),
    ("agenda-ru", "agenda", &[("country", "Узбекистан"), ("since", "2025-12-20"), ("lang", "ru")]),
    ("corrections", "corrections", &[("since", "2026-12-01")]),
    ("commitments", "commitments", &[]),
    ("commitments-narrower", "commitments", &[("by", "jp"), ("country", "kz"), ("domain", "trade-investment")]),
    ("contacts", "contacts", &[]),
    ("contacts-ja", "contacts", &[("country", "kz"), ("since", "2025-12-19"), ("lang", "ja")]),
    ("evidence", "evidence", &[("domain", "critical-minerals")]),
    ("evidence-words", "evidence", &[("words", "ГАЛЛИЙ"), ("in", "ru"), ("since", "2025-12-01")]),
    // The last day of one cabinet and the first of the next: both Prime Ministers held the office.
    ("dyads", "dyads", &[("country", "tj"), ("code", "04")]),
    ("holders", "holders", &[("date", "2024-10-01"), ("country", "jp"), ("rank", "head-of-government")]),
    ("holders-ja", "holders", &[("date", "2025-12-18"), ("rank", "head-of-government"), ("lang", "ja")]),
    ("instruments", "instruments", &[]),
    ("instruments-fr", "instruments", &[("country", "kg"), ("domain", "finance-taxation"), ("lang", "fr")]),
    ("planned", "planned", &[]),
    ("releases", "releases", &[]),
    ("releases-ja", "releases", &[("from", "metadata"), ("in", "ja"), ("since", "2025-12-19"), ("lang", "ja")]),
    ("statements", "statements", &[("domain", "critical-minerals")]),
    ("statements-of", "statements", &[("speaker", "Kassym-Jomart Tokayev"), ("act", "agree"), ("lang", "fr")]),
    ("two-tellings", "two-tellings", &[]),
    ("visits", "visits", &[]),
];

fn store(bundle: &Bundle, folder: &Path) -> Outcome<Store> {
    let pipeline = Pipeline::new(bundle)?;
    let (ontology, register) = (pipeline.ontology()?, pipeline.register()?);
    let overlay = Overlay::read(&bundle.overlay_files()?, &ontology, &register)?;
    let mut records = Vec::new();
    let mut rebuild = Rebuild::begin(folder)?;
    rebuild.load(vocab::ONTOLOGY, ontology);
    rebuild.load(vocab::REGISTER_GRAPH, register);
    for file in bundle.release_files()?.into_iter().chain(bundle.chronology_files()?) {
        let document = parse(&file.path, file.text.as_bytes(), &Overrides::default())?;
        let conversion = pipeline.convert(&document)?;
        let corrected = overlay.correct(conversion.release.as_ref(), conversion.quads, None)?;
        records.extend(corrected.records);
        rebuild.add(Conversion { quads: corrected.quads, ..conversion })?;
    }
    rebuild.load(vocab::OVERLAY_GRAPH, graph(&records));
    rebuild.finish()?;
    Ok(Store::open_read_only(folder)?)
}

/// The answer as CSV, with the line ends of our files.
fn answer(query: &SavedQuery, store: &Store, values: &[(&str, &str)]) -> Outcome<String> {
    let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let csv = query.ask(store, &values)?.write(AnswerFormat::Csv)?;
    Ok(String::from_utf8(csv)?.replace("\r\n", "\n"))
}

/// What was expected and is not there, and what is there and was not expected.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (expected.lines().collect(), actual.lines().collect());
    let lost = expected.lines().filter(|line| !new.contains(line)).map(|line| format!("  - {line}\n"));
    let found = actual.lines().filter(|line| !old.contains(line)).map(|line| format!("  + {line}\n"));
    let told: String = lost.chain(found).collect();
    if told.is_empty() { "  the same lines in another order\n".to_owned() } else { told }
}

#[test]
fn every_query_answers_as_expected() -> Outcome {
    let bundle = Bundle::open(BundlePaths::default())?;
    let folder = tempfile::tempdir()?;
    let store = store(&bundle, &folder.path().join("cajad.store"))?;
    let queries = saved(&bundle.query_files()?)?;
    let expected = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/queries");
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut wrong = String::new();
    if queries.len() < 10 {
        wrong.push_str(&format!("there are only {} saved queries\n", queries.len()));
    }
    for query in &queries {
        if !CASES.iter().any(|(file, name, _)| file == name && *name == query.name) {
            wrong.push_str(&format!("{}: it has no case here\n", query.name));
        }
        if answer(query, &store, &[])?.lines().count() < 2 {
            wrong.push_str(&format!("{}: no answer without parameters\n", query.name));
        }
    }
    for (file, name, values) in CASES {
        let query = queries.iter().find(|query| query.name == *name).ok_or(format!("there is no query {name}"))?;
        let path = expected.join(file).with_extension("csv");
        let actual = answer(query, &store, values)?;
        if actual.lines().count() < 2 {
            wrong.push_str(&format!("{file}: no answer\n"));
        }
        if update {
            fs::write(&path, &actual)?;
        } else {
            let stands = fs::read_to_string(&path).unwrap_or_default();
            if stands != actual {
                wrong.push_str(&format!("{file}: the answer is another\n{}", difference(&stands, &actual)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}if this is right, run again with UPDATE=1 and read the difference");
    Ok(())
}
