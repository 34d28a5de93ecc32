//! Evidence that can be proved: every quote is read again from the stored text.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNodeRef, Quad, Term};

use crate::finding::{Finding, Severity};
use crate::passage::{Page, Quote, quotes};
use crate::shapes::name;
use crate::store::Store;
use crate::vocab;

/// The classes whose instances state a fact, and so have to name their passage.
const FACTS: [NamedNodeRef<'static>; 6] =
    [vocab::EVENT, vocab::PARTICIPATION_CLASS, vocab::INSTRUMENT, vocab::MILESTONE_CLASS, vocab::STATEMENT, vocab::COMMITMENT];

/// The quotes of a release that do not stand in its text, and the facts that name no passage of it.
pub(super) fn check(store: &Store, release: NamedNodeRef<'_>, quads: &[Quad]) -> Vec<Finding> {
    let violation = |check, message: &str| Finding::new(Severity::Violation, check, message).in_graph(release.as_str());
    let text = match store.text(release) {
        Ok(Some(text)) => text,
        Ok(None) => {
            let message = "the release has no text: add it again from its file";
            return vec![violation("release-text", message).about(release.as_str())];
        }
        Err(error) => {
            let told = format!("{}: {}", error.message(), error.remedy().unwrap_or("add the release again from its file"));
            return vec![violation("release-text", &told).about(release.as_str())];
        }
    };
    let (page, quotes) = (Page::new(&text), quotes(quads));
    let wrong = quotes.iter().filter(|(_, quote)| quote.is_none_or(|quote| quote.defect(&page).is_some())).map(|(name, _)| {
        violation("quote", "the quote does not stand at its place in the text: add the release again from its file").about(*name)
    });
    let unproved = unproved(quads, &quotes).into_iter().map(|name| {
        violation("evidence", "the fact names no passage of its own release: give it cajad:evidence, or take it out").about(name)
    });
    wrong.chain(unproved).collect()
}

/// The facts without a passage that stands in the same graph.
fn unproved<'a>(quads: &'a [Quad], quotes: &BTreeMap<&str, Option<Quote<'_>>>) -> BTreeSet<&'a str> {
    let object = |quad: &'a Quad| if let Term::NamedNode(node) = &quad.object { Some(node.as_ref()) } else { None };
    let facts = quads.iter().filter(|q| q.predicate == vocab::TYPE && object(q).is_some_and(|class| FACTS.contains(&class)));
    let proved = quads.iter().filter(|q| q.predicate == vocab::EVIDENCE);
    let proved: BTreeSet<&str> = proved
        .filter(|q| object(q).is_some_and(|passage| quotes.contains_key(passage.as_str())))
        .map(|q| name(&q.subject))
        .collect();
    facts.map(|q| name(&q.subject)).filter(|fact| !proved.contains(fact)).collect()
}
