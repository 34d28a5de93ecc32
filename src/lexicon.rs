//! The lexicon: labels of the register and the ontology and the words of a language, compiled to one matcher a language.
//!
//! A label is a sequence of words (in Japanese: of characters) in a prefix tree. Names are compared letter by letter,
//! vocabulary by its Snowball stem, acronyms with their case; ` … ` in a label is a gap of up to five words or twelve
//! characters. The syntax is documented for its keepers in `ontology/README.md`.

mod key;
mod matcher;
mod term;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use oxigraph::model::Quad;

use crate::bundle::Bundle;
use crate::error::{Error, Result};
use crate::register::{Body, Entity, EntityId, Kind, Names, Register};
use crate::source::Lang;
use crate::text::Text;
use crate::words::{ClauseWords, PersonWords, Words};

use key::{Style, is_acronym};
pub use key::{label_key, spelled_key};
pub use matcher::Match;
use matcher::Matcher;
pub use term::{ConceptTerm, Scheme, TermId};

/// What a word does in a sentence, for words that name nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Stands beside a name.
    Honorific,
    /// Pronoun of one man.
    Male,
    /// Pronoun of one woman.
    Female,
    /// Pronoun of several.
    Plural,
    /// The two who meet.
    Both,
    /// All who meet.
    All,
    /// The countries of the region together.
    Region,
    /// Makes the noun after it no subject.
    Preposition,
    /// Marks the noun before it as the topic, or as the source of what is said.
    TopicParticle,
    /// Marks the noun before it as the subject of its clause.
    SubjectParticle,
    /// Joins an office to its country.
    Genitive,
    /// Opens the content of speech.
    Complementiser,
    /// Joins clauses.
    Conjunction,
    /// Makes an occasion an aim.
    Purpose,
    /// Makes the clauses after it a supposition.
    Condition,
    /// Makes a clause say the contrary.
    Negation,
    /// An article.
    Article,
    /// A verb that only reports speech.
    Speech,
    /// Names the source of what a sentence says: according to, によると.
    Source,
    /// Looks like an act of speech and is none: thanks to.
    Idiom,
    /// A kind of text that somebody speaks: speech, 演説.
    Genre,
    /// A kind of text that somebody sends: message, 書簡.
    Letter,
    /// Stands beside whoever such a text goes to: to, 宛.
    Recipient,
    /// A verb that only the one who speaks uses of themselves: 申し上げ.
    Humble,
    /// Says that what was given is past, or the sum of it all: completed, 累計.
    Past,
    /// Right behind a verb, says that it tells of what has been done up to now: てきた.
    Perfect,
    /// Opens a clause about the noun before it: which, который.
    Relative,
    /// Opens such a clause as its subject: who, который.
    RelativeSubject,
    /// Pronoun of whoever speaks in the text itself.
    First,
    /// Pronoun of whoever speaks in the text itself, with others.
    FirstPlural,
    /// What one side gives or does for another.
    Deed,
    /// A kind of office, which a name stands beside: Minister, 大臣.
    Title,
    /// May stand between a title and the name: of, for, in.
    Complement,
    /// Says that a person is posted abroad: 駐, 在.
    Post,
    /// Points back to the person with the title behind it: 同.
    Same,
    /// The one of the two who meet that is not speaking.
    Counterpart,
    /// The publisher's own country.
    Home,
    /// Makes a country a side: the Kyrgyz side, 日本側.
    Side,
    /// Makes an office one that is no longer held.
    Former,
    /// Puts what happens into a place: in, 於, において.
    Locative,
    /// Makes a date the beginning of a stretch of time: since, 以来.
    Since,
    /// Says whose visit it is by pointing to the subject: his, своего, 自身の.
    Possessive,
    /// Makes a date one by which something is to be done: by, までに.
    Deadline,
    /// Stands before the one who does what a passive says: by.
    Agent,
    /// Makes the verb after it passive or impersonal: it was.
    Impersonal,
    /// Makes an occasion the setting of another: on the sidelines of.
    Circumstance,
    /// Points back to the day told before: the same day, 同日.
    SameDay,
    /// Speaks of occasions without telling of one: a series of meetings.
    Several,
    /// Makes an occasion in a title one from which somebody comes: に参加した.
    Attended,
    /// Makes a list of people one of occasions with each: respectively, それぞれ.
    Distributive,
    /// A verb of receiving somebody: a reçu, принял.
    Reception,
    /// Joins two names: と.
    Coordinator,
    /// Makes a deed one to come: will, предоставит.
    Future,
    /// Says that something is good: successful, 順調.
    Merit,
    /// Says that something matters: important, 重要.
    Weight,
    /// Announces a list: the following, 次の.
    Following,
    /// Stands for an occasion named before: celle de, that of.
    Ellipsis,
    /// Sets a dependent verb before or after another: avant de.
    Sequel,
    /// Sets the other of two beside the one: the other on.
    OtherOne,
    /// Stands between a delegation and the name of whoever leads it: headed by, во главе с.
    Leading,
    /// Names both sides of a meeting or a text: between.
    Between,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// An entity of the register by one of its labels; an office by its title.
    Entity(EntityId),
    /// An institution by a name that leaves out the country whose it is: the Ministry of Finance.
    Institution(EntityId),
    /// A person by the family name alone.
    Surname(EntityId),
    /// A country by an adjective.
    Adjective(EntityId),
    /// A concept of a scheme, or a class of occasions or instruments.
    Term(TermId),
    /// A word with a part in the syntax.
    Word(Role),
}

