//! Bytes to a [`Document`]: plain text, or Markdown with a front matter.
//!
//! The document's text is what every later stage counts its characters in, so it is settled here once and for all: no byte
//! order mark, line ends as `\n`, nothing after the last word but one `\n`. Letters are never changed.

mod folder;
mod front_matter;

pub use folder::collect;

use crate::error::{Error, Result};
use jiff::civil::Date;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest text that is taken, in bytes. A release is some kilobytes; what is larger is something else.
pub const LARGEST: u64 = 20_000_000;

/// One release as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file it came from, for messages; `-` is standard input.
    pub origin: String,
    /// What is known about it beside the text.
    pub meta: Meta,
    /// The normalised text, which ends in one `\n`.
    pub text: String,
}

/// What is known about a document beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The address of the page.
    pub source: Option<String>,
    /// The publisher's id in the register.
    pub publisher: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// Who says that it was issued on that day.
    pub issued_from: Option<IssuedFrom>,
    /// The language, where it is declared.
    pub lang: Option<Lang>,
    /// The title.
    pub title: Option<String>,
}

/// A language that cajad reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
    /// Japanese.
    Ja,
    /// Russian.
    Ru,
}

impl Lang {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::Ja, Self::Ru];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Ja => "ja",
            Self::Ru => "ru",
        }
    }

    /// The language of an ISO 639-1 code.
    ///
    /// ```
    /// use cajad::source::Lang;
    /// assert_eq!(Lang::from_code("ja"), Some(Lang::Ja));
    /// assert_eq!(Lang::from_code("kk"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// Where the day of issue was found, in falling order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssuedFrom {
    /// The caller gave it.
    Caller,
    /// The front matter, or the page's own metadata.
    Metadata,
    /// A date line in the text.
    DateLine,
    /// The page's address.
    Address,
}

/// What the caller knows better than the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The address of the page.
    pub source: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// The language.
    pub lang: Option<Lang>,
}

/// Reads one file.
///
/// # Errors
/// `Input` if it is missing, a folder, unreadable, larger than [`LARGEST`], or refused by [`parse`].
///
/// ```
/// use cajad::source::{Overrides, read};
/// use std::path::Path;
///
/// let error = read(Path::new("no-such-file.txt"), &Overrides::default()).unwrap_err();
/// assert_eq!(error.to_string(), "no-such-file.txt: there is no such file");
/// ```
pub fn read(path: &Path, overrides: &Overrides) -> Result<Document> {
    let failed = |cause: std::io::Error| {
        let error = match cause.kind() {
            std::io::ErrorKind::NotFound => {
                return Error::input("there is no such file")
                    .in_path(path)
                    .hint("check the spelling and the folder that you are in");
            }
            std::io::ErrorKind::PermissionDenied => {
                Error::input("the file may not be read").hint("give yourself the right to read it")
            }
            _ => Error::input("the file cannot be read").hint("copy it to another disk and try again"),
        };
        error.in_path(path).because(cause)
    };
    let found = path.metadata().map_err(failed)?;
    if found.is_dir() {
        return Err(Error::input("this is a folder, but a file is wanted")
            .in_path(path)
            .hint("name the files in it; `cajad add` takes whole folders"));
    }
    if found.len() > LARGEST {
        return Err(too_large(&path.display().to_string(), Some(found.len())));
    }
    receive(&path.display().to_string(), File::open(path).map_err(failed)?, overrides)
}

/// Reads a stream, such as standard input, to its end; `origin` names it in messages.
///
/// # Errors
/// `Input` if it breaks off, is larger than [`LARGEST`], or is refused by [`parse`].
pub fn receive(origin: &str, reader: impl Read, overrides: &Overrides) -> Result<Document> {
    let mut bytes = Vec::new();
    reader
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::input("the file cannot be read").in_file(origin).because(cause))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(origin, None));
    }
    parse(origin, &bytes, overrides)
}

/// Makes a document of the bytes of a plain text or of a Markdown file with a front matter.
///
/// With a front matter whose `title` is not the first line of the body, the text is the title, an empty line and the body;
/// without a front matter the whole file is the text. What the caller knows goes before what the file says.
///
/// # Errors
/// `Input`, with the place, if the bytes are empty, binary, not UTF-8, or if the front matter is not as it should be.
///
/// ```
/// use cajad::source::{Lang, Overrides, parse};
///
/// let file = b"---\nlang: en\nissued: 2025-12-20\ntitle: Summit\n---\nThe leaders met.\r\n\r\n";
/// let document = parse("summit.md", file, &Overrides::default())?;
/// assert_eq!(document.text, "Summit\n\nThe leaders met.\n");
/// assert_eq!(document.meta.lang, Some(Lang::En));
///
/// let error = parse("summit.md", b"---\nlang: xx\n---\nText\n", &Overrides::default()).unwrap_err();
/// assert_eq!(error.to_string(), "summit.md:2:7: unknown language \"xx\"");
/// assert_eq!(error.remedy(), Some("the languages are en, fr, ja and ru"));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn parse(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Document> {
    if let Some(format) = foreign_format(bytes) {
        return Err(Error::input(format!("this is {format}, not plain text"))
            .in_file(origin)
            .hint("save it as plain text; a later version reads PDF, HTML and the like by itself"));
    }
    let text = decode(origin, bytes)?;
    let (mut meta, body) = front_matter::split(origin, &text)?;
    let body = body.trim_end();
    if body.trim_start().is_empty() {
        return Err(Error::input("there is no text in it").in_file(origin).hint("the file must hold the text of one release"));
    }
    let text = match &meta.title {
        Some(title) if body.lines().next().map(str::trim) != Some(title) => format!("{title}\n\n{body}\n"),
        _ => format!("{body}\n"),
    };
    if meta.issued.is_some() {
        meta.issued_from = Some(IssuedFrom::Metadata);
    }
    if overrides.issued.is_some() {
        meta.issued = overrides.issued;
        meta.issued_from = Some(IssuedFrom::Caller);
    }
    meta.source = overrides.source.clone().or(meta.source);
    meta.lang = overrides.lang.or(meta.lang);
    Ok(Document { origin: origin.to_owned(), meta, text })
}

