//! Artifacts: the files of a build, as data.
//!
//! Queries say what each output file holds; only the daemon's publisher writes. A copy names its
//! source instead of carrying the bytes, so that no image or font ever enters the database.

use crate::input::SourceFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// One output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Relative to the tree it belongs to, with `/`, without a leading `/`, no `.` or `..` parts.
    pub path: Arc<str>,
    pub content: Content,
}

/// Stands for a text: equal prints are equal texts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TextPrint {
    /// Of its bytes, by BLAKE3.
    pub hash: [u8; 32],
    pub bytes: u32,
}

impl TextPrint {
    pub fn of(text: &str) -> Self {
        Self { hash: blake3::hash(text.as_bytes()).into(), bytes: text.len() as u32 }
    }
}

impl fmt::Debug for TextPrint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = blake3::Hash::from_bytes(self.hash).to_hex();
        write!(formatter, "{} bytes {}", self.bytes, &hash[..16])
    }
}

/// A text that is not in memory for longer than somebody needs it; [`made_text`] makes it again.
///
/// [`made_text`]: crate::surface::output::made_text
#[derive(Clone, Copy)]
pub struct Made {
    pub print: TextPrint,
    /// The Python file that it comes from, and which of its outputs it is.
    pub(crate) file: SourceFile,
    pub(crate) output: ModuleOutput,
}

/// One of the texts that a Python file becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModuleOutput {
    /// The module of a class, by the class's place among those that are emitted.
    Class(u32),
    ClassMap(u32),
    Shared,
    SharedMap,
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print
    }
}

impl Eq for Made {}

impl fmt::Debug for Made {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print.fmt(formatter)
    }
}

/// What an output file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(Arc<str>),
    Made(Made),
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

    /// The text of a file that is in memory.
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
