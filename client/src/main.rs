//! `sprag`: the command line. Finds or starts the project's daemon, asks it, prints what it says.
//!
//! The same program is the daemon (`__daemon`), so the two can never differ in version.

mod arguments;
mod audit;
mod build;
mod connect;
mod daemon_command;
mod environment;
mod explain;
mod failure;
mod log;
mod print;
mod progress;
mod project;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::{CLEAN, Failure, WRONG};
use print::Format;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (result, format) = match &arguments.command {
        Command::Build(build) => (build::build(build), format(build.common.json)),
        Command::Check(check) => (build::check(check), format(check.common.json)),
        Command::Status(look) => (daemon_command::status(look), format(look.json)),
        Command::Daemon { verb } => (daemon_command::run(verb), Format::Text),
        Command::Explain(arguments) => (explain::run(arguments), format(arguments.json)),
        Command::Serve { root } => return serve(root),
    };
    ExitCode::from(result.unwrap_or_else(|failure| fail(&failure, format)))
}

fn format(json: bool) -> Format {
    if json { Format::Json } else { Format::Text }
}

fn fail(failure: &Failure, format: Format) -> u8 {
    match failure {
        Failure::Problem(report) => print::report(report, format),
        Failure::Usage(message) | Failure::Internal(message) => {
            print::note(&format!("error: {message}"));
        }
    }
    failure.exit_status()
}

fn serve(root: &std::path::Path) -> ExitCode {
    let served = daemon::server::detach()
        .map_err(daemon::server::ServerError::Io)
        .and_then(|()| daemon::server::serve(root));
    match served {
        Ok(()) => ExitCode::from(CLEAN),
        Err(error) => {
            print::note(&format!("error: {error}"));
            ExitCode::from(WRONG)
        }
    }
}
