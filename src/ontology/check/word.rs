//! Words that two concepts of one scheme share, or two kinds of event, or two kinds of instrument: compared by the keys under
//! which the lexicon looks for them in a text.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use super::{Ground, Hit};
use crate::lexicon::{label_key, spelled_key};
use crate::source::Lang;
use crate::vocab::{self, short};

pub(super) const HEADER: &str = "\
# title: A word that two concepts share
# problem: two concepts of one scheme, or two kinds of event or of instrument, have a word that a text cannot tell apart, by its stems or its \
    letters, or by an abbreviation that is a word of the other in capitals, so that chance decides which of them a text is about
# solution: leave the word to the one that it mostly means, or make it longer on both
# severity: violation
# example: act:thank skos:hiddenLabel \"welcome\"@en . act:welcome skos:hiddenLabel \"welcomed\"@en .
# like: OOPS! P32; ROBOT duplicate_exact_synonym, duplicate_label_synonym
";

/// Who claims a word: the term, with the property and the label.
type Claims<'a> = BTreeMap<&'a str, (&'a str, &'a str)>;

pub(super) fn find(ground: &Ground<'_>) -> Vec<Hit> {
    let quads: Vec<&Quad> = ground.ontology.quads().collect();
    let schemes = schemes(&quads);
    let mut claimed: BTreeMap<(&str, &str, Vec<String>), Claims<'_>> = BTreeMap::new();
    let mut abbreviated = Vec::new();
    for quad in quads {
        let matched = [vocab::PREF_LABEL, vocab::ALT_LABEL, vocab::HIDDEN_LABEL].contains(&quad.predicate.as_ref());
        let (Some(node), Term::Literal(label)) = (subject(quad), &quad.object) else { continue };
        let Some(code) = label.language().filter(|_| matched) else { continue };
        let Some(lang) = Lang::from_code(code) else { continue };
        let claim = (quad.predicate.as_str(), label.value());
        for scheme in schemes.get(node).into_iter().flatten().copied() {
            let claims = claimed.entry((scheme, code, label_key(lang, label.value()))).or_default();
            claims.entry(node).or_insert(claim);
            abbreviated.extend(spelled_key(lang, label.value()).map(|key| ((scheme, code, key), node, claim)));
        }
    }
    let shared = claimed.iter().filter(|(_, claims)| claims.len() > 1).map(|((_, lang, _), claims)| (*lang, claims.clone()));
    // In a title in capitals the abbreviation of one concept is the word of another.
    let capitals = abbreviated.iter().flat_map(|(key, node, claim)| {
        let others = claimed.get(key).into_iter().flatten().filter(move |(other, _)| *other != node);
        others.map(move |(other, theirs)| (key.1, Claims::from([(*node, *claim), (*other, *theirs)])))
    });
    let all: Vec<(&str, Claims<'_>)> = shared.chain(capitals).collect();
    all.iter().flat_map(|(lang, claims)| claims.keys().map(|node| hit(lang, node, claims))).collect()
}

fn hit(lang: &str, node: &str, claims: &Claims<'_>) -> Hit {
    let (path, label) = claims[node];
    let others = claims.iter().filter(|(other, _)| **other != node);
    let others: Vec<String> = others.map(|(other, (_, label))| format!("{} has \"{label}\"", short(other))).collect();
    Hit {
        file: None,
        node: Some(node.to_owned()),
        path: Some(path.to_owned()),
        value: Some(format!("\"{label}\"@{lang}, and {}", others.join(", "))),
    }
}

fn subject(quad: &Quad) -> Option<&str> {
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject { Some(node.as_str()) } else { None }
}

/// The schemes within which the words of each term have to differ: those of a concept, and the top class of one that a text names.
fn schemes<'a>(quads: &[&'a Quad]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut schemes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut above: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for quad in quads {
        let (Some(node), Term::NamedNode(object)) = (subject(quad), &quad.object) else { continue };
        if quad.predicate == vocab::IN_SCHEME {
            schemes.entry(node).or_default().insert(object.as_str());
        } else if quad.predicate == vocab::SUB_CLASS_OF {
            above.entry(node).or_default().push(object.as_str());
        }
    }
    let tops = [vocab::EVENT.as_str(), vocab::INSTRUMENT.as_str()];
    for class in above.keys().copied() {
        let mut line = vec![class];
        let mut at = 0;
        while let Some(step) = line.get(at).copied() {
            at += 1;
            for parent in above.get(step).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
        }
        schemes.entry(class).or_default().extend(tops.into_iter().filter(|top| line.contains(top)));
    }
    schemes
}
