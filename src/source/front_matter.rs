//! The front matter of a Markdown file: `key: value` lines between two lines of `---`.

use super::{Lang, Meta};
use crate::error::{Error, Result};

/// What a front matter may say.
pub(super) const KEY_NAMES: [&str; 5] = ["source", "publisher", "issued", "lang", "title"];

const KEYS: &str = "the keys are source, publisher, issued, lang and title";

/// Splits a text into what its front matter says and the body; without a front matter the body is everything.
///
/// # Errors
/// `Input`, with line and column, for an unclosed front matter, a line that is no `key: value`, an unknown or repeated key,
/// a missing value, a bad date or language.
pub(super) fn split<'a>(origin: &str, text: &'a str) -> Result<(Meta, &'a str)> {
    let Some(rest) = text.strip_prefix("---\n") else {
        return Ok((Meta::default(), text));
    };
    let mut meta = Meta::default();
    let mut seen: Vec<&str> = Vec::new();
    let mut body_start = 4;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        body_start += line.len();
        let line = line.trim_end();
        let failed = |column: usize, message: String| Error::input(message).in_file(origin).at(index + 2, column);
        if line == "---" {
            return Ok((meta, text[body_start..].trim_start_matches('\n')));
        }
        if line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            return Err(failed(1, "this line of the front matter is not `key: value`".into())
                .hint(format!("{KEYS}; a line of --- ends the front matter")));
        };
        let key = key.trim();
        if seen.contains(&key) {
            return Err(failed(1, format!("the key \"{key}\" stands twice in the front matter")).hint("leave one of them"));
        }
        seen.push(key);
        let column = line[..line.len() - value.trim_start().len()].chars().count() + 1;
        let value = unquote(value.trim());
        set(&mut meta, key, value)
            .map_err(|Refusal { in_value, message, hint }| failed(if in_value { column } else { 1 }, message).hint(hint))?;
    }
    Err(Error::input("the front matter is not closed").in_file(origin).at(1, 1).hint("end it with a line of ---"))
}

/// Why a value cannot be taken.
pub(super) struct Refusal {
    in_value: bool,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// Notes what a key says.
pub(super) fn set(meta: &mut Meta, key: &str, value: String) -> Result<(), Refusal> {
    let refusal = |message, hint| Refusal { in_value: true, message, hint };
    if !KEY_NAMES.contains(&key) {
        let message = format!("unknown key \"{key}\" in the front matter");
        return Err(Refusal { in_value: false, message, hint: KEYS });
    }
    if value.is_empty() {
        return Err(refusal(format!("the key \"{key}\" has no value"), "give it one, or leave the line out"));
    }
    match key {
        "source" => meta.source = Some(value),
        "publisher" => meta.publisher = Some(value),
        "title" => meta.title = Some(value),
        "issued" => {
            let date = value.parse().ok().filter(|_| value.len() == 10);
            let wrong = || refusal(format!("\"{value}\" is not a date"), "write it as year-month-day: 2025-12-18");
            meta.issued = Some(date.ok_or_else(wrong)?);
        }
        _ => {
            let wrong = || refusal(format!("unknown language \"{value}\""), "the languages are en, fr, ja and ru");
            meta.lang = Some(Lang::from_code(&value).ok_or_else(wrong)?);
        }
    }
    Ok(())
}

/// Takes off the quotes as YAML does: `\"` and `\\` within double ones, `''` within single ones.
fn unquote(value: &str) -> String {
    let within = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(inner) = within('"') {
        let mut plain = String::with_capacity(inner.len());
        let mut characters = inner.chars();
        while let Some(character) = characters.next() {
            plain.push(if character == '\\' { characters.next().unwrap_or('\\') } else { character });
        }
        plain
    } else if let Some(inner) = within('\'') {
        inner.replace("''", "'")
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_its_place() {
        let cases = [
            ("---\nautor: x\n---\nT", "f:2:1: unknown key \"autor\" in the front matter"),
            ("---\nlang: en\nlang: fr\n---\nT", "f:3:1: the key \"lang\" stands twice in the front matter"),
            ("---\nlang: en\nT", "f:3:1: this line of the front matter is not `key: value`"),
            ("---\nlang: en\n", "f:1:1: the front matter is not closed"),
            ("---\ntitle:\n---\nT", "f:2:7: the key \"title\" has no value"),
            ("---\nissued: 18/12/2025\n---\nT", "f:2:9: \"18/12/2025\" is not a date"),
            ("---\nissued:  2025-02-30\n---\nT", "f:2:10: \"2025-02-30\" is not a date"),
            ("---\nlang: de\n---\nT", "f:2:7: unknown language \"de\""),
        ];
        for (text, message) in cases {
            let error = split("f", text).map(|_| ()).map_err(|error| (error.to_string(), error.remedy().is_some()));
            assert_eq!(error, Err((message.to_owned(), true)));
        }
    }

    #[test]
    fn values_may_be_quoted() {
        assert_eq!(unquote(r#""a \"b\" \\ c""#), r#"a "b" \ c"#);
        assert_eq!(unquote("'l''accord'"), "l'accord");
        assert_eq!(unquote("\""), "\"");
    }

    #[test]
    fn a_rule_in_the_body_is_not_an_end() -> Result<()> {
        let (meta, body) = split("f", "---\ntitle: A: B\n---\n\none\n---\ntwo\n")?;
        assert_eq!(meta.title.as_deref(), Some("A: B"));
        assert_eq!(body, "one\n---\ntwo\n");
        Ok(())
    }
}
