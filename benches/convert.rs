//! How long a conversion takes: of a text when the lexicon is there, and start to finish as a user runs it.
//!
//! `make bench` prints the figures. The peer in the same run is the program's own start (`--version`), so that a slow
//! machine shows in both.

use std::path::Path;
use std::process::{Command, Stdio};

use cajad::bundle::{Bundle, BundlePaths};
use cajad::pipeline::Pipeline;
use cajad::source::{Overrides, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const RELEASES: [&str; 4] = [
    "data/releases/2025-12-20-tashkent-times-uzbekistan-summit.md",
    "data/releases/2025-12-18-embassy-jp-fr-kazakhstan-summit.md",
    "data/releases/2025-12-20-mofa-jp-tajikistan-summit.md",
    "data/releases/2025-12-20-24-kg-cajad-summit-japarov.md",
];

fn stages(criterion: &mut Criterion) {
    let bundle = Bundle::open(BundlePaths::default()).expect("the checkout has its folders");
    let pipeline = Pipeline::new(&bundle).expect("the shipped data compiles");
    let mut group = criterion.benchmark_group("convert");
    for path in RELEASES {
        let document = read(Path::new(path), &Overrides::default()).expect("the digest is there");
        group.throughput(Throughput::Bytes(document.text.len() as u64));
        let name = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        group.bench_function(name, |b| b.iter(|| pipeline.convert(&document).expect("the digest converts")));
    }
    group.finish();
}

fn processes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("process");
    group.sample_size(20);
    let run = |arguments: &[&str]| {
        let status =
            Command::new(env!("CARGO_BIN_EXE_cajad")).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|s| s.success()));
    };
    let store = tempfile::tempdir().expect("a temporary folder");
    let store = store.path().join("store");
    let store = store.to_string_lossy();
    group.bench_function("version", |b| b.iter(|| run(&["--version"])));
    group.bench_function("convert", |b| b.iter(|| run(&["convert", RELEASES[1], "--format", "nquads"])));
    group.bench_function("build", |b| b.iter(|| run(&["build", "--quiet", "--store", &store])));
    group.finish();
}

criterion_group!(benches, stages, processes);
criterion_main!(benches);
