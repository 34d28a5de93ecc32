//! Traces: which words of a sentence the lexicon knew, as what, and which readings lost.

use std::collections::BTreeSet;

use crate::frame::{Reading, Scene};
use crate::lexicon::{Entry, Role, Sense};
use crate::mention::Mention;
use crate::resolve::Who;
use crate::text::overlap;

/// What was read in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The first character of the sentence in the release.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// The words that counted, each with what it was taken for: `"signed" = stage signed`.
    pub matched: Vec<String>,
    /// Readings that lost: to a longer label, or to another candidate.
    pub lost: Vec<String>,
}

/// Traces every sentence of a text.
pub fn trace(reading: &Reading<'_>) -> Vec<Trace> {
    reading.scenes.iter().map(|scene| of_scene(reading, scene)).collect()
}

fn of_scene(reading: &Reading<'_>, scene: &Scene) -> Trace {
    let chars = reading.text.chars(&scene.sentence.span);
    let mentions = &scene.mentions;
    let terms = mentions.terms.iter().map(|(_, m)| m);
    let words =
        mentions.words.iter().filter(|m| [Role::Speech, Role::Deed, Role::Negation, Role::Purpose].iter().any(|&r| m.is(r)));
    let (mut matched, mut lost) = (Vec::new(), Vec::new());
    let mut won: Vec<&Mention> = mentions.names.iter().chain(terms).chain(words).collect();
    won.sort_by_key(|m| (m.units.start, m.units.end));
    for mention in won {
        let chosen = chosen(reading, scene, mention);
        let (taken, left): (Vec<&Entry>, Vec<&Entry>) =
            mention.entries.iter().partition(|e| chosen.as_ref().is_none_or(|c| c.contains(&sense(reading, e))));
        let list = |entries: &[&Entry]| {
            let senses: BTreeSet<String> = entries.iter().map(|e| sense(reading, e)).collect();
            senses.into_iter().collect::<Vec<_>>().join(" or ")
        };
        if taken.is_empty() {
            lost.push(format!("\"{}\" is not sure to be {}", reading.text.words(&mention.units), list(&left)));
            continue;
        }
        matched.push(format!("\"{}\" = {}", reading.text.words(&mention.units), list(&taken)));
        if !left.is_empty() {
            lost.push(format!("\"{}\" might have been {}", reading.text.words(&mention.units), list(&left)));
        }
    }
    for mention in &mentions.lost {
        let senses: BTreeSet<String> = mention.entries.iter().map(|e| sense(reading, e)).collect();
        let senses = senses.into_iter().take(3).collect::<Vec<_>>().join(" or ");
        lost.push(format!("\"{}\" as {senses} lost to a longer label", reading.text.words(&mention.units)));
    }
    matched.dedup();
    lost.dedup();
    Trace { start: chars.start, end: chars.end, matched, lost }
}

/// Where a mention is part of somebody or some country, what was chosen of its candidates; `None` if all of them hold.
fn chosen(reading: &Reading<'_>, scene: &Scene, mention: &Mention) -> Option<BTreeSet<String>> {
    let several =
        mention.entries.len() > 1 && mention.entries.iter().all(|e| matches!(e.sense, Sense::Entity(_) | Sense::Surname(_)));
    let nominal = scene.nominals.iter().find(|n| overlap(&n.units, &mention.units))?;
    let slug = |e: usize| reading.cast.entity(e).slug.clone();
    match nominal.who {
        Who::Person(holder) if several || mention.surnames().next().is_some() => {
            Some([Some(holder.person), holder.office].into_iter().flatten().map(slug).collect())
        }
        _ => None,
    }
}

fn sense(reading: &Reading<'_>, entry: &Entry) -> String {
    match entry.sense {
        Sense::Entity(e) | Sense::Institution(e) | Sense::Surname(e) | Sense::Adjective(e) => reading.cast.entity(e).slug.clone(),
        Sense::Term(term) => {
            let term = reading.term(term);
            format!("{} {}", format!("{:?}", term.scheme).to_lowercase(), term.name)
        }
        Sense::Word(role) => format!("{role:?}").to_lowercase(),
    }
}
