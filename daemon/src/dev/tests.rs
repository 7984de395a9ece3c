//! The front, in front of a server that is none of Python's.

use super::body::{html, respond};
use super::message::DevEvent;
use super::specter::Upstream;
use super::*;
use crate::protocol::BuildRequest;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixListener};
use tokio::sync::mpsc;

/// A dev server without a loop, whose app is what a test says.
struct Fixture {
    dev: Arc<Dev>,
    _folder: tempfile::TempDir,
    _events: UnboundedReceiver<DevEvent>,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("server.py"), "one\ntwo\nthree\n").unwrap();
        let build = BuildRequest {
            kind: BuildKind::Full,
            output: root.join("dist"),
            app: None,
            python: "/nowhere/python".into(),
            environment: std::collections::BTreeMap::new(),
            publish: false,
            prerender: true,
            umask: 0o022,
        };
        let host = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
        let (events, _events) = mpsc::unbounded_channel();
        let request = DevRequest { build, host, port: 0 };
        let started = start(&root, request, Tell::new(events)).await;
        let Ok((dev, listener, _)) = started else { panic!("it does not start") };
        let dev = Arc::new(dev);
        dev.progress.send_replace(Progress::Settled);
        tokio::spawn(front::serve(listener, dev.clone()));
        Self { dev, _folder: folder, _events }
    }

    /// Serves the app: every path answers as `word` says, until the returned task is ended.
    fn serve(&self, number: u64, word: &'static str) -> (Arc<Upstream>, tokio::task::AbortHandle) {
        let socket = self.dev.root.join(format!("{number}.http"));
        let listener = UnixListener::bind(&socket).unwrap();
        let serving = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = service_fn(
                    move |request: Request<hyper::body::Incoming>| async move {
                        Ok::<_, Infallible>(match request.uri().path() {
                            "/problem" => respond(
                                StatusCode::INTERNAL_SERVER_ERROR,
                                "application/vnd.spragd.problem+json",
                                r#"{"kind":"load","surface":null,"message":"ValueError: <no>","traceback":"all of it",
                                "frames":[{"file":"server.py","line":2,"columns":null,"function":"load"}]}"#,
                            ),
                            "/text" => respond(StatusCode::OK, "text/plain", word),
                            _ => html(StatusCode::OK, format!("<html><head></head>{word}</html>")),
                        })
                    },
                );
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        (Arc::new(Upstream { number, socket }), serving.abort_handle())
    }

    /// The whole answer.
    async fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.dev.bound).await.unwrap();
        let host = self.dev.bound;
        let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

#[tokio::test]
async fn pages_get_the_client_and_everything_else_is_passed_on_as_it_is() {
    let fixture = Fixture::new().await;
    let (upstream, _) = fixture.serve(1, "word");
    fixture.dev.specter.set_current(Some(upstream));
    let page = fixture.get("/").await;
    assert!(page.contains("<head><script type=\"module\" src=\"/__sprag__/dev/client/"), "{page}");
    assert!(page.ends_with("word</html>"), "{page}");
    let text = fixture.get("/text").await;
    assert!(text.ends_with("\r\n\r\nword"), "{text}");
}

#[tokio::test]
async fn a_request_during_a_change_waits_and_is_answered_by_the_new_server() {
    let fixture = Fixture::new().await;
    let (old, _) = fixture.serve(1, "old");
    let (new, _) = fixture.serve(2, "new");
    fixture.dev.specter.set_current(Some(old));
    assert!(fixture.get("/text").await.ends_with("old"));
    fixture.dev.specter.hold();
    let dev = fixture.dev.clone();
    let start = Instant::now();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(120)).await;
        dev.specter.set_current(Some(new));
    });
    assert!(fixture.get("/text").await.ends_with("new"));
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_request_to_a_server_that_is_gone_is_asked_again_of_its_successor() {
    let fixture = Fixture::new().await;
    let (old, serving) = fixture.serve(1, "old");
    fixture.dev.specter.set_current(Some(old));
    serving.abort();
    let dev = fixture.dev.clone();
    let (new, _) = fixture.serve(2, "new");
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        dev.specter.set_current(Some(new));
    });
    assert!(fixture.get("/text").await.ends_with("new"));
}

#[tokio::test]
async fn a_problem_becomes_a_page_with_the_line() {
    let fixture = Fixture::new().await;
    let (upstream, _) = fixture.serve(1, "word");
    fixture.dev.specter.set_current(Some(upstream));
    let page = fixture.get("/problem").await;
    assert!(page.starts_with("HTTP/1.1 500"), "{page}");
    assert!(page.contains("ValueError: &lt;no&gt;"), "{page}");
    assert!(page.contains("server.py:2:1"), "{page}");
    assert!(page.contains("<span class=\"at\"><i>    2</i> two"), "{page}");
}

#[tokio::test]
async fn without_any_server_there_is_a_page_that_says_why() {
    let fixture = Fixture::new().await;
    fixture.dev.specter.set_current(None);
    let answer = fixture.get("/").await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("the app does not start"), "{answer}");
}
