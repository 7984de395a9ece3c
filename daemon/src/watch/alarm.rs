//! The alarm: it rings whenever project files may have changed.

use crate::vfs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// How often files are looked at where there are no events.
const POLL: Duration = Duration::from_millis(500);

/// Rings when project files may have changed; where there are no events, after looking for changes
/// every 500 ms for as long as somebody listens.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    shared: Arc<Shared>,
}

/// What those who listen see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rung {
    /// How often it has rung.
    pub count: u64,
    /// The last change is known to go on: a file is being written.
    pub is_going_on: bool,
}

#[derive(Debug)]
struct Shared {
    rung: watch::Sender<Rung>,
    blind: Mutex<Blind>,
}

/// What to look at while there are no events.
#[derive(Debug, Default)]
struct Blind {
    place: Option<Place>,
    has_thread: bool,
}

#[derive(Clone, Debug)]
struct Place {
    root: PathBuf,
    outputs: Vec<PathBuf>,
}

impl Default for Alarm {
    fn default() -> Self {
        let (rung, blind) = (watch::Sender::default(), Mutex::default());
        Self { shared: Arc::new(Shared { rung, blind }) }
    }
}

impl Alarm {
    pub(crate) fn subscribe(&self) -> watch::Receiver<Rung> {
        let receiver = self.shared.rung.subscribe();
        self.look_out(&mut self.shared.blind());
        receiver
    }

    /// How often it has rung.
    pub(crate) fn count(&self) -> u64 {
        self.shared.rung.borrow().count
    }

    /// Tells of a change that is whole, as far as one knows.
    pub(crate) fn ring(&self) {
        self.shared.ring(false);
    }

    /// Tells of a change that will go on.
    pub(super) fn ring_ahead(&self) {
        self.shared.ring(true);
    }

    pub(super) fn stop_polling(&self) {
        self.shared.blind().place = None;
    }

    /// Has the files of the project looked at while somebody listens, until [`Alarm::stop_polling`].
    pub(super) fn poll(&self, root: &Path, outputs: &[PathBuf]) {
        let mut blind = self.shared.blind();
        blind.place = Some(Place { root: root.to_owned(), outputs: outputs.to_vec() });
        self.look_out(&mut blind);
    }

    /// Has a thread look if there is something to look at, and somebody to tell.
    fn look_out(&self, blind: &mut Blind) {
        if blind.has_thread || blind.place.is_none() || self.shared.has_no_listener() {
            return;
        }
        let shared = Arc::downgrade(&self.shared);
        let thread = std::thread::Builder::new().name("poll".to_owned());
        match thread.spawn(move || look(&shared)) {
            Ok(_) => blind.has_thread = true,
            Err(error) => tracing::warn!(%error, "no thread to look for changes"),
        }
    }
}

impl Shared {
    fn ring(&self, is_going_on: bool) {
        self.rung.send_modify(|rung| *rung = Rung { count: rung.count + 1, is_going_on });
    }

    fn has_no_listener(&self) -> bool {
        self.rung.receiver_count() == 0
    }

    /// What to look at; `None` ends the thread that asks.
    fn place(&self) -> Option<Place> {
        let mut blind = self.blind();
        let place = blind.place.clone().filter(|_| !self.has_no_listener());
        blind.has_thread = place.is_some();
        place
    }

    fn blind(&self) -> MutexGuard<'_, Blind> {
        self.blind.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rings at the first look too: nobody knows what happened between the last build and that.
fn look(shared: &Weak<Shared>) {
    let mut known = None;
    loop {
        std::thread::sleep(POLL);
        let Some(shared) = shared.upgrade() else { return };
        let Some(place) = shared.place() else { return };
        let found = Some(vfs::state(&place.root, &place.outputs));
        if found != known {
            known = found;
            shared.ring(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn files_are_looked_at_only_while_somebody_listens() {
        let folder = tempfile::tempdir().unwrap();
        let alarm = Alarm::default();
        alarm.poll(folder.path(), &[]);
        assert!(!alarm.shared.blind().has_thread);
        let listener = alarm.subscribe();
        assert!(alarm.shared.blind().has_thread);
        drop(listener);
        let deadline = Instant::now() + Duration::from_secs(10);
        while alarm.shared.blind().has_thread {
            assert!(Instant::now() < deadline);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
