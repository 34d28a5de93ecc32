//! Has the crate compiled again when a file is added to the folders that travel inside the binary: the compiler itself
//! watches only the files that were there before.

fn main() {
    for folder in ["ontology", "data", "queries"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
