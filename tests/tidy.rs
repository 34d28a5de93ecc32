//! The laws of the house, read from the tree itself. Each prints every place that breaks it.
#![expect(clippy::unwrap_used, reason = "a test stops where the tree is not as it must be")]

use std::fs;
use std::path::{Path, PathBuf};

/// The pipeline in the order of its flow: a module imports only what stands before it.
const FLOW: [&str; 35] = [
    "error",
    "finding",
    "vocab",
    "calendar",
    "digest",
    "bundle",
    "fetch",
    "site",
    "source",
    "register",
    "words",
    "language",
    "text",
    "lexicon",
    "shapes",
    "ontology",
    "figure",
    "mention",
    "resolve",
    "frame",
    "coverage",
    "trace",
    "triple",
    "chronology",
    "pipeline",
    "overlay",
    "store",
    "passage",
    "query",
    "export",
    "migrate",
    "explain",
    "check",
    "docs",
    "cli",
];

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The module of the flow that the file belongs to: `frame` for `src/frame/occasion.rs`.
    fn module(&self) -> String {
        let inner = self.path.strip_prefix("src").unwrap();
        let first = inner.components().next().unwrap().as_os_str().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    }

    /// The lines that are code, numbered: no comments, nothing from the first `#[cfg(test)]` on.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(i, line)| (i + 1, line));
        lines.take_while(|(_, l)| !l.contains("#[cfg(test)]")).filter(|(_, l)| !l.trim_start().starts_with("//"))
    }

    fn at(&self, line: usize, law: &str) -> String {
        format!("{}:{line}: {law}", self.path.display())
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    found.retain(|source: &Source| !source.path.ends_with("tests.rs"));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 20, "only {} files were found in src", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(Source { text: fs::read_to_string(&path).unwrap(), path });
        }
    }
}

fn hold(broken: Vec<String>) {
    assert!(broken.is_empty(), "{} places break a law:\n{}", broken.len(), broken.join("\n"));
}

fn rank(module: &str) -> Option<usize> {
    FLOW.iter().position(|m| *m == module)
}

/// The modules of the library that a line names by a path from its root, in a `use` or anywhere else.
fn imported(code: &str) -> impl Iterator<Item = &str> {
    code.split("crate::").skip(1).flat_map(|path| {
        let group = path.strip_prefix('{').and_then(|group| group.split('}').next());
        let paths: Vec<&str> = group.map_or_else(|| vec![path], |group| group.split(',').map(str::trim).collect());
        paths.into_iter().filter_map(|path| path.split(|c: char| !c.is_alphanumeric() && c != '_').next())
    })
}

#[test]
fn data_flows_one_way() {
    let mut broken = Vec::new();
    for source in sources() {
        let module = source.module();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(here) = rank(&module) else {
            broken.push(source.at(1, "this module has no place in the flow"));
            continue;
        };
        for (line, code) in source.code() {
            for imported in imported(code).filter(|imported| rank(imported).is_some_and(|there| there > here)) {
                broken.push(source.at(line, &format!("{module} imports {imported}, which stands to its right")));
            }
        }
    }
    hold(broken);
}

#[test]
fn only_triple_writes_types_and_nothing_after_it_reads_prose() {
    let mut broken = Vec::new();
    let (triple, pipeline) = (rank("triple").unwrap(), rank("pipeline").unwrap());
    for source in sources() {
        let Some(here) = rank(&source.module()) else { continue };
        for (line, code) in source.code() {
            // The ontology is about types; the law is that nothing gives one to what a text tells.
            let speaks_of_types = ["vocab", "shapes", "ontology"].contains(&source.module().as_str());
            if here < triple && !speaks_of_types && code.contains("vocab::TYPE") {
                broken.push(source.at(line, "an RDF type is named before triple"));
            }
            let prose = ["text", "lexicon", "mention", "resolve", "frame", "figure"];
            if here > pipeline && prose.iter().any(|p| code.contains(&format!("crate::{p}::"))) {
                broken.push(source.at(line, "prose is read after the pipeline"));
            }
        }
    }
    hold(broken);
}

