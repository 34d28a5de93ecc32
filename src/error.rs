//! The one public error: what went wrong, whose matter it is, where, and what helps.

use std::fmt;
use std::io;
use std::path::Path;

/// The result of everything in this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whose matter an error is; it decides the exit code.
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | done, but some of the inputs were skipped, or a check found a violation (see [`SKIPPED`]) |
/// | 2 | the user's mistake: an argument, a query, a parameter |
/// | 3 | the input or the store cannot be used |
/// | 70 | a defect of ours |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the user asked for cannot be meant: a wrong argument, query or parameter.
    User,
    /// What the user asked for is clear, but the input or the store cannot be used.
    Input,
    /// The program broke a promise of its own.
    Internal,
}

/// The exit code of a run that went through but had to skip some of its inputs, or found what must not be.
pub const SKIPPED: u8 = 1;

/// The sentence for what [`is_full`] tells of.
pub const DISK_FULL: &str = "the disk is full";

/// Whether something could not be written because there is no room for it: on the disk, within a quota, or within the largest
/// size that a file may have. A database tells the system's error in words of its own.
///
/// ```
/// use cajad::error::is_full;
/// use std::io;
///
/// assert!(is_full(&io::Error::from(io::ErrorKind::StorageFull)));
/// assert!(is_full(&io::Error::other("IO error: No space left on device: While appending")));
/// assert!(!is_full(&io::Error::from(io::ErrorKind::PermissionDenied)));
/// ```
pub fn is_full(cause: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let told = cause.to_string();
    matches!(cause.kind(), StorageFull | FileTooLarge | QuotaExceeded)
        || ["No space left", "File too large", "quota exceeded"].iter().any(|sign| told.contains(sign))
}

/// Where an error lies: a file, a line and a column in it (both counted from 1), each as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_deref().map(shown), self.line, self.column) {
            (Some(file), Some(line), Some(column)) => write!(f, "{file}:{line}:{column}"),
            (Some(file), Some(line), None) => write!(f, "{file}:{line}"),
            (Some(file), None, _) => f.write_str(&file),
            (None, Some(line), Some(column)) => write!(f, "line {line}, column {column}"),
            (None, Some(line), None) => write!(f, "line {line}"),
            (None, None, _) => Ok(()),
        }
    }
}

/// A name as it can be shown: what would steer the terminal, or turn the direction of the letters, is written out.
///
/// ```
/// assert_eq!(cajad::error::shown("visit\n\u{1b}[2J.md"), "visit\\u{a}\\u{1b}[2J.md");
/// assert_eq!(cajad::error::shown("визит.md"), "визит.md");
/// ```
pub fn shown(name: &str) -> String {
    let steers =
        |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().map(|c| if steers(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// What went wrong, in one line, with everything that helps to put it right.
///
/// `Display` gives one lower-case line without a final period: the place, then the message. The hint, the excerpt and the
/// chain of causes are for whoever prints it, see [`Error::hint`], [`Error::excerpt`] and `source`.
///
/// ```
/// use cajad::error::{Error, Kind};
///
/// let error = Error::input("unknown key \"autor\" in the front matter")
///     .in_file("visit.md")
///     .at(3, 1)
///     .hint("the keys are source, publisher, issued, lang and title");
/// assert_eq!(error.to_string(), "visit.md:3:1: unknown key \"autor\" in the front matter");
/// assert_eq!(error.kind(), Kind::Input);
/// assert_eq!(error.exit_code(), 3);
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Report>);

#[derive(Debug)]
struct Report {
    kind: Kind,
    message: String,
    place: Place,
    hint: Option<String>,
    excerpt: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place != Place::default() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Report { kind, message: message.into(), place: Place::default(), hint: None, excerpt: None, cause: None }))
    }

    /// The user's mistake: an argument, a query or a parameter that cannot be meant so.
    pub fn user(message: impl Into<String>) -> Self {
        Self::new(Kind::User, message)
    }

    /// An input or a store that cannot be used.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    /// A promise of ours that was broken.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
            .hint("this is a defect of cajad: please report it with the command and the input that led here")
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.place.file = Some(file.into());
        self
    }

    /// Names the file or folder by its path.
    #[must_use]
    pub fn in_path(self, path: &Path) -> Self {
        self.in_file(path.display().to_string())
    }

    /// Gives the line and the column, both from 1.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.0.place.line = Some(line);
        self.0.place.column = Some(column);
        self
    }

    /// Says what to do about it; a second hint replaces the first.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Shows the text around the place, with a caret under it; see [`excerpt`].
    #[must_use]
    pub fn showing(mut self, excerpt: impl Into<String>) -> Self {
        self.0.excerpt = Some(excerpt.into());
        self
    }

    /// Keeps the error beneath this one.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Whose matter it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The message alone, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it lies, as far as known.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// What to do about it.
    pub fn remedy(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The text around the place with a caret line, if the error lies in a text.
    pub fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// The exit code that belongs to the [`Kind`].
    pub fn exit_code(&self) -> u8 {
        match self.0.kind {
            Kind::User => 2,
            Kind::Input => 3,
            Kind::Internal => 70,
        }
    }
}

/// The line of `text` that holds the place, with the line before it and a caret under the column.
///
/// ```
/// let shown = cajad::error::excerpt("SELECT *\nWHER { }", 2, 1);
/// assert_eq!(shown, "1 | SELECT *\n2 | WHER { }\n  | ^");
/// ```
pub fn excerpt(text: &str, line: usize, column: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let last = line.clamp(1, lines.len().max(1));
    let width = last.to_string().len();
    let mut shown = String::new();
    for number in last.saturating_sub(1).max(1)..=last {
        let content = lines.get(number - 1).copied().unwrap_or_default();
        shown.push_str(&format!("{number:>width$} | {content}\n"));
    }
    let indent: String = lines
        .get(last - 1)
        .map(|content| content.chars().take(column.saturating_sub(1)).map(|c| if c == '\t' { '\t' } else { ' ' }).collect())
        .unwrap_or_default();
    shown.push_str(&format!("{:>width$} | {indent}^", ""));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_with_the_place_first() {
        let cases = [
            (Error::user("no such query"), "no such query", 2),
            (Error::input("empty file").in_file("a.txt"), "a.txt: empty file", 3),
            (Error::user("syntax error").at(2, 7), "line 2, column 7: syntax error", 2),
            (Error::internal("lost").in_file("b").at(1, 2), "b:1:2: lost", 70),
        ];
        for (error, line, code) in cases {
            assert_eq!(error.to_string(), line);
            assert_eq!(error.exit_code(), code);
        }
    }

    #[test]
    fn the_cause_is_the_source() {
        let error = Error::input("cannot read").because(std::io::Error::other("gone"));
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(cause.as_deref(), Some("gone"));
    }

    #[test]
    fn the_caret_stands_under_the_column() {
        assert_eq!(excerpt("a\nb\n日本 x", 3, 4), "2 | b\n3 | 日本 x\n  |    ^");
        assert_eq!(excerpt("", 1, 1), "1 | \n  | ^");
    }
}
