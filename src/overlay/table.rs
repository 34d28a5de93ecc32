//! The tables of corrections as they are written: rows of named cells, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Quad, Term};

use super::{Correction, Edit, Heading, Kind};
use crate::bundle::BundleFile;
use crate::calendar::PartialDate;
use crate::error::{Error, Place, Result};
use crate::shapes::name;
use crate::vocab;

/// The columns, in the order in which they are written; the last may be left out.
const COLUMNS: [&str; 10] = ["id", "change", "release", "subject", "predicate", "object", "author", "date", "reason", "source"];

/// Stands for every predicate or object.
const ALL: &str = "*";

/// What the front matter of a release's file says, so that it is put right there.
const METADATA: [oxigraph::model::NamedNodeRef<'static>; 9] = [
    vocab::TYPE,
    vocab::TITLE,
    vocab::ISSUED,
    vocab::PUBLISHER,
    vocab::LANGUAGE,
    vocab::SOURCE,
    vocab::CONFORMS_TO,
    vocab::TEXT_DIGEST,
    vocab::DATE_SOURCE,
];

/// What stands elsewhere and is corrected there.
pub(super) struct Ground<'a> {
    terms: BTreeSet<&'a str>,
    properties: BTreeSet<&'a str>,
    register: BTreeSet<&'a str>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(ontology: &'a [Quad], register: &'a [Quad]) -> Self {
        fn subjects(quads: &[Quad]) -> BTreeSet<&str> {
            quads.iter().map(|quad| name(&quad.subject)).collect()
        }
        Self { terms: subjects(ontology), properties: properties(ontology), register: subjects(register) }
    }
}

/// What the ontology declares as a property, or a shape has as its path; and names, which everything may have.
fn properties(ontology: &[Quad]) -> BTreeSet<&str> {
    let kind = |quad: &Quad| matches!(&quad.object, Term::NamedNode(class) if class.as_str().ends_with("Property"));
    let declared = |quad: &&Quad| quad.predicate == vocab::TYPE && kind(quad);
    let mut properties: BTreeSet<&str> = ontology.iter().filter(declared).map(|quad| name(&quad.subject)).collect();
    properties.extend(ontology.iter().filter_map(|quad| match &quad.object {
        Term::NamedNode(path) if quad.predicate == vocab::PATH => Some(path.as_str()),
        _ => None,
    }));
    properties.extend([vocab::LABEL, vocab::PREF_LABEL, vocab::ALT_LABEL].map(|property| property.as_str()));
    properties
}

/// A cell with its place.
#[derive(Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
}

impl Cell<'_> {
    fn refuse(&self, message: impl Into<String>) -> Error {
        Error::input(message).in_file(self.file).at(self.line, self.column)
    }

    fn place(&self) -> Place {
        Place { file: Some(self.file.to_owned()), line: Some(self.line), column: None }
    }
}

