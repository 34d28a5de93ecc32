//! The lexicon: labels of the register and the ontology and the words of a language, compiled to one matcher a language.
//!
//! A label is a sequence of words (in Japanese: of characters) in a prefix tree. Names are compared letter by letter,
//! vocabulary by its Snowball stem, acronyms with their case; ` … ` in a label is a gap of up to five words or twelve
//! characters. The syntax is documented for its keepers in `ontology/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use oxigraph::model::{Quad, Term};
use rust_stemmers::{Algorithm, Stemmer};

use crate::bundle::Bundle;
use crate::error::{Error, Result};
use crate::register::{EntityId, Kind, Names, Register};
use crate::source::Lang;
use crate::text::{Text, label_words};
use crate::vocab;
use crate::words::Words;

/// The number of a concept or class in [`Lexicon::terms`].
pub type TermId = usize;

/// What a word does in a sentence, for words that name nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Stands beside a name.
    Honorific,
    /// Pronoun of one man.
    Male,
    /// Pronoun of one woman.
    Female,
    /// Pronoun of several.
    Plural,
    /// The two who meet.
    Both,
    /// All who meet.
    All,
    /// The countries of the region together.
    Region,
    /// Makes the noun after it no subject.
    Preposition,
    /// Marks the noun before it as the speaker.
    SubjectParticle,
    /// Joins an office to its country.
    Genitive,
    /// Opens the content of speech.
    Complementiser,
    /// Joins clauses.
    Conjunction,
    /// Makes an occasion an aim.
    Purpose,
    /// Makes the clauses after it a supposition.
    Condition,
    /// Makes a clause say the contrary.
    Negation,
    /// An article.
    Article,
    /// A verb that only reports speech.
    Speech,
    /// What one side gives or does for another.
    Deed,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// An entity of the register by one of its labels; an office by its title.
    Entity(EntityId),
    /// A person by the family name alone.
    Surname(EntityId),
    /// A country by an adjective.
    Adjective(EntityId),
    /// A concept of a scheme, or a class of occasions or instruments.
    Term(TermId),
    /// A word with a part in the syntax.
    Word(Role),
}

/// One sense of a label, with what the text must look like for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for.
    pub sense: Sense,
    /// Whether the text must begin with a capital letter, as names do.
    pub capital: bool,
    /// Whether this is an oblique case of a name, which is no subject.
    pub oblique: bool,
}

/// To what part of the ontology a term belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Subject matters.
    Domain,
    /// Political questions.
    Issue,
    /// What is done by saying it.
    Act,
    /// Where an instrument stands.
    Stage,
    /// Whether an occasion happened.
    Realis,
    /// Classes of occasions.
    Occasion,
    /// Classes of instruments.
    Instrument,
}

/// A concept or class that text can name.
#[derive(Debug, Clone)]
pub struct ConceptTerm {
    /// Its IRI.
    pub iri: String,
    /// The last part of its IRI: `welcome`, `SummitMeeting`.
    pub name: String,
    /// What it belongs to.
    pub scheme: Scheme,
    /// For a class, the word used in IRIs of its instances.
    pub slug: String,
    /// For a class, itself and all classes above it, the nearest first; the top of them last.
    pub lineage: Vec<String>,
}

impl ConceptTerm {
    /// Whether the class is, or stands under, the one with this local name.
    pub fn is_a(&self, class: &str) -> bool {
        self.lineage.iter().any(|l| l.rsplit('#').next() == Some(class))
    }
}

const GAP: u32 = 0;

#[derive(Default)]
struct Matcher {
    keys: HashMap<String, u32>,
    edges: HashMap<(u32, u32), u32>,
    entries: Vec<Vec<Entry>>,
}

/// A match: units `start..end` of the text, how many of them the label names, and the senses of the label.
#[derive(Debug, Clone)]
pub struct Match<'a> {
    /// First unit.
    pub start: usize,
    /// Unit after the last.
    pub end: usize,
    /// How many words of the label were compared; a longer label wins.
    pub weight: usize,
    /// Its senses.
    pub entries: &'a [Entry],
}

