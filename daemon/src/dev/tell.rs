//! The way to the terminal.

use super::message::DevEvent;
use tokio::sync::mpsc::UnboundedSender;

/// Anyone's end of it. A terminal that is gone hears nothing; its connection's end is noticed elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Tell(UnboundedSender<DevEvent>);

impl Tell {
    pub(super) fn new(events: UnboundedSender<DevEvent>) -> Self {
        Self(events)
    }

    pub(super) fn event(&self, event: DevEvent) {
        let _ = self.0.send(event);
    }

    pub(super) fn note(&self, text: impl Into<String>) {
        self.event(DevEvent::Note { text: text.into() });
    }
}
