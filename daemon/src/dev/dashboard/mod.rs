//! `/__sprag__/dev/`: what the project is made of, and what the last saves did.
//!
//! One page without network or framework: every view is a link, so it works by keyboard and without
//! scripts; a small script only asks for it again after a save.

mod code;
mod graph;
mod highlight;
mod map;
mod page;
mod saves;
mod surfaces;

pub(super) use map::Map;
pub(super) use saves::Saves;

use super::Dev;
use super::body::{Body, html, plain};
use hyper::{Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// The map is drawn between two builds.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the page is asked to show.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// A node of the graph to look at.
    pub(super) node: Option<String>,
    /// A part of a name to look for.
    pub(super) find: Option<String>,
}

/// Someone wants the map of the project as it is now.
pub(super) struct Ask {
    /// The node whose code is shown.
    pub(super) node: Option<String>,
    pub(super) answer: oneshot::Sender<Map>,
}

pub(super) async fn page(dev: &Arc<Dev>, wanted: Wanted) -> Response<Body> {
    let (answer, answered) = oneshot::channel();
    let _ = dev.asks.send(Ask { node: wanted.node.clone(), answer });
    match tokio::time::timeout(PATIENCE, answered).await {
        Ok(Ok(map)) => html(StatusCode::OK, page::render(dev, &map, &wanted)),
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the project cannot be built at the moment"),
    }
}
