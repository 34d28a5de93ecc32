//! Prefixes that are bound otherwise than in the one table of them all.

use super::spot::{Name, Spot};
use super::{Ground, Hit};
use crate::vocab::PREFIXES;

pub(super) const HEADER: &str = "\
# title: A prefix that is bound otherwise than everywhere else
# problem: the prefix does not stand for the namespace that it has in the table of prefixes, or does not stand there, so that names \
    mean another thing in this file, or nothing
# solution: write the prefix and the namespace as the table in src/vocab.rs has them, down to http or https and the last character
# severity: violation
# example: @prefix schema: <http://schema.org/> .
# like: OOPS! P39 in part
";

pub(super) fn find(ground: &Ground<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (path, spots) in ground.own.iter().chain(&ground.users) {
        for Spot { line, column, name } in spots {
            if let Name::Binding { prefix, namespace } = name
                && !PREFIXES.contains(&(*prefix, *namespace))
            {
                let file = Some(format!("{path}:{line}:{column}"));
                hits.push(Hit { file, value: Some(format!("{prefix}: <{namespace}>")), ..Hit::default() });
            }
        }
    }
    hits
}
