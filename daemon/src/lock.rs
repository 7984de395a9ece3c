//! Locks that the kernel frees when their holder dies.
//!
//! A held lock is the only proof that a process lives: never its pid, its socket or its silence.

use crate::owner;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

/// An exclusive lock, held until dropped. The file itself is never removed: a second file under the
/// same name would be a second lock.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock if it is free; `None` if somebody holds it.
    ///
    /// # Errors
    /// The file cannot be created, or the file system has no locks.
    pub fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
            .open(path)?;
        owner::settle(path);
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether the process of this number holds the lock at `path`, as the kernel says. Where it does not say
    /// so, because that process is none of those that this one can see, it does not.
    ///
    /// # Errors
    /// There is no such file, or the kernel does not tell of locks.
    pub fn is_held_by(path: &Path, pid: u32) -> io::Result<bool> {
        let file = std::fs::symlink_metadata(path)?.ino();
        let locks = std::fs::read_to_string("/proc/locks")?;
        Ok(locks.lines().any(|line| held(line) == Some((pid, file))))
    }

    /// Waits for the lock, at most `patience`; `None` if somebody still holds it then.
    ///
    /// # Errors
    /// As [`Lock::try_take`].
    pub fn take_within(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(lock) = Self::try_take(path)? {
                return Ok(Some(lock));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The process and the file of a line such as `7: FLOCK ADVISORY WRITE 25878 fe:00:11829249 0 EOF`; those
/// that only wait for a lock have an arrow after the number.
fn held(line: &str) -> Option<(u32, u64)> {
    let mut words = line.split_ascii_whitespace().skip(1);
    if words.next()? != "FLOCK" {
        return None;
    }
    let pid = words.nth(2)?.parse().ok()?;
    let (_, file) = words.next()?.rsplit_once(':')?;
    Some((pid, file.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_has_one_holder_and_is_free_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = Lock::try_take(&path).unwrap();
        assert!(held.is_some());
        assert!(Lock::try_take(&path).unwrap().is_none());
        drop(held);
        assert!(Lock::take_within(&path, Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn the_holder_of_a_lock_is_known_and_nobody_else_is_taken_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("lock"), folder.path().join("other"));
        let _other = Lock::try_take(&other).unwrap();
        let me = std::process::id();
        let is_held = |path, pid| Lock::is_held_by(path, pid).unwrap();
        assert!(Lock::is_held_by(&path, me).is_err());
        let lock = Lock::try_take(&path).unwrap();
        assert!(is_held(&path, me) && !is_held(&path, 1));
        drop(lock);
        assert!(!is_held(&path, me) && is_held(&other, me));
    }
}
