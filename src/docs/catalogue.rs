//! The terms of the ontology, in the order of its files, and what is said of each.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use crate::source::Lang;
use crate::vocab;
use crate::vocab::short;

pub(super) const OWL: &str = "http://www.w3.org/2002/07/owl#";
pub(super) const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
pub(super) const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
pub(super) const DOMAIN: &str = "http://www.w3.org/2000/01/rdf-schema#domain";
pub(super) const RANGE: &str = "http://www.w3.org/2000/01/rdf-schema#range";
pub(super) const DEFINITION: &str = "http://www.w3.org/2004/02/skos/core#definition";
pub(super) const BROADER: &str = "http://www.w3.org/2004/02/skos/core#broader";

/// What kind of term has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Class,
    ObjectProperty,
    DatatypeProperty,
    AnnotationProperty,
    Scheme,
    Concept,
}

impl Kind {
    fn of(class: &str) -> Option<Self> {
        match class.strip_prefix(OWL).or_else(|| class.strip_prefix(SKOS))? {
            "Class" => Some(Self::Class),
            "ObjectProperty" => Some(Self::ObjectProperty),
            "DatatypeProperty" => Some(Self::DatatypeProperty),
            "AnnotationProperty" => Some(Self::AnnotationProperty),
            "ConceptScheme" => Some(Self::Scheme),
            "Concept" => Some(Self::Concept),
            _ => None,
        }
    }

    pub(super) fn is_property(self) -> bool {
        matches!(self, Self::ObjectProperty | Self::DatatypeProperty | Self::AnnotationProperty)
    }

    /// The name by which the style knows it.
    pub(super) fn style(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::ObjectProperty | Self::DatatypeProperty | Self::AnnotationProperty => "property",
            Self::Scheme | Self::Concept => "concept",
        }
    }

    /// Where the page of such a term lies within a language.
    fn path(self, iri: &str) -> Option<String> {
        match self {
            Self::Scheme | Self::Concept => {
                let parts: Vec<String> = iri.strip_prefix(vocab::VOCAB)?.split('/').map(file_name).collect();
                Some(format!("vocab/{}.html", parts.join("/")))
            }
            Self::Class => Some(format!("class/{}.html", file_name(iri.strip_prefix(vocab::CAJAD)?))),
            _ => Some(format!("property/{}.html", file_name(iri.strip_prefix(vocab::CAJAD)?))),
        }
    }
}

/// What a part of an IRI is called as a file: nothing in it leads to another folder.
pub(super) fn file_name(part: &str) -> String {
    part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// A term that has a page.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) iri: &'a str,
    pub(super) kind: Kind,
    /// Its page, within a language.
    pub(super) path: String,
}

/// A text with the language that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tagged<'a> {
    pub(super) text: &'a str,
    pub(super) lang: &'a str,
}

