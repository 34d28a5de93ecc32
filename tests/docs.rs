//! The site of the ontology: whole, well-formed, in one language a page, and the same every time.
#![expect(clippy::unwrap_used, reason = "a test stops where the site cannot be made")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::Command;
use cajad::bundle::{Bundle, BundlePaths};
use cajad::docs::{SiteFile, site};
use cajad::ontology::Ontology;
use cajad::source::Lang;
use cajad::vocab;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use scraper::{ElementRef, Html, Selector};

type Site = BTreeMap<String, SiteFile>;

static SITE: LazyLock<Site> = LazyLock::new(|| site(&bundle()).unwrap());
static PAGES: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let pages = SITE.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, file)| (path.as_str(), String::from_utf8(file.bytes.clone()).unwrap())).collect()
});

fn bundle() -> Bundle {
    Bundle::open(BundlePaths::default()).unwrap()
}

fn quads() -> Vec<Quad> {
    Ontology::read(&bundle()).unwrap().into_graph()
}

/// The elements of a page that a CSS selector finds.
fn all<'a>(page: &'a Html, selector: &str) -> std::vec::IntoIter<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>().into_iter()
}

/// The first of those within an element.
fn within<'a>(element: &ElementRef<'a>, selector: &str) -> std::vec::IntoIter<ElementRef<'a>> {
    element.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>().into_iter()
}

/// Holds every page against a law, and prints all that break it.
fn hold(law: impl Fn(&str, &Html) -> Vec<String>) {
    assert!(PAGES.len() > 900, "only {} pages were made", PAGES.len());
    let broken: Vec<String> = PAGES
        .iter()
        .flat_map(|(path, page)| law(path, &Html::parse_document(page)).into_iter().map(move |b| format!("{path}: {b}")))
        .collect();
    assert!(broken.is_empty(), "{} breaches, such as:\n{}", broken.len(), broken[..broken.len().min(25)].join("\n"));
}

/// The language that a page is in; none for the page where one chooses.
fn language(path: &str) -> Option<Lang> {
    Lang::from_code(path.split_once('/')?.0)
}

/// A text of a page.
struct Text {
    text: String,
    /// The language declared around it.
    lang: String,
    /// Whether it is said not to be of any language: a name that programs use.
    name: bool,
}

/// Every text of a page's body.
fn texts(page: &Html) -> Vec<Text> {
    fn collect(element: ElementRef<'_>, around: &str, name: bool, found: &mut Vec<Text>) {
        let lang = element.attr("lang").unwrap_or(around);
        let name = name || element.attr("translate") == Some("no");
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                found.push(Text { text: text.split_whitespace().collect::<Vec<_>>().join(" "), lang: lang.to_owned(), name });
            } else if let Some(inner) = ElementRef::wrap(child) {
                collect(inner, lang, name, found);
            }
        }
    }
    let mut found = Vec::new();
    let around = page.root_element().attr("lang").unwrap_or_default().to_owned();
    collect(all(page, "body").next().unwrap(), &around, false, &mut found);
    found.retain(|text| !text.text.is_empty());
    found
}

/// Where a link leads, as a path of the site with a fragment; `None` if it leads outside.
fn resolved(from: &str, link: &str) -> Option<(String, Option<String>)> {
    if link.contains("://") {
        return None;
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment.to_owned())));
    if path.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            // Above the root of the site there is nothing of ours.
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some((parts.join("/"), fragment))
}

#[test]
fn every_link_leads_somewhere() {
    let ids: BTreeMap<&str, BTreeSet<String>> = PAGES
        .iter()
        .map(|(path, page)| {
            let page = Html::parse_document(page);
            (*path, all(&page, "[id]").filter_map(|e| e.attr("id").map(str::to_owned)).collect())
        })
        .collect();
    let links = std::cell::Cell::new(0);
    hold(|path, page| {
        let mut broken = Vec::new();
        for element in all(page, "[href], [src]") {
            let link = element.attr("href").or_else(|| element.attr("src")).unwrap();
            let Some((target, fragment)) = resolved(path, link) else { continue };
            links.set(links.get() + 1);
            let whole = SITE.contains_key(&target) && fragment.is_none_or(|id| ids[&*target].contains(&id));
            if !whole {
                broken.push(format!("{link} leads nowhere"));
            }
        }
        broken
    });
    assert!(links.get() > 50_000, "only {} links were found", links.get());
}

