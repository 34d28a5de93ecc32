//! Which graphs a migration takes, and what it refuses, on small stores in memory.

use super::*;
use crate::bundle::BundleFile;
use crate::overlay::Heading;
use oxigraph::model::{Literal, Triple};

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

const TURN: &str = "# title: Old to new
DELETE { GRAPH ?g { ?s cajad:old ?o } } INSERT { GRAPH ?g { ?s cajad:new ?o } } WHERE { GRAPH ?g { ?s cajad:old ?o } }";

fn header(version: &str) -> Quad {
    let version = NamedNode::new_unchecked(format!("{}/{version}", vocab::ONTOLOGY.as_str()));
    Quad::new(vocab::ONTOLOGY, vocab::VERSION_IRI, version, vocab::ONTOLOGY)
}

fn term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{name}", vocab::CAJAD))
}

/// A release of a version, if it says one, with one quad of what it tells.
fn release(slug: &str, version: Option<&str>) -> Vec<Quad> {
    let name = NamedNode::new_unchecked(format!("{}release/test/{slug}", vocab::ID));
    let said = version.map(|version| {
        let version = NamedNode::new_unchecked(format!("{}/{version}", vocab::ONTOLOGY.as_str()));
        Quad::new(name.clone(), vocab::CONFORMS_TO, version, name.clone())
    });
    let told = Quad::new(name.clone(), term("old"), Literal::new_simple_literal(slug), name.clone());
    said.into_iter().chain([told]).collect()
}

fn step(name: &str, text: &str) -> Result<Step> {
    Step::read(&BundleFile { path: format!("migrations/{name}.ru"), text: text.to_owned().into() })
}

fn plan(quads: &[Quad], present: &str, steps: &[Step]) -> Result<Plan> {
    Plan::new(&Store::in_memory(quads)?, Ground { ontology: &[header(present)], steps, queries: &[], tables: &[] })
}

/// The releases of a plan by their slugs, with the term that they use and the version that they name.
fn told(plan: &Plan) -> Vec<String> {
    let one = |quads: &Vec<Quad>| {
        let mut words: Vec<String> =
            quads.iter().map(|quad| format!("{} {}", short(quad.predicate.as_str()), quad.object)).collect();
        words.sort();
        words.join(", ")
    };
    plan.graphs.iter().filter(|(graph, _)| graph.contains("/release/")).map(|(_, quads)| one(quads)).collect()
}

#[test]
fn a_step_takes_the_graphs_of_its_version_alone() -> Outcome {
    let quads =
        [release("a", Some("1.0.0")), release("b", Some("1.2.0")), release("c", Some("2.0.0")), release("d", None)].concat();
    let quads = [quads, vec![header("2.0.0")]].concat();
    let plan = plan(&quads, "2.1.0", &[step("1.2.0-2.0.0", TURN)?])?;
    let version = |number: &str| format!("dcterms:conformsTo <{}/{number}>", vocab::ONTOLOGY.as_str());
    let expected = [
        format!("cajad:new \"a\", {}", version("2.1.0")),
        format!("cajad:new \"b\", {}", version("2.1.0")),
        format!("cajad:old \"c\", {}", version("2.1.0")),
        "cajad:old \"d\"".to_owned(),
    ];
    assert_eq!(told(&plan), expected);
    let report = plan.report();
    assert_eq!(report.from, ["1.0.0".parse()?, "1.2.0".parse()?, "2.0.0".parse()?]);
    assert_eq!((report.steps[0].graphs, report.steps[0].changed), (2, 2));
    let counts: Vec<_> = report.graphs.iter().map(|count| (count.before, count.after, count.removed, count.added)).collect();
    assert_eq!(counts, [(2, 2, 2, 2), (2, 2, 2, 2), (2, 2, 1, 1), (1, 1, 0, 0), (1, 1, 1, 1)]);
    Ok(())
}

#[test]
fn steps_follow_one_another() -> Outcome {
    let back = TURN.replace("cajad:old", "cajad:x").replace("cajad:new", "cajad:old").replace("cajad:x", "cajad:new");
    let quads = [release("a", Some("0.1.0")), vec![header("0.1.0")]].concat();
    let files = ["1.0.0-2.0.0", "0.1.3-1.0.0"].map(|name| BundleFile {
        path: format!("migrations/{name}.ru"),
        text: if name.starts_with('1') { back.clone().into() } else { TURN.into() },
    });
    let plan = plan(&quads, "2.0.0", &steps(&files)?)?;
    assert!(told(&plan)[0].starts_with("cajad:old \"a\""), "there and back: {:?}", told(&plan));
    assert_eq!(plan.report().steps.len(), 2);
    Ok(())
}

