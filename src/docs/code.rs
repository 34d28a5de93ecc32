//! Turtle and SPARQL on a page: each name a link to its term, each text in its language.

use std::ops::Range;

use maud::{Markup, PreEscaped, html};

use super::listing::{Listing, Sort, Unit};
use super::page::View;
use crate::source::Lang;

/// A part of a listing; the units that stand for `marked` stand out.
pub(super) fn code(view: &View<'_>, listing: &Listing, part: &Range<usize>, marked: Option<&str>) -> Markup {
    let units: Vec<&Unit> = listing.within(part).collect();
    let mut written = String::new();
    let mut copied = part.start;
    for (place, unit) in units.iter().enumerate() {
        let between = gap(&listing.text[copied..unit.range.start]);
        let tag = units.get(place + 1).filter(|next| next.sort == Sort::Tag).map(|next| &listing.text[next.range.clone()]);
        let unit_markup = unit_markup(view, &listing.text[unit.range.clone()], unit, tag, marked);
        written.push_str(&html! { (between) (unit_markup) }.into_string());
        copied = unit.range.end;
    }
    let end = gap(&listing.text[copied..part.end]);
    // Keywords and comments are in English; a text in another language says so itself.
    html! { pre.code lang="en" translate="no" tabindex="0" { code { (PreEscaped(written)) (end) } } }
}

fn unit_markup(view: &View<'_>, text: &str, unit: &Unit, tag: Option<&str>, marked: Option<&str>) -> Markup {
    match unit.sort {
        Sort::Name => {
            let iri = unit.iri.as_deref();
            let entry = iri.and_then(|iri| view.material.catalogue.entry(iri));
            html! { @match entry {
                Some(entry) if marked == Some(entry.iri) => mark { (text) },
                Some(entry) => a class={ "n " (entry.kind.style()) } href=(view.to(&entry.path)) { (text) },
                None => span.n { (text) },
            } }
        }
        Sort::Text => {
            let lang = tag.and_then(|tag| Lang::from_code(tag.trim_start_matches('@'))).map(Lang::code);
            html! { span.s lang=[lang] { (text) } }
        }
        Sort::Tag => html! { span.t { (text) } },
        Sort::Variable => html! { span.v { (text) } },
        Sort::Number => html! { span.d { (text) } },
        Sort::Word => html! { span.k { (text) } },
        Sort::Sign => html! { (text) },
    }
}

/// What stands between units: space and comments.
fn gap(text: &str) -> Markup {
    html! { @for line in text.split_inclusive('\n') {
        @match line.find('#') {
            Some(at) => { (line[..at]) span.c { (line[at..].trim_end_matches('\n')) } @if line.ends_with('\n') { "\n" } },
            None => (line),
        }
    } }
}
