//! `sprag dev`: serves the app while it is being written.
//!
//! One address answers the browser ([`front`]): modules, assets and static builds from the last build,
//! in memory ([`site`]); pages, actions, uploads, event streams and sockets by the app's own server
//! behind it ([`specter`], [`proxy`], [`stream`], [`sockets`]). After each change the project is built,
//! the app's server made to know of it, and open pages told what to do ([`turn`], [`pages`]).
//!
//! Nothing is written to the project. What an update means for a page is decided in
//! `queries/src/hot/`; what a page does with it is its client's business, `queries/runtime/dev/`.

mod body;
mod dashboard;
mod early;
mod editor;
mod endpoints;
mod error_page;
mod follower;
mod front;
mod guard;
mod inject;
mod line;
mod markup;
pub mod message;
mod pages;
mod problems;
mod proxy;
mod requirements;
mod site;
mod sockets;
mod specter;
mod stream;
mod tell;
#[cfg(test)]
mod tests;
mod turn;

use crate::engine::Engine;
use crate::report::Report;
use dashboard::Saves;
use inject::PageState;
use message::{DevCommand, DevEvent, DevRequest};
use pages::Pages;
use queries::artifact::BuildKind;
use queries::diagnostic::Code;
use queries::hot::{self, Fingerprints};
use site::Site;
use specter::Specter;
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tell::Tell;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::{mpsc, watch};

const PORT_IN_USE: Code = Code(830);
const CANNOT_LISTEN: Code = Code(831);

/// A request waits so long for a build that runs.
const BUILD_PATIENCE: Duration = Duration::from_secs(5);

/// The first build makes a new process know everything.
const FIRST_PATIENCE: Duration = Duration::from_secs(120);

/// One app being served.
struct Dev {
    root: PathBuf,
    request: DevRequest,
    bound: SocketAddr,
    /// Where the web root lies: `/`, or the prefix of a static build.
    base: String,
    tell: Tell,
    pages: Pages,
    specter: Specter,
    progress: watch::Sender<Progress>,
    current: Mutex<Current>,
    reports: UnboundedSender<Reported>,
    asks: UnboundedSender<dashboard::Ask>,
    saves: Saves,
}

/// What the last build gave.
#[derive(Default)]
struct Current {
    site: Arc<Site>,
    /// Concrete paths of all surfaces.
    surfaces: BTreeSet<String>,
    /// What open pages hold.
    held: Arc<Fingerprints>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Nothing can be served yet.
    First,
    Building,
    Settled,
}

/// What a page reported, and when.
type Reported = (hot::Report, SystemTime);

/// What reaches the loop from the front.
struct Incoming {
    reports: UnboundedReceiver<Reported>,
    asks: UnboundedReceiver<dashboard::Ask>,
}

/// Serves the project at `root` (canonical) until `commands` says so or ends. The last event says
/// that nothing is left running.
pub async fn run(
    engine: Engine,
    root: PathBuf,
    request: DevRequest,
    events: UnboundedSender<DevEvent>,
    commands: UnboundedReceiver<DevCommand>,
) {
    let tell = Tell::new(events);
    let report = match start(&root, request, tell.clone()).await {
        Ok((dev, listener, Incoming { reports, asks })) => {
            let dev = Arc::new(dev);
            tell.event(DevEvent::Serving { url: dev.url() });
            let front = tokio::spawn(front::serve(listener, dev.clone()));
            turn::run(&engine, &dev, commands, reports, asks).await;
            front.abort();
            dev.specter.stop().await;
            None
        }
        Err(report) => Some(report),
    };
    tell.event(DevEvent::Ended { report });
}

