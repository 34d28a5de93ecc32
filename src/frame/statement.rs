//! Statements: who said what kind of thing about what, clause by clause.
//!
//! Where the verb comes before what it governs (English, French, Russian) a speech act takes in what depends on it,
//! and its subject stands before it. In Japanese the verb comes last: of two acts in one clause the later one counts,
//! and the speaker carries a particle. A verb that only reports speech leaves the act to what is said.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::{Frames, Reading, Scene, Skipped, Statement, Topic, Voice, pledge};
use crate::lexicon::{Role, Scheme, TermId};
use crate::mention::Mention;
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::{Kind as Line, covers, overlap};
use crate::vocab::act;

/// The longest auxiliary of a Japanese verb, in letters.
const AUXILIARY: usize = 4;
/// Acts that are done towards somebody.
const DIRECTED: [&str; 6] = [act::THANK, act::CONGRATULATE, act::WELCOME, act::INVITE, act::REQUEST, act::CONDOLE];

/// Finds the statements.
pub fn build(reading: &Reading<'_>, frames: &mut Frames) {
    let mut last: Vec<Voice> = Vec::new();
    for scene in reading.telling().filter(|s| s.sentence.kind == Line::Prose) {
        let teller = Teller { reading, frames, scene };
        let (statements, skipped) = teller.statements(&mut last);
        frames.statements.extend(statements);
        frames.skipped.extend(skipped);
    }
}

