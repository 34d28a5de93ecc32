//! Mentions: what is named where. The longest label wins; names keep what stands inside them out of the vocabulary.

use std::ops::Range;

use crate::lexicon::{Entry, Lexicon, Role, Scheme, Sense, TermId};
use crate::register::{Body, EntityId, Kind};
use crate::source::Lang;
use crate::text::{Sentence, Text, covers};
use crate::vocab::class;

/// What kind of thing a mention may be; within a layer mentions do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Name,
    Term(Scheme),
    Word(u8),
}

/// A stretch of the text with what it may stand for.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The units it covers.
    pub units: Range<usize>,
    /// Its candidates, all of one layer.
    pub entries: Vec<Entry>,
}

impl Mention {
    /// The register's entities among the candidates, by whole name or title.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.entries.iter().filter_map(|e| if let Sense::Entity(id) = e.sense { Some(id) } else { None })
    }

    /// The one entity that it names; a label of several things names none of them for certain.
    pub fn only(&self) -> Option<EntityId> {
        let mut entities = self.entities();
        entities.next().filter(|_| entities.next().is_none())
    }

    /// The institutions that it may be, each that of another country.
    pub fn institutions(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.entries.iter().filter_map(|e| if let Sense::Institution(id) = e.sense { Some(id) } else { None })
    }

    /// The people whose family name it is.
    pub fn surnames(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.entries.iter().filter_map(|e| if let Sense::Surname(id) = e.sense { Some(id) } else { None })
    }

    /// The countries that it is an adjective of.
    pub fn adjectives(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.entries.iter().filter_map(|e| if let Sense::Adjective(id) = e.sense { Some(id) } else { None })
    }

    /// The concepts or classes it names.
    pub fn terms(&self) -> impl Iterator<Item = TermId> + '_ {
        self.entries.iter().filter_map(|e| if let Sense::Term(id) = e.sense { Some(id) } else { None })
    }

    /// Whether it is a word with this role.
    pub fn is(&self, role: Role) -> bool {
        self.entries.iter().any(|e| e.sense == Sense::Word(role))
    }

    /// Whether it stands in an oblique case in every reading.
    pub fn oblique(&self) -> bool {
        self.entries.iter().all(|e| e.oblique)
    }
}

/// The mentions of one sentence, by layer and in order.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Names of the register and titles of offices.
    pub names: Vec<Mention>,
    /// Names inside longer names: Japan in the Ministry of Foreign Affairs of Japan.
    pub nested: Vec<Mention>,
    /// Concepts and classes, each with its scheme.
    pub terms: Vec<(Scheme, Mention)>,
    /// Words with a role.
    pub words: Vec<Mention>,
    /// Mentions that lost to longer ones of their layer.
    pub lost: Vec<Mention>,
    /// The roles of each unit of the sentence, a bit each, by its distance from the first, and whether a term covers it.
    flags: Vec<u64>,
    first: usize,
}

/// A concept or class covers the unit.
const TERM: u64 = 1 << 63;
/// A subject matter or political question does.
const SUBJECT_MATTER: u64 = 1 << 62;
/// Something else of the vocabulary does.
const PREDICATE: u64 = 1 << 61;

impl Mentions {
    /// Whether a word with the role covers a unit.
    pub fn role_at(&self, unit: usize, role: Role) -> bool {
        self.flag(unit, bit(role))
    }

    /// The unit, not before `first`, at which the articles and honorifics before a noun begin.
    pub fn phrase_start(&self, noun: usize, first: usize) -> usize {
        let small = |u: &usize| self.role_at(*u, Role::Article) || self.role_at(*u, Role::Honorific);
        (first..noun).rev().take_while(small).last().unwrap_or(noun)
    }

    /// Whether a concept or class covers a unit.
    pub fn is_term(&self, unit: usize) -> bool {
        self.flag(unit, TERM)
    }

    /// Whether a subject matter or political question covers a unit.
    pub fn is_subject_matter(&self, unit: usize) -> bool {
        self.flag(unit, SUBJECT_MATTER)
    }

    /// Whether a unit is part of what a sentence says of its nouns: an act, an occasion, a stage, a verb of saying.
    pub fn is_predicate(&self, unit: usize) -> bool {
        self.flag(unit, PREDICATE) || self.role_at(unit, Role::Speech)
    }

    fn flag(&self, unit: usize, wanted: u64) -> bool {
        unit.checked_sub(self.first).and_then(|i| self.flags.get(i)).is_some_and(|flags| flags & wanted != 0)
    }

    /// The words that lie within some units, in order.
    pub fn words_within<'a>(&'a self, units: &'a Range<usize>) -> impl Iterator<Item = &'a Mention> {
        let from = self.words.partition_point(|m| m.units.start < units.start);
        self.words[from..].iter().take_while(|m| m.units.start < units.end).filter(|m| m.units.end <= units.end)
    }

