//! Knowing a file's content without reading it again.

pub use rendezvous::stamp::{Stamp, now};

use queries::artifact::Made;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Hash of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash(blake3::Hash);

impl Hash {
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes))
    }

    /// Of a text that need not be in memory.
    pub fn of_made(made: &Made) -> Self {
        Self(blake3::Hash::from_bytes(made.print.hash))
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.to_hex())
    }
}

/// Hashes of files, read again only where neither a watch nor the stamp vouches for the content.
///
/// [`Hashes::vouch`] says that a watch would tell of a change. From then on the file is not looked at
/// until [`Hashes::doubt`].
#[derive(Debug, Default)]
pub struct Hashes {
    known: HashMap<PathBuf, Known>,
    /// Folders that hold vouched files.
    folders: BTreeSet<PathBuf>,
    /// Files that were vouched for, and are not what they were.
    lost: HashSet<PathBuf>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    stamp: Stamp,
    hash: Hash,
    is_settled: bool,
    is_vouched: bool,
}

impl Hashes {
    /// The hash of the file's content now.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn get(&mut self, path: &Path) -> io::Result<Hash> {
        match self.vouched(path) {
            Some(hash) => Ok(hash),
            None => self.of_file(path, &std::fs::File::open(path)?),
        }
    }

    /// The hash of a file that is vouched for.
    pub fn vouched(&self, path: &Path) -> Option<Hash> {
        self.known.get(path).filter(|known| known.is_vouched).map(|known| known.hash)
    }

    /// The hash of an open file's content; `path` only names it in the memory of earlier hashes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_file(&mut self, path: &Path, mut file: &std::fs::File) -> io::Result<Hash> {
        let stamp = Stamp::of(&file.metadata()?);
        if let Some(known) = self.known.get(path)
            && known.stamp == stamp
            && known.is_settled
        {
            return Ok(known.hash);
        }
        let observed = now();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let hash = Hash::of(&bytes);
        let is_settled = stamp.is_settled(observed);
        self.known.insert(path.to_owned(), Known { stamp, hash, is_settled, is_vouched: false });
        Ok(hash)
    }

    /// Whether the file still has the content that was hashed, and any change from now on shows in its stamp.
    pub fn settle(&mut self, path: &Path) -> bool {
        let Some(known) = self.known.get_mut(path) else { return false };
        let now = now();
        let stamp = || std::fs::symlink_metadata(path).map(|metadata| Stamp::of(&metadata));
        let content = || std::fs::read(path).map(|bytes| Hash::of(&bytes));
        let is_same = stamp().is_ok_and(|stamp| stamp == known.stamp && stamp.is_settled(now))
            && (known.is_settled || content().is_ok_and(|hash| hash == known.hash));
        known.is_settled |= is_same;
        is_same
    }

    /// The file was just written, with this content.
    pub fn written(&mut self, path: &Path, hash: Hash) {
        match std::fs::symlink_metadata(path) {
            Ok(metadata) => {
                let stamp = Stamp::of(&metadata);
                let known = Known { stamp, hash, is_settled: false, is_vouched: false };
                self.known.insert(path.to_owned(), known);
            }
            Err(_) => self.forget(path),
        }
    }

    /// The file is of no interest any more.
    pub fn forget(&mut self, path: &Path) {
        self.known.remove(path);
        self.lost.remove(path);
    }

    /// From now on a watch would tell of a change of this file, if its content is still what was
    /// hashed; `false` if it is not, or if it never was.
    pub fn vouch(&mut self, path: &Path) -> bool {
        let Some(known) = self.known.get_mut(path) else { return false };
        if !known.is_vouched {
            let found = std::fs::symlink_metadata(path).map(|metadata| Stamp::of(&metadata));
            if !found.is_ok_and(|found| found == known.stamp) {
                return false;
            }
            known.is_vouched = true;
            if let Some(folder) = path.parent()
                && !self.folders.contains(folder)
            {
                self.folders.insert(folder.to_owned());
            }
        }
        true
    }

    /// Something may have happened at this path: a file, or a folder of files, or both, one after the
    /// other. Vouched files are looked at again at once; those that are not what they were, are lost.
    pub fn doubt(&mut self, path: &Path) {
        self.check(path);
        if !self.folders_at(path).is_empty() {
            let below: Vec<PathBuf> =
                self.known.keys().filter(|known| known.starts_with(path)).cloned().collect();
            below.iter().for_each(|path| self.check(path));
        }
    }

    /// The folders of vouched files at this path and below it.
    pub fn folders_at(&self, path: &Path) -> Vec<PathBuf> {
        // Paths sort by component: what is below a folder follows it.
        let from = self.folders.range(path.to_owned()..);
        from.take_while(|folder| folder.starts_with(path)).cloned().collect()
    }

    fn check(&mut self, path: &Path) {
        let Some(before) = self.known.get(path).copied().filter(|known| known.is_vouched) else {
            return;
        };
        // A write that just happened may have left the same stamp as the one before it.
        let is_file = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
        let file = std::fs::File::open(path).ok().filter(|_| is_file);
        let found = file.and_then(|file| {
            self.known.remove(path);
            self.of_file(path, &file).ok()
        });
        match self.known.get_mut(path) {
            Some(known) if found == Some(before.hash) => known.is_vouched = true,
            _ => {
                self.known.remove(path);
                self.lost.insert(path.to_owned());
            }
        }
    }

    /// No watch tells of changes of this file, whatever was said before: it may not be what it was.
    pub fn distrust(&mut self, path: &Path) {
        if let Some(known) = self.known.get_mut(path) {
            known.is_vouched = false;
            self.lost.insert(path.to_owned());
        }
    }

    /// Nothing is vouched for any more.
    pub fn doubt_all(&mut self) {
        let vouched = self.known.iter_mut().filter_map(|(path, known)| {
            std::mem::take(&mut known.is_vouched).then(|| path.clone())
        });
        self.lost.extend(vouched);
    }

    /// Forgets which files were not what they were: all of them are to be looked at now.
    pub fn forget_losses(&mut self) {
        self.lost.clear();
    }

    /// Whether this file was vouched for, and is not what it was.
    pub fn has_lost(&self, path: &Path) -> bool {
        self.lost.contains(path)
    }

    /// Whether a file in this folder was vouched for, and is not what it was.
    pub fn have_lost_below(&self, folder: &Path) -> bool {
        self.lost.iter().any(|path| path.starts_with(folder))
    }

    /// Whether all files that were vouched for still are.
    pub fn are_intact(&self) -> bool {
        self.lost.is_empty()
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
    fn a_vouched_file_is_not_read_again_until_there_is_a_doubt() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut hashes = Hashes::default();
        std::fs::write(&path, "one").unwrap();
        let one = hashes.get(&path).unwrap();
        assert!(hashes.vouch(&path));
        std::fs::write(&path, "two").unwrap();
        assert_eq!(hashes.get(&path).unwrap(), one);
        hashes.doubt(&path);
        assert!(!hashes.are_intact());
        assert_ne!(hashes.get(&path).unwrap(), one);
        hashes.forget_losses();
        assert!(hashes.vouch(&path) && hashes.are_intact());
        std::fs::write(&path, "two").unwrap();
        hashes.doubt(folder.path());
        assert!(hashes.are_intact());
        std::fs::remove_dir_all(folder.path()).unwrap();
        hashes.doubt(folder.path());
        assert!(!hashes.are_intact());
    }

    #[test]
    fn what_was_a_file_can_be_doubted_as_the_folder_that_it_became() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        let mut hashes = Hashes::default();
        std::fs::write(&path, "a file").unwrap();
        hashes.get(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        let inner = path.join("inner");
        std::fs::write(&inner, "one").unwrap();
        hashes.get(&inner).unwrap();
        assert!(hashes.vouch(&inner));
        std::fs::write(&inner, "two").unwrap();
        hashes.doubt(&path);
        assert!(hashes.has_lost(&inner));
    }
}
