//! Saved queries: a SPARQL file whose header of comments says what it answers and what may be asked.

use super::parameter::{Parameter, Type};
use super::token::{Token, tokens};
use super::{Answer, ask};
use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::store::Store;
use oxigraph::model::Term;
use std::collections::BTreeMap;

/// A saved query.
///
/// The header is made of comments at the top of the file:
///
/// ```text
/// # title: Instruments of a country
/// # description: What was signed, agreed or proposed with one of the five,
/// #   and where it stands now.
/// # param: country country kz — the partner
/// # param: domain domain any — only this field of cooperation
/// ```
///
/// A parameter has a name, a type (`country`, `date`, `year`, `domain`, `text`, `person`, `iri`), a default and a meaning.
/// The default `-` makes it required. The default `any` leaves it open.
///
/// In the query, a parameter stands as `$name`, which for SPARQL is a variable like `?name`; so the file is a valid query
/// as it is, in any tool. Running it puts the term in the place of each `$name`, wherever in the text that is: unlike a
/// binding of variables from outside, this reaches subqueries, filters and optional parts too. A parameter left open stays
/// a variable and fits everything. For the same reason it cannot be selected (`SELECT $name` would become `SELECT <iri>`), and
/// `?name` beside `$name` is refused: it would be bound or not, depending on what was asked.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::query::SavedQuery;
///
/// let file = BundleFile { path: "queries/all.rq".into(), text: "# title: All\nSELECT * { ?s ?p ?o }".into() };
/// let query = SavedQuery::read(&file)?;
/// assert_eq!((query.name.as_str(), query.title.as_str()), ("all", "All"));
///
/// let untitled = BundleFile { path: "queries/all.rq".into(), text: "ASK {}".into() };
/// assert_eq!(SavedQuery::read(&untitled).unwrap_err().to_string(), "queries/all.rq:1:1: the query has no title");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SavedQuery {
    /// The file's name without `.rq`.
    pub name: String,
    /// Where it lies.
    pub path: String,
    /// What it answers, in a few words.
    pub title: String,
    /// What it answers, in a few sentences; may be empty.
    pub description: String,
    /// What may be asked, in the order of the header.
    pub parameters: Vec<Parameter>,
    /// The whole file.
    pub text: String,
}

impl SavedQuery {
    /// Reads the header of a query file.
    ///
    /// # Errors
    /// `User`, with the place, if there is no title, if a parameter is badly written or unused, or if the query uses a
    /// `$name` that the header does not declare.
    pub fn read(file: &BundleFile) -> Result<Self> {
        let query = Self::own(file)?;
        if query.title.is_empty() {
            return Err(Error::user("the query has no title")
                .in_file(&query.path)
                .at(1, 1)
                .hint("begin the file with a line `# title: ...`"));
        }
        Ok(query)
    }

    /// Reads a query file of the user's own, which may have a header but needs no title.
    ///
    /// # Errors
    /// As [`SavedQuery::read`], but for the title.
    pub fn own(file: &BundleFile) -> Result<Self> {
        let mut query = Self {
            name: file.stem().to_owned(),
            path: file.path.clone(),
            title: String::new(),
            description: String::new(),
            parameters: Vec::new(),
            text: file.text.clone().into_owned(),
        };
        let mut continues = false;
        for (index, line) in file.text.lines().enumerate() {
            let Some(comment) = line.strip_prefix('#') else {
                break;
            };
            let content = comment.trim();
            if let Some(title) = content.strip_prefix("title:") {
                query.title = title.trim().to_owned();
                continues = false;
            } else if let Some(description) = content.strip_prefix("description:") {
                query.description = description.trim().to_owned();
                continues = true;
            } else if let Some(declared) = content.strip_prefix("param:") {
                let parameter = Parameter::read(declared).map_err(|error| error.in_file(&file.path).at(index + 1, 1))?;
                query.parameters.push(parameter);
                continues = false;
            } else if continues && comment.starts_with("   ") {
                query.description = format!("{} {content}", query.description);
            }
        }
        query.prove()?;
        Ok(query)
    }