async fn start(
    root: &Path,
    request: DevRequest,
    tell: Tell,
) -> Result<(Dev, TcpListener, Incoming), Box<Report>> {
    let listener = TcpListener::bind((request.host, request.port))
        .await
        .map_err(|error| cannot_bind(request.host, request.port, &error))?;
    let failed = |error: io::Error| cannot_bind(request.host, request.port, &error);
    let bound = listener.local_addr().map_err(failed)?;
    let options = specter::Options {
        root: root.to_owned(),
        python: request.build.python.clone(),
        target: request.build.app.clone(),
        environment: request.build.environment.clone(),
    };
    let specter = Specter::new(options, tell.clone()).map_err(failed)?;
    let (reports, reported) = mpsc::unbounded_channel();
    let (asks, asked) = mpsc::unbounded_channel();
    let incoming = Incoming { reports: reported, asks: asked };
    let base = base(root, request.build.kind);
    let dev = Dev {
        root: root.to_owned(),
        request,
        bound,
        base,
        tell,
        pages: Pages::new(),
        specter,
        progress: watch::Sender::new(Progress::First),
        current: Mutex::default(),
        reports,
        asks,
        saves: Saves::default(),
    };
    Ok((dev, listener, incoming))
}

/// Static builds are served below a prefix, so that an address which only works at the root shows.
fn base(root: &Path, kind: BuildKind) -> String {
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    match (kind, name) {
        (BuildKind::Full, _) | (_, None) => "/".to_owned(),
        (BuildKind::Static, Some(name)) => {
            let safe = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
            format!("/{}/", name.chars().map(safe).collect::<String>())
        }
    }
}

fn cannot_bind(host: IpAddr, port: u16, error: &io::Error) -> Box<Report> {
    let address = SocketAddr::new(host, port);
    let report = if error.kind() == io::ErrorKind::AddrInUse {
        let message = format!("port {port} is in use: something else listens on {address}");
        let next = port.saturating_add(1);
        let help = format!(
            "end it, or choose another port: --port {next}, or --port 0 for any that is free"
        );
        Report::project_error(PORT_IN_USE, message, help)
    } else {
        let message = format!("cannot listen on {address}: {error}");
        let help =
            "choose an address of this machine with --host, and a port above 1023 with --port";
        Report::project_error(CANNOT_LISTEN, message, help)
    };
    Box::new(report)
}

impl Dev {
    fn url(&self) -> String {
        let shown = match self.bound.ip() {
            address if address.is_unspecified() || address.is_loopback() && address.is_ipv4() => {
                format!("127.0.0.1:{}", self.bound.port())
            }
            _ => self.bound.to_string(),
        };
        format!("http://{shown}{}", self.base)
    }

    fn kind(&self) -> BuildKind {
        self.request.build.kind
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn site(&self) -> Arc<Site> {
        self.current().site.clone()
    }

    fn surfaces(&self) -> Vec<String> {
        self.current().surfaces.iter().cloned().collect()
    }

    /// Whether a document at this path belongs to no surface, which only the build knows.
    fn is_plain_document(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let path = if path.is_empty() { "/" } else { path };
        !self.current().surfaces.contains(path)
    }

    /// Returns once what is on disk is what is served, or after a while.
    async fn settled(&self) {
        let mut progress = self.progress.subscribe();
        let now = *progress.borrow();
        let patience = match now {
            Progress::Settled => return,
            Progress::First => FIRST_PATIENCE,
            Progress::Building => BUILD_PATIENCE,
        };
        let settled = progress.wait_for(|progress| *progress == Progress::Settled);
        let _ = tokio::time::timeout(patience, settled).await;
    }

    /// Returns once something can be served.
    async fn begun(&self) {
        let mut progress = self.progress.subscribe();
        let begun = progress.wait_for(|progress| *progress != Progress::First);
        let _ = tokio::time::timeout(FIRST_PATIENCE, begun).await;
    }

    fn page_state(&self) -> PageState {
        PageState::new(&self.pages, &self.base)
    }

    /// The text of a project file as it is on disk; nothing outside of the project.
    fn project_text(&self, path: &str) -> Option<String> {
        let file = self.root.join(path).canonicalize().ok()?;
        let is_inside = file.starts_with(&self.root);
        std::fs::read_to_string(file).ok().filter(|_| is_inside)
    }

    /// A page says how it took an update.
    fn reported(&self, report: hot::Report) {
        self.pages.answer(report.seq);
        let _ = self.reports.send((report, SystemTime::now()));
    }
}
