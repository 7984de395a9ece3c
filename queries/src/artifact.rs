//! Artifacts: the files of a build, as data.
//!
//! Queries say what each output file holds; only the daemon's publisher writes. A copy names its
//! source instead of carrying the bytes, so that no image or font ever enters the database.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Relative to the tree it belongs to, with `/`, without a leading `/`, no `.` or `..` parts.
    pub path: Arc<str>,
    pub content: Content,
}

/// What an output file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(Arc<str>),
    /// A copy of a project file, by its project-relative path.
    Project(Arc<str>),
    /// A copy of a file of the installed framework, by its path inside the `sprag` package.
    Framework(Arc<str>),
}

/// The two trees a build can produce; see the output tree in ARCHITECTURE.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuildKind {
    /// A server and its web root in `public/`.
    Full,
    /// The web root alone.
    Static,
}

impl BuildKind {
    /// Where the web root lies in the output directory: `""` or `"public/"`.
    pub fn web_root(self) -> &'static str {
        match self {
            Self::Full => "public/",
            Self::Static => "",
        }
    }
}

/// A set of output files, at most one per path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArtifactSet {
    files: BTreeMap<Arc<str>, Content>,
}

impl ArtifactSet {
    /// Adds a file; returns what the path held before, which the new content replaces.
    pub fn put(&mut self, path: impl Into<Arc<str>>, content: Content) -> Option<Content> {
        self.files.insert(path.into(), content)
    }

    /// Adds a text file.
    pub fn put_text(
        &mut self,
        path: impl Into<Arc<str>>,
        text: impl Into<Arc<str>>,
    ) -> Option<Content> {
        self.put(path, Content::Text(text.into()))
    }

    /// Leaves out the files of which `is_kept` does not say that they stay.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&str) -> bool) {
        self.files.retain(|path, _| is_kept(path));
    }

    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// The text of a file, if it is a text of its own and not a copy.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(path) {
            Some(Content::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = Artifact> + '_ {
        self.files
            .iter()
            .map(|(path, content)| Artifact { path: path.clone(), content: content.clone() })
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(AsRef::as_ref)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds every file of `other` below `folder` (`""` or ending in `/`).
    pub fn extend_below(&mut self, folder: &str, other: &Self) {
        for (path, content) in &other.files {
            self.files.insert(format!("{folder}{path}").into(), content.clone());
        }
    }
}
