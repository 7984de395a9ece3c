//! What a session knows of its outputs: whether they still are what the last build left, and which of
//! them a build has to write.

use super::last::Last;
use super::{Interpreter, Session};
use crate::protocol::BuildRequest;
use crate::publish::{self, Edition, Outdated, PublishError, Published, Source};
use crate::stamp::Stamp;
use crate::vfs::{Sweep, Told};
use queries::artifact::{Content, Made};
use queries::surface::output::made_text;
use queries::surface::patch::Patch;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

type Sources = BTreeMap<Arc<str>, Source>;

impl Session {
    /// What is known of outputs and other files beside the sources holds as far as the watch says.
    pub(super) fn doubt(&mut self, told: Option<&Told>) {
        match told {
            Some(told) => {
                for path in &told.paths {
                    // What happens to a folder as a whole ends its watch.
                    self.vfs.cover(&self.hashes.folders_at(path));
                    self.hashes.doubt(path);
                }
            }
            None => self.hashes.doubt_all(),
        }
        for path in self.vfs.elusive_files() {
            self.hashes.distrust(&self.vfs.root().join(path.as_ref()));
        }
    }

    /// Whether more happened than that source files changed.
    pub(super) fn is_stirring(&self, told: &Told) -> bool {
        let framework = self.interpreter.as_ref().and_then(Interpreter::framework);
        let is_in_framework = |path: &PathBuf| framework.is_some_and(|f| path.starts_with(f));
        told.is_stirred || told.paths.iter().any(is_in_framework)
    }

    /// Whether a build would give what the last one gave: nothing changed that it depends on, and its
    /// outputs are as it left them.
    pub(super) fn repeats(&mut self, last: &Last, request: &BuildRequest, sweep: &Sweep) -> bool {
        let vfs = &self.vfs;
        !self.is_stirred
            && self.changed.all.is_empty()
            && sweep.is_empty()
            && sweep.unreadable == last.unreadable
            && last.request.is_for_the_same(request)
            && self.hashes.are_intact()
            && self.are_own_files_intact()
            && (!request.prerender
                || self.interpreter.as_mut().is_some_and(|interpreter| {
                    interpreter.holds(request, &|path| vfs.is_watched(path))
                }))
    }

    fn are_outputs_intact(&self, output: &Path) -> bool {
        !self.hashes.have_lost_below(output) && self.are_own_files_intact()
    }

    fn are_own_files_intact(&self) -> bool {
        self.own_files.iter().all(|(path, known)| stamp(path) == *known)
    }

    /// From now on the watch tells of changes of everything that the build wrote or copied; `false`
    /// if it cannot.
    pub(super) fn vouch(&mut self, last: &Last) -> bool {
        if !self.vfs.is_watching() {
            return false;
        }
        if !last.request.publish {
            return true;
        }
        let records = publish::records(self.vfs.root());
        let own = publish::own_files(&last.request.output, &records);
        self.own_files = own.into_iter().map(|path| (path.clone(), stamp(&path))).collect();
        if let Some(replaced) = &last.replaced {
            return self.vouch_replaced(last, replaced);
        }
        let outputs: Vec<PathBuf> =
            last.build.artifacts.paths().map(|path| last.request.output.join(path)).collect();
        let copied = self.framework_files();
        let all = outputs.iter().chain(&copied);
        let folders: BTreeSet<&Path> = all.filter_map(|path| path.parent()).collect();
        let folders: Vec<PathBuf> = folders.into_iter().map(Path::to_owned).collect();
        if !self.vfs.cover(&folders) {
            return false;
        }
        self.hashes.forget_losses();
        // Of the framework's files only some are copied, and only those were ever looked at.
        for path in &copied {
            self.hashes.vouch(path);
        }
        last.build.artifacts.iter().all(|artifact| self.vouch_source(&artifact.content))
            && outputs.iter().all(|path| self.hashes.vouch(path))
    }

    pub(super) fn framework_files(&self) -> Vec<PathBuf> {
        let framework = self.interpreter.as_ref().and_then(Interpreter::framework);
        let names = queries::project::Project::get(&self.db).framework(&self.db);
        let paths = |folder: &Path| names.iter().map(|name| folder.join(name.as_str())).collect();
        framework.map(paths).unwrap_or_default()
    }

