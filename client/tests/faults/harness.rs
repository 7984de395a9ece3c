//! What the tests of faults share: hurting processes, places to fail at, the bare protocol, and the
//! oracle that says what is right.

use crate::project::{Project, Ran};
use daemon::protocol::{
    self, BuildRequest, Greeting, Hello, LONGEST_REPLY, Reply, Request, Summary,
};
use daemon::report::Report;
use daemon::server::Info;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Longer than anything takes that is not stuck, on a machine that is busy with other things.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A build on a machine that has no time for it: what takes longer is stuck.
const LONGEST_BUILD: Duration = Duration::from_secs(600);

/// All files below a folder, with their contents.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Waits until `condition` holds; fails if that takes longer than [`PATIENCE`].
#[track_caller]
pub(crate) fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Some process, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process(pub(crate) i32);

impl Process {
    pub(crate) fn signal(self, signal: Signal) {
        kill_process(Pid::from_raw(self.0).unwrap(), signal).unwrap();
    }

    pub(crate) fn kill9(self) {
        self.signal(Signal::KILL);
        self.wait_gone();
    }

    pub(crate) fn freeze(self) {
        self.signal(Signal::STOP);
        wait_until("the process stops", || matches!(self.state(), Some('T') | None));
    }

    pub(crate) fn thaw(self) {
        self.signal(Signal::CONT);
    }

    /// A zombie is gone: it holds nothing any more.
    pub(crate) fn is_alive(self) -> bool {
        !matches!(self.state(), None | Some('Z' | 'X'))
    }

    #[track_caller]
    pub(crate) fn wait_gone(self) {
        wait_until("the process ends", || !self.is_alive());
    }

    /// The letter of `/proc/PID/stat`.
    pub(crate) fn state(self) -> Option<char> {
        self.stat()?.first()?.chars().next()
    }

    /// The fields of `/proc/PID/stat` after the name.
    fn stat(self) -> Option<Vec<String>> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let (_, fields) = text.rsplit_once(") ")?;
        Some(fields.split(' ').map(str::to_owned).collect())
    }

    /// The processes that this one started and that those started, without zombies.
    pub(crate) fn descendants(self) -> Vec<Self> {
        let all = fs::read_dir("/proc").unwrap().flatten();
        let all = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Self));
        let all: Vec<Self> = all.filter(|process| process.is_alive()).collect();
        let parent_of = |process: &Self| process.stat()?.get(1)?.parse().ok().map(Self);
        let mut found = vec![self];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            found.extend(all.iter().filter(|process| parent_of(process) == Some(parent)));
            next += 1;
        }
        found.split_off(1)
    }

    /// What its file descriptors lead to.
    pub(crate) fn open_files(self) -> Vec<PathBuf> {
        let entries = fs::read_dir(format!("/proc/{}/fd", self.0)).into_iter().flatten();
        entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()).collect()
    }

    pub(crate) fn threads(self) -> usize {
        fs::read_dir(format!("/proc/{}/task", self.0)).map_or(0, Iterator::count)
    }

    /// Resident memory in bytes.
    pub(crate) fn memory(self) -> usize {
        let text = fs::read_to_string(format!("/proc/{}/statm", self.0)).unwrap_or_default();
        let pages: usize = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        pages * rustix::param::page_size()
    }
}

/// A `sprag` that runs beside the test.
pub(crate) struct Client {
    child: Child,
}

