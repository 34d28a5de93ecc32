//! Chronologies: the rows of a table to the same frames that prose is read to.
//!
//! A researcher's table is a source like a release: its text is the table itself, each row is a passage, and every fact has its
//! row as evidence. The cells say what they are, so nothing is guessed: a column holds what its name says, a cell names one
//! thing by its id or by a label in any of four languages, and a name that is not there leaves its row out, with its place and
//! the closest names. Events, instruments and commitments get their IRIs by the rules of [`crate::triple::name`], so that a row
//! and a ministry's release that tell of one event meet in one IRI.

mod agreed;
mod column;
mod directory;
mod occasion;
mod people;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oxigraph::model::Quad;

use crate::frame::{Commitment, Frames, Instrument, Reading};
use crate::language;
use crate::lexicon::{Lexicon, Scheme, TermId};
use crate::register::{Cast, EntityId};
use crate::source::table::{Misfit, Sheet};
use crate::source::{Document, Lang, Table};
use crate::text::Text;
use crate::triple::{Header, quads};
use crate::vocab::{self, class};

pub use column::Column;
use column::Columns;
use directory::{Directory, key};
use occasion::Occasions;
use record::Record;

/// The rule that facts from rows name.
pub const RULE: &str = "table";

/// The rule of an event that a row only names, as that at which something else came about.
const REFERENCE: &str = "table.reference";

/// What a table tells.
#[derive(Debug)]
pub struct Chronicle {
    /// The quads of its graph, sorted.
    pub quads: Vec<Quad>,
    /// The rows that are left out, each with its place and the remedy.
    pub misfits: Vec<Misfit>,
    /// The columns that are not read, by their names, with the closest that would be.
    pub unread: Vec<String>,
    /// How many rows are in.
    pub rows: usize,
}

/// What a row of the researcher's own id has become.
#[derive(Default)]
struct Own {
    event: Option<usize>,
    instrument: Option<usize>,
}

/// Takes the rows of a table one by one.
struct Clerk<'a> {
    lexicon: &'a Lexicon,
    directory: Directory<'a>,
    cast: Cast<'a>,
    lang: Lang,
    issued: Option<Date>,
    release: String,
    occasions: Occasions,
    instruments: Vec<Instrument>,
    pledges: Vec<(usize, Commitment)>,
    own: BTreeMap<String, Own>,
}

/// What a row tells of.
#[derive(Clone, Copy)]
enum Kind {
    Event(TermId),
    Instrument(TermId),
    Commitment,
}

/// The language of a table that does not say it: that of its titles and deeds, else English, which its ids look like.
pub fn language(document: &Document, ontology: &[Quad]) -> Lang {
    let columns = Columns::new(ontology, std::iter::empty());
    let mut prose = String::new();
    for sheet in document.table.iter().flat_map(|table| &table.sheets) {
        let told: Vec<usize> = (0..sheet.header.len())
            .filter(|&i| matches!(columns.find(&document.text[sheet.header[i].span.clone()]), Some(Column::Title | Column::Deed)))
            .collect();
        for row in sheet.rows.iter().take(100) {
            told.iter().for_each(|&i| prose.extend([&document.text[row.cells[i].span.clone()], "\n"]));
        }
    }
    language::detect(&prose, None).unwrap_or(Lang::En)
}

