//! What a store's folder holds. A rebuild replaces the folder whole, so it must hold nothing but what a store writes.

use super::{origin, unusable};
use crate::error::{Error, Result};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether the folder holds a store; a folder that holds something else is refused.
pub(super) fn is_store(folder: &Path) -> Result<bool> {
    if folder.join("db").join("CURRENT").is_file() {
        // Another program may keep a database of RocksDB in a folder `db`; a store of ours has had a lock from its first moment.
        return if folder.join("lock").is_file() {
            Ok(true)
        } else {
            Err(Error::input("the folder holds a database that is not known to be cajad's: there is no lock beside it")
                .in_path(folder)
                .hint("name another folder with --store, or, if it is a store of cajad, make an empty file `lock` in it"))
        };
    }
    // What a first opening that broke off leaves is no store yet, but nothing foreign either.
    prove_ours(folder)?;
    Ok(false)
}

/// Refuses a folder in which something stands that no store writes: it would go with the folder.
pub(super) fn prove_ours(folder: &Path) -> Result<()> {
    let found = foreign(folder, &mut Vec::new()).map_err(|cause| unusable(folder, "the store cannot be read", cause))?;
    let Some(thing) = found else { return Ok(()) };
    let message = if folder.join("db").join("CURRENT").is_file() {
        "the folder holds more than a store of cajad"
    } else {
        "the folder is not a store of cajad"
    };
    let thing = thing.display();
    Err(Error::input(format!("{message}: {thing} is in it"))
        .in_path(folder)
        .hint(format!("move {thing} elsewhere, or name an empty or a new folder with --store; nothing has been touched")))
}

/// The first thing, in the order of names, that no store writes; its path is that from the store's folder.
fn foreign(folder: &Path, above: &mut Vec<String>) -> io::Result<Option<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let is_folder = entry.file_type()?.is_dir();
        above.push(entry.file_name().to_string_lossy().into_owned());
        let names: Vec<&str> = above.iter().map(String::as_str).collect();
        if !is_ours(&names, is_folder) {
            return Ok(Some(above.iter().collect()));
        }
        if is_folder && let Some(thing) = foreign(&entry.path(), above)? {
            return Ok(Some(thing));
        }
        above.pop();
    }
    Ok(None)
}

fn is_ours(names: &[&str], is_folder: bool) -> bool {
    match (names, is_folder) {
        (["db" | "texts"], true) => true,
        ([name], false) => *name == "lock" || origin::NAMES.contains(name),
        (["db", name], false) => is_of_database(name),
        (["texts", shelf], true) => is_hex(shelf, 2),
        (["texts", shelf, name], false) => match name.split_once('.') {
            Some((digest, "txt" | "partial")) => digest.starts_with(shelf) && is_hex(digest, 64),
            _ => false,
        },
        _ => false,
    }
}

/// Whether RocksDB gives such a name to a file of its own.
fn is_of_database(name: &str) -> bool {
    let numbered = |stem: &str| !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit());
    let after = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| numbered(rest.trim_end_matches(".dbtmp")));
    let kinds = ["sst", "log", "blob", "dbtmp"];
    ["CURRENT", "IDENTITY", "LOCK", "LOG"].contains(&name)
        || ["LOG.old.", "MANIFEST-", "OPTIONS-"].into_iter().any(after)
        || name.rsplit_once('.').is_some_and(|(stem, kind)| numbered(stem) && kinds.contains(&kind))
        || (name.starts_with("bulk-") && name.ends_with(".sst"))
}

fn is_hex(name: &str, length: usize) -> bool {
    name.len() == length && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_store_writes_are_told_from_others() {
        let digest = "64fc2bdbf904787dd71d06952fe475affad8901e2d873e28e47c087da3af8904";
        let (text, partial) = (format!("{digest}.txt"), format!("{digest}.partial"));
        let ours: [(&[&str], bool); 17] = [
            (&["db"], true),
            (&["texts"], true),
            (&["lock"], false),
            (&["built"], false),
            (&["built.partial"], false),
            (&["db", "CURRENT"], false),
            (&["db", "000008.log"], false),
            (&["db", "000009.sst"], false),
            (&["db", "000001.dbtmp"], false),
            (&["db", "bulk-17.sst"], false),
            (&["db", "LOG.old.1765"], false),
            (&["db", "MANIFEST-000005"], false),
            (&["db", "OPTIONS-000007"], false),
            (&["db", "OPTIONS-000007.dbtmp"], false),
            (&["texts", "64"], true),
            (&["texts", "64", &text], false),
            (&["texts", "64", &partial], false),
        ];
        for (names, is_folder) in ours {
            assert!(is_ours(names, is_folder), "{names:?}");
        }
        let foreign: [(&[&str], bool); 12] = [
            (&["thesis.txt"], false),
            (&["other"], true),
            (&["db"], false),
            (&["lock"], true),
            (&["db", "base"], true),
            (&["db", "base"], false),
            (&["db", "thesis.log"], false),
            (&["db", "MANIFEST-of-art"], false),
            (&["db", "000009.sst"], true),
            (&["texts", "thesis.txt"], false),
            (&["texts", "65", &text], false),
            (&["texts", "64", "notes.txt"], false),
        ];
        for (names, is_folder) in foreign {
            assert!(!is_ours(names, is_folder), "{names:?}");
        }
    }
}
