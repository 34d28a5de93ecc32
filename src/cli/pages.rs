//! Pages and lists of the network on their way to documents.

use super::{Global, Known};
use anyhow::Result;
use cajad::bundle::Bundle;
use cajad::error::Error;
use cajad::fetch::{Cache, Change, Fetcher, Page, Record, Settings, Version, address};
use cajad::source::feed::{Entry, Listing, entries, is_feed};
use cajad::source::{Document, Overrides, parse};
use cajad::store::Store;
use cajad::vocab;
use clap::Args;
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// After so many failures a page of a list is not asked for any more, until the program is run again.
const FAILURES: usize = 3;

/// How the names of files end that may be feeds.
const FEEDS: [&str; 4] = ["xml", "rss", "atom", "json"];

/// How pages are fetched.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options for pages and feeds")]
pub(super) struct PageArgs {
    /// The pages named list others, also if they do not look like it
    #[arg(long, conflicts_with = "page")]
    list: bool,
    /// The pages named are releases, also if they look like lists
    #[arg(long)]
    page: bool,
    /// The most pages that are fetched from one list in one go; the others follow the next time
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    most: usize,
    /// Of a list, take only what has this in its title; repeat it for several
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    /// Take pages from among those that were fetched before, and use no network
    #[arg(long)]
    offline: bool,
    /// How those whose servers are asked can reach you: an e-mail address or a page, told with each request
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// A server of one's own that may be asked although its address is not public, such as 127.0.0.1:8080
    #[arg(long, value_name = "HOST:PORT", hide = true)]
    allow: Vec<SocketAddr>,
}

impl PageArgs {
    fn settings(&self) -> Result<Settings, Error> {
        let mut settings = Settings { allowed: self.allow.clone(), ..Settings::default() };
        if let Some(contact) = &self.contact {
            if !contact.bytes().all(|byte| byte.is_ascii_graphic()) || contact.contains(['(', ')']) {
                return Err(Error::user(format!("{contact:?} is no e-mail address and no page"))
                    .hint("write it in Latin letters without blanks, as name@example.org"));
            }
            settings.agent = settings.agent.replace(')', &format!("; {contact})"));
        }
        // One need not be patient with oneself.
        if self.is_own() {
            settings.delay = Duration::ZERO;
        }
        Ok(settings)
    }

    /// Whether only servers of one's own are asked, as in a test.
    pub(super) fn is_own(&self) -> bool {
        !self.allow.is_empty()
    }
}

/// Fetches pages and makes documents of them.
pub(super) struct Pages<'a> {
    global: &'a Global,
    args: &'a PageArgs,
    overrides: Overrides,
    fetcher: Fetcher,
    /// The addresses of the releases that are in the store.
    sources: BTreeSet<String>,
    failures: BTreeMap<String, usize>,
    /// Whether pages that are as they were are passed over.
    pub(super) only_news: bool,
}

/// A page that was to become a document.
pub(super) struct Item {
    /// Its address as it is kept.
    pub(super) address: String,
    /// The digest of its bytes, where it was fetched.
    pub(super) digest: Option<String>,
    pub(super) document: Result<Document, Error>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(global: &'a Global, args: &'a PageArgs, known: &Known, bundle: &Bundle) -> Result<Self, Error> {
        let fetcher = Fetcher::new(args.settings()?, Cache::of_store(&global.store));
        let overrides = Overrides { source: None, ..known.overrides(bundle)? };
        let (sources, failures) = (BTreeSet::new(), BTreeMap::new());
        Ok(Self { global, args, overrides, fetcher, sources, failures, only_news: false })
    }

    pub(super) fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Looks which releases are in the store by now.
    pub(super) fn look(&mut self) -> Result<(), Error> {
        self.sources.clear();
        if Store::exists(&self.global.store)? {
            let store = Store::open_read_only(&self.global.store)?;
            // People, offices and corrections have sources too.
            let prefix = format!("{}release/", vocab::ID);
            for quad in store.matching(None, Some(vocab::SOURCE), None, None)? {
                if let (NamedOrBlankNode::NamedNode(release), Term::NamedNode(source)) = (quad.subject, quad.object)
                    && release.as_str().starts_with(&prefix)
                {
                    self.sources.insert(source.into_string());
                }
            }
        }
        Ok(())
    }

