//! The ontology as a site of static pages in each of its languages, with the ontology itself as data beside them.
//!
//! One tree of pages a language, `en/`, `fr/`, `ja/` and `ru/`, which never mix: a label is the language's own, and what exists in
//! English only, such as a definition, is set apart and marked as English. Every page leads to the same page in the other
//! languages. Nothing in a page reaches outside the site but links that a reader follows, and none needs a script.

mod catalogue;
mod code;
mod constraint;
mod diagram;
mod lexicon;
mod listing;
mod material;
mod page;
mod parts;
mod prose;
mod shape;
mod term;
mod usage;
mod words;

use std::collections::BTreeMap;

use oxigraph::model::Quad;

use crate::bundle::Bundle;
use crate::error::{Error, Result};
use crate::export::{RdfFormat, serialize};
use crate::ontology::Ontology;
use crate::source::Lang;
use catalogue::Kind;
use diagram::{hierarchy, neighbourhood};
use material::Material;
use page::{DATA, View};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css";
const SVG: &str = "image/svg+xml";

const STYLE: &str =
    concat!(include_str!("docs/style/colours.css"), include_str!("docs/style/site.css"), include_str!("docs/style/diagram.css"));
const ICON: &str = include_str!("docs/style/icon.svg");

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// What it is, as HTTP says it: `text/turtle`.
    pub content_type: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Makes the site: every file by its path, the same to the byte every time.
///
/// # Errors
/// `Input` if a file of the ontology, an example, a query or the words of the site cannot be read, if two terms would have one
/// page, or if the ontology holds a blank node.
///
/// ```
/// use cajad::bundle::{Bundle, BundlePaths};
/// use cajad::docs::site;
///
/// let files = site(&Bundle::open(BundlePaths::default())?)?;
/// assert_eq!(files["ontology.ttl"].content_type, "text/turtle");
/// let page = String::from_utf8_lossy(&files["ja/class/SummitMeeting.html"].bytes);
/// assert!(page.starts_with("<!DOCTYPE html><html lang=\"ja\">"));
///
/// let empty = tempfile::tempdir().unwrap();
/// let nothing = BundlePaths { data: Some(empty.path().into()), ..BundlePaths::default() };
/// assert!(site(&Bundle::open(nothing)?).unwrap_err().to_string().ends_with("docs.toml: cannot read the file"));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn site(bundle: &Bundle) -> Result<BTreeMap<String, SiteFile>> {
    // In no named graph: a reader of one graph would find the JSON-LD empty.
    let quads: Vec<Quad> = Ontology::read(bundle)?.quads().cloned().collect();
    let material = Material::read(bundle, &quads)?;
    let mut site = Site::default();
    for lang in Lang::ALL {
        site.pages(&material, lang)?;
    }
    site.add("index.html".to_owned(), HTML, parts::languages(&material))?;
    site.add("style.css".to_owned(), CSS, STYLE.into())?;
    site.add("icon.svg".to_owned(), SVG, ICON.into())?;
    site.data(&quads)?;
    Ok(site.files)
}

#[derive(Default)]
struct Site {
    files: BTreeMap<String, SiteFile>,
}

impl Site {
    fn add(&mut self, path: String, content_type: &'static str, bytes: Vec<u8>) -> Result<()> {
        match self.files.insert(path.clone(), SiteFile { content_type, bytes }) {
            None => Ok(()),
            Some(_) => Err(Error::input(format!("two terms of the ontology would have the page {path}"))
                .hint("rename one of them so that more than signs and case sets them apart")),
        }
    }

    /// The pages and diagrams of one language.
    fn pages(&mut self, material: &Material<'_>, lang: Lang) -> Result<()> {
        let view = |path| View { material, lang, path };
        let folder = lang.code();
        let overview = view("index.html");
        let hierarchy = hierarchy::diagram(&overview);
        self.add(format!("{folder}/index.html"), HTML, parts::overview(&overview, &hierarchy))?;
        self.add(format!("{folder}/classes.svg"), SVG, hierarchy.file())?;
        for (path, page) in parts::ALL {
            self.add(format!("{folder}/{path}"), HTML, page(&view(path)))?;
        }
        for entry in material.catalogue.entries() {
            let view = view(&entry.path);
            let diagram = (entry.kind == Kind::Class).then(|| neighbourhood::diagram(&view, entry)).flatten();
            self.add(format!("{folder}/{}", entry.path), HTML, term::page(&view, entry, diagram.as_ref()))?;
            if let Some(diagram) = diagram {
                self.add(format!("{folder}/{}", page::drawing(&entry.path)), SVG, diagram.file())?;
            }
        }
        for example in &material.examples {
            self.add(format!("{folder}/{}", example.path), HTML, usage::example_page(&view(&example.path), example))?;
        }
        for query in &material.queries {
            self.add(format!("{folder}/{}", query.path), HTML, usage::query_page(&view(&query.path), query))?;
        }
        Ok(())
    }

    /// The ontology as data, in every syntax that the pages lead to.
    fn data(&mut self, quads: &[Quad]) -> Result<()> {
        if let Some(blank) = quads.iter().find(|quad| quad.subject.is_blank_node() || quad.object.is_blank_node()) {
            return Err(Error::input(format!("the ontology holds a blank node: {blank}"))
                .hint("give it an IRI: the files of the site must be the same in every run"));
        }
        let formats = [RdfFormat::Turtle, RdfFormat::JsonLd, RdfFormat::NTriples];
        for ((file, content_type, _), format) in DATA.into_iter().zip(formats) {
            self.add(file.to_owned(), content_type, serialize(quads, format)?)?;
        }
        Ok(())
    }
}
