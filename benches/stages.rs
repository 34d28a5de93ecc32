//! How long each stage of the chain takes over the shipped digests, the lexicon being compiled; the throughput counts
//! sentences.
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
use cajad::source::{Document, Lang, Overrides, read};
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

criterion_group!(benches, stages);
criterion_main!(benches);
