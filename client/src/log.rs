//! `sprag daemon logs`: what the project's daemon wrote down, and what it is writing.

use crate::arguments::Logs;
use crate::failure::{CLEAN, Failure};
use crate::print;
use crate::project::Project;
use daemon::state_dir::StateDir;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

/// How often a log that is followed is looked at.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) fn run(arguments: &Logs) -> Result<u8, Failure> {
    let project = Project::open(arguments.look.folder().as_deref(), None)?;
    let path = StateDir::locate(&project.root).map_err(Failure::internal)?.log();
    let mut log = Log::default();
    let found = log.copy(&path).map_err(Failure::internal)?;
    if arguments.follow {
        return follow(log, &path);
    }
    if !found {
        print::note("there is no log yet");
    }
    Ok(CLEAN)
}

/// Until the reader goes away.
fn follow(mut log: Log, path: &Path) -> Result<u8, Failure> {
    loop {
        std::thread::sleep(PAUSE);
        match log.copy(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(CLEAN),
            Err(error) => return Err(Failure::internal(error)),
        }
    }
}

/// How much of which file was printed.
#[derive(Default)]
struct Log {
    inode: u64,
    printed: u64,
}

impl Log {
    /// Prints what is new; a log that was put aside or emptied is read from its start. Whether there
    /// is a log.
    fn copy(&mut self, path: &Path) -> io::Result<bool> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let metadata = file.metadata()?;
        if metadata.ino() != self.inode {
            self.finish(&path.with_extension("log.1"))?;
        }
        if metadata.ino() != self.inode || metadata.len() < self.printed {
            *self = Self { inode: metadata.ino(), printed: 0 };
        }
        self.print(&mut file)?;
        Ok(true)
    }

    /// Prints the rest of a log that was put aside there meanwhile.
    fn finish(&mut self, aside: &Path) -> io::Result<()> {
        match File::open(aside) {
            Ok(mut file) if file.metadata()?.ino() == self.inode => self.print(&mut file),
            _ => Ok(()),
        }
    }

    fn print(&mut self, file: &mut File) -> io::Result<()> {
        file.seek(io::SeekFrom::Start(self.printed))?;
        let mut new = Vec::new();
        self.printed += file.read_to_end(&mut new)? as u64;
        let mut stdout = anstream::stdout();
        stdout.write_all(&new)?;
        stdout.flush()
    }
}
