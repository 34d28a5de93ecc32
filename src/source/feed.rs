//! What a feed or a listing page lists: the addresses of releases, in its own order.
//!
//! Feeds are RSS, Atom and JSON Feed. A listing page is a web page whose text stands in links for the most part, which is how
//! text is told from menus too: C. Kohlschütter, P. Fankhauser, W. Nejdl, Boilerplate Detection using Shallow Text Features
//! (WSDM 2010).

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use feed_rs::model::Feed;
use url::Url;

use super::{Format, Overrides, format, letters, page, too_large};
use crate::error::{Error, Result};

/// How much of the text of a listing page stands in links.
const DENSITY: f64 = 0.5;

/// The least number of releases on a page that is there to list them.
const LEAST: usize = 5;

/// The words of a link that leads to a release have at least so many characters: less is the number of a page, or "next".
const SHORTEST: usize = 8;

/// What is never a release, by the ending of its address.
const FOREIGN: [&str; 18] = [
    "jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "mp3", "mp4", "avi", "zip", "rar", "css", "js", "xls", "ppt", "pptx",
    "rss",
];

/// One of the releases that are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its address.
    pub address: String,
    /// Its title, as the list gives it.
    pub title: String,
    /// When it was last changed, as the list says, in a form that only changes when the list says something else.
    pub changed: Option<String>,
}

/// How a file is to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// A feed lists; a page does if it looks like it.
    #[default]
    Guess,
    /// A page lists, too.
    Always,
    /// A page is a release, whatever it looks like.
    Never,
}

/// What a file lists that was found at `address`; `None` if it is no list but a release.
///
/// A page lists what lies on its own host; a feed may list anything.
///
/// # Errors
/// `Input` if it is a feed that cannot be read, or of a format that nothing is read of.
///
/// ```
/// use cajad::source::feed::{Listing, entries};
/// use cajad::source::Overrides;
///
/// let feed = br#"<rss version="2.0"><channel><title>News</title>
///     <item><title>Summit</title><link>/press/1.html</link></item></channel></rss>"#;
/// let found = entries("https://example.org/rss", feed, Listing::Guess, &Overrides::default())?.unwrap_or_default();
/// assert_eq!((found[0].address.as_str(), found[0].title.as_str()), ("https://example.org/press/1.html", "Summit"));
///
/// let page = b"<html><p>The leaders met.</p></html>";
/// assert_eq!(entries("https://example.org/1", page, Listing::Guess, &Overrides::default())?, None);
///
/// let error = entries("https://example.org/rss", b"<rss version='2.0'><channel>", Listing::Guess, &Overrides::default());
/// assert_eq!(error.unwrap_err().message(), "the feed cannot be read");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn entries(address: &str, bytes: &[u8], listing: Listing, overrides: &Overrides) -> Result<Option<Vec<Entry>>> {
    let format = format::recognise(address, bytes)?;
    if matches!(format, Format::Html | Format::Feed) && bytes.len() as u64 > format.largest() {
        return Err(too_large(address, Some(bytes.len() as u64), format.largest()));
    }
    let overrides = Overrides { source: overrides.source.clone().or_else(|| Some(address.to_owned())), ..overrides.clone() };
    match format {
        Format::Feed => of_feed(address, bytes, &overrides).map(Some),
        Format::Html if listing != Listing::Never => of_page(address, bytes, listing, &overrides),
        _ => Ok(None),
    }
}

/// Whether the bytes of a file with this name are a feed.
///
/// ```
/// use cajad::source::feed::is_feed;
/// assert!(is_feed("news.xml", b"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'/>"));
/// assert!(!is_feed("news.txt", b"The leaders met."));
/// ```
pub fn is_feed(origin: &str, bytes: &[u8]) -> bool {
    format::recognise(origin, bytes).is_ok_and(|format| format == Format::Feed)
}

fn of_feed(address: &str, bytes: &[u8], overrides: &Overrides) -> Result<Vec<Entry>> {
    let text = letters(address, bytes, overrides)?;
    let base = overrides.source.as_deref().and_then(|source| Url::parse(source).ok());
    let feed = parse(&text, base.as_ref().map(Url::as_str)).map_err(|cause| {
        Error::input("the feed cannot be read")
            .in_file(address)
            .hint("name the page that lists the releases instead")
            .because(cause)
    })?;
    let mut found = Found::default();
    for entry in feed.entries {
        let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        // Some give the address as the entry's name alone.
        let written = link.or_else(|| entry.links.first()).map_or(entry.id.as_str(), |link| link.href.as_str());
        let changed = entry.updated.or(entry.published).map(|day| day.to_rfc3339());
        if let Some(address) = absolute(base.as_ref(), written) {
            found.add(Entry { address, title: entry.title.map(|title| title.content).unwrap_or_default(), changed });
        }
    }
    Ok(found.entries)
}

