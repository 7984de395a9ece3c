//! When a build may look at the edited files alone; see [`queries::surface::patch`].

use super::last::Last;
use super::{Session, is_python};
use crate::publish::Source;
use crate::vfs::{Sweep, Text};
use queries::surface::patch::{Edited, Patch};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Session {
    /// The Python files that a sweep changed, if nothing else changed since the last build, which was
    /// without errors.
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
        if !are_edits || sweep.texts.iter().any(|(_, text)| !matches!(text, Text::Valid(_))) {
            return None;
        }
        let files = sweep
            .texts
            .iter()
            .map(|(path, _)| path)
            .chain(sweep.touched.iter().filter(|path| is_python(path) || last.copies(path)))
            .map(|path| if is_python(path) { self.db.file(path) } else { None });
        Edited::new(&self.db, &last.build, files.collect::<Option<Vec<_>>>()?)
    }

    /// The changes as the publisher takes them.
    pub(super) fn sources(&self, patch: &Patch) -> Option<BTreeMap<Arc<str>, Source>> {
        let source = |(path, content): (&Arc<str>, _)| {
            Some((Arc::clone(path), self.source(Clone::clone(content))?))
        };
        patch.changed.iter().map(source).collect()
    }
}