    /// Whether a word with the role lies within some units.
    pub fn has(&self, role: Role, units: &Range<usize>) -> bool {
        self.words_within(units).any(|m| m.is(role))
    }
}

fn bit(role: Role) -> u64 {
    1 << (role as u32)
}

/// A mention that may yet lose to a longer one, with its layer and the weight of its label.
type Candidate = (Layer, Mention, usize);

/// Finds the mentions of a sentence; `home` is the country of the publisher.
pub fn mentions(lexicon: &Lexicon, text: &Text, sentence: &Sentence, home: Option<EntityId>) -> Mentions {
    let mut found = candidates(lexicon, text, sentence);
    found.sort_by_key(|(layer, ..)| *layer);
    let mut out = Mentions { flags: vec![0; sentence.units.len()], first: sentence.units.start, ..Mentions::default() };
    for layer in found.chunk_by(|a, b| a.0 == b.0) {
        let (won, lost) = longest(layer, &sentence.units);
        let told = matches!(layer[0].0, Layer::Name | Layer::Term(_));
        out.lost.extend(lost.iter().filter(|_| told).cloned());
        match layer[0].0 {
            Layer::Name => (out.names, out.nested) = (won, lost),
            Layer::Term(scheme) => out.terms.extend(won.into_iter().map(|m| (scheme, m))),
            Layer::Word(_) => out.words.extend(won),
        }
    }
    // 訪日 and 来日 have their country behind the verb; 調印 has India in it only by its letters.
    let visits: Vec<usize> =
        found.iter().filter(|(l, ..)| *l == Layer::Term(Scheme::Occasion)).map(|(_, m, _)| m.units.start).collect();
    let verbs = &lexicon.words(text.lang).clause.visits;
    let visited = |m: &Mention| {
        let before = m.units.start.checked_sub(1);
        before.is_some_and(|b| visits.contains(&b) && verbs.iter().any(|verb| text.unit(b) == verb))
    };
    drop_lone_characters(text, &mut out.names, visited);
    place_institutions(lexicon, &mut out.names, home);
    // Of the names inside a name only its country is named too: Japan in the Ministry of Foreign Affairs of Japan.
    let edge = |w: &Mention, n: &Mention| {
        w.units.len() > n.units.len() && (w.units.end == n.units.end || text.lang == Lang::Ja && w.units.start == n.units.start)
    };
    let country = |n: &Mention| n.entities().any(|e| lexicon.register.country_of(e) == Some(e));
    out.nested.retain(|n| country(n) && around(&out.names, &n.units).is_some_and(|w| edge(w, n)));
    out.terms.retain(|(scheme, m)| around(&out.names, &m.units).is_none_or(|n| !hides(lexicon, n, *scheme, m)));
    out.terms.sort_by_key(|(scheme, m)| (m.units.start, m.units.end, *scheme));
    out.words.sort_by_key(|m| (m.units.start, m.units.end));
    raise_flags(&mut out);
    out
}

fn raise_flags(mentions: &mut Mentions) {
    let Mentions { words, terms, flags, first, .. } = mentions;
    let mut raise = |units: &Range<usize>, flag: u64| units.clone().for_each(|u| flags[u - *first] |= flag);
    for word in words.iter() {
        for entry in &word.entries {
            if let Sense::Word(role) = entry.sense {
                raise(&word.units, bit(role));
            }
        }
    }
    for (scheme, term) in terms.iter() {
        let subject = matches!(scheme, Scheme::Domain | Scheme::Issue);
        raise(&term.units, TERM | if subject { SUBJECT_MATTER } else { PREDICATE });
    }
}

/// The senses of all matches in their layers, without those whose letters do not fit.
fn candidates(lexicon: &Lexicon, text: &Text, sentence: &Sentence) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for one in lexicon.matches(text, sentence.units.clone()) {
        let units = one.start..one.end;
        let begins = text.unit(one.start).chars().next();
        let capital = begins.is_some_and(|c| !c.is_lowercase());
        for entry in one.entries.iter().filter(|e| capital || !e.capital) {
            let layer = match entry.sense {
                Sense::Term(term) => Layer::Term(lexicon.terms[term].scheme),
                Sense::Word(role) => Layer::Word(role as u8),
                _ => Layer::Name,
            };
            let mut same = found.iter_mut().rev().take_while(|(_, m, _)| m.units == units);
            match same.find(|(l, ..)| *l == layer) {
                Some((_, mention, _)) => mention.entries.push(*entry),
                None => found.push((layer, Mention { units: units.clone(), entries: vec![*entry] }, one.weight)),
            }
        }
    }
    found
}