    /// The page at an address, or what is new on it if it is a list.
    pub(super) fn gather(&mut self, written: &str) -> Vec<Item> {
        let listing = match (self.args.list, self.args.page) {
            (true, _) => Listing::Always,
            (_, true) => Listing::Never,
            _ => Listing::Guess,
        };
        let found = self.fetch(written).and_then(|page| {
            let overrides = self.overrides_for(&page);
            let listed = entries(&page.version.location, &page.bytes, listing, &overrides)?;
            if listed.is_some() {
                self.note(&page.address, |record| record.list = true)?;
            }
            Ok((page, listed))
        });
        match found {
            Err(error) => vec![Item { address: written.to_owned(), digest: None, document: Err(error) }],
            Ok((page, Some(listed))) => self.gather_listed(&page.address, listed),
            Ok((page, None)) => {
                let (lang, issued) = (self.overrides.lang, self.overrides.issued);
                let noted = self.note(&page.address, |record| {
                    record.lang = lang.map(|lang| lang.code().to_owned());
                    record.issued = issued.map(|day| day.to_string());
                });
                let record = self.fetcher.cache().record(&page.address).ok().flatten();
                let old = page.change == Change::Same && record.is_some_and(|record| self.is_done(&record, &page.version));
                if self.only_news && old { Vec::new() } else { vec![self.item(page, noted)] }
            }
        }
    }

    /// Whether a file is a feed; its name must say that it may be one.
    pub(super) fn is_feed_file(&self, path: &Path) -> bool {
        let suffix = path.extension().and_then(|suffix| suffix.to_str()).map(str::to_lowercase);
        suffix.is_some_and(|suffix| FEEDS.contains(&suffix.as_str()))
            && read(path).is_ok_and(|bytes| is_feed(&path.display().to_string(), &bytes))
    }

    /// What is new in a file that is a feed.
    pub(super) fn gather_file(&mut self, path: &Path) -> Vec<Item> {
        let name = path.display().to_string();
        match read(path).and_then(|bytes| entries(&name, &bytes, Listing::Guess, &self.overrides)) {
            Ok(listed) => self.gather_listed(&name, listed.unwrap_or_default()),
            Err(error) => vec![Item { address: name, digest: None, document: Err(error) }],
        }
    }

    /// What of a list is new, in its order.
    fn gather_listed(&mut self, list: &str, listed: Vec<Entry>) -> Vec<Item> {
        let all = listed.len();
        let wanted: Vec<String> = self.args.only.iter().map(|text| text.to_lowercase()).collect();
        let fits = |entry: &Entry| wanted.is_empty() || wanted.iter().any(|text| entry.title.to_lowercase().contains(text));
        let mut new: Vec<(Entry, bool)> = Vec::new();
        for entry in listed.into_iter().filter(|entry| fits(entry)) {
            match self.state(&entry) {
                Ok(State::Known) => {}
                Ok(State::Kept) => new.push((entry, true)),
                Ok(State::New) | Err(_) => new.push((entry, false)),
            }
        }
        let (found, left) = (new.len(), new.len().saturating_sub(self.args.most));
        let left = if left > 0 { format!("; {left} of them are left for the next time (see --most)") } else { String::new() };
        self.global.say(&format!("{list}: lists {all}, {found} new{left}"));
        let mut items = Vec::new();
        for (entry, kept) in new.into_iter().take(self.args.most) {
            if self.fetcher.is_stopped() {
                break;
            }
            items.push(self.gather_entry(entry, kept));
        }
        items
    }

    fn gather_entry(&mut self, entry: Entry, kept: bool) -> Item {
        let page = if kept { self.fetcher.cached(&entry.address) } else { self.fetch(&entry.address) };
        match page {
            Ok(page) => {
                let lang = self.overrides.lang;
                let noted = self.note(&page.address, |record| {
                    record.listed.clone_from(&entry.changed);
                    record.lang = lang.map(|lang| lang.code().to_owned());
                });
                self.item(page, noted)
            }
            Err(error) => {
                *self.failures.entry(entry.address.clone()).or_default() += 1;
                Item { address: entry.address, digest: None, document: Err(error) }
            }
        }
    }

