//! The PDF files, documents of Word and e-mails in `tests/source/file/`, of our own making: what is read of each, and what the
//! graph says of it.
//!
//! Beside a file stands `<name>.<format>.txt`: what is known of it, its text, and its facts, or why it is refused. `UPDATE=1` writes
//! them anew.
#![expect(clippy::unwrap_used, reason = "a test stops where a fixture cannot be read")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use cajad::bundle::Bundle;
use cajad::pipeline::Pipeline;
use cajad::source::{Overrides, read};

#[path = "cases/summary.rs"]
mod summary;
use summary::Summary;

const HERE: &str = "tests/source/file";

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(HERE).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|suffix| suffix != "txt"));
    files.sort();
    files
}

fn outcome(pipeline: &Pipeline, file: &Path) -> String {
    let document = match read(file, &Overrides::default()) {
        Ok(document) => document,
        Err(error) => return format!("{error}\nhint: {}\n", error.remedy().unwrap_or_default()),
    };
    let conversion = pipeline.convert(&document).unwrap();
    let meta = &document.meta;
    // Poppler's version is the machine's.
    let reader = meta.reader.as_deref().unwrap_or_default();
    let reader = if reader.starts_with("pdftotext ") { "pdftotext" } else { reader };
    let issued = meta.issued.map_or_else(String::new, |day| day.to_string());
    let title = meta.title.as_deref().unwrap_or_default();
    let facts = Summary(&conversion).lines(&[]);
    format!("reader: {reader}\ntitle: {title}\nissued: {issued}\n--- text\n{}--- facts\n{facts}", document.text)
}

#[test]
fn each_file_gives_its_release_or_says_why_not() {
    let pipeline = Pipeline::new(&Bundle::embedded()).unwrap();
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for file in files() {
        let outcome = outcome(&pipeline, &file);
        let expected = PathBuf::from(format!("{}.txt", file.display()));
        if update {
            fs::write(&expected, &outcome).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != outcome {
            wrong.push(format!("{}:\n{outcome}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files().len() >= 10);
}

/// What `cajad convert` says of a PDF file where there is no `pdftotext`.
fn without_pdftotext(file: &str) -> (bool, String, String) {
    let mut command = Command::cargo_bin("cajad").unwrap();
    let output = command.env("PATH", "/no/such/folder").args(["convert", &format!("{HERE}/{file}")]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn without_pdftotext_the_program_reads_by_itself() {
    for (file, words) in
        [("japanese.pdf", "kosherbayev-yermek"), ("russian.pdf", "kosherbayev-yermek"), ("french.pdf", "meredov-rashid")]
    {
        let (done, graph, told) = without_pdftotext(file);
        assert!(done, "{file}: {told}");
        assert!(graph.contains(words) && graph.contains("cajad:reader \"pdf-extract "), "{file}");
    }
    for (file, words) in [
        ("scan.pdf", "a scan without text"),
        ("locked.pdf", "locked by a password"),
        ("unembedded.pdf", "broken and cannot be read"),
    ] {
        let (done, _, told) = without_pdftotext(file);
        assert!(!done && told.contains(words) && !told.contains("panicked"), "{file}: {told}");
    }
}
