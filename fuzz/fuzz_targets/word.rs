//! A document of Word: as it is, or, if its first byte is even, as the main part of a sound archive, which chance seldom makes.
#![no_main]

use std::io::{Cursor, Write};

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let (which, rest) = bytes.split_first().unwrap_or((&0, bytes));
    if which % 2 == 1 || bytes.starts_with(b"PK") {
        let document = [b"PK\x03\x04word/".as_slice(), rest].concat();
        return read("x.docx", if bytes.starts_with(b"PK") { bytes } else { &document }, &Overrides::default());
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let written = archive.start_file("word/document.xml", options).and_then(|()| Ok(archive.write_all(rest)?));
    if let (Ok(()), Ok(archive)) = (written, archive.finish()) {
        read("x.docx", archive.get_ref(), &Overrides::default());
    }
});
