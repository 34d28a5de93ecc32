//! Corrections: the tables in `tests/overlay/cases/`, made on `tests/overlay/summit.md` or refused, and what the program
//! makes of corrections in a store.
//!
//! `UPDATE=1 cargo test --release --test overlay` writes the outcomes (`.txt` beside `.tsv`) anew.
#![expect(clippy::unwrap_used, reason = "a test stops where a fixture cannot be read")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cajad::bundle::{Bundle, BundleFile, BundlePaths};
use cajad::overlay::{Overlay, Record, as_read, graph, records};
use cajad::pipeline::Pipeline;
use cajad::shapes::Shapes;
use cajad::source::{Overrides, read};
use cajad::vocab::short;
use oxigraph::model::{NamedOrBlankNode, Quad, Term, Triple};
use tempfile::TempDir;

const HERE: &str = "tests/overlay";
const SUMMIT: &str = "id:event/2025-12-20-summit-jp-tj";
const SUMMIT_IRI: &str = "<https://w3id.org/cajad/id/event/2025-12-20-summit-jp-tj>";

/// All that corrections are made with.
struct Ground {
    pipeline: Pipeline,
    ontology: Vec<Quad>,
    register: Vec<Quad>,
    shapes: Shapes,
}

impl Ground {
    fn new() -> Self {
        let pipeline = Pipeline::new(&Bundle::open(BundlePaths::default()).unwrap()).unwrap();
        let (ontology, register) = (pipeline.ontology().unwrap(), pipeline.register().unwrap());
        let shapes = Shapes::compile(&ontology, &register).unwrap();
        Self { pipeline, ontology, register, shapes }
    }

    /// What becomes of a table, in lines.
    fn outcome(&self, table: BundleFile) -> String {
        let overlay = match Overlay::read(&[table], &self.ontology, &self.register) {
            Ok(overlay) => overlay,
            Err(error) => return format!("{error}\nhint: {}\n", error.remedy().unwrap()),
        };
        let summit = read(&Path::new(HERE).join("summit.md"), &Overrides::default()).unwrap();
        let conversion = self.pipeline.convert(&summit).unwrap();
        let corrected = overlay.correct(conversion.release.as_ref(), conversion.quads.clone(), Some(&self.shapes)).unwrap();
        corrected.admit(&self.shapes).unwrap();
        let made = records(&graph(&corrected.records)).unwrap();
        let named = |record: &Record| record.heading.id.as_str().to_owned();
        let mut sorted = corrected.records.clone();
        sorted.sort_by_key(named);
        assert_eq!(made, sorted, "the graph tells all");
        let mut restored = as_read(&conversion.release, corrected.quads, &made);
        restored.sort_by_key(ToString::to_string);
        let mut quads = conversion.quads;
        quads.sort_by_key(ToString::to_string);
        assert_eq!(restored, quads, "what is retracted can be put back");
        let mut lines = String::new();
        for record in &corrected.records {
            let heading = &record.heading;
            lines += &format!("{}: {}, {}: {}\n", short(heading.id.as_str()), heading.author, heading.date, heading.reason);
            record.retracted.iter().for_each(|triple| lines += &format!("- {}\n", told(triple)));
            record.added.iter().for_each(|triple| lines += &format!("+ {}\n", told(triple)));
        }
        let releases = [conversion.release.into_string()].into();
        for finding in corrected.findings.into_iter().chain(overlay.without_release(&releases)) {
            lines += &format!("{finding}\n");
        }
        lines
    }
}

fn told(triple: &Triple) -> String {
    let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { panic!("{triple}") };
    let object = if let Term::NamedNode(node) = &triple.object { short(node.as_str()) } else { triple.object.to_string() };
    format!("{} {} {object}", short(subject.as_str()), short(triple.predicate.as_str()))
}

fn tables() -> Vec<PathBuf> {
    let folder = Path::new(HERE).join("cases");
    let mut tables: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.retain(|path| path.extension().is_some_and(|suffix| suffix == "tsv"));
    tables.sort();
    tables
}

