//! Whoever speaks for themselves in a text: the author of a speech or a letter, or whoever a transcript or a quotation
//! gives the word. First persons stand for them.

use crate::lexicon::{Lexicon, Role};
use crate::mention::Mentions;
use crate::source::Lang;
use crate::text::{Kind as Line, Sentence, Text};

use super::{Discourse, Nominal, Who};

/// The voice of a stretch of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Author {
    who: Who,
    /// Whether it ends with the quotation that it began with.
    quoted: bool,
}

const OPENING: [char; 4] = ['"', '\u{201c}', '«', '「'];
const CLOSING: [char; 4] = ['"', '\u{201d}', '»', '」'];

/// A sentence with all that was found in it.
pub(super) struct Hearing<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) text: &'a Text,
    pub(super) sentence: &'a Sentence,
    pub(super) mentions: &'a Mentions,
    pub(super) nominals: &'a [Nominal],
}

impl Hearing<'_> {
    /// Who speaks in the sentence for themselves.
    pub(super) fn open(&self, discourse: &mut Discourse<'_>) -> Option<Who> {
        if let Some(label) = self.label() {
            discourse.author = label.map(|who| Author { who, quoted: false });
        } else if self.is_open_quotation() && discourse.author.is_none() && !self.has(Role::Speech) {
            discourse.author = discourse.announced.map(|who| Author { who, quoted: true });
        }
        discourse.author.map(|a| a.who)
    }

    /// What the sentence says of those after it: that a quotation ends, that a text of somebody's follows, or in a title that
    /// all of the text is somebody's.
    pub(super) fn close(&self, discourse: &mut Discourse<'_>) {
        if discourse.author.is_some_and(|a| a.quoted) && self.ends_quotation() {
            discourse.author = None;
        }
        let (genre, letter) = (self.has(Role::Genre), self.has(Role::Letter));
        let opens = self.words().ends_with(':') || self.words().ends_with([',', '、']) && self.has(Role::Speech);
        let announces = opens || genre || letter;
        discourse.announced = self.sender().filter(|_| announces);
        if self.sentence.kind == Line::Title && discourse.author.is_none() {
            let named = if genre { self.spoken(discourse) } else { self.sent().filter(|_| letter) };
            discourse.author = named.map(|who| Author { who, quoted: false });
        }
    }

    /// Whose words a sentence announces: its subject's, else those of whomever it names first.
    fn sender(&self) -> Option<Who> {
        let subject = self.nominals.iter().filter(|n| n.subject && !n.embedded).find_map(Nominal::person);
        subject.or_else(|| self.nominals.iter().find_map(Nominal::person)).map(Who::Person)
    }

    fn has(&self, role: Role) -> bool {
        self.mentions.has(role, &self.sentence.units)
    }

    /// Whose speech a title announces: that of the only person it names, of several the one "by" whom it is, in Japanese the
    /// last; without people that of the publisher's country. Several sides speak jointly.
    fn spoken(&self, discourse: &Discourse<'_>) -> Option<Who> {
        let people: Vec<&Nominal> = self.nominals.iter().filter(|n| n.person().is_some()).collect();
        let by = |n: &&&Nominal| {
            let start = self.mentions.phrase_start(n.units.start, self.sentence.units.start);
            start.checked_sub(1).is_some_and(|u| self.mentions.role_at(u, Role::Agent))
        };
        let speaker = match people.as_slice() {
            [] => return discourse.home.map(Who::Country).filter(|_| self.nominals.iter().filter_map(Nominal::side).count() < 2),
            [one] => Some(*one),
            several if self.text.lang == Lang::Ja => several.last().copied(),
            several => several.iter().find(by).copied(),
        };
        speaker.and_then(Nominal::person).map(Who::Person)
    }

    /// Whose letter a title announces: that of the first person behind the word whom it does not name as the one it goes to.
    fn sent(&self) -> Option<Who> {
        let goes_to = |n: &Nominal| {
            let start = self.mentions.phrase_start(n.units.start, self.sentence.units.start);
            let beside = if self.text.lang == Lang::Ja { Some(n.units.end) } else { start.checked_sub(1) };
            beside.is_some_and(|u| self.mentions.role_at(u, Role::Recipient))
        };
        let directed = !self.lexicon.words(self.text.lang).speech.recipients.is_empty();
        let word = self.mentions.words.iter().find(|m| m.is(Role::Letter)).map_or(0, |m| m.units.start);
        let from = |start: usize| {
            let sender = |n: &&Nominal| directed && !goes_to(n) && n.units.start >= start;
            self.nominals.iter().filter(sender).find_map(Nominal::person)
        };
        // Whoever receives a letter stands before the word as whoever sends one does.
        let before = || from(0).filter(|_| !self.has(Role::Reception));
        from(word).or_else(before).map(Who::Person)
    }

    /// In a transcript, who has the word from here on; nobody known where the label names none.
    fn label(&self) -> Option<Option<Who>> {
        let start = self.sentence.units.start;
        if self.text.lang == Lang::Ja && self.words().starts_with('【') {
            let named = self.nominals.iter().find(|n| n.units.start == start + 1);
            return Some(named.and_then(Nominal::person).map(Who::Person));
        }
        let first = self.nominals.iter().find(|n| n.units.start == start)?;
        let colon = first.units.end < self.sentence.units.end && self.text.unit(first.units.end) == ":";
        // "Minister X: head of the delegation" is a line of a list.
        let speaks = self.has(Role::First) || self.has(Role::FirstPlural) || self.has(Role::Home);
        first.person().filter(|_| colon && speaks).map(|holder| Some(Who::Person(holder)))
    }

    /// Whether a quotation opens the sentence and goes on behind it, or is all of it.
    fn is_open_quotation(&self) -> bool {
        let words = self.words();
        let opened = words.chars().filter(|c| OPENING.contains(c)).count();
        let closed = words.chars().filter(|c| CLOSING.contains(c)).count();
        words.starts_with(OPENING) && (opened > closed || words.matches('"').count() == 1 || self.ends_quotation())
    }

    /// Whether a quotation closes at the end of the sentence, or within it before who said it.
    fn ends_quotation(&self) -> bool {
        let words = self.words();
        let count = |marks: &[char]| words.chars().filter(|c| marks.contains(c)).count();
        let within = count(&CLOSING) > count(&OPENING) || words.matches('"').count() % 2 == 1 && !words.starts_with('"');
        within || words.trim_end_matches(['.', '。', '!', '?']).ends_with(CLOSING)
    }

    fn words(&self) -> &str {
        self.text.of(&self.sentence.span)
    }
}
