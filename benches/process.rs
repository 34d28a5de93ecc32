//! How long whole runs of the program take, as a user starts them.
//!
//! `make bench` prints the figures. The peer in the same run is the program's own start (`--version`), so that a slow
//! machine shows in both.

use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

const RELEASE: &str = "data/releases/2025-12-18-embassy-jp-fr-kazakhstan-summit.md";

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
    group.bench_function("convert", |b| b.iter(|| run(&["convert", RELEASE, "--format", "nquads"])));
    group.bench_function("build", |b| b.iter(|| run(&["build", "--quiet", "--store", &store])));
    group.finish();
}

criterion_group!(benches, processes);
criterion_main!(benches);
