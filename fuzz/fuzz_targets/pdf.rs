//! A PDF file, read as the program does: by `pdftotext` in a child process with limits. What is tried is that nothing which the child
//! does harms us; its own code has no instruments here.
#![no_main]

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let file = [b"%PDF-1.4\n".as_slice(), bytes].concat();
    read("x.pdf", &file, &Overrides::default());
});
