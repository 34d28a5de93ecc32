//! The pages in `tests/source/page/`, which have the structure of those of each site in `data/sites.toml` and words of our own:
//! what is read of each, and what the graph says of it.
//!
//! Beside a page `<name>.html` stands `<name>.txt`: what is known of it, its text, and its facts. `UPDATE=1` writes them anew. All
//! that a page has beside its release (menus, captions, related links, notices) tells of meetings in 2019, 2023, 2024 or 2025, so
//! that a fact of theirs is seen.
#![expect(clippy::unwrap_used, reason = "a test stops where a fixture cannot be read")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cajad::bundle::Bundle;
use cajad::pipeline::{Conversion, Pipeline};
use cajad::site::Sites;
use cajad::source::{Document, Overrides, parse, read};
use cajad::vocab;
use oxigraph::model::{NamedNodeRef, Term};
use proptest::prelude::*;

#[path = "cases/summary.rs"]
mod summary;
use summary::Summary;

const HERE: &str = "tests/source/page";

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir(HERE).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|suffix| suffix == "html"));
    pages.sort();
    pages
}

fn document(page: &Path) -> Document {
    read(page, &Overrides::default()).unwrap()
}

/// The value that the graph gives of the release.
fn told(conversion: &Conversion, property: NamedNodeRef<'_>) -> String {
    let quads = conversion.quads.iter().filter(|q| q.subject == conversion.release.clone().into() && q.predicate == property);
    let values: Vec<String> = quads
        .map(|quad| match &quad.object {
            Term::NamedNode(node) => vocab::short(node.as_str()),
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        })
        .collect();
    values.join(", ")
}

fn outcome(document: &Document, conversion: &Conversion) -> String {
    let fields = [
        ("reader", vocab::READER),
        ("title", vocab::TITLE),
        ("issued", vocab::ISSUED),
        ("known", vocab::DATE_SOURCE),
        ("publisher", vocab::PUBLISHER),
        ("language", vocab::LANGUAGE),
        ("source", vocab::SOURCE),
    ];
    let head: String = fields.iter().map(|(name, property)| format!("{name}: {}\n", told(conversion, *property))).collect();
    format!("{head}--- text\n{}--- facts\n{}", document.text, Summary(conversion).lines(&[]))
}

#[test]
fn each_site_gives_its_release_and_nothing_else() {
    let pipeline = Pipeline::new(&Bundle::embedded()).unwrap();
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for page in pages() {
        let document = document(&page);
        let outcome = outcome(&document, &pipeline.convert(&document).unwrap());
        let expected = page.with_extension("txt");
        if update {
            fs::write(&expected, &outcome).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != outcome {
            wrong.push(format!("{}:\n{outcome}", page.display()));
        }
        for year in ["2019", "2023", "2024", "2025"] {
            if outcome.split_once("--- text").unwrap().1.contains(year) {
                wrong.push(format!("{}: what is beside the release is read: {year}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_profile_has_a_page_that_it_reads() {
    let table: toml::Table = fs::read_to_string("data/sites.toml").unwrap().parse().unwrap();
    let names: BTreeSet<String> = table["profile"]
        .as_array()
        .unwrap()
        .iter()
        .map(|profile| format!("profile {}", profile["name"].as_str().unwrap()))
        .collect();
    let fired: BTreeSet<String> = pages().iter().filter_map(|page| document(page).meta.reader).collect();
    assert!(names.len() >= 20, "{names:?}");
    let missing: Vec<&String> = names.difference(&fired).collect();
    assert!(missing.is_empty(), "no page is read by {missing:?}");
    assert!(fired.contains("readability") && fired.contains("body"), "{fired:?}");
}

#[test]
fn every_publisher_of_a_site_is_in_the_register() {
    let bundle = Bundle::embedded();
    let register = cajad::register::Register::read(&bundle).unwrap();
    let sites = Sites::read(&bundle).unwrap();
    let strangers: Vec<_> = sites.publishers().filter(|(_, publisher)| register.find("org", publisher).is_none()).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    assert!(sites.publishers().count() >= 345);
}

#[test]
fn what_the_caller_knows_goes_before_what_the_page_says() {
    let overrides = Overrides { source: Some("https://www.example.org/saved".to_owned()), ..Overrides::default() };
    let document = read(&Path::new(HERE).join("mofa-jp.html"), &overrides).unwrap();
    assert_eq!(document.meta.source.as_deref(), Some("https://www.example.org/saved"));
    // The profile is for the address, and this one has none.
    assert!(matches!(document.meta.reader.as_deref(), Some("readability" | "body")));
}

#[test]
fn a_page_nested_as_deep_as_is_allowed_is_read() {
    let tags = 490;
    for tag in ["div", "b", "blockquote"] {
        let page = format!(
            "<html><body>{}The ministers met in Tokyo.{}",
            format!("<{tag}>").repeat(tags),
            format!("</{tag}>").repeat(tags)
        );
        let document = parse("page.html", page.as_bytes(), &Overrides::default()).unwrap();
        assert_eq!(document.text, "The ministers met in Tokyo.\n", "{tag}");
    }
}

/// A piece of a page, sound or not.
fn piece() -> impl Strategy<Value = String> {
    let tags = "html|head|body|title|meta|p|div|span|a|ul|ol|li|table|tr|td|h1|h2|b|i|br|pre|script|style|select|option|svg|math|template|form|ruby|rt|frameset|main|article|nav|figure";
    let attributes = "| class=menu| class='text main'| id=maincontents| href=/a| hidden| lang=ja| charset=euc-jp| property=og:title content=x| style='display:none'| value=-9| itemprop=articleBody";
    let tags: Vec<&str> = tags.split('|').collect();
    let attributes: Vec<&str> = attributes.split('|').collect();
    let (tag, attribute) = (proptest::sample::select(tags), proptest::sample::select(attributes));
    prop_oneof![
        4 => (tag.clone(), attribute).prop_map(|(tag, attribute)| format!("<{tag}{attribute}>")),
        3 => tag.prop_map(|tag| format!("</{tag}>")),
        3 => "[ a-zA-Zа-яぁ-ん一-二.,:0-9\\n\u{3000}]{0,80}",
        1 => proptest::sample::select(vec!["<!--", "-->", "<![CDATA[", "<", "&", "&#0;", "&#x110000;", "\u{0}", "\u{FFFE}", "<a b='", "\"", "<!DOCTYPE x>"]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a page is made of, reading it ends with a text or a message, and never in a panic.
    #[test]
    fn no_page_is_too_odd(pieces in proptest::collection::vec(piece(), 0..60), site in any::<bool>()) {
        let source = site.then(|| "https://www.mofa.go.jp/odd.html".to_owned());
        let overrides = Overrides { source, ..Overrides::default() };
        match parse("page.html", pieces.concat().as_bytes(), &overrides) {
            Ok(document) => {
                prop_assert!(document.text.ends_with('\n') && !document.text.trim().is_empty());
                prop_assert!(!document.text.contains(|c: char| c.is_control() && c != '\n'), "{:?}", document.text);
            }
            Err(error) => prop_assert!(error.to_string().starts_with("page.html: "), "{}", error),
        }
    }
}
