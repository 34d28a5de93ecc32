//! The one table of the bundle that readers need.

use std::borrow::Cow;

use crate::error::Result;

/// A file of the bundle.
pub struct BundleFile {
    /// Where it lies.
    pub path: String,
    /// What stands in it.
    pub text: Cow<'static, str>,
}

/// What came with the program.
pub struct Bundle;

impl Bundle {
    /// The copies inside the program.
    pub fn embedded() -> Self {
        Self
    }

    /// The table of the sites.
    pub fn site_file(&self) -> Result<BundleFile> {
        Ok(BundleFile { path: "data/sites.toml".to_owned(), text: include_str!("../../data/sites.toml").into() })
    }
}