/// Everything the extraction knows: names, vocabulary and words, with the matchers made of them.
pub struct Lexicon {
    /// The register.
    pub register: Register,
    /// Concepts and classes, numbered.
    pub terms: Vec<ConceptTerm>,
    words: BTreeMap<Lang, Words>,
    labels: Vec<(TermId, Names)>,
    matchers: BTreeMap<Lang, OnceLock<Matcher>>,
}

impl Lexicon {
    /// Compiles the register, the ontology's quads and the words of each language.
    ///
    /// # Errors
    /// A table of words that is missing or malformed.
    pub fn compile(bundle: &Bundle, register: Register, ontology: &[Quad]) -> Result<Self> {
        let mut words = BTreeMap::new();
        for file in bundle.word_files()? {
            let lang = Lang::from_code(file.stem());
            let lang = lang.ok_or_else(|| Error::input("no language has this code").in_file(&file.path))?;
            words.insert(lang, Words::parse(&file)?);
        }
        if let Some(lang) = Lang::ALL.into_iter().find(|l| !words.contains_key(l)) {
            return Err(Error::input(format!("there are no words for {:?}", lang.code())).hint("add data/words/<lang>.toml"));
        }
        let (terms, labels) = terms(ontology);
        let matchers = Lang::ALL.into_iter().map(|lang| (lang, OnceLock::new())).collect();
        Ok(Self { register, terms, words, labels, matchers })
    }

    /// The matcher of a language, compiled when the first text in it comes.
    fn matcher(&self, lang: Lang) -> &Matcher {
        self.matchers[&lang].get_or_init(|| {
            let mut matcher = Matcher { entries: vec![Vec::new()], ..Matcher::default() };
            self.add_names(lang, &mut matcher);
            self.add_words(lang, &mut matcher);
            for (term, names) in &self.labels {
                for label in names.of(lang) {
                    matcher.add(lang, label, Style::Stem, entry(Sense::Term(*term)));
                }
            }
            matcher
        })
    }

    /// The words of a language.
    pub fn words(&self, lang: Lang) -> &Words {
        &self.words[&lang]
    }

    /// A concept or class by its scheme and name.
    pub fn term(&self, scheme: Scheme, name: &str) -> Option<TermId> {
        self.terms.iter().position(|t| t.scheme == scheme && t.name == name)
    }

