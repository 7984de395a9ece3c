//! What earlier publications wrote, by path and content hash.
//!
//! There are two records of it: the project's own, and a copy in the output folder itself, which
//! speaks for the folder when it was copied, moved or restored, and when the project's own is gone.

use crate::owner;
use crate::stamp::Hash;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Empty in a copy: nothing in an output folder tells where it lies.
    #[serde(default, skip_serializing_if = "is_empty")]
    output: PathBuf,
    /// Hashes as hexadecimal text. The empty hash stands for two contents: a killed build may have
    /// left either.
    files: BTreeMap<Arc<str>, String>,
}

/// In place of a hash: a killed build may have left the old content or the new one. As long as a hash.
pub(super) const EITHER: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// More than the longest path takes, however it is written.
const LONGEST_HEAD: usize = 1 << 15;

/// Where entries stand in a record that keeps its shape: which it does as long as only hashes change.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Of the record that was looked through.
    stamp: Option<(u64, u64, u64)>,
    /// By the path as the record writes it.
    known: HashMap<Box<str>, u64>,
}

impl Places {
    /// Looks through a record that is another one than the last time.
    fn refresh(&mut self, file: &mut File) -> io::Result<()> {
        let metadata = file.metadata()?;
        let stamp = Some((metadata.dev(), metadata.ino(), metadata.len()));
        if self.stamp == stamp {
            return Ok(());
        }
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        self.known.clear();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let entry = line.trim_start();
            let start = at + line.len() - entry.len();
            if let Some(end) = entry.find("\": \"") {
                self.known.insert(entry[..=end].into(), (start + end + 4) as u64);
            }
            at += line.len();
        }
        self.stamp = stamp;
        Ok(())
    }
}

/// Where the hashes of some files stand in a record.
pub(super) struct Entries {
    file: File,
    places: Vec<u64>,
}

impl Entries {
    /// The entries of `paths` in an open record, if it has them all.
    pub(super) fn open(
        file: io::Result<File>,
        places: &mut Places,
        paths: &[Arc<str>],
    ) -> Option<Self> {
        let mut file = file.ok()?;
        places.refresh(&mut file).ok()?;
        let place = |path: &Arc<str>| {
            let name = serde_json::to_string(path).ok()?;
            let place = *places.known.get(name.as_str())?;
            // The name, its colon and the hash in quotes: nothing else is ever overwritten.
            let mut entry = vec![0; name.len() + 3 + EITHER.len() + 1];
            file.read_exact_at(&mut entry, place - 3 - name.len() as u64).ok()?;
            let (found, hash) = entry.split_at(name.len() + 3);
            let is_entry = found == format!("{name}: \"").as_bytes();
            let is_hash = hash[..EITHER.len()].iter().all(u8::is_ascii_hexdigit);
            (is_entry && is_hash && hash.ends_with(b"\"")).then_some(place)
        };
        let places = paths.iter().map(place).collect::<Option<Vec<u64>>>()?;
        Some(Self { file, places })
    }

    /// Overwrites the hashes, in the order of the paths.
    pub(super) fn write(&self, hashes: impl Iterator<Item = String>) -> io::Result<()> {
        for (place, hash) in self.places.iter().zip(hashes) {
            self.file.write_all_at(hash.as_bytes(), *place)?;
        }
        Ok(())
    }
}

/// Opens a record to change entries of it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    File::options().read(true).write(true).custom_flags(flags).open(path)
}

impl Record {
    pub(super) fn new(output: &Path, files: impl Iterator<Item = (Arc<str>, Hash)>) -> Self {
        let files = files.map(|(path, hash)| (path, hash.to_string())).collect();
        Self { output: output.to_owned(), files }
    }

    /// An unreadable record is an empty one: files with the right content are taken over, and no
    /// other file is touched.
    pub(super) fn load(path: &Path) -> Self {
        fs::read_to_string(path).map_or_else(|_| Self::default(), |text| Self::read(&text))
    }

    fn read(text: &str) -> Self {
        let mut record: Self = serde_json::from_str(text).unwrap_or_default();
        record.files.retain(|path, _| stays_below(path));
        record
    }

    /// The copy that lies in an output folder. It may come from anywhere, so what it does not say
    /// exactly it does not say at all.
    pub(super) fn read_copy(text: &str) -> Self {
        let mut record = Self::read(text);
        record.output = PathBuf::new();
        record.files.retain(|_, hash| !hash.is_empty() && hash != EITHER);
        record
    }

    /// The text of the copy.
    pub(super) fn copy(&self) -> String {
        let copy = Self { output: PathBuf::new(), files: self.files.clone() };
        serde_json::to_string_pretty(&copy).unwrap_or_default() + "\n"
    }

    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        let mut buffered = io::BufWriter::new(&mut file);
        serde_json::to_writer_pretty(&mut buffered, self)?;
        buffered.flush()?;
        drop(buffered);
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        owner::settle(path);
        Ok(())
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.files.keys()
    }

    fn says(&self, path: &str, found: Hash) -> bool {
        self.files
            .get(path)
            .is_some_and(|hash| hash.is_empty() || hash == EITHER || *hash == found.to_string())
    }

    /// Also owns these files.
    pub(super) fn adopt(&mut self, files: impl Iterator<Item = (Arc<str>, Hash)>) {
        self.files.extend(files.map(|(path, hash)| (path, hash.to_string())));
    }

    /// Also owns these files, as they were written once.
    pub(super) fn adopt_as_known<'a>(
        &mut self,
        owned: &Owned,
        paths: impl Iterator<Item = &'a Arc<str>>,
    ) {
        for path in paths {
            let known =
                [&owned.record, &owned.copy].into_iter().find_map(|record| record.files.get(path));
            self.files.extend(known.map(|hash| (path.clone(), hash.clone())));
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

/// What both records of an output folder say.
pub(super) struct Owned {
    pub(super) record: Record,
    pub(super) copy: Record,
}

impl Owned {
    pub(super) fn owns(&self, path: &str) -> bool {
        self.record.files.contains_key(path) || self.copy.files.contains_key(path)
    }

    /// Whether we left the file like that.
    pub(super) fn is_as_written(&self, path: &str, found: Hash) -> bool {
        self.record.says(path, found) || self.copy.says(path, found)
    }

    pub(super) fn paths(&self) -> BTreeSet<&Arc<str>> {
        self.record.files.keys().chain(self.copy.files.keys()).collect()
    }
}

fn is_empty(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

/// Whether a recorded path names something below the output folder.
pub(super) fn stays_below(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The output folder of the record at this path, if it is one. It is named before everything else.
pub(super) fn output(path: &Path) -> Option<PathBuf> {
    const NAME: &[u8] = b"\"output\":";
    if path.extension().is_none_or(|extension| extension != "json") {
        return None;
    }
    let mut head = Vec::with_capacity(LONGEST_HEAD + 1);
    File::open(path).ok()?.take(LONGEST_HEAD as u64).read_to_end(&mut head).ok()?;
    let at = head.windows(NAME.len()).position(|bytes| bytes == NAME)? + NAME.len();
    let mut values = serde_json::Deserializer::from_slice(&head[at..]).into_iter::<PathBuf>();
    values.next()?.ok().filter(|output| output.is_absolute())
}

/// The record of one output folder.
pub(super) fn path(records: &Path, output: &Path) -> PathBuf {
    let key = Hash::of(output.as_os_str().as_encoded_bytes()).to_string();
    records.join(format!("{}.json", &key[..16]))
}
