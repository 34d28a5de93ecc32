//! A release's text made ready for reading: folded characters with a way back, lines by kind, sentences, units.
//!
//! Spans are byte offsets into the *folded* text; [`Text::chars`] leads back to the characters of the release.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};
use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};

use crate::source::Lang;
use crate::words::Words;

/// What a line of the release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first line, and what else heads the text before its first sentence: a page may begin with its section's name.
    Title,
    /// A heading of a section; it may name an occasion, or be a line of a list.
    Heading,
    /// Sentences, which state facts.
    Prose,
    /// A picture's caption or credit: its names are noted, it states nothing.
    Caption,
    /// Links and notes after the text: read by nothing.
    Navigation,
}

/// A sentence, or a line that is not made of sentences.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// What kind of line it stands in.
    pub kind: Kind,
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// Its units, as a range of [`Text::units`].
    pub units: Range<usize>,
    /// The number of its paragraph.
    pub paragraph: usize,
    /// Whether it is the first piece of a sentence too long to be read whole.
    pub broken: bool,
}

/// The smallest piece that labels are compared with: a word, or in Japanese a character; or a mark that separates.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// Whether it is a mark such as a comma, which no label reaches across.
    pub mark: bool,
}

/// Whether one range, of units or of bytes, has all of another.
pub fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether two ranges, of units or of bytes, have something in common.
pub fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// A release's text, folded and cut.
#[derive(Debug)]
pub struct Text {
    /// The language it is read in.
    pub lang: Lang,
    /// The characters after folding.
    pub folded: String,
    /// For each byte of `folded` (and its end) the character of the release it came from.
    back: Vec<u32>,
    /// All lines and sentences in order.
    pub sentences: Vec<Sentence>,
    /// All units in order.
    pub units: Vec<Unit>,
}

impl Text {
    /// Folds and cuts a release's normalised text.
    pub fn new(lang: Lang, source: &str, words: &Words) -> Self {
        let (folded, back) = fold(source);
        let mut text = Self { lang, folded, back, sentences: Vec::new(), units: Vec::new() };
        text.cut(words);
        text
    }

    /// The rows of a table as sentences, letter by letter: nothing is folded or cut, since nobody reads them as prose.
    pub fn of_rows(lang: Lang, source: &str, rows: &[Range<usize>]) -> Self {
        let mut back = Vec::with_capacity(source.len() + 1);
        for (number, c) in source.chars().enumerate() {
            back.resize(back.len() + c.len_utf8(), number as u32);
        }
        back.push(back.last().map_or(0, |last| last + 1));
        let row = |(paragraph, span): (usize, &Range<usize>)| Sentence {
            kind: Kind::Prose,
            span: span.clone(),
            units: 0..0,
            paragraph,
            broken: false,
        };
        let sentences = rows.iter().enumerate().map(row).collect();
        Self { lang, folded: source.to_owned(), back, sentences, units: Vec::new() }
    }

    /// The characters `start..end` of the release that a span of the folded text came from.
    pub fn chars(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.back[span.start] as usize;
        let last = self.folded[..span.end].char_indices().next_back().map_or(0, |(i, _)| i);
        // Several folded characters may come from one of the release: the end is that of the last one.
        start..if span.is_empty() { start } else { self.back[last] as usize + self.width(last) }
    }

    /// How many characters of the release stand behind the folded character at `at` (more than one only where marks compose).
    fn width(&self, at: usize) -> usize {
        let here = self.back[at];
        let next = self.back[at..].iter().find(|&&b| b != here).copied().unwrap_or(here + 1);
        (next - here) as usize
    }

    /// The folded words of a span.
    pub fn of(&self, span: &Range<usize>) -> &str {
        &self.folded[span.clone()]
    }

    /// What some units cover of the folded text; no units cover nothing.
    pub fn bytes(&self, units: &Range<usize>) -> Range<usize> {
        if units.is_empty() {
            return 0..0;
        }
        self.units[units.start].span.start..self.units[units.end - 1].span.end
    }

    /// The units that a span of the folded text touches.
    pub fn units_of(&self, span: &Range<usize>) -> Range<usize> {
        self.units.partition_point(|u| u.span.end <= span.start)..self.units.partition_point(|u| u.span.start < span.end)
    }

