//! The last saves, and how long they took to reach the screen.

use crate::dev::message::Saved;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

const REMEMBERED: usize = 200;

#[derive(Default)]
pub(in crate::dev) struct Saves(Mutex<VecDeque<(SystemTime, Saved)>>);

impl Saves {
    pub(in crate::dev) fn add(&self, saved: &Saved) {
        let mut saves = self.all();
        saves.push_front((SystemTime::now(), saved.clone()));
        saves.truncate(REMEMBERED);
    }

    /// The newest first.
    pub(super) fn all(&self) -> MutexGuard<'_, VecDeque<(SystemTime, Saved)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Times from save to screen in milliseconds, sorted.
    pub(super) fn times(&self) -> Vec<u64> {
        let mut times: Vec<u64> =
            self.all().iter().filter_map(|(_, saved)| saved.screen_ms).collect();
        times.sort_unstable();
        times
    }
}

/// The value that `percent` of the sorted values do not exceed.
pub(super) fn percentile(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times: Vec<u64> = (1..=20).collect();
        assert_eq!(percentile(&times, 50), Some(10));
        assert_eq!(percentile(&times, 95), Some(19));
        assert_eq!(percentile(&[7], 95), Some(7));
        assert_eq!(percentile(&[], 50), None);
    }
}
