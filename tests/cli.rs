//! The program as its users meet it: what it answers, and what it says to bad input.

use assert_cmd::Command;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// A release on a summit in Tokyo, which differs from its twin by the guest alone.
macro_rules! summit {
    ($code:literal, $country:literal, $president:literal) => {
        concat!(
            "---\nsource: https://www.mofa.go.jp/example_",
            $code,
            ".html\npublisher: mofa-jp\nissued: 2025-12-20\nlang: en\ntitle: Japan-",
            $country,
            " Summit Meeting\n---\nOn December 20, Prime Minister TAKAICHI Sanae held a summit meeting with H.E. Mr. ",
            $president,
            ", President of the Republic of ",
            $country,
            ".\nThe two leaders welcomed the progress of cooperation.\n"
        )
    };
}

const TAJIK: &str = summit!("tj", "Tajikistan", "Emomali Rahmon");
const UZBEK: &str = summit!("uz", "Uzbekistan", "Shavkat Mirziyoyev");

const KAZAKH: &str = "---
publisher: akorda
issued: 2025-12-20
---
Қазақстан Республикасының Президенті Қасым-Жомарт Тоқаев Жапонияның Премьер-министрі Такаичи Санаэмен келіссөз жүргізді.
Кездесуде екі ел арасындағы ынтымақтастықты дамыту мәселелері талқыланды.
";

