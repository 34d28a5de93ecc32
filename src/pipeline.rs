//! The chain from a document to its quads, stage by stage.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use oxigraph::model::{NamedNode, Quad};

use crate::bundle::Bundle;
use crate::chronology;
use crate::coverage::{Coverage, coverage};
use crate::digest::digest;
use crate::error::{Error, Result};
use crate::figure::FigureReader;
use crate::frame::{Frames, Reading, frames};
use crate::language;
use crate::lexicon::Lexicon;
use crate::ontology::{Ontology, Version};
use crate::register::{EntityId, Register, slug};
use crate::site::{Sites, host};
use crate::source::table::Misfit;
use crate::source::{Document, IssuedFrom, Lang, Table};
use crate::text::Text;
use crate::trace::{Trace, trace};
use crate::triple::{Header, entity, quads};
use crate::vocab;

/// What was seen and not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing: `statement`.
    pub kind: &'static str,
    /// Why it was not used.
    pub message: String,
    /// Its first character in the text.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
}

/// A release as a graph.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The release's IRI, which is that of its graph.
    pub release: NamedNode,
    /// `sha256:` and the digest of the text.
    pub digest: String,
    /// The normalised text that passages are counted in.
    pub text: String,
    /// Its quads, sorted.
    pub quads: Vec<Quad>,
    /// What was seen and not used.
    pub notes: Vec<Note>,
    /// The rows of a table that are left out.
    pub misfits: Vec<Misfit>,
}

/// The compiled lexicon with all that the stages need.
pub struct Pipeline {
    lexicon: Lexicon,
    figures: BTreeMap<Lang, OnceLock<FigureReader>>,
    sites: Sites,
    ontology: Vec<Quad>,
    version: Version,
}

impl Pipeline {
    /// Compiles the register, the ontology and the words.
    ///
    /// # Errors
    /// A file that is missing or malformed, with its place.
    pub fn new(bundle: &Bundle) -> Result<Self> {
        let ontology = Ontology::read(bundle)?;
        let version = Version::declared(ontology.quads())?;
        let ontology = ontology.into_graph();
        let lexicon = Lexicon::compile(bundle, Register::read(bundle)?, &ontology)?;
        let figures = Lang::ALL.into_iter().map(|lang| (lang, OnceLock::new())).collect();
        let sites = Sites::read(bundle)?;
        Ok(Self { lexicon, figures, sites, ontology, version })
    }

    /// The reader of figures of a language, compiled when the first text in it comes.
    fn figures(&self, lang: Lang) -> Result<&FigureReader> {
        if self.figures[&lang].get().is_none() {
            let reader = FigureReader::new(self.lexicon.words(lang))?;
            // Somebody else may have been first; their reader is the same.
            let _ = self.figures[&lang].set(reader);
        }
        self.figures[&lang].get().ok_or_else(|| Error::internal("the reader of figures is not there"))
    }

    /// Which words of one document the lexicon knew, and which readings lost, sentence by sentence.
    ///
    /// # Errors
    /// As for [`Pipeline::convert`].
    pub fn trace(&self, document: &Document) -> Result<Vec<Trace>> {
        self.read(document, |_, reading, _| trace(reading))
    }

    /// What is understood of one document, sentence by sentence.
    ///
    /// # Errors
    /// As for [`Pipeline::convert`].
    pub fn coverage(&self, document: &Document) -> Result<Coverage> {
        self.read(document, |_, reading, frames| coverage(reading, frames))
    }

    /// Converts one document.
    ///
    /// # Errors
    /// Only what cannot be a release: an unsupported language, an unknown publisher, a table of which no row can be taken.
    pub fn convert(&self, document: &Document) -> Result<Conversion> {
        if let Some(table) = &document.table {
            return self.chronicle(document, table).map_err(|error| error.in_file(&document.origin));
        }
        self.read(document, |header, reading, frames| {
            let quads = quads(&header, reading, frames, &document.text);
            let notes = notes(&header, reading, frames);
            Conversion {
                release: header.release,
                digest: header.digest,
                text: document.text.clone(),
                quads,
                notes,
                misfits: Vec::new(),
            }
        })
    }

