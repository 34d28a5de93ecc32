//! A file of unknown name: the format, the encoding, plain text and front matters.
#![no_main]

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let charsets = [None, Some("shift_jis"), Some("iso-2022-jp"), Some("windows-1251"), Some("utf-8")];
    let (which, bytes) = bytes.split_first().unwrap_or((&0, bytes));
    let charset = charsets.get(usize::from(*which)).copied().flatten().map(str::to_owned);
    // PDF files have a target of their own.
    if !bytes.windows(5).any(|window| window == b"%PDF-") {
        read("x", bytes, &Overrides { charset, ..Overrides::default() });
    }
});
