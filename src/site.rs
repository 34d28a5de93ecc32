//! The sites whose pages cajad knows: who publishes under an address, and where on a page the release stands.
//!
//! All of it is data, in `data/sites.toml`; a site that changes its layout needs a line there and no new program.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use scraper::Selector;
use serde::Deserialize;

use crate::bundle::{Bundle, BundleFile};
use crate::error::{Error, Result};

/// The table of sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sites {
    /// By address, the longest first.
    publishers: Vec<(String, String)>,
    profiles: Vec<Profile>,
    /// What is no part of a text on any page.
    pub clutter: Clutter,
}

/// Where on the pages of a site the release stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name, which says the layout too where a site has had several.
    pub name: String,
    hosts: Vec<String>,
    /// Where the text is: the first of these that has a match.
    pub main: Vec<Selector>,
    /// Where the title is.
    pub title: Vec<Selector>,
    /// Where the day of issue is.
    pub date: Vec<Selector>,
    /// What in the text is none of it.
    pub clutter: Option<Selector>,
    /// How lines begin that hold a part of the release, where the page has no elements for them.
    pub labels: Labels,
}

/// How lines begin that hold a part of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Labels {
    /// The line of the title.
    pub title: Vec<String>,
    /// The line of the day of issue.
    pub date: Vec<String>,
    /// The line after which the text begins.
    pub text: Vec<String>,
}

/// What is no part of a text on any page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clutter {
    /// Names of elements.
    pub elements: BTreeSet<String>,
    /// Names of elements that are clutter outside an article.
    pub outside: BTreeSet<String>,
    /// Roles of elements.
    pub roles: BTreeSet<String>,
    /// Words of classes and ids.
    pub words: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    publisher: BTreeMap<String, String>,
    clutter: Clutter,
    profile: Vec<toml::Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    hosts: Vec<String>,
    main: Vec<String>,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    date: Vec<String>,
    #[serde(default)]
    clutter: Vec<String>,
    #[serde(default)]
    labels: Labels,
}

impl Sites {
    /// Reads the table of a bundle.
    ///
    /// # Errors
    /// `Input` if it is missing, or malformed: then with the place.
    pub fn read(bundle: &Bundle) -> Result<Self> {
        Self::parse(&bundle.site_file()?)
    }

    /// The table that came with the program.
    ///
    /// # Errors
    /// `Internal` if it is malformed, which a test sees.
    pub fn shipped() -> Result<Arc<Self>> {
        static SHIPPED: LazyLock<Option<Arc<Sites>>> = LazyLock::new(|| Sites::read(&Bundle::embedded()).ok().map(Arc::new));
        SHIPPED.clone().ok_or_else(|| Error::internal("the table of sites in the program is malformed"))
    }

    /// Reads the table.
    ///
    /// # Errors
    /// `Input`, with the place, for what is no TOML, a key that is missing or unknown, and a selector that is none.
    ///
    /// ```
    /// use cajad::bundle::BundleFile;
    /// use cajad::site::Sites;
    ///
    /// let table = |text: &str| BundleFile { path: "sites.toml".into(), text: text.to_owned().into() };
    /// let head = "[publisher]\n\"gov.kz\" = \"government-kz\"\n[clutter]\nelements = []\noutside = []\nroles = []\nwords = []\n";
    /// let profile = "[[profile]]\nname = \"gov.kz\"\nhosts = [\"gov.kz\"]\nmain = [\"#text\"]\n";
    /// let sites = Sites::parse(&table(&format!("{head}{profile}")))?;
    /// assert_eq!(sites.publisher("https://www.gov.kz/news/1"), Some("government-kz"));
    ///
    /// let error = Sites::parse(&table(&format!("{head}{}", profile.replace("#text", "##")))).unwrap_err();
    /// assert_eq!(error.to_string(), "sites.toml:8:1: \"##\" is no CSS selector");
    /// # Ok::<(), cajad::error::Error>(())
    /// ```
    pub fn parse(file: &BundleFile) -> Result<Self> {
        let failed = |message: String, at: usize| {
            let before = &file.text[..file.text.floor_char_boundary(at)];
            let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
            Error::input(message).in_file(&file.path).at(before.matches('\n').count() + 1, column)
        };
        let table: Table =
            toml::from_str(&file.text).map_err(|e| failed(e.message().to_owned(), e.span().map_or(0, |span| span.start)))?;
        let profile = |row: toml::Spanned<Row>| {
            let at = row.span().start;
            Profile::new(row.into_inner()).map_err(|wrong| failed(format!("{wrong:?} is no CSS selector"), at))
        };
        let profiles = table.profile.into_iter().map(profile).collect::<Result<_>>()?;
        let mut publishers: Vec<(String, String)> = table.publisher.into_iter().collect();
        publishers.sort_by_key(|(address, _)| (std::cmp::Reverse(address.len()), address.clone()));
        Ok(Self { publishers, profiles, clutter: table.clutter })
    }

