//! The words of a language that are neither vocabulary nor names: months, honorifics, particles, verbs of saying.
//!
//! They stand in `data/words/<lang>.toml`, one file a language; a new language is a new file there,
//! its labels in `ontology/`, and a variant of [`Lang`](crate::source::Lang).

use serde::Deserialize;

use crate::bundle::BundleFile;
use crate::error::{Error, Result};

/// One language's table, as it stands in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// How its sentences end, and do not.
    pub sentence: SentenceWords,
    /// How lines that are not prose begin.
    pub line: LineWords,
    /// Months, eras and the forms of its dates.
    pub date: DateWords,
    /// Times of day and durations.
    pub clock: ClockWords,
    /// Letters that grammar adds to words.
    #[serde(default)]
    pub letter: LetterWords,
    /// Ordinal numbers.
    pub ordinal: OrdinalWords,
    /// Amounts of money.
    pub money: MoneyWords,
    /// Honorifics, pronouns and names of groups.
    pub person: PersonWords,
    /// Words for kinds of organisations.
    #[serde(default)]
    pub body: BodyWords,
    /// The small words that carry its syntax.
    pub clause: ClauseWords,
    /// Verbs that report speech without saying what kind of act it is.
    pub speech: SpeechWords,
    /// Words that make what somebody merely says a judgement.
    pub judgement: JudgementWords,
    /// Words of what one side gives or does for another.
    pub commitment: CommitmentWords,
    /// Endings that names take in the oblique cases.
    #[serde(default)]
    pub inflection: Vec<Inflection>,
    /// Other ways to write foreign names in its letters.
    #[serde(default)]
    pub respelling: Vec<Respelling>,
}

/// Words of the segmentation into sentences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceWords {
    /// What a full stop may follow without ending the sentence.
    pub abbreviations: Vec<String>,
    /// Beginnings that go on with the sentence before: the particle after a quotation.
    #[serde(default)]
    pub continuations: Vec<String>,
}

/// Beginnings of lines that hold no prose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineWords {
    /// Captions and credits of pictures.
    pub caption: Vec<String>,
    /// What marks a line as captions wherever it stands in it, unless the line ends as a sentence does.
    #[serde(default)]
    pub caption_inside: Vec<String>,
    /// Where the text ends and links begin.
    pub navigation: Vec<String>,
}

/// Words and forms of dates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// The twelve months in order, `|` between the forms of one; empty where months are numbers.
    pub months: Vec<String>,
    /// `name=year before the first`, for calendars that count by reigns.
    #[serde(default)]
    pub eras: Vec<String>,
    /// What stands for the number of a reign's first year.
    #[serde(default)]
    pub first_year: Vec<String>,
    /// The days of the week in order from Monday, `|` between the forms of one.
    #[serde(default)]
    pub weekdays: Vec<String>,
    /// Endings that the number of a day may have.
    pub ordinals: Vec<String>,
    /// The forms, the more complete ones first: `{day} {month} {year}`.
    pub patterns: Vec<String>,
    /// Forms that are counted from the day of issue, `form=rule`: `year-1`, `month+1`, `day-1` shift it, `last` and `next`
    /// are the nearest such month or weekday before and after it.
    #[serde(default)]
    pub relative: Vec<String>,
    /// What points back to the day told before.
    pub same_day: Vec<String>,
    /// Endings that make a year one of accounts, which dates nothing: 年度.
    #[serde(default)]
    pub fiscal: Vec<String>,
}

/// Words and forms of times of day and durations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockWords {
    /// Words for the halves of the day with the hours that they add: `p.m.=12`.
    #[serde(default)]
    pub halves: Vec<String>,
    /// Words for minutes behind the hour: `半=30`.
    #[serde(default)]
    pub minutes: Vec<String>,
    /// The forms of times: `{hour}:{minute} {half}`.
    pub times: Vec<String>,
    /// Words for lengths of time with their minutes: `half an hour=30`.
    #[serde(default)]
    pub lengths: Vec<String>,
    /// The forms of durations: `{minutes} minutes`.
    pub durations: Vec<String>,
}

