//! The project's files as they are on disk.
//!
//! Every request begins with a [`Vfs::sweep`]: the whole tree is listed and stated, and what could
//! have changed is read again. An answer therefore never depends on a watcher having seen an event.
//!
//! Knows nothing of Python: whether a text parses is decided by the caller.

use crate::stamp::{self, Hash, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders that never hold sources, wherever they are.
const NEVER_SOURCES: [&str; 11] = [
    ".git",
    ".hg",
    ".svn",
    ".venv",
    ".sprag",
    ".tox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "node_modules",
];

/// Marks a virtual environment, whatever its folder is called.
const ENVIRONMENT_MARK: &str = "pyvenv.cfg";

/// The default output folder; it holds copies of sources.
const DEFAULT_OUTPUT: &str = "dist";

/// Files whose text the query graph reads, by extension; of all others only the path matters.
const TEXTS: [&str; 4] = ["py", "html", "js", "mjs"];

/// Another of them, at the root.
const REQUIREMENTS: &str = "requirements.txt";

/// The files of one project, as of the last sweep. Paths are relative to the root, with `/`.
#[derive(Debug)]
pub struct Vfs {
    root: PathBuf,
    files: BTreeMap<Arc<str>, File>,
}

#[derive(Clone, Copy, Debug)]
struct File {
    stamp: Stamp,
    /// When the stamp was read.
    observed: i128,
    /// Of texts only.
    hash: Option<Hash>,
}

/// What a sweep found to differ from the sweep before.
#[derive(Debug, Default)]
pub struct Sweep {
    /// New and changed texts.
    pub texts: Vec<(Arc<str>, Text)>,
    /// Files of any kind that are new, or whose stamp differs.
    pub touched: BTreeSet<Arc<str>>,
    pub removed: Vec<Arc<str>>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// With `\n` line ends and without a byte order mark.
    Valid(Arc<str>),
    /// Not UTF-8 from this line (from 1) on.
    NotUtf8 { line: usize },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub path: String,
    pub reason: String,
}

impl Vfs {
    /// The files of the project at `root` (canonical); nothing is read before the first sweep.
    pub fn new(root: PathBuf) -> Self {
        Self { root, files: BTreeMap::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.files.keys()
    }

    /// Lists the tree, reads what may have changed and returns the difference.
    ///
    /// `outputs` are absolute folders that are written, not read.
    pub fn sweep(&mut self, outputs: &[PathBuf]) -> Sweep {
        let mut walk =
            Walk { root: &self.root, outputs, found: BTreeMap::new(), unreadable: vec![] };
        walk.folder(&self.root, "");
        let (mut found, unreadable) = (walk.found, walk.unreadable);
        let mut sweep = Sweep { unreadable, ..Sweep::default() };
        let mut vanished = Vec::new();
        for (path, file) in &mut found {
            let before = self.files.get(path);
            if before.is_none_or(|before| before.stamp != file.stamp) {
                sweep.touched.insert(path.clone());
            } else if let Some(before) = before.filter(|before| before.is_settled()) {
                *file = *before;
                continue;
            }
            if !is_text(path) {
                continue;
            }
            match fs::read(self.root.join(path.as_ref())) {
                Ok(bytes) => {
                    let hash = Hash::of(&bytes);
                    file.hash = Some(hash);
                    if before.and_then(|before| before.hash) != Some(hash) {
                        sweep.texts.push((path.clone(), Text::decode(bytes)));
                    }
                }
                Err(error) => {
                    vanished.push(path.clone());
                    sweep.unreadable(path, &error);
                }
            }
        }
        for path in vanished {
            found.remove(&path);
        }
        sweep.removed =
            self.files.keys().filter(|path| !found.contains_key(*path)).cloned().collect();
        self.files = found;
        sweep
    }
}

impl File {
    fn is_settled(&self) -> bool {
        self.stamp.is_settled(self.observed)
    }
}

impl Sweep {
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.touched.is_empty() && self.removed.is_empty()
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            self.unreadable.push(Unreadable { path: path.to_owned(), reason: error.to_string() });
        }
    }
}

impl Text {
    fn decode(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Valid(queries::syntax::normalized(&text).into()),
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                Self::NotUtf8 { line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
            }
        }
    }
}

fn is_text(path: &str) -> bool {
    path == REQUIREMENTS
        || path.rsplit_once('.').is_some_and(|(_, extension)| TEXTS.contains(&extension))
}

