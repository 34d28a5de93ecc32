//! The parameters of saved queries: their types, and a word from the command line to an RDF term.

use crate::error::{Error, Result};
use crate::store::Store;
use crate::vocab;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What a saved query lets one choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, without `$`.
    pub name: String,
    /// What kind of value it takes.
    pub kind: Type,
    /// The value if none is given; `None` if one must be given.
    pub default: Option<String>,
    /// What it is for.
    pub meaning: String,
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A country: its ISO code, or its name in any language.
    Country,
    /// A day: `2025-12-18`.
    Date,
    /// A year, as an integer.
    Year,
    /// A field of cooperation: its id, or its name in any language.
    Domain,
    /// Any words, as a plain string.
    Text,
    /// A person: the id, or the name in any language.
    Person,
    /// An IRI, whole or with a known prefix.
    Iri,
}

impl Type {
    const ALL: [Self; 7] = [Self::Country, Self::Date, Self::Year, Self::Domain, Self::Text, Self::Person, Self::Iri];

    /// The name that a header uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Date => "date",
            Self::Year => "year",
            Self::Domain => "domain",
            Self::Text => "text",
            Self::Person => "person",
            Self::Iri => "iri",
        }
    }

    /// A value to show in hints.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Country => "kz",
            Self::Date => "2025-12-18",
            Self::Year => "2025",
            Self::Domain => "critical-minerals",
            Self::Text => "uranium",
            Self::Person => "takaichi-sanae",
            Self::Iri => "id:place/tokyo",
        }
    }
}

impl Parameter {
    /// Reads `name type default — meaning`.
    pub(super) fn read(declared: &str) -> Result<Self> {
        let wrong = |message: String| {
            Error::user(message).hint("write it as `# param: name type default — meaning`, with - for no default")
        };
        let (head, meaning) = declared
            .split_once('—')
            .ok_or_else(|| wrong("the parameter has no meaning, which stands after a dash (—)".into()))?;
        let mut words = head.split_whitespace();
        let (Some(name), Some(kind), Some(default)) = (words.next(), words.next(), words.next()) else {
            return Err(wrong("the parameter lacks its name, its type or its default".into()));
        };
        let kind = Type::ALL.into_iter().find(|known| known.name() == kind).ok_or_else(|| {
            let names: Vec<&str> = Type::ALL.into_iter().map(Type::name).collect();
            wrong(format!("unknown type \"{kind}\"")).hint(format!("the types are {}", names.join(", ")))
        })?;
        // A text may be of several words.
        let default = words.fold(default.to_owned(), |default, word| default + " " + word);
        Ok(Self { name: name.to_owned(), kind, default: (default != "-").then_some(default), meaning: meaning.trim().to_owned() })
    }

    /// The term for a value; `None` for `any` where that is the default, which leaves the parameter open.
    pub(super) fn term(&self, store: &Store, value: &str) -> Result<Option<Term>> {
        if value == "any" && self.default.as_deref() == Some("any") {
            return Ok(None);
        }
        let wrong = |what: &str| {
            Error::user(format!("\"{value}\" is not {what} (parameter {})", self.name))
                .hint(format!("write it like {}", self.kind.example()))
        };
        let term = match self.kind {
            Type::Text => Literal::new_simple_literal(value).into(),
            Type::Date => {
                let day: jiff::civil::Date = value.parse().map_err(|_| wrong("a date"))?;
                Literal::new_typed_literal(day.to_string(), xsd::DATE).into()
            }
            Type::Year => {
                let year: u16 = value.parse().ok().filter(|year| (1000..=9999).contains(year)).ok_or_else(|| wrong("a year"))?;
                Literal::from(i64::from(year)).into()
            }
            Type::Iri => vocab::iri(value).map_err(|_| wrong("an IRI"))?.into(),
            Type::Country => self.named(store, &format!("{}country/", vocab::ID), value)?.into(),
            Type::Person => self.named(store, &format!("{}person/", vocab::ID), value)?.into(),
            Type::Domain => self.named(store, &format!("{}domain/", vocab::VOCAB), value)?.into(),
        };
        Ok(Some(term))
    }

    /// The thing in a namespace whose id or name is `value`, in whatever letters.
    fn named(&self, store: &Store, namespace: &str, value: &str) -> Result<NamedNode> {
        let wanted = value.strip_prefix(namespace).unwrap_or(value).to_lowercase();
        let mut ids = BTreeSet::new();
        let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for property in [vocab::PREF_LABEL, vocab::ALT_LABEL] {
            for quad in store.matching(None, Some(property), None, None)? {
                let (NamedOrBlankNode::NamedNode(thing), Term::Literal(label)) = (quad.subject, quad.object) else { continue };
                if let Some(id) = thing.as_str().strip_prefix(namespace) {
                    ids.insert(id.to_owned());
                    labels.entry(label.value().to_lowercase()).or_default().insert(id.to_owned());
                }
            }
        }
        let meant =
            if ids.contains(&wanted) { BTreeSet::from([wanted.clone()]) } else { labels.remove(&wanted).unwrap_or_default() };
        if let (1, Some(id)) = (meant.len(), meant.first()) {
            return Ok(NamedNode::new_unchecked(format!("{namespace}{id}")));
        }
        let kind = self.kind.name();
        if meant.len() > 1 {
            let ids: Vec<String> = meant.into_iter().collect();
            return Err(Error::user(format!("\"{value}\" is the name of more than one {kind}"))
                .hint(format!("give the id: {}", ids.join(", "))));
        }
        Err(Error::user(format!("there is no {kind} \"{value}\" in the store")).hint(possible(&wanted, &ids)))
    }
}

/// What may be given instead: everything if that is little, else what resembles it.
fn possible(wanted: &str, ids: &BTreeSet<String>) -> String {
    let list = |ids: Vec<&str>| format!("possible are {}", ids.join(", "));
    if ids.is_empty() {
        return "the store knows none: run `cajad build` first".into();
    }
    if ids.len() <= 60 {
        return list(ids.iter().map(String::as_str).collect());
    }
    let parts: Vec<&str> = wanted.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2).collect();
    let alike: Vec<&str> = ids.iter().map(String::as_str).filter(|id| parts.iter().any(|part| id.contains(part))).collect();
    if alike.is_empty() {
        format!("give the id, such as {}, or the name as the register has it", ids.first().map_or("", String::as_str))
    } else {
        list(alike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_has_four_parts() -> Result<()> {
        let read = Parameter::read(" term text rare earths — the words")?;
        assert_eq!((read.name.as_str(), read.kind, read.default.as_deref()), ("term", Type::Text, Some("rare earths")));
        assert_eq!(Parameter::read("country country - — whose")?.default, None);
        for wrong in ["country country kz", "country kz — x", "country nation kz — x"] {
            assert!(Parameter::read(wrong).is_err_and(|error| error.remedy().is_some()), "{wrong}");
        }
        Ok(())
    }
}
