//! A document of Word to text: the paragraphs of its main part, each on a line of its own.
//!
//! What was deleted or moved away while changes were tracked, hidden words, the codes of fields, headers, footers, notes and
//! comments are left out. The format is that of ECMA-376, <https://ecma-international.org/publications-and-standards/standards/ecma-376/>.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Extract, LARGEST};
use crate::error::{Error, Result};

/// The most that a part is unpacked to, in bytes: marks take several times the room of the words, and a bomb a thousand times.
const UNPACKED: u64 = 5 * LARGEST;

/// The deepest nesting; tables in tables, text boxes and tracked changes come to some dozens.
const DEPTH: usize = 256;

/// The most members of the archive; a document with a thousand pictures is none of a release.
const MEMBERS: usize = 10_000;

/// Reads a document.
///
/// # Errors
/// `Input` if the archive or its XML is broken, locked, or built to be unreadable: nested or unpacked beyond all measure.
pub(super) fn read(origin: &str, bytes: &[u8]) -> Result<Extract> {
    let failed = |refusal: Refusal| {
        let error = Error::input(refusal.message).in_file(origin).hint(refusal.hint);
        match refusal.cause {
            Some(cause) => error.because(std::io::Error::other(cause)),
            None => error,
        }
    };
    text(bytes).map(|text| Extract { text, reader: "Word".to_owned(), ..Extract::default() }).map_err(failed)
}

struct Refusal {
    message: String,
    hint: &'static str,
    cause: Option<String>,
}

fn broken(cause: impl ToString) -> Refusal {
    let message = "this document of Word is broken and cannot be read".to_owned();
    Refusal { message, hint: "open it in Word or LibreOffice and save it anew", cause: Some(cause.to_string()) }
}

fn hostile(message: String) -> Refusal {
    Refusal { message, hint: "it is no document of a release; save what it says as plain text", cause: None }
}

fn text(bytes: &[u8]) -> std::result::Result<String, Refusal> {
    if members(bytes).is_some_and(|members| members > MEMBERS) {
        return Err(hostile(format!("this document of Word has more than {MEMBERS} parts")));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let main = main_part(&mut archive);
    let part = archive.by_name(&main).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            let message = "this document of Word is locked by a password".to_owned();
            Refusal { message, hint: "save it without the password", cause: None }
        }
        other => broken(other),
    })?;
    let mut words = Words::default();
    let mut reader = Reader::from_reader(BufReader::new(part.take(UNPACKED + 1)));
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer);
        if reader.buffer_position() > UNPACKED {
            return Err(hostile(format!("this document of Word unpacks to more than {} MB", UNPACKED / 1_000_000)));
        }
        match event.map_err(broken)? {
            Event::Start(tag) => words.begin(&tag)?,
            Event::Empty(tag) => {
                words.begin(&tag)?;
                words.end();
            }
            Event::End(_) => words.end(),
            Event::Text(text) => words.write(&text.xml10_content()),
            Event::CData(text) => words.write(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => words.write(c.encode_utf8(&mut [0; 4])),
                Ok(None) => words.write(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
                Err(error) => return Err(broken(error)),
            },
            Event::DocType(_) => {
                return Err(hostile("this document of Word defines a document type, which none does".to_owned()));
            }
            Event::Eof if words.open.is_empty() => return Ok(words.text),
            Event::Eof => return Err(broken("it breaks off")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        buffer.clear();
    }
}

/// How many members the end of the archive says that there are, before anything is made of them.
fn members(bytes: &[u8]) -> Option<usize> {
    const END: usize = 22;
    let tail = &bytes[bytes.len().saturating_sub(END + usize::from(u16::MAX))..];
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = u16::from_le_bytes([*tail.get(at + 10)?, *tail.get(at + 11)?]);
    Some(usize::from(count))
}

/// The name of the part that holds the text, which the package tells by its type.
fn main_part(archive: &mut ZipArchive<Cursor<&[u8]>>) -> String {
    /// The relations of a package come to some hundred bytes.
    const RELATIONS: u64 = 1_000_000;
    let usual = "word/document.xml".to_owned();
    let mut relations = String::new();
    let Ok(part) = archive.by_name("_rels/.rels") else { return usual };
    if part.take(RELATIONS).read_to_string(&mut relations).is_err() {
        return usual;
    }
    let mut reader = Reader::from_str(&relations);
    while let Ok(event) = reader.read_event() {
        let tag = match event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::Eof => break,
            _ => continue,
        };
        if attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            return attribute(&tag, "Target").map_or(usual, |target| target.trim_start_matches('/').to_owned());
        }
    }
    usual
}

/// The value of an attribute by its name without the prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|found| found.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}

/// What an element does to the words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Paragraph,
    Run,
    RunProperties,
    Words,
    /// It holds nothing that is read.
    Skipped,
    Other,
}

/// The words that have been read, and where the reader stands.
#[derive(Debug, Default)]
struct Words {
    text: String,
    open: Vec<Role>,
    /// The paragraphs that are open: a text box stands within one.
    paragraphs: Vec<String>,
    skipped: usize,
    hidden: bool,
}

