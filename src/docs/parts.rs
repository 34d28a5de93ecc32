//! The pages that lead to the others: the overview, the properties, the vocabularies, the examples, the queries, the index.

use maud::{Markup, html};

use super::catalogue::{DCTERMS, DEFINITION, Kind};
use super::diagram::Diagram;
use super::material::Material;
use super::page::{DATA, Head, View};
use super::term::{self, section};
use super::words::Phrase;
use crate::source::Lang;
use crate::vocab;
use crate::vocab::short;

/// What makes a page from where it stands.
type Maker = fn(&View<'_>) -> Vec<u8>;

/// The pages of this kind but for the overview, each with its path within a language.
pub(super) const ALL: [(&str, Maker); 5] = [
    ("properties.html", properties),
    ("schemes.html", schemes),
    ("examples.html", examples),
    ("queries.html", queries),
    ("terms.html", index),
];

/// The heading of such a page.
fn opening(title: &str, lead: &Markup) -> Markup {
    html! { header.opening { h1 { (title) } @if !lead.0.is_empty() { p.lead { (lead) } } } }
}

/// The first page of a language.
pub(super) fn overview(view: &View<'_>, diagram: &Diagram) -> Vec<u8> {
    let words = &view.material.words;
    let title = words.site.name.get(view.lang);
    let opening = html! {
        header.opening.hero {
            h1 { (title) }
            p.lead { (words.site.lead.get(view.lang)) }
            p.downloads { @for (file, kind, name) in DATA { a.button href=(view.root(file)) type=(kind) download translate="no" { (name) } " " } }
            p.quiet { (words.overview.english_note.get(view.lang)) }
        }
        (facts(view))
    };
    let hierarchy = html! {
        (diagram.markup(view, "classes.svg", html! { (words.overview.hierarchy_note.get(view.lang)) }))
    };
    let sections = [
        section("hierarchy", words.overview.hierarchy.get(view.lang), hierarchy),
        section("classes", words.overview.classes.get(view.lang), html! { div.tree.columns { (view.classes("")) } }),
        section("schemes", words.part.schemes.get(view.lang), schemes_list(view)),
        section("properties", words.part.properties.get(view.lang), properties_short(view)),
        section("prefixes", words.overview.namespaces.get(view.lang), prefixes(view)),
    ];
    view.page(&Head { title: title.to_owned(), part: "index.html", opening }, &sections, None)
}

fn facts(view: &View<'_>) -> Markup {
    let words = &view.material.words;
    let ontology = vocab::ONTOLOGY.as_str();
    let count = |sort: fn(Kind) -> bool| view.material.catalogue.of(sort).count();
    let rows: [(&Phrase, Markup); 5] = [
        (&words.term.iri, html! { a.iri href=(ontology) translate="no" { (ontology) } }),
        (&words.overview.classes, html! { (count(|kind| kind == Kind::Class)) }),
        (&words.part.properties, html! { (count(Kind::is_property)) }),
        (&words.part.schemes, html! { (count(|kind| kind == Kind::Scheme)) }),
        (&words.term.concepts, html! { (count(|kind| kind == Kind::Concept)) }),
    ];
    html! { dl.facts.numbers { @for (name, value) in rows { div { dt { (name.get(view.lang)) } dd { (value) } } } } }
}

fn schemes_list(view: &View<'_>) -> Markup {
    let (words, catalogue) = (&view.material.words.overview, &view.material.catalogue);
    html! {
        p.lead { (words.schemes_note.get(view.lang)) }
        div.cards { @for scheme in catalogue.of(|kind| kind == Kind::Scheme) {
            div.card {
                h3 { (view.link(scheme.iri)) }
                p.quiet { (words.concepts.with(view.lang, &[("number", html! { (catalogue.concepts(scheme.iri).len()) })])) }
            }
        } }
    }
}

/// The properties under the classes that have them; those of no class, or of several, at the end.
fn by_class<'a>(view: &View<'a>) -> Vec<(Option<&'a str>, Vec<&'a str>)> {
    let (shapes, catalogue) = (&view.material.shapes, &view.material.catalogue);
    let class_of = |property: &str| match shapes.holders(catalogue, property).as_slice() {
        [class] => Some(*class),
        _ => None,
    };
    let homes: Vec<_> = catalogue.of(Kind::is_property).map(|entry| (class_of(entry.iri), entry.iri)).collect();
    let classes = catalogue.of(|kind| kind == Kind::Class).map(|entry| Some(entry.iri)).chain([None]);
    let of = |class| homes.iter().filter(|(home, _)| *home == class).map(|(_, property)| *property).collect::<Vec<_>>();
    classes.map(|class| (class, of(class))).filter(|(_, properties)| !properties.is_empty()).collect()
}

fn home(view: &View<'_>, class: Option<&str>) -> Markup {
    html! { @match class {
        Some(class) => (view.link(class)),
        None => (view.material.words.overview.everywhere.get(view.lang)),
    } }
}

fn properties_short(view: &View<'_>) -> Markup {
    html! {
        p.lead { (view.material.words.overview.properties_note.get(view.lang)) }
        dl.grouped { @for (class, properties) in by_class(view) {
            div { dt { (home(view, class)) } dd { @for property in &properties { span id=[view.anchor(property)] { (view.link(property)) } " " } } }
        } }
    }
}

