//! Versions of the ontology.

use super::diff::Bump;
use super::version_iri;
use crate::error::{Error, Result};
use crate::vocab;
use oxigraph::model::{NamedNode, Quad};
use std::fmt;
use std::str::FromStr;

/// A version of the ontology, by Semantic Versioning 2.0.0 without pre-releases.
///
/// ```
/// use cajad::ontology::Version;
///
/// let version: Version = "1.2.0".parse()?;
/// assert!(version < "1.10.0".parse()?);
/// assert_eq!(version.iri().as_str(), "https://w3id.org/cajad/ontology/1.2.0");
/// assert_eq!("1.2".parse::<Version>().unwrap_err().to_string(), "\"1.2\" is not a version");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// What `owl:versionIRI` and `dcterms:conformsTo` call it.
    pub fn iri(self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}/{self}", vocab::ONTOLOGY.as_str()))
    }

    /// The version that an IRI names; `None` if it names none of ours.
    pub fn of(iri: &str) -> Option<Self> {
        iri.strip_prefix(vocab::ONTOLOGY.as_str())?.strip_prefix('/')?.parse().ok()
    }

    /// The version in the header of an ontology that must have one.
    ///
    /// # Errors
    /// `Input` if the header says none, or one that is not of three numbers.
    ///
    /// ```
    /// use cajad::ontology::Version;
    /// use cajad::vocab;
    /// use oxigraph::model::{NamedNode, Quad};
    ///
    /// let version = |number: &str| NamedNode::new_unchecked(format!("https://w3id.org/cajad/ontology/{number}"));
    /// let header = |number: &str| Quad::new(vocab::ONTOLOGY, vocab::VERSION_IRI, version(number), vocab::ONTOLOGY);
    /// assert_eq!(Version::declared(&[header("1.2.0")])?, "1.2.0".parse()?);
    ///
    /// assert_eq!(Version::declared(&[]).unwrap_err().to_string(), "the ontology says no owl:versionIRI");
    /// let two = Version::declared(&[header("1.2")]).unwrap_err();
    /// assert!(two.to_string().ends_with("/ontology/1.2>, ends in no version of three numbers"));
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn declared<'a>(ontology: impl IntoIterator<Item = &'a Quad>) -> Result<Self> {
        let Some(said) = version_iri(ontology) else {
            return Err(Error::input("the ontology says no owl:versionIRI").hint("cajad.ttl must give it in its header"));
        };
        Self::of(said.as_str()).ok_or_else(|| {
            Error::input(format!("the owl:versionIRI of the ontology, {said}, ends in no version of three numbers"))
                .hint(format!("write it as {}/1.2.0", vocab::ONTOLOGY.as_str()))
        })
    }

    /// The lowest version for an ontology that has changed so since this one.
    pub(super) fn after(self, bump: Option<Bump>) -> Self {
        let Self { major, minor, patch } = self;
        match bump {
            None => self,
            Some(Bump::Patch) => Self { major, minor, patch: patch + 1 },
            Some(Bump::Minor) => Self { major, minor: minor + 1, patch: 0 },
            Some(Bump::Major) => Self { major: major + 1, minor: 0, patch: 0 },
        }
    }

    /// What data of one version shares with those of the later versions that only add to it: the number that breaks.
    pub(crate) fn series(self) -> (u32, u32) {
        if self.major == 0 { (0, self.minor) } else { (self.major, 0) }
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(written: &str) -> Result<Self> {
        let numbers: Option<Vec<u32>> = written.split('.').map(|number| number.parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[major, minor, patch]) => Ok(Self { major, minor, patch }),
            _ => Err(Error::user(format!("\"{written}\" is not a version")).hint("write three numbers: 1.2.0")),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}
