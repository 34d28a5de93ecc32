//! The command line. One file a subcommand: its `Args`, whose doc comments are the help, and its `run`.

mod add;
mod build;
mod check;
mod convert;
mod coverage;
mod explain;
mod export;
mod intake;
mod ontology;
mod pages;
mod pdf;
pub mod query;
pub mod report;
mod template;
mod watch;

use anyhow::Result;
use cajad::bundle::{Bundle, BundlePaths};
use cajad::error::{DISK_FULL, Error, is_full};
use cajad::export::RdfFormat;
use cajad::migrate::arrears;
use cajad::ontology::present;
use cajad::site::Sites;
use cajad::source::{Lang, Overrides};
use cajad::store::Store;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Official releases on Japan and Central Asia as a knowledge graph, with the sentence behind every fact.
///
/// Begin with `cajad build`, which makes a store of the releases that come with the program, and `cajad query`, which lists
/// the questions that it answers.
///
/// Exit codes: 0 done, 1 done but some inputs were skipped or a check found a violation, 2 a mistake in the command, 3 the
/// input or the store cannot be used, 70 a defect of cajad.
#[derive(Debug, Parser)]
#[command(
    name = "cajad",
    version,
    after_help = "Examples:
  cajad build
  cajad query
  cajad add my-releases/
  cajad convert release.md --format turtle"
)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every command")]
struct Global {
    /// The folder of the store
    #[arg(long, value_name = "DIR", default_value = "cajad.store", env = "CAJAD_STORE", global = true)]
    store: PathBuf,
    /// Another folder of tables and releases than the one that comes with cajad
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Another ontology folder
    #[arg(long, value_name = "DIR", global = true)]
    ontology: Option<PathBuf>,
    /// Another folder of saved queries
    #[arg(long, value_name = "DIR", global = true)]
    queries: Option<PathBuf>,
    /// A folder of corrections of your own, beside those that come with cajad; without it, cajad.overlay if it is there
    #[arg(long, value_name = "DIR", env = "CAJAD_OVERLAY", global = true)]
    overlay: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::BuildArgs),
    Add(add::AddArgs),
    Watch(watch::WatchArgs),
    Convert(convert::ConvertArgs),
    Coverage(coverage::CoverageArgs),
    Query(query::QueryArgs),
    Export(export::ExportArgs),
    Explain(explain::ExplainArgs),
    Check(check::CheckArgs),
    Ontology(ontology::OntologyArgs),
    /// Read a PDF file from standard input and print its text; for a child process with limits
    #[command(hide = true)]
    ReadPdf,
    Template(template::TemplateArgs),
    /// Print the completions for a shell
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is done.
    Done,
    /// Some of the inputs were skipped, and have been reported.
    SomeSkipped,
    /// A check found a violation, and has reported it.
    Amiss,
}

/// Runs the command.
///
/// # Errors
/// What the command cannot do; usually a [`cajad::error::Error`].
pub fn run(cli: Cli) -> Result<Outcome> {
    let Cli { global, command } = cli;
    match command {
        Command::Build(args) => build::run(&global, &args),
        Command::Add(args) => add::run(&global, &args),
        Command::Watch(args) => watch::run(&global, &args),
        Command::Convert(args) => convert::run(&global, &args),
        Command::Coverage(args) => coverage::run(&global, &args),
        Command::Query(args) => query::run(&global, &args),
        Command::Export(args) => export::run(&global, &args),
        Command::Explain(args) => explain::run(&global, &args),
        Command::Check(args) => check::run(&global, &args),
        Command::Ontology(args) => ontology::run(&global, &args),
        Command::ReadPdf => pdf::run(),
        Command::Template(args) => template::run(&global, &args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "cajad", &mut script);
            write_data(&script)?;
            Ok(Outcome::Done)
        }
    }
}

impl Global {
    fn bundle(&self) -> Result<Bundle, Error> {
        Bundle::open(BundlePaths {
            ontology: self.ontology.clone(),
            data: self.data.clone(),
            queries: self.queries.clone(),
            overlay: self.overlay.clone(),
        })
    }

