//! Bytes of any format to a [`Document`].
//!
//! What the bytes are is told by [`Format`], what their letters are by [`encoding`]; a reader for each format takes the release
//! out of them. The document's text is what every later stage counts its characters in, so it is settled here once and for all: no byte
//! order mark, line ends as `\n`, nothing after the last word but one `\n`. Letters are never changed.

mod child;
pub mod encoding;
pub mod feed;
mod folder;
mod format;
mod front_matter;
mod mail;
mod page;
mod paragraph;
mod pdf;
mod radical;
pub mod table;
mod word;

pub use folder::collect;
pub use format::Format;
pub use pdf::{letters as letters_of_pdf, text as text_of_pages};
pub use table::Table;

use crate::error::{Error, Result};
use crate::site::Sites;
use jiff::civil::Date;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest text that is taken, in bytes. A release is some kilobytes; what is larger is something else.
pub const LARGEST: u64 = 20_000_000;

/// The largest file that is opened at all, in bytes; each format has a limit of its own below it.
const LARGEST_FILE: u64 = 100_000_000;

/// One release as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file it came from, for messages; `-` is standard input.
    pub origin: String,
    /// What is known about it beside the text.
    pub meta: Meta,
    /// The normalised text, which ends in one `\n`.
    pub text: String,
    /// Where the cells stand in the text, if it is a table.
    pub table: Option<Table>,
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
    /// The language, where whoever gave the text says it.
    pub lang: Option<Lang>,
    /// The language that a page says it is in; the text may show that it is in another.
    pub claimed: Option<Lang>,
    /// The title.
    pub title: Option<String>,
    /// The line of the text that shows the day of issue, where the layout of its page tells which it is.
    pub date_line: Option<String>,
    /// What read it: `Markdown`, `profile mofa.go.jp`.
    pub reader: Option<String>,
}

/// What a reader has taken out of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// The text without what is around it, the title aside.
    pub text: String,
    /// The title.
    pub title: Option<String>,
    /// The day of issue, where it stands in a form for machines.
    pub issued: Option<Date>,
    /// The day of issue as the page shows it.
    pub date_line: Option<String>,
    /// The language that the file says it is in.
    pub lang: Option<Lang>,
    /// The publisher's id in the register.
    pub publisher: Option<String>,
    /// The address of the page.
    pub source: Option<String>,
    /// What read it: `profile mofa.go.jp`, `readability`, `body`.
    pub reader: String,
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
    /// The charset that the server named.
    pub charset: Option<String>,
    /// The table of sites; without one, that which came with the program.
    pub sites: Option<Arc<Sites>>,
    /// The path of this program, which reads PDF files in a child process where there is no `pdftotext`.
    pub program: Option<PathBuf>,
}

/// Reads one file.
///
/// # Errors
/// `Input` if it is missing, a folder, unreadable, too large, or refused by [`parse`].
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
    if found.len() > LARGEST_FILE {
        return Err(too_large(&path.display().to_string(), Some(found.len()), LARGEST_FILE));
    }
    receive(&path.display().to_string(), File::open(path).map_err(failed)?, overrides)
}

/// Reads a stream, such as standard input, to its end; `origin` names it in messages.
///
/// # Errors
/// `Input` if it breaks off, is too large, or is refused by [`parse`].
pub fn receive(origin: &str, reader: impl Read, overrides: &Overrides) -> Result<Document> {
    let mut bytes = Vec::new();
    reader
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::input("the file cannot be read").in_file(origin).because(cause))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large(origin, None, LARGEST_FILE));
    }
    parse(origin, &bytes, overrides)
}

