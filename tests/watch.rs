//! Pages, feeds and lists as they go into a store, from a server of our own; no other network is used.
#![expect(clippy::unwrap_used, reason = "a test stops where its server cannot go on")]

#[path = "fetch/server.rs"]
mod server;

use assert_cmd::Command;
use server::{Request, Server, send};
use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// A release as a page.
fn page(country: &str, guest: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>Japan-{country} Summit Meeting</title>\
         <meta property=\"article:published_time\" content=\"2025-12-20\"></head><body><nav><a href=\"/\">Home</a></nav><main>\
         <h1>Japan-{country} Summit Meeting</h1><p>On December 20, 2025, Prime Minister TAKAICHI Sanae held a summit meeting with \
         H.E. Mr. {guest}, President of the Republic of {country}, in Tokyo.</p><p>The two leaders welcomed the progress of \
         cooperation between the two countries, and shared the view that it should go on.</p></main></body></html>"
    )
}

fn tajik() -> String {
    page("Tajikistan", "Emomali Rahmon")
}

fn uzbek() -> String {
    page("Uzbekistan", "Shavkat Mirziyoyev")
}

/// A feed with these pages, each with the day of its last change.
fn feed(items: &[(&str, &str, &str)]) -> String {
    let item = |(path, title, day): &(&str, &str, &str)| {
        format!("<item><title>{title}</title><link>{path}</link><pubDate>{day}</pubDate></item>")
    };
    let items: String = items.iter().map(item).collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>")
}

/// A server that gives the pages in a list that can be changed, and nothing else.
struct Site {
    server: Server,
    pages: Arc<Mutex<Vec<(String, String)>>>,
}

impl Site {
    fn start(pages: &[(&str, String)]) -> std::io::Result<Self> {
        let pages: Vec<(String, String)> = pages.iter().map(|(path, page)| ((*path).to_owned(), page.clone())).collect();
        let pages = Arc::new(Mutex::new(pages));
        let served = Arc::clone(&pages);
        let server = Server::start(move |request: &Request, stream: &mut TcpStream| {
            let page = served.lock().unwrap().iter().find(|(path, _)| *path == request.path).map(|(_, page)| page.clone());
            match page {
                Some(page) => {
                    let mut hasher = DefaultHasher::new();
                    page.hash(&mut hasher);
                    let etag = format!("\"{}\"", hasher.finish());
                    if request.header("if-none-match") == Some(etag.as_str()) {
                        return send(stream, "304 Not Modified", &[], b"");
                    }
                    send(stream, "200 OK", &[&format!("ETag: {etag}")], page.as_bytes())
                }
                None => send(stream, "404 Not Found", &[], b""),
            }
        })?;
        Ok(Self { server, pages })
    }

    fn put(&self, path: &str, page: String) {
        let mut pages = self.pages.lock().unwrap();
        pages.retain(|(there, _)| there != path);
        pages.push((path.to_owned(), page));
    }

    fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// How often each of the paths has been asked for.
    fn count(&self, path: &str) -> usize {
        self.server.paths().iter().filter(|asked| *asked == path).count()
    }
}

/// A folder to run in, with tables but without releases, so that a build is short.
struct Desk(TempDir);

impl Desk {
    fn new() -> Result<Self, Box<dyn Error>> {
        let desk = Self(tempfile::tempdir()?);
        let data = desk.0.path().join("data");
        copy(Path::new("data"), &data)?;
        for shipped in ["releases", "chronology"] {
            fs::remove_dir_all(data.join(shipped))?;
            fs::create_dir(data.join(shipped))?;
        }
        Ok(desk)
    }

    fn cajad(&self, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cajad"));
        let command = command.current_dir(self.0.path()).env_remove("CAJAD_STORE").args(["--data", "data"]);
        Ok(command.args(arguments).output()?)
    }

    /// The same, with leave to ask the site.
    fn with(&self, site: &Site, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let address = site.server.address.to_string();
        self.cajad(&[arguments, &["--allow", &address]].concat())
    }