/// The rows of one file, gathered into corrections that stand in `corrections` already or are added to them.
pub(super) fn read(file: &BundleFile, ground: &Ground<'_>, corrections: &mut BTreeMap<String, Correction>) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .flexible(true)
        .has_headers(false)
        .from_reader(file.text.as_bytes());
    let mut columns: Option<Vec<String>> = None;
    for record in reader.records() {
        let record = record.map_err(|cause| Error::input("the table cannot be read").in_file(&file.path).because(cause))?;
        let line = record.position().map_or(1, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
        let mut column = 1;
        let mut cells = Vec::new();
        for text in &record {
            cells.push(Cell { text, file: &file.path, line, column });
            column += text.chars().count() + 1;
        }
        match &columns {
            None => columns = Some(header(&cells)?),
            Some(columns) => row(columns, &cells, ground, corrections)?,
        }
    }
    Ok(())
}

fn header(cells: &[Cell<'_>]) -> Result<Vec<String>> {
    let told = || format!("the columns are {}", COLUMNS.join(", "));
    let mut columns: Vec<String> = Vec::new();
    for cell in cells {
        if !COLUMNS.contains(&cell.text) {
            return Err(cell.refuse(format!("there is no column {:?}", cell.text)).hint(told()));
        }
        if columns.iter().any(|column| column == cell.text) {
            return Err(cell.refuse(format!("the column {:?} stands twice", cell.text)).hint("take one of them away"));
        }
        columns.push(cell.text.to_owned());
    }
    let first = cells.first().copied();
    match COLUMNS[..9].iter().find(|column| !columns.iter().any(|c| c == *column)).zip(first) {
        Some((missing, first)) => Err(first.refuse(format!("the column {missing:?} is missing")).hint(told())),
        None => Ok(columns),
    }
}

fn row(
    columns: &[String],
    cells: &[Cell<'_>],
    ground: &Ground<'_>,
    corrections: &mut BTreeMap<String, Correction>,
) -> Result<()> {
    let Some(&first) = cells.first() else { return Ok(()) };
    if cells.len() != columns.len() {
        let message = format!("the row has {} cells, and the header {}", cells.len(), columns.len());
        return Err(first.refuse(message).hint("put one tab between two cells, and one for each cell that is empty"));
    }
    let unquoted: Vec<String> = cells.iter().zip(columns).map(|(cell, column)| unquoted(cell.text, column)).collect();
    let cell = |name: &str| {
        let found = columns.iter().position(|column| column == name);
        found.map_or(Cell { text: "", ..first }, |i| Cell { text: unquoted[i].trim(), ..cells[i] })
    };
    let heading = heading(cell)?;
    let edit = edit(cell, &heading.release, ground)?;
    let fresh = || Correction { heading: heading.clone(), edits: Vec::new(), place: first.place() };
    let correction = corrections.entry(heading.id.as_str().to_owned()).or_insert_with(fresh);
    agree(cell, &correction.heading, &heading, &correction.place)?;
    correction.edits.push(edit);
    Ok(())
}

/// Spreadsheets put a cell with quotes in it into quotes, and double those inside. An object is in quotes of its own.
fn unquoted(text: &str, column: &str) -> String {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inside {
        Some(inside) if !inside.replace("\"\"", "").contains('"') && (column != "object" || inside.contains("\"\"")) => {
            inside.replace("\"\"", "\"")
        }
        _ => text.to_owned(),
    }
}

/// Who corrected which release, when and why.
fn heading<'a>(cell: impl Fn(&str) -> Cell<'a>) -> Result<Heading> {
    let id = cell("id");
    if id.text.is_empty() || !id.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Err(id
            .refuse(format!("{:?} is no name for a correction", id.text))
            .hint("name it with lower-case letters, digits and hyphens; rows that belong together have one name"));
    }
    let given = |name: &str, why: &str| {
        let found = cell(name);
        if found.text.is_empty() { Err(found.refuse(format!("the correction has no {name}")).hint(why)) } else { Ok(found) }
    };
    let author = given("author", "say who corrects: a name, or an address such as https://orcid.org/0000-0002-1825-0097")?;
    let author = match address(author.text) {
        Some(page) => Term::from(page),
        None => Term::from(Literal::new_simple_literal(author.text)),
    };
    let date = given("date", "say when the correction was made, as in 2026-01-15")?;
    let date = date.text.parse::<Date>().ok().filter(|day| day.to_string() == date.text).ok_or_else(|| {
        date.refuse(format!("{:?} is not a date", date.text)).hint("write year, month and day as in 2026-01-15")
    })?;
    let reason = given("reason", "say why, in a sentence that convinces whoever reads it in ten years")?.text.to_owned();
    let source = cell("source");
    let page = address(source.text);
    if page.is_none() && !source.text.is_empty() {
        return Err(source
            .refuse(format!("{:?} is no address of a page", source.text))
            .hint("give it whole, as https://host/path, or leave the cell empty"));
    }
    let id = NamedNode::new_unchecked(format!("{}{}", super::CORRECTION, id.text));
    Ok(Heading { id, release: release(cell("release"))?, author, date, reason, source: page })
}

fn address(text: &str) -> Option<NamedNode> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let web = bare.starts_with("https://") || bare.starts_with("http://");
    if web { NamedNode::new(bare).ok() } else { None }
}

