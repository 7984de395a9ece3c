//! The way to whoever serves: the daemon, or this process.

use crate::connect::{self, Unavailable};
use crate::failure::Failure;
use crate::print;
use daemon::dev::message::{DevCommand, DevEvent, DevRequest};
use daemon::engine::Engine;
use daemon::protocol::{self, LONGEST_REPLY, Reply, Request};
use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// Dropping it ends the serving.
pub(super) struct Link {
    heard: UnboundedReceiver<Heard>,
    commands: UnboundedSender<DevCommand>,
}

pub(super) enum Heard {
    Event(DevEvent),
    /// Whoever served is gone.
    Lost(String),
}

impl Link {
    /// Asks the daemon to serve or, without one, serves here. Runs inside a runtime.
    pub(super) fn open(
        root: &Path,
        request: DevRequest,
        with_daemon: bool,
    ) -> Result<Self, Failure> {
        if with_daemon {
            match Self::to_daemon(root, &request) {
                Ok(link) => return Ok(link),
                Err(Unavailable(reason)) => {
                    print::note(&format!("serving without the daemon: {reason}"));
                }
            }
        }
        Self::in_process(root, request)
    }

    fn to_daemon(root: &Path, request: &DevRequest) -> Result<Self, Unavailable> {
        let mut connection = connect::connect_or_start(root)?;
        connection.send(&Request::Dev(Box::new(request.clone())))?;
        let stream = connection.into_stream()?;
        let (sender, heard) = mpsc::unbounded_channel();
        let (commands, mut given) = mpsc::unbounded_channel();
        let mut writing = stream.try_clone()?;
        std::thread::spawn(move || {
            while let Some(command) = given.blocking_recv() {
                if protocol::write_frame(&mut writing, &Request::DevCommand(command)).is_err() {
                    return;
                }
            }
            // The daemon notices the end by it.
            let _ = writing.shutdown(std::net::Shutdown::Both);
        });
        std::thread::spawn(move || listen(stream, &sender));
        Ok(Self { heard, commands })
    }

    fn in_process(root: &Path, request: DevRequest) -> Result<Self, Failure> {
        let engine = Engine::start_watching(root.to_owned()).map_err(Failure::internal)?;
        let (events, mut told) = mpsc::unbounded_channel();
        let (sender, heard) = mpsc::unbounded_channel();
        let (commands, given) = mpsc::unbounded_channel();
        tokio::spawn(daemon::dev::run(engine, root.to_owned(), request, events, given));
        tokio::spawn(async move {
            while let Some(event) = told.recv().await {
                let _ = sender.send(Heard::Event(event));
            }
        });
        Ok(Self { heard, commands })
    }

    pub(super) async fn next(&mut self) -> Heard {
        let lost = || Heard::Lost("whoever served the app has ended".to_owned());
        self.heard.recv().await.unwrap_or_else(lost)
    }

    pub(super) fn send(&self, command: DevCommand) {
        // Nobody to hear it is told by the other direction.
        let _ = self.commands.send(command);
    }
}

fn listen(mut stream: UnixStream, heard: &UnboundedSender<Heard>) {
    loop {
        let said = match protocol::read_frame::<Reply>(&mut stream, LONGEST_REPLY) {
            Ok(Reply::Dev(event)) => Heard::Event(event),
            Ok(Reply::Failed { message }) => Heard::Lost(message),
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Heard::Lost("the daemon has ended; start again with: sprag dev".to_owned())
            }
            Err(error) => Heard::Lost(format!("the daemon cannot be heard: {error}")),
        };
        let is_last = matches!(said, Heard::Lost(_));
        if heard.send(said).is_err() || is_last {
            return;
        }
    }
}
