//! What pages and people ask the dev server itself: `/__sprag__/dev/…`.

use super::body::{Body, plain};
use super::{Dev, dashboard, editor};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use queries::hot;
use std::sync::Arc;

/// The longest report of a page, in bytes.
const LONGEST_REPORT: usize = 256 << 10;

pub(super) async fn answer(
    dev: &Arc<Dev>,
    path: &str,
    request: Request<Incoming>,
) -> Response<Body> {
    let query = Query::of(&request);
    match (request.method(), path) {
        (&Method::GET, "/events") => dev.pages.join(query.text("session"), query.number("seq")),
        (&Method::POST, "/report") => report(dev, request).await,
        (&Method::GET | &Method::POST, "/open") => open(dev, &query),
        (&Method::GET, "/source") => source(dev, &query),
        (&Method::GET, "") => super::front::redirect("/__sprag__/dev/"),
        (&Method::GET, "/") => {
            let text = |name| query.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
            let wanted = dashboard::Wanted { node: text("node"), find: text("find") };
            dashboard::page(dev, wanted).await
        }
        (&Method::GET, path) if path.starts_with("/client/") => {
            client(&path["/client/".len()..], &request)
        }
        _ => plain(StatusCode::NOT_FOUND, "the dev server has nothing here"),
    }
}

async fn report(dev: &Dev, request: Request<Incoming>) -> Response<Body> {
    let body = Limited::new(request.into_body(), LONGEST_REPORT).collect().await;
    match body.map(|body| serde_json::from_slice::<hot::Report>(&body.to_bytes())) {
        Ok(Ok(report)) => {
            dev.reported(report);
            plain(StatusCode::NO_CONTENT, "")
        }
        _ => plain(StatusCode::BAD_REQUEST, "this is no report"),
    }
}

fn open(dev: &Dev, query: &Query) -> Response<Body> {
    let file = query.text("file").unwrap_or_default();
    let (line, column) = (query.number("line"), query.number("column"));
    let number = |value| u32::try_from(value).unwrap_or(1);
    let Some(target) = editor::target(&dev.root, file, number(line), number(column)) else {
        return plain(StatusCode::NOT_FOUND, "the project has no such file");
    };
    match editor::open(&target, &dev.request.build.environment) {
        Ok(()) => plain(StatusCode::NO_CONTENT, ""),
        Err(reason) => {
            dev.tell.note(reason.clone());
            plain(StatusCode::CONFLICT, reason)
        }
    }
}

fn source(dev: &Dev, query: &Query) -> Response<Body> {
    match query.text("file").and_then(|file| dev.project_text(file)) {
        Some(text) => plain(StatusCode::OK, text),
        None => plain(StatusCode::NOT_FOUND, "the project has no such file"),
    }
}

fn client(name: &str, request: &Request<Incoming>) -> Response<Body> {
    let Some((_, text)) = hot::CLIENT.iter().find(|(known, _)| *known == name) else {
        return plain(StatusCode::NOT_FOUND, "the client has no such file");
    };
    let etag = format!("\"{}\"", &blake3::hash(text.as_bytes()).to_hex()[..20]);
    let known = request.headers().get(hyper::header::IF_NONE_MATCH);
    let kind = "text/javascript; charset=utf-8";
    super::front::cached(text.as_bytes().to_vec(), kind, &etag, request.method(), known)
}

/// The parameters of an address.
struct Query(Vec<(String, String)>);

impl Query {
    fn of<B>(request: &Request<B>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let parsed = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self(parsed.collect())
    }

    fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> u64 {
        self.text(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }
}
