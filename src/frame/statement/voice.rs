//! Who speaks: the subject, agent or source of what is said, or whoever the text has named before.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::frame::Voice;
use crate::lexicon::{Role, Scheme};
use crate::resolve::{Holder, Nominal, Who};
use crate::source::Lang;
use crate::text::{covers, overlap};
use crate::vocab::act;

use super::trigger::{AUXILIARIES, Trigger};
use super::{CLOSING, Teller};

/// Within how many units from its beginning a country opens a Japanese sentence.
const OPENING: usize = 6;

/// Acts that several do together.
const JOINT: [&str; 2] = [act::AGREE, act::EXCHANGE_VIEWS];

/// Whom a person or country is as a speaker.
pub(super) fn voice_of(who: Who) -> Option<Voice> {
    match who {
        Who::Person(holder) | Who::We(holder) => Some(Voice::Person(holder)),
        Who::Country(country) => Some(Voice::Country(country)),
        Who::Organization { organization, side } => {
            Some(Voice::Person(Holder { person: organization, office: None, side: Some(side) }))
        }
        _ => None,
    }
}

impl Teller<'_> {
    /// Who speaks: whoever the sentence names as its source, a passive as its agent or a relative clause as its subject, else
    /// the subject before the trigger; inside reported speech whoever is reported.
    fn speakers(&self, trigger: &Trigger, locked: &mut Option<usize>, last: &[Voice]) -> Vec<Voice> {
        if let Some(agent) = self
            .source(&trigger.units)
            .or_else(|| self.agent(trigger))
            .or_else(|| self.described(trigger))
            .or_else(|| self.behind(trigger))
        {
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
            None if self.reading.text.lang == Lang::Ja => self.topic(&subjects, last),
            None => subjects.iter().rposition(|n| n.is_human() || trigger.units.start - n.units.end < 6),
        };
        let Some(latest) = latest else { return self.carried(trigger, *locked, last) };
        *locked = None;
        let mut voices = self.voices_of(subjects[latest], last);
        // "We agreed": whoever speaks of what was done jointly was there.
        if self.is_joint(trigger) && matches!(subjects[latest].who, Who::We(_)) {
            voices = self.with_others(voices, |one, other| one.side() == other.side());
        }
        // "X and Y agreed": subjects joined by nothing but a conjunction speak together.
        if let Some(before) = self.joined(subjects[latest], &subjects[..latest]) {
            voices.splice(0..0, self.voices_of(before, last));
        }
        voices
    }

    /// Who speaks, with the other side where nobody does alone what the act names: "the Minister exchanged views with".
    pub(super) fn voices(&self, trigger: &Trigger, locked: &mut Option<usize>, last: &[Voice]) -> Vec<Voice> {
        let voices = self.speakers(trigger, locked, last);
        // Where nobody has spoken yet, what was agreed or talked over was by both.
        if voices.is_empty() && self.is_joint(trigger) {
            return self.both();
        }
        if !self.is_joint(trigger) || voices.len() != 1 || self.names_third() {
            return voices;
        }
        self.with_others(voices, |one, other| one.actor() == other.actor())
    }

    /// A verb that one uses of oneself is said by whoever has the word, or else by the publisher's country, whatever country is
    /// its subject.
    pub(super) fn of_whoever_is_humble(&self, voices: Vec<Voice>) -> Vec<Voice> {
        let countries = voices.iter().all(|v| matches!(v, Voice::Country(_)));
        if !countries || !self.scene.has(Role::Humble, &self.scene.sentence.units) {
            return voices;
        }
        let author = self.scene.author.and_then(voice_of);
        let home = self.reading.home.filter(|_| voices.is_empty()).map(Voice::Country);
        author.or(home).map_or(voices, |speaker| vec![speaker])
    }

    /// Those who met, where each speaker is like one of them; else the speakers alone.
    fn with_others(&self, voices: Vec<Voice>, like: impl Fn(&Voice, &Voice) -> bool) -> Vec<Voice> {
        let both = self.both();
        if voices.iter().all(|v| both.iter().any(|b| like(b, v))) { both } else { voices }
    }

    /// Whether a sentence names a country that those who met are not of: "agreed with China".
    fn names_third(&self) -> bool {
        let sides: BTreeSet<_> = self.both().iter().filter_map(|v| v.side()).collect();
        self.scene.nominals.iter().filter_map(Nominal::side).any(|side| !sides.contains(&side))
    }

    /// Whether an act is one that several do together.
    fn is_joint(&self, trigger: &Trigger) -> bool {
        JOINT.iter().any(|act| self.does(trigger, act))
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

    /// Whose words a sentence gives that names its source: "according to the Minister", 大臣によると.
    pub(super) fn source(&self, word: &Range<usize>) -> Option<&Nominal> {
        let named = self.scene.mentions.words.iter().any(|m| m.is(Role::Source) && m.units == *word);
        let beside = |n: &&Nominal| {
            let gap = if self.reading.text.lang == Lang::Ja {
                word.start.checked_sub(n.units.end)
            } else if overlap(&n.units, word) {
                Some(0)
            } else {
                n.units.start.checked_sub(word.end)
            };
            let between = word.end.min(n.units.end)..word.start.max(n.units.start);
            gap.is_some_and(|gap| gap < 3) && !self.scene.has_mark(self.reading.text, &between)
        };
        self.scene.nominals.iter().find(beside).filter(|_| named)
    }

    /// Whom the clause of a verb is about.
    fn described(&self, trigger: &Trigger) -> Option<&Nominal> {
        self.relative(&trigger.units).and_then(|relative| self.antecedent(&relative))
    }

    /// Who stands behind a verb whose relative pronoun is its object: «которого поблагодарил Посол».
    fn behind(&self, trigger: &Trigger) -> Option<&Nominal> {
        let object = self.opened_by(Role::Relative, &trigger.units).is_some() && self.relative(&trigger.units).is_none();
        let next = |n: &&Nominal| n.is_human() && (trigger.units.end..trigger.units.end + 2).contains(&n.units.start);
        self.scene.nominals.iter().find(next).filter(|_| object)
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
        let first = self.scene.sentence.units.start;
        let at = self.scene.mentions.phrase_start(nominal.units.start, first);
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

    /// The speaker in Japanese: the latest person whose particle makes them the source, else the latest such side or country,
    /// else the latest subject of a clause. Where somebody has the word, a mere country is what they speak of.
    fn topic(&self, subjects: &[&Nominal], last: &[Voice]) -> Option<usize> {
        let is_person = |n: &Nominal| n.is_human();
        let mere = |n: &Nominal| matches!(n.who, Who::Country(_)) && !self.scene.has(Role::Side, &n.units);
        let opens = |n: &Nominal| n.units.start < self.scene.sentence.units.start + OPENING;
        let latest = |test: &dyn Fn(&Nominal) -> bool| subjects.iter().rposition(|n| test(n));
        let speaks = |n: &Nominal| n.topic && (last.is_empty() || opens(n) || !mere(n));
        latest(&|n| n.topic && is_person(n)).or_else(|| latest(&speaks)).or_else(|| latest(&is_person))
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
        let discussed = self.does(trigger, act::EXCHANGE_VIEWS);
        if let Some(author) = self.scene.author.filter(|_| !discussed) {
            return voice_of(author).into_iter().collect();
        }
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

    /// Verb before subject: the cases of Russian tell it from verb before object; elsewhere the verb stands behind what is said,
    /// parted from it by a mark: « … » a déclaré le ministre.
    fn inverted(&self, trigger: &Trigger, next: &Nominal) -> bool {
        let gap = next.units.start - trigger.units.end;
        if self.reading.text.lang == Lang::Ru {
            return next.named && gap < 2;
        }
        let text = self.reading.text;
        let closes = |u: usize| {
            let behind = text.units[u].span.end..text.units[u + 1].span.start;
            text.units[u].mark || text.of(&behind).contains(CLOSING)
        };
        let before = (self.scene.sentence.units.start..trigger.units.start).rev().take(AUXILIARIES).find(|&u| closes(u));
        let free = |u: usize| !self.scene.mentions.is_predicate(u) && self.scene.nominals.iter().all(|n| !n.units.contains(&u));
        trigger.act.is_none_or(|act| self.reading.term(act).name == act::ANNOUNCE)
            && gap < AUXILIARIES
            && before.is_some_and(|mark| (mark + 1..trigger.units.start).all(free))
    }

    fn voices_of(&self, nominal: &Nominal, last: &[Voice]) -> Vec<Voice> {
        match nominal.who {
            Who::Person(_) | Who::Country(_) | Who::Organization { .. } | Who::We(_) => {
                voice_of(nominal.who).into_iter().collect()
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
}