/// Makes a document of the bytes of a file, whatever its format.
///
/// The text is the title, an empty line and what the reader took out of the file; of Markdown with a front matter whose `title` is
/// the first line of the body, and of plain text, it is that alone. What the caller knows goes before what the file says.
///
/// # Errors
/// `Input`, with the place where there is one, if the bytes are empty, of a format that is not read, too many, or not as their
/// format must be.
///
/// ```
/// use cajad::source::{Lang, Overrides, parse};
///
/// let file = b"---\nlang: en\nissued: 2025-12-20\ntitle: Summit\n---\nThe leaders met.\r\n\r\n";
/// let document = parse("summit.md", file, &Overrides::default())?;
/// assert_eq!(document.text, "Summit\n\nThe leaders met.\n");
/// assert_eq!(document.meta.lang, Some(Lang::En));
///
/// let page = b"<html><title>Summit</title><body><nav>Home</nav><p>The leaders met.</p></body></html>";
/// assert_eq!(parse("summit.html", page, &Overrides::default())?.text, document.text);
///
/// let error = parse("summit.md", b"---\nlang: xx\n---\nText\n", &Overrides::default()).unwrap_err();
/// assert_eq!(error.to_string(), "summit.md:2:7: unknown language \"xx\"");
/// assert_eq!(error.remedy(), Some("the languages are en, fr, ja and ru"));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn parse(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Document> {
    let format = format::recognise(origin, bytes)?;
    if bytes.len() as u64 > format.largest() {
        return Err(too_large(origin, Some(bytes.len() as u64), format.largest()));
    }
    // No reader should panic; if one does, that must not take the other files with it.
    catch_unwind(AssertUnwindSafe(|| read_as(format, origin, bytes, overrides)))
        .unwrap_or_else(|_| Err(Error::internal("the reader of this file broke down").in_file(origin)))
}

