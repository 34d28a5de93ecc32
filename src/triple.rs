//! Triples: frames and register rows to quads. The only place that mints IRIs and writes RDF types.
//!
//! An IRI says what the thing is (date, kind, parties), so that two tellings of one occasion meet in one IRI and a
//! second run gives the same graph. What the text gives no date for is named within its release.

pub mod entity;
pub mod name;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

use crate::calendar::PartialDate;
use crate::frame::{Frames, Instrument, Occasion, Reading, Realis, Statement, Topic, Voice};
use crate::lexicon::Scheme;
use crate::register::EntityId;
use crate::source::{IssuedFrom, Lang};
use crate::vocab;

use name::Names;

/// What the graph says of the release itself.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its IRI, which is its graph's too.
    pub release: NamedNode,
    /// Its title.
    pub title: String,
    /// Its language.
    pub lang: Lang,
    /// The page's address.
    pub source: Option<String>,
    /// Who published it.
    pub publisher: Option<EntityId>,
    /// The day of issue and how it is known; `None` where nothing gives it.
    pub issued: Option<(jiff::civil::Date, IssuedFrom)>,
    /// `sha256:` and the digest of the normalised text.
    pub digest: String,
    /// What read the file; `None` where nobody says.
    pub reader: Option<String>,
    /// The ontology's version IRI.
    pub ontology: NamedNode,
}

/// The quads of a release, sorted and each once.
pub fn quads(header: &Header, reading: &Reading<'_>, frames: &Frames, source: &str) -> Vec<Quad> {
    let bytes = source.char_indices().map(|(i, _)| i).chain([source.len()]).collect();
    let names = Names::new(reading, frames, header.release.as_str());
    let mut graph = Graph { header, reading, frames, source, bytes, names, quads: BTreeMap::new(), described: BTreeSet::new() };
    graph.release();
    (0..frames.occasions.len()).for_each(|i| graph.occasion(i));
    (0..frames.instruments.len()).for_each(|i| graph.instrument(i));
    frames.statements.iter().for_each(|s| graph.statement(s));
    frames.pledges.iter().for_each(|(sentence, pledge)| graph.pledge(*sentence, pledge));
    graph.entities();
    graph.quads.into_values().collect()
}

struct Graph<'a> {
    header: &'a Header,
    reading: &'a Reading<'a>,
    frames: &'a Frames,
    source: &'a str,
    /// Where each character of the source begins, in bytes, and where the last one ends.
    bytes: Vec<usize>,
    names: Names,
    /// By the text of subject, predicate and object, which is the order of all our output.
    quads: BTreeMap<[String; 3], Quad>,
    described: BTreeSet<EntityId>,
}

