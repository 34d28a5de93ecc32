//! Where a text stops being SPARQL.
//!
//! The parser tries each keyword on as many characters as the keyword has, and reports the furthest character it looked
//! at: up to some twenty after the one that is wrong. So the place is found otherwise. A beginning of a query is sound if
//! the parser, given it with many spaces after it, gets to the end of them; the first word that makes a sound beginning
//! unsound is the wrong one.

use super::place;
use super::token::units;
use crate::error::{Error, excerpt};
use crate::vocab;
use oxigraph::sparql::SparqlSyntaxError;
use std::ops::Range;

/// More spaces than any keyword has characters.
const PADDING: usize = 64;

/// The error for a text that `parse` refused with `refusal`.
pub(super) fn error(
    origin: &str,
    text: &str,
    refusal: &SparqlSyntaxError,
    parse: impl Fn(&str) -> Result<(), SparqlSyntaxError>,
) -> Error {
    let words = units(text);
    // Being sound is lost once and for all, so the first unsound beginning can be halved upon.
    let wrong = words.get(words.partition_point(|word| is_sound(&text[..word.end], &parse)));
    let end = text.trim_end().len();
    let (at, message, hint) = match wrong {
        Some(word) => {
            let objection = parse(&padded(&text[..word.end])).err().and_then(|refusal| objection(&refusal));
            (word.start, misplaced(text, word, objection), hint(text, word))
        }
        None => match objection(refusal) {
            Some(objection) => (end, format!("the query is not sound: {objection}"), "put the query right as a whole".to_owned()),
            None => (end, "the query ends too early".to_owned(), "close what is open, or say what is asked".to_owned()),
        },
    };
    let (line, column) = place(text, at);
    Error::user(message).in_file(origin).at(line, column).hint(hint).showing(excerpt(text, line, column))
}

/// Whether a text can be the beginning of a query.
fn is_sound(beginning: &str, parse: impl Fn(&str) -> Result<(), SparqlSyntaxError>) -> bool {
    let padded = padded(beginning);
    match parse(&padded) {
        Ok(()) => true,
        Err(refusal) => refused_at(&refusal).is_none_or(|(line, column, _)| (line, column) >= place(&padded, padded.len())),
    }
}

fn padded(beginning: &str) -> String {
    format!("{beginning}{}", " ".repeat(PADDING))
}

/// The parser's message begins with the place: `error at 2:10: expected one of "{", ...`.
fn refused_at(refusal: &SparqlSyntaxError) -> Option<(usize, usize, String)> {
    let told = refusal.to_string();
    let (line, rest) = told.strip_prefix("error at ")?.split_once(':')?;
    let (column, what) = rest.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, what.trim().to_owned()))
}

/// What the parser has against a text that is well formed, such as a variable without a value. It hides such sentences
/// among the signs and keywords that it expected.
fn objection(refusal: &SparqlSyntaxError) -> Option<String> {
    let (_, _, what) = refused_at(refusal)?;
    let listed = what.strip_prefix("expected one of ").or_else(|| what.strip_prefix("expected "))?;
    let is_sentence = |part: &&str| {
        part.split_whitespace().count() > 2 && part.chars().all(|c| c.is_ascii_alphabetic() || " *'.\\12()!".contains(c))
    };
    let sentence = listed.split(", ").find(is_sentence)?;
    Some(sentence.strip_prefix("The ").map_or_else(|| sentence.to_owned(), |rest| format!("the {rest}")))
}

fn misplaced(text: &str, word: &Range<usize>, objection: Option<String>) -> String {
    match (unknown_prefix(text, word), objection) {
        (Some(prefix), _) => format!("the query is not SPARQL: the prefix {prefix}: is not known"),
        (None, Some(objection)) => format!("the query is not sound: {objection}"),
        (None, None) => format!("the query is not SPARQL: {} cannot stand here", &text[word.clone()]),
    }
}

fn hint(text: &str, word: &Range<usize>) -> String {
    match unknown_prefix(text, word) {
        Some(prefix) => {
            let known: Vec<&str> = vocab::PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
            format!("begin with `PREFIX {prefix}: <...>`; known without it are {}", known.join(", "))
        }
        None => "put right what stands at the caret, or what is wrong before it".to_owned(),
    }
}

/// The prefix of a prefixed name, if nobody has declared it.
fn unknown_prefix<'a>(text: &'a str, word: &Range<usize>) -> Option<&'a str> {
    let (prefix, _) = text[word.clone()].split_once(':')?;
    let is_prefix = prefix.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    let declared =
        text[..word.start].contains(&format!("{prefix}:")) || vocab::PREFIXES.iter().any(|(known, _)| *known == prefix);
    (is_prefix && !declared).then_some(prefix)
}
