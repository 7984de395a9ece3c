//! Who waits for which build, and which build comes next.
//!
//! Builds of one request that have not begun are one build, whoever asked. One that runs, but has
//! not begun to write outputs, is superseded by a newer request for the same after a change: it
//! stops, and those who waited for it get what the newer one gets. Without a change it ends first;
//! the newer request then finds nothing to do.

use crate::cancellation::Cancellation;
use crate::protocol::{BuildRequest, Reply};
use crate::session::Observer;
use crate::watch::Alarm;
use queries::memory::MemoryUse;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A build that has replaced so many others is let finish: a client that asks without end must not
/// keep the others waiting without end.
const MOST_SUPERSEDED: u32 = 3;

/// What a request is told that comes too late.
const CLOSED: &str = "it has ended";

/// Where the replies of a build go. Called with the queue locked: it neither blocks nor asks the
/// engine for anything.
pub type Listen = Box<dyn FnMut(Reply) + Send>;

struct Listener {
    id: u64,
    listen: Listen,
}

/// A build that has not begun.
struct Waiting {
    request: BuildRequest,
    listeners: Vec<Listener>,
    superseded: u32,
    /// The answer of an earlier session will do.
    may_rest: bool,
    /// Makes the build its client's alone.
    observer: Option<Box<dyn Observer>>,
}

/// Who wants to know how much memory there is.
pub(super) type Measured = tokio::sync::oneshot::Sender<Vec<MemoryUse>>;

/// What the engine is to do next.
pub(super) enum Work {
    Build(Task),
    /// Say how much memory the session has.
    Measure(Measured),
    /// Nobody has asked for anything for a while.
    Rest,
}

/// What to do if nobody asks for anything.
pub(super) enum Idle {
    Rest,
    /// Build this, for nobody: whoever comes stops it.
    Warm(BuildRequest),
}

/// A build that the engine is to run.
pub(super) struct Task {
    pub(super) request: BuildRequest,
    pub(super) may_rest: bool,
    pub(super) cancellation: Arc<Cancellation>,
    pub(super) observer: Box<dyn Observer>,
}

/// The build that the engine is at.
struct Running {
    build: Waiting,
    cancellation: Arc<Cancellation>,
    is_shared: bool,
    /// Nobody has asked for it.
    is_warming: bool,
    /// The count of changes when it began.
    changes: u64,
    since: Instant,
}

#[derive(Default)]
struct Lines {
    waiting: VecDeque<Waiting>,
    running: Option<Running>,
    measures: Vec<Measured>,
    idle: Option<(Instant, Idle)>,
    last_id: u64,
    begun: u64,
    is_closed: bool,
}

#[derive(Default)]
pub(super) struct Queue {
    lines: Mutex<Lines>,
    wake: Condvar,
    /// A build has begun, or none will any more.
    begun: Condvar,
    alarm: Alarm,
}

impl Queue {
    /// A queue for a project whose changes ring `alarm`.
    pub(super) fn new(alarm: Alarm) -> Self {
        Self { alarm, ..Self::default() }
    }

    /// Adds a listener to the next build of this request; returns its number. With `may_rest` the answer of an
    /// earlier session will do.
    pub(super) fn add(&self, request: BuildRequest, mut listen: Listen, may_rest: bool) -> u64 {
        let mut lines = self.lines();
        let id = lines.next_id();
        if lines.is_closed {
            listen(Reply::Stopping { reason: CLOSED.to_owned() });
            return id;
        }
        lines.stop_warming();
        lines.add(request, Listener { id, listen }, may_rest, self.alarm.count());
        self.wake.notify_all();
        id
    }