/// The ontology, by subject and by object.
pub(super) struct Catalogue<'a> {
    facts: BTreeMap<&'a str, Vec<(&'a str, &'a Term)>>,
    uses: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    entries: Vec<Entry<'a>>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(quads: &'a [Quad]) -> Self {
        let mut facts: BTreeMap<&str, Vec<(&str, &Term)>> = BTreeMap::new();
        let mut uses: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut places = BTreeMap::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let (subject, predicate) = (subject.as_str(), quad.predicate.as_str());
            facts.entry(subject).or_default().push((predicate, &quad.object));
            let Term::NamedNode(object) = &quad.object else { continue };
            uses.entry(object.as_str()).or_default().push((predicate, subject));
            let kind = Kind::of(object.as_str()).filter(|_| quad.predicate == vocab::TYPE);
            let Some((kind, path)) = kind.and_then(|kind| Some((kind, kind.path(subject)?))) else { continue };
            places.entry(subject).or_insert_with(|| {
                entries.push(Entry { iri: subject, kind, path });
                entries.len() - 1
            });
        }
        Self { facts, uses, entries, places }
    }

    /// All terms that have a page, in the order of the files.
    pub(super) fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    pub(super) fn entry(&self, iri: &str) -> Option<&Entry<'a>> {
        self.places.get(iri).map(|&place| &self.entries[place])
    }

    pub(super) fn kind(&self, iri: &str) -> Option<Kind> {
        self.entry(iri).map(|entry| entry.kind)
    }

    /// Those of one sort, in the order of the files.
    pub(super) fn of(&self, sort: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(move |entry| sort(entry.kind))
    }

    /// Everything said of a subject, in the order of the files.
    pub(super) fn facts(&self, subject: &str) -> &[(&'a str, &'a Term)] {
        self.facts.get(subject).map_or(&[], Vec::as_slice)
    }

    pub(super) fn values(&self, subject: &str, predicate: &str) -> impl Iterator<Item = &'a Term> {
        self.facts(subject).iter().filter(move |(p, _)| *p == predicate).map(|(_, object)| *object)
    }

    /// The values that are IRIs, each once.
    pub(super) fn nodes(&self, subject: &str, predicate: &str) -> Vec<&'a str> {
        let nodes = self.values(subject, predicate).filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        });
        once(nodes)
    }

    /// The subjects that have an IRI as a value, each once.
    pub(super) fn subjects(&self, predicate: &str, object: &str) -> Vec<&'a str> {
        let uses = self.uses.get(object).map_or(&[][..], Vec::as_slice);
        once(uses.iter().filter(|(p, _)| *p == predicate).map(|(_, subject)| *subject))
    }

    /// The first literal value, of any language.
    pub(super) fn literal(&self, subject: &str, predicate: &str) -> Option<&'a str> {
        self.texts(subject, predicate).next().map(|tagged| tagged.text)
    }

    /// The literal values with their languages; the empty language where there is none.
    pub(super) fn texts(&self, subject: &str, predicate: &str) -> impl Iterator<Item = Tagged<'a>> {
        self.values(subject, predicate).filter_map(|term| match term {
            Term::Literal(literal) => Some(Tagged { text: literal.value(), lang: literal.language().unwrap_or_default() }),
            _ => None,
        })
    }

    /// The literal value in a language.
    pub(super) fn text(&self, subject: &str, predicate: &str, lang: Lang) -> Option<&'a str> {
        self.texts(subject, predicate).find(|tagged| tagged.lang == lang.code()).map(|tagged| tagged.text)
    }

    /// What a term is called in one language and no other.
    pub(super) fn own_label(&self, iri: &str, lang: Lang) -> Option<&'a str> {
        let (preferred, named) = (vocab::PREF_LABEL.as_str(), vocab::LABEL.as_str());
        self.text(iri, named, lang).or_else(|| self.text(iri, preferred, lang))
    }

    /// What a term is called: in the language, else in English, else by its short IRI, which is of no language.
    pub(super) fn label(&self, iri: &str, lang: Lang) -> (String, Option<Lang>) {
        [lang, Lang::En]
            .into_iter()
            .find_map(|lang| self.own_label(iri, lang).map(|label| (label.to_owned(), Some(lang))))
            .unwrap_or_else(|| (short(iri), None))
    }

    /// A class or property with those above it, the nearest first, each once; only those of the ontology itself.
    pub(super) fn line(&self, iri: &'a str, upwards: &str) -> Vec<&'a str> {
        let mut line = vec![iri];
        let mut next = 0;
        while let Some(&current) = line.get(next) {
            for above in self.nodes(current, upwards) {
                if self.entry(above).is_some() && !line.contains(&above) {
                    line.push(above);
                }
            }
            next += 1;
        }
        line
    }

    /// The terms of a hierarchy that have nothing of the ontology above them.
    pub(super) fn roots(&self, kind: Kind, upwards: &str) -> Vec<&'a str> {
        let is_root = |iri: &str| !self.nodes(iri, upwards).iter().any(|above| self.entry(above).is_some());
        self.of(|k| k == kind).map(|entry| entry.iri).filter(|iri| is_root(iri)).collect()
    }

    /// The terms right beneath one, in the order of the files.
    pub(super) fn children(&self, iri: &str, upwards: &str) -> Vec<&'a str> {
        let mut children = self.subjects(upwards, iri);
        children.retain(|child| self.entry(child).is_some() && *child != iri);
        children.sort_by_key(|child| self.places.get(child));
        children
    }

    /// The concepts of a scheme that stand under no other, in the order of the files.
    pub(super) fn top_concepts(&self, scheme: &str) -> Vec<&'a str> {
        let mut concepts = self.concepts(scheme);
        concepts.retain(|concept| self.nodes(concept, BROADER).is_empty());
        concepts
    }

    pub(super) fn concepts(&self, scheme: &str) -> Vec<&'a str> {
        let mut concepts = self.subjects(vocab::IN_SCHEME.as_str(), scheme);
        concepts.retain(|concept| self.kind(concept) == Some(Kind::Concept));
        concepts.sort_by_key(|concept| self.places.get(concept));
        concepts
    }
}

fn once<'a>(found: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    found.filter(|node| seen.insert(*node)).collect()
}
