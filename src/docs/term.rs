//! The page of a term: of a class, a property, a vocabulary or a concept.

use maud::{Markup, html};

use super::catalogue::{BROADER, DCTERMS, DEFINITION, Entry, Kind, OWL, RDFS, SKOS};
use super::constraint;
use super::diagram::Diagram;
use super::page::{Head, Section, View, drawing};
use super::shape::{Slot, node_shapes, property_shapes, slots, values};
use super::{lexicon, usage};
use crate::source::Lang;
use crate::vocab;

const SUB_PROPERTY_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";

/// The page of a term, with the diagram of its neighbourhood if it has one.
pub(super) fn page(view: &View<'_>, entry: &Entry<'_>, diagram: Option<&Diagram>) -> Vec<u8> {
    let words = &view.material.words;
    let part = match entry.kind {
        Kind::Class => "index.html",
        Kind::Scheme | Kind::Concept => "schemes.html",
        _ => "properties.html",
    };
    let mut sections = vec![section("labels", words.term.labels.get(view.lang), labels(view, entry.iri))];
    match entry.kind {
        Kind::Class => sections.extend(of_class(view, entry, diagram)),
        Kind::Scheme => sections.extend(of_scheme(view, entry)),
        Kind::Concept => sections.extend(of_concept(view, entry)),
        _ => sections.extend(of_property(view, entry)),
    }
    sections.extend(usage::examples(view, entry.iri));
    sections.extend(usage::queries(view, entry.iri));
    sections.extend(lexicon::section(view, entry.iri));
    sections.extend(alignments(view, entry.iri));
    let head = Head { title: view.plain(entry.iri), part, opening: opening(view, entry) };
    view.page(&head, &sections, Some(nearby(view, entry)))
}

pub(super) fn section(id: &'static str, title: &str, body: Markup) -> Section {
    Section { id, title: title.to_owned(), body }
}

pub(super) fn kind_name<'a>(view: &View<'a>, kind: Kind) -> &'a str {
    let words = &view.material.words.kind;
    let phrase = match kind {
        Kind::Class => &words.class,
        Kind::ObjectProperty => &words.object_property,
        Kind::DatatypeProperty => &words.datatype_property,
        Kind::AnnotationProperty => &words.annotation_property,
        Kind::Scheme => &words.scheme,
        Kind::Concept => &words.concept,
    };
    phrase.get(view.lang)
}

fn opening(view: &View<'_>, entry: &Entry<'_>) -> Markup {
    let (words, catalogue) = (&view.material.words.term, &view.material.catalogue);
    let deprecated = catalogue.literal(entry.iri, &format!("{OWL}deprecated")) == Some("true");
    let successors = catalogue.nodes(entry.iri, &format!("{DCTERMS}isReplacedBy"));
    html! {
        (trail(view, entry))
        header.opening {
            p class={ "kind " (entry.kind.style()) } { (kind_name(view, entry.kind)) }
            h1 { (view.name(entry.iri)) }
            @if deprecated {
                p.deprecated {
                    (words.deprecated.get(view.lang))
                    @if !successors.is_empty() { " " (words.replaced_by.with(view.lang, &[("terms", view.links(&successors))])) }
                }
            }
            @for text in catalogue.texts(entry.iri, DEFINITION) {
                div.definition { h2.quiet { (words.definition.get(view.lang)) } (view.english(text.text)) }
            }
            @for text in catalogue.texts(entry.iri, &format!("{SKOS}scopeNote")) {
                div.note { h2.quiet { (words.scope_note.get(view.lang)) } (view.english(text.text)) }
            }
        }
        (facts(view, entry))
    }
}

fn trail(view: &View<'_>, entry: &Entry<'_>) -> Markup {
    let (words, catalogue) = (&view.material.words.part, &view.material.catalogue);
    let mut steps = Vec::new();
    let mut step = |iri: &str| {
        if let Some(entry) = catalogue.entry(iri) {
            steps.push((view.to(&entry.path), view.name(iri)));
        }
    };
    match entry.kind {
        Kind::Class => catalogue.line(entry.iri, vocab::SUB_CLASS_OF.as_str()).iter().skip(1).rev().for_each(|iri| step(iri)),
        Kind::Concept => {
            catalogue.nodes(entry.iri, vocab::IN_SCHEME.as_str()).iter().for_each(|iri| step(iri));
            catalogue.line(entry.iri, BROADER).iter().skip(1).rev().for_each(|iri| step(iri));
        }
        _ => {}
    }
    let part = match entry.kind {
        Kind::Class => None,
        Kind::Scheme | Kind::Concept => Some(("schemes.html", &words.schemes)),
        _ => Some(("properties.html", &words.properties)),
    };
    if let Some((path, name)) = part {
        steps.insert(0, (view.to(path), html! { (name.get(view.lang)) }));
    }
    view.trail(&steps)
}

