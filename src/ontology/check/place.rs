//! Where a statement stands, when that is not where its subject is declared.

use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use super::spot::{Name, Spot};
use super::{Ground, Hit};

/// The file, line and column of the value of a statement between two named nodes; `None` if no file says so in plain words.
pub(super) fn of_statement(ground: &Ground<'_>, hit: &Hit) -> Option<String> {
    let (node, path, value) = (hit.node.as_deref()?, hit.path.as_deref()?, hit.value.as_deref()?);
    let node_of = |subject: &NamedOrBlankNode| matches!(subject, NamedOrBlankNode::NamedNode(found) if found == node);
    let value_of = |object: &Term| matches!(object, Term::NamedNode(found) if found == value);
    let says = |quad: &Quad| node_of(&quad.subject) && quad.predicate.as_str() == path && value_of(&quad.object);
    let mut files = ground.ontology.files.iter().zip(&ground.own).filter(|(file, _)| file.quads.iter().any(says));
    files.find_map(|(file, (place, spots))| {
        let in_full = |name: &Name<'_>| match name {
            Name::Iri(iri) => Some((*iri).to_owned()),
            Name::Prefixed { prefix, local } => file.prefixes.get(*prefix).map(|namespace| format!("{namespace}{local}")),
            Name::Binding { .. } => None,
        };
        let (mut of_node, mut of_path) = (false, false);
        for Spot { line, column, name } in spots {
            let Some(iri) = in_full(name) else { continue };
            if *column == 1 {
                (of_node, of_path) = (iri == node, false);
            } else if of_node && iri == path {
                of_path = true;
            } else if of_node && of_path && iri == value {
                return Some(format!("{place}:{line}:{column}"));
            }
        }
        None
    })
}
