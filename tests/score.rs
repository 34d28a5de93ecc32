//! Scores what is extracted from releases against records made by hand; `tests/score/README.md` says what counts as right.
#![expect(clippy::print_stdout, reason = "the table is what one runs it for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cajad::bundle::{Bundle, BundlePaths};
use cajad::pipeline::Pipeline;
use cajad::source::{Overrides, parse};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use serde::Deserialize;

#[path = "score/graph.rs"]
mod graph;
use graph::Graph;

/// How far a figure may fall below the committed one.
const LEEWAY: f64 = 0.01;

#[derive(Deserialize)]
struct Record {
    id: String,
    lang: String,
    url: String,
    #[serde(default)]
    published: String,
    events: Vec<Event>,
    agreements: Vec<Agreement>,
    domains: BTreeSet<String>,
    statements: Vec<Statement>,
    commitments: Vec<Commitment>,
    people: Vec<Person>,
    organizations: Vec<String>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    main: bool,
    date: String,
    countries: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Agreement {
    kind: String,
    status: String,
    parties: Vec<String>,
}

#[derive(Deserialize)]
struct Statement {
    speaker: String,
    act: String,
    sentence_hint: String,
}

#[derive(Deserialize)]
struct Commitment {
    by: String,
    to: String,
    sentence_hint: String,
}

#[derive(Deserialize)]
struct Person {
    name: String,
}

/// True positives, false positives and false negatives.
#[derive(Clone, Copy, Default)]
struct Tally([usize; 3]);

impl Tally {
    fn add(&mut self, found: usize, extra: usize, missed: usize) {
        for (sum, new) in self.0.iter_mut().zip([found, extra, missed]) {
            *sum += new;
        }
    }

    fn judge(&mut self, right: bool) {
        self.add(usize::from(right), usize::from(!right), usize::from(!right));
    }

    fn f1(self) -> Option<f64> {
        let [tp, fp, missed] = self.0.map(|n| n as f64);
        (tp + fp + missed > 0.0).then(|| 2.0 * tp / (2.0 * tp + fp + missed))
    }
}

type Tallies = BTreeMap<&'static str, Tally>;

/// Tallies by language, and of `all`.
type ByLanguage = BTreeMap<String, Tallies>;

/// The committed sets, each a folder of `tests/score/`, with the least number of releases in it.
const SETS: [(&str, usize); 2] = [("development", 35), ("sample", 65)];

#[test]
fn extraction_scores_as_it_did() {
    let pipeline = Pipeline::new(&Bundle::open(BundlePaths::default()).expect("the bundle")).expect("the pipeline");
    if let Some(own) = std::env::var_os("CAJAD_SCORE").map(PathBuf::from) {
        println!("{}", table(&scored(&pipeline, &own, 1)));
        return;
    }
    let scored = SETS.map(|(set, least)| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score").join(set);
        let by_language = scored(&pipeline, &folder, least);
        println!("{set}\n{}\n", table(&by_language));
        (set, by_language)
    });
    compare(&scored);
}

/// Scores every release of a folder.
fn scored(pipeline: &Pipeline, folder: &Path, least: usize) -> ByLanguage {
    let mut by_language = ByLanguage::new();
    let records = records(folder);
    assert!(records.len() >= least, "{}: only {} scored releases were found", folder.display(), records.len());
    for (record, text) in records {
        let tallies = by_language.entry(record.lang.clone()).or_default();
        let overrides =
            Overrides { source: Some(record.url.clone()), issued: record.published.parse().ok(), ..Overrides::default() };
        let document = parse(&record.id, text.as_bytes(), &overrides).expect("a text");
        let conversion = pipeline.convert(&document).expect("a conversion");
        score(&record, &Graph::new(&conversion), tallies);
    }
    let mut all = Tallies::new();
    for (kind, tally) in by_language.values().flatten() {
        let [tp, fp, missed] = tally.0;
        all.entry(kind).or_default().add(tp, fp, missed);
    }
    by_language.insert("all".to_owned(), all);
    by_language
}

fn records(folder: &Path) -> Vec<(Record, String)> {
    let listed = std::fs::read_dir(folder).expect("the folder of records");
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json") && file.with_extension("txt").is_file());
    files.sort();
    let read = |file: &PathBuf| {
        let record = std::fs::read_to_string(file).expect("a record");
        let record = serde_json::from_str(&record).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        (record, std::fs::read_to_string(file.with_extension("txt")).expect("its text"))
    };
    files.iter().map(read).collect()
}

