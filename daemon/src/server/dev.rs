//! A client that has the app served: what happens goes one way, keys the other.

use super::connection::{Connection, FRAME_PATIENCE, within};
use crate::dev::message::{DevCommand, DevEvent, DevRequest};
use crate::protocol::{Reply, Request};
use std::io;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

impl Connection {
    /// Serves the app until the client says so or goes away, and returns when nothing is left of it.
    pub(super) async fn dev(&mut self, request: DevRequest) -> io::Result<()> {
        let (events, mut told) = mpsc::unbounded_channel();
        let (commands, heard) = mpsc::unbounded_channel();
        let (engine, root) = (self.shared.engine.clone(), self.shared.root.clone());
        let serving = tokio::spawn(crate::dev::run(engine, root, request, events, heard));
        let result = self.converse_dev(&mut told, commands).await;
        let _ = serving.await;
        result
    }

    async fn converse_dev(
        &mut self,
        told: &mut mpsc::UnboundedReceiver<DevEvent>,
        commands: mpsc::UnboundedSender<DevCommand>,
    ) -> io::Result<()> {
        loop {
            tokio::select! {
                event = told.recv() => {
                    let Some(event) = event else { return Err(io::ErrorKind::BrokenPipe.into()) };
                    let is_last = matches!(event, DevEvent::Ended { .. });
                    self.send(&Reply::Dev(event)).await?;
                    if is_last {
                        return Ok(());
                    }
                }
                first = self.read.read_u8() => {
                    let frame = self.read_frame_from(first?);
                    if let Request::DevCommand(command) = within(FRAME_PATIENCE, frame).await? {
                        let _ = commands.send(command);
                    }
                }
            }
        }
    }
}
