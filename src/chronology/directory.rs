//! The directory: everything that a cell can name, by its id and by its labels in every language.
//!
//! A cell is a name and nothing else, so it is looked up whole: no grammar, no guess. What is not there is told with the names
//! that are closest to it.

use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::ComposingNormalizerBorrowed;
use jiff::civil::Date;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use crate::lexicon::{Lexicon, Scheme, TermId};
use crate::register::{Body, EntityId, Kind, Register};
use crate::source::Lang;
use crate::vocab;

/// For how many unknown names the closest are looked for. A table with more has something else amiss than its spelling.
const ADVISED: usize = 200;
/// How many of the closest names are told.
const CLOSEST: usize = 3;

/// What sort of thing a cell has to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Person,
    Office,
    Country,
    Place,
    Forum,
    Organization,
    Initiative,
}

impl Sort {
    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Person { .. } => Self::Person,
            Kind::Office { .. } => Self::Office,
            Kind::Country { .. } => Self::Country,
            Kind::Place { .. } => Self::Place,
            Kind::Organization(Body::Forum) => Self::Forum,
            Kind::Organization(_) => Self::Organization,
            Kind::Initiative => Self::Initiative,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Office => "office",
            Self::Country => "country",
            Self::Place => "place",
            Self::Forum => "forum",
            Self::Organization => "organisation",
            Self::Initiative => "initiative",
        }
    }
}

/// A letter that Russian writes with its dots or without.
const YO: char = '\u{451}';
/// The same without.
const YE: char = '\u{435}';

/// What a name is compared by: its letters and digits, without case and without what stands between them.
pub(super) fn key(name: &str) -> String {
    let folded = ComposingNormalizerBorrowed::new_nfkc().normalize(name);
    folded.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(|c| if c == YO { YE } else { c }).collect()
}