/// A folder of its own to run in, with one good release in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Result<Self, Box<dyn Error>> {
        let desk = Self(tempfile::tempdir()?);
        desk.put("good.md", TAJIK)?;
        Ok(desk)
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> std::io::Result<()> {
        fs::write(self.0.path().join(name), content)
    }

    fn cajad(&self, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cajad"));
        Ok(command.current_dir(self.0.path()).env_remove("CAJAD_STORE").args(arguments).output()?)
    }

    /// The same with a limit on the size of files, in blocks of 512 bytes: to the program, a disk that fills up.
    fn cajad_on_a_full_disk(&self, blocks: usize, arguments: &str) -> Result<Output, Box<dyn Error>> {
        let binary = assert_cmd::cargo::cargo_bin!("cajad").display();
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{binary}' {arguments}");
        Ok(Command::new("sh").current_dir(self.0.path()).env_remove("CAJAD_STORE").args(["-c", &script]).output()?)
    }

    /// A data folder of its own with the shipped register and words, and with these releases alone.
    fn data(&self, releases: &[(&str, &str)]) -> Outcome {
        let data = self.0.path().join("data");
        fs::create_dir(&data)?;
        copy(Path::new("data"), &data)?;
        fs::remove_dir_all(data.join("chronology"))?;
        fs::remove_dir_all(data.join("releases"))?;
        fs::create_dir(data.join("releases"))?;
        Ok(releases.iter().try_for_each(|(name, text)| fs::write(data.join("releases").join(name), text))?)
    }

    /// A copy of the ontology with [`STRICTER`] in it.
    fn strict(&self) -> Outcome {
        fs::create_dir(self.0.path().join("strict"))?;
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology"), &self.0.path().join("strict"))?;
        Ok(self.put("strict/stricter.ttl", STRICTER)?)
    }

    /// How many texts the store keeps.
    fn texts(&self) -> Result<usize, Box<dyn Error>> {
        let mut count = 0;
        for shelf in fs::read_dir(self.0.path().join("cajad.store/texts"))? {
            count += fs::read_dir(shelf?.path())?.count();
        }
        Ok(count)
    }

    /// Everything in the store, to see that nothing is lost.
    fn dump(&self) -> Result<String, Box<dyn Error>> {
        let output = self.cajad(&["export", "--format", "nquads"])?;
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        Ok(out(&output))
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A refusal: the exit code, nothing on standard output, and on standard error the place and a remedy.
fn refused(output: &Output, code: i32, told: &[&str]) {
    let said = err(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(out(output), "", "standard output is for data");
    for told in told.iter().chain(&["hint: "]) {
        assert!(said.contains(told), "{told:?} is missing in:\n{said}");
    }
}

#[test]
fn one_bad_file_is_told_and_the_rest_goes_in() -> Outcome {
    let cases: [(&str, Vec<u8>, &str); 15] = [
        ("empty.txt", Vec::new(), "empty.txt: the file is empty"),
        ("blank.md", b" \n\n".to_vec(), "blank.md: there is nothing but white space in the file"),
        ("binary.txt", vec![0, 1, 2, 3], "binary.txt: this is binary data"),
        ("page.txt", b"<!DOCTYPE html><nav>Home</nav>".to_vec(), "page.txt: there is no text in it"),
        ("deep.html", b"<div>".repeat(1000), "deep.html: the page cannot be read: its elements are nested more than 512 deep"),
        ("scan.txt", b"%PDF-1.7".to_vec(), "scan.txt: this PDF file is broken and cannot be read"),
        ("letter.txt", b"PK\x03\x04 word/".to_vec(), "letter.txt: this document of Word is broken and cannot be read"),
        ("key.md", b"---\nautor: x\n---\nText\n".to_vec(), "key.md:2:1: unknown key \"autor\""),
        ("twice.md", b"---\nlang: en\nlang: en\n---\nText\n".to_vec(), "twice.md:3:1: the key \"lang\" stands twice"),
        ("open.md", b"---\nlang: en\n".to_vec(), "open.md:1:1: the front matter is not closed"),
        ("date.md", b"---\nissued: 20.12.2025\n---\nText\n".to_vec(), "date.md:2:9: \"20.12.2025\" is not a date"),
        ("lang.md", b"---\nlang: kk\n---\nText\n".to_vec(), "lang.md:2:7: unknown language \"kk\""),
        ("body.md", b"---\nlang: en\n---\n".to_vec(), "body.md: there is no text in it"),
        ("kazakh.md", KAZAKH.into(), "kazakh.md: "),
        ("huge.txt", vec![b'a'; 50_000_000], "huge.txt: the file is too large (50 MB): the limit is 20 MB"),
    ];
    let desk = Desk::new()?;
    for (name, content, told) in cases {
        desk.put(name, content)?;
        refused(&desk.cajad(&["convert", name])?, 3, &[told]);
        let added = desk.cajad(&["add", name, "good.md"])?;
        refused(&added, 1, &["skipped: ", told, "good.md"]);
        assert!(desk.dump()?.contains("release/mofa-jp/2025-12-20"), "{name} kept good.md out");
        fs::remove_dir_all(desk.0.path().join("cajad.store"))?;
    }
    for (name, told) in [("missing.txt", "missing.txt: there is no such file"), (".", ".: this is a folder")] {
        refused(&desk.cajad(&["convert", name])?, 3, &[told]);
    }
    refused(&desk.cajad(&["add", "missing.txt", "good.md"])?, 1, &["missing.txt: there is no such file", "added"]);
    Ok(())
}

#[test]
fn a_page_gives_its_facts() -> Outcome {
    let desk = Desk::new()?;
    let page = fs::read("tests/source/page/unknown-site.html")?;
    desk.put("page.html", page)?;
    let source = "https://www.mofa.go.jp/press/release/page_001.html";
    let converted = desk.cajad(&["convert", "page.html", "--source", source, "--format", "nquads"])?;
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let quads = String::from_utf8(converted.stdout)?;
    for told in [
        "#SummitMeeting>",
        "/event/2026-03-12-",
        "terms/source> <https://www.mofa.go.jp/press/release/page_001.html>",
        "terms/publisher> <https://w3id.org/cajad/id/org/mofa-jp>",
        "#reader> \"readability\"",
        "terms/issued> \"2026-03-12\"",
    ] {
        assert!(quads.contains(told), "{told} is not in\n{quads}");
    }
    assert!(!quads.contains("2019"), "{quads}");
    Ok(())
}

#[test]
fn mistakes_in_the_command_are_told() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    let before = desk.dump()?;
    desk.put("bad.rq", "# title: Bad\nSELECT *\nWHER { ?s ?p ?o }\n")?;
    let service = "SELECT * { ?s ?p ?o . SERVICE SILENT <http://x/> { } }";
    let cases: [(&[&str], &[&str]); 10] = [
        (&["explain", "ex:thing"], &["the prefix \"ex\" of \"ex:thing\" is not known"]),
        (&["query", "-e", "SELECT *\nWHER { ?s ?p ?o }"], &["-e:2:1: the query is not SPARQL", "  2 | WHER {", "    | ^"]),
        (&["query", "bad.rq"], &["bad.rq:3:1: the query is not SPARQL", "  3 | WHER {"]),
        (&["query", "-e", service], &["-e:1:23: SERVICE is not supported"]),
        (&["query", "-e", "LOAD <http://x/>"], &["-e:1:1: an update is not a query"]),
        (&["query", "no-such-query"], &["there is no saved query \"no-such-query\""]),
        (&["query", "-e", "ASK {}", "--format", "turtle"], &["rows cannot be written as turtle"]),
        (&["explain", "id:person/nobody"], &["no graph in the store speaks of id:person/nobody"]),
        (&["explain", "nobody"], &["\"nobody\" is not an IRI"]),
        (&["export", "--graph", "id:release/none"], &["there is no graph id:release/none"]),
    ];
    for (arguments, told) in cases {
        refused(&desk.cajad(arguments)?, 2, told);
    }
    for arguments in [&["query", "-e", "ASK {}"] as &[&str], &["export"], &["explain", "id:country/kz"]] {
        let told = ["elsewhere: there is no store here"];
        refused(&desk.cajad(&[arguments, &["--store", "elsewhere"]].concat())?, 3, &told);
    }
    assert_eq!(desk.dump()?, before);
    Ok(())
}

#[test]
fn a_store_in_use_is_left_alone() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    let before = desk.dump()?;
    // This one has the store open and waits for its standard input.
    let mut holder = std::process::Command::new(assert_cmd::cargo::cargo_bin!("cajad"))
        .current_dir(desk.0.path())
        .env_remove("CAJAD_STORE")
        .args(["add", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let lock = desk.0.path().join("cajad.store/lock");
    let patience = Instant::now() + Duration::from_secs(60);
    while fs::read_to_string(&lock)? != holder.id().to_string() {
        assert!(Instant::now() < patience, "the first process never took the lock");
        std::thread::sleep(Duration::from_millis(20));
    }
    let told = format!("cajad.store: the store is in use by another process (the last writer was {})", holder.id());
    for arguments in [&["add", "good.md"] as &[&str], &["query", "-e", "ASK {}"], &["build"], &["export"]] {
        refused(&desk.cajad(arguments)?, 3, &[&told]);
    }
    let mut input = holder.stdin.take().ok_or("piped")?;
    input.write_all(UZBEK.as_bytes())?;
    drop(input);
    assert!(holder.wait()?.success());
    let after = desk.dump()?;
    let kept: BTreeSet<&str> = after.lines().collect();
    assert!(before.lines().all(|line| kept.contains(line)) && after.contains("ummit-meeting"), "nothing is lost");
    Ok(())
}

#[test]
fn a_folder_that_cannot_be_a_store_is_told() -> Outcome {
    let desk = Desk::new()?;
    fs::create_dir(desk.0.path().join("thesis"))?;
    desk.put("thesis/chapter.doc", "years of work")?;
    for command in [&["add", "good.md"] as &[&str], &["build"]] {
        for (store, told) in [
            ("good.md/store", "good.md/store: "),
            ("/proc/cajad.store", "/proc/cajad.store"),
            ("thesis", "thesis: the folder is not a store of cajad: chapter.doc is in it"),
        ] {
            let arguments = [command, &["--store", store]].concat();
            refused(&desk.cajad(&arguments)?, 3, &[told]);
        }
    }
    assert_eq!(fs::read_dir(desk.0.path().join("thesis"))?.count(), 1);
    refused(&desk.cajad(&["build", "--data", "no-such"])?, 3, &["no-such: there is no such data folder"]);
    Ok(())
}

#[test]
fn a_full_disk_loses_nothing() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    let before = desk.dump()?;
    desk.put("long.md", UZBEK.to_owned() + &"The two leaders welcomed the progress of cooperation.\n".repeat(4000))?;
    // From a disk on which nothing goes to one on which all but the long text does.
    for blocks in [1, 8, 64, 300] {
        let output = desk.cajad_on_a_full_disk(blocks, "add long.md")?;
        refused(&output, 3, &["the disk is full"]);
        assert_eq!(desk.dump()?, before, "with {blocks} blocks");
        refused(&desk.cajad_on_a_full_disk(blocks, "build")?, 3, &["the disk is full"]);
        assert_eq!(desk.dump()?, before, "with {blocks} blocks");
    }
    let exported = desk.cajad_on_a_full_disk(1, "export --output all.trig")?;
    refused(&exported, 3, &["all.trig: the disk is full"]);
    assert_eq!(fs::read_dir(desk.0.path())?.count(), 3, "nothing half-written is left beside the store and the two files");
    if Path::new("/dev/full").exists() {
        let script = format!("exec '{}' convert good.md > /dev/full", assert_cmd::cargo::cargo_bin!("cajad").display());
        let output = Command::new("sh").current_dir(desk.0.path()).args(["-c", &script]).output()?;
        refused(&output, 3, &["standard output: the disk is full"]);
    }
    Ok(())
}

#[test]
fn adding_again_changes_nothing() -> Outcome {
    let desk = Desk::new()?;
    let first = desk.cajad(&["add", "good.md"])?;
    assert!(err(&first).starts_with("added      good.md"), "{}", err(&first));
    let before = desk.dump()?;
    let second = desk.cajad(&["add", ".", "--json"])?;
    let report: serde_json::Value = serde_json::from_slice(&second.stdout)?;
    assert_eq!(report[0]["status"], "unchanged");
    assert_eq!(desk.dump()?, before);
    desk.put("good.md", TAJIK.replace("two leaders", "two sides"))?;
    let third = desk.cajad(&["add", "good.md", "--quiet"])?;
    assert_eq!((third.status.code(), err(&third)), (Some(0), String::new()));
    let after = desk.dump()?;
    assert_ne!(after, before);
    desk.put("good.md", TAJIK)?;
    desk.cajad(&["add", "good.md"])?;
    assert_eq!(desk.dump()?, before);
    Ok(())
}

#[test]
fn a_build_keeps_what_was_added() -> Outcome {
    let desk = Desk::new()?;
    desk.put("uz.md", UZBEK)?;
    desk.cajad(&["add", "uz.md"])?;
    desk.data(&[("tj.md", TAJIK), ("twin.md", TAJIK)])?;
    let built = desk.cajad(&["build", "--data", "data"])?;
    refused(&built, 1, &["skipped: data/releases/twin.md: this is the same release as data/releases/tj.md", "1 kept", "next:"]);
    let both = desk.dump()?;
    assert!(both.contains("example_uz.html") && both.contains("example_tj.html"));
    assert_eq!(desk.texts()?, 2);
    desk.cajad(&["build", "--data", "data", "--fresh"])?;
    assert!(!desk.dump()?.contains("example_uz.html"));
    assert_eq!(desk.texts()?, 1, "the text goes with its release");
    Ok(())
}

#[test]
fn a_build_takes_nothing_away_that_is_not_its_own() -> Outcome {
    let desk = Desk::new()?;
    desk.data(&[("tj.md", TAJIK)])?;
    desk.cajad(&["build", "--data", "data"])?;
    let before = desk.dump()?;
    fs::create_dir_all(desk.0.path().join("pg/db"))?;
    for (store, foreign) in
        [("pg", "db/base"), ("cajad.store", "thesis.txt"), ("cajad.store", "db/thesis.txt"), ("cajad.store", "other/notes")]
    {
        let path = desk.0.path().join(store).join(foreign);
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(&path, "years of work")?;
        let thing = foreign.trim_end_matches("/notes");
        let told = [&format!(": {thing} is in it"), &format!("hint: move {thing} elsewhere, or name ") as &str];
        refused(&desk.cajad(&["build", "--data", "data", "--store", store])?, 3, &told);
        assert_eq!(fs::read_to_string(&path)?, "years of work");
        fs::remove_file(&path)?;
    }
    // An empty folder is somebody's too.
    refused(
        &desk.cajad(&["ontology", "migrate"])?,
        3,
        &["cajad.store: the folder holds more than a store of cajad: other is in it"],
    );
    fs::remove_dir(desk.0.path().join("cajad.store/other"))?;
    assert_eq!(desk.dump()?, before);
    Ok(())
}

#[test]
fn what_comes_with_the_program_goes_when_it_is_not_made_any_more() -> Outcome {
    let desk = Desk::new()?;
    desk.strict()?;
    desk.put("uz.md", UZBEK)?;
    desk.data(&[("tj.md", TAJIK)])?;
    let build = |more: &[&str]| desk.cajad(&[&["build", "--data", "data"], more].concat());
    // Older versions did not note what a build made.
    for is_noted in [true, false] {
        assert_eq!(build(&[])?.status.code(), Some(0));
        desk.cajad(&["add", "uz.md"])?;
        if !is_noted {
            fs::remove_file(desk.0.path().join("cajad.store/built"))?;
        }
        let strict = build(&["--ontology", "strict"])?;
        let told = ["skipped: data/releases/tj.md: ", "1 kept that you had added", "of these, violating a shape", "jp-uz"];
        refused(&strict, 1, &told);
        let kept = desk.dump()?;
        assert!(kept.contains("example_uz.html") && !kept.contains("example_tj.html"), "noted: {is_noted}");
    }
    let strict = build(&["--ontology", "strict", "--json"])?;
    let report: serde_json::Value = serde_json::from_slice(&strict.stdout)?;
    assert_eq!((&report["violations"][0]["check"], &report["violations"][1]), (&"Summit-place".into(), &serde_json::Value::Null));
    assert_eq!(build(&["--ontology", "strict", "--allow-invalid"])?.status.code(), Some(0));
    let both = desk.dump()?;
    assert!(both.contains("example_uz.html") && both.contains("example_tj.html"));

    fs::remove_file(desk.0.path().join("data/releases/tj.md"))?;
    let built = build(&[])?;
    assert_eq!(built.status.code(), Some(0));
    let told =
        "1 of the build before left out, which no file of the data makes now:\n    id:release/mofa-jp/2025-12-20-japan-tajik";
    assert!(err(&built).contains(told), "{}", err(&built));
    let kept = desk.dump()?;
    assert!(kept.contains("example_uz.html") && !kept.contains("example_tj.html"));
    assert_eq!(desk.texts()?, 1);
    Ok(())
}

#[test]
fn a_damaged_store_is_told_with_a_way_out() -> Outcome {
    let desk = Desk::new()?;
    desk.data(&[("tj.md", TAJIK)])?;
    for (nth, current) in ["garbage", "garbage\n", "MANIFEST-999999\n", ""].into_iter().enumerate() {
        desk.cajad(&["build", "--data", "data"])?;
        desk.put("cajad.store/db/CURRENT", current)?;
        for arguments in [&["build", "--data", "data"] as &[&str], &["export"], &["add", "good.md"], &["ontology", "migrate"]] {
            let told =
                ["cajad.store: the store is damaged", "hint: move the folder cajad.store away, make it again with `cajad build`"];
            refused(&desk.cajad(arguments)?, 3, &told);
        }
        fs::rename(desk.0.path().join("cajad.store"), desk.0.path().join(format!("damaged-{nth}")))?;
    }
    assert_eq!(desk.cajad(&["build", "--data", "data"])?.status.code(), Some(0));
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

#[test]
fn exports_are_the_same_whatever_came_first() -> Outcome {
    let (one, other) = (Desk::new()?, Desk::new()?);
    one.put("uz.md", UZBEK)?;
    other.put("uz.md", UZBEK)?;
    one.cajad(&["add", "good.md", "uz.md"])?;
    other.cajad(&["add", "uz.md"])?;
    other.cajad(&["add", "good.md"])?;
    for format in ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"] {
        let arguments = ["export", "--format", format, "--verify"];
        let written = one.cajad(&arguments)?;
        assert_eq!(written.status.code(), Some(0), "{format}: {}", err(&written));
        assert!(written.stdout.len() > 1000 && err(&written).starts_with("verified: "));
        for again in [one.cajad(&arguments)?, other.cajad(&arguments)?] {
            assert!(again.stdout == written.stdout, "{format} differs from run to run");
        }
        let converted = [
            one.cajad(&["convert", "uz.md", "good.md", "--format", format])?,
            one.cajad(&["convert", "good.md", "uz.md", "--format", format])?,
        ];
        assert!(converted[0].stdout == converted[1].stdout, "{format} of convert differs with the order of the files");
    }
    Ok(())
}

#[test]
fn saved_queries_take_their_parameters() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    desk.put(
        "names.rq",
        "# title: Names of a country\n# description: All names,\n#   sorted.\n# param: country country any — whose names\n\
         # param: in text en — the language\n\
         SELECT ?name { $country a cajad:Country ; skos:prefLabel ?name FILTER(lang(?name) = $in) } ORDER BY ?name\n",
    )?;
    let asked = |arguments: &[&str]| desk.cajad(&[&["query", "names.rq"], arguments].concat());
    for arguments in [&["--country", "kz"] as &[&str], &["--country=Казахстан"], &["--param", "country=kz", "--in", "en"]]
    {
        assert_eq!(out(&asked(&[arguments, &["--format", "csv"]].concat())?), "name\r\nKazakhstan\r\n");
    }
    assert!(out(&asked(&["--format", "tsv"])?).lines().count() > 5);
    assert!(out(&asked(&["--describe"])?).contains("--country COUNTRY  whose names (any, if not given)"));
    refused(
        &asked(&["--country", "freedonia"])?,
        2,
        &["there is no country \"freedonia\" in the store", "give the id, such as "],
    );
    refused(&asked(&["--land", "kz"])?, 2, &["has no parameter land", "its parameters are country, in"]);
    let list = desk.cajad(&["query"])?;
    assert!(list.status.success() && !out(&list).is_empty());
    Ok(())
}

