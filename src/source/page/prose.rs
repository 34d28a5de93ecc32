//! Elements to lines: what a page shows as a paragraph, a heading or a point of a list becomes a line of the text.
//!
//! White space is folded as a browser folds it; between two Japanese characters a line break of the source is nothing, as CSS has it,
//! <https://www.w3.org/TR/css-text-3/#line-break-transform>. What is no text of the release is left out: clutter by name, role or
//! class, what is not shown, and lines that are links as a whole.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Node};

use crate::site::Clutter;

/// The elements that begin and end lines.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "aside",
];

/// Writes the lines of an element; `skipped` are elements within it that are told elsewhere or left out.
pub(super) fn lines(root: ElementRef<'_>, clutter: &Clutter, skipped: &HashSet<NodeId>) -> Vec<Line> {
    let whole = text_length(*root);
    let mut scribe = Scribe {
        lines: Vec::new(),
        line: String::new(),
        linked: 0,
        shown: 0,
        space: Space::None,
        marker: None,
        after: Break::Paragraph,
        heading: false,
    };
    let mut counters: HashMap<NodeId, i64> = HashMap::new();
    let mut links = 0usize;
    let mut cursor = Some((*root, true));
    while let Some((node, entering)) = cursor {
        let mut enter = false;
        match node.value() {
            Node::Text(text) if entering => scribe.write(text, links > 0, is_pre(node)),
            Node::Element(element) if entering => {
                let left_out =
                    node.id() != root.id() && (skipped.contains(&node.id()) || is_clutter(node, element, clutter, whole));
                if !left_out {
                    scribe.open(node, element, &mut counters);
                    links += usize::from(is_link(element));
                    enter = true;
                }
            }
            Node::Element(element) => {
                links -= usize::from(is_link(element));
                scribe.close(element);
            }
            Node::Document | Node::Fragment => enter = entering,
            _ => {}
        }
        cursor = next(node, enter, root.id());
    }
    scribe.end_line();
    scribe.lines
}

/// The elements beneath one that are clutter, each as a whole.
pub(super) fn clutter_in(root: ElementRef<'_>, clutter: &Clutter) -> Vec<NodeId> {
    let whole = text_length(*root);
    let mut found = Vec::new();
    let mut cursor = Some((*root, true));
    while let Some((node, entering)) = cursor {
        let mut enter = entering;
        if let Node::Element(element) = node.value()
            && entering
            && node.id() != root.id()
            && is_clutter(node, element, clutter, whole)
        {
            found.push(node.id());
            enter = false;
        }
        cursor = next(node, enter, root.id());
    }
    found
}

/// A line of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Whether a paragraph begins with it, and not a mere line of one.
    pub(super) paragraph: bool,
    /// Whether all of it is a link.
    linked: bool,
    /// Whether it is a heading.
    heading: bool,
}

/// The lines without those that are links as a whole, and without headings that nothing else follows.
///
/// Links stay where the line before them says that they are told: "The parties signed:".
pub(super) fn without_links(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let (mut introduced, mut dropped) = (false, false);
    let lone = |kept: &[Line], dropped: bool| dropped && kept.last().is_some_and(|last| last.heading);
    for line in lines {
        if line.linked && !introduced {
            dropped = true;
            continue;
        }
        if line.heading && lone(&kept, dropped) {
            kept.pop();
        }
        (introduced, dropped) = (line.linked || line.text.ends_with([':', '：']), false);
        kept.push(line);
    }
    while kept.len() > 1 && kept.last().is_some_and(|last| last.heading) {
        kept.pop();
    }
    kept
}

/// Lines as a text: an empty line before each paragraph.
pub(super) fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text.push_str(if line.paragraph { "\n\n" } else { "\n" });
        }
        text.push_str(&line.text);
    }
    text
}

