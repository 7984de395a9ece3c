//! The configurations of `sprag editor` in the real programs: a save reaches the daemon, and our lines lead
//! to the right places.
//!
//! Vim, Neovim and Emacs are found by name. `SPRAG_TEST_HELIX`, `SPRAG_TEST_PRE_COMMIT` and
//! `SPRAG_TEST_LEFTHOOK` name those three, and `SPRAG_TEST_PYTHON` an interpreter in an environment with the
//! framework; `cargo xtask test` installs all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../command/project.rs"]
#[expect(dead_code, reason = "shared with the tests of the commands, which need other parts")]
mod project;

use project::{Project, Ran};
use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const SOUND: &str = "class Badge(Component):";
const BROKEN: &str = "class Badge(Component:";

/// A project with this editor's configuration in it, built by a daemon that runs. Its path is one of those
/// that editors and shells have to quote.
fn configured(editor: &str) -> Project {
    let project = Project::named("my prøject's");
    project.sprag(&["editor", editor, "--write"]).expect(0);
    project.build(&["static"]).expect(0);
    project
}

/// A program, run in the project as a user would who has `sprag` and the app's environment at hand.
fn program(project: &Project, program: &Path, package: &str) -> Command {
    let sprag = project.command(&[]);
    let mut command = Command::new(program);
    let found = command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(found.is_ok(), "{} is missing: install {package}", program.display());
    let mut command = Command::new(program);
    let mut path = OsString::from(Path::new(env!("CARGO_BIN_EXE_sprag")).parent().unwrap());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    command.current_dir(project.path("")).stdin(Stdio::null());
    for (name, value) in sprag.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("PATH", path).env("TERM", "dumb");
    command.env("HOME", project.path("..")).env("XDG_CONFIG_HOME", project.path("../config"));
    command.env("VIRTUAL_ENV", std::path::absolute(&project.python).unwrap().join("../.."));
    command
}

fn named_by(variable: &str, package: &str) -> PathBuf {
    let named = std::env::var_os(variable);
    named
        .unwrap_or_else(|| panic!("{variable} must name {package}; `cargo xtask test` installs it"))
        .into()
}