#[test]
fn every_table_is_made_or_refused_as_expected() {
    let (ground, tables) = (Ground::new(), tables());
    assert!(tables.len() >= 50, "only {} tables were found", tables.len());
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for path in tables {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let actual = ground.outcome(BundleFile { path: file.clone(), text: text.into() });
        let beside = path.with_extension("txt");
        if update {
            fs::write(&beside, &actual).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if actual != expected {
            wrong.push(format!("{file}:\n{actual}instead of\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The corrections that ship are an example to others: each is made, and none is in vain.
#[test]
fn the_corrections_that_ship_hold() {
    let (ground, bundle) = (Ground::new(), Bundle::open(BundlePaths::default()).unwrap());
    let overlay = Overlay::read(&bundle.overlay_files().unwrap(), &ground.ontology, &ground.register).unwrap();
    let mut made = 0;
    for file in bundle.release_files().unwrap() {
        let document = cajad::source::parse(&file.path, file.text.as_bytes(), &Overrides::default()).unwrap();
        let conversion = ground.pipeline.convert(&document).unwrap();
        let corrected = overlay.correct(conversion.release.as_ref(), conversion.quads, Some(&ground.shapes)).unwrap();
        assert!(corrected.findings.is_empty(), "{:#?}", corrected.findings);
        made += corrected.records.len();
    }
    assert!(made >= 3, "only {made} corrections were made");
}

/// A folder to run in, with the release `summit.md` and no corrections but its own.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::copy(Path::new(HERE).join("summit.md"), desk.path("summit.md")).unwrap();
        fs::create_dir(desk.path("mine")).unwrap();
        desk
    }

    /// Gives the desk the data that ship, but for the files of one folder.
    fn copy_data_without(&self, folder: &str) {
        let copied = Command::new("cp").args(["-R", "data"]).arg(self.path("data")).status().unwrap();
        assert!(copied.success());
        fs::remove_dir_all(self.path("data").join(folder)).unwrap();
        fs::create_dir(self.path("data").join(folder)).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn correct(&self, case: &str) {
        fs::copy(Path::new(HERE).join("cases").join(case), self.path("mine").join("mine.tsv")).unwrap();
    }

    /// Runs the program; says its exit code, and what it wrote.
    fn run(&self, arguments: &str) -> (i32, String, String) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cajad"));
        let command = command.current_dir(self.0.path()).env_remove("CAJAD_STORE").env_remove("CAJAD_OVERLAY");
        let Output { status, stdout, stderr } = command.args(arguments.split(' ')).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn dump(&self) -> String {
        self.run("export --format nquads").1
    }
}

#[test]
fn a_correction_survives_every_rebuild() {
    let desk = Desk::new();
    // The chronology that ships tells of the same summit.
    desk.copy_data_without("chronology");
    desk.correct("made-place.tsv");
    assert_eq!(desk.run("add summit.md --overlay mine --data data").0, 0);
    let corrected = desk.dump();
    let place =
        |name: &str| format!("summit-jp-tj> <https://w3id.org/cajad/ontology#place> <https://w3id.org/cajad/id/place/{name}> <");
    let (osaka, tokyo) = (&place("osaka"), &place("tokyo"));
    assert!(corrected.contains(osaka) && !corrected.contains(tokyo));
    let (_, _, again) = desk.run("add summit.md --overlay mine --data data");
    assert!(again.starts_with("unchanged"), "{again}");
    assert_eq!(desk.dump(), corrected, "adding the same file again");
    let (code, _, built) = desk.run("build --overlay mine --data data");
    assert!(code == 0 && built.contains("1 kept"), "{built}");
    let rebuilt = desk.dump();
    assert!(rebuilt.contains(osaka) && !rebuilt.contains(tokyo), "a build makes it on releases that were added by hand too");
    desk.run("build --overlay mine --data data");
    assert_eq!(desk.dump(), rebuilt, "building again");
    fs::write(desk.path("where.rq"), format!("SELECT ?place {{ {SUMMIT_IRI} cajad:place ?place }}")).unwrap();
    let (_, answer, _) = desk.run("query where.rq --format csv");
    assert_eq!(answer, "place\r\nhttps://w3id.org/cajad/id/place/osaka\r\n", "queries over the union see it");
}

#[test]
fn a_correction_taken_back_leaves_what_was_read() {
    let desk = Desk::new();
    desk.run("add summit.md");
    let read = desk.dump();
    desk.correct("made-whole-thing.tsv");
    let (_, _, added) = desk.run("add summit.md --overlay mine");
    assert!(added.starts_with("replaced"), "{added}");
    assert!(!desk.dump().contains("statement/283-welcome> <https://w3id.org/cajad/ontology#speaker>"));
    let (code, found, _) = desk.run("check --overlay mine");
    assert!(code == 0 && !found.contains("dangling"), "what is retracted may be spoken of: {found}");
    let (code, _, built) = desk.run("build");
    assert!(code == 0 && built.contains("1 correction of the store before in no table"), "{built}");
    let (_, kept, _) = desk.run("export --format nquads --release id:release/mofa-jp/2025-12-20-japan-tajikistan-summit-meeting");
    let of_release: String = read.lines().filter(|l| l.ends_with("summit-meeting> .")).map(|l| format!("{l}\n")).collect();
    assert_eq!(kept, of_release, "as if it had never been corrected");
}

#[test]
fn explain_says_who_corrected_what_when_and_why() {
    let desk = Desk::new();
    desk.correct("made-place.tsv");
    fs::rename(desk.path("mine"), desk.path("cajad.overlay")).unwrap();
    desk.run("add summit.md");
    let (code, told, _) = desk.run(&format!("explain {SUMMIT} --brief"));
    let expected = "Corrected by Aiko Sato on 2026-02-03 (id:correction/place)
  because   they met in Osaka
  release   id:release/mofa-jp/2025-12-20-japan-tajikistan-summit-meeting
  retracted cajad:place  id:place/tokyo
  added     cajad:place  id:place/osaka
  evidence  this correction; no passage bears it out
";
    assert!(code == 0 && told.contains(expected), "{told}");
    assert!(!told.contains("  cajad:place  id:place/tokyo\n  cajad"), "the release does not say it any more: {told}");
    let (_, json, _) = desk.run(&format!("explain {SUMMIT} --brief --json"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["corrections"][0]["added"][0][2], "id:place/osaka");
    assert!(desk.run("explain id:correction/place").1.contains(&format!("retracted {SUMMIT}  cajad:place  id:place/tokyo")));
    let (_, answer, _) = desk.run("query corrections --format csv");
    assert!(answer.contains("2026-02-03,Aiko Sato,retracted,"), "{answer}");
}

#[test]
fn what_is_added_may_name_a_passage() {
    let desk = Desk::new();
    desk.run("build");
    let convention = "id:release/mofa-jp/2025-12-19-japan-and-the-kyrgyz-republic-sign-a-tax-agreement/instrument/convention-finance-taxation-jp-kg";
    let (code, told, _) = desk.run(&format!("explain {convention}/in-force"));
    assert!(code == 0 && told.contains("  is        cajad:Milestone") && told.contains("it names a passage"), "{told}");
    assert!(told.contains("    [(1) The new Agreement is a complete revision"), "{told}");
}

#[test]
fn a_correction_without_object_is_reported() {
    let desk = Desk::new();
    desk.correct("dead-retraction.tsv");
    let dead = "mine/mine.tsv:2: id:correction/place: the release does not say this any more";
    let (code, _, added) = desk.run("add summit.md --overlay mine");
    assert!(code == 0 && added.contains(dead), "{added}");
    let (_, found, _) = desk.run("check --overlay mine");
    assert!(found.contains("correction-without-object") && found.contains(dead), "{found}");
    let (code, _, built) = desk.run("build --overlay mine");
    assert!(code == 0 && built.contains("4 corrections made; 1 to be looked at") && built.contains(dead), "{built}");
    desk.correct("dead-release.tsv");
    let lost = "mine/mine.tsv:2: id:correction/place: the release is not in the store";
    assert!(desk.run("build --overlay mine").2.contains(lost));
    assert!(desk.run("check --overlay mine").1.contains(lost));
}

#[test]
fn a_correction_that_does_harm_is_left_out() {
    let desk = Desk::new();
    desk.correct("violates.tsv");
    let (_, _, added) = desk.run("add summit.md --overlay mine");
    assert!(added.contains("the release would violate the shape Event-realis"), "{added}");
    assert!(desk.dump().contains("ontology#realis> <https://w3id.org/cajad/vocab/realis/held>"));
    let (code, found, _) = desk.run("check --overlay mine");
    assert!(code == 1 && found.contains("violation  correction-violates"), "{found}");
    let (code, _, built) = desk.run("build --overlay mine");
    assert!(code == 1 && built.contains("left out"), "{built}");
}

#[test]
fn check_says_when_the_store_is_behind_the_tables() {
    let desk = Desk::new();
    desk.run("add summit.md");
    desk.correct("made-place.tsv");
    let (_, found, _) = desk.run("check --overlay mine");
    assert!(
        found.contains("correction-pending  id:correction/place") && found.contains("the store was made without it"),
        "{found}"
    );
    desk.run("add summit.md --overlay mine");
    assert!(!desk.run("check --overlay mine").1.contains("correction-pending"));
    let (_, found, _) = desk.run("check");
    assert!(found.contains("correction-pending") && found.contains("the tables do not have it"), "{found}");
    let table = desk.path("mine/mine.tsv");
    fs::write(&table, fs::read_to_string(&table).unwrap().replace("met in Osaka", "met there")).unwrap();
    assert!(desk.run("check --overlay mine").1.contains("as it was before"));
}

#[test]
fn a_table_that_cannot_be_read_stops_the_work() {
    let desk = Desk::new();
    desk.run("add summit.md");
    let before = desk.dump();
    desk.correct("refused-author.tsv");
    for command in ["add summit.md --overlay mine", "build --overlay mine", "check --overlay mine"] {
        let (code, out, told) = desk.run(command);
        assert!(code == 3 && out.is_empty(), "{command}: {told}");
        assert!(told.contains("mine/mine.tsv:2:") && told.contains("the correction has no author") && told.contains("hint: "));
    }
    desk.correct("made-place.tsv");
    fs::copy(desk.path("mine/mine.tsv"), desk.path("mine/more.tsv")).unwrap();
    assert!(
        desk.run("build --overlay mine").2.contains("mine/more.tsv:2:1: there is a correction of this name at mine/mine.tsv:2")
    );
    fs::rename(desk.path("mine/more.tsv"), desk.path("mine/more.csv")).unwrap();
    assert!(desk.run("build --overlay mine").2.contains("mine/more.csv: this is no table of corrections"));
    assert!(desk.run("build --overlay yours").2.contains("yours: there is no such folder of corrections"));
    assert_eq!(desk.dump(), before, "the store is as it was");
}
