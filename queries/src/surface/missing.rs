//! What a build lacks because its source has errors: the outputs whose last good version stays.
//!
//! Every other output that a build does not have is one that nothing asks for any more, and goes, even
//! while there are errors elsewhere.

use super::declare::{app_decl, declarations};
use super::describe::{app_description, is_answered};
use super::entry::entry_path;
use super::output::page_document;
use super::reach::needed_items;
use super::routing;
use crate::artifact::BuildKind;
use crate::db::Db;
use crate::emit::{class_outline, class_source, shared_outline};
use crate::input::SourceTree;
use crate::items::ItemKind;
use crate::lower::ImportSource;
use crate::render::{Renderings, SurfaceKind};
use std::collections::BTreeSet;

/// Outputs that are missing because of errors. Paths are relative to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    web_root: &'static str,
    paths: BTreeSet<String>,
    /// Surfaces of which no concrete path is known.
    patterns: BTreeSet<(SurfaceKind, String)>,
    /// It cannot be told what is missing.
    anything: bool,
}

impl Missing {
    /// Whether the output at this path is one of them.
    pub fn covers(&self, path: &str) -> bool {
        if self.anything || self.paths.contains(path) {
            return true;
        }
        let Some(path) = path.strip_prefix(self.web_root) else { return false };
        self.patterns.iter().any(|(kind, pattern)| is_of_surface(*kind, pattern, path))
    }
}

/// Whether a file of the web root can be the document or the entry of a surface.
fn is_of_surface(kind: SurfaceKind, pattern: &str, file: &str) -> bool {
    if file.starts_with("surfaces/") {
        // The name of an entry does not tell its path.
        return routing::is_dynamic(pattern) || file == entry_path(kind, pattern);
    }
    file.strip_suffix("index.html")
        .is_some_and(|folder| routing::matched(pattern, folder).is_some())
}

/// What a build of this kind lacks.
pub fn missing(db: &dyn Db, kind: BuildKind) -> Missing {
    let mut paths = BTreeSet::new();
    for source in failed_scripts(db) {
        let path = source.path();
        paths.insert(format!("{}{path}", kind.web_root()));
        paths.insert(format!("{}{path}.map", kind.web_root()));
    }
    let surfaces = Renderings::get(db).surfaces(db);
    for (key, rendered) in surfaces.iter() {
        if !matches!(page_document(db, *rendered, kind), Ok(Some(_))) {
            paths.insert(format!("{}{}", kind.web_root(), routing::document(&key.path)));
        }
    }
    let entries = surfaces.values().map(|rendered| rendered.entry(db));
    let rendered: BTreeSet<(SurfaceKind, &str)> =
        entries.map(|entry| (entry.kind, entry.pattern.as_str())).collect();
    let described = &app_description(db).surfaces;
    let patterns = described
        .iter()
        .filter(|surface| !rendered.contains(&(surface.kind, surface.pattern.as_str())))
        .map(|surface| (surface.kind, surface.pattern.clone()))
        .collect();
    Missing { web_root: kind.web_root(), paths, patterns, anything: is_untellable(db) }
}

/// The scripts of classes and shared code that do not compile.
fn failed_scripts(db: &dyn Db) -> BTreeSet<ImportSource> {
    let mut failed = BTreeSet::new();
    for &item in needed_items(db) {
        match class_source(db, item) {
            Some(source) if class_outline(db, item).is_none() => {
                failed.insert(source);
            }
            None if item.kind(db) != ItemKind::Import
                && shared_outline(db, item.file(db)).is_none() =>
            {
                failed.insert(ImportSource::Shared(item.file(db).module(db).clone()));
            }
            _ => {}
        }
    }
    failed
}

/// Whether there may be surfaces and classes of which neither syntax nor the run could tell.
fn is_untellable(db: &dyn Db) -> bool {
    let never_parsed = SourceTree::get(db)
        .modules(db)
        .values()
        .any(|file| file.syntax_error(db).is_some() && file.source(db).is_empty());
    let is_computed = || {
        let paths = declarations(db).surfaces.iter();
        !app_decl(db).decl.computed.is_empty()
            || paths.clone().any(|surface| surface.computed.contains("path"))
    };
    never_parsed || (!is_answered(db) && is_computed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(patterns: &[(SurfaceKind, &str)]) -> Missing {
        let patterns = patterns.iter().map(|(kind, pattern)| (*kind, (*pattern).to_owned()));
        Missing { web_root: "public/", patterns: patterns.collect(), ..Missing::default() }
    }

    #[test]
    fn a_surface_that_was_not_rendered_covers_its_document_and_entry_and_no_other() {
        let missing = missing(&[(SurfaceKind::Route, "/about")]);
        assert!(missing.covers("public/about/index.html"));
        assert!(missing.covers("public/surfaces/route__about.js"));
        for other in ["about/index.html", "public/index.html", "public/surfaces/mount__about.js"] {
            assert!(!missing.covers(other), "{other}");
        }
    }

    #[test]
    fn a_dynamic_surface_covers_every_document_that_could_be_its() {
        let missing = missing(&[(SurfaceKind::Route, "/notes/[id]")]);
        assert!(missing.covers("public/notes/7/index.html"));
        assert!(missing.covers("public/surfaces/route__notes_7.js"));
        assert!(!missing.covers("public/notes/index.html"));
        assert!(!missing.covers("public/generated/components/Card.js"));
    }
}
