//! `/__sprag__/dev/`: what the project is made of, and what the last saves did.
//!
//! One page without network or framework: every view is a link, so it works by keyboard and without
//! scripts; a small script only asks for it again after a save.

mod graph;
mod map;
mod page;
mod saves;

pub(super) use map::Map;
pub(super) use saves::Saves;

use super::Dev;
use super::body::{Body, html, plain};
use hyper::{Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// The map is drawn after a build.
const PATIENCE: Duration = Duration::from_secs(60);

/// The page, with `node` of the graph looked at.
pub(super) async fn page(dev: &Arc<Dev>, node: Option<&str>) -> Response<Body> {
    let (ask, answer) = oneshot::channel();
    let _ = dev.asks.send(ask);
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(map)) => html(StatusCode::OK, page::render(dev, &map, node)),
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "the project cannot be built at the moment"),
    }
}
