//! An e-mail.
#![no_main]

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    if !bytes.windows(5).any(|window| window == b"%PDF-") {
        read("x.eml", bytes, &Overrides::default());
    }
});