/// The longest mentions of a layer, and those that overlap with one of them.
fn longest(found: &[Candidate], sentence: &Range<usize>) -> (Vec<Mention>, Vec<Mention>) {
    let mut all: Vec<&Candidate> = found.iter().collect();
    all.sort_by_key(|(_, m, weight)| (std::cmp::Reverse(*weight), m.units.end - m.units.start, m.units.start));
    let (mut won, mut lost): (Vec<Mention>, Vec<Mention>) = (Vec::new(), Vec::new());
    let mut taken = vec![false; sentence.len()];
    for (_, mention, _) in all {
        let units = mention.units.start - sentence.start..mention.units.end - sentence.start;
        if taken[units.clone()].contains(&true) {
            lost.push(mention.clone());
        } else {
            taken[units].fill(true);
            won.push(mention.clone());
        }
    }
    won.sort_by_key(|m| m.units.start);
    (won, lost)
}

/// The one of some mentions in order, none overlapping, that has all of these units.
fn around<'a>(names: &'a [Mention], units: &Range<usize>) -> Option<&'a Mention> {
    let before = names.partition_point(|n| n.units.start <= units.start);
    let name = names.get(before.checked_sub(1)?)?;
    covers(&name.units, units).then_some(name)
}

/// Whether a name keeps a term inside it from being read: the minister of energy is not about energy. But a forum is about
/// its subject, and a commission named in full may be the very one that meets.
fn hides(lexicon: &Lexicon, name: &Mention, scheme: Scheme, term: &Mention) -> bool {
    let dialogue = term.terms().any(|t| matches!(lexicon.terms[t].name.as_str(), class::DIALOGUE_MEETING | class::MEETING));
    let closed = |e: EntityId| match lexicon.register.entities[e].kind {
        Kind::Organization(Body::Forum) => dialogue || !matches!(scheme, Scheme::Domain | Scheme::Occasion),
        Kind::Organization(_) => scheme != Scheme::Occasion,
        Kind::Office { .. } | Kind::Person { .. } => true,
        _ => false,
    };
    name.units.len() > 1 && name.entities().any(closed)
}

/// How many small words may stand between an institution and its country.
const OF: usize = 2;

/// An institution named without its country is that of the country whose adjective stands before it, else of the
/// publisher's; where neither has one it is nobody's.
fn place_institutions(lexicon: &Lexicon, names: &mut Vec<Mention>, home: Option<EntityId>) {
    let bare = |m: &Mention| m.entities().next().is_none() && m.institutions().next().is_some();
    for i in 0..names.len() {
        if !bare(&names[i]) {
            continue;
        }
        let before = i.checked_sub(1).map(|p| &names[p]).filter(|n| n.units.end == names[i].units.start);
        let beside = before.and_then(|n| n.adjectives().next());
        // What follows as the country of another is not the publisher's: «МИД Китая».
        let country =
            |m: &Mention| m.adjectives().next().or_else(|| m.entities().find(|&e| lexicon.register.country_of(e) == Some(e)));
        let after = names.get(i + 1).filter(|n| n.units.start <= names[i].units.end + OF).and_then(country);
        let country = beside.or(after).or(home);
        let of = |e: &EntityId| lexicon.register.country_of(*e) == country;
        let mut found = names[i].institutions().filter(of);
        let only = found.next().filter(|_| found.next().is_none() && country.is_some());
        drop(found);
        let entry = names[i].entries[0];
        names[i].entries = only.map(|e| Entry { sense: Sense::Entity(e), ..entry }).into_iter().collect();
    }
    names.retain(|m| !m.entries.is_empty());
}

/// 日 and 中 stand for Japan and China only in pairs (日・カザフスタン, 日中) and in names of occasions
/// (訪日), not in any word that they begin.
fn drop_lone_characters(text: &Text, names: &mut Vec<Mention>, kept: impl Fn(&Mention) -> bool) {
    if text.lang != Lang::Ja {
        return;
    }
    let lone = |m: &Mention| m.units.len() == 1 && m.entities().next().is_none() && m.surnames().next().is_none();
    let dotted = |unit: usize| text.units.get(unit).is_some_and(|u| text.of(&u.span) == "・");
    let joined: Vec<bool> = (0..names.len())
        .map(|i| {
            // 訪日中 is a visit that goes on, not Japan and China.
            if i.checked_sub(1).is_some_and(|p| kept(&names[p]) && names[p].units.end == names[i].units.start) {
                return false;
            }
            let end = names[i].units.end;
            let follows = names.get(i + 1).map(|n| n.units.start);
            let precedes = i.checked_sub(1).map(|p| names[p].units.end);
            follows == Some(end) || dotted(end) && follows == Some(end + 1) || precedes == Some(names[i].units.start)
        })
        .collect();
    let mut joined = joined.into_iter();
    names.retain(|m| joined.next() == Some(true) || !lone(m) || kept(m));
}
