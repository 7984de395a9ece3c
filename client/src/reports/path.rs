//! Where a project's files are, seen from the folder that `sprag` runs in: what editors and terminals open.

use daemon::report::Place;
use std::path::{Path, PathBuf};

pub(super) struct Paths {
    /// The project; empty if it is the current folder.
    root: PathBuf,
}

impl Paths {
    pub(super) fn of(root: &Path) -> Self {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let below = here.ok().and_then(|here| root.strip_prefix(here).ok().map(Path::to_owned));
        Self { root: below.unwrap_or_else(|| root.to_owned()) }
    }

    /// The file of a place, or the project's folder for a problem without a file.
    pub(super) fn shown(&self, place: &Place) -> String {
        match self.root.join(&place.path).display().to_string() {
            path if path.is_empty() => ".".to_owned(),
            path => path.trim_end_matches('/').to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_current_folder_if_they_can_be() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        let file = Place { path: "app/web.py".to_owned(), span: None };
        let project = Place { path: String::new(), span: None };
        let shown = |root: &Path| [Paths::of(root).shown(&file), Paths::of(root).shown(&project)];
        assert_eq!(shown(&here), ["app/web.py", "."]);
        assert_eq!(shown(&here.join("examples/a")), ["examples/a/app/web.py", "examples/a"]);
        assert_eq!(shown(Path::new("/elsewhere")), ["/elsewhere/app/web.py", "/elsewhere"]);
    }
}
