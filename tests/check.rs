//! Everything that `cajad check` looks for, each with a store or a register that it is found in and one that it is not.
#![expect(clippy::unwrap_used, reason = "a test stops where a fixture cannot be read")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cajad::bundle::{Bundle, BundlePaths};
use cajad::check::{self, Checks};
use cajad::error::Error;
use cajad::finding::{Finding, Severity};
use cajad::overlay::Overlay;
use cajad::pipeline::{Conversion, Pipeline};
use cajad::query::{SavedQuery, saved};
use cajad::register::Register;
use cajad::shapes::Shapes;
use cajad::source::{Overrides, parse};
use cajad::store::{Rebuild, Store};
use cajad::vocab;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, Quad, Term};
use tempfile::TempDir;

/// The findings of a graph, each with its fixture `tests/check/<name>.trig` and the node that is found.
const GRAPHS: [(&str, &str); 6] = [
    ("dangling", "event/2025-12-20-summit-jp-tj"),
    ("instrument-order", "instrument/made-up-1"),
    ("older-ontology", "release/mofa-jp/2025-12-20-made-up"),
    ("two-kinds", "made-up"),
    ("outside-term", "person/kishida-fumio"),
    ("unknown-person", "person/made-up"),
];

/// The findings of the register, each with the table and a change of it: a line that is put in place of another, or is added.
const ROWS: [(&str, &str, &str, &str); 13] = [
    (
        "tenure-gap",
        "tenures.tsv",
        "kishida-fumio\tjp-prime-minister\t2021-10-04\t2024-10-01",
        "kishida-fumio\tjp-prime-minister\t2021-10-14\t2024-10-01",
    ),
    (
        "tenure-overlap",
        "tenures.tsv",
        "kishida-fumio\tjp-prime-minister\t2021-10-04\t2024-10-01",
        "kishida-fumio\tjp-prime-minister\t2021-10-04\t2024-10-21",
    ),
    (
        "tenure-overlap",
        "tenures.tsv",
        "kishida-fumio\tjp-prime-minister\t2021-10-04\t2024-10-01\tclosed",
        "kishida-fumio\tjp-prime-minister\t2021-10-04\t\tunsure",
    ),
    // Whoever stands in for a month ends nothing.
    (
        "tenure-overlap",
        "tenures.tsv",
        "\nsuga-yoshihide\tjp-prime-minister\t2020-09-16\t",
        "\naso-taro\tjp-prime-minister\t2018-01-01\t2018-02-01\tclosed\tmade up\thttps://example.org/\nsuga-yoshihide\tjp-prime-minister\t2020-09-16\t",
    ),
    // The last of a series has left, and nobody has come.
    (
        "tenure-gap",
        "tenures.tsv",
        "takaichi-sanae\tjp-prime-minister\t2025-10-21\t\tincumbent",
        "takaichi-sanae\tjp-prime-minister\t2025-10-21\t2025-12-01\tclosed",
    ),
    // A minister's office is no series, and has one holder all the same.
    (
        "tenure-overlap",
        "tenures.tsv",
        "\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
        "\naso-taro\tjp-finance-minister\t2025-10-20\t2025-11-02\tclosed\tmade up\thttps://example.org/\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
    ),
    (
        "row-order",
        "tenures.tsv",
        "\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
        "\naso-taro\tjp-administrative-vice-minister-meti\t1990\t1991\tclosed\tmade up\thttps://example.org/\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
    ),
    (
        "no-source",
        "tenures.tsv",
        "\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
        "\naso-taro\tjp-finance-minister\t2025-10-21\t2025-10-21\tclosed\tmade up\tbackground\nkatayama-satsuki\tjp-finance-minister\t2025-10-21\t",
    ),
    (
        "same-office",
        "offices.tsv",
        "\njp-prime-minister\tjp\tjp-cabinet\t",
        "\njp-prime-a\tjp\tjp-cabinet\thead-of-government\tPRIME Minister\t\t首相\t\t\thttps://example.org/\njp-prime-minister\tjp\tjp-cabinet\t",
    ),
    ("shared-item", "places.tsv", "\tQ1490\t35.6895\t", "\tQ35765\t35.6895\t"),
    ("row-order", "places.tsv", "\ntokyo\tjp\t", "\na-town\tjp\t\t\t\tA Town\t\t\t\t\thttps://example.org/\ntokyo\tjp\t"),
    ("shared-label", "places.tsv", "\tOsh\tOch\t", "\tOsh\tTokyo\t"),
    ("no-source", "places.tsv", "\ntokyo\tjp\t", "\ntokushima-town\tjp\t\t\t\tExample Town\t\t\t\t\tbackground\ntokyo\tjp\t"),
];

