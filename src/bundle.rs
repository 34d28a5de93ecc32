//! The files that travel with the program: the ontology, the tables and releases, the saved queries.
//!
//! Each of the three folders comes from where the caller says, else from the working folder if that is a checkout, else
//! from the copies inside the binary, so that an installed `cajad` works anywhere.

use crate::error::{Error, Result};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

static ONTOLOGY: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/ontology");
static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");
static QUERIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// The folders that the caller named; what is `None` is looked for.
#[derive(Clone, Debug, Default)]
pub struct BundlePaths {
    /// Instead of `ontology/`.
    pub ontology: Option<PathBuf>,
    /// Instead of `data/`.
    pub data: Option<PathBuf>,
    /// Instead of `queries/`.
    pub queries: Option<PathBuf>,
    /// Beside `data/overlay/`; if `None`, `cajad.overlay` in the working folder, if there is one.
    pub overlay: Option<PathBuf>,
}

/// One file of the bundle.
#[derive(Clone, Debug)]
pub struct BundleFile {
    /// Where it lies, for messages: `data/register/people.tsv`, or the path in the folder that the caller named.
    pub path: String,
    /// What stands in it.
    pub text: Cow<'static, str>,
}

impl BundleFile {
    /// Reads a file, of the bundle or not.
    ///
    /// # Errors
    /// `Input` if it cannot be read, or is not UTF-8: then with the place.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(|cause| {
            Error::input("cannot read the file").in_path(path).hint("is it there, and may you read it?").because(cause)
        })?;
        let text = String::from_utf8(bytes).map_err(|refused| {
            let before = String::from_utf8_lossy(&refused.as_bytes()[..refused.utf8_error().valid_up_to()]);
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            Error::input("the file is not UTF-8")
                .in_path(path)
                .at(before.matches('\n').count() + 1, column)
                .hint("save it as UTF-8")
        })?;
        Ok(Self { path: path.display().to_string(), text: Cow::Owned(text) })
    }

    /// The file's name without folders and suffix: `people` of `data/register/people.tsv`.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

#[derive(Clone, Debug)]
enum Folder {
    OnDisk(PathBuf),
    Embedded(&'static str, &'static Dir<'static>),
}

/// The ontology, the data and the saved queries, wherever they lie.
///
/// ```
/// use cajad::bundle::{Bundle, BundlePaths};
///
/// let bundle = Bundle::open(BundlePaths::default())?;
/// assert!(bundle.ontology_files()?.iter().any(|file| file.path.ends_with("cajad.ttl")));
///
/// let nowhere = BundlePaths { data: Some("/no/such/folder".into()), ..BundlePaths::default() };
/// assert_eq!(Bundle::open(nowhere).unwrap_err().to_string(), "/no/such/folder: there is no such data folder");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Bundle {
    ontology: Folder,
    data: Folder,
    queries: Folder,
    overlay: Option<Folder>,
}