/// The feed in a text, whose declaration of an encoding is past: it has been decoded.
fn parse(text: &str, base: Option<&str>) -> std::result::Result<Feed, Box<dyn std::error::Error + Send + Sync>> {
    let text = text.trim_start();
    let text = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest);
    let read = || feed_rs::parser::Builder::new().base_uri(base).sanitize_content(false).build().parse(text.as_bytes());
    // A feed that makes the library panic is one that cannot be read.
    match catch_unwind(read) {
        Ok(feed) => feed.map_err(Into::into),
        Err(_) => Err("its markup is broken".into()),
    }
}

fn of_page(address: &str, bytes: &[u8], listing: Listing, overrides: &Overrides) -> Result<Option<Vec<Entry>>> {
    let links = page::links(address, bytes, overrides)?;
    let Some(page) = overrides.source.as_deref().and_then(|source| Url::parse(source).ok()) else { return Ok(None) };
    let base = links.base.as_deref().and_then(|base| page.join(base).ok()).unwrap_or_else(|| page.clone());
    let mut found = Found::default();
    for (written, title) in links.links {
        let Some(target) = absolute(Some(&base), &written) else { continue };
        if title.chars().count() >= SHORTEST && is_beneath(&page, &target) {
            found.add(Entry { address: target, title, changed: None });
        }
    }
    let lists = listing == Listing::Always || links.density >= DENSITY && found.entries.len() >= LEAST;
    Ok(lists.then_some(found.entries))
}

/// Entries without repeats; of the titles for one address the longest is kept, since others say "more".
#[derive(Debug, Default)]
struct Found {
    entries: Vec<Entry>,
    places: BTreeMap<String, usize>,
}

