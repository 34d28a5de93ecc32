//! A store that the ontology 0.1.0 wrote, brought to the present one: `tests/migrate/README.md` says how it came about.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use cajad::bundle::{Bundle, BundlePaths};
use cajad::export::{RdfFormat, serialize};
use cajad::migrate::{Ground, Plan, steps};
use cajad::ontology::{Ontology, Version};
use cajad::overlay::{Heading, Record, graph, records};
use cajad::pipeline::{Conversion, Pipeline};
use cajad::source::{Document, Overrides, parse};
use cajad::store::{Rebuild, Store};
use cajad::vocab;
use oxigraph::io::{RdfFormat as Syntax, RdfParser};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Triple};
use tempfile::TempDir;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/migrate");
const ONTOLOGY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology");

fn bundle_of(ontology: &str) -> Outcome<Bundle> {
    Ok(Bundle::open(BundlePaths { ontology: Some(ontology.into()), ..BundlePaths::default() })?)
}

fn ontology_of(folder: &str) -> Outcome<Vec<Quad>> {
    Ok(Ontology::read(&bundle_of(folder)?)?.into_graph())
}

/// The texts of the old releases, as they were given.
fn documents() -> Outcome<Vec<Document>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(format!("{HERE}/texts"))? {
        let path = entry?.path();
        let called = path.ends_with("caller.md").then(|| "2025-12-20".parse()).transpose()?;
        let overrides = Overrides { issued: called, ..Overrides::default() };
        documents.push(parse(&path.display().to_string(), &fs::read(&path)?, &overrides)?);
    }
    assert_eq!(documents.len(), 4, "one text for each source of the day of issue");
    Ok(documents)
}

/// The release graphs as the old version wrote them, each with its text.
fn old_releases() -> Outcome<Vec<Conversion>> {
    let mut graphs: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for quad in RdfParser::from_format(Syntax::NQuads).for_reader(fs::File::open(format!("{HERE}/0.1.0.nq"))?) {
        let quad = quad?;
        let GraphName::NamedNode(graph) = &quad.graph_name else { return Err("a quad stands in no graph".into()) };
        graphs.entry(graph.as_str().to_owned()).or_default().push(quad);
    }
    let texts: BTreeMap<String, String> =
        documents()?.into_iter().map(|document| (cajad::digest::digest(&document.text), document.text)).collect();
    let conversion = |(release, quads): (String, Vec<Quad>)| {
        let digest = quads.iter().find(|quad| quad.predicate == vocab::TEXT_DIGEST).map(|quad| quad.object.to_string());
        let digest = digest.ok_or("a release without the digest of its text")?.trim_matches('"').to_owned();
        let text = texts.get(&digest).ok_or_else(|| format!("the text of {release} is not there as it was"))?.clone();
        Ok(Conversion { release: NamedNode::new(release)?, digest, text, quads, notes: Vec::new(), misfits: Vec::new() })
    };
    graphs.into_iter().map(conversion).collect()
}

/// A store in a folder of its own, as the old version left it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Outcome<Self> {
        let desk = Self(tempfile::tempdir()?);
        let mut rebuild = Rebuild::begin(&desk.store())?;
        rebuild.load(vocab::ONTOLOGY, ontology_of(&format!("{ONTOLOGY}/releases/0.1.0"))?);
        old_releases()?.into_iter().try_for_each(|release| rebuild.add(release))?;
        rebuild.finish()?;
        Ok(desk)
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("cajad.store")
    }

    fn run(&self, arguments: &[&str]) -> Outcome<Output> {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cajad"));
        command.current_dir(self.0.path()).env_remove("CAJAD_STORE").env_remove("CAJAD_OVERLAY");
        Ok(command.args(arguments).output()?)
    }

    /// `cajad ontology migrate` with the queries of this test.
    fn migrate(&self, arguments: &str) -> Outcome<Output> {
        let arguments = format!("ontology migrate {arguments} --queries {HERE}/queries");
        self.run(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    /// Every file of the graphs and the texts, with what stands in it. The lock says who was there last, and is no part of it.
    fn files(&self) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
        fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Outcome {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    collect(&path, files)?;
                } else if !path.ends_with("lock") {
                    files.insert(path.clone(), fs::read(path)?);
                }
            }
            Ok(())
        }
        let mut files = BTreeMap::new();
        collect(self.0.path(), &mut files)?;
        assert!(files.len() > 8, "only {} files are in the store", files.len());
        Ok(files)
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(quads: &[Quad]) -> Outcome<BTreeSet<String>> {
    Ok(String::from_utf8(serialize(quads, RdfFormat::NQuads)?)?.lines().map(str::to_owned).collect())
}

