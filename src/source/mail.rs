//! An e-mail to the release in it: its text in whatever parts, transfer encodings and character sets it was sent.
//!
//! Of the forms of one text the plain one is taken, unless it says much less than the page beside it. The text of a mail that was
//! forwarded as a whole is taken where there is no other. The headers and the transfer encodings are a library's matter; the parts
//! are found here, for the depth and the number of parts must have a limit that the library does not have.
//! [RFC 5322](https://www.rfc-editor.org/rfc/rfc5322), [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046).

use jiff::civil::Date;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{ContentType, MessageParser, MimeHeaders};

use super::{Extract, Overrides, encoding, letters, page, paragraph};
use crate::error::{Error, Result};

/// The deepest nesting; a forwarded mail with pictures comes to five.
const DEPTH: usize = 10;

/// The most parts.
const PARTS: usize = 1000;

/// The longest headers of a part, in bytes; what is behind is not read.
const HEADERS: usize = 256 * 1024;

/// Reads an e-mail.
///
/// # Errors
/// `Input` if it has no text, or is built to be unreadable: with more parts or a deeper nesting than any mail has.
pub(super) fn read(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Extract> {
    let mut mail = Mail { origin, overrides, parts: 0, attachments: 0, forwarded: None, failed: None };
    let bytes = without_envelope(bytes);
    let (head, body) = split(bytes);
    let mut message = Message { text: mail.text(&head, body, 0)?, subject: head.subject, date: head.date };
    if message.text.trim().is_empty() {
        message = match (mail.forwarded.take(), mail.failed.take(), mail.attachments) {
            (Some(forwarded), ..) => forwarded,
            (None, Some(error), _) => return Err(error),
            (None, None, 0) => return Err(Error::input("there is no text in this e-mail").in_file(origin).hint(ONE)),
            (None, None, attachments) => {
                let files = if attachments == 1 { "a file".to_owned() } else { format!("{attachments} files") };
                let message = format!("there is no text in this e-mail, only {files} attached");
                return Err(Error::input(message).in_file(origin).hint("save what is attached and give it instead"));
            }
        };
    }
    Ok(Extract {
        text: message.text,
        title: message.subject,
        issued: message.date,
        reader: "mail".to_owned(),
        ..Extract::default()
    })
}

const ONE: &str = "the file must hold the text of one release";

/// Without the line that a mailbox puts before each of its mails.
fn without_envelope(bytes: &[u8]) -> &[u8] {
    if bytes.starts_with(b"From ") { lines(bytes).next().map_or(bytes, |line| &bytes[line.len()..]) } else { bytes }
}

/// A mail, or one that was forwarded in it.
struct Message {
    text: String,
    subject: Option<String>,
    date: Option<Date>,
}

/// What the headers of a mail or a part say.
#[derive(Default)]
struct Head {
    subject: Option<String>,
    date: Option<Date>,
    /// The type of content, as `text/plain`, in small letters.
    kind: String,
    charset: Option<String>,
    boundary: Option<String>,
    transfer: String,
    attached: bool,
}

/// The headers of a mail or a part, and its body.
fn split(bytes: &[u8]) -> (Head, &[u8]) {
    let mut end = 0;
    for line in lines(bytes) {
        end += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    let mut head = bytes[..end.min(HEADERS)].to_vec();
    head.extend_from_slice(b"\r\n\r\n");
    // Letters that are not ASCII should be encoded, and often are not.
    (headers(&encoding::decode(&head, None, None).text), &bytes[end..])
}

fn headers(written: &str) -> Head {
    let Some(message) = MessageParser::default().parse_headers(written.as_bytes()).filter(|message| !message.parts.is_empty())
    else {
        return Head { kind: "text/plain".to_owned(), ..Head::default() };
    };
    let content = message.content_type();
    let value = |name: &str| content.and_then(|content| content.attribute(name)).map(str::to_owned);
    let kind =
        |content: &ContentType<'_>| format!("{}/{}", content.ctype(), content.subtype().unwrap_or_default()).to_ascii_lowercase();
    let date = message.date().and_then(|date| {
        let (year, month, day) = (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
        Date::new(year, month, day).ok()
    });
    let subject = message.subject().map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "));
    Head {
        subject: subject.map(|subject| subject.chars().filter(|c| !c.is_control()).collect()),
        date,
        kind: content.map_or_else(|| "text/plain".to_owned(), kind),
        charset: value("charset"),
        boundary: value("boundary").filter(|boundary| !boundary.is_empty()),
        transfer: message.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase(),
        attached: message.content_disposition().is_some_and(ContentType::is_attachment),
    }
}

/// What is known while a mail is read.
struct Mail<'a> {
    origin: &'a str,
    overrides: &'a Overrides,
    parts: usize,
    attachments: usize,
    forwarded: Option<Message>,
    /// Why a part could not be read.
    failed: Option<Error>,
}

impl Mail<'_> {
    /// The text of a part; nothing, if it is no text.
    fn text(&mut self, head: &Head, body: &[u8], depth: usize) -> Result<String> {
        let hostile = |message: String| Err(Error::input(message).in_file(self.origin).hint(ONE));
        self.parts += 1;
        if self.parts > PARTS {
            return hostile(format!("this e-mail has more than {PARTS} parts"));
        }
        if depth > DEPTH {
            return hostile(format!("this e-mail nests its parts more than {DEPTH} deep"));
        }
        match (head.kind.as_str(), &head.boundary) {
            _ if head.attached => self.attachments += 1,
            ("multipart/alternative", Some(boundary)) => return self.fullest(body, boundary, depth),
            (kind, Some(boundary)) if kind.starts_with("multipart/") => {
                let mut texts = Vec::new();
                for part in parts(body, boundary) {
                    let (head, body) = split(part);
                    texts.push(self.text(&head, body, depth + 1)?);
                }
                texts.retain(|text| !text.trim().is_empty());
                return Ok(texts.join("\n\n"));
            }
            ("text/html", _) => return Ok(self.page(head, body)),
            ("text/plain" | "text/", _) => return Ok(self.plain(head, body)),
            ("message/rfc822" | "message/global", _) => {
                let bytes = decoded(&head.transfer, body);
                let (head, body) = split(&bytes);
                let text = self.text(&head, body, depth + 1)?;
                if self.forwarded.is_none() && !text.trim().is_empty() {
                    self.forwarded = Some(Message { text, subject: head.subject, date: head.date });
                }
            }
            _ => self.attachments += 1,
        }
        Ok(String::new())
    }

    /// Of several forms of one text the plain one, unless another says more than twice as much.
    fn fullest(&mut self, body: &[u8], boundary: &str, depth: usize) -> Result<String> {
        let (mut plain, mut other) = (String::new(), String::new());
        for part in parts(body, boundary) {
            let (head, body) = split(part);
            let text = self.text(&head, body, depth + 1)?;
            let form = if head.kind == "text/plain" { &mut plain } else { &mut other };
            if form.trim().is_empty() {
                *form = text;
            }
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        Ok(if 2 * letters(&plain) >= letters(&other) { plain } else { other })
    }

    fn page(&mut self, head: &Head, body: &[u8]) -> String {
        let overrides = Overrides { charset: head.charset.clone(), ..self.overrides.clone() };
        match page::read(self.origin, &decoded(&head.transfer, body), &overrides) {
            Ok(extract) => extract.text,
            Err(error) => {
                self.failed.get_or_insert(error);
                String::new()
            }
        }
    }

    fn plain(&mut self, head: &Head, body: &[u8]) -> String {
        let bytes = decoded(&head.transfer, body);
        if bytes.trim_ascii().is_empty() {
            return String::new();
        }
        let overrides = Overrides { charset: head.charset.clone(), ..self.overrides.clone() };
        match letters(self.origin, &bytes, &overrides) {
            Ok(text) => paragraph::joined(&unquoted(&text)),
            Err(error) => {
                self.failed.get_or_insert(error);
                String::new()
            }
        }
    }
}

/// The bytes behind a transfer encoding; what is broken stays as it is.
fn decoded(transfer: &str, body: &[u8]) -> Vec<u8> {
    let decoded = match transfer {
        "base64" => base64_decode(body),
        "quoted-printable" => quoted_printable_decode(body),
        _ => None,
    };
    decoded.unwrap_or_else(|| body.to_vec())
}

/// A text without its signature, without control characters, and without what it quotes, unless it does nothing but quote.
fn unquoted(text: &str) -> String {
    let lines = || text.lines().take_while(|line| *line != "-- ").map(|line| line.trim_end());
    let own = lines().any(|line| !line.is_empty() && !line.starts_with('>'));
    let kept = lines().filter(|line| !(own && line.starts_with('>')));
    let kept: Vec<&str> = kept.map(|line| line.trim_start_matches(['>', ' '])).collect();
    kept.join("\n").chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

/// The parts between the lines of a boundary, without what stands before the first and after the last.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in lines(body) {
        let after = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes())).map(<[u8]>::trim_ascii);
        if let Some(after) = after.filter(|after| after.is_empty() || *after == b"--") {
            parts.extend(begun.map(|begun| &body[begun..at]));
            begun = after.is_empty().then_some(at + line.len());
            // One more than there may be is enough to refuse it.
            if !after.is_empty() || parts.len() > PARTS {
                return parts;
            }
        }
        at += line.len();
    }
    // A mail that was cut off.
    parts.extend(begun.map(|begun| &body[begun..]));
    parts
}

