//! What a query answers, and how it is written down.

use crate::error::{Error, Result};
use oxigraph::model::{Literal, Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::borrow::Cow;

/// The answer to a query.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Of `SELECT`: one row a solution, one cell a variable.
    Rows {
        /// The columns.
        variables: Vec<Variable>,
        /// The rows; a cell may be empty.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of `ASK`.
    Boolean(bool),
    /// Of `CONSTRUCT` and `DESCRIBE`.
    Graph(Vec<Triple>),
}

/// How rows, or a yes or no, are written down. A graph is written by [`crate::export`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFormat {
    /// Aligned columns for reading, with short IRIs.
    Table,
    /// SPARQL 1.1 results in CSV, for spreadsheets: a text that one would compute has an apostrophe before it. TSV has it as it is.
    Csv,
    /// SPARQL 1.1 results in TSV.
    Tsv,
    /// SPARQL 1.1 results in JSON.
    Json,
    /// SPARQL 1.1 results in XML.
    Xml,
}

impl Answer {
    /// The number of rows or triples; `None` for a yes or no.
    pub fn size(&self) -> Option<usize> {
        match self {
            Self::Rows { rows, .. } => Some(rows.len()),
            Self::Graph(triples) => Some(triples.len()),
            Self::Boolean(_) => None,
        }
    }

    /// Writes the answer down.
    ///
    /// # Errors
    /// `User` if the answer is a graph, which has no rows.
    ///
    /// ```
    /// use cajad::query::{Answer, AnswerFormat};
    ///
    /// assert_eq!(Answer::Boolean(true).write(AnswerFormat::Table)?, b"yes\n");
    /// assert!(Answer::Graph(Vec::new()).write(AnswerFormat::Table).is_err());
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn write(&self, format: AnswerFormat) -> Result<Vec<u8>> {
        let results = match format {
            AnswerFormat::Table => return self.table(),
            AnswerFormat::Csv => QueryResultsFormat::Csv,
            AnswerFormat::Tsv => QueryResultsFormat::Tsv,
            AnswerFormat::Json => QueryResultsFormat::Json,
            AnswerFormat::Xml => QueryResultsFormat::Xml,
        };
        let failed = |cause: std::io::Error| Error::internal("the answer could not be written").because(cause);
        let serializer = QueryResultsSerializer::from_format(results);
        let mut written = match self {
            Self::Graph(_) => return Err(graph_refused()),
            Self::Boolean(truth) => serializer.serialize_boolean_to_writer(Vec::new(), *truth).map_err(failed)?,
            Self::Rows { variables, rows } => {
                let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables.clone()).map_err(failed)?;
                for row in rows {
                    let inert = |term: &Term| if format == AnswerFormat::Csv { inert(term) } else { None };
                    let row: Vec<Option<Cow<'_, Term>>> = row
                        .iter()
                        .map(|term| term.as_ref().map(|term| inert(term).map_or(Cow::Borrowed(term), Cow::Owned)))
                        .collect();
                    let bound = variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_deref()?)));
                    writer.serialize(bound).map_err(failed)?;
                }
                writer.finish().map_err(failed)?
            }
        };
        if !written.ends_with(b"\n") {
            written.push(b'\n');
        }
        Ok(written)
    }

    fn table(&self) -> Result<Vec<u8>> {
        match self {
            Self::Graph(_) => Err(graph_refused()),
            Self::Boolean(truth) => Ok(if *truth { b"yes\n".to_vec() } else { b"no\n".to_vec() }),
            Self::Rows { variables, rows } => {
                let head: Vec<String> = variables.iter().map(|variable| variable.as_str().to_owned()).collect();
                let cells = rows.iter().map(|row| row.iter().map(|term| term.as_ref().map_or_else(String::new, cell)).collect());
                Ok(aligned(&head, &cells.collect::<Vec<_>>()).into_bytes())
            }
        }
    }
}

fn graph_refused() -> Error {
    Error::user("a graph cannot be written as rows")
        .hint("choose turtle, trig, ntriples, nquads, jsonld or rdfxml, or ask with SELECT")
}

/// The words of a source that a spreadsheet would take for a formula, as it takes them for words; `None` for all else. Whoever
/// writes the source could make the reader's spreadsheet run a command.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn inert(term: &Term) -> Option<Term> {
    let Term::Literal(literal) = term else { return None };
    let value = literal.value();
    let sign = value.starts_with(['+', '-']) && value.parse::<f64>().is_err() && !value[1..].starts_with(char::is_whitespace);
    (sign || value.starts_with(['=', '@', '\t', '\r'])).then(|| Literal::new_simple_literal(format!("'{value}")).into())
}

/// A term for reading, in one line.
fn cell(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => super::short(iri.as_str()),
        Term::Literal(literal) => literal.value().split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Columns that line up on a terminal: two spaces between, a rule under the head, nothing after the last word of a line.
fn aligned(head: &[String], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell));
            cells.max().unwrap_or(0).max(width(&head[column]))
        })
        .collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut table = String::new();
    for row in [head, &rule].into_iter().chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for (cell, wanted) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wanted - width(cell) + 2));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

/// The columns that a text takes on a terminal: East Asian wide and full-width characters take two, combining marks none.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match u32::from(c) {
            0x0300..=0x036F | 0x200B..=0x200F | 0x3099..=0x309A | 0xFE00..=0xFE0F => 0,
            0x1100..=0x115F
            | 0x2E80..=0x303E
            | 0x3041..=0xA4CF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE6F
            | 0xFF01..=0xFF60
            | 0xFFE0..=0xFFE6
            | 0x20000..=0x3FFFD => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_computes_nothing_of_a_source() -> Result<()> {
        let words = ["=HYPERLINK(\"x\")", "@SUM(1)", "+1+cmd|' /C calc'!A0", "- a point of a list", "-5", "a=b"];
        let rows = words.iter().map(|word| vec![Some(Literal::new_simple_literal(*word).into())]).collect();
        let answer = Answer::Rows { variables: vec![Variable::new_unchecked("words")], rows };
        let lines = |format| answer.write(format).map(|bytes| String::from_utf8_lossy(&bytes).replace('\r', ""));
        let csv = "words\n\"'=HYPERLINK(\"\"x\"\")\"\n'@SUM(1)\n'+1+cmd|' /C calc'!A0\n- a point of a list\n-5\na=b\n";
        assert_eq!(lines(AnswerFormat::Csv)?, csv);
        assert!(!lines(AnswerFormat::Tsv)?.contains("'="));
        Ok(())
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("Токио"), 5);
        assert_eq!(width("東京、ABC"), 9);
        assert_eq!(width("e\u{301}"), 1);
        let rows = [["高市早苗", "x"], ["Tokyo", ""]].map(|row| row.map(str::to_owned).to_vec());
        let table = aligned(&["name".into(), "n".into()], &rows);
        assert_eq!(table, "name      n\n--------  -\n高市早苗  x\nTokyo\n");
    }
}
