//! What the terminal and a dev server say to each other.

use crate::protocol::BuildRequest;
use crate::report::Report;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What to serve, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevRequest {
    /// Nothing is published: outputs stay in memory.
    pub build: BuildRequest,
    pub host: IpAddr,
    /// 0 picks a free one.
    pub port: u16,
}

/// What a person at the terminal asks for while the app is served. The end of the connection means
/// that nobody is there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DevCommand {
    /// Load all open pages again.
    Reload,
    /// Install the project's requirements into its environment.
    Install,
    Quit,
}

/// What happens while the app is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DevEvent {
    /// The address answers. The first build may still be running.
    Serving { url: String },
    /// The first build is done.
    Ready { surfaces: usize, milliseconds: u64 },
    /// A save has arrived on the screen, or had nowhere to go.
    Saved(Saved),
    /// Everything that is wrong now; empty once nothing is.
    Problems { reports: Vec<Report> },
    /// A line that the app's server printed.
    Output { line: String },
    /// Something else that a person should know.
    Note { text: String },
    /// Serving is over; the report says why if it was not asked for.
    Ended { report: Option<Box<Report>> },
}

/// One save, from the file to the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub seq: u64,
    /// Project files.
    pub changed: Vec<String>,
    /// Names of the classes and files that were compiled again.
    pub compiled: Vec<String>,
    /// Whether errors keep the last good code on the page.
    pub is_broken: bool,
    /// What became of the app's server, if the change concerned it.
    pub server: Option<ServerChange>,
    /// What the page did: `swap`, `reload` … ; what it was told if no page has answered.
    pub level: String,
    /// Why it was not less than that.
    pub reason: Option<String>,
    /// Pages that have answered.
    pub pages: usize,
    /// From the file's time stamp to the build, and to the first page's answer.
    pub built_ms: u64,
    pub screen_ms: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerChange {
    /// New methods were put into the running classes.
    Patched,
    /// A new server has taken over, because of this file.
    Restarted {
        because: String,
        milliseconds: u64,
        /// Files that it runs as they were when they last worked.
        without: Vec<String>,
    },
    /// The new server does not start; the last good one serves on.
    Kept { because: String },
}
