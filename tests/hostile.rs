//! Files built to harm whoever reads them, over all formats: whatever they do, a folder of them is read in bounded time and memory,
//! each with a clear line in the report, and the sound files among them go in.
//!
//! They are made anew at each run from one seed, so that a failure comes again.
#![expect(clippy::unwrap_used, reason = "a test stops where the ground is not as it must be")]
#![expect(clippy::print_stdout, reason = "what a run took is told where somebody asks for it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "hostile/file.rs"]
mod file;
use file::{File, all};

/// The memory that a run may have held at its peak, in kilobytes; half of it is the shapes, the lexicon and the store.
const MEMORY: u64 = 700_000;

/// How long a run over all files may take on two cores that do other things too.
const TIME: Duration = Duration::from_secs(400);

struct Run {
    code: Option<i32>,
    peak: u64,
    took: Duration,
    out: String,
    err: String,
}

/// Runs the program and watches what memory it holds; Linux alone tells that.
fn run(folder: &Path, path: Option<&str>, arguments: &[&str]) -> Run {
    let (out, err) = (folder.with_extension("out"), folder.with_extension("err"));
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("cajad"));
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let begun = Instant::now();
    let (to_out, to_err) = (fs::File::create(&out).unwrap(), fs::File::create(&err).unwrap());
    let mut child = command.args(arguments).stdin(Stdio::null()).stdout(to_out).stderr(to_err).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let told = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let held = told
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(held.unwrap_or(0));
        if begun.elapsed() > TIME {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    Run { code: status.code(), peak, took: begun.elapsed(), out: read(&out), err: read(&err) }
}

impl Run {
    /// What holds of every run, whatever it was given.
    fn hold(&self) {
        let end: String = self.err.lines().rev().take(20).collect::<Vec<_>>().join("\n");
        assert_eq!(self.code, Some(1), "after {:?}, the end of the report backwards:\n{end}", self.took);
        assert!(self.took < TIME, "it took {:?}", self.took);
        assert!(self.peak < MEMORY, "it held {} kB", self.peak);
        assert!(!self.err.contains("panicked") && !self.err.contains("broke down"), "{}", self.err);
        let steering = self.err.chars().find(|&c| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c));
        assert_eq!(steering, None, "the report steers the terminal");
    }
}

/// Lays the files down, and beside them what is no file at all.
fn lay(folder: &Path, files: &[File]) {
    for file in files {
        file.write(folder);
    }
    if cfg!(unix) {
        let _ = fs::create_dir(folder.join("a folder.html"));
        assert!(Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap().success());
    }
    #[cfg(unix)]
    for (target, name) in [("/dev/zero", "zero.txt"), ("/etc/hostname", "outside.txt"), ("nothing", "nowhere.md"), (".", "loop")]
    {
        std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
    }
}

#[test]
fn a_folder_of_hostile_files_is_read_and_the_sound_ones_go_in() {
    let files = all();
    assert!(files.iter().filter(|file| !file.sound).count() >= 200, "{}", files.len());
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    files.iter().for_each(|file| *formats.entry(file.format).or_default() += 1);
    assert!(formats.len() >= 8 && formats.values().all(|&n| n >= 8), "{formats:?}");

    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("files");
    fs::create_dir(&folder).unwrap();
    lay(&folder, &files);
    let store = root.path().join("store");
    let run = run(&folder, None, &["add", folder.to_str().unwrap(), "--store", store.to_str().unwrap(), "--json"]);
    run.hold();

    let reports: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
    let field = |report: &serde_json::Value, name: &str| report[name].as_str().unwrap_or_default().to_owned();
    let status: BTreeMap<String, String> = reports.iter().map(|r| (field(r, "file"), field(r, "status"))).collect();
    for report in reports.iter().filter(|report| field(report, "status") == "skipped") {
        assert!(!field(report, "reason").is_empty() && !field(report, "hint").is_empty(), "{report}");
        assert!(field(report, "reason").lines().count() == 1 && field(report, "reason").len() < 2000, "{report}");
    }
    for file in files.iter().filter(|file| file.sound) {
        let path = folder.join(&file.name).display().to_string();
        // One that was damaged where nothing is read gives the same release before.
        assert!(
            matches!(status.get(&path).map(String::as_str), Some("added" | "replaced" | "unchanged")),
            "{path}: {:?}",
            status.get(&path)
        );
    }
    for name in ["pipe.txt", "zero.txt", "outside.txt", "nowhere.md"] {
        let path = folder.join(name).display().to_string();
        assert_eq!(status.get(&path).map(String::as_str), Some("skipped"), "{path}");
    }
    println!("{} files in {:?}, {} kB at the peak", reports.len(), run.took, run.peak);
}

/// Each file by its name, also those that a folder's walk leaves out, and PDF files by our own reader, which panics at most of them.
#[test]
fn converting_them_by_name_without_pdftotext_survives_too() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("files");
    fs::create_dir(&folder).unwrap();
    let files: Vec<File> = all().into_iter().filter(|file| file.format != "text" || file.sound).collect();
    lay(&folder, &files);
    let paths: Vec<String> = files.iter().filter_map(|file| Some(folder.join(&file.name).to_str()?.to_owned())).collect();
    let mut arguments = vec!["convert", "--format", "nquads", "--quiet", "--"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = run(&folder, Some("/no/such/folder"), &arguments);
    run.hold();
    assert!(run.out.contains("kosherbayev-yermek"), "the sound files are not there");
    println!("{} files in {:?}, {} kB at the peak", paths.len(), run.took, run.peak);
}
