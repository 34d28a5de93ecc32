//! The keys of words: two words that are compared as one have the same.

use rust_stemmers::{Algorithm, Stemmer};

use crate::source::Lang;
use crate::text::label_words;

/// What stands in a label for a gap; no word has it.
pub(super) const GAP: &str = "…";

/// How a label's words are compared with the text's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Letter by letter, case aside.
    Name,
    /// By stem.
    Stem,
    /// By stem, and as the beginning of a longer adjective in Russian, whose labels are stems already.
    Prefix,
}

/// Makes the keys of one language.
pub(super) struct Keys {
    lang: Lang,
    stemmer: Stemmer,
    /// What may stand between a stem and the next part of a compound.
    linking: Vec<String>,
}

impl Keys {
    pub(super) fn new(lang: Lang, linking: &[String]) -> Self {
        let algorithm = match lang {
            Lang::En | Lang::Ja => Algorithm::English,
            Lang::Fr => Algorithm::French,
            Lang::Ru => Algorithm::Russian,
        };
        Self { lang, stemmer: Stemmer::create(algorithm), linking: linking.to_vec() }
    }

    /// The keys of a label, in their order; [`GAP`] for a gap.
    pub(super) fn of_label(&self, label: &str, style: Style) -> Vec<String> {
        // What stands behind an equals sign is compared letter by letter: "=states" is no form of "stated".
        let (label, style) = label.strip_prefix('=').map_or((label, style), |exact| (exact, Style::Name));
        let words = label_words(self.lang, label).into_iter();
        words.map(|word| if word == GAP { word } else { self.of_word(&word, style) }).collect()
    }

    /// The keys of a label whose abbreviations are read as words; `None` if it has none.
    fn spelled(&self, label: &str) -> Option<Vec<String>> {
        let words = label_words(self.lang, label);
        let compared = self.lang != Lang::Ja && !label.starts_with('=');
        let key = |word: String| if word == GAP { word } else { self.of_word(&word.to_lowercase(), Style::Stem) };
        (compared && words.iter().any(|word| is_acronym(word))).then(|| words.into_iter().map(key).collect())
    }

    fn of_word(&self, word: &str, style: Style) -> String {
        let lower = word.to_lowercase();
        match style {
            Style::Stem if self.lang != Lang::Ja && is_acronym(word) => acronym(word),
            Style::Stem if self.lang != Lang::Ja => self.stem(&lower),
            Style::Prefix if self.lang != Lang::Ja => self.prefix(&lower),
            _ => exact(&lower),
        }
    }

    /// The keys under which a word of a text may be that of a label.
    pub(super) fn of_text(&self, word: &str) -> [Option<String>; 3] {
        let lower = word.to_lowercase();
        if self.lang == Lang::Ja {
            return [Some(exact(&lower)), None, None];
        }
        if is_acronym(word) {
            return [Some(exact(&lower)), Some(acronym(word)), Some(self.stem(&lower))];
        }
        [Some(exact(&lower)), Some(self.stem(&lower)), Some(self.prefix(&lower))]
    }

    fn stem(&self, lower: &str) -> String {
        format!("~{}", self.stemmer.stem(lower))
    }

    /// `казахстанско`, `казахстанского` and `казахстанский` are one; in the other languages the stem does.
    fn prefix(&self, lower: &str) -> String {
        let stem = self.stemmer.stem(lower);
        let mut bare: &str = &stem;
        while let Some(rest) = self.linking.iter().find_map(|letter| bare.strip_suffix(letter.as_str())) {
            bare = rest;
        }
        format!("<{bare}")
    }
}

fn exact(lower: &str) -> String {
    format!("={lower}")
}

fn acronym(word: &str) -> String {
    format!("^{word}")
}

pub(super) fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
        && word.chars().any(char::is_alphabetic)
}

/// What the matcher compares of a term's label: labels of one language for which it is the same match the same words.
///
/// ```
/// use cajad::lexicon::label_key;
/// use cajad::source::Lang;
///
/// assert_eq!(label_key(Lang::En, "Ｇｒａｔｅｆｕｌｌｙ for … aid"), label_key(Lang::En, "grateful for ... aid"));
/// assert_ne!(label_key(Lang::En, "ODA"), label_key(Lang::En, "Oda"));
/// assert_eq!(label_key(Lang::Ja, "ＯＤＡ"), label_key(Lang::Ja, "oda"));
/// ```
pub fn label_key(lang: Lang, label: &str) -> Vec<String> {
    Keys::new(lang, &[]).of_label(label, Style::Stem)
}

/// What [`label_key`] would be if the label's abbreviations were words; `None` if it has none. In a text in capitals nobody can
/// tell the one from the other, and both are found.
///
/// ```
/// use cajad::lexicon::{label_key, spelled_key};
/// use cajad::source::Lang;
///
/// assert_eq!(spelled_key(Lang::En, "BUS"), Some(label_key(Lang::En, "bus")));
/// assert_eq!(spelled_key(Lang::En, "bus"), None);
/// ```
pub fn spelled_key(lang: Lang, label: &str) -> Option<Vec<String>> {
    Keys::new(lang, &[]).spelled(label)
}
