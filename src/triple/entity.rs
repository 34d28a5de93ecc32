//! Register rows as RDF: the graph `register`, and the short description that a release graph carries.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, Term};

use crate::register::{Body, Entity, EntityId, Kind, Names, Register};
use crate::source::Lang;
use crate::vocab;

use super::date;

/// The IRI of an entity.
pub fn iri(entity: &Entity) -> NamedNode {
    let kind = match entity.kind {
        Kind::Country { .. } => "country",
        Kind::Person { .. } => "person",
        Kind::Office { .. } => "office",
        Kind::Organization(_) => "org",
        Kind::Place { .. } => "place",
        Kind::Initiative => "initiative",
    };
    NamedNode::new_unchecked(format!("{}{kind}/{}", vocab::ID, entity.slug))
}

/// Type and labels of an entity, as quads of a graph.
pub fn description(entity: &Entity, graph: &GraphNameRef<'_>) -> Vec<Quad> {
    let mut out = Triples { subject: iri(entity), graph: *graph, quads: Vec::new() };
    for class in types(&entity.kind) {
        out.add(vocab::TYPE, *class);
    }
    out.labels(&entity.names);
    out.quads
}

fn types(kind: &Kind) -> &'static [NamedNodeRef<'static>] {
    match kind {
        Kind::Country { .. } => &[vocab::COUNTRY, vocab::ACTOR_CLASS],
        Kind::Person { .. } => &[vocab::PERSON, vocab::ACTOR_CLASS],
        Kind::Office { .. } => &[vocab::OFFICE, vocab::POST],
        Kind::Organization(Body::Forum) => &[vocab::FORUM_CLASS, vocab::ORGANIZATION, vocab::ACTOR_CLASS],
        Kind::Organization(_) => &[vocab::ORGANIZATION, vocab::ACTOR_CLASS],
        Kind::Place { .. } => &[vocab::PLACE_CLASS],
        Kind::Initiative => &[vocab::INITIATIVE],
    }
}

/// The whole register as the graph `register`.
pub fn register(register: &Register) -> Vec<Quad> {
    let graph = GraphNameRef::NamedNode(vocab::REGISTER_GRAPH);
    let mut quads = Vec::new();
    for id in 0..register.entities.len() {
        quads.extend(description(&register.entities[id], &graph));
        quads.extend(details(register, id, graph));
    }
    for tenure in &register.tenures {
        let (person, office) = (&register.entities[tenure.person].slug, &register.entities[tenure.office].slug);
        let subject = NamedNode::new_unchecked(format!("{}tenure/{person}-{office}-{}", vocab::ID, tenure.from));
        let mut out = Triples { subject, graph, quads: Vec::new() };
        out.add(vocab::TYPE, vocab::TENURE);
        out.add(vocab::TYPE, vocab::MEMBERSHIP);
        out.add(vocab::MEMBER, iri(&register.entities[tenure.person]));
        out.add(vocab::HAS_POST, iri(&register.entities[tenure.office]));
        out.add(vocab::FROM, date(tenure.from));
        if let Some(until) = tenure.until {
            out.add(vocab::UNTIL, date(until));
        }
        out.sources(&tenure.sources);
        quads.extend(out.quads);
    }
    quads
}

fn details<'a>(register: &Register, id: EntityId, graph: GraphNameRef<'a>) -> Vec<Quad> {
    let entity = &register.entities[id];
    let mut out = Triples { subject: iri(entity), graph, quads: Vec::new() };
    for lang in Lang::ALL {
        for label in entity.hidden.of(lang) {
            out.add(vocab::HIDDEN_LABEL, Literal::new_language_tagged_literal_unchecked(label, lang.code()));
        }
    }
    out.sources(&entity.sources);
    if let Some(number) = &entity.wikidata {
        out.add(vocab::EXACT_MATCH, NamedNode::new_unchecked(format!("http://www.wikidata.org/entity/{number}")));
    }
    if let Some(country) = entity.country.filter(|&c| c != id) {
        out.add(vocab::OF_COUNTRY, iri(&register.entities[country]));
    }
    match &entity.kind {
        Kind::Country { iso3, .. } if !iso3.is_empty() => out.add(vocab::NOTATION, Literal::from(iso3.as_str())),
        Kind::Place { latitude, longitude } => {
            for (predicate, degrees) in [(vocab::LATITUDE, latitude), (vocab::LONGITUDE, longitude)] {
                if let Some(degrees) = degrees {
                    out.add(predicate, Literal::new_typed_literal(degrees.to_string(), xsd::DECIMAL));
                }
            }
        }
        Kind::Office { rank, organization } => {
            out.add(vocab::RANK, NamedNode::new_unchecked(format!("{}rank/{rank}", vocab::VOCAB)));
            if let Some(organization) = organization {
                out.add(vocab::POST_IN, iri(&register.entities[*organization]));
            }
        }
        _ => {}
    }
    out.quads
}

struct Triples<'a> {
    subject: NamedNode,
    graph: GraphNameRef<'a>,
    quads: Vec<Quad>,
}

impl Triples<'_> {
    fn add(&mut self, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(self.subject.clone(), predicate, object, self.graph));
    }

    fn sources(&mut self, pages: &[String]) {
        for page in pages.iter().filter_map(|p| NamedNode::new(p).ok()) {
            self.add(vocab::SOURCE, page);
        }
    }

    fn labels(&mut self, names: &Names) {
        for lang in Lang::ALL {
            for (i, label) in names.of(lang).iter().enumerate() {
                let predicate = if i == 0 { vocab::PREF_LABEL } else { vocab::ALT_LABEL };
                self.add(predicate, Literal::new_language_tagged_literal_unchecked(label, lang.code()));
            }
        }
    }
}