    /// Converts a table, each row of which says what it tells.
    fn chronicle(&self, document: &Document, table: &Table) -> Result<Conversion> {
        let header = self.header(document)?;
        let told = chronology::read(&self.lexicon, &self.ontology, &header, table, &document.text);
        if told.rows == 0 {
            return Err(match told.misfits.first() {
                Some(first) => first.error(&document.origin),
                None => Error::input("there are no rows under the header")
                    .hint("write a row for each event, instrument or commitment"),
            });
        }
        let note = |message: String| Note { kind: "table", message, start: 0, end: 0 };
        let undated =
            header.issued.is_none().then(|| note("nothing gives its day: say --issued, or `# issued:` above the header".into()));
        let unread =
            told.unread.iter().map(|name| note(format!("the column {name:?} is none of ours: it stands in the evidence only")));
        let notes = undated.into_iter().chain(unread).collect();
        let (release, digest) = (header.release, header.digest);
        Ok(Conversion { release, digest, text: document.text.clone(), quads: told.quads, notes, misfits: told.misfits })
    }

    /// Reads a document as prose and hands its frames on.
    fn read<T>(&self, document: &Document, then: impl FnOnce(Header, &Reading<'_>, &Frames) -> T) -> Result<T> {
        if document.table.is_some() {
            return Err(Error::input("a table is no prose")
                .in_file(&document.origin)
                .hint("`cajad add` takes its rows as they are"));
        }
        let header = self.header(document).map_err(|e| e.in_file(&document.origin))?;
        let home = header.publisher.and_then(|p| self.lexicon.register.country_of(p)).or_else(|| self.domain_country(&header));
        let text = Text::new(header.lang, &document.text, self.lexicon.words(header.lang));
        let reading = Reading::new(&self.lexicon, self.figures(header.lang)?, &text, header.issued.map(|(day, _)| day), home);
        let frames = frames(&reading);
        Ok(then(header, &reading, &frames))
    }

    /// The country in whose domain a page of an unknown publisher stands, where the relations are its own.
    fn domain_country(&self, header: &Header) -> Option<EntityId> {
        let register = &self.lexicon.register;
        let host = header.source.as_deref().filter(|_| header.publisher.is_none()).and_then(host)?;
        let country = register.find("country", host.rsplit('.').next()?)?;
        (register.partners().contains(&country) || register.region().any(|c| c == country)).then_some(country)
    }

    /// The version of the ontology, which its releases say that they conform to.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The register's rows.
    pub fn rows(&self) -> &Register {
        &self.lexicon.register
    }

    /// The graph of the register.
    ///
    /// # Errors
    /// None today; the signature leaves room for a register that is read lazily.
    pub fn register(&self) -> Result<Vec<Quad>> {
        Ok(entity::register(&self.lexicon.register))
    }

    /// The graph of the ontology with its schemes, shapes and alignments.
    ///
    /// # Errors
    /// None today, as for [`Self::register`].
    pub fn ontology(&self) -> Result<Vec<Quad>> {
        Ok(self.ontology.clone())
    }

    fn header(&self, document: &Document) -> Result<Header> {
        let meta = &document.meta;
        let detected = || match &document.table {
            Some(_) => Ok(chronology::language(document, &self.ontology)),
            None => language::detect(&document.text, meta.claimed),
        };
        let lang = meta.lang.map_or_else(detected, Ok)?;
        if let Some(source) = meta.source.as_deref().filter(|s| NamedNode::new(*s).is_err() || host(s).is_none()) {
            return Err(Error::user(format!("{source:?} is no address of a page")).hint("give it whole, as https://host/path"));
        }
        let issued = self.issued(document, lang)?;
        let (slug, publisher) = self.publisher(document)?;
        let first = document.text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let title = meta.title.clone().unwrap_or_else(|| first.trim_start_matches(['#', ' ']).trim().to_owned());
        let digest = digest(&document.text);
        let about = release_slug(&title, meta.source.as_deref(), &digest);
        let day = issued.map_or_else(|| "undated".to_owned(), |(day, _)| day.to_string());
        let release = NamedNode::new_unchecked(format!("{}release/{slug}/{day}-{about}", vocab::ID));
        Ok(Header {
            release,
            title,
            lang,
            source: meta.source.clone(),
            publisher,
            issued,
            digest,
            reader: meta.reader.clone(),
            ontology: self.version.iri(),
        })
    }

    /// The day of issue: from the caller or the metadata, else from the date line, else from the address; `None` if nothing
    /// gives it.
    fn issued(&self, document: &Document, lang: Lang) -> Result<Option<(Date, IssuedFrom)>> {
        if let Some(day) = document.meta.issued {
            return Ok(Some((day, document.meta.issued_from.unwrap_or(IssuedFrom::Metadata))));
        }
        // A date in a table is that of a row.
        if document.table.is_some() {
            return Ok(None);
        }
        let reader = self.figures(lang)?;
        if let Some(day) = document.meta.date_line.as_deref().and_then(|line| reader.first_full_date(line)) {
            return Ok(Some((day, IssuedFrom::DateLine)));
        }
        let dated = document.text.lines().filter(|l| l.chars().count() < 60).find_map(|l| reader.first_full_date(l));
        if let Some(day) = dated.or_else(|| reader.first_full_date(&document.text)) {
            return Ok(Some((day, IssuedFrom::DateLine)));
        }
        let address = document.meta.source.as_deref().and_then(date_in_address);
        Ok(address.map(|day| (day, IssuedFrom::Address)))
    }

    /// The publisher's part of the IRI, and the publisher where the register knows it.
    fn publisher(&self, document: &Document) -> Result<(String, Option<EntityId>)> {
        let find = |slug: &str| self.lexicon.register.find("org", slug);
        if let Some(slug) = &document.meta.publisher {
            let known = find(slug).ok_or_else(|| {
                Error::input(format!("the register has no publisher {slug:?}"))
                    .hint("add its row to data/register/organizations.tsv, or correct `publisher:`")
            })?;
            return Ok((slug.clone(), Some(known)));
        }
        let address = document.meta.source.as_deref().unwrap_or_default();
        let Some(host) = host(address) else { return Ok(("unknown".to_owned(), None)) };
        Ok(match self.sites.publisher(address) {
            Some(slug) => (slug.to_owned(), find(slug)),
            None => (slug(host.trim_start_matches("www."), 60), None),
        })
    }
}

fn notes(header: &Header, reading: &Reading<'_>, frames: &Frames) -> Vec<Note> {
    let note = |message: &str| Note { kind: "release", message: message.to_owned(), start: 0, end: 0 };
    let undated = "nothing gives its date of issue; offices and dates without a year are read with care";
    let undated = header.issued.is_none().then(|| note(undated));
    let elsewhere = "it tells of nothing between Japan and Central Asia; only what it names is kept";
    let elsewhere = frames.out_of_scope.then(|| note(elsewhere));
    let skipped = frames.skipped.iter().map(|s| {
        let span = reading.text.chars(&reading.text.sentences[s.sentence].span);
        Note { kind: s.kind, message: s.message.clone(), start: span.start, end: span.end }
    });
    undated.into_iter().chain(elsewhere).chain(skipped).collect()
}

/// `/2024/08/09/`, `/202408/09`, `2024-08-09` or `20240809` in an address.
fn date_in_address(source: &str) -> Option<Date> {
    let digits: Vec<&str> = source.split(|c: char| !c.is_ascii_digit()).filter(|d| !d.is_empty()).collect();
    let whole = digits.iter().filter(|d| d.len() == 8).find_map(|d| day(&d[..4], &d[4..6], &d[6..]));
    let split = || digits.windows(3).filter(|w| w[0].len() == 4).find_map(|w| day(w[0], w[1], w[2]));
    let month = || digits.windows(2).filter(|w| w[0].len() == 6).find_map(|w| day(&w[0][..4], &w[0][4..], w[1]));
    whole.or_else(split).or_else(month)
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1990..2100).contains(&date.year()).then_some(date)
}

/// The title in Latin letters; a Japanese one cannot be transliterated without its readings, so the page's address names it.
fn release_slug(title: &str, source: Option<&str>, digest: &str) -> String {
    let japanese = title.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let from_title = if japanese { String::new() } else { slug(title, 80) };
    if !from_title.is_empty() {
        return from_title;
    }
    let path = source.and_then(|s| s.split_once("://")).and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches(".html").trim_end_matches('/');
    let mut last: Vec<&str> = path.rsplit('/').take(2).collect();
    last.reverse();
    let from_address = slug(&last.join(" "), 80);
    if from_address.is_empty() { digest.trim_start_matches("sha256:").chars().take(12).collect() } else { from_address }
}
