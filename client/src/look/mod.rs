//! Commands that show an app: its routes, its classes, its names as types, whether it can be built.
//!
//! All ask for one [`Survey`] and print a part of it, for people or as JSON.

pub(crate) mod doctor;
pub(crate) mod inspect;
pub(crate) mod routes;
pub(crate) mod types;

use crate::arguments::Common;
use crate::build::{self, Built};
use crate::connect::{self, Unavailable};
use crate::failure::Failure;
use crate::print;
use crate::project::Project;
use daemon::engine::Engine;
use daemon::protocol::{BuildRequest, Reply, Request};
use daemon::survey::surveyed;
use queries::artifact::BuildKind;
use queries::survey::Survey;
use std::path::Path;
use std::sync::mpsc;

/// An app, and what is wrong with it.
pub(crate) struct Looked {
    pub(crate) survey: Survey,
    pub(crate) built: Built,
}

/// Checks the app, through the daemon if there may be one, and surveys it.
pub(crate) fn look(
    project: &Project,
    common: &Common,
    target: Option<&str>,
) -> Result<Looked, Failure> {
    let output = project.root.join("dist");
    let request = build::request(project, common, BuildKind::Full, output, false)?;
    if build::is_alone(common) {
        return in_process(&project.root, request, common, target);
    }
    match through_daemon(&project.root, &request, common, target) {
        Ok(looked) => looked,
        Err(Unavailable(reason)) => {
            print::note(&format!("looking without the daemon: {reason}"));
            in_process(&project.root, request, common, target)
        }
    }
}

fn through_daemon(
    root: &Path,
    request: &BuildRequest,
    common: &Common,
    target: Option<&str>,
) -> Result<Result<Looked, Failure>, Unavailable> {
    let mut connection = connect::connect_or_start(root)?;
    let build = Box::new(request.clone());
    connection.send(&Request::Survey { build, target: target.map(str::to_owned) })?;
    let mut answer = Answer::new(common);
    loop {
        match answer.take(connection.next()?) {
            // The daemon failed, not the app: it may lack what this process has.
            Some(Err(Failure::Internal(message))) => return Err(Unavailable(message)),
            Some(end) => return Ok(end),
            None => {}
        }
    }
}

fn in_process(
    root: &Path,
    request: BuildRequest,
    common: &Common,
    target: Option<&str>,
) -> Result<Looked, Failure> {
    let engine = Engine::start(root.to_owned()).map_err(Failure::internal)?;
    let (sender, receiver) = mpsc::channel();
    let listen = Box::new(move |reply| drop(sender.send(reply)));
    let (listen, surveyor) = surveyed(listen, target.map(str::to_owned));
    let _interest = engine.submit_observed(request, listen, surveyor);
    let mut answer = Answer::new(common);
    for reply in receiver {
        if let Some(end) = answer.take(reply) {
            return end;
        }
    }
    Err(Failure::internal("the build ended without a result"))
}

/// The replies of a build with a survey.
struct Answer {
    replies: build::Replies,
    survey: Option<Survey>,
}

impl Answer {
    fn new(common: &Common) -> Self {
        Self { replies: build::Replies::new(common.progress()), survey: None }
    }

    fn take(&mut self, reply: Reply) -> Option<Result<Looked, Failure>> {
        if let Reply::Survey(survey) = reply {
            self.survey = Some(*survey);
            return None;
        }
        let end = self.replies.take(reply)?;
        Some(end.and_then(|built| match self.survey.take() {
            Some(survey) => Ok(Looked { survey, built }),
            None => Err(Failure::internal("the build ended without a survey")),
        }))
    }
}

impl Looked {
    /// Says on standard error that what is shown may not be all of it.
    fn note_problems(&self) {
        if self.built.summary.errors > 0
            && let Some(problems) = build::problems(&self.built.reports)
        {
            print::note(&format!("{problems}: `sprag check` shows them"));
        }
    }
}

fn comma_list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { "(none)".to_owned() } else { names.join(", ") }
}

fn shown_place(place: &queries::survey::Place) -> String {
    match place.line {
        Some(line) => format!("{}:{line}", place.path),
        None => place.path.clone(),
    }
}