#[test]
fn coverage_adds_up() -> Outcome {
    let desk = Desk::new()?;
    let told = desk.cajad(&["coverage", "good.md", "--json"])?;
    let figures: serde_json::Value = serde_json::from_slice(&told.stdout)?;
    let english = &figures["en"];
    let count = |value: &serde_json::Value| value.as_u64().unwrap_or_default();
    let skipped: u64 = english["skipped"].as_object().ok_or("reasons")?.values().map(count).sum();
    assert_eq!(count(&english["sentences"]), count(&english["coded"]) + skipped + count(&english["unknown"]));
    assert_eq!((count(&english["sentences"]), count(&english["coded"])), (3, 3), "{figures}");
    let table = desk.cajad(&["coverage", "good.md", "missing.txt"])?;
    assert_eq!(table.status.code(), Some(1), "{}", err(&table));
    assert!(out(&table).starts_with("lang  releases  sentences") && err(&table).contains("missing.txt: there is no such file"));
    Ok(())
}

#[test]
fn explanations_read_the_quote_again() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    let found = desk.cajad(&["query", "-e", "SELECT ?p { ?p a cajad:Passage } LIMIT 1", "--format", "tsv"])?;
    let table = out(&found);
    let passage = table.lines().nth(1).ok_or("a passage")?;
    let explained = desk.cajad(&["explain", passage])?;
    assert_eq!(explained.status.code(), Some(0));
    assert!(out(&explained).contains("Japan-Tajikistan Summit Meeting (2025-12-20)") && out(&explained).contains('['));
    assert!(out(&explained).contains("      knew  \""), "the words that were known are told: {}", out(&explained));
    assert!(!out(&desk.cajad(&["explain", passage, "--brief"])?).contains("      knew  "));
    let texts = desk.0.path().join("cajad.store/texts");
    let folder = fs::read_dir(&texts)?.next().ok_or("a folder")??.path();
    let text = fs::read_dir(folder)?.next().ok_or("a text")??.path();
    fs::write(&text, "something else\n")?;
    let explained = desk.cajad(&["explain", passage])?;
    assert_eq!(explained.status.code(), Some(1));
    assert!(out(&explained).contains("not proved: ") && out(&explained).contains("the text has been changed"));
    Ok(())
}

