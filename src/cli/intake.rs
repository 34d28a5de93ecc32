//! What `build` and `add` share: a document becomes a graph, and a graph that violates a shape stays outside.

use cajad::bundle::Bundle;
use cajad::error::Error;
use cajad::pipeline::{Conversion, Pipeline};
use cajad::shapes::Shapes;
use cajad::source::Document;
use cajad::store::Rebuild;
use cajad::vocab;
use oxigraph::model::Quad;

/// The way of a document into the store.
pub(super) struct Intake {
    pipeline: Pipeline,
    ontology: Vec<Quad>,
    register: Vec<Quad>,
    /// None where the user takes in whatever comes.
    shapes: Option<Shapes>,
}

impl Intake {
    pub(super) fn new(bundle: &Bundle, allow_invalid: bool) -> Result<Self, Error> {
        let pipeline = Pipeline::new(bundle)?;
        let (ontology, register) = (pipeline.ontology()?, pipeline.register()?);
        let shapes = if allow_invalid { None } else { Some(Shapes::compile(&ontology, &register)?) };
        Ok(Self { pipeline, ontology, register, shapes })
    }

    /// Loads the graphs that no release makes.
    pub(super) fn ground(&self, rebuild: &mut Rebuild) {
        rebuild.load(vocab::ONTOLOGY, self.ontology.clone());
        rebuild.load(vocab::REGISTER_GRAPH, self.register.clone());
    }

    pub(super) fn convert(&self, document: &Document) -> Result<Conversion, Error> {
        let conversion = self.pipeline.convert(document)?;
        if let Some(shapes) = &self.shapes {
            shapes.admit(&conversion.quads).map_err(|error| error.in_file(&document.origin))?;
        }
        Ok(conversion)
    }
}