/// The short facts: names, codes, and what stands right above and beneath.
fn facts(view: &View<'_>, entry: &Entry<'_>) -> Markup {
    let (words, catalogue) = (&view.material.words.term, &view.material.catalogue);
    let above = |predicate: &str| {
        let mut nodes = catalogue.nodes(entry.iri, predicate);
        // What stands in other vocabularies has a section of its own.
        nodes.retain(|node| catalogue.entry(node).is_some());
        view.links(&nodes)
    };
    let beneath = |predicate: &str| view.links(&catalogue.children(entry.iri, predicate));
    let sub_class = vocab::SUB_CLASS_OF.as_str();
    let own = |predicate: &str| {
        let code = catalogue.literal(entry.iri, &format!("{}{predicate}", vocab::CAJAD));
        html! { @if let Some(code) = code { code translate="no" { (code) } } }
    };
    let rows = [
        (&words.iri, html! { a.iri href=(entry.iri) translate="no" { (entry.iri) } }),
        (
            &words.superclasses,
            if entry.kind == Kind::Class {
                above(sub_class)
            } else {
                html! {}
            },
        ),
        (&words.subclasses, beneath(sub_class)),
        (&words.scheme, above(vocab::IN_SCHEME.as_str())),
        (&words.broader, above(BROADER)),
        (&words.narrower, beneath(BROADER)),
        (
            &words.domain,
            if entry.kind.is_property() {
                holders(view, entry.iri)
            } else {
                html! {}
            },
        ),
        (
            &words.range,
            if entry.kind.is_property() {
                range(view, entry)
            } else {
                html! {}
            },
        ),
        (&words.character, character(view, entry.iri)),
        (&words.superproperties, above(SUB_PROPERTY_OF)),
        (&words.subproperties, beneath(SUB_PROPERTY_OF)),
        (&words.slug, own("slug")),
        (&words.cameo, own("cameoCode")),
        (&words.goldstein, own("goldsteinScore")),
        (&words.plover, own("ploverType")),
    ];
    html! {
        dl.facts { @for (name, value) in rows { @if !value.0.trim().is_empty() {
            div { dt { (name.get(view.lang)) } dd { (value) } }
        } } }
    }
}

fn holders(view: &View<'_>, property: &str) -> Markup {
    view.links(&view.material.shapes.holders(&view.material.catalogue, property))
}

/// What the values of a property may be, by its range and by all shapes that speak of it.
pub(super) fn range(view: &View<'_>, entry: &Entry<'_>) -> Markup {
    let (material, words) = (view.material, &view.material.words.term);
    let mut all: Vec<&str> = Vec::new();
    for (_, shape) in material.shapes.uses(entry.iri) {
        all.extend(values(&material.catalogue, entry.iri, Some(shape)));
    }
    if all.is_empty() {
        all = values(&material.catalogue, entry.iri, None);
    }
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        html! { (any(view, entry.kind != Kind::ObjectProperty, words)) }
    } else {
        view.links(&all)
    }
}

fn any<'a>(view: &View<'_>, literal: bool, words: &'a super::words::TermWords) -> &'a str {
    if literal { words.any_literal.get(view.lang) } else { words.any_thing.get(view.lang) }
}

fn character(view: &View<'_>, property: &str) -> Markup {
    let words = &view.material.words.term;
    let kinds = view.material.catalogue.nodes(property, vocab::TYPE.as_str());
    let known = [
        ("FunctionalProperty", &words.functional),
        ("InverseFunctionalProperty", &words.inverse_functional),
        ("TransitiveProperty", &words.transitive),
    ];
    let held = known.into_iter().filter(|(name, _)| kinds.iter().any(|kind| kind.strip_prefix(OWL) == Some(name)));
    html! { @for (place, (_, phrase)) in held.enumerate() { @if place > 0 { br; } (phrase.get(view.lang)) } }
}

