//! PDF to text: by `pdftotext` of Poppler where it is there, else by ourselves in a child process, always within limits.
//!
//! A PDF file knows where each letter stands on the page and nothing of words and paragraphs. Poppler finds the words and their
//! order; the lines are joined to [paragraphs](super::paragraph) here, after page numbers and heads that stand on each page have
//! gone. What is only a picture of a text has no letters, and is told as such. <https://poppler.freedesktop.org/>

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::panic::catch_unwind;
use std::process::Command;
use std::sync::OnceLock;

use super::child::{Ending, Limits, run};
use super::{Extract, LARGEST, Overrides, paragraph, radical};
use crate::error::{Error, Result};

/// What reading one file may take. Poppler needs a second for a hundred pages of text, and some 100 MB.
const LIMITS: Limits = Limits { seconds: 30, memory: 1_500_000_000, output: LARGEST };

/// The hidden command of the program that reads a PDF file; [`letters`] is what it does.
const COMMAND: &str = "read-pdf";

/// The version of the fallback.
const FALLBACK: &str = "pdf-extract 0.12";

/// The least that a page of text has, in letters on average: a scan may have a stamp or a page number over its picture.
const LETTERS: usize = 8;

/// So many of its letters a text may have lost.
const LOST: f64 = 0.1;

const AS_TEXT: &str = "save what it says as plain text";

/// Reads a PDF file.
///
/// # Errors
/// `Input` if it is no sound PDF file, is locked, has no text, or takes more than [`LIMITS`] to read.
pub(super) fn read(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Extract> {
    let refused = |message: &str, hint: &str| Error::input(message).in_file(origin).hint(hint);
    let (ending, reader) = match (pdftotext(), &overrides.program) {
        (Some(version), _) => {
            (run(OsStr::new(PDFTOTEXT), &["-enc", "UTF-8", "-", "-"], bytes, LIMITS), format!("{PDFTOTEXT} {version}"))
        }
        (None, Some(program)) => (run(program.as_os_str(), &[COMMAND], bytes, LIMITS), FALLBACK.to_owned()),
        (None, None) => return Err(refused("there is no pdftotext to read it with", INSTALL)),
    };
    let ending = ending.map_err(|cause| refused("the program that reads PDF files cannot be started", INSTALL).because(cause))?;
    let (output, complaint) = match ending {
        Ending::Done { output, complaint } => (output, complaint),
        Ending::Failed { complaint, .. } if complaint.contains("Incorrect password") || complaint.contains(LOCKED) => {
            return Err(refused("this PDF file is locked by a password", "save it without the password"));
        }
        Ending::Failed { status, complaint } => {
            let cause = complaint.lines().last().map_or(status.clone(), |last| format!("{status}: {last}"));
            let broken =
                refused("this PDF file is broken and cannot be read", "get it again, or save what it says as plain text");
            return Err(broken.because(std::io::Error::other(cause)));
        }
        Ending::TooSlow => {
            return Err(refused(&format!("reading this PDF file takes longer than {} seconds", LIMITS.seconds), AS_TEXT));
        }
        Ending::TooMuch => {
            return Err(refused(&format!("this PDF file has more than {} MB of text", LARGEST / 1_000_000), "split it"));
        }
    };
    let text = self::text(origin, &String::from_utf8_lossy(&output))?;
    if complaint.contains("language pack") && overrides.lang.is_none_or(|lang| lang == super::Lang::Ja) {
        return Err(refused("pdftotext lacks what it needs to read this PDF file in Japanese", "install poppler-data"));
    }
    Ok(Extract { text, reader, ..Extract::default() })
}

const PDFTOTEXT: &str = "pdftotext";
const INSTALL: &str = "install Poppler (Debian: poppler-utils and poppler-data; Homebrew: poppler)";

/// How the fallback tells a locked file.
const LOCKED: &str = "the file is locked by a password";

/// The version of Poppler's `pdftotext`, if there is one; that of Xpdf has other options.
fn pdftotext() -> Option<&'static str> {
    static VERSION: OnceLock<Option<String>> = OnceLock::new();
    let ask = || {
        let output = Command::new(PDFTOTEXT).arg("-v").output().ok()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let version = told.split_once("version ")?.1.split_whitespace().next()?;
        told.contains("Poppler").then(|| version.to_owned())
    };
    VERSION.get_or_init(ask).as_deref()
}

