//! Stopping a build that nobody waits for any more, and seeing that it moves.
//!
//! Work looks here between its steps, and queries are unwound. Once outputs are being written it is
//! too late: a publication that has begun ends. Each look is a sign of life, and so is each query.

use queries::db::CancellationToken;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const RUNNING: u8 = 0;
const CANCELLED: u8 = 1;
const COMMITTED: u8 = 2;

/// Of one build, shared by those who may stop it and the thread that runs it.
#[derive(Debug, Default)]
pub struct Cancellation {
    state: AtomicU8,
    /// Of the database handles whose queries run for this build.
    tokens: Mutex<Vec<CancellationToken>>,
    looks: AtomicU64,
    /// Counts of the queries of a database.
    queries: Mutex<Vec<Arc<AtomicU64>>>,
}

impl Cancellation {
    /// Stops the build; `false` if it writes outputs already.
    pub fn cancel(&self) -> bool {
        if self.leave_running(CANCELLED) == COMMITTED {
            return false;
        }
        self.tokens().iter().for_each(CancellationToken::cancel);
        true
    }

    pub fn is_cancelled(&self) -> bool {
        self.looks.fetch_add(1, Ordering::Relaxed);
        self.state.load(Ordering::Acquire) == CANCELLED
    }

    /// From here on the build cannot be stopped; `false` if it was stopped before.
    pub fn commit(&self) -> bool {
        self.leave_running(COMMITTED) == COMMITTED
    }

    /// A count that grows for as long as the build moves; `None` once it writes outputs, for how long
    /// the disk decides.
    pub(crate) fn signs_of_life(&self) -> Option<u64> {
        if self.state.load(Ordering::Acquire) == COMMITTED {
            return None;
        }
        let queries = self.queries.lock().unwrap_or_else(PoisonError::into_inner);
        let steps: u64 = queries.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        Some(steps + self.looks.load(Ordering::Relaxed))
    }

    /// Takes the queries that this counts for signs of life.
    pub(crate) fn counts(&self, queries: Arc<AtomicU64>) {
        self.queries.lock().unwrap_or_else(PoisonError::into_inner).push(queries);
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

    /// The state after an attempt to leave the first one.
    fn leave_running(&self, to: u8) -> u8 {
        match self.state.compare_exchange(RUNNING, to, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => to,
            Err(found) => found,
        }
    }

    fn tokens(&self) -> MutexGuard<'_, Vec<CancellationToken>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
