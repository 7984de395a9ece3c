//! What the app's Python says of the app and of its surfaces, and the graph being told.

use super::interpreter::Interpreter;
use super::{BuildError, Session, Surroundings};
use crate::protocol::{BuildRequest, Phase, RenderedPage, Summary};
use crate::worker::{Seen, WorkerError};
use queries::change::Change;
use queries::project::ProjectChange;
use queries::render::{Problem, RenderChange, RenderedSurface};
use std::collections::BTreeSet;

/// What the app's Python had to say.
#[derive(Default)]
pub(super) struct Rendering {
    /// Something else than the last time, and not only of these surfaces.
    pub(super) is_new: bool,
    /// The surfaces whose documents alone are others.
    pub(super) repainted: Vec<RenderedSurface>,
    /// What is wrong with the interpreter itself.
    pub(super) unusable: Option<Problem>,
}

impl Rendering {
    /// Whether the next build, which asks again, will not be told the same.
    pub(super) fn is_news(&self) -> bool {
        self.is_new || !self.repainted.is_empty()
    }
}

impl Session {
    /// Asks the app's Python and tells the graph.
    pub(super) fn render(
        &mut self,
        request: &BuildRequest,
        summary: &mut Summary,
        around: &mut Surroundings<'_>,
    ) -> Result<Rendering, BuildError> {
        if !request.prerender {
            return self.unrendered(around);
        }
        let (total, mut done) = (self.surfaces, 0);
        around.progress(Phase::Render, done, total);
        let cancellation = around.cancellation;
        let mut begins = |phase: &str| {
            if phase.starts_with("route:") || phase.starts_with("mount:") {
                done += 1;
                around.progress(Phase::Render, done.min(total), total);
            }
        };
        let mut change = Change::default();
        let changed: BTreeSet<&str> = self.changed.all.iter().map(String::as_str).collect();
        let (vfs, is_stirred) = (&self.vfs, self.is_stirred || !self.is_rendered);
        let seen = Seen {
            changed: (!is_stirred).then_some(&changed),
            is_watched: &|path| vfs.is_watched(path),
        };
        let asked = Interpreter::of(
            self.interpreter.take(),
            self.vfs.root(),
            &request.python,
            cancellation,
        )
        .and_then(|interpreter| {
            let interpreter = self.interpreter.insert(interpreter);
            let answer = interpreter.ask(request, &seen, cancellation, &mut begins)?;
            Ok((interpreter.framework_files(is_stirred), answer))
        });
        let mut rendering = Rendering::default();
        match asked {
            Ok((framework, answer)) => {
                summary.surfaces = answer.entries.len();
                self.surfaces = summary.surfaces;
                summary.rendered.extend(answer.rendered.iter().map(|(key, reason)| RenderedPage {
                    path: key.path.clone(),
                    reason: reason.to_string(),
                }));
                summary.executed.extend(answer.rendered.iter().map(|(key, reason)| {
                    format!("render({} {}): {reason}", key.kind.as_str(), key.path)
                }));
                ProjectChange { framework, ..Default::default() }.add_to(&mut change);
                if !answer.is_repeated || is_stirred {
                    let told = RenderChange { app: answer.app, entries: answer.entries };
                    let repainted = told.repainted(&self.db).filter(|_| !is_stirred);
                    rendering.is_new = repainted.is_none();
                    rendering.repainted = repainted.unwrap_or_default();
                    told.add_to(&mut change);
                }
            }
            Err(WorkerError::Unusable(problem)) => {
                RenderChange::default().add_to(&mut change);
                rendering.is_new = true;
                rendering.unusable = Some(*problem);
            }
            Err(WorkerError::Cancelled) => return Err(BuildError::Cancelled),
            Err(error) => {
                self.interpreter = None;
                return Err(BuildError::Worker(error));
            }
        };
        self.is_rendered = true;
        if rendering.is_new || !rendering.repainted.is_empty() {
            self.db.set(change);
        }
        if rendering.is_new {
            self.reach_anew(around)?;
        }
        Ok(rendering)
    }

    /// Forgets what the app's Python said: nobody asks it of the sources as they are now.
    fn unrendered(&mut self, around: &mut Surroundings<'_>) -> Result<Rendering, BuildError> {
        let is_new = std::mem::take(&mut self.is_rendered);
        if is_new {
            let mut change = Change::default();
            RenderChange::default().add_to(&mut change);
            let framework = Some(BTreeSet::new());
            ProjectChange { framework, ..Default::default() }.add_to(&mut change);
            self.db.set(change);
            self.reach_anew(around)?;
        }
        Ok(Rendering { is_new, ..Default::default() })
    }

    /// Finds what browsers get after Python has said something else. If that is stopped, the next build will not be
    /// told again that it did.
    fn reach_anew(&mut self, around: &mut Surroundings<'_>) -> Result<(), BuildError> {
        let reached = self.reach(around);
        self.is_stirred |= reached.is_err();
        reached
    }
}
