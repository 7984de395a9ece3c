//! What the system allows the daemon: not what it happened to allow the shell that started it.
//!
//! A daemon builds for everybody of its user, so a limit that somebody set for one command must not reach
//! the builds of others. What can be raised is raised; a shell whose limits last starts no daemon.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Limits that end or spoil builds, as shells call them. Only a client can decide about them: they cannot
/// be raised above what is called their hard value.
const SPOILING: [(Resource, &str); 4] = [
    (Resource::Fsize, "the size of files (`ulimit -f`)"),
    (Resource::Cpu, "processor time (`ulimit -t`)"),
    (Resource::Data, "memory (`ulimit -d`)"),
    (Resource::As, "memory (`ulimit -v`)"),
];

/// What a program may usually have: as many open files as `select` can wait for, which the app may use, and
/// as much stack as its recursion counts on.
const USUAL: [(Resource, u64); 2] = [(Resource::Nofile, 1024), (Resource::Stack, 8 << 20)];

/// What a daemon that this process starts would be limited in for as long as it lives.
pub fn lasting() -> Option<&'static str> {
    let lasts = |(resource, _): &&(Resource, &str)| getrlimit(*resource).maximum.is_some();
    SPOILING.iter().find(lasts).map(|(_, words)| *words)
}

/// Raises the limits of this process as far as that helps and is allowed.
pub(crate) fn raise() {
    for (resource, _) in SPOILING {
        raise_to(resource, None);
    }
    for (resource, usual) in USUAL {
        raise_to(resource, Some(usual));
    }
}

/// `None` is without limit.
fn raise_to(resource: Resource, wanted: Option<u64>) {
    let Rlimit { current, maximum } = getrlimit(resource);
    let reachable = least(wanted, maximum);
    if least(current, reachable) != reachable {
        // What cannot be raised is as it would be without a daemon.
        let _ = setrlimit(resource, Rlimit { current: reachable, maximum });
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (limit, None) | (None, limit) => limit,
    }
}
