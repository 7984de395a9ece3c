//! Stopping a build that nobody waits for any more, and seeing that it moves.
//!
//! Work looks here between its steps, and queries are unwound. Once outputs are being written it is
//! too late: a publication that has begun ends. Each look is a sign of life, and so is whatever grows that it
//! [counts](Cancellation::counts).

use queries::db::CancellationToken;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const RUNNING: u8 = 0;
const CANCELLED: u8 = 1;
const COMMITTED: u8 = 2;
/// Nobody waits any more for what is being written.
const ABANDONED: u8 = 3;

/// Of one build, shared by those who may stop it and the thread that runs it.
#[derive(Debug, Default)]
pub struct Cancellation {
    state: AtomicU8,
    /// Of the database handles whose queries run for this build.
    tokens: Mutex<Vec<CancellationToken>>,
    looks: AtomicU64,
    /// Counts that grow while the build moves, such as that of the queries of a database.
    counts: Mutex<Vec<Arc<AtomicU64>>>,
}

impl Cancellation {
    /// Stops the build; `false` if it writes outputs already.
    pub fn cancel(&self) -> bool {
        if is_writing(self.leave(RUNNING, CANCELLED)) {
            return false;
        }
        self.tokens().iter().for_each(CancellationToken::cancel);
        true
    }

    /// Nobody waits for the build: stops it, at once or should it begin anew.
    pub fn abandon(&self) {
        while !self.cancel() && self.leave(COMMITTED, ABANDONED) == RUNNING {}
    }

    pub fn is_cancelled(&self) -> bool {
        self.looks.fetch_add(1, Ordering::Relaxed);
        self.state.load(Ordering::Acquire) == CANCELLED
    }

    /// From here on the build cannot be stopped; `false` if it was stopped before.
    pub fn commit(&self) -> bool {
        self.leave(RUNNING, COMMITTED) == COMMITTED
    }

    /// What the build has written does not hold, and it begins anew: it can be stopped again.
    pub(crate) fn reopen(&self) {
        if self.leave(COMMITTED, RUNNING) == ABANDONED {
            self.state.store(CANCELLED, Ordering::Release);
        }
    }

    /// A count that grows for as long as the build moves; `None` once it writes outputs, for how long
    /// the disk decides.
    pub(crate) fn signs_of_life(&self) -> Option<u64> {
        if is_writing(self.state.load(Ordering::Acquire)) {
            return None;
        }
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let moves: u64 = counts.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        Some(moves + self.looks.load(Ordering::Relaxed))
    }

    /// Takes what this counts for signs of life.
    pub(crate) fn counts(&self, count: Arc<AtomicU64>) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).push(count);
    }

    /// Has the queries of a handle unwound when the build is stopped, now or later.
    pub(crate) fn unwinds(&self, token: CancellationToken) {
        let mut tokens = self.tokens();
        if self.is_cancelled() {
            token.cancel();
        }
        tokens.push(token);
    }

    /// The queries of the handles have ended: stopping the build means nothing to what the handles are asked later.
    pub(crate) fn rests(&self) {
        self.tokens().clear();
    }

    /// The state after an attempt to leave `from`.
    fn leave(&self, from: u8, to: u8) -> u8 {
        match self.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => to,
            Err(found) => found,
        }
    }

    fn tokens(&self) -> MutexGuard<'_, Vec<CancellationToken>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_writing(state: u8) -> bool {
    matches!(state, COMMITTED | ABANDONED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_writes_outputs_is_not_stopped() {
        let cancellation = Cancellation::default();
        assert!(cancellation.commit());
        assert!(!cancellation.cancel());
        assert!(!cancellation.is_cancelled());
    }

    #[test]
    fn a_build_that_was_stopped_never_writes_outputs() {
        let cancellation = Cancellation::default();
        assert!(cancellation.cancel());
        assert!(!cancellation.commit());
        assert!(cancellation.is_cancelled());
    }

    #[test]
    fn a_build_that_begins_anew_after_writing_can_be_stopped_again() {
        let cancellation = Cancellation::default();
        assert!(cancellation.commit());
        cancellation.reopen();
        assert!(!cancellation.is_cancelled());
        assert!(cancellation.cancel() && cancellation.is_cancelled());
    }

    #[test]
    fn a_build_that_nobody_waits_for_does_not_begin_anew() {
        let cancellation = Cancellation::default();
        assert!(cancellation.commit());
        cancellation.abandon();
        assert!(!cancellation.is_cancelled(), "what is being written is written");
        cancellation.reopen();
        assert!(cancellation.is_cancelled());
        let cancellation = Cancellation::default();
        cancellation.abandon();
        assert!(cancellation.is_cancelled());
    }

    #[test]
    fn queries_that_have_ended_are_not_stopped_any_more() {
        let cancellation = Cancellation::default();
        let token = CancellationToken::default();
        cancellation.unwinds(token.clone());
        cancellation.rests();
        cancellation.cancel();
        assert!(!token.is_cancelled());
    }

    #[test]
    fn queries_that_begin_too_late_are_stopped_as_well() {
        let cancellation = Cancellation::default();
        cancellation.cancel();
        let token = CancellationToken::default();
        cancellation.unwinds(token.clone());
        assert!(token.is_cancelled());
    }
}