fn table(by_language: &BTreeMap<String, Tallies>) -> String {
    let mut lines = vec![format!("{:<20}{:>6}{:>6}{:>6}{:>7}  F1 by language", "", "tp", "fp", "fn", "F1")];
    for (kind, tally) in &by_language["all"] {
        let [tp, fp, missed] = tally.0;
        let mut line = format!("{kind:<20}{tp:>6}{fp:>6}{missed:>6}{:>7}", shown(tally.f1()));
        for (lang, tallies) in by_language.iter().filter(|(lang, _)| *lang != "all") {
            line += &format!("  {lang} {}", shown(tallies.get(kind).copied().and_then(Tally::f1)));
        }
        lines.push(line);
    }
    lines.join("\n")
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |f| format!("{f:.2}"))
}

/// F1 of a kind of fact, by set, language and kind.
type Figures = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

fn figures(by_language: &ByLanguage) -> BTreeMap<String, BTreeMap<String, f64>> {
    let rounded = |f: f64| (f * 1000.0).round() / 1000.0;
    let of = |tallies: &Tallies| tallies.iter().filter_map(|(kind, t)| Some(((*kind).to_owned(), rounded(t.f1()?)))).collect();
    by_language.iter().map(|(lang, tallies)| (lang.clone(), of(tallies))).collect()
}

/// Holds every figure against the committed one.
fn compare(scored: &[(&str, ByLanguage)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score.toml");
    let now: Figures = scored.iter().map(|(set, by_language)| ((*set).to_owned(), figures(by_language))).collect();
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        let head = "# F1 on tests/score/, written by `UPDATE=1 make score`; a fall by more than 0.01 fails.\n\n";
        std::fs::write(&path, head.to_owned() + &toml::to_string(&now).expect("figures")).expect("score.toml");
    }
    let committed = std::fs::read_to_string(&path).expect("tests/score.toml");
    let committed: Figures = toml::from_str(&committed).expect("sound figures");
    let mut fallen = Vec::new();
    for (set, languages) in &committed {
        assert!(languages.len() == 5, "{set}: figures of {} languages are committed", languages.len());
        for (lang, kinds) in languages {
            for (kind, before) in kinds {
                let now = now.get(set).and_then(|l| l.get(lang)?.get(kind)).copied().unwrap_or(0.0);
                if now < before - LEEWAY {
                    fallen.push(format!("{set} {lang} {kind}: {before:.3} -> {now:.3}"));
                }
            }
        }
    }
    assert!(committed.len() == SETS.len(), "figures of {} sets are committed", committed.len());
    assert!(fallen.is_empty(), "{} figures have fallen:\n{}", fallen.len(), fallen.join("\n"));
}

fn score(record: &Record, graph: &Graph, tallies: &mut Tallies) {
    let negative = record.id.contains("-neg-");
    let people = graph.named("Person");
    let (pairs, missed, extra) = matched(&record.people, &people, |p, labels| same_person(&p.name, labels));
    // A name that the text alone knows may have no Latin letters: such leftovers pair with leftovers.
    let latin = |labels: &Vec<String>| labels.iter().any(|l| l.chars().any(|c| c.is_ascii_alphabetic()));
    let foreign = extra.iter().filter(|labels| !latin(labels)).count().min(missed);
    tallies.entry("people").or_default().add(pairs.len() + foreign, extra.len() - foreign, missed - foreign);
    let organizations = graph.named("Organization");
    let (pairs, missed, extra) = matched(&record.organizations, &organizations, |name, labels| same_name(name, labels));
    tallies.entry("organizations").or_default().add(pairs.len(), extra.len(), missed);
    if !negative && let Some(gold) = record.events.iter().find(|e| e.main) {
        main_event(gold, graph, tallies);
    }
    let events = graph.events();
    let same = |gold: &Event, event: &graph::Event| {
        fits(&gold.kind, &event.classes) && (gold.date.is_empty() || event.dates.is_empty() || dated(&gold.date, &event.dates))
    };
    let (pairs, missed, extra) = matched(&record.events, &events, same);
    tallies.entry("events").or_default().add(pairs.len(), extra.len(), missed);
    instruments(record, graph, tallies);
    let domains = graph.domains();
    let (both, extra) = (domains.intersection(&record.domains).count(), domains.difference(&record.domains).count());
    tallies.entry("domains").or_default().add(both, extra, record.domains.difference(&domains).count());
    statements(record, graph, tallies);
    commitments(record, graph, tallies);
    if negative {
        let between = |countries: &BTreeSet<String>| {
            countries.contains("JP") && ["KZ", "KG", "TJ", "TM", "UZ"].iter().any(|c| countries.contains(*c))
        };
        let wrong = events.iter().filter(|e| between(&e.countries)).count()
            + graph.instruments().iter().filter(|i| between(&i.countries)).count();
        tallies.entry("negatives.false").or_default().add(0, wrong, 0);
    }
}

