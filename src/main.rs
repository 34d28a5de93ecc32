//! Temporary process boundary.
use cajad::{bundle::*, pipeline::*, source::*};
fn main() {
    let b = Bundle::open(BundlePaths::default()).unwrap();
    let p = Pipeline::new(&b).map_err(|e| eprintln!("{e} {:?}", e.remedy())).unwrap();
    let path = std::env::args().nth(2).unwrap();
    let d = read(std::path::Path::new(&path), &Overrides::default()).unwrap();
    let c = p.convert(&d).map_err(|e| eprintln!("{e} {:?}", e.remedy())).unwrap();
    for q in c.quads { println!("{q} ."); }
    for n in c.notes { eprintln!("{n:?}"); }
}