impl Found {
    fn add(&mut self, entry: Entry) {
        match self.places.get(&entry.address) {
            Some(&at) if self.entries[at].title.len() < entry.title.len() => self.entries[at].title = entry.title,
            Some(_) => {}
            None => {
                self.places.insert(entry.address.clone(), self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}

/// The address of a page, without the place within it.
fn absolute(base: Option<&Url>, written: &str) -> Option<String> {
    let mut address = match base {
        Some(base) => base.join(written.trim()),
        None => Url::parse(written.trim()),
    }
    .ok()
    .filter(|address| matches!(address.scheme(), "http" | "https"))?;
    address.set_fragment(None);
    Some(address.into())
}

/// Whether a link of a page may lead to a release: on the same host, and neither to the page itself nor to one above it.
fn is_beneath(page: &Url, target: &str) -> bool {
    let Ok(target) = Url::parse(target) else { return false };
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    let suffix = target.path().rsplit_once('.').map_or_else(String::new, |(_, suffix)| suffix.to_lowercase());
    let folder = target
        .path()
        .rsplit_once('/')
        .filter(|(_, name)| name.is_empty() || name.starts_with("index."))
        .map(|(folder, _)| folder);
    let above = target.query().is_none() && folder.is_some_and(|folder| page.path().starts_with(folder));
    let itself = target.path() == page.path() && (target.query() == page.query() || target.query().is_none());
    host(page) == host(&target) && page.port() == target.port() && !above && !itself && !FOREIGN.contains(&suffix.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(address: &str, bytes: &[u8], listing: Listing) -> Result<Option<Vec<String>>> {
        let found = entries(address, bytes, listing, &Overrides::default())?;
        Ok(found.map(|entries| entries.into_iter().map(|entry| entry.address).collect()))
    }

    #[test]
    fn each_kind_of_feed_is_read() -> Result<()> {
        let rss1 = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
            <channel rdf:about="https://example.org/"><title>N</title><link>https://example.org/</link></channel>
            <item rdf:about="https://example.org/1"><title>T</title><link>https://example.org/1</link></item></rdf:RDF>"#;
        let atom = r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><id>n</id>
            <updated>2025-12-20T10:00:00Z</updated><entry><title>T</title><id>t</id><updated>2025-12-20T10:00:00Z</updated>
            <link rel="edit" href="/edit"/><link rel="alternate" href="/1#top"/></entry></feed>"#;
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [
            {"id": "1", "url": "https://example.org/1", "title": "T"}]}"#;
        let named = r#"<rss version="2.0"><channel><title>N</title><link>https://example.org/</link><description>D</description>
            <item><title>T</title><guid>https://example.org/1</guid></item>
            <item><title>Mail</title><link>mailto:a@example.org</link></item></channel></rss>"#;
        for feed in [rss1, atom, json, named] {
            let found = listed("https://example.org/feed", feed.as_bytes(), Listing::Never)?;
            assert_eq!(found, Some(vec!["https://example.org/1".to_owned()]), "{feed}");
        }
        Ok(())
    }

    #[test]
    fn a_feed_may_be_in_an_old_encoding() -> Result<()> {
        let text = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss version=\"2.0\"><channel><title>Новости</title>\
                    <item><title>Встреча глав государств в Токио</title><link>https://example.org/1</link></item></channel></rss>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        let found = entries("https://example.org/rss", &bytes, Listing::Guess, &Overrides::default())?.unwrap_or_default();
        assert_eq!(found[0].title, "Встреча глав государств в Токио");
        Ok(())
    }

    #[test]
    fn hostile_feeds_end_in_time() {
        let deep = format!("<rss version='2.0'><channel><item><title>{}", "<a>".repeat(1_000_000));
        let content = format!("<feed><entry><content type='xhtml'>{}", "<div>".repeat(1_000_000));
        let json = format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": {}", "[".repeat(1_000_000));
        let entity = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>\
                      <rss version='2.0'><channel><item><title>&b;&b;&b;</title></item>";
        let cut = "<rss version=\"2.0\"><channel><item><title>T</title><link>https://exam";
        for feed in [&deep, &content, &json, entity, cut] {
            let found = entries("https://example.org/rss.rss", feed.as_bytes(), Listing::Guess, &Overrides::default());
            let told = found.map(|found| found.map(|found| found.len())).map_err(|error| error.message().to_owned());
            assert_eq!(told, Err("the feed cannot be read".to_owned()), "{}", &feed[..60]);
        }
    }

    const LIST: &str = r#"<html><body><nav><a href="/about/ministry.html">About the ministry</a></nav><main><h1>Press releases</h1><ul>
        <li>20 Dec <a href="1.html">Summit with the President of Tajikistan</a></li>
        <li>19 Dec <a href="/press/2.html#top">Summit with the President of Uzbekistan</a><a href="2.html">more</a></li>
        <li>18 Dec <a href="https://www.example.org/press/3.pdf">Joint statement on cooperation</a></li>
        <li>17 Dec <a href="4.html?lang=en">Visit of the Foreign Minister to Astana</a></li>
        <li>16 Dec <a href="5.html">Signing of exchanges of notes in Bishkek</a></li>
        <li><a href="https://elsewhere.example.net/6.html">A page of somebody else altogether</a></li>
        <li><a href="7.jpg">A picture of the leaders</a> <a href="./">All press releases</a> <a href="/">To the first page</a></li>
        <li><a href="?page=2">2</a> <a href="javascript:void(0)">Open all of these</a> <a href="index.html#x">To the top of it</a></li>
        </ul></main></body></html>"#;

    #[test]
    fn a_listing_page_lists_what_lies_on_its_host() -> Result<()> {
        let page = "https://example.org/press/index.html";
        let found = listed(page, LIST.as_bytes(), Listing::Guess)?;
        let pages = ["press/1.html", "press/2.html", "press/3.pdf", "press/4.html?lang=en", "press/5.html"];
        let hosts = ["", "", "www.", "", ""];
        let expected: Vec<String> =
            pages.iter().zip(hosts).map(|(page, www)| format!("https://{www}example.org/{page}")).collect();
        assert_eq!(found, Some(expected));
        assert_eq!(listed(page, LIST.as_bytes(), Listing::Never)?, None);
        Ok(())
    }

    #[test]
    fn a_release_with_links_is_no_list_unless_it_is_said_to_be() -> Result<()> {
        let text = "<p>The two leaders welcomed the progress of cooperation in energy, transport and education.</p>".repeat(5);
        let release = LIST.replace("<main>", &format!("<main>{text}"));
        assert_eq!(listed("https://example.org/press/", release.as_bytes(), Listing::Guess)?, None);
        let found = listed("https://example.org/press/", release.as_bytes(), Listing::Always)?;
        assert_eq!(found.map(|found| found.len()), Some(5));
        let short = LIST.replace("Summit with the", "S").replace("href=\"5.html\"", "");
        assert_eq!(listed("https://example.org/press/", short.as_bytes(), Listing::Guess)?, None, "four links are no list");
        Ok(())
    }
}