struct Ground {
    pipeline: Pipeline,
    shapes: Shapes,
    queries: Vec<SavedQuery>,
    release: Conversion,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let bundle = Bundle::open(BundlePaths::default()).unwrap();
    let pipeline = Pipeline::new(&bundle).unwrap();
    let shapes = Shapes::compile(&pipeline.ontology().unwrap(), &pipeline.register().unwrap()).unwrap();
    let queries = saved(&bundle.check_files().unwrap()).unwrap();
    let release = bundle.release_files().unwrap().into_iter().find(|file| file.path.contains("tajikistan-summit")).unwrap();
    let release = pipeline.convert(&parse(&release.path, release.text.as_bytes(), &Overrides::default()).unwrap()).unwrap();
    Ground { pipeline, shapes, queries, release }
});

impl Ground {
    /// What is found in a store with the ontology, the register, a release and what a test puts beside it.
    fn check(&self, release: Option<Conversion>, beside: Vec<Quad>, spoil: impl FnOnce(&Path)) -> Vec<Finding> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("store");
        let mut rebuild = Rebuild::begin(&place).unwrap();
        rebuild.load(vocab::ONTOLOGY, self.pipeline.ontology().unwrap());
        rebuild.load(vocab::REGISTER_GRAPH, self.pipeline.register().unwrap());
        if let Some(release) = release {
            rebuild.add(release).unwrap();
        }
        rebuild.finish().unwrap();
        let store = Store::open(&place).unwrap();
        let graphs: BTreeSet<String> = beside.iter().map(graph).collect();
        for name in graphs {
            let quads = beside.iter().filter(|quad| graph(quad) == name).cloned().collect();
            store.load(oxigraph::model::NamedNodeRef::new(&name).unwrap(), quads).unwrap();
        }
        spoil(&place);
        let with = Checks {
            shapes: &self.shapes,
            register: self.pipeline.rows(),
            overlay: &Overlay::default(),
            queries: &self.queries,
            version: self.pipeline.version(),
        };
        check::check(&store, &with).unwrap()
    }
}

fn graph(quad: &Quad) -> String {
    quad.graph_name.to_string().trim_matches(['<', '>']).to_owned()
}

fn named<'a>(findings: &'a [Finding], check: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.check == check).collect()
}

#[test]
fn a_graph_trips_each_check() {
    let clean = GROUND.check(Some(GROUND.release.clone()), Vec::new(), |_| {});
    for (check, node) in GRAPHS {
        assert!(named(&clean, check).is_empty(), "{check}: {clean:?}");
        let file = fs::File::open(format!("tests/check/{check}.trig")).unwrap();
        let quads = RdfParser::from_format(RdfFormat::TriG).for_reader(file).collect::<Result<Vec<_>, _>>().unwrap();
        let findings = GROUND.check(None, quads, |_| {});
        let nodes: BTreeSet<_> = named(&findings, check).into_iter().map(|finding| finding.node.clone().unwrap()).collect();
        assert_eq!(nodes, BTreeSet::from([format!("{}{node}", vocab::ID)]), "{check}: {findings:#?}");
    }
    let queries: Vec<&str> = GROUND.queries.iter().map(|query| query.name.as_str()).collect();
    let fixtures: BTreeSet<&str> = GRAPHS.iter().map(|(check, _)| *check).collect();
    assert!(queries.len() >= 4 && queries.iter().all(|query| fixtures.contains(query)), "{queries:?}: each needs a fixture");
}

#[test]
fn a_quote_that_does_not_stand_in_the_text_is_found() {
    let mut release = GROUND.release.clone();
    let exact = release.quads.iter().position(|quad| quad.predicate == vocab::OA_EXACT).unwrap();
    release.quads[exact].object = Term::from(Literal::new_simple_literal("nobody said this"));
    let findings = GROUND.check(Some(release), Vec::new(), |_| {});
    assert_eq!(named(&findings, "quote").len(), 1, "{findings:#?}");
}

#[test]
fn a_fact_without_a_passage_is_found() {
    let mut release = GROUND.release.clone();
    let statement = release.quads.iter().find(|quad| quad.object == Term::from(vocab::STATEMENT)).unwrap().subject.clone();
    release.quads.retain(|quad| quad.subject != statement || quad.predicate != vocab::EVIDENCE);
    let findings = GROUND.check(Some(release), Vec::new(), |_| {});
    let found = named(&findings, "evidence");
    assert_eq!(found.len(), 1, "{findings:#?}");
    assert_eq!(format!("<{}>", found[0].node.clone().unwrap()), statement.to_string());
}