fn main_event(gold: &Event, graph: &Graph, tallies: &mut Tallies) {
    let got = graph.main();
    let class = got.as_ref().is_some_and(|e| fits(&gold.kind, &e.classes));
    let date = got.as_ref().is_some_and(|e| gold.date.is_empty() || dated(&gold.date, &e.dates));
    let parties = got.as_ref().is_some_and(|e| e.countries == gold.countries);
    for (kind, right) in
        [("main.type", class), ("main.date", date), ("main.parties", parties), ("main.all", class && date && parties)]
    {
        tallies.entry(kind).or_default().add(usize::from(right), usize::from(got.is_some() && !right), usize::from(!right));
    }
}

fn instruments(record: &Record, graph: &Graph, tallies: &mut Tallies) {
    let found = graph.instruments();
    let same = |gold: &Agreement, instrument: &graph::Instrument| {
        let wanted: BTreeSet<&String> = gold.parties.iter().filter(|p| p.len() == 2).collect();
        let shared = wanted.iter().filter(|p| instrument.countries.contains(**p)).count();
        fits(&gold.kind, &instrument.classes)
            && (wanted.is_empty() || instrument.countries.is_empty() || shared * 2 >= wanted.len())
    };
    let (pairs, missed, extra) = matched(&record.agreements, &found, same);
    tallies.entry("instruments").or_default().add(pairs.len(), extra.len(), missed);
    for (gold, instrument) in pairs {
        tallies.entry("stages").or_default().judge(instrument.stages.contains(&gold.status.replace('_', "-")));
    }
}

fn statements(record: &Record, graph: &Graph, tallies: &mut Tallies) {
    let speaks = |gold: &Statement, said: &graph::Said| match gold.speaker.as_str() {
        "both" => said.speakers.len() > 1,
        code if code.len() == 2 => said.sides.contains(code),
        name => said
            .speakers
            .iter()
            .any(|labels| same_person(name, labels) || !labels.iter().any(|l| l.chars().any(|c| c.is_ascii_alphabetic()))),
    };
    let does = |gold: &Statement, said: &graph::Said| said.acts.contains(&gold.act.replace('_', "-"));
    let mut free = graph.said("Statement");
    let mut missed = 0;
    for gold in &record.statements {
        let weight = |said: &graph::Said| usize::from(speaks(gold, said)) + usize::from(does(gold, said));
        let Some(best) = best_by_hint(&free, &gold.sentence_hint, weight) else {
            missed += 1;
            continue;
        };
        let said = free.remove(best);
        let (speaker, act) = (speaks(gold, &said), does(gold, &said));
        tallies.entry("statements").or_default().add(1, 0, 0);
        tallies.entry("statement.speaker").or_default().judge(speaker);
        tallies.entry("statement.act").or_default().judge(act);
        tallies.entry("statement.all").or_default().judge(speaker && act);
    }
    tallies.entry("statements").or_default().add(0, free.len(), missed);
    tallies.entry("statement.all").or_default().add(0, free.len(), missed);
}

fn commitments(record: &Record, graph: &Graph, tallies: &mut Tallies) {
    let sides = |gold: &Commitment, said: &graph::Said| {
        said.committers.contains(&gold.by.to_uppercase())
            && (gold.to.len() != 2 || said.beneficiaries.contains(&gold.to.to_uppercase()))
    };
    let mut free = graph.said("Commitment");
    let mut missed = 0;
    for gold in &record.commitments {
        let Some(best) = best_by_hint(&free, &gold.sentence_hint, |said| usize::from(sides(gold, said))) else {
            missed += 1;
            continue;
        };
        let said = free.remove(best);
        tallies.entry("commitments").or_default().add(1, 0, 0);
        tallies.entry("commitment.sides").or_default().judge(sides(gold, &said));
    }
    tallies.entry("commitments").or_default().add(0, free.len(), missed);
}