#[test]
fn whoever_has_had_enough_may_go() -> Outcome {
    let desk = Desk::new()?;
    desk.cajad(&["add", "good.md"])?;
    let script = format!("'{}' export | head -1; echo $?", assert_cmd::cargo::cargo_bin!("cajad").display());
    let output = Command::new("sh").current_dir(desk.0.path()).args(["-c", &script]).output()?;
    assert_eq!((err(&output), out(&output).lines().last()), (String::new(), Some("0")));
    Ok(())
}

/// A stricter ontology than ours: a summit has to name its place.
const STRICTER: &str = "@prefix cajad: <https://w3id.org/cajad/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shape#Summit> a sh:NodeShape ;
    sh:targetClass cajad:SummitMeeting ;
    sh:property <https://example.org/shape#Summit-place> .
<https://example.org/shape#Summit-place> a sh:PropertyShape ;
    sh:path cajad:place ;
    sh:minCount 1 ;
    sh:severity sh:Violation ;
    sh:message \"a summit must name its place: add cajad:place\"@en .
";

#[test]
fn a_release_that_violates_a_shape_stays_out() -> Outcome {
    let desk = Desk::new()?;
    desk.strict()?;
    let told = ["skipped: good.md: ", "Summit-place", "a summit must name its place", "--allow-invalid"];
    refused(&desk.cajad(&["add", "good.md", "--ontology", "strict"])?, 1, &told);
    assert!(!desk.dump()?.contains("example_tj.html"));
    assert_eq!(desk.cajad(&["check", "--ontology", "strict"])?.status.code(), Some(0));
    fs::create_dir(desk.0.path().join("none"))?;
    refused(&desk.cajad(&["check", "--queries", "none"])?, 2, &["there are no checks of a store here"]);

    let taken = desk.cajad(&["add", "good.md", "--ontology", "strict", "--allow-invalid"])?;
    assert_eq!(taken.status.code(), Some(0), "{}", err(&taken));
    let checked = desk.cajad(&["check", "--ontology", "strict", "--severity", "violation"])?;
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    let said = out(&checked);
    assert!(said.contains("id:event/2025-12-20-summit-jp-tj") && said.contains("in id:release/mofa-jp/2025-12-20"), "{said}");
    assert!(err(&checked).contains("1 violation, "), "{}", err(&checked));
    let json: serde_json::Value = serde_json::from_slice(&desk.cajad(&["check", "--ontology", "strict", "--json"])?.stdout)?;
    assert_eq!((json[0]["severity"].as_str(), json[0]["check"].as_str()), (Some("violation"), Some("Summit-place")), "{json}");
    Ok(())
}

