//! Pages from the network, asked for with good manners and taken with care.
//!
//! A host is asked one thing at a time, with a pause between two, and nothing that its robots.txt forbids; a page that has not
//! changed is not sent again. A server cannot make us wait or store without end, nor send us to an address that is not public.
//! What came is kept in a [`Cache`], so that a store can be made anew from it without any network.

mod cache;
mod client;
mod guard;
mod host;
mod robots;

pub use cache::{Cache, Record, Version};
pub use guard::is_public;

use crate::error::{Error, Result};
use client::{Answer, Client, Limit};
use host::{Host, Hosts};
use robots::Rules;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use ureq::http::StatusCode;
use url::Url;

/// The name by which a robots.txt can speak of us.
const NAME: &str = "cajad";

/// The bounds of what is asked and taken.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The `User-Agent` that we give: who we are, and where that is explained.
    pub agent: String,
    /// The largest page, in bytes, unpacked.
    pub largest: u64,
    /// How long one request may take, from the look-up of the name to the last byte.
    pub patience: Duration,
    /// How often a page may send us elsewhere.
    pub redirects: usize,
    /// The least time between two requests to a host; its robots.txt can ask for more.
    pub delay: Duration,
    /// The longest time that is waited where a host asks for it; if it asks for more, it is left alone.
    pub longest_wait: Duration,
    /// How often a page is asked for again after the host has asked to wait.
    pub repeats: usize,
    /// Addresses that may be asked although they are not public: one's own server.
    pub allowed: Vec<SocketAddr>,
}

impl Default for Settings {
    /// An honest name, and bounds that no release needs to exceed: RFC 9309 wants five redirects followed at least.
    fn default() -> Self {
        Self {
            agent: concat!("cajad/", env!("CARGO_PKG_VERSION"), " (+https://w3id.org/cajad)").to_owned(),
            largest: 50_000_000,
            patience: Duration::from_secs(60),
            redirects: 5,
            delay: Duration::from_secs(2),
            longest_wait: Duration::from_secs(60),
            repeats: 2,
            allowed: Vec::new(),
        }
    }
}

/// How a page stands to what was known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not known.
    New,
    /// Its bytes are others than before.
    Changed,
    /// It is as it was.
    Same,
}

/// A page with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The address that was asked for.
    pub address: String,
    /// What is known of this version.
    pub version: Version,
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    /// How it stands to what was known.
    pub change: Change,
}

impl Page {
    /// The charset that the server named.
    ///
    /// ```
    /// use cajad::fetch::{Change, Page, Version};
    ///
    /// let version = Version { media: Some("text/html; Charset=\"Shift_JIS\"".into()), ..Version::default() };
    /// let page = Page { address: "https://example.org/".into(), version, bytes: Vec::new(), change: Change::New };
    /// assert_eq!(page.charset(), Some("Shift_JIS"));
    /// ```
    pub fn charset(&self) -> Option<&str> {
        let parameters = self.version.media.as_deref()?.split(';').skip(1);
        let named =
            |parameter: &str| parameter.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        let (_, value) = parameters.filter(|parameter| named(parameter)).find_map(|parameter| parameter.split_once('='))?;
        Some(value.trim().trim_matches('"')).filter(|value| !value.is_empty())
    }
}

/// Fetches pages. It may be used by several threads; each host is still asked one thing at a time.
#[derive(Debug)]
pub struct Fetcher {
    settings: Settings,
    client: Client,
    cache: Cache,
    hosts: Hosts,
    stop: Arc<AtomicBool>,
}

impl Fetcher {
    /// A fetcher that keeps what it gets in `cache`.
    pub fn new(settings: Settings, cache: Cache) -> Self {
        let client = Client::new(&settings);
        Self { settings, client, cache, hosts: Hosts::default(), stop: Arc::default() }
    }

    /// What it has got.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Set this, from any thread, to have no more waiting and asking done.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Whether it was told to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Gets a page, and keeps it in the cache; if the server says that it has not changed, it comes from there.
    ///
    /// # Errors
    /// `User` if the address is none; `Input` if it or a redirect leads to an address that is not public, if robots.txt forbids
    /// it, or if no whole answer comes within the bounds of the [`Settings`].
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// use cajad::fetch::{Cache, Fetcher, Settings};
    ///
    /// let fetcher = Fetcher::new(Settings::default(), Cache::new(folder.path()));
    /// let error = fetcher.fetch("http://127.0.0.1/").unwrap_err();
    /// assert_eq!(error.message(), "127.0.0.1 stands for 127.0.0.1, which is no address of the public internet");
    /// ```
    pub fn fetch(&self, address: &str) -> Result<Page> {
        let url = parse(address)?;
        let record = self.cache.record(url.as_str())?;
        let known = record.as_ref().and_then(Record::newest).cloned();
        // Without its bytes, that a page has not changed is no help.
        let bytes = known.as_ref().map(|version| self.cache.bytes(url.as_str(), &version.digest)).transpose()?.flatten();
        let known = known.filter(|_| bytes.is_some());
        let (location, answer) = self.follow(&url, known.as_ref())?;
        if let (304, Some(version), Some(bytes)) = (answer.status, known.clone(), bytes) {
            return Ok(Page { address: url.into(), version, bytes, change: Change::Same });
        }
        if answer.status != 200 {
            return Err(refused(&location, answer.status).in_file(address));
        }
        let version = Version {
            digest: self.cache.keep(url.as_str(), &answer.body)?,
            location: location.into(),
            media: answer.media,
            etag: answer.etag,
            modified: answer.modified,
            date: answer.date,
        };
        let mut record = record.unwrap_or_else(|| Record { address: url.as_str().to_owned(), ..Record::default() });
        let changed = record.add(version.clone());
        self.cache.put(&record)?;
        let change = if !changed {
            Change::Same
        } else if record.versions.len() == 1 {
            Change::New
        } else {
            Change::Changed
        };
        Ok(Page { address: url.into(), version, bytes: answer.body, change })
    }