    /// The folded words of some units, with what stands between them.
    pub fn words(&self, units: &Range<usize>) -> &str {
        self.of(&self.bytes(units))
    }

    /// Whether a sentence begins as a line of a list does: with a dash, a dot or a number.
    pub fn is_listed(&self, sentence: &Sentence) -> bool {
        let line = self.of(&sentence.span);
        is_bullet(line) || is_numbered(line)
    }

    /// The folded words of a unit.
    pub fn unit(&self, at: usize) -> &str {
        &self.folded[self.units[at].span.clone()]
    }

    fn cut(&mut self, words: &Words) {
        let folded = std::mem::take(&mut self.folded);
        // Before the first sentence all short lines are titles.
        let mut heading = true;
        // Links end a text that has more than a lead; before that, its points go on behind the links of a page's head.
        let (mut closed, mut begun, mut told) = (false, false, 0);
        for (paragraph, line) in lines(&folded).into_iter().enumerate() {
            let body = &folded[line.clone()];
            let link = paragraph > 0 && begins_with(body, &words.line.navigation);
            if link && !closed {
                (closed, begun) = (!heading, told > 1);
            }
            let kind = match (paragraph, link || closed && (begun || !is_point(body)), kind_of(body, words)) {
                (_, true, _) => Kind::Navigation,
                (0, ..) => Kind::Title,
                (_, _, Kind::Heading) if heading && !is_numbered(body) => Kind::Title,
                (_, _, Kind::Prose) if heading && is_long_title(body) => Kind::Title,
                (_, _, kind) => kind,
            };
            heading = heading && kind != Kind::Prose && kind != Kind::Heading;
            told += usize::from(kind == Kind::Prose);
            if kind == Kind::Prose {
                for span in sentences(&folded, line, self.lang, words) {
                    self.push(&folded, kind, span, paragraph);
                }
            } else {
                self.push(&folded, kind, line, paragraph);
            }
        }
        self.folded = folded;
    }

    /// Adds a sentence; an endless one in pieces, so that the time for a text stays in proportion to its length.
    fn push(&mut self, folded: &str, kind: Kind, span: Range<usize>, paragraph: usize) {
        let mut rest = span.clone();
        while !rest.is_empty() {
            let piece = rest.start..piece_end(folded, &rest);
            let broken = piece.end < rest.end && piece.start == span.start;
            let first = self.units.len();
            units(folded, &piece, self.lang, &mut self.units);
            self.sentences.push(Sentence { kind, span: piece.clone(), units: first..self.units.len(), paragraph, broken });
            rest.start = piece.end;
        }
    }
}

/// The longest sentence that is read whole, in bytes of the folded text; the longest in treaties stay well below.
const LONGEST: usize = 6000;

/// Where a span ends, or its piece: behind the last space that fits, or else between two characters.
fn piece_end(folded: &str, span: &Range<usize>) -> usize {
    if span.len() <= LONGEST {
        return span.end;
    }
    let limit = folded.floor_char_boundary(span.start + LONGEST);
    folded[span.start..limit].rfind(' ').map_or(limit, |space| span.start + space + 1)
}

/// Folds spaces, dashes, quotes and compatibility forms, so that one label finds all ways of writing it.
///
/// Composed forms are made cluster by cluster (a base with its marks), which keeps the way back exact to the cluster.
/// <https://www.unicode.org/reports/tr15/>
fn fold(source: &str) -> (String, Vec<u32>) {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let (mut folded, mut back) = (String::with_capacity(source.len()), Vec::with_capacity(source.len() + 1));
    let mut chars = source.chars().enumerate().peekable();
    let mut cluster = String::new();
    let mut count = 0;
    while let Some((at, c)) = chars.next() {
        count = at + 1;
        if c.is_ascii() && !chars.peek().is_some_and(|&(_, n)| is_mark(n)) {
            folded.push(c);
            back.push(at as u32);
            continue;
        }
        cluster.clear();
        cluster.push(c);
        while let Some(&(n, mark)) = chars.peek().filter(|(_, n)| is_mark(*n)) {
            cluster.push(mark);
            count = n + 1;
            chars.next();
        }
        for c in nfkc.normalize(&cluster).chars().filter_map(simpler) {
            folded.push(c);
            back.resize(folded.len(), at as u32);
        }
    }
    back.push(count as u32);
    (folded, back)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}')
}

