//! The interpreter that servers of the app are forked from, for `sprag dev`.
//!
//! It is another process than the one that builds: a server starts while a build renders. Servers
//! talk to the daemon by sockets of their own, so nothing is ever read from this process.

use super::WorkerError;
use super::process::{Opened, end_closed, installation_times, message_frame};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

#[derive(Debug)]
pub(crate) struct Servers {
    opened: Opened,
    installed: Vec<Option<SystemTime>>,
}

impl Servers {
    /// Starts the interpreter and imports the framework.
    ///
    /// # Errors
    /// The interpreter cannot be used.
    pub(crate) fn start(python: &Path) -> Result<Self, WorkerError> {
        let opened = Opened::start(python, "serving", &|| false)?;
        let installed = installation_times(&opened.environment);
        Ok(Self { opened, installed })
    }

    /// False once the process has ended, or packages were installed that it may have imported.
    pub(crate) fn is_usable(&mut self) -> bool {
        matches!(self.opened.child.try_wait(), Ok(None)) && self.is_current()
    }

    /// Whether the environment is the one that this interpreter found.
    pub(crate) fn is_current(&self) -> bool {
        installation_times(&self.opened.environment) == self.installed
    }

    /// Asks for a server, see `daemon/worker/serving.py`.
    ///
    /// # Errors
    /// The process is gone.
    pub(crate) fn fork(&mut self, request: &impl Serialize) -> io::Result<()> {
        let stdin = self.opened.stdin.as_mut();
        let stdin = stdin.ok_or_else(|| io::Error::other("its input is closed"))?;
        stdin.write_all(&message_frame(request)?)?;
        stdin.flush()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.opened.stdin = None;
        end_closed(&mut self.opened.child);
    }
}
