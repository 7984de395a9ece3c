//! When a build may look at the edited files alone; see [`queries::surface::patch`].

use super::last::Last;
use super::{Session, is_python};
use crate::publish::Source;
use crate::vfs::{Sweep, Text};
use queries::surface::patch::{Edited, Patch};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Session {
    /// The Python files that a sweep changed, and those that are only copied, if nothing else changed since
    /// the last build, which was without errors.
    ///
    /// A file that is neither read as text nor copied, such as an editor's swap file, is nothing to the
    /// graph; whether the app reads it, its Python knows.
    pub(super) fn edited(&self, last: &Last, sweep: &Sweep) -> Option<Edited> {
        let are_edits = !self.is_stirred
            && sweep.told.is_some()
            && sweep.removed.is_empty()
            && sweep.unreadable.is_empty()
            && last.unreadable.is_empty()
            && last.is_complete()
            && self.broken.is_empty();
        // Templates and scripts are read by queries of surfaces.
        let is_fit =
            |(path, text): &(Arc<str>, Text)| is_python(path) && matches!(text, Text::Valid(_));
        if !are_edits || !sweep.texts.iter().all(is_fit) {
            return None;
        }
        let texts = sweep.texts.iter().map(|(path, _)| path);
        let all = texts.chain(&sweep.touched).cloned();
        let (python, others): (BTreeSet<_>, BTreeSet<_>) = all.partition(|path| is_python(path));
        let files: Option<Vec<_>> = python.iter().map(|path| self.db.file(path)).collect();
        let edited = Edited::new(&self.db, &last.build, files?)?;
        Some(edited.with_copied(&last.build, &others))
    }

    /// The changes as the publisher takes them.
    pub(super) fn sources(&self, patch: &Patch) -> Option<BTreeMap<Arc<str>, Source>> {
        let source = |(path, content): (&Arc<str>, _)| {
            Some((Arc::clone(path), self.source(Clone::clone(content))?))
        };
        patch.changed.iter().map(source).collect()
    }
}
