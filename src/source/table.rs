//! Tables: the chronology that somebody keeps in a spreadsheet, as CSV, TSV or XLSX.
//!
//! What comes out is a [`Document`] like any other: its text is the table with a line for each row and tabs between the cells,
//! so that a row can be quoted and read again. [`Table`] says where each cell stands in that text, and where in the file. What
//! the cells mean is not asked here.
//!
//! Rows above the header that begin with `#` say what a front matter says of a release: `# title: Our chronology`.

mod delimited;
mod workbook;

use std::borrow::Cow;
use std::ops::Range;

use crate::error::{Error, Result};

use super::encoding::decode;
use super::front_matter::{self, Refusal};
use super::{Document, LARGEST, Meta, Overrides};

/// The most rows of one file, all sheets together. The longest chronologies of diplomacy have some thousands.
pub const MOST_ROWS: usize = 100_000;

/// The most columns that are read. The templates have fewer than twenty.
const MOST_COLUMNS: usize = 256;

/// The most characters in one cell: that of a deed or of a list of people has some hundreds.
const LONGEST_CELL: usize = 10_000;

/// The rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheets in their order; a text has one.
    pub sheets: Vec<Sheet>,
    /// Rows that could not be taken apart, in their order.
    pub misfits: Vec<Misfit>,
}

/// A header with its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name of the sheet; none for a text.
    pub name: Option<String>,
    /// The cells of the header.
    pub header: Vec<Cell>,
    /// The rows, each with as many cells as the header.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the document's text, in bytes.
    pub span: Range<usize>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where its words stand in the document's text, in bytes.
    pub span: Range<usize>,
    /// Its line in the file, from 1; the row of a spreadsheet.
    pub line: usize,
    /// Its first character in the line, from 1; in a spreadsheet the number of the column.
    pub column: usize,
}

/// A row that could not be taken apart, or a cell that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The line in the file, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl Misfit {
    /// As an error of a file.
    pub fn error(&self, origin: &str) -> Error {
        Error::input(self.message.as_str()).in_file(origin).at(self.line, self.column).hint(self.hint.as_ref())
    }
}

/// The rows of a text or of one sheet as they stand in the file.
#[derive(Debug, Default)]
struct Grid {
    name: Option<String>,
    lines: Vec<Line>,
    misfits: Vec<Misfit>,
}

/// One row as it stands in the file.
#[derive(Debug)]
struct Line {
    number: usize,
    cells: Vec<Raw>,
}

/// A cell as it stands in the file.
#[derive(Debug)]
struct Raw {
    line: usize,
    column: usize,
    text: String,
}

/// Whether the first line of a text that is no remark is the header of a table of ours: it names the class among others.
pub(super) fn has_header(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let line = head.lines().find(|line| !line.trim_start_matches('"').starts_with('#') && !line.trim().is_empty());
    let mut cells =
        line.unwrap_or_default().trim_start_matches('\u{feff}').split([',', ';', '\t']).map(|cell| cell.trim_matches('"'));
    cells.clone().count() > 2 && cells.any(|cell| cell == "class")
}