/// The lines with their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(mail: &[u8]) -> std::result::Result<Extract, String> {
        read("a.eml", mail, &Overrides::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_mail_that_was_cut_off_is_read_as_far_as_it_goes() -> std::result::Result<(), String> {
        let mail = "From x@example.org Sat Dec 20 09:00:00 2025\nSubject: =?koi8-r?B?98XS0w==?=\n =?koi8-r?B?ydE=?=\nDate: Sat, 20 Dec 2025 23:30:00 +0900\nContent-Type: multipart/mixed; boundary=\"b\"\n\nskipped\n--b\n\nThe ministers met in\nTokyo on Friday.\n> as was said\n-- \nPress office\n--b\nContent-Type: image/png\n\nx";
        let extract = told(mail.as_bytes())?;
        assert_eq!(extract.text, "The ministers met in Tokyo on Friday.");
        assert_eq!(extract.title.as_deref(), Some("Версия"));
        assert_eq!(extract.issued, Some(jiff::civil::date(2025, 12, 20)));
        Ok(())
    }

    #[test]
    fn a_page_is_taken_where_the_plain_form_says_nothing() -> std::result::Result<(), String> {
        let mail = |plain: &str| {
            format!(
                "Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n<p>=CC=E8=ED=E8=F1=F2=F0=FB =E2=F1=F2=F0=E5=F2=E8=EB=E8=F1=FC.</p>\n--b--\n"
            )
        };
        assert_eq!(told(mail("Look").as_bytes())?.text.trim(), "Министры встретились.");
        assert_eq!(told(mail("The ministers met in Tokyo.").as_bytes())?.text, "The ministers met in Tokyo.");
        Ok(())
    }

    #[test]
    fn a_forwarded_mail_is_taken_where_there_is_no_other_text() -> std::result::Result<(), String> {
        let mail = b"Subject: Fwd\nDate: Sun, 21 Dec 2025 09:00:00 +0000\nContent-Type: message/rfc822\n\nSubject: Summit\nDate: Sat, 20 Dec 2025 09:00:00 +0000\n\nThe leaders met.\n";
        let extract = told(mail)?;
        assert_eq!((extract.title.as_deref(), extract.text.as_str()), (Some("Summit"), "The leaders met."));
        assert_eq!(extract.issued, Some(jiff::civil::date(2025, 12, 20)));
        Ok(())
    }

    #[test]
    fn what_has_no_text_or_too_much_of_everything_is_refused() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(1000);
        let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(2000));
        let cases = [
            ("Subject: x\n\n", "a.eml: there is no text in this e-mail"),
            ("Subject: x\nContent-Type: application/pdf\n\n%PDF", "a.eml: there is no text in this e-mail, only a file attached"),
            (deep.as_str(), "a.eml: this e-mail nests its parts more than 10 deep"),
            (many.as_str(), "a.eml: this e-mail has more than 1000 parts"),
        ];
        for (mail, message) in cases {
            assert_eq!(told(mail.as_bytes()).map(|_| ()), Err(message.to_owned()));
        }
    }
}
