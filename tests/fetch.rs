//! Pages from a server that misbehaves in every way that is known: what is taken, what is refused, and that neither takes long.
#![expect(clippy::unwrap_used, reason = "a test stops where its server cannot go on")]

#[path = "fetch/server.rs"]
mod server;

use cajad::fetch::{Cache, Change, Fetcher, Page, Settings};
use server::{Request, Server, send};
use std::error::Error;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

const PATIENCE: Duration = Duration::from_millis(800);
const LARGEST: usize = 100_000;
const PAGE: &[u8] = b"<html><title>Summit</title><p>The leaders met.</p></html>";

/// A fetcher with small bounds that may ask the servers at `allowed`, and the folder of its pages.
fn fetcher(allowed: &[SocketAddr]) -> Result<(Fetcher, TempDir), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let settings = Settings {
        largest: LARGEST as u64,
        patience: PATIENCE,
        delay: Duration::ZERO,
        longest_wait: Duration::from_secs(2),
        repeats: 1,
        allowed: allowed.to_vec(),
        ..Settings::default()
    };
    Ok((Fetcher::new(settings, Cache::new(folder.path())), folder))
}

/// What is said of a page that is not taken, without its place.
fn told(fetcher: &Fetcher, address: &str) -> String {
    match fetcher.fetch(address) {
        Ok(page) => format!("taken: {} bytes", page.bytes.len()),
        Err(error) => error.message().to_owned(),
    }
}

/// Bytes without end, one at a time or as fast as they go.
fn pour(stream: &mut TcpStream, chunk: &[u8], pause: Duration) -> std::io::Result<()> {
    loop {
        stream.write_all(chunk)?;
        thread::sleep(pause);
    }
}

