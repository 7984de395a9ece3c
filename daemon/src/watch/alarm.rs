//! The alarm: a count that grows whenever project files may have changed.

use crate::vfs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// How often files are looked at where there are no events.
const POLL: Duration = Duration::from_millis(500);

/// Rings when project files may have changed; where there are no events, after looking for changes
/// every 500 ms for as long as somebody listens.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    count: Arc<watch::Sender<u64>>,
    polling: Arc<AtomicBool>,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { count: Arc::new(watch::Sender::new(0)), polling: Arc::default() }
    }
}

impl Alarm {
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// How often it has rung.
    pub(crate) fn count(&self) -> u64 {
        *self.count.borrow()
    }

    pub(crate) fn ring(&self) {
        self.count.send_modify(|count| *count += 1);
    }

    pub(super) fn stop_polling(&self) {
        self.polling.store(false, Ordering::Relaxed);
    }

    /// Begins to look at the files of the project, until [`Alarm::stop_polling`] or until no handle
    /// of this alarm is left.
    pub(super) fn poll(&self, root: &Path, outputs: &[PathBuf]) {
        if self.polling.swap(true, Ordering::Relaxed) {
            return;
        }
        let count = Arc::downgrade(&self.count);
        let polling = self.polling.clone();
        let (root, outputs) = (root.to_owned(), outputs.to_vec());
        let look = move || {
            let mut known = None;
            while polling.load(Ordering::Relaxed) {
                std::thread::sleep(POLL);
                let Some(count) = count.upgrade() else { return };
                if count.receiver_count() == 0 {
                    known = None;
                    continue;
                }
                let found = vfs::state(&root, &outputs);
                if known.is_some_and(|known| known != found) {
                    count.send_modify(|count| *count += 1);
                }
                known = Some(found);
            }
        };
        let thread = std::thread::Builder::new().name("poll".to_owned());
        if let Err(error) = thread.spawn(look) {
            tracing::warn!(%error, "no thread to look for changes");
            self.stop_polling();
        }
    }
}
