//! The ontology as its files have it: what each says, under which prefixes, and where a term is described.

pub mod check;
pub mod diff;
mod version;

pub use version::Version;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser, RdfSyntaxError};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::bundle::{Bundle, BundleFile, BundlePaths};
use crate::error::{Error, Result, excerpt};
use crate::vocab;

/// A Turtle file, read.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::ontology::TurtleFile;
///
/// let file = |text: &'static str| BundleFile { path: "a.ttl".into(), text: text.into() };
/// let read = TurtleFile::read(file("@prefix ex: <https://example.org/> .\nex:a a ex:B ."))?;
/// assert_eq!((read.quads.len(), read.prefixes["ex"].as_str()), (1, "https://example.org/"));
///
/// let error = TurtleFile::read(file("<https://example.org/a>\n  a ex:B .")).unwrap_err();
/// assert_eq!(error.to_string(), "a.ttl:2:5: this is not Turtle: The prefix ex: has not been declared");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TurtleFile {
    /// Where it lies, for messages.
    pub path: String,
    /// What stands in it.
    pub text: Cow<'static, str>,
    /// Its prefixes with their namespaces.
    pub prefixes: BTreeMap<String, String>,
    /// What it says, in the default graph.
    pub quads: Vec<Quad>,
}

impl TurtleFile {
    /// Reads a file.
    ///
    /// # Errors
    /// `Input`, with line and column and the text around them, if it is not Turtle.
    pub fn read(file: BundleFile) -> Result<Self> {
        let mut parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(file.text.as_bytes());
        let mut quads = Vec::new();
        for quad in &mut parser {
            quads.push(quad.map_err(|error| no_turtle(&file, &error))?);
        }
        let prefixes = parser.prefixes().map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned())).collect();
        Ok(Self { path: file.path, text: file.text, prefixes, quads })
    }
}

fn no_turtle(file: &BundleFile, error: &RdfSyntaxError) -> Error {
    let told = error.to_string();
    // What the parser says begins with the place, which stands before our message already.
    let message =
        if told.starts_with("Parser error") { told.split_once(": ").map_or(&*told, |(_, message)| message) } else { &told };
    let located = Error::input(format!("this is not Turtle: {message}")).in_file(&file.path);
    let Some(range) = error.location() else { return located.hint("correct the file") };
    let (line, column) = (range.start.line as usize + 1, range.start.column as usize + 1);
    located.at(line, column).hint("correct it there, or just before").showing(excerpt(&file.text, line, column))
}

/// The files of an ontology.
///
/// ```
/// use cajad::bundle::{Bundle, BundlePaths};
/// use cajad::ontology::Ontology;
///
/// let ontology = Ontology::read(&Bundle::open(BundlePaths::default())?)?;
/// assert!(ontology.version().is_some() && ontology.quads().count() > 10_000);
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ontology {
    /// Its Turtle files, in the order in which they came.
    pub files: Vec<TurtleFile>,
}

impl Ontology {
    /// Reads the ontology of the bundle.
    ///
    /// # Errors
    /// `User` if there is none, `Input` if a file cannot be read or is not Turtle, with the place.
    pub fn read(bundle: &Bundle) -> Result<Self> {
        let files = bundle.ontology_files()?;
        if files.is_empty() {
            return Err(Error::user("there is no Turtle file of an ontology here")
                .hint("name the folder in which they lie; leave out --ontology to use the one that came with cajad"));
        }
        Self::of(files)
    }

    /// Reads the files of an ontology.
    ///
    /// # Errors
    /// As [`TurtleFile::read`].
    pub fn of(files: Vec<BundleFile>) -> Result<Self> {
        Ok(Self { files: files.into_iter().map(TurtleFile::read).collect::<Result<_>>()? })
    }