/// Letters that grammar adds to words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterWords {
    /// What joins the parts of a compound adjective: `казахстанско` stands before `японский`.
    #[serde(default)]
    pub linking: Vec<String>,
    /// Vowels of one letter in which a title ends in the nominative alone, and for which its genitive looks like a plural.
    #[serde(default)]
    pub nominative: Vec<String>,
}

/// Words and forms of ordinal numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdinalWords {
    /// The forms: `{n}th`, `{word}`.
    pub forms: Vec<String>,
    /// Ordinals in words with their numbers, `|` between the forms of one: `first=1`.
    #[serde(default)]
    pub words: Vec<String>,
}

/// Words and forms of amounts of money.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyWords {
    /// The mark before the decimals.
    pub decimal: char,
    /// Words for powers of ten with the exponent: `million=6`.
    pub multipliers: Vec<String>,
    /// Words and signs of currencies with the code of ISO 4217: `yen=JPY`.
    pub currencies: Vec<String>,
    /// The forms: `{amount} {currency}`.
    pub forms: Vec<String>,
}

/// Words that stand for people or beside their names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonWords {
    /// What stands before or after a name and says nothing of the office.
    pub honorifics: Vec<String>,
    /// Pronouns of one man.
    pub male: Vec<String>,
    /// Pronouns of one woman.
    pub female: Vec<String>,
    /// Pronouns of several people.
    pub plural: Vec<String>,
    /// Pronouns of whoever speaks in a text of their own: a speech, a letter.
    pub first: Vec<String>,
    /// The same of several.
    pub first_plural: Vec<String>,
    /// Names of the two who meet.
    pub both: Vec<String>,
    /// Names of all who meet.
    pub all: Vec<String>,
    /// Names of the countries of Central Asia as one side.
    pub region: Vec<String>,
    /// Titles that say no more than the kind of office: Minister.
    pub titles: Vec<String>,
    /// Small words that may stand between a title and the name.
    #[serde(default)]
    pub complements: Vec<String>,
    /// Signs that a person is posted abroad.
    #[serde(default)]
    pub posts: Vec<String>,
    /// What makes an office one that is no longer held.
    pub former: Vec<String>,
    /// What stands between a delegation and the name of whoever leads it.
    pub leaders: Vec<String>,
    /// Endings of titles of several people, in Japanese what follows such a title.
    #[serde(default)]
    pub plural_endings: Vec<String>,
    /// Honorifics of women.
    #[serde(default)]
    pub feminine: Vec<String>,
    /// Words that point back to the person with the title behind them.
    #[serde(default)]
    pub same: Vec<String>,
    /// Names of the one of the two who meet that is not speaking.
    pub counterparts: Vec<String>,
    /// Names of the publisher's own country.
    pub home: Vec<String>,
    /// Words that point to the subject as the one whose visit it is.
    pub possessives: Vec<String>,
    /// Words that make a country a side.
    pub sides: Vec<String>,
}

/// Words in the proper names of organisations.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    /// Words for a kind of body that make a name of the capitalised words beside them, as they are written.
    pub heads: Vec<String>,
}

