//! The words of a SPARQL text that matter before it is parsed: its keywords and its variables, with their places.
//!
//! Strings, IRIs, comments and prefixed names are passed over, so that `"SERVICE"`, `ex:service` and `# load` are not
//! taken for what they are not.

use std::ops::Range;

/// One word of a SPARQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A bare word: a keyword or the name of a function.
    Word(&'a str),
    /// `$name`, which a saved query uses for its parameters.
    Parameter(&'a str),
    /// `?name`.
    Variable(&'a str),
}

/// The tokens of a text with the byte at which each begins.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let token = |unit: Range<usize>| {
        let word = &text[unit.clone()];
        let token = match word.chars().next()? {
            '?' if word.len() > 1 => Token::Variable(&word[1..]),
            '$' if word.len() > 1 => Token::Parameter(&word[1..]),
            first if is_name(first) && word.chars().all(is_name) => Token::Word(word),
            _ => return None,
        };
        Some((unit.start, token))
    };
    units(text).into_iter().filter_map(token).collect()
}

/// The words and signs of a text, without the space and the comments between them.
pub(crate) fn units(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '<' => iri_length(rest),
            '"' | '\'' => string_length(rest, first),
            '?' | '$' => 1 + name_length(&rest[1..]),
            ':' | '@' => 1 + local_length(&rest[1..]),
            _ if is_name(first) => local_length(rest),
            _ => first.len_utf8(),
        };
        if first != '#' && !first.is_whitespace() {
            found.push(at..at + length);
        }
        at += length;
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_length(text: &str) -> usize {
    text.find(|c| !is_name(c)).unwrap_or(text.len())
}

/// The length of a prefixed name or a bare word: letters, digits, and what may stand within a local name.
fn local_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            ':' | '-' | '%' => {}
            // A full stop belongs to a name only if the name goes on after it.
            '.' if text[at + 1..].starts_with(is_name) => {}
            _ if is_name(c) => {}
            _ => return at,
        }
    }
    text.len()
}

/// The length of `<…>`, or of the sign `<` if it is only that.
fn iri_length(text: &str) -> usize {
    match text[1..].find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c)) {
        Some(end) if text[1 + end..].starts_with('>') => end + 2,
        _ => 1,
    }
}

fn string_length(text: &str, quote: char) -> usize {
    let long = [quote; 3].iter().collect::<String>();
    let (open, close) = if text.starts_with(&long) { (3, long) } else { (1, quote.to_string()) };
    let mut at = open;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(&close) {
            return at + close.len();
        }
        // An unclosed short string ends with its line; the parser will say so.
        if open == 1 && rest.starts_with('\n') {
            return at;
        }
        let step = if rest.starts_with('\\') { rest.chars().take(2) } else { rest.chars().take(1) };
        at += step.map(char::len_utf8).sum::<usize>();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_and_parameters_only() {
        let cases: [(&str, &[Token<'_>]); 9] = [
            (
                "SELECT * { ?s ?p $o }",
                &[Token::Word("SELECT"), Token::Variable("s"), Token::Variable("p"), Token::Parameter("o")],
            ),
            ("# SERVICE <x>\nASK", &[Token::Word("ASK")]),
            ("\"SERVICE $x\" 'load \\' $y' x", &[Token::Word("x")]),
            ("\"\"\"a\" SERVICE \"\"\" b", &[Token::Word("b")]),
            ("ex:service :load ?service <http://x/SERVICE>", &[Token::Variable("service")]),
            ("ex:a\\#SERVICE SERVICE<http://x>", &[Token::Word("SERVICE")]),
            (
                "FILTER(?a<?b)SERVICE<http://x/>{}",
                &[Token::Word("FILTER"), Token::Variable("a"), Token::Variable("b"), Token::Word("SERVICE")],
            ),
            ("$a=$b", &[Token::Parameter("a"), Token::Parameter("b")]),
            ("\"日本\"@ja $x.", &[Token::Parameter("x")]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = tokens(text).into_iter().map(|(_, token)| token).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
