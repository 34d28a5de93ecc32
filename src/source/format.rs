//! What the bytes of a file are: by their signature, then by the file's name, then by how the text begins.
//!
//! A name is believed only where the bytes do not say otherwise: a page that was saved as `visit.txt` is a page.

use crate::error::{Error, Result};

/// A format that releases come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A web page.
    Html,
    /// A PDF file.
    Pdf,
    /// A document of Word, as DOCX.
    Word,
    /// An e-mail, as `.eml`.
    Mail,
    /// A table: CSV, TSV or XLSX.
    Table,
    /// A feed: RSS, Atom or JSON Feed.
    Feed,
    /// Markdown, with or without a front matter.
    Markdown,
    /// Plain text.
    Plain,
}

const MEGABYTE: u64 = 1_000_000;

impl Format {
    /// The largest file that is read, in bytes.
    ///
    /// Pages carry pictures in themselves and PDFs are scans, so they are larger than the text in them; a text of one release
    /// is some kilobytes.
    pub(super) const fn largest(self) -> u64 {
        match self {
            Self::Pdf => 100 * MEGABYTE,
            Self::Html | Self::Word | Self::Mail | Self::Table => 50 * MEGABYTE,
            Self::Feed | Self::Markdown | Self::Plain => super::LARGEST,
        }
    }
}

/// The endings of file names by which a folder's releases are known.
pub(super) const RELEASES: [&str; 11] = ["txt", "md", "html", "htm", "xhtml", "pdf", "docx", "eml", "csv", "tsv", "xlsx"];

/// How much of a file is looked at to know what it is.
const HEAD: usize = 4096;

/// Recognises the format of a file with this name.
///
/// # Errors
/// `Input` for a well-known format that holds no release that could be read, by its name.
pub(super) fn recognise(origin: &str, bytes: &[u8]) -> Result<Format> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let foreign = |what: &str, hint: &str| Err(Error::input(format!("this is {what}")).in_file(origin).hint(hint));
    if let Some((_, name, hint)) = FOREIGN.iter().find(|(signature, ..)| head.starts_with(signature)) {
        return foreign(name, hint);
    }
    if holds(&head[..head.len().min(1024)], b"%PDF-") && !head.trim_ascii_start().starts_with(b"<") {
        return Ok(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        return match archive(bytes) {
            Ok(format) => Ok(format),
            Err(what) => foreign(what, "take the releases out of it, and give them one by one or as a folder"),
        };
    }
    if head.get(4..8) == Some(b"ftyp") {
        return foreign("a video", AS_TEXT);
    }
    let text = readable(head);
    let suffix = suffix(origin);
    if begins_as_page(&text) {
        return Ok(Format::Html);
    }
    if let Some(format) = by_name(&suffix) {
        return Ok(format);
    }
    if super::table::has_header(head) {
        return Ok(Format::Table);
    }
    Ok(by_beginning(&text, suffix == "txt"))
}

const AS_TEXT: &str = "save what it says as plain text";
const UNPACK: &str = "unpack it first";

/// What is recognised by its first bytes and not read. <https://en.wikipedia.org/wiki/List_of_file_signatures>
const FOREIGN: [(&[u8], &str, &str); 14] = [
    (b"\xD0\xCF\x11\xE0", "an old Word, Excel or PowerPoint file", "save it as DOCX, XLSX or plain text"),
    (b"{\\rtf", "an RTF file", "save it as DOCX or plain text"),
    (b"\x1F\x8B", "a gzip file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xFD7zXZ", "an xz file", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"\x89PNG", "a PNG picture", AS_TEXT),
    (b"\xFF\xD8\xFF", "a JPEG picture", AS_TEXT),
    (b"GIF8", "a GIF picture", AS_TEXT),
    (b"II*\0", "a TIFF picture", AS_TEXT),
    (b"MM\0*", "a TIFF picture", AS_TEXT),
    (b"RIFF", "a picture, sound or video", AS_TEXT),
    (b"\x7FELF", "a program", "give the text of a release"),
];

/// What a ZIP file is: the names of its members stand in it unpacked, and those of its directory at its end.
fn archive(bytes: &[u8]) -> std::result::Result<Format, &'static str> {
    let tail = &bytes[bytes.len().saturating_sub(64 * 1024)..];
    let has = |name: &[u8]| holds(&bytes[..bytes.len().min(HEAD)], name) || holds(tail, name);
    if has(b"word/") {
        Ok(Format::Word)
    } else if has(b"xl/") {
        Ok(Format::Table)
    } else if has(b"ppt/") {
        Err("a PowerPoint file")
    } else if has(b"application/vnd.oasis.opendocument") {
        Err("an OpenDocument file")
    } else if has(b"application/epub") {
        Err("an EPUB book")
    } else {
        Err("a ZIP archive")
    }
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// The head as far as it is ASCII, in small letters, also of UTF-16: all that tells a format is ASCII.
fn readable(head: &[u8]) -> String {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let letters = head.iter().filter(|byte| !(wide && matches!(byte, 0 | 0xFE | 0xFF)));
    let text: String = letters.map(|&byte| if byte.is_ascii() { byte.to_ascii_lowercase() as char } else { '?' }).collect();
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '?').to_owned()
}

/// The ending of the file's name, in small letters; of an address the query is none of it.
fn suffix(origin: &str) -> String {
    let path = if origin.contains("://") { origin.split(['?', '#']).next().unwrap_or(origin) } else { origin };
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or_else(String::new, |(_, suffix)| suffix.to_lowercase())
}