    /// As [`Session::vouch`] after a build that looked only at these files, all others being vouched for.
    fn vouch_replaced(&mut self, last: &Last, replaced: &[Arc<str>]) -> bool {
        self.hashes.forget_losses();
        replaced.iter().all(|path| {
            let content = last.build.artifacts.get(path).cloned();
            content.is_some_and(|content| self.vouch_source(&content))
                && self.hashes.vouch(&last.request.output.join(path.as_ref()))
        })
    }

    /// Whether the watch tells of changes of what an output is copied from, if it is.
    fn vouch_source(&mut self, content: &Content) -> bool {
        let Content::Project(path) = content else { return true };
        let path = self.vfs.root().join(path.as_ref());
        self.vfs.is_watched(&path) && self.hashes.vouch(&path)
    }

    /// Writes what differs. `patch` is what did in outputs that are as the last build left them, and
    /// `before` is that build, if nothing but source files changed since. `basis` is what had been published before
    /// the sources were read.
    pub(super) fn publish(
        &mut self,
        last: &mut Last,
        patch: Option<&Patch>,
        before: Option<&Last>,
        basis: Option<Edition>,
    ) -> Result<Published, PublishError> {
        let records = publish::records(self.vfs.root());
        let output = last.request.output.clone();
        let patched = patch.filter(|_| self.are_outputs_intact(&output));
        let changed = match patched {
            Some(patch) => self.sources(patch),
            None => before.and_then(|before| self.differences(last, before)),
        };
        if let Some(changed) = changed
            && let Some(published) = publish::replace(
                &output,
                &records,
                basis,
                &changed,
                last.build.artifacts.len(),
                &mut self.hashes,
                &mut self.places,
            )?
        {
            last.replaced = Some(changed.into_keys().collect());
            return Ok(published);
        }
        let is_last_good = |path: &str| last.is_last_good(path);
        let is_all = last.is_complete() && last.request.prerender;
        let outdated = if is_all { Outdated::Remove } else { Outdated::Keep(&is_last_good) };
        let wanted: Sources = (last.build.artifacts)
            .iter()
            .filter_map(|artifact| {
                let source = match artifact.content {
                    Content::Made(made) => Source::Made(made),
                    other => self.source(other)?,
                };
                Some((artifact.path, source))
            })
            .collect();
        let text_of = |made: &Made| made_text(&self.db, made);
        publish::publish(&output, &records, basis, &wanted, outdated, &text_of, &mut self.hashes)
    }

    /// The outputs whose content differs from the last build's, if that is the only difference and all
    /// outputs are as it left them.
    fn differences(&self, now: &Last, before: &Last) -> Option<Sources> {
        let are_comparable = before.request.is_for_the_same(&now.request)
            && before.is_complete()
            && now.is_complete()
            && self.broken.is_empty()
            && before.build.artifacts.len() == now.build.artifacts.len()
            && self.are_outputs_intact(&now.request.output);
        if !are_comparable {
            return None;
        }
        let mut changed = Sources::new();
        for (old, new) in before.build.artifacts.iter().zip(now.build.artifacts.iter()) {
            if old.path != new.path {
                return None;
            }
            let is_same = match (&old.content, &new.content) {
                (Content::Text(old), Content::Text(new)) => Arc::ptr_eq(old, new) || old == new,
                (Content::Project(old), Content::Project(new)) => {
                    old == new && !self.hashes.has_lost(&self.vfs.root().join(new.as_ref()))
                }
                (old, new) => old == new,
            };
            if !is_same {
                changed.insert(new.path, self.source(new.content)?);
            }
        }
        Some(changed)
    }

    /// What an output is written from now.
    pub(super) fn source(&self, content: Content) -> Option<Source> {
        let root = self.vfs.root();
        match content {
            Content::Text(text) => Some(Source::Text(text)),
            Content::Made(made) => made_text(&self.db, &made).map(Source::Text),
            // A server cannot import what does not parse.
            Content::Project(path) if self.broken.contains_key(&path) => {
                self.parsed_text(&path).map(Source::Text)
            }
            Content::Project(path) => Some(Source::Copy(root.join(path.as_ref()))),
            Content::Framework(path) => {
                let framework = self.interpreter.as_ref().and_then(Interpreter::framework)?;
                Some(Source::Copy(framework.join(path.as_ref())))
            }
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::symlink_metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}