/// The release that is corrected. What else there is, is corrected where it is written.
fn release(cell: Cell<'_>) -> Result<NamedNode> {
    if cell.text.is_empty() {
        return Err(cell.refuse("the correction has no release").hint("name the release that was misread, as id:release/..."));
    }
    let graph = iri(cell)?;
    if graph == vocab::REGISTER_GRAPH {
        return Err(cell.refuse("the register is not corrected here").hint("change the row of its table in data/register/"));
    }
    if graph == vocab::ONTOLOGY {
        return Err(cell.refuse("the ontology is not corrected here").hint("change the term in ontology/*.ttl"));
    }
    let of_release = graph.as_str().strip_prefix(vocab::ID).is_some_and(|thing| thing.starts_with("release/"));
    if !of_release || graph.as_str().contains('#') {
        return Err(cell
            .refuse(format!("{} is no release", vocab::short(graph.as_str())))
            .hint("name it as `cajad explain` does: id:release/publisher/day-title"));
    }
    Ok(graph)
}

fn edit<'a>(cell: impl Fn(&str) -> Cell<'a>, release: &NamedNode, ground: &Ground<'_>) -> Result<Edit> {
    let change = cell("change");
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == change.text)
        .ok_or_else(|| change.refuse(format!("there is no change {:?}", change.text)).hint("say add or retract"))?;
    let written = cell("subject");
    let subject = iri(written)?;
    home(written, &subject, ground)?;
    let written = cell("predicate");
    let every = |cell: Cell<'_>| kind == Kind::Retract && cell.text == ALL;
    let predicate = if every(written) { None } else { Some(property(written, ground)?) };
    if subject == *release && predicate.as_ref().is_none_or(|p| METADATA.contains(&p.as_ref())) {
        return Err(written
            .refuse("what a release says of itself is not corrected here")
            .hint("put it right at the head of its file, and add it again"));
    }
    let written = cell("object");
    let object = if every(written) { None } else { Some(object(written, ground)?) };
    if predicate.is_none() && object.is_some() {
        return Err(written
            .refuse("every predicate goes with every object only")
            .hint("write * here too, or name the predicate"));
    }
    Ok(Edit { kind, subject, predicate, object, place: change.place() })
}

/// Refuses what is written elsewhere: a correction of it would hold until somebody looks there.
fn home(cell: Cell<'_>, subject: &NamedNode, ground: &Ground<'_>) -> Result<()> {
    let short = vocab::short(subject.as_str());
    let thing = subject.as_str().strip_prefix(vocab::ID);
    let kind = thing.and_then(|thing| thing.split('/').next()).unwrap_or_default();
    if ground.register.contains(subject.as_str()) {
        let table = match kind {
            "country" => "countries",
            "org" => "organizations",
            "person" => "people",
            "initiative" => "initiatives",
            "office" => "offices",
            "tenure" => "tenures",
            _ => "places",
        };
        let hint = format!("change its row in data/register/{table}.tsv");
        return Err(cell.refuse(format!("{short} is described by the register, which is not corrected here")).hint(hint));
    }
    if ground.terms.contains(subject.as_str())
        || subject.as_str().starts_with(vocab::CAJAD)
        || subject.as_str().starts_with(vocab::VOCAB)
    {
        return Err(cell
            .refuse(format!("{short} belongs to the ontology, which is not corrected here"))
            .hint("change the term in ontology/*.ttl"));
    }
    if kind == "release" && subject.as_str().contains("#char=") {
        return Err(cell
            .refuse("a passage says what stands in the text, and is not corrected")
            .hint("retract what was read from it: cajad:evidence of a fact, or the fact"));
    }
    if thing.is_none() || kind == "correction" {
        return Err(cell
            .refuse(format!("{short} is no thing of which releases tell"))
            .hint("its name begins with id: and its kind, such as id:event/"));
    }
    Ok(())
}

