//! What earlier publications wrote, by path and content hash.

use crate::stamp::Hash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    output: PathBuf,
    /// Hashes as hexadecimal text. The empty hash stands for two contents: a killed build may have
    /// left either.
    files: BTreeMap<Arc<str>, String>,
}

impl Record {
    pub(super) fn new(output: &Path, files: impl Iterator<Item = (Arc<str>, Hash)>) -> Self {
        let files = files.map(|(path, hash)| (path, hash.to_string())).collect();
        Self { output: output.to_owned(), files }
    }

    /// An unreadable record is an empty one: files with the right content are taken over, and no
    /// other file is touched.
    pub(super) fn load(path: &Path) -> Self {
        fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    pub(super) fn owns(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&Arc<str>, &String)> {
        self.files.iter()
    }

    /// Also owns these files of `other`.
    pub(super) fn adopt<'a>(&mut self, other: &Self, paths: impl Iterator<Item = &'a Arc<str>>) {
        for path in paths {
            if let Some(hash) = other.files.get(path) {
                self.files.insert(path.clone(), hash.clone());
            }
        }
    }

    /// Owns what either owns.
    pub(super) fn union(&self, other: &Self) -> Self {
        let mut files = self.files.clone();
        for (path, hash) in &other.files {
            files
                .entry(path.clone())
                .and_modify(|known| {
                    if known != hash {
                        known.clear();
                    }
                })
                .or_insert_with(|| hash.clone());
        }
        Self { output: other.output.clone(), files }
    }
}

/// Whether a recorded hash can stand for this content.
pub(super) fn is_hash(recorded: &str, found: Hash) -> bool {
    recorded.is_empty() || recorded == found.to_string()
}

/// The output folders that have a record.
pub(super) fn outputs(records: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(records) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| Record::load(&path).output)
        .filter(|output| output.is_absolute())
        .collect()
}

/// The record of one output folder.
pub(super) fn path(records: &Path, output: &Path) -> PathBuf {
    let key = Hash::of(output.as_os_str().as_encoded_bytes()).to_string();
    records.join(format!("{}.json", &key[..16]))
}
