//! The daemon's log: JSON lines in a file that never grows beyond a bound, however long the daemon lives.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A log that would grow beyond this is put aside, in place of the one before.
const LONGEST: u64 = 2 << 20;

/// Sends `tracing` events and panics to the log at `path`. `SPRAG_LOG` sets the level.
///
/// # Errors
/// The file cannot be opened.
pub(super) fn start(path: &Path) -> io::Result<()> {
    let log = Log::open(path.to_owned(), LONGEST)?;
    let filter = tracing_subscriber::EnvFilter::try_from_env("SPRAG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,daemon=info"));
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(Mutex::new(log))
        // Where the log cannot be written to there is nowhere to say so.
        .log_internal_errors(false);
    // A second engine in one process (tests) keeps the first log.
    if subscriber.try_init().is_err() {
        tracing::debug!("the log is already open");
    }
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panicked")));
    Ok(())
}

struct Log {
    path: PathBuf,
    file: File,
    length: u64,
    longest: u64,
}

impl Log {
    fn open(path: PathBuf, longest: u64) -> io::Result<Self> {
        let file = File::options().create(true).append(true).mode(0o600).open(&path)?;
        let length = file.metadata()?.len();
        Ok(Self { path, file, length, longest })
    }

    /// Begins a new file.
    fn put_aside(&mut self) -> io::Result<()> {
        let mut old = self.path.clone().into_os_string();
        old.push(".1");
        if fs::rename(&self.path, old).is_err() {
            // Without a place for the old lines they go.
            self.file.set_len(0)?;
        }
        *self = Self::open(std::mem::take(&mut self.path), self.longest)?;
        Ok(())
    }
}

/// Each event comes as one piece.
impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let added = u64::try_from(line.len()).unwrap_or(u64::MAX);
        if self.length > 0 && self.length.saturating_add(added) > self.longest {
            self.put_aside()?;
        }
        self.file.write_all(line)?;
        self.length += added;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_cut_at_a_line_and_never_takes_more_than_twice_its_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daemon.log");
        for life in 0..3 {
            let mut log = Log::open(path.clone(), 100).unwrap();
            for number in 0..50 {
                let line = format!("{life} {number:02} {}\n", "x".repeat(20));
                log.write_all(line.as_bytes()).unwrap();
                let files = fs::read_dir(folder.path()).unwrap().flatten();
                let sizes: Vec<u64> = files.map(|file| file.metadata().unwrap().len()).collect();
                assert!(sizes.len() <= 2 && sizes.iter().all(|size| *size <= 100), "{sizes:?}");
            }
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.ends_with(&format!("2 49 {}\n", "x".repeat(20))), "{text}");
        assert!(text.starts_with("2 "), "{text}");
    }

    #[test]
    fn a_log_that_cannot_be_put_aside_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daemon.log");
        fs::create_dir_all(folder.path().join("daemon.log.1/full")).unwrap();
        let mut log = Log::open(path.clone(), 100).unwrap();
        for _ in 0..50 {
            log.write_all(&[b'x'; 40]).unwrap();
            assert!(fs::metadata(&path).unwrap().len() <= 100);
        }
    }
}
