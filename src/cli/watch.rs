//! `cajad watch`: what is new on some pages and feeds, again and again.

use super::add::{admit, open};
use super::intake::Intake;
use super::pages::{Item, PageArgs, Pages, is_address};
use super::report::{FileReport, summary, told};
use super::{Global, Known, Outcome, say};
use anyhow::Result;
use cajad::error::Error;
use cajad::overlay::records;
use cajad::vocab;
use clap::Args;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The shortest time between two rounds; nobody publishes releases every minute.
const SHORTEST: Duration = Duration::from_secs(600);

/// Take what is new on pages and feeds, again and again
///
/// Looks at each page named: of a feed or a page that lists others it takes the releases that are not in the store yet, of
/// any other page itself whenever it has changed. Then it waits, and looks again. Servers are asked as `cajad add` asks them.
/// The store is free for others between the rounds. Ctrl-C ends it after the page at hand; what was fetched is in then.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cajad watch https://www.mofa.go.jp/rss/news.xml --only Tajikistan --only Uzbekistan
  cajad watch sources.txt --interval 12h
  cajad watch sources.txt --once")]
pub(super) struct WatchArgs {
    /// Addresses, and files with an address in each line; a line that begins with # is a remark
    #[arg(required = true, value_name = "URL|FILE")]
    pages: Vec<String>,
    /// The time between two rounds, as in 30m or 12h; ten minutes at least
    #[arg(long, value_name = "TIME", default_value = "6h", value_parser = time)]
    interval: Duration,
    /// Look once, and wait for nothing
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    how: PageArgs,
    /// Take in releases that violate a shape of the ontology
    #[arg(long)]
    allow_invalid: bool,
}

fn time(written: &str) -> Result<Duration, String> {
    let refused = || "write it as a number and a unit: 90s, 30m or 12h".to_owned();
    let time: jiff::SignedDuration = written.parse().map_err(|_| refused())?;
    Duration::try_from(time).map_err(|_| refused())
}

pub(super) fn run(global: &Global, args: &WatchArgs) -> Result<Outcome> {
    if args.interval < SHORTEST && !args.how.is_own() && !args.once {
        return Err(Error::user("the interval is shorter than ten minutes").hint("name a longer one: --interval 1h").into());
    }
    let addresses = addresses(&args.pages)?;
    let bundle = global.bundle()?;
    let intake = Intake::new(&bundle, args.allow_invalid)?;
    let mut pages = Pages::new(global, &args.how, &Known::default(), &bundle)?;
    pages.only_news = true;
    let stop = pages.fetcher().stop();
    ctrlc::set_handler(move || {
        // Whoever asks twice does not want to wait for the page at hand.
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })?;
    loop {
        let outcome = round(global, &intake, &mut pages, &addresses);
        if args.once {
            return outcome.map_err(Into::into);
        }
        // Another program may be at the store now; what was fetched goes in the next time.
        if let Err(error) = outcome {
            say(&told(&error));
        }
        if !pages.fetcher().is_stopped() {
            global.say(&format!("next round in {:#}; Ctrl-C ends it", jiff::SignedDuration::try_from(args.interval)?));
            pages.fetcher().rest(args.interval);
        }
        if pages.fetcher().is_stopped() {
            global.say("stopped");
            return Ok(Outcome::Done);
        }
    }
}

/// Looks at every page once. The store is opened when all has been fetched, so that slow servers keep nobody from it.
fn round(global: &Global, intake: &Intake, pages: &mut Pages<'_>, addresses: &[String]) -> Result<Outcome, Error> {
    pages.look()?;
    let mut items: Vec<Item> = Vec::new();
    for address in addresses {
        if !pages.fetcher().is_stopped() {
            items.extend(pages.gather(address));
        }
    }
    let mut reports = Vec::new();
    if !items.is_empty() {
        let store = open(global, intake)?;
        let mut made = records(&store.quads(vocab::OVERLAY_GRAPH)?)?;
        for item in items {
            reports.push(admit(global, &store, intake, item, pages, &mut made)?);
        }
    }
    global.say(&summary(&reports));
    Ok(if reports.iter().any(FileReport::is_skipped) { Outcome::SomeSkipped } else { Outcome::Done })
}

/// The addresses that are named, also in files, each once.
fn addresses(named: &[String]) -> Result<Vec<String>, Error> {
    let mut addresses: Vec<String> = Vec::new();
    for named in named {
        if is_address(named) {
            addresses.push(cajad::fetch::address(named)?);
            continue;
        }
        let file = cajad::bundle::BundleFile::read(Path::new(named))?;
        for (number, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let address = cajad::fetch::address(line).map_err(|_| {
                let message = format!("{line:?} is no address of a page");
                Error::input(message).in_file(named).at(number + 1, 1).hint("write one address in a line, as https://host/path")
            })?;
            addresses.push(address);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    addresses.retain(|address| seen.insert(address.clone()));
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_from_files_too_and_once() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("sources.txt");
        std::fs::write(&file, "# Japan\nhttps://a.example/rss\n\n  https://b.example/#news\n")?;
        let file = file.display().to_string();
        let named = ["https://b.example/".to_owned(), file.clone()];
        assert_eq!(addresses(&named)?, ["https://b.example/", "https://a.example/rss"]);
        std::fs::write(&file, "https://a.example/\nb.example\n")?;
        let told = addresses(&[file]).map_err(|error| (error.place().line, error.message().to_owned()));
        assert_eq!(told, Err((Some(2), "\"b.example\" is no address of a page".to_owned())));
        Ok(())
    }

    #[test]
    fn times_have_a_unit() {
        assert_eq!(time("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(time("12h"), Ok(Duration::from_secs(43_200)));
        assert!(["", "12", "-1h", "soon"].iter().all(|wrong| time(wrong).is_err()));
    }
}