impl Client {
    pub(crate) fn process(&self) -> Process {
        Process(i32::try_from(self.child.id()).unwrap())
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    pub(crate) fn wait(self) -> Ran {
        self.child.wait_with_output().unwrap().into()
    }

    pub(crate) fn kill9(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it, and returns what it has printed.
    pub(crate) fn stop(mut self) -> Ran {
        self.child.kill().unwrap();
        self.wait()
    }
}

/// A file of `daemon::failpoint`.
pub(crate) struct Failpoint {
    file: PathBuf,
    reached: PathBuf,
}

impl Failpoint {
    pub(crate) fn was_reached(&self) -> bool {
        self.reached.exists()
    }

    #[track_caller]
    pub(crate) fn wait_until_reached(&self) {
        wait_until("the failpoint is reached", || self.was_reached());
    }

    /// Lets go of whoever waits there, and disarms it.
    pub(crate) fn release(&self) {
        let _ = fs::remove_file(&self.file);
    }
}

impl Project {
    /// Makes whoever comes to this place of the program do that, once.
    pub(crate) fn fail_at(&self, place: &str, action: &str) -> Failpoint {
        let folder = self.failpoints();
        fs::create_dir_all(&folder).unwrap();
        let point = Failpoint {
            file: folder.join(place),
            reached: folder.join(format!("{place}.reached")),
        };
        let _ = fs::remove_file(&point.reached);
        fs::write(&point.file, action).unwrap();
        point
    }

    /// A place for files beside the project.
    pub(crate) fn outside(&self) -> PathBuf {
        self.path("").with_file_name("outside")
    }

    /// The folder with the daemon's files.
    pub(crate) fn state_folder(&self) -> PathBuf {
        let mut folders = fs::read_dir(self.state()).unwrap().map(|entry| entry.unwrap().path());
        folders.find(|folder| !folder.ends_with("replays")).unwrap()
    }

    pub(crate) fn info(&self) -> Option<Info> {
        Info::load(&self.state_folder().join("info.json"))
    }

    /// The process that the daemon's description names.
    #[track_caller]
    pub(crate) fn daemon(&self) -> Process {
        Process(i32::try_from(self.info().expect("a daemon runs").pid).unwrap())
    }

    /// `sprag` with these arguments, beside the test.
    pub(crate) fn start(&self, arguments: &[&str]) -> Client {
        Self::spawn(self.command(arguments))
    }

    pub(crate) fn start_build(&self, arguments: &[&str]) -> Client {
        Self::spawn(self.build_command(arguments))
    }

    pub(crate) fn spawn(mut command: std::process::Command) -> Client {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Client { child: command.spawn().unwrap() }
    }

    /// What a process that knows nothing makes of a copy of the project. The same sources make the same,
    /// so that tests which leave the same sources share it.
    pub(crate) fn clean(&self, arguments: &[&str]) -> Tree {
        static MADE: Mutex<BTreeMap<(String, Tree), Tree>> = Mutex::new(BTreeMap::new());
        let copy = Self::named("copy");
        copy_tree(&self.path(""), &copy.path(""), &["dist", ".sprag"]);
        let question = (arguments.join(" "), copy.tree(""));
        if let Some(made) = MADE.lock().unwrap().get(&question) {
            return made.clone();
        }
        let ran = copy.build(&[arguments, &["--no-daemon", "--output", "clean"]].concat());
        let tree = copy.tree("clean");
        assert!(!tree.is_empty(), "{}{}", ran.stdout, ran.stderr);
        MADE.lock().unwrap().insert(question, tree.clone());
        tree
    }

    /// The outputs are, byte for byte, those of a clean build.
    #[track_caller]
    pub(crate) fn assert_clean(&self, arguments: &[&str]) {
        assert_same(&self.tree("dist"), &self.clean(arguments));
    }

    /// The request that `sprag build` sends.
    pub(crate) fn request(&self) -> BuildRequest {
        let python = std::path::absolute(&self.python).unwrap();
        let environment = ["PATH", "HOME"].iter();
        let environment =
            environment.filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)));
        BuildRequest {
            kind: queries::artifact::BuildKind::Static,
            output: self.path("dist"),
            app: None,
            python,
            environment: environment.collect(),
            publish: true,
            prerender: true,
            umask: 0o022,
        }
    }

    /// A connection to the daemon that runs; it takes us for a client of its own build.
    pub(crate) fn connect(&self) -> Wire {
        let info = self.info().expect("a daemon runs");
        let greet = || Wire::greet(&info.socket, &info.build_id);
        // On a busy machine we may be what takes too long to say hello.
        let late = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        (0..5).map(|_| greet()).find(|met| !met.as_ref().is_err_and(late)).unwrap().unwrap()
    }
}

/// The bare protocol.
pub(crate) struct Wire {
    pub(crate) stream: UnixStream,
    pub(crate) greeting: Greeting,
}

