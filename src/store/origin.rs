//! Which releases of a store a build made: the file `built`, one IRI a line, sorted. All others were added by hand.
//!
//! It stands beside the graphs and not in them, so that a release says the same however it came in. A store without the file,
//! as older versions wrote it, takes every release for one that was added: nothing is lost by that.

use crate::error::Result;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The names of the file: as it stands, and while it is being written.
pub(super) const NAMES: [&str; 2] = ["built", "built.partial"];

/// The IRIs of the releases that a build made.
pub(super) fn read(store: &Path) -> Result<BTreeSet<String>> {
    let path = store.join(NAMES[0]);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(cause) => Err(super::unusable(&path, "the list of releases cannot be read", cause)),
    }
}

/// Writes the list so that it is there, whole and on the disk, when this returns.
pub(super) fn write(store: &Path, built: &BTreeSet<String>) -> Result<()> {
    let [path, partial] = NAMES.map(|name| store.join(name));
    let text: String = built.iter().map(|release| format!("{release}\n")).collect();
    let write = || {
        let mut file = File::create(&partial)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&partial, &path)?;
        File::open(store)?.sync_all()
    };
    write().map_err(|cause| {
        let _ = fs::remove_file(&partial);
        super::unusable(&path, "the list of releases cannot be written", cause)
    })
}

/// Notes that a release is no work of a build any more.
pub(super) fn disown(store: &Path, release: &str) -> Result<()> {
    let mut built = read(store)?;
    if built.remove(release) { write(store, &built) } else { Ok(()) }
}
