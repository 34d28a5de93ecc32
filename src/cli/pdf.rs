//! `cajad read-pdf`: what the library runs in a child process where there is no `pdftotext`.

use std::io::Read;

use anyhow::Result;
use cajad::error::Error;
use cajad::source::letters_of_pdf;

use super::{Outcome, write_data};

pub(super) fn run() -> Result<Outcome> {
    // The reader panics at what it does not know, and whoever started this tells the user in other words.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|cause| Error::input("standard input cannot be read").because(cause))?;
    write_data(letters_of_pdf(&bytes)?.as_bytes())?;
    Ok(Outcome::Done)
}
