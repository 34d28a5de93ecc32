//! What a page says of itself for machines: title, day of issue, language and address.
//!
//! The vocabularies are those in use: Open Graph (<https://ogp.me/>), Dublin Core, schema.org as microdata and JSON-LD, and the
//! elements of HTML itself. Only days of publication count; the day of the last change says nothing of when a release was issued.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

use super::super::Lang;
use super::prose::words;

/// What the head of a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) issued: Option<Date>,
    pub(super) lang: Option<Lang>,
    pub(super) address: Option<String>,
}

/// The fields that name the day of publication, in falling order of trust.
const ISSUED: [&str; 9] = [
    "article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
];

/// Reads the head of a page.
pub(super) fn read(html: &Html) -> Head {
    let mut head = Head::default();
    let mut fields: Vec<(String, &str)> = Vec::new();
    let (mut page_title, mut headings, mut graph_day) = (None, Vec::new(), None);
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else {
            if let Node::Comment(comment) = node.value() {
                head.address = head.address.take().or_else(|| saved_from(comment));
            }
            continue;
        };
        match element.name() {
            "meta" => fields.extend(field(element)),
            "html" => head.lang = element.attr("lang").or(element.attr("xml:lang")).and_then(language),
            "link" if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                head.address = element.attr("href").and_then(absolute).or(head.address.take());
            }
            "title" if page_title.is_none() => page_title = ElementRef::wrap(node).map(words),
            "h1" => headings.extend(ElementRef::wrap(node).map(words).filter(|heading| !heading.is_empty())),
            "script" if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                let text: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
                graph_day = graph_day.or_else(|| day_in_graph(&text));
            }
            _ if element.attr("itemprop").is_some_and(|property| property.eq_ignore_ascii_case("datePublished")) => {
                let value = element.attr("datetime").or(element.attr("content"));
                fields.extend(value.map(|value| ("datepublished".to_owned(), value)));
            }
            _ => {}
        }
    }
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| *value);
    head.issued = ISSUED.iter().find_map(|name| value(name).and_then(day)).or(graph_day);
    head.lang = head
        .lang
        .or_else(|| ["og:locale", "content-language", "dc.language"].iter().find_map(|name| value(name).and_then(language)));
    head.address = value("og:url").and_then(absolute).or(head.address);
    head.title = title(value("og:title"), value("og:site_name"), page_title, &headings);
    head
}

/// A field with its name in small letters and its value.
fn field(element: &Element) -> Option<(String, &str)> {
    let name = ["property", "name", "http-equiv", "itemprop"].iter().find_map(|attribute| element.attr(attribute))?;
    Some((name.trim().to_ascii_lowercase(), element.attr("content")?.trim()))
}

/// The title: of the page for sharing, else its one heading, else its own, without the name of the site.
fn title(shared: Option<&str>, site: Option<&str>, own: Option<String>, headings: &[String]) -> Option<String> {
    let without_site = |title: &str| {
        let bare = title.trim();
        let named = site
            .and_then(|site| bare.strip_suffix(site.trim()))
            .map(|rest| rest.trim_end_matches([' ', '|', '-', '–', '—', '｜', ':']));
        let cut = named.filter(|rest| !rest.is_empty()).unwrap_or(bare);
        cut.split(['|', '｜']).next().unwrap_or(cut).trim().to_owned()
    };
    let shared = shared.map(without_site).filter(|title| !title.is_empty());
    let heading = || headings.first().filter(|_| headings.len() == 1).cloned();
    let own = || own.as_deref().map(without_site).filter(|title| !title.is_empty());
    shared.or_else(heading).or_else(own)
}

/// The language of a tag such as `ja-JP` or `en_US`, where it is one that cajad reads.
fn language(tag: &str) -> Option<Lang> {
    Lang::from_code(&tag.trim().split(['-', '_']).next()?.to_ascii_lowercase())
}

fn absolute(address: &str) -> Option<String> {
    let address = address.trim();
    (address.starts_with("https://") || address.starts_with("http://")).then(|| address.to_owned())
}

/// The address in the comment that browsers put into a page which they save.
fn saved_from(comment: &str) -> Option<String> {
    let found = comment.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')')).map(|(_, address)| address);
    let found = found.or_else(|| {
        comment.split_once("Page saved with SingleFile").and_then(|(_, rest)| rest.split_once("url:")).map(|(_, a)| a)
    })?;
    absolute(found.split_ascii_whitespace().next()?)
}