/// Makes the graph of a table.
pub fn read(lexicon: &Lexicon, ontology: &[Quad], header: &Header, table: &Table, source: &str) -> Chronicle {
    let stages = lexicon.terms.iter().enumerate().filter(|(_, term)| term.scheme == Scheme::Stage);
    let mut names: Vec<(String, TermId)> = stages.clone().map(|(id, term)| (term.name.clone(), id)).collect();
    let labels = lexicon.labels().filter(|(id, _)| lexicon.terms[*id].scheme == Scheme::Stage);
    names.extend(
        labels.flat_map(|(id, names)| Lang::ALL.into_iter().filter_map(move |lang| Some((names.of(lang).first()?.clone(), id)))),
    );
    let columns = Columns::new(ontology, names.into_iter());
    let mut clerk = Clerk {
        lexicon,
        directory: Directory::new(lexicon, ontology),
        cast: Cast::new(&lexicon.register),
        lang: header.lang,
        issued: header.issued.map(|(day, _)| day),
        release: header.release.as_str().to_owned(),
        occasions: Occasions::default(),
        instruments: Vec::new(),
        pledges: Vec::new(),
        own: BTreeMap::new(),
    };
    let commitment = commitment_names(ontology);
    let mut misfits = table.misfits.clone();
    let mut unread = BTreeSet::new();
    let headers: Vec<Heading<'_>> = table.sheets.iter().map(|sheet| Heading::new(sheet, source, &columns)).collect();
    let mut records: Vec<(Record<'_>, Kind)> = Vec::new();
    let mut number = 0;
    for (sheet, heading) in table.sheets.iter().zip(&headers) {
        let known = heading.columns.contains(&Some(Column::Class));
        if !known {
            misfits.push(heading.without_class(sheet));
        }
        unread.extend(heading.unread());
        for row in &sheet.rows {
            let record = heading.record(number, sheet, row, source);
            number += 1;
            match clerk.kind(record, &commitment).map(|kind| records.push((record, kind))) {
                Err(misfit) if known => misfits.push(misfit),
                _ => {}
            }
        }
    }
    let mut pages = BTreeMap::new();
    let left_out = clerk.take(&records, &mut pages);
    let rows = records.len() - left_out.len();
    misfits.extend(left_out);
    misfits.sort_by_key(|misfit| (misfit.line, misfit.column));
    let spans: Vec<_> = table.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| row.span.clone())).collect();
    let text = Text::of_rows(header.lang, source, &spans);
    let (frames, cast) = clerk.finish(pages);
    let reading = Reading::of_rows(lexicon, &text, cast, header.issued.map(|(day, _)| day));
    Chronicle { quads: quads(header, &reading, &frames, source), misfits, unread: unread.into_iter().collect(), rows }
}

/// The names of the class of commitments, of which no prose speaks by name.
fn commitment_names(ontology: &[Quad]) -> BTreeSet<String> {
    let labels = ontology.iter().filter(|quad| quad.predicate == vocab::LABEL && quad.subject == vocab::COMMITMENT.into());
    let labels =
        labels.filter_map(
            |quad| if let oxigraph::model::Term::Literal(label) = &quad.object { Some(key(label.value())) } else { None },
        );
    labels.chain([key("Commitment"), key("cajad:Commitment")]).collect()
}

/// A header as it is read.
struct Heading<'a> {
    names: Vec<&'a str>,
    columns: Vec<Option<Column>>,
}

impl<'a> Heading<'a> {
    fn new(sheet: &Sheet, source: &'a str, known: &Columns) -> Self {
        let names: Vec<&str> = sheet.header.iter().map(|cell| source[cell.span.clone()].trim()).collect();
        let mut columns: Vec<Option<Column>> = Vec::new();
        for name in &names {
            // Of two columns that mean the same the first is read.
            let column = known.find(name).filter(|column| !columns.contains(&Some(*column)));
            columns.push(column);
        }
        Self { names, columns }
    }

    fn record(&'a self, number: usize, sheet: &'a Sheet, row: &'a crate::source::table::Row, text: &'a str) -> Record<'a> {
        Record { number, columns: &self.columns, header: &self.names, sheet: sheet.name.as_deref(), row, text }
    }

    /// The columns that are not read; remarks need no name of ours.
    fn unread(&self) -> Vec<String> {
        let unread = self.names.iter().zip(&self.columns).filter(|(name, column)| column.is_none() && !name.is_empty());
        unread.map(|(name, _)| (*name).to_owned()).collect()
    }

    fn without_class(&self, sheet: &Sheet) -> Misfit {
        let (line, column) = sheet.header.first().map_or((1, 1), |cell| (cell.line, cell.column));
        let of = sheet.name.as_deref().map(|name| format!(" of the sheet {name:?}")).unwrap_or_default();
        let message = format!("the header{of} has no column \"class\", so nothing says what its rows tell of");
        let hint =
            format!("`cajad template events` shows a header; the columns are {}", Column::names().collect::<Vec<_>>().join(", "));
        Misfit { line, column, message, hint: hint.into() }
    }
}

impl<'a> Clerk<'a> {
    fn kind(&self, record: Record<'_>, commitment: &BTreeSet<String>) -> Result<Kind, Misfit> {
        let written = record.must(Column::Class, "say what the row tells of: SummitMeeting, Agreement, Commitment")?;
        if commitment.contains(&key(written.text)) {
            return Ok(Kind::Commitment);
        }
        let class = written.term(written.text, &[Scheme::Occasion, Scheme::Instrument], &self.directory)?;
        Ok(if self.lexicon.terms[class].is_a(class::EVENT) { Kind::Event(class) } else { Kind::Instrument(class) })
    }

