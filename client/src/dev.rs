//! `sprag dev`: starts serving, shows what happens, passes keys on, and ends cleanly.
//!
//! The work is done in the daemon, or in this process by the same code where there is none.

mod keys;
mod lines;
mod link;

use crate::arguments::Dev;
use crate::build;
use crate::failure::{CLEAN, Failure};
use crate::print;
use crate::project::Project;
use crate::reports::{self, OutputFormat, Stream};
use daemon::dev::message::{DevCommand, DevEvent, DevRequest};
use keys::{Key, Keys};
use link::{Heard, Link};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// After a person asked for the end, it comes within this time.
const FAREWELL: Duration = Duration::from_secs(5);

/// `sprag dev`: the exit status.
pub(crate) fn dev(arguments: &Dev) -> Result<u8, Failure> {
    let (kind, folder) = arguments.target().map_err(Failure::Usage)?;
    let common = &arguments.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.root.join("dist");
    let build = build::request(&project, common, kind, output, false)?;
    let request = DevRequest { build, host: arguments.host, port: arguments.port };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::internal)?;
    let ended = runtime.block_on(async {
        let link = Link::open(&project.root, request, !build::is_alone(common))?;
        let format = common.output_format();
        Session { project: &project, format, open: arguments.open, link, url: None }.run().await
    });
    // The thread that reads keys may wait for one.
    runtime.shutdown_background();
    ended
}

struct Session<'a> {
    project: &'a Project,
    format: OutputFormat,
    open: bool,
    link: Link,
    url: Option<String>,
}

impl Session<'_> {
    async fn run(mut self) -> Result<u8, Failure> {
        let mut keys = Keys::listen(self.format == OutputFormat::Full);
        let mut end = EndSignals::new().map_err(Failure::internal)?;
        loop {
            tokio::select! {
                heard = self.link.next() => match heard {
                    Heard::Event(DevEvent::Ended { report }) => {
                        drop(keys);
                        return match report {
                            Some(report) => Err(Failure::Problem(report)),
                            None => Ok(CLEAN),
                        };
                    }
                    Heard::Event(event) => self.show(&event),
                    Heard::Lost(reason) => return Err(Failure::internal(reason)),
                },
                key = keys.next() => {
                    if self.pressed(key) {
                        drop(keys);
                        return self.quit(end).await;
                    }
                }
                () = end.received() => {
                    drop(keys);
                    return self.quit(end).await;
                }
            }
        }
    }

    /// Waits until nothing is left running; a second signal ends the waiting.
    async fn quit(mut self, mut end: EndSignals) -> Result<u8, Failure> {
        self.link.send(DevCommand::Quit);
        let farewell = async {
            while let Heard::Event(event) = self.link.next().await {
                if matches!(event, DevEvent::Ended { .. }) {
                    return;
                }
            }
        };
        tokio::select! {
            _ = tokio::time::timeout(FAREWELL, farewell) => {}
            () = end.received() => {}
        }
        Ok(CLEAN)
    }

    /// Whether the key means the end.
    fn pressed(&self, key: Key) -> bool {
        match (key, &self.url) {
            (Key::Quit, _) => return true,
            (Key::Reload, _) => self.link.send(DevCommand::Reload),
            (Key::Install, _) => self.link.send(DevCommand::Install),
            (Key::Open, Some(url)) => open_browser(url),
            (Key::Dashboard, Some(url)) => open_browser(&dashboard(url)),
            (Key::Open | Key::Dashboard, None) => {}
        }
        false
    }

    fn show(&mut self, event: &DevEvent) {
        if let DevEvent::Serving { url } = event {
            self.url = Some(url.clone());
        }
        if matches!(event, DevEvent::Ready { .. })
            && self.open
            && let Some(url) = &self.url
        {
            open_browser(url);
        }
        if self.format != OutputFormat::Full {
            return print::json("dev", event);
        }
        match event {
            DevEvent::Problems { reports } => {
                reports::print(reports, self.format, &self.project.root, Stream::Output);
                if reports.is_empty() {
                    print::result(&lines::quiet("no problems any more"));
                }
            }
            event => {
                if let Some(line) = lines::line(event, self.url.as_deref()) {
                    print::result(&line);
                }
            }
        }
    }
}

fn dashboard(url: &str) -> String {
    let origin = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    format!("{origin}/__sprag__/dev/")
}

/// With what the system has for it. A failure is a note: the address has been printed.
fn open_browser(url: &str) {
    let chosen = std::env::var("BROWSER").ok().filter(|program| !program.is_empty());
    let usual = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let program = chosen.as_deref().unwrap_or(usual);
    let started = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(mut child) => {
            std::thread::spawn(move || child.wait());
        }
        Err(error) => print::note(&format!("`{program}` does not start: {error}")),
    }
}

/// What ends a program from outside.
struct EndSignals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl EndSignals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}