/// The words that show a clause's shape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseWords {
    /// What makes the noun after it no subject.
    pub prepositions: Vec<String>,
    /// Particles that mark the noun before them as the topic, or as the source of what is said.
    #[serde(default)]
    pub topic_particles: Vec<String>,
    /// Particles that mark the noun before them as the subject of its clause.
    #[serde(default)]
    pub subject_particles: Vec<String>,
    /// What puts a happening into the place that follows, in Japanese stands before.
    pub locatives: Vec<String>,
    /// What opens the content of speech.
    pub complementisers: Vec<String>,
    /// What opens a clause about the noun before it.
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Those of them that are the subject of their clause.
    #[serde(default)]
    pub relative_subjects: Vec<String>,
    /// What joins clauses.
    pub conjunctions: Vec<String>,
    /// What makes a following occasion an aim, not a fact.
    pub purpose: Vec<String>,
    /// What makes a date the beginning or end of a stretch of time, not that of an occasion.
    pub since: Vec<String>,
    /// What stands before the one who does what a passive verb says.
    pub agents: Vec<String>,
    /// What makes the verb after it passive or impersonal.
    pub impersonal: Vec<String>,
    /// Endings of verbs that are passive or impersonal by themselves.
    #[serde(default)]
    pub reflexive: Vec<String>,
    /// What joins two names, where a conjunction does not.
    #[serde(default)]
    pub coordinators: Vec<String>,
    /// Verbs of receiving somebody.
    #[serde(default)]
    pub receptions: Vec<String>,
    /// What stands for an occasion named before: celle de, that of.
    pub ellipses: Vec<String>,
    /// Verbs of visiting, written as one character before that of the country: 訪日.
    #[serde(default)]
    pub visits: Vec<String>,
    /// What sets the other of two beside the one.
    pub others: Vec<String>,
    /// What names both sides of a meeting or a text.
    pub between: Vec<String>,
    /// What announces a list.
    pub following: Vec<String>,
    /// What speaks of occasions without telling of one: a series of meetings.
    pub several: Vec<String>,
    /// What makes an occasion in a title one from which somebody comes.
    pub attended: Vec<String>,
    /// What makes a list of people one of occasions with each of them.
    pub distributives: Vec<String>,
    /// What makes an occasion the setting of another.
    pub circumstances: Vec<String>,
    /// What makes the clauses after it a supposition.
    pub conditions: Vec<String>,
    /// What makes a clause say the contrary.
    pub negations: Vec<String>,
    /// Endings of verbs that depend on another verb.
    pub embedded: Vec<String>,
    /// What sets a dependent verb before or after another as a deed of its own: avant de, после того как.
    #[serde(default)]
    pub sequels: Vec<String>,
    /// What joins an office to its country, or a country to its office-holder.
    pub genitives: Vec<String>,
    /// Words that may stand between a preposition and its noun.
    pub articles: Vec<String>,
}

/// Verbs that report speech.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeechWords {
    /// Labels of them.
    pub stems: Vec<String>,
    /// What names the source of what a sentence says; in Japanese it stands behind the source.
    pub sources: Vec<String>,
    /// What looks like a verb of speech or an act and is none.
    pub idioms: Vec<String>,
    /// Kinds of texts that somebody speaks.
    pub genres: Vec<String>,
    /// Kinds of texts that somebody sends.
    pub letters: Vec<String>,
    /// What stands between such a text and whoever it goes to, in Japanese behind them; where there is none, titles do not
    /// show who sends.
    pub recipients: Vec<String>,
    /// Verbs that only the one who speaks uses of themselves.
    #[serde(default)]
    pub humble: Vec<String>,
    /// Endings of verbs that close a clause before a comma where what somebody says has several of them.
    #[serde(default)]
    pub finite: Vec<String>,
    /// Those of them that say what the speaker wishes to do.
    #[serde(default)]
    pub wishes: Vec<String>,
}

/// Words of judgements: how well something goes, and how much it matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgementWords {
    /// What says that something is good: successful, high level.
    pub merits: Vec<String>,
    /// What says that something matters: important, necessary.
    pub weights: Vec<String>,
}

/// Words of commitments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentWords {
    /// Words that make a date one by which something is to be done.
    pub deadlines: Vec<String>,
    /// What makes a deed that somebody speaks of one to come.
    pub futures: Vec<String>,
    /// Labels of what is given or done.
    pub deeds: Vec<String>,
    /// What makes a sum that of something past, or of everything so far.
    pub past: Vec<String>,
    /// What right behind a verb makes it tell of what has been done up to now.
    #[serde(default)]
    pub perfects: Vec<String>,
}

/// A rule of declension: a name that ends so loses letters and takes endings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inflection {
    /// The endings of the nominative that the rule is for.
    pub end: Vec<String>,
    /// How many letters go.
    pub cut: usize,
    /// What comes in their place, an oblique form each, the genitive first.
    pub take: Vec<String>,
    /// What comes in their place in the accusative, where that is not the genitive.
    #[serde(default)]
    pub accusative: Option<String>,
}

/// Other spellings of the names of one country's people than those of the register, as another transcription writes them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Respelling {
    /// The slug of the country.
    pub country: String,
    /// `letters=others`, the longer letters before those within them.
    pub letters: Vec<String>,
}

