//! Limits that choose: where nothing orders the rows, `LIMIT` and `OFFSET` have any of those that fit (SPARQL 1.1, 15.4).

use super::token::units;
use std::ops::Range;

/// One level of braces.
#[derive(Default)]
struct Level {
    ordered: bool,
    limits: Vec<Range<usize>>,
}

/// A query without those of its limits that choose by chance, so that its answers to two stores can be compared; `None` if it
/// has none.
pub(crate) fn without_chance(text: &str) -> Option<String> {
    let units = units(text);
    let mut levels = vec![Level::default()];
    let mut chance: Vec<Range<usize>> = Vec::new();
    let close = |level: Option<Level>| level.filter(|level| !level.ordered).map(|level| level.limits).unwrap_or_default();
    for (i, unit) in units.iter().enumerate() {
        match text[unit.clone()].to_ascii_uppercase().as_str() {
            "{" => levels.push(Level::default()),
            "}" => chance.extend(close(levels.pop())),
            word => {
                let Some(level) = levels.last_mut() else { continue };
                level.ordered |= word == "ORDER";
                if let ("LIMIT" | "OFFSET", Some(number)) = (word, units.get(i + 1)) {
                    level.limits.push(unit.start..number.end);
                }
            }
        }
    }
    levels.into_iter().for_each(|level| chance.extend(close(Some(level))));
    chance.sort_by_key(|limit| limit.start);
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for limit in &chance {
        rest.push_str(&text[at..limit.start]);
        at = limit.end;
    }
    rest.push_str(&text[at..]);
    (!chance.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_go_where_nothing_orders() {
        let cases = [
            ("SELECT * { ?s ?p ?o } LIMIT 3", Some("SELECT * { ?s ?p ?o } ")),
            ("SELECT * { ?s ?p ?o } offset 2 limit 3", Some("SELECT * { ?s ?p ?o }  ")),
            ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", None),
            ("SELECT * { ?s ?p ?o } LIMIT 3 # ORDER BY ?s", Some("SELECT * { ?s ?p ?o }  # ORDER BY ?s")),
            (
                "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 3 } } ORDER BY ?s",
                Some("SELECT * { { SELECT ?s { ?s ?p ?o }  } } ORDER BY ?s"),
            ),
            (
                "SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 } } LIMIT 1",
                Some("SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 } } "),
            ),
            ("SELECT ?limit { ?limit ex:limit \"LIMIT 3\" }", None),
        ];
        for (text, expected) in cases {
            assert_eq!(without_chance(text).as_deref(), expected, "{text}");
        }
    }
}
