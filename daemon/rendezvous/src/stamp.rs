//! Knowing that a file is what it was without reading it.
//!
//! A [`Stamp`] is what the file system says of a file without opening it. Equal stamps mean equal
//! content, except for a file that was written so recently that a second write could have left the
//! same stamp: such a stamp is never trusted ([`Stamp::is_settled`]).

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
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

    /// All of it, for fingerprints on this machine.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        let Self { dev, ino, size, modified, changed } = *self;
        let numbers = [dev, ino, size].into_iter().flat_map(u64::to_ne_bytes);
        numbers.chain([modified, changed].into_iter().flat_map(i128::to_ne_bytes))
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

#[cfg(test)]
mod tests {
    use super::*;

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