/// How many respellings that a name has room for are combined with one another; what has more is left as it is.
const COMBINED: usize = 4;

impl Respelling {
    /// The name as written with each combination of the other letters.
    ///
    /// ```
    /// use cajad::words::Respelling;
    /// let polivanov = Respelling { country: "jp".into(), letters: vec!["ти=чи".into(), "дз=з".into()] };
    /// assert_eq!(polivanov.of("Такаити"), ["Такаичи"]);
    /// assert!(polivanov.of("Абэ").is_empty());
    /// ```
    pub fn of(&self, name: &str) -> Vec<String> {
        let pairs = self.letters.iter().filter_map(|pair| pair.split_once('='));
        let spell = |name: &str, from: &str, to: &str| name.replace(from, to).replace(&capitalised(from), &capitalised(to));
        let fits = |(from, to): &(&str, &str)| spell(name, from, to) != name;
        let fitting: Vec<(&str, &str)> = pairs.filter(fits).take(COMBINED).collect();
        let chosen = |choice: usize| fitting.iter().enumerate().filter(move |(i, _)| choice & 1 << i != 0).map(|(_, pair)| *pair);
        let spelled =
            (1..1usize << fitting.len()).map(|choice| chosen(choice).fold(name.to_owned(), |n, (from, to)| spell(&n, from, to)));
        let mut spelled: Vec<String> = spelled.collect();
        spelled.sort();
        spelled.dedup();
        spelled
    }
}

/// A word with its first letter as a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

impl Words {
    /// Reads one language's table.
    ///
    /// # Errors
    /// A key that is missing, unknown or of the wrong kind, with its line and column in the file.
    pub fn parse(file: &BundleFile) -> Result<Self> {
        toml::from_str(&file.text).map_err(|e| {
            let before = &file.text[..e.span().map_or(0, |s| s.start)];
            let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
            Error::input(e.message().to_owned()).in_file(&file.path).at(before.matches('\n').count() + 1, column)
        })
    }

    /// The oblique cases of a name of one or more words, each of which takes its ending.
    pub fn cases(&self, name: &str) -> Vec<String> {
        let parts: Vec<(&str, Vec<String>)> = name.split(' ').map(|part| (part, self.oblique(part))).collect();
        let cases = parts.iter().map(|(_, forms)| forms.len()).max().unwrap_or(0);
        let form = |case: usize| {
            let words = parts.iter().map(|(base, forms)| forms.get(case).or(forms.last()).map_or(*base, String::as_str));
            words.collect::<Vec<_>>().join(" ")
        };
        // The cases of two words may stand in different places of their rules; the accusative is the most usual.
        let accusative = parts.iter().map(|(base, _)| self.accusative(base)).collect::<Vec<_>>().join(" ");
        let mut forms: Vec<String> = (0..cases).map(form).collect();
        if parts.len() > 1 && cases > 0 && !forms.contains(&accusative) {
            forms.push(accusative);
        }
        forms
    }

    /// The accusative of a word; that of most names of men is their genitive.
    fn accusative(&self, word: &str) -> String {
        let Some(rule) = self.rule(word) else { return word.to_owned() };
        let ending = rule.accusative.as_ref().or(rule.take.first());
        ending.map_or_else(|| word.to_owned(), |ending| format!("{}{ending}", cut(word, rule.cut)))
    }

    fn rule(&self, name: &str) -> Option<&Inflection> {
        self.inflection.iter().find(|r| r.end.iter().any(|e| name.ends_with(e.as_str())))
    }

    /// The oblique forms of a name by the first rule for its ending; none where the language has no rules.
    ///
    /// Only the last word of a name of several words and every part of a person's name are inflected by the caller.
    pub fn oblique(&self, name: &str) -> Vec<String> {
        let Some(rule) = self.rule(name) else { return Vec::new() };
        rule.take.iter().map(|t| format!("{}{t}", cut(name, rule.cut))).collect()
    }
}

/// A word without its last letters.
fn cut(word: &str, letters: usize) -> String {
    let all: Vec<char> = word.chars().collect();
    all[..all.len().saturating_sub(letters)].iter().collect()
}
