//! Why the graph says what it says of a thing: every release that speaks of it, with the passage, re-read from the text.

mod correction;

pub use correction::Correction;

use crate::chronology;
use crate::error::{Error, Result};
use crate::passage::{Page, Quote, quotes};
use crate::pipeline::Pipeline;
use crate::source::{Document, Lang, Meta};
use crate::store::Store;
use crate::vocab::{self, short};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The characters of the text that are shown before and after a quote.
const AROUND: usize = 120;

/// Everything that is known of one IRI, and from where.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// What is explained.
    pub iri: String,
    /// Its classes, short, sorted.
    pub types: Vec<String>,
    /// Its preferred labels by language; a title is a label too.
    pub labels: BTreeMap<String, String>,
    /// The graphs in which it is described, sorted by name.
    pub accounts: Vec<Account>,
    /// The corrections that concern it, in the order of their days.
    pub corrections: Vec<Correction>,
    /// The graphs that only refer to it.
    pub mentioned_in: Vec<String>,
}

/// What one graph says of it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The graph.
    pub graph: String,
    /// The release's title, if the graph is a release.
    pub title: Option<String>,
    /// The day of issue.
    pub issued: Option<String>,
    /// The address of the page.
    pub source: Option<String>,
    /// The rules that made the facts.
    pub rules: Vec<String>,
    /// The facts: property and value, both short, sorted.
    pub facts: Vec<(String, String)>,
    /// The passages that bear them, in the order of the text.
    pub passages: Vec<Passage>,
}

/// A quote in its place.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// The first character in the release's text, from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What the graph quotes.
    pub quote: String,
    /// The text before it.
    pub before: String,
    /// The text after it.
    pub after: String,
    /// Why the quote is not proved, if the stored text does not have it there; `None` is as it should be.
    pub defect: Option<String>,
    /// The words that the lexicon knew in it, each with what it was taken for.
    pub matched: Vec<String>,
    /// Readings that lost.
    pub lost: Vec<String>,
}

/// Explains a thing, an event, a statement, a passage or a release.
///
/// # Errors
/// `User` if no graph speaks of the IRI; `Input` if the store cannot be read. A text that is lost or does not have a quote
/// is no error but a defect in the [`Passage`], for that is what one wants to know.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = cajad::store::Store::open(folder.path())?;
/// use cajad::explain::explain;
/// use cajad::vocab;
///
/// let error = explain(&store, vocab::PERSON).unwrap_err();
/// assert_eq!(error.to_string(), "no graph in the store speaks of cajad:Person");
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn explain(store: &Store, iri: NamedNodeRef<'_>) -> Result<Explanation> {
    let said = store.matching(Some(iri.into()), None, None, None)?;
    let referring = store.matching(None, None, Some(iri.into()), None)?;
    if said.is_empty() && referring.is_empty() {
        return Err(Error::user(format!("no graph in the store speaks of {}", short(iri.as_str())))
            .hint("look the IRI up with `cajad query`, and write it whole or with its prefix"));
    }
    let mut by_graph: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for quad in said {
        by_graph.entry(graph_name(&quad)).or_default().push(quad);
    }
    let all = || by_graph.values().flatten();
    let types: BTreeSet<String> = values(all(), vocab::TYPE).map(|class| shown(&class)).collect();
    let mut labels = BTreeMap::new();
    for property in [vocab::PREF_LABEL, vocab::LABEL, vocab::TITLE] {
        for label in values(all(), property) {
            if let Term::Literal(label) = label {
                labels.entry(label.language().unwrap_or("").to_owned()).or_insert_with(|| label.value().to_owned());
            }
        }
    }
    let corrections = correction::corrections(store, iri)?;
    // What the overlay says is told as corrections.
    if !corrections.is_empty() {
        by_graph.remove(vocab::OVERLAY_GRAPH.as_str());
    }
    let referring = referring.iter().map(graph_name).filter(|graph| !by_graph.contains_key(graph));
    let mentioned_in: BTreeSet<String> =
        referring.filter(|graph| corrections.is_empty() || graph != vocab::OVERLAY_GRAPH.as_str()).collect();
    let accounts = by_graph.iter().map(|(graph, quads)| account(store, iri, graph, quads)).collect::<Result<_>>()?;
    Ok(Explanation {
        iri: iri.as_str().to_owned(),
        types: types.into_iter().collect(),
        labels,
        accounts,
        corrections,
        mentioned_in: mentioned_in.into_iter().collect(),
    })
}

fn account(store: &Store, iri: NamedNodeRef<'_>, graph: &str, quads: &[Quad]) -> Result<Account> {
    let name = NamedNode::new_unchecked(graph);
    let of_release = store.matching(Some(name.as_ref().into()), None, None, Some(name.as_ref().into()))?;
    let first = |property| values(of_release.iter(), property).map(|term| shown(&term)).min();
    let told: BTreeSet<&str> =
        BTreeSet::from([vocab::TYPE.as_str(), vocab::PREF_LABEL.as_str(), vocab::EVIDENCE.as_str(), vocab::RULE.as_str()]);
    let facts: BTreeSet<(String, String)> = quads
        .iter()
        .filter(|quad| !told.contains(quad.predicate.as_str()))
        .map(|quad| (short(quad.predicate.as_str()), shown(&quad.object)))
        .collect();
    let rules: BTreeSet<String> = values(quads.iter(), vocab::RULE).map(|rule| shown(&rule)).collect();
    Ok(Account {
        graph: graph.to_owned(),
        title: first(vocab::TITLE),
        issued: first(vocab::ISSUED),
        source: first(vocab::SOURCE),
        rules: rules.into_iter().collect(),
        facts: facts.into_iter().collect(),
        passages: passages(store, iri, name.as_ref(), quads)?,
    })
}

