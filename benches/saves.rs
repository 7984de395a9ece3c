//! How long a save takes until its new code runs in an open page: `sprag dev`, and beside it the framework's
//! own dev server on the same app, in one table.
//!
//! Run with `cargo build --release -p client && cargo bench -p benches --bench saves`; `-- --quick` leaves
//! out the large apps, `-- --routes N` measures one size alone (`--framework` the framework's server), `-- --write` puts the table into
//! `docs/dev.md`. `SPRAG_TEST_PYTHON` names an interpreter with the framework, beside which its own program lies; Chromium is found as the tests find it,
//! and `npm ci` in `client/tests/browser` has installed what drives it.
//!
//! A save is a renamed file; its end is when the page shows what the new code says, by the page's own clock
//! (`page.mjs`). The framework's server is given its usual interval and only the sizes that it is made for.

use anyhow::{Context, Result, bail, ensure};
use benches::{CLASSES_PER_ROUTE, Programs, Spread, components_path, served_app};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The route whose page is open.
const ROUTE: usize = 1;
const STYLE: &str = "app/shell.css";
const PORT: u16 = 8_719;
/// How long a page may take to show a save.
const PATIENCE: Duration = Duration::from_secs(120);
/// Saves of each kind that the framework's own server is given.
const FRAMEWORK_ROUNDS: usize = 5;
/// How long nothing is done to see what that costs.
const IDLE: Duration = Duration::from_secs(10);

const BEGIN: &str = "<!-- written by cargo bench -p benches --bench saves -- --write -->\n";
const END: &str = "<!-- end -->";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let folder = std::env::temp_dir().join(format!("sprag-saves-{}", std::process::id()));
    let bench = Bench::new(&folder)?;
    let ours: &[usize] = if has("--quick") { &[3, 25] } else { &[3, 25, 300, 3_000] };
    let rounds = if has("--quick") { 20 } else { 100 };
    let mut table = Table::default();
    let mut measure = |tool, sizes: &[usize], rounds| {
        sizes.iter().try_for_each(|&routes| bench.measure(tool, routes, rounds, &mut table))
    };
    let one = arguments.iter().position(|argument| argument == "--routes");
    let one = one.and_then(|at| arguments.get(at + 1)).map(|number| number.parse()).transpose()?;
    let outcome = match one {
        Some(routes) if has("--framework") => measure(Tool::Framework, &[routes], FRAMEWORK_ROUNDS),
        Some(routes) => measure(Tool::Ours, &[routes], rounds),
        None => measure(Tool::Ours, ours, rounds)
            .and_then(|()| measure(Tool::Framework, &[3, 25], FRAMEWORK_ROUNDS)),
    };
    fs::remove_dir_all(&folder).ok();
    outcome?;
    if has("--write") { write(&table.text) } else { Ok(()) }
}

/// Puts the table between the marks in the documentation.
fn write(table: &str) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/dev.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) =
        text.split_once(BEGIN).context("docs/dev.md has no place for the table")?;
    let (_, after) = rest.split_once(END).context("the table in docs/dev.md has no end")?;
    Ok(fs::write(path, format!("{before}{BEGIN}{table}{END}{after}"))?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    Ours,
    Framework,
}

impl Tool {
    fn port(self) -> u16 {
        PORT + self as u16
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ours => "sprag dev (spragd)",
            Self::Framework => "sprag dev (spragkit)",
        }
    }
}

/// Printed as it comes about.
struct Table {
    text: String,
}

impl Default for Table {
    fn default() -> Self {
        let mut table = Self { text: String::new() };
        table.line(
            "| routes | classes | server | what was saved | p50 ms | p90 ms | p99 ms | saves |",
        );
        table.line("|---:|---:|---|---|---:|---:|---:|---:|");
        table
    }
}

impl Table {
    fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn row(&mut self, routes: usize, tool: Tool, what: &str, figures: &str, count: &str) {
        let classes = routes * CLASSES_PER_ROUTE;
        self.line(&format!(
            "| {routes} | {classes} | {} | {what} | {figures} | {count} |",
            tool.name()
        ));
    }
}

struct Bench {
    folder: PathBuf,
    sprag: PathBuf,
    python: PathBuf,
    chromium: PathBuf,
}

impl Bench {
    fn new(folder: &Path) -> Result<Self> {
        let Programs { sprag, python } = Programs::find()?;
        let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
            .map(PathBuf::from)
            .into_iter()
            .find(|path| path.exists())
            .context("there is no Chromium")?;
        Ok(Self { folder: folder.to_owned(), sprag, python, chromium })
    }