/// Reads a file by the reader of its format.
fn read_as(format: Format, origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Document> {
    let unread = |what: &str, hint: &str| Err(Error::input(format!("this is {what}")).in_file(origin).hint(hint));
    let extract = match format {
        Format::Html => page::read(origin, bytes, overrides)?,
        Format::Pdf => pdf::read(origin, bytes, overrides)?,
        Format::Word => word::read(origin, bytes)?,
        Format::Mail => mail::read(origin, bytes, overrides)?,
        Format::Table => return table::read(origin, bytes, overrides),
        Format::Feed => {
            return unread("a feed, which lists releases and is none", "give it to `cajad add`, which takes what it lists");
        }
        Format::Markdown | Format::Plain => return written(origin, bytes, format, overrides),
    };
    document(origin, extract, overrides)
}

/// A document of what a reader took out of a file.
fn document(origin: &str, extract: Extract, overrides: &Overrides) -> Result<Document> {
    let Extract { text, title, issued, date_line, lang, publisher, source, reader } = extract;
    let body = text.trim();
    if body.is_empty() {
        return Err(Error::input("there is no text in it").in_file(origin).hint("the file must hold the text of one release"));
    }
    let title = title.map(|title| one_line(&title)).filter(|title| !title.is_empty());
    let date_line = date_line.map(|line| one_line(&line));
    let head: Vec<&str> = title.iter().chain(&date_line).map(String::as_str).collect();
    let text = head.iter().map(|line| format!("{line}\n\n")).collect::<String>() + body + "\n";
    if text.len() as u64 > LARGEST {
        return Err(too_large(origin, Some(text.len() as u64), LARGEST));
    }
    let meta =
        Meta { source, publisher, issued, issued_from: None, lang: None, claimed: lang, title, date_line, reader: Some(reader) };
    Ok(Document { origin: origin.to_owned(), meta: overruled(meta, overrides), text, table: None })
}

/// Words in one line, without control characters.
fn one_line(words: &str) -> String {
    let words = words.split(|c: char| c.is_ascii_whitespace()).map(|word| word.replace(|c: char| c.is_control(), ""));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A document of a text that stands for itself.
fn written(origin: &str, bytes: &[u8], format: Format, overrides: &Overrides) -> Result<Document> {
    let text = decode(origin, bytes, overrides)?;
    let (mut meta, body) = front_matter::split(origin, &text)?;
    let body = body.trim_end();
    if body.trim_start().is_empty() {
        return Err(Error::input("there is no text in it").in_file(origin).hint("the file must hold the text of one release"));
    }
    let text = match &meta.title {
        Some(title) if body.lines().next().map(str::trim) != Some(title) => format!("{title}\n\n{body}\n"),
        _ => format!("{body}\n"),
    };
    let markdown = format == Format::Markdown || meta != Meta::default();
    meta.reader = Some(if markdown { "Markdown" } else { "plain text" }.to_owned());
    Ok(Document { origin: origin.to_owned(), meta: overruled(meta, overrides), text, table: None })
}

/// What is known of a file, with what the caller knows better.
fn overruled(mut meta: Meta, overrides: &Overrides) -> Meta {
    if meta.issued.is_some() {
        meta.issued_from = Some(IssuedFrom::Metadata);
    }
    if overrides.issued.is_some() {
        meta.issued = overrides.issued;
        meta.issued_from = Some(IssuedFrom::Caller);
    }
    meta.source = overrides.source.clone().or(meta.source);
    meta.lang = overrides.lang.or(meta.lang);
    meta
}

fn too_large(origin: &str, bytes: Option<u64>, limit: u64) -> Error {
    let size = bytes.map_or_else(String::new, |bytes| format!(" ({} MB)", bytes / 1_000_000));
    Error::input(format!("the file is too large{size}: the limit is {} MB", limit / 1_000_000))
        .in_file(origin)
        .hint("a file must hold one release: split it")
}

/// The text behind the bytes, whatever their encoding, with `\n` line ends and no control characters.
fn decode(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<String> {
    let text = letters(origin, bytes, overrides)?;
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

/// The letters behind bytes that must be a text of some kind.
fn letters(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<String> {
    /// So many of its letters a text may have lost.
    const LOST: f64 = 0.1;
    if bytes.trim_ascii().is_empty() {
        let message = if bytes.is_empty() { "the file is empty" } else { "there is nothing but white space in the file" };
        return Err(Error::input(message).in_file(origin).hint("the file must hold the text of one release"));
    }
    let domain = overrides.source.as_deref().and_then(crate::site::host);
    let domain = domain.as_deref().and_then(|host| host.rsplit('.').next());
    let encoding::Decoded { text, .. } = encoding::decode(bytes, overrides.charset.as_deref(), domain);
    let controls = text.chars().filter(|c| c.is_ascii_control() && !"\n\r\t\u{c}".contains(*c)).count();
    if text.contains('\0') || controls > 8 && controls * 100 > text.len() || encoding::share(&text) > LOST {
        return Err(Error::input("this is binary data, not text").in_file(origin).hint("save it as plain text in UTF-8"));
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
        assert_eq!(document.meta, Meta { reader: Some("Markdown".to_owned()), ..Meta::default() });
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
        let overrides = Overrides { lang: Some(Lang::Fr), issued: Some(jiff::civil::date(2025, 12, 18)), ..Overrides::default() };
        let document = parse("x.md", b"---\nlang: en\nissued: 2020-01-01\nsource: https://a.example/\n---\nT\n", &overrides)?;
        assert_eq!(document.meta.lang, Some(Lang::Fr));
        assert_eq!(document.meta.issued_from, Some(IssuedFrom::Caller));
        assert_eq!(document.meta.source.as_deref(), Some("https://a.example/"));
        Ok(())
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let cases: [(&[u8], &str); 10] = [
            (b"", "x.md: the file is empty"),
            (b" \n\n", "x.md: there is nothing but white space in the file"),
            (b"---\ntitle: A\n---\n\n", "x.md: there is no text in it"),
            (b"\n<!DOCTYPE HTML><body></body>", "x.md: there is no text in it"),
            (b"{\\rtf1", "x.md: this is an RTF file"),
            (b"PK\x03\x04....a.txt", "x.md: this is a ZIP archive"),
            (b"ab\0cd", "x.md: this is binary data, not text"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0Ecd", "x.md: this is binary data, not text"),
            (b"<html>\0\x01\x02</html>", "x.md: this is binary data, not text"),
            (b"ab\nc\x0Bd", "x.md:2:2: there is a control character (U+000B) in the text"),
        ];
        for (bytes, message) in cases {
            assert_eq!(parsed(bytes).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
    }
}
