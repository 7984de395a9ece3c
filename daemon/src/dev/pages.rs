//! The pages that are open, and what they are told: a stream of server-sent events each.
//!
//! What the events and reports mean is `queries/src/hot/`.

use super::body::{Body, Failure};
use http_body_util::{BodyExt, channel::Channel};
use hyper::Response;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use queries::hot::{Problem, Update};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// Updates that a page can still be told when it comes back.
const REMEMBERED: usize = 50;

/// The session that the dashboard names.
const ONLOOKER: &str = "dashboard";

/// Dead connections are noticed by this.
const PING: Duration = Duration::from_secs(15);

/// What can wait for a page that takes in an update waits no longer than this.
const HEAD_START: Duration = Duration::from_millis(80);

/// Pages by their connection, and what they have been told.
pub(super) struct Pages {
    /// Names this run of the dev server.
    pub(super) session: String,
    state: Mutex<State>,
    /// A page has answered.
    answered: Condvar,
}

/// Someone who follows the events.
struct Open {
    sender: mpsc::UnboundedSender<Bytes>,
    /// A page of the app, which answers; the dashboard only looks on.
    answers: bool,
}

#[derive(Default)]
struct State {
    next: u64,
    open: BTreeMap<u64, Open>,
    seq: u64,
    updates: VecDeque<Update>,
    /// The last update that a page has answered.
    taken: u64,
    /// What is wrong now, as the overlay shows it.
    problems: Vec<Problem>,
}

impl Pages {
    pub(super) fn new() -> Self {
        let start = crate::stamp::now();
        let seed = format!("{start} {}", std::process::id());
        let session = blake3::hash(seed.as_bytes()).to_hex()[..8].to_owned();
        Self { session, state: Mutex::default(), answered: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pages that will answer an update.
    pub(super) fn count(&self) -> usize {
        let mut state = self.state();
        state.open.retain(|_, open| !open.sender.is_closed());
        state.open.values().filter(|open| open.answers).count()
    }

    /// What is wrong now.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.state().problems.clone()
    }

    /// The last update that documents served now contain.
    pub(super) fn seq(&self) -> u64 {
        self.state().seq
    }

    /// Gives the update its number and sends it to all pages.
    pub(super) fn update(&self, mut update: Update) -> u64 {
        let mut state = self.state();
        state.seq += 1;
        let seq = state.seq;
        update.seq = seq;
        state.send("update", &update);
        state.updates.push_back(update);
        while state.updates.len() > REMEMBERED {
            state.updates.pop_front();
        }
        seq
    }

    /// A page has taken in the updates up to `seq`, or failed to.
    pub(super) fn answer(&self, seq: u64) {
        let mut state = self.state();
        state.taken = state.taken.max(seq);
        self.answered.notify_all();
    }

    /// Blocks until a page has answered the update, if one is open: what follows takes processors that the
    /// page can use better, and nobody looks at its result.
    pub(super) fn give_head_start(&self, seq: u64) {
        if self.count() > 0 {
            let waits = |state: &mut State| state.taken < seq;
            let ended = self.answered.wait_timeout_while(self.state(), HEAD_START, waits);
            drop(ended.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Shows what is wrong on all pages, or clears it.
    pub(super) fn set_problems(&self, problems: Vec<Problem>) {
        let mut state = self.state();
        if state.problems == problems {
            return;
        }
        let seq = state.seq;
        if problems.is_empty() {
            state.send("cleared", &json!({ "seq": seq }));
        } else {
            state.send("errors", &json!({ "seq": seq, "diagnostics": problems }));
        }
        state.problems = problems;
    }

    /// A page that has seen the updates up to `seq` of `session` follows from now on.
    pub(super) fn join(&self, session: Option<&str>, seq: u64) -> Response<Body> {
        let (sender, mut events) = mpsc::unbounded_channel();
        {
            let mut state = self.state();
            let hello = json!({
                "session": self.session,
                "seq": state.seq,
                "diagnostics": state.problems,
            });
            let _ = sender.send(event("connected", &hello));
            if session == Some(&self.session) {
                for missed in state.missed(seq) {
                    let _ = sender.send(event("update", &missed));
                }
            }
            let number = state.next;
            state.next += 1;
            let answers = session != Some(ONLOOKER);
            state.open.insert(number, Open { sender, answers });
        }
        let (mut body, channel) = Channel::<Bytes, Failure>::new(8);
        tokio::spawn(async move {
            loop {
                let bytes = match tokio::time::timeout(PING, events.recv()).await {
                    Ok(Some(bytes)) => bytes,
                    Ok(None) => return,
                    Err(_) => event("ping", &json!({})),
                };
                if body.send_data(bytes).await.is_err() {
                    return;
                }
            }
        });
        let mut response = Response::new(channel.boxed_unsync());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl State {
    fn send(&mut self, name: &str, data: &impl Serialize) {
        let bytes = event(name, data);
        self.open.retain(|_, open| open.sender.send(bytes.clone()).is_ok());
    }

    /// The updates above `seq`, or one that stands for all of them.
    fn missed(&self, seq: u64) -> Vec<Update> {
        if seq >= self.seq {
            return Vec::new();
        }
        if self.updates.front().is_some_and(|first| first.seq <= seq + 1) {
            return self.updates.iter().filter(|update| update.seq > seq).cloned().collect();
        }
        vec![Update { seq: self.seq, ..Update::reload("the page was away for long") }]
    }
}

fn event(name: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_else(|_| "{}".to_owned());
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}
