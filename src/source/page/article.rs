//! The article of a page of an unknown site, by the density of its text: the algorithm of Firefox's reader view.
//! <https://github.com/mozilla/readability>

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use ego_tree::NodeId;
use scraper::Html;

use super::prose::{Line, clutter_in, lines, text_length};
use super::tree;
use crate::site::Clutter;

/// The largest page that is weighed, in elements: the algorithm goes over them many times.
const ELEMENTS: usize = 20_000;

/// The longest text that is weighed, in bytes: each element around it is measured anew.
const TEXT: usize = 1_000_000;

/// The lines of the article, or `None` where the page seems to have none.
///
/// Clutter goes before the page is weighed: the algorithm joins what stands side by side, and a menu with it.
pub(super) fn find(mut html: Html, clutter: &Clutter) -> Option<Vec<Line>> {
    if html.tree.values().filter(|node| node.is_element()).count() > ELEMENTS || text_length(*html.root_element()) > TEXT {
        return None;
    }
    for id in clutter_in(html.root_element(), clutter) {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
    let text = html.html();
    let config = Config { max_elements_to_parse: ELEMENTS, disable_json_ld: true, ..Config::default() };
    // A page that makes the library panic is a page without an article, and no reason to stop.
    let article = catch_unwind(AssertUnwindSafe(|| Readability::new(text, None, Some(config)).ok()?.parse().ok())).ok()??;
    let html: Html = tree::parse(&article.content).ok()?;
    let found = lines(html.root_element(), clutter, &HashSet::<NodeId>::new());
    (!found.is_empty()).then_some(found)
}
