//! The normalised texts of the releases, each under the SHA-256 of its bytes.

use crate::digest::digest;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the texts: `texts/ab/ab….txt`.
#[derive(Debug)]
pub(super) struct Texts {
    folder: PathBuf,
}

impl Texts {
    pub(super) fn new(store: &Path) -> Self {
        Self { folder: store.join("texts") }
    }

    /// Writes a text so that it is there, whole and on the disk, when this returns; one that is there is left alone.
    pub(super) fn put(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path(name)?;
        if fs::read(&path).is_ok_and(|found| found == text.as_bytes()) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        let partial = path.with_extension("partial");
        let write = || {
            fs::create_dir_all(folder)?;
            let mut file = File::create(&partial)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&partial, &path)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|cause| {
            // Half a text helps nobody and takes room on a disk that may be full.
            let _ = fs::remove_file(&partial);
            super::unusable(&path, "the text cannot be written", cause)
        })
    }

    /// Reads a text, and makes sure that it is the one that was written.
    pub(super) fn get(&self, name: &str) -> Result<String> {
        let path = self.path(name)?;
        let text = fs::read_to_string(&path).map_err(|cause| super::unusable(&path, "the text cannot be read", cause))?;
        if digest(&text) != name {
            return Err(Error::input("the text has been changed since it was stored")
                .in_path(&path)
                .hint("add its release again, or run `cajad build`"));
        }
        Ok(text)
    }

    /// Takes every text of another folder, without asking whether it is sound: that is for `check` to find, before and after.
    pub(super) fn take(&self, other: &Self) -> Result<()> {
        if !other.folder.is_dir() {
            return Ok(());
        }
        let copy = || {
            for shelf in fs::read_dir(&other.folder)? {
                let shelf = shelf?;
                let here = self.folder.join(shelf.file_name());
                fs::create_dir_all(&here)?;
                for text in fs::read_dir(shelf.path())? {
                    let text = text?;
                    fs::copy(text.path(), here.join(text.file_name()))?;
                    File::open(here.join(text.file_name()))?.sync_all()?;
                }
                File::open(&here)?.sync_all()?;
            }
            Ok(())
        };
        copy().map_err(|cause| super::unusable(&other.folder, "the texts cannot be copied", cause))
    }

    pub(super) fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name)?;
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(super::unusable(&path, "the text cannot be removed", cause))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        match name.strip_prefix("sha256:") {
            Some(hex) if hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Ok(self.folder.join(&hex[..2]).join(format!("{hex}.txt")))
            }
            _ => Err(Error::internal(format!("\"{name}\" is not the digest of a text"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_or_is_known_to_be_changed() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let texts = Texts::new(folder.path());
        let name = digest("日本\n");
        texts.put(&name, "日本\n")?;
        texts.put(&name, "日本\n")?;
        assert_eq!(texts.get(&name)?, "日本\n");
        fs::write(texts.path(&name)?, "日木\n")?;
        assert!(texts.get(&name).is_err_and(|error| error.message().contains("has been changed")));
        texts.put(&name, "日本\n")?;
        assert_eq!(texts.get(&name)?, "日本\n");
        texts.remove(&name)?;
        texts.remove(&name)?;
        assert!(texts.get(&name).is_err());
        assert!(texts.get("../../etc").is_err());
        Ok(())
    }
}
