//! A program that reads what may be hostile, with a limit on its time, its memory and its output.
//!
//! `/bin/sh` sets the limits with `ulimit` and then becomes the program, so that nothing has to be unsafe here. The kernel holds the
//! memory on Linux; macOS does not know that limit, and there the time and the output alone are held.
//! <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ulimit.html>

use std::ffi::OsStr;
use std::io::{Read, Result, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The time, in seconds.
    pub(super) seconds: u64,
    /// The memory, in bytes of addresses.
    pub(super) memory: u64,
    /// The output, in bytes.
    pub(super) output: u64,
}

/// How it ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// It came to its end and was content.
    Done { output: Vec<u8>, complaint: String },
    /// It came to its end and was not, or was ended by a fault of its own.
    Failed { status: String, complaint: String },
    /// It took longer than it may.
    TooSlow,
    /// It wrote more than it may.
    TooMuch,
}

/// No core files; in hard limits, which the program cannot raise. Where a limit is lower already, it stays.
const LIMITED: &str = "{ ulimit -c 0; ulimit -v \"$1\"; ulimit -t \"$2\"; } 2>/dev/null; shift 2; exec \"$@\"";

/// The shell's limit is on the time of the processor, and only for the case that we end first and our own cannot hold, in seconds.
const MARGIN: u64 = 5;

/// How much of what it complains about is kept, in bytes.
const COMPLAINT: u64 = 16_384;

/// Runs a program on an input.
///
/// # Errors
/// If there is no shell or if it cannot be started; that there is no such program is [`Ending::Failed`] with status 127.
pub(super) fn run(program: &OsStr, arguments: &[&str], input: &[u8], limits: Limits) -> Result<Ending> {
    let mut child = Command::new("/bin/sh")
        .args(["-c", LIMITED, "sh", &(limits.memory / 1024).to_string(), &(limits.seconds + MARGIN).to_string()])
        .arg(program)
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
        return Err(std::io::Error::other("a pipe is missing"));
    };
    thread::scope(|scope| {
        // Whoever stops to read early has its reasons, which its status tells.
        scope.spawn(move || drop(stdin.write_all(input)));
        let (output_sender, output) = mpsc::channel();
        let (complaint_sender, complaint) = mpsc::channel();
        scope.spawn(move || drop(complaint_sender.send(self::complaint(stderr))));
        scope.spawn(move || {
            let mut output = Vec::new();
            let read = stdout.take(limits.output + 1).read_to_end(&mut output);
            drop(output_sender.send(read.map(|_| output)));
        });
        let time = Duration::from_secs(limits.seconds);
        let Ok(output) = output.recv_timeout(time) else { return end(&mut child).map(|()| Ending::TooSlow) };
        let output = match output {
            Ok(output) if output.len() as u64 <= limits.output => output,
            Ok(_) => return end(&mut child).map(|()| Ending::TooMuch),
            Err(cause) => return end(&mut child).and(Err(cause)),
        };
        // It may go on after it has closed its output.
        let Ok(complaint) = complaint.recv_timeout(time) else { return end(&mut child).map(|()| Ending::TooSlow) };
        let status = child.wait()?;
        Ok(match status.success() {
            true => Ending::Done { output, complaint },
            false => Ending::Failed { status: status.to_string(), complaint },
        })
    })
}

fn end(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait().map(drop)
}

/// The beginning of what it complains about; the rest is taken off its hands, for it would wait otherwise.
fn complaint(mut stderr: impl Read) -> String {
    let mut kept = Vec::new();
    let read = stderr.by_ref().take(COMPLAINT).read_to_end(&mut kept);
    drop(read.and_then(|_| std::io::copy(&mut stderr, &mut std::io::sink())));
    String::from_utf8_lossy(&kept).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limits = Limits { seconds: 2, memory: 200_000_000, output: 1000 };

    fn shell(script: &str, input: &[u8]) -> Result<String> {
        run(OsStr::new("sh"), &["-c", script], input, FEW).map(|ending| match ending {
            Ending::Done { output, .. } => String::from_utf8_lossy(&output).into_owned(),
            Ending::Failed { status, complaint } => format!("{status}: {complaint}"),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn each_limit_holds() -> Result<()> {
        assert_eq!(shell("cat", "так".as_bytes())?, "так");
        assert_eq!(shell("while :; do :; done", b"")?, "TooSlow");
        assert_eq!(shell("exec sleep 60", b"")?, "TooSlow");
        assert_eq!(shell("exec yes", b"")?, "TooMuch");
        assert_eq!(shell("exec yes >&2", b"")?, "TooSlow");
        assert_eq!(shell("echo no >&2; exit 3", &[b'x'; 100_000])?, "exit status: 3: no");
        Ok(())
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_held() -> Result<()> {
        let greedy = shell("exec tail -c 1000000000", &[0; 300_000_000])?;
        assert!(greedy.starts_with("exit status: 1: "), "{greedy}");
        Ok(())
    }

    #[test]
    fn a_program_that_is_missing_fails() -> Result<()> {
        let ending = run(OsStr::new("/no/such/program"), &[], b"", FEW)?;
        assert!(matches!(&ending, Ending::Failed { status, .. } if status == "exit status: 127"), "{ending:?}");
        Ok(())
    }
}
