//! A module of the project as Python loaded it, and what an edit of it can reach.

use super::files::FileState;
use super::message::Signature;
use queries::syntax::{loading::loading, normalized};
use std::path::Path;

#[derive(Clone, Debug)]
pub(super) struct Module {
    file: FileState,
    /// `None` for text that cannot be judged: any other text then does something else when loaded.
    parts: Option<Parts>,
}

/// See [`queries::syntax::loading`].
#[derive(Clone, Debug)]
struct Parts {
    at_load: blake3::Hash,
    /// Sorted by name.
    functions: Vec<(Box<str>, blake3::Hash)>,
}

/// How a new version of a module differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// It does something else when it is loaded.
    Load,
    /// These functions, by qualified name, do something else when they are called.
    Functions(Vec<Box<str>>),
}

impl Module {
    /// The module that Python read when the file had this signature.
    pub(super) fn new(path: &Path, signature: Option<Signature>) -> Self {
        let (file, bytes) = FileState::read(path, signature);
        Self { file, parts: parts(bytes) }
    }

    pub(super) fn changed(&mut self, path: &Path) -> bool {
        self.file.changed(path)
    }

    /// The module as it is now, and what is different in it.
    pub(super) fn next(&self, path: &Path) -> (Self, Edit) {
        let (file, bytes) = FileState::now(path);
        let next = Self { file, parts: parts(bytes) };
        let edit = match (&self.parts, &next.parts) {
            (Some(before), Some(after)) => before.edit(after),
            _ => Edit::Load,
        };
        (next, edit)
    }
}

impl Parts {
    fn edit(&self, after: &Self) -> Edit {
        let names = |parts: &Self| -> Vec<Box<str>> {
            parts.functions.iter().map(|(name, _)| name.clone()).collect()
        };
        if self.at_load != after.at_load || names(self) != names(after) {
            return Edit::Load;
        }
        let pairs = self.functions.iter().zip(&after.functions);
        let differing = pairs.filter(|(before, after)| before.1 != after.1);
        Edit::Functions(differing.map(|(before, _)| before.0.clone()).collect())
    }
}

fn parts(bytes: Option<Vec<u8>>) -> Option<Parts> {
    let text = String::from_utf8(bytes?).ok()?;
    let loading = loading(&normalized(&text))?;
    let hash = |text: &str| blake3::hash(text.as_bytes());
    let functions = loading.functions.iter().map(|(name, body)| (name.as_str().into(), hash(body)));
    Some(Parts { at_load: hash(&loading.at_load), functions: functions.collect() })
}
