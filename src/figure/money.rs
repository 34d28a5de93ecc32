//! Amounts of money: a number, its multiplier and a currency, in either order.

use std::ops::Range;

use crate::error::Result;
use crate::words::Words;

use super::form::{Forms, Values};

/// An amount of money in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountMention {
    /// Where it stands in the folded text.
    pub span: Range<usize>,
    /// The amount in whole units of the currency.
    pub amount: u64,
    /// The currency's code in ISO 4217.
    pub currency: String,
}

/// Reads the amounts of one language.
pub(super) struct MoneyReader {
    forms: Forms,
    /// Words for powers of ten, with the exponent.
    multipliers: Values<u32>,
    currencies: Values<String>,
    /// The mark before the decimals.
    decimal: char,
}

impl MoneyReader {
    pub(super) fn new(words: &Words) -> Result<Self> {
        let table = &words.money;
        let multipliers = Values::new(&table.multipliers);
        let currencies = Values::new(&table.currencies);
        let field = |name: &str| {
            // Spaces set only groups of three apart: the year before an amount is none of it.
            let number = r"(?-u:\b)(?:[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*)";
            Some(match name {
                // 2億4900万: several numbers, each with its multiplier.
                "amount" => {
                    let word = multipliers.expression();
                    format!(r"{number}(?:\s?{word}(?:\s?{number}\s?{word})*)?")
                }
                "currency" => currencies.expression(),
                _ => return None,
            })
        };
        let forms = Forms::new(table.forms.iter().map(String::as_str), field)?;
        Ok(Self { forms, multipliers, currencies, decimal: table.decimal })
    }

    pub(super) fn read(&self, text: &str, offset: usize) -> Vec<AmountMention> {
        self.forms.mentions(text, offset, |captures, span| {
            let amount = self.amount(&captures.name("amount")?.as_str().to_lowercase())?;
            let currency = self.currencies.of(captures, "currency")?.clone();
            Some(AmountMention { span, amount, currency })
        })
    }

    /// The sum of `number multiplier` pairs.
    fn amount(&self, text: &str) -> Option<u64> {
        let mut sum = 0_u64;
        let mut rest = text.trim();
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' ')).unwrap_or(rest.len());
            let (number, tail) = rest.split_at(digits);
            let tail = tail.trim_start();
            let longest =
                self.multipliers.iter().filter(|(word, _)| tail.starts_with(word.as_str())).max_by_key(|(w, _)| w.len());
            let (power, width) = longest.map_or((0, 0), |(word, &power)| (power, word.len()));
            if digits == 0 || width == 0 && !tail.is_empty() {
                return None;
            }
            sum = sum.checked_add(scaled(number, self.decimal, power)?)?;
            rest = tail[width..].trim_start();
        }
        Some(sum)
    }
}

/// `27.423` with the exponent 9 is 27,423,000,000; separators of thousands are passed over, decimals beyond the unit cut off.
/// Three digits behind a mark are thousands, unless it is the language's own mark of decimals before a multiplier.
fn scaled(number: &str, decimal: char, power: u32) -> Option<u64> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (whole, fraction) = match number.rfind(['.', ',']) {
        Some(at) if !groups(&number[at..], number, decimal, power) => (digits(&number[..at]), digits(&number[at..])),
        _ => (digits(number), String::new()),
    };
    let fraction: String = fraction.chars().take(power as usize).collect();
    format!("{whole}{fraction}").parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(power - fraction.len() as u32)?)
}

/// Whether the last mark of a number, given with what follows it, sets thousands apart.
fn groups(last: &str, number: &str, decimal: char, power: u32) -> bool {
    let several = number.matches(&last[..1]).count() > 1;
    several || last.trim().len() == 4 && (!last.starts_with(decimal) || power == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_scaled_by_their_multiplier() {
        let cases = [
            ("27.423", '.', 9, Some(27_423_000_000)),
            ("1,234", '.', 0, Some(1234)),
            ("1,234.5", '.', 6, Some(1_234_500_000)),
            ("1,5", ',', 9, Some(1_500_000_000)),
            ("2 500", ',', 0, Some(2500)),
            ("1.5", ',', 9, Some(1_500_000_000)),
            ("1.234.567", '.', 0, Some(1_234_567)),
            ("99999999999999999999", '.', 0, None),
        ];
        for (number, decimal, power, expected) in cases {
            assert_eq!(scaled(number, decimal, power), expected, "{number}");
        }
    }
}