    /// Takes the events, and then what came of them. Gives the rows that are left out.
    fn take(&mut self, records: &[(Record<'_>, Kind)], pages: &mut BTreeMap<usize, BTreeSet<String>>) -> Vec<Misfit> {
        let mut left_out = Vec::new();
        let mut events = Vec::new();
        for (record, kind) in records {
            let Kind::Event(class) = kind else { continue };
            match self.sourced(*record, pages).and_then(|()| self.own_event(*record, *class)) {
                Ok(number) => events.push((*record, number)),
                Err(misfit) => left_out.push(misfit),
            }
        }
        for (record, number) in events {
            left_out.extend(self.part(record, number).err());
        }
        for (record, kind) in records {
            let taken = match kind {
                Kind::Event(_) => continue,
                Kind::Instrument(class) => self.sourced(*record, pages).and_then(|()| self.own_instrument(*record, *class)),
                Kind::Commitment => self.sourced(*record, pages).and_then(|()| self.commitment(*record)),
            };
            left_out.extend(taken.err());
        }
        left_out
    }

    fn sourced(&self, record: Record<'_>, pages: &mut BTreeMap<usize, BTreeSet<String>>) -> Result<(), Misfit> {
        pages.insert(record.number, record.pages()?);
        Ok(())
    }

    /// The event of a row, under the row's own id as well.
    fn own_event(&mut self, record: Record<'_>, class: TermId) -> Result<usize, Misfit> {
        let id = record.get(Column::Id);
        if let Some(id) = id.filter(|id| self.own.contains_key(&key(id.text))) {
            return Err(id.refuse(format!("the id {:?} stands twice", id.text), "give each event an id of its own"));
        }
        let number = self.event(record, class);
        if let Some(id) = id {
            self.own.insert(key(id.text), Own { event: number.as_ref().ok().copied(), instrument: None });
        }
        number
    }

    fn own_instrument(&mut self, record: Record<'_>, class: TermId) -> Result<(), Misfit> {
        let id = record.get(Column::Id);
        if let Some(id) = id.filter(|id| self.own.get(&key(id.text)).is_some_and(|own| own.instrument.is_none())) {
            return Err(id.refuse(format!("the id {:?} is that of an event", id.text), "give the text an id of its own"));
        }
        let number = self.instrument(record, class)?;
        if let Some(id) = id {
            self.own.insert(key(id.text), Own { event: None, instrument: Some(number) });
        }
        Ok(())
    }

    /// The whole that the event of a row is part of. If it cannot be found, the event stays.
    fn part(&mut self, record: Record<'_>, number: usize) -> Result<(), Misfit> {
        let Some(written) = record.get(Column::PartOf) else { return Ok(()) };
        let (date, parties) = (self.occasions.list[number].date, self.occasions.list[number].parties.clone());
        let whole = self.refer(record, written, date, &parties)?;
        if whole == number {
            return Err(
                written.refuse("an event cannot be part of itself", "name the visit or the gathering that it was part of")
            );
        }
        self.occasions.list[number].part_of = Some(whole);
        Ok(())
    }

    /// The frames of all rows that are in.
    fn finish(self, pages: BTreeMap<usize, BTreeSet<String>>) -> (Frames, Cast<'a>) {
        let mut named: BTreeSet<EntityId> = BTreeSet::new();
        for o in &self.occasions.list {
            named.extend(o.participants.iter().chain(&o.visitor).map(|holder| holder.person));
            named.extend(o.parties.iter().copied().chain(o.host).chain(o.forum).chain(o.place));
        }
        named.extend(self.instruments.iter().flat_map(|i| &i.parties));
        named.extend(self.pledges.iter().flat_map(|(_, p)| [Some(p.committer), p.beneficiary].into_iter().flatten()));
        let domains = self.instruments.iter().flat_map(|i| &i.domains).chain(self.pledges.iter().flat_map(|(_, p)| &p.domains));
        let domains = domains.copied().collect();
        let (occasions, instruments, pledges) = (self.occasions.list, self.instruments, self.pledges);
        (Frames { occasions, instruments, pledges, named, domains, pages, ..Frames::default() }, self.cast)
    }
}

#[cfg(test)]
mod tests;