/// The words of an element in one line, as a title or a date; of one that is too long for that, the beginning.
pub(super) fn words(element: ElementRef<'_>) -> String {
    /// A title or a date is shorter, in bytes.
    const LONGEST: usize = 4000;
    let mut folded = String::new();
    for piece in element.descendants().filter_map(|node| node.value().as_text().filter(|_| !is_unseen(node))) {
        folded.push_str(&piece[..piece.floor_char_boundary(LONGEST.min(piece.len()))]);
        if folded.len() > LONGEST {
            break;
        }
    }
    folded
        .split(|c: char| c.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

/// Whether a text stands in a script or a style.
fn is_unseen(node: NodeRef<'_, Node>) -> bool {
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    parent.is_some_and(|element| matches!(element.name(), "script" | "style" | "template" | "noscript" | "rt" | "rp"))
}

/// The node after this one in the order of the page: `true` to enter it, `false` to leave it.
fn next(node: NodeRef<'_, Node>, enter: bool, root: NodeId) -> Option<(NodeRef<'_, Node>, bool)> {
    if enter {
        return Some(node.first_child().map_or((node, false), |child| (child, true)));
    }
    if node.id() == root {
        return None;
    }
    node.next_sibling().map(|sibling| (sibling, true)).or_else(|| node.parent().map(|parent| (parent, false)))
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_link(element: &Element) -> bool {
    element.name() == "a" && element.attr("href").is_some()
}

fn is_pre(node: NodeRef<'_, Node>) -> bool {
    node.parent().and_then(|parent| parent.value().as_element()).is_some_and(|element| element.name() == "pre")
}

/// Whether an element is no part of the text. One that holds most of the page's text is, whatever its class says.
fn is_clutter(node: NodeRef<'_, Node>, element: &Element, clutter: &Clutter, whole: usize) -> bool {
    let name = element.name();
    if matches!(name, "body" | "main" | "article") {
        return false;
    }
    if clutter.elements.contains(name) {
        return true;
    }
    let hidden = element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true");
    let style = element.attr("style").is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"));
    let role = element.attr("role").is_some_and(|role| clutter.roles.contains(role));
    let outside = clutter.outside.contains(name) && !node.ancestors().any(is_article);
    let named = || [element.attr("class"), element.attr("id")].into_iter().flatten().any(|names| has_word(names, clutter));
    (hidden || style || role || outside || named()) && text_length(node) * 2 <= whole
}

fn is_article(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| matches!(element.name(), "main" | "article"))
}

/// Whether one of the names, or a row of its words, is of clutter: `socialShare`, `page-top_link`.
fn has_word(names: &str, clutter: &Clutter) -> bool {
    /// The longest value of an attribute that names something, in bytes.
    const LONGEST: usize = 1000;
    if names.len() > LONGEST {
        return false;
    }
    names.split_ascii_whitespace().any(|name| {
        let words = words_of(name);
        (0..words.len()).any(|first| {
            clutter.words.contains(&words[first])
                || words.get(first + 1).is_some_and(|next| clutter.words.contains(&format!("{}-{next}", words[first])))
        })
    })
}

/// The words that a name is made of: at hyphens, underscores and capitals.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// How much text an element holds, in bytes without white space.
pub(super) fn text_length(node: NodeRef<'_, Node>) -> usize {
    let texts = node.descendants().filter_map(|inner| inner.value().as_text().filter(|_| !is_unseen(inner)));
    texts.map(|text| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count()).sum()
}

/// What stands between the last character and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    None,
    Blank,
    /// With a line break of the source in it.
    Break,
}

/// What ended the last line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Paragraph,
    /// One `<br>`.
    Line,
}

struct Scribe {
    lines: Vec<Line>,
    line: String,
    /// How many bytes of the line stand in links, and how many in all.
    linked: usize,
    shown: usize,
    space: Space,
    /// The dash or number before the next line.
    marker: Option<String>,
    after: Break,
    /// Whether the line stands in a heading.
    heading: bool,
}

