//! A build after edits of which nothing but the edited files can tell: bodies of methods, comments, blank
//! lines, and files that are only copied. It is the build before, with what these files alone give it, and with the documents of the surfaces
//! that were rendered anew, however large the project is.
//!
//! What may not be patched is built as a whole; both give the same (`tests/incremental.rs`).

use super::output::{Build, FileModules, file_modules, page_document};
use super::problem::codes;
use super::routing;
use super::weight::is_heavy;
use crate::artifact::{BuildKind, Content};
use crate::db::Db;
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::SourceFile;
use crate::interface::file_interface;
use crate::python_runtime::UseCounts;
use crate::render::RenderedSurface;
use crate::settings::settings;
use crate::suppress::reported_diagnostics;
use crate::syntax::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files that are about to change, as they are before.
pub struct Edited {
    files: Vec<Before>,
    /// Outputs that are copies of other changed files: stylesheets, images, data.
    copies: Vec<Arc<str>>,
}

struct Before {
    file: SourceFile,
    interface: Digest,
    modules: FileModules,
}

/// What edits made of a build.
#[derive(Debug)]
pub struct Patch {
    /// Outputs with another content, by path in the output folder.
    pub changed: BTreeMap<Arc<str>, Content>,
    /// What all files use of the browser runtime then.
    uses: UseCounts,
}

impl Edited {
    /// The files before they change; `None` if `build`, the last one, is none that could be patched then.
    pub fn new(
        db: &dyn Db,
        build: &Build,
        files: impl IntoIterator<Item = SourceFile>,
    ) -> Option<Self> {
        let files: BTreeSet<SourceFile> = files.into_iter().collect();
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path(db).as_str()).collect();
        // Positions in these files may change; sizes of surfaces do.
        let is_settled = build.diagnostics.iter().all(|found| is_about_others(found, &paths));
        if !is_settled || settings(db).budget.is_some() {
            return None;
        }
        let before = |file| Before {
            file,
            interface: file_interface(db, file),
            modules: file_modules(db, file).clone(),
        };
        Some(Self { files: files.into_iter().map(before).collect(), copies: Vec::new() })
    }

    /// The same where these files, of which the graph knows the paths alone, change too.
    #[must_use]
    pub fn with_copied(mut self, build: &Build, sources: &BTreeSet<Arc<str>>) -> Self {
        if !sources.is_empty() {
            let copies = build.artifacts.iter().filter(
                |artifact| matches!(&artifact.content, Content::Project(path) if sources.contains(path)),
            );
            self.copies = copies.map(|artifact| artifact.path).collect();
        }
        self
    }

    /// The same with what changed before: of files that changed twice, the first state counts.
    #[must_use]
    pub fn since(mut self, earlier: Option<Self>) -> Self {
        let Some(mut earlier) = earlier else { return self };
        self.files.retain(|file| earlier.files.iter().all(|known| known.file != file.file));
        self.copies.retain(|path| !earlier.copies.contains(path));
        earlier.files.append(&mut self.files);
        earlier.copies.append(&mut self.copies);
        earlier
    }

    pub fn files(&self) -> impl Iterator<Item = SourceFile> {
        self.files.iter().map(|before| before.file)
    }

    /// Whether, now that they have changed, nothing but the files themselves can tell.
    pub fn is_inside(&self, db: &dyn Db) -> bool {
        self.files.iter().all(|before| {
            before.file.syntax_error(db).is_none()
                && file_interface(db, before.file) == before.interface
        })
    }

    /// What they make of the build before, with surfaces that were [repainted](crate::render::RenderChange::repainted);
    /// `None` if it takes a whole build to tell.
    pub fn patch(
        &self,
        db: &dyn Db,
        build: &Build,
        kind: BuildKind,
        repainted: &[RenderedSurface],
    ) -> Option<Patch> {
        let mut patch = Patch { changed: BTreeMap::new(), uses: build.uses.clone() };
        for before in &self.files {
            patch.add_modules(db, before, kind)?;
            let source = before.file.path(db).as_str();
            if let Some(copy @ Content::Project(copied)) = build.artifacts.get(source)
                && **copied == *source
            {
                patch.changed.insert(source.into(), copy.clone());
            }
        }
        for path in &self.copies {
            patch.changed.insert(path.clone(), build.artifacts.get(path)?.clone());
        }
        for &surface in repainted {
            patch.add_document(db, surface, build, kind)?;
        }
        Some(patch)
    }
}

impl Patch {
    fn add_document(
        &mut self,
        db: &dyn Db,
        surface: RenderedSurface,
        build: &Build,
        kind: BuildKind,
    ) -> Option<()> {
        let was_heavy = build.diagnostics.iter().any(|found| found.code == codes::HEAVY_DATA);
        let Ok(Some(text)) = page_document(db, surface, kind) else { return None };
        if was_heavy || is_heavy(surface.entry(db)) {
            return None;
        }
        let document = routing::document(&surface.entry(db).path);
        let path = format!("{}{document}", kind.web_root());
        match build.artifacts.get(&path)? {
            Content::Text(before) if before == text => {}
            Content::Text(_) => {
                self.changed.insert(path.into(), Content::Text(Arc::clone(text)));
            }
            // A file of `public/` stands there.
            Content::Made(_) | Content::Project(_) | Content::Framework(_) => {}
        }
        Some(())
    }

    fn add_modules(&mut self, db: &dyn Db, before: &Before, kind: BuildKind) -> Option<()> {
        let now = file_modules(db, before.file);
        // What all files use of the runtime is what is shipped of it.
        let are_alike = self.uses.outlive(&before.modules.uses, &now.uses)
            && now.texts.len() == before.modules.texts.len()
            && reported_diagnostics(db, before.file).is_empty();
        if !are_alike {
            return None;
        }
        for ((path, made), (old_path, old)) in now.texts.iter().zip(&before.modules.texts) {
            if path != old_path {
                return None;
            }
            if made != old {
                let path = format!("{}{path}", kind.web_root());
                self.changed.insert(path.into(), Content::Made(*made));
            }
        }
        self.uses.replace(&before.modules.uses, &now.uses);
        Some(())
    }

    /// Makes the build before the one after.
    pub fn apply(&self, build: &mut Build) {
        build.uses = self.uses.clone();
        for (path, content) in &self.changed {
            build.artifacts.put(Arc::clone(path), content.clone());
        }
    }
}

/// Whether a diagnostic is no error, and speaks of none of these files.
fn is_about_others(diagnostic: &Diagnostic, paths: &BTreeSet<&str>) -> bool {
    let mut places = std::iter::once(&diagnostic.path)
        .chain(diagnostic.related.iter().map(|related| &related.path));
    diagnostic.severity != Severity::Error && places.all(|path| !paths.contains(path.as_str()))
}