impl Wire {
    pub(crate) fn greet(socket: &Path, build_id: &str) -> io::Result<Self> {
        let mut stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(LONGEST_BUILD))?;
        let version = protocol::VERSION.to_owned();
        let hello = Hello { sprag: 1, build_id: build_id.to_owned(), version };
        protocol::write_frame(&mut stream, &hello)?;
        let greeting = protocol::read_frame(&mut stream, LONGEST_REPLY)?;
        Ok(Self { stream, greeting })
    }

    pub(crate) fn send(&mut self, request: &Request) -> io::Result<()> {
        protocol::write_frame(&mut self.stream, request)
    }

    pub(crate) fn next(&mut self) -> io::Result<Reply> {
        protocol::read_frame(&mut self.stream, LONGEST_REPLY)
    }

    /// A build from its request to its end: what was reported, and the summary or why there is none.
    pub(crate) fn build(
        &mut self,
        request: &BuildRequest,
    ) -> (Vec<Report>, Result<Summary, String>) {
        self.send(&Request::Build(Box::new(request.clone()))).unwrap();
        let mut reports = Vec::new();
        loop {
            match self.next().unwrap() {
                Reply::Reports(more) => reports.extend_from_slice(&more),
                Reply::Finished(summary) => return (reports, Ok(summary)),
                Reply::Failed { message } => return (reports, Err(message)),
                _ => {}
            }
        }
    }
}

/// Says which files differ, and how.
#[track_caller]
pub(crate) fn assert_same(found: &Tree, wanted: &Tree) {
    let differences = differences(found, wanted);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

pub(crate) fn differences(found: &Tree, wanted: &Tree) -> Vec<String> {
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let paths: BTreeSet<&String> = found.keys().chain(wanted.keys()).collect();
    let difference = |path: &&String| match (found.get(*path), wanted.get(*path)) {
        (Some(found), Some(wanted)) if found == wanted => None,
        (Some(found), Some(wanted)) => {
            Some(format!("{path} differs:\n{}", different_lines(&text(found), &text(wanted))))
        }
        (Some(_), None) => Some(format!("{path} should not be there")),
        _ => Some(format!("{path} is missing")),
    };
    paths.iter().filter_map(difference).collect()
}

/// The first few lines that are not the same.
fn different_lines(found: &str, wanted: &str) -> String {
    let lines = found.lines().map(Some).chain(std::iter::repeat(None));
    let wanted = wanted.lines().map(Some).chain(std::iter::repeat(None));
    let both = lines.zip(wanted).take_while(|both| *both != (None, None));
    let different = both.filter(|(found, wanted)| found != wanted).take(3);
    let shown =
        |line: Option<&str>| line.unwrap_or("(nothing)").chars().take(300).collect::<String>();
    let told =
        different.map(|(found, wanted)| format!("  {}\n  not {}", shown(found), shown(wanted)));
    told.collect::<Vec<_>>().join("\n")
}

/// What a server or a bundler sees of outputs that are being replaced: files may come and go, and
/// what begins with a dot is no output.
pub(crate) fn glimpse(folder: &Path) -> Tree {
    let mut seen = Tree::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        for entry in fs::read_dir(&current).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else if let (Ok(bytes), Ok(name)) = (fs::read(&path), path.strip_prefix(folder)) {
                seen.insert(name.display().to_string(), bytes);
            }
        }
    }
    seen
}

/// Copies a tree as it is, without these names at its top. Links stay links; those into the tree lead
/// into the copy.
pub(crate) fn copy_tree(from: &Path, to: &Path, without: &[&str]) {
    copy_below(from, to, without, (from, to));
}

fn copy_below(from: &Path, to: &Path, without: &[&str], tops: (&Path, &Path)) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (name, kind) = (entry.file_name(), entry.file_type().unwrap());
        let (from, to) = (entry.path(), to.join(&name));
        if without.iter().any(|other| name == **other) {
            continue;
        }
        if kind.is_dir() {
            copy_below(&from, &to, &[], tops);
        } else if kind.is_symlink() {
            let target = fs::read_link(&from).unwrap();
            let target =
                target.strip_prefix(tops.0).map_or(target.clone(), |rest| tops.1.join(rest));
            let _ = fs::remove_file(&to);
            std::os::unix::fs::symlink(target, &to).unwrap();
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}