    fn measure(&self, tool: Tool, routes: usize, rounds: usize, table: &mut Table) -> Result<()> {
        let app = App::new(&self.folder.join(format!("{}-{routes}", tool as u8)), routes)?;
        let server = Server::start(self, tool, &app)?;
        let page = Page::open(&self.chromium, &format!("{}/route-{ROUTE}", server.origin))?;
        for kind in [Kind::Method, Kind::Server, Kind::Style] {
            let rounds = if kind == Kind::Method { rounds } else { rounds.min(30) };
            let mut took = Vec::new();
            for round in 0..rounds {
                match page.time(&app, kind, round)? {
                    Some(time) => took.push(time),
                    None if tool == Tool::Framework => break,
                    None => bail!("the page never shows {} of round {round}", kind.name()),
                }
                server.settle();
            }
            if took.len() < rounds {
                let figures = format!("not within {} s | |", PATIENCE.as_secs());
                table.row(routes, tool, kind.name(), &figures, &(took.len() + 1).to_string());
                continue;
            }
            let spread = Spread::new(took);
            let figures = [50, 90, 99]
                .map(|percent| format!("{:.0}", spread.percentile(percent).as_secs_f64() * 1e3));
            table.row(routes, tool, kind.name(), &figures.join(" | "), &rounds.to_string());
        }
        let busy = server.busy(IDLE)?;
        let mut figures = String::new();
        write!(
            figures,
            "{:.1} ms of CPU a second | |",
            busy.as_secs_f64() * 1e3 / IDLE.as_secs_f64()
        )?;
        table.row(routes, tool, "nothing", &figures, "");
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Method,
    Server,
    Style,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Method => "a method's body",
            Self::Server => "server code",
            Self::Style => "a stylesheet",
        }
    }

    /// As `page.mjs` calls it.
    fn watched(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Server => "server",
            Self::Style => "style",
        }
    }
}

struct App {
    root: PathBuf,
    files: BTreeMap<String, String>,
}

impl App {
    fn new(root: &Path, routes: usize) -> Result<Self> {
        let mut files: BTreeMap<String, String> = served_app(routes).into_iter().collect();
        let declaration = "from sprag import App, shell\n\napp = App(\n    routes=\"app.routes\",\n    \
                           shell=shell(template=\"app/shell.html\", css=[\"app/shell.css\"]),\n)\n";
        files.insert("app/__init__.py".to_owned(), declaration.to_owned());
        files.insert("app/shell.html".to_owned(), "<div>{{ sprag_slot }}</div>\n".to_owned());
        files.insert(STYLE.to_owned(), style(0));
        let screen = files.get_mut(&format!("app/routes/route_{ROUTE}/web.py"));
        let screen = screen.context("the route has a screen")?;
        *screen = screen.replace(
            "ui.main(",
            "ui.main(\n            ui.p(str(data[\"route\"]), data_role=\"route\"),",
        );
        let app = Self { root: root.to_owned(), files };
        for (path, text) in &app.files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
            fs::write(path, text)?;
        }
        Ok(app)
    }

    /// The path and the text of the `round`th edit, and what the page shows then.
    fn edit(&self, kind: Kind, round: usize) -> (String, String, String) {
        match kind {
            Kind::Method => {
                let path = components_path(ROUTE);
                let title = format!("Edit {round}");
                let text = self.files[&path]
                    .replace(&format!("\"Panel {ROUTE}\""), &format!("\"{title}\""));
                (path, text, title)
            }
            Kind::Server => {
                let path = format!("app/routes/route_{ROUTE}/server.py");
                let number = 1_000 + round;
                let said = |number: usize| format!("\"route\": {number},");
                let text = self.files[&path].replace(&said(ROUTE), &said(number));
                (path, text, number.to_string())
            }
            Kind::Style => (STYLE.to_owned(), style(round + 1), color(round + 1)),
        }
    }

    /// As editors save: a new file takes the place of the old one.
    fn save(&self, path: &str, text: &str) -> Result<SystemTime> {
        let path = self.root.join(path);
        let new = path.with_extension("tmp~");
        fs::write(&new, text)?;
        let now = SystemTime::now();
        fs::rename(new, path)?;
        Ok(now)
    }
}

fn color(round: usize) -> String {
    format!("rgb(1, {}, {})", round / 200, round % 200)
}

/// A change of the colour is the begin of a transition, which the page tells.
fn style(round: usize) -> String {
    format!(
        "body {{\n  outline: 1px solid {};\n  transition: outline-color 1ms;\n}}\n",
        color(round)
    )
}

/// A running dev server.
struct Server {
    child: Child,
    origin: String,
    /// Lines of ours, which end a save.
    lines: Option<Receiver<String>>,
    stop: Option<Command>,
}

impl Server {
    fn start(bench: &Bench, tool: Tool, app: &App) -> Result<Self> {
        let mut command = match tool {
            Tool::Ours => Command::new(&bench.sprag),
            Tool::Framework => Command::new(bench.python.with_file_name("sprag")),
        };
        command.args(["dev", "--port", &tool.port().to_string()]).current_dir(&app.root);
        command.env("SPRAG_STATE_DIR", bench.folder.join("state")).env_remove("CI");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let origin = format!("http://127.0.0.1:{}", tool.port());
        if tool == Tool::Framework {
            let mut server = Self { child: command.spawn()?, origin, lines: None, stop: None };
            server.await_answer()?;
            return Ok(server);
        }
        command.args(["--json", "--python"]).arg(&bench.python).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let output = child.stdout.take().context("the output is a pipe")?;
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut stop = Command::new(&bench.sprag);
        stop.args(["daemon", "stop"]).current_dir(&app.root);
        stop.env("SPRAG_STATE_DIR", bench.folder.join("state"));
        stop.stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { child, origin, lines: Some(lines), stop: Some(stop) };
        server.said("ready", Duration::from_secs(1_800)).context("the app does not start")?;
        Ok(server)
    }