/// The text of pages, each ended by a form feed: what PDF files do to letters is mended, and lines are joined to paragraphs.
///
/// # Errors
/// `Input` if it has no letters, or none that people could read.
///
/// ```
/// use cajad::source::text_of_pages;
///
/// let page = "\u{2f47}本 and the of\u{fb01}ce\n- 1 -\n\u{c}";
/// assert_eq!(text_of_pages("a.pdf", page)?, "日本 and the office");
///
/// let error = text_of_pages("a.pdf", "1\n\u{c}2\n\u{c}").unwrap_err();
/// assert_eq!(error.to_string(), "a.pdf: this PDF file is a scan without text: its 2 pages are pictures");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn text(origin: &str, text: &str) -> Result<String> {
    let refused = |message: String, hint: &str| Err(Error::input(message).in_file(origin).hint(hint));
    let text = radical::repaired(text);
    let pages = text.matches('\u{c}').count().max(1);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let lost = |c: &char| {
        matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')
    };
    let unknown = text.chars().filter(lost).count();
    if unknown > 0 && unknown as f64 > LOST * (letters + unknown) as f64 {
        return refused("this PDF file does not tell which letters its signs are".to_owned(), RECOGNISE);
    }
    if letters < LETTERS * pages {
        let its = if pages == 1 { "page is a picture".to_owned() } else { format!("{pages} pages are pictures") };
        return refused(format!("this PDF file is a scan without text: its {its}"), RECOGNISE);
    }
    let text: String = text.chars().filter(|c| !(lost(c) && *c != '\u{fffd}')).map(|c| if c == '\t' { ' ' } else { c }).collect();
    Ok(paragraph::joined(&without_furniture(&text)))
}

const RECOGNISE: &str = "let a program recognise its text first, such as ocrmypdf";

/// The lines of pages without what stands on the first or last line of most of them, and without page numbers.
fn without_furniture(text: &str) -> String {
    let pages: Vec<Vec<&str>> = text.split('\u{c}').map(|page| page.lines().collect()).collect();
    let outer = |page: &[&str]| {
        let first = page.iter().position(|line| !line.trim().is_empty())?;
        let last = page.iter().rposition(|line| !line.trim().is_empty())?;
        Some([first, last])
    };
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.len() > 2) {
        for at in outer(page).into_iter().flatten() {
            *heads.entry(without_figures(page[at])).or_default() += 1;
        }
    }
    let furniture =
        |line: &str| is_page_number(line) || heads.get(&without_figures(line)).is_some_and(|&n| n > 2 && 2 * n > pages.len());
    let mut kept: Vec<&str> = Vec::new();
    for page in &pages {
        let edges = outer(page).unwrap_or_default();
        kept.extend(page.iter().enumerate().filter(|(at, line)| !(edges.contains(at) && furniture(line))).map(|(_, line)| line));
        // The end of a page is none of a paragraph.
        while kept.last().is_some_and(|line| line.trim().is_empty()) {
            kept.pop();
        }
    }
    kept.join("\n")
}

fn without_figures(line: &str) -> String {
    line.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
}

/// `3`, `- 3 -`, `3/12`.
fn is_page_number(line: &str) -> bool {
    let figures = line.chars().filter(|c| c.is_numeric()).count();
    let others = |c: char| c.is_numeric() || c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/' | '|');
    (1..=4).contains(&figures) && line.chars().all(others)
}

/// The text of a PDF file, each page ended by a form feed, read in this process without any limit: for a child process only.
///
/// # Errors
/// `Input` if the library cannot read it, which it also tells by a panic.
///
/// ```
/// let error = cajad::source::letters_of_pdf(b"%PDF-1.7 and no more").unwrap_err();
/// assert_eq!(error.to_string(), "the file is broken");
/// ```
pub fn letters(bytes: &[u8]) -> Result<String> {
    let broken = || Error::input("the file is broken").hint(AS_TEXT);
    let pages = catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(bytes)).map_err(|_| broken())?;
    let locked = |error: &pdf_extract::OutputError| error.to_string().contains("password");
    let pages =
        pages.map_err(|error| if locked(&error) { Error::input(LOCKED).hint(AS_TEXT) } else { broken().because(error) })?;
    Ok(pages.iter().map(|page| format!("{page}\u{c}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_and_heads_go() {
        let page = |n: usize, text: &str| format!("Ministry, 2025, page {n}\n\n{text}\n\n- {n} -\n\u{c}");
        let text = page(1, "The ministers met in") + &page(2, "Tokyo. They signed") + &page(3, "a memorandum on uranium.");
        assert_eq!(
            without_furniture(&text).lines().filter(|l| !l.is_empty()).collect::<Vec<_>>(),
            ["The ministers met in", "Tokyo. They signed", "a memorandum on uranium."]
        );
        assert_eq!(without_furniture("2025\nThe ministers met.\n3\n\u{c}"), "The ministers met.");
        assert_eq!(without_furniture("19.12.2025\nThe ministers met.\n"), "19.12.2025\nThe ministers met.");
    }

    #[test]
    fn a_picture_and_unknown_signs_are_told() {
        let told = |pages: &str| text("a.pdf", pages).map_err(|error| error.to_string());
        assert_eq!(
            told("1\n\u{c}2\n\u{c}"),
            Err("a.pdf: this PDF file is a scan without text: its 2 pages are pictures".to_owned())
        );
        let signs = "\u{e001}\u{e002}\u{e003} are the signs\u{c}";
        assert_eq!(told(signs), Err("a.pdf: this PDF file does not tell which letters its signs are".to_owned()));
        assert_eq!(told("The ministers\u{1} met.\u{c}"), Ok("The ministers met.".to_owned()));
    }
}
