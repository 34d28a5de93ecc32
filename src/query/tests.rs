//! Queries on a small store of two releases that say the same of Kazakhstan.

use super::*;
use crate::bundle::BundleFile;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad};

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

fn thing(path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{path}", vocab::ID))
}

fn store(folder: &std::path::Path) -> Result<Store> {
    let store = Store::open(folder)?;
    let label = |thing: NamedNode, label: &str, lang: &str| {
        let label = Literal::new_language_tagged_literal_unchecked(label, lang);
        Quad::new(thing, vocab::PREF_LABEL, label, GraphName::DefaultGraph)
    };
    let names = vec![
        label(thing("country/kz"), "Kazakhstan", "en"),
        label(thing("country/kz"), "Казахстан", "ru"),
        label(thing("country/jp"), "Japan", "en"),
    ];
    for graph in ["release/a/1", "release/b/2"] {
        let name = thing(graph);
        store.load(name.as_ref(), names.clone())?;
    }
    Ok(store)
}

fn file(text: &'static str) -> BundleFile {
    BundleFile { path: "queries/q.rq".into(), text: text.into() }
}

fn table(store: &Store, text: &str) -> Result<String> {
    let written = ask(store, "-e", text)?.write(AnswerFormat::Table)?;
    Ok(String::from_utf8_lossy(&written).into_owned())
}

#[test]
fn what_two_graphs_say_counts_once() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store(folder.path())?;
    let count = "SELECT (COUNT(*) AS ?n) { ?s skos:prefLabel ?l }";
    assert_eq!(table(&store, count)?, "n\n-\n3\n");
    let by_graph = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s skos:prefLabel ?l } }";
    assert_eq!(table(&store, by_graph)?, "n\n-\n6\n");
    let rows = "SELECT ?s ?l { ?s skos:prefLabel ?l FILTER(lang(?l) = 'en') }";
    assert_eq!(
        table(&store, rows)?,
        "s              l\n-------------  ----------\nid:country/jp  Japan\nid:country/kz  Kazakhstan\n"
    );
    Ok(())
}

#[test]
fn parameters_reach_subqueries_and_may_stay_open() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store(folder.path())?;
    let query = SavedQuery::read(&file(
        "# title: Names\n# description: All names\n#   of a country.\n# param: country country any — whose names\n# param: text text a — what they hold\n\
         SELECT ?l { { SELECT ?l { $country skos:prefLabel ?l FILTER(CONTAINS(?l, $text)) } } }",
    ))?;
    assert_eq!(query.description, "All names of a country.");
    let lines = |values: &[(&str, &str)]| -> Result<usize> {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(table(&store, &query.bind(&store, &values)?)?.lines().count() - 2)
    };
    assert_eq!(lines(&[])?, 2);
    assert_eq!(lines(&[("text", "а")])?, 1);
    for written in ["kz", "Kazakhstan", "казахстан", "https://w3id.org/cajad/id/country/kz"] {
        assert_eq!(lines(&[("country", written)])?, 1);
    }
    assert_eq!(lines(&[("text", "\") } } DROP ALL #")])?, 0, "a value is never read as SPARQL");
    let refused = [
        (("country", "Freedonia"), "there is no country \"Freedonia\" in the store", "possible are jp, kz"),
        (("land", "kz"), "the query q has no parameter land", "its parameters are country, text"),
    ];
    for (value, message, hint) in refused {
        let error = lines(&[value]).err().ok_or("refused")?;
        assert_eq!(error.message(), message);
        assert!(error.remedy().is_some_and(|remedy| remedy.starts_with(hint)), "{:?}", error.remedy());
    }
    Ok(())
}

