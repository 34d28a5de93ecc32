//! The reading of a text: what every builder of frames reads.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::figure::FigureReader;
use crate::frame::Scene;
use crate::lexicon::{ConceptTerm, Lexicon, Scheme, TermId};
use crate::mention::{Mention, Mentions, mentions};
use crate::register::{Body, Cast, EntityId, Kind};
use crate::resolve::{Discourse, Who, bodies, nominals};
use crate::source::Lang;
use crate::text::{Kind as Line, Text, covers};

/// What every builder of frames reads.
pub struct Reading<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// The text.
    pub text: &'a Text,
    /// Its sentences.
    pub scenes: Vec<Scene>,
    /// The day of issue; where nothing gives it, the latest day that the text speaks of.
    pub issued: Date,
    /// Whether the day of issue is known.
    pub dated: bool,
    /// The country of the publisher.
    pub home: Option<EntityId>,
    /// The register, and whoever the text introduces.
    pub cast: Cast<'a>,
    /// The number of its lead.
    lead: Option<usize>,
    /// Where somebody is given an office that the register does not let them hold on the day: sentence, person, office.
    pub strays: Vec<(usize, EntityId, EntityId)>,
}

impl<'a> Reading<'a> {
    /// Reads a text sentence by sentence.
    pub fn new(
        lexicon: &'a Lexicon,
        figures: &FigureReader,
        text: &'a Text,
        issued: Option<Date>,
        home: Option<EntityId>,
    ) -> Self {
        let dated = issued.is_some();
        let issued = issued.or_else(|| figures.latest_year_end(&text.folded)).unwrap_or(lexicon.register.as_of());
        let mut discourse = Discourse::new(&lexicon.register, issued, home);
        let mut strays = Vec::new();
        let read: Vec<Mentions> = text.sentences.iter().map(|sentence| mentions(lexicon, text, sentence, home)).collect();
        discourse.expected =
            read.iter().flat_map(|m| &m.names).filter_map(|m| lexicon.register.only_person(m.entities())).collect();
        let scenes = text.sentences.iter().zip(read).enumerate().map(|(number, (sentence, mut mentions))| {
            let mut figures = figures.read(text.of(&sentence.span), sentence.span.start, issued);
            // « 200 тыс. долл. США » names no country.
            let counted = |m: &Mention| figures.amounts.iter().any(|a| covers(&a.span, &text.bytes(&m.units)));
            mentions.names.retain(|m| !counted(m));
            let (nominals, author) = nominals(lexicon, text, sentence, &mentions, &mut discourse);
            strays.extend(discourse.strays.drain(..).map(|(person, office)| (number, person, office)));
            // Without a day of issue nothing gives the year that a date leaves out.
            figures.dates.retain(|d| dated || d.full);
            // A number in a name counts nothing: the French title of a prime minister has one.
            let named = |span: &Range<usize>| mentions.names.iter().any(|m| covers(&text.bytes(&m.units), span));
            figures.ordinals.retain(|o| !named(&o.span));
            let bodies = bodies(lexicon, text, sentence, &mentions, &mut discourse);
            Scene { number, sentence: sentence.clone(), mentions, nominals, bodies, author, figures }
        });
        let scenes: Vec<Scene> = scenes.collect();
        let lead = lead(&scenes, &discourse.cast);
        Self { lexicon, text, scenes, issued, dated, home, cast: discourse.cast, lead, strays }
    }

    /// The reading of a table, whose cells say what they are: it has no scenes.
    pub fn of_rows(lexicon: &'a Lexicon, text: &'a Text, cast: Cast<'a>, issued: Option<Date>) -> Self {
        let (dated, issued) = (issued.is_some(), issued.unwrap_or(lexicon.register.as_of()));
        Self { lexicon, text, scenes: Vec::new(), issued, dated, home: None, cast, lead: None, strays: Vec::new() }
    }

    /// A concept or class by its number.
    pub fn term(&self, term: TermId) -> &ConceptTerm {
        &self.lexicon.terms[term]
    }

