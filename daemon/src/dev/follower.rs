//! Follows a build on the engine's thread, for the loop.

use super::dashboard::Map;
use super::early::{self, Early};
use super::site::Site;
use super::specter::{Facts, SurfaceFacts};
use super::{Current, Dev};
use crate::report::Report;
use crate::session::{self, Changed, Observer};
use queries::db::BuildDatabase;
use queries::hot::{self, Update};
use queries::input::SourceFile;
use queries::surface::bundle::is_scratch;
use queries::surface::describe::app_description;
use queries::surface::output::uses_socket;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;

/// What a build has found out or done so far.
pub(super) enum Step {
    /// What changed since the sweep that was known, and the number of this one.
    Swept(Changed, u64),
    /// Pages have been told.
    Sent(Update),
    /// Pages can be told once the app's server has the new code.
    Waiting(Update),
    Made(Box<Made>),
    Map(Box<Map>),
}

/// What a build left behind for the rest of the turn.
pub(super) struct Made {
    pub(super) reports: Vec<Report>,
    pub(super) errors: usize,
    pub(super) surfaces: usize,
    /// Names of classes and files.
    pub(super) compiled: Vec<String>,
    pub(super) facts: Facts,
    /// What pages have not been told yet.
    pub(super) update: Update,
}

/// Dropped when the engine has left the build, however that ended.
pub(super) struct Follower {
    pub(super) dev: Arc<Dev>,
    /// The last sweep whose changes are known.
    pub(super) seen: u64,
    /// What changed before this build and no other has taken to its end.
    pub(super) pending: Changed,
    /// There are pages that earlier builds made.
    pub(super) is_later: bool,
    /// Someone only wants the map; with the node whose code is shown.
    pub(super) map: Option<Option<String>>,
    pub(super) steps: UnboundedSender<Step>,
    /// The assets that pages were told of before the build was done.
    pub(super) told: Vec<String>,
}

impl Follower {
    fn tell(&self, step: Step) {
        // A loop that has ended needs nothing any more.
        let _ = self.steps.send(step);
    }
}

impl Observer for Follower {
    fn seen(&self) -> Option<u64> {
        Some(self.seen)
    }

    fn swept(&mut self, changed: &Changed, sweep: u64) {
        let mut changed = changed.clone();
        let is_edit = |path: &String| !is_scratch(path) && !self.dev.specter.written.contains(path);
        changed.all.retain(is_edit);
        changed.added.retain(is_edit);
        self.pending.extend(changed.clone());
        self.tell(Step::Swept(changed, sweep));
    }

    fn parsed(&mut self, db: &BuildDatabase, edited: Option<&[SourceFile]>) {
        if let Some(focus) = &self.map {
            self.tell(Step::Map(Box::new(Map::of(db, focus.as_deref()))));
        } else if self.is_later && !self.pending.all.is_empty() {
            // What an earlier build took in is not yet in the facts of this one. Other files are in none.
            let is_edited = |path: &String| {
                !path.ends_with(".py")
                    || edited
                        .is_some_and(|files| files.iter().any(|file| **file.path(db) == **path))
            };
            let edited = edited.filter(|_| self.pending.all.iter().all(is_edited));
            let site = self.dev.current().site.clone();
            // Where more than edited files counts, it has to be known first which outputs there are.
            let assets = edited.map(|_| other_files(&site, &self.dev.root, &self.pending).assets);
            drop(site);
            let assets = assets.unwrap_or_default();
            let Some(early) = early::send(&self.dev, db, &self.pending.all, edited, &assets) else {
                return;
            };
            self.told = assets;
            match early {
                Early::Sent(update) => {
                    let seq = update.seq;
                    self.tell(Step::Sent(update));
                    self.dev.pages.give_head_start(seq);
                }
                Early::Waiting(update) => self.tell(Step::Waiting(update)),
            }
        }
    }

    fn made(&mut self, made: &session::Made<'_>) {
        if let Some(focus) = &self.map {
            return self.tell(Step::Map(Box::new(Map::of(made.db, focus.as_deref()))));
        }
        let (before, held) = {
            let current = self.dev.current();
            (current.site.clone(), current.held.clone())
        };
        let site = Site::new(made, self.dev.kind(), &self.dev.root, &before);
        let facts = facts(made, &site);
        let now = hot::fingerprints(made.db, &held);
        let difference = hot::Difference::between(&held, &now);
        let mut others = other_files(&site, &self.dev.root, &self.pending);
        others.assets.retain(|asset| !self.told.contains(asset));
        let update = hot::plan(&difference, &now, &others);
        *self.dev.current() = Current {
            site: Arc::new(site),
            surfaces: facts.surfaces.iter().map(|surface| surface.path.clone()).collect(),
            held: Arc::new(now),
        };
        self.tell(Step::Made(Box::new(Made {
            reports: made.reports.to_vec(),
            errors: made.reports.iter().filter(|report| report.is_error()).count(),
            surfaces: made.summary.surfaces,
            compiled: made.summary.executed.iter().filter_map(|query| compiled(query)).collect(),
            facts,
            update,
        })));
    }
}

/// Files of the save that are no code.
fn other_files(site: &Site, root: &Path, changed: &Changed) -> hot::Saved {
    let mut saved = hot::Saved::default();
    for path in changed.all.iter().filter(|path| !path.ends_with(".py")) {
        match site.copies_of(&root.join(path)) {
            paths if paths.is_empty() => saved.content.push(path.clone()),
            paths => saved.assets.extend(paths),
        }
    }
    saved
}

/// What the app's server has to know of the build.
fn facts(made: &session::Made<'_>, site: &Site) -> Facts {
    let scripts = site.paths().filter(|path| path.starts_with("surfaces/"));
    let app = app_description(made.db);
    let surfaces = app.surfaces.iter().flat_map(|surface| {
        let socket = uses_socket(made.db, surface);
        surface.entries.iter().map(move |entry| SurfaceFacts {
            pattern: surface.pattern.clone(),
            path: entry.path.clone(),
            socket,
        })
    });
    Facts {
        scripts: scripts.map(|path| format!("/{path}")).collect(),
        surfaces: surfaces.collect(),
    }
}

/// The class or file that a query compiled.
fn compiled(query: &str) -> Option<String> {
    let inside = query.strip_prefix("class_js(").or_else(|| query.strip_prefix("shared_js("))?;
    let inside = inside.trim_end_matches(')');
    Some(inside.rsplit(':').next().unwrap_or(inside).to_owned())
}
