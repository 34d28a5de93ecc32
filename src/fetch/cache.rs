//! The pages as they came, kept beside the store, so that it can be made anew without any network.
//!
//! Each address has a folder of its own, named by the SHA-256 of the address: `ab/ab…/record.json` says what came when, and
//! `<digest>.page` beside it holds the bytes, named by their own SHA-256. Times stand here alone, as the servers gave them;
//! nothing of them goes into the graph.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::digest;
use crate::error::{Error, Result};

/// So many versions of one page are kept, the newest. Pages that differ each time, by a counter for instance, would fill the disk.
const VERSIONS: usize = 10;

const RECORD: &str = "record.json";

/// What is known of the page at one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The address that was asked for.
    pub address: String,
    /// Whether it is a feed or a page that lists others; only the newest version of such a page is kept.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// When whoever lists the page said that it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
    /// The digest of the version that was taken into the store last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// The digest of the version that could not be taken into the store, so that it is not tried again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The language that the user gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The day of issue that the user gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// The versions, the oldest first.
    pub versions: Vec<Version>,
}

/// One version of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// `sha256:` and the digest of the bytes.
    pub digest: String,
    /// The address that it was found at in the end.
    pub location: String,
    /// The media type, as the server gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// The server's mark of the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says that it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// When it came, by the server's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl Record {
    /// The newest version.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Adds a version, or brings the newest up to date if the bytes are the same; says whether they differ.
    pub(super) fn add(&mut self, version: Version) -> bool {
        match self.versions.last_mut() {
            Some(newest) if newest.digest == version.digest => {
                *newest = version;
                false
            }
            _ => {
                self.versions.push(version);
                true
            }
        }
    }
}

