//! Walking folders for the files that may hold releases.

use super::format::RELEASES;
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that `paths` mean: a file means itself, whatever its name; a folder means all files beneath it
/// whose names end as those of releases do, in the order of their paths, without READMEs and hidden files.
///
/// The texts within a store of cajad are left out: they are in it already. A path that leads nowhere is passed on, so
/// that whoever reads it says so. Symbolic links are followed as long as they stay within the folder that was named, and a
/// folder is entered once.
///
/// # Errors
/// An `Input` error in the place of each folder that cannot be listed or holds nothing to read, and of each link that leads out of
/// the folder or nowhere; the rest goes on.
///
/// ```
/// use std::path::PathBuf;
/// let files = cajad::source::collect(&[PathBuf::from("a.txt")]);
/// assert_eq!(files.len(), 1);
/// ```
pub fn collect(paths: &[PathBuf]) -> Vec<Result<PathBuf>> {
    let mut collected = Vec::new();
    let mut entered = BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            let before = collected.len();
            walk(path, &path.canonicalize().unwrap_or_default(), &mut entered, &mut collected);
            if collected.len() == before {
                collected.push(Err(Error::input("there is nothing to read in the folder")
                    .in_path(path)
                    .hint(format!("releases are files whose names end in .{}", RELEASES.join(", .")))));
            }
        } else {
            collected.push(Ok(path.clone()));
        }
    }
    collected
}

fn walk(folder: &Path, root: &Path, entered: &mut BTreeSet<PathBuf>, collected: &mut Vec<Result<PathBuf>>) {
    let is_store = folder.join("db/CURRENT").is_file();
    let enter = |real| if entered.insert(real) && !is_store { listing(folder) } else { Ok(Vec::new()) };
    match folder.canonicalize().and_then(enter) {
        Ok(entries) => {
            for path in entries {
                let is_dir = path.is_dir();
                if !is_dir && !is_release(&path) {
                    continue;
                }
                match stray(&path, root) {
                    Some(message) => collected.push(Err(Error::input(message).in_path(&path).hint(BY_ITSELF))),
                    None if is_dir => walk(&path, root, entered, collected),
                    None => collected.push(Ok(path)),
                }
            }
        }
        Err(cause) => collected.push(Err(Error::input("the folder cannot be listed")
            .in_path(folder)
            .hint("give yourself the right to read it")
            .because(cause))),
    }
}

const BY_ITSELF: &str = "if it is what you mean, name it by itself";

/// Why something in a folder is not for whoever names the folder: a stranger may have put it there to have other files read, or to
/// have us wait for ever.
fn stray(path: &Path, root: &Path) -> Option<&'static str> {
    if path.is_symlink() {
        match path.canonicalize() {
            Ok(real) if !real.starts_with(root) => return Some("this link leads out of the folder"),
            Ok(_) => {}
            Err(_) => return Some("this link leads nowhere"),
        }
    }
    let plain = path.metadata().is_ok_and(|found| found.is_file() || found.is_dir());
    (!plain).then_some("this is a pipe, a socket or a device, and no file")
}

fn listing(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_release(path: &Path) -> bool {
    let suffix = path.extension().is_some_and(|suffix| RELEASES.iter().any(|known| suffix.eq_ignore_ascii_case(known)));
    let readme = path.file_stem().is_some_and(|stem| stem.as_encoded_bytes().starts_with(b"README"));
    suffix && !readme
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_and_safe_from_loops() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let root = tempfile::tempdir()?;
        let path = |name: &str| root.path().join(name);
        fs::create_dir(path("b"))?;
        fs::create_dir(path("empty"))?;
        fs::create_dir_all(path("b/cajad.store/db"))?;
        for name in [
            "b/cajad.store/db/CURRENT",
            "b/cajad.store/text.txt",
            "b/2.md",
            "b/1.txt",
            "a.md",
            "c.HTM",
            "d.pdf",
            "e.docx",
            "f.eml",
            "g.xhtml",
            "README.md",
            ".hidden.md",
            "picture.png",
        ] {
            fs::write(path(name), "x")?;
        }
        std::os::unix::fs::symlink(root.path(), path("b/loop"))?;
        let found: Vec<PathBuf> = collect(&[root.path().to_path_buf()]).into_iter().collect::<Result<_>>()?;
        let names = ["a.md", "b/1.txt", "b/2.md", "c.HTM", "d.pdf", "e.docx", "f.eml", "g.xhtml"];
        assert_eq!(found, names.map(path));
        let outside = tempfile::tempdir()?;
        fs::write(outside.path().join("secret.txt"), "x")?;
        std::os::unix::fs::symlink(outside.path(), path("empty/out"))?;
        std::os::unix::fs::symlink("nothing", path("empty/lost.md"))?;
        std::os::unix::fs::symlink("/dev/zero", path("empty/zero.txt"))?;
        let told: Vec<String> = collect(&[path("empty")]).into_iter().filter_map(|f| f.err().map(|e| e.to_string())).collect();
        let ends = [
            "lost.md: this link leads nowhere",
            "out: this link leads out of the folder",
            "zero.txt: this link leads out of the folder",
        ];
        assert!(told.len() == 3 && told.iter().zip(ends).all(|(told, end)| told.ends_with(end)), "{told:?}");
        fs::create_dir(path("void"))?;
        assert!(collect(&[path("void")])[0].is_err());
        assert_eq!(collect(&[path("missing.md")]).len(), 1);
        Ok(())
    }
}