/// The first of the heaviest among those whose sentence has the hint.
fn best_by_hint(free: &[graph::Said], hint: &str, weight: impl Fn(&graph::Said) -> usize) -> Option<usize> {
    let hint = squash(hint);
    let hits = free.iter().enumerate().filter(|(_, said)| said.quotes.iter().any(|q| squash(q).contains(&hint)));
    hits.max_by_key(|(i, said)| (weight(said), std::cmp::Reverse(*i))).map(|(i, _)| i)
}

/// Pairs each gold item with the first of the found that is the same; gives the pairs, the number missed and what is left.
fn matched<'a, G, F>(gold: &'a [G], found: &'a [F], same: impl Fn(&G, &F) -> bool) -> (Vec<(&'a G, &'a F)>, usize, Vec<&'a F>) {
    let mut left: Vec<&F> = found.iter().collect();
    let (mut pairs, mut missed) = (Vec::new(), 0);
    for item in gold {
        match left.iter().position(|f| same(item, f)) {
            Some(at) => pairs.push((item, left.remove(at))),
            None => missed += 1,
        }
    }
    (pairs, missed, left)
}

fn same_person(gold: &str, labels: &[String]) -> bool {
    let wanted: Vec<String> = words(gold);
    let all: BTreeSet<&String> = wanted.iter().collect();
    let (Some(given), Some(family)) = (wanted.first(), wanted.last()) else { return false };
    labels.iter().map(|l| words(l)).any(|label| {
        let parts: BTreeSet<&String> = label.iter().collect();
        let initial = |w: &&String| *w != family && w.chars().next() == given.chars().next();
        all.is_subset(&parts)
            || label.len() > 1 && parts.is_subset(&all)
            || wanted.len() > 1 && label.len() > 1 && parts.contains(family) && label.iter().any(|w| initial(&w))
    })
}

fn same_name(gold: &str, labels: &[String]) -> bool {
    let wanted = words(gold).join(" ");
    labels
        .iter()
        .map(|l| words(l).join(" "))
        .filter(|l| !l.is_empty())
        .any(|label| label == wanted || label.chars().count() > 3 && (wanted.contains(&label) || label.contains(&wanted)))
}

/// The words of a name without accents and case.
fn words(name: &str) -> Vec<String> {
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(name).to_lowercase();
    let plain: String = plain.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn squash(text: &str) -> String {
    let folded = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
    folded.chars().filter(|c| !c.is_whitespace()).collect()
}

fn dated(gold: &str, dates: &[String]) -> bool {
    !gold.is_empty() && dates.iter().any(|d| d.starts_with(gold) || gold.starts_with(d.as_str()))
}

/// Whether one of the classes is among those that a kind of the records stands for.
fn fits(kind: &str, classes: &BTreeSet<String>) -> bool {
    let wanted: &[&str] = match kind {
        "summit_meeting" => &["SummitMeeting"],
        "foreign_ministers_meeting" => &["ForeignMinistersMeeting"],
        "ministerial_meeting" => &["MinisterialMeeting", "ForeignMinistersMeeting"],
        "dialogue_meeting" => &["DialogueMeeting", "ForeignMinistersMeeting", "SummitMeeting", "WorkingLevelMeeting"],
        "telephone_talk" => &["TelephoneTalk"],
        "courtesy_call" => &["CourtesyCall"],
        "visit" => &["Visit"],
        "signing_ceremony" => &["SigningCeremony"],
        "banquet" => &["Banquet"],
        "business_forum" => &["BusinessForum"],
        "working_level_meeting" => &["WorkingLevelMeeting"],
        "conference" => &["Conference"],
        "joint_committee" => &["JointCommitteeMeeting"],
        "joint_press" => &["JointPressAppearance"],
        "treaty" => &["Treaty"],
        "agreement" => &["Agreement", "Treaty"],
        "memorandum" => &["Memorandum"],
        "joint_statement" | "declaration" => &["JointStatement", "Declaration"],
        "exchange_of_notes" => &["ExchangeOfNotes"],
        "action_plan" => &["ActionPlan"],
        "convention" => &["Convention", "Treaty"],
        "protocol" => &["Protocol"],
        "contract" => &["Contract"],
        // Anything at all.
        "other" => return true,
        unknown => panic!("a record has the unknown kind {unknown:?}"),
    };
    wanted.iter().any(|class| classes.contains(*class))
}
