//! Where a project's daemon keeps its lock, socket, description and log.
//!
//! One folder per user and project, outside the project, private to the user. A folder that others
//! could write to is refused, never repaired.

use rustix::fs::{Mode, OFlags};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Unix sockets have paths of at most 104 (macOS) or 108 (Linux) bytes.
const LONGEST_SOCKET_PATH: usize = 100;

#[derive(Debug, thiserror::Error)]
pub enum StateDirError {
    #[error("cannot create {path}: {source}", path = path.display())]
    Create { path: PathBuf, source: io::Error },
    #[error("{path} does not belong to this user alone", path = .0.display())]
    Unsafe(PathBuf),
    #[error("cannot read the project folder {path}: {source}", path = path.display())]
    Root { path: PathBuf, source: io::Error },
    #[error("this user has no home folder; set SPRAG_STATE_DIR")]
    Homeless,
}

/// The state folder of one project.
#[derive(Clone, Debug)]
pub struct StateDir {
    folder: PathBuf,
    key: String,
}

impl StateDir {
    /// The state folder of the project at `root`, created if missing.
    ///
    /// # Errors
    /// The folder cannot be created, or it is not the user's alone.
    pub fn open(root: &Path) -> Result<Self, StateDirError> {
        let state = Self::locate(root)?;
        create_private(&state.folder)?;
        create_private(&state.folder.join("log"))?;
        Ok(state)
    }

    /// The same folder, but nothing is created: for commands that only look.
    ///
    /// # Errors
    /// The project folder cannot be read, or the user has no home.
    pub fn locate(root: &Path) -> Result<Self, StateDirError> {
        let key = project_key(root)?;
        let folder = base_folder()?.join(&key);
        Ok(Self { folder, key })
    }

    /// Held by the daemon for as long as it lives.
    pub fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// Held by the client that starts a daemon.
    pub fn spawn_lock(&self) -> PathBuf {
        self.folder.join("spawn.lock")
    }

    /// Describes the running daemon, see the daemon's `server::Info`.
    pub fn info(&self) -> PathBuf {
        self.folder.join("info.json")
    }

    /// When daemons failed, see the daemon's `crashes`.
    pub fn crashes(&self) -> PathBuf {
        self.folder.join("crashes")
    }

    /// Which interpreter clients found, and what that depends on.
    pub fn interpreter(&self) -> PathBuf {
        self.folder.join("interpreter.json")
    }

    /// What sessions leave behind for those after them.
    pub fn answers(&self) -> PathBuf {
        self.folder.join("answers")
    }

    /// What was written to output folders, where the project itself cannot hold that.
    pub fn outputs(&self) -> PathBuf {
        self.folder.join("outputs")
    }

    pub fn log(&self) -> PathBuf {
        self.folder.join("log").join("daemon.log")
    }

    /// Where a new daemon binds its socket; clients learn the path from [`StateDir::info`].
    ///
    /// # Errors
    /// The path would be too long, and the folder for short ones is not usable.
    pub fn socket(&self) -> Result<PathBuf, StateDirError> {
        let socket = self.folder.join("s");
        if socket.as_os_str().len() <= LONGEST_SOCKET_PATH {
            return Ok(socket);
        }
        let folder = PathBuf::from(format!("/tmp/sprag-{}", user()));
        create_private(&folder)?;
        Ok(folder.join(&self.key))
    }
}

/// Identifies a project: a folder that was deleted and made again is another one.
fn project_key(root: &Path) -> Result<String, StateDirError> {
    let failed = |source| StateDirError::Root { path: root.to_owned(), source };
    let metadata = std::fs::metadata(root).map_err(failed)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"sprag1\0");
    hasher.update(root.as_os_str().as_encoded_bytes());
    hasher.update(&metadata.dev().to_le_bytes());
    hasher.update(&metadata.ino().to_le_bytes());
    hasher.update(rustix::system::uname().nodename().to_bytes());
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

/// `$SPRAG_STATE_DIR`, else a folder in the home that the user database names: editors, cron and
/// shells of one user differ in their environment.
///
/// # Errors
/// The user has no home.
pub fn base_folder() -> Result<PathBuf, StateDirError> {
    if let Some(folder) = std::env::var_os("SPRAG_STATE_DIR").filter(|value| !value.is_empty()) {
        return std::path::absolute(PathBuf::from(folder)).map_err(|_| StateDirError::Homeless);
    }
    home_of(user())
        .or_else(std::env::home_dir)
        .filter(|home| home.is_absolute())
        .map(|home| home.join(".cache/sprag/d"))
        .ok_or(StateDirError::Homeless)
}

fn home_of(user: u32) -> Option<PathBuf> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let id = fields.nth(2)?;
        let home = fields.nth(2)?;
        (id.parse() == Ok(user) && !home.is_empty()).then(|| PathBuf::from(home))
    })
}

/// The effective user.
pub fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Creates a folder that only the user can enter, and refuses one that is not so.
///
/// # Errors
/// It cannot be created, or is not the user's alone.
pub fn create_private(folder: &Path) -> Result<(), StateDirError> {
    let failed = |source| StateDirError::Create { path: folder.to_owned(), source };
    if let Some(parent) = folder.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(failed)?;
    }
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let opened = rustix::fs::open(folder, flags, Mode::empty())
        .map_err(|_| StateDirError::Unsafe(folder.to_owned()))?;
    let stat = rustix::fs::fstat(&opened).map_err(|error| failed(error.into()))?;
    if stat.st_uid != user() || stat.st_mode & 0o077 != 0 {
        return Err(StateDirError::Unsafe(folder.to_owned()));
    }
    Ok(())
}

/// Removes the oldest files of a folder until there are no more than `most`.
///
/// # Errors
/// The folder cannot be read, or a file cannot be removed.
pub fn keep_newest(folder: &Path, most: usize) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.metadata()?.modified()?, entry.path()));
    }
    files.sort();
    let surplus = files.len().saturating_sub(most);
    files.iter().take(surplus).try_for_each(|(_, path)| std::fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_that_others_can_enter_is_refused() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("state");
        create_private(&folder).unwrap();
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o770)).unwrap();
        assert!(matches!(create_private(&folder), Err(StateDirError::Unsafe(_))));
    }

    #[test]
    fn a_symlink_in_place_of_the_folder_is_refused() {
        let base = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/tmp", base.path().join("state")).unwrap();
        let refused = create_private(&base.path().join("state"));
        assert!(matches!(refused, Err(StateDirError::Unsafe(_))));
    }

    #[test]
    fn the_oldest_files_go_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["old", "new", "newest"] {
            std::fs::write(folder.path().join(name), "").unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        keep_newest(folder.path(), 2).unwrap();
        assert!(!folder.path().join("old").exists());
        assert!(folder.path().join("new").exists() && folder.path().join("newest").exists());
    }

    #[test]
    fn two_projects_have_two_keys_and_one_has_one() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let key = |root: &tempfile::TempDir| project_key(root.path()).unwrap();
        assert_eq!(key(&one), key(&one));
        assert_ne!(key(&one), key(&two));
    }
}