impl Words {
    fn begin(&mut self, tag: &BytesStart<'_>) -> std::result::Result<(), Refusal> {
        if self.open.len() == DEPTH {
            return Err(hostile(format!("this document of Word nests more than {DEPTH} elements")));
        }
        let role = match tag.local_name().as_ref() {
            "p" => Role::Paragraph,
            "r" => Role::Run,
            "rPr" => Role::RunProperties,
            "t" => Role::Words,
            // The fallback says the same again for older programs.
            "del" | "moveFrom" | "pPr" | "tblPr" | "tcPr" | "sectPr" | "Fallback" | "instrText" | "delText" => Role::Skipped,
            name => {
                let within_run = self.open.last() == Some(&Role::Run) && self.skipped == 0;
                match name {
                    "tab" if within_run => self.mark(' '),
                    "br" | "cr" if within_run => self.mark('\n'),
                    "noBreakHyphen" if within_run => self.mark('-'),
                    "vanish" if self.open.last() == Some(&Role::RunProperties) => {
                        self.hidden = !attribute(tag, "val").is_some_and(|value| value == "0" || value == "false");
                    }
                    _ => {}
                }
                Role::Other
            }
        };
        match role {
            Role::Paragraph => self.paragraphs.push(String::new()),
            Role::Run => self.hidden = false,
            Role::Skipped => self.skipped += 1,
            _ => {}
        }
        self.open.push(role);
        Ok(())
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Role::Paragraph) => {
                let paragraph = self.paragraphs.pop().unwrap_or_default();
                if self.skipped == 0 {
                    self.text.push_str(paragraph.trim());
                    self.text.push('\n');
                }
            }
            Some(Role::Skipped) => self.skipped -= 1,
            _ => {}
        }
    }

    fn write(&mut self, words: &str) {
        if self.open.last() == Some(&Role::Words) && self.skipped == 0 && !self.hidden {
            let shown =
                words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).map(|c| if c == '\t' { ' ' } else { c });
            self.paragraphs.last_mut().unwrap_or(&mut self.text).extend(shown);
        }
    }

    fn mark(&mut self, mark: char) {
        if !self.hidden {
            self.paragraphs.last_mut().unwrap_or(&mut self.text).push(mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .and_then(|()| Ok(archive.write_all(content.as_bytes())?))
                .expect("memory is there");
        }
        archive.finish().expect("memory is there").into_inner()
    }

    fn told(body: &str) -> std::result::Result<String, String> {
        let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
        let read = read("a.docx", &packed(&[("word/document.xml", &document)]));
        read.map(|extract| extract.text).map_err(|error| error.to_string())
    }

    #[test]
    fn paragraphs_are_lines_and_what_is_not_shown_is_left_out() {
        let cases = [
            (
                "<w:p><w:r><w:t>The min</w:t></w:r><w:r><w:t>isters &amp; &#x4f1a;</w:t></w:r></w:p><w:p><w:r><w:t>met.</w:t></w:r></w:p>",
                "The ministers & 会\nmet.\n",
            ),
            (
                "<w:p><w:pPr><w:tabs><w:tab/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>1</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>",
                "1 a\nb\n",
            ),
            (
                "<w:p><w:del><w:r><w:t>not</w:t></w:r></w:del><w:ins><w:r><w:t>signed</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
                "signed\n",
            ),
            ("<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>seen</w:t></w:r></w:p>", "seen\n"),
            (
                "<w:p><w:r><w:t>out</w:t><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>",
                "box\nout\n",
            ),
        ];
        for (body, text) in cases {
            assert_eq!(told(body), Ok(text.to_owned()), "{body}");
        }
    }

    #[test]
    fn the_package_names_its_main_part() {
        let relations = "<Relationships><Relationship Type=\"http://x/relationships/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>";
        let bytes = packed(&[("_rels/.rels", relations), ("word/document2.xml", "<w:p><w:r><w:t>Here.</w:t></w:r></w:p>")]);
        assert_eq!(read("a.docx", &bytes).map(|extract| extract.text).ok().as_deref(), Some("Here.\n"));
    }

    #[test]
    fn what_is_built_to_be_unreadable_is_refused() {
        let deep = format!("{}{}", "<w:tbl>".repeat(300), "</w:tbl>".repeat(300));
        let bomb = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(101_000_000));
        let cases = [
            (deep.as_str(), "a.docx: this document of Word nests more than 256 elements"),
            (bomb.as_str(), "a.docx: this document of Word unpacks to more than 100 MB"),
            ("<w:p>", "a.docx: this document of Word is broken and cannot be read"),
            ("<!DOCTYPE x [<!ENTITY a \"b\">]>", "a.docx: this document of Word defines a document type, which none does"),
        ];
        for (body, message) in cases {
            assert_eq!(told(body), Err(message.to_owned()));
        }
        let none = read("a.docx", b"PK\x03\x04 word/").map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(none, Err("a.docx: this document of Word is broken and cannot be read".to_owned()));
    }
}
