//! Statements: who said what kind of thing about what, clause by clause.
//!
//! Where the verb comes before what it governs (English, French, Russian) a speech act takes in what depends on it,
//! and its subject stands before it. In Japanese the verb comes last: of two acts in one clause the later one counts,
//! and the speaker carries a particle. A verb that only reports speech leaves the act to what is said.

mod trigger;
mod voice;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::{Frames, Reading, Scene, Skipped, Statement, Topic, Voice, pledge};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::resolve::{Nominal, Who};
use crate::source::Lang;
use crate::text::Kind as Line;
use crate::vocab::act;

use trigger::Trigger;
use voice::voice_of;

/// Marks that close a quotation.
const CLOSING: [char; 3] = ['"', '\u{201d}', '»'];

/// Acts that are done towards somebody.
const DIRECTED: [&str; 6] = [act::THANK, act::CONGRATULATE, act::WELCOME, act::INVITE, act::REQUEST, act::CONDOLE];

/// Finds the statements.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    let mut last: Vec<Voice> = Vec::new();
    let mut author = None;
    for scene in reading.telling().filter(|s| s.sentence.kind == Line::Prose) {
        // Whoever begins to speak for themselves has the word; behind their words nobody has.
        if scene.author != author {
            last = scene.author.and_then(voice_of).into_iter().collect();
        }
        author = scene.author;
        let teller = Teller { reading, frames, scene };
        let (statements, skipped) = teller.statements(&mut last);
        frames.statements.extend(statements);
        frames.skipped.extend(skipped);
    }
}

struct Teller<'a> {
    reading: &'a Reading<'a>,
    frames: &'a Frames,
    scene: &'a Scene,
}