#[test]
fn a_text_that_is_lost_or_changed_is_found() {
    let texts = |place: &Path| -> Vec<_> {
        let folders = fs::read_dir(place.join("texts")).unwrap().map(|folder| folder.unwrap().path());
        folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|text| text.unwrap().path())).collect()
    };
    let lost = GROUND.check(Some(GROUND.release.clone()), Vec::new(), |place| fs::remove_file(&texts(place)[0]).unwrap());
    assert_eq!(named(&lost, "release-text").len(), 1, "{lost:#?}");
    let changed = GROUND.check(Some(GROUND.release.clone()), Vec::new(), |place| fs::write(&texts(place)[0], "other").unwrap());
    assert_eq!(named(&changed, "release-text").len(), 1, "{changed:#?}");
}

/// The register with one table changed.
fn register(table: &str, old: &str, new: &str) -> Result<Register, Error> {
    register_in(&tempfile::tempdir().unwrap(), table, old, new)
}

fn register_in(folder: &TempDir, table: &str, old: &str, new: &str) -> Result<Register, Error> {
    let copy = folder.path().join("register");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir("data/register").unwrap() {
        let path = entry.unwrap().path();
        let mut text = fs::read_to_string(&path).unwrap();
        if path.ends_with(table) {
            assert!(text.contains(old), "{table} has no {old:?}");
            text = text.replacen(old, new, 1);
        }
        fs::write(copy.join(path.file_name().unwrap()), text).unwrap();
    }
    let data = Some(folder.path().to_path_buf());
    Register::read(&Bundle::open(BundlePaths { data, ..BundlePaths::default() }).unwrap())
}

/// Rows that are refused: the table, what is put in the place of what, and what is told.
const REFUSED: [(&str, &str, &str, &str); 9] = [
    ("places.tsv", "\ntokyo\tjp\t", "\nTokyo <1>\tjp\t", "\"Tokyo <1>\" is no id"),
    ("places.tsv", "\tQ1490\t35.6895\t", "\t1490 x\t35.6895\t", "\"1490 x\" is no item of Wikidata"),
    ("places.tsv", "\tQ1490\t35.6895\t", "\tQ1490\tabc\t", "\"abc\" is no lat"),
    ("places.tsv", "\tQ1490\t35.6895\t", "\t35.6895\t", "the row has 10 columns, the header 11"),
    ("places.tsv", "\tTokyo\tTokyo\t", "\tTo\u{200b}kyo\tTokyo\t", "has a character that nobody sees"),
    ("organizations.tsv", "\tbank\t", "\tbnak\t", "\"bnak\" is no kind"),
    ("offices.tsv", "\thead-of-government\t", "\thead-of-govt\t", "\"head-of-govt\" is no rank"),
    ("tenures.tsv", "\t2024-10-01\tclosed\t100th", "\t2024-10-01\tincumbent\t100th", "the incumbent has left on 2024-10-01"),
    (
        "tenures.tsv",
        "\t2024-10-01\tclosed\t100th",
        "\t2020-10-01\tclosed\t100th",
        "ends on 2020-10-01 before it begins on 2021-10-04",
    ),
];

#[test]
fn a_row_that_means_nothing_is_refused_with_its_line() {
    for (table, old, new, told) in REFUSED {
        let error = register(table, old, new).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
        assert!(error.place().line.is_some_and(|line| line > 1) && error.remedy().is_some(), "{error:?}");
    }
}

#[test]
fn a_month_is_outside_a_term_if_no_day_of_it_lies_within() {
    let fixture = fs::read_to_string("tests/check/outside-term.trig").unwrap();
    let found = |month: &str| {
        let text = fixture.replace("\"2025-12-20\"^^xsd:date", &format!("\"{month}\"^^xsd:gYearMonth"));
        let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(text.as_bytes()).collect::<Result<Vec<_>, _>>().unwrap();
        named(&GROUND.check(None, quads, |_| {}), "outside-term").len()
    };
    assert_eq!((found("2025-12"), found("2024-10")), (1, 0));
}

#[test]
fn a_row_trips_each_check_of_the_register() {
    let clean: BTreeSet<Finding> = check::register(GROUND.pipeline.rows()).iter().map(placeless).collect();
    for (check, table, old, new) in ROWS {
        let folder = tempfile::tempdir().unwrap();
        let findings = check::register(&register_in(&folder, table, old, new).unwrap());
        // A row that is put in moves those behind it: without their lines the others are as they were.
        let fresh: Vec<&Finding> = findings.iter().filter(|finding| !clean.contains(&placeless(finding))).collect();
        assert!(!fresh.is_empty() && fresh.iter().all(|finding| finding.check == check), "{check}: {fresh:#?}");
        for finding in fresh {
            let (file, line) = finding.file.as_deref().unwrap().rsplit_once(':').unwrap();
            assert!(file.ends_with(&format!("register/{table}")), "{check}: {file}");
            let text = fs::read_to_string(file).unwrap();
            let row = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
            let slug = finding.node.as_deref().and_then(|node| node.rsplit('/').next()).unwrap();
            assert!(row.split('\t').any(|cell| cell == slug), "{check}: {slug} is not in line {line}: {row}");
        }
    }
}