/// The passages of the thing, or the thing itself if it is one.
fn passages(store: &Store, iri: NamedNodeRef<'_>, graph: NamedNodeRef<'_>, quads: &[Quad]) -> Result<Vec<Passage>> {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for evidence in values(quads.iter(), vocab::EVIDENCE) {
        if let Term::NamedNode(passage) = evidence {
            named.insert(passage.into_string());
        }
    }
    if values(quads.iter(), vocab::TYPE).any(|class| class == Term::from(vocab::PASSAGE)) {
        named.insert(iri.as_str().to_owned());
    }
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let page = match store.text(graph) {
        Ok(Some(text)) => Ok(Page::new(&text)),
        Ok(None) => Err("the release has no text".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    let mut passages = Vec::new();
    for passage in named {
        let passage = NamedNode::new_unchecked(passage);
        let quads = store.matching(Some(passage.as_ref().into()), None, None, Some(graph.into()))?;
        passages.push(match (quotes(&quads).get(passage.as_str()).copied().flatten(), &page) {
            (None, _) => {
                let defect = format!("the graph does not describe the passage {passage}");
                unproved(Quote { start: 0, end: 0, exact: "" }, defect)
            }
            (Some(quote), Ok(page)) => in_context(page, quote),
            (Some(quote), Err(defect)) => unproved(quote, defect.clone()),
        });
    }
    passages.sort_by_key(|passage| (passage.start, passage.end));
    Ok(passages)
}

fn unproved(quote: Quote<'_>, defect: String) -> Passage {
    let Quote { start, end, exact } = quote;
    let (before, after, matched, lost) = (String::new(), String::new(), Vec::new(), Vec::new());
    Passage { start, end, quote: exact.to_owned(), before, after, defect: Some(defect), matched, lost }
}

/// Reads the quote again, with what stands around it in the same paragraph, cut at a word.
fn in_context(page: &Page, quote: Quote<'_>) -> Passage {
    let (characters, Quote { start, end, exact }) = (page.characters(), quote);
    let defect = quote.defect(page);
    if let Some(defect) = defect.clone().filter(|_| start >= end || end > characters.len()) {
        return unproved(quote, defect);
    }
    let head = &characters[..start];
    let from = head.iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1).max(start.saturating_sub(AROUND));
    let cut = from > 0 && head[from - 1] != '\n';
    let from = if cut { (from..start).find(|at| head[*at].is_whitespace()).unwrap_or(from) } else { from };
    let tail = &characters[end..];
    let line = tail.iter().position(|c| *c == '\n').unwrap_or(tail.len());
    let to = if line <= AROUND { line } else { (1..AROUND).rev().find(|at| tail[*at].is_whitespace()).unwrap_or(AROUND) };
    let before: String = head[from..].iter().collect();
    let after: String = tail[..to].iter().collect();
    Passage {
        start,
        end,
        quote: exact.to_owned(),
        before: if cut { format!("... {}", before.trim_start()) } else { before },
        after: if to < line { format!("{} ...", after.trim_end()) } else { after },
        defect,
        matched: Vec::new(),
        lost: Vec::new(),
    }
}

impl Explanation {
    /// Reads the releases again and adds to each passage which words were known as what, and which readings lost.
    ///
    /// # Errors
    /// `Input` if the store or a text cannot be read.
    pub fn retrace(&mut self, store: &Store, pipeline: &Pipeline) -> Result<()> {
        for account in self.accounts.iter_mut().filter(|a| !a.passages.is_empty()) {
            let release = NamedNode::new_unchecked(&account.graph);
            // A text that is lost or changed is told as a defect of its passages.
            let Ok(Some(text)) = store.text(release.as_ref()) else { continue };
            // The cells of a table say what they are: nobody has read them as prose.
            let rule = Literal::new_simple_literal(chronology::RULE);
            let ruled = store.matching(None, Some(vocab::RULE), Some(rule.as_ref().into()), Some(release.as_ref().into()))?;
            if !ruled.is_empty() {
                continue;
            }
            let stored = store.matching(Some(release.as_ref().into()), None, None, Some(release.as_ref().into()))?;
            let value = |property| values(stored.iter(), property).next().map(|term| plain(&term));
            let publisher = values(stored.iter(), vocab::PUBLISHER).next().map(|term| shown(&term));
            let meta = Meta {
                source: values(stored.iter(), vocab::SOURCE).next().map(|term| shown(&term)),
                publisher: publisher.and_then(|p| p.strip_prefix("id:org/").map(str::to_owned)),
                issued: value(vocab::ISSUED).and_then(|day| day.parse().ok()),
                lang: value(vocab::LANGUAGE).and_then(|code| Lang::from_code(&code)),
                title: value(vocab::TITLE),
                ..Meta::default()
            };
            let traces = pipeline.trace(&Document { origin: account.graph.clone(), meta, text, table: None })?;
            for passage in &mut account.passages {
                if let Some(trace) = traces.iter().find(|t| (t.start, t.end) == (passage.start, passage.end)) {
                    (passage.matched, passage.lost) = (trace.matched.clone(), trace.lost.clone());
                }
            }
        }
        Ok(())
    }

    /// For people; the quotes stand between `[` and `]`.
    pub fn to_text(&self) -> String {
        let mut lines = vec![self.iri.clone()];
        if !self.types.is_empty() {
            lines.push(format!("  is        {}", self.types.join(", ")));
        }
        for (lang, label) in &self.labels {
            lines.push(format!("  {:<8}  {label}", if lang.is_empty() { "label" } else { lang }));
        }
        for account in &self.accounts {
            lines.push(String::new());
            account.write(&mut lines);
        }
        for correction in &self.corrections {
            lines.push(String::new());
            correction.write(&short(&self.iri), &mut lines);
        }
        if !self.mentioned_in.is_empty() {
            lines.push(String::new());
            lines.push("Also referred to in".into());
            lines.extend(self.mentioned_in.iter().map(|graph| format!("  {graph}")));
        }
        lines.join("\n") + "\n"
    }

    /// Whether every quote stands in its text.
    pub fn is_proved(&self) -> bool {
        let named = self.corrections.iter().flat_map(|correction| &correction.passages);
        self.accounts.iter().flat_map(|account| &account.passages).chain(named).all(|passage| passage.defect.is_none())
    }
}

impl Account {
    fn write(&self, lines: &mut Vec<String>) {
        lines.push(match &self.title {
            Some(title) => format!("{title} ({})", self.issued.as_deref().unwrap_or("no date")),
            None => self.graph.clone(),
        });
        if self.title.is_some() {
            lines.push(format!("  graph     {}", self.graph));
        }
        if let Some(source) = &self.source {
            lines.push(format!("  source    {source}"));
        }
        for rule in &self.rules {
            lines.push(format!("  rule      {rule}"));
        }
        lines.extend(self.facts.iter().map(|(property, value)| format!("  {property}  {value}")));
        self.passages.iter().for_each(|passage| passage.write(lines));
    }
}

impl Passage {
    fn write(&self, lines: &mut Vec<String>) {
        let Self { start, end, quote, before, after, defect, matched, lost } = self;
        lines.push(format!("  characters {start} to {end}:"));
        lines.push(format!("    {before}[{quote}]{after}"));
        if let Some(defect) = defect {
            lines.push(format!("    not proved: {defect}"));
        }
        for (title, readings) in [("knew", matched), ("lost", lost)] {
            lines.extend(readings.iter().map(|reading| format!("      {title}  {reading}")));
        }
    }
}

fn values<'a>(quads: impl Iterator<Item = &'a Quad>, property: NamedNodeRef<'a>) -> impl Iterator<Item = Term> {
    let mut found: Vec<Term> = quads.filter(|quad| quad.predicate == property).map(|quad| quad.object.clone()).collect();
    found.sort_by_cached_key(ToString::to_string);
    found.into_iter()
}

