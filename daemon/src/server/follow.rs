//! Requests that builds answer: one build, the build of a save, and builds without end.

use super::connection::Connection;
use crate::engine::watch::next_change;
use crate::engine::{Interest, Listen};
use crate::protocol::{BuildRequest, HEARTBEAT, Reply};
use crate::{audit, survey};
use std::io;
use std::path::PathBuf;
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::watch;

/// Replies that may wait for a client to read them.
const LONGEST_QUEUE: usize = 1024;

impl Connection {
    /// Answers a request and passes the replies on; nobody waits for it if the client goes away.
    pub(super) async fn answer(&mut self, request: BuildRequest) -> io::Result<()> {
        let (listen, replies) = bounded();
        let interest = self.shared.engine.answer(request, listen);
        self.pass_on(replies, interest).await
    }

    /// The same by a build, whatever earlier sessions have left behind.
    pub(super) async fn build(&mut self, request: BuildRequest) -> io::Result<()> {
        let (listen, replies) = bounded();
        let interest = self.shared.engine.submit(request, listen);
        self.pass_on(replies, interest).await
    }

    /// Checks the app and says what it consists of.
    pub(super) async fn survey(
        &mut self,
        request: BuildRequest,
        target: Option<String>,
    ) -> io::Result<()> {
        let (listen, replies) = bounded();
        let (listen, surveyor) = survey::surveyed(listen, target);
        let interest = self.shared.engine.submit_observed(request, listen, surveyor);
        self.pass_on(replies, interest).await
    }

    /// Checks the app and says what is known for it.
    pub(super) async fn audit(&mut self, request: BuildRequest) -> io::Result<()> {
        let request = BuildRequest { publish: false, ..request };
        let (listen, replies) = bounded();
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
        let mut changes = self.shared.engine.changes();
        let mut closed = self.shared.closed.subscribe();
        loop {
            changes.borrow_and_update();
            self.send(&Reply::Begun).await?;
            self.build(request.clone()).await?;
            self.shared.touch();
            tokio::select! {
                changed = next_change(&mut changes) => changed.map_err(io::Error::other)?,
                () = is_closed(&mut closed) => {
                    let reason = "it is not needed any more".to_owned();
                    return self.send(&Reply::Stopping { reason }).await;
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

/// Passes replies on until the queue is full; then the client gets no more, and is let go. Progress
/// alone never fills it.
fn bounded() -> (Listen, Receiver<Reply>) {
    let (sender, receiver) = mpsc::channel(LONGEST_QUEUE);
    let mut sender = Some(sender);
    let listen = move |reply| {
        let Some(open) = &sender else { return };
        if matches!(reply, Reply::Progress(_)) && open.capacity() < LONGEST_QUEUE / 2 {
            return;
        }
        if open.try_send(reply).is_err() {
            sender = None;
        }
    };
    (Box::new(listen), receiver)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Phase, Progress};

    #[test]
    fn a_client_that_does_not_read_costs_no_more_than_its_queue() {
        let (mut listen, mut replies) = bounded();
        for _ in 0..3 * LONGEST_QUEUE {
            listen(Reply::Progress(Progress { phase: Phase::Read, done: 0, total: 0 }));
        }
        assert!(replies.len() <= LONGEST_QUEUE / 2 + 1);
        for _ in 0..LONGEST_QUEUE {
            listen(Reply::Superseded);
        }
        assert_eq!(replies.len(), LONGEST_QUEUE);
        while replies.try_recv().is_ok() {}
        assert!(replies.is_closed(), "what was lost cannot be followed by more");
    }
}