/// Everything that a cell can name.
pub(super) struct Directory<'a> {
    register: &'a Register,
    lexicon: &'a Lexicon,
    entities: BTreeMap<(Sort, String), BTreeSet<EntityId>>,
    terms: BTreeMap<(Scheme, String), BTreeSet<TermId>>,
    advised: Counter<usize>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, ontology: &[Quad]) -> Self {
        let register = &lexicon.register;
        let mut entities: BTreeMap<(Sort, String), BTreeSet<EntityId>> = BTreeMap::new();
        for (id, entity) in register.entities.iter().enumerate() {
            let sort = Sort::of(&entity.kind);
            let mut add = |name: &str| {
                entities.entry((sort, key(name))).or_default().insert(id);
            };
            add(&entity.slug);
            for lang in Lang::ALL {
                entity.names.of(lang).iter().chain(entity.hidden.of(lang)).for_each(|name| add(name));
            }
            match &entity.kind {
                Kind::Country { iso3, .. } => add(iso3),
                Kind::Person { family, given, .. } => {
                    for lang in Lang::ALL {
                        for family in family.of(lang) {
                            add(family);
                            given.of(lang).iter().for_each(|given| add(&format!("{family} {given}")));
                        }
                    }
                }
                _ => {}
            }
        }
        let mut terms: BTreeMap<(Scheme, String), BTreeSet<TermId>> = BTreeMap::new();
        for (id, term) in lexicon.terms.iter().enumerate() {
            terms.entry((term.scheme, key(&term.name))).or_default().insert(id);
            if !term.slug.is_empty() && term.lineage.len() > 1 {
                terms.entry((term.scheme, key(&term.slug))).or_default().insert(id);
            }
        }
        for (id, names) in lexicon.labels() {
            for label in Lang::ALL.into_iter().flat_map(|lang| names.of(lang)) {
                terms.entry((lexicon.terms[id].scheme, key(label))).or_default().insert(id);
            }
        }
        let by_iri: BTreeMap<&str, TermId> = lexicon.terms.iter().enumerate().map(|(id, term)| (term.iri.as_str(), id)).collect();
        for quad in ontology.iter().filter(|quad| quad.predicate == vocab::LABEL) {
            let (NamedOrBlankNode::NamedNode(term), Term::Literal(label)) = (&quad.subject, &quad.object) else { continue };
            if let Some(&id) = by_iri.get(term.as_str()) {
                terms.entry((lexicon.terms[id].scheme, key(label.value()))).or_default().insert(id);
            }
        }
        Self { register, lexicon, entities, terms, advised: Counter::new(0) }
    }

    /// The entities of some sorts that a cell may mean.
    pub(super) fn entities(&self, sorts: &[Sort], written: &str) -> BTreeSet<EntityId> {
        let (kind, bare) = split(written);
        let found = |sort: &Sort| self.entities.get(&(*sort, key(bare))).into_iter().flatten().copied();
        let of_kind = |id: &EntityId| kind.is_none_or(|kind| self.iri_kind(*id) == kind);
        let all: BTreeSet<EntityId> = sorts.iter().flat_map(found).filter(of_kind).collect();
        // An id is one thing, whatever else is called so.
        let exact: BTreeSet<EntityId> = all.iter().copied().filter(|id| self.register.entities[*id].slug == bare).collect();
        if exact.is_empty() { all } else { exact }
    }

    /// The terms of a scheme that a cell may mean; of a class and those beneath it that share a name, the class.
    pub(super) fn terms(&self, scheme: Scheme, written: &str) -> BTreeSet<TermId> {
        let (_, bare) = split(written);
        let all = self.terms.get(&(scheme, key(bare))).cloned().unwrap_or_default();
        let exact: BTreeSet<TermId> = all.iter().copied().filter(|&id| self.lexicon.terms[id].name == bare).collect();
        let all = if exact.is_empty() { all } else { exact };
        let above = |id: &TermId| {
            let own = &self.lexicon.terms[*id].iri;
            !all.iter().any(|other| {
                other != id
                    && self.lexicon.terms[*id].lineage.contains(&self.lexicon.terms[*other].iri)
                    && self.lexicon.terms[*other].iri != *own
            })
        };
        all.iter().copied().filter(above).collect()
    }

    /// The names closest to one that is not there, as somebody would write them.
    pub(super) fn closest(&self, sorts: &[Sort], written: &str) -> Vec<String> {
        let names = self.entities.iter().filter(|((sort, _), _)| sorts.contains(sort));
        let ids = names.flat_map(|((_, name), ids)| ids.iter().map(move |id| (name.as_str(), self.shown(*id))));
        self.nearest(&key(split(written).1), ids)
    }

    /// The terms closest to one that is not there.
    pub(super) fn closest_term(&self, schemes: &[Scheme], written: &str) -> Vec<String> {
        let names = self.terms.iter().filter(|((scheme, _), _)| schemes.contains(scheme));
        let ids =
            names.flat_map(|((_, name), ids)| ids.iter().map(move |id| (name.as_str(), self.lexicon.terms[*id].name.clone())));
        self.nearest(&key(split(written).1), ids)
    }

    /// An entity as a cell can name it for certain, with its name where that says more.
    pub(super) fn shown(&self, id: EntityId) -> String {
        let entity = &self.register.entities[id];
        let label = entity.names.of(Lang::En).first().filter(|label| key(label) != key(&entity.slug));
        label.map_or_else(|| entity.slug.clone(), |label| format!("{} ({label})", entity.slug))
    }

    /// The code of a currency: as it is written, or by a word for the currency in any of the languages.
    pub(super) fn currency(&self, written: &str) -> Option<String> {
        let known = Lang::ALL.into_iter().flat_map(|lang| &self.lexicon.words(lang).money.currencies);
        let by_word = known
            .filter_map(|line| line.rsplit_once('='))
            .find(|(words, _)| words.split('|').any(|word| key(word) == key(written) && !key(word).is_empty()));
        let code = || (written.len() == 3 && written.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| written.to_owned());
        by_word.map(|(_, code)| code.to_owned()).or_else(code)
    }

    /// The country of an entity.
    pub(super) fn country_of(&self, id: EntityId) -> Option<EntityId> {
        self.register.country_of(id)
    }

    /// The name of a term.
    pub(super) fn name(&self, term: TermId) -> String {
        self.lexicon.terms[term].name.clone()
    }

    fn nearest<'b>(&self, wanted: &str, names: impl Iterator<Item = (&'b str, String)>) -> Vec<String> {
        if self.advised.replace(self.advised.get() + 1) >= ADVISED || wanted.is_empty() {
            return Vec::new();
        }
        let limit = (wanted.chars().count() / 3).clamp(1, 8);
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (name, shown) in names {
            let far = if name.contains(wanted) || wanted.contains(name) && name.chars().count() > 3 {
                limit
            } else {
                distance(name, wanted, limit)
            };
            if far <= limit {
                let best = found.entry(shown).or_insert(far);
                *best = far.min(*best);
            }
        }
        let mut found: Vec<(usize, String)> = found.into_iter().map(|(shown, far)| (far, shown)).collect();
        found.sort();
        found.into_iter().take(CLOSEST).map(|(_, shown)| shown).collect()
    }

    fn iri_kind(&self, id: EntityId) -> &'static str {
        match Sort::of(&self.register.entities[id].kind) {
            Sort::Forum | Sort::Organization => "org",
            sort => sort.name(),
        }
    }

    /// The offices that somebody held on a day, the highest first.
    pub(super) fn held(&self, person: EntityId, day: Option<Date>) -> Vec<EntityId> {
        let mut held: Vec<EntityId> = day.into_iter().flat_map(|day| self.register.offices_of(person, day)).collect();
        held.sort_by_key(|&office| self.register.precedence(office));
        held
    }
}

/// The kind and the id of `id:person/takaichi-sanae`, or of the whole IRI; anything else is a name.
fn split(written: &str) -> (Option<&str>, &str) {
    let bare = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(written);
    let local = bare.strip_prefix(vocab::ID).or_else(|| bare.strip_prefix("id:"));
    if let Some((kind, slug)) = local.and_then(|local| local.split_once('/')) {
        return (Some(kind), slug);
    }
    let concept = bare.strip_prefix(vocab::VOCAB).and_then(|rest| rest.split_once('/')).map(|(_, name)| name);
    let term = concept.or_else(|| bare.strip_prefix(vocab::CAJAD)).or_else(|| bare.strip_prefix("cajad:"));
    let schemes = ["domain:", "stage:", "realis:"];
    (None, term.or_else(|| schemes.iter().find_map(|scheme| bare.strip_prefix(scheme))).unwrap_or(bare))
}

/// How many letters have to be changed, added or left out to make one name of another, up to a limit.
/// Levenshtein, Binary codes capable of correcting deletions, insertions and reversals, 1966.
fn distance(one: &str, other: &str, limit: usize) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let cost = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_compared_by_their_letters() {
        assert_eq!(key("Kassym-Jomart  TOKAYEV"), key("kassym jomart tokayev"));
        assert_eq!(key("ＪＩＣＡ"), "jica");
        assert_eq!([distance("tokaev", "tokayev", 3), distance("abe", "aso", 3), distance("a", "abcdef", 2)], [1, 2, 3]);
    }
}
