//! The last text of each Python file that parsed, in one file of the project.
//!
//! A file that does not parse is built from its last good text. Which text that is must not depend
//! on who built before, so it lies on disk for every process to find: a cold build with a syntax
//! error gives what a warm daemon gives.
//!
//! Texts are appended, with a line before each that names its file; the last one of a file counts. When
//! most of it is outdated, the file is written anew. A text that is missing, torn or tampered with is a
//! miss: the file then counts as empty, as it does in a first build.

use crate::owner;
use crate::private_folder;
use crate::stamp::{Hash, Stamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Outdated texts of so many bytes are not worth writing a new file.
const TOLERATED: u64 = 1 << 20;

/// The texts that are on disk now; others build too, see [`LastGood::refresh`].
#[derive(Debug)]
pub struct LastGood {
    path: PathBuf,
    /// Of the file, when what it holds was what is known.
    stamp: Option<Stamp>,
    /// Texts by project-relative path.
    known: BTreeMap<String, Kept>,
    /// Bytes of the file.
    size: u64,
    /// What is to be appended.
    pending: Vec<u8>,
}

/// Where a text stands.
#[derive(Clone, Debug)]
struct Kept {
    hash: String,
    /// Of the first byte, in the file or behind its end.
    start: u64,
    length: u64,
}

/// The line before a text. An empty hash says that the file has none any more.
#[derive(Serialize, Deserialize)]
struct Header<'a> {
    path: Cow<'a, str>,
    hash: Cow<'a, str>,
    length: u64,
}

impl LastGood {
    /// The texts in the file at `path`, which need not exist.
    pub fn open(path: PathBuf) -> Self {
        let mut texts =
            Self { path, stamp: None, known: BTreeMap::new(), size: 0, pending: Vec::new() };
        if let Ok(file) = File::open(&texts.path) {
            texts.stamp = file.metadata().ok().map(|metadata| Stamp::of(&metadata));
            texts.list(file);
        }
        texts
    }

    /// Reads the headers. What follows a torn one is out of reach, and goes with the next whole writing.
    fn list(&mut self, file: File) {
        let end = self.stamp.map_or(0, |stamp| stamp.size);
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        loop {
            line.clear();
            let Ok(read) = reader.read_until(b'\n', &mut line) else { return };
            let Ok(header) = serde_json::from_slice::<Header<'_>>(&line) else { return };
            let start = self.size + read as u64;
            // The text is followed by a line end.
            let after = start.saturating_add(header.length).saturating_add(1);
            let Ok(skipped) = i64::try_from(after - start) else { return };
            if after > end || reader.seek_relative(skipped).is_err() {
                return;
            }
            self.size = after;
            if header.hash.is_empty() {
                self.known.remove(&*header.path);
                continue;
            }
            let kept = Kept { hash: header.hash.into_owned(), start, length: header.length };
            self.known.insert(header.path.into_owned(), kept);
        }
    }

    /// Reads the file again if somebody else changed it since [`LastGood::settle`].
    pub fn refresh(&mut self) {
        if self.stamp != file_stamp(&self.path) {
            *self = Self::open(std::mem::take(&mut self.path));
        }
    }

    /// The last good text of the file at this project-relative path.
    pub fn text(&self, path: &str) -> Option<String> {
        let kept = self.known.get(path)?;
        let bytes = self.bytes(kept).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        (Hash::of(text.as_bytes()).to_string() == kept.hash).then_some(text)
    }

    fn bytes(&self, kept: &Kept) -> io::Result<Vec<u8>> {
        let length = usize::try_from(kept.length).map_err(io::Error::other)?;
        if let Some(start) = kept.start.checked_sub(self.size) {
            let start = usize::try_from(start).map_err(io::Error::other)?;
            return Ok(self.pending.get(start..start + length).unwrap_or_default().to_vec());
        }
        let mut bytes = vec![0; length];
        File::open(&self.path)?.read_exact_at(&mut bytes, kept.start)?;
        Ok(bytes)
    }

    /// Remembers a text that parses, in place of an earlier one; [`LastGood::settle`] writes it.
    pub fn keep(&mut self, path: &str, text: &str) {
        let hash = Hash::of(text.as_bytes()).to_string();
        if self.known.get(path).is_none_or(|known| known.hash != hash) {
            let start = self.size + append(&mut self.pending, path, &hash, text.as_bytes());
            let kept = Kept { hash, start, length: text.len() as u64 };
            self.known.insert(path.to_owned(), kept);
        }
    }

