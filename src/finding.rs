//! What a check finds amiss: how grave, where, and what to do.

use std::fmt;

use serde::Serialize;

/// How grave a finding is; the gravest stands first. The names are SHACL's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The graph says what it must not, or lacks what it must have: a release with one stays out of the store.
    Violation,
    /// The graph may be right, but somebody should look.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Self; 3] = [Self::Violation, Self::Warning, Self::Info];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One thing amiss.
///
/// ```
/// use cajad::finding::{Finding, Severity};
///
/// let finding = Finding::new(Severity::Warning, "tenure-overlap", "two people hold the office on one day: close one tenure")
///     .about("https://w3id.org/cajad/id/office/jp-prime-minister");
/// assert_eq!(finding.to_string(), "warning tenure-overlap: two people hold the office on one day: close one tenure");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The check that found it: the name of a shape, of a query, or of a check of the program's own.
    pub check: String,
    /// The graph in which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graph: Option<String>,
    /// The file in which it is written, with the line where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The node it is about, in Turtle's notation without angle brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The property it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The value that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Finding {
    /// A finding that is about nothing in particular yet.
    pub fn new(severity: Severity, check: impl Into<String>, message: impl Into<String>) -> Self {
        let (check, message) = (check.into(), message.into());
        Self { severity, check, graph: None, file: None, node: None, path: None, value: None, message }
    }

    /// Names the node that it is about.
    #[must_use]
    pub fn about(mut self, node: impl Into<String>) -> Self {
        self.node = Some(node.into());
        self
    }

    /// Names the graph in which it stands.
    #[must_use]
    pub fn in_graph(mut self, graph: impl Into<String>) -> Self {
        self.graph = Some(graph.into());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.severity.name(), self.check, self.message)
    }
}