/// One sense of a label, with what the text must look like for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for.
    pub sense: Sense,
    /// Whether the text must begin with a capital letter, as names do.
    pub capital: bool,
    /// Whether this is an oblique case of a name, which is no subject.
    pub oblique: bool,
}

/// Everything the extraction knows: names, vocabulary and words, with the matchers made of them.
pub struct Lexicon {
    /// The register.
    pub register: Register,
    /// Concepts and classes, numbered.
    pub terms: Vec<ConceptTerm>,
    words: BTreeMap<Lang, Words>,
    labels: Vec<(TermId, Names)>,
    matchers: BTreeMap<Lang, OnceLock<Matcher>>,
}

impl Lexicon {
    /// Compiles the register, the ontology's quads and the words of each language.
    ///
    /// # Errors
    /// A table of words that is missing or malformed.
    pub fn compile(bundle: &Bundle, register: Register, ontology: &[Quad]) -> Result<Self> {
        let mut words = BTreeMap::new();
        for file in bundle.word_files()? {
            let lang = Lang::from_code(file.stem());
            let lang = lang.ok_or_else(|| Error::input("no language has this code").in_file(&file.path))?;
            words.insert(lang, Words::parse(&file)?);
        }
        if let Some(lang) = Lang::ALL.into_iter().find(|l| !words.contains_key(l)) {
            return Err(Error::input(format!("there are no words for {:?}", lang.code())).hint("add data/words/<lang>.toml"));
        }
        let (terms, labels) = term::terms(ontology);
        let matchers = Lang::ALL.into_iter().map(|lang| (lang, OnceLock::new())).collect();
        Ok(Self { register, terms, words, labels, matchers })
    }

    /// The matcher of a language, compiled when the first text in it comes.
    fn matcher(&self, lang: Lang) -> &Matcher {
        self.matchers[&lang].get_or_init(|| {
            let mut matcher = Matcher::new(lang, self.words(lang));
            self.add_names(lang, &mut matcher);
            self.add_words(lang, &mut matcher);
            for (term, names) in &self.labels {
                for label in names.of(lang) {
                    matcher.add(label, Style::Stem, entry(Sense::Term(*term)));
                }
            }
            matcher
        })
    }

    /// The words of a language.
    pub fn words(&self, lang: Lang) -> &Words {
        &self.words[&lang]
    }

    /// The labels of the concepts and classes.
    pub fn labels(&self) -> impl Iterator<Item = (TermId, &Names)> {
        self.labels.iter().map(|(term, names)| (*term, names))
    }

    /// A concept or class by its scheme and name.
    pub fn term(&self, scheme: Scheme, name: &str) -> Option<TermId> {
        self.terms.iter().position(|t| t.scheme == scheme && t.name == name)
    }