#[test]
fn headers_are_held_against_the_query() {
    let cases = [
        ("ASK {}", "queries/q.rq:1:1: the query has no title"),
        ("# title: T\nASK { ?s ?p $o }", "queries/q.rq:2:13: the query uses $o, which its header does not declare"),
        ("# title: T\n# param: y year 2025 — y\nASK { }", "queries/q.rq: the parameter y is declared but not used"),
        (
            "# title: T\n# param: y year 2025 — y\nASK { ?y ?p $y }",
            "queries/q.rq:3:7: the variable ?y has the name of a parameter",
        ),
        ("# title: T\n# param: y years 2025 — y\nASK { }", "queries/q.rq:2:1: unknown type \"years\""),
    ];
    for (text, message) in cases {
        assert_eq!(SavedQuery::read(&file(text)).map(|_| ()).map_err(|error| error.to_string()), Err(message.to_owned()));
    }
}

#[test]
fn mistakes_have_their_place() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store(folder.path())?;
    let cases = [
        ("SELECT *\nWHERE { ?s ?p }", 2, 15, "} cannot stand here"),
        ("SELECT *\nWHER { ?s ?p ?o }", 2, 1, "WHER cannot stand here"),
        ("SELEC * { ?s ?p ?o }", 1, 1, "SELEC cannot stand here"),
        ("# 日本\nSELECT ?s { ?s \"日本\" ?o }", 2, 16, "\"日本\" cannot stand here"),
        ("SELECT * { ?s nope:p ?o }", 1, 15, "the prefix nope: is not known"),
        ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too early"),
        ("", 1, 1, "the query ends too early"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "} cannot stand here"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 41, "the query is not sound: "),
        ("SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }", 1, 12, "SERVICE is not supported"),
        ("LOAD <http://x/>", 1, 1, "an update is not a query"),
    ];
    for (text, line, column, told) in cases {
        let error = ask(&store, "-e", text).err().ok_or("refused")?;
        assert_eq!((error.exit_code(), error.place().line, error.place().column), (2, Some(line), Some(column)), "{error}");
        assert!(error.message().contains(told), "{error}");
        assert!(error.excerpt().is_some_and(|shown| shown.ends_with('^')) && error.remedy().is_some());
    }
    Ok(())
}

#[test]
fn every_format_or_a_refusal() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store(folder.path())?;
    let rows = ask(&store, "-e", "SELECT ?l { id:country/jp skos:prefLabel ?l }");
    assert!(rows.is_err(), "a slash in a prefixed name must be escaped");
    let rows = ask(&store, "-e", "SELECT ?l { id:country\\/jp skos:prefLabel ?l }")?;
    let written = |answer: &Answer, format| answer.write(format).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert_eq!(written(&rows, AnswerFormat::Csv)?, "l\r\nJapan\r\n");
    assert_eq!(written(&rows, AnswerFormat::Tsv)?, "?l\n\"Japan\"@en\n");
    assert!(written(&rows, AnswerFormat::Json)?.contains("\"value\":\"Japan\""));
    assert!(written(&rows, AnswerFormat::Xml)?.contains("<literal xml:lang=\"en\">Japan</literal>"));
    let graph = ask(&store, "-e", "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s skos:prefLabel ?l }")?;
    assert_eq!(graph.size(), Some(3));
    assert!(graph.write(AnswerFormat::Csv).is_err() && graph.write(AnswerFormat::Table).is_err());
    Ok(())
}

#[test]
fn the_longest_namespace_shortens() {
    let iri = NamedNodeRef::new_unchecked("https://w3id.org/cajad/vocab/domain/space");
    assert_eq!(short(iri.as_str()), "domain:space");
}

#[test]
fn a_service_that_came_past_the_refusal_would_still_reach_nobody() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store(folder.path())?;
    let neighbour = std::net::TcpListener::bind("127.0.0.1:0")?;
    neighbour.set_nonblocking(true)?;
    let text = format!("SELECT * {{ SERVICE <http://{}/> {{ ?s ?p ?o }} }}", neighbour.local_addr()?);
    let QueryResults::Solutions(mut solutions) = evaluator()?.parse_query(&text)?.on_store(store.database()).execute()? else {
        return Err("a SELECT gives solutions".into());
    };
    assert!(solutions.next().is_some_and(|solution| solution.is_err()));
    let asked = neighbour.accept().err().map(|error| error.kind());
    assert_eq!(asked, Some(std::io::ErrorKind::WouldBlock), "the query went to its neighbour");
    Ok(())
}
