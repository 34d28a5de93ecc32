//! The language of a text: declared first, then by script and letters, then by the detector.
//!
//! Kazakh, Kyrgyz, Tajik, Turkmen and Uzbek are recognised by their own letters and refused, never read as Russian.

use crate::error::{Error, Result};
use crate::source::Lang;

/// How much of a text is looked at, in characters.
const SAMPLE: usize = 4000;

/// Recognises the language of a text; `claimed` is what its page says, which counts where the text leaves a doubt.
///
/// # Errors
/// A text in a language that is not supported, by its name where it is known.
///
/// ```
/// use cajad::language::detect;
/// use cajad::source::Lang;
///
/// assert_eq!(detect("Les ministres se sont réunis à Tokyo pour discuter.", Some(Lang::En))?, Lang::Fr);
/// assert!(detect("Тараптар ынтымақтастықты дамыту мәселелерін қарады.", Some(Lang::Ru)).is_err());
/// # Ok::<(), cajad::error::Error>(())
/// ```
pub fn detect(text: &str, claimed: Option<Lang>) -> Result<Lang> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let count = |test: fn(char) -> bool| sample.chars().filter(|&c| test(c)).count();
    let han = count(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let kana = count(|c| matches!(c, '\u{3041}'..='\u{30ff}'));
    let cyrillic = count(is_cyrillic);
    let latin = count(|c| c.is_ascii_alphabetic());
    let foreign = count(|c| is_cyrillic(c) && !is_russian(c));
    if kana * 4 > latin + cyrillic || claimed == Some(Lang::Ja) && han > latin + cyrillic {
        return Ok(Lang::Ja);
    }
    if cyrillic > latin {
        return if foreign * 100 > cyrillic { Err(unsupported("a Turkic or Tajik language in Cyrillic")) } else { Ok(Lang::Ru) };
    }
    let latin_claimed = claimed.filter(|lang| matches!(lang, Lang::En | Lang::Fr));
    let detected = whatlang::detect(&sample);
    if let Some(claimed) = latin_claimed.filter(|_| !detected.as_ref().is_some_and(whatlang::Info::is_reliable)) {
        return Ok(claimed);
    }
    match detected.map(|info| info.lang()) {
        Some(whatlang::Lang::Eng) => Ok(Lang::En),
        Some(whatlang::Lang::Fra) => Ok(Lang::Fr),
        Some(other) => Err(unsupported(other.eng_name())),
        None => Err(unsupported("an unknown language")),
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}

/// Whether a letter of the Cyrillic script belongs to the Russian alphabet, which Unicode has in one piece but for one letter.
fn is_russian(c: char) -> bool {
    matches!(c, '\u{410}'..='\u{44f}' | '\u{401}' | '\u{451}')
}

fn unsupported(language: &str) -> Error {
    Error::input(format!("the text seems to be in {language}, which is not supported"))
        .hint("en, fr, ja and ru are read; if it is one of these, say so with --lang or `lang:` in the front matter")
}