#[test]
fn what_cannot_be_migrated_is_refused() -> Outcome {
    let emptied = "# title: Emptied\nDELETE WHERE { GRAPH ?g { ?s ?p ?o } }";
    let strays = "# title: Strays\nINSERT DATA { GRAPH <https://w3id.org/cajad/id/release/test/b> { cajad:a cajad:b cajad:c } }";
    let two = [release("a", Some("1.0.0")), release("b", Some("2.0.0"))].concat();
    let cases = [
        (plan(&two, "1.0.0", &[]), "release/test/b is of the ontology 2.0.0, which is newer than 1.0.0"),
        (plan(&two, "2.0.0", &[]), "no migration leads from 1.0.0 to 2.0.0, which id:release/test/a needs"),
        (plan(&two, "2.0.0", &[step("1.0.0-3.0.0", emptied)?]), "no migration leads from 1.0.0 to 2.0.0"),
        (plan(&two, "2.0.0", &[step("0.9.0-2.0.0", emptied)?]), "no migration leads from 1.0.0 to 2.0.0"),
        (plan(&release("a", Some("0.1.0")), "0.2.0", &[]), "no migration leads from 0.1.0 to 0.2.0"),
        (plan(&two, "2.0.0", &[step("1.0.0-2.0.0", strays)?]), "release/test/b, which is not of the version 1.0.0"),
    ];
    for (refused, told) in cases {
        assert!(refused.is_err_and(|error| error.to_string().contains(told) && error.remedy().is_some()), "{told}");
    }
    let gone = plan(&two, "2.0.0", &[step("1.0.0-2.0.0", emptied)?])?;
    assert_eq!(told(&gone).len(), 1, "a graph without a quad is none");
    assert_eq!((gone.report().graphs[0].before, gone.report().graphs[0].after), (2, 0));
    Ok(())
}

/// A correction of a release by what it added and took out, both said with the old term.
fn record(id: &str, release: &str, added: &[&str], retracted: &[&str]) -> Record {
    let node = |path: &str| NamedNode::new_unchecked(format!("{}{path}", vocab::ID));
    let release = node(&format!("release/test/{release}"));
    let triples = |values: &[&str]| -> Vec<Triple> {
        let told = values.iter().map(|value| Literal::new_simple_literal(*value));
        told.map(|value| Triple::new(release.clone(), term("old"), value)).collect()
    };
    let heading = Heading {
        id: node(&format!("correction/{id}")),
        release: release.clone(),
        author: Literal::from("A. Sato").into(),
        date: jiff::civil::date(2026, 1, 15),
        reason: "misread".to_owned(),
        source: None,
    };
    Record { heading, added: triples(added), retracted: triples(retracted) }
}

