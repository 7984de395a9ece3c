//! A synthetic app on disk, and builds of it.

use crate::floors;
use anyhow::{Context, Result, bail, ensure};
use benches::{Programs, controller_path, controller_text, modules_path, modules_text, served_app};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How `sprag watch` ends what it says of a build.
const END_OF_BUILD: &str = "[sprag] build ok";

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Bench {
    sprag: PathBuf,
    python: PathBuf,
    /// Of the whole run.
    pub(crate) folder: PathBuf,
    pub(crate) app: PathBuf,
    pub(crate) routes: usize,
}

impl Bench {
    /// A new app with so many routes.
    pub(crate) fn new(routes: usize, folder: &Path) -> Result<Self> {
        let Programs { sprag, python } = Programs::find()?;
        let app = folder.join(format!("app-{routes}"));
        for (path, text) in served_app(routes) {
            let path = app.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&app))?;
            fs::write(path, text)?;
        }
        Ok(Self { sprag, python, folder: folder.to_owned(), app, routes })
    }

    pub(crate) fn end(&self) -> Result<()> {
        self.sprag(&["daemon", "stop"]).status()?;
        Ok(())
    }

    fn sprag(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.sprag);
        command.args(arguments).current_dir(&self.app).env_remove("CI");
        command.env("SPRAG_STATE_DIR", self.folder.join("state"));
        // The largest app needs more than a daemon allows itself.
        command.env("SPRAG_MEMORY", "16384");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// One build, from the start of the client to its exit.
    fn timed(&self, arguments: &[&str]) -> Result<Duration> {
        let mut command = self.sprag(&["build", "static", "--python"]);
        command.arg(&self.python).args(arguments);
        timed(command)
    }

    /// Builds until there is nothing to do.
    pub(crate) fn warm(&self, arguments: &[&str]) -> Result<()> {
        self.repeated(arguments, 3).map(drop)
    }

    pub(crate) fn repeated(&self, arguments: &[&str], rounds: usize) -> Result<Vec<Duration>> {
        (0..rounds).map(|_| self.timed(arguments)).collect()
    }

    /// Everything from nothing, without pages, and the least that it can cost, in turn. Each writes to a folder that
    /// was not there before: ext4 is slow to make files after many were removed.
    pub(crate) fn cold(&self, rounds: usize) -> Result<(Vec<Duration>, Vec<Duration>)> {
        let (mut cold, mut floor) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            remove(&self.app.join(".sprag"))?;
            let output = self.folder.join(format!("cold-{}-{round}", self.routes));
            let named = output.to_str().context("a path that is not UTF-8")?;
            cold.push(self.timed(&["--no-prerender", "--no-daemon", "--output", named])?);
            let outputs = floors::outputs(&output)?;
            let least = self.folder.join(format!("floor-{}-{round}", self.routes));
            floor.push(floors::cold(&self.app.join("app"), &outputs, &least)?);
        }
        Ok((cold, floor))
    }

    /// Has an answer left behind for the next daemon: stamps have to settle first.
    pub(crate) fn rest(&self) -> Result<()> {
        self.warm(&["--no-prerender"])?;
        std::thread::sleep(Duration::from_millis(3200));
        self.end()
    }

    /// A build by a daemon that has to be started and knows nothing yet; nothing changed.
    pub(crate) fn restarted(&self) -> Result<Duration> {
        self.end()?;
        self.timed(&["--no-prerender"])
    }

    /// Edits of one method of a browser class, each built, with a check that its module was written.
    pub(crate) fn method_edits(&self, arguments: &[&str], rounds: usize) -> Result<Vec<Duration>> {
        let edit = |edit| {
            let (route, message) = (edit * 7 % self.routes, self.message(arguments, edit));
            let start = Instant::now();
            self.save(&modules_path(route), &modules_text(route, &message))?;
            self.timed(arguments)?;
            let took = start.elapsed();
            self.has(&format!("generated/modules/PanelModule{route}.js"), &message)?;
            Ok(took)
        };
        (0..rounds).map(edit).collect()
    }

    /// Edits of one method of a browser class under `sprag watch`, each from the start of the save until the
    /// module is on the disk.
    pub(crate) fn watched_edits(&self, rounds: usize) -> Result<Vec<Duration>> {
        let mut watch = self.sprag(&["watch", "static", "--no-prerender", "--python"]);
        let mut watch = watch.arg(&self.python).stdout(Stdio::piped()).spawn()?;
        let watched =
            watch.stdout.take().map(|told| self.edit_watched(BufReader::new(told), rounds));
        watch.kill()?;
        watch.wait()?;
        watched.unwrap_or_else(|| bail!("`sprag watch` has no output"))
    }

    fn edit_watched(&self, told: impl BufRead, rounds: usize) -> Result<Vec<Duration>> {
        let mut told = told.lines();
        let mut end_of_build = || -> Result<()> {
            for line in told.by_ref() {
                let line = line?;
                ensure!(!line.contains("[sprag] build failed"), "{line}");
                if line.starts_with(END_OF_BUILD) {
                    return Ok(());
                }
            }
            bail!("`sprag watch` ended")
        };
        end_of_build()?;
        let edit = |edit| {
            let (route, message) = (edit * 7 % self.routes, format!("watched {edit}"));
            let module = self.app.join(format!("dist/generated/modules/PanelModule{route}.js"));
            let before = fs::symlink_metadata(&module)?.ino();
            let start = Instant::now();
            self.save(&modules_path(route), &modules_text(route, &message))?;
            while fs::symlink_metadata(&module)?.ino() == before {
                ensure!(start.elapsed() < PATIENCE, "the edit did not arrive");
                std::thread::sleep(Duration::from_micros(20));
            }
            let took = start.elapsed();
            self.has(&format!("generated/modules/PanelModule{route}.js"), &message)?;
            end_of_build()?;
            Ok(took)
        };
        (0..rounds).map(edit).collect()
    }

    /// Edits of the data that a Controller gives to its page, each built, with a check of the page.
    pub(crate) fn data_edits(&self, arguments: &[&str], rounds: usize) -> Result<Vec<Duration>> {
        let edit = |edit| {
            let (route, message) = (edit * 7 % self.routes, self.message(arguments, edit));
            let start = Instant::now();
            self.save(&controller_path(route), &controller_text(route, &message))?;
            self.timed(arguments)?;
            let took = start.elapsed();
            self.has(&format!("route-{route}/index.html"), &message)?;
            Ok(took)
        };
        (0..rounds).map(edit).collect()
    }

    /// Another one for each edit of a run.
    fn message(&self, arguments: &[&str], edit: usize) -> String {
        format!("edit {edit} {}", arguments.join(" "))
    }

    fn has(&self, output: &str, message: &str) -> Result<()> {
        let text = fs::read_to_string(self.app.join("dist").join(output))?;
        ensure!(text.contains(message), "the edit did not arrive in {output}");
        Ok(())
    }

    /// As editors save: a new file takes the place of the old one.
    fn save(&self, path: &str, text: &str) -> Result<PathBuf> {
        let path = self.app.join(path);
        let new = path.with_extension("new");
        fs::write(&new, text)?;
        fs::rename(new, &path)?;
        Ok(path)
    }

    /// The least that an edit of a method can cost.
    pub(crate) fn least(&self, edit: usize) -> Result<Duration> {
        let route = edit * 7 % self.routes;
        let start = Instant::now();
        let path =
            self.save(&modules_path(route), &modules_text(route, &format!("least {edit}")))?;
        let text = fs::read_to_string(path)?;
        ensure!(queries::syntax::parse(&text).is_ok(), "the app does not parse");
        fs::write(self.folder.join("output.js"), &text)?;
        Ok(start.elapsed())
    }

    /// A build by the framework's own tool.
    pub(crate) fn peer(&self) -> Result<Duration> {
        let mut command = Command::new(self.python.with_file_name("sprag"));
        command.args(["build", "static", "--output"]).arg(self.folder.join("peer"));
        command.current_dir(&self.app).stdout(Stdio::null()).stderr(Stdio::null());
        timed(command)
    }
}

fn timed(mut command: Command) -> Result<Duration> {
    let start = Instant::now();
    let status = command.status()?;
    let took = start.elapsed();
    if !status.success() {
        let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
        bail!("a build failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(took)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
