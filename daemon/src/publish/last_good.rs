//! Outputs that stay although a build lacks them: the last good ones of what failed, and the scripts
//! that those import, without which they would not run.

use super::folder::OutputFolder;
use queries::surface::script;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) struct LastGood {
    /// The last good outputs themselves.
    pub(super) told: Vec<Arc<str>>,
    imported: BTreeSet<Arc<str>>,
}

impl LastGood {
    /// Those of `outdated` that `is_last_good` tells, with what they import of the rest.
    pub(super) fn of<'a>(
        folder: &OutputFolder,
        outdated: impl Iterator<Item = &'a Arc<str>>,
        is_last_good: &dyn Fn(&str) -> bool,
    ) -> Self {
        let (told, rest): (Vec<_>, Vec<_>) = outdated.cloned().partition(|path| is_last_good(path));
        let mut rest = BTreeSet::from_iter(rest);
        let mut imported = BTreeSet::new();
        let mut waiting = told.clone();
        while let Some(path) = waiting.pop() {
            for import in imports(folder, &path) {
                if let Some(import) = rest.take(import.as_str()) {
                    waiting.push(import.clone());
                    imported.insert(import);
                }
            }
        }
        Self { told, imported }
    }

    pub(super) fn stays(&self, path: &Arc<str>) -> bool {
        self.told.contains(path) || self.imported.contains(path)
    }
}

/// The outputs that a script imports, as it lies in the output folder.
fn imports(folder: &OutputFolder, path: &str) -> Vec<String> {
    if !path.ends_with(".js") {
        return Vec::new();
    }
    let text = folder.read(path).unwrap_or_default();
    let specifiers = script::specifiers(&text).into_iter();
    specifiers.filter_map(|specifier| script::resolved_specifier(path, &specifier.value)).collect()
}