    /// The newest version of a page that is in the cache; no network is used.
    ///
    /// # Errors
    /// `User` if the address is none; `Input` if the page is not in the cache.
    pub fn cached(&self, address: &str) -> Result<Page> {
        let url = parse(address)?;
        let version = self.cache.record(url.as_str())?.and_then(|record| record.newest().cloned());
        let found = version.map(|version| Ok((self.cache.bytes(url.as_str(), &version.digest)?, version))).transpose()?;
        match found {
            Some((Some(bytes), version)) => Ok(Page { address: url.into(), version, bytes, change: Change::Same }),
            _ => Err(Error::input("the page is not among those that were fetched")
                .in_file(address)
                .hint("have it fetched: leave out --offline")),
        }
    }

    /// Rests for a time, after which robots.txt is looked at anew; ends early if it is told to stop.
    pub fn rest(&self, time: Duration) {
        self.wait(time);
        self.hosts.rest(time);
    }

    /// Asks for a page, and where it sends us instead, to the end.
    fn follow(&self, first: &Url, known: Option<&Version>) -> Result<(Url, Answer)> {
        let mut url = first.clone();
        let mut seen = vec![first.clone()];
        loop {
            let host = self.hosts.host(url.host_str().unwrap_or_default());
            let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
            let rules = self.rules(&mut host, &url)?;
            if !rules.allow(&url) {
                return Err(forbidden(&url, &rules).in_file(first.as_str()));
            }
            let known = known.filter(|version| version.location == url.as_str());
            let answer = self.ask(&mut host, &rules, &url, known)?;
            let Some(next) = redirect(&url, &answer) else { return Ok((url, answer)) };
            let next = next.map_err(|error| error.in_file(first.as_str()))?;
            if seen.contains(&next) || seen.len() > self.settings.redirects {
                let message = format!("the server sends us from page to page without end, {} times so far", seen.len());
                return Err(Error::input(message)
                    .in_file(first.as_str())
                    .hint("look at the page in a browser, and save it to a file"));
            }
            seen.push(next.clone());
            url = next;
        }
    }

    /// One page of one host, in due time; where the host asks to wait, it is asked again after that.
    fn ask(&self, host: &mut Host, rules: &Rules, url: &Url, known: Option<&Version>) -> Result<Answer> {
        let delay = self.settings.delay.max(rules.delay().unwrap_or_default());
        let mut pause = if host.visited { delay.max(host.hold) } else { host.hold };
        for left in (0..=self.settings.repeats).rev() {
            if pause > self.settings.longest_wait {
                return Err(told_to_wait(url, pause));
            }
            if !self.wait(pause) {
                return Err(stopped(url));
            }
            (host.visited, host.hold) = (true, Duration::ZERO);
            let answer = self.client.get(url, known, Limit::Whole(self.settings.largest))?;
            if !matches!(answer.status, 429 | 503) {
                return Ok(answer);
            }
            let wanted = answer.retry_after.unwrap_or(delay * 4);
            (pause, host.hold) = (wanted.max(delay), wanted);
            if left == 0 {
                return Err(told_to_wait(url, pause));
            }
        }
        Err(Error::internal("a page was not asked for").in_file(url.as_str()))
    }

    /// The rules of the host for pages of this scheme and port, asked for when the first is wanted.
    fn rules(&self, host: &mut Host, page: &Url) -> Result<Arc<Rules>> {
        let origin = page.origin().ascii_serialization();
        if let Some(rules) = host.rules.get(&origin) {
            return Ok(Arc::clone(rules));
        }
        if self.is_stopped() {
            return Err(stopped(page));
        }
        if host.hold > self.settings.longest_wait {
            return Err(told_to_wait(page, host.hold));
        }
        let asked = self.ask_for_rules(page);
        // A host that does not answer now is not asked again for each of its pages.
        let (rules, outcome) = match asked {
            Ok(rules) => (Arc::new(rules), None),
            Err(error) => (Arc::new(Rules::Unknown(error.message().to_owned())), Some(error)),
        };
        host.rules.insert(origin, Arc::clone(&rules));
        outcome.map_or(Ok(rules), Err)
    }

