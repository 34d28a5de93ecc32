//! A web page; its first byte chooses the site.
#![no_main]

use cajad_fuzz::source::Overrides;
use cajad_fuzz::{quiet, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let sites = ["https://www.mofa.go.jp/x", "https://www.akorda.kz/x", "https://www.gov.kz/x", "https://example.org/x"];
    let (which, bytes) = bytes.split_first().unwrap_or((&0, bytes));
    let source = sites.get(usize::from(*which)).map(|site| (*site).to_owned());
    read("x.html", bytes, &Overrides { source, ..Overrides::default() });
});