    /// Where the word stands that denies another: in Japanese within `reach` units behind it, else before it.
    pub fn denying(&self, scene: &Scene, word: &Range<usize>, reach: usize) -> Range<usize> {
        let sentence = &scene.sentence.units;
        if self.text.lang == Lang::Ja {
            word.end..(word.end + reach).min(sentence.end)
        } else {
            word.start.saturating_sub(reach).max(sentence.start)..word.start
        }
    }

    /// The titles.
    pub fn titles(&self) -> impl Iterator<Item = &Scene> + Clone {
        self.scenes.iter().filter(|s| s.sentence.kind == Line::Title)
    }

    /// The sentences that state facts.
    pub fn telling(&self) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(|s| matches!(s.sentence.kind, Line::Title | Line::Prose))
    }

    /// The sentences that state facts, and the headings, which may name what their sections tell.
    pub fn naming(&self) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(|s| matches!(s.sentence.kind, Line::Title | Line::Prose | Line::Heading))
    }

    /// The first sentence of prose that tells of somebody or something: the dateline of an agency does not.
    pub fn lead(&self) -> Option<&Scene> {
        self.lead.map(|number| &self.scenes[number])
    }

    /// Whether a sentence is the lead.
    pub fn is_lead(&self, scene: &Scene) -> bool {
        self.lead == Some(scene.number)
    }

    pub(super) fn is_forum(&self, entity: EntityId) -> bool {
        matches!(self.cast.entity(entity).kind, Kind::Organization(Body::Forum))
    }

    /// Everything that the text names, by whole name or resolved, and the organisations that it alone knows.
    pub(super) fn named(&self) -> BTreeSet<EntityId> {
        let mut named = BTreeSet::new();
        for scene in self.scenes.iter().filter(|s| s.sentence.kind != Line::Navigation) {
            let kept =
                |e: &EntityId| !matches!(self.lexicon.register.entities[*e].kind, Kind::Office { .. } | Kind::Person { .. });
            for mention in scene.mentions.names.iter().chain(&scene.mentions.nested) {
                // One label of several things names none of them for certain.
                let mut things = mention.entities().filter(kept);
                if let (Some(one), None) = (things.next(), things.next()) {
                    named.insert(one);
                }
                named.extend(mention.adjectives());
            }
            named.extend(&scene.bodies);
            named.extend(scene.nominals.iter().filter_map(|n| match n.who {
                Who::Person(holder) => Some(holder.person),
                Who::Country(country) => Some(country),
                _ => None,
            }));
        }
        named
    }

    /// The domains named in what the text tells and in its headings; what somebody is minister of is no subject.
    pub(super) fn domains(&self) -> BTreeSet<TermId> {
        let read = |s: &&Scene| !matches!(s.sentence.kind, Line::Navigation | Line::Caption);
        self.scenes.iter().filter(read).flat_map(|s| s.subjects(self.text).flat_map(Mention::terms)).collect()
    }
}

/// How many units a line has at least that is a sentence, not the dateline of an agency.
const SENTENCE: usize = 12;

/// The number of the lead among the scenes of a text: the first sentence that tells of somebody or something, or concerns a
/// country.
fn lead(scenes: &[Scene], cast: &Cast<'_>) -> Option<usize> {
    let prose = || scenes.iter().filter(|s| s.sentence.kind == Line::Prose);
    let person = |s: &Scene| s.nominals.iter().any(|n| matches!(n.who, Who::Person(_)));
    let telling = |s: &&Scene| person(s) || s.terms(Scheme::Occasion).next().is_some() || s.terms(Scheme::Stage).next().is_some();
    let named = |s: &Scene| s.mentions.names.iter().flat_map(Mention::entities).any(|e| cast.side_of(e).is_some());
    let concerning = |s: &&Scene| telling(s) || s.sentence.units.len() >= SENTENCE && named(s);
    prose().find(concerning).or_else(|| prose().next()).map(|s| s.number)
}