#[test]
fn the_migrated_graphs_are_what_the_present_version_writes() -> Outcome {
    let desk = Desk::new()?;
    let bundle = bundle_of(ONTOLOGY)?;
    let pipeline = Pipeline::new(&bundle)?;
    let (ontology, steps) = (pipeline.ontology()?, steps(&bundle.migration_files()?)?);
    let rebuild = Rebuild::begin(&desk.store())?;
    Plan::new(&rebuild.previous()?, Ground { ontology: &ontology, steps: &steps, queries: &[], tables: &[] })?.write(rebuild)?;

    let store = Store::open_read_only(&desk.store())?;
    assert_eq!(
        lines(&store.quads(vocab::ONTOLOGY)?)?,
        lines(&Store::in_memory(&ontology)?.quads(vocab::ONTOLOGY)?)?,
        "the graph of the ontology is the present one"
    );
    let mut differences = String::new();
    for document in documents()? {
        let present = pipeline.convert(&document)?;
        assert_eq!(store.text(present.release.as_ref())?.as_deref(), Some(present.text.as_str()), "the text has come along");
        let (old, new) = (lines(&store.quads(present.release.as_ref())?)?, lines(&present.quads)?);
        old.difference(&new).for_each(|line| differences.push_str(&format!("- {line}\n")));
        new.difference(&old).for_each(|line| differences.push_str(&format!("+ {line}\n")));
    }
    for term in [vocab::DATE_SOURCE, vocab::CONFORMS_TO] {
        assert!(!differences.contains(term.as_str()), "the migration writes {term} otherwise than the program:\n{differences}");
    }
    let listed = format!("{HERE}/differences.txt");
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::write(&listed, &differences)?;
    }
    assert_eq!(fs::read_to_string(&listed)?, differences, "if the program says it better, run again with UPDATE=1");
    Ok(())
}

