//! Digests: what a text, a page or a statement is told by, the same in every run and on every machine (SHA-256, FIPS 180-4).

use sha2::{Digest, Sha256};

/// The digest of a text, or of any bytes, as it stands in the graph: `sha256:` and 64 hexadecimal digits.
///
/// ```
/// use cajad::digest::digest;
///
/// assert_eq!(digest(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
/// assert_ne!(digest("a"), digest("a\n"), "a line end more is another text");
/// ```
pub fn digest(text: impl AsRef<[u8]>) -> String {
    format!("sha256:{}", hex(text.as_ref()))
}

/// The first twelve hexadecimal digits of a digest: enough to tell the statements of one correction apart.
///
/// ```
/// assert_eq!(cajad::digest::short(""), "e3b0c44298fc");
/// ```
pub fn short(text: &str) -> String {
    hex(text.as_bytes()).chars().take(12).collect()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
