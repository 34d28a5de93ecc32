//! Tables as text: cells between commas, semicolons or tabs.

use super::{Grid, Line, MOST_COLUMNS, MOST_ROWS, Misfit, Raw, one_line};

/// How often a text is read on behind a quote that is never closed. Each time costs as much as the rest of the text.
const RETRIES: usize = 20;

/// A record that no text has, to see whether the last one of a text was closed.
const SENTINEL: &str = "\u{1}";

/// How the cells are set apart.
#[derive(Clone, Copy)]
struct Dialect {
    delimiter: u8,
    quoting: bool,
}

/// The rows of a text. What ends in `.tsv` has tabs and no quotes, as our own tables; of others the header's separators tell.
pub(super) fn grid(text: &str, tabs: bool) -> Grid {
    let dialect = if tabs { Dialect { delimiter: b'\t', quoting: false } } else { sniffed(text) };
    let mut grid = Grid::default();
    let (mut rest, mut line, mut retries) = (text, 1, 0);
    while let Some(open) = scan(rest, line, dialect, &mut grid) {
        let column = 1;
        let message = "a quote is opened in this row and never closed".to_owned();
        grid.misfits.push(Misfit {
            line: open.1,
            column,
            message,
            hint: "close it, or double a quote that belongs to the text".into(),
        });
        retries += 1;
        let Some(next) = rest[open.0..].find('\n').filter(|_| retries <= RETRIES) else { break };
        (rest, line) = (&rest[open.0 + next + 1..], open.1 + 1);
    }
    grid
}

/// The separator that the header has most of, outside quotes.
fn sniffed(text: &str) -> Dialect {
    let head = text.lines().find(|line| {
        !line.trim().is_empty() && !line.starts_with(['#', '"']) || line.starts_with("\"") && !line.starts_with("\"#")
    });
    let head = head.unwrap_or_default();
    let count = |delimiter: &u8| {
        let mut quoted = false;
        let outside = head.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && byte == delimiter
        });
        outside.count()
    };
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
    Dialect { delimiter, quoting: true }
}

/// Reads rows to the end of the text; gives the place (byte and line) of the one that a quote keeps open to the end.
fn scan(text: &str, first: usize, dialect: Dialect, grid: &mut Grid) -> Option<(usize, usize)> {
    let closed = format!("\n{SENTINEL}\n");
    let bytes = std::io::Read::chain(text.as_bytes(), closed.as_bytes());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .quoting(dialect.quoting)
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut before: Option<(csv::StringRecord, usize, usize)> = None;
    for record in reader.records() {
        // What is read are characters already, so no record can be malformed.
        let Ok(record) = record else { break };
        let place = record.position().map_or((0, 1), |at| (at.byte(), at.line()));
        let (byte, line) = (usize::try_from(place.0).unwrap_or(usize::MAX), usize::try_from(place.1).unwrap_or(usize::MAX));
        if let Some((record, from, number)) = before.take() {
            push(&record, &text[from.min(text.len())..byte.min(text.len())], number, dialect, grid);
        }
        if grid.lines.len() >= MOST_ROWS {
            let message = format!("the table has more than {MOST_ROWS} rows");
            grid.misfits.push(Misfit {
                line: first + line - 1,
                column: 1,
                message,
                hint: "split it: the rows before this one are in".into(),
            });
            return None;
        }
        before = Some((record, byte, first + line - 1));
    }
    let (_, byte, line) = before.filter(|(last, ..)| last.get(0) != Some(SENTINEL))?;
    let blank = text[byte..].len() - text[byte..].trim_start_matches('\n').len();
    Some((byte + blank, line + blank))
}

fn push(record: &csv::StringRecord, raw: &str, number: usize, dialect: Dialect, grid: &mut Grid) {
    if record.len() > MOST_COLUMNS {
        let message = format!("the row has {} cells: the limit is {MOST_COLUMNS}", record.len());
        grid.misfits.push(Misfit { line: number, column: 1, message, hint: "leave the columns out that no template has".into() });
        return;
    }
    // The reader passes over empty lines before a record.
    let body = raw.trim_start_matches('\n');
    let number = number + raw.len() - body.len();
    let places = starts(body, dialect);
    let cells = record.iter().enumerate().map(|(i, cell)| {
        let (line, column) = places.get(i).copied().unwrap_or((0, 1));
        let cell = if dialect.quoting { cell.to_owned() } else { unquoted(cell) };
        Raw { line: number + line, column, text: one_line(&cell) }
    });
    grid.lines.push(Line { number, cells: cells.collect() });
}

/// Where each cell of a record begins: lines below the first, and the character in the line, from 1.
fn starts(record: &str, dialect: Dialect) -> Vec<(usize, usize)> {
    #[derive(PartialEq)]
    enum State {
        Begin,
        Plain,
        Quoted,
        Closed,
    }
    let (mut state, mut line, mut column) = (State::Begin, 0, 0);
    let mut places = Vec::new();
    for c in record.trim_end_matches('\n').chars() {
        column += 1;
        if state == State::Begin {
            places.push((line, column));
        }
        state = match state {
            State::Quoted if c == '"' => State::Closed,
            State::Quoted => State::Quoted,
            State::Closed if c == '"' => State::Quoted,
            _ if c == char::from(dialect.delimiter) => State::Begin,
            State::Begin if c == '"' && dialect.quoting => State::Quoted,
            _ => State::Plain,
        };
        if c == '\n' {
            (line, column) = (line + 1, 0);
        }
    }
    if state == State::Begin {
        places.push((line, column + 1));
    }
    places
}

/// Spreadsheets put a cell with quotes in it into quotes, and double those inside, also between tabs.
fn unquoted(text: &str) -> String {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inside {
        Some(inside) if !inside.replace("\"\"", "").contains('"') => inside.replace("\"\"", "\""),
        _ => text.to_owned(),
    }
}