fn by_name(suffix: &str) -> Option<Format> {
    Some(match suffix {
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "eml" => Format::Mail,
        "csv" | "tsv" => Format::Table,
        "rss" | "atom" => Format::Feed,
        "md" | "markdown" => Format::Markdown,
        _ => return None,
    })
}

/// Whether a text begins as a whole page does, with its document type or its root.
fn begins_as_page(text: &str) -> bool {
    let text = after_prologue(text);
    text.starts_with("<!doctype html") || text.starts_with("<html")
}

/// What follows comments and the declaration of XML.
fn after_prologue(mut text: &str) -> &str {
    loop {
        let rest = text.trim_start();
        let after = |begin: &str, end: &str| rest.strip_prefix(begin).and_then(|r| r.find(end).map(|at| &r[at + end.len()..]));
        match after("<!--", "-->").or_else(|| after("<?xml", "?>")) {
            Some(next) => text = next,
            None => return rest,
        }
    }
}

/// What has no telling name, by how it begins. `named_text` says that its name promises plain text, which may show markup.
fn by_beginning(text: &str, named_text: bool) -> Format {
    let body = after_prologue(text);
    let begins = |beginnings: &[&str]| beginnings.iter().any(|b| body.starts_with(b));
    let json_feed = body.starts_with('{') && body.contains("jsonfeed.org/version/");
    if json_feed || begins(&["<rss", "<feed", "<rdf:rdf"]) {
        Format::Feed
    } else if body.starts_with("---\n") || body.starts_with("---\r\n") {
        Format::Markdown
    } else if !named_text
        && begins(&["<head", "<body", "<title", "<meta", "<div", "<table", "<p>", "<p ", "<h1", "<article", "<main"])
    {
        Format::Html
    } else if begins_as_mail(body) {
        Format::Mail
    } else {
        Format::Plain
    }
}

/// Whether a text begins with the fields of an e-mail: some that only these have, before the first empty line.
/// <https://www.rfc-editor.org/rfc/rfc5322>
fn begins_as_mail(text: &str) -> bool {
    const FIELDS: [&str; 7] = ["return-path:", "received:", "message-id:", "mime-version:", "delivered-to:", "from:", "date:"];
    let head = text.lines().take_while(|line| !line.trim().is_empty());
    let mut found = 0;
    for (number, line) in head.enumerate() {
        let is_field = line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
        if !is_field && (number == 0 || !line.starts_with([' ', '\t'])) {
            return false;
        }
        found += usize::from(FIELDS.iter().any(|field| line.starts_with(field)));
    }
    found >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_then_the_name_then_the_beginning_tell_the_format() {
        let cases: [(&str, &[u8], Format); 24] = [
            ("a.txt", b"\n<!DOCTYPE HTML>", Format::Html),
            ("a.txt", b"<?xml version=\"1.0\"?>\n<!-- x -->\n<html>", Format::Html),
            ("a.txt", b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Format::Html),
            ("a.txt", b"<p> is the tag of a paragraph.", Format::Plain),
            ("-", b"<div>The ministers met.</div>", Format::Html),
            ("a.HTM", b"The ministers met.", Format::Html),
            ("https://a.example/view.html?x=.txt", b"Text", Format::Html),
            ("https://a.example/view/12", b"Text", Format::Plain),
            ("a.html", b"%PDF-1.4", Format::Pdf),
            ("a.bin", b"\n\n%PDF-1.7", Format::Pdf),
            ("a.html", b"<p>%PDF-1.7</p>", Format::Html),
            ("a", b"PK\x03\x04....word/document.xml", Format::Word),
            ("a", b"PK\x03\x04....xl/workbook.xml", Format::Table),
            ("a.csv", b"a,b\n", Format::Table),
            ("a.eml", b"Subject: x\n\ny", Format::Mail),
            ("-", b"Received: by a\n\tfrom b\nDate: Sat, 20 Dec 2025\n\ny", Format::Mail),
            ("-", b"From: here\nthe road goes on\nDate: today\n", Format::Plain),
            ("a.xml", b"<?xml version=\"1.0\"?><rss version=\"2.0\">", Format::Feed),
            ("a.xml", b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", Format::Feed),
            ("a.json", b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", Format::Feed),
            ("a.md", b"Text", Format::Markdown),
            ("-", b"---\nlang: en\n---\n", Format::Markdown),
            ("a.txt", b"Text", Format::Plain),
            ("a", b"", Format::Plain),
        ];
        for (name, bytes, format) in cases {
            assert_eq!(recognise(name, bytes).ok(), Some(format), "{name}: {:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_not_read_is_named() {
        let cases: [(&[u8], &str); 8] = [
            (b"\xD0\xCF\x11\xE0\xA1\xB1", "x: this is an old Word, Excel or PowerPoint file"),
            (b"{\\rtf1", "x: this is an RTF file"),
            (b"\x1F\x8B\x08", "x: this is a gzip file"),
            (b"\x89PNG\r\n", "x: this is a PNG picture"),
            (b"PK\x03\x04....a.txt", "x: this is a ZIP archive"),
            (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text", "x: this is an OpenDocument file"),
            (b"PK\x03\x04..ppt/slides", "x: this is a PowerPoint file"),
            (b"\0\0\0\x18ftypmp42", "x: this is a video"),
        ];
        for (bytes, message) in cases {
            assert_eq!(recognise("x", bytes).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
    }
}