/// The labels in all languages; each in its own.
fn labels(view: &View<'_>, iri: &str) -> Markup {
    let words = &view.material.words;
    let languages = &words.language;
    let rows = Lang::ALL.into_iter().filter_map(|lang| Some((lang, view.material.catalogue.own_label(iri, lang)?)));
    html! {
        table.labels {
            thead { tr {
                th scope="col" { (words.site.language.get(view.lang)) }
                th scope="col" { (words.term.label.get(view.lang)) }
            } }
            tbody { @for (lang, label) in rows { tr {
                th scope="row" { (languages.of(lang).get(view.lang)) }
                td { (view.tagged(label, Some(lang))) }
            } } }
        }
    }
}

fn of_class(view: &View<'_>, entry: &Entry<'_>, diagram: Option<&Diagram>) -> Vec<Section> {
    let (words, catalogue) = (&view.material.words, &view.material.catalogue);
    let mut sections = Vec::new();
    if let Some(diagram) = diagram {
        let note = html! { (words.class.neighbourhood_note.get(view.lang)) };
        let body = diagram.markup(view, &drawing(&entry.path), note);
        sections.push(section("neighbourhood", words.class.neighbourhood.get(view.lang), body));
    }
    let slots = slots(catalogue, entry.iri);
    if !slots.is_empty() {
        sections.push(section("properties", words.class.properties.get(view.lang), properties(view, entry.iri, &slots)));
    }
    let takers = view.material.shapes.taking(catalogue, entry.iri);
    if !takers.is_empty() {
        sections.push(section("values", words.class.pointed_at_by.get(view.lang), taken_by(view, &takers)));
    }
    let node = node_shapes(catalogue, entry.iri).into_iter();
    let itself = html! { (words.constraint.itself.get(view.lang)) };
    let mut shapes: Vec<(Markup, &str)> = node.map(|shape| (itself.clone(), shape)).collect();
    for shape in property_shapes(catalogue, entry.iri) {
        let subject = super::shape::path(catalogue, shape).map_or_else(|| itself.clone(), |path| view.link(path));
        shapes.push((subject, shape));
    }
    sections.extend(constraints(view, &shapes));
    sections
}

fn constraints(view: &View<'_>, shapes: &[(Markup, &str)]) -> Option<Section> {
    let words = &view.material.words.constraint;
    let body = || html! { p.lead { (words.intro.get(view.lang)) } (constraint::table(view, shapes)) };
    (!shapes.is_empty()).then(|| section("constraints", words.title.get(view.lang), body()))
}

/// The properties of a class, with a heading before those of each class above it.
fn properties(view: &View<'_>, class: &str, slots: &[Slot<'_>]) -> Markup {
    let words = &view.material.words;
    let mut levels: Vec<&str> = slots.iter().map(|slot| slot.class).collect();
    levels.dedup();
    html! {
        div.wide { table {
            thead { tr {
                th scope="col" { (words.class.property.get(view.lang)) }
                th scope="col" { (words.term.range.get(view.lang)) }
                th scope="col" { (words.class.count.get(view.lang)) }
            } }
            @for level in levels.iter().copied() {
                tbody {
                    @if levels.len() > 1 || level != class {
                        tr.level { th colspan="3" scope="rowgroup" {
                            @if level == class { (words.class.own.get(view.lang)) }
                            @else { (words.class.inherited.with(view.lang, &[("class", view.link(level))])) }
                        } }
                    }
                    @for slot in slots.iter().filter(|slot| slot.class == level) { tr {
                        th scope="row" { (view.link(slot.property)) }
                        td { @if slot.values.is_empty() { (any(view, slot.literal, &words.term)) } @else { (view.links(&slot.values)) } }
                        td { (how_many(view, slot.shape)) }
                    } }
                }
            }
        } }
    }
}

fn how_many(view: &View<'_>, shape: Option<&str>) -> Markup {
    let count = shape.and_then(|shape| constraint::count(view, shape));
    html! { @match count { Some(count) => (count), None => (view.material.words.constraint.any_number.get(view.lang)) } }
}

