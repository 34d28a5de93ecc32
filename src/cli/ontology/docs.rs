//! `cajad ontology docs`: the ontology as a site of static pages.

use super::super::{Global, Outcome, unwritable};
use anyhow::Result;
use cajad::docs::{SiteFile, site};
use cajad::error::Error;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Lists the files of a site that was written here, so that another run knows what it may replace.
const MANIFEST: &str = ".cajad-docs";

/// Write the ontology as a site of static pages
///
/// Pages in English, French, Japanese and Russian, with diagrams, examples and queries, and the ontology as Turtle, JSON-LD and
/// N-Triples beside them. They need no server: open index.html. A folder in which an earlier run wrote is brought up to date.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad ontology docs
  cajad ontology docs --output public/ontology")]
pub(super) struct DocsArgs {
    /// The folder to write to; it may be missing, empty, or hold a site that this command wrote
    #[arg(long, short, value_name = "DIR", default_value = "ontology-docs")]
    output: PathBuf,
}

pub(super) fn run(global: &Global, args: &DocsArgs) -> Result<Outcome> {
    let former = former(&args.output)?;
    let site = site(&global.bundle()?)?;
    write(&args.output, &site, &former)?;
    let start = args.output.join("index.html");
    global.say(&format!("{}: {} files; open {}", args.output.display(), site.len(), start.display()));
    Ok(Outcome::Done)
}

/// The files that an earlier run wrote here.
///
/// # Errors
/// `User` if there is anything else: it could be lost, or be taken for a part of the site.
fn former(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let remedy = "name another folder with --output";
    match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Ok(found) if found.is_dir() => {}
        Ok(_) if folder.is_dir() => {}
        Ok(_) => return Err(Error::user("this is a file, but a folder is wanted").in_path(folder).hint(remedy)),
        Err(cause) => return Err(Error::input("the folder cannot be read").in_path(folder).hint(remedy).because(cause)),
    }
    let mut found = BTreeSet::new();
    list(folder, "", &mut found)?;
    let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let written: BTreeSet<&str> = manifest.lines().chain([MANIFEST]).collect();
    match found.iter().find(|path| !written.contains(path.as_str())) {
        Some(foreign) => Err(Error::user(format!("the folder holds {foreign}, which this command did not write"))
            .in_path(folder)
            .hint("name another folder with --output, or move the file away")),
        None => Ok(found),
    }
}

/// Every file in a folder by its path in it; a link counts as what it is and is not followed.
fn list(folder: &Path, under: &str, found: &mut BTreeSet<String>) -> Result<(), Error> {
    let failed = |cause| {
        Error::input("the folder cannot be read").in_path(folder).hint("name another folder with --output").because(cause)
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

/// Writes the files and takes away those of the earlier run that are no more. The manifest names both until all is done, so that
/// a run that breaks off can be repeated.
fn write(folder: &Path, site: &BTreeMap<String, SiteFile>, former: &BTreeSet<String>) -> Result<(), Error> {
    let names: BTreeSet<&str> = site.keys().map(String::as_str).collect();
    let old: BTreeSet<&str> = former.iter().map(String::as_str).filter(|path| *path != MANIFEST).collect();
    put(folder, MANIFEST, manifest(&names.union(&old).copied().collect()).as_bytes())?;
    for (path, file) in site {
        put(folder, path, &file.bytes)?;
    }
    for stale in old.difference(&names) {
        let path = folder.join(stale);
        fs::remove_file(&path).map_err(|cause| unwritable(&path, "folder", cause))?;
    }
    put(folder, MANIFEST, manifest(&names).as_bytes())
}

fn manifest(paths: &BTreeSet<&str>) -> String {
    paths.iter().map(|path| format!("{path}\n")).collect()
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join(path);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes)).map_err(|cause| unwritable(&path, "folder", cause))
}