impl Bundle {
    /// Finds the folders.
    ///
    /// # Errors
    /// `Input` if a folder that the caller named is not there.
    pub fn open(paths: BundlePaths) -> Result<Self> {
        let checkout = Path::new("ontology/cajad.ttl").is_file();
        let find = |named: Option<PathBuf>, name: &'static str, embedded: &'static Dir<'static>| match named {
            Some(path) if path.is_dir() => Ok(Folder::OnDisk(path)),
            Some(path) => Err(Error::input(format!("there is no such {name} folder"))
                .in_path(&path)
                .hint(format!("leave out --{name} to use the copy that came with cajad"))),
            None if checkout && Path::new(name).is_dir() => Ok(Folder::OnDisk(PathBuf::from(name))),
            None => Ok(Folder::Embedded(name, embedded)),
        };
        Ok(Self {
            ontology: find(paths.ontology, "ontology", &ONTOLOGY)?,
            data: find(paths.data, "data", &DATA)?,
            queries: find(paths.queries, "queries", &QUERIES)?,
            overlay: own_overlay(paths.overlay)?,
        })
    }

    /// The copies inside the program, whatever folder it runs in.
    ///
    /// ```
    /// assert!(cajad::bundle::Bundle::embedded().site_file().is_ok());
    /// ```
    pub fn embedded() -> Self {
        Self {
            ontology: Folder::Embedded("ontology", &ONTOLOGY),
            data: Folder::Embedded("data", &DATA),
            queries: Folder::Embedded("queries", &QUERIES),
            overlay: None,
        }
    }

    /// The Turtle files of the ontology: `ontology/*.ttl`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read, as for every method here.
    pub fn ontology_files(&self) -> Result<Vec<BundleFile>> {
        self.ontology.files("", "ttl")
    }

    /// The versions of the ontology that are kept: the folders in `ontology/releases/`, sorted by name.
    ///
    /// # Errors
    /// `Input` if the folder cannot be listed.
    pub fn ontology_releases(&self) -> Result<Vec<String>> {
        self.ontology.folders("releases")
    }

    /// The Turtle files of a version that is kept: `ontology/releases/<version>/*.ttl`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn ontology_release_files(&self, version: &str) -> Result<Vec<BundleFile>> {
        self.ontology.files(&format!("releases/{version}"), "ttl")
    }

    /// The worked examples of the ontology: `ontology/examples/*.ttl`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn example_files(&self) -> Result<Vec<BundleFile>> {
        self.ontology.files("examples", "ttl")
    }

    /// The texts of the worked examples: `ontology/examples/*.md`, sorted by name, without the README.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn example_texts(&self) -> Result<Vec<BundleFile>> {
        let mut files = self.ontology.files("examples", "md")?;
        files.retain(|file| file.stem() != "README");
        Ok(files)
    }

    /// The words of the program for people: `interface_file("docs.toml")` of `data/interface/`.
    ///
    /// # Errors
    /// `Input` if it is not there.
    pub fn interface_file(&self, name: &str) -> Result<BundleFile> {
        self.data.file(&format!("interface/{name}"))
    }

    /// The queries that find pitfalls in an ontology: `queries/ontology/*.rq`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn pitfall_files(&self) -> Result<Vec<BundleFile>> {
        self.queries.files("ontology", "rq")
    }

    /// The migrations from one version of the ontology to the next: `ontology/migrations/*.ru`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn migration_files(&self) -> Result<Vec<BundleFile>> {
        self.ontology.files("migrations", "ru")
    }

    /// One table of the register: `register_file("people.tsv")`.
    ///
    /// # Errors
    /// `Input` if there is no such table.
    pub fn register_file(&self, name: &str) -> Result<BundleFile> {
        self.data.file(&format!("register/{name}"))
    }

    /// The word tables of the languages: `data/words/*.toml`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn word_files(&self) -> Result<Vec<BundleFile>> {
        self.data.files("words", "toml")
    }

    /// The releases that ship: `data/releases/*.md`, sorted by name, without the README.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn release_files(&self) -> Result<Vec<BundleFile>> {
        let mut files = self.data.files("releases", "md")?;
        files.retain(|file| !file.stem().starts_with("README"));
        Ok(files)
    }

    /// The tables of the chronology that ships: `data/chronology/*.tsv`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn chronology_files(&self) -> Result<Vec<BundleFile>> {
        self.data.files("chronology", "tsv")
    }

    /// The saved queries: `queries/*.rq`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn query_files(&self) -> Result<Vec<BundleFile>> {
        self.queries.files("", "rq")
    }

    /// The queries that must return nothing: `queries/checks/*.rq`, sorted by name.
    ///
    /// # Errors
    /// `Input` if a file cannot be read.
    pub fn check_files(&self) -> Result<Vec<BundleFile>> {
        self.queries.files("checks", "rq")
    }

    /// The tables of corrections: `data/overlay/*.tsv`, sorted by name, then those of the folder that the caller named.
    ///
    /// # Errors
    /// `Input` if a file cannot be read, or is a table in another form, which nobody would read.
    pub fn overlay_files(&self) -> Result<Vec<BundleFile>> {
        let mut files = Vec::new();
        for (folder, under) in [(Some(&self.data), "overlay"), (self.overlay.as_ref(), "")] {
            let Some(folder) = folder else { continue };
            for suffix in ["csv", "ttl", "trig", "txt", "xlsx", "ods"] {
                if let Some(path) = folder.paths(under, suffix)?.first() {
                    return Err(Error::input("this is no table of corrections")
                        .in_file(path)
                        .hint("save it as text with tabs between the cells, and let its name end in .tsv"));
                }
            }
            files.extend(folder.files(under, "tsv")?);
        }
        Ok(files)
    }

    /// The table of the sites: `data/sites.toml`.
    ///
    /// # Errors
    /// `Input` if it is not there.
    pub fn site_file(&self) -> Result<BundleFile> {
        self.data.file("sites.toml")
    }
}

/// The folder of the user's own corrections.
fn own_overlay(named: Option<PathBuf>) -> Result<Option<Folder>> {
    match named {
        Some(path) if path.is_dir() => Ok(Some(Folder::OnDisk(path))),
        Some(path) => Err(Error::input("there is no such folder of corrections")
            .in_path(&path)
            .hint("leave out --overlay to make only the corrections that came with cajad")),
        None => Ok(Some(PathBuf::from("cajad.overlay")).filter(|path| path.is_dir()).map(Folder::OnDisk)),
    }
}