// The signature is serde's.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The folder of the pages.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// use cajad::fetch::{Cache, Record};
///
/// let cache = Cache::new(&folder.path().join("pages"));
/// assert_eq!(cache.record("https://example.org/")?, None);
/// cache.put(&Record { address: "https://example.org/".into(), ..Record::default() })?;
/// assert_eq!(cache.records()?.len(), 1);
///
/// let error = cache.bytes("https://example.org/", "sha256:00").unwrap_err();
/// assert_eq!(error.message(), "\"sha256:00\" is not the digest of a page");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The pages in a folder, which need not be there yet.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    /// The pages of a store: `<store>.pages`, beside it, so that they outlive it.
    ///
    /// ```
    /// use cajad::fetch::Cache;
    /// use std::path::Path;
    /// assert_eq!(Cache::of_store(Path::new("my.store/")).folder(), Path::new("my.store.pages"));
    /// ```
    pub fn of_store(store: &Path) -> Self {
        // A slash at the end would make it a folder within.
        let mut name = store.components().as_path().as_os_str().to_owned();
        name.push(".pages");
        Self { folder: PathBuf::from(name) }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is known of the page at an address.
    ///
    /// # Errors
    /// `Input` if the record cannot be read, or is none.
    pub fn record(&self, address: &str) -> Result<Option<Record>> {
        read_record(&self.shelf(address).join(RECORD))
    }

    /// All records, in the order of their addresses.
    ///
    /// # Errors
    /// An `Input` error in the place of each record that cannot be read, and one if the folder cannot be; the rest goes on.
    pub fn records(&self) -> Result<Vec<Result<Record>>> {
        let mut records = Vec::new();
        for row in folders(&self.folder)? {
            for shelf in folders(&row)? {
                records.extend(read_record(&shelf.join(RECORD)).transpose());
            }
        }
        records.sort_by_key(|record| match record {
            Ok(record) => (false, record.address.clone()),
            Err(error) => (true, error.to_string()),
        });
        Ok(records)
    }

    /// Writes a record so that it is there, whole and on the disk, when this returns, and removes the pages that it speaks of no more.
    ///
    /// # Errors
    /// `Input` if the disk is full or may not be written to.
    pub fn put(&self, record: &Record) -> Result<()> {
        let mut record = record.clone();
        let kept = if record.list { 1 } else { VERSIONS };
        let old: Vec<Version> = record.versions.drain(..record.versions.len().saturating_sub(kept)).collect();
        let text = serde_json::to_string_pretty(&record)
            .map_err(|cause| Error::internal("a record cannot be written").because(cause))?;
        let shelf = self.shelf(&record.address);
        write(&shelf.join(RECORD), (text + "\n").as_bytes())?;
        for version in old.iter().filter(|old| record.versions.iter().all(|kept| kept.digest != old.digest)) {
            // What is left over takes room and does no harm.
            let _ = fs::remove_file(self.path(&record.address, &version.digest)?);
        }
        Ok(())
    }

    /// The bytes of a version of a page; `None` if they are lost or not what they were.
    ///
    /// # Errors
    /// `Internal` if the digest is none.
    pub fn bytes(&self, address: &str, digest: &str) -> Result<Option<Vec<u8>>> {
        let bytes = fs::read(self.path(address, digest)?).ok();
        Ok(bytes.filter(|bytes| self::digest(bytes) == digest))
    }

    /// Keeps the bytes of a version of a page; gives their digest.
    pub(super) fn keep(&self, address: &str, bytes: &[u8]) -> Result<String> {
        let digest = digest(bytes);
        if self.bytes(address, &digest)?.is_none() {
            write(&self.path(address, &digest)?, bytes)?;
        }
        Ok(digest)
    }

    fn shelf(&self, address: &str) -> PathBuf {
        let digest = digest(address);
        let name = digest.trim_start_matches("sha256:");
        self.folder.join(&name[..2]).join(name)
    }

    fn path(&self, address: &str, digest: &str) -> Result<PathBuf> {
        match digest.strip_prefix("sha256:") {
            Some(hex) if hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Ok(self.shelf(address).join(format!("{hex}.page")))
            }
            _ => Err(Error::internal(format!("\"{digest}\" is not the digest of a page"))),
        }
    }
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |cause| {
        Error::input("the pages cannot be listed").in_path(folder).hint("give yourself the right to read them").because(cause)
    };
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(unreadable)?,
    };
    Ok(entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

fn read_record(path: &Path) -> Result<Option<Record>> {
    let unreadable = |cause: Box<dyn std::error::Error + Send + Sync>| {
        Error::input("the record of a page cannot be read")
            .in_path(path)
            .hint("remove its folder: the page is fetched again then")
            .because(cause)
    };
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|cause| unreadable(cause.into())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(unreadable(cause.into())),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let partial = path.with_extension("partial");
    let attempt = || {
        fs::create_dir_all(folder)?;
        let mut file = File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, path)?;
        File::open(folder)?.sync_all()
    };
    attempt().map_err(|cause| {
        // Half a page helps nobody and takes room on a disk that may be full.
        let _ = fs::remove_file(&partial);
        Error::input("the page cannot be kept")
            .in_path(path)
            .hint("make room, or give yourself the right to write there")
            .because(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://example.org/a?b=../../c";

    #[test]
    fn the_newest_versions_are_kept_and_of_a_list_one() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let cache = Cache::new(&folder.path().join("pages"));
        let mut record = Record { address: ADDRESS.to_owned(), ..Record::default() };
        let digests = (0..VERSIONS + 2).map(|i| cache.keep(ADDRESS, i.to_string().as_bytes())).collect::<Result<Vec<_>>>()?;
        for digest in &digests {
            assert!(record.add(Version { digest: digest.clone(), ..Version::default() }));
        }
        assert!(!record.add(Version { digest: digests[VERSIONS + 1].clone(), ..Version::default() }));
        cache.put(&record)?;
        let kept = cache.record(ADDRESS)?.unwrap_or_default();
        assert_eq!(kept.versions.len(), VERSIONS);
        assert_eq!(cache.bytes(ADDRESS, &digests[1])?, None);
        assert_eq!(cache.bytes(ADDRESS, &digests[2])?, Some(b"2".to_vec()));
        cache.put(&Record { list: true, ..kept })?;
        assert_eq!(cache.bytes(ADDRESS, &digests[VERSIONS])?, None);
        let records = cache.records()?.into_iter().collect::<Result<Vec<_>>>()?;
        assert_eq!(records[0].versions, record.versions[VERSIONS + 1..]);
        Ok(())
    }

    #[test]
    fn a_page_that_was_changed_is_not_taken_for_what_it_was() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let cache = Cache::new(folder.path());
        let digest = cache.keep(ADDRESS, b"page")?;
        fs::write(cache.path(ADDRESS, &digest)?, "paga")?;
        assert_eq!(cache.bytes(ADDRESS, &digest)?, None);
        cache.keep(ADDRESS, b"page")?;
        assert_eq!(cache.bytes(ADDRESS, &digest)?, Some(b"page".to_vec()));
        fs::write(cache.shelf(ADDRESS).join(RECORD), "{}")?;
        let told = cache.records()?.remove(0).map_err(|error| error.message().to_owned());
        assert_eq!(told, Err("the record of a page cannot be read".to_owned()));
        Ok(())
    }
}