impl Scribe {
    fn open(&mut self, node: NodeRef<'_, Node>, element: &Element, counters: &mut HashMap<NodeId, i64>) {
        match element.name() {
            "br" => self.line_break(),
            "img" | "input" => self.space = self.space.max_blank(),
            name if BLOCKS.contains(&name) => {
                self.end_paragraph();
                self.heading = is_heading(name);
                if name == "li" {
                    self.marker = Some(marker(node, element, counters));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &Element) {
        if BLOCKS.contains(&element.name()) {
            self.end_paragraph();
            self.heading = false;
            if element.name() == "li" {
                self.marker = None;
            }
        }
    }

    fn write(&mut self, text: &str, link: bool, pre: bool) {
        for c in text.chars() {
            match c {
                '\n' if pre => self.line_break(),
                '\n' | '\r' => self.space = Space::Break,
                ' ' | '\t' | '\u{c}' => self.space = self.space.max_blank(),
                c if c.is_control() => {}
                c => self.push(c, link),
            }
        }
    }

    fn push(&mut self, c: char, link: bool) {
        if let Some(last) = self.line.chars().next_back() {
            let joined = self.space == Space::Break && is_wide(last) && is_wide(c);
            if self.space != Space::None && !joined {
                self.line.push(' ');
            }
        }
        self.space = Space::None;
        self.line.push(c);
        self.shown += c.len_utf8();
        if link {
            self.linked += c.len_utf8();
        }
    }

    /// A second `<br>` ends the paragraph.
    fn line_break(&mut self) {
        if self.line.is_empty() {
            (self.after, self.space) = (Break::Paragraph, Space::None);
            return;
        }
        if self.line.trim().is_empty() {
            self.after = Break::Paragraph;
        }
        let broken = !self.line.trim().is_empty();
        self.end_line();
        if broken {
            self.after = Break::Line;
        }
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        self.after = Break::Paragraph;
    }

    fn end_line(&mut self) {
        let text = self.line.trim();
        if !text.is_empty() {
            let marked = text.starts_with(|c: char| c.is_numeric() || "-–—・•●○■◆※(（[［【".contains(c));
            let marker = self.marker.take().filter(|_| !marked).unwrap_or_default();
            let paragraph = self.after == Break::Paragraph;
            self.lines.push(Line {
                text: format!("{marker}{text}"),
                paragraph,
                linked: self.linked >= self.shown,
                heading: self.heading,
            });
        }
        self.line.clear();
        (self.linked, self.shown, self.space) = (0, 0, Space::None);
    }
}

impl Space {
    fn max_blank(self) -> Self {
        if self == Self::None { Self::Blank } else { self }
    }
}

/// The dash of a point, or its number where the list is numbered.
fn marker(node: NodeRef<'_, Node>, element: &Element, counters: &mut HashMap<NodeId, i64>) -> String {
    let Some(list) = node.parent().filter(|parent| parent.value().as_element().is_some_and(|list| list.name() == "ol")) else {
        return "- ".to_owned();
    };
    let given = |element: &Element, name: &str| element.attr(name).and_then(|number| number.trim().parse::<i64>().ok());
    let start = || list.value().as_element().and_then(|list| given(list, "start")).unwrap_or(1);
    let number =
        given(element, "value").unwrap_or_else(|| counters.get(&list.id()).map_or_else(start, |last| last.saturating_add(1)));
    counters.insert(list.id(), number);
    format!("{number}. ")
}

/// Whether a character is as wide as high, as those of Japanese are, and is written without spaces.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::site::Sites;
    use scraper::Html;

    fn text(page: &str) -> Result<String> {
        let html = Html::parse_document(page);
        Ok(joined(&without_links(lines(html.root_element(), &Sites::shipped()?.clutter, &HashSet::new()))))
    }

    #[test]
    fn lines_are_those_that_a_browser_shows() -> Result<()> {
        let cases = [
            (
                "<p>The  two\n leaders<b> met</b>.</p><p>They<br>talked.<br><br>Then they left.",
                "The two leaders met.\n\nThey\ntalked.\n\nThen they left.",
            ),
            ("<p>日本と\n  中央アジア</p><p>日本 と\nAsia</p>", "日本と中央アジア\n\n日本 と Asia"),
            (
                "<ul><li>One.<li>(2) Two.</ul><ol start=3><li>Three.<li>Four.<li value=9>Nine.</ol>",
                "- One.\n\n(2) Two.\n\n3. Three.\n\n4. Four.\n\n9. Nine.",
            ),
            ("<table><tr><th>Date</th><td>Today</td></tr></table>", "Date\n\nToday"),
            ("<pre>One\nTwo\n\nThree</pre>", "One\nTwo\n\nThree"),
            ("<p>漢<ruby>字<rp>(</rp><rt>じ</rt></ruby>です。</p>", "漢字です。"),
            ("<p>A&#11;B&nbsp;C&#x3000;</p>", "AB\u{a0}C"),
            ("", ""),
        ];
        for (page, shown) in cases {
            assert_eq!(text(page)?, shown, "{page}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_text_of_the_release_is_left_out() -> Result<()> {
        let told = "<p>The ministers of the two countries met in Tokyo on Friday.</p>";
        for clutter in [
            "<nav>Home</nav>",
            "<header>Ministry</header>",
            "<div role=navigation>Home</div>",
            "<div class=socialShare>Share it</div>",
            "<div id=page_top>Top</div>",
            "<div class='box cookie-consent'>We use cookies.</div>",
            "<figure><img><figcaption>The ministers</figcaption></figure>",
            "<p style='Display: none'>Secret</p>",
            "<p hidden>Secret</p>",
            "<script>var x = '<p>';</script>",
            "<ul><li><a href=a>The last talks</a><li><a href=b>The next talks</a></ul>",
            "<p><a href=c>Back</a></p>",
        ] {
            assert_eq!(text(&format!("{clutter}{told}"))?, text(told)?, "{clutter}");
        }
        Ok(())
    }

    #[test]
    fn a_text_in_a_frame_with_a_misleading_name_stays() -> Result<()> {
        assert_eq!(
            text("<div class='page with-sidebar'><p>The ministers met.</p></div><div>Footer</div>")?,
            "The ministers met.\n\nFooter"
        );
        assert_eq!(text("<article><header><p>They met.</p></header><p>In Tokyo.</p></article>")?, "They met.\n\nIn Tokyo.");
        Ok(())
    }

    #[test]
    fn links_that_a_sentence_introduces_stay() -> Result<()> {
        let page = "<p>They signed:</p><ul><li><a href=a>The memorandum</a></ul><p>Then they left.</p><h2>Links</h2><p><a href=b>Back</a></p><h2>Notes</h2><p>None.</p><h2>Links</h2>";
        assert_eq!(text(page)?, "They signed:\n\n- The memorandum\n\nThen they left.\n\nNotes\n\nNone.");
        Ok(())
    }
}
