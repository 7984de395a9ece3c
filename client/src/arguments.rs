//! The command line.

use crate::editor::Editor;
use crate::print::Format;
use crate::reports::{FailLevel, OutputFormat};
use clap::{Args, ColorChoice, Parser, Subcommand};
use queries::artifact::BuildKind;
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// Builds SPRAG apps: Python in, ES modules and a servable folder out.
#[derive(Debug, Parser)]
#[command(name = "sprag", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// When to use colours; `auto` also asks NO_COLOR and TERM
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the app: a server and its web root, or `static` for the web root alone
    Build(Build),
    /// Report the problems of the app without writing any output
    Check(Check),
    /// Tell the daemon that files were saved, wait for their build and report their problems
    Hook(Hook),
    /// Build now and after every change, with a line at the begin and the end of each build
    Watch(Watch),
    /// Serve the app while it is being written: every save shows in the open pages
    Dev(Dev),
    /// List pages and mounts with their classes, actions and stores
    Routes(Look),
    /// Show a page or a browser class: what it uses, its JavaScript beside its Python, sizes
    Inspect(Inspect),
    /// Write the names of the app as Python types, for editors and type checkers
    Types(Look),
    /// Say whether the app can be built here, and what to type if it cannot
    Doctor(Look),
    /// Say why something was rebuilt, or was not, by the last builds
    Why(Why),
    /// Print or write a configuration for an editor, or for hooks of commits
    Editor(EditorArguments),
    /// Say what the project's daemon is doing; never starts one
    Status(StatusLook),
    /// Look at, stop or restart the project's daemon
    Daemon {
        #[command(subcommand)]
        verb: DaemonVerb,
    },
    /// Say what a diagnostic code means and what to do; without a code, list all
    Explain(Explain),
    /// Print a completion script for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// `new`, `add` and `pack` are the framework's
    #[command(external_subcommand)]
    Framework(Vec<OsString>),
    /// The daemon itself, started by the other commands
    #[command(name = "__daemon", hide = true)]
    Serve {
        #[arg(long)]
        root: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// `static` for a build without a server, and the project folder, in any order
    #[arg(value_name = "static|DIR", num_args = 0..=2)]
    words: Vec<PathBuf>,
    /// Where the result goes, relative to the project folder
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub(crate) output: PathBuf,
    /// Build the browser's code alone; pages and everything else stay as they are
    #[arg(long)]
    pub(crate) no_prerender: bool,
    /// List what was compiled again and why
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Dev {
    /// `static` for the files alone, below a prefix, and the project folder, in any order
    #[arg(value_name = "static|DIR", num_args = 0..=2)]
    words: Vec<PathBuf>,
    /// Where to listen; 0 takes any port that is free
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    pub(crate) port: u16,
    /// The address to listen on; others than this machine can reach it only if this is not loopback
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    pub(crate) host: IpAddr,
    /// Open a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Options of the framework's program that change nothing here
    #[arg(long, hide = true)]
    interval: Option<f64>,
    #[arg(long, hide = true)]
    server_mode: Option<String>,
    #[arg(long, hide = true)]
    output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The project folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The project folder [default: the current one]
    #[arg(long, value_name = "DIR")]
    pub(crate) project_root: Option<PathBuf>,
    /// The app, where it is not app:app
    #[arg(long, value_name = "MODULE:ATTR")]
    pub(crate) app: Option<String>,
    /// The Python that runs the app, by path or by name
    #[arg(long, value_name = "PYTHON")]
    pub(crate) python: Option<PathBuf>,
    /// How problems are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "full")]
    output_format: OutputFormat,
    /// Short for --output-format jsonlines
    #[arg(long, conflicts_with = "output_format")]
    json: bool,
    /// From which severity on problems make the exit status 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "error")]
    pub(crate) fail_level: FailLevel,
    /// Do the work in this process
    #[arg(long)]
    pub(crate) no_daemon: bool,
    /// Never install anything: fail if the framework is missing
    #[arg(long)]
    pub(crate) no_install: bool,
}

/// For editors, `make`, pre-commit and agents. What the daemon built last is built again; if it has
/// built nothing yet, the project is checked and nothing is written. Files of no project are nobody's
/// problem.
#[derive(Debug, Args)]
pub(crate) struct Hook {
    /// The files; each project among them is built once
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Return at once and always with success; a daemon that runs builds in the background
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// The app, where it is not app:app
    #[arg(long, value_name = "MODULE:ATTR")]
    app: Option<String>,
    /// The Python that runs the app, by path or by name
    #[arg(long, value_name = "PYTHON")]
    python: Option<PathBuf>,
    /// How problems are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "concise")]
    output_format: OutputFormat,
    /// From which severity on problems make the exit status 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "error")]
    fail_level: FailLevel,
    /// Do the work in this process
    #[arg(long)]
    no_daemon: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EditorArguments {
    #[arg(value_enum, value_name = "EDITOR")]
    pub(crate) editor: Editor,
    /// Write the file into the project instead of printing it; one that is there stays
    #[arg(long)]
    pub(crate) write: bool,
    /// The project folder [default: the current one]
    #[arg(long, value_name = "DIR")]
    pub(crate) project_root: Option<PathBuf>,
}

/// Takes what `sprag build` takes.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// Report problems without writing any output
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) build: Build,
}

