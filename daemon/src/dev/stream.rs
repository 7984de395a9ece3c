//! Event streams of the app that outlive its server.
//!
//! When another server takes over, the stream is asked for again there and goes on in the same
//! response: the page notices nothing.

use super::Dev;
use super::body::{Body, Failure};
use super::proxy::{ask, nothing};
use http_body_util::{BodyExt, channel::Channel};
use hyper::body::{Bytes, Incoming};
use hyper::http::request::Parts;
use std::sync::Arc;

/// The body of the stream that `first` begins.
pub(super) fn renewed(dev: Arc<Dev>, parts: Parts, first: Incoming) -> Body {
    let (sender, body) = Channel::<Bytes, Failure>::new(8);
    tokio::spawn(pump(dev, parts, first, sender));
    body.boxed_unsync()
}

async fn pump(
    dev: Arc<Dev>,
    parts: Parts,
    first: Incoming,
    mut page: http_body_util::channel::Sender<Bytes, Failure>,
) {
    let mut serving = dev.specter.follow();
    let mut current = serving.borrow_and_update().current.clone();
    let mut events = first;
    loop {
        tokio::select! {
            // Without a frame the server closed the stream itself, unless it is another one now.
            frame = events.frame() => if let Some(Ok(frame)) = frame {
                if let Ok(data) = frame.into_data()
                    && page.send_data(data).await.is_err()
                {
                    return;
                }
                continue;
            },
            changed = serving.changed() => {
                if changed.is_err() {
                    return;
                }
                let now = serving.borrow().current.clone();
                if now == current || now.is_none() {
                    continue;
                }
            }
        }
        let Ok(next) = dev.specter.upstream().await else { return };
        if Some(&next) == current.as_ref() {
            return;
        }
        let Ok(response) = ask(&next, &parts, nothing()).await else { return };
        events = response.into_body();
        current = Some(next);
    }
}
