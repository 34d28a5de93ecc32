//! The readers of cajad and what stands before them in its flow, without the rest.

#[path = "../../src"]
mod shipped {
    pub mod error;
    pub mod site;
    pub mod source;
}

pub mod bundle;
pub use shipped::{error, site, source};

use error::Kind;
use source::{Overrides, parse};

/// Reads a file as the program does. Whatever it is, the answer is a text or a refusal that says what to do, and no defect.
pub fn read(name: &str, bytes: &[u8], overrides: &Overrides) {
    match parse(name, bytes, overrides) {
        Ok(document) => {
            let text = document.text;
            assert!(text.ends_with('\n') && !text.trim().is_empty(), "no text");
            assert!(text.len() as u64 <= source::LARGEST, "too much text");
        }
        Err(error) => {
            assert_ne!(error.kind(), Kind::Internal, "{error}");
            assert!(error.remedy().is_some(), "no remedy: {error}");
        }
    }
}

/// Libraries that may panic are called where that is caught; only what comes through is a finding.
pub fn quiet() {
    std::panic::set_hook(Box::new(|_| {}));
}
