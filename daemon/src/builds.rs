//! What the last builds did and why, in a file of the project: what `sprag why` reads.
//!
//! A record for each build that had something to do. The file is only read by people's commands; a
//! project that cannot be written to builds all the same and has no history.

use crate::protocol::{RenderedPage, Summary};
use crate::{owner, private_folder};
use queries::why::Compiled;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the records lie, one JSON object a line, the newest last.
const FILE: &str = ".sprag/builds.jsonl";

const FOLDER: &str = ".sprag";

/// Records that are kept; the file may have twice as many before it is cut.
const KEPT: usize = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Counts up from 1 with every record of the project.
    pub number: u64,
    /// Milliseconds since 1970.
    pub at: u64,
    pub milliseconds: u64,
    /// Everything was computed, because the process knew nothing yet.
    pub is_first: bool,
    /// Project files that differ from the build before; none of a first build, where all do. The same
    /// goes for what follows.
    pub changed: Vec<String>,
    pub compiled: Vec<Compiled>,
    pub rendered: Vec<RenderedPage>,
    pub errors: usize,
}

/// Adds a record of a build, unless it had nothing to do.
pub fn add(root: &Path, summary: &Summary) {
    let is_idle =
        summary.changed.is_empty() && summary.compiled.is_empty() && summary.rendered.is_empty();
    if is_idle {
        return;
    }
    if let Err(error) = append(root, summary) {
        tracing::warn!(%error, "the build is not in the history");
    }
}

fn append(root: &Path, summary: &Summary) -> io::Result<()> {
    let path = root.join(FILE);
    let mut known = records(root);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let record = Record {
        number: known.last().map_or(1, |last| last.number + 1),
        at: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        milliseconds: summary.milliseconds,
        is_first: summary.is_first,
        changed: unless_first(summary, &summary.changed),
        compiled: summary.compiled.clone(),
        rendered: unless_first(summary, &summary.rendered),
        errors: summary.errors,
    };
    if known.len() >= 2 * KEPT {
        known.drain(..known.len() + 1 - KEPT);
        known.push(record);
        return replace(&path, &known);
    }
    private_folder::create(&root.join(FOLDER))?;
    let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let mut file = OpenOptions::new().create(true).append(true).custom_flags(flags).open(&path)?;
    owner::settle(&path);
    // Ends a line that another process could not.
    let end = if fs::read(&path)?.last().is_some_and(|byte| *byte != b'\n') { "\n" } else { "" };
    file.write_all(format!("{end}{}", line(&record)?).as_bytes())
}

/// Of a first build it would be everything there is.
fn unless_first<T: Clone>(summary: &Summary, all: &[T]) -> Vec<T> {
    if summary.is_first { Vec::new() } else { all.to_vec() }
}

fn replace(path: &Path, records: &[Record]) -> io::Result<()> {
    let lines: io::Result<String> = records.iter().map(line).collect();
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("/")))?;
    file.write_all(lines?.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    owner::settle(path);
    Ok(())
}

fn line(record: &Record) -> io::Result<String> {
    Ok(serde_json::to_string(record)? + "\n")
}

/// The records of the project at `root`, the newest last. Lines that cannot be read are left out.
pub fn records(root: &Path) -> Vec<Record> {
    let text = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(changed: &[&str]) -> Summary {
        let changed = changed.iter().map(|path| (*path).to_owned()).collect();
        Summary { changed, ..Summary::default() }
    }

    #[test]
    fn builds_are_numbered_and_only_the_last_ones_are_kept() {
        let root = tempfile::tempdir().unwrap();
        for _ in 0..2 * KEPT + 1 {
            add(root.path(), &summary(&["app/web.py"]));
        }
        let records = records(root.path());
        assert_eq!(records.len(), KEPT);
        assert_eq!(records.last().unwrap().number, 2 * KEPT as u64 + 1);
    }

    #[test]
    fn a_build_without_work_and_a_torn_line_leave_no_record() {
        let root = tempfile::tempdir().unwrap();
        add(root.path(), &summary(&[]));
        assert!(records(root.path()).is_empty());
        add(root.path(), &summary(&["app/web.py"]));
        let path = root.path().join(FILE);
        let torn = fs::read_to_string(&path).unwrap() + "{\"number\": 7";
        fs::write(&path, torn).unwrap();
        assert_eq!(records(root.path()).len(), 1);
        add(root.path(), &summary(&["app/web.py"]));
        assert_eq!(records(root.path()).len(), 2);
    }

    #[test]
    fn a_first_build_does_not_list_every_file_as_changed() {
        let root = tempfile::tempdir().unwrap();
        add(root.path(), &Summary { is_first: true, ..summary(&["app/web.py"]) });
        assert!(records(root.path())[0].changed.is_empty());
    }
}
