//! What has changed between two editions of an ontology, and which version that requires.
//!
//! Compared are the statements themselves, whatever file they stand in and in whatever order. A *term* is a named node of which
//! more is said than its type: a foreign class that is merely declared is none. The rules, after semantic versioning
//! (<https://semver.org>), which asks whether whoever relies on the old edition can go on with the new one:
//!
//! | change | requires |
//! |---|---|
//! | a term is removed, or becomes one of another kind | major |
//! | a term is moved: it loses a term above it, or gets one that was there before | major |
//! | nothing but a new or a foreign term has come above it | minor |
//! | a domain or range is added or replaced | major |
//! | a domain or range is removed, or a class above it stands in its place | minor |
//! | a new axiom by which data can contradict themselves or say more: disjointness between old terms, or a characteristic of a property | major |
//! | any other axiom is added, or one is removed | minor |
//! | the word that stands in the IRIs of instances (`cajad:slug`, `skos:notation`) is another | major |
//! | a constraint is added to a class that was there before, or tightened, with the severity of a violation | major |
//! | the same with a lower severity, on a new class, or on a new property without asking for a value of it | minor |
//! | a constraint is loosened or removed | minor |
//! | a term is added, deprecated, or no longer deprecated | minor |
//! | the words of a definition are others | minor |
//! | a match to another vocabulary or a code is added or removed | minor |
//! | a label, a word to be matched, a note, a message, the punctuation of a definition | patch |
//!
//! A program sees that a definition has other words, but not that these mean something else: if a term now covers less than it
//! did, the change is major, and only its author knows. The Markdown says so wherever definitions have changed.
//!
//! A constraint that is neither weaker nor stronger than the old one, such as another pattern, counts as tightened: something
//! that conformed may not any more. Statements about nodes without a name are counted, not compared.

mod constraint;
mod edition;
mod markdown;
mod term;

use std::cmp::Reverse;

use serde::Serialize;

use crate::ontology::Version;

pub use edition::Edition;

/// How much a version must grow by; the names are those of its three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Whoever relies on the old edition notices nothing.
    Patch,
    /// There is more than before, and all that there was.
    Minor,
    /// What relies on the old edition may break.
    Major,
}

impl Bump {
    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What kind of change it is, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The term is not there any more.
    TermRemoved,
    /// The term is of another kind: a class, a property, a concept.
    Retyped,
    /// The term stands elsewhere: under another term, or in another scheme.
    Moved,
    /// The property speaks of other things.
    Domain,
    /// The property has other values.
    Range,
    /// Other logical statements about the term.
    Axiom,
    /// The word in the IRIs of its instances is another.
    Naming,
    /// The shape is new.
    ConstraintAdded,
    /// The shape lets less pass.
    ConstraintTightened,
    /// The shape lets more pass.
    ConstraintLoosened,
    /// The shape is not there any more.
    ConstraintRemoved,
    /// The term is new.
    TermAdded,
    /// The term is given up.
    TermDeprecated,
    /// The term is no longer given up.
    TermRestored,
    /// The definition is another.
    Redefined,
    /// Matches to other vocabularies, and codes.
    Alignment,
    /// The preferred label is another.
    Relabelled,
    /// Alternative and hidden labels: the words that are matched against texts.
    Words,
    /// Notes, sources and everything that a program does not read.
    Note,
    /// The message or the name of a shape, or a severity that says no other than before.
    ConstraintReworded,
    /// The header of an ontology, apart from its version.
    Header,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What kind it is.
    #[serde(rename = "change")]
    pub kind: Kind,
    /// What it requires.
    pub bump: Bump,
    /// The term, shape or ontology that has changed.
    pub term: String,
    /// The property whose values have changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The language of these values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What stood in the old edition alone; of a removed term the English label.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<String>,
    /// What stands in the new edition alone; of a term that is given up, what takes its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<String>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// As the person named it.
    pub name: String,
    /// The version in its header.
    pub version: Option<String>,
}

/// All changes between two editions.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// The older edition.
    pub old: Side,
    /// The newer edition.
    pub new: Side,
    /// The greatest of what the changes require; `None` if there are none.
    pub bump: Option<Bump>,
    /// The lowest version that is enough; `None` if the old edition says no version.
    pub required: Option<String>,
    /// Whether the version of the newer edition is enough.
    pub enough: bool,
    /// Statements about nodes without a name, in both editions: these are not compared.
    pub uncompared: usize,
    /// What has changed, sorted by kind, then the greatest first, then by term.
    pub changes: Vec<Change>,
}

/// Compares two editions.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::ontology::Ontology;
/// use cajad::ontology::diff::{Bump, Edition, Kind, diff};
///
/// let edition = |version: &str, rest: &str| {
///     let text = format!(
///         "@prefix cajad: <https://w3id.org/cajad/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
///          @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
///          <https://w3id.org/cajad/ontology> owl:versionIRI <https://w3id.org/cajad/ontology/{version}> . {rest}"
///     );
///     Ontology::of(vec![BundleFile { path: "a.ttl".into(), text: text.into() }]).map(|read| Edition::new(version, &read))
/// };
/// let old = edition("1.0.0", "cajad:Talks a owl:Class ; rdfs:label \"Talks\"@en .")?;
/// let found = diff(&old, &edition("1.0.1", "cajad:Talks a owl:Class ; rdfs:label \"A talk\"@en .")?);
/// assert_eq!((found.changes[0].kind, found.bump, found.enough), (Kind::Relabelled, Some(Bump::Patch), true));
///
/// let removed = diff(&old, &edition("1.0.1", "")?);
/// assert_eq!((removed.required.as_deref(), removed.enough), (Some("2.0.0"), false));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn diff(old: &Edition, new: &Edition) -> Diff {
    let mut changes = term::changes(old, new);
    changes.extend(constraint::changes(old, new));
    changes.sort_by(|a, b| (a.kind, Reverse(a.bump), a).cmp(&(b.kind, Reverse(b.bump), b)));
    let bump = changes.iter().map(|change| change.bump).max();
    let version = |edition: &Edition| edition.side.version.as_deref().and_then(|version| version.parse::<Version>().ok());
    let required = version(old).map(|version| version.after(bump));
    let enough = required.is_none_or(|required| version(new).is_some_and(|version| version >= required));
    let required = required.map(|version| version.to_string());
    let uncompared = old.uncompared + new.uncompared;
    Diff { old: old.side.clone(), new: new.side.clone(), bump, required, enough, uncompared, changes }
}

impl Diff {
    /// The changes for people, in Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }
}
