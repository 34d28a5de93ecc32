//! A store made anew beside the old one, and put into its place when it is whole.

use super::folder::{is_store, prove_ours};
use super::{Lock, Store, Texts, names, origin, storage_error, unusable};
use crate::error::{Error, Result};
use crate::pipeline::Conversion;
use crate::vocab;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Quad, Term};
use oxigraph::store::Store as Database;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A store in the making: `<store>.building`, which becomes `<store>` with [`Rebuild::finish`] and is thrown away without.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("cajad.store");
/// use cajad::store::{Rebuild, Store};
/// use cajad::vocab;
///
/// let rebuild = Rebuild::begin(&path)?;
/// assert_eq!(rebuild.finish()?, 0);
/// assert!(Store::open_read_only(&path)?.graphs()?.is_empty());
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Rebuild {
    target: PathBuf,
    building: PathBuf,
    texts: Texts,
    quads: BTreeSet<[String; 4]>,
    order: Vec<Quad>,
    built: BTreeSet<String>,
    old: Option<Lock>,
    _lock: Lock,
}

/// What a store holds that is not made anew.
#[derive(Debug, Default)]
pub struct Others {
    /// Releases that were added by hand, with their graphs, in the order of their names.
    pub releases: Vec<(NamedNode, Vec<Quad>)>,
    /// Releases that a build made and that no file yields now, in the order of their names.
    pub dropped: Vec<NamedNode>,
    /// The graph of the corrections made before.
    pub overlay: Vec<Quad>,
}

impl Rebuild {
    /// Makes the folder beside, after clearing away what an interrupted build left; the store that is there stays as it
    /// is, but nobody else can use it until this ends.
    ///
    /// # Errors
    /// `Input` if the store or another build of it is in use, is not a store, holds anything that no store writes, or cannot
    /// be written beside.
    pub fn begin(target: &Path) -> Result<Self> {
        recover(target)?;
        let old = if is_store(target)? { Some(Lock::exclusive(target)?) } else { None };
        prove_ours(target)?;
        let building = beside(target, "building");
        prove_ours(&building)?;
        let failed = |cause| unusable(&building, "the new store cannot be made", cause);
        if building.is_dir() {
            drop(Lock::exclusive(&building)?);
            fs::remove_dir_all(&building).map_err(failed)?;
        }
        fs::create_dir_all(&building).map_err(failed)?;
        let lock = Lock::exclusive(&building)?;
        Ok(Self {
            target: target.to_path_buf(),
            texts: Texts::new(&building),
            building,
            quads: BTreeSet::new(),
            order: Vec::new(),
            built: BTreeSet::new(),
            old,
            _lock: lock,
        })
    }

    /// Takes in a whole graph.
    pub fn load(&mut self, graph: NamedNodeRef<'_>, quads: Vec<Quad>) {
        for mut quad in quads {
            quad.graph_name = GraphName::NamedNode(graph.into_owned());
            if self.quads.insert(names(&quad)) {
                self.order.push(quad);
            }
        }
    }

    /// Takes in a release with its text, as the work of this build.
    ///
    /// # Errors
    /// `Input` if the text cannot be written; `Internal` if its digest is wrong.
    pub fn add(&mut self, conversion: Conversion) -> Result<()> {
        let release = conversion.release.as_str().to_owned();
        self.add_by_hand(conversion)?;
        self.built.insert(release);
        Ok(())
    }

    /// Takes in a release with its text, as one that was added by hand.
    ///
    /// # Errors
    /// As for [`Rebuild::add`].
    pub fn add_by_hand(&mut self, conversion: Conversion) -> Result<()> {
        super::prove_digest(&conversion)?;
        self.texts.put(&conversion.digest, &conversion.text)?;
        self.load(conversion.release.as_ref(), conversion.quads);
        Ok(())
    }

    /// The store that is there, to be read while this holds it.
    ///
    /// # Errors
    /// `Input` if there is none, or if it cannot be read.
    pub fn previous(&self) -> Result<Store> {
        if self.old.is_none() {
            return Err(super::missing(&self.target));
        }
        let database = Database::open_read_only(self.target.join("db")).map_err(|error| storage_error(&self.target, error))?;
        Ok(Store::over(&self.target, database))
    }

