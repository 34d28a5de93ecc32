#![allow(missing_docs, clippy::all)]
use cajad::bundle::*;
use cajad::lexicon::*;
use cajad::pipeline::*;
use cajad::register::*;
use std::time::Instant;
fn main() {
    let t = Instant::now();
    let bundle = Bundle::open(BundlePaths::default()).unwrap();
    let r = Register::read(&bundle).unwrap();
    println!("register {:?}", t.elapsed());
    drop(r);
    let t = Instant::now();
    let p = Pipeline::new(&bundle).unwrap();
    println!("pipeline {:?}", t.elapsed());
    let args: Vec<String> = std::env::args().skip(1).collect();
    let docs: Vec<_> =
        args.iter().filter_map(|a| cajad::source::parse(a, &std::fs::read(a).ok()?, &Default::default()).ok()).collect();
    for round in 0..4 {
        let t = Instant::now();
        let mut n = 0;
        for d in &docs {
            match p.convert(d) {
                Ok(c) => n += c.quads.len(),
                Err(e) => {
                    if round == 0 {
                        println!("{e}")
                    }
                }
            }
        }
        println!("{} docs {} quads {:?}", docs.len(), n, t.elapsed());
    }
}