/// Properties with the classes that have them.
fn taken_by(view: &View<'_>, properties: &[&str]) -> Markup {
    let words = &view.material.words;
    html! {
        div.wide { table {
            thead { tr {
                th scope="col" { (words.class.property.get(view.lang)) }
                th scope="col" { (words.term.domain.get(view.lang)) }
            } }
            tbody { @for property in properties { tr {
                th scope="row" { (view.link(property)) }
                td { (holders(view, property)) }
            } } }
        } }
    }
}

fn of_property(view: &View<'_>, entry: &Entry<'_>) -> Option<Section> {
    let uses = view.material.shapes.uses(entry.iri);
    let shapes: Vec<(Markup, &str)> = uses.iter().map(|(class, shape)| (view.link(class), *shape)).collect();
    constraints(view, &shapes)
}

fn of_scheme(view: &View<'_>, entry: &Entry<'_>) -> Vec<Section> {
    let (words, catalogue) = (&view.material.words.term, &view.material.catalogue);
    let tree = view.tree(&catalogue.top_concepts(entry.iri), BROADER, entry.iri);
    let mut sections = vec![section("concepts", words.concepts.get(view.lang), html! { div.tree { (tree) } })];
    let takers = view.material.shapes.taking(catalogue, entry.iri);
    if !takers.is_empty() {
        sections.push(section("values", words.taken_by.get(view.lang), taken_by(view, &takers)));
    }
    sections
}

/// The properties that have concepts of the same scheme as values.
fn of_concept(view: &View<'_>, entry: &Entry<'_>) -> Option<Section> {
    let catalogue = &view.material.catalogue;
    let schemes = catalogue.nodes(entry.iri, vocab::IN_SCHEME.as_str());
    let takers: Vec<&str> = schemes.iter().flat_map(|scheme| view.material.shapes.taking(catalogue, scheme)).collect();
    let title = view.material.words.class.pointed_at_by.get(view.lang);
    (!takers.is_empty()).then(|| section("values", title, taken_by(view, &takers)))
}

/// The links to terms of other vocabularies.
fn alignments(view: &View<'_>, iri: &str) -> Option<Section> {
    let (words, catalogue) = (&view.material.words.alignment, &view.material.catalogue);
    let relations = [
        (format!("{RDFS}subClassOf"), &words.sub_class),
        (SUB_PROPERTY_OF.to_owned(), &words.sub_class),
        (format!("{OWL}equivalentClass"), &words.exact),
        (format!("{OWL}equivalentProperty"), &words.exact),
        (format!("{SKOS}exactMatch"), &words.exact),
        (format!("{SKOS}closeMatch"), &words.close),
        (format!("{SKOS}broadMatch"), &words.broad),
        (format!("{SKOS}narrowMatch"), &words.narrow),
        (format!("{SKOS}relatedMatch"), &words.related),
        (format!("{RDFS}seeAlso"), &words.see_also),
    ];
    let foreign = |predicate: &str| {
        let mut nodes = catalogue.nodes(iri, predicate);
        nodes.retain(|node| catalogue.entry(node).is_none());
        nodes
    };
    let links: Vec<_> = relations.iter().flat_map(|(p, name)| foreign(p).into_iter().map(move |node| (name, node))).collect();
    if links.is_empty() {
        return None;
    }
    let table = html! {
        div.wide { table {
            thead { tr {
                th scope="col" { (words.relation.get(view.lang)) }
                th scope="col" { (words.term.get(view.lang)) }
            } }
            tbody { @for (relation, node) in links { tr {
                td { (relation.get(view.lang)) }
                td { (view.link(node)) }
            } } }
        } }
    };
    Some(section("alignments", words.title.get(view.lang), table))
}

fn nearby(view: &View<'_>, entry: &Entry<'_>) -> Markup {
    let catalogue = &view.material.catalogue;
    match entry.kind {
        Kind::Class => view.classes(entry.iri),
        Kind::Scheme => {
            let schemes: Vec<&str> = catalogue.of(|kind| kind == Kind::Scheme).map(|entry| entry.iri).collect();
            view.list(&schemes, entry.iri)
        }
        Kind::Concept => {
            let schemes = catalogue.nodes(entry.iri, vocab::IN_SCHEME.as_str());
            html! { @for scheme in schemes {
                p { (view.link(scheme)) }
                (view.tree(&catalogue.top_concepts(scheme), BROADER, entry.iri))
            } }
        }
        _ => view.list(&view.alphabetical(Kind::is_property), entry.iri),
    }
}
