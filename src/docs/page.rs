//! A page: its language, its place in the site, and the frame around what it says.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::catalogue::Kind;
use super::material::Material;
use super::prose;
use crate::source::Lang;
use crate::vocab;
use crate::vocab::short;

/// The data files beside the pages: the name, its content type, and what the syntax is called.
pub(super) const DATA: [(&str, &str, &str); 3] = [
    ("ontology.ttl", "text/turtle", "Turtle"),
    ("ontology.jsonld", "application/ld+json", "JSON-LD"),
    ("ontology.nt", "application/n-triples", "N-Triples"),
];

/// Where a page stands: everything that is said on it is said from here.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) lang: Lang,
    /// The page's path within its language.
    pub(super) path: &'a str,
}

/// A part of a page with a heading.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) body: Markup,
}

/// What stands above the sections of a page.
pub(super) struct Head {
    /// For the title bar.
    pub(super) title: String,
    /// The part of the site that it belongs to.
    pub(super) part: &'static str,
    /// Trail, heading and lead.
    pub(super) opening: Markup,
}

impl<'a> View<'a> {
    /// A relative link to a page of the same language.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{}{path}", "../".repeat(self.path.matches('/').count()))
    }

    /// A relative link to a file at the root of the site.
    pub(super) fn root(&self, path: &str) -> String {
        format!("../{}", self.to(path))
    }

    /// A name in the language it is in: marked where that is not the page's.
    pub(super) fn tagged(&self, text: &str, lang: Option<Lang>) -> Markup {
        match lang {
            Some(lang) if lang != self.lang => html! { span lang=(lang.code()) { (text) } },
            Some(_) => html! { (text) },
            None => html! { code translate="no" { (text) } },
        }
    }

    /// What a term is called, without a link.
    pub(super) fn name(&self, iri: &str) -> Markup {
        let (label, lang) = self.material.catalogue.label(iri, self.lang);
        self.tagged(&label, lang)
    }

    /// What a term is called, as plain text.
    pub(super) fn plain(&self, iri: &str) -> String {
        self.material.catalogue.label(iri, self.lang).0
    }

    /// The term with a link to its page, or to itself if it is another vocabulary's.
    pub(super) fn link(&self, iri: &str) -> Markup {
        match self.material.catalogue.entry(iri) {
            Some(entry) => html! { a class={ "term " (entry.kind.style()) } href=(self.to(&entry.path)) { (self.name(iri)) } },
            None => html! { a class="term foreign" href=(iri) { code translate="no" { (short(iri)) } } },
        }
    }

    /// The fragment of a term's IRI, on the page to which the IRI of the ontology leads.
    pub(super) fn anchor(&self, iri: &'a str) -> Option<&'a str> {
        iri.strip_prefix(vocab::CAJAD).filter(|_| self.path == "index.html")
    }

    /// The links of several terms.
    pub(super) fn links(&self, iris: &[&str]) -> Markup {
        html! { @for iri in iris { (self.link(iri)) " " } }
    }

    /// A text that exists in English only, set apart and marked.
    pub(super) fn english(&self, text: &str) -> Markup {
        html! {
            div.english lang="en" {
                @if self.lang != Lang::En { span.tag lang=(self.lang.code()) { (self.material.words.site.english.get(self.lang)) } }
                p { (prose::english(self, text)) }
            }
        }
    }

    /// The whole page, in UTF-8.
    pub(super) fn page(&self, head: &Head, sections: &[Section], nearby: Option<Markup>) -> Vec<u8> {
        let words = &self.material.words.site;
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang.code()) {
                (self.head(&head.title))
                body {
                    a.skip href="#content" { (words.skip.get(self.lang)) }
                    (self.header(head.part))
                    div.frame {
                        main #content tabindex="-1" {
                            (head.opening)
                            @if sections.len() > 2 { (self.contents(sections)) }
                            @for section in sections {
                                section aria-labelledby={ "h-" (section.id) } #(section.id) {
                                    h2 id={ "h-" (section.id) } { (section.title) }
                                    (section.body)
                                }
                            }
                        }
                        @if let Some(nearby) = nearby { (self.nearby(nearby)) }
                    }
                    (self.footer())
                }
            }
        };
        page.into_string().into_bytes()
    }

    fn head(&self, title: &str) -> Markup {
        let name = self.material.words.site.name.get(self.lang);
        html! {
            head {
                meta charset="utf-8";
                title { @if title != name { (title) " – " } (name) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="cajad ontology docs";
                meta name="color-scheme" content="light dark";
                link rel="stylesheet" href=(self.root("style.css"));
                link rel="icon" type="image/svg+xml" href=(self.root("icon.svg"));
                @for lang in Lang::ALL.into_iter().filter(|lang| *lang != self.lang) {
                    link rel="alternate" hreflang=(lang.code()) href=(self.in_language(lang));
                }
                @for (file, kind, _) in DATA { link rel="alternate" type=(kind) href=(self.root(file)); }
            }
        }
    }

    fn in_language(&self, lang: Lang) -> String {
        self.root(&format!("{}/{}", lang.code(), self.path))
    }

    fn header(&self, current: &str) -> Markup {
        let words = &self.material.words;
        let parts = [
            ("index.html", &words.part.overview),
            ("properties.html", &words.part.properties),
            ("schemes.html", &words.part.schemes),
            ("examples.html", &words.part.examples),
            ("queries.html", &words.part.queries),
            ("terms.html", &words.part.index),
        ];
        html! {
            header.top {
                a.brand href=(self.to("index.html")) {
                    span.mark aria-hidden="true" {}
                    span translate="no" { "cajad" }
                    small { (self.material.version) }
                }
                nav.parts aria-label=(words.site.menu.get(self.lang)) {
                    ul { @for (path, name) in parts {
                        li { a href=(self.to(path)) aria-current=[(path == current).then_some("true")] { (name.get(self.lang)) } }
                    } }
                }
                nav.languages aria-label=(words.site.language.get(self.lang)) {
                    ul { @for lang in Lang::ALL {
                        li { a href=(self.in_language(lang)) lang=(lang.code()) hreflang=(lang.code()) rel="alternate"
                            aria-current=[(lang == self.lang).then_some("true")] { (words.autonym.get(lang)) } }
                    } }
                }
            }
        }
    }

    fn contents(&self, sections: &[Section]) -> Markup {
        html! {
            nav.contents aria-label=(self.material.words.site.contents.get(self.lang)) {
                ul { @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } } }
            }
        }
    }

    fn nearby(&self, list: Markup) -> Markup {
        let title = self.material.words.site.nearby.get(self.lang);
        html! { aside aria-label=(title) { nav aria-label=(title) { (list) } } }
    }

    fn footer(&self) -> Markup {
        let words = &self.material.words.site;
        let command = html! { code translate="no" { "cajad ontology docs" } };
        let files =
            html! { @for (file, kind, name) in DATA { a href=(self.root(file)) type=(kind) translate="no" { (name) } " " } };
        html! {
            footer {
                p {
                    (words.data.with(self.lang, &[("files", files)]))
                }
                p {
                    (words.version.with(self.lang, &[("version", html! { (self.material.version) })]))
                    @if let Some(licence) = self.material.licence {
                        @let name = html! { a href=(licence) rel="license" translate="no" { (licence_name(licence)) } };
                        " · " (words.licence.with(self.lang, &[("licence", name)]))
                    }
                }
                p { (words.made.with(self.lang, &[("command", command)])) }
            }
        }
    }

    /// The way from the overview to this page.
    pub(super) fn trail(&self, steps: &[(String, Markup)]) -> Markup {
        let words = &self.material.words;
        html! {
            nav.trail aria-label=(words.site.trail.get(self.lang)) {
                ol {
                    li { a href=(self.to("index.html")) { (words.part.overview.get(self.lang)) } }
                    @for (href, name) in steps { li { a href=(href) { (name) } } }
                }
            }
        }
    }

    /// A hierarchy as a nested list, with this page's own term marked.
    pub(super) fn tree(&self, roots: &[&'a str], upwards: &str, here: &str) -> Markup {
        self.branches(roots, upwards, here, &mut Vec::new())
    }

    fn branches(&self, terms: &[&'a str], upwards: &str, here: &str, above: &mut Vec<&'a str>) -> Markup {
        let catalogue = &self.material.catalogue;
        let mut items = String::new();
        // A circle in a hierarchy is for `cajad ontology check` to report; here it must only end.
        for term in terms.iter().filter(|term| !above.contains(term)).copied().collect::<Vec<_>>() {
            let Some(entry) = catalogue.entry(term) else { continue };
            above.push(term);
            let children = catalogue.children(term, upwards);
            let item = html! {
                li id=[self.anchor(term)] {
                    a class={ "term " (entry.kind.style()) } href=(self.to(&entry.path))
                        aria-current=[(term == here).then_some("page")] { (self.name(term)) }
                    @if !children.is_empty() { (self.branches(&children, upwards, here, above)) }
                }
            };
            above.pop();
            items.push_str(&item.into_string());
        }
        html! { ul { (PreEscaped(items)) } }
    }

    /// The terms of some kinds by their labels, in the order of the alphabet.
    pub(super) fn alphabetical(&self, sort: impl Fn(Kind) -> bool) -> Vec<&'a str> {
        let mut terms: Vec<&str> = self.material.catalogue.of(sort).map(|entry| entry.iri).collect();
        terms.sort_by_cached_key(|term| {
            let label = self.plain(term).to_lowercase();
            // Accents do not count in the order of Latin letters.
            let key = if matches!(self.lang, Lang::En | Lang::Fr) { deunicode::deunicode(&label) } else { label };
            (key, *term)
        });
        terms
    }

    /// A flat list of terms, with this page's own marked.
    pub(super) fn list(&self, terms: &[&str], here: &str) -> Markup {
        let catalogue = &self.material.catalogue;
        html! {
            ul { @for entry in terms.iter().filter_map(|term| catalogue.entry(term)) {
                li { a class={ "term " (entry.kind.style()) } href=(self.to(&entry.path))
                    aria-current=[(entry.iri == here).then_some("page")] { (self.name(entry.iri)) } }
            } }
        }
    }

    /// The hierarchy of the classes, for beside a page.
    pub(super) fn classes(&self, here: &str) -> Markup {
        let upwards = vocab::SUB_CLASS_OF.as_str();
        self.tree(&self.material.catalogue.roots(Kind::Class, upwards), upwards, here)
    }
}

/// A licence by its usual name.
fn licence_name(iri: &str) -> &str {
    if iri.contains("creativecommons.org/licenses/by/4.0") { "CC BY 4.0" } else { iri }
}

/// The file of the diagram that belongs to a page.
pub(super) fn drawing(page: &str) -> String {
    format!("{}.svg", page.trim_end_matches(".html"))
}
