//! `spragd`: all commands. Finds or starts the project's daemon, asks it, prints what it says.
//!
//! The same program is the daemon (`__daemon`), so the two can never differ in version. People type `sprag`
//! (`bin/sprag/`), which becomes this program unless it can tell by itself.

mod arguments;
mod audit;
mod build;
mod connect;
mod daemon_command;
mod dev;
mod editor;
mod environment;
mod explain;
mod failure;
mod framework_cli;
mod hook;
mod log;
mod look;
mod print;
mod progress;
mod project;
mod reports;
mod watch;
mod why;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use client::replay::{Handover, typed};
use daemon::failpoint;
use failure::{CLEAN, Failure, WRONG};
use reports::{OutputFormat, Stream};
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    failpoint::reach("client-whole");
    let line: Vec<OsString> = std::env::args_os().skip(1).collect();
    connect::go_on_with(Handover::take(&line));
    let name = [OsString::from("sprag")];
    let arguments = Arguments::parse_from(name.iter().chain(typed(&line)));
    colors(arguments.color).write_global();
    let (result, format) = match &arguments.command {
        Command::Build(build) => (build::build(build), build.common.output_format()),
        Command::Check(check) => (build::check(check), check.common.output_format()),
        Command::Editor(editor) => (editor::run(editor), OutputFormat::Full),
        Command::Hook(hook) => (Ok(hook::run(hook)), OutputFormat::Concise),
        Command::Watch(watch) => (watch::run(watch), watch.build.common.output_format()),
        Command::Dev(dev) => (dev::dev(dev), dev.common.output_format()),
        Command::Routes(look) => (look::routes::run(look), format(look.json)),
        Command::Inspect(inspect) => (look::inspect::run(inspect), format(inspect.look.json)),
        Command::Types(look) => (look::types::run(look), format(look.json)),
        Command::Doctor(look) => (look::doctor::run(look), format(look.json)),
        Command::Why(arguments) => (why::run(arguments), format(arguments.json)),
        Command::Completions { shell } => (complete(*shell), OutputFormat::Full),
        Command::Framework(words) => {
            (Err(framework_cli::run(words, &own_commands())), OutputFormat::Full)
        }
        Command::Status(status) => (daemon_command::status(status), format(status.look.json)),
        Command::Daemon { verb } => (daemon_command::run(verb), OutputFormat::Full),
        Command::Explain(arguments) => (explain::run(arguments), format(arguments.json)),
        Command::Serve { root } => return serve(root),
    };
    ExitCode::from(result.unwrap_or_else(|failure| fail(&failure, format)))
}

fn complete(shell: clap_complete::Shell) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "sprag", &mut script);
    print::result(String::from_utf8_lossy(&script).trim_end());
    Ok(CLEAN)
}

fn own_commands() -> Vec<String> {
    let command = Arguments::command();
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    shown.map(|command| command.get_name().to_owned()).collect()
}

fn colors(choice: clap::ColorChoice) -> anstream::ColorChoice {
    match choice {
        clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

fn format(json: bool) -> OutputFormat {
    if json { OutputFormat::JsonLines } else { OutputFormat::Full }
}

fn fail(failure: &Failure, format: OutputFormat) -> u8 {
    match failure {
        Failure::Problem(report) | Failure::Settings(report) => {
            let reports = std::slice::from_ref(&**report);
            reports::print(reports, format, Path::new(""), Stream::Error);
        }
        Failure::Usage(message) | Failure::Internal(message) => {
            print::note(&format!("error: {message}"));
        }
    }
    failure.exit_status()
}

fn serve(root: &Path) -> ExitCode {
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