impl Graph<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = GraphName::NamedNode(self.header.release.clone());
        self.insert(Quad::new(subject.clone(), predicate, object, graph));
    }

    fn insert(&mut self, quad: Quad) {
        let key = [quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string()];
        self.quads.insert(key, quad);
    }

    fn entity(&mut self, entity: EntityId) -> NamedNode {
        self.described.insert(entity);
        entity::iri(self.reading.cast.entity(entity))
    }

    fn concept(&self, term: usize) -> NamedNode {
        NamedNode::new_unchecked(&self.reading.term(term).iri)
    }

    fn release(&mut self) {
        let header = self.header;
        let release = &header.release;
        self.add(release, vocab::TYPE, vocab::RELEASE);
        self.add(release, vocab::TYPE, vocab::ENTITY);
        let title = Literal::new_language_tagged_literal_unchecked(&header.title, header.lang.code());
        self.add(release, vocab::TITLE, title);
        if let Some((day, from)) = header.issued {
            self.add(release, vocab::ISSUED, date(day.into()));
            self.add(release, vocab::DATE_SOURCE, date_source(from));
        }
        self.add(release, vocab::LANGUAGE, Literal::from(header.lang.code()));
        self.add(release, vocab::TEXT_DIGEST, Literal::from(header.digest.as_str()));
        if let Some(reader) = &header.reader {
            self.add(release, vocab::READER, Literal::from(reader.as_str()));
        }
        self.add(release, vocab::CONFORMS_TO, header.ontology.clone());
        if let Some(source) = header.source.as_deref().and_then(|s| NamedNode::new(s).ok()) {
            self.add(release, vocab::SOURCE, source);
        }
        if let Some(publisher) = header.publisher {
            let publisher = self.entity(publisher);
            self.add(release, vocab::PUBLISHER, publisher);
        }
        for &domain in &self.frames.domains {
            self.add(release, vocab::SUBJECT, self.concept(domain));
        }
        for &named in &self.frames.named {
            let named = self.entity(named);
            self.add(release, vocab::MENTIONS, named);
        }
        if let Some(main) = self.frames.main {
            self.add(release, vocab::REPORTS, self.names.occasion(main));
        }
    }

    /// The passage of a sentence, and the two statements that every fact carries: its evidence and its rule.
    fn proof(&mut self, node: &NamedNode, sentences: &BTreeSet<usize>, rule: &str) {
        for &sentence in sentences {
            let passage = self.passage(sentence);
            self.add(node, vocab::EVIDENCE, passage);
        }
        self.add(node, vocab::RULE, Literal::from(rule));
    }

    /// The release's own characters behind a span of the folded text.
    fn words(&self, span: &std::ops::Range<usize>) -> &str {
        let span = self.reading.text.chars(span);
        &self.source[self.bytes[span.start]..self.bytes[span.end]]
    }

    fn passage(&mut self, sentence: usize) -> NamedNode {
        let span = self.reading.text.chars(&self.reading.text.sentences[sentence].span);
        let passage = NamedNode::new_unchecked(format!("{}#char={},{}", self.header.release.as_str(), span.start, span.end));
        let exact = self.words(&self.reading.text.sentences[sentence].span).to_owned();
        self.add(&passage, vocab::TYPE, vocab::PASSAGE);
        self.add(&passage, vocab::IN_RELEASE, self.header.release.clone());
        self.add(&passage, vocab::OA_START, Literal::from(span.start as i64));
        self.add(&passage, vocab::OA_END, Literal::from(span.end as i64));
        self.add(&passage, vocab::OA_EXACT, Literal::new_language_tagged_literal_unchecked(exact, self.header.lang.code()));
        let frames = self.frames;
        for page in frames.pages.get(&sentence).into_iter().flatten().filter_map(|page| NamedNode::new(page).ok()) {
            self.add(&passage, vocab::SOURCE, page);
        }
        passage
    }

    /// A class with all classes above it.
    fn classes(&mut self, node: &NamedNode, class: usize) {
        for class in &self.reading.term(class).lineage {
            self.add(node, vocab::TYPE, NamedNode::new_unchecked(class));
        }
    }

    fn occasion(&mut self, number: usize) {
        let occasion: &Occasion = &self.frames.occasions[number];
        let node = self.names.occasion(number);
        self.classes(&node, occasion.class);
        self.proof(&node, &occasion.evidence, occasion.rule);
        if let Some(realis) = self.reading.lexicon.term(Scheme::Realis, occasion.realis.name()) {
            self.add(&node, vocab::REALIS, self.concept(realis));
        }
        if let Some(day) = occasion.date {
            self.add(&node, vocab::DATE, date(day));
        }
        if let Some(day) = occasion.until {
            self.add(&node, vocab::END_DATE, date(day));
        }
        if let Some(time) = occasion.time {
            let time = Literal::new_typed_literal(time.strftime("%H:%M:%S").to_string(), xsd::TIME);
            self.add(&node, vocab::START_TIME, time);
        }
        if let Some(minutes) = occasion.minutes {
            self.add(&node, vocab::DURATION, Literal::new_typed_literal(duration(minutes), xsd::DURATION));
        }
        if let Some(ordinal) = occasion.ordinal {
            self.add(&node, vocab::ORDINAL, Literal::from(i64::from(ordinal)));
        }
        for (predicate, entity) in [
            (vocab::FORUM, occasion.forum),
            (vocab::HOST, occasion.host),
            (vocab::PLACE, occasion.place),
            (vocab::VISITOR, occasion.visitor.map(|v| v.person)),
        ] {
            if let Some(entity) = entity {
                let entity = self.entity(entity);
                self.add(&node, predicate, entity);
            }
        }
        if let Some(whole) = occasion.part_of {
            self.add(&node, vocab::PART_OF, self.names.occasion(whole));
        }
        for &party in &occasion.parties {
            let party = self.entity(party);
            self.add(&node, vocab::PARTY, party);
        }
        // Nobody has been yet at what is to come; whoever is to travel is told by the visit.
        let there = occasion.realis == Realis::Held || occasion.visitor.is_some();
        for holder in occasion.participants.iter().filter(|_| there) {
            self.participation(&node, occasion, *holder);
        }
    }

    fn participation(&mut self, event: &NamedNode, occasion: &Occasion, holder: crate::resolve::Holder) {
        let person = self.entity(holder.person);
        let slug = &self.reading.cast.entity(holder.person).slug;
        let node = NamedNode::new_unchecked(format!("{}/{slug}", event.as_str()));
        self.add(event, vocab::PARTICIPANT, person.clone());
        self.add(event, vocab::PARTICIPATION, node.clone());
        self.add(&node, vocab::TYPE, vocab::PARTICIPATION_CLASS);
        self.add(&node, vocab::ACTOR, person);
        for (predicate, entity) in [(vocab::IN_OFFICE, holder.office), (vocab::SIDE, holder.side)] {
            if let Some(entity) = entity {
                let entity = self.entity(entity);
                self.add(&node, predicate, entity);
            }
        }
        self.proof(&node, &occasion.evidence, "participation");
    }

    fn instrument(&mut self, number: usize) {
        let instrument: &Instrument = &self.frames.instruments[number];
        let node = self.names.instrument(number);
        self.classes(&node, instrument.class);
        self.proof(&node, &instrument.evidence, instrument.rule);
        if let Some(title) = &instrument.title {
            let title = self.words(title).to_owned();
            self.add(&node, vocab::TITLE, Literal::new_language_tagged_literal_unchecked(title, self.header.lang.code()));
        }
        for &party in &instrument.parties {
            let party = self.entity(party);
            self.add(&node, vocab::PARTY, party);
        }
        for &domain in &instrument.domains {
            self.add(&node, vocab::DOMAIN, self.concept(domain));
        }
        if let Some(event) = instrument.adopted_at {
            self.add(&node, vocab::ADOPTED_AT, self.names.occasion(event));
        }
        let stage = instrument.stage.or_else(|| self.reading.lexicon.term(Scheme::Stage, vocab::stage::MENTIONED));
        let Some(stage) = stage else { return };
        self.milestone(&node, instrument, stage, instrument.date);
        instrument.steps.iter().for_each(|&(stage, day)| self.milestone(&node, instrument, stage, day));
    }

    /// A step of an instrument's life.
    fn milestone(&mut self, node: &NamedNode, instrument: &Instrument, stage: usize, day: Option<PartialDate>) {
        let milestone = NamedNode::new_unchecked(format!("{}/{}", node.as_str(), self.reading.term(stage).name));
        self.add(node, vocab::MILESTONE, milestone.clone());
        self.add(&milestone, vocab::TYPE, vocab::MILESTONE_CLASS);
        self.add(&milestone, vocab::STAGE, self.concept(stage));
        if let Some(day) = day {
            self.add(&milestone, vocab::DATE, date(day));
        }
        self.proof(&milestone, &instrument.evidence, instrument.rule);
    }

    fn statement(&mut self, statement: &Statement) {
        let node = self.names.statement(self.reading, statement);
        self.add(&node, vocab::TYPE, vocab::STATEMENT);
        self.proof(&node, &BTreeSet::from([statement.sentence]), statement.rule);
        self.add(&node, vocab::ACT, self.concept(statement.act));
        for voice in &statement.speakers {
            let actor = self.entity(voice.actor());
            self.add(&node, vocab::SPEAKER, actor);
            if let Some(side) = voice.side() {
                let side = self.entity(side);
                self.add(&node, vocab::ON_BEHALF_OF, side);
            }
        }
        if let Some(addressee) = statement.addressee.map(Voice::actor) {
            let addressee = self.entity(addressee);
            self.add(&node, vocab::ADDRESSEE, addressee);
        }
        for &topic in &statement.about {
            let topic = match topic {
                Topic::Term(term) => self.concept(term),
                Topic::Entity(entity) => self.entity(entity),
            };
            self.add(&node, vocab::ABOUT, topic);
        }
        if let Some(main) = self.frames.main {
            self.add(&node, vocab::MADE_AT, self.names.occasion(main));
        }
        if let Some(commitment) = &statement.commitment {
            self.commitment(&node, commitment);
        }
    }

    /// A commitment that is made by what is signed or given; nobody is quoted as saying so, and so it is no statement.
    fn pledge(&mut self, sentence: usize, pledge: &crate::frame::Commitment) {
        let node = self.names.pledge(self.reading, pledge);
        self.proof(&node, &BTreeSet::from([sentence]), pledge.rule);
        if let Some(event) = pledge.made_at.or(self.frames.main) {
            self.add(&node, vocab::MADE_AT, self.names.occasion(event));
        }
        self.commitment(&node, pledge);
    }

    fn commitment(&mut self, node: &NamedNode, commitment: &crate::frame::Commitment) {
        self.add(node, vocab::TYPE, vocab::COMMITMENT);
        let committer = self.entity(commitment.committer);
        self.add(node, vocab::COMMITTER, committer);
        if let Some(beneficiary) = commitment.beneficiary {
            let beneficiary = self.entity(beneficiary);
            self.add(node, vocab::BENEFICIARY, beneficiary);
        }
        let deed = self.words(&commitment.deed).to_owned();
        self.add(node, vocab::DEED, Literal::new_language_tagged_literal_unchecked(deed, self.header.lang.code()));
        if let Some((amount, currency)) = &commitment.amount {
            self.add(node, vocab::AMOUNT, Literal::new_typed_literal(amount.to_string(), xsd::DECIMAL));
            self.add(node, vocab::CURRENCY, Literal::from(currency.as_str()));
        }
        if let Some(due) = commitment.due {
            self.add(node, vocab::DUE, date(due));
        }
        for &domain in &commitment.domains {
            self.add(node, vocab::DOMAIN, self.concept(domain));
        }
    }

    /// What the graph needs to be read without the register: types and labels of everything it names.
    fn entities(&mut self) {
        for id in std::mem::take(&mut self.described) {
            for quad in entity::description(self.reading.cast.entity(id), &self.header.release.as_ref().into()) {
                self.insert(quad);
            }
        }
    }
}

/// The concept of where a day of issue was taken from; no text is matched against it, so the lexicon does not know it.
fn date_source(from: IssuedFrom) -> NamedNode {
    let name = match from {
        IssuedFrom::Caller => vocab::date_source::CALLER,
        IssuedFrom::Metadata => vocab::date_source::METADATA,
        IssuedFrom::DateLine => vocab::date_source::DATE_LINE,
        IssuedFrom::Address => vocab::date_source::ADDRESS,
    };
    NamedNode::new_unchecked(format!("{}date-source/{name}", vocab::VOCAB))
}

/// Minutes as xsd:duration: `PT1H20M`.
fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

/// A date as xsd:date, xsd:gYearMonth or xsd:gYear, as far as it is known.
pub fn date(day: PartialDate) -> Literal {
    let datatype = match (day.month, day.day) {
        (Some(_), Some(_)) => xsd::DATE,
        (Some(_), None) => xsd::G_YEAR_MONTH,
        _ => xsd::G_YEAR,
    };
    Literal::new_typed_literal(day.to_string(), datatype)
}