#[test]
fn every_diagram_is_well_formed_and_its_links_lead_somewhere() {
    let mut diagrams = 0;
    for (path, file) in SITE.iter().filter(|(path, _)| path.ends_with(".svg")) {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        let svg = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(svg.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"), "{path}");
        for link in svg.descendants().filter_map(|node| node.attribute("href")) {
            let target = resolved(path, link).map(|(target, _)| target);
            assert!(target.is_some_and(|target| SITE.contains_key(&target)), "{path}: {link} leads nowhere");
            diagrams += 1;
        }
    }
    assert!(diagrams > 1_000, "only {diagrams} links were found in diagrams");
    let event = std::str::from_utf8(&SITE["ja/class/Event.svg"].bytes).unwrap();
    assert!(event.contains("<title>") && event.contains("出来事") && !event.contains("Event<"));
}

#[test]
fn pages_ask_nothing_of_others_and_run_nothing() {
    hold(|_, page| {
        let active = "script, style, iframe, object, embed, img, link[rel=preload], [style], [onclick], [onload], base, form";
        let mut broken: Vec<String> = all(page, active).map(|element| format!("<{}>", element.value().name())).collect();
        let loaded = all(page, "link[rel=stylesheet], link[rel=icon]").filter_map(|link| link.attr("href"));
        broken.extend(loaded.filter(|href| href.contains("//")).map(|href| format!("loads {href}")));
        broken
    });
    let style = std::str::from_utf8(&SITE["style.css"].bytes).unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn every_term_has_a_page_in_every_language_under_its_own_label() {
    let mut pages = 0;
    for quad in quads() {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        let Term::Literal(label) = &quad.object else { continue };
        let labels = quad.predicate == vocab::LABEL || quad.predicate == vocab::PREF_LABEL;
        let concept = subject.as_str().strip_prefix(vocab::VOCAB).map(|rest| vec![format!("vocab/{rest}.html")]);
        let term = subject
            .as_str()
            .strip_prefix(vocab::CAJAD)
            .map(|name| vec![format!("class/{name}.html"), format!("property/{name}.html")]);
        let (Some(paths), Some(lang), true) = (concept.or(term), label.language(), labels) else { continue };
        let page = paths.iter().find_map(|path| PAGES.get(&*format!("{lang}/{path}")));
        let page = Html::parse_document(page.unwrap_or_else(|| panic!("{subject} has no page in {lang}")));
        let heading: Vec<String> = all(&page, "h1").map(|h| h.text().collect()).collect();
        assert_eq!(heading, [label.value()], "{subject} in {lang}");
        let shown = all(&page, "table.labels td").count();
        assert_eq!(shown, 4, "{subject} in {lang} shows its labels in {shown} languages");
        pages += 1;
    }
    assert!(pages > 4 * 180, "only {pages} pages of terms were found");
}

#[test]
fn every_page_leads_to_itself_in_the_other_languages() {
    hold(|path, page| {
        let (Some(own), Some((_, inner))) = (language(path), path.split_once('/')) else { return Vec::new() };
        let switch: Vec<_> = all(page, "nav.languages a").collect();
        let mut broken = Vec::new();
        for (link, lang) in switch.iter().zip(Lang::ALL) {
            let target = resolved(path, link.attr("href").unwrap()).unwrap().0;
            if target != format!("{}/{inner}", lang.code()) || link.attr("lang") != Some(lang.code()) {
                broken.push(format!("the switch to {} leads to {target}", lang.code()));
            }
            if (link.attr("aria-current").is_some()) != (lang == own) {
                broken.push(format!("the switch to {} says that one is there", lang.code()));
            }
        }
        if switch.len() != 4 || page.root_element().attr("lang") != Some(own.code()) {
            broken.push("does not say its language, or has no switch".to_owned());
        }
        broken
    });
}

/// What is said in one language alone: labels, definitions and the words of the site.
fn said() -> BTreeMap<Lang, BTreeSet<String>> {
    let mut said: BTreeMap<Lang, BTreeSet<String>> = BTreeMap::new();
    let texts = quads().into_iter().filter_map(|quad| if let Term::Literal(text) = quad.object { Some(text) } else { None });
    for text in texts {
        if let Some(lang) = text.language().and_then(Lang::from_code) {
            said.entry(lang).or_default().insert(text.value().to_owned());
        }
    }
    for (_, lang, phrase) in phrases() {
        said.entry(lang).or_default().insert(phrase);
    }
    said
}

/// The words of the site, each with its key and its language.
fn phrases() -> Vec<(String, Lang, String)> {
    fn walk(key: &str, value: &toml::Value, found: &mut Vec<(String, Lang, String)>) {
        for (name, inner) in value.as_table().unwrap() {
            match (inner.as_str(), Lang::from_code(name)) {
                (Some(text), Some(lang)) => found.push((key.to_owned(), lang, text.to_owned())),
                _ => walk(&format!("{key}.{name}"), inner, found),
            }
        }
    }
    let mut found = Vec::new();
    let file = fs::read_to_string("data/interface/docs.toml").unwrap();
    walk("", &toml::from_str(&file).unwrap(), &mut found);
    found
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}

#[test]
fn every_phrase_is_said_in_four_languages() {
    let mut by_key: BTreeMap<String, BTreeMap<Lang, String>> = BTreeMap::new();
    for (key, lang, text) in phrases() {
        assert!(by_key.entry(key).or_default().insert(lang, text).is_none());
    }
    assert!(by_key.len() > 100, "only {} phrases were found", by_key.len());
    let mut broken = Vec::new();
    for (key, texts) in &by_key {
        let english = &texts[&Lang::En];
        for lang in Lang::ALL {
            let Some(text) = texts.get(&lang).filter(|text| !text.trim().is_empty()) else {
                broken.push(format!("{key} is not said in {}", lang.code()));
                continue;
            };
            let own = match lang {
                Lang::Ja => text.contains(is_japanese) && !text.contains(is_cyrillic),
                Lang::Ru => text.contains(is_cyrillic) && !text.contains(is_japanese),
                // French puts a space before these that does not break.
                Lang::Fr => ![" :", " ;", " ?", " !"].iter().any(|sign| text.contains(sign)),
                Lang::En => !text.contains(is_cyrillic) && !text.contains(is_japanese),
            };
            // "SPARQL" is the same everywhere, and "{term}: {value}" says nothing by itself.
            let neutral = text == english && !english.contains(' ') || !said_by_itself(text).contains(char::is_alphabetic);
            if !own && !neutral {
                broken.push(format!("{key} in {} is not in that language: {text}", lang.code()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A phrase without what the program puts in.
fn said_by_itself(phrase: &str) -> String {
    phrase.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect()
}

#[test]
fn no_page_mixes_languages() {
    let said = said();
    hold(|path, page| {
        let own = language(path);
        let mut broken = Vec::new();
        for Text { text, lang, name } in texts(page) {
            let foreign = match &*lang {
                "en" | "fr" => text.contains(is_japanese) || text.contains(is_cyrillic),
                "ja" => text.contains(is_cyrillic),
                "ru" => text.contains(is_japanese),
                _ => true,
            };
            if foreign {
                broken.push(format!("this is said to be in {lang:?}: {text}"));
            }
            // The same word may belong to two languages: "Statement" does not, "Initiative" does.
            let in_own = own.is_none_or(|own| said[&own].contains(&text));
            let elsewhere = said.iter().find(|(other, texts)| other.code() != lang && texts.contains(&text));
            if let (Some(own), false, Some((other, _))) = (own, in_own, elsewhere)
                && lang == own.code()
                && !name
            {
                broken.push(format!("this is {} and not said to be: {text}", other.code()));
            }
        }
        broken
    });
}

#[test]
fn english_is_marked_as_such_where_it_stands_on_other_pages() {
    let page = Html::parse_document(&PAGES["ru/class/Tenure.html"]);
    let definition = all(&page, ".definition .english").next().unwrap();
    assert_eq!(definition.attr("lang"), Some("en"));
    let tag = within(&definition, ".tag").next().unwrap();
    assert_eq!((tag.attr("lang"), tag.text().collect::<String>()), (Some("ru"), "на английском".to_owned()));
    let english = Html::parse_document(&PAGES["en/class/Tenure.html"]);
    assert_eq!(all(&english, ".tag").count(), 0);
    // Japanese within an English text says so.
    let visit = Html::parse_document(&PAGES["en/class/StateVisit.html"]);
    let japanese: Vec<String> = all(&visit, ".note .english span[lang=ja]").map(|span| span.text().collect()).collect();
    assert_eq!(japanese, ["国賓", "公式実務訪問賓客"]);
}

#[test]
fn pages_can_be_read_by_ear_and_by_keyboard() {
    hold(|_, page| {
        let mut broken = Vec::new();
        let count = |selector: &str| all(page, selector).count();
        if (count("h1"), count("main")) != (1, 1) {
            broken.push("has not one heading and one main part".to_owned());
        }
        let mut ids = BTreeSet::new();
        let repeated = all(page, "[id]").filter_map(|e| e.attr("id")).filter(|id| !ids.insert(*id));
        broken.extend(repeated.map(|id| format!("the id {id} stands twice")));
        let mut level = 0;
        for heading in all(page, "h1, h2, h3, h4") {
            let next = heading.value().name()[1..].parse::<usize>().unwrap();
            if next > level + 1 {
                broken.push(format!("a heading of level {next} follows one of level {level}"));
            }
            level = next;
        }
        let silent = "nav:not([aria-label]), aside:not([aria-label]), svg:not([aria-label]), [role=region]:not([aria-label])";
        broken.extend(all(page, silent).map(|e| format!("<{}> has no name", e.value().name())));
        let empty = all(page, "a, h1, h2, h3, summary, th").filter(|e| e.text().all(|text| text.trim().is_empty()));
        broken.extend(empty.map(|e| format!("<{}> says nothing", e.value().name())));
        let title = all(page, "title").next().map(|title| title.text().collect::<String>()).unwrap_or_default();
        if title.trim().is_empty() {
            broken.push("has no title".to_owned());
        }
        broken
    });
    let first = Html::parse_document(&PAGES["fr/index.html"]);
    assert_eq!(all(&first, "body a").next().and_then(|link| link.attr("href")), Some("#content"));
}

/// The colours of the site under the scheme `light` or `dark`.
fn colours(scheme: &str) -> BTreeMap<String, [f64; 3]> {
    let style = String::from_utf8(SITE["style.css"].bytes.clone()).unwrap();
    let (light, rest) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let block = if scheme == "light" { light } else { rest.split_once("}\n}").unwrap().0 };
    let value = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    let colour = |line: &str| {
        let (name, hex) = line.trim().strip_prefix("--")?.split_once(": #")?;
        Some((name.to_owned(), [0, 2, 4].map(|at| value(hex, at))))
    };
    block.lines().filter_map(colour).collect()
}

/// The contrast of two colours after WCAG 2.1.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let luminance = |c: [f64; 3]| 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn letters_stand_out_in_light_and_dark() {
    let pairs = [
        ("ink", &["paper", "panel", "raised", "mark", "class-tint", "concept-tint"][..]),
        ("muted", &["paper", "panel", "raised"]),
        ("accent", &["paper", "panel"]),
        ("class", &["paper", "panel", "class-tint"]),
        ("property", &["paper", "panel", "property-tint"]),
        ("concept", &["paper", "panel", "concept-tint"]),
        ("foreign", &["paper", "panel"]),
        ("note", &["panel"]),
        ("grave", &["paper", "panel"]),
        ("paper", &["accent", "class"]),
    ];
    for scheme in ["light", "dark"] {
        let colours = colours(scheme);
        for (letters, grounds) in pairs {
            for ground in grounds {
                let ratio = contrast(colours[letters], colours[*ground]);
                assert!(ratio >= 4.5, "{scheme}: {letters} on {ground} has a contrast of {ratio:.2}");
            }
        }
    }
}

#[test]
fn the_data_files_say_what_the_ontology_says() {
    let strip = |quad: Quad| (quad.subject, quad.predicate, quad.object);
    let ontology: BTreeSet<String> = quads().into_iter().map(|quad| format!("{:?}", strip(quad))).collect();
    let files = [
        ("ontology.ttl", "text/turtle", RdfFormat::Turtle),
        ("ontology.nt", "application/n-triples", RdfFormat::NTriples),
        ("ontology.jsonld", "application/ld+json", RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
    ];
    for (path, content_type, format) in files {
        assert_eq!(SITE[path].content_type, content_type);
        let read = RdfParser::from_format(format).for_slice(&SITE[path].bytes);
        let read: Vec<Quad> = read.collect::<Result<_, _>>().unwrap();
        assert!(read.iter().all(|quad| quad.graph_name.is_default_graph()), "{path} puts the ontology into a named graph");
        let read: BTreeSet<String> = read.into_iter().map(|quad| format!("{:?}", strip(quad))).collect();
        assert!(read.len() > 10_000 && read == ontology, "{path} holds {} triples, the ontology {}", read.len(), ontology.len());
    }
}

#[test]
fn every_file_has_the_content_type_of_its_name() {
    for (path, file) in SITE.iter() {
        let expected = match path.rsplit_once('.').unwrap().1 {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css",
            "svg" => "image/svg+xml",
            "ttl" => "text/turtle",
            "jsonld" => "application/ld+json",
            "nt" => "application/n-triples",
            other => panic!("{path}: nobody knows what .{other} is"),
        };
        assert_eq!(file.content_type, expected, "{path}");
    }
}

#[test]
fn the_site_is_the_same_every_time() {
    assert!(site(&bundle()).unwrap() == *SITE);
}

#[test]
fn constraints_are_told_in_words() {
    let table = fs::read_to_string("tests/docs/constraints.tsv").unwrap();
    let mut cases = 0;
    for line in table.lines().skip(1) {
        let [path, shape, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not three columns: {line}") };
        let page = Html::parse_document(&PAGES[path]);
        let constraint = all(&page, &format!("[id=\"{shape}\"]")).next().unwrap_or_else(|| panic!("{path} has no {shape}"));
        let demands: Vec<String> = within(&constraint, "li").map(|li| spaced(&li)).collect();
        assert!(demands.iter().any(|demand| demand == words || demand.ends_with(words)), "{path} {shape}: {demands:?}");
        cases += 1;
    }
    assert!(cases > 15);
}

fn spaced(element: &ElementRef<'_>) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":").replace("« ", "«").replace(" »", "»")
}

#[test]
fn a_term_is_shown_in_use() {
    let page = Html::parse_document(&PAGES["fr/class/SummitMeeting.html"]);
    let marked: BTreeSet<String> = all(&page, "#examples mark").map(|mark| mark.text().collect()).collect();
    assert_eq!(marked, BTreeSet::from(["cajad:SummitMeeting".to_owned()]));
    let held = Html::parse_document(&PAGES["ja/vocab/realis/held.html"]);
    let queries: BTreeSet<String> = all(&held, "#queries summary code").map(|code| code.text().collect()).collect();
    assert!(queries.contains("contacts") && queries.contains("dyads"), "{queries:?}");
    let sparql: String = all(&held, "#queries pre").next().unwrap().text().collect();
    assert!(sparql.starts_with("PREFIX") && sparql.contains("realis:held"));
    let words: Vec<String> = all(&held, "#words details[open] ul[lang=ja] li").map(|li| li.text().collect()).collect();
    assert!(words.contains(&"開催済み".to_owned()) && words.len() > 10);
    let praise = Html::parse_document(&PAGES["en/vocab/act/praise.html"]);
    let codes: String = all(&praise, "dl.facts").map(|dl| spaced(&dl)).collect();
    assert!(
        codes.contains("CAMEO code 051") && codes.contains("PLOVER type SUPPORT") && codes.contains("Goldstein score 3.4"),
        "{codes}"
    );
    let event = Html::parse_document(&PAGES["ru/class/Event.html"]);
    let linked: Vec<&str> = all(&event, "#alignments a").filter_map(|a| a.attr("href")).collect();
    assert!(linked.contains(&"https://schema.org/Event"), "{linked:?}");
}

/// The site of an ontology that is one file of the fixtures, with the words that come with the program.
fn site_of(file: &str) -> cajad::error::Result<Site> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cajad.ttl"), file).unwrap();
    let queries = tempfile::tempdir().unwrap();
    let paths =
        BundlePaths { ontology: Some(folder.path().into()), queries: Some(queries.path().into()), ..BundlePaths::default() };
    site(&Bundle::open(paths).unwrap())
}

#[test]
fn what_looks_like_markup_is_text() {
    let strange = site_of(&fs::read_to_string("tests/docs/strange.ttl").unwrap()).unwrap();
    let page = std::str::from_utf8(&strange["en/class/Odd.html"].bytes).unwrap();
    let page = Html::parse_document(page);
    assert_eq!(all(&page, "script, main b, main i").count(), 0);
    let heading: String = all(&page, "h1").next().unwrap().text().collect();
    assert_eq!(heading, "Odd <script>alert('x')</script> & \"more\"");
    let definition = spaced(&all(&page, ".definition .english p").next().unwrap());
    assert_eq!(definition, "An odd thing has </div> & a \"quote\" in it, like cajad:size and 奇妙 .");
    assert!(all(&page, "#words li").any(|li| li.text().collect::<String>() == "a<b>c&d"));
    let demands: Vec<String> = all(&page, "[id=Odd-size] li").map(|li| spaced(&li)).collect();
    assert_eq!(demands, ["at least 2 values; at most 3 values", "each value matches ^<[a-z]+>$", "sh:closed: true"]);
    let svg = std::str::from_utf8(&strange["en/class/Odd.svg"].bytes).unwrap();
    assert!(roxmltree::Document::parse(svg).is_ok() && svg.contains("&lt;script&gt;"));
}

#[test]
fn an_ontology_that_is_not_finished_has_a_site_too() {
    let strange = site_of(&fs::read_to_string("tests/docs/strange.ttl").unwrap()).unwrap();
    let page = |path: &str| Html::parse_document(std::str::from_utf8(&strange[path].bytes).unwrap());
    let poor = page("ja/class/Poor.html");
    let heading = all(&poor, "h1 span[lang=en]").next().unwrap();
    assert_eq!(heading.text().collect::<String>(), "Poor thing");
    let deprecated = spaced(&all(&poor, ".deprecated").next().unwrap());
    assert_eq!(deprecated, "この用語は非推奨である。 代わりに使う用語： 奇妙な<b>");
    let nameless = page("fr/class/Nameless.html");
    assert_eq!(all(&nameless, "h1 code").next().unwrap().text().collect::<String>(), "cajad:Nameless");
    assert!(strange.contains_key("ru/class/Left.html"), "a circle has pages, though no place in a tree");
}

#[test]
fn what_cannot_be_a_site_is_refused() {
    let head = "@prefix cajad: <https://w3id.org/cajad/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n";
    let cases = [
        ("cajad:A a owl:Class ; owl:versionInfo [] .", "the ontology holds a blank node"),
        ("<https://w3id.org/cajad/ontology#a.b> a owl:Class . <https://w3id.org/cajad/ontology#a+b> a owl:Class .", "two terms"),
        ("cajad:A a owl:Class", "this is not Turtle"),
    ];
    for (turtle, message) in cases {
        let error = site_of(&format!("{head}{turtle}")).unwrap_err();
        assert!(error.message().contains(message) && error.exit_code() == 3, "{error}");
    }
}

fn cajad(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cajad"));
    let output = command.current_dir(folder).env_remove("CAJAD_STORE").args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_command_writes_the_site_and_brings_it_up_to_date() {
    let desk = tempfile::tempdir().unwrap();
    let (code, said) = cajad(desk.path(), &["ontology", "docs"]);
    assert_eq!(code, 0, "{said}");
    let root = desk.path().join("ontology-docs");
    for (path, file) in SITE.iter() {
        assert!(fs::read(root.join(path)).unwrap() == file.bytes, "{path} differs from what the library makes");
    }
    // A page of a term that is no more, as an earlier version could have left it.
    fs::write(root.join("en/class/Gone.html"), "").unwrap();
    let manifest = fs::read_to_string(root.join(".cajad-docs")).unwrap();
    fs::write(root.join(".cajad-docs"), format!("{manifest}en/class/Gone.html\n")).unwrap();
    assert_eq!(cajad(desk.path(), &["ontology", "docs"]).0, 0);
    assert!(!root.join("en/class/Gone.html").exists());
    assert_eq!(fs::read_to_string(root.join(".cajad-docs")).unwrap(), manifest);
}

#[test]
fn the_command_leaves_what_is_not_its_own() {
    let desk = tempfile::tempdir().unwrap();
    fs::create_dir_all(desk.path().join("home/deep")).unwrap();
    fs::write(desk.path().join("home/deep/notes.txt"), "mine").unwrap();
    fs::write(desk.path().join("a-file"), "mine").unwrap();
    let cases = [("home", "the folder holds deep/notes.txt, which this command did not write"), ("a-file", "a folder is wanted")];
    for (output, message) in cases {
        let (code, said) = cajad(desk.path(), &["ontology", "docs", "--output", output]);
        assert!(code == 2 && said.contains(message), "{code}: {said}");
    }
    assert_eq!(fs::read_dir(desk.path().join("home")).unwrap().count(), 1);
}