    /// Forgets the texts of all files but these.
    pub fn retain<'a>(&mut self, paths: impl Iterator<Item = &'a str>) {
        let paths: BTreeSet<&str> = paths.collect();
        self.known.retain(|path, _| {
            let stays = paths.contains(path.as_str());
            if !stays {
                append(&mut self.pending, path, "", b"");
            }
            stays
        });
    }

    /// Writes what is new. A project that cannot be written to builds all the same; it only has no
    /// memory.
    pub fn settle(&mut self) {
        let kept: u64 = self.known.values().map(|kept| kept.length).sum();
        let is_worn = self.size > 2 * kept + TOLERATED;
        let is_torn = self.stamp.map_or(0, |stamp| stamp.size) != self.size;
        if self.pending.is_empty() && !is_worn {
            return;
        }
        let is_anew = is_worn || is_torn || self.size == 0;
        let written = if is_anew { self.rewrite() } else { self.append() };
        if let Err(error) = written {
            tracing::warn!(%error, "the last good texts could not be kept");
        }
    }

    fn append(&mut self) -> io::Result<()> {
        let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
        let mut file = OpenOptions::new().append(true).custom_flags(flags).open(&self.path)?;
        let found = Stamp::of(&file.metadata()?);
        if self.stamp != Some(found) {
            // Another process was faster: what is pending follows what it wrote.
            let pending = std::mem::take(&mut self.pending);
            let known = std::mem::take(&mut self.known);
            return self.join(known, &pending);
        }
        file.write_all(&self.pending)?;
        self.size += self.pending.len() as u64;
        self.pending = Vec::new();
        self.stamp = Some(Stamp::of(&file.metadata()?));
        Ok(())
    }

    /// Takes over what another process kept, except where this one knows better.
    fn join(&mut self, known: BTreeMap<String, Kept>, pending: &[u8]) -> io::Result<()> {
        let before = self.size;
        *self = Self::open(std::mem::take(&mut self.path));
        let own = known.into_iter().filter(|(_, kept)| kept.start >= before);
        for (path, kept) in own {
            let start = usize::try_from(kept.start - before).map_err(io::Error::other)?;
            let length = usize::try_from(kept.length).map_err(io::Error::other)?;
            let text = pending.get(start..start + length).unwrap_or_default();
            let start = self.size + append(&mut self.pending, &path, &kept.hash, text);
            self.known.insert(path, Kept { start, ..kept });
        }
        self.rewrite()
    }

    fn rewrite(&mut self) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        private_folder::create(folder)?;
        let mut all = Vec::new();
        let mut known = BTreeMap::new();
        for (path, kept) in &self.known {
            // What cannot be read any more is a miss.
            let Ok(text) = self.bytes(kept) else { continue };
            let start = append(&mut all, path, &kept.hash, &text);
            known.insert(path.clone(), Kept { start, ..kept.clone() });
        }
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&all)?;
        let file = file.persist(&self.path).map_err(|error| error.error)?;
        owner::settle(&self.path);
        self.stamp = Some(Stamp::of(&file.metadata()?));
        self.size = all.len() as u64;
        self.known = known;
        self.pending = Vec::new();
        Ok(())
    }
}

/// Adds a text with its header; where in `bytes` the text starts.
fn append(bytes: &mut Vec<u8>, path: &str, hash: &str, text: &[u8]) -> u64 {
    let header = Header { path: path.into(), hash: hash.into(), length: text.len() as u64 };
    bytes.extend(serde_json::to_vec(&header).unwrap_or_default());
    bytes.push(b'\n');
    let start = bytes.len() as u64;
    bytes.extend(text);
    bytes.push(b'\n');
    start
}

fn file_stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}

/// Where the project at `root` keeps the texts.
pub fn file(root: &Path) -> PathBuf {
    root.join(".sprag/last-good/texts")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a build keeps texts.
    fn kept(path: &Path, texts: &[(&str, &str)]) -> LastGood {
        let mut last_good = LastGood::open(path.to_owned());
        texts.iter().for_each(|(path, text)| last_good.keep(path, text));
        last_good.settle();
        last_good
    }

    #[test]
    fn only_the_last_text_of_a_file_counts_and_every_process_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        kept(&path, &[("a.py", "one"), ("a.py", "two"), ("b.py", "three")]);
        let mut other = kept(&path, &[("b.py", "four")]);
        assert_eq!(other.text("a.py").as_deref(), Some("two"));
        assert_eq!(other.text("b.py").as_deref(), Some("four"));
        other.retain(["b.py"].into_iter());
        other.settle();
        for texts in [other, LastGood::open(path)] {
            assert_eq!(texts.text("a.py"), None);
            assert_eq!(texts.text("b.py").as_deref(), Some("four"));
        }
    }

    #[test]
    fn a_text_that_was_tampered_with_or_torn_is_a_miss_and_the_next_good_one_heals_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        kept(&path, &[("a.py", "one"), ("b.py", "two")]);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("one", "uno")).unwrap();
        assert_eq!(LastGood::open(path.clone()).text("a.py"), None);
        kept(&path, &[("a.py", "three")]);
        assert_eq!(LastGood::open(path.clone()).text("a.py").as_deref(), Some("three"));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, &text[..text.len() - 3]).unwrap();
        let torn = LastGood::open(path.clone());
        assert_eq!((torn.text("a.py"), torn.text("b.py").as_deref()), (None, Some("two")));
        let healed = kept(&path, &[("a.py", "four"), ("b.py", "five")]);
        assert_eq!(healed.text("a.py").as_deref(), Some("four"));
        let again = LastGood::open(path);
        assert_eq!(again.text("a.py").as_deref(), Some("four"));
        assert_eq!(again.text("b.py").as_deref(), Some("five"));
    }

    #[test]
    fn two_processes_that_keep_texts_at_once_lose_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        kept(&path, &[("a.py", "one")]);
        let (mut first, mut second) = (LastGood::open(path.clone()), LastGood::open(path.clone()));
        first.keep("b.py", "two");
        second.keep("c.py", "three");
        first.settle();
        second.settle();
        for texts in [second, LastGood::open(path)] {
            let all = ["a.py", "b.py", "c.py"].map(|path| texts.text(path).unwrap_or_default());
            assert_eq!(all, ["one", "two", "three"]);
        }
    }

    #[test]
    fn outdated_texts_do_not_pile_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts");
        let mut texts = LastGood::open(path.clone());
        for round in 0..100 {
            texts.keep("a.py", &format!("{round}{}", "x".repeat(50_000)));
            texts.settle();
        }
        assert!(fs::metadata(&path).unwrap().len() < 2 * TOLERATED);
        assert!(LastGood::open(path).text("a.py").unwrap().starts_with("99x"));
    }
}
