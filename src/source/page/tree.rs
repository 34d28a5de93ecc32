//! A page as a tree, within bounds of depth, size and time.
//!
//! The algorithm of the HTML standard never fails, but a hostile page can make it slow or its tree large: it looks through all
//! open elements at many tags, copies unclosed ones into every paragraph, and compares each attribute of a tag with the others.
//! <https://html.spec.whatwg.org/multipage/parsing.html>

use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::TendrilSink;
use scraper::{Html, HtmlTreeSink};

/// How deep elements may be nested; browsers stop at the same depth.
const DEPTH: usize = 512;

/// How many elements and pieces of text a page may have; a long one has some ten thousand.
const NODES: usize = 500_000;

/// How many attributes one tag may have.
const ATTRIBUTES: usize = 256;

/// How much is parsed between two looks at the tree, in bytes.
const STEP: usize = 16 * 1024;

/// Parses a page; the error says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Html, String> {
    if overloaded(text) {
        return Err(format!("one of its tags has more than {ATTRIBUTES} attributes"));
    }
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, next) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())));
        parser.process(piece.into());
        rest = next;
        let html = parser.tokenizer.sink.sink.0.borrow();
        if html.tree.values().len() > NODES {
            return Err(format!("it has more than {NODES} elements and pieces of text"));
        }
        // What was parsed last is as deep as what is open.
        if html.tree.nodes().next_back().is_some_and(|last| last.ancestors().nth(DEPTH).is_some()) {
            return Err(format!("its elements are nested more than {DEPTH} deep"));
        }
    }
    let html = parser.finish();
    let deep = html.tree.root().descendants().any(|node| node.first_child().is_none() && node.ancestors().nth(DEPTH).is_some());
    if deep { Err(format!("its elements are nested more than {DEPTH} deep")) } else { Ok(html) }
}

/// Whether a tag has too many attributes: so many words outside quotes between `<` with a letter and `>`.
fn overloaded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'<') {
        at += found + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut words, mut quote, mut blank) = (0, None, false);
        while let Some(&byte) = bytes.get(at) {
            match quote {
                Some(open) => quote = (byte != open).then_some(open),
                None if byte == b'>' => break,
                None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                None => {
                    let space = byte.is_ascii_whitespace() || byte == b'/';
                    words += usize::from(blank && !space);
                    blank = space;
                }
            }
            if words > ATTRIBUTES {
                return true;
            }
            at += 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_pages_are_refused_in_time() {
        let deep = "<div>".repeat(1_000_000);
        let closed = format!("<body>{}x{}", "<div>".repeat(600), "</div>".repeat(600));
        let many = "<p>x".repeat(300_000);
        let copied = format!("<p>{}{}", (0..400).map(|i| format!("<b id={i}>")).collect::<String>(), "<p>x".repeat(50_000));
        let attributes = format!("<a {}>", (0..1_000_000).map(|i| format!("a{i} ")).collect::<String>());
        for (page, reason) in [
            (deep, "nested more than 512"),
            (closed, "nested more than 512"),
            (many, "more than 500000"),
            (copied, "more than 500000"),
            (attributes, "more than 256 attributes"),
        ] {
            let told = parse(&page).err().unwrap_or_default();
            assert!(told.contains(reason), "{told} instead of {reason}");
        }
    }

    #[test]
    fn a_long_quoted_value_is_no_crowd_of_attributes() {
        let page = format!("<img src=\"data:{}\" alt='{}'>", "a b ".repeat(10_000), "it is ".repeat(1000));
        assert!(parse(&page).is_ok());
    }
}
