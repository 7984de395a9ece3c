//! Websockets of the app that outlive its server.
//!
//! A page's socket ends here; behind it is one to the app's server. When another server takes over,
//! the latter is made anew, and what the page had said that a server remembers (its greeting, the
//! topics that it joined) is said again. What the page says in between waits.

use super::Dev;
use super::body::{Body, full, plain};
use super::specter::Upstream;
use futures_util::{SinkExt, StreamExt};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION,
    UPGRADE,
};
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Within this the end of a server is noticed.
const NOTICE: Duration = Duration::from_millis(100);

type Behind = WebSocketStream<UnixStream>;
type Page = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

pub(super) fn is_websocket<B>(request: &Request<B>) -> bool {
    let upgrade = request.headers().get(UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

/// Joins the page's socket with one to the app's server.
pub(super) async fn bridge(dev: Arc<Dev>, mut request: Request<Incoming>) -> Response<Body> {
    let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY) else {
        return plain(StatusCode::BAD_REQUEST, "the request has no Sec-WebSocket-Key");
    };
    let accept = derive_accept_key(key.as_bytes());
    let Ok(upstream) = dev.specter.upstream().await else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "the app does not start");
    };
    let opening = Opening { uri: request.uri().clone(), headers: request.headers().clone() };
    let (behind, protocol) = match opening.connect(&upstream).await {
        Ok(connected) => connected,
        Err(tungstenite::Error::Http(refused)) => {
            let (head, _) = refused.into_parts();
            return plain(head.status, "the app has no socket here");
        }
        Err(error) => return plain(StatusCode::BAD_GATEWAY, error.to_string()),
    };
    let upgrading = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrading.await {
            let page = TokioIo::new(upgraded);
            let page = WebSocketStream::from_raw_socket(page, Role::Server, None).await;
            let memory = Memory::default();
            Bridge { dev, opening, upstream, page, behind, memory }.run().await;
        }
    });
    let mut response = Response::new(full(Bytes::new()));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    if let Some(protocol) = protocol {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    response
}

/// How the page opened its socket.
struct Opening {
    uri: Uri,
    headers: HeaderMap,
}

impl Opening {
    /// Opens the same at a server.
    async fn connect(
        &self,
        upstream: &Upstream,
    ) -> Result<(Behind, Option<HeaderValue>), tungstenite::Error> {
        let host = self.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("app");
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = hyper::http::Request::builder().uri(format!("ws://{host}{path}"));
        // Extensions are between two ends: none is offered behind.
        const OWN: [HeaderName; 3] = [SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_EXTENSIONS, CONNECTION];
        for (name, value) in self.headers.iter().filter(|(name, _)| !OWN.contains(name)) {
            request = request.header(name, value);
        }
        let request = request
            .header(SEC_WEBSOCKET_KEY, generate_key())
            .header(CONNECTION, "Upgrade")
            .body(())?;
        debug_assert!(request.headers().contains_key(SEC_WEBSOCKET_VERSION));
        let stream = UnixStream::connect(&upstream.socket).await?;
        let (behind, response) = client_async(request, stream).await?;
        Ok((behind, response.headers().get(SEC_WEBSOCKET_PROTOCOL).cloned()))
    }
}

/// What the page said that a server remembers, in the framework's words.
#[derive(Default)]
struct Memory {
    greeting: Option<Message>,
    topics: BTreeMap<String, Message>,
}

impl Memory {
    fn note(&mut self, message: &Message) {
        let Message::Text(text) = message else { return };
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        match value["type"].as_str() {
            Some("hello") => self.greeting = Some(message.clone()),
            Some("topic") => {
                let topic = value["topic"].as_str().unwrap_or_default().to_owned();
                if value["action"] == "leave" {
                    self.topics.remove(&topic);
                } else {
                    self.topics.insert(topic, message.clone());
                }
            }
            _ => {}
        }
    }

    fn all(&self) -> impl Iterator<Item = &Message> {
        self.greeting.iter().chain(self.topics.values())
    }
}

struct Bridge {
    dev: Arc<Dev>,
    opening: Opening,
    upstream: Arc<Upstream>,
    page: Page,
    behind: Behind,
    memory: Memory,
}

impl Bridge {
    async fn run(mut self) {
        let mut serving = self.dev.specter.follow();
        loop {
            tokio::select! {
                said = self.page.next() => match said {
                    Some(Ok(message)) => {
                        self.memory.note(&message);
                        if message.is_close() {
                            let _ = self.behind.send(message).await;
                            return;
                        }
                        if self.behind.send(message.clone()).await.is_err()
                            && (!self.renew().await || self.behind.send(message).await.is_err())
                        {
                            return self.close().await;
                        }
                    }
                    Some(Err(_)) | None => return,
                },
                said = self.behind.next() => match said {
                    Some(Ok(message)) if !message.is_close() => {
                        if self.page.send(message).await.is_err() {
                            return;
                        }
                    }
                    _ => if !self.renew().await {
                        return self.close().await;
                    }
                },
                changed = serving.changed() => {
                    let is_other = serving.borrow().current.as_ref() != Some(&self.upstream);
                    if changed.is_err() || (is_other && !self.renew().await) {
                        return self.close().await;
                    }
                }
            }
        }
    }

    /// Connects to the server that has taken over; false if there is none.
    async fn renew(&mut self) -> bool {
        let Ok(mut upstream) = self.dev.specter.upstream().await else { return false };
        if upstream == self.upstream {
            // One that has just ended may not be known to have.
            tokio::time::sleep(NOTICE).await;
            let Ok(now) = self.dev.specter.upstream().await else { return false };
            upstream = now;
        }
        if upstream == self.upstream {
            return false;
        }
        let Ok((behind, _)) = self.opening.connect(&upstream).await else { return false };
        let mut old = std::mem::replace(&mut self.behind, behind);
        let _ = old.close(None).await;
        self.upstream = upstream;
        for message in self.memory.all() {
            if self.behind.send(message.clone()).await.is_err() {
                return false;
            }
        }
        true
    }

    async fn close(mut self) {
        let _ = self.page.close(None).await;
    }
}