#[test]
fn a_shape_that_cannot_be_checked_is_an_error() -> Outcome {
    let desk = Desk::new()?;
    fs::create_dir(desk.0.path().join("strict"))?;
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology"), &desk.0.path().join("strict"))?;
    let sparql = STRICTER.replace("sh:minCount 1", "sh:sparql <https://example.org/shape#query>");
    desk.put("strict/stricter.ttl", sparql)?;
    refused(&desk.cajad(&["add", "good.md", "--ontology", "strict"])?, 3, &["sh:sparql is not supported", "Summit-place"]);
    for (sound, malformed, told) in [
        ("    sh:path cajad:place ;\n", "", "has one sh:path, this has 0"),
        ("sh:minCount 1", "sh:minCount \"one\"", "sh:minCount is a whole number, not \"one\""),
        ("sh:minCount 1", "sh:pattern \"(a-z\"", "sh:pattern is no regular expression, \"(a-z\""),
    ] {
        desk.put("strict/stricter.ttl", STRICTER.replace(sound, malformed))?;
        refused(&desk.cajad(&["add", "good.md", "--ontology", "strict"])?, 3, &["#Summit-place is malformed", told]);
        let checked = desk.cajad(&["ontology", "check", "--ontology", "strict"])?;
        assert!(out(&checked).contains("malformed-shape  https://example.org/shape#Summit-place"), "{}", out(&checked));
    }
    Ok(())
}

