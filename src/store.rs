//! The graph on disk, behind a few verbs.
//!
//! A store is a folder: `db/` holds the graphs in Oxigraph, `texts/` the normalised text of each release, `lock` says who
//! is at it, `built` which releases a build made. Nothing else may stand in a folder that is built anew. Every release is a named graph of its own. The default graph is the union of them all *without repeats*: what
//! two releases both say stands in it once, so that a query which counts does not count twice. It is kept up in the same
//! transaction as the named graphs.

mod folder;
mod lock;
mod origin;
mod rebuild;
mod texts;

pub use rebuild::{Others, Rebuild};

use crate::digest::digest;
use crate::error::{DISK_FULL, Error, Result, is_full};
use crate::pipeline::Conversion;
use crate::vocab;
use folder::is_store;
use lock::Lock;
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use oxigraph::store::{StorageError, Store as Database, Transaction};
use rebuild::recover;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use texts::Texts;

/// What [`Store::replace_release`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The release was not there before.
    Added,
    /// It was there, and said something else.
    Replaced,
    /// It was there, and says just the same.
    Unchanged,
}

/// An open store.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// use cajad::store::Store;
/// use cajad::vocab;
/// use oxigraph::model::{GraphName, Quad};
///
/// let path = folder.path().join("cajad.store");
/// let store = Store::open(&path)?;
/// let quad = Quad::new(vocab::PERSON, vocab::SUB_CLASS_OF, vocab::ACTOR_CLASS, GraphName::DefaultGraph);
/// store.load(vocab::ONTOLOGY, vec![quad])?;
/// assert_eq!(store.graphs()?, [vocab::ONTOLOGY]);
///
/// let error = Store::open(&path).unwrap_err();
/// assert!(error.message().starts_with("the store is in use by another process"));
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub struct Store {
    folder: PathBuf,
    database: Database,
    texts: Texts,
    /// RocksDB's transactions detect no conflict: two writers would both commit, and one would lose.
    writer: Mutex<()>,
    _lock: Option<Lock>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a store to write to it; makes it if it is not there.
    ///
    /// # Errors
    /// `Input` if another process has it open, if the folder is something else than a store, or cannot be written to.
    pub fn open(folder: &Path) -> Result<Self> {
        recover(folder)?;
        is_store(folder)?;
        fs::create_dir_all(folder).map_err(|cause| unusable(folder, "the store cannot be made", cause))?;
        let lock = Lock::exclusive(folder)?;
        let failed = |error| storage_error(folder, error);
        remove_unfinished_loads(&folder.join("db"))?;
        let database = Database::open(folder.join("db")).map_err(failed)?;
        Ok(Self { _lock: Some(lock), ..Self::over(folder, database) })
    }

    /// Whether there is a store in the folder.
    ///
    /// # Errors
    /// `Input` if the folder holds something else, or cannot be read.
    pub fn exists(folder: &Path) -> Result<bool> {
        recover(folder)?;
        is_store(folder)
    }

    /// Opens a store to read it, beside other readers.
    ///
    /// # Errors
    /// `Input` if there is no store, if a process is writing to it, or if the folder is something else.
    pub fn open_read_only(folder: &Path) -> Result<Self> {
        recover(folder)?;
        if !is_store(folder)? {
            return Err(missing(folder));
        }
        let lock = Lock::shared(folder)?;
        let database = Database::open_read_only(folder.join("db")).map_err(|error| storage_error(folder, error))?;
        Ok(Self { _lock: Some(lock), ..Self::over(folder, database) })
    }

    /// A store of these quads in memory, to be asked what a store on disk would answer; it has no texts, and is gone when dropped.
    ///
    /// # Errors
    /// `Internal` if the quads cannot be taken in.
    pub fn in_memory(quads: &[Quad]) -> Result<Self> {
        let failed = |cause: StorageError| Error::internal("the quads cannot be taken into memory").because(cause);
        let database = Database::new().map_err(failed)?;
        database.extend(with_union(quads)).map_err(failed)?;
        Ok(Self::over(Path::new("memory"), database))
    }

    fn over(folder: &Path, database: Database) -> Self {
        let texts = Texts::new(folder);
        Self { folder: folder.to_path_buf(), database, texts, writer: Mutex::new(()), _lock: None }
    }

    /// The database beneath, to put queries to.
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// Puts a release into the store, in place of what it said before. One transaction: it is there wholly or not at all,
    /// and on the disk when this returns. Repeating it changes nothing. From now on it counts as added by hand, even if a
    /// build had made it.
    ///
    /// # Errors
    /// `Input` if the disk is full or the store cannot be written to; `Internal` if the digest is not that of the text.
    pub fn replace_release(&self, conversion: &Conversion) -> Result<Change> {
        prove_digest(conversion)?;
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let release = conversion.release.as_ref();
        let before = self.digest_of(release)?;
        // First: if this breaks off, the release is kept once too often, and not lost.
        origin::disown(&self.folder, release.as_str())?;
        self.texts.put(&conversion.digest, &conversion.text)?;
        let change = self.replace_graph(release, &conversion.quads)?;
        if let Some(digest) = before.filter(|digest| *digest != conversion.digest) {
            self.forget_text(&digest)?;
        }
        Ok(change)
    }

    /// Takes a release out, with its text; says whether it was there.
    ///
    /// # Errors
    /// `Input` if the store cannot be written to.
    pub fn remove_release(&self, release: NamedNodeRef<'_>) -> Result<bool> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let digest = self.digest_of(release)?;
        let there = self.has_graph(release)?;
        self.replace_graph(release, &[])?;
        origin::disown(&self.folder, release.as_str())?;
        if let Some(digest) = digest {
            self.forget_text(&digest)?;
        }
        Ok(there)
    }

    /// Puts a whole graph into the store, such as the register, in place of what it held before.
    ///
    /// # Errors
    /// `Input` if the store cannot be written to.
    pub fn load(&self, graph: NamedNodeRef<'_>, quads: Vec<Quad>) -> Result<Change> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.replace_graph(graph, &quads)
    }

    /// The names of all graphs, sorted.
    ///
    /// # Errors
    /// `Input` if the store cannot be read, as for every reading verb here.
    pub fn graphs(&self) -> Result<Vec<NamedNode>> {
        let mut graphs = BTreeMap::new();
        for graph in self.database.named_graphs() {
            if let NamedOrBlankNode::NamedNode(graph) = graph.map_err(|error| self.failed(error))? {
                graphs.insert(graph.as_str().to_owned(), graph);
            }
        }
        Ok(graphs.into_values().collect())
    }

    /// The graphs that are releases, sorted.
    ///
    /// # Errors
    /// `Input` if the store cannot be read.
    pub fn releases(&self) -> Result<Vec<NamedNode>> {
        let mut releases = self.graphs()?;
        let prefix = format!("{}release/", vocab::ID);
        releases.retain(|graph| graph.as_str().starts_with(&prefix));
        Ok(releases)
    }

    /// Whether there is a graph of this name.
    ///
    /// # Errors
    /// `Input` if the store cannot be read.
    pub fn has_graph(&self, graph: NamedNodeRef<'_>) -> Result<bool> {
        self.database.contains_named_graph(graph).map_err(|error| self.failed(error))
    }

    /// The quads of one graph, in no particular order.
    ///
    /// # Errors
    /// `Input` if the store cannot be read.
    pub fn quads(&self, graph: NamedNodeRef<'_>) -> Result<Vec<Quad>> {
        self.matching(None, None, None, Some(graph.into()))
    }

    /// The quads that fit a pattern, in no particular order; without a graph, those of all named graphs.
    ///
    /// # Errors
    /// `Input` if the store cannot be read.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Vec<Quad>> {
        let found = self.database.quads_for_pattern(subject, predicate, object, graph);
        let mut quads: Vec<Quad> = found.collect::<Result<_, _>>().map_err(|error| self.failed(error))?;
        if graph.is_none() {
            quads.retain(|quad| !quad.graph_name.is_default_graph());
        }
        Ok(quads)
    }

    /// The normalised text of a release; `None` if there is no such release.
    ///
    /// # Errors
    /// `Input` if the text is lost or has been changed.
    pub fn text(&self, release: NamedNodeRef<'_>) -> Result<Option<String>> {
        self.digest_of(release)?.map(|digest| self.texts.get(&digest)).transpose()
    }

    fn digest_of(&self, release: NamedNodeRef<'_>) -> Result<Option<String>> {
        let found = self.matching(Some(release.into()), Some(vocab::TEXT_DIGEST), None, Some(release.into()))?;
        Ok(found.into_iter().find_map(|quad| match quad.object {
            Term::Literal(digest) => Some(digest.value().to_owned()),
            _ => None,
        }))
    }

    /// Removes a text that no release has any more.
    fn forget_text(&self, digest: &str) -> Result<()> {
        let literal = oxigraph::model::Literal::new_simple_literal(digest);
        let wanted = self.matching(None, Some(vocab::TEXT_DIGEST), Some(literal.as_ref().into()), None)?;
        if wanted.is_empty() { self.texts.remove(digest) } else { Ok(()) }
    }

    /// Makes a named graph hold exactly `quads`, and the default graph the union. The caller holds the writer's mutex.
    fn replace_graph(&self, graph: NamedNodeRef<'_>, quads: &[Quad]) -> Result<Change> {
        let failed = |error| self.failed(error);
        let there = self.has_graph(graph)?;
        let name = GraphName::NamedNode(graph.into_owned());
        let old: BTreeMap<_, _> = self.quads(graph)?.into_iter().map(|quad| (names(&quad), quad)).collect();
        let new: BTreeMap<_, _> =
            quads.iter().map(|quad| Quad { graph_name: name.clone(), ..quad.clone() }).map(|quad| (names(&quad), quad)).collect();
        if there && old.keys().eq(new.keys()) {
            return Ok(Change::Unchanged);
        }
        let mut transaction = self.database.start_transaction().map_err(failed)?;
        for (_, quad) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            transaction.remove(quad);
            if !stands_elsewhere(&transaction, quad).map_err(failed)? {
                transaction.remove(&Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
            }
        }
        for (_, quad) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            transaction.insert(quad);
            transaction.insert(&Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
        }
        if new.is_empty() {
            transaction.remove_named_graph(graph).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        // The log of a commit outlives a killed process, but only a flush outlives a power cut.
        self.database.flush().map_err(failed)?;
        Ok(if there { Change::Replaced } else { Change::Added })
    }

    fn failed(&self, error: StorageError) -> Error {
        storage_error(&self.folder, error)
    }
}

