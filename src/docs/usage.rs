//! Where terms are used: the worked examples and the saved queries, on the pages of terms and on pages of their own.

use maud::{Markup, html};

use super::code::code;
use super::material::{Example, Question};
use super::page::{Head, Section, View};
use super::term::section;
use crate::source::Lang;

/// How many pieces of examples a term's page shows; the others are linked.
const PIECES: usize = 2;

/// The section of the examples that use a term.
pub(super) fn examples(view: &View<'_>, iri: &str) -> Option<Section> {
    let words = &view.material.words.example;
    let pieces = view.material.pieces_with(iri);
    let (shown, others) = pieces.split_at(pieces.len().min(PIECES));
    let body = html! {
        @for (example, part) in shown {
            figure.piece {
                (code(view, &example.graph, part, Some(iri)))
                figcaption { (words.part_of.with(view.lang, &[("example", example_link(view, example))])) }
            }
        }
        @if !others.is_empty() {
            p { (words.more.get(view.lang)) " " @for (example, _) in others { (example_link(view, example)) " " } }
        }
    };
    (!pieces.is_empty()).then(|| section("examples", words.title.get(view.lang), body))
}

fn example_link(view: &View<'_>, example: &Example) -> Markup {
    html! { a href=(view.to(&example.path)) { code translate="no" { (example.name) } } }
}

/// The section of the queries that use a term.
pub(super) fn queries(view: &View<'_>, iri: &str) -> Option<Section> {
    let words = &view.material.words.query;
    let queries = view.material.queries_with(iri);
    let body = html! {
        @for query in &queries {
            details.query {
                summary { span lang="en" { (query.saved.title) } " " code translate="no" { (query.saved.name) } }
                @if !query.saved.description.is_empty() { (view.english(&query.saved.description)) }
                (code(view, &query.listing, &query.listing.body(), Some(iri)))
                p { a href=(view.to(&query.path)) { (words.own_page.get(view.lang)) } }
            }
        }
    };
    (!queries.is_empty()).then(|| section("queries", words.using.get(view.lang), body))
}

/// The page of a worked example.
pub(super) fn example_page(view: &View<'_>, example: &Example) -> Vec<u8> {
    let words = &view.material.words;
    let mut sections = Vec::new();
    if let Some(text) = &example.document {
        let address = text.meta.source.as_deref();
        let lang = text.meta.lang.map_or("", Lang::code);
        let body = html! {
            blockquote.release lang=(lang) cite=[address] { @for line in text.text.lines().filter(|line| !line.is_empty()) { p { (line) } } }
            dl.facts {
                @if let Some(day) = text.meta.issued {
                    div { dt { (words.example.published.get(view.lang)) } dd { time datetime=(day) { (day) } } }
                }
                @if let Some(address) = address {
                    div { dt { (words.example.address.get(view.lang)) } dd { a.iri href=(address) translate="no" { (address) } } }
                }
            }
        };
        sections.push(section("text", words.example.text.get(view.lang), body));
    }
    let graph = code(view, &example.graph, &example.graph.body(), None);
    sections.push(section("graph", words.example.graph.get(view.lang), graph));
    let terms = view.links(&view.material.terms(&example.iris()));
    sections.push(section("terms", words.example.terms.get(view.lang), html! { p.cloud { (terms) } }));
    let opening = html! {
        (view.trail(&[(view.to("examples.html"), html! { (words.part.examples.get(view.lang)) })]))
        header.opening {
            p.kind.example { (words.kind.example.get(view.lang)) }
            h1 { code translate="no" { (example.name) } }
            (view.english(&example.graph.heading()))
        }
    };
    let head = Head { title: example.name.clone(), part: "examples.html", opening };
    let nearby = html! { ul { @for other in &view.material.examples {
        li { a href=(view.to(&other.path)) aria-current=[(other.name == example.name).then_some("page")] { code translate="no" { (other.name) } } }
    } } };
    view.page(&head, &sections, Some(nearby))
}

/// The page of a saved query.
pub(super) fn query_page(view: &View<'_>, query: &Question) -> Vec<u8> {
    let words = &view.material.words;
    let saved = &query.saved;
    let mut sections = Vec::new();
    if !saved.parameters.is_empty() {
        sections.push(section("parameters", words.query.parameters.get(view.lang), parameters(view, query)));
    }
    sections.push(section("sparql", words.query.sparql.get(view.lang), code(view, &query.listing, &query.listing.body(), None)));
    let terms = view.links(&view.material.terms(&query.iris));
    sections.push(section("terms", words.query.terms.get(view.lang), html! { p.cloud { (terms) } }));
    let opening = html! {
        (view.trail(&[(view.to("queries.html"), html! { (words.part.queries.get(view.lang)) })]))
        header.opening {
            p.kind.query { (words.kind.query.get(view.lang)) }
            h1 lang="en" { (saved.title) }
            @if !saved.description.is_empty() { (view.english(&saved.description)) }
        }
        dl.facts { div {
            dt { (words.query.command.get(view.lang)) }
            dd { code translate="no" { "cajad query " (saved.name) } }
        } }
    };
    let head = Head { title: saved.title.clone(), part: "queries.html", opening };
    let nearby = html! { ul { @for other in &view.material.queries {
        li { a lang="en" href=(view.to(&other.path)) aria-current=[(other.saved.name == saved.name).then_some("page")] { (other.saved.title) } }
    } } };
    view.page(&head, &sections, Some(nearby))
}

fn parameters(view: &View<'_>, query: &Question) -> Markup {
    let words = &view.material.words.query;
    html! {
        div.wide { table {
            thead { tr {
                th scope="col" { (words.parameter.get(view.lang)) }
                th scope="col" { (words.default.get(view.lang)) }
                th scope="col" { (words.meaning.get(view.lang)) }
            } }
            tbody { @for parameter in &query.saved.parameters { tr {
                th scope="row" { code translate="no" { "--" (parameter.name) " " (parameter.kind.name().to_uppercase()) } }
                td { @match &parameter.default {
                    Some(value) => code translate="no" { (value) },
                    None => (words.required.get(view.lang)),
                } }
                td lang="en" { (parameter.meaning) }
            } } }
        } }
    }
}
