//! Diagrams as SVG, laid out by ourselves: the same in every run, readable without colours, and of links that work.
//!
//! A browser measures text and this program cannot: widths are estimated from above, by the kind of each letter.

pub(super) mod hierarchy;
pub(super) mod neighbourhood;

use maud::{Markup, PreEscaped, html};

use super::page::View;
use crate::source::Lang;

/// The height of one line of text.
const LINE: i32 = 17;
/// The space between a text and the edge of its box.
const PADDING: i32 = 11;
/// The width that the text of a box may have before it is broken.
const BROKEN_AT: i32 = 176;

/// The style of a diagram that is a file of its own: the colours of the site with those of the diagrams.
const STYLE: &str = concat!(include_str!("style/colours.css"), include_str!("style/diagram.css"));

/// A diagram with its marks in place.
pub(super) struct Diagram {
    width: i32,
    height: i32,
    title: String,
    lang: Lang,
    marks: Markup,
}

impl Diagram {
    /// The diagram within a page, in a frame that scrolls where the page is narrow.
    pub(super) fn markup(&self, view: &View<'_>, file: &str, note: Markup) -> Markup {
        let name = file.rsplit('/').next().unwrap_or(file);
        html! {
            figure.diagram {
                div.scroll tabindex="0" role="region" aria-label=(self.title) {
                    svg viewBox={ "0 0 " (self.width) " " (self.height) } width=(self.width) height=(self.height) aria-label=(self.title) role="group" {
                        (self.marks)
                    }
                }
                figcaption { (note) " " a href=(name) { (view.material.words.diagram.as_file.get(view.lang)) } }
            }
        }
    }

    /// The diagram as a file.
    pub(super) fn file(&self) -> Vec<u8> {
        let svg = html! {
            (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (self.width) " " (self.height) }
                width=(self.width) height=(self.height) xml:lang=(self.lang.code()) lang=(self.lang.code()) {
                title { (self.title) }
                style { (PreEscaped(STYLE)) }
                rect.paper width="100%" height="100%" {}
                (self.marks)
            }
        };
        svg.into_string().into_bytes()
    }
}

/// A name in a diagram: of a class, a property, a vocabulary or a datatype.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    /// The language, where it is not the page's.
    pub(super) lang: Option<Lang>,
    pub(super) href: Option<String>,
    /// The kind of term, by which the style knows it.
    pub(super) style: &'static str,
}

impl Name {
    /// The name of a term as the page has it; a term of another vocabulary has no link of its own here.
    pub(super) fn of(view: &View<'_>, iri: &str) -> Self {
        let (text, lang) = view.material.catalogue.label(iri, view.lang);
        let entry = view.material.catalogue.entry(iri);
        Self {
            text,
            lang: lang.filter(|lang| *lang != view.lang),
            href: entry.map(|entry| view.to(&entry.path)),
            style: entry.map_or("foreign", |entry| entry.kind.style()),
        }
    }

    /// The name around some marks, as a link if it is one.
    fn around(&self, marks: Markup) -> Markup {
        html! { @match &self.href { Some(href) => a href=(href) { (marks) }, None => (marks) } }
    }
}

/// A box with a name in it, in one line or several.
struct Block {
    name: Name,
    lines: Vec<String>,
    width: i32,
    height: i32,
}

impl Block {
    fn new(name: Name) -> Self {
        let lines = broken(&name.text);
        let width = lines.iter().map(|line| width(line)).max().unwrap_or(0) + 2 * PADDING;
        let height = LINE * i32::try_from(lines.len()).unwrap_or(1) + 9;
        Self { name, lines, width, height }
    }

    /// The box with its upper left corner at a place.
    fn at(&self, x: i32, y: i32, width: i32) -> Markup {
        let marks = html! {
            g class={ "box " (self.name.style) } {
                rect x=(x) y=(y) width=(width) height=(self.height) rx="5" {}
                text x=(x + PADDING) y=(y) lang=[self.name.lang.map(Lang::code)] {
                    @for (line, place) in self.lines.iter().zip(0..) { tspan x=(x + PADDING) y=(y + 18 + LINE * place) { (line) } }
                }
            }
        };
        self.name.around(marks)
    }
}

/// A line of text that is a link.
fn label(name: &Name, style: &str, x: i32, y: i32) -> Markup {
    name.around(html! { text class=(style) x=(x) y=(y) lang=[name.lang.map(Lang::code)] { (name.text) } })
}

/// A curve between two points that leaves and arrives level.
fn curve(style: &str, from: (i32, i32), to: (i32, i32)) -> Markup {
    led(style, from, from.0, to)
}

/// A curve that goes straight on until it is past what stands beside it.
fn led(style: &str, from: (i32, i32), past: i32, to: (i32, i32)) -> Markup {
    let middle = (past + to.0) / 2;
    html! { path class=(style) d={ "M" (from.0) " " (from.1) "H" (past) "C" (middle) " " (from.1) " " (middle) " " (to.1) " " (to.0) " " (to.1) } {} }
}

/// The point of an arrow to the right that ends at a place.
fn point(x: i32, y: i32) -> Markup {
    html! { path.point d={ "M" (x) " " (y) "l-7 -4v8z" } {} }
}

/// A text in lines that are no wider than a box may be, as even as can be: broken between words, or between any two signs where
/// there are none.
fn broken(text: &str) -> Vec<String> {
    let mut lines = lines(text, BROKEN_AT);
    let mut limit = BROKEN_AT;
    while lines.len() > 1 && limit > LINE {
        limit -= 6;
        let narrower = self::lines(text, limit);
        if narrower.len() > lines.len() {
            break;
        }
        lines = narrower;
    }
    lines
}

fn lines(text: &str, limit: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match lines.last_mut() {
            Some(line) if width(line) + width(piece.trim_end()) <= limit => line.push_str(piece),
            _ => lines.push(piece.to_owned()),
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The parts between which a line may break: words with the space after them, and each ideograph or kana by itself.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        if at > start && (before == ' ' || (is_wide(before) && is_wide(c))) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = c;
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_wide(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c) || ('\u{ff00}'..='\u{ff60}').contains(&c)
}

/// How wide a text is at most, in pixels at the size of the diagrams' text.
fn width(text: &str) -> i32 {
    let tenths: i32 = text.chars().map(tenths).sum();
    (tenths + 9) / 10
}

fn tenths(c: char) -> i32 {
    match c {
        c if is_wide(c) => 130,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | ' ' | '(' | ')' => 42,
        'f' | 'r' | 't' | '-' | '/' => 56,
        'm' | 'w' | 'M' | 'W' | '—' => 116,
        c if c.is_uppercase() => 96,
        '\u{400}'..='\u{4ff}' => 82,
        _ => 76,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_where_a_reader_would_break_them() {
        assert_eq!(broken("Réunion des ministres des Affaires étrangères"), ["Réunion des ministres", "des Affaires étrangères"]);
        assert_eq!(broken("対話の枠組み"), ["対話の枠組み"]);
        let long = broken("日本と中央アジアの間の定期的な対話の枠組み");
        assert_eq!(long.concat(), "日本と中央アジアの間の定期的な対話の枠組み");
        assert!(long.len() == 2 && long.iter().all(|line| width(line) <= BROKEN_AT));
        assert_eq!(broken("incomprehensibilities-of-one-word-only"), ["incomprehensibilities-of-one-word-only"]);
    }

    #[test]
    fn wide_signs_count_as_such() {
        assert!(width("日本") > width("ja") && width("WM") > width("il"));
    }
}
