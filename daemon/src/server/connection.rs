//! One client's connection. Whatever a client does, only its own connection suffers.

use super::{Shared, lock};
use crate::memory;
use crate::protocol::{
    Greeting, HEARTBEAT, HELLO_PATIENCE, Hello, LONGEST_REQUEST, Memory, Reply, Request, Saved,
    VERSION,
};
use crate::state_dir;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

/// A client that does not read for so long is disconnected.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// How long a started request frame may take to arrive.
pub(super) const FRAME_PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Connection {
    pub(super) read: OwnedReadHalf,
    write: OwnedWriteHalf,
    pub(super) shared: Arc<Shared>,
}

impl Connection {
    pub(super) fn new(stream: UnixStream, shared: Arc<Shared>) -> Self {
        let (read, write) = stream.into_split();
        shared.clients.fetch_add(1, Ordering::Relaxed);
        Self { read, write, shared }
    }

    pub(super) async fn serve(mut self) {
        if let Err(error) = self.converse().await
            && !is_gone(&error)
        {
            // Its text may hold a part of what was sent, which is nobody's business.
            tracing::warn!(kind = %error.kind(), "a connection failed");
        }
    }

    async fn converse(&mut self) -> io::Result<()> {
        if self.read.as_ref().peer_cred()?.uid() != state_dir::user() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "another user"));
        }
        let hello: Hello = within(HELLO_PATIENCE, self.read_frame()).await?;
        let same_build = hello.build_id == self.shared.build_id;
        let (pid, version) = (std::process::id(), VERSION.to_owned());
        let greeting = if same_build {
            Greeting::Welcome { pid, version }
        } else {
            Greeting::OtherBuild { pid, version }
        };
        // Who does not wait for an answer may have gone already, and has left its request.
        let _ = self.send(&greeting).await;
        loop {
            let first = self.read.read_u8().await?;
            let request: Request = within(FRAME_PATIENCE, self.read_frame_from(first)).await?;
            if let Some(Err(message)) =
                request.build().map(|build| build.stays_within(&self.shared.root))
            {
                self.send(&Reply::Failed { message }).await?;
                continue;
            }
            match request {
                Request::Status => {
                    let status = self.shared.status();
                    self.send(&Reply::Status(status)).await?;
                }
                Request::Memory if same_build => {
                    let engine = self.shared.engine.clone();
                    let queries = self.alive_during(engine.memory()).await?;
                    let held = memory::held();
                    let resident = memory::resident();
                    let memory = Memory { resident, used: held.used, free: held.free, queries };
                    self.send(&Reply::Memory(memory)).await?;
                }
                Request::Stop { reason } => return self.stop(&reason).await,
                Request::Build(request) if same_build => {
                    // To look for problems in between changes nothing about what is wanted.
                    if request.publish || self.shared.last_build().is_none() {
                        self.shared.remember(&request);
                    }
                    self.answer(*request).await?;
                }
                Request::Saved(Saved { paths, wait }) if same_build => {
                    self.saved(paths, wait).await?
                }
                Request::Watch(request) if same_build => {
                    self.shared.remember(&request);
                    return self.watch(*request).await;
                }
                Request::Dev(request) if same_build => {
                    self.shared.remember(&request.build);
                    self.dev(*request).await?;
                }
                // One that came too late.
                Request::DevCommand(_) => {}
                Request::Survey { build, target } if same_build => {
                    self.survey(*build, target).await?;
                }
                Request::Audit(request) if same_build => self.audit(*request).await?,
                Request::Build(_)
                | Request::Memory
                | Request::Audit(_)
                | Request::Saved(_)
                | Request::Watch(_)
                | Request::Dev(_)
                | Request::Survey { .. } => {
                    let message = "this daemon is of another version".to_owned();
                    self.send(&Reply::Failed { message }).await?;
                }
            }
            self.shared.touch();
        }
    }

    /// Waits for the client to go away: it says nothing while it waits for replies.
    pub(super) async fn end(&mut self) {
        let mut byte = [0];
        // Whether it says something or fails, it is no client to go on with.
        let _ = self.read.read(&mut byte).await;
    }

    /// Waits for this, and tells the client all the while that the daemon is alive.
    async fn alive_during<T>(&mut self, work: impl Future<Output = T>) -> io::Result<T> {
        let mut work = std::pin::pin!(work);
        loop {
            match tokio::time::timeout(HEARTBEAT, &mut work).await {
                Ok(done) => return Ok(done),
                Err(_) => self.beat().await?,
            }
        }
    }

    /// Tells the client that the daemon is alive. Who does not read need not know.
    pub(super) async fn beat(&mut self) -> io::Result<()> {
        let mut frame = Vec::new();
        crate::protocol::write_frame(&mut frame, &Reply::Alive)?;
        match self.write.try_write(&frame) {
            Ok(written) => within(WRITE_PATIENCE, self.write.write_all(&frame[written..])).await,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Replies only once a successor could start.
    async fn stop(&mut self, reason: &str) -> io::Result<()> {
        tracing::info!(reason, "asked to stop");
        let mut closed = self.shared.closed.subscribe();
        *lock(&self.shared.stop_reason) = reason.to_owned();
        self.shared.stop.notify_one();
        closed.wait_for(|closed| *closed).await.map_err(io::Error::other)?;
        self.send(&Reply::Stopped).await
    }

    async fn read_frame<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        let first = self.read.read_u8().await?;
        self.read_frame_from(first).await
    }

    /// The frame whose first byte has been read. Waiting for that byte, unlike for the rest, can be
    /// given up.
    pub(super) async fn read_frame_from<T: DeserializeOwned>(
        &mut self,
        first: u8,
    ) -> io::Result<T> {
        let mut length = [first, 0, 0, 0];
        self.read.read_exact(&mut length[1..]).await?;
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST_REQUEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
        }
        let mut body = vec![0; length];
        self.read.read_exact(&mut body).await?;
        Ok(serde_json::from_slice(&body)?)
    }

    pub(super) async fn send(&mut self, message: &impl Serialize) -> io::Result<()> {
        let mut frame = Vec::new();
        crate::protocol::write_frame(&mut frame, message)?;
        within(WRITE_PATIENCE, self.write.write_all(&frame)).await
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shared.clients.fetch_sub(1, Ordering::Relaxed);
        self.shared.touch();
    }
}

/// Whether the client has gone away, as it may: most do when they know enough.
fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | BrokenPipe | ConnectionReset)
}

pub(super) async fn within<T>(
    patience: Duration,
    work: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    tokio::time::timeout(patience, work).await.map_err(|_| io::ErrorKind::TimedOut)?
}
