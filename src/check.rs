//! What is amiss in a store: shapes, evidence, people outside their terms, the register itself, and queries that must return
//! nothing.

mod evidence;
mod overlay;
mod query;
mod register;
mod tenure;
mod watchdog;

use self::overlay::Corrections;
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::migrate::arrears;
use crate::ontology::Version;
use crate::overlay::Overlay;
use crate::query::SavedQuery;
use crate::register::Register;
use crate::shapes::Shapes;
use crate::store::Store;
use crate::vocab;

pub use query::queries;
pub use register::check as register;

/// With what a store is checked.
pub struct Checks<'a> {
    /// The shapes that every graph has to fit.
    pub shapes: &'a Shapes,
    /// The register that says who held which office when.
    pub register: &'a Register,
    /// The corrections.
    pub overlay: &'a Overlay,
    /// Queries that must return nothing.
    pub queries: &'a [SavedQuery],
    /// The version of the present ontology.
    pub version: Version,
}

/// Everything amiss in a store, the gravest first.
///
/// # Errors
/// `Input` if the store cannot be read, `User` if a query check is no query.
pub fn check(store: &Store, with: &Checks<'_>) -> Result<Vec<Finding>> {
    let mut findings = register::check(with.register);
    findings.extend(with.shapes.check(&store.quads(vocab::REGISTER_GRAPH)?)?);
    let mut corrections = Corrections::new(store, with.overlay, with.shapes)?;
    let releases = store.releases()?;
    for release in &releases {
        let quads = store.quads(release.as_ref())?;
        findings.extend(evidence::check(store, release.as_ref(), &quads));
        findings.extend(corrections.check(release, &quads)?);
        let corrected = corrections.of(release, quads);
        let quads = corrected.with_additions();
        findings.extend(with.shapes.check(&quads)?.into_iter().filter(|finding| !corrected.excuses(finding)));
        findings.extend(watchdog::check(with.register, &quads));
    }
    findings.extend(corrections.finish(&releases));
    findings.extend(query::check(store, with.queries)?);
    findings.extend(age(store, with.version)?);
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// A store that an older ontology wrote: what is asked of it in today's terms finds only a part.
fn age(store: &Store, version: Version) -> Result<Option<Finding>> {
    Ok(arrears(store, version)?.map(|behind| {
        let finding = Finding::new(Severity::Warning, "older-store", behind.to_string()).about(vocab::ONTOLOGY.as_str());
        Finding { value: Some(behind.from.iri().into_string()), ..finding }
    }))
}
