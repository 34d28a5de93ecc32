//! The words for occasions in a sentence.

use std::ops::Range;

use crate::frame::{Reading, Scene};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::source::Lang;
use crate::text::{covers, overlap};
use crate::vocab::class;

/// How many units may stand between a verb of receiving and who is received.
const RECEIVED: usize = 14;

/// How many units may stand between a forum and the verb that says that it met.
const SESSION: usize = 8;

/// How many units may stand between the number of a session and the name of its forum.
const NUMBERED: usize = 3;

/// The words for occasions in a sentence; of two that stand together the head of the compound counts.
pub(super) fn heads(reading: &Reading<'_>, scene: &Scene) -> Vec<(Range<usize>, TermId)> {
    let mut heads: Vec<(Range<usize>, TermId)> = Vec::new();
    for mention in scene.terms(Scheme::Occasion) {
        let Some(class) = mention.terms().max_by_key(|&t| reading.term(t).lineage.len()) else { continue };
        if scene.mentions.words.iter().any(|m| m.is(Role::Several) && overlap(&m.units, &mention.units)) {
            continue;
        }
        let class = by_telephone(reading, scene, mention).or_else(|| special(reading, scene, mention, class)).unwrap_or(class);
        match heads.last_mut() {
            Some((units, before))
                if both_meetings(reading, *before, class) && coordinated(scene, units.end..mention.units.start) =>
            {
                units.end = mention.units.end;
            }
            // "The ceremony of the signing" is one.
            Some((units, before))
                if reading.term(class).is_a(&reading.term(*before).name)
                    && class != *before
                    && governed(scene, units.end..mention.units.start) =>
            {
                units.end = mention.units.end;
                *before = class;
            }
            Some((units, before)) if units.end == mention.units.start => {
                units.end = mention.units.end;
                let head_last = matches!(reading.text.lang, Lang::En | Lang::Ja);
                let generic = reading.term(class).lineage.len() < reading.term(*before).lineage.len();
                if head_last && !generic {
                    *before = class;
                }
            }
            _ => heads.push((mention.units.clone(), class)),
        }
    }
    heads.extend(ellipses(reading, scene, &heads));
    heads.extend(receptions(reading, scene, &heads));
    heads.extend(sessions(reading, scene, &heads));
    heads.sort_by_key(|(units, _)| units.start);
    heads
}

/// What stands for a visit named before in the sentence: "the visit of the President to Japan and that of the Prime Minister".
fn ellipses(reading: &Reading<'_>, scene: &Scene, heads: &[(Range<usize>, TermId)]) -> Vec<(Range<usize>, TermId)> {
    let visit = |units: &Range<usize>| {
        let before = heads.iter().rfind(|(h, _)| h.end <= units.start);
        before.filter(|(_, class)| reading.term(*class).is_a(class::VISIT)).map(|(_, class)| *class)
    };
    let words = scene.mentions.words.iter().filter(|m| m.is(Role::Ellipsis)).map(|m| m.units.clone());
    words.filter_map(|units| Some((units.clone(), visit(&units)?))).collect()
}

/// "Telephone talks between the foreign ministers" are a call first, whatever longer name the rest of the words has.
fn by_telephone(reading: &Reading<'_>, scene: &Scene, mention: &Mention) -> Option<TermId> {
    let beside = |m: &&Mention| overlap(&m.units, &mention.units) && !covers(&mention.units, &m.units);
    let within = scene.mentions.lost.iter().filter(beside);
    within.flat_map(Mention::terms).find(|&t| reading.term(t).name == class::TELEPHONE_TALK)
}

/// The special class that a word which goes on with this one names: "the solemn ceremony of signing" is a signing.
fn special(reading: &Reading<'_>, scene: &Scene, mention: &Mention, class: TermId) -> Option<TermId> {
    let beside = |m: &&Mention| overlap(&m.units, &mention.units) && m.units.end > mention.units.end;
    let name = reading.term(class).name.as_str();
    let lost = scene.mentions.lost.iter().filter(beside).flat_map(Mention::terms);
    lost.into_iter().find(|&t| t != class && reading.term(t).is_a(name))
}

