//! `cajad coverage`: what the extractor understood, skipped and did not know.

use super::report::say_skipped;
use super::{Global, Known, Outcome, read_document, write_data};
use anyhow::Result;
use cajad::coverage::{Coverage, Fate};
use cajad::error::Error;
use cajad::pipeline::Pipeline;
use cajad::source::{Lang, Overrides, collect, parse};
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Say what the extractor understood of releases, and what it has yet to learn
///
/// Every sentence is coded, skipped with a reason, or unknown; the shares are given by language. Then come the unknown verbs
/// and names, the most frequent first: what to teach the lexicon next, as labels in the ontology and rows of the register.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad coverage
  cajad coverage my-releases/ --top 50
  cajad coverage visit.txt --lang fr --json")]
pub(super) struct CoverageArgs {
    /// Files and folders; without any, the releases that come with cajad
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    known: Known,
    /// How many unknown verbs and names are listed in each language
    #[arg(long, default_value_t = 10, value_name = "NUMBER")]
    top: usize,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// The figures of one language.
#[derive(Debug, Default, Serialize)]
struct Figures {
    releases: usize,
    sentences: usize,
    coded: usize,
    skipped: BTreeMap<&'static str, usize>,
    unknown: usize,
    verbs: Vec<(String, usize)>,
    names: Vec<(String, usize)>,
    #[serde(skip)]
    counted: [BTreeMap<String, usize>; 2],
}

pub(super) fn run(global: &Global, args: &CoverageArgs) -> Result<Outcome> {
    let bundle = global.bundle()?;
    let pipeline = Pipeline::new(&bundle)?;
    let overrides = args.known.overrides(&bundle)?;
    let documents: Vec<Result<_, Error>> = if args.paths.is_empty() {
        let files = bundle.release_files()?;
        files.iter().map(|file| parse(&file.path, file.text.as_bytes(), &Overrides::default())).collect()
    } else {
        collect(&args.paths).into_iter().map(|path| path.and_then(|path| read_document(&path, &overrides))).collect()
    };
    let mut by_language: BTreeMap<Lang, Figures> = BTreeMap::new();
    let mut outcome = Outcome::Done;
    for document in documents {
        match document.and_then(|document| pipeline.coverage(&document)) {
            Ok(coverage) => by_language.entry(coverage.lang).or_default().add(coverage),
            Err(error) => {
                say_skipped(&error);
                outcome = Outcome::SomeSkipped;
            }
        }
    }
    by_language.values_mut().for_each(|figures| figures.rank(args.top));
    let written = if args.json {
        let named: BTreeMap<&str, &Figures> = by_language.iter().map(|(lang, figures)| (lang.code(), figures)).collect();
        format!("{}\n", serde_json::to_string_pretty(&named)?)
    } else {
        table(&by_language)
    };
    write_data(written.as_bytes())?;
    Ok(outcome)
}

impl Figures {
    fn add(&mut self, coverage: Coverage) {
        self.releases += 1;
        for fate in coverage.fates {
            self.sentences += 1;
            match fate {
                Fate::Coded => self.coded += 1,
                Fate::Skipped(reason) => *self.skipped.entry(reason).or_insert(0) += 1,
                Fate::Unknown => self.unknown += 1,
            }
        }
        for (counted, new) in self.counted.iter_mut().zip([coverage.verbs, coverage.names]) {
            new.into_iter().for_each(|(word, count)| *counted.entry(word).or_insert(0) += count);
        }
    }

    /// The most frequent words first, those of equal count by their letters.
    fn rank(&mut self, top: usize) {
        let [verbs, names] = std::mem::take(&mut self.counted).map(|counted| {
            let mut ranked: Vec<(String, usize)> = counted.into_iter().collect();
            ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            ranked.truncate(top);
            ranked
        });
        (self.verbs, self.names) = (verbs, names);
    }
}

fn table(by_language: &BTreeMap<Lang, Figures>) -> String {
    let mut lines = vec!["lang  releases  sentences   coded  skipped  unknown".to_owned()];
    for (lang, figures) in by_language {
        let skipped: usize = figures.skipped.values().sum();
        let share = |count: usize| format!("{:.0}%", 100.0 * count as f64 / figures.sentences.max(1) as f64);
        lines.push(format!(
            "{:<4}  {:>8}  {:>9}  {:>6}  {:>7}  {:>7}",
            lang.code(),
            figures.releases,
            figures.sentences,
            share(figures.coded),
            share(skipped),
            share(figures.unknown)
        ));
    }
    for (lang, figures) in by_language {
        let list = |words: &[(String, usize)]| words.iter().map(|(w, n)| format!("{w} ({n})")).collect::<Vec<_>>().join(", ");
        let reasons = figures.skipped.iter().map(|(reason, count)| format!("{reason} ({count})")).collect::<Vec<_>>();
        lines.push(String::new());
        lines.push(format!("{}: skipped  {}", lang.code(), reasons.join(", ")));
        lines.push(format!("    unknown verbs  {}", list(&figures.verbs)));
        lines.push(format!("    unknown names  {}", list(&figures.names)));
    }
    lines.join("\n") + "\n"
}
