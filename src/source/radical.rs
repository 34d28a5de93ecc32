//! Radicals that stand in PDF files in the place of the characters which they look like.
//!
//! A font may draw a character and its radical with one glyph, and whoever writes the file has to choose. The normal form NFKC leads
//! back from the radicals of the Kangxi dictionary, but not from those of the supplement.
//! <https://www.unicode.org/Public/UCD/latest/ucd/EquivalentUnifiedIdeograph.txt>

use icu_normalizer::ComposingNormalizerBorrowed;

/// The character in whose place a radical or a Latin ligature stands, or the character itself.
pub(super) fn repaired(text: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let mut repaired = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2e80}'..='\u{2eff}' => {
                let at = SUPPLEMENT.binary_search_by_key(&c, |&(radical, _)| radical);
                repaired.push(at.map_or(c, |at| SUPPLEMENT[at].1));
            }
            '\u{2f00}'..='\u{2fdf}' | '\u{fb00}'..='\u{fb06}' => {
                repaired.push_str(&nfkc.normalize(c.encode_utf8(&mut [0; 4])));
            }
            _ => repaired.push(c),
        }
    }
    repaired
}

/// The radicals of the supplement, in their order.
#[rustfmt::skip]
const SUPPLEMENT: [(char, char); 114] = [
    ('\u{2e81}', '\u{5382}'), ('\u{2e82}', '\u{4e5b}'), ('\u{2e83}', '\u{4e5a}'), ('\u{2e84}', '\u{4e59}'),
    ('\u{2e85}', '\u{4ebb}'), ('\u{2e86}', '\u{5182}'), ('\u{2e87}', '\u{20628}'), ('\u{2e88}', '\u{5200}'),
    ('\u{2e89}', '\u{5202}'), ('\u{2e8a}', '\u{535c}'), ('\u{2e8b}', '\u{353e}'), ('\u{2e8c}', '\u{5c0f}'),
    ('\u{2e8d}', '\u{5c0f}'), ('\u{2e8e}', '\u{5140}'), ('\u{2e8f}', '\u{5c23}'), ('\u{2e90}', '\u{5c22}'),
    ('\u{2e91}', '\u{21bc2}'), ('\u{2e92}', '\u{5df3}'), ('\u{2e93}', '\u{5e7a}'), ('\u{2e94}', '\u{5f51}'),
    ('\u{2e95}', '\u{5f50}'), ('\u{2e96}', '\u{5fc4}'), ('\u{2e97}', '\u{5fc3}'), ('\u{2e98}', '\u{624c}'),
    ('\u{2e99}', '\u{6535}'), ('\u{2e9b}', '\u{65e1}'), ('\u{2e9c}', '\u{65e5}'), ('\u{2e9d}', '\u{6708}'),
    ('\u{2e9e}', '\u{6b7a}'), ('\u{2e9f}', '\u{6bcd}'), ('\u{2ea0}', '\u{6c11}'), ('\u{2ea1}', '\u{6c35}'),
    ('\u{2ea2}', '\u{6c3a}'), ('\u{2ea3}', '\u{706c}'), ('\u{2ea4}', '\u{722b}'), ('\u{2ea5}', '\u{722b}'),
    ('\u{2ea6}', '\u{4e2c}'), ('\u{2ea7}', '\u{725b}'), ('\u{2ea8}', '\u{72ad}'), ('\u{2ea9}', '\u{738b}'),
    ('\u{2eaa}', '\u{24d14}'), ('\u{2eab}', '\u{76ee}'), ('\u{2eac}', '\u{793a}'), ('\u{2ead}', '\u{793b}'),
    ('\u{2eae}', '\u{25ad7}'), ('\u{2eaf}', '\u{7cf9}'), ('\u{2eb0}', '\u{7e9f}'), ('\u{2eb1}', '\u{7f53}'),
    ('\u{2eb2}', '\u{7f52}'), ('\u{2eb3}', '\u{34c1}'), ('\u{2eb4}', '\u{5197}'), ('\u{2eb5}', '\u{2626b}'),
    ('\u{2eb6}', '\u{7f8a}'), ('\u{2eb7}', '\u{2634c}'), ('\u{2eb8}', '\u{2634b}'), ('\u{2eb9}', '\u{8002}'),
    ('\u{2eba}', '\u{8080}'), ('\u{2ebb}', '\u{807f}'), ('\u{2ebc}', '\u{8089}'), ('\u{2ebd}', '\u{26951}'),
    ('\u{2ebe}', '\u{8279}'), ('\u{2ebf}', '\u{8279}'), ('\u{2ec0}', '\u{8279}'), ('\u{2ec1}', '\u{864e}'),
    ('\u{2ec2}', '\u{8864}'), ('\u{2ec3}', '\u{8980}'), ('\u{2ec4}', '\u{897f}'), ('\u{2ec5}', '\u{89c1}'),
    ('\u{2ec6}', '\u{89d2}'), ('\u{2ec7}', '\u{278b2}'), ('\u{2ec8}', '\u{8ba0}'), ('\u{2ec9}', '\u{8d1d}'),
    ('\u{2eca}', '\u{27fb7}'), ('\u{2ecb}', '\u{8f66}'), ('\u{2ecc}', '\u{8fb6}'), ('\u{2ecd}', '\u{8fb6}'),
    ('\u{2ece}', '\u{8fb6}'), ('\u{2ecf}', '\u{9091}'), ('\u{2ed0}', '\u{9485}'), ('\u{2ed1}', '\u{9577}'),
    ('\u{2ed2}', '\u{9578}'), ('\u{2ed3}', '\u{957f}'), ('\u{2ed4}', '\u{95e8}'), ('\u{2ed5}', '\u{28e0f}'),
    ('\u{2ed6}', '\u{961d}'), ('\u{2ed7}', '\u{96e8}'), ('\u{2ed8}', '\u{9752}'), ('\u{2ed9}', '\u{97e6}'),
    ('\u{2eda}', '\u{9875}'), ('\u{2edb}', '\u{98ce}'), ('\u{2edc}', '\u{98de}'), ('\u{2edd}', '\u{98df}'),
    ('\u{2ede}', '\u{2967f}'), ('\u{2edf}', '\u{98e0}'), ('\u{2ee0}', '\u{9963}'), ('\u{2ee1}', '\u{29810}'),
    ('\u{2ee2}', '\u{9a6c}'), ('\u{2ee3}', '\u{9aa8}'), ('\u{2ee4}', '\u{9b3c}'), ('\u{2ee5}', '\u{9c7c}'),
    ('\u{2ee6}', '\u{9e1f}'), ('\u{2ee7}', '\u{5364}'), ('\u{2ee8}', '\u{9ea6}'), ('\u{2ee9}', '\u{9ec4}'),
    ('\u{2eea}', '\u{9efe}'), ('\u{2eeb}', '\u{6589}'), ('\u{2eec}', '\u{9f50}'), ('\u{2eed}', '\u{6b6f}'),
    ('\u{2eee}', '\u{9f7f}'), ('\u{2eef}', '\u{7adc}'), ('\u{2ef0}', '\u{9f99}'), ('\u{2ef1}', '\u{9f9c}'),
    ('\u{2ef2}', '\u{4e80}'), ('\u{2ef3}', '\u{9f9f}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_character_becomes_it() {
        assert_eq!(repaired("\u{2f47}\u{2f49}\u{2ea0}\u{2ed1} of\u{fb01}ce １２ ⺀"), "日月民長 office １２ ⺀");
        assert!(SUPPLEMENT.is_sorted());
    }
}
