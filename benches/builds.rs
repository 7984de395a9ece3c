//! What `sprag build` costs from its start to its exit, beside the least that the same can cost in the
//! same run: one table.
//!
//! Run with `cargo build --release -p client && cargo bench -p benches --bench builds`; `-- --quick`
//! leaves out the large app. `SPRAG_TEST_PYTHON` names an interpreter with the framework. The
//! floors are a client that asks a socket and prints the answer, and a program that saves, reads,
//! parses and writes one file. What a build wrote is checked, so that no figure gets better by
//! being wrong.

use anyhow::{Result, bail, ensure};
use benches::{CLASSES_PER_ROUTE, Programs, Spread, modules_path, modules_text, served_app};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The argument that makes this program the client which does nothing.
const NOTHING: &str = "__nothing";

struct Bench {
    sprag: PathBuf,
    python: PathBuf,
    folder: PathBuf,
    app: PathBuf,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, socket] = arguments.as_slice()
        && word == NOTHING
    {
        return nothing(Path::new(socket));
    }
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let (sizes, rounds): (&[usize], usize) =
        if is_quick { (&[2, 25], 50) } else { (&[2, 25, 250, 2_500], 300) };
    let folder = std::env::temp_dir().join(format!("sprag-bench-{}", std::process::id()));
    println!("| classes | what | p50 ms | p90 ms | p99 ms | ratio to floor |");
    println!("|---:|---|---:|---:|---:|---:|");
    let outcome = sizes.iter().try_for_each(|routes| measure(*routes, rounds, &folder));
    fs::remove_dir_all(&folder).ok();
    outcome
}

/// Connects, asks, prints what comes back.
fn nothing(socket: &Path) -> Result<()> {
    let mut stream = UnixStream::connect(socket)?;
    stream.write_all(b"?")?;
    let mut answer = [0; 64];
    let length = stream.read(&mut answer)?;
    std::io::stdout().write_all(&answer[..length])?;
    Ok(())
}

fn measure(routes: usize, rounds: usize, folder: &Path) -> Result<()> {
    let bench = Bench::new(routes, folder)?;
    let classes = routes * CLASSES_PER_ROUTE;
    let slow = rounds.min(20);
    let cold = bench.timed(&["--no-daemon"])?;
    row(classes, "cold, no daemon", vec![cold], None);
    let asked = bench.asked(rounds)?;
    row(classes, "floor: a client that does nothing", asked.clone(), None);
    for _ in 0..3 {
        bench.timed(&[])?;
    }
    let repeat = |arguments: &[&str], rounds: usize| -> Result<Vec<Duration>> {
        (0..rounds).map(|_| bench.timed(arguments)).collect()
    };
    row(classes, "nothing changed", repeat(&[], rounds)?, Some(&asked));
    row(classes, "nothing changed, no daemon", repeat(&["--no-daemon"], slow)?, Some(&asked));
    let saved: Vec<Duration> =
        (0..rounds).map(|edit| bench.least_edit(edit, routes)).collect::<Result<_>>()?;
    row(classes, "floor: save, read, parse, write", saved.clone(), None);
    bench.timed(&[])?;
    let edit = |arguments: &[&str], rounds: usize, word: &str| -> Result<Vec<Duration>> {
        (0..rounds).map(|edit| bench.edit(arguments, edit, routes, word)).collect()
    };
    row(classes, "one method edited", edit(&[], rounds, "warm")?, Some(&saved));
    let alone = edit(&["--no-daemon"], slow, "alone")?;
    row(classes, "one method edited, no daemon", alone, Some(&saved));
    bench.sprag(&["daemon", "stop"]).status()?;
    Ok(())
}

fn row(classes: usize, what: &str, durations: Vec<Duration>, floor: Option<&Vec<Duration>>) {
    let spread = Spread::new(durations);
    let milliseconds = |percent| spread.percentile(percent).as_secs_f64() * 1e3;
    let ratio = floor.map_or("".to_owned(), |floor| {
        let floor = Spread::new(floor.clone()).percentile(50).as_secs_f64() * 1e3;
        format!("{:.1}", milliseconds(50) / floor)
    });
    let figures = [50, 90, 99].map(|percent| format!("{:.2}", milliseconds(percent)));
    println!("| {classes} | {what} | {} | {ratio} |", figures.join(" | "));
}

impl Bench {
    /// A new app with so many routes.
    fn new(routes: usize, folder: &Path) -> Result<Self> {
        let Programs { sprag, python } = Programs::find()?;
        let app = folder.join(format!("app-{routes}"));
        for (path, text) in served_app(routes) {
            let path = app.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&app))?;
            fs::write(path, text)?;
        }
        Ok(Self { sprag, python, folder: folder.to_owned(), app })
    }

    fn sprag(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.sprag);
        command.args(arguments).current_dir(&self.app).env_remove("CI");
        command.env("SPRAG_STATE_DIR", self.folder.join("state"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// One build, from the start of the client to its exit.
    fn timed(&self, arguments: &[&str]) -> Result<Duration> {
        let mut command = self.sprag(&["build", "static", "--python"]);
        command.arg(&self.python).args(arguments);
        let start = Instant::now();
        let status = command.status()?;
        let took = start.elapsed();
        if !status.success() {
            let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
            bail!("a build failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(took)
    }

    /// The client that does nothing, so many times.
    fn asked(&self, rounds: usize) -> Result<Vec<Duration>> {
        let socket = self.folder.join("nothing");
        fs::remove_file(&socket).ok();
        let listener = UnixListener::bind(&socket)?;
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut question = [0];
                if stream.read_exact(&mut question).is_ok() {
                    stream.write_all(b"nothing to do\n").ok();
                }
            }
        });
        let own = std::env::current_exe()?;
        let ask = |_| {
            let mut command = Command::new(&own);
            command.arg(NOTHING).arg(&socket).stdout(Stdio::null());
            let start = Instant::now();
            ensure!(command.status()?.success(), "the client that does nothing failed");
            Ok(start.elapsed())
        };
        (0..rounds).map(ask).collect()
    }

    /// Saves a method, builds, and checks that its module was written.
    fn edit(&self, arguments: &[&str], edit: usize, routes: usize, word: &str) -> Result<Duration> {
        let route = edit * 7 % routes;
        let message = format!("{word} {edit}");
        let start = Instant::now();
        self.save(route, &message)?;
        self.timed(arguments)?;
        let took = start.elapsed();
        let module = format!("dist/generated/modules/PanelModule{route}.js");
        let text = fs::read_to_string(self.app.join(module))?;
        ensure!(text.contains(&message), "the edit did not arrive");
        Ok(took)
    }

    /// As editors save: a new file takes the place of the old one.
    fn save(&self, route: usize, message: &str) -> Result<PathBuf> {
        let path = self.app.join(modules_path(route));
        let new = path.with_extension("new");
        fs::write(&new, modules_text(route, message))?;
        fs::rename(new, &path)?;
        Ok(path)
    }

    /// The least that an edit can cost.
    fn least_edit(&self, edit: usize, routes: usize) -> Result<Duration> {
        let start = Instant::now();
        let path = self.save(edit * 7 % routes, &format!("least {edit}"))?;
        let text = fs::read_to_string(path)?;
        ensure!(queries::syntax::parse(&text).is_ok(), "the app does not parse");
        fs::write(self.folder.join("output.js"), &text)?;
        Ok(start.elapsed())
    }
}
