//! What is mounted inside of a project. Mounting something over a folder, and unmounting it, raises no
//! event in the folder, and from then on the path leads to other files than those that are watched.

use rustix::event::{PollFd, PollFlags, Timespec};
use std::fs::{self, File};
use std::io;
use std::path::Path;

const TABLE: &str = "/proc/self/mountinfo";

pub(super) struct Mounts {
    /// The kernel tells of its changes, to each who has it open.
    table: File,
    root: String,
    known: Vec<String>,
}

impl Mounts {
    /// As they are now.
    pub(super) fn of(root: &Path) -> io::Result<Self> {
        let (table, root) = (File::open(TABLE)?, escaped(root));
        let mut mounts = Self { table, root, known: Vec::new() };
        // What it would tell first is what was before.
        mounts.is_told()?;
        mounts.known = mounts.inside()?;
        Ok(mounts)
    }

    /// Whether something else is mounted in the project than at the last call.
    pub(super) fn have_changed(&mut self) -> io::Result<bool> {
        if !self.is_told()? {
            return Ok(false);
        }
        let found = self.inside()?;
        let have_changed = found != self.known;
        self.known = found;
        Ok(have_changed)
    }

    /// Whether anything has been mounted or unmounted anywhere since the last call.
    fn is_told(&self) -> io::Result<bool> {
        let mut waiting = [PollFd::new(&self.table, PollFlags::PRI)];
        Ok(rustix::event::poll(&mut waiting, Some(&Timespec::default()))? > 0)
    }

    /// The lines of the table that are about places below the project's folder.
    fn inside(&self) -> io::Result<Vec<String>> {
        let text = fs::read_to_string(TABLE)?;
        let is_inside = |line: &&str| {
            let place = line.split(' ').nth(4).and_then(|place| place.strip_prefix(&self.root));
            place.is_some_and(|below| below.starts_with('/'))
        };
        Ok(text.lines().filter(is_inside).map(str::to_owned).collect())
    }
}

/// A path as the table writes it.
fn escaped(path: &Path) -> String {
    let text = path.to_string_lossy();
    let escapes = [('\\', "\\134"), (' ', "\\040"), ('\t', "\\011"), ('\n', "\\012")];
    escapes.iter().fold(text.into_owned(), |text, (char, escape)| text.replace(*char, escape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_written_as_the_table_writes_it() {
        assert_eq!(escaped(Path::new("/a b/c\\d")), "/a\\040b/c\\134d");
    }

    #[test]
    fn mounts_elsewhere_are_none_of_the_projects() {
        let folder = tempfile::tempdir().unwrap();
        let mut mounts = Mounts::of(folder.path()).unwrap();
        assert_eq!(mounts.known, Vec::<String>::new());
        assert!(!mounts.have_changed().unwrap());
        let mut everywhere = Mounts::of(Path::new("")).unwrap();
        assert!(!everywhere.known.is_empty());
        everywhere.known.pop();
        everywhere.table = File::open(TABLE).unwrap();
        assert!(
            !everywhere.have_changed().unwrap(),
            "nothing is read unless the kernel tells of it"
        );
    }
}