/// A gzip file that is smaller than the largest page, and a hundred times larger when it is unpacked.
fn bomb() -> Vec<u8> {
    // One block of deflate with fixed codes (RFC 1951): a zero, and 258 more of it as often as wanted.
    let mut bits = Bits::default();
    bits.put(0b011, 3);
    bits.code(0b0011_0000, 8);
    for _ in 0..40_000 {
        // Length 258 is code 285: 11000101; distance 1 is code 0.
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    let mut file = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    file.extend(bits.finish());
    file.extend([0; 8]);
    assert!(file.len() < LARGEST);
    file
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// The lowest bit goes first.
    fn put(&mut self, value: u32, width: u32) {
        self.held |= value << self.count;
        self.count += width;
        while self.count >= 8 {
            self.bytes.push((self.held & 0xff) as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// The highest bit goes first, as in a Huffman code.
    fn code(&mut self, value: u32, width: u32) {
        (0..width).rev().for_each(|bit| self.put(value >> bit & 1, 1));
    }

    fn finish(mut self) -> Vec<u8> {
        self.put(0, 7);
        self.bytes
    }
}

/// Everything that a server can do wrong, by the path that it is asked for.
fn misbehave(request: &Request, stream: &mut TcpStream) -> std::io::Result<()> {
    let head = |stream: &mut TcpStream, headers: &str| write!(stream, "HTTP/1.1 200 OK\r\n{headers}\r\n\r\n");
    let slow = Duration::from_millis(20);
    match request.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found", &[], b""),
        "/good" | "/end" => send(stream, "200 OK", &["Content-Type: text/html; charset=Shift_JIS"], PAGE),
        "/silent" => {
            thread::sleep(PATIENCE * 3);
            Ok(())
        }
        "/closed" => Ok(()),
        "/noise" => stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "/drip-head" => pour(stream, b"H", slow),
        "/drip-headers" => stream.write_all(b"HTTP/1.1 200 OK\r\n").and_then(|()| pour(stream, b"X-A: b\r\n", slow)),
        "/endless-head" => stream.write_all(b"HTTP/1.1 200 OK\r\n").and_then(|()| pour(stream, b"X-A: b\r\n", Duration::ZERO)),
        "/drip-body" => head(stream, "Content-Length: 5000").and_then(|()| pour(stream, b".", slow)),
        "/huge-declared" => {
            head(stream, "Content-Length: 1000000000").and_then(|()| pour(stream, &[b'.'; 65_536], Duration::ZERO))
        }
        "/huge-streamed" => head(stream, "Connection: close").and_then(|()| pour(stream, &[b'.'; 65_536], Duration::ZERO)),
        "/huge-chunked" => {
            head(stream, "Transfer-Encoding: chunked")?;
            pour(stream, format!("10000\r\n{}\r\n", ".".repeat(65_536)).as_bytes(), Duration::ZERO)
        }
        "/largest" => send(stream, "200 OK", &[], &[b'.'; LARGEST]),
        "/too-short" => head(stream, "Content-Length: 500").and_then(|()| stream.write_all(PAGE)),
        "/too-long" => head(stream, "Content-Length: 6\r\nConnection: close").and_then(|()| stream.write_all(PAGE)),
        "/negative" => head(stream, "Content-Length: -5").and_then(|()| stream.write_all(PAGE)),
        "/two-lengths" => head(stream, "Content-Length: 5\r\nContent-Length: 9").and_then(|()| stream.write_all(PAGE)),
        "/bad-chunks" => head(stream, "Transfer-Encoding: chunked").and_then(|()| stream.write_all(b"zz\r\nabc\r\n0\r\n\r\n")),
        "/cut-chunks" => head(stream, "Transfer-Encoding: chunked").and_then(|()| stream.write_all(b"ff\r\nabc")),
        "/bomb" => send(stream, "200 OK", &["Content-Encoding: gzip"], &bomb()),
        "/no-gzip" => send(stream, "200 OK", &["Content-Encoding: gzip"], PAGE),
        "/circle" => send(stream, "302 Found", &["Location: /circle"], b""),
        "/two-step" => send(stream, "301 Moved Permanently", &["Location: step"], b""),
        "/step" => send(stream, "307 Temporary Redirect", &["Location: /end#part"], b""),
        "/nowhere" => send(stream, "302 Found", &[], b""),
        "/no-page" => send(stream, "302 Found", &["Location: file:///etc/passwd"], b""),
        "/secret" => send(stream, "302 Found", &["Location: http://name:word@example.org/"], b""),
        "/missing" => send(stream, "404 Not Found", &[], b"no such page"),
        "/broken" => send(stream, "500 Internal Server Error", &[], b"oops"),
        "/partial" => send(stream, "206 Partial Content", &[], b"half"),
        "/unasked" => send(stream, "304 Not Modified", &[], b""),
        path => match path.strip_prefix("/endless/").map(str::parse::<u32>) {
            Some(Ok(step)) => send(stream, "302 Found", &[&format!("Location: /endless/{}", step + 1)], b""),
            _ => match path.strip_prefix("/to/") {
                Some(target) => {
                    let target = target.replace("%5B", "[").replace("%5D", "]");
                    send(stream, "302 Found", &[&format!("Location: {target}")], b"")
                }
                None => send(stream, "404 Not Found", &[], b""),
            },
        },
    }
}

#[test]
fn a_server_that_misbehaves_is_told_of_and_takes_no_time() -> Outcome {
    let server = Server::start(misbehave)?;
    let (fetcher, folder) = fetcher(&[server.address])?;
    let late = "the server has not answered in full within 0.8 s";
    let endless = |times| format!("the server sends us from page to page without end, {times} times so far");
    let cases = [
        ("/silent", late.to_owned()),
        ("/closed", "the server broke off in the middle of its answer".to_owned()),
        ("/noise", "the server's answer cannot be read".to_owned()),
        ("/drip-head", "the server's answer cannot be read".to_owned()),
        ("/drip-headers", late.to_owned()),
        ("/drip-body", late.to_owned()),
        ("/endless-head", "the server's answer cannot be read".to_owned()),
        ("/huge-declared", "the page is too large: the limit is 0.1 MB".to_owned()),
        ("/huge-streamed", "the page is too large: the limit is 0.1 MB".to_owned()),
        ("/huge-chunked", "the page is too large: the limit is 0.1 MB".to_owned()),
        ("/largest", "taken: 100000 bytes".to_owned()),
        ("/too-short", "the server broke off in the middle of its answer".to_owned()),
        ("/too-long", "taken: 6 bytes".to_owned()),
        ("/negative", "the server's answer cannot be read".to_owned()),
        ("/two-lengths", "the server's answer cannot be read".to_owned()),
        ("/bad-chunks", "the server's answer cannot be read".to_owned()),
        ("/cut-chunks", "the server broke off in the middle of its answer".to_owned()),
        ("/bomb", "the page is too large: the limit is 0.1 MB".to_owned()),
        ("/no-gzip", "the server's answer cannot be read".to_owned()),
        ("/circle", endless(1)),
        ("/endless/1", endless(6)),
        ("/nowhere", "the server sends us elsewhere, but not to a page".to_owned()),
        ("/no-page", "the server sends us elsewhere, but not to a page".to_owned()),
        ("/secret", "the server sends us elsewhere, but not to a page".to_owned()),
        ("/missing", format!("the server answers 404 Not Found for {}", server.url("/missing"))),
        ("/broken", format!("the server answers 500 Internal Server Error for {}", server.url("/broken"))),
        ("/partial", format!("the server answers 206 Partial Content for {}", server.url("/partial"))),
        ("/unasked", format!("the server answers 304 Not Modified for {}", server.url("/unasked"))),
    ];
    let mut wrong = Vec::new();
    for (path, expected) in cases {
        let begun = Instant::now();
        let found = told(&fetcher, &server.url(path));
        let taken = begun.elapsed();
        if found != expected || taken > PATIENCE * 3 / 2 {
            wrong.push(format!("{path}: {found:?} in {taken:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Nothing but the two pages that were taken is kept.
    let kept = walk(folder.path())?.into_iter().filter(|name| name.ends_with(".page")).count();
    assert_eq!(kept, 2);
    Ok(())
}

fn walk(folder: &std::path::Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            names.extend(walk(&path)?);
        } else {
            names.push(path.display().to_string());
        }
    }
    Ok(names)
}

#[test]
fn a_redirect_is_followed_to_its_end() -> Outcome {
    let server = Server::start(misbehave)?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let page = fetcher.fetch(&format!("{}#top", server.url("/two-step")))?;
    assert_eq!((page.address, page.version.location.clone()), (server.url("/two-step"), server.url("/end")));
    assert_eq!((page.bytes.as_slice(), page.change), (PAGE, Change::New));
    assert_eq!(page.version.media.as_deref(), Some("text/html; charset=Shift_JIS"));
    assert_eq!(server.paths(), ["/two-step", "/step", "/end"]);
    Ok(())
}

#[test]
fn no_address_that_is_not_public_is_asked() -> Outcome {
    let (server, other) = (Server::start(misbehave)?, Server::start(misbehave)?);
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let port = other.address.port();
    // The second server is one of ours too, but not one that may be asked; a name, an address in other spellings, and a
    // redirect all lead to it.
    let direct = [
        format!("http://127.0.0.1:{port}/good"),
        format!("http://localhost:{port}/good"),
        format!("http://2130706433:{port}/good"),
        format!("http://0x7f.1:{port}/good"),
        format!("http://127.1:{port}/good"),
        format!("http://0.0.0.0:{port}/good"),
        format!("http://[::1]:{port}/good"),
        format!("http://[::ffff:127.0.0.1]:{port}/good"),
        format!("http://[::ffff:7f00:1]:{port}/good"),
        format!("https://127.0.0.1:{port}/good"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "http://192.168.1.1/".to_owned(),
        "http://[fe80::1]/".to_owned(),
        "http://[fd00::1]/".to_owned(),
    ];
    for address in direct {
        let redirected = server.url(&format!("/to/{address}"));
        for asked in [address.clone(), redirected] {
            let begun = Instant::now();
            let found = told(&fetcher, &asked);
            let refused = found.contains("which is no address of the public internet") || found.contains("cannot be had");
            assert!(refused, "{asked}: {found}");
            assert!(begun.elapsed() < PATIENCE, "{asked}");
        }
    }
    assert!(other.requests().is_empty());
    Ok(())
}

#[test]
fn a_server_without_tls_or_without_life_is_told() -> Outcome {
    let server = Server::start(misbehave)?;
    let secure = format!("https://{}/good", server.address);
    let (client, _folder) = fetcher(&[server.address])?;
    assert_eq!(told(&client, &secure), "no secure connection can be made");
    let nobody = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let (client, _folder) = fetcher(&[nobody])?;
    assert_eq!(told(&client, &format!("http://{nobody}/")), "the server cannot be reached");
    // A robots.txt that cannot be had now is not asked for again with each page.
    assert_eq!(
        told(&client, &format!("http://{nobody}/2")),
        "the rules of 127.0.0.1 for programs cannot be had: the server cannot be reached"
    );
    assert!(
        ["", "page.html", "ftp://example.org/", "http://", "https://me:word@example.org/"]
            .iter()
            .all(|address| client.fetch(address).is_err_and(|error| error.exit_code() == 2))
    );
    Ok(())
}

/// A server with this answer to the request for robots.txt, and a page everywhere else.
fn with_robots(status: &'static str, text: &'static str) -> std::io::Result<Server> {
    Server::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => send(stream, status, &["Location: /robots.txt"], text.as_bytes()),
        _ => send(stream, "200 OK", &[], PAGE),
    })
}

#[test]
fn robots_txt_is_obeyed() -> Outcome {
    let forbidden = "robots.txt of 127.0.0.1 does not let programs have the page";
    let unknown = "the rules of 127.0.0.1 for programs cannot be had: the server answers";
    let cases = [
        ("200 OK", "User-agent: *\nDisallow: /\n", forbidden),
        ("200 OK", "User-agent: *\nDisallow: /press\n\nUser-agent: cajad\nDisallow: /private\n", "taken"),
        ("200 OK", "User-agent: cajad\nDisallow: /*.html$\n", forbidden),
        ("200 OK", "", "taken"),
        ("404 Not Found", "User-agent: *\nDisallow: /\n", "taken"),
        ("403 Forbidden", "", "taken"),
        ("302 Found", "", "taken"),
        ("429 Too Many Requests", "", unknown),
        ("503 Service Unavailable", "", unknown),
    ];
    for (status, text, expected) in cases {
        let server = with_robots(status, text)?;
        let (fetcher, _folder) = fetcher(&[server.address])?;
        let found = told(&fetcher, &server.url("/press/1.html"));
        assert!(found.starts_with(expected), "{status} {text:?}: {found}");
        assert_eq!(server.paths().len(), usize::from(expected == "taken"), "{status} {text:?}");
    }
    Ok(())
}

#[test]
fn robots_txt_is_asked_for_once_and_again_after_a_rest() -> Outcome {
    let server = with_robots("200 OK", "User-agent: *\nDisallow: /b\n")?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let count = || server.requests().iter().filter(|request| request.path == "/robots.txt").count();
    for path in ["/a", "/b", "/c"] {
        told(&fetcher, &server.url(path));
    }
    assert_eq!((count(), server.paths()), (1, vec!["/a".to_owned(), "/c".to_owned()]));
    fetcher.rest(Duration::ZERO);
    told(&fetcher, &server.url("/d"));
    assert_eq!(count(), 2);
    let agent = format!("cajad/{} (+https://w3id.org/cajad)", env!("CARGO_PKG_VERSION"));
    assert!(server.requests().iter().all(|request| request.header("user-agent") == Some(agent.as_str())));
    Ok(())
}

#[test]
fn a_redirect_is_held_to_the_rules_of_where_it_leads() -> Outcome {
    let strict = with_robots("200 OK", "User-agent: *\nDisallow: /\n")?;
    let target = strict.url("/page");
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found", &[], b""),
        _ => send(stream, "302 Found", &[&format!("Location: {target}")], b""),
    })?;
    let (fetcher, _folder) = fetcher(&[server.address, strict.address])?;
    assert_eq!(told(&fetcher, &server.url("/")), "robots.txt of 127.0.0.1 does not let programs have the page");
    assert!(strict.paths().is_empty());
    Ok(())
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_its_pause_between() -> Outcome {
    let server = Server::start(|request, stream| {
        thread::sleep(Duration::from_millis(30));
        match request.path.as_str() {
            "/robots.txt" => send(stream, "200 OK", &[], b"User-agent: *\nCrawl-delay: 0.2\n"),
            _ => send(stream, "200 OK", &[], PAGE),
        }
    })?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let begun = Instant::now();
    thread::scope(|scope| {
        for i in 0..4 {
            let (fetcher, server) = (&fetcher, &server);
            scope.spawn(move || told(fetcher, &server.url(&format!("/{i}"))));
        }
    });
    assert_eq!((server.paths().len(), server.most_at_once()), (4, 1));
    assert!(begun.elapsed() >= Duration::from_millis(600 + 5 * 30), "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn a_host_that_wants_too_long_a_pause_is_left_alone() -> Outcome {
    let server = with_robots("200 OK", "User-agent: *\nCrawl-delay: 3600\n")?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    assert!(told(&fetcher, &server.url("/1")).starts_with("taken"));
    let begun = Instant::now();
    assert_eq!(told(&fetcher, &server.url("/2")), "127.0.0.1 wants to be left alone for 3600 seconds");
    assert!(begun.elapsed() < PATIENCE);
    Ok(())
}

/// A server that answers so until it has been asked `times` times for a page.
fn busy(times: usize, status: &'static str, header: &'static str) -> std::io::Result<Server> {
    let left = std::sync::atomic::AtomicUsize::new(times);
    Server::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found", &[], b""),
        _ if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() => {
            send(stream, status, &[header, "Date: Tue, 01 Dec 2026 10:00:00 GMT"], b"")
        }
        _ => send(stream, "200 OK", &[], PAGE),
    })
}

#[test]
fn retry_after_is_obeyed() -> Outcome {
    let second = Duration::from_secs(1);
    let cases = [
        (1, "429 Too Many Requests", "Retry-After: 1", "taken: 57 bytes", second),
        (1, "503 Service Unavailable", "Retry-After: Tue, 01 Dec 2026 10:00:01 GMT", "taken: 57 bytes", second),
        (1, "503 Service Unavailable", "X: y", "taken: 57 bytes", Duration::ZERO),
        (9, "503 Service Unavailable", "Retry-After: 1", "127.0.0.1 wants to be left alone for 1 second", second),
        (1, "429 Too Many Requests", "Retry-After: 7200", "127.0.0.1 wants to be left alone for 7200 seconds", Duration::ZERO),
    ];
    for (times, status, header, expected, wait) in cases {
        let server = busy(times, status, header)?;
        let (fetcher, _folder) = fetcher(&[server.address])?;
        let begun = Instant::now();
        assert_eq!(told(&fetcher, &server.url("/")), expected, "{status} {header}");
        assert!(begun.elapsed() >= wait && begun.elapsed() < wait + PATIENCE, "{header}: {:?}", begun.elapsed());
    }
    Ok(())
}

#[test]
fn a_host_is_left_alone_until_its_time_has_passed() -> Outcome {
    let server = busy(1, "429 Too Many Requests", "Retry-After: 10")?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let left_alone = |seconds| format!("127.0.0.1 wants to be left alone for {seconds} seconds");
    assert_eq!(told(&fetcher, &server.url("/")), left_alone(10));
    assert_eq!(told(&fetcher, &server.url("/other")), left_alone(10));
    assert_eq!(server.paths(), ["/"]);
    let stop = fetcher.stop();
    stop.store(true, Ordering::Relaxed);
    // A rest that is broken off has not passed for the host; only the time is taken as agreed.
    fetcher.rest(Duration::from_secs(4));
    stop.store(false, Ordering::Relaxed);
    assert_eq!(told(&fetcher, &server.url("/")), left_alone(6));
    Ok(())
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() -> Outcome {
    let server = Server::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found", &[], b""),
        "/moved" => send(stream, "302 Found", &["Location: /page"], b""),
        _ if request.header("if-none-match") == Some("w/\"1\"") => send(stream, "304 Not Modified", &[], b""),
        _ if request.header("if-modified-since").is_some() => send(stream, "304 Not Modified", &[], b""),
        "/page" => send(stream, "200 OK", &["ETag: W/\"1\""], PAGE),
        _ => send(stream, "200 OK", &["Last-Modified: Tue, 01 Dec 2026 10:00:00 GMT"], PAGE),
    })?;
    let (fetcher, folder) = fetcher(&[server.address])?;
    for path in ["/page", "/moved", "/dated"] {
        let first = fetcher.fetch(&server.url(path))?;
        let again = fetcher.fetch(&server.url(path))?;
        assert_eq!((first.change, again.change), (Change::New, Change::Same), "{path}");
        assert_eq!(again, Page { change: Change::Same, ..first }, "{path}");
        assert_eq!(fetcher.cached(&server.url(path))?, again, "{path}");
    }
    let whole = server.requests().iter().filter(|r| r.head.contains("if-none-match") || r.head.contains("if-modified")).count();
    assert_eq!(whole, 3);
    // Without its bytes, that a page is as before is no help.
    for name in walk(folder.path())?.into_iter().filter(|name| name.ends_with(".page")) {
        std::fs::remove_file(name)?;
    }
    assert_eq!(fetcher.fetch(&server.url("/page"))?.bytes, PAGE);
    assert_eq!(fetcher.cached(&server.url("/moved")).map_err(|error| error.exit_code()), Err(3));
    Ok(())
}

#[test]
fn a_page_that_was_edited_has_two_versions() -> Outcome {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => send(stream, "404 Not Found", &[], b""),
        _ => send(stream, "200 OK", &[], format!("version {}", turn.fetch_add(1, Ordering::SeqCst) / 2).as_bytes()),
    })?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    let address = server.url("/");
    let changes: Vec<Change> = (0..4).map(|_| fetcher.fetch(&address).map(|page| page.change)).collect::<Result<_, _>>()?;
    assert_eq!(changes, [Change::New, Change::Same, Change::Changed, Change::Same]);
    let record = fetcher.cache().record(&address)?.ok_or("there is no record")?;
    let texts: Vec<Option<Vec<u8>>> =
        record.versions.iter().map(|version| fetcher.cache().bytes(&address, &version.digest)).collect::<Result<_, _>>()?;
    assert_eq!(texts, [Some(b"version 0".to_vec()), Some(b"version 1".to_vec())]);
    Ok(())
}

#[test]
fn waiting_ends_when_it_is_told_to() -> Outcome {
    let server = with_robots("200 OK", "User-agent: *\nCrawl-delay: 1.9\n")?;
    let (fetcher, _folder) = fetcher(&[server.address])?;
    told(&fetcher, &server.url("/1"));
    let (stop, begun) = (fetcher.stop(), Instant::now());
    let found = thread::scope(|scope| {
        let waiting = scope.spawn(|| told(&fetcher, &server.url("/2")));
        thread::sleep(Duration::from_millis(100));
        stop.store(true, Ordering::Relaxed);
        waiting.join().unwrap_or_default()
    });
    assert_eq!(found, "stopped before the page was asked for");
    assert!(begun.elapsed() < PATIENCE);
    Ok(())
}