    /// The releases in the store, each as the last part of its name.
    fn releases(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let query = "SELECT ?r { ?r a cajad:Release } ORDER BY ?r";
        let output = self.cajad(&["query", "-e", query, "--format", "tsv"])?;
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let out = String::from_utf8(output.stdout)?;
        Ok(out.lines().skip(1).filter_map(|line| Some(line.rsplit_once('/')?.1.trim_end_matches('>').to_owned())).collect())
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is said must hold all of this.
fn says(output: &Output, code: i32, told: &[&str]) {
    let said = err(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for told in told {
        assert!(said.contains(told), "{told:?} is missing in:\n{said}");
    }
}

const TAJIK: &str = "2025-12-20-japan-tajikistan-summit-meeting";
const UZBEK: &str = "2025-12-20-japan-uzbekistan-summit-meeting";

#[test]
fn a_page_goes_in_and_comes_again_without_any_network() -> Outcome {
    let desk = Desk::new()?;
    let site = Site::start(&[("/tj.html", tajik())])?;
    let address = site.url("/tj.html");
    says(&desk.with(&site, &["add", &address])?, 0, &["added", &address]);
    assert_eq!(desk.releases()?, [TAJIK]);
    let before = desk.cajad(&["export", "--format", "nquads"])?.stdout;
    assert!(String::from_utf8_lossy(&before).contains(&format!("terms/source> <{address}>")));
    // It is asked for again, but not sent again.
    says(&desk.with(&site, &["add", &address])?, 0, &["unchanged"]);
    assert_eq!(site.count("/tj.html"), 2);
    // Nobody is there to be asked any more.
    let allowed = site.server.address.to_string();
    drop(site);
    says(&desk.cajad(&["add", &address, "--offline"])?, 0, &["unchanged"]);
    fs::remove_dir_all(desk.0.path().join("cajad.store"))?;
    says(&desk.cajad(&["build"])?, 0, &["1 releases; 0 skipped"]);
    assert_eq!(desk.cajad(&["export", "--format", "nquads"])?.stdout, before);
    says(&desk.cajad(&["build"])?, 0, &["1 releases; 0 skipped"]);
    assert_eq!(desk.cajad(&["export", "--format", "nquads"])?.stdout, before);
    says(&desk.cajad(&["build", "--fresh"])?, 0, &["0 releases; 0 skipped"]);
    says(&desk.cajad(&["add", &address, "--allow", &allowed])?, 1, &["skipped", "the server cannot be reached", "hint: "]);
    says(&desk.cajad(&["add", "https://example.org/x", "--offline"])?, 1, &["not among those that were fetched"]);
    Ok(())
}

#[test]
fn a_server_that_is_not_public_is_not_asked() -> Outcome {
    let desk = Desk::new()?;
    let site = Site::start(&[("/tj.html", tajik())])?;
    says(&desk.cajad(&["add", &site.url("/tj.html")])?, 1, &["which is no address of the public internet", "hint: "]);
    says(&desk.cajad(&["watch", "--once", &site.url("/tj.html")])?, 1, &["which is no address of the public internet"]);
    assert!(site.server.requests().is_empty());
    Ok(())
}

#[test]
fn of_a_feed_what_is_new_goes_in() -> Outcome {
    let desk = Desk::new()?;
    let (first, second) = ("Sat, 20 Dec 2025 10:00:00 GMT", "Sun, 21 Dec 2025 10:00:00 GMT");
    let site = Site::start(&[("/tj.html", tajik()), ("/uz.html", uzbek())])?;
    site.put("/rss", feed(&[("/tj.html", "Summit with Tajikistan", first), ("/lost.html", "Lost", first)]));
    let rss = site.url("/rss");
    let lost = format!("the server answers 404 Not Found for {}", site.url("/lost.html"));
    says(&desk.with(&site, &["add", &rss])?, 1, &["lists 2, 2 new", "added", &lost]);
    assert_eq!((site.count("/tj.html"), site.count("/lost.html"), site.server.most_at_once()), (1, 1, 1));
    // What is in is not asked for again, what could not be had is.
    site.put("/rss", feed(&[("/tj.html", "Summit with Tajikistan", first), ("/uz.html", "Summit with Uzbekistan", first)]));
    says(&desk.with(&site, &["add", &rss])?, 0, &["lists 2, 1 new", "added 1\n"]);
    assert_eq!(desk.releases()?, [TAJIK, UZBEK]);
    says(&desk.with(&site, &["add", &rss])?, 0, &["lists 2, 0 new", "nothing to do"]);
    assert_eq!((site.count("/tj.html"), site.count("/uz.html")), (1, 1));
    // The feed says that a page has been edited.
    site.put("/tj.html", tajik().replace("should go on", "should grow"));
    site.put("/rss", feed(&[("/tj.html", "Summit with Tajikistan", second), ("/uz.html", "Summit with Uzbekistan", first)]));
    says(&desk.with(&site, &["add", &rss])?, 0, &["lists 2, 1 new", "replaced 1\n"]);
    assert_eq!((site.count("/tj.html"), site.count("/uz.html")), (2, 1));
    // In a store that is made anew they go in from what was kept.
    fs::remove_dir_all(desk.0.path().join("cajad.store"))?;
    says(&desk.with(&site, &["add", &rss])?, 0, &["lists 2, 2 new", "added 2\n"]);
    assert_eq!((site.count("/tj.html"), site.count("/uz.html")), (2, 1));
    Ok(())
}

#[test]
fn of_a_list_only_what_is_wanted_is_asked_for() -> Outcome {
    let desk = Desk::new()?;
    let names = ["tj", "uz", "kz", "kg", "tm"];
    let links: String =
        names.iter().map(|name| format!("<li><a href=\"{name}.html\">Summit meeting of {name}</a></li>")).collect();
    let list = format!("<html><body><h1>News</h1><ul>{links}</ul></body></html>");
    let site = Site::start(&[("/news/", list.clone()), ("/news/tj.html", tajik()), ("/news/uz.html", uzbek())])?;
    let news = site.url("/news/");
    says(
        &desk.with(&site, &["add", &news, "--only", "OF TJ", "--only", "of uz", "--most", "1"])?,
        0,
        &["lists 5, 2 new; 1 of them"],
    );
    assert_eq!(site.server.paths(), ["/news/", "/news/tj.html"]);
    says(&desk.with(&site, &["add", &news, "--only", "of uz"])?, 0, &["lists 5, 1 new", "added 1\n"]);
    assert_eq!(desk.releases()?, [TAJIK, UZBEK]);
    // The same page as a release has no text beside its links.
    says(&desk.with(&site, &["add", &news, "--page"])?, 1, &["skipped"]);
    // A feed in a file, whose pages are on the network.
    fs::write(desk.0.path().join("news.xml"), feed(&[(&site.url("/news/tj.html"), "Summit", "")]))?;
    fs::remove_dir_all(desk.0.path().join("cajad.store"))?;
    fs::remove_dir_all(desk.0.path().join("cajad.store.pages"))?;
    says(&desk.with(&site, &["add", "news.xml"])?, 0, &["news.xml: lists 1, 1 new", "added 1\n"]);
    Ok(())
}

#[test]
fn a_page_that_holds_no_release_is_tried_once() -> Outcome {
    let desk = Desk::new()?;
    let site = Site::start(&[("/empty.html", "<html><nav>Home</nav></html>".to_owned())])?;
    site.put("/rss", feed(&[("/empty.html", "Nothing", "")]));
    let rss = site.url("/rss");
    says(&desk.with(&site, &["add", &rss])?, 1, &["there is no text in it"]);
    says(&desk.with(&site, &["add", &rss])?, 0, &["lists 1, 0 new"]);
    says(&desk.cajad(&["build"])?, 0, &["0 releases; 0 skipped"]);
    assert_eq!(site.count("/empty.html"), 1);
    Ok(())
}

#[test]
fn mistakes_are_told() -> Outcome {
    let desk = Desk::new()?;
    fs::write(desk.0.path().join("sources.txt"), "# news\nexample.org\n")?;
    let cases: [(&[&str], i32, &[&str]); 8] = [
        (&["watch", "https://example.org/", "--interval", "1m"], 2, &["shorter than ten minutes", "hint: "]),
        (&["watch", "https://example.org/", "--interval", "often"], 2, &["write it as a number and a unit"]),
        (&["watch", "sources.txt", "--once"], 3, &["sources.txt:2:1: \"example.org\" is no address of a page", "hint: "]),
        (&["watch", "missing.txt", "--once"], 3, &["missing.txt: cannot read the file"]),
        (&["add", "https://me:word@example.org/"], 1, &["the address holds a name or a password"]),
        (&["add", "https://example.org/", "--source", "https://example.org/"], 2, &["a page has an address"]),
        (&["add", "https://example.org/", "--contact", "a b"], 2, &["\"a b\" is no e-mail address and no page"]),
        (&["convert", "https://example.org/"], 2, &["pages are fetched by `cajad add`"]),
    ];
    for (arguments, code, told) in cases {
        says(&desk.cajad(arguments)?, code, told);
    }
    Ok(())
}

#[test]
fn whoever_asks_can_be_reached() -> Outcome {
    let desk = Desk::new()?;
    let site = Site::start(&[("/tj.html", tajik())])?;
    says(&desk.with(&site, &["add", &site.url("/tj.html"), "--contact", "me@example.org"])?, 0, &["added"]);
    let agent = format!("cajad/{} (+https://w3id.org/cajad; me@example.org)", env!("CARGO_PKG_VERSION"));
    assert!(site.server.requests().iter().all(|request| request.header("user-agent") == Some(agent.as_str())));
    Ok(())
}

/// Waits until something is so, but not for ever.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come about");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_watch_takes_what_comes_and_ends_when_it_is_told_to() -> Outcome {
    let desk = Desk::new()?;
    let site = Site::start(&[("/tj.html", tajik())])?;
    site.put("/rss", feed(&[("/uz.html", "Summit with Uzbekistan", "")]));
    fs::write(desk.0.path().join("sources.txt"), format!("{}\n{}\n", site.url("/tj.html"), site.url("/rss")))?;
    let log = desk.0.path().join("log");
    let mut watch = std::process::Command::new(assert_cmd::cargo::cargo_bin!("cajad"))
        .current_dir(desk.0.path())
        .env_remove("CAJAD_STORE")
        .args(["--data", "data", "watch", "sources.txt", "--interval", "1s", "--allow", &site.server.address.to_string()])
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?)
        .spawn()?;
    let told = || fs::read_to_string(&log).unwrap_or_default();
    until("the first page", || told().contains("added 1, skipped 1\n") && told().contains("next round in 1s"));
    // Between the rounds others may use the store; a round is short, but may be met.
    let asked = AtomicUsize::new(0);
    until("an answer", || {
        asked.fetch_add(1, Ordering::SeqCst);
        desk.cajad(&["query", "-e", "ASK { ?r a cajad:Release }"]).is_ok_and(|output| output.status.success())
    });
    site.put("/uz.html", uzbek());
    until("the second page", || told().matches("added").count() >= 3);
    site.put("/tj.html", tajik().replace("should go on", "should grow"));
    until("the edited page", || told().contains("replaced 1\n"));
    // What has not changed is passed over.
    let rounds = told().matches("nothing to do").count();
    until("a round without news", || told().matches("nothing to do").count() > rounds);
    assert!(std::process::Command::new("kill").args(["-INT", &watch.id().to_string()]).status()?.success());
    let begun = Instant::now();
    assert_eq!(watch.wait()?.code(), Some(0), "{}", told());
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(told().ends_with("stopped\n"), "{}", told());
    assert_eq!(desk.releases()?, [TAJIK, UZBEK]);
    Ok(())
}
