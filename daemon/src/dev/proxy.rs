//! Requests for the app's own server: passed on, held while it is being replaced, their answers made
//! fit for development.

use super::Dev;
use super::body::{Body, html, plain};
use super::error_page::{self, Failed};
use super::inject::with_client;
use super::specter::{Serving, Upstream};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::Arc;
use tokio::net::UnixStream;

/// What `daemon/worker/development.py` calls a problem.
const PROBLEM: &str = "application/vnd.spragd.problem+json";

/// Headers of one connection, which are not passed on.
const HOP: [HeaderName; 3] = [CONNECTION, TRANSFER_ENCODING, UPGRADE];

/// A GET is asked again if the server ends while it answers.
const ATTEMPTS: usize = 3;

/// The app's answer to a request.
pub(super) async fn pass(dev: &Arc<Dev>, request: Request<Incoming>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let is_repeatable = matches!(parts.method, Method::GET | Method::HEAD);
    let mut body = Some(body);
    for _ in 0..ATTEMPTS {
        let upstream = match dev.specter.upstream().await {
            Ok(upstream) => upstream,
            Err(serving) => return no_server(dev, &parts, &serving),
        };
        let outgoing = match body.take().filter(|_| !is_repeatable) {
            Some(body) => body.map_err(Into::into).boxed_unsync(),
            None => Empty::new().map_err(|never| match never {}).boxed_unsync(),
        };
        match ask(&upstream, &parts, outgoing).await {
            Ok(response) => return answer(dev, &parts, response).await,
            Err(error) if !is_repeatable => return broken_off(&error),
            // Gives a server that is ending the time to be known to have ended.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
    broken_off(&io::Error::other("the app's server does not answer"))
}

/// One request on a connection of its own.
pub(super) async fn ask(
    upstream: &Upstream,
    parts: &Parts,
    body: Body,
) -> io::Result<Response<Incoming>> {
    let stream = UnixStream::connect(&upstream.socket).await?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let mut request = Request::new(body);
    *request.method_mut() = parts.method.clone();
    *request.uri_mut() = parts.uri.clone();
    *request.headers_mut() = forwarded(&parts.headers);
    sender.send_request(request).await.map_err(io::Error::other)
}

/// Compression would only have to be undone here.
fn forwarded(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    HOP.iter().for_each(|name| drop(headers.remove(name)));
    headers.remove(ACCEPT_ENCODING);
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers
}

async fn answer(dev: &Arc<Dev>, parts: &Parts, response: Response<Incoming>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    HOP.iter().for_each(|name| drop(head.headers.remove(name)));
    let kind = content_type(&head.headers).to_owned();
    if kind == PROBLEM {
        let problem = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let failed = Failed::from_json(&problem);
        let mut page = html(head.status, error_page::page(dev, &failed));
        // The session that the request began goes on.
        for cookie in head.headers.get_all(hyper::header::SET_COOKIE) {
            page.headers_mut().append(hyper::header::SET_COOKIE, cookie.clone());
        }
        return page;
    }
    if head.status == StatusCode::NOT_FOUND && wants_page(parts) && kind == "text/plain" {
        return html(StatusCode::NOT_FOUND, error_page::not_found(dev, parts.uri.path()));
    }
    if kind == "text/html" {
        let Ok(body) = body.collect().await else {
            return broken_off(&io::Error::other("the page broke off"));
        };
        let page = with_client(&body.to_bytes(), &dev.page_state());
        head.headers.remove(CONTENT_LENGTH);
        head.headers.remove(ETAG);
        head.headers.remove(LAST_MODIFIED);
        head.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        return Response::from_parts(head, super::body::full(page));
    }
    if kind == "text/event-stream" && parts.method == Method::GET {
        let body = super::stream::renewed(dev.clone(), parts.clone(), body);
        return Response::from_parts(head, body);
    }
    Response::from_parts(head, body.map_err(Into::into).boxed_unsync())
}

/// A person asks, not a script.
fn wants_page(parts: &Parts) -> bool {
    let accepts = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Without parameters.
fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().split(';').next().unwrap_or_default().trim()
}

/// There never was a server, or the last one ended and none can be started.
fn no_server(dev: &Arc<Dev>, parts: &Parts, serving: &Serving) -> Response<Body> {
    let failed = Failed::from_problems(&serving.problems);
    if wants_page(parts) {
        return html(StatusCode::INTERNAL_SERVER_ERROR, error_page::page(dev, &failed));
    }
    plain(StatusCode::SERVICE_UNAVAILABLE, format!("the app does not start: {}", failed.message))
}

fn broken_off(error: &io::Error) -> Response<Body> {
    plain(StatusCode::BAD_GATEWAY, format!("the app's server broke off: {error}"))
}

/// The empty body of a request that has none.
pub(super) fn nothing() -> Body {
    Empty::<Bytes>::new().map_err(|never| match never {}).boxed_unsync()
}