    /// Reads what a person names: a folder, a Turtle file, or the version of a release that is kept in
    /// `ontology/releases/`.
    ///
    /// # Errors
    /// `User` if it is none of these, `Input` if a folder holds no Turtle file, and as [`Ontology::read`].
    ///
    /// ```
    /// use cajad::bundle::{Bundle, BundlePaths};
    /// use cajad::ontology::Ontology;
    ///
    /// let bundle = Bundle::open(BundlePaths::default())?;
    /// let error = Ontology::find(&bundle, "99.0.0").unwrap_err();
    /// assert_eq!(error.to_string(), "\"99.0.0\" is no folder, no file and no kept release of the ontology");
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn find(bundle: &Bundle, named: &str) -> Result<Self> {
        let path = Path::new(named);
        if path.is_file() {
            return Self::of(vec![BundleFile::read(path)?]);
        }
        let files = if path.is_dir() {
            Bundle::open(BundlePaths { ontology: Some(path.to_path_buf()), ..BundlePaths::default() })?.ontology_files()?
        } else {
            let kept = bundle.ontology_releases()?;
            if !kept.iter().any(|version| version == named) {
                let kept = if kept.is_empty() { "none is kept".to_owned() } else { format!("kept are {}", kept.join(", ")) };
                return Err(Error::user(format!("\"{named}\" is no folder, no file and no kept release of the ontology"))
                    .hint(format!("give a folder of Turtle files, one such file, or a version: {kept}")));
            }
            bundle.ontology_release_files(named)?
        };
        if files.is_empty() {
            return Err(Error::input("there is no Turtle file in this folder")
                .in_path(path)
                .hint("give the folder of an ontology"));
        }
        Self::of(files)
    }

    /// Everything that the files say.
    pub fn quads(&self) -> impl Iterator<Item = &Quad> {
        self.files.iter().flat_map(|file| &file.quads)
    }

    /// Everything that the files say, in the graph of the ontology.
    pub fn into_graph(self) -> Vec<Quad> {
        let graph = GraphName::NamedNode(vocab::ONTOLOGY.into_owned());
        let quads = self.files.into_iter().flat_map(|file| file.quads);
        quads.map(|quad| Quad { graph_name: graph.clone(), ..quad }).collect()
    }

    /// Its version as it is written: the last part of the `owl:versionIRI`.
    pub fn version(&self) -> Option<&str> {
        version_iri(self.quads()).and_then(|iri| iri.as_str().rsplit('/').next())
    }

    /// Where each thing is described, as `ontology/cajad.ttl:95`: the line that declares it, else the first that begins with it.
    fn places(&self) -> BTreeMap<String, String> {
        let mut declared = BTreeMap::new();
        let mut mentioned = BTreeMap::new();
        for file in &self.files {
            for (number, line) in file.text.lines().enumerate() {
                let Some(iri) = head(line, &file.prefixes) else { continue };
                let place = format!("{}:{}", file.path, number + 1);
                let places = if line.contains(" a ") { &mut declared } else { &mut mentioned };
                places.entry(iri).or_insert(place);
            }
        }
        for (iri, place) in mentioned {
            declared.entry(iri).or_insert(place);
        }
        declared
    }

    /// What is described in it: every node that has a type.
    fn described(&self) -> BTreeSet<&str> {
        let typed = self.quads().filter(|quad| quad.predicate == vocab::TYPE);
        typed
            .filter_map(|quad| if let NamedOrBlankNode::NamedNode(node) = &quad.subject { Some(node.as_str()) } else { None })
            .collect()
    }
}

/// The `owl:versionIRI` in the header of our ontology, among what its files or its graph say; `None` if it says none.
pub fn version_iri<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> Option<&'a NamedNode> {
    quads.into_iter().find_map(|quad| match &quad.object {
        Term::NamedNode(version) if quad.predicate == vocab::VERSION_IRI && quad.subject == vocab::ONTOLOGY.into() => {
            Some(version)
        }
        _ => None,
    })
}

/// The version of the bundle's ontology, found without reading all of it. `None` if no header says a sound one: whoever needs
/// the ontology itself is told why.
///
/// # Errors
/// `Input` if a file cannot be read.
pub fn present(bundle: &Bundle) -> Result<Option<Version>> {
    let files = bundle.ontology_files()?;
    let mut headed = files.iter().filter(|file| file.text.contains("versionIRI"));
    Ok(headed.find_map(|file| {
        let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(file.text.as_bytes());
        quads.map_while(std::result::Result::ok).find_map(|quad| version_iri([&quad]).and_then(|iri| Version::of(iri.as_str())))
    }))
}

/// The subject that stands at the head of a line of Turtle, where a block begins.
fn head(line: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    let word = line.split([' ', '\t']).next().filter(|word| !word.is_empty())?;
    match word.strip_prefix('<') {
        Some(rest) => rest.strip_suffix('>').map(str::to_owned),
        None => word.split_once(':').and_then(|(prefix, name)| Some(format!("{}{name}", prefixes.get(prefix)?))),
    }
}
