//! Triggers: the words in a sentence that do something by saying it, or report that something was said.

use std::ops::Range;

use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::register::{EntityId, Kind};
use crate::resolve::Nominal;
use crate::source::Lang;
use crate::text::{covers, overlap};
use crate::vocab::act;

use super::Teller;

/// The longest auxiliary of a Japanese verb, in letters.
const AUXILIARY: usize = 4;
/// How many auxiliaries and adverbs may stand before a verb, behind the relative pronoun or the mark that opens its clause: "which
/// has also been".
pub(super) const AUXILIARIES: usize = 3;

/// A speech act in a sentence; without an act it is a verb that only reports.
pub(super) struct Trigger {
    pub(super) units: Range<usize>,
    pub(super) act: Option<TermId>,
    /// Whether it is only the verb at the end of one of several clauses that somebody says.
    pub(super) finite: bool,
}

impl Teller<'_> {
    /// Acts and verbs of saying in order; where both are read in the same words the act is meant.
    pub(super) fn triggers(&self) -> Vec<Trigger> {
        let lead = self.reading.is_lead(self.scene);
        // "Signed a declaration" declares nothing, and the lead's meeting is an occasion before it is an exchange of views; but
        // "reached an agreement" is more than its noun.
        // "Exchanged views with" names a meeting and is what was done there.
        let talked = |m: &Mention| m.terms().any(|t| self.reading.term(t).name == act::EXCHANGE_VIEWS);
        let within = |o: &Mention, m: &Mention| covers(&o.units, &m.units) && o.units.len() > m.units.len() && !talked(m);
        let shares = |o: &Mention, m: &Mention| {
            overlap(&o.units, &m.units) && (o.units.len() >= m.units.len() || !covers(&m.units, &o.units))
        };
        let taken = |m: &&Mention| {
            let named = self.scene.terms(Scheme::Instrument).any(|o| shares(o, m));
            named || self.scene.terms(Scheme::Occasion).any(|o| within(o, m) || lead && shares(o, m))
        };
        let act = |m: &Mention| m.terms().next().map(|t| Trigger { units: m.units.clone(), act: Some(t), finite: false });
        let idle = |m: &&Mention| {
            taken(m)
                || self.is_idiom(&m.units)
                || self.is_noun(&m.units)
                || self.is_aside(&m.units)
                || self.is_of_nobody(&m.units)
        };
        let mut all: Vec<Trigger> = self.scene.terms(Scheme::Act).filter(|m| !idle(m)).filter_map(act).collect();
        let told = |m: &&Mention| m.is(Role::Speech) && !idle(m) || self.source(&m.units).is_some();
        let speech = self.scene.mentions.words.iter().filter(told);
        let free = |m: &&Mention| !all.iter().any(|t| overlap(&t.units, &m.units));
        let plain: Vec<Trigger> =
            speech.filter(free).map(|m| Trigger { units: m.units.clone(), act: None, finite: false }).collect();
        all.extend(plain);
        all.sort_by_key(|t| t.units.start);
        all.extend(self.finite(&all));
        all.sort_by_key(|t| t.units.start);
        all
    }

    /// The verbs that close a clause before a comma in what is reported: 「Aが実現した、Bしたい旨述べた」. In narration a Japanese verb
    /// has another form there.
    fn finite(&self, all: &[Trigger]) -> Vec<Trigger> {
        let text = self.reading.text;
        let words = &self.reading.lexicon.words(text.lang).speech;
        let mut found = Vec::new();
        let mut start = self.scene.sentence.units.start;
        for mark in self.scene.sentence.units.clone().filter(|&u| text.units[u].mark) {
            let clause = start..mark;
            start = mark + 1;
            let comma = matches!(text.unit(mark), "、" | ",");
            let reported = all.iter().any(|t| t.units.start > mark);
            let silent = !all.iter().any(|t| overlap(&t.units, &clause));
            if clause.is_empty() || !comma || !reported || !silent {
                continue;
            }
            let said = text.words(&clause);
            let ends = |endings: &[String]| endings.iter().any(|e| said.ends_with(e.as_str()));
            if ends(&words.finite) {
                let name = if ends(&words.wishes) { act::EXPRESS_INTENT } else { act::EXPLAIN };
                let act = self.reading.lexicon.term(Scheme::Act, name);
                found.push(Trigger { units: mark - 1..mark, act, finite: true });
            }
        }
        found
    }

    /// Whether some words only look like an act: "thanks to".
    fn is_idiom(&self, units: &Range<usize>) -> bool {
        self.scene.mentions.words.iter().any(|m| m.is(Role::Idiom) && covers(&m.units, units))
    }

    /// Whether a word alone is a noun: with an article or a possessive before it that no verb of saying governs.
    fn is_noun(&self, units: &Range<usize>) -> bool {
        let role = |at: usize, roles: &[Role]| roles.iter().any(|&r| self.scene.mentions.role_at(at, r));
        let first = self.scene.sentence.units.start;
        let determined = units.len() == 1 && units.start > first && role(units.start - 1, &[Role::Article, Role::Possessive]);
        determined && (units.start < first + 2 || !role(units.start - 2, &[Role::Speech, Role::Impersonal]))
    }

    /// Whether a verb is that of a clause about something, not somebody: "the plan, which had been proposed".
    fn is_aside(&self, units: &Range<usize>) -> bool {
        self.relative(units).is_some_and(|relative| self.antecedent(&relative).is_none())
    }

    /// Whether the subject right before a verb is an organisation that is on nobody's side: "said that the Council had discussed".
    fn is_of_nobody(&self, units: &Range<usize>) -> bool {
        let before = |m: &&Mention| m.units.end <= units.start && units.start - m.units.end <= AUXILIARIES;
        let free = |m: &&Mention| {
            let start = self.scene.mentions.phrase_start(m.units.start, self.scene.sentence.units.start);
            !start.checked_sub(1).is_some_and(|u| self.scene.mentions.role_at(u, Role::Preposition))
                && (m.units.end..units.start)
                    .all(|u| !self.reading.text.units[u].mark && !self.scene.mentions.role_at(u, Role::Conjunction))
        };
        let cast = &self.reading.cast;
        let body = |e: EntityId| matches!(cast.entity(e).kind, Kind::Organization(_)) && cast.country_of(e).is_none();
        let subject = self.scene.mentions.names.iter().rev().filter(before).find(free);
        self.reading.text.lang != Lang::Ja && subject.and_then(|m| m.only()).is_some_and(body)
    }

    /// The relative pronoun that is the subject of a verb: only small words stand between, and nobody else.
    pub(super) fn relative(&self, units: &Range<usize>) -> Option<Range<usize>> {
        self.opened_by(Role::RelativeSubject, units)
    }

    /// The word with a role that opens the clause of a verb: only small words stand between, and nobody.
    pub(super) fn opened_by(&self, role: Role, units: &Range<usize>) -> Option<Range<usize>> {
        let mut before = self.scene.mentions.words.iter().filter(|m| m.is(role) && m.units.end <= units.start);
        let last = before.next_back()?.units.clone();
        let between = last.end..units.start;
        let free = |u: usize| !self.reading.text.units[u].mark && !self.scene.mentions.is_predicate(u);
        let others = self.scene.nominals.iter().any(|n| overlap(&n.units, &between));
        (between.len() <= AUXILIARIES && !others && between.into_iter().all(free)).then_some(last)
    }

    /// Who the clause of a relative pronoun is about: "the Minister, who thanked".
    pub(super) fn antecedent(&self, relative: &Range<usize>) -> Option<&Nominal> {
        let beside = |n: &&Nominal| n.is_human() && (relative.start.saturating_sub(1)..=relative.start).contains(&n.units.end);
        self.scene.nominals.iter().find(beside)
    }

    /// The triggers that make statements of their own, by the order of verb and complement.
    pub(super) fn kept(&self, all: Vec<Trigger>) -> Vec<Trigger> {
        let japanese = self.reading.text.lang == Lang::Ja;
        let mut kept: Vec<Trigger> = Vec::new();
        for trigger in all {
            let Some(before) = kept.last().filter(|t| t.act.is_some()) else {
                kept.push(trigger);
                continue;
            };
            let bounded = self.bounded(before.units.end, trigger.units.start);
            if bounded {
                if japanese || !self.depends(&trigger) {
                    kept.push(trigger);
                }
            } else if japanese {
                if trigger.act.is_none() {
                    kept.push(trigger);
                } else if !self.follows_from(before, &trigger) {
                    kept.pop();
                    kept.push(trigger);
                }
            } else if self.is_told_by(before, &trigger)
                && let Some(frame) = kept.last_mut()
            {
                frame.act = trigger.act;
            }
        }
        kept
    }

    /// Whether a trigger does an act by its name.
    pub(super) fn does(&self, trigger: &Trigger, act: &str) -> bool {
        trigger.act.is_some_and(|a| self.reading.term(a).name == act)
    }

    /// In Japanese, whether the later of two acts in one clause adds nothing to the earlier: a mere pointing out of what was
    /// praised, or the auxiliary of a request.
    fn follows_from(&self, before: &Trigger, later: &Trigger) -> bool {
        let auxiliary = later.units.start <= before.units.end + 1 && later.units.len() <= AUXILIARY;
        self.does(later, act::EXPLAIN) || auxiliary
    }

    /// Whether the first verb only frames the second: "stressed that he appreciated".
    fn is_told_by(&self, frame: &Trigger, inner: &Trigger) -> bool {
        let between = frame.units.end..inner.units.start;
        // "Stressed the importance": the verb only says how, its object what.
        let small = |u: usize| [Role::Article, Role::Possessive].iter().any(|&role| self.scene.mentions.role_at(u, role));
        let opened = self.scene.has(Role::Complementiser, &between) || between.into_iter().all(small);
        inner.act.is_some() && self.does(frame, act::EXPLAIN) && opened
    }

    /// Whether a mark or a conjunction stands between two places; the comma that opens the content of speech parts nothing.
    pub(super) fn bounded(&self, from: usize, to: usize) -> bool {
        let parts = |u: usize| self.reading.text.units[u].mark && !self.scene.mentions.role_at(u + 1, Role::Complementiser);
        (from..to).any(parts) || self.scene.has(Role::Conjunction, &(from..to))
    }

    /// Whether a verb has the form of one that depends on another, an infinitive, and is no deed before or after it.
    fn depends(&self, trigger: &Trigger) -> bool {
        let before = trigger.units.start.saturating_sub(AUXILIARIES).max(self.scene.sentence.units.start)..trigger.units.start;
        if self.scene.has(Role::Sequel, &before) {
            return false;
        }
        let words = &self.reading.lexicon.words(self.reading.text.lang).clause.embedded;
        let first = self.reading.text.unit(trigger.units.start).to_lowercase();
        words.iter().any(|e| first.ends_with(e.as_str()))
    }
}
