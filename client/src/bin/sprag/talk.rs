//! Talking to the daemon, and telling its replies apart without knowing most of them.

use rendezvous::frame::{self, LONGEST};
use rendezvous::peer::SILENCE;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// How long a daemon may take to greet: `spragd` has more patience, and more to say about one that is silent.
pub(crate) const PATIENCE: Duration = Duration::from_millis(250);

/// How the daemon's greeting begins if client and daemon are of one build.
const WELCOME: &[u8] = br#"{"welcome":"#;

/// How replies begin that say nothing of how the build ends.
const ON_THE_WAY: [&[u8]; 3] = [br#""alive""#, br#"{"progress":"#, br#"{"repeats":"#];

/// The last reply to a build, in so far as it is told without `spragd`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Last {
    Finished(Summary),
}

#[derive(Deserialize)]
pub(crate) struct Summary {
    errors: usize,
    warnings: usize,
    pub(crate) published: bool,
    pub(crate) is_first: bool,
    pub(crate) written: Vec<IgnoredAny>,
    pub(crate) removed: Vec<IgnoredAny>,
    pub(crate) unchanged: usize,
    #[serde(default)]
    pub(crate) away: Vec<IgnoredAny>,
    stale: Vec<IgnoredAny>,
    pub(crate) milliseconds: u64,
}

/// A conversation that has begun.
pub(crate) struct Talk {
    pub(crate) stream: UnixStream,
    /// What the daemon has said, as frames.
    pub(crate) said: Vec<u8>,
}

impl Talk {
    /// Asks a daemon that was connected to; `None` if it is of another build. Returns once it has greeted.
    pub(crate) fn begin(
        mut stream: UnixStream,
        hello: &[u8],
        request: &[u8],
    ) -> io::Result<Option<Self>> {
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&[frame::frame(hello)?, frame::frame(request)?].concat())?;
        let greeting = frame::read(&mut &stream, LONGEST)?;
        stream.set_read_timeout(Some(SILENCE))?;
        let said = frame::frame(&greeting)?;
        Ok(greeting.starts_with(WELCOME).then_some(Self { stream, said }))
    }

    /// Whether there is a reply by this moment; it may not be whole yet.
    pub(crate) fn is_readable(&self, deadline: Instant) -> bool {
        let patience = Timespec::try_from(deadline.saturating_duration_since(Instant::now()));
        let mut waited = [PollFd::new(&self.stream, PollFlags::IN)];
        patience
            .is_ok_and(|patience| poll(&mut waited, Some(&patience)).is_ok_and(|ready| ready > 0))
    }

    /// The next reply.
    ///
    /// # Errors
    /// There will be none: the daemon has ended in the middle of its work, or is frozen (`WouldBlock`).
    pub(crate) fn next(&mut self) -> io::Result<Vec<u8>> {
        let reply = frame::read(&mut &self.stream, LONGEST)?;
        self.said.extend(frame::frame(&reply)?);
        Ok(reply)
    }
}

/// Whether more replies follow, about which there is nothing to say.
pub(crate) fn is_on_the_way(reply: &[u8]) -> bool {
    ON_THE_WAY.iter().any(|beginning| reply.starts_with(beginning))
}

/// How a build went, if it has ended without a problem.
pub(crate) fn went_well(reply: &[u8]) -> Option<Summary> {
    let Last::Finished(summary) = serde_json::from_slice(reply).ok()?;
    (summary.errors + summary.warnings + summary.stale.len() == 0).then_some(summary)
}
