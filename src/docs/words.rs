//! The words of the site, which stand in `data/interface/docs.toml`, each in all four languages.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::source::Lang;

/// One thing to say, in every language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrase {
    en: String,
    fr: String,
    ja: String,
    ru: String,
}

impl Phrase {
    pub(super) fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
            Lang::Ja => &self.ja,
            Lang::Ru => &self.ru,
        }
    }

    /// The words with a text in the place of `{name}`.
    pub(super) fn text(&self, lang: Lang, name: &str, part: &str) -> String {
        self.get(lang).replace(&format!("{{{name}}}"), part)
    }

    /// The words with something in the place of each `{name}`.
    pub(super) fn with(&self, lang: Lang, parts: &[(&str, Markup)]) -> Markup {
        let mut filled = String::new();
        let mut rest = self.get(lang);
        while let Some((before, name, after)) = placeholder(rest) {
            let part = parts.iter().find(|(known, _)| *known == name).map(|(_, part)| part);
            filled.push_str(&html! { (before) @if let Some(part) = part { (part) } }.into_string());
            rest = after;
        }
        html! { (PreEscaped(filled)) (rest) }
    }
}

/// The text before the first `{name}`, the name, and the text after it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Everything that the site says by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Each language's name in itself.
    pub(super) autonym: Phrase,
    pub(super) site: SiteWords,
    pub(super) language: LanguageWords,
    pub(super) part: PartWords,
    pub(super) kind: KindWords,
    pub(super) overview: OverviewWords,
    pub(super) term: TermWords,
    pub(super) class: ClassWords,
    pub(super) constraint: ConstraintWords,
    pub(super) alignment: AlignmentWords,
    pub(super) lexicon: LexiconWords,
    pub(super) example: ExampleWords,
    pub(super) query: QueryWords,
    pub(super) diagram: DiagramWords,
}

impl Words {
    /// Reads the file.
    ///
    /// # Errors
    /// `Input`, with line and column, if a phrase is missing or unknown, lacks a language, or does not put in the same in all
    /// four.
    pub(super) fn parse(file: &BundleFile) -> Result<Self> {
        let words = toml::from_str(&file.text).map_err(|e| misplaced(file, &e))?;
        let written: toml::Table = toml::from_str(&file.text).map_err(|e| misplaced(file, &e))?;
        match written.iter().find_map(|(name, part)| uneven(name, part)) {
            None => Ok(words),
            Some(key) => Err(Error::input(format!("the languages of {key} do not put in the same"))
                .in_file(&file.path)
                .hint("what stands in braces must stand in each of the four")),
        }
    }
}

fn misplaced(file: &BundleFile, error: &toml::de::Error) -> Error {
    let before = &file.text[..error.span().map_or(0, |span| span.start)];
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    Error::input(error.message().to_owned()).in_file(&file.path).at(before.matches('\n').count() + 1, column)
}

/// The first phrase in a part of the file whose languages have different placeholders.
fn uneven(name: &str, part: &toml::Value) -> Option<String> {
    let part = part.as_table()?;
    let texts: Vec<&str> = part.values().filter_map(toml::Value::as_str).collect();
    let mut put_in = texts.iter().map(|text| placeholders(text));
    let first = put_in.next();
    if put_in.any(|other| Some(other) != first) {
        return Some(name.to_owned());
    }
    part.iter().find_map(|(key, inner)| uneven(&format!("{name}.{key}"), inner))
}

fn placeholders(mut text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    while let Some((_, name, after)) = placeholder(text) {
        found.insert(name);
        text = after;
    }
    found
}

/// What stands on every page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteWords {
    pub(super) name: Phrase,
    pub(super) lead: Phrase,
    pub(super) skip: Phrase,
    pub(super) menu: Phrase,
    pub(super) language: Phrase,
    pub(super) trail: Phrase,
    pub(super) contents: Phrase,
    pub(super) nearby: Phrase,
    pub(super) version: Phrase,
    pub(super) licence: Phrase,
    pub(super) made: Phrase,
    pub(super) english: Phrase,
    pub(super) data: Phrase,
}

/// The names of the languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageWords {
    pub(super) en: Phrase,
    pub(super) fr: Phrase,
    pub(super) ja: Phrase,
    pub(super) ru: Phrase,
}

impl LanguageWords {
    pub(super) fn of(&self, lang: Lang) -> &Phrase {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
            Lang::Ja => &self.ja,
            Lang::Ru => &self.ru,
        }
    }
}

/// The parts of the site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartWords {
    pub(super) overview: Phrase,
    pub(super) properties: Phrase,
    pub(super) schemes: Phrase,
    pub(super) examples: Phrase,
    pub(super) queries: Phrase,
    pub(super) index: Phrase,
}

/// Kinds of terms and pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindWords {
    pub(super) class: Phrase,
    pub(super) object_property: Phrase,
    pub(super) datatype_property: Phrase,
    pub(super) annotation_property: Phrase,
    pub(super) scheme: Phrase,
    pub(super) concept: Phrase,
    pub(super) example: Phrase,
    pub(super) query: Phrase,
}

/// The first page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverviewWords {
    pub(super) classes: Phrase,
    pub(super) hierarchy: Phrase,
    pub(super) hierarchy_note: Phrase,
    pub(super) schemes_note: Phrase,
    pub(super) concepts: Phrase,
    pub(super) properties_note: Phrase,
    pub(super) everywhere: Phrase,
    pub(super) namespaces: Phrase,
    pub(super) prefix: Phrase,
    pub(super) namespace: Phrase,
    pub(super) english_note: Phrase,
}

