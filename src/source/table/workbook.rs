//! Tables as workbooks: XLSX, whose formulas are never computed: what was last shown in a cell is its value.
//!
//! A workbook is a ZIP archive of XML, and so may be small and become endless: it is unpacked once to nowhere, with a limit,
//! before anything is made of it. Cells are read one by one; two of them in far corners cost no more than two side by side.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};

use crate::error::{Error, Result};

use super::{Grid, LONGEST_CELL, Line, MOST_COLUMNS, MOST_ROWS, Misfit, Raw, one_line};

/// The most bytes that a workbook may have unpacked; one of all events since 1992 has one million.
const UNPACKED: u64 = 100_000_000;
/// The most files in one archive; a workbook has some ten.
const MEMBERS: usize = 2_000;
/// The most cells that hold something.
const CELLS: usize = 1_000_000;
/// The most sheets that are read.
const SHEETS: usize = 64;

/// The sheets of a workbook that hold something.
pub(super) fn grids(bytes: &[u8]) -> Result<Vec<Grid>> {
    prove(bytes)?;
    // The reader is written for workbooks that a spreadsheet has made, and trusts them; others may make it stop.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Error {
    Error::input("the workbook cannot be read").hint("open it in a spreadsheet and save it again as XLSX or CSV")
}

/// Refuses what would fill the memory, by unpacking it to nowhere: what an archive says of its sizes need not be true.
fn prove(bytes: &[u8]) -> Result<()> {
    let failed = |cause: zip::result::ZipError| broken().because(cause);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let huge = || {
        let message = format!("the workbook is too large: the limit is {} MB unpacked", UNPACKED / 1_000_000);
        Error::input(message).hint("save the sheets that matter as CSV")
    };
    if archive.len() > MEMBERS {
        return Err(huge());
    }
    let mut left = UNPACKED;
    for number in 0..archive.len() {
        let member = archive.by_index(number).map_err(failed)?;
        let length = std::io::copy(&mut member.take(left + 1), &mut std::io::sink()).map_err(|cause| broken().because(cause))?;
        left = left.checked_sub(length).ok_or_else(huge)?;
    }
    Ok(())
}

fn read(bytes: &[u8]) -> Result<Vec<Grid>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| broken().because(cause))?;
    let (mut grids, mut rows, mut cells) = (Vec::new(), 0, 0);
    for name in workbook.sheet_names().into_iter().take(SHEETS) {
        let mut grid = Grid { name: Some(one_line(&name)), ..Grid::default() };
        let mut found: BTreeMap<u32, Line> = BTreeMap::new();
        // A sheet that holds a chart has no cells.
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(|cause| broken().because(cause))? {
            let (row, column) = cell.get_position();
            let Some(text) = shown(cell.get_value()) else { continue };
            cells += 1;
            if cells > CELLS {
                return Err(
                    Error::input(format!("the workbook has more than {CELLS} cells")).hint("save the sheets that matter as CSV")
                );
            }
            if column as usize >= MOST_COLUMNS {
                let (line, column) = (row as usize + 1, column as usize + 1);
                let message = format!("there is a cell in column {column}: the limit is {MOST_COLUMNS}");
                grid.misfits.push(Misfit { line, column, message, hint: "leave the columns out that no template has".into() });
                continue;
            }
            set(found.entry(row).or_insert_with(|| Line { number: row as usize + 1, cells: Vec::new() }), column as usize, text);
        }
        rows += found.len();
        if rows > MOST_ROWS {
            return Err(Error::input(format!("the workbook has more than {MOST_ROWS} rows")).hint("split it"));
        }
        grid.lines = found.into_values().collect();
        if !grid.lines.is_empty() {
            grids.push(grid);
        }
    }
    Ok(grids)
}

/// Puts a cell into its row; those to its left that are empty come with it.
fn set(line: &mut Line, column: usize, text: String) {
    while line.cells.len() <= column {
        line.cells.push(Raw { line: line.number, column: line.cells.len() + 1, text: String::new() });
    }
    line.cells[column].text = text;
}

/// What a spreadsheet shows in a cell, in a form that does not depend on the country; nothing for an empty one.
fn shown(value: &DataRef<'_>) -> Option<String> {
    let long = |text: &str| one_line(&text.chars().take(LONGEST_CELL + 1).collect::<String>());
    let text = match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => long(text),
        DataRef::SharedString(text) => long(text),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            match (moment.as_f64() < 1.0, (hour, minute)) {
                (true, _) => format!("{hour:02}:{minute:02}"),
                (false, (0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        DataRef::Error(error) => error.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}