fn placeless(finding: &Finding) -> Finding {
    Finding { file: None, ..finding.clone() }
}

/// Several people are deputies, envoys or ambassadors at large at one time: only an office of one holder can have one too many.
#[test]
fn an_office_of_several_is_held_by_several() {
    let register = GROUND.pipeline.rows();
    let found = check::register(register);
    let rank = |finding: &&Finding| {
        let slug = finding.node.as_deref().and_then(|node| node.rsplit('/').next()).unwrap();
        register.entities[register.find("office", slug).unwrap()].rank().to_owned()
    };
    let ranks: BTreeSet<String> = named(&found, "tenure-overlap").iter().map(rank).collect();
    assert!(ranks.iter().all(|rank| ["minister", "head-of-state", "head-of-government", "agency-head"].contains(&rank.as_str())));
    let held = |slug: &str| {
        let office = register.find("office", slug).unwrap();
        (register.holders(office, "2020-01-01".parse().unwrap()).count(), register.is_single(office))
    };
    assert_eq!((held("jp-finance-minister"), held("jp-deputy-chief-cabinet-secretary").1), ((1, true), false));
    assert!(held("kz-deputy-prime-minister").0 > 1 && !held("kz-deputy-prime-minister").1);
    assert!(!found.iter().any(|finding| finding.node.as_deref().is_some_and(|node| node.ends_with("kz-deputy-prime-minister"))));
}

/// What ships is in its order, and nothing stands in it twice.
#[test]
fn the_register_that_ships_is_in_order() {
    let found = check::register(GROUND.pipeline.rows());
    let amiss: Vec<&Finding> =
        ["row-order", "shared-item", "same-office"].iter().flat_map(|check| named(&found, check)).collect();
    assert!(amiss.is_empty(), "{amiss:#?}");
}

#[test]
fn an_empty_line_does_not_move_the_rows_behind_it() {
    let error = register("places.tsv", "\ntokyo\tjp\tQ1490\t", "\n\n\ntokyo\tjp\tX\t").unwrap_err();
    let text = fs::read_to_string("data/register/places.tsv").unwrap();
    let line = text.lines().position(|line| line.starts_with("tokyo\t")).unwrap() + 3;
    assert_eq!(error.place().line, Some(line), "{error}");
}

/// The releases, as the corrections that ship leave them.
#[test]
fn what_ships_has_no_violation() {
    let bundle = Bundle::open(BundlePaths::default()).unwrap();
    let (ontology, rows) = (GROUND.pipeline.ontology().unwrap(), GROUND.pipeline.register().unwrap());
    let overlay = Overlay::read(&bundle.overlay_files().unwrap(), &ontology, &rows).unwrap();
    let mut records = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("store");
    let mut rebuild = Rebuild::begin(&place).unwrap();
    rebuild.load(vocab::ONTOLOGY, ontology);
    rebuild.load(vocab::REGISTER_GRAPH, rows);
    for file in bundle.release_files().unwrap() {
        let document = parse(&file.path, file.text.as_bytes(), &Overrides::default()).unwrap();
        let mut conversion = GROUND.pipeline.convert(&document).unwrap();
        let corrected = overlay.correct(conversion.release.as_ref(), conversion.quads, Some(&GROUND.shapes)).unwrap();
        conversion.quads = corrected.quads;
        records.extend(corrected.records);
        rebuild.add(conversion).unwrap();
    }
    assert!(records.len() >= 3, "only {} corrections were made", records.len());
    rebuild.load(vocab::OVERLAY_GRAPH, cajad::overlay::graph(&records));
    rebuild.finish().unwrap();
    let with = Checks {
        shapes: &GROUND.shapes,
        register: GROUND.pipeline.rows(),
        overlay: &overlay,
        queries: &GROUND.queries,
        version: GROUND.pipeline.version(),
    };
    let findings = check::check(&Store::open_read_only(&place).unwrap(), &with).unwrap();
    let corrections: Vec<&Finding> = findings.iter().filter(|finding| finding.check.starts_with("correction-")).collect();
    assert!(corrections.is_empty(), "{corrections:#?}");
    let grave: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Violation).collect();
    assert!(grave.is_empty(), "{grave:#?}");
}
