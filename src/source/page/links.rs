//! What a page links to, outside menus and other clutter, and whether it is there to link at all.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::prose::{clutter_in, text_length, words};
use crate::site::Sites;

/// The links of a page.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Links {
    /// Where they lead, as written, with the words of each.
    pub(in crate::source) links: Vec<(String, String)>,
    /// What they are relative to, where the page says so itself.
    pub(in crate::source) base: Option<String>,
    /// How much of the text stands in links, from 0 to 1.
    pub(in crate::source) density: f64,
}

/// The links in the main part of a page, by the profile of its site, else in its body.
pub(super) fn find(html: &Html, address: &str, sites: &Sites) -> Links {
    let select = |selector: &str| Selector::parse(selector).ok().and_then(|selector| html.select(&selector).next());
    let by_profile = sites.profiles(address).flat_map(|profile| &profile.main).find_map(|main| html.select(main).next());
    let root = by_profile.or_else(|| select("body")).unwrap_or_else(|| html.root_element());
    let clutter = clutter_in(root, &sites.clutter);
    let hidden: usize = clutter.iter().filter_map(|id| html.tree.get(*id)).map(text_length).sum();
    let clutter: HashSet<NodeId> = clutter.into_iter().collect();
    let mut found =
        Links { base: select("base[href]").and_then(|base| base.attr("href")).map(str::to_owned), ..Links::default() };
    let mut linked = 0;
    let Ok(anchors) = Selector::parse("a[href]") else { return found };
    for anchor in root.select(&anchors).filter(|anchor| !anchor.ancestors().any(|above| clutter.contains(&above.id()))) {
        linked += text_length(*anchor);
        found.links.extend(anchor.attr("href").map(|target| (target.to_owned(), name(anchor))));
    }
    let whole = text_length(*root).saturating_sub(hidden);
    found.density = if whole == 0 { 0.0 } else { linked as f64 / whole as f64 };
    found
}

/// The words of a link, else what is said of it for those who point at it.
fn name(anchor: ElementRef<'_>) -> String {
    let shown = words(anchor);
    if shown.is_empty() { anchor.attr("title").unwrap_or_default().trim().to_owned() } else { shown }
}