#[test]
fn corrections_are_migrated_with_their_releases() -> Outcome {
    let made = [
        record("one", "a", &["added"], &["b", "c"]),
        record("other", "a", &["more"], &[]),
        record("present", "n", &["x"], &["y"]),
    ];
    let releases = [release("a", Some("1.0.0")), release("n", Some("2.0.0"))].concat();
    let quads = [releases, vec![header("2.0.0")], graph(&made)].concat();
    let plan = plan(&quads, "2.0.0", &[step("1.0.0-2.0.0", TURN)?])?;
    let expected = [
        r#"id:correction/one +cajad:new "added" -cajad:new "b" -cajad:new "c""#,
        r#"id:correction/other +cajad:new "more""#,
        r#"id:correction/present +cajad:old "x" -cajad:old "y""#,
    ];
    assert_eq!(corrections(&plan)?, expected);
    assert!(plan.report().corrections.is_empty(), "{:?}", plan.report().corrections);

    let cut = "# title: Cut\nDELETE WHERE { GRAPH ?g { ?s cajad:old \"more\" } }";
    let plan = self::plan(&quads, "2.0.0", &[step("1.0.0-2.0.0", cut)?])?;
    assert_eq!(corrections(&plan)?[0], r#"id:correction/one +cajad:old "added" -cajad:old "b" -cajad:old "c""#);
    let [emptied] = &plan.report().corrections[..] else { return Err("it is told of one correction".into()) };
    assert_eq!(emptied.check, "correction-emptied");
    assert!(emptied.message.starts_with("id:correction/other: the migrations leave nothing"), "{emptied}");

    let written =
        "# title: W\nINSERT { GRAPH <https://w3id.org/cajad/graph/overlay> { ?s a ?s } } WHERE { GRAPH ?g { ?s ?p ?o } }";
    let refused = self::plan(&quads, "2.0.0", &[step("1.0.0-2.0.0", written)?]);
    assert!(
        refused.is_err_and(|error| error.message().starts_with("the migration writes into https://w3id.org/cajad/graph/overlay"))
    );
    Ok(())
}

/// The corrections of a plan, each in one line.
fn corrections(plan: &Plan) -> std::result::Result<Vec<String>, Box<dyn std::error::Error>> {
    let told = |sign: char, triples: &[Triple]| -> String {
        triples.iter().map(|triple| format!(" {sign}{} {}", short(triple.predicate.as_str()), triple.object)).collect()
    };
    let records = records(&plan.graphs[vocab::OVERLAY_GRAPH.as_str()])?;
    let lines = records.iter().map(|record| {
        format!("{}{}{}", short(record.heading.id.as_str()), told('+', &record.added), told('-', &record.retracted))
    });
    Ok(lines.collect())
}

#[test]
fn a_query_that_has_any_of_the_rows_is_compared_as_a_whole() -> Outcome {
    let file = |name: &str, text: &str| BundleFile { path: format!("{name}.rq"), text: format!("# title: T\n{text}").into() };
    let asked = [
        file("any", "SELECT ?o { ?s cajad:told ?o } LIMIT 1"),
        file("any-other", "SELECT ?o { ?s ?p ?o FILTER(STRENDS(STR(?p), \"old\") && ?o != \"gone\") } LIMIT 1"),
        file("first", "SELECT ?o { ?s ?p ?o FILTER(STRENDS(STR(?p), \"old\")) } ORDER BY ?p ?o LIMIT 1"),
        file("turned", "SELECT ?o { ?s ?p ?o FILTER(STRENDS(STR(?p), \"old\") && ?o != \"gone\") } ORDER BY ?p ?o"),
    ];
    let queries = asked.iter().map(SavedQuery::read).collect::<Result<Vec<_>>>()?;
    let values = |term: &str, values: &[&str]| -> Vec<Quad> {
        let graph = NamedNode::new_unchecked(format!("{}release/test/a", vocab::ID));
        let told = values.iter().map(|value| Literal::new_simple_literal(*value));
        told.map(|value| Quad::new(graph.clone(), self::term(term), value, graph.clone())).collect()
    };
    // The values are the same, under terms that stand in another order.
    let before = [values("a-old", &["x", "gone"]), values("b-old", &["y"]), values("told", &["1", "2"])].concat();
    let after = [values("d-old", &["x"]), values("c-old", &["y"]), values("told", &["2", "1"])].concat();
    let found = effects(&queries, &Store::in_memory(&before)?, &Store::in_memory(&after)?);
    let found: Vec<(&str, &str, bool)> = found
        .iter()
        .map(|e| (e.query.as_str(), e.verdict.name(), e.reason.as_deref().is_some_and(|r| r.contains("LIMIT"))))
        .collect();
    let expected =
        [("first", "changes", false), ("turned", "changes", false), ("any", "stays", true), ("any-other", "stays", true)];
    assert_eq!(found, expected);
    Ok(())
}

#[test]
fn a_migration_leaves_the_version_of_a_release_alone() -> Outcome {
    let two = [release("a", Some("1.0.0")), release("b", Some("2.0.0"))].concat();
    let says = |version: &str| format!("GRAPH ?g {{ ?g dcterms:conformsTo {version} }}");
    let (now, ours) = (says("?v"), says("<https://w3id.org/cajad/ontology/2.0.0>"));
    let foreign = says("<https://example.org/standard>");
    let fresh = "GRAPH <https://w3id.org/cajad/id/release/test/c> { ?g a cajad:Release }";
    let cases = [
        (format!("DELETE WHERE {{ {now} }}"), "takes dcterms:conformsTo from a release, id:release/test/a"),
        (format!("DELETE {{ {now} }} INSERT {{ {foreign} }} WHERE {{ {now} }}"), "takes dcterms:conformsTo from a release"),
        (format!("DELETE {{ {now} }} INSERT {{ {ours} }} WHERE {{ {now} }}"), "changes dcterms:conformsTo of a release"),
        (format!("INSERT {{ {ours} }} WHERE {{ {now} }}"), "changes dcterms:conformsTo of a release, id:release/test/a"),
        (format!("INSERT {{ {fresh} }} WHERE {{ {now} }}"), "makes a release without dcterms:conformsTo, id:release/test/c"),
    ];
    for (text, told) in cases {
        let refused = plan(&two, "2.0.0", &[step("1.0.0-2.0.0", &format!("# title: T\n{text}"))?]);
        assert!(refused.is_err_and(|error| error.to_string().contains(told) && error.remedy().is_some()), "{text}");
    }
    let beside = format!("# title: T\nINSERT {{ {foreign} }} WHERE {{ {now} }}");
    let plan = plan(&two, "2.0.0", &[step("1.0.0-2.0.0", &beside)?])?;
    assert!(told(&plan)[0].contains("/standard"), "what it says of another standard is data: {:?}", told(&plan));
    Ok(())
}

#[test]
fn a_store_of_the_present_version_is_left_alone() -> Outcome {
    let quads = [release("a", Some("1.0.0")), vec![header("1.0.0")]].concat();
    let plan = plan(&quads, "1.0.0", &[step("0.9.0-1.0.0", TURN)?])?;
    assert!(plan.report().is_needless() && plan.report().steps.is_empty());
    assert!(plan.report().graphs.iter().all(|count| !count.is_changed()));
    Ok(())
}
