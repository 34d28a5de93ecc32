//! Bytes to text, in whatever of the encodings of three decades they are.
//!
//! A byte order mark decides; then what is valid UTF-8 is UTF-8, for no other text is by chance. After that come the
//! declarations, of the transport and of the page itself, and last a detector. A declaration is believed unless what it makes
//! of the bytes looks much worse than what the detector makes of them: pages that were moved from one server to another often
//! declare what they once were.
//!
//! Labels are those of the Encoding Standard, <https://encoding.spec.whatwg.org/>; the detector is that of Firefox,
//! <https://hsivonen.fi/chardetng/>.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, ISO_8859_15, UTF_8, WINDOWS_1252};
use regex::bytes::Regex;

/// How the encoding of a text is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// By its byte order mark.
    Mark,
    /// Its bytes are valid in it and hardly in any other.
    Form,
    /// The server said so.
    Transport,
    /// The page says so itself.
    Declaration,
    /// By the frequency of its letters.
    Detection,
}

/// A text with the encoding that it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of the encoding, as the Encoding Standard has it.
    pub encoding: &'static str,
    /// How it is known.
    pub known: Known,
}

/// How many bytes the detector is given; it has made up its mind long before.
const SAMPLE: usize = 1_000_000;

/// How much odder than the detector's text a declared one may look, in odd characters of all that are not ASCII.
const TOLERANCE: f64 = 0.05;

/// Decodes bytes; `transport` is the charset that a server named, `domain` the last part of the host, such as `jp`.
///
/// It never fails: bytes that no encoding explains become U+FFFD, whose [`share`] tells how bad it is.
///
/// ```
/// use cajad::source::encoding::{Known, decode};
///
/// let decoded = decode(b"\x8Ew\x93\xB1\x8E\xD2\x82\xAA\x89\xEF\x92k\x82\xB5\x82\xBD\x81B", None, Some("jp"));
/// assert_eq!((decoded.encoding, decoded.known), ("Shift_JIS", Known::Detection));
/// assert_eq!(decoded.text, "指導者が会談した。");
/// ```
pub fn decode(bytes: &[u8], transport: Option<&str>, domain: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..], Known::Mark);
    }
    let transport = transport.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let declared = declaration(bytes);
    let declarations = [(transport, Known::Transport), (declared, Known::Declaration)];
    // It is ASCII to look at, and so would be taken for UTF-8.
    let escapes = bytes.is_ascii() && bytes.windows(2).any(|pair| pair == b"\x1B$" || pair == b"\x1B(");
    if !escapes && std::str::from_utf8(bytes).is_ok() {
        let known = declarations.iter().find(|(encoding, _)| *encoding == Some(UTF_8)).map_or(Known::Form, |(_, known)| *known);
        return decoded(UTF_8, bytes, known);
    }
    if !escapes && nearly_utf8(bytes) {
        return decoded(UTF_8, bytes, Known::Form);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], true);
    let domain = domain.filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let guess = if escapes { ISO_2022_JP } else { detector.guess(domain.map(str::as_bytes), Utf8Detection::Deny) };
    let guessed = decoded(western(guess, bytes), bytes, Known::Detection);
    let limit = oddness(&guessed.text) + TOLERANCE;
    for (encoding, known) in declarations {
        let Some(encoding) = encoding.filter(|&encoding| encoding != UTF_8) else { continue };
        let claimed = decoded(western(encoding, bytes), bytes, known);
        if claimed.encoding == guessed.encoding || oddness(&claimed.text) <= limit {
            return claimed;
        }
    }
    guessed
}

/// The share of characters that could not be read, of all that are not ASCII.
pub fn share(text: &str) -> f64 {
    let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    if all == 0 { 0.0 } else { lost as f64 / all as f64 }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], known: Known) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), known }
}

/// What a page or an XML file declares at its head; UTF-16 cannot be declared in ASCII, and means UTF-8.
/// <https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?is-u)<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)|<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:.\-]+)"#).ok()
    });
    let head = &bytes[..bytes.len().min(8192)];
    let found = DECLARATION.as_ref()?.captures(head)?;
    let label = found.get(1).or_else(|| found.get(2))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding.name().starts_with("UTF-16") { UTF_8 } else { encoding })
}

/// Whether bytes are UTF-8 in which a few have been damaged, as where a text was cut in the middle of a character.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound >= 10 * broken
}

/// ISO-8859-15 where bytes taken for its sister are a French ligature or the sign of the euro: windows-1252 has fractions and a
/// sign of no currency in their places.
fn western(encoding: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    let at = |place: Option<usize>| place.and_then(|place| bytes.get(place)).copied().unwrap_or(b' ');
    let telling = |(here, byte): (usize, &u8)| {
        let (before, after) = (at(here.checked_sub(1)), at(Some(here + 1)));
        match byte {
            0xBC | 0xBD => (after.is_ascii_alphabetic() || after >= 0xC0) && !before.is_ascii_digit(),
            0xA4 => before.is_ascii_digit() || before == b' ' && at(here.checked_sub(2)).is_ascii_digit(),
            _ => false,
        }
    };
    // The range that only windows-1252 fills settles it.
    let windows = || bytes.iter().any(|byte| (0x80..0xA0).contains(byte));
    if encoding == WINDOWS_1252 && bytes.iter().enumerate().any(telling) && !windows() { ISO_8859_15 } else { encoding }
}

