//! Building after every change.

use super::Engine;
use crate::protocol::{BuildRequest, Reply};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::sync::watch::error::RecvError;
use tokio::time::Instant;

/// Several files that are saved together are one change: it is over when nothing more happens for so
/// long.
const QUIET: Duration = Duration::from_millis(10);

/// Where something always happens, a change is over after this time.
const LONGEST_CHANGE: Duration = Duration::from_millis(100);

/// Waits for a change and for its end.
///
/// # Errors
/// The engine has ended.
pub async fn next_change(changes: &mut Receiver<u64>) -> Result<(), RecvError> {
    changes.changed().await?;
    let deadline = Instant::now() + LONGEST_CHANGE;
    loop {
        let quiet = (Instant::now() + QUIET).min(deadline);
        match tokio::time::timeout_at(quiet, changes.changed()).await {
            Ok(changed) if Instant::now() < deadline => changed?,
            _ => return Ok(()),
        }
    }
}

/// Builds now and after every change in this process, until `reply` breaks off. Each build begins
/// with [`Reply::Begun`].
///
/// # Errors
/// The system has no thread left, or none of its means to wait.
pub fn watch(
    root: &Path,
    request: &BuildRequest,
    mut reply: impl FnMut(Reply) -> ControlFlow<()>,
) -> io::Result<()> {
    let engine = Engine::start_watching(root.to_owned())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut changes = engine.changes();
    loop {
        changes.borrow_and_update();
        if reply(Reply::Begun).is_break() {
            return Ok(());
        }
        let (sender, replies) = channel();
        let listen = Box::new(move |reply| drop(sender.send(reply)));
        let _interest = engine.submit(request.clone(), listen);
        for next in replies {
            let is_last = next.is_last();
            if reply(next).is_break() {
                return Ok(());
            }
            if is_last {
                break;
            }
        }
        runtime.block_on(next_change(&mut changes)).map_err(io::Error::other)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn many_events_are_one_change() {
        let (sender, mut changes) = tokio::sync::watch::channel(0);
        let writer = async {
            for event in 1..=5 {
                sender.send_replace(event);
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let (_, changed) = tokio::join!(writer, next_change(&mut changes));
        changed.unwrap();
        assert!(!changes.has_changed().unwrap());
    }
}