fn prefixes(view: &View<'_>) -> Markup {
    let words = &view.material.words.overview;
    html! {
        div.wide { table {
            thead { tr { th scope="col" { (words.prefix.get(view.lang)) } th scope="col" { (words.namespace.get(view.lang)) } } }
            tbody translate="no" { @for (prefix, namespace) in vocab::PREFIXES { tr {
                th scope="row" { code { (prefix) ":" } }
                td { code { (namespace) } }
            } } }
        } }
    }
}

/// The page of all properties.
fn properties(view: &View<'_>) -> Vec<u8> {
    let words = &view.material.words;
    let title = words.part.properties.get(view.lang);
    let body = html! { @for (class, properties) in by_class(view) {
        section.group {
            h2 { (home(view, class)) }
            dl.glossary { @for entry in properties.iter().filter_map(|property| view.material.catalogue.entry(property)) { div {
                dt {
                    (view.link(entry.iri)) " " code.quiet translate="no" { (short(entry.iri)) }
                    span.range { " → " (term::range(view, entry)) }
                }
                dd { (definition(view, entry.iri)) }
            } } }
        }
    } };
    let lead = html! { (words.overview.properties_note.get(view.lang)) };
    let opening = html! { (opening(title, &lead)) (body) };
    view.page(&Head { title: title.to_owned(), part: "properties.html", opening }, &[], None)
}

fn definition(view: &View<'_>, iri: &str) -> Markup {
    html! { @for text in view.material.catalogue.texts(iri, DEFINITION) { (view.english(text.text)) } }
}

/// The page of all vocabularies, each as a tree.
fn schemes(view: &View<'_>) -> Vec<u8> {
    let (words, catalogue) = (&view.material.words, &view.material.catalogue);
    let title = words.part.schemes.get(view.lang);
    let body = html! { @for scheme in catalogue.of(|kind| kind == Kind::Scheme) {
        section.group {
            h2 { (view.link(scheme.iri)) }
            (definition(view, scheme.iri))
            div.tree.columns { (view.tree(&catalogue.top_concepts(scheme.iri), super::catalogue::BROADER, "")) }
        }
    } };
    let lead = html! { (words.overview.schemes_note.get(view.lang)) };
    let opening = html! { (opening(title, &lead)) (body) };
    view.page(&Head { title: title.to_owned(), part: "schemes.html", opening }, &[], None)
}

/// The page of all worked examples.
fn examples(view: &View<'_>) -> Vec<u8> {
    let words = &view.material.words.example;
    let title = words.title.get(view.lang);
    let body = html! {
        (opening(title, &html! { (words.intro.get(view.lang)) }))
        dl.glossary { @for example in &view.material.examples { div {
            dt { a href=(view.to(&example.path)) { code translate="no" { (example.name) } } }
            dd { (view.english(&example.graph.heading())) }
        } } }
    };
    view.page(&Head { title: title.to_owned(), part: "examples.html", opening: body }, &[], None)
}

/// The page of all saved queries.
fn queries(view: &View<'_>) -> Vec<u8> {
    let words = &view.material.words.query;
    let title = words.title.get(view.lang);
    let body = html! {
        (opening(title, &html! { (words.intro.get(view.lang)) }))
        dl.glossary { @for query in &view.material.queries { div {
            dt {
                a lang="en" href=(view.to(&query.path)) { (query.saved.title) } " "
                code.quiet translate="no" { (query.saved.name) }
            }
            dd { (view.english(&query.saved.description)) }
        } } }
    };
    view.page(&Head { title: title.to_owned(), part: "queries.html", opening: body }, &[], None)
}

/// The page of all terms in the order of the alphabet.
fn index(view: &View<'_>) -> Vec<u8> {
    let words = &view.material.words;
    let title = words.part.index.get(view.lang);
    let body = html! {
        (opening(title, &html! {}))
        ul.index { @for entry in view.alphabetical(|_| true).iter().filter_map(|iri| view.material.catalogue.entry(iri)) {
            li {
                (view.link(entry.iri)) " "
                @if entry.kind == Kind::Scheme { span.quiet { (term::kind_name(view, entry.kind)) } }
                @else { code.quiet translate="no" { (short(entry.iri)) } }
            }
        } }
    };
    view.page(&Head { title: title.to_owned(), part: "terms.html", opening: body }, &[], None)
}

/// The page at the root, where the language is chosen.
pub(super) fn languages(material: &Material<'_>) -> Vec<u8> {
    let title = format!("{DCTERMS}title");
    let page = html! {
        (maud::DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "cajad" }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="cajad ontology docs";
                meta name="color-scheme" content="light dark";
                link rel="stylesheet" href="style.css";
                link rel="icon" type="image/svg+xml" href="icon.svg";
                @for (file, kind, _) in DATA { link rel="alternate" type=(kind) href=(file); }
                @for lang in Lang::ALL { link rel="alternate" hreflang=(lang.code()) href={ (lang.code()) "/index.html" }; }
            }
            body.choice { main #content {
                h1 translate="no" { span.mark aria-hidden="true" {} "cajad" }
                ul { @for lang in Lang::ALL { li lang=(lang.code()) {
                    a href={ (lang.code()) "/index.html" } hreflang=(lang.code()) {
                        strong { (material.words.autonym.get(lang)) }
                        span { (material.catalogue.text(vocab::ONTOLOGY.as_str(), &title, lang).unwrap_or_default()) }
                    }
                } } }
            } }
        }
    };
    page.into_string().into_bytes()
}