/// A speech act in a sentence; without an act it is a verb that only reports.
struct Trigger {
    units: Range<usize>,
    act: Option<TermId>,
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
            let voices = self.voices(trigger, &mut locked, last);
            if trigger.act.is_none() {
                locked = Some(trigger.units.end);
            }
            let Some(act) = trigger.act.or_else(|| self.plain(&kept, i)) else {
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

    /// Acts and verbs of saying in order; where both are read in the same words the act is meant.
    fn triggers(&self) -> Vec<Trigger> {
        let lead = self.reading.lead().is_some_and(|l| l.number == self.scene.number);
        // "Signed a declaration" declares nothing, and the lead's meeting is an occasion before it is an exchange of views; but
        // "reached an agreement" is more than its noun.
        let taken = |m: &&Mention| {
            let occasions = self.scene.terms(Scheme::Occasion).filter(|_| lead);
            self.scene
                .terms(Scheme::Instrument)
                .chain(occasions)
                .any(|o| overlap(&o.units, &m.units) && (o.units.len() >= m.units.len() || !covers(&m.units, &o.units)))
        };
        let act = |m: &Mention| m.terms().next().map(|t| Trigger { units: m.units.clone(), act: Some(t) });
        let mut all: Vec<Trigger> = self.scene.terms(Scheme::Act).filter(|m| !taken(m)).filter_map(act).collect();
        let speech = self.scene.mentions.words.iter().filter(|m| m.is(Role::Speech) && !taken(m));
        let free = |m: &&Mention| !all.iter().any(|t| overlap(&t.units, &m.units));
        let plain: Vec<Trigger> = speech.filter(free).map(|m| Trigger { units: m.units.clone(), act: None }).collect();
        all.extend(plain);
        all.sort_by_key(|t| t.units.start);
        all
    }

    /// The triggers that make statements of their own, by the order of verb and complement.
    fn kept(&self, all: Vec<Trigger>) -> Vec<Trigger> {
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

    fn is_explanation(&self, trigger: &Trigger) -> bool {
        trigger.act.is_some_and(|a| self.reading.term(a).name == act::EXPLAIN)
    }

    /// In Japanese, whether the later of two acts in one clause adds nothing to the earlier: a mere pointing out of what was
    /// praised, or the auxiliary of a request.
    fn follows_from(&self, before: &Trigger, later: &Trigger) -> bool {
        let auxiliary = later.units.start <= before.units.end + 1 && later.units.len() <= AUXILIARY;
        self.is_explanation(later) || auxiliary
    }

    /// Whether the first verb only frames the second: "stressed that he appreciated".
    fn is_told_by(&self, frame: &Trigger, inner: &Trigger) -> bool {
        let between = frame.units.end..inner.units.start;
        inner.act.is_some() && self.is_explanation(frame) && self.scene.has(Role::Complementiser, &between)
    }

    /// Whether a mark or a conjunction stands between two places.
    fn bounded(&self, from: usize, to: usize) -> bool {
        (from..to).any(|u| self.reading.text.units[u].mark) || self.scene.has(Role::Conjunction, &(from..to))
    }

    /// Whether a verb has the form of one that depends on another: an infinitive.
    fn depends(&self, trigger: &Trigger) -> bool {
        let words = &self.reading.lexicon.words(self.reading.text.lang).clause.embedded;
        let first = self.reading.text.unit(trigger.units.start).to_lowercase();
        words.iter().any(|e| first.ends_with(e.as_str()))
    }

    /// What somebody merely said is explained, unless the sentence names the act.
    fn plain(&self, kept: &[Trigger], i: usize) -> Option<TermId> {
        let beside = if self.reading.text.lang == Lang::Ja { i.checked_sub(1) } else { Some(i + 1) };
        let named = beside.and_then(|b| kept.get(b)).is_some_and(|t| t.act.is_some());
        if named { None } else { self.reading.lexicon.term(Scheme::Act, act::EXPLAIN) }
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

    /// Who speaks: whoever a passive names behind "by", else the subject before the trigger; inside reported speech whoever
    /// is reported.
    fn voices(&self, trigger: &Trigger, locked: &mut Option<usize>, last: &[Voice]) -> Vec<Voice> {
        if let Some(agent) = self.agent(trigger) {
            *locked = None;
            return self.voices_of(agent, last);
        }
        let ahead = |n: &&Nominal| {
            let subject = n.subject && !n.embedded && n.units.end <= trigger.units.start;
            subject && !self.is_object(n) && !self.is_formal(n)
        };
        let subjects: Vec<&Nominal> = self.scene.nominals.iter().filter(ahead).collect();
        let latest = match *locked {
            // A new subject takes over from the one reported only after a boundary, and next to its own verb.
            Some(lock) => subjects.iter().rposition(|n| {
                n.units.start >= lock
                    && n.is_human()
                    && self.bounded(lock, n.units.start)
                    && trigger.units.start - n.units.end < 4
            }),
            // A country speaks only where it stands close to the verb.
            None if self.reading.text.lang == Lang::Ja => self.topic(&subjects),
            None => subjects.iter().rposition(|n| n.is_human() || trigger.units.start - n.units.end < 6),
        };
        let Some(latest) = latest else { return self.carried(trigger, *locked, last) };
        *locked = None;
        let mut voices = self.voices_of(subjects[latest], last);
        // "X and Y agreed": subjects joined by nothing but a conjunction speak together.
        if let Some(before) = self.joined(subjects[latest], &subjects[..latest]) {
            voices.splice(0..0, self.voices_of(before, last));
        }
        voices
    }

    /// The person joined to a subject before it: "X and Y agreed", AとBは.
    fn joined<'n>(&'n self, subject: &Nominal, before: &[&'n Nominal]) -> Option<&'n Nominal> {
        let japanese = self.reading.text.lang == Lang::Ja;
        let nominals = self.scene.nominals.iter().rev().filter(|n| n.units.end <= subject.units.start);
        let nearest = if japanese { nominals.into_iter().next() } else { before.last().copied() };
        let role = if japanese { Role::Coordinator } else { Role::Conjunction };
        nearest.filter(|n| {
            let between = n.units.end..subject.units.start;
            matches!(n.who, Who::Person(_)) && between.len() < 5 && self.scene.has(role, &between)
        })
    }

    /// Who does what a passive verb says: "was welcomed by the Minister".
    fn agent(&self, trigger: &Trigger) -> Option<&Nominal> {
        let end = trigger.units.end;
        let sentence = &self.scene.sentence.units;
        let before = trigger.units.start.saturating_sub(2).max(sentence.start)..trigger.units.start;
        // Behind a passive form the agent may stand far: "was asked to come in the course of the year by".
        let ends = |u: &usize| {
            self.reading.text.units[*u].mark
                || self.scene.mentions.is_predicate(*u)
                || self.scene.mentions.role_at(*u, Role::Complementiser)
        };
        let clause = (end..sentence.end).find(ends).unwrap_or(sentence.end);
        let reach = if self.scene.has(Role::Impersonal, &before) { clause } else { (end + 3).min(sentence.end) };
        let by = self.scene.mentions.words_within(&(end..reach)).find(|m| m.is(Role::Agent))?.units.end;
        let near = |n: &&Nominal| n.units.start >= by && n.units.start < by + 4 && n.is_human();
        self.scene.nominals.iter().find(near)
    }

    /// Whether a nominal is what the verb right before it is about: "told the President", "thanked him".
    fn is_object(&self, nominal: &Nominal) -> bool {
        if matches!(self.reading.text.lang, Lang::Ja) || self.reading.text.lang == Lang::Ru && nominal.named {
            return false;
        }
        let small = |u: usize| [Role::Article, Role::Honorific].iter().any(|&role| self.scene.mentions.role_at(u, role));
        let first = self.scene.sentence.units.start;
        let mut at = nominal.units.start;
        while at > first && small(at - 1) {
            at -= 1;
        }
        let said = |u: usize| {
            self.scene.mentions.role_at(u, Role::Speech) || self.scene.terms(Scheme::Act).any(|m| m.units.end == u + 1)
        };
        // "Welcomed Minister Saidov's visit": the object stands within the act.
        let within =
            self.scene.terms(Scheme::Act).any(|m| m.units.start < nominal.units.start && covers(&m.units, &nominal.units));
        within || at > first && said(at - 1)
    }

    /// Whether a pronoun is only the form of an impersonal verb: « il a été convenu ».
    fn is_formal(&self, nominal: &Nominal) -> bool {
        let mut words = self.scene.mentions.words.iter();
        matches!(nominal.who, Who::Pronoun { .. }) && words.any(|m| m.is(Role::Impersonal) && covers(&m.units, &nominal.units))
    }

    /// The speaker in Japanese: the latest person whose particle makes them the source, else the latest such country, else
    /// the latest subject of a clause.
    fn topic(&self, subjects: &[&Nominal]) -> Option<usize> {
        let is_person = |n: &Nominal| n.is_human();
        let latest = |test: &dyn Fn(&Nominal) -> bool| subjects.iter().rposition(|n| test(n));
        latest(&|n| n.topic && is_person(n)).or_else(|| latest(&|n| n.topic)).or_else(|| latest(&is_person))
    }

    /// Without a subject before it a clause takes the one that follows ("After welcoming X, Y said", «пригласил Y»), or
    /// keeps the speaker; what is merely discussed is discussed by both.
    fn carried(&self, trigger: &Trigger, locked: Option<usize>, last: &[Voice]) -> Vec<Voice> {
        if locked.is_some() || self.reading.text.lang == Lang::Ja {
            return last.to_vec();
        }
        let marked = |n: &Nominal| (trigger.units.end..n.units.start).any(|u| self.reading.text.units[u].mark);
        let next = self.scene.nominals.iter().find(|n| {
            let subject = n.subject && !n.embedded && n.is_human();
            subject && n.units.start >= trigger.units.end && (marked(n) || self.inverted(trigger, n))
        });
        if let Some(next) = next {
            return self.voices_of(next, last);
        }
        let opens = trigger.units.start < self.scene.sentence.units.start + 3;
        let discussed = trigger.act.is_some_and(|a| self.reading.term(a).name == act::EXCHANGE_VIEWS);
        match (discussed || self.is_impersonal(trigger), opens) {
            (true, _) => self.both(),
            (false, true) => last.to_vec(),
            (false, false) => Vec::new(),
        }
    }

    /// Whether nobody is named as doing what the verb says: "it was noted", «было отмечено», «обсуждались».
    fn is_impersonal(&self, trigger: &Trigger) -> bool {
        let before = trigger.units.start.saturating_sub(3).max(self.scene.sentence.units.start)..trigger.units.start;
        let endings = &self.reading.lexicon.words(self.reading.text.lang).clause.reflexive;
        let word = self.reading.text.unit(trigger.units.start).to_lowercase();
        self.scene.has(Role::Impersonal, &before) || endings.iter().any(|e| word.ends_with(e.as_str()))
    }

    /// Verb before subject, which only the cases of Russian tell from verb before object.
    fn inverted(&self, trigger: &Trigger, next: &Nominal) -> bool {
        self.reading.text.lang == Lang::Ru && next.named && next.units.start - trigger.units.end < 2
    }

    fn voices_of(&self, nominal: &Nominal, last: &[Voice]) -> Vec<Voice> {
        match nominal.who {
            Who::Person(holder) => vec![Voice::Person(holder)],
            Who::Country(country) => vec![Voice::Country(country)],
            Who::Organization { organization, side } => {
                vec![Voice::Person(Holder { person: organization, office: None, side: Some(side) })]
            }
            Who::Both | Who::All => self.both(),
            Who::Region => self.reading.lexicon.register.region().map(Voice::Country).collect(),
            Who::They if last.len() > 1 => last.to_vec(),
            Who::They => self.both(),
            Who::Pronoun { female } => self.pronoun(female, last),
            Who::Counterpart => self.counterpart(last),
        }
    }

    /// Of the people of the main occasion, the first of another side than whoever spoke last.
    fn counterpart(&self, last: &[Voice]) -> Vec<Voice> {
        let own = |v: &&Voice| last.iter().any(|l| l.side() == v.side());
        self.both().iter().find(|v| !own(v)).copied().into_iter().collect()
    }

    /// The last speaker of that sex; failing that the latest person of the sex that the text has named.
    fn pronoun(&self, female: bool, last: &[Voice]) -> Vec<Voice> {
        let cast = &self.reading.cast;
        let fits = |v: &&Voice| matches!(v, Voice::Person(h) if cast.is_female(h.person) == female);
        if let Some(voice) = last.iter().rev().find(fits) {
            return vec![*voice];
        }
        let before = || self.reading.scenes[..self.scene.number].iter().rev();
        let person = |n: &Nominal| n.person().map(Voice::Person);
        // Whoever the sentence before is about comes before whoever it only names.
        let subject = before().next().into_iter().flat_map(|s| &s.nominals).filter(|n| n.subject && !n.embedded);
        let subject = subject.filter_map(person).find(|v| fits(&v));
        let named = || before().flat_map(|s| s.nominals.iter().rev()).filter_map(person).find(|v| fits(&v));
        subject.or_else(named).into_iter().collect()
    }

    /// The people of the main occasion, one of each side first; without people its sides.
    fn both(&self) -> Vec<Voice> {
        let Some(main) = self.frames.main.map(|m| &self.frames.occasions[m]) else { return Vec::new() };
        let mut sides = BTreeSet::new();
        let people: Vec<Voice> = main.participants.iter().filter(|p| sides.insert(p.side)).map(|p| Voice::Person(*p)).collect();
        if people.len() > 1 { people } else { main.parties.iter().map(|&p| Voice::Country(p)).collect() }
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