fn too_large(origin: &str, bytes: Option<u64>) -> Error {
    let size = bytes.map_or_else(String::new, |bytes| format!(" ({} MB)", bytes / 1_000_000));
    Error::input(format!("the file is too large{size}: the limit is {} MB", LARGEST / 1_000_000))
        .in_file(origin)
        .hint("a file must hold one release: split it")
}

/// The name of a well-known format that is not plain text, by the bytes that it begins with.
fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 9] = [
        (b"%PDF-", "a PDF file"),
        (b"\xD0\xCF\x11\xE0", "an old Word, Excel or PowerPoint file"),
        (b"{\\rtf", "an RTF file"),
        (b"\x1F\x8B", "a gzip file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\xFF\xFE", "UTF-16 text"),
        (b"\xFE\xFF", "UTF-16 text"),
    ];
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(name);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(if holds(b"word/") || holds(b"[Content_Types].xml") { "a DOCX file" } else { "a ZIP archive" });
    }
    let first = head.trim_ascii_start();
    let starts = |tag: &[u8]| first.len() >= tag.len() && first[..tag.len()].eq_ignore_ascii_case(tag);
    (starts(b"<!doctype html") || starts(b"<html")).then_some("an HTML page")
}

/// UTF-8 without a byte order mark, with `\n` line ends and no control characters.
fn decode(origin: &str, bytes: &[u8]) -> Result<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        let message = if bytes.is_empty() { "the file is empty" } else { "there is nothing but white space in the file" };
        return Err(Error::input(message).in_file(origin).hint("the file must hold the text of one release"));
    }
    let controls = bytes.iter().filter(|byte| byte.is_ascii_control() && !b"\n\r\t".contains(byte)).count();
    if bytes.contains(&0) || controls > 8 {
        return Err(Error::input("this is binary data, not text").in_file(origin).hint("save it as plain text in UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|broken| {
        let sound = String::from_utf8_lossy(&bytes[..broken.valid_up_to()]);
        let (line, column) = place_of_end(&sound);
        Error::input(format!("the text is not UTF-8 (byte {} cannot be read)", broken.valid_up_to()))
            .in_file(origin)
            .at(line, column)
            .hint("save it as UTF-8, for instance with `iconv -f WINDOWS-1251 -t UTF-8`")
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if let Some((at, stray)) = text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t')) {
        let (line, column) = place_of_end(&text[..at]);
        return Err(Error::input(format!("there is a control character (U+{:04X}) in the text", u32::from(stray)))
            .in_file(origin)
            .at(line, column)
            .hint("take it out: it is not part of any text"));
    }
    Ok(text)
}

/// Line and column, from 1, of the place where `before` ends.
fn place_of_end(before: &str) -> (usize, usize) {
    let last = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(bytes: &[u8]) -> Result<Document> {
        parse("x.md", bytes, &Overrides::default())
    }

    #[test]
    fn a_plain_text_is_taken_whole() -> Result<()> {
        let document = parsed("\u{feff}Первая строка\r\nвторая\rтретья  \n\n\n".as_bytes())?;
        assert_eq!(document.text, "Первая строка\nвторая\nтретья\n");
        assert_eq!(document.meta, Meta::default());
        Ok(())
    }

    #[test]
    fn the_title_is_not_told_twice() -> Result<()> {
        let same = parsed(b"---\ntitle: \"A \\\"B\\\"\"\n---\n\nA \"B\"\nText.\n")?;
        assert_eq!(same.text, "A \"B\"\nText.\n");
        Ok(())
    }

    #[test]
    fn the_caller_knows_better() -> Result<()> {
        let overrides = Overrides { lang: Some(Lang::Fr), issued: Some(jiff::civil::date(2025, 12, 18)), source: None };
        let document = parse("x.md", b"---\nlang: en\nissued: 2020-01-01\nsource: https://a.example/\n---\nT\n", &overrides)?;
        assert_eq!(document.meta.lang, Some(Lang::Fr));
        assert_eq!(document.meta.issued_from, Some(IssuedFrom::Caller));
        assert_eq!(document.meta.source.as_deref(), Some("https://a.example/"));
        Ok(())
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let cases: [(&[u8], &str); 11] = [
            (b"", "x.md: the file is empty"),
            (b" \n\n", "x.md: there is nothing but white space in the file"),
            (b"---\ntitle: A\n---\n\n", "x.md: there is no text in it"),
            (b"%PDF-1.7 ...", "x.md: this is a PDF file, not plain text"),
            (b"PK\x03\x04....word/document.xml", "x.md: this is a DOCX file, not plain text"),
            (b"PK\x03\x04....a.txt", "x.md: this is a ZIP archive, not plain text"),
            (b"\n<!DOCTYPE HTML>", "x.md: this is an HTML page, not plain text"),
            (b"\xFF\xFEa\0", "x.md: this is UTF-16 text, not plain text"),
            (b"ab\0cd", "x.md: this is binary data, not text"),
            (b"ab\nc\xC3(", "x.md:2:2: the text is not UTF-8 (byte 4 cannot be read)"),
            (b"ab\nc\x0Bd", "x.md:2:2: there is a control character (U+000B) in the text"),
        ];
        for (bytes, message) in cases {
            assert_eq!(parsed(bytes).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
    }
}
