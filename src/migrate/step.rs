//! The migrations that come with the ontology: `ontology/migrations/<from>-<to>.ru`.

use crate::bundle::BundleFile;
use crate::error::{Error, Result};
use crate::ontology::Version;
use crate::query::update;
use oxigraph::model::Quad;

/// What leads data from one version of the ontology to a later one: a SPARQL Update whose file is named for the two versions,
/// and whose header says what it does.
///
/// ```
/// use cajad::bundle::BundleFile;
/// use cajad::migrate::Step;
///
/// let file = |path: &str| BundleFile { path: path.into(), text: "# title: Nothing\nDELETE WHERE { GRAPH ?g { ?s cajad:old ?o } }".into() };
/// let step = Step::read(&file("migrations/1.4.0-2.0.0.ru"))?;
/// assert_eq!((step.title.as_str(), step.to.to_string().as_str()), ("Nothing", "2.0.0"));
///
/// let backwards = Step::read(&file("migrations/2.0.0-1.4.0.ru")).unwrap_err();
/// assert_eq!(backwards.to_string(), "migrations/2.0.0-1.4.0.ru: the migration is not named for two versions");
/// # Ok::<(), cajad::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it lies.
    pub path: String,
    /// What it does, in a few words.
    pub title: String,
    /// The version whose data it takes, and with it every earlier one that this version only added to.
    pub from: Version,
    /// The version whose data it gives.
    pub to: Version,
    text: String,
}

impl Step {
    /// Reads a migration.
    ///
    /// # Errors
    /// `Input` if the name of the file is not that of two versions, the earlier first, or if it has no title.
    pub fn read(file: &BundleFile) -> Result<Self> {
        let wrong = |message: &str, hint: &str| Error::input(message).in_file(&file.path).hint(hint);
        let versions = file.stem().split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        let Some((from, to)) = versions.filter(|(from, to)| from < to) else {
            return Err(wrong(
                "the migration is not named for two versions",
                "name it like 1.4.0-2.0.0.ru, the earlier version first",
            ));
        };
        let header = file.text.lines().map_while(|line| line.strip_prefix('#'));
        let Some(title) = header.map(str::trim).find_map(|line| line.strip_prefix("title:")) else {
            return Err(wrong("the migration has no title", "begin the file with a line `# title: ...`").at(1, 1));
        };
        Ok(Self { path: file.path.clone(), title: title.trim().to_owned(), from, to, text: file.text.clone().into_owned() })
    }

    /// Whether it takes data of this version on the way to another.
    pub(super) fn takes(&self, version: Version, target: Version) -> bool {
        version <= self.from && version.series() == self.from.series() && self.to <= target
    }

    /// What has become of the quads.
    pub(super) fn apply(&self, quads: &[Quad]) -> Result<Vec<Quad>> {
        update(&self.path, &self.text, quads)
    }
}

/// Reads all migrations, in the order in which they are applied.
///
/// # Errors
/// As [`Step::read`].
pub fn steps(files: &[BundleFile]) -> Result<Vec<Step>> {
    let mut steps: Vec<Step> = files.iter().map(Step::read).collect::<Result<_>>()?;
    steps.sort_by_key(|step| (step.from, step.to));
    Ok(steps)
}
