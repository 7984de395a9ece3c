//! Building after every change: at once, and over again if more comes meanwhile.

use super::{Engine, Interest, Listen};
use crate::protocol::{BuildRequest, Reply};
use crate::report::Report;
use crate::watch::Rung;
use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::slice;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::watch;
use tokio::sync::watch::error::RecvError;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

/// A file that is being written is waited for, but not for long: some are written without end.
const LONGEST_WRITE: Duration = Duration::from_millis(50);

/// Changes that follow each other closer than this belong together.
const QUIET: Duration = Duration::from_millis(5);

/// A build that takes longer is told even if nothing comes of it.
const AT_ONCE: Duration = Duration::from_millis(200);

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
    step: Step,
    told: Told,
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
    /// Something has changed meanwhile.
    is_stirred: bool,
    /// A newer one has been asked for, and has not taken the place of this one.
    is_outdated: bool,
}

impl Builds {
    /// With room for so many replies that nobody has read yet.
    pub(crate) fn new(engine: Engine, request: BuildRequest, longest_queue: usize) -> Self {
        let changes = engine.changes();
        let (step, told) = (Step::Due, Told::default());
        let mut builds = Self { engine, request, changes, longest_queue, step, told };
        builds.begin();
        builds.told.release();
        builds
    }

    fn begin(&mut self) {
        self.changes.borrow_and_update();
        let (listen, replies) = bounded(self.longest_queue);
        let interests = vec![self.engine.submit(self.request.clone(), listen)];
        self.step =
            Step::Running(Running { replies, interests, is_stirred: false, is_outdated: false });
        self.told.begin();
    }

    /// Whether a build has begun whose last reply is still to come.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.step, Step::Running(_))
    }

    /// The next reply. What a call has begun is lost if it is not waited for.
    ///
    /// # Errors
    /// The engine has ended, or the replies were not read in time.
    pub(crate) async fn next(&mut self) -> io::Result<Reply> {
        loop {
            if let Some(reply) = self.told.ready.pop_front() {
                return Ok(reply);
            }
            match &mut self.step {
                Step::Due => self.begin(),
                Step::Running(running) => tokio::select! {
                    () = until(self.told.held_until()) => self.told.release(),
                    reply = running.replies.recv() => match reply {
                        None => return Err(io::ErrorKind::TimedOut.into()),
                        Some(Reply::Superseded) => running.is_outdated = false,
                        Some(reply) => {
                            if reply.is_last() {
                                let is_due = running.is_stirred || running.is_outdated;
                                self.step = if is_due { Step::Due } else { Step::Idle };
                            }
                            self.told.take(reply);
                        }
                    },
                    // Should the build end before a change is over, its end is told first.
                    over = over(&mut self.changes, &mut running.is_stirred), if !running.is_outdated => {
                        over.map_err(io::Error::other)?;
                        running.is_outdated = true;
                        let newer = self.engine.submit(self.request.clone(), Box::new(|_| {}));
                        running.interests.push(newer);
                    }
                },
                Step::Idle => {
                    next_change(&mut self.changes).await.map_err(io::Error::other)?;
                    self.step = Step::Due;
                }
            }
        }
    }
}

/// Waits for the end of a change. What has been waited for can be given up and asked for again: `has_begun` keeps
/// whether there is a change.
async fn over(changes: &mut watch::Receiver<Rung>, has_begun: &mut bool) -> Result<(), RecvError> {
    if !*has_begun {
        changes.changed().await?;
        *has_begun = true;
    }
    settled(changes).await;
    *has_begun = false;
    Ok(())
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// What is told of builds. One that is done at once is not told if nothing is new but what editors write beside the
/// file that they save.
#[derive(Default)]
struct Told {
    /// To be told, in this order.
    ready: VecDeque<Reply>,
    /// The problems of the build that was told last.
    problems: Vec<Report>,
    /// What has come of a build of which nothing is told yet, and until when it is held back.
    held: Option<(Vec<Reply>, Instant)>,
}

impl Told {
    fn begin(&mut self) {
        self.held = Some((Vec::new(), Instant::now() + AT_ONCE));
    }

    fn held_until(&self) -> Option<Instant> {
        self.held.as_ref().map(|(_, deadline)| *deadline)
    }

    fn take(&mut self, reply: Reply) {
        let is_last = reply.is_last();
        let Some((held, _)) = &mut self.held else {
            self.problems.extend(problems(slice::from_ref(&reply)));
            return self.ready.push_back(reply);
        };
        held.push(reply);
        if is_last && is_old_news(held, &self.problems) {
            self.held = None;
        } else if is_last {
            self.release();
        }
    }

    /// Tells what is held back, and from now on everything of this build.
    fn release(&mut self) {
        if let Some((held, _)) = self.held.take() {
            self.problems = problems(&held);
            self.ready.push_back(Reply::Begun);
            self.ready.extend(held);
        }
    }
}

/// Whether these replies of a build say nothing that is new to who knows of these problems.
fn is_old_news(replies: &[Reply], known: &[Report]) -> bool {
    let Some(Reply::Finished(summary)) = replies.last() else { return false };
    summary.changed.iter().all(|path| is_beside_a_source(path))
        && summary.written.is_empty()
        && summary.removed.is_empty()
        && problems(replies) == known
}

/// Whether a file has a name that editors give to what they write beside a file: hidden, a copy, or a number.
fn is_beside_a_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || name.bytes().all(|byte| byte.is_ascii_digit())
}

fn problems(replies: &[Reply]) -> Vec<Report> {
    let reports = replies.iter().filter_map(|reply| match reply {
        Reply::Reports(reports) => Some(reports.iter().cloned()),
        _ => None,
    });
    reports.flatten().collect()
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
    use crate::protocol::{Phase, Progress, Summary};
    use queries::diagnostic::Code;

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
    async fn a_change_that_is_not_over_is_not_forgotten_by_who_turns_to_something_else() {
        let (sender, mut changes) = watch::channel(Rung::default());
        sender.send_modify(|rung| rung.count += 1);
        let mut has_begun = false;
        assert!(timeout(Duration::ZERO, over(&mut changes, &mut has_begun)).await.is_err());
        assert!(has_begun);
        assert!(over(&mut changes, &mut has_begun).await.is_ok());
        assert!(!has_begun);
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

    /// What is told of a build that ends so.
    fn news(told: &mut Told, changed: &[&str], problems: &[Report]) -> Vec<Reply> {
        let changed = changed.iter().map(ToString::to_string).collect();
        told.begin();
        Reply::reports(problems).for_each(|reply| told.take(reply));
        told.take(Reply::Finished(Summary { changed, ..Summary::default() }));
        told.ready.drain(..).collect()
    }

    #[tokio::test]
    async fn what_editors_write_beside_a_source_is_told_only_with_a_new_problem() {
        let mut told = Told::default();
        let beside = ["app/.page.py.swp", "app/page.py~", "app/4913"];
        assert!(news(&mut told, &beside, &[]).is_empty());
        let all = news(&mut told, &["app/.page.py.swp", "app/page.py"], &[]);
        assert!(matches!(all[..], [Reply::Begun, Reply::Finished(_)]));
        let problem = [Report::project_error(Code(801), "a problem".to_owned(), "mend it")];
        let all = news(&mut told, &[], &problem);
        assert!(matches!(all[..], [Reply::Begun, Reply::Reports(_), Reply::Finished(_)]));
        assert!(news(&mut told, &[], &problem).is_empty());
        assert_eq!(news(&mut told, &[], &[]).len(), 2);
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