    /// Asks for robots.txt. One that sends us on without end counts as absent (RFC 9309, 2.3.1.2).
    fn ask_for_rules(&self, page: &Url) -> Result<Rules> {
        let mut url = page.join("/robots.txt").map_err(|cause| Error::internal("no robots.txt has an address").because(cause))?;
        for _ in 0..=self.settings.redirects {
            let answer = self.client.get(&url, None, Limit::Head(robots::LARGEST))?;
            match redirect(&url, &answer) {
                Some(next) => url = next?,
                None => return Ok(rules_of(&answer)),
            }
        }
        Ok(Rules::None)
    }

    /// Sleeps, unless it is told to stop; says whether it may go on.
    fn wait(&self, mut time: Duration) -> bool {
        const STEP: Duration = Duration::from_millis(50);
        while !time.is_zero() && !self.is_stopped() {
            let step = time.min(STEP);
            std::thread::sleep(step);
            time -= step;
        }
        !self.is_stopped()
    }
}

/// An address as it is asked for and kept: without a fragment, and with nothing in it that no IRI may have.
///
/// # Errors
/// `User` if it is none of a page, or holds a password.
///
/// ```
/// use cajad::fetch::address;
///
/// assert_eq!(address("https://Example.org/a|b?c={d}#e")?, "https://example.org/a%7Cb?c=%7Bd%7D");
/// for refused in ["ftp://example.org/", "https://", "https://name:secret@example.org/", "page.html"] {
///     assert!(address(refused).is_err(), "{refused}");
/// }
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn address(written: &str) -> Result<String> {
    parse(written).map(Into::into)
}

fn parse(written: &str) -> Result<Url> {
    let refused = |message: &str| Error::user(message).in_file(written).hint("write it as https://host/path");
    let mut url = Url::parse(written.trim()).map_err(|cause| refused("this is no address of a page").because(cause))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused("this is no address of a page"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("the address holds a name or a password, and would be kept with it"));
    }
    url.set_fragment(None);
    let foreign = |part: &str| part.contains(['{', '}', '|', '^', '`', '\\', '[', ']']);
    let encode = |part: &str| {
        part.chars()
            .map(|c| if foreign(c.encode_utf8(&mut [0; 4])) { format!("%{:02X}", u32::from(c)) } else { c.to_string() })
            .collect()
    };
    let (path, query): (String, Option<String>) = (encode(url.path()), url.query().map(encode));
    url.set_path(&path);
    url.set_query(query.as_deref());
    Ok(url)
}

/// Where an answer sends us, if it does.
fn redirect(from: &Url, answer: &Answer) -> Option<Result<Url>> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let lost = || Error::input("the server sends us elsewhere, but not to a page").hint("look at the page in a browser");
    let target = answer.location.as_deref().and_then(|location| from.join(location).ok());
    Some(target.ok_or_else(lost).and_then(|target| parse(target.as_str()).map_err(|cause| lost().because(cause))))
}

/// What the answer to a request for robots.txt means.
fn rules_of(answer: &Answer) -> Rules {
    match answer.status {
        200 => Rules::parse(NAME, &answer.body),
        // It cannot be asked for now, so that what it says cannot be known.
        429 | 500..=599 => Rules::Unknown(format!("the server answers {}", status(answer.status))),
        _ => Rules::None,
    }
}

fn forbidden(page: &Url, rules: &Rules) -> Error {
    let message = match rules {
        Rules::Unknown(reason) => {
            format!("the rules of {} for programs cannot be had: {reason}", page.host_str().unwrap_or_default())
        }
        _ => format!("robots.txt of {} does not let programs have the page", page.host_str().unwrap_or_default()),
    };
    Error::input(message).in_file(page.as_str()).hint("save the page by hand, and give its address with --source")
}

fn refused(page: &Url, code: u16) -> Error {
    let hint = match code {
        404 | 410 => "check the address; the page may have moved",
        401 | 403 => "the server does not let us have it; save the page by hand, and give its address with --source",
        _ => "try again later",
    };
    let elsewhere = format!("the server answers {} for {page}", status(code));
    Error::input(elsewhere).hint(hint)
}

fn stopped(page: &Url) -> Error {
    Error::input("stopped before the page was asked for").in_file(page.as_str()).hint("run the command again")
}

fn told_to_wait(page: &Url, time: Duration) -> Error {
    let host = page.host_str().unwrap_or_default();
    let seconds = time.as_secs_f64().ceil();
    Error::input(format!("{host} wants to be left alone for {seconds} second{}", if seconds == 1.0 { "" } else { "s" }))
        .in_file(page.as_str())
        .hint("try again after that")
}

/// `404 Not Found`.
fn status(code: u16) -> String {
    let name = StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason()).unwrap_or("which means nothing");
    format!("{code} {name}")
}