    /// Adds a build that `observer` follows; returns the number of its one listener.
    pub(super) fn add_observed(
        &self,
        request: BuildRequest,
        mut listen: Listen,
        observer: Box<dyn Observer>,
    ) -> u64 {
        let mut lines = self.lines();
        let id = lines.next_id();
        if lines.is_closed {
            listen(Reply::Stopping { reason: CLOSED.to_owned() });
            return id;
        }
        lines.stop_warming();
        let mut build = Waiting::new(request);
        build.listeners.push(Listener { id, listen });
        build.observer = Some(observer);
        lines.waiting.push_back(build);
        self.wake.notify_all();
        id
    }

    /// Removes a listener. What nobody waits for is not built.
    pub(super) fn withdraw(&self, id: u64) {
        let mut lines = self.lines();
        for build in &mut lines.waiting {
            build.listeners.retain(|listener| listener.id != id);
        }
        lines.waiting.retain(|build| !build.listeners.is_empty());
        if let Some(running) = &mut lines.running {
            running.build.listeners.retain(|listener| listener.id != id);
            if running.build.listeners.is_empty() {
                running.cancellation.abandon();
            }
        }
    }

    /// Has the session measured as soon as no build runs.
    pub(super) fn measure(&self, measured: Measured) {
        self.lines().measures.push(measured);
        self.wake.notify_all();
    }

    /// Does this if nobody asks for anything for so long, instead of what was to be done so before.
    pub(super) fn idle(&self, patience: Duration, idle: Idle) {
        self.lines().idle = Some((Instant::now() + patience, idle));
    }

