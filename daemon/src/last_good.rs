//! The last text of each Python file that parsed, in a private folder of the project.
//!
//! A file that does not parse is built from its last good text. Which text that is must not depend
//! on who built before, so it lies on disk for every process to find: a cold build with a syntax
//! error gives what a warm daemon gives.
//!
//! Each text is a file of its own, named after the path and the content. A text that is missing or
//! was tampered with is a miss: the file then counts as empty, as it does in a first build.

use crate::owner;
use crate::private_folder;
use crate::stamp::{Hash, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Hexadecimal digits that stand for a path in a file name.
const KEY_DIGITS: usize = 16;

/// The texts that are on disk now; others build too, see [`LastGood::refresh`].
#[derive(Debug)]
pub struct LastGood {
    folder: PathBuf,
    /// Of the folder, when its names were those that are known.
    stamp: Option<Stamp>,
    /// Hashes of texts, by key of their path. More than one only if two processes wrote at once.
    known: BTreeMap<String, BTreeSet<String>>,
}

impl LastGood {
    /// The texts in `folder`, which need not exist.
    pub fn open(folder: PathBuf) -> Self {
        let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if let Some((key, hash)) = entry.file_name().to_str().and_then(|n| n.split_once('-')) {
                known.entry(key.to_owned()).or_default().insert(hash.to_owned());
            }
        }
        let stamp = None;
        Self { folder, stamp, known }
    }

    /// Lists the folder again if somebody else changed it since [`LastGood::settle`].
    pub fn refresh(&mut self) {
        if self.stamp.is_none() || self.stamp != folder_stamp(&self.folder) {
            *self = Self::open(std::mem::take(&mut self.folder));
        }
    }

    /// What is known is what the folder holds: every change since the last refresh was an own one.
    pub fn settle(&mut self) {
        self.stamp = folder_stamp(&self.folder);
    }

    /// The last good text of the file at this project-relative path.
    pub fn text(&self, path: &str) -> Option<String> {
        let key = key(path);
        let texts = self.known.get(&key)?.iter().filter_map(|hash| self.read(&key, hash));
        texts.max_by_key(|(modified, _)| *modified).map(|(_, text)| text)
    }

    fn read(&self, key: &str, hash: &str) -> Option<(SystemTime, String)> {
        let path = self.path(key, hash);
        let modified = fs::metadata(&path).ok()?.modified().ok()?;
        let text = fs::read_to_string(&path).ok()?;
        (Hash::of(text.as_bytes()).to_string() == hash).then_some((modified, text))
    }

    /// Remembers a text that parses, in place of earlier ones. A project that cannot be written to
    /// builds all the same; it only has no memory.
    pub fn keep(&mut self, path: &str, text: &str) {
        let (key, hash) = (key(path), Hash::of(text.as_bytes()).to_string());
        let known = self.known.get(&key);
        if known.is_some_and(|known| known.len() == 1 && known.contains(&hash)) {
            return;
        }
        if let Err(error) = self.write(&key, &hash, text) {
            tracing::warn!(path, %error, "the last good text could not be kept");
            return;
        }
        for other in self.known.insert(key.clone(), BTreeSet::from([hash.clone()])).iter().flatten()
        {
            if *other != hash {
                self.remove(&key, other);
            }
        }
    }

    fn write(&self, key: &str, hash: &str, text: &str) -> io::Result<()> {
        private_folder::create(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(text.as_bytes())?;
        let path = self.path(key, hash);
        file.persist(&path).map_err(|error| error.error)?;
        owner::settle(&path);
        Ok(())
    }

    /// Forgets the texts of all files but these.
    pub fn retain<'a>(&mut self, paths: impl Iterator<Item = &'a str>) {
        let keys: BTreeSet<String> = paths.map(key).collect();
        let (kept, gone) =
            std::mem::take(&mut self.known).into_iter().partition(|(key, _)| keys.contains(key));
        self.known = kept;
        let gone: BTreeMap<String, BTreeSet<String>> = gone;
        for (key, hashes) in gone {
            hashes.iter().for_each(|hash| self.remove(&key, hash));
        }
    }

    /// Best effort: what stays is removed by a later build.
    fn remove(&self, key: &str, hash: &str) {
        if let Err(error) = fs::remove_file(self.path(key, hash)) {
            tracing::debug!(key, %error, "an old text could not be removed");
        }
    }

    fn path(&self, key: &str, hash: &str) -> PathBuf {
        self.folder.join(format!("{key}-{hash}"))
    }
}

fn folder_stamp(folder: &Path) -> Option<Stamp> {
    fs::metadata(folder).ok().map(|metadata| Stamp::of(&metadata))
}

fn key(path: &str) -> String {
    Hash::of(path.as_bytes()).to_string()[..KEY_DIGITS].to_owned()
}

/// Where the project at `root` keeps the texts.
pub fn folder(root: &Path) -> PathBuf {
    root.join(".sprag/last-good")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| !path.ends_with(".gitignore")).collect()
    }

    #[test]
    fn only_the_last_text_of_a_file_is_kept_and_every_process_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        let mut texts = LastGood::open(path.clone());
        texts.keep("a.py", "one");
        texts.keep("a.py", "two");
        texts.keep("b.py", "three");
        assert_eq!(files(&path).len(), 2);
        let mut other = LastGood::open(path.clone());
        assert_eq!(other.text("a.py").as_deref(), Some("two"));
        other.retain(["b.py"].into_iter());
        assert_eq!(LastGood::open(path).text("a.py"), None);
    }

    #[test]
    fn a_text_that_was_tampered_with_is_a_miss_and_the_next_good_one_heals_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut texts = LastGood::open(folder.path().join("texts"));
        texts.keep("a.py", "one");
        fs::write(&files(&folder.path().join("texts"))[0], "other").unwrap();
        assert_eq!(texts.text("a.py"), None);
        texts.keep("a.py", "two");
        assert_eq!(texts.text("a.py").as_deref(), Some("two"));
    }

    #[test]
    fn of_two_texts_written_at_once_the_newer_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        let (mut one, mut two) = (LastGood::open(path.clone()), LastGood::open(path.clone()));
        one.keep("a.py", "one");
        std::thread::sleep(std::time::Duration::from_millis(20));
        two.keep("a.py", "two");
        assert_eq!(LastGood::open(path).text("a.py").as_deref(), Some("two"));
    }
}
