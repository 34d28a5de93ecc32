//! A web page to the release on it: by the profile of its site, else by the density of its text, else its whole body.
//!
//! What fired is told as the reader of the document. Menus, captions, related links and notices of cookies are left out in each
//! of the three ways; `data/sites.toml` says what they are.

mod article;
mod head;
mod links;
mod prose;
mod tree;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::{Extract, Overrides, letters};
use crate::error::{Error, Result};
use crate::site::{Labels, Profile, Sites};
use head::Head;
use prose::Line;

/// The least that an article has, as a share of the words of the body: less is a box that looks like one.
const ARTICLE: f64 = 0.2;

/// The least that an article has, in characters.
const SHORTEST: usize = 140;

/// The longest title, in characters; those of treaties have some hundreds.
const TITLE: usize = 1000;

/// The longest line that shows a day, in characters.
const DATE: usize = 100;

/// Reads a page.
///
/// # Errors
/// `Input` if its bytes are no text, or if it is built to be unreadable: nested or long beyond all measure.
pub(super) fn read(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Extract> {
    let sites = overrides.sites.clone().map_or_else(Sites::shipped, Ok)?;
    let sites: &Sites = &sites;
    let html = tree(origin, bytes, overrides)?;
    let head = head::read(&html);
    let address = overrides.source.clone().or_else(|| head.address.clone());
    let profiles = address.iter().flat_map(|address| sites.profiles(address));
    let found = profiles.filter_map(|profile| Found::by_profile(&html, profile, sites)).next();
    let found = found.unwrap_or_else(|| Found::anywhere(html, &head, sites));
    Ok(found.extract(head))
}

/// The links of a page.
///
/// # Errors
/// As for [`read`].
pub(super) fn links(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<links::Links> {
    let sites = overrides.sites.clone().map_or_else(Sites::shipped, Ok)?;
    Ok(links::find(&tree(origin, bytes, overrides)?, overrides.source.as_deref().unwrap_or_default(), &sites))
}

fn tree(origin: &str, bytes: &[u8], overrides: &Overrides) -> Result<Html> {
    tree::parse(&letters(origin, bytes, overrides)?).map_err(|reason| {
        let hint = "it is no page of a release; save what it says as plain text";
        Error::input(format!("the page cannot be read: {reason}")).in_file(origin).hint(hint)
    })
}

/// What was found on a page, and how.
struct Found {
    reader: String,
    title: Option<String>,
    date: Option<String>,
    lines: Vec<Line>,
}

impl Found {
    /// What a profile finds, if the page has the layout that it is for.
    fn by_profile(html: &Html, profile: &Profile, sites: &Sites) -> Option<Self> {
        let main = profile.main.iter().find_map(|selector| html.select(selector).next())?;
        let title = first(html, &profile.title);
        let date = first(html, &profile.date);
        let mut skipped: HashSet<NodeId> = title.iter().chain(&date).map(|element| element.id()).collect();
        skipped.remove(&main.id());
        skipped.extend(profile.clutter.iter().flat_map(|clutter| main.select(clutter)).map(|element| element.id()));
        let words = |element: ElementRef<'_>| Some(prose::words(element)).filter(|words| !words.is_empty());
        let lines = prose::without_links(prose::lines(main, &sites.clutter, &skipped));
        let date = date.and_then(words).filter(|words| words.chars().count() <= DATE && words.contains(|c: char| c.is_numeric()));
        let found = Self { reader: format!("profile {}", profile.name), title: title.and_then(words), date, lines };
        let found = if profile.labels == Labels::default() { found } else { found.by_labels(&profile.labels)? };
        (!found.lines.is_empty()).then_some(found)
    }

    /// The parts of a page that stand in lines with labels.
    fn by_labels(mut self, labels: &Labels) -> Option<Self> {
        let begins = |line: &Line, labels: &[String]| {
            labels.iter().find_map(|label| line.text.strip_prefix(label.as_str())).map(|rest| rest.trim().to_owned())
        };
        let value = |labels: &[String]| self.lines.iter().find_map(|line| begins(line, labels)).filter(|value| !value.is_empty());
        let (title, date) = (value(&labels.title), value(&labels.date));
        let (at, rest) =
            self.lines.iter().enumerate().find_map(|(at, line)| begins(line, &labels.text).map(|rest| (at, rest)))?;
        let mut lines = self.lines.split_off(at);
        lines[0].text = rest;
        lines.retain(|line| !line.text.is_empty());
        Some(Self { title, date, lines, ..self })
    }

    /// What is found on the page of an unknown site, or of a known one with an unknown layout.
    fn anywhere(html: Html, head: &Head, sites: &Sites) -> Self {
        let body = Selector::parse("body").ok().and_then(|body| html.select(&body).next()).unwrap_or_else(|| html.root_element());
        let body = prose::without_links(prose::lines(body, &sites.clutter, &HashSet::new()));
        let length = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
        let least = SHORTEST.max((length(&body) as f64 * ARTICLE) as usize);
        let article = article::find(html, &sites.clutter).map(prose::without_links).filter(|article| length(article) >= least);
        let (reader, lines) = article.map_or(("body", body), |article| ("readability", article));
        let lines = from_title(lines, head.title.as_deref());
        Self { reader: reader.to_owned(), title: None, date: None, lines }
    }

    fn extract(mut self, head: Head) -> Extract {
        let title = self.title.or(head.title).filter(|title| title.chars().count() <= TITLE);
        // A title that the text begins with is not told twice.
        let again = self.lines.iter().take(3).position(|line| Some(line.text.as_str()) == title.as_deref());
        if let Some(at) = again {
            self.lines.remove(at);
        }
        let shown = self.date.as_deref().and_then(head::day);
        Extract {
            text: prose::joined(&self.lines),
            title,
            issued: head.issued.or(shown),
            date_line: self.date,
            lang: head.lang,
            publisher: None,
            source: head.address,
            reader: self.reader,
        }
    }
}

/// The first element that the first selector with a match finds.
fn first<'a>(html: &'a Html, selectors: &[Selector]) -> Option<ElementRef<'a>> {
    selectors.iter().find_map(|selector| html.select(selector).next())
}

/// The lines from the title on, where it stands in the first half of them: what is before it heads the site and not the text.
fn from_title(mut lines: Vec<Line>, title: Option<&str>) -> Vec<Line> {
    let half = lines.len().div_ceil(2);
    match lines[..half].iter().position(|line| Some(line.text.as_str()) == title) {
        Some(at) => lines.split_off(at),
        None => lines,
    }
}