/// Verbs of receiving that have a person for their object, or for their agent: a letter is received too.
fn receptions(reading: &Reading<'_>, scene: &Scene, heads: &[(Range<usize>, TermId)]) -> Vec<(Range<usize>, TermId)> {
    let Some(class) = reading.lexicon.term(Scheme::Occasion, class::MEETING) else { return Vec::new() };
    let free = |units: &Range<usize>| heads.iter().all(|(h, _)| !overlap(h, units));
    let people = || scene.nominals.iter().filter(|n| n.person().is_some());
    let received = |units: &Range<usize>| {
        let Some(guest) = people().find(|n| n.units.start >= units.end) else { return false };
        let host = people().any(|n| n.units.end <= units.start);
        let between = units.end..guest.units.start;
        let last = between.clone().next_back();
        let role = |role| last.is_some_and(|u| scene.mentions.role_at(u, role));
        let led = role(Role::Agent) || role(Role::Leading);
        // "Received the Minister's letter" is not of the Minister.
        let behind = |role| scene.mentions.role_at(guest.units.end, role);
        let owns = behind(Role::Genitive) && !behind(Role::Preposition);
        let whole = led || !role(Role::Preposition) && is_bare(reading, scene, &between);
        between.len() <= RECEIVED && whole && !owns && (led || host || reading.text.lang == Lang::Ru)
    };
    let verbs = scene.mentions.words.iter().filter(|m| m.is(Role::Reception)).map(|m| m.units.clone());
    verbs.filter(|units| free(units) && received(units)).map(|units| (units, class)).collect()
}

/// Whether nothing is received between a verb and the guest behind it: what stands there are names, titles, small words,
/// and nouns that a preposition governs: "a reçu au siège de la banque M. X".
fn is_bare(reading: &Reading<'_>, scene: &Scene, between: &Range<usize>) -> bool {
    let roles = [Role::Article, Role::Title, Role::Honorific, Role::Former];
    let mut governed = false;
    between.clone().all(|u| {
        let role = |role| scene.mentions.role_at(u, role);
        let named =
            scene.mentions.names.iter().any(|m| m.units.contains(&u)) || scene.nominals.iter().any(|n| n.units.contains(&u));
        if reading.text.units[u].mark || role(Role::Preposition) || role(Role::Locative) {
            governed = !reading.text.units[u].mark;
            return true;
        }
        !role(Role::Conjunction) && (governed || named || roles.iter().any(|&r| role(r)))
    })
}

/// A standing dialogue that "was held", or that has a number, is a session of it, where no other word for one stands in the
/// sentence: "the fifth Dialogue".
fn sessions(reading: &Reading<'_>, scene: &Scene, heads: &[(Range<usize>, TermId)]) -> Option<(Range<usize>, TermId)> {
    let (forum, mention) = scene.mentions.names.iter().find_map(|m| Some((m.entities().find(|&e| reading.is_forum(e))?, m)))?;
    let held = scene.terms(Scheme::Realis).find(|r| r.units.start >= mention.units.end).is_some_and(|realis| {
        let between = mention.units.end..realis.units.start;
        between.len() < SESSION && !scene.has_mark(reading.text, &between)
    });
    let numbered = scene.figures.ordinals.iter().any(|o| {
        let between = reading.text.units_of(&o.span).end..mention.units.start;
        mention.units.start >= between.start && between.len() <= NUMBERED
    });
    let class = reading.lexicon.term(Scheme::Occasion, reading.lexicon.register.session_of(forum)?)?;
    (heads.is_empty() && (held || numbered)).then(|| (mention.units.clone(), class))
}

/// "The summit and the discussions of the Dialogue" are one meeting, not two; a summit and a dinner are two.
fn both_meetings(reading: &Reading<'_>, a: TermId, b: TermId) -> bool {
    a != b && reading.term(a).is_a(class::MEETING) && reading.term(b).is_a(class::MEETING)
}

/// Whether one word for an occasion governs the other: between them stand prepositions and articles, and names of countries.
fn governed(scene: &Scene, between: Range<usize>) -> bool {
    let role = |u, role| scene.mentions.role_at(u, role);
    let named = |u: usize| scene.mentions.names.iter().any(|m| m.units.contains(&u));
    let small = |u: usize| [Role::Article, Role::Preposition, Role::Conjunction].into_iter().any(|r| role(u, r)) || named(u);
    let preposition = between.clone().next().is_some_and(|u| role(u, Role::Preposition));
    preposition && (1..10).contains(&between.len()) && between.into_iter().all(small)
}

/// Whether nothing but a conjunction with small words stands between two words.
fn coordinated(scene: &Scene, between: Range<usize>) -> bool {
    let small = |u| [Role::Conjunction, Role::Article, Role::Preposition].iter().any(|&r| scene.mentions.role_at(u, r));
    (1..4).contains(&between.len()) && scene.has(Role::Conjunction, &between) && between.into_iter().all(small)
}
