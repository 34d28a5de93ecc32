//! Lines that were broken to fit a page or a mail, joined to the paragraphs that were written.
//!
//! A line was broken to fit if the next word had not fitted on it; what was broken before that was meant to be. How much fits is
//! seen from the other lines.

use std::collections::HashSet;

/// Joins the lines of a text; an empty line ends a paragraph.
pub(super) fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let full = full_width(&lines);
    let compounds = compounds(text);
    let mut joined = String::with_capacity(text.len());
    let mut before: Option<&str> = None;
    let mut gap = false;
    for line in lines {
        if line.is_empty() {
            gap = true;
            continue;
        }
        match before {
            None => {}
            Some(last) if is_meant(last, line, gap, full) => joined.push_str(if gap { "\n\n" } else { "\n" }),
            Some(last) => join(&mut joined, last, line, &compounds),
        }
        joined.push_str(line);
        (before, gap) = (Some(line), false);
    }
    joined
}

/// The share of the widest lines of a long text that may be something else, such as rows of a table or lines that Poppler joined.
const OUTLIERS: f64 = 0.05;

/// How much wider than all others a line of a short text is that Poppler joined, which it does at a hyphen.
const WIDER: f64 = 1.5;

/// The lines of a short text, and those that are too few to tell.
const SHORT: std::ops::Range<usize> = 6..20;

/// How full a line must be to have been broken to fit, as a share: letters differ in width.
const FULL: f64 = 0.85;

/// The width of a line that is full, in columns.
fn full_width(lines: &[&str]) -> usize {
    let mut widths: Vec<usize> = lines.iter().filter(|line| !line.is_empty()).map(|line| width(line)).collect();
    widths.sort_unstable_by(|a, b| b.cmp(a));
    let at = |place: usize| widths.get(place).copied().unwrap_or_default();
    let others = (widths.len() as f64 * OUTLIERS) as usize;
    let alone = SHORT.contains(&widths.len()) && at(0) as f64 > WIDER * at(1) as f64;
    let widest = if alone { at(1) } else { at(others) };
    (widest as f64 * FULL) as usize
}

/// Whether the end of a line is that of a paragraph.
fn is_meant(last: &str, line: &str, gap: bool, full: usize) -> bool {
    let first = line.split(' ').next().unwrap_or(line);
    // Japanese is broken between any two characters.
    let word = if line.starts_with(is_wide) { 2 } else { 1 + width(first) };
    let short = width(last) + word <= full;
    let ended = ends_sentence(last);
    let goes_on = line.starts_with(|c: char| c.is_lowercase()) && !ended;
    if is_point(line) || is_numbered(line) && (ended || short) {
        return true;
    }
    !goes_on && (short || gap)
}

/// Joins a line to the text that ends with the line before it.
fn join(joined: &mut String, last: &str, line: &str, compounds: &HashSet<&str>) {
    let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{ad}');
    if let Some(head) = last.strip_suffix(hyphen)
        && head.ends_with(char::is_alphabetic)
        && line.starts_with(char::is_lowercase)
    {
        let start = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or(head);
        let end = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or(line);
        // A word that has a hyphen elsewhere has it here too.
        let compound = !last.ends_with('\u{ad}') && compounds.contains(format!("{start}-{end}").as_str());
        if !compound {
            joined.pop();
        }
    } else if !(last.ends_with(is_wide) || line.starts_with(is_wide)) {
        joined.push(' ');
    }
}

/// The words of a text that have a hyphen.
fn compounds(text: &str) -> HashSet<&str> {
    let words = text.split_whitespace().filter(|word| word.contains('-'));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).filter(|word| word.contains('-')).collect()
}

fn ends_sentence(line: &str) -> bool {
    let closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | '）' | '」' | '』');
    line.trim_end_matches(closing).ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？', '：'])
}

/// Whether a line begins as a point of a list does, with a mark that nothing else begins with.
fn is_point(line: &str) -> bool {
    let mut chars = line.chars();
    let marked =
        chars.next().is_some_and(|c| matches!(c, '•' | '·' | '・' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '※' | '*'));
    let dashed = line.strip_prefix(['-', '–', '—']).is_some_and(|rest| rest.starts_with(' '));
    marked || dashed
}

/// Whether a line begins with a number such as `1.`, `(2)` or, before Japanese, `３`.
fn is_numbered(line: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let inner = line.strip_prefix(['(', '（']).unwrap_or(line);
    let rest = inner.trim_start_matches(digit);
    let figures = inner.chars().count() - rest.chars().count();
    let mut after = rest.chars();
    let mark = after.next();
    let closed = mark.is_some_and(|c| matches!(c, '.' | ')' | '．' | '）' | '\u{3000}')) && !after.next().is_some_and(digit);
    let spaced = mark == Some(' ') && rest.trim_start().starts_with(is_wide);
    (1..=2).contains(&figures) && (closed || spaced)
}

/// The columns that a line takes, as on a typewriter: two for each character of East Asia. <https://www.unicode.org/reports/tr11/>
fn width(line: &str) -> usize {
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs() {
        let cases = [
            (
                "Состоялась встреча министров\nиностранных дел двух стран\n19 декабря 2025 года\nСтороны обсудили расширение сотруд-\n\
                 ничества в сфере энергетики и\nтранспорта.\nПодписан меморандум.",
                "Состоялась встреча министров иностранных дел двух стран\n19 декабря 2025 года\nСтороны обсудили расширение \
                 сотрудничества в сфере энергетики и транспорта.\nПодписан меморандум.",
            ),
            (
                "外相会談\n\n１２月１９日、東京において、大臣は会談を\n行い、そこで話し合われた概要は以下のとおりで\nす。\n1 冒頭、大臣から歓迎の意を表しました。\n2 両大臣は一致しました。",
                "外相会談\n\n１２月１９日、東京において、大臣は会談を行い、そこで話し合われた概要は以下のとおりです。\n1 冒頭、大臣から歓迎の意を表しました。\n2 両大臣は一致しました。",
            ),
            (
                "The state-owned company signed a long\nagreement with the state-\nowned bank on uranium:\n- supply of fuel and of what the\nplant needs\n- training",
                "The state-owned company signed a long agreement with the state-owned bank on uranium:\n- supply of fuel and of what the plant needs\n- training",
            ),
        ];
        for (broken, whole) in cases {
            assert_eq!(joined(broken), whole);
        }
    }

    #[test]
    fn a_number_within_a_sentence_is_no_point() {
        for (line, numbered) in [
            ("1. Energy", true),
            ("(2) Transport", true),
            ("３　両大臣", true),
            ("12 月", true),
            ("19 December", false),
            ("2.5 percent", false),
            ("2025 году", false),
        ] {
            assert_eq!(is_numbered(line), numbered, "{line}");
        }
    }
}