/// Whether another named graph says the same, as seen within the transaction.
fn stands_elsewhere(transaction: &Transaction<'_>, quad: &Quad) -> Result<bool, StorageError> {
    let same = transaction.quads_for_pattern(
        Some(quad.subject.as_ref()),
        Some(quad.predicate.as_ref()),
        Some(quad.object.as_ref()),
        None,
    );
    for found in same {
        let graph = found?.graph_name;
        if !graph.is_default_graph() && graph != quad.graph_name {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The quads of named graphs, and before them their union without repeats as the default graph.
fn with_union(quads: &[Quad]) -> Vec<Quad> {
    let mut seen = BTreeSet::new();
    let union = quads.iter().filter_map(|quad| {
        let [_, subject, predicate, object] = names(quad);
        let fresh = seen.insert([subject, predicate, object]);
        fresh.then(|| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() })
    });
    let union: Vec<Quad> = union.collect();
    union.into_iter().chain(quads.iter().cloned()).collect()
}

/// The four terms of a quad in N-Quads notation, graph first: something to compare and to sort by.
fn names(quad: &Quad) -> [String; 4] {
    [quad.graph_name.to_string(), quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string()]
}

fn missing(folder: &Path) -> Error {
    Error::input("there is no store here").in_path(folder).hint("make it with `cajad build`, or name another with --store")
}

fn prove_digest(conversion: &Conversion) -> Result<()> {
    if digest(&conversion.text) == conversion.digest {
        Ok(())
    } else {
        Err(Error::internal(format!("the digest of {} is not that of its text", conversion.release)))
    }
}

/// A bulk load that was killed leaves files that RocksDB never removes; the lock is held, so nobody is writing them now.
fn remove_unfinished_loads(database: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(database) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("bulk-") && name.ends_with(".sst")) {
            fs::remove_file(entry.path()).map_err(|cause| unusable(&entry.path(), "the file cannot be removed", cause))?;
        }
    }
    Ok(())
}