/// Makes a document of the bytes of a table.
///
/// # Errors
/// `Input` if it is no workbook that can be read, is too large, has no header, or says something wrong above it.
pub(super) fn read(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Document> {
    let grids = if bytes.starts_with(b"PK\x03\x04") {
        workbook::grids(bytes).map_err(|error| error.in_file(origin))?
    } else {
        vec![delimited::grid(&letters(bytes), origin.to_lowercase().ends_with(".tsv"))]
    };
    let mut meta = Meta::default();
    let (mut text, mut table) = (String::new(), Table::default());
    let several = grids.iter().filter(|grid| !grid.lines.is_empty()).count() > 1;
    for grid in grids {
        add(grid, several, &mut meta, &mut text, &mut table).map_err(|error| error.in_file(origin))?;
        if text.len() as u64 > LARGEST {
            return Err(super::too_large(origin, Some(text.len() as u64), LARGEST));
        }
    }
    if table.sheets.is_empty() {
        return Err(Error::input("there is no header in the table")
            .in_file(origin)
            .hint("its first row names the columns; `cajad template events` shows one"));
    }
    meta.title = meta.title.or_else(|| stem(origin));
    meta.reader = Some("table".to_owned());
    Ok(Document { origin: origin.to_owned(), meta: super::overruled(meta, overrides), text, table: Some(table) })
}

/// The letters of a text with `\n` line ends.
fn letters(bytes: &[u8]) -> String {
    decode(bytes, None, None).text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The file's name without folders and suffix, which is its title if it says no other.
fn stem(origin: &str) -> Option<String> {
    let name = origin.rsplit(['/', '\\']).next().unwrap_or(origin);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some(stem.chars().filter(|c| !c.is_control()).collect::<String>()).filter(|s| !s.is_empty() && s != "-")
}

/// Adds the rows of one sheet.
fn add(grid: Grid, several: bool, meta: &mut Meta, text: &mut String, table: &mut Table) -> Result<()> {
    table.misfits.extend(grid.misfits);
    let mut lines = grid.lines.into_iter();
    let mut header = None;
    for line in lines.by_ref() {
        if line.cells.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        match line.cells[0].text.strip_prefix('#') {
            Some(_) => remark(&line, meta)?,
            None => {
                header = Some(line);
                break;
            }
        }
    }
    let Some(mut header) = header else { return Ok(()) };
    while header.cells.last().is_some_and(|cell| cell.text.is_empty()) {
        header.cells.pop();
    }
    if several {
        let name = grid.name.as_deref().unwrap_or_default();
        text.push_str(&format!("{}# {name}\n", if text.is_empty() { "" } else { "\n" }));
    }
    let columns = header.cells.len();
    let header = written(header, text).cells;
    let mut rows = Vec::new();
    for line in lines {
        if line.cells.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        match fitted(line, columns, grid.name.is_some()) {
            Ok(line) => rows.push(written(line, text)),
            Err(misfit) => table.misfits.push(misfit),
        }
    }
    table.misfits.sort_by_key(|misfit| (misfit.line, misfit.column));
    table.sheets.push(Sheet { name: grid.name, header, rows });
    Ok(())
}

/// What a row above the header says: `# title: Our chronology`. One that is no `key: value` is a remark for people.
fn remark(line: &Line, meta: &mut Meta) -> Result<()> {
    let whole: Vec<&str> = line.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    let whole = whole.join(", ");
    let Some((key, value)) = whole.trim_start_matches(['#', ' ']).split_once(':') else { return Ok(()) };
    let key = key.trim().to_lowercase();
    if !front_matter::KEY_NAMES.contains(&key.as_str()) {
        return Ok(());
    }
    front_matter::set(meta, &key, value.trim().to_owned())
        .map_err(|Refusal { message, hint, .. }| Error::input(message).at(line.number, line.cells[0].column).hint(hint))
}

/// The row with as many cells as the header; a spreadsheet leaves out those that are empty at the end.
fn fitted(mut line: Line, columns: usize, pad: bool) -> std::result::Result<Line, Misfit> {
    while line.cells.len() > columns && line.cells.last().is_some_and(|cell| cell.text.is_empty()) {
        line.cells.pop();
    }
    let wrong = |column, message, hint: &'static str| Misfit { line: line.number, column, message, hint: hint.into() };
    if line.cells.len() != columns && !(pad && line.cells.len() < columns) {
        let message = format!("the row has {} cells, and the header {columns}", line.cells.len());
        let hint =
            "put one separator between two cells, and one for each cell that is empty; a cell that holds it stands in quotes";
        return Err(wrong(line.cells.first().map_or(1, |cell| cell.column), message, hint));
    }
    for cell in &line.cells {
        if cell.text.chars().nth(LONGEST_CELL).is_some() {
            let message = format!("the cell has more than {LONGEST_CELL} characters");
            return Err(wrong(cell.column, message, "is a quote never closed before it? a cell holds one thing"));
        }
        if let Some(stray) = cell.text.chars().find(|c| c.is_control() || *c == char::REPLACEMENT_CHARACTER) {
            let message = format!("the cell has a character that is none of a text (U+{:04X})", u32::from(stray));
            return Err(wrong(cell.column, message, "write the cell anew; if there are many, save the table as UTF-8"));
        }
        if cell.text.starts_with('=') {
            let hint = "formulas are not computed: put the value in its place, for instance by pasting values only";
            return Err(wrong(cell.column, "the cell holds a formula".to_owned(), hint));
        }
    }
    let (number, last) = (line.number, line.cells.last().map_or(0, |cell| cell.column));
    while line.cells.len() < columns {
        line.cells.push(Raw { line: number, column: last + 1, text: String::new() });
    }
    Ok(line)
}

/// Writes a row to the text; its span ends with its last cell that holds something.
fn written(line: Line, text: &mut String) -> Row {
    let start = text.len();
    let mut cells = Vec::with_capacity(line.cells.len());
    for (number, raw) in line.cells.into_iter().enumerate() {
        if number > 0 {
            text.push('\t');
        }
        let from = text.len();
        text.push_str(&raw.text);
        cells.push(Cell { span: from..text.len(), line: raw.line, column: raw.column });
    }
    let end = cells.iter().rev().find(|cell| !cell.span.is_empty()).map_or(text.len(), |cell| cell.span.end);
    text.truncate(end);
    for cell in &mut cells {
        cell.span = cell.span.start.min(end)..cell.span.end.min(end);
    }
    text.push('\n');
    Row { span: start..end, cells }
}

/// What stands in a cell, in one line: what spreadsheets break within a cell are lists.
fn one_line(cell: &str) -> String {
    let lines: Vec<String> = cell.split('\n').map(|line| line.replace('\t', " ").trim().to_owned()).collect();
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