/// Which app to look at.
#[derive(Debug, Args)]
pub(crate) struct Look {
    /// The project folder [default: the current one]
    #[arg(long, value_name = "DIR")]
    pub(crate) project_root: Option<PathBuf>,
    /// The app, where it is not app:app
    #[arg(long, value_name = "MODULE:ATTR")]
    app: Option<String>,
    /// The Python that runs the app, by path or by name
    #[arg(long, value_name = "PYTHON")]
    python: Option<PathBuf>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// Do the work in this process
    #[arg(long)]
    no_daemon: bool,
    /// Never install anything: fail if the framework is missing
    #[arg(long)]
    no_install: bool,
    /// Options of the framework's program that change nothing here
    #[arg(long, hide = true)]
    output: Option<PathBuf>,
    #[arg(long, hide = true)]
    verbose: bool,
    #[arg(long, hide = true)]
    rebuild: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A path such as /news, or the name of a browser class
    #[arg(value_name = "PATH|CLASS")]
    pub(crate) target: String,
    /// Leave out the texts, list only the files
    #[arg(long)]
    pub(crate) open_files: bool,
    #[command(flatten)]
    pub(crate) look: Look,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// A browser class, a path such as /news, or a project file; without it, the last build
    #[arg(value_name = "CLASS|ROUTE|FILE")]
    pub(crate) target: Option<String>,
    /// The project folder [default: the current one]
    #[arg(long, value_name = "DIR")]
    pub(crate) project_root: Option<PathBuf>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DaemonLook {
    /// The project folder [default: the current one]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[arg(long, value_name = "DIR", conflicts_with = "folder")]
    pub(crate) project_root: Option<PathBuf>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatusLook {
    #[command(flatten)]
    pub(crate) look: DaemonLook,
    /// Say what the daemon's memory is used for, query by query
    #[arg(long)]
    pub(crate) memory: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DaemonVerb {
    /// Say what the daemon is doing
    Status(StatusLook),
    /// End the daemon
    Stop(DaemonLook),
    /// End the daemon and start a new one
    Restart(DaemonLook),
    /// Print the daemon's log
    Logs(Logs),
    /// Compare the daemon and the outputs with a clean build; takes what `sprag build` takes
    Audit(Build),
}

#[derive(Debug, Args)]
pub(crate) struct Logs {
    #[command(flatten)]
    pub(crate) look: DaemonLook,
    /// Go on with what the daemon writes
    #[arg(short, long)]
    pub(crate) follow: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as SPR101, or its word
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

impl Build {
    /// What to build, and the project folder if the words name one.
    pub(crate) fn target(&self) -> Result<(BuildKind, Option<PathBuf>), String> {
        target(&self.words)
    }
}

impl Dev {
    /// What to serve, and the project folder if the words name one.
    pub(crate) fn target(&self) -> Result<(BuildKind, Option<PathBuf>), String> {
        target(&self.words)
    }
}

fn target(words: &[PathBuf]) -> Result<(BuildKind, Option<PathBuf>), String> {
    let is_static = |word: &&PathBuf| word.as_os_str() == "static";
    let folders: Vec<&PathBuf> = words.iter().filter(|word| !is_static(word)).collect();
    let kind = match words.iter().filter(is_static).count() {
        0 => BuildKind::Full,
        _ => BuildKind::Static,
    };
    match folders.as_slice() {
        [] => Ok((kind, None)),
        [folder] => Ok((kind, Some((*folder).clone()))),
        [_, second, ..] => Err(format!("unexpected argument '{}'", second.display())),
    }
}

/// An address, or the name that everyone has for their own machine.
fn address(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        _ => text.parse().map_err(|_| "this is no address, such as 127.0.0.1".to_owned()),
    }
}

impl Common {
    pub(crate) fn output_format(&self) -> OutputFormat {
        if self.json { OutputFormat::JsonLines } else { self.output_format }
    }

    /// How progress is shown: not at all beside what other programs read.
    pub(crate) fn progress(&self) -> Format {
        match self.output_format() {
            OutputFormat::Full => Format::Text,
            _ => Format::Json,
        }
    }
}

impl Hook {
    /// As other commands have it. A save never installs anything.
    pub(crate) fn common(&self) -> Common {
        Common {
            project_root: None,
            app: self.app.clone(),
            python: self.python.clone(),
            output_format: self.output_format,
            json: false,
            fail_level: self.fail_level,
            no_daemon: self.no_daemon,
            no_install: true,
        }
    }
}

impl Look {
    /// What a build of the app takes.
    pub(crate) fn common(&self) -> Common {
        Common {
            project_root: self.project_root.clone(),
            app: self.app.clone(),
            python: self.python.clone(),
            output_format: OutputFormat::Concise,
            json: self.json,
            fail_level: FailLevel::Error,
            no_daemon: self.no_daemon,
            no_install: self.no_install,
        }
    }
}

impl DaemonLook {
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.folder.clone().or_else(|| self.project_root.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(words: &[&str]) -> Result<(BuildKind, Option<PathBuf>), String> {
        let line = ["sprag", "build"].iter().chain(words);
        match Arguments::try_parse_from(line).unwrap().command {
            Command::Build(build) => build.target(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn static_and_the_folder_come_in_any_order() {
        let folder = || Some(PathBuf::from("app"));
        assert_eq!(target(&["app"]), Ok((BuildKind::Full, folder())));
        assert_eq!(target(&["static", "app"]), Ok((BuildKind::Static, folder())));
        assert_eq!(target(&["app", "static"]), Ok((BuildKind::Static, folder())));
        assert_eq!(target(&["static"]), Ok((BuildKind::Static, None)));
        assert!(target(&["one", "two"]).is_err());
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
