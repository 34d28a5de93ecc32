//! Mentions: what is named where. The longest label wins; names keep what stands inside them out of the vocabulary.

use std::ops::Range;

use crate::lexicon::{Entry, Lexicon, Match, Role, Scheme, Sense, TermId};
use crate::register::{EntityId, Kind};
use crate::source::Lang;
use crate::text::{Sentence, Text};

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
}

/// Finds the mentions of a sentence.
pub fn mentions(lexicon: &Lexicon, text: &Text, sentence: &Sentence) -> Mentions {
    let mut found: Vec<(Layer, Mention, usize)> = Vec::new();
    for one in lexicon.matches(text, sentence.units.clone()) {
        spread(lexicon, text, &one, &mut found);
    }
    let mut out = Mentions::default();
    let mut layers: Vec<Layer> = found.iter().map(|(layer, ..)| *layer).collect();
    layers.sort_unstable();
    layers.dedup();
    for layer in layers {
        let (won, lost) = longest(found.iter().filter(|(l, ..)| *l == layer));
        match layer {
            Layer::Name => {
                (out.names, out.nested) = (won, lost);
                let occasions = |m: &Mention| found.iter().any(|(l, o, _)| *l == Layer::Term(Scheme::Occasion) && within(m, o));
                drop_lone_characters(text, &mut out.names, occasions);
                out.nested.retain(|n| out.names.iter().any(|w| w.units.end == n.units.end && w.units.start < n.units.start));
            }
            Layer::Term(scheme) => out.terms.extend(won.into_iter().map(|m| (scheme, m))),
            Layer::Word(_) => out.words.extend(won),
        }
    }
    out.terms.retain(|(_, m)| !out.names.iter().any(|n| hides(lexicon, n, m)));
    out.terms.sort_by_key(|(scheme, m)| (m.units.start, m.units.end, *scheme));
    out.words.sort_by_key(|m| (m.units.start, m.units.end));
    out
}

/// Sorts the senses of a match into layers, without those whose letters do not fit.
fn spread(lexicon: &Lexicon, text: &Text, one: &Match<'_>, found: &mut Vec<(Layer, Mention, usize)>) {
    let begins = text.unit(one.start).chars().next();
    let capital = begins.is_some_and(|c| !c.is_lowercase());
    for entry in one.entries.iter().filter(|e| capital || !e.capital) {
        let layer = match entry.sense {
            Sense::Term(term) => Layer::Term(lexicon.terms[term].scheme),
            Sense::Word(role) => Layer::Word(role as u8),
            _ => Layer::Name,
        };
        let same = found.iter_mut().rev().find(|(l, m, _)| *l == layer && m.units == (one.start..one.end));
        match same {
            Some((_, mention, _)) => mention.entries.push(*entry),
            None => found.push((layer, Mention { units: one.start..one.end, entries: vec![*entry] }, one.weight)),
        }
    }
}

/// The leftmost longest mentions, and those that lie within one of them.
fn longest<'a>(found: impl Iterator<Item = &'a (Layer, Mention, usize)>) -> (Vec<Mention>, Vec<Mention>) {
    let mut all: Vec<&(Layer, Mention, usize)> = found.collect();
    all.sort_by_key(|(_, m, weight)| (std::cmp::Reverse(*weight), m.units.end - m.units.start, m.units.start));
    let (mut won, mut lost): (Vec<Mention>, Vec<Mention>) = (Vec::new(), Vec::new());
    for (_, mention, _) in all {
        let overlaps = |w: &Mention| w.units.start < mention.units.end && mention.units.start < w.units.end;
        if won.iter().any(overlaps) { lost.push(mention.clone()) } else { won.push(mention.clone()) }
    }
    won.sort_by_key(|m| m.units.start);
    (won, lost)
}

/// Whether a name keeps a term inside it from being read: the minister of energy is not about energy.
fn hides(lexicon: &Lexicon, name: &Mention, term: &Mention) -> bool {
    let inside = name.units.start <= term.units.start && term.units.end <= name.units.end;
    let longer = name.units.end - name.units.start > 1;
    let closed = |e: EntityId| {
        matches!(lexicon.register.entities[e].kind, Kind::Organization { .. } | Kind::Office { .. } | Kind::Person { .. })
    };
    inside && longer && name.entities().any(closed)
}

fn within(inner: &Mention, outer: &Mention) -> bool {
    outer.units.start <= inner.units.start && inner.units.end <= outer.units.end
}

/// 日 and 中 stand for Japan and China only in pairs (日・カザフスタン, 日中) and in names of occasions
/// (訪日), not in any word that they begin.
fn drop_lone_characters(text: &Text, names: &mut Vec<Mention>, kept: impl Fn(&Mention) -> bool) {
    let lone = |m: &Mention| {
        text.lang == Lang::Ja && m.units.len() == 1 && m.entities().next().is_none() && m.surnames().next().is_none()
    };
    let ends: Vec<(usize, usize)> = names.iter().map(|m| (m.units.start, m.units.end)).collect();
    names.retain(|m| {
        let follows = |unit: usize| ends.iter().any(|&(start, _)| start == unit) && text.units.get(unit).is_some();
        let dotted = text.units.get(m.units.end).is_some_and(|u| text.of(&u.span) == "・");
        let preceded = ends.iter().any(|&(_, end)| end == m.units.start);
        !lone(m) || kept(m) || follows(m.units.end) || dotted && follows(m.units.end + 1) || preceded
    });
}
