//! cajad reads official releases on Central Asia and Japan and says in RDF what they tell, each fact with its sentence.
//!
//! Data flows one way, and the modules stand in its order:

pub mod error;
pub mod finding;
pub mod vocab;

pub mod calendar;
pub mod digest;

pub mod bundle;
pub mod fetch;
pub mod site;
pub mod source;

pub mod register;
pub mod words;

pub mod language;
pub mod text;

pub mod lexicon;

pub mod shapes;

pub mod ontology;

pub mod figure;
pub mod mention;

pub mod resolve;

pub mod frame;

pub mod coverage;
pub mod trace;

pub mod triple;

pub mod chronology;

pub mod pipeline;

pub mod overlay;

pub mod store;

pub mod passage;

pub mod explain;
pub mod export;
pub mod query;

pub mod migrate;

pub mod check;

pub mod docs;
