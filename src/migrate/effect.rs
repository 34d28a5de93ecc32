//! What a change of the graph does to the answers of the saved queries.

use crate::error::Error;
use crate::query::{Answer, SavedQuery, without_chance};
use crate::store::Store;
use serde::Serialize;
use std::collections::BTreeMap;

/// What becomes of the answer to a saved query, asked with the defaults of its parameters, and without a `LIMIT` for which
/// nothing orders the rows: its answer is another from one store to the next by chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The query's name.
    pub query: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// The rows or triples of the answer before; `None` if it could not be answered.
    pub before: Option<usize>,
    /// The rows or triples of the answer afterwards.
    pub after: Option<usize>,
    /// The rows that are no longer there.
    pub lost: usize,
    /// The rows that were not there.
    pub gained: usize,
    /// Why it cannot be answered, or how the answers were compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What can become of an answer, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It had rows and has none, or was answered and no longer can be.
    Dies,
    /// It is another.
    Changes,
    /// The query can be answered neither before nor afterwards: a parameter has no default, or it is no sound query.
    Unasked,
    /// It stays as it is.
    Stays,
}

impl Verdict {
    /// Its name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dies => "dies",
            Self::Changes => "changes",
            Self::Unasked => "unasked",
            Self::Stays => "stays",
        }
    }
}

/// Asks every query of both stores; the gravest effects stand first.
pub(super) fn effects(queries: &[SavedQuery], before: &Store, after: &Store) -> Vec<Effect> {
    let mut effects: Vec<Effect> = queries.iter().map(|query| effect(query, before, after)).collect();
    effects.sort_by(|a, b| (a.verdict, &a.query).cmp(&(b.verdict, &b.query)));
    effects
}

fn effect(query: &SavedQuery, before: &Store, after: &Store) -> Effect {
    let whole = without_chance(&query.text).map(|text| SavedQuery { text, ..query.clone() });
    let lines = |store: &Store| whole.as_ref().unwrap_or(query).ask(store, &[]).map(|answer| lines(&answer));
    let (before, after) = (lines(before), lines(after));
    let (lost, gained) = (missing(&before, &after), missing(&after, &before));
    let verdict = match (&before, &after) {
        (Ok(before), Ok(after)) if before == after => Verdict::Stays,
        (Ok(before), Ok(after)) if !before.is_empty() && after.is_empty() => Verdict::Dies,
        (Ok(_), Err(_)) => Verdict::Dies,
        (Ok(_), Ok(_)) | (Err(_), Ok(_)) => Verdict::Changes,
        (Err(_), Err(_)) => Verdict::Unasked,
    };
    let chance =
        whole.is_some().then(|| "compared without LIMIT, which has any of the rows where nothing orders them".to_owned());
    let turned = (verdict == Verdict::Changes && before.is_ok() && lost + gained == 0)
        .then(|| "the same rows in another order".to_owned());
    let size = |lines: &Result<Vec<String>, Error>| lines.as_ref().ok().map(Vec::len);
    Effect {
        query: query.name.clone(),
        verdict,
        before: size(&before),
        after: size(&after),
        lost,
        gained,
        reason: after.err().map(|error| error.to_string()).or(turned).or(chance),
    }
}

/// The rows of an answer, each as one line.
fn lines(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Boolean(truth) => vec![truth.to_string()],
        Answer::Graph(triples) => {
            let mut lines: Vec<String> = triples.iter().map(ToString::to_string).collect();
            lines.sort();
            lines
        }
        Answer::Rows { rows, .. } => {
            let cell = |term: &Option<oxigraph::model::Term>| term.as_ref().map_or_else(String::new, ToString::to_string);
            rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t")).collect()
        }
    }
}

/// How many lines of the one answer the other has not, each as often as it stands there.
fn missing(here: &Result<Vec<String>, Error>, there: &Result<Vec<String>, Error>) -> usize {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in there.iter().flatten() {
        *counts.entry(line).or_default() += 1;
    }
    let found = |line: &&String| match counts.get_mut(line.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let mut found = found;
    here.iter().flatten().filter(|line| !found(line)).count()
}
