//! `sprag status` and `sprag daemon …`. Only `restart` starts a daemon.

use crate::arguments::{DaemonLook, DaemonVerb, StatusLook};
use crate::audit;
use crate::connect::{self, Connection, Found, Limited, Unavailable};
use crate::failure::{CLEAN, Failure};
use crate::log;
use crate::print;
use crate::project::Project;
use daemon::protocol::{Memory, Reply, Request, State, Status};
use queries::memory::MemoryUse;
use serde::Serialize;

pub(crate) fn run(verb: &DaemonVerb) -> Result<u8, Failure> {
    match verb {
        DaemonVerb::Status(look) => status(look),
        DaemonVerb::Stop(look) => stop(look),
        DaemonVerb::Restart(look) => restart(look),
        DaemonVerb::Logs(arguments) => log::run(arguments),
        DaemonVerb::Audit(arguments) => audit::run(arguments),
    }
}

#[derive(Serialize)]
struct Running {
    running: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

pub(crate) fn status(arguments: &StatusLook) -> Result<u8, Failure> {
    let look = &arguments.look;
    let project = open(look)?;
    if arguments.memory {
        return memory(look, &project);
    }
    let status = match connect::find(&project.root).map_err(unavailable)? {
        Some(connection) => match connection.ask(&Request::Status).map_err(Failure::internal)? {
            Reply::Status(status) => Some(status),
            other => return Err(Failure::internal(format!("unexpected reply {other:?}"))),
        },
        None => None,
    };
    if look.json {
        print::json("status", &Running { running: status.is_some(), status });
    } else {
        print::result(
            &status.map_or("no daemon is running".to_owned(), |status| sentence(&status)),
        );
    }
    Ok(CLEAN)
}

#[derive(Serialize)]
struct Measured {
    running: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    memory: Option<Memory>,
}

fn memory(look: &DaemonLook, project: &Project) -> Result<u8, Failure> {
    let memory = match connect::find(&project.root).map_err(unavailable)? {
        Some(connection) => Some(measured(connection).map_err(unavailable)?),
        None => None,
    };
    if look.json {
        print::json("memory", &Measured { running: memory.is_some(), memory });
    } else {
        let none = || "no daemon is running".to_owned();
        print::result(&memory.map_or_else(none, |memory| table(&memory)));
    }
    Ok(CLEAN)
}

fn measured(mut connection: Connection) -> Result<Memory, Unavailable> {
    connection.send(&Request::Memory)?;
    loop {
        match connection.next()? {
            Reply::Memory(memory) => return Ok(memory),
            Reply::Failed { message } => return Err(Unavailable(message)),
            // A large graph takes a while.
            _ => {}
        }
    }
}

/// What has less than this, in bytes, goes into one line with its like.
const SMALL: usize = 64 << 10;

fn table(memory: &Memory) -> String {
    let Memory { resident, used, free, .. } = *memory;
    let mut text = format!(
        "{} MB resident: {} MB in use, {} MB free between them, the rest is the program\n",
        resident >> 20,
        used >> 20,
        free >> 20
    );
    let Some(queries) = &memory.queries else {
        text.push_str("what for is known when the running build has ended");
        return text;
    };
    text.push_str(&format!("\n{:>10} {:>10}  query\n", "KB", "values"));
    let size = |row: &MemoryUse| row.bytes + row.heap;
    let mut line = |bytes: usize, values: usize, name: &str| {
        text.push_str(&format!("{:>10} {values:>10}  {name}\n", bytes.div_ceil(1024)));
    };
    let (large, small): (Vec<_>, Vec<_>) = queries.iter().partition(|row| size(row) >= SMALL);
    for row in large {
        line(size(row), row.values, &row.name);
    }
    let sum = |of: fn(&MemoryUse) -> usize| small.iter().map(|row| of(row)).sum::<usize>();
    line(sum(|row| row.bytes + row.heap), sum(|row| row.values), "all others");
    let together = queries.iter().map(size).sum();
    line(together, queries.iter().map(|row| row.values).sum(), "together");
    let besides = usize::try_from(used).unwrap_or(0).saturating_sub(together);
    text.push_str(&format!("{:>10} {:>10}  in use besides", besides.div_ceil(1024), ""));
    text.trim_end().to_owned()
}

fn sentence(status: &Status) -> String {
    let doing = match status.state {
        State::Idle => "idle".to_owned(),
        State::Building { since } => format!("building for {since} ms"),
        State::Stopping => "stopping".to_owned(),
    };
    format!(
        "{doing}: pid {}, version {}, {} builds, {} MB, up {} s",
        status.pid,
        status.version,
        status.builds,
        status.memory >> 20,
        status.uptime / 1000,
    )
}

fn stop(look: &DaemonLook) -> Result<u8, Failure> {
    let project = open(look)?;
    let message = match end(&project, "sprag daemon stop")? {
        Some(Ended::Stopped(pid)) => format!("stopped the daemon (pid {pid})"),
        Some(Ended::Killed(pid)) => format!("killed the daemon (pid {pid}), which did not answer"),
        None => "no daemon is running".to_owned(),
    };
    say(look, "stop", message);
    Ok(CLEAN)
}

/// How a daemon ended, and which.
enum Ended {
    Stopped(u32),
    Killed(u32),
}

/// Ends the daemon if there is one: by asking it, or where it does not answer by force.
fn end(project: &Project, reason: &str) -> Result<Option<Ended>, Failure> {
    let silent = match connect::look(&project.root).map_err(unavailable)? {
        Found::Nobody => return Ok(None),
        Found::Silent(silent) => silent,
        Found::Connected(connection) => {
            let silent = connection.silent();
            if is_stopped(connection, reason)? {
                return Ok(Some(Ended::Stopped(silent.pid)));
            }
            silent
        }
    };
    silent.end().map_err(unavailable)?;
    Ok(Some(Ended::Killed(silent.pid)))
}

/// Asks a daemon to stop and waits until it has; `false` if it does not answer.
fn is_stopped(connection: Connection, reason: &str) -> Result<bool, Failure> {
    use std::io::ErrorKind::{TimedOut, UnexpectedEof, WouldBlock};
    match connection.ask::<Reply>(&Request::Stop { reason: reason.to_owned() }) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            // One that ends without a farewell has ended all the same.
            UnexpectedEof => Ok(true),
            TimedOut | WouldBlock => Ok(false),
            _ => Err(Failure::internal(error)),
        },
    }
}

fn restart(look: &DaemonLook) -> Result<u8, Failure> {
    let project = open(look)?;
    end(&project, "sprag daemon restart")?;
    connect::forgive(&project.root);
    let started = connect::connect_or_start_limited(&project.root, Limited::Accepted);
    let connection = started.map_err(unavailable)?;
    say(look, "restart", format!("started a daemon (pid {})", connection.pid));
    Ok(CLEAN)
}

fn say(look: &DaemonLook, kind: &str, message: String) {
    #[derive(Serialize)]
    struct Message {
        message: String,
    }
    if look.json { print::json(kind, &Message { message }) } else { print::result(&message) }
}

fn open(look: &DaemonLook) -> Result<Project, Failure> {
    Project::open(look.folder().as_deref(), None)
}

fn unavailable(Unavailable(reason): Unavailable) -> Failure {
    Failure::Internal(reason)
}