    /// All labels that begin at each unit of a sentence, whatever they stand for.
    pub fn matches<'a>(&'a self, text: &Text, units: std::ops::Range<usize>) -> Vec<Match<'a>> {
        let matcher = self.matcher(text.lang);
        let keys: Vec<[u32; 3]> = units.clone().map(|u| matcher.keys_of(text.lang, text.unit(u))).collect();
        let mut found = Vec::new();
        for at in 0..keys.len() {
            let mut walk = Walk { matcher, text, keys: &keys, first: units.start, at, found: &mut found };
            walk.step(0, at, 0, 0);
        }
        found
    }

    fn add_names(&self, lang: Lang, matcher: &mut Matcher) {
        for (id, entity) in self.register.entities.iter().enumerate() {
            let name = Entry { sense: Sense::Entity(id), capital: true, oblique: false };
            let style = match entity.kind {
                Kind::Organization { .. } | Kind::Initiative | Kind::Office { .. } => Style::Stem,
                _ => Style::Name,
            };
            let capital = !matches!(entity.kind, Kind::Office { .. } | Kind::Initiative);
            for label in entity.names.of(lang).iter().chain(entity.hidden.of(lang)) {
                self.add_name(lang, matcher, label, style, Entry { capital, ..name });
            }
            // Captions and credits have names in Latin letters in every language.
            if lang != Lang::En && matches!(entity.kind, Kind::Organization { .. } | Kind::Person { .. }) {
                for label in entity.names.of(Lang::En) {
                    matcher.add(lang, label, Style::Name, name);
                }
            }
            match &entity.kind {
                Kind::Person { family, given, .. } => self.add_person(lang, matcher, id, family, given),
                Kind::Country { adjectives } => {
                    for label in adjectives.of(lang) {
                        // One kanji stands for a country only where another name follows.
                        let sense = Sense::Adjective(id);
                        matcher.add(lang, label, Style::Prefix, Entry { sense, capital: false, oblique: true });
                    }
                }
                _ => {}
            }
        }
    }

    fn add_person(&self, lang: Lang, matcher: &mut Matcher, id: EntityId, family: &Names, given: &Names) {
        for family in family.of(lang) {
            let surname = Entry { sense: Sense::Surname(id), capital: true, oblique: false };
            self.add_name(lang, matcher, family, Style::Name, surname);
            for given in given.of(lang).iter().filter(|_| lang != Lang::Ja) {
                let full = Entry { sense: Sense::Entity(id), ..surname };
                self.add_name(lang, matcher, &format!("{family} {given}"), Style::Name, full);
            }
        }
    }

    /// Adds a name with its oblique cases; in a name of two or three words each of them takes its ending.
    fn add_name(&self, lang: Lang, matcher: &mut Matcher, label: &str, style: Style, entry: Entry) {
        matcher.add(lang, label, style, entry);
        if style != Style::Name {
            return;
        }
        let words = &self.words[&lang];
        let parts: Vec<(String, Vec<String>)> = label.split(' ').map(|p| (p.to_owned(), words.oblique(p))).collect();
        let cases = parts.iter().map(|(_, forms)| forms.len()).max().unwrap_or(0);
        for case in 0..cases {
            let inflected: Vec<&str> =
                parts.iter().map(|(base, forms)| forms.get(case).or(forms.last()).unwrap_or(base).as_str()).collect();
            matcher.add(lang, &inflected.join(" "), style, Entry { oblique: true, ..entry });
        }
    }

    fn add_words(&self, lang: Lang, matcher: &mut Matcher) {
        let words = &self.words[&lang];
        let lists: [(&[String], Role, Style); 18] = [
            (&words.person.honorifics, Role::Honorific, Style::Name),
            (&words.person.male, Role::Male, Style::Name),
            (&words.person.female, Role::Female, Style::Name),
            (&words.person.plural, Role::Plural, Style::Name),
            (&words.person.both, Role::Both, Style::Name),
            (&words.person.all, Role::All, Style::Name),
            (&words.person.region, Role::Region, Style::Name),
            (&words.clause.prepositions, Role::Preposition, Style::Name),
            (&words.clause.subject_particles, Role::SubjectParticle, Style::Name),
            (&words.clause.genitives, Role::Genitive, Style::Name),
            (&words.clause.complementisers, Role::Complementiser, Style::Name),
            (&words.clause.conjunctions, Role::Conjunction, Style::Name),
            (&words.clause.purpose, Role::Purpose, Style::Name),
            (&words.clause.conditions, Role::Condition, Style::Name),
            (&words.clause.negations, Role::Negation, Style::Name),
            (&words.clause.articles, Role::Article, Style::Name),
            (&words.speech.stems, Role::Speech, Style::Stem),
            (&words.commitment.deeds, Role::Deed, Style::Stem),
        ];
        for (labels, role, style) in lists {
            for label in labels {
                matcher.add(lang, label, style, entry(Sense::Word(role)));
            }
        }
    }
}

fn entry(sense: Sense) -> Entry {
    Entry { sense, capital: false, oblique: false }
}

/// How a label's words are compared with the text's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Letter by letter, case aside.
    Name,
    /// By stem.
    Stem,
    /// By stem, and as the beginning of a longer adjective in Russian, whose labels are stems already.
    Prefix,
}