fn iri(cell: Cell<'_>) -> Result<NamedNode> {
    vocab::iri(cell.text).map_err(|error| {
        let hint = error.remedy().unwrap_or("write it whole, or with a known prefix").to_owned();
        cell.refuse(error.message().to_owned()).hint(hint)
    })
}

fn property(cell: Cell<'_>, ground: &Ground<'_>) -> Result<NamedNode> {
    if cell.text == "a" {
        return Ok(vocab::TYPE.into_owned());
    }
    let term = known(cell, iri(cell)?, ground)?;
    if !ground.properties.contains(term.as_str()) {
        return Err(cell
            .refuse(format!("{} is no property that the ontology or its shapes know", vocab::short(term.as_str())))
            .hint("a predicate is a property such as cajad:place or rdfs:label"));
    }
    Ok(term)
}

/// A misspelt term of ours would stand in the graph and be found by nobody.
fn known(cell: Cell<'_>, term: NamedNode, ground: &Ground<'_>) -> Result<NamedNode> {
    let ours = term.as_str().starts_with(vocab::CAJAD) || term.as_str().starts_with(vocab::VOCAB);
    if ours && !ground.terms.contains(term.as_str()) {
        return Err(cell
            .refuse(format!("the ontology has no term {}", vocab::short(term.as_str())))
            .hint("look the term up in ontology/; its letters count, and their case"));
    }
    Ok(term)
}

/// An IRI, or a literal as Turtle has it, with its datatype under a known prefix.
fn object(cell: Cell<'_>, ground: &Ground<'_>) -> Result<Term> {
    let shorthand = cell.text.starts_with(['"', '+', '-']) || cell.text.starts_with(|c: char| c.is_ascii_digit());
    if !shorthand && !matches!(cell.text, "true" | "false") {
        return Ok(known(cell, iri(cell)?, ground)?.into());
    }
    let whole = match cell.text.rsplit_once("\"^^") {
        Some((value, datatype)) if !datatype.starts_with('<') => {
            format!("{value}\"^^{}", iri(Cell { text: datatype, ..cell })?)
        }
        _ => cell.text.to_owned(),
    };
    let literal: Option<Literal> = whole.parse().ok();
    let sound = |literal: &Literal| literal.direction().is_none() && is_day(literal);
    literal.filter(sound).map(Term::from).ok_or_else(|| {
        let hint = "write \"text\"@en, \"2025-12-20\"^^xsd:date or a number; a quote within is \\\"";
        cell.refuse(format!("{} is no value", cell.text)).hint(hint)
    })
}

/// Whether a literal that says it is a day, a month or a year is one; of others, nothing is asked.
fn is_day(literal: &Literal) -> bool {
    let dated = [xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR].contains(&literal.datatype());
    !dated || literal.value().parse::<PartialDate>().is_ok()
}

/// Rows of one name are one correction: by one person, on one day, for one reason, of one release.
fn agree<'a>(cell: impl Fn(&str) -> Cell<'a>, before: &Heading, now: &Heading, first: &Place) -> Result<()> {
    let same = [
        ("release", before.release == now.release),
        ("author", before.author == now.author),
        ("date", before.date == now.date),
        ("reason", before.reason == now.reason),
        ("source", before.source == now.source),
    ];
    match same.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((column, _)) => Err(cell(column)
            .refuse(format!("the correction {:?} has another {column} at {first}", cell("id").text))
            .hint("rows of one name are one correction and say the same here; give another correction another id")),
    }
}