    /// Takes over what the store that is there holds beside its graphs: every text, as it stands, and which releases a build
    /// made.
    ///
    /// # Errors
    /// `Input` if any of it cannot be read or written.
    pub fn keep_beside(&mut self) -> Result<()> {
        self.built.extend(origin::read(&self.target)?);
        self.texts.take(&Texts::new(&self.target))
    }

    /// What the store that is there holds besides the releases of `yielded`, which the files of the data give: those that were
    /// added by hand come with their graphs, for the caller to [`Rebuild::keep`] as they are or corrected.
    ///
    /// # Errors
    /// `Input` if the store that is there cannot be read.
    pub fn others(&self, yielded: &BTreeSet<String>) -> Result<Others> {
        let mut others = Others::default();
        if self.old.is_none() {
            return Ok(others);
        }
        let (old, built) = (self.previous()?, origin::read(&self.target)?);
        others.overlay = old.quads(vocab::OVERLAY_GRAPH)?;
        for release in old.releases()? {
            if yielded.contains(release.as_str()) {
                continue;
            }
            if built.contains(release.as_str()) {
                others.dropped.push(release);
            } else {
                let quads = old.quads(release.as_ref())?;
                others.releases.push((release, quads));
            }
        }
        Ok(others)
    }

    /// Takes over a release that was added by hand, with its text from the store that is there.
    ///
    /// # Errors
    /// `Input` if the text is lost or has been changed, or cannot be written.
    pub fn keep(&mut self, release: NamedNodeRef<'_>, quads: Vec<Quad>) -> Result<()> {
        let digest = quads.iter().find(|quad| quad.predicate == vocab::TEXT_DIGEST && quad.subject == release.into());
        if let Some(Term::Literal(digest)) = digest.map(|quad| &quad.object) {
            let text = Texts::new(&self.target).get(digest.value())?;
            self.texts.put(digest.value(), &text)?;
        }
        self.load(release, quads);
        Ok(())
    }

    /// Writes everything, has it checked, and puts the new store into the place of the old one, which is kept until then.
    /// Gives the number of quads in named graphs.
    ///
    /// # Errors
    /// `Input` if the disk is full or the folder cannot be written to; the old store is as it was then.
    pub fn finish(self) -> Result<usize> {
        origin::write(&self.building, &self.built)?;
        let failed = |error| storage_error(&self.building, error);
        {
            let database = Database::open(self.building.join("db")).map_err(failed)?;
            let quads = super::with_union(&self.order);
            let count = quads.len();
            let mut loader = database.bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(256);
            loader.load_quads(quads).map_err(failed)?;
            loader.commit().map_err(failed)?;
            database.flush().map_err(failed)?;
            // The bulk load is atomic. Oxigraph's own validation reads every index against every other, which takes longer
            // than the load; that all has come in is what must be known before the old store goes.
            let stored = database.len().map_err(failed)?;
            if stored != count {
                return Err(Error::internal(format!("{stored} of {count} quads are in the new store")).in_path(&self.building));
            }
        }
        // Somebody may have put something there meanwhile.
        prove_ours(&self.target)?;
        let previous = beside(&self.target, "previous");
        let swap = || {
            if self.target.exists() {
                fs::rename(&self.target, &previous)?;
            }
            fs::rename(&self.building, &self.target)?;
            if let Some(folder) = self.target.parent() {
                File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()?;
            }
            if previous.exists() { fs::remove_dir_all(&previous) } else { Ok(()) }
        };
        swap().map_err(|cause| unusable(&self.target, "the new store cannot be put into its place", cause))?;
        Ok(self.order.len())
    }
}

impl Drop for Rebuild {
    /// Throws away what was not finished; what cannot be removed now is removed by the next build.
    fn drop(&mut self) {
        if self.building.is_dir() {
            let _ = fs::remove_dir_all(&self.building);
        }
    }
}

/// `<store>.<suffix>`, in the same folder, so that a rename is one step.
pub(super) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts things right after a build that was interrupted between its two renames.
pub(super) fn recover(store: &Path) -> Result<()> {
    let previous = beside(store, "previous");
    if !previous.is_dir() {
        return Ok(());
    }
    prove_ours(&previous)?;
    let _lock = Lock::exclusive(&previous)?;
    let done = if store.exists() { fs::remove_dir_all(&previous) } else { fs::rename(&previous, store) };
    done.map_err(|cause| {
        Error::input("an interrupted build cannot be cleared away")
            .in_path(&previous)
            .hint("give yourself the right to write there")
            .because(cause)
    })
}
