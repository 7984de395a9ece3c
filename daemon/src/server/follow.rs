//! Requests that builds answer: one build, the build of a save, and builds without end.

use super::connection::Connection;
use crate::engine::Interest;
use crate::engine::watch::{Builds, bounded};
use crate::protocol::{BuildRequest, HEARTBEAT, Reply};
use crate::{audit, survey};
use std::io;
use std::path::PathBuf;
use std::pin::pin;
use tokio::sync::mpsc::Receiver;
use tokio::sync::watch;

/// Replies that may wait for a client to read them.
const LONGEST_QUEUE: usize = 1024;

impl Connection {
    /// Answers a request and passes the replies on; nobody waits for it if the client goes away.
    pub(super) async fn answer(&mut self, request: BuildRequest) -> io::Result<()> {
        let (listen, replies) = bounded(LONGEST_QUEUE);
        let interest = self.shared.engine.answer(request, listen);
        self.pass_on(replies, interest).await
    }

    /// The same by a build, whatever earlier sessions have left behind.
    pub(super) async fn build(&mut self, request: BuildRequest) -> io::Result<()> {
        let (listen, replies) = bounded(LONGEST_QUEUE);
        let interest = self.shared.engine.submit(request, listen);
        self.pass_on(replies, interest).await
    }

    /// Checks the app and says what it consists of.
    pub(super) async fn survey(
        &mut self,
        request: BuildRequest,
        target: Option<String>,
    ) -> io::Result<()> {
        let (listen, replies) = bounded(LONGEST_QUEUE);
        let (listen, surveyor) = survey::surveyed(listen, target);
        let interest = self.shared.engine.submit_observed(request, listen, surveyor);
        self.pass_on(replies, interest).await
    }

    /// Checks the app and says what is known for it.
    pub(super) async fn audit(&mut self, request: BuildRequest) -> io::Result<()> {
        let request = BuildRequest { publish: false, ..request };
        let (listen, replies) = bounded(LONGEST_QUEUE);
        let (listen, auditor) = audit::audited(listen, &self.shared.root, &request);
        let interest = self.shared.engine.submit_observed(request, listen, auditor);
        self.pass_on(replies, interest).await
    }

    async fn pass_on(
        &mut self,
        mut replies: Receiver<Reply>,
        _interest: Interest,
    ) -> io::Result<()> {
        loop {
            tokio::select! {
                // Anew after each reply: who hears those needs no sign of life.
                () = tokio::time::sleep(HEARTBEAT) => self.beat().await?,
                reply = replies.recv() => {
                    let Some(reply) = reply else { return Err(io::ErrorKind::TimedOut.into()) };
                    let is_last = reply.is_last();
                    self.send(&reply).await?;
                    if is_last {
                        return Ok(());
                    }
                }
                () = self.end() => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    /// Builds once more what was built last: now, or without the client.
    pub(super) async fn saved(&mut self, paths: Vec<PathBuf>, wait: bool) -> io::Result<()> {
        self.shared.engine.saved(paths);
        let request = self.shared.last_build();
        match request {
            Some(request) if wait => self.build(request).await,
            Some(request) => {
                self.shared.build_alone(request);
                self.send(&Reply::Noted).await
            }
            None if wait => self.send(&Reply::NothingToRepeat).await,
            None => self.send(&Reply::Noted).await,
        }
    }

    /// Builds now and after every change, until the client goes away.
    pub(super) async fn watch(&mut self, request: BuildRequest) -> io::Result<()> {
        let mut builds = Builds::new(self.shared.engine.clone(), request, LONGEST_QUEUE);
        loop {
            let reply = self.next_reply(&mut builds).await?;
            self.send(&reply).await?;
            self.shared.touch();
            if matches!(reply, Reply::Stopping { .. }) {
                return Ok(());
            }
        }
    }

    /// The next reply of builds without end, with signs of life while one runs.
    async fn next_reply(&mut self, builds: &mut Builds) -> io::Result<Reply> {
        let is_running = builds.is_running();
        let mut closed = self.shared.closed.subscribe();
        let mut next = pin!(builds.next());
        loop {
            tokio::select! {
                reply = &mut next => return reply,
                () = tokio::time::sleep(HEARTBEAT), if is_running => self.beat().await?,
                () = is_closed(&mut closed) => {
                    let reason = "it is not needed any more".to_owned();
                    return Ok(Reply::Stopping { reason });
                }
                () = self.end() => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }
}

async fn is_closed(closed: &mut watch::Receiver<bool>) {
    // An error is the end as well.
    let _ = closed.wait_for(|closed| *closed).await;
}