/// One way of writing dashes, quotes and spaces; characters that only steer the display go.
fn simpler(c: char) -> Option<char> {
    Some(match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{301c}' | '\u{ff5e}' => '~',
        '\u{30fb}' | '\u{b7}' | '\u{ff65}' => '\u{30fb}',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{400}'..='\u{40f}' | '\u{450}'..='\u{45f}' => without_diaeresis(c),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => return None,
        c => c,
    })
}

/// The letter beneath a diaeresis: Russian writes it or leaves it out as it likes.
fn without_diaeresis(c: char) -> char {
    match CanonicalDecompositionBorrowed::new().decompose(c) {
        Decomposed::Expansion(letter, '\u{308}') => letter,
        _ => c,
    }
}

/// The lines that hold something, without the marks of Markdown and white space around them; a line that only
/// breaks off a sentence is joined with the next.
fn lines(folded: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut blank = true;
    for line in folded.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let left = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '>' | '*' | '•' | '|'));
        let begin = start + line.len() - left.len();
        let end = begin + left.trim_end_matches(|c: char| c.is_whitespace() || c == '*').len();
        if begin == end {
            blank = true;
            continue;
        }
        let goes_on = !blank && begin == start && left.starts_with(|c: char| c.is_lowercase());
        match out.last_mut() {
            Some(last) if goes_on && !ends_sentence(&folded[last.clone()]) => last.end = end,
            _ => out.push(begin..end),
        }
        blank = false;
    }
    out
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '。', ':', ';', '»', '\u{201d}', '」', '』', '"', ')'])
}

/// Whether a line begins so, and not merely with the same word in a sentence of its own.
fn begins_with(line: &str, beginnings: &[String]) -> bool {
    beginnings.iter().any(|b| {
        let head = line.get(..b.len()).is_some_and(|head| head.eq_ignore_ascii_case(b));
        head && !(b.ends_with(char::is_alphabetic) && line[b.len()..].trim_start().starts_with(char::is_lowercase))
    })
}

/// A short line without a full stop is a heading; `2. Bilateral relations` as much as `Opening`.
fn kind_of(line: &str, words: &Words) -> Kind {
    let caption = words.line.caption_inside.iter().any(|mark| line.contains(mark.as_str()));
    if begins_with(line, &words.line.caption) || caption && !line.ends_with(['.', '。']) {
        return Kind::Caption;
    }
    if !is_bullet(line) && !ends_sentence(line) && line.chars().count() < 90 { Kind::Heading } else { Kind::Prose }
}

/// Whether a line is a sentence that is one point of a list.
fn is_point(line: &str) -> bool {
    is_bullet(line) && ends_sentence(line)
}

/// Whether a line begins as that of a list; dashes around a subtitle make it none.
fn is_bullet(line: &str) -> bool {
    let framed = line.len() > 1 && line.starts_with(['-', '~']) && line.ends_with(['-', '~']);
    line.starts_with(['-', '・', '–']) && !framed
}

/// Whether a line that is too long for a heading ends without the mark of a sentence, as titles of agreements do.
fn is_long_title(line: &str) -> bool {
    let stops = line.trim_end_matches([')', '»', '"']).ends_with(['.', '!', '?', '。', ':', ';']);
    !is_bullet(line) && !is_numbered(line) && !stops && line.chars().count() < 200
}

/// Whether a line begins with the number of a section: `1.`, `(1)`, `１　`; a date does not.
fn is_numbered(line: &str) -> bool {
    let bare = line.trim_start_matches('(');
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..3).contains(&(bare.len() - rest.len()))
        && (bare.len() < line.len() || rest.starts_with(['.', ')', ' ']))
        && !rest.trim_start_matches(['.', ')', ' ']).starts_with(|c: char| c.is_ascii_digit())
}