    /// Whether a page of a list is new.
    fn state(&self, entry: &Entry) -> Result<State, Error> {
        let address = address(&entry.address)?;
        if self.failures.get(&entry.address).is_some_and(|times| *times >= FAILURES) {
            return Ok(State::Known);
        }
        let record = self.fetcher.cache().record(&address)?;
        let Some((record, newest)) = record.as_ref().and_then(|record| Some((record, record.newest()?))) else {
            return Ok(if self.sources.contains(&address) { State::Known } else { State::New });
        };
        let edited = entry.changed.is_some() && entry.changed != record.listed;
        Ok(match (edited, self.is_done(record, newest)) {
            (true, _) => State::New,
            (_, true) => State::Known,
            _ => State::Kept,
        })
    }

    /// Whether a version of a page is in the store, or cannot be.
    fn is_done(&self, record: &Record, version: &Version) -> bool {
        let taken = self.sources.contains(&version.location) && record.taken.as_ref() == Some(&version.digest);
        taken || record.refused.as_ref() == Some(&version.digest)
    }

    fn fetch(&self, address: &str) -> Result<Page, Error> {
        if self.args.offline {
            return self.fetcher.cached(address);
        }
        self.global.say(&format!("fetching   {address}"));
        self.fetcher.fetch(address)
    }

    fn item(&self, page: Page, noted: Result<(), Error>) -> Item {
        let document = noted.and_then(|()| parse(&page.version.location, &page.bytes, &self.overrides_for(&page)));
        Item { address: page.address, digest: Some(page.version.digest), document }
    }

    fn overrides_for(&self, page: &Page) -> Overrides {
        let (source, charset) = (Some(page.version.location.clone()), page.charset().map(str::to_owned));
        Overrides { source, charset, ..self.overrides.clone() }
    }

    fn note(&self, address: &str, change: impl FnOnce(&mut Record)) -> Result<(), Error> {
        let Some(mut record) = self.fetcher.cache().record(address)? else { return Ok(()) };
        let before = record.clone();
        change(&mut record);
        if record == before { Ok(()) } else { self.fetcher.cache().put(&record) }
    }

    /// Notes which version of a page was taken in or could not be, so that it is not tried again before it changes.
    pub(super) fn settle(&self, address: &str, digest: Option<&str>, refused: bool) -> Result<(), Error> {
        let Some(digest) = digest.map(str::to_owned) else { return Ok(()) };
        self.note(address, |record| {
            (record.taken, record.refused) = if refused { (record.taken.take(), Some(digest)) } else { (Some(digest), None) };
        })
    }
}

/// How a page of a list stands to what is there.
enum State {
    /// It is in the store, or cannot be taken in.
    Known,
    /// It was fetched, but is not in the store.
    Kept,
    New,
}

/// The bytes of a feed in a file, as many as a feed may have.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable =
        |cause| Error::input("the file cannot be read").in_path(path).hint("give yourself the right to read it").because(cause);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(cajad::source::LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Whether an argument is the address of a page.
pub(super) fn is_address(written: &str) -> bool {
    let written = written.trim_start().to_ascii_lowercase();
    ["http://", "https://"].iter().any(|scheme| written.starts_with(scheme))
}

/// The newest version of each page that is kept beside the store, as a document; those that were refused before are left out.
pub(super) fn kept(global: &Global, overrides: &Overrides) -> Result<Vec<Item>, Error> {
    let cache = Cache::of_store(&global.store);
    let mut items = Vec::new();
    for record in cache.records()? {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let folder = cache.folder().display().to_string();
                items.push(Item { address: folder, digest: None, document: Err(error) });
                continue;
            }
        };
        let Some(newest) =
            record.newest().cloned().filter(|newest| !record.list && record.refused.as_ref() != Some(&newest.digest))
        else {
            continue;
        };
        let document = cache.bytes(&record.address, &newest.digest).and_then(|bytes| {
            let lost = || Error::input("the page is lost, or has been changed").in_file(&record.address).hint("add it again");
            let bytes = bytes.ok_or_else(lost)?;
            let page = Page { address: record.address.clone(), version: newest.clone(), bytes, change: Change::Same };
            let overrides = Overrides {
                source: Some(newest.location.clone()),
                charset: page.charset().map(str::to_owned),
                lang: record.lang.as_deref().and_then(cajad::source::Lang::from_code),
                issued: record.issued.as_deref().and_then(|day| day.parse().ok()),
                ..overrides.clone()
            };
            parse(&newest.location, &page.bytes, &overrides)
        });
        items.push(Item { address: record.address, digest: Some(newest.digest.clone()), document });
    }
    Ok(items)
}
