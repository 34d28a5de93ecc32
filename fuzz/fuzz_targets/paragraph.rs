//! The text that a PDF reader gives: repairs, page furniture, lines to paragraphs.
#![no_main]

use cajad_fuzz::quiet;
use cajad_fuzz::source::text_of_pages;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet(), |text: &str| {
    if let Ok(whole) = text_of_pages("x.pdf", text) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert!(letters(&whole) <= 2 * letters(text), "letters out of nothing");
        assert!(!whole.contains(['\u{c}', '\u{0}']), "a control character");
    }
});