/// Whoever asks a store of an older version would find only a part in today's terms, and is told so in one line.
#[test]
fn whoever_uses_an_old_store_is_told() -> Outcome {
    let desk = Desk::new()?;
    let text = format!("{HERE}/texts/metadata.md");
    let visit = "id:release/mofa-jp/2025-12-20-japan-tajikistan-summit-meeting";
    let uses = [
        vec!["query", "-e", "ASK { ?s ?p ?o }"],
        vec!["query", "releases"],
        vec!["export", "--format", "nquads"],
        vec!["explain", visit, "--brief"],
        vec!["add", &text],
    ];
    for arguments in &uses {
        let told = err(&desk.run(arguments)?);
        let lines: Vec<&str> = told.lines().filter(|line| line.contains("`cajad ontology migrate`")).collect();
        let line = "4 releases in the store were written by an older ontology (0.1.0, and this is ";
        assert!(lines.len() == 1 && lines[0].starts_with(line), "{arguments:?}: {told}");
        let quiet = desk.run(&[&arguments[..], &["--quiet"]].concat())?;
        assert_eq!(err(&quiet), "", "{arguments:?}");
    }
    let found = out(&desk.run(&["check"])?);
    assert!(found.contains("warning    older-store") && found.contains("`cajad ontology migrate`"), "{found}");

    // What was added by hand outlives a build as it was.
    let by_hand = Desk::new()?;
    let store = Store::open(&by_hand.store())?;
    old_releases()?.iter().try_for_each(|release| store.replace_release(release).map(drop))?;
    drop(store);
    let built = err(&by_hand.run(&["build"])?);
    assert!(built.contains("\n3 releases in the store were written by an older ontology (0.1.0, and this is "), "{built}");

    desk.migrate("")?;
    for arguments in uses {
        let told = err(&desk.run(&arguments)?);
        assert!(!told.contains("`cajad ontology migrate`"), "{arguments:?}: {told}");
    }
    assert!(!out(&desk.run(&["check"])?).contains("older-store"));
    Ok(())
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() -> Outcome {
    let desk = Desk::new()?;
    let before = desk.files()?;
    let dry = desk.migrate("--dry-run")?;
    assert_eq!(dry.status.code(), Some(0), "{}", err(&dry));
    assert!(desk.files()? == before, "a dry run has changed the store");
    assert_eq!(err(&dry), "this was a dry run: nothing has been changed\n");

    let real = desk.migrate("")?;
    assert_eq!((real.status.code(), out(&real)), (Some(0), out(&dry)), "{}", err(&real));
    let migrated = desk.files()?;
    assert!(migrated != before);

    let again = desk.migrate("")?;
    assert_eq!((again.status.code(), out(&again).as_str()), (Some(0), ""), "{}", err(&again));
    assert!(err(&again).ends_with(": there is nothing to migrate\n"), "{}", err(&again));
    assert!(desk.files()? == migrated, "a second run has changed the store");
    Ok(())
}

#[test]
fn the_report_counts_quads_and_names_the_queries() -> Outcome {
    let desk = Desk::new()?;
    let told = out(&desk.migrate("--dry-run")?);
    let rows: Vec<Vec<&str>> = told.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(rows[0].starts_with(&["ontology", "0.1.0", "->"]), "{told}");
    assert!(told.contains("0.1.0-1.0.0.ru  the source of a release's date is a concept (changes 4 of 5 graphs)\n"), "{told}");
    let row = |first: &str| rows.iter().find(|row| row.first() == Some(&first)).map(|row| row[1..].to_vec()).unwrap_or_default();
    let (tajik, summit) = ("id:release/mofa-jp/2025-12-20-japan-tajikistan-summit-meeting", ["164", "164", "2", "2"]);
    assert_eq!(row(tajik), summit, "one quad for the source, and one for the version");
    assert_eq!(row("dies"), ["dies", "1", "0", "1", "0"]);
    assert_eq!(row("counts"), ["changes", "1", "1", "1", "1"]);
    assert!(told.contains("the query needs needs a value for release"), "{told}");
    assert!(told.ends_with("\n1 saved query stays as it is\n"), "{told}");

    let json: serde_json::Value = serde_json::from_slice(&desk.migrate("--dry-run --json")?.stdout)?;
    assert_eq!((json["from"].as_array().map(Vec::len), &json["from"][0]), (Some(1), &"0.1.0".into()));
    assert_eq!(json["graphs"].as_array().map(Vec::len), Some(5));
    let verdicts: Vec<String> = json["queries"].as_array().into_iter().flatten().map(|q| q["verdict"].to_string()).collect();
    assert_eq!(verdicts, ["\"dies\"", "\"changes\"", "\"unasked\"", "\"stays\""]);
    Ok(())
}

/// An ontology of a later version, with a migration to it that goes wrong after one that goes well.
fn with_migration(to: &str, text: &str) -> Outcome<TempDir> {
    let folder = tempfile::tempdir()?;
    for entry in fs::read_dir(ONTOLOGY)? {
        let path = entry?.path();
        if path.extension().is_some_and(|suffix| suffix == "ttl") {
            let mut turtle = fs::read_to_string(&path)?;
            if let Some((before, rest)) = turtle.split_once("owl:versionIRI <") {
                let (_, after) = rest.split_once('>').ok_or("the version is no IRI")?;
                turtle = format!("{before}owl:versionIRI <{}/{to}>{after}", vocab::ONTOLOGY.as_str());
            }
            fs::write(folder.path().join(path.file_name().unwrap_or_default()), turtle)?;
        }
    }
    let migrations = folder.path().join("migrations");
    fs::create_dir(&migrations)?;
    fs::copy(format!("{ONTOLOGY}/migrations/0.1.0-1.0.0.ru"), migrations.join("0.1.0-1.0.0.ru"))?;
    fs::write(migrations.join(format!("1.0.0-{to}.ru")), text)?;
    Ok(folder)
}

#[test]
fn a_migration_that_fails_half_way_leaves_the_store_as_it_was() -> Outcome {
    let cases = [
        ("# title: Broken off\nDELETE WHERE { GRAPH ?g { ?s cajad:act ?o }", "1.0.0-9.0.0.ru:2:44: the query ends too early", 2),
        ("DELETE WHERE { GRAPH ?g { ?s cajad:act ?o } }", "1.0.0-9.0.0.ru:1:1: the migration has no title", 3),
        (
            "# title: Homeless\nINSERT { ?s a cajad:Release } WHERE { GRAPH ?g { ?s cajad:act ?o } }",
            "writes outside of any graph",
            3,
        ),
        ("# title: From afar\nLOAD <https://example.org/> INTO GRAPH <https://example.org/>", "reads nothing from elsewhere", 2),
        (
            "# title: Unversioned\nDELETE WHERE { GRAPH ?g { ?g dcterms:conformsTo ?v } }",
            "the migration takes dcterms:conformsTo from a release, id:release/",
            3,
        ),
        ("# title: Twice\nCREATE GRAPH <https://w3id.org/cajad/ontology>", "the update could not be carried out", 3),
    ];
    let desk = Desk::new()?;
    let before = desk.files()?;
    for (text, told, code) in cases {
        let ontology = with_migration("9.0.0", text)?;
        let failed = desk.migrate(&format!("--ontology {}", ontology.path().display()))?;
        assert!(err(&failed).contains(told), "{told:?} is missing in:\n{}", err(&failed));
        assert_eq!((failed.status.code(), out(&failed).as_str()), (Some(code), ""), "{}", err(&failed));
        assert!(desk.files()? == before, "{told}: the store is another");
    }
    let full =
        format!("trap '' XFSZ; ulimit -f 64; exec '{}' ontology migrate", assert_cmd::cargo::cargo_bin!("cajad").display());
    let full =
        std::process::Command::new("sh").current_dir(desk.0.path()).env_remove("CAJAD_STORE").args(["-c", &full]).output()?;
    assert!(err(&full).contains("the disk is full"), "{}", err(&full));
    assert_eq!((full.status.code(), out(&full).as_str()), (Some(3), ""));
    assert!(desk.files()? == before, "the store is another after the disk was full");
    Ok(())
}

#[test]
fn where_nothing_can_be_migrated_nothing_is_made() -> Outcome {
    let empty = Desk(tempfile::tempdir()?);
    let refused = empty.migrate("--store nowhere/cajad.store")?;
    assert_eq!(refused.status.code(), Some(3));
    assert!(err(&refused).contains("nowhere/cajad.store: there is no store here"), "{}", err(&refused));
    assert_eq!(fs::read_dir(empty.0.path())?.count(), 0);
    Ok(())
}

/// Whoever has a store of any version that was ever kept gets it to the present one.
#[test]
fn a_way_leads_from_every_kept_version_to_the_present_one() -> Outcome {
    let bundle = bundle_of(ONTOLOGY)?;
    let (ontology, steps) = (ontology_of(ONTOLOGY)?, steps(&bundle.migration_files()?)?);
    let mut kept: Vec<Version> = Vec::new();
    for entry in fs::read_dir(format!("{ONTOLOGY}/releases"))? {
        let path = entry?.path();
        let version: Version = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().parse()?;
        let store = Store::in_memory(&ontology_of(&path.display().to_string())?)?;
        let plan = Plan::new(&store, Ground { ontology: &ontology, steps: &steps, queries: &[], tables: &[] })?;
        assert!(
            plan.report().from.iter().all(|from| *from == version),
            "the header of {} says {:?}",
            path.display(),
            plan.report().from
        );
        kept.push(version);
    }
    assert!(kept.contains(&"0.1.0".parse()?), "{kept:?}");
    Ok(())
}

/// What a researcher corrected in an old store stays corrected, in the terms of the new version; the tables are theirs to put
/// right, and each row that names what is gone is told with its line.
#[test]
fn corrections_come_along_and_outdated_rows_are_told() -> Outcome {
    const PLACE: &str = "# title: A place is a spot
DELETE { GRAPH ?g { ?s cajad:place ?o } } INSERT { GRAPH ?g { ?s cajad:spot ?o } } WHERE { GRAPH ?g { ?s cajad:place ?o } }";
    let desk = Desk::new()?;
    let node = |path: &str| NamedNode::new(format!("{}{path}", vocab::ID));
    let release = node("release/mofa-jp/2025-12-20-japan-tajikistan-summit-meeting")?;
    let summit = node("event/2025-12-20-summit-jp-tj")?;
    let place = |name: &str| Ok::<_, Box<dyn Error>>(Triple::new(summit.clone(), vocab::PLACE, node(name)?));
    let record = Record {
        heading: Heading {
            id: node("correction/place")?,
            release: release.clone(),
            author: Literal::from("Aiko Sato").into(),
            date: "2026-02-03".parse()?,
            reason: "they met in Osaka".to_owned(),
            source: None,
        },
        added: vec![place("place/osaka")?],
        retracted: vec![place("place/tokyo")?],
    };
    Store::open(&desk.store())?.load(vocab::OVERLAY_GRAPH, graph(&[record]))?;
    fs::create_dir(desk.0.path().join("cajad.overlay"))?;
    fs::copy("tests/overlay/cases/made-place.tsv", desk.0.path().join("cajad.overlay/mine.tsv"))?;
    fs::copy("tests/overlay/cases/refused-author.tsv", desk.0.path().join("cajad.overlay/broken.tsv"))?;

    let ontology = with_migration("9.0.0", PLACE)?;
    for entry in fs::read_dir(ontology.path())? {
        let path = entry?.path();
        if path.is_file() {
            fs::write(&path, fs::read_to_string(&path)?.replace("cajad:place ", "cajad:spot "))?;
        }
    }
    let migrated = desk.migrate(&format!("--ontology {}", ontology.path().display()))?;
    assert_eq!(migrated.status.code(), Some(0), "{}", err(&migrated));
    let told = out(&migrated);
    for line in [2, 3] {
        let row = format!("  cajad.overlay/mine.tsv:{line}: id:correction/place: the ontology has no term cajad:place any more");
        assert!(told.contains(&row), "{told}");
    }
    let broken = told.lines().find(|line| line.contains("broken.tsv")).unwrap_or_default();
    assert!(broken.starts_with("  cajad.overlay/broken.tsv:2:") && broken.ends_with("the correction has no author"), "{told}");
    let made = records(&Store::open_read_only(&desk.store())?.quads(vocab::OVERLAY_GRAPH)?)?;
    let terms: Vec<&str> = made[0].added.iter().chain(&made[0].retracted).map(|triple| triple.predicate.as_str()).collect();
    assert_eq!(terms, ["https://w3id.org/cajad/ontology#spot"; 2]);
    Ok(())
}
