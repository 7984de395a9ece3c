//! `sprag watch`: the results of builds without end, between lines that problem matchers know.

use crate::arguments::Watch;
use crate::build::{self, Built, Replies};
use crate::connect::{self, Unavailable};
use crate::failure::{CLEAN, Failure};
use crate::print::{self, Format};
use crate::project::Project;
use crate::reports::{self, OutputFormat, Stream};
use daemon::engine;
use daemon::protocol::{BuildRequest, Reply, Request, Summary};
use serde::Serialize;
use std::ops::ControlFlow;

/// Ends when nobody reads any more.
pub(crate) fn run(arguments: &Watch) -> Result<u8, Failure> {
    let (kind, folder) = arguments.build.target().map_err(Failure::Usage)?;
    let common = &arguments.build.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.output(&arguments.build.output)?;
    let request = BuildRequest {
        prerender: !arguments.build.no_prerender,
        ..build::request(&project, common, kind, output, !arguments.check)?
    };
    let mut stream = Results::new(&project, common.output_format());
    if !build::is_alone(common) {
        loop {
            let before = stream.builds;
            match through_daemon(&project, &request, &mut stream) {
                Ok(()) => return Ok(CLEAN),
                // It was stopped or replaced: there will be another.
                Err(_) if stream.builds > before => {}
                Err(Unavailable(reason)) => {
                    print::note(&format!("building without the daemon: {reason}"));
                    connect::free_output(&project.root, &request.output);
                    break;
                }
            }
        }
    }
    engine::watch(&project.root, &request, |reply| stream.take(reply))
        .map_err(Failure::internal)?;
    Ok(CLEAN)
}

fn through_daemon(
    project: &Project,
    request: &BuildRequest,
    stream: &mut Results<'_>,
) -> Result<(), Unavailable> {
    let mut connection = connect::connect_or_start(&project.root)?;
    connection.send(&Request::Watch(Box::new(request.clone())))?;
    let mut is_building = true;
    loop {
        let reply = if is_building { connection.next() } else { connection.next_at_rest() }?;
        is_building = !reply.is_last();
        match reply {
            Reply::Stopping { reason } => return Err(Unavailable(reason)),
            reply => {
                if stream.take(reply).is_break() {
                    return Ok(());
                }
            }
        }
    }
}

/// Prints builds as their replies come.
struct Results<'a> {
    project: &'a Project,
    format: OutputFormat,
    replies: Replies,
    /// Builds that ended.
    builds: usize,
}

/// The line after a build in JSON.
#[derive(Serialize)]
struct Ended<'a> {
    ok: bool,
    summary: &'a Summary,
}

/// The same after a failure of our own.
#[derive(Serialize)]
struct Broken<'a> {
    ok: bool,
    message: &'a str,
}

#[derive(Serialize)]
struct Begun {}

impl<'a> Results<'a> {
    fn new(project: &'a Project, format: OutputFormat) -> Self {
        Self { project, format, replies: Replies::new(Format::Json), builds: 0 }
    }

    fn take(&mut self, reply: Reply) -> ControlFlow<()> {
        if matches!(reply, Reply::Begun) {
            return self.show(print::json_line("build_start", &Begun {}), "[sprag] build start");
        }
        match self.replies.take(reply) {
            None => ControlFlow::Continue(()),
            Some(Ok(built)) => {
                self.builds += 1;
                self.ended(&built)
            }
            Some(Err(failure)) => {
                self.builds += 1;
                let message = failure.message();
                let line = format!("[sprag] build failed: {message}");
                self.show(print::json_line("build_end", &Broken { ok: false, message }), &line)
            }
        }
    }

    fn ended(&mut self, Built { summary, reports, .. }: &Built) -> ControlFlow<()> {
        reports::print(reports, self.format, &self.project.root, Stream::Output);
        let ok = summary.errors == 0;
        let problems = build::problems(reports).unwrap_or("no problems".to_owned());
        let verdict = if ok { "ok" } else { "failed" };
        let line = format!("[sprag] build {verdict} in {} ms: {problems}", summary.milliseconds);
        self.show(print::json_line("build_end", &Ended { ok, summary }), &line)
    }

    /// Prints a line; the end if nobody reads it.
    fn show(&self, json: Option<String>, text: &str) -> ControlFlow<()> {
        let line = match self.format {
            OutputFormat::JsonLines => json.unwrap_or_default(),
            _ => text.to_owned(),
        };
        match print::result_if_read(&line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}
