//! One writer or several readers: the lock on a store's folder.

use crate::error::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

const NAME: &str = "lock";

/// A lock that ends when this value is dropped, or when the process ends in whatever way.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the folder for writing, and leaves the number of this process in the lock file.
    ///
    /// # Errors
    /// `Input` if another process has it, or if the folder cannot be written to.
    pub(super) fn exclusive(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|cause| super::unusable(folder, "the store cannot be written to", cause))?;
        file.try_lock().map_err(|refusal| refused(folder, &mut file, refusal))?;
        // The number only makes another process's message better, so a full disk is no reason to stop here.
        let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }

    /// Takes the folder for reading, beside other readers.
    ///
    /// # Errors
    /// `Input` if another process is writing.
    pub(super) fn shared(folder: &Path) -> Result<Self> {
        let mut file =
            File::open(folder.join(NAME)).map_err(|cause| super::unusable(folder, "the store cannot be read", cause))?;
        file.try_lock_shared().map_err(|refusal| refused(folder, &mut file, refusal))?;
        Ok(Self { _file: file })
    }
}

fn refused(folder: &Path, file: &mut File, refusal: TryLockError) -> Error {
    match refusal {
        TryLockError::WouldBlock => {
            let mut holder = String::new();
            let known = file.read_to_string(&mut holder).is_ok() && !holder.is_empty();
            let holder = if known { format!("another process (the last writer was {holder})") } else { "another process".into() };
            Error::input(format!("the store is in use by {holder}"))
                .in_path(folder)
                .hint("wait until that cajad has finished, or end it, and run the command again")
        }
        TryLockError::Error(cause) => super::unusable(folder, "the store cannot be locked", cause),
    }
}