#[test]
fn results_depend_on_nothing_but_the_input() {
    let forbidden = ["SystemTime", "Instant::now", "Zoned::now", "Timestamp::now", "rand::", "RandomState", "BlankNode::default"];
    let mut broken = Vec::new();
    for source in sources() {
        for (line, code) in source.code() {
            for word in forbidden.iter().filter(|f| code.contains(**f)) {
                broken.push(source.at(line, &format!("{word}: no clock, hash order or random id")));
            }
        }
    }
    hold(broken);
}

#[test]
fn printing_and_arguments_belong_to_the_command_line() {
    let mut broken = Vec::new();
    for source in sources() {
        let module = source.module();
        let outer = matches!(module.as_str(), "main" | "cli");
        for (line, code) in source.code() {
            if !outer && ["println!", "print!(", "eprintln!", "eprint!("].iter().any(|p| code.contains(p)) {
                broken.push(source.at(line, "only main and cli print"));
            }
            if !outer && code.contains("clap::") {
                broken.push(source.at(line, "only cli knows clap"));
            }
            if !outer && code.contains("anyhow") {
                broken.push(source.at(line, "anyhow is for the binary, the library has its own error"));
            }
            if module != "export" && code.contains("rio_turtle") {
                broken.push(source.at(line, "rio_turtle only re-reads what we export"));
            }
        }
    }
    hold(broken);
}

#[test]
fn files_are_nouns_of_the_pipeline_and_functions_short() {
    let mut broken = Vec::new();
    for source in sources() {
        let name = source.path.file_stem().unwrap().to_str().unwrap();
        if ["util", "utils", "helper", "helpers", "common", "mod", "misc"].contains(&name) {
            broken.push(source.at(1, "is no noun of the pipeline"));
        }
        let lines = source.text.lines().count();
        if lines > 520 {
            broken.push(source.at(lines, "is longer than 520 lines"));
        }
        broken.extend(long_functions(&source));
    }
    if fs::read_to_string("src/main.rs").unwrap().lines().count() >= 100 {
        broken.push("src/main.rs has 100 lines or more".to_owned());
    }
    hold(broken);
}

/// Functions of more than 60 lines, by the indentation that rustfmt gives them.
fn long_functions(source: &Source) -> Vec<String> {
    let mut open: Option<(usize, usize)> = None;
    let mut broken = Vec::new();
    for (i, line) in source.text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let start = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("const ");
        if start.starts_with("fn ") && !line.trim_end().ends_with(';') {
            open = Some((i, indent));
        } else if let Some((first, _)) = open.filter(|&(_, depth)| line.trim() == "}" && indent == depth) {
            if i - first > 60 {
                broken.push(source.at(first + 1, &format!("the function has {} lines", i - first + 1)));
            }
            open = None;
        }
    }
    broken
}

#[test]
fn words_of_a_language_stand_in_data_or_ontology() {
    let mut broken = Vec::new();
    for source in sources() {
        for (line, code) in source.code() {
            if let Some(letter) = foreign_letter(code) {
                broken.push(source.at(line, &format!("{letter:?} of a language stands in code")));
            }
        }
    }
    hold(broken);
}

/// A letter beyond those of ASCII, outside of comments. Scripts are told by ranges of Unicode; signs are no letters.
fn foreign_letter(code: &str) -> Option<char> {
    let code = code.split("//").next().unwrap_or(code);
    code.chars().find(|c| c.is_alphabetic() && !c.is_ascii())
}

#[test]
fn the_laws_see_what_breaks_them() {
    for code in ["use crate::cli::Global;", "    crate::cli::say(x)", "use crate::{error, cli};", "let a: Vec<crate::cli::A>;"] {
        assert!(imported(code).any(|module| module == "cli"), "{code}");
    }
    assert_eq!(
        imported("use crate::error::{Error, Result}; crate::vocab::iri(crate::text::x)").collect::<Vec<_>>(),
        ["error", "vocab", "text"]
    );
    for code in ["c == 'ё'", "\"元\"", "matches!(c, 'А'..='я')", "\"é\"", "'ー'"] {
        assert!(foreign_letter(code).is_some(), "{code}");
    }
    for code in ["'\\u{400}'..='\\u{4ff}' // Қ", "['。', '«', '・']", "let x = 1; // глава"] {
        assert_eq!(foreign_letter(code), None, "{code}");
    }
}