    /// Waits for something to do, and begins it; `None` once the queue is closed.
    pub(super) fn next(&self) -> Option<Work> {
        let mut lines = self.lines();
        loop {
            if lines.is_closed {
                return None;
            }
            if let Some(measured) = lines.measures.pop() {
                return Some(Work::Measure(measured));
            }
            if let Some(build) = lines.waiting.pop_front() {
                return Some(Work::Build(self.begin(&mut lines, build, false)));
            }
            let patience =
                lines.idle.as_ref().map(|(at, _)| at.saturating_duration_since(Instant::now()));
            lines = match patience {
                None => self.wake.wait(lines).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => match lines.idle.take() {
                    Some((_, Idle::Warm(request))) => {
                        let build = Waiting::new(request);
                        return Some(Work::Build(self.begin(&mut lines, build, true)));
                    }
                    _ => return Some(Work::Rest),
                },
                Some(patience) => {
                    let waited = self.wake.wait_timeout(lines, patience);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn begin(&self, lines: &mut Lines, mut build: Waiting, is_warming: bool) -> Task {
        lines.begun += 1;
        let cancellation = Arc::<Cancellation>::default();
        let is_shared = build.observer.is_none() && !is_warming;
        let task = Task {
            request: build.request.clone(),
            may_rest: build.may_rest,
            cancellation: Arc::clone(&cancellation),
            observer: build.observer.take().unwrap_or_else(|| Box::new(())),
        };
        let (since, changes) = (Instant::now(), self.alarm.count());
        let running = Running { build, cancellation, is_shared, is_warming, changes, since };
        lines.running = Some(running);
        self.begun.notify_all();
        task
    }

    /// Waits until a build runs; `false` if none will any more.
    pub(super) fn wait_for_build(&self) -> bool {
        let lines = self.lines();
        let waits = |lines: &mut Lines| lines.running.is_none() && !lines.is_closed;
        let lines = self.begun.wait_while(lines, waits).unwrap_or_else(PoisonError::into_inner);
        lines.running.is_some()
    }

    /// When the running build began, and its signs of life; `None` while none runs that could be stuck.
    pub(super) fn signs_of_life(&self) -> Option<(Instant, u64)> {
        let lines = self.lines();
        let running = lines.running.as_ref()?;
        Some((running.since, running.cancellation.signs_of_life()?))
    }

    /// Tells those who wait for the running build.
    pub(super) fn reply(&self, reply: &Reply) {
        if let Some(running) = &mut self.lines().running {
            running.build.reply(reply);
        }
    }

    /// Ends the running build.
    pub(super) fn finish(&self) {
        self.lines().running = None;
    }

    /// Since when a build runs.
    pub(super) fn running_since(&self) -> Option<Instant> {
        self.lines().running.as_ref().map(|running| running.since)
    }

    /// Whether a build runs or waits that somebody asked for.
    pub(super) fn is_busy(&self) -> bool {
        let lines = self.lines();
        let is_asked_for = |running: &Running| !running.is_warming;
        lines.running.as_ref().is_some_and(is_asked_for) || !lines.waiting.is_empty()
    }

    /// Builds begun so far.
    pub(super) fn begun(&self) -> u64 {
        self.lines().begun
    }

    /// Ends the engine: the running build is stopped, and none is begun any more. Whoever waits is told.
    pub(super) fn close(&self, reason: &str) {
        let mut lines = self.lines();
        lines.is_closed = true;
        let reply = Reply::Stopping { reason: reason.to_owned() };
        lines.waiting.drain(..).for_each(|mut build| build.reply(&reply));
        if let Some(running) = &mut lines.running
            && running.cancellation.cancel()
        {
            running.build.reply(&reply);
            running.build.listeners.clear();
        }
        self.wake.notify_all();
        self.begun.notify_all();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Whoever comes is more important than a build for nobody.
    fn stop_warming(&mut self) {
        if let Some(running) = self.running.as_ref().filter(|running| running.is_warming) {
            running.cancellation.abandon();
        }
    }

    fn add(&mut self, request: BuildRequest, listener: Listener, may_rest: bool, changes: u64) {
        let is_same = |build: &&mut Waiting| build.observer.is_none() && build.request == request;
        if let Some(same) = self.waiting.iter_mut().find(is_same) {
            same.may_rest &= may_rest;
            return same.listeners.push(listener);
        }
        let mut build = Waiting { may_rest, ..Waiting::new(request) };
        if let Some(running) = self.superseded_by(&build.request, changes) {
            running.build.reply(&Reply::Superseded);
            build.listeners.append(&mut running.build.listeners);
            build.superseded = running.build.superseded + 1;
            build.may_rest &= running.build.may_rest;
            build.listeners.push(listener);
            return self.waiting.push_front(build);
        }
        build.listeners.push(listener);
        self.waiting.push_back(build);
    }

    /// The running build, stopped, if the request supersedes it.
    fn superseded_by(&mut self, request: &BuildRequest, changes: u64) -> Option<&mut Running> {
        self.running.as_mut().filter(|running| {
            running.is_shared
                && running.changes != changes
                && running.build.request == *request
                && running.build.superseded < MOST_SUPERSEDED
                && running.cancellation.cancel()
        })
    }
}

impl Waiting {
    fn new(request: BuildRequest) -> Self {
        Self { request, listeners: Vec::new(), superseded: 0, may_rest: false, observer: None }
    }

    fn reply(&mut self, reply: &Reply) {
        self.listeners.iter_mut().for_each(|listener| (listener.listen)(reply.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use queries::artifact::BuildKind;
    use std::sync::mpsc::{Receiver, channel};

    fn request(output: &str) -> BuildRequest {
        BuildRequest {
            kind: BuildKind::Static,
            output: output.into(),
            app: None,
            python: "/python".into(),
            environment: Default::default(),
            publish: true,
            prerender: true,
            umask: 0o022,
        }
    }

    /// A client's number and what it is told.
    fn client(queue: &Queue, output: &str) -> (u64, Receiver<Reply>) {
        let (sender, receiver) = channel();
        let listen = Box::new(move |reply| drop(sender.send(reply)));
        (queue.add(request(output), listen, false), receiver)
    }

    fn next(queue: &Queue) -> Task {
        match queue.next() {
            Some(Work::Build(task)) => task,
            _ => panic!("there is no build"),
        }
    }

    fn failed(queue: &Queue, message: &str) {
        queue.reply(&Reply::Failed { message: message.to_owned() });
        queue.finish();
    }

    #[test]
    fn measuring_waits_for_the_running_build_and_not_for_those_behind_it() {
        let queue = Queue::default();
        let _waits = client(&queue, "a");
        let (measured, _answer) = tokio::sync::oneshot::channel();
        queue.measure(measured);
        assert!(matches!(queue.next(), Some(Work::Measure(_))));
        assert_eq!(next(&queue).request.output, request("a").output);
    }

    #[test]
    fn requests_for_the_same_that_wait_are_one_build() {
        let queue = Queue::default();
        let clients = [client(&queue, "a"), client(&queue, "b"), client(&queue, "a")];
        assert_eq!(next(&queue).request.output, request("a").output);
        failed(&queue, "first");
        assert_eq!(next(&queue).request.output, request("b").output);
        failed(&queue, "second");
        assert!(!queue.is_busy());
        for ((_, replies), expected) in clients.iter().zip(["first", "second", "first"]) {
            assert!(matches!(replies.recv(), Ok(Reply::Failed { message }) if message == expected));
        }
    }

    #[test]
    fn a_newer_request_after_a_change_stops_the_build_and_both_clients_get_its_result() {
        let queue = Queue::default();
        let (_, old) = client(&queue, "a");
        let cancellation = next(&queue).cancellation;
        queue.alarm.ring();
        let (_, new) = client(&queue, "a");
        assert!(cancellation.is_cancelled());
        assert!(matches!(old.recv(), Ok(Reply::Superseded)));
        failed(&queue, "of the stopped build");
        assert!(queue.next().is_some());
        failed(&queue, "newer");
        for replies in [old, new] {
            assert!(matches!(replies.recv(), Ok(Reply::Failed { message }) if message == "newer"));
        }
    }

    #[test]
    fn without_a_change_a_build_ends_before_the_next_for_the_same_begins() {
        let queue = Queue::default();
        let (_, old) = client(&queue, "a");
        let cancellation = next(&queue).cancellation;
        let (_, new) = client(&queue, "a");
        assert!(!cancellation.is_cancelled());
        failed(&queue, "first");
        assert!(matches!(old.recv(), Ok(Reply::Failed { message }) if message == "first"));
        assert!(new.try_recv().is_err());
        assert!(queue.is_busy());
    }

    #[test]
    fn a_build_that_publishes_or_has_superseded_many_is_not_superseded() {
        let queue = Queue::default();
        client(&queue, "a");
        let cancellation = next(&queue).cancellation;
        assert!(cancellation.commit());
        queue.alarm.ring();
        let (_, _new) = client(&queue, "a");
        assert!(!cancellation.is_cancelled());
        queue.finish();
        let mut stopped = 0;
        for _ in 0..10 {
            let cancellation = next(&queue).cancellation;
            queue.alarm.ring();
            client(&queue, "a");
            stopped += u32::from(cancellation.is_cancelled());
            queue.finish();
        }
        assert!((1..10).contains(&stopped), "{stopped}");
    }

    #[test]
    fn what_nobody_waits_for_is_stopped_or_never_begun() {
        let queue = Queue::default();
        let (first, _) = client(&queue, "a");
        let cancellation = next(&queue).cancellation;
        let (second, _) = client(&queue, "b");
        let (third, _) = client(&queue, "c");
        let (fourth, _) = client(&queue, "c");
        queue.withdraw(first);
        assert!(cancellation.is_cancelled());
        queue.finish();
        queue.withdraw(second);
        queue.withdraw(third);
        assert_eq!(next(&queue).request.output, request("c").output);
        queue.finish();
        queue.withdraw(fourth);
        let (_, late) = client(&queue, "a");
        queue.close("test");
        assert!(matches!(late.recv(), Ok(Reply::Stopping { reason }) if reason == "test"));
        assert!(queue.next().is_none());
        let (_, later) = client(&queue, "a");
        assert!(matches!(later.recv(), Ok(Reply::Stopping { .. })));
    }
}
