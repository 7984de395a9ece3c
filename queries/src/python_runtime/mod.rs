//! Python's meaning in the browser: the files of `queries/runtime/`, and the form in which they ship.
//!
//! The sources are small modules with comments. A build ships them as few *parts* (`parts`), without comments, and of
//! each part only the declarations that the app's own code reaches: `declarations` reads what depends on what,
//! `selection` picks. `sprag dev` serves the sources as they are, behind modules that have the parts' names.
//!
//! Computed from constants only: nothing here knows an app.

mod declarations;
mod names;
mod parts;
mod print;
mod reading;
mod selection;

pub use parts::part_of;
pub use selection::{Part, UseCounts, Uses, shipped, shipped_in_full};

use std::borrow::Cow;
use std::sync::LazyLock;

/// Path relative to `runtime/`, and text; sorted by path.
static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Reads all sources, which takes some milliseconds, unless that is done already: the first build needs it.
pub fn prepare() {
    LazyLock::force(&declarations::LIBRARY);
}

/// A file as `sprag dev` serves it, by its path relative to `generated/python/`: a source, or a module that exports
/// what the sources of a part do.
pub fn readable(path: &str) -> Option<Cow<'static, str>> {
    if let Ok(index) = FILES.binary_search_by_key(&path, |&(known, _)| known) {
        return Some(FILES[index].1.into());
    }
    let (_, modules) = parts::joint().find(|(part, _)| path.strip_suffix(".js") == Some(part))?;
    let lines = modules.iter().map(|module| format!("export * from \"./{module}.js\";\n"));
    Some(lines.collect::<String>().into())
}

/// The paths of all files that [`readable`] knows.
pub fn readable_paths() -> impl Iterator<Item = Cow<'static, str>> {
    let parts = parts::joint().map(|(part, _)| format!("{part}.js").into());
    FILES.iter().map(|&(path, _)| path.into()).chain(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::script;
    use std::collections::BTreeSet;

    #[test]
    fn every_import_of_a_source_exists() {
        for &(path, text) in FILES {
            for specifier in script::specifiers(text) {
                let Some(target) = script::resolved_specifier(path, &specifier.value) else {
                    continue;
                };
                assert!(
                    readable(&target).is_some(),
                    "{path} imports {} which does not exist",
                    specifier.value
                );
            }
        }
    }

    #[test]
    fn tests_and_tools_do_not_ship() {
        assert!(
            readable_paths().all(|path| !path.contains("tests/") && !path.contains("node_modules"))
        );
    }

    #[test]
    fn a_part_of_several_sources_has_a_name_that_no_source_has() {
        let paths: BTreeSet<_> = readable_paths().collect();
        assert_eq!(paths.len(), readable_paths().count());
        let core = readable("core.js").unwrap();
        assert!(core.contains("export * from \"./values.js\";\n"), "{core}");
    }
}