impl Teller<'_> {
    fn statements(&self, last: &mut Vec<Voice>) -> (Vec<Statement>, Vec<Skipped>) {
        let kept = self.kept(self.triggers());
        let (mut out, mut skipped) = (Vec::new(), Vec::new());
        let mut locked: Option<usize> = None;
        for (i, trigger) in kept.iter().enumerate() {
            let voices = self.of_whoever_is_humble(self.voices(trigger, &mut locked, last));
            if trigger.act.is_none() {
                locked = Some(trigger.units.end);
            }
            let act = trigger.act.filter(|_| !self.is_done(trigger)).or_else(|| self.plain(&kept, i));
            let Some(act) = act.map(|act| self.judged(act, &self.span(&kept, i))) else {
                *last = if voices.is_empty() { std::mem::take(last) } else { voices };
                continue;
            };
            if voices.is_empty() {
                skipped.push(Skipped {
                    kind: "statement",
                    reason: "no speaker",
                    message: "no speaker was found".to_owned(),
                    sentence: self.scene.number,
                });
                continue;
            }
            last.clone_from(&voices);
            if self.unreal(trigger) {
                skipped.push(Skipped {
                    kind: "statement",
                    reason: "negated or supposed",
                    message: "it is negated or only supposed".to_owned(),
                    sentence: self.scene.number,
                });
            } else {
                out.push(self.statement(act, voices, self.span(&kept, i), trigger));
            }
        }
        (out, skipped)
    }

    /// What somebody merely said is explained, unless the sentence names the act.
    fn plain(&self, kept: &[Trigger], i: usize) -> Option<TermId> {
        let beside = if self.reading.text.lang == Lang::Ja { i.checked_sub(1) } else { Some(i + 1) };
        let named = beside.and_then(|b| kept.get(b)).is_some_and(|t| t.act.is_some() && !t.finite);
        // A verb behind what is quoted adds nothing to the act within: "I welcome the message," said the Minister.
        let quoted = |p: usize| {
            let units = &self.reading.text.units;
            let between = units[kept[p].units.end - 1].span.end..units[kept[i].units.start].span.start;
            kept[p].act.is_some() && self.reading.text.of(&between).contains(CLOSING)
        };
        let named = named || i.checked_sub(1).is_some_and(quoted);
        // What is said stands in the sentences behind a colon.
        let announced = self.reading.text.of(&self.scene.sentence.span).ends_with(':');
        if named || announced { None } else { self.reading.lexicon.term(Scheme::Act, act::EXPLAIN) }
    }

    /// Whether what sounds like an intention is said to have been done up to now: 後押ししてきた.
    fn is_done(&self, trigger: &Trigger) -> bool {
        let behind = trigger.units.end..(trigger.units.end + 1).min(self.scene.sentence.units.end);
        let perfect = |m: &Mention| m.is(Role::Perfect) && behind.contains(&m.units.start);
        self.does(trigger, act::EXPRESS_INTENT) && self.scene.mentions.words.iter().any(perfect)
    }

    /// What somebody explains by judging it is praised, where it goes well, or reaffirmed, where it matters: "noted the high level",
    /// 重要と指摘した. The judgement nearest to the verb counts.
    fn judged(&self, act: TermId, span: &Range<usize>) -> TermId {
        if self.reading.term(act).name != act::EXPLAIN {
            return act;
        }
        let judging = |m: &&Mention| m.is(Role::Merit) || m.is(Role::Weight);
        let mut judgements = self.scene.mentions.words_within(span).filter(judging);
        let nearest = if self.reading.text.lang == Lang::Ja { judgements.last() } else { judgements.next() };
        let name = nearest.map(|m| if m.is(Role::Merit) { act::PRAISE } else { act::REAFFIRM });
        name.and_then(|name| self.reading.lexicon.term(Scheme::Act, name)).unwrap_or(act)
    }

    /// Whether the clause says the contrary, or only supposes.
    fn unreal(&self, trigger: &Trigger) -> bool {
        let near = self.reading.denying(self.scene, &trigger.units, if self.reading.text.lang == Lang::Ja { 4 } else { 3 });
        let before = self.scene.sentence.units.start..trigger.units.start;
        self.scene.has(Role::Negation, &near) || self.scene.has(Role::Condition, &before)
    }

    /// The stretch that a trigger governs: up to the next one, or in Japanese from the one before.
    fn span(&self, kept: &[Trigger], i: usize) -> Range<usize> {
        let units = &self.scene.sentence.units;
        if self.reading.text.lang == Lang::Ja {
            i.checked_sub(1).map_or(units.start, |p| kept[p].units.end)..kept[i].units.end
        } else {
            // What opens the sentence is a topic of its first act.
            let start = if i == 0 { units.start } else { kept[i].units.start };
            start..kept.get(i + 1).map_or(units.end, |n| n.units.start)
        }
    }

    fn statement(&self, act: TermId, speakers: Vec<Voice>, span: Range<usize>, trigger: &Trigger) -> Statement {
        let name = self.reading.term(act).name.as_str();
        // In Japanese what a verb governs stands before it.
        let start = if self.reading.text.lang == Lang::Ja { span.start } else { span.start.max(trigger.units.start) };
        let governed = start..span.end;
        let addressee = if DIRECTED.contains(&name) { self.addressee(&speakers, trigger, &governed) } else { None };
        // What somebody explains binds where it is a deed to come.
        let ahead = name == act::EXPLAIN && self.scene.has(Role::Future, &governed);
        let bound = pledge::BINDING.contains(&name) || ahead;
        let commitment = if bound { pledge::spoken(self.reading, self.frames, self.scene, &speakers, &governed) } else { None };
        let rule = if trigger.act.is_some() { "statement.act" } else { "statement.speech" };
        let start = self.reading.text.units[span.start].span.start;
        // The first clause has all that opens the sentence.
        let start = if span.start == self.scene.sentence.units.start { self.scene.sentence.span.start } else { start };
        Statement { speakers, addressee, act, about: self.about(&span), commitment, sentence: self.scene.number, start, rule }
    }

    fn about(&self, span: &Range<usize>) -> BTreeSet<Topic> {
        let inside = |m: &&Mention| span.start <= m.units.start && m.units.end <= span.end;
        let terms = self
            .scene
            .terms(Scheme::Domain)
            .chain(self.scene.terms(Scheme::Issue))
            .filter(inside)
            .flat_map(Mention::terms)
            .map(Topic::Term);
        let register = &self.reading.lexicon.register;
        let things = self
            .scene
            .mentions
            .names
            .iter()
            .filter(inside)
            .flat_map(Mention::entities)
            .filter(|&e| register.is_topic(e))
            .map(Topic::Entity);
        terms.chain(things).collect()
    }

    /// The first of the other side in what the act governs.
    fn addressee(&self, speakers: &[Voice], trigger: &Trigger, span: &Range<usize>) -> Option<Voice> {
        let own = |v: &Voice| speakers.iter().any(|s| s.side() == v.side());
        let inside = |n: &&Nominal| span.start <= n.units.start && n.units.end <= span.end;
        // What follows a conjunction as a subject speaks for itself.
        let other = |n: &Nominal| n.subject && matches!(n.who, Who::Person(_)) && self.bounded(span.start, n.units.start);
        // Whoever stands in a clause that the act governs is spoken of, not to: "welcomed that the President had come".
        let spoken_of = |n: &Nominal| self.scene.has(Role::Complementiser, &(trigger.units.end..n.units.start));
        let addressed = self.scene.nominals.iter().filter(inside).filter(|n| !other(n) && !spoken_of(n));
        let voices = addressed.filter_map(|n| match n.who {
            Who::Person(holder) => Some(Voice::Person(holder)),
            Who::Country(country) => Some(Voice::Country(country)),
            _ => None,
        });
        voices.into_iter().find(|v| !own(v))
    }
}
