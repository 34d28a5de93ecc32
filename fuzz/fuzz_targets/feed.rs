//! What a feed or a listing page lists; its first byte tells whether it may be a page.
#![no_main]

use cajad_fuzz::error::Kind;
use cajad_fuzz::quiet;
use cajad_fuzz::source::Overrides;
use cajad_fuzz::source::feed::{Listing, entries};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |bytes: &[u8]| {
    let (which, bytes) = bytes.split_first().unwrap_or((&0, bytes));
    let listing = [Listing::Guess, Listing::Always, Listing::Never][usize::from(which % 3)];
    match entries("https://www.example.org/feed", bytes, listing, &Overrides::default()) {
        Ok(_) => {}
        Err(error) => {
            assert_ne!(error.kind(), Kind::Internal, "{error}");
            assert!(error.remedy().is_some(), "no remedy: {error}");
        }
    }
});
