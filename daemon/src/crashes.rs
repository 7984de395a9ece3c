//! Daemons that failed lately. Where one fails again and again, clients do without it for a while.

use crate::state_dir::StateDir;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// So many failures within [`LATELY`] are a loop.
const LOOP: usize = 3;

/// How long a failure counts.
pub const LATELY: Duration = Duration::from_secs(10 * 60);

/// The failures of one project's daemons: a file with a time (seconds since 1970) and a name a line.
#[derive(Clone, Debug)]
pub struct Crashes {
    file: PathBuf,
}

impl Crashes {
    pub fn of(state: &StateDir) -> Self {
        Self { file: state.crashes() }
    }

    /// Remembers that the daemon with this process id ended while it built. All who saw it may say so.
    pub fn note_end(&self, pid: u32) {
        self.note(format!("{pid}"));
    }

    /// Remembers that a build failed in this process.
    pub(crate) fn note_panic(&self, build: u64) {
        self.note(format!("{}-{build}", std::process::id()));
    }

    fn note(&self, name: String) {
        let mut failures = self.lately();
        failures.insert(name, now());
        let lines = failures.iter().map(|(name, time)| format!("{time} {name}\n"));
        let text: String = lines.collect();
        // Without a place for it there is no daemon either.
        if let Err(error) = self.write(&text) {
            tracing::warn!(%error, "a failure could not be noted");
        }
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("/"));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(&self.file).map_err(|error| error.error)?;
        Ok(())
    }

    /// Whether the daemon fails again and again.
    pub fn are_a_loop(&self) -> bool {
        self.lately().len() >= LOOP
    }

    /// Gives the daemon another chance.
    pub fn forget(&self) {
        // There may be none.
        let _ = fs::remove_file(&self.file);
    }

    fn lately(&self) -> BTreeMap<String, u64> {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        let now = now();
        let failure = |line: &str| {
            let (time, name) = line.split_once(' ')?;
            Some((name.to_owned(), time.parse().ok()?))
        };
        let is_lately =
            |(_, time): &(_, u64)| (now.saturating_sub(LATELY.as_secs())..=now).contains(time);
        text.lines().filter_map(failure).filter(is_lately).collect()
    }
}

fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_in_ten_minutes_are_a_loop_until_they_are_forgotten_or_old() {
        let folder = tempfile::tempdir().unwrap();
        let crashes = Crashes { file: folder.path().join("crashes") };
        let old = now() - LATELY.as_secs() - 5;
        let noted = format!("{old} 1\nnonsense\n{} 2\n", now() + 500);
        fs::write(&crashes.file, noted).unwrap();
        for _ in 0..5 {
            crashes.note_end(3);
        }
        crashes.note_panic(1);
        assert!(!crashes.are_a_loop());
        crashes.note_panic(2);
        assert!(crashes.are_a_loop());
        crashes.forget();
        assert!(!crashes.are_a_loop());
    }
}