/// The day that a graph in JSON-LD gives as that of publication.
fn day_in_graph(text: &str) -> Option<Date> {
    fn find(value: &Value) -> Option<Date> {
        match value {
            Value::Object(map) => {
                map.get("datePublished").and_then(Value::as_str).and_then(day).or_else(|| map.values().find_map(find))
            }
            Value::Array(items) => items.iter().find_map(find),
            _ => None,
        }
    }
    /// The largest graph that is read, in bytes: those of articles have some kilobytes.
    const LARGEST: usize = 1_000_000;
    if text.len() > LARGEST {
        return None;
    }
    // What is nested deeper than the parser goes is an error to it, and no graph to us.
    find(&serde_json::from_str(text).ok()?)
}

/// The day of a date in figures: `2025-12-20T10:00:00+09:00`, `2025/12/20`, `2025.12.20`, `20.12.2025`. Of a day with two
/// slashes and the year behind, nobody knows which figure is the month.
pub(super) fn day(text: &str) -> Option<Date> {
    static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d.])(?:(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?:[^\d]|$)").ok()
    });
    let found = FORMS.as_ref()?.captures(text)?;
    let number = |group: usize| found.get(group).and_then(|figure| figure.as_str().parse::<i16>().ok());
    let (year, month, day) = match number(1) {
        Some(year) => (year, number(3)?, number(5)?),
        None => (number(8)?, number(7)?, number(6)?),
    };
    let alike = found.get(2).map(|mark| mark.as_str()) == found.get(4).map(|mark| mark.as_str());
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| alike && (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn head(page: &str) -> Head {
        read(&Html::parse_document(page))
    }

    #[test]
    fn the_day_of_publication_is_read_and_no_other() {
        let issued = Some(date(2025, 12, 20));
        for (page, day) in [
            ("<meta property='article:published_time' content='2025-12-20T10:00:00+09:00'>", issued),
            ("<meta name=DC.date.issued content=2025-12-20>", issued),
            ("<span itemprop=datePublished content='20.12.2025'>", issued),
            ("<script type='application/ld+json'>{\"@graph\":[{\"datePublished\":\"2025-12-20\"}]}</script>", issued),
            ("<meta property='article:modified_time' content='2025-12-20'>", None),
            ("<meta name=date content='12/20/2025'><script type='application/ld+json'>{\"datePublished\":</script>", None),
            ("<meta name=date content='2025-13-20'>", None),
        ] {
            assert_eq!(head(page).issued, day, "{page}");
        }
    }

    #[test]
    fn dates_in_figures() {
        for (text, expected) in [
            ("2025/12/20", Some(date(2025, 12, 20))),
            ("Published: 20.12.2025, 10:15", Some(date(2025, 12, 20))),
            ("2025.1.5", Some(date(2025, 1, 5))),
            ("10:15 / 20.12.2025", Some(date(2025, 12, 20))),
            ("20/12/2025", None),
            ("2025-12/20", None),
            ("192.168.20.12.2025", None),
            ("December 20, 2025", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }

    #[test]
    fn the_title_is_without_the_name_of_the_site() {
        let cases = [
            ("<title>Talks｜Ministry</title>", "Talks"),
            ("<title>Talks - Ministry</title><meta property=og:site_name content=Ministry>", "Talks"),
            ("<title>Ministry</title><h1>Talks</h1>", "Talks"),
            ("<title>Talks</title><h1>Menu</h1><h1>News</h1>", "Talks"),
            ("<meta property=og:title content='Talks | Ministry'><title>x</title>", "Talks"),
        ];
        for (page, title) in cases {
            assert_eq!(head(page).title.as_deref(), Some(title), "{page}");
        }
    }

    #[test]
    fn language_and_address_are_what_the_page_says() {
        let page = "<!-- saved from url=(0023)https://a.example/saved --><html lang=ja-JP>";
        assert_eq!(head(page), Head { lang: Some(Lang::Ja), address: Some("https://a.example/saved".into()), ..Head::default() });
        let page = "<html lang=kk><meta property=og:locale content=ru_RU><link rel=canonical href='https://a.example/1'><link rel=canonical href=/2>";
        assert_eq!(head(page), Head { lang: Some(Lang::Ru), address: Some("https://a.example/1".into()), ..Head::default() });
    }
}
