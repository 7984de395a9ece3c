//! The address that the browser talks to: who is asked for what.

use super::body::{Body, full, plain};
use super::inject::with_client;
use super::site::File;
use super::{Dev, endpoints, guard, proxy, sockets};
use hyper::body::Incoming;
use hyper::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use queries::artifact::BuildKind;
use queries::hot::form::{hot_form, is_hot};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Accepts connections for ever. Dropping the future ends all of them.
pub(super) async fn serve(listener: TcpListener, dev: Arc<Dev>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, dev.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, dev: Arc<Dev>) {
    // Small answers must not wait for each other.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let dev = dev.clone();
        async move { Ok::<_, Infallible>(answer(dev, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection broke off");
    }
}

async fn answer(dev: Arc<Dev>, request: Request<Incoming>) -> Response<Body> {
    if let Err(reason) = guard::admit(&request, dev.bound.ip()) {
        return plain(StatusCode::FORBIDDEN, format!("refused: {reason}"));
    }
    let path = request.uri().path().to_owned();
    if let Some(rest) = path.strip_prefix("/__sprag__/dev") {
        return endpoints::answer(&dev, rest, request).await;
    }
    // A new version of a module is there before all else that a build makes.
    let is_version = request.uri().query().is_some_and(|query| query.starts_with("v="));
    let known = path.strip_prefix(dev.base.as_str()).map(decoded);
    if is_version
        && let Some(inside) = known
        && let Some(file) = dev.site().read(&inside)
    {
        return dev.file(&inside, file, &request);
    }
    if is_by_script(&request) {
        dev.begun().await;
    } else {
        dev.settled().await;
    }
    if dev.kind() == BuildKind::Static {
        return hosted(&dev, &request);
    }
    if sockets::is_websocket(&request) {
        return sockets::bridge(dev, request).await;
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let inside = decoded(&path);
    if is_read && let Some(file) = dev.site().read(&inside).filter(|_| !is_document(&path)) {
        return dev.file(&inside, file, &request);
    }
    let headers = request.headers().clone();
    let method = request.method().clone();
    let response = proxy::pass(&dev, request).await;
    if is_read
        && response.status() == StatusCode::NOT_FOUND
        && let Some(file) =
            dev.site().read(&index_of(&path)).filter(|_| dev.is_plain_document(&path))
    {
        return document(&dev, &file, &method, headers.get(IF_NONE_MATCH));
    }
    response
}

/// A page's script asks the app, which answers with the new code as soon as its server has it: there
/// is nothing else of the build to wait for.
fn is_by_script<B>(request: &Request<B>) -> bool {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    !is_read || request.headers().get("sec-fetch-dest").is_some_and(|target| target == "empty")
}

/// Documents of surfaces are rendered by the app, whatever the build made of them.
fn is_document(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with('/')
}

/// A static build, as a plain host serves it below a prefix.
fn hosted<B>(dev: &Dev, request: &Request<B>) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "a static host only answers GET and HEAD");
    }
    let path = request.uri().path();
    if path == "/" && dev.base != "/" {
        return redirect(&dev.base);
    }
    let Some(inside) = path.strip_prefix(dev.base.as_str()) else {
        return match path.strip_prefix(dev.base.trim_end_matches('/')) {
            Some("") => redirect(&dev.base),
            _ => missing(dev),
        };
    };
    let site = dev.site();
    let inside = decoded(inside);
    if let Some(file) = site.read(&inside) {
        return dev.file(&inside, file, request);
    }
    match site.read(&index_of(&inside)) {
        Some(_) if !inside.is_empty() && !inside.ends_with('/') => redirect(&format!("{path}/")),
        Some(file) => document(dev, &file, request.method(), request.headers().get(IF_NONE_MATCH)),
        None => missing(dev),
    }
}

/// As hosts do it: the site's own page for it if there is one.
fn missing(dev: &Dev) -> Response<Body> {
    let mut response = match dev.site().read("404.html") {
        Some(file) => document(dev, &file, &Method::GET, None),
        None => plain(StatusCode::NOT_FOUND, "Not Found"),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

pub(super) fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// The document of a folder.
fn index_of(path: &str) -> String {
    let folder = decoded(path);
    let folder = folder.trim_matches('/');
    if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") }
}

/// A path of the web root: without the leading slash and percent escapes.
fn decoded(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = tail.get(..2).filter(|_| *first == b'%');
        let escape = escape.and_then(|hex| std::str::from_utf8(hex).ok());
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A document with the client in it.
fn document(
    dev: &Dev,
    file: &File,
    method: &Method,
    known: Option<&HeaderValue>,
) -> Response<Body> {
    let bytes = with_client(&file.bytes, &dev.page_state());
    let etag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..20]);
    cached(bytes, file.content_type, &etag, method, known)
}

/// What must be asked for again each time, and is sent only if it differs.
pub(super) fn cached(
    bytes: Vec<u8>,
    content_type: &'static str,
    etag: &str,
    method: &Method,
    known: Option<&HeaderValue>,
) -> Response<Body> {
    let is_known = known.and_then(|known| known.to_str().ok()).is_some_and(|known| {
        known.split(',').any(|known| known.trim().trim_start_matches("W/") == etag)
    });
    let length = bytes.len();
    let mut response = match (is_known, method) {
        (true, _) => {
            let mut response = Response::new(full(Vec::new()));
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        (false, &Method::HEAD) => Response::new(full(Vec::new())),
        (false, _) => Response::new(full(bytes)),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if !is_known {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(ETAG, etag);
    }
    response
}

impl Dev {
    /// A file of the web root.
    fn file<B>(&self, path: &str, file: File, request: &Request<B>) -> Response<Body> {
        let known = request.headers().get(IF_NONE_MATCH);
        if file.content_type.starts_with("text/html") {
            return document(self, &file, request.method(), known);
        }
        let file = if is_hot(path) { self.hot(path, file) } else { file };
        cached(file.bytes, file.content_type, &file.etag, request.method(), known)
    }

    /// A module in the form in which it can be replaced while it runs.
    fn hot(&self, path: &str, file: File) -> File {
        let versions = self.current().held.versions.clone();
        match String::from_utf8(file.bytes) {
            Ok(text) => {
                let bytes = hot_form(path, &text, &versions).into_bytes();
                File::new(bytes, file.content_type)
            }
            Err(error) => File::new(error.into_bytes(), file.content_type),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_their_escapes() {
        assert_eq!(decoded("/static/a%20b%C3%BC.css"), "static/a bü.css");
        assert_eq!(decoded("/100%"), "100%");
        assert_eq!(index_of("/a/b/"), "a/b/index.html");
        assert_eq!(index_of("/"), "index.html");
    }
}