    /// All labels that begin at each unit of a sentence, whatever they stand for, by where they begin and end.
    pub fn matches<'a>(&'a self, text: &Text, units: std::ops::Range<usize>) -> Vec<Match<'a>> {
        self.matcher(text.lang).matches(text, units)
    }

    fn add_names(&self, lang: Lang, matcher: &mut Matcher) {
        for (id, entity) in self.register.entities.iter().enumerate() {
            let name = Entry { sense: Sense::Entity(id), capital: true, oblique: false };
            let style = match entity.kind {
                Kind::Organization(_) | Kind::Initiative | Kind::Office { .. } => Style::Stem,
                _ => Style::Name,
            };
            for label in entity.names.of(lang).iter().chain(entity.hidden.of(lang)) {
                let capital = match entity.kind {
                    Kind::Office { .. } | Kind::Initiative => false,
                    // «посольство Японии» is a name with a small letter; a word alone is one only with a capital.
                    Kind::Organization(_) => !label.contains(' '),
                    _ => true,
                };
                self.add_name(lang, matcher, label, style, Entry { capital, ..name });
            }
            if matches!(entity.kind, Kind::Organization(Body::Government | Body::Other)) {
                for label in self.bare_names(lang, entity) {
                    matcher.add(&label, style, Entry { sense: Sense::Institution(id), ..name });
                }
            }
            // Captions and credits have names in Latin letters in every language.
            if lang != Lang::En && matches!(entity.kind, Kind::Organization(_) | Kind::Person { .. }) {
                for label in entity.names.of(Lang::En).iter().filter(|label| !entity.names.of(lang).contains(label)) {
                    matcher.add(label, style, name);
                }
            }
            match &entity.kind {
                Kind::Person { family, given, .. } => self.add_person(lang, matcher, id, family.of(lang), given.of(lang)),
                Kind::Country { adjectives, .. } => {
                    for label in adjectives.of(lang) {
                        // One kanji stands for a country only where another name follows.
                        let sense = Sense::Adjective(id);
                        matcher.add(label, Style::Prefix, Entry { sense, capital: false, oblique: true });
                    }
                }
                _ => {}
            }
        }
    }

    /// The names of a country's institution without the country: what is left of two words or more.
    fn bare_names(&self, lang: Lang, entity: &Entity) -> Vec<String> {
        let Some(country) = entity.country.filter(|_| lang != Lang::Ja) else { return Vec::new() };
        let words = &self.words[&lang];
        let country = &self.register.entities[country];
        let own = country.names.of(lang).iter().chain(country.hidden.of(lang));
        let own: Vec<String> = own.flat_map(|name| words.cases(name).into_iter().chain([name.clone()])).collect();
        let small = |word: &str| words.clause.genitives.iter().chain(&words.clause.articles).any(|s| s == word);
        let bare = |label: &String| {
            let rest = own.iter().find_map(|name| label.strip_suffix(name.as_str())?.strip_suffix([' ', '\'']))?;
            let mut rest: Vec<&str> = rest.split([' ', '\'']).collect();
            while rest.last().is_some_and(|word| small(word)) {
                rest.pop();
            }
            let known = rest.len() > 1 || rest.first().is_some_and(|word| is_acronym(word));
            known.then(|| rest.join(" "))
        };
        entity.names.of(lang).iter().filter_map(bare).collect()
    }

    /// Adds the names of a person, and as another transcription writes them, where the language's words have one for the country.
    fn add_person(&self, lang: Lang, matcher: &mut Matcher, id: EntityId, family: &[String], given: &[String]) {
        let country = self.register.country_of(id).map(|c| self.register.entities[c].slug.as_str());
        let table = self.words[&lang].respelling.iter().find(|r| Some(r.country.as_str()) == country);
        let spelled = |names: &[String]| -> Vec<String> {
            let other = names.iter().flat_map(|name| table.map(|table| table.of(name)).unwrap_or_default());
            names.iter().cloned().chain(other).collect()
        };
        let (families, givens) = (spelled(family), spelled(given));
        let full = Entry { sense: Sense::Entity(id), capital: true, oblique: false };
        for family in &families {
            self.add_name(lang, matcher, family, Style::Name, Entry { sense: Sense::Surname(id), ..full });
            for given in givens.iter().filter(|_| lang != Lang::Ja) {
                self.add_name(lang, matcher, &format!("{family} {given}"), Style::Name, full);
                // The register has this order as it spells the name.
                if table.is_some() {
                    self.add_name(lang, matcher, &format!("{given} {family}"), Style::Name, full);
                }
            }
        }
    }

    /// Adds a name with its oblique cases; in a name of two or three words each of them takes its ending.
    fn add_name(&self, lang: Lang, matcher: &mut Matcher, label: &str, style: Style, entry: Entry) {
        matcher.add(label, style, entry);
        if style != Style::Name {
            return;
        }
        for inflected in self.words[&lang].cases(label) {
            matcher.add(&inflected, style, Entry { oblique: true, ..entry });
        }
    }

    fn add_words(&self, lang: Lang, matcher: &mut Matcher) {
        let words = &self.words[&lang];
        // Where titles are declined their stems are compared.
        let declined = if lang == Lang::Ru { Style::Stem } else { Style::Name };
        let lists = person_words(&words.person, declined).into_iter();
        for (labels, role, style) in lists.chain(clause_words(&words.clause)).chain(other_words(words)) {
            for label in labels {
                matcher.add(label, style, entry(Sense::Word(role)));
            }
        }
    }
}

