//! The files of `queries/runtime/`, which ship as `generated/python/`, and what each imports.

use crate::surface::script;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Path relative to `runtime/`, and text; sorted by path.
static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The runtime files that each runtime file imports. Computed from constants only.
static IMPORTS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let imports = |&(path, text): &(&'static str, &'static str)| (path, imported(path, text));
    FILES.iter().map(imports).collect()
});

/// The text of a runtime file, by its path relative to `generated/python/`: `text.js`, `std/math.js`.
pub fn text(path: &str) -> Option<&'static str> {
    position(path).map(|index| FILES[index].1)
}

/// All paths, sorted.
pub fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|&(path, _)| path)
}

/// `roots` and everything they import, directly or not. Roots that do not exist are left out.
pub fn closure<'a>(roots: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&'static str> = roots.into_iter().filter_map(known).collect();
    while let Some(path) = waiting.pop() {
        if found.insert(path) {
            waiting.extend(IMPORTS.get(path).into_iter().flatten());
        }
    }
    found
}

fn position(path: &str) -> Option<usize> {
    FILES.binary_search_by_key(&path, |&(known, _)| known).ok()
}

fn known(path: &str) -> Option<&'static str> {
    position(path).map(|index| FILES[index].0)
}

fn imported(path: &str, text: &str) -> Vec<&'static str> {
    let resolve =
        |specifier: script::Specifier| known(&script::resolved_specifier(path, &specifier.value)?);
    script::specifiers(text).into_iter().filter_map(resolve).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_import_of_a_runtime_file_exists() {
        for &(path, text) in FILES {
            for specifier in script::specifiers(text) {
                let Some(target) = script::resolved_specifier(path, &specifier.value) else {
                    continue;
                };
                assert!(
                    known(&target).is_some(),
                    "{path} imports {} which does not exist",
                    specifier.value
                );
            }
        }
    }

    #[test]
    fn the_closure_of_a_file_is_closed_and_holds_it() {
        for path in paths() {
            let all = closure([path]);
            assert!(all.contains(path));
            assert_eq!(closure(all.iter().copied()), all);
        }
    }

    #[test]
    fn tests_and_tools_do_not_ship() {
        assert!(paths().all(|path| !path.contains("tests/") && !path.contains("node_modules")));
    }
}
