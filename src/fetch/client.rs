//! One request and its answer, bounded in time and size whatever the server does.

use std::io::Read;
use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use ureq::http::{HeaderMap, Response};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use super::Settings;
use super::cache::Version;
use super::guard::{Guard, Private};
use crate::error::{Error, Result};

/// The formats that are read, in the order of our liking.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,\
                      application/pdf;q=0.9,*/*;q=0.5";

/// So long may the head of an answer be, in bytes.
const LARGEST_HEAD: usize = 65_536;

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where it sends us instead.
    pub(super) location: Option<String>,
    pub(super) media: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) date: Option<String>,
    /// How long it wants to be left alone.
    pub(super) retry_after: Option<Duration>,
    /// What came with the status 200.
    pub(super) body: Vec<u8>,
}

/// How much of a body is taken.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    /// A larger one is refused.
    Whole(u64),
    /// The rest of a larger one is left.
    Head(u64),
}

/// Makes requests.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    patience: Duration,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Self {
        let config = Agent::config_builder()
            .user_agent(&settings.agent)
            .accept(ACCEPT)
            .http_status_as_error(false)
            // Each step of a redirect is a request of its own here, with its own look at robots.txt.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would look the name up itself, behind the back of the guard.
            .proxy(None)
            .max_idle_connections(0)
            .max_response_header_size(LARGEST_HEAD)
            .timeout_connect(Some(settings.patience.min(Duration::from_secs(15))))
            .timeout_global(Some(settings.patience))
            .build();
        let guard = Guard { allowed: settings.allowed.clone() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), guard), patience: settings.patience }
    }

    /// Asks for a page; with what is `known` of it, only if it has changed.
    ///
    /// # Errors
    /// `Input` if no answer comes in time, or none that can be taken.
    pub(super) fn get(&self, page: &Url, known: Option<&Version>, limit: Limit) -> Result<Answer> {
        let mut request = self.agent.get(page.as_str());
        let etag = known.and_then(|version| version.etag.as_deref());
        let modified = known.and_then(|version| version.modified.as_deref());
        for (name, value) in [("if-none-match", etag), ("if-modified-since", modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call().map_err(|cause| self.failed(page, limit, cause))?;
        let mut answer = head(&response);
        if answer.status == 200 {
            answer.body = body(response, limit).map_err(|cause| self.failed(page, limit, cause))?;
        }
        Ok(answer)
    }

    fn failed(&self, page: &Url, limit: Limit, cause: ureq::Error) -> Error {
        let seconds = self.patience.as_secs_f32();
        let (message, hint) = match &cause {
            ureq::Error::Other(other) if other.is::<Private>() => {
                let told = other.downcast_ref::<Private>().map(ToString::to_string).unwrap_or_default();
                return Error::input(told)
                    .in_file(page.as_str())
                    .hint("pages come from public servers alone; save this one to a file and add that");
            }
            ureq::Error::BodyExceedsLimit(_) => {
                let (Limit::Whole(bytes) | Limit::Head(bytes)) = limit;
                let message = format!("the page is too large: the limit is {} MB", bytes as f64 / 1e6);
                return Error::input(message)
                    .in_file(page.as_str())
                    .hint("it is hardly a release; save what you need of it to a file");
            }
            ureq::Error::Timeout(_) => (format!("the server has not answered in full within {seconds} s"), "try again later"),
            ureq::Error::HostNotFound => ("there is no such host".to_owned(), "check the spelling, and that you are connected"),
            ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::UnexpectedEof => {
                ("the server broke off in the middle of its answer".to_owned(), "try again later")
            }
            // What the system's resolver says has no kind of its own.
            ureq::Error::Io(cause) if cause.to_string().contains("lookup address") => {
                ("the host's name cannot be looked up".to_owned(), "check the spelling, and that you are connected")
            }
            ureq::Error::Io(_) | ureq::Error::ConnectionFailed if page.scheme() == "http" => {
                ("the server cannot be reached".to_owned(), "check the address, or try again later")
            }
            ureq::Error::Io(_) | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::Rustls(_) => (
                "no secure connection can be made".to_owned(),
                "check the address in a browser; perhaps the server speaks only http",
            ),
            _ => ("the server's answer cannot be read".to_owned(), "look at the page in a browser, and save it to a file"),
        };
        Error::input(message).in_file(page.as_str()).hint(hint).because(cause)
    }
}

fn body(response: Response<Body>, limit: Limit) -> Result<Vec<u8>, ureq::Error> {
    let body = response.into_body();
    match limit {
        Limit::Whole(bytes) => {
            // What says beforehand that it is too large need not be begun.
            if body.content_length().is_some_and(|length| length > bytes) {
                return Err(ureq::Error::BodyExceedsLimit(bytes));
            }
            body.into_with_config().limit(bytes).read_to_vec()
        }
        Limit::Head(bytes) => {
            let mut taken = Vec::new();
            body.into_reader().take(bytes).read_to_end(&mut taken)?;
            Ok(taken)
        }
    }
}

fn head(response: &Response<Body>) -> Answer {
    let headers = response.headers();
    Answer {
        status: response.status().as_u16(),
        // Old servers send the letters of their language as they are.
        location: headers.get("location").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        media: text(headers, "content-type"),
        etag: text(headers, "etag"),
        modified: text(headers, "last-modified"),
        date: text(headers, "date"),
        retry_after: retry_after(headers),
        body: Vec::new(),
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Seconds, or a date; a date is taken against that of the answer, so that the server's clock alone counts (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wanted = text(headers, "retry-after")?;
    if let Ok(seconds) = wanted.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let parser = DateTimeParser::new();
    let until = parser.parse_timestamp(wanted).ok()?;
    let now = parser.parse_timestamp(text(headers, "date")?).ok()?;
    Some(until.duration_since(now).unsigned_abs()).filter(|_| until > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() -> Result<(), Box<dyn std::error::Error>> {
        let date = Some("Tue, 01 Dec 2026 10:00:00 GMT");
        for (wanted, date, seconds) in [
            ("120", None, Some(120)),
            ("Tue, 01 Dec 2026 10:01:30 GMT", date, Some(90)),
            ("Tue, 01 Dec 2026 09:00:00 GMT", date, None),
            ("Tue, 01 Dec 2026 10:01:30 GMT", None, None),
            ("-5", None, None),
            ("soon", date, None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", wanted.parse()?);
            if let Some(date) = date {
                headers.insert("date", date.parse()?);
            }
            assert_eq!(retry_after(&headers), seconds.map(Duration::from_secs), "{wanted}");
        }
        Ok(())
    }
}