/// Waits until the daemon has built the save.
fn wait_for_build(project: &Project, words: &str) {
    let output = project.path("dist/generated/components/Badge.js");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !fs::read_to_string(&output).is_ok_and(|text| text.contains(words)) {
        assert!(Instant::now() < deadline, "the save was not built");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Line and column of the one problem in the broken file.
fn problem(project: &Project) -> (u64, u64, String) {
    let ran = project.sprag(&["hook", COMPONENTS]).expect(1);
    let parts: Vec<&str> = ran.stdout.trim().splitn(4, ':').collect();
    assert_eq!(parts[0], COMPONENTS);
    let (_, message) = parts[3].split_once("] ").unwrap();
    (parts[1].parse().unwrap(), parts[2].parse().unwrap(), message.to_owned())
}

/// What Vim and Neovim are told to do: change and save, or list what `:make` found.
const SAVE: [&str; 3] = ["%s/Count: /Total: /", "write", "qa!"];
const LIST: [&str; 3] = [
    "silent make",
    "call writefile([json_encode(map(getqflist(), \
     {_, e -> [bufname(e.bufnr), e.lnum, e.col, e.type, e.nr, e.text]}))], 'found.json')",
    "qa!",
];

fn vim_like(editor: &str, start: impl Fn(&Project) -> Command) {
    let project = configured(editor);
    let run = |commands: &[&str]| {
        let mut command = start(&project);
        command.arg(COMPONENTS);
        for text in commands {
            command.args(["-c", text]);
        }
        let ran: Ran = command.output().unwrap().into();
        ran.expect(0);
    };
    run(&SAVE);
    wait_for_build(&project, "Total: ");
    project.replace(COMPONENTS, SOUND, BROKEN);
    let (line, column, message) = problem(&project);
    run(&LIST);
    let found = fs::read_to_string(project.path("found.json")).unwrap();
    let found: Vec<(String, u64, u64, String, u64, String)> = serde_json::from_str(&found).unwrap();
    let [(path, found_line, found_column, severity, code, text)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!((&**path, *found_line, *found_column), (COMPONENTS, line, column));
    assert_eq!((&**severity, &**text), ("e", &*message));
    assert!(*code > 0);
}

#[test]
fn vim_tells_the_daemon_of_saves_and_finds_problems() {
    vim_like("vim", |project| {
        let mut vim = program(project, Path::new("vim"), "the Debian package vim");
        vim.args(["-N", "-es", "-u", ".vimrc"]);
        vim
    });
}

#[test]
fn neovim_tells_the_daemon_of_saves_and_finds_problems() {
    vim_like("neovim", |project| {
        let mut neovim = program(project, Path::new("nvim"), "the Debian package neovim");
        neovim.args(["--headless", "-u", ".nvim.lua"]);
        neovim
    });
}

#[test]
fn emacs_tells_the_daemon_of_saves_and_finds_problems() {
    let project = configured("emacs");
    let run = |text: &str| -> Ran {
        let mut emacs = program(&project, Path::new("emacs"), "the Debian package emacs-nox");
        let trust = "(setq enable-local-variables :all enable-local-eval t make-backup-files nil)";
        let open = format!("(find-file \"{COMPONENTS}\")");
        emacs.args(["-Q", "--batch", "--eval", trust, "--eval", &open, "--eval", text]);
        Ran::from(emacs.output().unwrap()).expect(0)
    };
    run("(progn (search-forward \"Count: \") (replace-match \"Total: \") (save-buffer))");
    wait_for_build(&project, "Total: ");
    project.replace(COMPONENTS, SOUND, BROKEN);
    let (line, column, _) = problem(&project);
    // In the buffer of the file, whose folder is not the project's. A process that has ended may have said what
    // is not read yet; the compilation is over when it is.
    let ran = run("(progn
           (compile compile-command)
           (while compilation-in-progress (accept-process-output nil 0.1))
           (next-error 1 t)
           (princ (format \"%s:%d:%d\" buffer-file-name
                          (line-number-at-pos) (1+ (current-column)))))");
    let place = format!("{}:{line}:{column}", project.path(COMPONENTS).display());
    assert_eq!(ran.stdout.lines().last(), Some(&*place));
}

/// A terminal in which Helix shows the component.
struct Helix {
    script: Child,
    keys: ChildStdin,
    screen: Receiver<u8>,
}

impl Helix {
    fn open(project: &Project) -> Self {
        let helix = named_by("SPRAG_TEST_HELIX", "helix, from the Debian package hx");
        program(project, &helix, "the Debian package hx");
        let mut script = program(project, Path::new("script"), "the Debian package bsdutils");
        let line = format!("stty rows 40 cols 120; exec '{}' {COMPONENTS}", helix.display());
        script.args(["--quiet", "--command", &line, "/dev/null"]).env("TERM", "xterm");
        script.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = script.spawn().unwrap();
        let keys = script.stdin.take().unwrap();
        let output = script.stdout.take().unwrap();
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let bytes = std::io::BufReader::with_capacity(1, output).bytes();
            bytes.map_while(Result::ok).all(|byte| sender.send(byte).is_ok())
        });
        Self { script, keys, screen }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until this is drawn.
    #[track_caller]
    fn wait_for(&self, words: &str) {
        let mut seen = Vec::new();
        while !seen.ends_with(words.as_bytes()) {
            let byte = self.screen.recv_timeout(Duration::from_secs(60));
            seen.push(byte.unwrap_or_else(|_| {
                panic!("{words:?} was not drawn: {}", String::from_utf8_lossy(&seen))
            }));
        }
    }
}

impl Drop for Helix {
    fn drop(&mut self) {
        // Its terminal is gone with that, and so is Helix.
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

#[test]
fn helix_tells_the_daemon_of_saves_and_shows_problems() {
    let project = configured("helix");
    let mut helix = Helix::open(&project);
    helix.wait_for("class");
    helix.press("%sCount: \r");
    helix.press("cTotal: \x13");
    wait_for_build(&project, "Total: ");
    drop(helix);
    let mut helix = Helix::open(&project);
    helix.wait_for("class");
    project.replace(COMPONENTS, SOUND, BROKEN);
    helix.press(":reload\r\x13");
    helix.wait_for(&format!("{COMPONENTS}:4:"));
}

/// A commit of everything.
fn commit(project: &Project, path: Option<&Path>) -> Ran {
    let mut git = program(project, Path::new("git"), "the Debian package git");
    if let Some(path) = path {
        let mut extended = OsString::from(path);
        extended.push(":");
        let known = git.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
        extended.push(known.unwrap());
        git.env("PATH", extended);
    }
    let person = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    git.args(person).args(["commit", "--quiet", "--all", "--message", "test"]);
    git.env("PRE_COMMIT_HOME", project.path("../pre-commit")).output().unwrap().into()
}

fn git(project: &Project, arguments: &[&str]) {
    let mut git = program(project, Path::new("git"), "the Debian package git");
    let ran: Ran = git.args(arguments).output().unwrap().into();
    ran.expect(0);
}

/// A commit with a problem is refused with its line, and goes through once the problem is gone.
fn hook_of_commits(name: &str, tool: &Path) {
    let project = configured(name);
    project.write(".gitignore", "dist/\n.sprag/\n");
    git(&project, &["init", "--quiet"]);
    git(&project, &["add", "."]);
    let mut install = program(&project, tool, name);
    install.arg("install").env("PRE_COMMIT_HOME", project.path("../pre-commit"));
    Ran::from(install.output().unwrap()).expect(0);
    commit(&project, tool.parent()).expect(0);
    project.replace(COMPONENTS, SOUND, BROKEN);
    let refused = commit(&project, tool.parent()).expect(1);
    let said = format!("{}{}", refused.stdout, refused.stderr);
    assert!(said.contains(&format!("{COMPONENTS}:4:")), "{said}");
    project.replace(COMPONENTS, BROKEN, SOUND);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    commit(&project, tool.parent()).expect(0);
}

#[test]
fn pre_commit_refuses_a_commit_with_problems() {
    let package = "pre-commit, from its Python package";
    hook_of_commits("pre-commit", &named_by("SPRAG_TEST_PRE_COMMIT", package));
}

#[test]
fn lefthook_refuses_a_commit_with_problems() {
    let package = "lefthook, from its npm package";
    hook_of_commits("lefthook", &named_by("SPRAG_TEST_LEFTHOOK", package));
}

#[test]
fn the_problem_matcher_for_vs_code_reads_what_watch_prints() {
    let project = configured("vscode");
    project.replace(COMPONENTS, SOUND, BROKEN);
    let (line, column, message) = problem(&project);
    let printed = project.sprag(&["hook", COMPONENTS]).expect(1).stdout;
    let script = "const { tasks: [task] } = require('./.vscode/tasks.json');
        const { pattern, background } = task.problemMatcher;
        const found = new RegExp(pattern.regexp).exec(process.argv[1].trim());
        const names = ['file', 'line', 'column', 'severity', 'message'];
        console.log(JSON.stringify(names.map((name) => found[pattern[name]])));
        for (const line of ['[sprag] build start', '[sprag] build ok in 3 ms: no problems'])
          console.log([background.beginsPattern, background.endsPattern].map((p) => new RegExp(p).test(line)));";
    let mut node = program(&project, Path::new("node"), "the Debian package nodejs");
    let ran = Ran::from(node.args(["-e", script, &printed]).output().unwrap()).expect(0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let found: [String; 5] = serde_json::from_str(lines[0]).unwrap();
    let expected = [COMPONENTS, &line.to_string(), &column.to_string(), "error", &message];
    assert_eq!(found.each_ref().map(|text| &**text), expected);
    assert_eq!(lines[1..], ["[ true, false ]", "[ false, true ]"]);
}

#[test]
fn a_file_that_is_there_is_never_changed() {
    let project = Project::new();
    let path = project.path(".vimrc");
    project.sprag(&["editor", "vim", "--write"]).expect(0);
    project.sprag(&["editor", "vim", "--write"]).expect(0);
    fs::write(&path, "\" mine\n").unwrap();
    let ran = project.sprag(&["editor", "vim", "--write"]).expect(2);
    assert!(ran.stderr.contains(".vimrc is there"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "\" mine\n");
}

#[test]
fn every_configuration_names_a_program_and_arguments_that_exist() {
    let project = Project::new();
    for editor in
        ["vscode", "neovim", "vim", "helix", "zed", "emacs", "jetbrains", "pre-commit", "lefthook"]
    {
        let ran = project.sprag(&["editor", editor]).expect(0);
        assert!(ran.stdout.contains("sprag"), "{editor}");
        match editor {
            "vscode" | "zed" => {
                drop(serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap())
            }
            "helix" => drop(toml::from_str::<toml::Table>(&ran.stdout).unwrap()),
            _ => {}
        }
    }
    project.sprag(&["editor", "ed"]).expect(2);
}
