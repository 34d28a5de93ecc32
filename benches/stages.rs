//! How long each stage of the chain takes over the shipped digests, the lexicon being compiled; the throughput counts
//! sentences. Before the chain, how long pages of 60 kB take to be read; there it counts pages.
//!
//! `make bench` prints the figures. The peer of the stage `mention` is `benches/phrase_matcher.py`, which looks for the same
//! English labels in the same English digests: compare the times of `mention/en`.

use std::fs;
use std::path::PathBuf;

use cajad::bundle::{Bundle, BundlePaths};
use cajad::figure::FigureReader;
use cajad::frame::{Reading, frames};
use cajad::lexicon::Lexicon;
use cajad::mention::mentions;
use cajad::pipeline::Pipeline;
use cajad::register::Register;
use cajad::source::{Document, Lang, Overrides, parse, read};
use cajad::text::Text;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};

/// The shipped digests in one language.
fn digests(lang: Lang) -> Vec<Document> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir("data/releases").expect("the checkout has its folders").flatten().map(|e| e.path()).collect();
    paths.sort();
    let documents = paths.iter().map(|path| read(path, &Overrides::default()).expect("a digest can be read"));
    documents.filter(|d| d.meta.lang == Some(lang)).collect()
}

/// Measures one stage over the digests of each language, counted in sentences.
fn stage(criterion: &mut Criterion, name: &str, lexicon: &Lexicon, run: impl Fn(Lang, &Document, &Text)) {
    let mut group: BenchmarkGroup<'_, WallTime> = criterion.benchmark_group(name);
    for lang in Lang::ALL {
        let documents = digests(lang);
        let texts: Vec<Text> = documents.iter().map(|d| Text::new(lang, &d.text, lexicon.words(lang))).collect();
        group.throughput(Throughput::Elements(texts.iter().map(|t| t.sentences.len() as u64).sum()));
        let pass = || documents.iter().zip(&texts).for_each(|(document, text)| run(lang, document, text));
        group.bench_function(lang.code(), |b| b.iter(pass));
    }
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    let bundle = Bundle::open(BundlePaths::default()).expect("the checkout has its folders");
    let pipeline = Pipeline::new(&bundle).expect("the shipped data compiles");
    let register = Register::read(&bundle).expect("the register is sound");
    let ontology = pipeline.ontology().expect("the ontology is sound");
    let lexicon = Lexicon::compile(&bundle, register, &ontology).expect("the shipped data compiles");
    let readers = Lang::ALL.map(|lang| (lang, FigureReader::new(lexicon.words(lang)).expect("the words are sound")));
    let reader = |lang: Lang| &readers.iter().find(|(l, _)| *l == lang).expect("each language has a reader").1;
    let issued = |document: &Document| document.meta.issued.expect("a digest is dated");

    stage(criterion, "text", &lexicon, |lang, document, _| {
        std::hint::black_box(Text::new(lang, &document.text, lexicon.words(lang)));
    });
    // With the text, as the peer splits its words too.
    stage(criterion, "mention", &lexicon, |lang, document, _| {
        let text = Text::new(lang, &document.text, lexicon.words(lang));
        text.sentences.iter().for_each(|s| drop(std::hint::black_box(mentions(&lexicon, &text, s, None))));
    });
    stage(criterion, "figure", &lexicon, |lang, document, text| {
        let figures = |span: &std::ops::Range<usize>| reader(lang).read(text.of(span), span.start, issued(document));
        text.sentences.iter().for_each(|s| drop(std::hint::black_box(figures(&s.span))));
    });
    // Mentions, references and figures together.
    stage(criterion, "reading", &lexicon, |lang, document, text| {
        std::hint::black_box(Reading::new(&lexicon, reader(lang), text, Some(issued(document)), None));
    });
    stage(criterion, "reading and frames", &lexicon, |lang, document, text| {
        std::hint::black_box(frames(&Reading::new(&lexicon, reader(lang), text, Some(issued(document)), None)));
    });
    stage(criterion, "convert", &lexicon, |_, document, _| {
        std::hint::black_box(pipeline.convert(document).expect("a digest converts"));
    });
}

/// A page of the fixtures with menus and paragraphs until it has 60 kB, as the pages of large sites have.
fn page(name: &str) -> Vec<u8> {
    let mut page = fs::read_to_string(format!("tests/source/page/{name}.html")).expect("the checkout has its fixtures");
    let paragraph = "<p>The two ministers welcomed the progress of cooperation in the fields of energy, transport and <b>education</b>.</p>\n";
    let item =
        "<li class=\"item\"><a href=\"/region/page1.html\" title=\"Countries\"><span>Countries and Regions</span></a></li>\n";
    let text = page.find("<p>On March").expect("the page tells of March");
    page.insert_str(text, &paragraph.repeat(20_000 / paragraph.len()));
    let foot = page.find("</body>").expect("the page has an end");
    let menu = item.repeat((60_000 - page.len()) / item.len());
    page.insert_str(foot, &format!("<div class=\"menu\"><ul>\n{menu}</ul></div>"));
    page.into_bytes()
}

/// How long it takes to take the release out of a page of 60 kB: of a site with a profile, and of one without.
fn pages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("page");
    let overrides = Overrides::default();
    for (name, site) in [("profile", "mofa-jp"), ("readability", "unknown-site")] {
        let page = page(site);
        let read = || parse("page.html", &page, &overrides).expect("the page can be read");
        assert!(read().meta.reader.is_some_and(|reader| reader.starts_with(name)), "{name}");
        group.throughput(Throughput::Elements(1));
        group.bench_function(name, |b| b.iter(read));
        group.sample_size(10).throughput(Throughput::Elements(1000));
        let half = || (0..500).for_each(|_| drop(std::hint::black_box(read())));
        let both = || std::thread::scope(|scope| [scope.spawn(half), scope.spawn(half)].map(|thread| thread.join().is_ok()));
        group.bench_function(format!("{name}, 1000 pages on two threads"), |b| b.iter(both));
    }
    group.finish();
}

criterion_group!(benches, stages, pages);
criterion_main!(benches);
