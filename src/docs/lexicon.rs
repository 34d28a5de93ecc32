//! The words by which a term is found in texts.

use maud::{Markup, html};

use super::page::{Section, View};
use super::term;
use crate::source::Lang;
use crate::vocab;

/// The section of the words of a term; `None` if it has no words but its name.
pub(super) fn section(view: &View<'_>, iri: &str) -> Option<Section> {
    let words = &view.material.words.lexicon;
    let of = |predicate: &str, lang: Lang| {
        let texts = view.material.catalogue.texts(iri, predicate);
        texts.filter(|tagged| tagged.lang == lang.code()).map(|tagged| tagged.text).collect::<Vec<_>>()
    };
    let mut languages = Vec::new();
    for lang in Lang::ALL {
        let mut open = of(vocab::PREF_LABEL.as_str(), lang);
        open.extend(of(vocab::ALT_LABEL.as_str(), lang));
        languages.push((lang, open, of(vocab::HIDDEN_LABEL.as_str(), lang)));
    }
    let more = |(_, open, hidden): &(Lang, Vec<&str>, Vec<&str>)| open.len() > 1 || !hidden.is_empty();
    if !languages.iter().any(more) {
        return None;
    }
    // The reader's own language first, and open.
    languages.sort_by_key(|(lang, _, _)| *lang != view.lang);
    let body = html! {
        p.lead { (words.intro.get(view.lang)) br; (words.gap.get(view.lang)) }
        @for (lang, open, hidden) in &languages { @if !open.is_empty() || !hidden.is_empty() {
            details.words open[*lang == view.lang] {
                summary { (summary(view, *lang, open.len() + hidden.len())) }
                (list(*lang, open))
                @if !open.is_empty() && !hidden.is_empty() { hr; }
                (list(*lang, hidden))
            }
        } }
    };
    Some(term::section("words", words.title.get(view.lang), body))
}

fn summary(view: &View<'_>, lang: Lang, number: usize) -> Markup {
    let words = &view.material.words;
    let language = html! { (words.language.of(lang).get(view.lang)) };
    words.lexicon.count.with(view.lang, &[("language", language), ("number", html! { (number) })])
}

fn list(lang: Lang, words: &[&str]) -> Markup {
    html! { @if !words.is_empty() { ul lang=(lang.code()) translate="no" { @for word in words { li { (word) } } } } }
}