fn graph_name(quad: &Quad) -> String {
    match &quad.graph_name {
        GraphName::NamedNode(graph) => graph.as_str().to_owned(),
        GraphName::BlankNode(_) | GraphName::DefaultGraph => String::new(),
    }
}

fn plain(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn shown(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => short(iri.as_str()),
        other => plain(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, start: usize, end: usize, exact: &str) -> Passage {
        in_context(&Page::new(text), Quote { start, end, exact })
    }

    #[test]
    fn a_quote_is_read_again_in_its_paragraph() {
        let text = "Title\n\n日本とカザフスタン。 The two met. They agreed.\nNext.\n";
        let passage = around(text, 18, 30, "The two met.");
        assert_eq!((passage.before.as_str(), passage.after.as_str()), ("日本とカザフスタン。 ", " They agreed."));
        assert_eq!(passage.defect, None);
        let moved = around(text, 17, 29, "The two met.");
        assert_eq!(moved.defect.as_deref(), Some("the text has here \" The two met\""));
        let beyond = around(text, 40, 400, "x");
        assert!(beyond.defect.is_some_and(|defect| defect.starts_with("the text has only")));
        let turned = around(text, 30, 18, "The two met.");
        assert_eq!(turned.defect.as_deref(), Some("it has no length"));
    }

    #[test]
    fn a_long_paragraph_is_cut_at_words() {
        let text = format!("{}QUOTE{}", "before ".repeat(40), " after".repeat(40));
        let passage = around(&text, 280, 285, "QUOTE");
        assert!(passage.before.starts_with("... before ") && passage.after.ends_with(" after ..."));
        assert!(passage.before.chars().count() < AROUND + 10);
    }
}