#[test]
fn pitfalls_of_an_ontology_are_told_with_their_place() -> Outcome {
    let desk = Desk::new()?;
    let shipped = desk.cajad(&["ontology", "check"])?;
    assert_eq!((shipped.status.code(), out(&shipped)), (Some(0), String::new()), "{}", err(&shipped));
    assert!(err(&shipped).starts_with("0 violations, 0 warnings, "), "{}", err(&shipped));
    let folder = desk.0.path().join("mine");
    fs::create_dir(&folder)?;
    for name in ["sound.ttl", "missing-language.ttl", "deprecated-alone.ttl", "open-property.ttl"] {
        fs::copy(Path::new("tests/ontology/check").join(name), folder.join(name))?;
    }
    let check = |arguments: &[&str]| desk.cajad(&[&["ontology", "check", "--ontology", "mine"], arguments].concat());
    let told = check(&[])?;
    assert_eq!(told.status.code(), Some(1));
    for line in [
        "violation  missing-language  act:thank\n           at mine/sound.ttl:",
        "value much obliged\n",
        "warning    deprecated-alone",
    ] {
        assert!(out(&told).contains(line), "{line:?} is missing in:\n{}", out(&told));
    }
    assert!(!out(&told).contains("open-property"));
    let grave: serde_json::Value = serde_json::from_slice(&check(&["--json", "--severity", "violation"])?.stdout)?;
    let severities: BTreeSet<&str> = grave.as_array().ok_or("a list")?.iter().filter_map(|f| f["severity"].as_str()).collect();
    assert_eq!(severities, BTreeSet::from(["violation"]));
    fs::write(folder.join("broken.ttl"), "@prefix ex: <https://example.org/> .\nex:a ex:b \"é ;\n")?;
    refused(&check(&[])?, 3, &["mine/broken.ttl:2:11: this is not Turtle: ", "  2 | ex:a ex:b \"é ;\n    |           ^"]);
    fs::write(folder.join("broken.ttl"), b"# \xC3\xA9\n# \xE9\n")?;
    refused(&check(&[])?, 3, &["mine/broken.ttl:2:3: the file is not UTF-8"]);
    fs::create_dir(desk.0.path().join("none"))?;
    refused(&desk.cajad(&["ontology", "check", "--queries", "none"])?, 2, &["there are no checks of an ontology here"]);
    for command in [&["check"][..], &["docs"], &["docs", "--output", "site"]] {
        let run = desk.cajad(&[&["ontology"], command, &["--ontology", "none"]].concat())?;
        refused(&run, 2, &["there is no Turtle file of an ontology here"]);
    }
    assert!(!desk.0.path().join("site").exists() && !desk.0.path().join("ontology-docs").exists());
    Ok(())
}

