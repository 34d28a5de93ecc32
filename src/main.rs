//! The process boundary: arguments in, exit code out.

mod cli;

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse_from(cli::query::spell_out(std::env::args_os()));
    match cli::run(arguments) {
        Ok(cli::Outcome::Done) => ExitCode::SUCCESS,
        Ok(cli::Outcome::SomeSkipped | cli::Outcome::Amiss) => ExitCode::from(cajad::error::SKIPPED),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed too, the exit code has to do.
            let _ = std::io::stderr().write_all(cli::report::failure(&error).as_bytes());
            ExitCode::from(error.downcast_ref::<cajad::error::Error>().map_or(70, cajad::error::Error::exit_code))
        }
    }
}

/// Whoever reads our output has had enough, as `head` does: that is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
