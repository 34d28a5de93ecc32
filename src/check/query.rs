//! Checks that are queries: whatever `queries/checks/*.rq` returns is amiss.
//!
//! The header of such a file has, beside the title and the description of every saved query, a line `# severity: warning`. Of
//! its columns, `?node`, `?graph`, `?path` and `?value` are those of a [`Finding`].

use oxigraph::model::Term;

use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::query::{Answer, SavedQuery, saved};
use crate::store::Store;

/// Reads the checks that are queries.
///
/// # Errors
/// `User` if there are none, for a check that is missing goes unnoticed, and as [`saved`].
///
/// ```
/// use cajad::bundle::{Bundle, BundlePaths};
/// use cajad::check::queries;
///
/// let files = Bundle::open(BundlePaths::default())?.check_files()?;
/// assert!(queries(&files)?.iter().any(|query| query.name == "dangling"));
/// assert_eq!(queries(&[]).unwrap_err().to_string(), "there are no checks of a store here");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn queries(files: &[BundleFile]) -> Result<Vec<SavedQuery>> {
    if files.is_empty() {
        return Err(Error::user("there are no checks of a store here").hint(
            "they belong into the folder checks/ of the saved queries; leave out --queries to use those that came with cajad",
        ));
    }
    saved(files)
}

/// What the queries return.
pub(super) fn check(store: &Store, queries: &[SavedQuery]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for query in queries {
        let severity = severity(query)?;
        let Answer::Rows { variables, rows } = query.ask(store, &[])? else {
            return Err(Error::user("a check has to return rows").in_file(&query.path).hint("begin it with SELECT"));
        };
        for row in rows {
            let mut finding = Finding::new(severity, &query.name, format!("{}: {}", query.title, query.description));
            for (variable, value) in variables.iter().zip(row) {
                let value = value.map(|term| match term {
                    Term::NamedNode(node) => node.into_string(),
                    Term::Literal(literal) => literal.value().to_owned(),
                    other => other.to_string(),
                });
                match variable.as_str() {
                    "node" => finding.node = value,
                    "graph" => finding.graph = value,
                    "path" => finding.path = value,
                    "value" => finding.value = value,
                    _ => {}
                }
            }
            findings.push(finding);
        }
    }
    Ok(findings)
}

fn severity(query: &SavedQuery) -> Result<Severity> {
    let header = query.text.lines().take_while(|line| line.starts_with('#'));
    let written = header.filter_map(|line| line.strip_prefix("# severity:")).map(str::trim).next().unwrap_or_default();
    Severity::ALL.into_iter().find(|severity| severity.name() == written).ok_or_else(|| {
        Error::user("the check does not say how grave its findings are")
            .in_file(&query.path)
            .hint("add a line `# severity: violation`, or warning, or info")
    })
}
