//! What `build` and `add` share: a document becomes a graph, corrections are made, and a graph that violates a shape stays
//! outside.

use cajad::bundle::Bundle;
use cajad::error::Error;
use cajad::finding::Finding;
use cajad::overlay::{Corrected, Overlay, Record, as_read};
use cajad::pipeline::{Conversion, Pipeline};
use cajad::shapes::Shapes;
use cajad::source::Document;
use cajad::store::Rebuild;
use cajad::vocab;
use oxigraph::model::{NamedNode, Quad};

/// The way of a document into the store.
pub(super) struct Intake {
    pipeline: Pipeline,
    ontology: Vec<Quad>,
    register: Vec<Quad>,
    pub(super) overlay: Overlay,
    /// None where the user takes in whatever comes.
    shapes: Option<Shapes>,
}

impl Intake {
    pub(super) fn new(bundle: &Bundle, allow_invalid: bool) -> Result<Self, Error> {
        let pipeline = Pipeline::new(bundle)?;
        let (ontology, register) = (pipeline.ontology()?, pipeline.register()?);
        let overlay = Overlay::read(&bundle.overlay_files()?, &ontology, &register)?;
        let shapes = if allow_invalid { None } else { Some(Shapes::compile(&ontology, &register)?) };
        Ok(Self { pipeline, ontology, register, overlay, shapes })
    }

    /// Loads the graphs that no release makes.
    pub(super) fn ground(&self, rebuild: &mut Rebuild) {
        rebuild.load(vocab::ONTOLOGY, self.ontology.clone());
        rebuild.load(vocab::REGISTER_GRAPH, self.register.clone());
    }

    /// The release as corrected, and what the corrections did; the quads are in the conversion alone.
    pub(super) fn convert(&self, document: &Document) -> Result<(Conversion, Corrected), Error> {
        self.admit(document, self.read(document)?)
    }

    /// The release as it is read, before anything is corrected.
    pub(super) fn read(&self, document: &Document) -> Result<Conversion, Error> {
        self.pipeline.convert(document)
    }

    /// The second half of [`Self::convert`].
    pub(super) fn admit(&self, document: &Document, mut conversion: Conversion) -> Result<(Conversion, Corrected), Error> {
        let read = std::mem::take(&mut conversion.quads);
        let mut corrected = self.overlay.correct(conversion.release.as_ref(), read, self.shapes.as_ref())?;
        if let Some(shapes) = &self.shapes {
            corrected.admit(shapes).map_err(|error| error.in_file(&document.origin))?;
        }
        conversion.quads = std::mem::take(&mut corrected.quads);
        Ok((conversion, corrected))
    }

    /// A release that is in the store already, corrected as the tables say now.
    pub(super) fn correct(&self, release: &NamedNode, quads: Vec<Quad>, made: &[Record]) -> Result<Corrected, Error> {
        self.overlay.correct(release.as_ref(), as_read(release, quads, made), self.shapes.as_ref())
    }

    /// What of a release that is in the store already violates a shape; nothing, where the user takes in whatever comes.
    pub(super) fn violations(&self, corrected: &Corrected) -> Result<Vec<Finding>, Error> {
        self.shapes.as_ref().map_or_else(|| Ok(Vec::new()), |shapes| corrected.violations(shapes))
    }
}