impl Folder {
    fn file(&self, name: &str) -> Result<BundleFile> {
        match self {
            Self::OnDisk(root) => BundleFile::read(&root.join(name)),
            Self::Embedded(prefix, dir) => dir
                .get_file(name)
                .ok_or_else(|| Error::internal("the file is not in this binary").in_file(format!("{prefix}/{name}")))
                .and_then(|file| embedded(prefix, file)),
        }
    }

    /// The names of the folders right in `under`, sorted; none if there is no such folder.
    fn folders(&self, under: &str) -> Result<Vec<String>> {
        let mut names: Vec<String> = match self {
            Self::OnDisk(root) => {
                let folder = root.join(under);
                if !folder.is_dir() {
                    return Ok(Vec::new());
                }
                let unreadable = |cause| Error::input("cannot list the folder").in_path(&folder).because(cause);
                let entries =
                    fs::read_dir(&folder).map_err(unreadable)?.collect::<std::io::Result<Vec<_>>>().map_err(unreadable)?;
                entries.into_iter().filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned()).collect()
            }
            Self::Embedded(_, dir) => {
                let folders = dir.get_dir(under).into_iter().flat_map(Dir::dirs);
                folders.filter_map(|folder| folder.path().file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
            }
        };
        names.sort();
        Ok(names)
    }

    /// The files right in `under` whose names end in `.suffix`; none if there is no such folder.
    fn files(&self, under: &str, suffix: &str) -> Result<Vec<BundleFile>> {
        match self {
            Self::OnDisk(_) => self.paths(under, suffix)?.iter().map(|path| BundleFile::read(Path::new(path))).collect(),
            Self::Embedded(prefix, _) => {
                let inner = |path: &str| path.strip_prefix(prefix).map(|path| path.trim_start_matches('/').to_owned());
                self.paths(under, suffix)?.iter().filter_map(|path| inner(path)).map(|path| self.file(&path)).collect()
            }
        }
    }

    /// Where those files lie, sorted.
    fn paths(&self, under: &str, suffix: &str) -> Result<Vec<String>> {
        let ends = |path: &Path| path.extension().is_some_and(|found| found == suffix);
        let mut paths = Vec::new();
        match self {
            Self::OnDisk(root) => {
                let folder = if under.is_empty() { root.clone() } else { root.join(under) };
                if !folder.is_dir() {
                    return Ok(paths);
                }
                let unreadable = |cause| Error::input("cannot list the folder").in_path(&folder).because(cause);
                for entry in fs::read_dir(&folder).map_err(unreadable)? {
                    let path = entry.map_err(unreadable)?.path();
                    if ends(&path) && path.is_file() {
                        paths.push(path.display().to_string());
                    }
                }
            }
            Self::Embedded(prefix, dir) => {
                let Some(dir) = (if under.is_empty() { Some(*dir) } else { dir.get_dir(under) }) else { return Ok(paths) };
                let found = dir.files().filter(|file| ends(file.path()));
                paths.extend(found.map(|file| format!("{prefix}/{}", file.path().display())));
            }
        }
        paths.sort();
        Ok(paths)
    }
}

fn embedded(prefix: &str, file: &'static include_dir::File<'static>) -> Result<BundleFile> {
    let path = format!("{prefix}/{}", file.path().display());
    match file.contents_utf8() {
        Some(text) => Ok(BundleFile { path, text: Cow::Borrowed(text) }),
        None => Err(Error::internal("the file is not UTF-8").in_file(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle_in(folder: &Path) -> Result<Bundle> {
        let named = Some(folder.to_path_buf());
        Bundle::open(BundlePaths { ontology: named.clone(), data: named.clone(), queries: named, overlay: None })
    }

    #[test]
    fn the_copies_inside_the_binary_are_complete() -> Result<()> {
        let bundle = Bundle::embedded();
        assert!(bundle.ontology_files()?.iter().any(|file| file.path == "ontology/cajad.ttl"));
        assert!(bundle.query_files()?.iter().all(|file| file.path.ends_with(".rq")));
        assert!(bundle.register_file("no-such.tsv").is_err());
        Ok(())
    }

    #[test]
    fn files_come_sorted_and_without_the_readme() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let releases = folder.path().join("releases");
        fs::create_dir(&releases)?;
        for name in ["b.md", "a.md", "README.md", "c.txt"] {
            fs::write(releases.join(name), "text\n")?;
        }
        let found = bundle_in(folder.path())?.release_files()?;
        assert_eq!(found.iter().map(BundleFile::stem).collect::<Vec<_>>(), ["a", "b"]);
        Ok(())
    }
}
