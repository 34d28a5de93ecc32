//! Whether a store is behind the present ontology, so that whoever uses it can be told.

use super::named;
use crate::error::Result;
use crate::ontology::Version;
use crate::store::Store;
use crate::vocab;
use std::fmt;

/// A store of which something was written by an older ontology, and not only by one to which the present has been added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrears {
    /// The oldest version of which something is.
    pub from: Version,
    /// The present version.
    pub to: Version,
    /// The releases of older versions.
    pub releases: usize,
}

impl fmt::Display for Arrears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, releases } = self;
        match releases {
            0 => f.write_str("the store is of an older ontology")?,
            1 => f.write_str("1 release in the store was written by an older ontology")?,
            many => write!(f, "{many} releases in the store were written by an older ontology")?,
        }
        write!(f, " ({from}, and this is {to}): bring it up with `cajad ontology migrate`")
    }
}

/// How a store is behind; `None` if no migration is due. Its graphs are not read: only what releases and the ontology's graph
/// say of their version is looked up.
///
/// # Errors
/// `Input` if the store cannot be read.
///
/// ```
/// use cajad::migrate::arrears;
/// use cajad::store::Store;
/// use cajad::vocab;
/// use oxigraph::model::{NamedNode, Quad};
///
/// let release = NamedNode::new_unchecked("https://w3id.org/cajad/id/release/mofa-jp/1");
/// let version = NamedNode::new_unchecked("https://w3id.org/cajad/ontology/1.4.0");
/// let store = Store::in_memory(&[Quad::new(release.clone(), vocab::CONFORMS_TO, version, release)])?;
///
/// assert_eq!(arrears(&store, "1.6.0".parse()?)?, None, "what was only added to breaks nothing");
/// let behind = arrears(&store, "2.0.0".parse()?)?.unwrap();
/// assert!(behind.to_string().starts_with("1 release in the store was written by an older ontology (1.4.0, and this is 2.0.0): "));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn arrears(store: &Store, present: Version) -> Result<Option<Arrears>> {
    let is_older = |version: &Version| *version < present && version.series() != present.series();
    let header = store.matching(Some(vocab::ONTOLOGY.into()), Some(vocab::VERSION_IRI), None, Some(vocab::ONTOLOGY.into()))?;
    let said = store.matching(None, Some(vocab::CONFORMS_TO), None, None)?;
    let of_release: Vec<Version> = said.iter().filter_map(named).filter(is_older).collect();
    let oldest = header.iter().filter_map(named).filter(is_older).chain(of_release.iter().copied()).min();
    Ok(oldest.map(|from| Arrears { from, to: present, releases: of_release.len() }))
}