/// What is said of a term.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermWords {
    pub(super) iri: Phrase,
    pub(super) definition: Phrase,
    pub(super) scope_note: Phrase,
    pub(super) deprecated: Phrase,
    pub(super) replaced_by: Phrase,
    pub(super) superclasses: Phrase,
    pub(super) subclasses: Phrase,
    pub(super) superproperties: Phrase,
    pub(super) subproperties: Phrase,
    pub(super) domain: Phrase,
    pub(super) range: Phrase,
    pub(super) any_thing: Phrase,
    pub(super) any_literal: Phrase,
    pub(super) character: Phrase,
    pub(super) functional: Phrase,
    pub(super) inverse_functional: Phrase,
    pub(super) transitive: Phrase,
    pub(super) scheme: Phrase,
    pub(super) broader: Phrase,
    pub(super) narrower: Phrase,
    pub(super) slug: Phrase,
    pub(super) cameo: Phrase,
    pub(super) goldstein: Phrase,
    pub(super) plover: Phrase,
    pub(super) labels: Phrase,
    pub(super) label: Phrase,
    pub(super) concepts: Phrase,
    pub(super) taken_by: Phrase,
}

/// What is said of a class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassWords {
    pub(super) neighbourhood: Phrase,
    pub(super) neighbourhood_of: Phrase,
    pub(super) neighbourhood_note: Phrase,
    pub(super) properties: Phrase,
    pub(super) property: Phrase,
    pub(super) count: Phrase,
    pub(super) own: Phrase,
    pub(super) inherited: Phrase,
    pub(super) pointed_at_by: Phrase,
}

/// Constraints in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConstraintWords {
    pub(super) title: Phrase,
    pub(super) intro: Phrase,
    pub(super) shape: Phrase,
    pub(super) both: Phrase,
    pub(super) itself: Phrase,
    pub(super) violation: Phrase,
    pub(super) warning: Phrase,
    pub(super) info: Phrase,
    pub(super) none: Phrase,
    pub(super) exactly_one: Phrase,
    pub(super) at_least_one: Phrase,
    pub(super) at_most_one: Phrase,
    pub(super) exactly: Phrase,
    pub(super) at_least: Phrase,
    pub(super) at_most: Phrase,
    pub(super) any_number: Phrase,
    pub(super) class: Phrase,
    pub(super) datatype: Phrase,
    pub(super) scheme: Phrase,
    pub(super) pattern: Phrase,
    pub(super) iri: Phrase,
    pub(super) literal: Phrase,
    pub(super) node_iri: Phrase,
    pub(super) also_class: Phrase,
    pub(super) has_value: Phrase,
    pub(super) min_inclusive: Phrase,
    pub(super) max_inclusive: Phrase,
    pub(super) min_exclusive: Phrase,
    pub(super) max_exclusive: Phrase,
    pub(super) min_length: Phrase,
    pub(super) max_length: Phrase,
    pub(super) less_than: Phrase,
    pub(super) less_than_or_equals: Phrase,
    pub(super) unique_lang: Phrase,
    pub(super) not_all: Phrase,
    pub(super) other: Phrase,
}

/// Links to other vocabularies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlignmentWords {
    pub(super) title: Phrase,
    pub(super) relation: Phrase,
    pub(super) term: Phrase,
    pub(super) sub_class: Phrase,
    pub(super) see_also: Phrase,
    pub(super) exact: Phrase,
    pub(super) close: Phrase,
    pub(super) broad: Phrase,
    pub(super) narrow: Phrase,
    pub(super) related: Phrase,
}

/// Words by which a term is found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconWords {
    pub(super) title: Phrase,
    pub(super) intro: Phrase,
    pub(super) gap: Phrase,
    pub(super) count: Phrase,
}

/// Worked examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleWords {
    pub(super) title: Phrase,
    pub(super) intro: Phrase,
    pub(super) part_of: Phrase,
    pub(super) more: Phrase,
    pub(super) text: Phrase,
    pub(super) graph: Phrase,
    pub(super) terms: Phrase,
    pub(super) published: Phrase,
    pub(super) address: Phrase,
}

/// Saved queries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueryWords {
    pub(super) title: Phrase,
    pub(super) intro: Phrase,
    pub(super) using: Phrase,
    pub(super) own_page: Phrase,
    pub(super) command: Phrase,
    pub(super) parameters: Phrase,
    pub(super) parameter: Phrase,
    pub(super) default: Phrase,
    pub(super) required: Phrase,
    pub(super) meaning: Phrase,
    pub(super) sparql: Phrase,
    pub(super) terms: Phrase,
}

/// What diagrams say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DiagramWords {
    pub(super) as_file: Phrase,
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/interface/docs.toml");

    fn parse(text: String) -> Result<Words> {
        Words::parse(&BundleFile { path: "docs.toml".into(), text: text.into() })
    }

    #[test]
    fn a_phrase_puts_in_what_is_named_and_escapes_it() -> Result<()> {
        let words = parse(FILE.to_owned())?;
        let version = words.site.version.with(Lang::Ja, &[("version", html! { "<1>" })]);
        assert_eq!(version.into_string(), "バージョン &lt;1&gt;");
        Ok(())
    }

    #[test]
    fn a_phrase_without_a_language_or_with_uneven_braces_is_refused() {
        let cases = [
            ("autonym]\nen = \"English\"\n", "autonym]\n", "missing field `en`"),
            ("バージョン {version}", "バージョン", "the languages of site.version do not put in the same"),
            ("[autonym]", "[site.nonsense]\nen = \"\"\n[autonym]", "unknown field `nonsense`"),
        ];
        for (from, to, message) in cases {
            let broken = FILE.replace(from, to);
            assert_ne!(broken, FILE);
            let error = parse(broken).err();
            assert!(error.as_ref().is_some_and(|e| e.message().contains(message)), "{message}: {error:?}");
        }
    }
}
