//! Names in a text of Turtle or SPARQL, each with its place. The text need not be sound, and comments and strings are passed over.

use regex::Regex;

use crate::error::{Error, Result};

/// A name with its line and column, both from 1.
pub(super) struct Spot<'a> {
    pub line: usize,
    pub column: usize,
    pub name: Name<'a>,
}

/// What of a text is a name.
pub(super) enum Name<'a> {
    /// A prefix is bound to a namespace.
    Binding { prefix: &'a str, namespace: &'a str },
    /// An IRI in angle brackets.
    Iri(&'a str),
    /// A name with a prefix.
    Prefixed { prefix: &'a str, local: &'a str },
}

/// Finds names.
pub(super) struct NameReader(Regex);

impl NameReader {
    pub(super) fn new() -> Result<Self> {
        const TOKEN: &str = concat!(
            r##"#[^\n]*|"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"##,
            r"|(?i:@?\bprefix)\s+(?<bound>[\w-]*):\s*<(?<namespace>[^<>\s]*)>",
            r#"|<(?<iri>[^<>"{}|^`\\\s]*)>|(?<prefix>\b[A-Za-z][\w-]*):(?<local>[A-Za-z](?:[\w-]*\w)?)"#,
        );
        Regex::new(TOKEN).map(Self).map_err(|cause| Error::internal("the pattern of names is wrong").because(cause))
    }

    /// The names in a text, in its order.
    pub(super) fn read<'a>(&self, text: &'a str) -> Vec<Spot<'a>> {
        let mut found = Vec::new();
        let (mut line, mut from) = (1, 0);
        for capture in self.0.captures_iter(text) {
            let group = |name: &str| capture.name(name).map(|part| part.as_str());
            let name = match (group("bound"), group("iri"), group("prefix")) {
                (Some(prefix), _, _) => Name::Binding { prefix, namespace: group("namespace").unwrap_or_default() },
                (_, Some(iri), _) => Name::Iri(iri),
                (_, _, Some(prefix)) => Name::Prefixed { prefix, local: group("local").unwrap_or_default() },
                _ => continue,
            };
            let at = capture.get(0).map_or(0, |whole| whole.start());
            line += text[from..at].matches('\n').count();
            from = at;
            let column = text[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
            found.push(Spot { line, column, name });
        }
        found
    }
}
