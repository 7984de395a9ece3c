//! Knowing a file's content without reading it again.
//!
//! A [`Stamp`] is what the file system says of a file without opening it. Equal stamps mean equal
//! content, except for a file that was written so recently that a second write could have left the
//! same stamp: such a stamp is never trusted ([`Stamp::is_settled`]).

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::Metadata;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// File systems stamp with a granularity of up to two seconds (FAT); one second is for clock skew.
const SETTLED_AFTER_NS: i128 = 3_000_000_000;

/// Times are nanoseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub dev: u64,
    pub ino: u64,
    pub size: u64,
    pub modified: i128,
    /// `ctime`, which `touch -r` and `cp -p` cannot set back.
    pub changed: i128,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        let nanoseconds =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            dev: metadata.dev(),
            ino: metadata.ino(),
            size: metadata.size(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Whether the file was last touched long enough before `now` (nanoseconds since the epoch) that
    /// a later write must show in the stamp. Stamps from the future never settle.
    pub fn is_settled(&self, now: i128) -> bool {
        now - self.modified.max(self.changed) > SETTLED_AFTER_NS
    }
}

/// Nanoseconds since the Unix epoch; 0 for a clock before it.
pub fn now() -> i128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| i128::try_from(elapsed.as_nanos()).unwrap_or(0))
}

/// Hash of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash(blake3::Hash);

impl Hash {
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes))
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.to_hex())
    }
}

/// Hashes of files, read again only where the stamp does not vouch for the content.
#[derive(Debug, Default)]
pub struct Hashes {
    known: HashMap<PathBuf, (Stamp, Hash)>,
}

impl Hashes {
    /// The hash of the file's content now.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn get(&mut self, path: &Path) -> io::Result<Hash> {
        self.of_file(path, &std::fs::File::open(path)?)
    }

    /// The hash of an open file's content; `path` only names it in the memory of earlier hashes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_file(&mut self, path: &Path, mut file: &std::fs::File) -> io::Result<Hash> {
        let stamp = Stamp::of(&file.metadata()?);
        if let Some((known, hash)) = self.known.get(path)
            && *known == stamp
        {
            return Ok(*hash);
        }
        let observed = now();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let hash = Hash::of(&bytes);
        if stamp.is_settled(observed) {
            self.known.insert(path.to_owned(), (stamp, hash));
        } else {
            self.known.remove(path);
        }
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewrite_that_keeps_size_and_time_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut hashes = Hashes::default();
        std::fs::write(&path, "one").unwrap();
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        let first = hashes.get(&path).unwrap();
        std::fs::write(&path, "two").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_ne!(hashes.get(&path).unwrap(), first);
    }

    #[test]
    fn a_stamp_settles_only_when_a_later_write_must_show() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "one").unwrap();
        let stamp = Stamp::of(&std::fs::metadata(&path).unwrap());
        assert!(!stamp.is_settled(stamp.changed + 1));
        assert!(!stamp.is_settled(0));
        assert!(stamp.is_settled(stamp.changed + SETTLED_AFTER_NS + 1));
    }
}