/// How odd a text looks, as the share of odd characters among those that are not ASCII: what could not be read, what no text
/// uses, capitals within words, halves of kana, and foreign letters in a row.
fn oddness(text: &str) -> f64 {
    /// So many characters tell it.
    const ENOUGH: usize = 20_000;
    let (mut odd, mut all) = (0usize, 0usize);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            all += 1;
            odd += usize::from(is_odd(before, c));
            if all == ENOUGH {
                break;
            }
        }
        before = c;
    }
    if all == 0 { 0.0 } else { odd as f64 / all as f64 }
}

fn is_odd(before: char, c: char) -> bool {
    let latin = |c: char| matches!(c, '\u{C0}'..='\u{24F}');
    match c {
        char::REPLACEMENT_CHARACTER | '\u{80}'..='\u{9F}' | '\u{2500}'..='\u{259F}' | '\u{E000}'..='\u{F8FF}' => true,
        '\u{FF61}'..='\u{FF9F}' => true,
        // Of the signs of Latin-1 a text has quotes, a few signs and the hard space.
        '\u{A1}'..='\u{BF}' => {
            !matches!(c, '\u{A0}' | '«' | '»' | '§' | '°' | '©' | '®' | '·' | '\u{BA}' | '\u{AA}' | '£' | '\u{AD}' | '\u{B4}')
        }
        '\u{D7}' | '\u{F7}' => true,
        _ if latin(c) => latin(before) || c.is_uppercase() && before.is_lowercase(),
        _ if c.is_uppercase() => before.is_alphabetic(),
        // Japanese and Russian letters do not stand in Latin words.
        _ => c.is_lowercase() && before.is_ascii_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    const RUSSIAN: &str =
        "В Токио состоялась встреча министров. Стороны обсудили расширение сотрудничества в энергетике и транспорте.";
    const JAPANESE: &str = "東京で外相会談が行われました。双方は、エネルギー及び運輸分野の協力を拡大することで一致しました。";
    const FRENCH: &str = "Les ministres se sont réunis à Tokyo. L'œuvre commune a coûté 20 € à l'été.";

    fn known(bytes: &[u8], transport: Option<&str>) -> (String, &'static str, Known) {
        let Decoded { text, encoding, known } = decode(bytes, transport, None);
        (text, encoding, known)
    }

    #[test]
    fn each_encoding_is_known_without_a_declaration() {
        for (encoding, text) in [
            (SHIFT_JIS, JAPANESE),
            (EUC_JP, JAPANESE),
            (ISO_2022_JP, JAPANESE),
            (WINDOWS_1251, RUSSIAN),
            (KOI8_R, RUSSIAN),
            (ISO_8859_15, FRENCH),
        ] {
            let (bytes, ..) = encoding.encode(text);
            let (found, name, how) = known(&bytes, None);
            assert_eq!(found, text, "{} as {name}", encoding.name());
            assert_eq!(how, Known::Detection);
        }
        assert_eq!(known(RUSSIAN.as_bytes(), None), (RUSSIAN.to_owned(), "UTF-8", Known::Form));
    }

    #[test]
    fn a_declaration_is_believed_unless_the_bytes_say_otherwise() {
        let declared = |label: &str, text: &str, encoding: &'static Encoding| {
            let head =
                format!("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={label}\"></head><body>");
            [head.as_bytes(), &encoding.encode(text).0].concat()
        };
        let encodings = [
            (SHIFT_JIS, JAPANESE),
            (EUC_JP, JAPANESE),
            (WINDOWS_1251, RUSSIAN),
            (KOI8_R, RUSSIAN),
            (UTF_8, RUSSIAN),
            (UTF_8, JAPANESE),
        ];
        for (encoding, text) in encodings {
            for label in ["utf-8", "Shift_JIS", "x-sjis", "EUC-JP", "windows-1251", "koi8-r", "iso-8859-1", "no-such"] {
                let (found, name, _) = known(&declared(label, text, encoding), None);
                assert!(found.ends_with(text), "{} declared as {label} was read as {name}: {found}", encoding.name());
                let (found, name, _) = known(&encoding.encode(text).0, Some(label));
                assert!(found.ends_with(text), "{} served as {label} was read as {name}: {found}", encoding.name());
            }
        }
        let (found, name, how) = known(&declared("iso-8859-15", FRENCH, ISO_8859_15), Some("windows-1251"));
        assert!(found.ends_with(FRENCH), "{name}: {found}");
        assert_eq!(how, Known::Declaration);
    }

    #[test]
    fn a_byte_order_mark_decides() {
        for bytes in [b"\xEF\xBB\xBF\xD0\x94\xD0\xB0".as_slice(), b"\xFF\xFE\x14\x04\x30\x04", b"\xFE\xFF\x04\x14\x04\x30"] {
            let (found, _, how) = known(bytes, Some("Shift_JIS"));
            assert_eq!((found.as_str(), how), ("Да", Known::Mark));
        }
    }

    #[test]
    fn a_few_damaged_characters_are_marked_and_the_rest_is_kept() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes.remove(3);
        let (found, name, _) = known(&bytes, Some("utf-8"));
        assert_eq!(name, "UTF-8");
        assert!(found.contains("состоялась") && found.contains('\u{FFFD}'), "{found}");
        assert!(share(&found) < 0.05, "{}", share(&found));
    }

    #[test]
    fn a_fraction_is_no_ligature() {
        let (found, name, _) = known(b"Les n\xE9gociations ont dur\xE9 2\xBD heures, \xE0 l'\xE9t\xE9.", None);
        assert_eq!((found.as_str(), name), ("Les négociations ont duré 2½ heures, à l'été.", "windows-1252"));
    }
}
