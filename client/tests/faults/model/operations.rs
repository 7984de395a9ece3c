//! What editors, tools and people do to files.
//!
//! An operation is chosen by the generator alone, so that a seed tells them all; what it finds on disk
//! may make it fail, which is part of the model: half of an operation is something that happens too.

use super::app::{FILES, FOLDERS, OTHERS, text};
use fastrand::Rng;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{self, File, FileTimes};
use std::io::{self, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// One of several writers; each has its own random numbers.
pub(super) struct Writer {
    pub(super) random: Rng,
    root: PathBuf,
    /// Beside the project: where things are moved to and from.
    outside: PathBuf,
    /// Written since the start, so that texts differ.
    number: u32,
    /// Nobody truncates a file while it is mapped.
    is_alone: bool,
}

/// How an output begins that somebody has edited.
pub(super) const EDITED: &[u8] = b"edited";

type Operation = fn(&mut Writer) -> (String, io::Result<()>);

/// Each with how often it comes.
const OPERATIONS: [(u32, Operation); 21] = [
    (8, Writer::write),
    (8, Writer::replace),
    (5, Writer::same_size_and_time),
    (4, Writer::map),
    (4, Writer::append),
    (3, Writer::break_syntax),
    (4, Writer::delete),
    (4, Writer::deep_write),
    (4, Writer::stand_before),
    (3, Writer::move_out),
    (3, Writer::move_in),
    (3, Writer::rename_folder),
    (3, Writer::swap_folders),
    (2, Writer::folder_to_file),
    (3, Writer::file_to_link),
    (2, Writer::folder_to_link),
    (2, Writer::hard_link),
    (3, Writer::permissions),
    (3, Writer::touch),
    (4, Writer::hurt_outputs),
    (3, Writer::restore),
];

impl Writer {
    pub(super) fn new(root: &Path, outside: &Path, seed: u64, is_alone: bool) -> Self {
        let (root, outside) = (root.to_owned(), outside.to_owned());
        Self { random: Rng::with_seed(seed), root, outside, number: 0, is_alone }
    }

    /// Does something, and says what.
    pub(super) fn operate(&mut self) -> String {
        let total = OPERATIONS.iter().map(|(weight, _)| weight).sum();
        let mut at = self.random.u32(0..total);
        let chosen = OPERATIONS.iter().find(|(weight, _)| match at.checked_sub(*weight) {
            Some(rest) => {
                at = rest;
                false
            }
            None => true,
        });
        let (_, chosen) = chosen.unwrap_or(&OPERATIONS[0]);
        let (said, result) = chosen(self);
        match result {
            Ok(()) => said,
            Err(error) => format!("{said}: {error}"),
        }
    }

    fn file(&mut self) -> &'static str {
        FILES[self.random.usize(..FILES.len())]
    }

    fn folder(&mut self) -> &'static str {
        FOLDERS[self.random.usize(..FOLDERS.len())]
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn text(&mut self, path: &str) -> String {
        self.number = (self.number + 1 + self.random.u32(..9)) % 10_000;
        text(path, self.number)
    }

    /// Truncates and writes, with a pause in between that others can see.
    fn write(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let text = self.text(path);
        let mut work = || -> io::Result<()> {
            let mut file = File::create(self.path(path))?;
            if self.random.bool() {
                std::thread::yield_now();
            }
            file.write_all(text.as_bytes())
        };
        (format!("write {path}"), work())
    }

    /// As editors save: a new file takes the place of the old one.
    fn replace(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let text = self.text(path);
        let target = self.path(path);
        let temporary = target.with_extension("tmp~");
        let keeps_backup = self.random.u8(..4) == 0;
        let work = || {
            fs::write(&temporary, text)?;
            if keeps_backup {
                fs::rename(&target, target.with_extension("bak"))?;
            }
            fs::rename(&temporary, &target)
        };
        (format!("replace {path}"), work())
    }

    fn same_size_and_time(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let text = self.text(path);
        let target = self.path(path);
        let work = || {
            let before = fs::metadata(&target)?;
            let mut file = File::options().write(true).open(&target)?;
            file.write_all(text.as_bytes())?;
            let times = FileTimes::new().set_modified(before.modified()?);
            file.set_times(times.set_accessed(before.accessed()?))
        };
        (format!("write {path} with its old time"), work())
    }

    #[expect(unsafe_code, reason = "there is no safe way to write through a mapping")]
    fn map(&mut self) -> (String, io::Result<()>) {
        use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
        let path = self.file();
        let text = self.text(path);
        let target = self.path(path);
        if !self.is_alone {
            return (format!("write {path}"), fs::write(target, text));
        }
        let work = || {
            let file = File::options().read(true).write(true).open(&target)?;
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            if length != text.len() {
                return Err(io::Error::other("has another size"));
            }
            let both = ProtFlags::READ | ProtFlags::WRITE;
            // SAFETY: the mapping is ours, of this length, and gone before anything else refers to
            // it; others may truncate the file, but this writer runs alone when it maps.
            unsafe {
                let at = mmap(std::ptr::null_mut(), length, both, MapFlags::SHARED, &file, 0)?;
                std::ptr::copy_nonoverlapping(text.as_ptr(), at.cast(), length);
                munmap(at, length)?;
            }
            Ok(())
        };
        (format!("write {path} through a mapping"), work())
    }

    fn append(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let line = if path.ends_with(".py") { "\n# more\n" } else { "\n/* more */\n" };
        let file = File::options().append(true).open(self.path(path));
        (format!("append to {path}"), file.and_then(|mut file| file.write_all(line.as_bytes())))
    }

    fn break_syntax(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let text = format!("{}def broken(:\n", self.text(path));
        (format!("break {path}"), fs::write(self.path(path), text))
    }

    fn delete(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        (format!("delete {path}"), fs::remove_file(self.path(path)))
    }

    /// Folders and a file in them, at once: a watcher has no time to follow.
    fn deep_write(&mut self) -> (String, io::Result<()>) {
        let above = self.folder();
        let path = format!("{above}/new{}/x/y/z.txt", self.random.u8(..3));
        let target = self.path(&path);
        let text = self.text(&path);
        let work = || {
            fs::create_dir_all(target.parent().unwrap_or(&target))?;
            fs::write(&target, text)
        };
        (format!("write {path} and its folders"), work())
    }

    /// Where imports look, something comes to be or goes.
    fn stand_before(&mut self) -> (String, io::Result<()>) {
        let path = OTHERS[self.random.usize(..OTHERS.len())];
        let text = self.text(path);
        let target = self.path(path);
        let work = || {
            if target.is_dir() {
                return fs::remove_dir_all(&target);
            }
            if !path.ends_with(".py") {
                return fs::create_dir_all(&target);
            }
            fs::create_dir_all(target.parent().unwrap_or(&target))?;
            fs::write(&target, text)
        };
        (format!("make or remove {path}"), work())
    }

    fn move_out(&mut self) -> (String, io::Result<()>) {
        let folder = self.folder();
        let target = self.outside.join(self.random.u8(..4).to_string());
        let result = fs::rename(self.path(folder), &target);
        (format!("move {folder} out of the tree"), result)
    }

    fn move_in(&mut self) -> (String, io::Result<()>) {
        let folder = self.folder();
        let source = self.outside.join(self.random.u8(..4).to_string());
        let target =
            if self.random.bool() { self.path(folder) } else { self.path(folder).join("moved") };
        let said = format!("move {} in", target.display());
        (said, fs::rename(&source, &target))
    }

    /// Away, and sometimes back, with a write in between: the name comes to mean another folder.
    fn rename_folder(&mut self) -> (String, io::Result<()>) {
        let folder = self.folder();
        let (from, to) = (self.path(folder), self.path(&format!("{folder}-renamed")));
        let back = self.random.bool();
        let work = || {
            if to.exists() {
                return fs::rename(&to, &from);
            }
            fs::rename(&from, &to)?;
            if back { fs::rename(&to, &from) } else { Ok(()) }
        };
        (format!("rename {folder}"), work())
    }

    fn swap_folders(&mut self) -> (String, io::Result<()>) {
        let (one, two) = (self.folder(), self.folder());
        let result = renameat_with(CWD, self.path(one), CWD, self.path(two), RenameFlags::EXCHANGE);
        (format!("swap {one} and {two}"), result.map_err(Into::into))
    }

    fn folder_to_file(&mut self) -> (String, io::Result<()>) {
        let folder = self.folder();
        let path = self.path(folder);
        let work = || {
            if path.is_file() {
                fs::remove_file(&path)?;
                return fs::create_dir(&path);
            }
            fs::remove_dir_all(&path)?;
            fs::write(&path, "a file")
        };
        (format!("{folder} becomes a file, or a folder again"), work())
    }

    fn file_to_link(&mut self) -> (String, io::Result<()>) {
        let (path, other) = (self.file(), self.file());
        let target = match self.random.u8(..3) {
            0 => self.path(other),
            1 => self.outside.join("a file"),
            _ => PathBuf::from("nowhere"),
        };
        let work = || {
            fs::remove_file(self.path(path))?;
            symlink(&target, self.path(path))
        };
        (format!("{path} becomes a link to {}", target.display()), work())
    }

    fn folder_to_link(&mut self) -> (String, io::Result<()>) {
        let (folder, other) = (self.folder(), self.folder());
        let target = self.outside.join(self.random.u8(..4).to_string());
        let work = || {
            fs::rename(self.path(folder), &target)?;
            symlink(self.path(other), self.path(folder))
        };
        (format!("{folder} becomes a link to {other}"), work())
    }

    /// A second name outside of the project, through which the file is written.
    fn hard_link(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let text = self.text(path);
        let other = self.outside.join("a name");
        let writes = self.random.u8(..3) > 0;
        let work = || {
            if writes && other.exists() {
                return fs::write(&other, text);
            }
            let _ = fs::remove_file(&other);
            fs::hard_link(self.path(path), &other)?;
            // Nothing tells of a name outside: writing through it is seen once the file was looked at.
            let permissions = fs::metadata(self.path(path))?.permissions();
            fs::set_permissions(self.path(path), permissions)
        };
        (format!("link {path} to a name outside, or write through it"), work())
    }

    fn permissions(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let mode = [0o644, 0o600, 0o755][self.random.usize(..3)];
        let result = fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode));
        (format!("chmod {mode:o} {path}"), result)
    }

    /// The same text, with a time that may lie in the past or in the future.
    fn touch(&mut self) -> (String, io::Result<()>) {
        let path = self.file();
        let seconds = self.random.u64(..2 * 86_400);
        let time = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400)
            + std::time::Duration::from_secs(seconds);
        let file = File::options().write(true).open(self.path(path));
        (format!("touch {path}"), file.and_then(|file| file.set_modified(time)))
    }

    fn hurt_outputs(&mut self) -> (String, io::Result<()>) {
        let outputs = self.path("dist");
        let victims = [
            "public/generated/components/Badge.js",
            "public/index.html",
            "public/manifest.json",
            "public/a.txt",
            "server.py",
        ];
        let victim = outputs.join(victims[self.random.usize(..victims.len())]);
        match self.random.u8(..6) {
            0 => ("delete all outputs".to_owned(), fs::remove_dir_all(&outputs)),
            1 => {
                let folder = outputs.join("public/generated");
                ("delete outputs".to_owned(), fs::remove_dir_all(folder))
            }
            2 => {
                let record = self.path(".sprag/outputs");
                ("delete the record of outputs".to_owned(), fs::remove_dir_all(record))
            }
            3 => (format!("delete {}", victim.display()), fs::remove_file(&victim)),
            4 => {
                let work = || {
                    fs::remove_file(&victim)?;
                    symlink("elsewhere", &victim)
                };
                (format!("{} becomes a link", victim.display()), work())
            }
            _ => {
                let edited = File::options().write(true).open(&victim);
                let result = edited.and_then(|mut file| file.write_all(EDITED));
                (format!("edit {}", victim.display()), result)
            }
        }
    }

    /// As a checkout: what is not as it should be is removed, what is missing written.
    pub(super) fn restore(&mut self) -> (String, io::Result<()>) {
        let mut work = || {
            for path in OTHERS.map(|path| self.path(path)) {
                if path.is_dir() {
                    fs::remove_dir_all(path)?;
                }
            }
            for folder in FOLDERS {
                let path = self.path(folder);
                if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
                    fs::remove_file(&path)?;
                }
                let renamed = self.path(&format!("{folder}-renamed"));
                if renamed.is_dir() {
                    fs::remove_dir_all(renamed)?;
                }
            }
            for path in FILES {
                let text = self.text(path);
                let target = self.path(path);
                if fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
                    fs::remove_dir_all(&target)?;
                }
                if fs::symlink_metadata(&target).is_ok_and(|found| found.is_symlink()) {
                    fs::remove_file(&target)?;
                }
                fs::create_dir_all(target.parent().unwrap_or(&target))?;
                fs::write(&target, text)?;
            }
            Ok(())
        };
        ("restore everything".to_owned(), work())
    }
}
