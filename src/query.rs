//! SPARQL over a store: saved queries with parameters, and queries of one's own.

mod answer;
mod limit;
mod parameter;
mod saved;
mod syntax;
mod token;
mod update;

pub use answer::{Answer, AnswerFormat};
pub use parameter::{Parameter, Type};
pub use saved::{SavedQuery, saved};
pub use update::update;

use crate::error::{Error, Result, excerpt};
use crate::store::Store;
use crate::vocab::{self, short};
pub(crate) use limit::without_chance;
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
pub(crate) use token::units;
use token::{Token, tokens};

/// Puts a SPARQL query to a store and takes the whole answer.
///
/// The default graph is the union of all named graphs without repeats (see [`crate::store`]). The prefixes of
/// [`vocab::PREFIXES`] are known without being declared. A query without `ORDER BY` has its answer sorted, so that the same
/// question to the same store has the same answer to the byte.
///
/// # Errors
/// `User`, with line and column and the text around them, if the text is not SPARQL, is an update, or would reach out to
/// another place with `SERVICE` or `LOAD`; `origin` names the text in the message.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = cajad::store::Store::open(folder.path())?;
/// use cajad::query::{Answer, ask};
///
/// assert!(matches!(ask(&store, "-e", "ASK { BIND(1 AS ?one) }")?, Answer::Boolean(true)));
///
/// let error = ask(&store, "-e", "SELECT * WHER { ?s ?p ?o }").unwrap_err();
/// assert_eq!((error.place().line, error.place().column), (Some(1), Some(10)));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn ask(store: &Store, origin: &str, text: &str) -> Result<Answer> {
    let prepared = parse(origin, text)?;
    let failed = |cause: oxigraph::sparql::QueryEvaluationError| {
        Error::input("the query could not be answered").in_file(origin).because(cause)
    };
    let words: Vec<&str> = tokens(text).into_iter().filter_map(|(_, token)| word(token)).collect();
    let ordered = words.windows(2).any(|pair| pair[0].eq_ignore_ascii_case("ORDER") && pair[1].eq_ignore_ascii_case("BY"));
    match prepared.on_store(store.database()).execute().map_err(failed)? {
        QueryResults::Boolean(truth) => Ok(Answer::Boolean(truth)),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows: Vec<Vec<Option<Term>>> = solutions
                .map(|solution| solution.map(|solution| solution.values().to_vec()))
                .collect::<Result<_, _>>()
                .map_err(failed)?;
            if !ordered {
                rows.sort_by_cached_key(|row| row.iter().map(|term| term.as_ref().map(ToString::to_string)).collect::<Vec<_>>());
            }
            Ok(Answer::Rows { variables, rows })
        }
        QueryResults::Graph(triples) => {
            let triples: Vec<Triple> = triples.collect::<Result<_, _>>().map_err(failed)?;
            Ok(Answer::Graph(triples))
        }
    }
}

fn parse(origin: &str, text: &str) -> Result<PreparedSparqlQuery> {
    refuse(origin, text, |word| match word {
        // Without a client, `SERVICE SILENT` would quietly join nothing: better to refuse it by name.
        "SERVICE" => {
            Some(("SERVICE is not supported: cajad asks nobody else", "ask the other endpoint by itself and join the answers"))
        }
        "LOAD" | "INSERT" | "DELETE" | "CLEAR" | "DROP" | "CREATE" | "COPY" | "MOVE" | "ADD" => {
            Some(("an update is not a query: the store is only read here", "use `cajad add` to bring releases in"))
        }
        _ => None,
    })?;
    let evaluator = evaluator()?;
    let attempt = evaluator.clone();
    evaluator
        .parse_query(text)
        .map_err(|refusal| syntax::error(origin, text, &refusal, |part| attempt.clone().parse_query(part).map(drop)))
}

/// Knows our prefixes and asks nobody else: the validator of shapes brings Oxigraph's HTTP client into the program.
fn evaluator() -> Result<SparqlEvaluator> {
    let mut evaluator = SparqlEvaluator::new().without_default_http_service_handler();
    for (prefix, namespace) in vocab::PREFIXES {
        evaluator = evaluator
            .with_prefix(*prefix, *namespace)
            .map_err(|cause| Error::internal(format!("the prefix {prefix} is not bound to an IRI")).because(cause))?;
    }
    Ok(evaluator)
}

fn word(token: Token<'_>) -> Option<&str> {
    match token {
        Token::Word(word) => Some(word),
        Token::Parameter(_) | Token::Variable(_) => None,
    }
}

/// Refuses a text for one of its words, in capitals, with a message and a hint.
fn refuse(origin: &str, text: &str, objection: impl Fn(&str) -> Option<(&'static str, &'static str)>) -> Result<()> {
    for (at, token) in tokens(text) {
        let Some((message, hint)) = word(token).and_then(|word| objection(&word.to_ascii_uppercase())) else { continue };
        let (line, column) = place(text, at);
        return Err(Error::user(message).in_file(origin).at(line, column).hint(hint).showing(excerpt(text, line, column)));
    }
    Ok(())
}

/// Line and column, from 1, of a byte in a text.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests;