#[test]
fn two_versions_of_an_ontology_are_compared() -> Outcome {
    let desk = Desk::new()?;
    for case in ["words", "version-too-low"] {
        for side in ["old.ttl", "new.ttl"] {
            fs::create_dir_all(desk.0.path().join(case))?;
            fs::copy(Path::new("tests/ontology/diff").join(case).join(side), desk.0.path().join(case).join(side))?;
        }
    }
    let words = desk.cajad(&["ontology", "diff", "words/old.ttl", "words/new.ttl"])?;
    assert_eq!(words.status.code(), Some(0), "{}", err(&words));
    assert!(out(&words).starts_with("# Changes from words/old.ttl to words/new.ttl\n"), "{}", out(&words));
    let low = desk.cajad(&["ontology", "diff", "version-too-low/old.ttl", "version-too-low/new.ttl", "--json"])?;
    let found: serde_json::Value = serde_json::from_slice(&low.stdout)?;
    assert_eq!((low.status.code(), &found["bump"], &found["required"]), (Some(1), &"major".into(), &"2.0.0".into()));
    // Both files of the folder are read as one edition, and without a second name it is compared with the ontology that ships.
    let shipped = desk.cajad(&["ontology", "diff", "words", "--json"])?;
    let found: serde_json::Value = serde_json::from_slice(&shipped.stdout)?;
    assert_eq!(found["new"]["name"], "the present ontology");
    assert!(found["changes"].as_array().is_some_and(|changes| changes.len() > 200));
    refused(&desk.cajad(&["ontology", "diff", "99.0.0"])?, 2, &["\"99.0.0\" is no folder, no file and no kept release"]);
    fs::create_dir(desk.0.path().join("empty"))?;
    refused(&desk.cajad(&["ontology", "diff", "empty"])?, 3, &["empty: there is no Turtle file in this folder"]);
    Ok(())
}

