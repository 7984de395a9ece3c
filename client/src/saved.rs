//! Files that were saved: which projects they belong to, and telling the daemons of these.

use rendezvous::frame;
use rendezvous::hello::{Hello, Info, Saved};
use rendezvous::peer;
use rendezvous::state_dir::StateDir;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for a daemon that nobody depends on.
const NOTE_PATIENCE: Duration = Duration::from_millis(100);

/// The files of each project, as the links on their way resolve; both ends of a file that is a link
/// count. Files of no project are left out.
pub fn by_project<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let mut saved: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for path in paths {
        let Ok(path) = std::path::absolute(path) else { continue };
        for end in [in_real_folder(&path), path.canonicalize().ok()].into_iter().flatten() {
            if let Some(root) = project_around(&end) {
                saved.entry(root.to_owned()).or_default().insert(end);
            }
        }
    }
    saved
}

/// The folder of the project that a file belongs to: the nearest one around it that was built
/// before, has settings, or has an app where the framework looks for one. The file itself need not
/// exist.
fn project_around(file: &Path) -> Option<&Path> {
    let says = |path: PathBuf, word: &str| {
        std::fs::read_to_string(path).is_ok_and(|text| text.contains(word))
    };
    file.ancestors().find(|folder| {
        folder.join(".sprag").is_dir()
            || says(folder.join("pyproject.toml"), "[tool.sprag]")
            || says(folder.join("app/__init__.py"), "sprag")
            || says(folder.join("app/app.py"), "sprag")
            || says(folder.join("app.py"), "sprag")
    })
}

/// The path with the links of its folders resolved, but not itself. It need not exist, and neither
/// need its folders.
fn in_real_folder(path: &Path) -> Option<PathBuf> {
    let (folder, name) = (path.parent()?, path.file_name()?);
    let folder = folder.canonicalize().ok().or_else(|| in_real_folder(folder))?;
    Some(folder.join(name))
}

/// The message about these files.
///
/// # Errors
/// A path is no text.
pub fn request(paths: BTreeSet<PathBuf>, wait: bool) -> io::Result<Vec<u8>> {
    let paths = paths.into_iter().collect();
    Ok(serde_json::to_vec(&json!({ "saved": Saved { paths, wait } }))?)
}

/// Tells the daemon of each project, if one runs; takes a moment, and never fails.
pub fn tell_each(saved: BTreeMap<PathBuf, BTreeSet<PathBuf>>, hello: &Hello) {
    for (root, paths) in saved {
        // Whoever builds next looks for itself.
        let _ = tell(&root, paths, hello);
    }
}

fn tell(root: &Path, paths: BTreeSet<PathBuf>, hello: &Hello) -> io::Result<()> {
    let Some(mut stream) = reach(root, Duration::ZERO)? else { return Ok(()) };
    stream.set_write_timeout(Some(NOTE_PATIENCE))?;
    // The answer to the greeting is not waited for: a daemon of another version leaves the note alone.
    let hello = frame::frame(&serde_json::to_vec(hello)?)?;
    stream.write_all(&[hello, frame::frame(&request(paths, false)?)?].concat())
}

/// The project's daemon, if there is one and it is this user's.
///
/// # Errors
/// Nobody listens where it should be.
pub fn reach(root: &Path, patience: Duration) -> io::Result<Option<UnixStream>> {
    let state = StateDir::locate(root).map_err(io::Error::other)?;
    let Some(info) = Info::load(&state.info()) else { return Ok(None) };
    let stream = peer::connect(&info.socket, patience)?;
    Ok(peer::is_user(&stream)?.then_some(stream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn files_are_found_through_links_and_after_their_end() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let root = base.join("project");
        fs::create_dir_all(root.join("app")).unwrap();
        fs::write(root.join("app/__init__.py"), "from sprag import App\n").unwrap();
        fs::write(base.join("shared.py"), "").unwrap();
        symlink(base.join("shared.py"), root.join("app/shared.py")).unwrap();
        symlink(&root, base.join("link")).unwrap();
        let asked = ["link/app/__init__.py", "link/app/gone/web.py", "project/app/shared.py"];
        let mut asked: Vec<PathBuf> = asked.iter().map(|path| base.join(path)).collect();
        asked.push("/proc/self/status".into());
        let found = by_project(&asked);
        let names: Vec<_> =
            found[&root].iter().map(|path| path.strip_prefix(&root).unwrap()).collect();
        assert_eq!(names, ["app/__init__.py", "app/gone/web.py", "app/shared.py"].map(Path::new));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_file_belongs_to_the_nearest_project_around_it() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("examples/inner");
        for app in [folder.path(), &inner] {
            std::fs::create_dir_all(app.join("app")).unwrap();
            std::fs::write(app.join("app/__init__.py"), "from sprag import App\n").unwrap();
        }
        let around = |path: &str| project_around(&folder.path().join(path)).map(Path::to_owned);
        assert_eq!(around("examples/inner/app/gone/web.py"), Some(inner));
        assert_eq!(around("examples/notes.txt").as_deref(), Some(folder.path()));
        assert_eq!(project_around(Path::new("/proc/self/status")), None);
    }
}