    /// Opens the store to read it, and says so if it is behind the ontology.
    fn store(&self) -> Result<Store, Error> {
        let store = Store::open_read_only(&self.store)?;
        self.say_arrears(&store)?;
        Ok(store)
    }

    /// Whoever works with a store that an older ontology wrote is told how to bring it up.
    fn say_arrears(&self, store: &Store) -> Result<(), Error> {
        let Some(version) = present(&self.bundle()?)? else { return Ok(()) };
        if let Some(behind) = arrears(store, version)? {
            self.say(&behind.to_string());
        }
        Ok(())
    }

    /// A line for the person at the terminal.
    fn say(&self, line: &str) {
        if !self.quiet {
            say(&format!("{line}\n"));
        }
    }
}

/// Speaks to the person at the terminal. If nobody can hear it, the exit code has to do.
fn say(told: &str) {
    let _ = std::io::stderr().lock().write_all(report::lines_shown(told).as_bytes());
}

/// What the person knows better than the file.
#[derive(Args, Debug, Default)]
struct Known {
    /// The address of the page that the release was on
    #[arg(long, value_name = "URL")]
    source: Option<String>,
    /// The day of issue, as in 2025-12-18
    #[arg(long, value_name = "DATE", value_parser = day)]
    issued: Option<jiff::civil::Date>,
    /// The language of the text
    #[arg(long, value_parser = PossibleValuesParser::new(Lang::ALL.map(Lang::code)).try_map(language))]
    lang: Option<Lang>,
}

impl Known {
    fn overrides(&self, bundle: &Bundle) -> Result<Overrides, Error> {
        let sites = Some(Arc::new(Sites::read(bundle)?));
        Ok(Overrides {
            source: self.source.clone(),
            issued: self.issued,
            lang: self.lang,
            charset: None,
            sites,
            program: std::env::current_exe().ok(),
        })
    }

    /// One address cannot be that of several releases.
    fn prove(&self, files: usize) -> Result<(), Error> {
        if self.source.is_some() && files > 1 {
            return Err(Error::user("--source is the address of one release, but there are several")
                .hint("give the files one by one, or write `source:` into the front matter of each"));
        }
        Ok(())
    }
}

fn day(written: &str) -> Result<jiff::civil::Date, String> {
    written.parse().map_err(|_| "write it as year-month-day: 2025-12-18".to_owned())
}

fn language(code: String) -> Result<Lang, String> {
    Lang::from_code(&code).ok_or_else(|| format!("cajad does not read {code}"))
}

fn rdf_formats() -> impl TypedValueParser<Value = RdfFormat> {
    PossibleValuesParser::new(RdfFormat::ALL.map(RdfFormat::name)).try_map(|name| rdf_format(&name).ok_or("no such format"))
}

fn rdf_format(name: &str) -> Option<RdfFormat> {
    RdfFormat::ALL.into_iter().find(|format| format.name() == name)
}

/// Reads one file, or standard input for `-`.
fn read_document(path: &Path, overrides: &Overrides) -> Result<cajad::source::Document, Error> {
    let written = path.to_string_lossy();
    if path == Path::new("-") {
        return cajad::source::receive("-", std::io::stdin().lock(), overrides);
    }
    if written.starts_with("https://") || written.starts_with("http://") {
        return Err(Error::user("pages are fetched by `cajad add` and `cajad watch`")
            .in_file(written)
            .hint("add the page to a store, or save it to a file and give its address with --source"));
    }
    cajad::source::read(path, overrides)
}

/// Writes to standard output.
fn write_data(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|cause| {
        let error = Error::input(if is_full(&cause) { DISK_FULL } else { "the output cannot be written" })
            .in_file("standard output")
            .hint("write it to another place");
        error.because(cause).into()
    })
}

/// A file that cannot be written; `place` is the kind of thing to name in its stead.
fn unwritable(path: &Path, place: &str, cause: std::io::Error) -> Error {
    Error::input(if is_full(&cause) { DISK_FULL } else { "the file cannot be written" })
        .in_path(path)
        .hint(format!("make room or give yourself the right to write there, or name another {place} with --output"))
        .because(cause)
}
