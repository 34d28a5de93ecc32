//! Shapes that cannot be compiled, found before the first release is held against them.

use std::error::Error as _;

use oxigraph::model::Quad;

use super::{Ground, Hit};
use crate::error::Error;
use crate::shapes::{Shapes, faults};

pub(super) const HEADER: &str = "\
# title: A shape that cannot be tried
# problem: the shape is not as SHACL has it: a property shape without its one sh:path, a value of the wrong kind, a pattern that is \
    no regular expression, or something that is not supported; no release can be held against the shapes, and none is taken in
# solution: correct the value, or give the property shape one sh:path
# severity: violation
# example: <https://w3id.org/cajad/ontology/shapes#Event-date> a sh:PropertyShape ; sh:path cajad:date ; sh:minCount \"one\" .
# like: none; the syntax rules of the W3C's SHACL, Appendix A
";

pub(super) fn find(ground: &Ground<'_>) -> Vec<Hit> {
    let quads: Vec<Quad> = ground.ontology.quads().cloned().collect();
    let faults = faults(&quads);
    if !faults.is_empty() {
        let hits = faults.into_iter();
        return hits.map(|fault| Hit { file: None, node: fault.shape, path: Some(fault.path), value: fault.value }).collect();
    }
    // What the rules do not foresee, the compiler refuses without the name of the shape.
    match Shapes::compile(&quads, &[]) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Hit { value: Some(told(&error)), ..Hit::default() }],
    }
}

fn told(error: &Error) -> String {
    let mut told = error.message().to_owned();
    let mut cause = error.source();
    while let Some(found) = cause {
        told.push_str(&format!(": {found}"));
        cause = found.source();
    }
    told
}