impl Matcher {
    fn add(&mut self, lang: Lang, label: &str, style: Style, entry: Entry) {
        let mut node = 0;
        for word in label_words(lang, label) {
            let key = if word == "…" { GAP } else { self.intern(key(lang, &word, style)) };
            let next = self.entries.len() as u32;
            node = *self.edges.entry((node, key)).or_insert(next);
            if node == next {
                self.entries.push(Vec::new());
            }
        }
        let entries = &mut self.entries[node as usize];
        if node != 0 && !entries.iter().any(|e| e.sense == entry.sense && (e.oblique == entry.oblique || !e.oblique)) {
            entries.push(entry);
        }
    }

    fn intern(&mut self, key: String) -> u32 {
        let next = self.keys.len() as u32 + 1;
        *self.keys.entry(key).or_insert(next)
    }

    /// The keys under which a unit of the text may stand in the tree; `u32::MAX` for those that no label has.
    fn keys_of(&self, lang: Lang, unit: &str) -> [u32; 3] {
        let get = |k: String| self.keys.get(&k).copied().unwrap_or(u32::MAX);
        let exact = get(format!("={}", unit.to_lowercase()));
        if lang == Lang::Ja {
            return [exact, u32::MAX, u32::MAX];
        }
        let stemmed = get(key(lang, unit, Style::Stem));
        let other = if is_acronym(unit) {
            get(format!("~{}", stem(lang, &unit.to_lowercase())))
        } else {
            get(format!("<{}", adjective_stem(lang, &unit.to_lowercase())))
        };
        [exact, stemmed, other]
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
        && word.chars().any(char::is_alphabetic)
}

fn key(lang: Lang, word: &str, style: Style) -> String {
    let lower = word.to_lowercase();
    match style {
        Style::Stem if lang != Lang::Ja && is_acronym(word) => format!("^{word}"),
        Style::Stem if lang != Lang::Ja => format!("~{}", stem(lang, &lower)),
        Style::Prefix if lang != Lang::Ja => format!("<{}", adjective_stem(lang, &lower)),
        _ => format!("={lower}"),
    }
}

fn stem(lang: Lang, lower: &str) -> String {
    let algorithm = match lang {
        Lang::En | Lang::Ja => Algorithm::English,
        Lang::Fr => Algorithm::French,
        Lang::Ru => Algorithm::Russian,
    };
    Stemmer::create(algorithm).stem(lower).into_owned()
}

/// `казахстанско`, `казахстанского` and `казахстанский` are one; in the other languages the stem does.
fn adjective_stem(lang: Lang, lower: &str) -> String {
    let stem = stem(lang, lower);
    if lang == Lang::Ru { stem.trim_end_matches('о').to_owned() } else { stem }
}

struct Walk<'a, 'b> {
    matcher: &'a Matcher,
    text: &'b Text,
    keys: &'b [[u32; 3]],
    first: usize,
    at: usize,
    found: &'b mut Vec<Match<'a>>,
}

impl Walk<'_, '_> {
    /// Follows all labels from a node; `weight` words were compared so far.
    fn step(&mut self, node: u32, at: usize, weight: usize, gaps: usize) {
        let entries = &self.matcher.entries[node as usize];
        if weight > 0 && !entries.is_empty() && self.whole(at) {
            self.found.push(Match { start: self.first + self.at, end: self.first + at, weight, entries });
        }
        let Some(keys) = self.keys.get(at) else { return };
        for (i, key) in keys.iter().enumerate() {
            let seen = keys[..i].contains(key);
            if let Some(&next) = self.matcher.edges.get(&(node, *key)).filter(|_| !seen && *key != u32::MAX) {
                self.step(next, at + 1, weight + 1, gaps);
            }
        }
        if let Some(&next) = self.matcher.edges.get(&(node, GAP)).filter(|_| gaps < 2) {
            let reach = if self.text.lang == Lang::Ja { 12 } else { 5 };
            for skip in 0..=reach {
                if at + skip >= self.keys.len() {
                    break;
                }
                let before = self.found.len();
                self.step(next, at + skip, weight, gaps + 1);
                // The nearest word that closes the gap is the one meant; beyond a separating mark there is none.
                if self.found.len() > before || self.text.units[self.first + at + skip].mark {
                    break;
                }
            }
        }
    }

