//! What a host's robots.txt allows, as RFC 9309 has it.

use std::panic::catch_unwind;
use std::time::Duration;

use texting_robots::Robot;
use url::Url;

/// So much of a robots.txt is read; what comes after counts as absent (RFC 9309, 2.5).
pub(super) const LARGEST: u64 = 512_000;

/// Each rule with an end mark is compiled to a regular expression; no honest file has so many.
const END_MARKS: usize = 2_000;

/// What may be asked of a host.
#[derive(Debug)]
pub(super) enum Rules {
    /// It has no rules.
    None,
    /// It has these.
    Some(Box<Robot>),
    /// They cannot be had, so nothing is asked; the reason, for a message.
    Unknown(String),
}

impl Rules {
    /// The rules for `agent` in the bytes of a robots.txt.
    pub(super) fn parse(agent: &str, bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.iter().filter(|byte| **byte == b'$').count() > END_MARKS {
            return Self::Unknown("it has too many rules".to_owned());
        }
        // The parser is fuzzed, but a host's file must not be able to stop us whatever it holds.
        match catch_unwind(|| Robot::new(agent, bytes)) {
            Ok(Ok(robot)) => Self::Some(Box::new(robot)),
            _ => Self::Unknown("it cannot be read".to_owned()),
        }
    }

    /// Whether a page may be asked for.
    pub(super) fn allow(&self, page: &Url) -> bool {
        match self {
            Self::None => true,
            Self::Some(robot) => robot.allowed(page.as_str()),
            Self::Unknown(_) => false,
        }
    }

    /// The time that is to pass between two requests, where the host names one that can be meant.
    pub(super) fn delay(&self) -> Option<Duration> {
        let Self::Some(robot) = self else { return None };
        Duration::try_from_secs_f32(robot.delay?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Rules {
        Rules::parse("cajad", text.as_bytes())
    }

    #[test]
    fn the_group_of_our_name_goes_before_that_of_all() -> Result<(), url::ParseError> {
        let rules =
            rules("\u{feff}User-agent: *\nDisallow: /\n\nUser-agent: Cajad\nCrawl-delay: 2.5\nDisallow: /a\nAllow: /a/b$\n");
        for (path, allowed) in [("/", true), ("/a", false), ("/a/b", true), ("/a/bc", false), ("/robots.txt", true)] {
            assert_eq!(rules.allow(&Url::parse("https://example.org")?.join(path)?), allowed, "{path}");
        }
        assert_eq!(rules.delay(), Some(Duration::from_millis(2500)));
        Ok(())
    }

    #[test]
    fn odd_delays_are_none() {
        for odd in ["-1", "NaN", "inf", "soon", "1e40", ""] {
            assert_eq!(rules(&format!("User-agent: *\nCrawl-delay: {odd}\n")).delay(), None, "{odd}");
        }
    }

    #[test]
    fn rules_that_cannot_be_read_allow_nothing() -> Result<(), url::ParseError> {
        let many = "Disallow: /*a$\n".repeat(END_MARKS + 1);
        assert!(!rules(&format!("User-agent: *\n{many}")).allow(&Url::parse("https://example.org/x")?));
        assert!(rules("<html>not found</html>").allow(&Url::parse("https://example.org/x")?));
        Ok(())
    }
}
