//! Texts in English: the names of terms in them become links, and words in another script say in which language they are.

use std::sync::LazyLock;

use maud::{Markup, PreEscaped, html};
use regex::Regex;

use super::page::View;
use crate::vocab;

/// A name with a prefix, a stretch of Japanese, or one of Russian, by the script alone.
static MARKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let japanese = r"[\d「『]*[\p{Han}\p{Hiragana}\p{Katakana}][\p{Han}\p{Hiragana}\p{Katakana}\d\x{30fc}・、。「」『』]*";
    let russian = r"\p{Cyrillic}+(?:[\s-]+\p{Cyrillic}+)*";
    Regex::new(&format!(r"(?P<prefix>\b[a-z]+):(?P<local>[A-Za-z][A-Za-z0-9-]*)|(?P<ja>{japanese})|(?P<ru>{russian})")).ok()
});

/// The markup of a text in English.
pub(super) fn english(view: &View<'_>, text: &str) -> Markup {
    let Some(marked) = MARKED.as_ref() else { return html! { (text) } };
    let mut written = String::new();
    let mut copied = 0;
    for found in marked.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let markup = match (found.name("prefix"), found.name("local")) {
            (Some(prefix), Some(local)) => name(view, whole.as_str(), prefix.as_str(), local.as_str()),
            _ => {
                let lang = if found.name("ja").is_some() { "ja" } else { "ru" };
                html! { span lang=(lang) { (whole.as_str()) } }
            }
        };
        written.push_str(&html! { (text[copied..whole.start()]) (markup) }.into_string());
        copied = whole.end();
    }
    html! { (PreEscaped(written)) (text[copied..]) }
}

/// A name as a link to its term, if it is one; `date: 2025` in a sentence is not.
fn name(view: &View<'_>, written: &str, prefix: &str, local: &str) -> Markup {
    let Some((_, namespace)) = vocab::PREFIXES.iter().find(|(known, _)| *known == prefix) else {
        return html! { (written) };
    };
    match view.material.catalogue.entry(&format!("{namespace}{local}")) {
        Some(entry) => html! { a href=(view.to(&entry.path)) { code translate="no" { (written) } } },
        None => html! { code translate="no" { (written) } },
    }
}
