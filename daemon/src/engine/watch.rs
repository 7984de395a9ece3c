//! Building after every change: at once, and over again if more comes meanwhile.

use super::{Engine, Interest, Listen};
use crate::protocol::{BuildRequest, Reply};
use crate::watch::Rung;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::watch;
use tokio::sync::watch::error::RecvError;
use tokio::time::{Instant, timeout, timeout_at};

/// A file that is being written is waited for, but not for long: some are written without end.
const LONGEST_WRITE: Duration = Duration::from_millis(50);

/// Changes that follow each other closer than this belong together.
const QUIET: Duration = Duration::from_millis(5);

/// Where something always happens, a change is over after this time.
const LONGEST_CHANGE: Duration = Duration::from_millis(100);

/// Waits for a change. One that is whole is told at once, one that goes on when it is whole.
///
/// # Errors
/// The engine has ended.
pub(crate) async fn next_change(changes: &mut watch::Receiver<Rung>) -> Result<(), RecvError> {
    changes.changed().await?;
    written(changes).await;
    Ok(())
}

/// Waits for the end of the write that has just been told.
pub(crate) async fn written(changes: &mut watch::Receiver<Rung>) {
    let deadline = Instant::now() + LONGEST_WRITE;
    while changes.borrow_and_update().is_going_on {
        if !matches!(timeout_at(deadline, changes.changed()).await, Ok(Ok(()))) {
            return;
        }
    }
}

/// Waits for the end of changes that follow each other closely, as those of a branch switch.
pub(crate) async fn settled(changes: &mut watch::Receiver<Rung>) {
    let deadline = Instant::now() + LONGEST_CHANGE;
    while Instant::now() < deadline {
        changes.borrow_and_update();
        if !matches!(timeout(QUIET, changes.changed()).await, Ok(Ok(()))) {
            return;
        }
    }
}

/// Passes replies on until `longest` of them wait to be read; then there are no more. Progress alone
/// never fills it.
pub(crate) fn bounded(longest: usize) -> (Listen, Receiver<Reply>) {
    let (sender, receiver) = mpsc::channel(longest);
    let mut sender = Some(sender);
    let listen = move |reply| {
        let Some(open) = &sender else { return };
        if matches!(reply, Reply::Progress(_)) && open.capacity() < longest / 2 {
            return;
        }
        if open.try_send(reply).is_err() {
            sender = None;
        }
    };
    (Box::new(listen), receiver)
}

/// A build now and one after every change, as the replies of one after the other. Each begins with
/// [`Reply::Begun`]; one that is begun over does not say so.
pub(crate) struct Builds {
    engine: Engine,
    request: BuildRequest,
    changes: watch::Receiver<Rung>,
    longest_queue: usize,
    state: Step,
}

enum Step {
    /// A build is due.
    Due,
    Running(Running),
    /// Nothing has changed since the last one.
    Idle,
}

struct Running {
    replies: Receiver<Reply>,
    /// The build, and those that were to take its place.
    interests: Vec<Interest>,
    /// A newer one has been asked for, and has not taken the place of this one.
    is_outdated: bool,
}

impl Builds {
    /// With room for so many replies that nobody has read yet.
    pub(crate) fn new(engine: Engine, request: BuildRequest, longest_queue: usize) -> Self {
        let changes = engine.changes();
        Self { engine, request, changes, longest_queue, state: Step::Due }
    }

    /// Whether a build has begun whose last reply is still to come.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.state, Step::Running(_))
    }

    /// The next reply. What a call has begun is lost if it is not waited for.
    ///
    /// # Errors
    /// The engine has ended, or the replies were not read in time.
    pub(crate) async fn next(&mut self) -> io::Result<Reply> {
        loop {
            match &mut self.state {
                Step::Due => {
                    self.changes.borrow_and_update();
                    let (listen, replies) = bounded(self.longest_queue);
                    let interests = vec![self.engine.submit(self.request.clone(), listen)];
                    self.state = Step::Running(Running { replies, interests, is_outdated: false });
                    return Ok(Reply::Begun);
                }
                Step::Running(running) => tokio::select! {
                    reply = running.replies.recv() => match reply {
                        None => return Err(io::ErrorKind::TimedOut.into()),
                        Some(Reply::Superseded) => running.is_outdated = false,
                        Some(reply) if reply.is_last() => {
                            self.state = if running.is_outdated { Step::Due } else { Step::Idle };
                            return Ok(reply);
                        }
                        Some(reply) => return Ok(reply),
                    },
                    changed = self.changes.changed(), if !running.is_outdated => {
                        changed.map_err(io::Error::other)?;
                        settled(&mut self.changes).await;
                        running.is_outdated = true;
                        let newer = self.engine.submit(self.request.clone(), Box::new(|_| {}));
                        running.interests.push(newer);
                    }
                },
                Step::Idle => {
                    next_change(&mut self.changes).await.map_err(io::Error::other)?;
                    self.state = Step::Due;
                }
            }
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
    let mut builds = Builds::new(engine, request.clone(), Semaphore::MAX_PERMITS);
    loop {
        if reply(runtime.block_on(builds.next())?).is_break() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Phase, Progress};

    const WHOLE: bool = false;
    const GOING_ON: bool = true;

    /// Whether [`next_change`] tells of these changes without waiting for anything.
    async fn is_told_at_once(told: &[bool]) -> bool {
        let (sender, mut changes) = watch::channel(Rung::default());
        for &is_going_on in told {
            sender.send_modify(|rung| *rung = Rung { count: rung.count + 1, is_going_on });
        }
        timeout(Duration::ZERO, next_change(&mut changes)).await.is_ok()
    }

    #[tokio::test]
    async fn a_save_that_is_whole_is_told_at_once_and_one_that_goes_on_is_waited_for() {
        assert!(is_told_at_once(&[WHOLE]).await);
        assert!(is_told_at_once(&[GOING_ON, WHOLE]).await);
        assert!(!is_told_at_once(&[GOING_ON]).await);
        assert!(!is_told_at_once(&[WHOLE, GOING_ON]).await);
    }

    #[tokio::test]
    async fn changes_that_follow_each_other_closely_settle_together() {
        let (sender, mut changes) = watch::channel(Rung::default());
        let writer = async {
            for _ in 1..=5 {
                sender.send_modify(|rung| rung.count += 1);
                tokio::task::yield_now().await;
            }
        };
        tokio::join!(writer, settled(&mut changes));
        assert!(!changes.has_changed().unwrap());
    }

    #[test]
    fn a_client_that_does_not_read_costs_no_more_than_its_queue() {
        const LONGEST: usize = 64;
        let (mut listen, mut replies) = bounded(LONGEST);
        for _ in 0..3 * LONGEST {
            listen(Reply::Progress(Progress { phase: Phase::Read, done: 0, total: 0 }));
        }
        assert!(replies.len() <= LONGEST / 2 + 1);
        for _ in 0..LONGEST {
            listen(Reply::Superseded);
        }
        assert_eq!(replies.len(), LONGEST);
        while replies.try_recv().is_ok() {}
        assert!(replies.is_closed(), "what was lost cannot be followed by more");
    }
}
