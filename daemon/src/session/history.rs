//! Which files changed when, counted in sweeps.
//!
//! Several clients build one project, and each build sweeps: a change reaches the graph with the
//! first of them. Whoever has to act on changes asks for all since the last build that it followed.

use super::Changed;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct History {
    /// The number of the last sweep.
    sweeps: u64,
    /// The last sweeps that found something, up to two, later one last.
    found: [u64; 2],
    /// The last sweep in which each file differed, and in which it was new.
    changed: BTreeMap<String, u64>,
    added: BTreeMap<String, u64>,
}

impl History {
    /// One that knows no file and goes on counting: what it finds at first is news to everybody.
    pub(super) fn renewed(self) -> Self {
        Self { sweeps: self.sweeps, ..Self::default() }
    }

    /// Of how many files it knows.
    pub(super) fn paths(&self) -> usize {
        self.changed.len()
    }

    /// Notes what a sweep found; its number, counting from 1.
    pub(super) fn note(&mut self, found: &Changed) -> u64 {
        self.sweeps += 1;
        let sweep = self.sweeps;
        if !found.all.is_empty() {
            self.found = [self.found[1], sweep];
        }
        self.changed.extend(found.all.iter().map(|path| (path.clone(), sweep)));
        self.added.extend(found.added.iter().map(|path| (path.clone(), sweep)));
        sweep
    }

    /// Whether who has seen the sweep of this number lacks at most what the last sweep found.
    pub(super) fn is_next(&self, seen: u64) -> bool {
        let [previous, last] = self.found;
        seen >= if last == self.sweeps { previous } else { last }
    }

    /// What changed after the sweep of this number.
    pub(super) fn since(&self, sweep: u64) -> Changed {
        let later = |known: &BTreeMap<String, u64>| {
            let later = known.iter().filter(|(_, last)| **last > sweep);
            later.map(|(path, _)| path.clone()).collect()
        };
        Changed { all: later(&self.changed), added: later(&self.added) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(all: &[&str], added: &[&str]) -> Changed {
        let texts = |paths: &[&str]| paths.iter().map(ToString::to_string).collect();
        Changed { all: texts(all), added: texts(added) }
    }

    #[test]
    fn what_another_s_build_took_in_is_told_too() {
        let mut history = History::default();
        let mine = history.note(&changed(&["a.py", "b.py"], &["a.py", "b.py"]));
        history.note(&changed(&["a.py", "c.py"], &["c.py"]));
        history.note(&changed(&["a.py"], &[]));
        assert_eq!(history.since(mine), changed(&["a.py", "c.py"], &["c.py"]));
        assert_eq!(history.since(3), changed(&[], &[]));
    }

    #[test]
    fn whoever_has_seen_what_is_forgotten_is_told_everything_anew() {
        let mut history = History::default();
        history.note(&changed(&["a.py"], &["a.py"]));
        let mine = history.note(&changed(&["b.py"], &["b.py"]));
        let mut history = history.renewed();
        history.note(&changed(&["a.py", "c.py"], &["a.py", "c.py"]));
        assert_eq!(history.since(mine), changed(&["a.py", "c.py"], &["a.py", "c.py"]));
    }

    #[test]
    fn who_missed_only_sweeps_that_found_nothing_is_up_to_date() {
        let mut history = History::default();
        let mine = history.note(&changed(&["a.py"], &["a.py"]));
        history.note(&changed(&[], &[]));
        assert!(history.is_next(mine));
        let other = history.note(&changed(&["b.py"], &[]));
        assert!(history.is_next(mine));
        history.note(&changed(&[], &[]));
        assert!(!history.is_next(mine) && history.is_next(other));
        history.note(&changed(&["a.py"], &[]));
        assert!(!history.is_next(mine) && history.is_next(other));
    }
}