/// One listing of the tree.
struct Walk<'a> {
    root: &'a Path,
    outputs: &'a [PathBuf],
    found: BTreeMap<Arc<str>, File>,
    unreadable: Vec<Unreadable>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(prefix, &error),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, prefix),
                Err(error) => self.unreadable(prefix, &error),
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, prefix: &str) {
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            let relative = format!("{prefix}{}", entry.file_name().to_string_lossy());
            return self.unreadable.push(Unreadable {
                path: relative,
                reason: "the file name is not UTF-8".to_owned(),
            });
        };
        let relative = format!("{prefix}{name}");
        if entry.file_type().is_ok_and(|kind| kind.is_symlink()) && !self.stays_inside(&path) {
            return;
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                if !self.is_ignored(&path, &name, prefix) {
                    self.folder(&path, &format!("{relative}/"));
                }
            }
            Ok(metadata) if metadata.is_file() => {
                let file = File { stamp: Stamp::of(&metadata), observed: stamp::now(), hash: None };
                self.found.insert(relative.into(), file);
            }
            Ok(_) => {}
            Err(error) => self.unreadable(&relative, &error),
        }
    }

    /// A link is followed if it leads to somewhere in the project, but not to a folder around it.
    fn stays_inside(&self, link: &Path) -> bool {
        fs::canonicalize(link)
            .is_ok_and(|target| target.starts_with(self.root) && !link.starts_with(&target))
    }

    fn is_ignored(&self, folder: &Path, name: &str, prefix: &str) -> bool {
        NEVER_SOURCES.contains(&name)
            || (prefix.is_empty() && name == DEFAULT_OUTPUT)
            || self.outputs.iter().any(|output| output == folder)
            || folder.join(ENVIRONMENT_MARK).is_file()
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            let path = path.trim_end_matches('/').to_owned();
            self.unreadable.push(Unreadable { path, reason: error.to_string() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    struct Project {
        _folder: tempfile::TempDir,
        vfs: Vfs,
    }

    impl Project {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().canonicalize().unwrap();
            Self { _folder: folder, vfs: Vfs::new(root) }
        }

        fn write(&self, path: &str, content: impl AsRef<[u8]>) {
            let path = self.vfs.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }

        fn changed(&mut self) -> Vec<String> {
            let sweep = self.vfs.sweep(&[]);
            sweep.texts.iter().map(|(path, _)| path.to_string()).collect()
        }
    }

    #[test]
    fn a_sweep_reports_what_changed_since_the_last_one_and_nothing_else() {
        let mut project = Project::new();
        project.write("app/__init__.py", "a = 1");
        project.write("app/routes/page.py", "b = 1");
        assert_eq!(project.changed(), ["app/__init__.py", "app/routes/page.py"]);
        assert!(project.vfs.sweep(&[]).is_empty());
        project.write("app/routes/page.py", "b = 2");
        assert_eq!(project.changed(), ["app/routes/page.py"]);
        fs::remove_file(project.vfs.root().join("app/__init__.py")).unwrap();
        assert_eq!(project.vfs.sweep(&[]).removed, ["app/__init__.py".into()]);
    }

    #[test]
    fn a_save_with_the_same_text_or_other_line_ends_only_touches() {
        let mut project = Project::new();
        project.write("a.py", "a = 1\nb = 2\n");
        project.changed();
        project.write("a.py", "a = 1\nb = 2\n");
        assert!(project.vfs.sweep(&[]).texts.is_empty());
    }

    #[test]
    fn same_size_and_same_time_do_not_hide_a_change() {
        let mut project = Project::new();
        project.write("a.py", "a = 1");
        project.changed();
        let path = project.vfs.root().join("a.py");
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        project.write("a.py", "a = 2");
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_eq!(project.changed(), ["a.py"]);
    }

    #[test]
    fn environments_outputs_and_caches_are_not_sources_but_ignored_files_of_git_are() {
        let mut project = Project::new();
        project.write(".gitignore", "generated.py\n");
        project.write("app/generated.py", "a = 1");
        project.write("public/.well-known/key.txt", "key");
        for other in [".venv/a.py", "e/pyvenv.cfg", "e/a.py", "dist/a.py", "app/__pycache__/a.py"] {
            project.write(other, "");
        }
        project.write("out/a.py", "");
        let output = project.vfs.root().join("out");
        project.vfs.sweep(&[output]);
        let paths: Vec<_> = project.vfs.paths().map(AsRef::as_ref).collect();
        assert_eq!(paths, [".gitignore", "app/generated.py", "public/.well-known/key.txt"]);
    }

    #[test]
    fn text_that_is_not_utf8_is_reported_with_its_line() {
        let mut project = Project::new();
        project.write("a.py", b"a = 1\nb = '\xe4'\n");
        assert_eq!(project.vfs.sweep(&[]).texts, [("a.py".into(), Text::NotUtf8 { line: 2 })]);
    }

    #[test]
    fn links_are_followed_inside_of_the_project_only() {
        let mut project = Project::new();
        let root = project.vfs.root().to_owned();
        project.write("app/a.py", "a = 1");
        symlink("app/a.py", root.join("b.py")).unwrap();
        symlink("/etc/hostname", root.join("c.py")).unwrap();
        symlink("..", root.join("app/up")).unwrap();
        symlink("app", root.join("other")).unwrap();
        assert_eq!(project.changed(), ["app/a.py", "b.py", "other/a.py"]);
    }
}