    /// The register's id of who publishes under an address.
    pub fn publisher(&self, address: &str) -> Option<&str> {
        let host = host(address)?;
        let path = path(address);
        let fits = |place: &str| match place.split_once('/') {
            Some((site, folder)) => {
                within(&host, site) && path.strip_prefix('/').and_then(|p| p.strip_prefix(folder)).is_some_and(ends_name)
            }
            None => within(&host, place),
        };
        self.publishers.iter().find(|(place, _)| fits(place)).map(|(_, publisher)| publisher.as_str())
    }

    /// The profiles for the page at an address, in the order in which they are to be tried.
    pub fn profiles(&self, address: &str) -> impl Iterator<Item = &Profile> {
        let host = host(address).unwrap_or_default();
        self.profiles.iter().filter(move |profile| profile.hosts.iter().any(|site| within(&host, site)))
    }

    /// The addresses that have a publisher, with its id.
    pub fn publishers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.publishers.iter().map(|(address, publisher)| (address.as_str(), publisher.as_str()))
    }
}

impl Profile {
    /// Compiles the selectors; the error is the one that is none.
    fn new(row: Row) -> std::result::Result<Self, String> {
        let compile = |selectors: Vec<String>| {
            selectors.into_iter().map(|s| Selector::parse(&s).map_err(|_| s)).collect::<std::result::Result<Vec<_>, String>>()
        };
        let clutter = row.clutter.join(", ");
        let clutter = if clutter.is_empty() { None } else { Some(Selector::parse(&clutter).map_err(|_| clutter)?) };
        Ok(Self {
            name: row.name,
            hosts: row.hosts,
            main: compile(row.main)?,
            title: compile(row.title)?,
            date: compile(row.date)?,
            clutter,
            labels: row.labels,
        })
    }
}

fn within(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether a folder's name ends here.
fn ends_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

/// The host of an address in small letters, without its port; `None` where there is none.
///
/// ```
/// assert_eq!(cajad::site::host("https://WWW.mofa.go.jp/press/"), Some("www.mofa.go.jp".to_owned()));
/// assert_eq!(cajad::site::host("page.html"), None);
/// ```
pub fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    rest.split(['/', '?', '#', ':']).next().map(str::to_lowercase).filter(|h| !h.is_empty())
}

fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_address_that_fits_says_who_publishes() -> Result<()> {
        let sites = Sites::shipped()?;
        for (address, publisher) in [
            ("https://www.mofa.go.jp/press/1.html", Some("mofa-jp")),
            ("https://www.enecho.meti.go.jp/a", Some("enecho")),
            ("https://www.meti.go.jp/a", Some("meti")),
            ("https://www.gov.kz/memleket/entities/mfa/press/news/details/1?lang=ru", Some("mfa-kz")),
            ("https://www.gov.kz/memleket/entities/mfa?lang=ru", Some("mfa-kz")),
            ("https://www.gov.kz/memleket/entities/mfaa/press", Some("government-kz")),
            ("https://notmofa.go.jp/", None),
            ("page.html", None),
        ] {
            assert_eq!(sites.publisher(address), publisher, "{address}");
        }
        Ok(())
    }

    #[test]
    fn an_unknown_key_is_told_with_its_place() {
        let file = BundleFile { path: "sites.toml".into(), text: "[publisher]\n[clutter]\nelement = []\n".into() };
        let error = Sites::parse(&file).map_err(|error| (error.place().line, error.message().contains("element")));
        assert_eq!(error.err(), Some((Some(3), true)));
    }
}