    /// In Japanese a match must not cut a run of katakana or of Latin letters and digits.
    fn whole(&self, end: usize) -> bool {
        if self.text.lang != Lang::Ja {
            return true;
        }
        let run = |at: usize| self.text.units.get(at).map(|u| run_of(self.text.of(&u.span)));
        let (start, end) = (self.first + self.at, self.first + end);
        let cut = |left: Option<u8>, right: Option<u8>| left.is_some_and(|l| l != 0 && Some(l) == right);
        let before = start.checked_sub(1).filter(|&b| b >= self.first).and_then(run);
        !(cut(before, run(start)) || end < self.first + self.keys.len() && cut(run(end - 1), run(end)))
    }
}

fn run_of(unit: &str) -> u8 {
    match unit.chars().next() {
        Some('\u{30a1}'..='\u{30fa}' | 'ー') => 1,
        Some(c) if c.is_ascii_alphabetic() => 2,
        Some(c) if c.is_ascii_digit() => 3,
        _ => 0,
    }
}

/// The concepts and the classes of occasions and instruments, each with its labels.
fn terms(ontology: &[Quad]) -> (Vec<ConceptTerm>, Vec<(TermId, Names)>) {
    let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
    let mut slugs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut labels: BTreeMap<&str, Names> = BTreeMap::new();
    for quad in ontology {
        let oxigraph::model::NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        match &quad.object {
            Term::NamedNode(object) if quad.predicate == vocab::SUB_CLASS_OF && object.as_str().starts_with(vocab::CAJAD) => {
                parents.insert(subject.as_str(), object.as_str());
            }
            Term::Literal(value) if quad.predicate == vocab::SLUG => {
                slugs.insert(subject.as_str(), value.value());
            }
            Term::Literal(value)
                if [vocab::PREF_LABEL, vocab::ALT_LABEL, vocab::HIDDEN_LABEL].contains(&quad.predicate.as_ref()) =>
            {
                if let Some(lang) = value.language().and_then(Lang::from_code) {
                    labels.entry(subject.as_str()).or_default().add(lang, value.value());
                }
            }
            _ => {}
        }
    }
    let mut terms = Vec::new();
    let mut numbered = Vec::new();
    for (iri, names) in labels {
        let lineage = lineage(iri, &parents);
        if let Some(scheme) = scheme(iri, &lineage) {
            let name = iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
            let slug = slugs.get(iri).map_or_else(|| name.clone(), |&s| s.to_owned());
            numbered.push((terms.len(), names));
            terms.push(ConceptTerm { iri: iri.to_owned(), name, scheme, slug, lineage });
        }
    }
    (terms, numbered)
}

fn lineage(iri: &str, parents: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut line = vec![iri.to_owned()];
    let mut at = iri;
    while let Some(&parent) = parents.get(at).filter(|p| !line.iter().any(|l| l == *p)) {
        line.push(parent.to_owned());
        at = parent;
    }
    line
}

fn scheme(iri: &str, lineage: &[String]) -> Option<Scheme> {
    if let Some((scheme, _)) = iri.strip_prefix(vocab::VOCAB).and_then(|rest| rest.split_once('/')) {
        return match scheme {
            "domain" => Some(Scheme::Domain),
            "issue" => Some(Scheme::Issue),
            "act" => Some(Scheme::Act),
            "stage" => Some(Scheme::Stage),
            "realis" => Some(Scheme::Realis),
            _ => None,
        };
    }
    match lineage.last().and_then(|top| top.strip_prefix(vocab::CAJAD)) {
        Some("Event") => Some(Scheme::Occasion),
        Some("Instrument") => Some(Scheme::Instrument),
        _ => None,
    }
}
