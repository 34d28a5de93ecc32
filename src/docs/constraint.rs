//! The constraints on the data (SHACL) in readable words.

use maud::{Markup, html};
use oxigraph::model::Term;

use super::page::View;
use super::shape::{SH, path, scheme, sh};
use super::words::Phrase;
use crate::vocab;
use crate::vocab::short;

/// How often a property stands, by its shape; `None` where the shape does not say.
pub(super) fn count(view: &View<'_>, shape: &str) -> Option<Markup> {
    let words = &view.material.words.constraint;
    let bound = |term: &str| view.material.catalogue.literal(shape, &sh(term));
    let (phrase, number): (&Phrase, &str) = match (bound("minCount").filter(|least| *least != "0"), bound("maxCount")) {
        (None, None) => return None,
        (_, Some("0")) => (&words.none, ""),
        (Some("1"), Some("1")) => (&words.exactly_one, ""),
        (Some(least), Some(most)) if least == most => (&words.exactly, least),
        (Some("1"), None) => (&words.at_least_one, ""),
        (Some(least), None) => (&words.at_least, least),
        (None, Some("1")) => (&words.at_most_one, ""),
        (None, Some(most)) => (&words.at_most, most),
        (Some(least), Some(most)) => {
            let part = |phrase: &Phrase, number: &str| phrase.with(view.lang, &[("number", html! { (number) })]);
            return joined(view, [part(&words.at_least, least), part(&words.at_most, most)]);
        }
    };
    Some(phrase.with(view.lang, &[("number", html! { (number) })]))
}

/// Everything that a shape asks, in words, one by one.
pub(super) fn demands(view: &View<'_>, shape: &str) -> Vec<Markup> {
    let catalogue = &view.material.catalogue;
    let is_type = path(catalogue, shape) == Some(vocab::TYPE.as_str());
    let mut demands: Vec<Markup> = count(view, shape).into_iter().collect();
    for (predicate, value) in catalogue.facts(shape) {
        let Some(term) = predicate.strip_prefix(SH) else { continue };
        if term == "hasValue" && is_type {
            let class = class(view, value);
            demands.push(view.material.words.constraint.also_class.with(view.lang, &[("class", class)]));
        } else if let Some(demand) = demand(view, shape, term, value) {
            demands.push(demand);
        }
    }
    demands
}

fn demand(view: &View<'_>, shape: &str, term: &str, value: &Term) -> Option<Markup> {
    let words = &view.material.words.constraint;
    let said = |phrase: &Phrase, name: &str, part: Markup| Some(phrase.with(view.lang, &[(name, part)]));
    let number = |phrase: &Phrase| said(phrase, "number", html! { (text(value)) });
    match term {
        // How often has been said, and what a shape is called and leads to is no demand.
        "minCount" | "maxCount" | "path" | "property" | "severity" | "message" | "targetClass" | "name" | "order" | "flags" => {
            None
        }
        "class" => said(&words.class, "class", class(view, value)),
        "datatype" => said(&words.datatype, "datatype", class(view, value)),
        "pattern" => match scheme(&view.material.catalogue, shape) {
            Some(scheme) => said(&words.scheme, "scheme", view.link(scheme)),
            None => said(&words.pattern, "pattern", html! { code translate="no" { (text(value)) } }),
        },
        "nodeKind" if node(value) == Some("IRI") => {
            let of_node = path(&view.material.catalogue, shape).is_none();
            Some(html! { ((if of_node { &words.node_iri } else { &words.iri }).get(view.lang)) })
        }
        "nodeKind" if node(value) == Some("Literal") => Some(html! { (words.literal.get(view.lang)) }),
        "minInclusive" => number(&words.min_inclusive),
        "maxInclusive" => number(&words.max_inclusive),
        "minExclusive" => number(&words.min_exclusive),
        "maxExclusive" => number(&words.max_exclusive),
        "minLength" => number(&words.min_length),
        "maxLength" => number(&words.max_length),
        "lessThan" => said(&words.less_than, "property", class(view, value)),
        "lessThanOrEquals" => said(&words.less_than_or_equals, "property", class(view, value)),
        "uniqueLang" => Some(html! { (words.unique_lang.get(view.lang)) }),
        "hasValue" => said(&words.has_value, "value", class(view, value)),
        "not" => Some(refused(view, value)),
        _ => {
            let term = html! { code translate="no" { "sh:" (term) } };
            Some(words.other.with(view.lang, &[("term", term), ("value", class(view, value))]))
        }
    }
}

/// What must not hold: each demand of the shape that is refused, and of its property shapes.
fn refused(view: &View<'_>, value: &Term) -> Markup {
    let Term::NamedNode(shape) = value else { return html! {} };
    let (words, catalogue) = (&view.material.words.constraint, &view.material.catalogue);
    let properties = catalogue.nodes(shape.as_str(), &sh("property"));
    html! {
        (words.not_all.get(view.lang))
        ul {
            @for demand in demands(view, shape.as_str()) { li { (demand) } }
            @for property in properties {
                li {
                    @let demands = joined(view, demands(view, property)).unwrap_or_default();
                    @match path(catalogue, property) {
                        Some(path) => (words.other.with(view.lang, &[("term", view.link(path)), ("value", demands)])),
                        None => (demands),
                    }
                }
            }
        }
    }
}

/// Several demands in a row.
fn joined(view: &View<'_>, demands: impl IntoIterator<Item = Markup>) -> Option<Markup> {
    let both = &view.material.words.constraint.both;
    demands.into_iter().reduce(|first, second| both.with(view.lang, &[("first", first), ("second", second)]))
}

/// The constraints of some shapes: what each is on, its demands, how grave a breach is, and the message.
pub(super) fn table(view: &View<'_>, shapes: &[(Markup, &str)]) -> Markup {
    let (words, catalogue) = (&view.material.words.constraint, &view.material.catalogue);
    html! {
        div.constraints {
            @for (subject, shape) in shapes {
                @let demands = demands(view, shape);
                div.constraint #(anchor(shape)) {
                    p.subject {
                        (subject)
                        (severity(view, shape))
                    }
                    @if !demands.is_empty() { ul { @for demand in &demands { li { (demand) } } } }
                    @for message in catalogue.texts(shape, &sh("message")) { (view.english(message.text)) }
                    p.shape { (words.shape.with(view.lang, &[("shape", html! { code translate="no" { (anchor(shape)) } })])) }
                }
            }
        }
    }
}

fn severity(view: &View<'_>, shape: &str) -> Markup {
    let words = &view.material.words.constraint;
    let severity = view.material.catalogue.nodes(shape, &sh("severity")).first().and_then(|iri| iri.strip_prefix(SH));
    let (style, phrase) = match severity {
        Some("Warning") => ("warning", &words.warning),
        Some("Info") => ("info", &words.info),
        _ => ("violation", &words.violation),
    };
    html! { span class={ "severity " (style) } { (phrase.get(view.lang)) } }
}

/// The name of a shape, as `cajad check` gives it: `Event-date`.
pub(super) fn anchor(shape: &str) -> &str {
    shape.rsplit(['#', '/']).next().unwrap_or(shape)
}

fn node(value: &Term) -> Option<&str> {
    if let Term::NamedNode(node) = value { node.as_str().strip_prefix(SH) } else { None }
}

fn text(value: &Term) -> String {
    match value {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => short(node.as_str()),
        other => other.to_string(),
    }
}

fn class(view: &View<'_>, value: &Term) -> Markup {
    match value {
        Term::NamedNode(node) => view.link(node.as_str()),
        other => html! { code translate="no" { (text(other)) } },
    }
}
