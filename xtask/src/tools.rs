//! What the tests need besides Rust: Node with npm, Chromium, editors, a Python that the framework runs on,
//! and three virtual environments. Missing programs are installed with apt where that is possible; otherwise
//! the error says what to install. Nothing is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command::{answers, command, run};
use crate::helix;
use crate::layout::Layout;
use crate::stages::Stage;

/// The app's environment: what `sprag build` runs the apps with.
const BUILD_PACKAGES: [&str; 3] =
    ["spragkit==0.1.24", "specter-runtime==0.1.2", "gevent-websocket==0.10.1"];

/// The environment of a server: what a `dist/requirements.txt` asks for, and no build tool.
const SERVE_PACKAGES: [&str; 2] = ["specter-runtime==0.1.2", "gevent-websocket==0.10.1"];

/// What runs `sprag hook` before a commit.
const HOOK_PACKAGES: [&str; 1] = ["pre-commit==4.7.0"];

/// Editors whose configurations are tested, what drives one that needs a terminal, and what gives tests
/// users, mounts and processes of their own; with their Debian packages.
const PROGRAMS: [(&str, &str); 8] = [
    ("vim", "vim"),
    ("nvim", "neovim"),
    ("emacs", "emacs-nox"),
    ("script", "bsdutils"),
    ("perl", "perl-base"),
    ("unshare", "util-linux"),
    ("setpriv", "util-linux"),
    ("mount", "mount"),
];

/// The framework runs on these; 3.13 has no `cgi`.
const PYTHON_VERSIONS: [&str; 2] = ["3.11", "3.12"];

/// Interpreters of the environments, the browser, and what runs hooks before commits.
pub(crate) struct Tools {
    pub(crate) build_python: PathBuf,
    pub(crate) serve_python: PathBuf,
    pub(crate) chromium: PathBuf,
    pub(crate) pre_commit: PathBuf,
    pub(crate) lefthook: PathBuf,
    pub(crate) helix: PathBuf,
}

/// Finds or installs what the chosen stages need.
///
/// # Errors
/// If something is missing and cannot be installed from here.
pub(crate) fn prepare(layout: &Layout, stages: &[Stage]) -> Result<Tools> {
    let mut missing = Vec::new();
    if !answers("node") {
        missing.push("nodejs");
    }
    if !answers("npm") {
        missing.push("npm");
    }
    if stages.contains(&Stage::Rust) {
        let missing_programs = PROGRAMS.iter().filter(|(program, _)| !answers(program));
        missing.extend(missing_programs.map(|(_, package)| *package));
    }
    let wants_browser = stages.contains(&Stage::Browser);
    if wants_browser && chromium().is_none() {
        missing.push("chromium");
    }
    if python().is_none() || !has_venv() {
        missing.extend(["python3", "python3-venv"]);
    }
    install(&missing)?;

    let python = python().with_context(|| {
        format!("no Python {} found; install one of them", PYTHON_VERSIONS.join(" or "))
    })?;
    let build_python = environment(layout, &python, "test-python", &BUILD_PACKAGES)?;
    let serve_python = environment(layout, &python, "test-server-python", &SERVE_PACKAGES)?;
    let hook_python = environment(layout, &python, "test-hook-python", &HOOK_PACKAGES)?;
    for dir in [layout.python_runtime(), layout.browser_tests(), layout.editor_tests()] {
        node_modules(layout, &dir)?;
    }
    let chromium = chromium().unwrap_or_else(|| PathBuf::from("chromium"));
    let pre_commit = hook_python.with_file_name("pre-commit");
    let lefthook = layout.editor_tests().join("node_modules/lefthook-linux-x64/bin/lefthook");
    let helix = match stages.contains(&Stage::Rust) {
        true => helix::prepare(layout)?,
        false => PathBuf::from("helix"),
    };
    Ok(Tools { build_python, serve_python, chromium, pre_commit, lefthook, helix })
}

/// An environment with compilers that compiled code is compared with.
///
/// # Errors
/// If it cannot be made.
pub(crate) fn cost_python(layout: &Layout, packages: &[&str]) -> Result<PathBuf> {
    let python = python().context("no Python found")?;
    environment(layout, &python, "cost-python", packages)
}

/// The fuzzer's program, compiled if it is not there.
///
/// # Errors
/// If it cannot be installed.
pub(crate) fn cargo_fuzz(layout: &Layout, version: &str) -> Result<PathBuf> {
    let root = layout.target.join("tools");
    let program = root.join("bin/cargo-fuzz");
    if !answers(&program) {
        run(command("cargo", &layout.root)
            .args(["install", "--locked", "--version", version, "--root"])
            .arg(&root)
            .arg("cargo-fuzz"))?;
    }
    Ok(program)
}

fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let is_root =
        fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let can_sudo = !is_root
        && Command::new("sudo")
            .args(["-n", "true"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
    if !answers("apt-get") || !(is_root || can_sudo) {
        bail!("missing: {list}\nInstall them, on Debian with: sudo apt-get install {list}");
    }
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            apt.arg("apt-get");
        }
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut apt)
    };
    apt(&["update", "-q"])?;
    let mut arguments = vec!["install", "-q", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn chromium() -> Option<PathBuf> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .into_iter()
        .map(PathBuf::from)
        .find(|path| path.exists())
}

fn python() -> Option<PathBuf> {
    let names = PYTHON_VERSIONS
        .iter()
        .map(|version| format!("python{version}"))
        .chain(["python3".to_owned()]);
    names.map(PathBuf::from).find(|python| version_fits(python))
}

fn version_fits(python: &Path) -> bool {
    let program = "import sys; print('%d.%d' % sys.version_info[:2])";
    Command::new(python)
        .args(["-c", program])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| {
            PYTHON_VERSIONS.contains(&String::from_utf8_lossy(&output.stdout).trim())
        })
}

/// Debian ships `venv` and `ensurepip` in a package of their own.
fn has_venv() -> bool {
    python().is_some_and(|python| {
        Command::new(python)
            .args(["-c", "import venv, ensurepip"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

/// A virtual environment with exactly these packages; made again only if the list is another one.
fn environment(layout: &Layout, python: &Path, name: &str, packages: &[&str]) -> Result<PathBuf> {
    let dir = layout.target.join(name);
    let interpreter = dir.join("bin/python");
    let stamp = dir.join("packages.txt");
    let wanted = packages.join("\n");
    if answers(&interpreter) && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(interpreter);
    }
    run(command(python, &layout.root).args(["-m", "venv", "--clear"]).arg(&dir))?;
    run(command(&interpreter, &layout.root)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(packages))?;
    fs::write(stamp, wanted)?;
    Ok(interpreter)
}

/// `npm ci`, unless the installed packages are those of the lock file.
fn node_modules(layout: &Layout, dir: &Path) -> Result<()> {
    let lock_path = dir.join("package-lock.json");
    let lock = fs::read_to_string(&lock_path)
        .with_context(|| format!("cannot read {}", lock_path.display()))?;
    let stamp = dir.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("packages of {}", dir.strip_prefix(&layout.root).unwrap_or(dir).display());
    run(command("npm", dir).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}