/// Sentences by the rules of Unicode, merged where an abbreviation or an open bracket says that none ended.
/// <https://www.unicode.org/reports/tr29/#Sentence_Boundaries>
fn sentences(folded: &str, line: Range<usize>, lang: Lang, words: &Words) -> Vec<Range<usize>> {
    let body = &folded[line.clone()];
    let mut breaks: Vec<usize> = SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(body).collect();
    breaks.extend(before_numbers(body));
    breaks.sort_unstable();
    breaks.dedup();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for &end in breaks.iter().skip(1) {
        let piece = &body[start..end];
        let last = end == body.len();
        let goes_on = words.sentence.continuations.iter().any(|c| body[end..].starts_with(c.as_str()));
        // A line break ends a paragraph for Unicode; here the lines of one were joined before.
        let broken = piece.ends_with('\n') && !ends_sentence(piece.trim_end());
        if !last && (broken || goes_on || ends_with_abbreviation(piece, lang, words) || is_open(piece, lang)) {
            continue;
        }
        let left = piece.trim_start();
        let begin = line.start + end - left.len();
        let span = begin..begin + left.trim_end().len();
        if !span.is_empty() {
            out.push(span);
        }
        start = end;
    }
    out
}

/// Where a sentence ends before one that begins with a number: Unicode takes a full stop before a number and a small letter
/// for that of an abbreviation, which it is only behind a short word.
fn before_numbers(body: &str) -> impl Iterator<Item = usize> + '_ {
    body.match_indices(". ").map(|(at, stop)| (at, at + stop.len())).filter_map(|(at, next)| {
        let word = body[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let number = body[next..].starts_with(|c: char| c.is_ascii_digit());
        (number && word.chars().count() > SHORT && word.chars().all(char::is_lowercase)).then_some(next)
    })
}

/// The longest abbreviation that a number may follow, in letters: "стр. 5".
const SHORT: usize = 3;

fn ends_with_abbreviation(piece: &str, lang: Lang, words: &Words) -> bool {
    let Some(body) = piece.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '«' | '\'')).next().unwrap_or(body);
    // Without spaces a word in Latin letters begins behind the last other letter: ワシントンD.C.
    let latin = word.rsplit(|c: char| !c.is_ascii()).next().filter(|latin| !latin.is_empty());
    let word = latin.filter(|_| lang == Lang::Ja).unwrap_or(word);
    let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let initial = word.chars().count() == 1 && word.starts_with(|c: char| c.is_uppercase());
    initial || (number && body.len() == word.len()) || words.sentence.abbreviations.iter().any(|a| a == word)
}

/// Whether a bracket or quotation that opened in the piece has not closed: 「…。…」 is one sentence.
fn is_open(piece: &str, lang: Lang) -> bool {
    let pairs: &[(char, char)] =
        if lang == Lang::Ja { &[('「', '」'), ('『', '』'), ('(', ')')] } else { &[('(', ')'), ('«', '»')] };
    let count = |c: char| piece.chars().filter(|&x| x == c).count();
    piece.len() < 2000 && pairs.iter().any(|&(open, close)| count(open) > count(close))
}

fn units(folded: &str, span: &Range<usize>, lang: Lang, out: &mut Vec<Unit>) {
    let body = &folded[span.clone()];
    let mut word: Option<usize> = None;
    for (i, c) in body.char_indices() {
        let at = span.start + i;
        let inner = c.is_alphanumeric();
        if inner && lang != Lang::Ja {
            word.get_or_insert(at);
            continue;
        }
        if let Some(start) = word.take() {
            out.push(Unit { span: start..at, mark: false });
        }
        let end = at + c.len_utf8();
        if lang == Lang::Ja {
            if !c.is_whitespace() {
                out.push(Unit { span: at..end, mark: matches!(c, '、' | '。' | ',' | '(' | ')' | ';' | ':') });
            }
        } else if matches!(c, ',' | ';' | ':' | '(' | ')' | '+' | '&' | '!' | '?' | '/') {
            out.push(Unit { span: at..end, mark: !matches!(c, '+' | '&') });
        }
    }
    if let Some(start) = word {
        out.push(Unit { span: start..span.end, mark: false });
    }
}

/// The words of a label as the text's units have them, folded alike; `…` stands for a gap.
pub fn label_words(lang: Lang, label: &str) -> Vec<String> {
    let (folded, _) = fold(label);
    let mut words = Vec::new();
    // NFKC makes three full stops of an ellipsis.
    for (i, part) in folded.split("...").enumerate() {
        if i > 0 {
            words.push("…".to_owned());
        }
        let mut cut = Vec::new();
        units(part, &(0..part.len()), lang, &mut cut);
        words.extend(cut.iter().map(|u| part[u.span.clone()].to_owned()));
    }
    words
}
