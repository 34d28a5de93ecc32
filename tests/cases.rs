//! The cases in `tests/cases/<stage>/*.md`: a heading, a line that says why, the input in a fence, the outcome in the next.
//!
//! The fence of the input says `fr issued=2025-12-18 publisher=mofa-jp show=event,say`: the language (or `auto`), the day of
//! issue, the publisher, and of a release the kinds of lines that the case is about. `UPDATE=1` writes the outcomes anew.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cajad::bundle::{Bundle, BundlePaths};
use cajad::figure::FigureReader;
use cajad::pipeline::Pipeline;
use cajad::source::{Document, Lang, Meta};
use cajad::text::Text;
use cajad::words::Words;

#[path = "cases/summary.rs"]
mod summary;
use summary::Summary;

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| Bundle::open(BundlePaths::default()).expect("the bundle"));

#[test]
fn figures() {
    run("figure", 47, |input, setting| {
        let lang = setting.lang.expect("a language");
        let reader = FigureReader::new(&words(lang)).expect("the patterns");
        let text = Text::new(lang, input, &words(lang));
        let figures = reader.read(&text.folded, 0, setting.issued.expect("a day of issue"));
        let mut told: Vec<(Range<usize>, String)> = Vec::new();
        told.extend(figures.dates.into_iter().map(|date| {
            let until = date.until.map_or_else(String::new, |until| format!("..{until}"));
            (date.span, format!("{}{until}{}", date.from, if date.full { "" } else { " (year of issue)" }))
        }));
        told.extend(figures.times.into_iter().map(|time| (time.span, time.time.strftime("%H:%M").to_string())));
        told.extend(figures.durations.into_iter().map(|length| (length.span, format!("{} minutes", length.minutes))));
        told.extend(figures.ordinals.into_iter().map(|ordinal| (ordinal.span, format!("number {}", ordinal.number))));
        told.extend(figures.amounts.into_iter().map(|sum| (sum.span, format!("{} {}", sum.amount, sum.currency))));
        told.sort_by_key(|(span, _)| span.start);
        told.iter().fold(String::new(), |mut out, (span, told)| {
            writeln!(out, "{} -> {told}", text.of(span)).expect("a string");
            out
        })
    });
}

#[test]
fn texts() {
    run("text", 18, |input, setting| {
        let lang = setting.lang.expect("a language");
        let text = Text::new(lang, input, &words(lang));
        text.sentences.iter().fold(String::new(), |mut out, sentence| {
            // The words are the release's own, which proves the way back from the folded text.
            let span = text.chars(&sentence.span);
            let own: String = input.chars().skip(span.start).take(span.len()).collect();
            writeln!(out, "{}: {own}", format!("{:?}", sentence.kind).to_lowercase()).expect("a string");
            out
        })
    });
}

#[test]
fn releases() {
    let pipeline = Pipeline::new(&BUNDLE).expect("the pipeline");
    run("release", 430, |input, setting| {
        let meta = Meta { publisher: setting.publisher.clone(), issued: setting.issued, lang: setting.lang, ..Meta::default() };
        let document = Document { origin: "case".to_owned(), meta, text: input.to_owned(), table: None };
        match pipeline.convert(&document) {
            Ok(conversion) => Summary(&conversion).lines(&setting.show),
            Err(error) => format!("error: {error}\n"),
        }
    });
}

fn words(lang: Lang) -> Words {
    let files = BUNDLE.word_files().expect("the words");
    Words::parse(files.iter().find(|file| file.stem() == lang.code()).expect("a table of the language")).expect("a sound table")
}

/// What the fence of the input says.
#[derive(Default)]
struct Setting {
    lang: Option<Lang>,
    issued: Option<jiff::civil::Date>,
    publisher: Option<String>,
    show: Vec<String>,
}

impl Setting {
    fn parse(info: &str) -> Result<Self, String> {
        let mut setting = Self::default();
        for word in info.split_whitespace() {
            match word.split_once('=') {
                Some(("issued", day)) => setting.issued = Some(day.parse().map_err(|e| format!("{day}: {e}"))?),
                Some(("publisher", slug)) => setting.publisher = Some(slug.to_owned()),
                Some(("show", kinds)) => setting.show = kinds.split(',').map(str::to_owned).collect(),
                None if word == "auto" => setting.lang = None,
                None if Lang::from_code(word).is_some() => setting.lang = Lang::from_code(word),
                _ => return Err(format!("the fence says {word:?}, which means nothing")),
            }
        }
        Ok(setting)
    }
}

/// A case: its heading, and the fences under it as what they say and where their lines stand.
struct Case<'a> {
    heading: &'a str,
    fences: Vec<(&'a str, Range<usize>)>,
}

/// The cases of a file, whose first heading may be its title.
fn cases(source: &str) -> Vec<Case<'_>> {
    let (mut out, mut at, mut open): (Vec<Case<'_>>, usize, Option<(&str, usize)>) = (Vec::new(), 0, None);
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match (line.strip_prefix("```"), open) {
            (Some(_), Some((info, first))) => {
                out.last_mut().expect("a heading before the fence").fences.push((info, first..start));
                open = None;
            }
            (Some(info), None) => open = Some((info.trim(), at)),
            (None, None) if line.starts_with('#') => {
                out.push(Case { heading: line.trim_matches(['#', ' ', '\n']), fences: Vec::new() });
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a fence is left open");
    if out.first().is_some_and(|title| title.fences.is_empty()) {
        out.remove(0);
    }
    out
}

/// Runs every case of a stage and reports all that fail at once.
fn run(stage: &str, least: usize, outcome: impl Fn(&str, &Setting) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(stage);
    let listed = std::fs::read_dir(&folder).expect("the folder of the stage");
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md"));
    files.sort();
    let (mut count, mut failures) = (0, Vec::new());
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a file of cases");
        let mut renewed = source.clone();
        for case in cases(&source).iter().rev() {
            count += 1;
            let mut fail = |what: String| {
                failures.push(format!("{stage}/{}: {}\n{what}", file.file_stem().unwrap_or_default().display(), case.heading))
            };
            let [(info, input), (_, wanted)] = case.fences.as_slice() else {
                fail(format!("it has {} fences, where an input and an outcome are wanted\n", case.fences.len()));
                continue;
            };
            let got =
                Setting::parse(info).map_or_else(|message| message + "\n", |setting| outcome(&source[input.clone()], &setting));
            let got = if got.is_empty() { "nothing\n".to_owned() } else { got };
            if got != source[wanted.clone()] {
                fail(format!("--- wanted\n{}--- got\n{got}", &source[wanted.clone()]));
                renewed.replace_range(wanted.clone(), &got);
            }
        }
        if renewed != source && std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
            std::fs::write(&file, renewed).expect("the file of cases");
        }
    }
    assert!(count >= least, "only {count} cases of {stage} were found, there are at least {least}");
    assert!(failures.is_empty(), "{} of {count} cases of {stage} fail\n\n{}", failures.len(), failures.join("\n"));
}