/// Some words with what they do in a sentence and how they are compared.
type WordList<'a> = (&'a [String], Role, Style);

/// Words that stand for people or beside their names.
fn person_words<'a>(person: &'a PersonWords, declined: Style) -> Vec<WordList<'a>> {
    vec![
        (&person.honorifics, Role::Honorific, Style::Name),
        (&person.male, Role::Male, Style::Name),
        (&person.female, Role::Female, Style::Name),
        (&person.plural, Role::Plural, Style::Name),
        (&person.first, Role::First, Style::Name),
        (&person.first_plural, Role::FirstPlural, Style::Name),
        (&person.both, Role::Both, Style::Name),
        (&person.all, Role::All, Style::Name),
        (&person.region, Role::Region, Style::Name),
        (&person.possessives, Role::Possessive, Style::Name),
        (&person.titles, Role::Title, declined),
        (&person.complements, Role::Complement, Style::Name),
        (&person.posts, Role::Post, Style::Name),
        (&person.leaders, Role::Leading, Style::Name),
        (&person.former, Role::Former, declined),
        (&person.same, Role::Same, Style::Name),
        (&person.counterparts, Role::Counterpart, Style::Name),
        (&person.home, Role::Home, Style::Name),
        (&person.sides, Role::Side, declined),
    ]
}

/// Words that show the shape of a clause.
fn clause_words<'a>(clause: &'a ClauseWords) -> Vec<WordList<'a>> {
    vec![
        (&clause.prepositions, Role::Preposition, Style::Name),
        (&clause.topic_particles, Role::TopicParticle, Style::Name),
        (&clause.subject_particles, Role::SubjectParticle, Style::Name),
        (&clause.locatives, Role::Locative, Style::Name),
        (&clause.genitives, Role::Genitive, Style::Name),
        (&clause.complementisers, Role::Complementiser, Style::Name),
        (&clause.conjunctions, Role::Conjunction, Style::Name),
        (&clause.purpose, Role::Purpose, Style::Name),
        (&clause.several, Role::Several, Style::Name),
        (&clause.attended, Role::Attended, Style::Name),
        (&clause.distributives, Role::Distributive, Style::Name),
        (&clause.receptions, Role::Reception, Style::Name),
        (&clause.coordinators, Role::Coordinator, Style::Name),
        (&clause.circumstances, Role::Circumstance, Style::Name),
        (&clause.since, Role::Since, Style::Name),
        (&clause.ellipses, Role::Ellipsis, Style::Name),
        (&clause.sequels, Role::Sequel, Style::Name),
        (&clause.others, Role::OtherOne, Style::Name),
        (&clause.between, Role::Between, Style::Name),
        (&clause.following, Role::Following, Style::Name),
        (&clause.agents, Role::Agent, Style::Name),
        (&clause.impersonal, Role::Impersonal, Style::Name),
        (&clause.conditions, Role::Condition, Style::Name),
        (&clause.negations, Role::Negation, Style::Name),
        (&clause.articles, Role::Article, Style::Name),
        (&clause.relatives, Role::Relative, Style::Name),
        (&clause.relative_subjects, Role::RelativeSubject, Style::Name),
    ]
}

/// Words of dates, speech, judgements and commitments.
fn other_words<'a>(words: &'a Words) -> Vec<WordList<'a>> {
    vec![
        (&words.date.same_day, Role::SameDay, Style::Name),
        (&words.judgement.merits, Role::Merit, Style::Stem),
        (&words.judgement.weights, Role::Weight, Style::Stem),
        (&words.commitment.futures, Role::Future, Style::Name),
        (&words.commitment.deadlines, Role::Deadline, Style::Name),
        (&words.commitment.past, Role::Past, Style::Stem),
        (&words.commitment.perfects, Role::Perfect, Style::Name),
        (&words.commitment.deeds, Role::Deed, Style::Stem),
        (&words.speech.stems, Role::Speech, Style::Stem),
        (&words.speech.sources, Role::Source, Style::Name),
        (&words.speech.idioms, Role::Idiom, Style::Name),
        (&words.speech.genres, Role::Genre, Style::Name),
        (&words.speech.letters, Role::Letter, Style::Name),
        (&words.speech.recipients, Role::Recipient, Style::Name),
        (&words.speech.humble, Role::Humble, Style::Name),
    ]
}

fn entry(sense: Sense) -> Entry {
    Entry { sense, capital: false, oblique: false }
}
