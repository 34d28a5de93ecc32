//! `cajad export`: the graph or a part of it, the same to the byte every time.

use super::{Global, Outcome, rdf_formats, unwritable, write_data};
use anyhow::Result;
use cajad::error::Error;
use cajad::export::{RdfFormat, serialize, verify};
use cajad::vocab::{self, iri, short};
use clap::Args;
use oxigraph::model::{NamedNode, Quad};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Export the graph, or a part of it
///
/// The same store gives the same bytes every time. Formats without graphs (turtle, ntriples, rdfxml) give the union.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad export --format nquads --output cajad.nq
  cajad export --register --format turtle
  cajad export --release id:release/mofa-jp/2025-12-20-tajikistan-summit --verify")]
pub(super) struct ExportArgs {
    /// Only this graph
    #[arg(long, value_name = "IRI", conflicts_with_all = ["release", "register"])]
    graph: Option<String>,
    /// Only this release
    #[arg(long, value_name = "IRI", conflicts_with = "register")]
    release: Option<String>,
    /// Only the register: who, where, which office when
    #[arg(long)]
    register: bool,
    /// The RDF syntax
    #[arg(long, default_value = "trig", value_parser = rdf_formats())]
    format: RdfFormat,
    /// The file to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Read the Turtle again with a second parser, and compare
    #[arg(long)]
    verify: bool,
}

pub(super) fn run(global: &Global, args: &ExportArgs) -> Result<Outcome> {
    let store = global.store()?;
    let quads = match wanted(args)? {
        Some(graph) if !store.has_graph(graph.as_ref())? => {
            return Err(Error::user(format!("there is no graph {} in the store", short(graph.as_str())))
                .hint("see `cajad query -e 'SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }'`")
                .into());
        }
        Some(graph) => store.quads(graph.as_ref())?,
        None => store.matching(None, None, None, None)?,
    };
    let written = serialize(&quads, args.format)?;
    if args.verify {
        let count = verified(&quads, args.format, &written)?;
        global.say(&format!("verified: {count} triples read again"));
    }
    if args.output == Path::new("-") {
        write_data(&written)?;
    } else {
        write_file(&args.output, &written)?;
        global.say(&format!("{}: {} quads", args.output.display(), quads.len()));
    }
    Ok(Outcome::Done)
}

fn wanted(args: &ExportArgs) -> Result<Option<NamedNode>, Error> {
    if args.register {
        return Ok(Some(vocab::REGISTER_GRAPH.into_owned()));
    }
    args.graph.as_deref().or(args.release.as_deref()).map(iri).transpose()
}

/// The second parser reads Turtle; what is written in another syntax is proved by way of the same quads in Turtle.
fn verified(quads: &[Quad], format: RdfFormat, written: &[u8]) -> Result<usize, Error> {
    if format == RdfFormat::Turtle { verify(written, quads) } else { verify(&serialize(quads, RdfFormat::Turtle)?, quads) }
}

/// Writes beside and renames, so that a file that was there is whole until the new one is.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let write = || {
        let mut file = std::fs::File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, path)
    };
    write().map_err(|cause| {
        let _ = std::fs::remove_file(&partial);
        unwritable(path, "file", cause)
    })
}