/// An error of the operating system at a place of the store, with the remedy that fits.
fn unusable(path: &Path, message: &str, cause: io::Error) -> Error {
    let told = cause.to_string();
    let (message, hint) = if is_full(&cause) {
        (DISK_FULL.to_owned(), "make room, or name a store on another disk with --store; what was stored before is still there")
    } else if told.contains("lock") && told.contains("unavailable") {
        ("the store is in use by another process".to_owned(), "wait until it has finished, or end it")
    } else {
        let hint = match cause.kind() {
            io::ErrorKind::PermissionDenied => "give yourself the right to write there, or name another folder with --store",
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "a file stands in the way: name another folder with --store"
            }
            io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only: name another folder with --store",
            io::ErrorKind::NotFound if message.ends_with("made") => "nothing can be made there: name another folder with --store",
            io::ErrorKind::NotFound => "if it was moved or deleted, make it again with `cajad build`",
            _ => "name another folder with --store, or make the store again with `cajad build`",
        };
        (message.to_owned(), hint)
    };
    Error::input(message).in_path(path).hint(hint).because(cause)
}

fn storage_error(folder: &Path, error: StorageError) -> Error {
    match error {
        // The folder has been found to hold a store, so it is a file of the database that is not there.
        StorageError::Io(cause) if cause.kind() == io::ErrorKind::NotFound => damaged(folder, cause),
        StorageError::Io(cause) => unusable(folder, "the store cannot be used", cause),
        StorageError::Corruption(cause) => damaged(folder, cause),
        other => unusable(folder, "the store cannot be used", io::Error::from(other)),
    }
}

/// A build reads the store that is there for what was added to it, so a damaged one has to be taken out of its way.
fn damaged(folder: &Path, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let path = folder.display();
    Error::input("the store is damaged").in_path(folder).because(cause).hint(format!(
        "move the folder {path} away, make it again with `cajad build`, and add your own releases again; their texts are in {path}/texts"
    ))
}

#[cfg(test)]
mod tests;