    fn await_answer(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(600);
        while std::net::TcpStream::connect(("127.0.0.1", Tool::Framework.port())).is_err() {
            ensure!(self.child.try_wait()?.is_none(), "the framework's server has ended");
            ensure!(Instant::now() < deadline, "the framework's server does not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Waits for an event of ours.
    fn said(&self, word: &str, patience: Duration) -> Option<String> {
        let lines = self.lines.as_ref()?;
        let deadline = Instant::now() + patience;
        while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            if line.contains(&format!("\"{word}\":")) {
                return Some(line);
            }
        }
        None
    }

    /// The next save is not made before the last one has been taken in.
    fn settle(&self) {
        match self.lines {
            Some(_) => drop(self.said("saved", Duration::from_secs(60))),
            None => std::thread::sleep(Duration::from_millis(1_200)),
        }
        std::thread::sleep(Duration::from_millis(50));
    }

    /// The processor time that the server and all that it started take while nothing happens.
    fn busy(&self, time: Duration) -> Result<Duration> {
        std::thread::sleep(Duration::from_secs(3));
        let before = self.processor_time()?;
        std::thread::sleep(time);
        Ok(self.processor_time()?.saturating_sub(before))
    }

    fn processor_time(&self) -> Result<Duration> {
        let output = Command::new("ps").args(["-eo", "pid=,ppid=,args="]).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let root = self.child.id();
        // A daemon is nobody's child; it names the project.
        let mut ours: Vec<u32> = vec![root];
        let rows: Vec<(u32, u32, &str)> = text.lines().filter_map(process).collect();
        ours.extend(
            rows.iter().filter(|row| self.stop.is_some() && self.is_daemon(row.2)).map(|row| row.0),
        );
        let mut index = 0;
        while let Some(&parent) = ours.get(index) {
            let children = rows.iter().filter(|row| row.1 == parent && !ours.contains(&row.0));
            let children: Vec<u32> = children.map(|row| row.0).collect();
            ours.extend(children);
            index += 1;
        }
        let ticks: u64 = ours.iter().filter_map(|pid| ticks(*pid)).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    fn is_daemon(&self, command_line: &str) -> bool {
        let root = self.stop.as_ref().and_then(Command::get_current_dir);
        let root = root.map(|root| root.display().to_string()).unwrap_or_default();
        command_line.contains("__daemon") && command_line.contains(&root)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // As Ctrl-C, so that nothing is left running.
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        end(&mut self.child, Duration::from_secs(10));
        if let Some(stop) = &mut self.stop {
            let _ = stop.status();
        }
    }
}

/// Number, parent and command line of a process.
fn process(line: &str) -> Option<(u32, u32, &str)> {
    let (pid, rest) = line.trim_start().split_once(' ')?;
    let (parent, command_line) = rest.trim_start().split_once(' ')?;
    Some((pid.parse().ok()?, parent.parse().ok()?, command_line))
}

/// Hundredths of a second of processor time.
fn ticks(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// A page in Chromium.
struct Page {
    child: Child,
    /// Its end ends the browser.
    input: Option<ChildStdin>,
    told: Receiver<Value>,
}

impl Page {
    fn open(chromium: &Path, address: &str) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("page.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(chromium)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("node does not start")?;
        let mut input = child.stdin.take().context("the input is a pipe")?;
        let output = child.stdout.take().context("the output is a pipe")?;
        let (sender, told) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let Ok(message) = serde_json::from_str(&line) else { continue };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        writeln!(input, "{}", json!({ "open": address }))?;
        let page = Self { child, input: Some(input), told };
        page.wait(|message| message["opened"] == true)?.context("the page does not open")?;
        Ok(page)
    }

    /// One edit, from the save to the page; `None` if that never shows it.
    fn time(&self, app: &App, kind: Kind, round: usize) -> Result<Option<Duration>> {
        let (path, text, expected) = app.edit(kind, round);
        ensure!(app.files.get(&path) != Some(&text), "the edit of {path} changes nothing");
        let since = app.save(&path, &text)?;
        let shown = |message: &Value| {
            message["name"] == kind.watched() && message["text"].as_str() == Some(&expected)
        };
        let Some(message) = self.wait(shown)? else { return Ok(None) };
        let at = Duration::from_millis(message["at"].as_u64().context("the page has a clock")?);
        Ok(Some(at.saturating_sub(since.duration_since(UNIX_EPOCH)?)))
    }

    fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Result<Option<Value>> {
        loop {
            match self.told.recv_timeout(PATIENCE) {
                Ok(message) if wanted(&message) => return Ok(Some(message)),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => bail!("the browser has ended"),
            }
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.input.take());
        end(&mut self.child, Duration::from_secs(5));
    }
}

/// Waits for the end of a process, and does not wait for ever.
fn end(child: &mut Child, patience: Duration) {
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline && !matches!(child.try_wait(), Ok(Some(_))) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
}