#[test]
fn a_table_goes_in_row_by_row() -> Outcome {
    let desk = Desk::new()?;
    for kind in ["events", "instruments", "commitments"] {
        let template = desk.cajad(&["template", kind])?;
        desk.put(&format!("{kind}.csv"), &template.stdout)?;
    }
    let added = desk.cajad(&["add", "."])?;
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    assert!(desk.cajad(&["check"])?.status.success());
    let told = String::from_utf8(desk.cajad(&["explain", "id:event/2015-10-24-summit-jp-tj"])?.stdout)?;
    assert!(told.contains("Emomali Rahmon (President)") && told.contains("table"), "{told}");
    let rows = "class,date,party\nBanquet,2025-12-20,jp|kz\nBanket,2025-12-20,jp|kz\nBanquet,2025-12-20\n";
    desk.put("mine.csv", rows)?;
    let added = desk.cajad(&["add", "mine.csv", "--issued", "2025-12-31"])?;
    let told = String::from_utf8_lossy(&added.stderr).into_owned();
    assert_eq!(added.status.code(), Some(1), "{told}");
    for line in [
        "left out: mine.csv:3:1: there is no class \"Banket\" (column \"class\")\n  hint: is it Banquet",
        "left out: mine.csv:4:1: the row has 2 cells, and the header 3",
        "added      mine.csv",
        "2 rows left out",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let asked = desk.cajad(&["query", "contacts", "--country", "kz", "--since", "2025-12-20", "--format", "csv"])?;
    assert!(String::from_utf8_lossy(&asked.stdout).contains("2025-12-20-banquet-jp-kz"));
    let none = desk.cajad(&["coverage", "mine.csv"])?;
    assert!(String::from_utf8_lossy(&none.stderr).contains("a table is no prose"));
    Ok(())
}