    /// Holds the header and the query against each other.
    fn prove(&self) -> Result<()> {
        let mut used = Vec::new();
        for (at, token) in tokens(&self.text) {
            let declared = |name: &str| self.parameters.iter().any(|parameter| parameter.name == name);
            let (message, hint) = match token {
                Token::Parameter(name) if !declared(name) => (
                    format!("the query uses ${name}, which its header does not declare"),
                    format!("add a line `# param: {name} TYPE DEFAULT — meaning`, or write ?{name}"),
                ),
                Token::Variable(name) if declared(name) => (
                    format!("the variable ?{name} has the name of a parameter"),
                    format!("write ${name} for the parameter, or choose another name for the variable"),
                ),
                Token::Parameter(name) => {
                    used.push(name);
                    continue;
                }
                Token::Variable(_) | Token::Word(_) => continue,
            };
            let (line, column) = super::place(&self.text, at);
            return Err(Error::user(message).in_file(&self.path).at(line, column).hint(hint));
        }
        match self.parameters.iter().find(|parameter| !used.contains(&parameter.name.as_str())) {
            Some(unused) => Err(Error::user(format!("the parameter {} is declared but not used", unused.name))
                .in_file(&self.path)
                .hint(format!("write ${} in the query", unused.name))),
            None => Ok(()),
        }
    }

    /// The query with the values in their places; what is not given has its default.
    ///
    /// # Errors
    /// `User` if a parameter is unknown or missing, or if a value is not one of its type; the hint says what is possible.
    pub fn bind(&self, store: &Store, values: &[(String, String)]) -> Result<String> {
        let mut terms: BTreeMap<&str, Option<Term>> = BTreeMap::new();
        for (name, value) in values {
            let Some(parameter) = self.parameters.iter().find(|parameter| parameter.name == *name) else {
                return Err(Error::user(format!("the query {} has no parameter {name}", self.name)).hint(self.possible()));
            };
            if terms.insert(&parameter.name, parameter.term(store, value)?).is_some() {
                return Err(Error::user(format!("the parameter {name} is given twice")).hint("give one value"));
            }
        }
        for parameter in &self.parameters {
            if terms.contains_key(parameter.name.as_str()) {
                continue;
            }
            let Some(default) = &parameter.default else {
                return Err(Error::user(format!("the query {} needs a value for {}", self.name, parameter.name)).hint(format!(
                    "add --{} {}: {}",
                    parameter.name,
                    parameter.kind.example(),
                    parameter.meaning
                )));
            };
            terms.insert(&parameter.name, parameter.term(store, default)?);
        }
        let mut bound = String::with_capacity(self.text.len());
        let mut copied = 0;
        for (at, token) in tokens(&self.text) {
            if let Token::Parameter(name) = token
                && let Some(Some(term)) = terms.get(name)
            {
                bound.push_str(&self.text[copied..at]);
                bound.push_str(&term.to_string());
                copied = at + 1 + name.len();
            }
        }
        bound.push_str(&self.text[copied..]);
        Ok(bound)
    }

    /// Binds the values and asks.
    ///
    /// # Errors
    /// As [`SavedQuery::bind`] and [`ask`]; a syntax error has its place in the file, not in the text with the values.
    pub fn ask(&self, store: &Store, values: &[(String, String)]) -> Result<Answer> {
        drop(super::parse(&self.path, &self.text)?);
        ask(store, &self.path, &self.bind(store, values)?)
    }

    fn possible(&self) -> String {
        if self.parameters.is_empty() {
            return "it has none".into();
        }
        let names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        format!("its parameters are {}; see `cajad query {} --describe`", names.join(", "), self.name)
    }

    /// Title, description and parameters, for people.
    pub fn describe(&self) -> String {
        let mut told = format!("{} - {}\n", self.name, self.title);
        if !self.description.is_empty() {
            told.push_str(&format!("\n{}\n", self.description));
        }
        if !self.parameters.is_empty() {
            told.push_str("\nParameters:\n");
        }
        for Parameter { name, kind, default, meaning } in &self.parameters {
            let default = match default.as_deref() {
                None => "required".to_owned(),
                Some("any") => "any, if not given".to_owned(),
                Some(value) => format!("{value}, if not given"),
            };
            told.push_str(&format!("  --{name} {}  {meaning} ({default})\n", kind.placeholder()));
        }
        told
    }
}

/// Reads all saved queries; those that cannot be read are an error, because a query that is missing goes unnoticed.
///
/// # Errors
/// As [`SavedQuery::read`].
pub fn saved(files: &[BundleFile]) -> Result<Vec<SavedQuery>> {
    files.iter().map(SavedQuery::read).collect()
}

impl Type {
    /// How the value is shown in a usage line.
    fn placeholder(self) -> String {
        self.name().to_uppercase()
    }
}
