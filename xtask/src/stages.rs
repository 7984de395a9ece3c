//! The tests, in the order they run: first what is cheap, last what needs the result of the others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::command::{command, run};
use crate::layout::Layout;
use crate::tools::Tools;
use crate::trees::{copy_app, differences};

/// Templates of the framework's own `sprag new`.
const SCAFFOLDS: [&str; 4] = ["default", "bare", "docs", "labs"];

/// Our own apps.
const EXAMPLES: [&str; 3] = ["counter", "symmetry", "board"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Rust tests of all crates
    Rust,
    /// Node tests and types of the runtime that compiled Python uses
    Runtime,
    /// All seven apps, full and static
    Apps,
    /// The same apps elsewhere, without a daemon, byte for byte
    Reproducible,
    /// Every surface of every app in Chromium
    Browser,
}

impl Stage {
    pub(crate) const ALL: [Self; 5] =
        [Self::Rust, Self::Runtime, Self::Apps, Self::Reproducible, Self::Browser];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Runtime => "runtime",
            Self::Apps => "apps",
            Self::Reproducible => "reproducible",
            Self::Browser => "browser",
        }
    }

    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Rust => "tests of all crates",
            Self::Runtime => "tests and types of the runtime that compiled Python uses",
            Self::Apps => "seven apps build, full and static",
            Self::Reproducible => "the same bytes from another folder, without a daemon",
            Self::Browser => "every surface in Chromium, used as a person would",
        }
    }

    /// # Errors
    /// If a test of the stage fails or cannot run.
    pub(crate) fn run(self, layout: &Layout, tools: &Tools) -> Result<()> {
        match self {
            Self::Rust => rust(layout, tools),
            Self::Runtime => runtime(layout, tools),
            Self::Apps => apps(layout, tools),
            Self::Reproducible => reproducible(layout, tools),
            Self::Browser => browser(layout, tools),
        }
    }
}

fn rust(layout: &Layout, tools: &Tools) -> Result<()> {
    run(command("cargo", &layout.root)
        .args(["test", "--workspace", "--quiet", "--no-fail-fast"])
        // Tests of programs wait for them most of the time.
        .env("RUST_TEST_THREADS", (2 * processors()).to_string())
        .env("SPRAG_TEST_PYTHON", &tools.build_python)
        .env("SPRAG_TEST_PRE_COMMIT", &tools.pre_commit)
        .env("SPRAG_TEST_LEFTHOOK", &tools.lefthook)
        .env("SPRAG_TEST_HELIX", &tools.helix))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn runtime(layout: &Layout, tools: &Tools) -> Result<()> {
    let dir = layout.python_runtime();
    run(command("npm", &dir).args(["run", "--silent", "check"]))?;
    run(command("npm", &dir)
        .args(["run", "--silent", "test"])
        .env("SPRAG_PYTHON", &tools.build_python))
}

fn apps(layout: &Layout, tools: &Tools) -> Result<()> {
    // Outputs of an earlier run may be of another version, and are no part of what is tested.
    if layout.test_dist().exists() {
        fs::remove_dir_all(layout.test_dist())?;
    }
    // As the tests of the crates have built it: cargo would build it anew with the features of other packages.
    run(command("cargo", &layout.root).args(["test", "--workspace", "--no-run", "--quiet"]))?;
    let apps = sources(layout, tools)?;
    let mut failed = Vec::new();
    for (name, source) in &apps {
        for kind in Kind::ALL {
            let output = kind.output(&layout.test_dist(), name);
            if let Err(error) = build(layout, tools, source, kind, &output, &[]) {
                eprintln!("{error:#}");
                failed.push(format!("{name} ({})", kind.name()));
            }
        }
    }
    // The next run may be of another build of the daemon.
    for (_, source) in &apps {
        run(command(layout.sprag(), source)
            .args(["daemon", "stop", "--project-root"])
            .arg(source))?;
    }
    none_failed("do not build", &failed)
}

fn reproducible(layout: &Layout, tools: &Tools) -> Result<()> {
    // The path has what paths of real projects have: a space and a letter outside ASCII.
    let elsewhere = layout.target.join("test-apps élsewhere");
    if elsewhere.exists() {
        fs::remove_dir_all(&elsewhere)?;
    }
    let mut failed = Vec::new();
    for (name, source) in sources(layout, tools)? {
        let copy = elsewhere.join(&name);
        copy_app(&source, &copy)?;
        for kind in Kind::ALL {
            let first = kind.output(&layout.test_dist(), &name);
            let second = kind.output(&elsewhere.join("dist"), &name);
            let same = build(layout, tools, &copy, kind, &second, &["--no-daemon"])
                .and_then(|()| differences(&first, &second));
            match same {
                Ok(lines) if lines.is_empty() => continue,
                Ok(lines) => eprintln!("{name} ({}):\n  {}", kind.name(), lines.join("\n  ")),
                Err(error) => eprintln!("{error:#}"),
            }
            failed.push(format!("{name} ({})", kind.name()));
        }
    }
    none_failed("are not reproducible", &failed)
}

/// The component corpus: the server's rendering beside that of compiled classes, in jsdom, then in Chromium.
///
/// # Errors
/// If a component looks different, or the test cannot run.
pub(crate) fn components(layout: &Layout, tools: &Tools) -> Result<()> {
    compile_components(layout, tools)?;
    run(browser_tests(layout, tools).args(["--", "components.test.mjs"]))
}

/// Leaves the tree that the test in Chromium opens, and prints the table.
fn compile_components(layout: &Layout, tools: &Tools) -> Result<()> {
    run(command("cargo", &layout.root)
        .args(["test", "--workspace", "--quiet", "--test", "components"])
        .args(["--", "--nocapture"])
        .env("SPRAG_TEST_PYTHON", &tools.build_python))
}

fn browser(layout: &Layout, tools: &Tools) -> Result<()> {
    fs::create_dir_all(layout.screenshots())?;
    compile_components(layout, tools)?;
    // The Rust tests of the same run have left it; running it again takes a minute.
    if !layout.conformance().join(OUTCOMES).exists() {
        run(command("cargo", &layout.root)
            .args(["test", "--workspace", "--quiet", "--test", "conformance"])
            .env("SPRAG_TEST_PYTHON", &tools.build_python))?;
    }
    run(&mut browser_tests(layout, tools))
}

/// What the conformance corpus came to in Node.
const OUTCOMES: &str = "outcomes.json";

/// Forgets what an earlier run left for the tests in Chromium: it may be of another compiler.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn begin(layout: &Layout) -> Result<()> {
    let left = layout.conformance().join(OUTCOMES);
    if left.exists() {
        fs::remove_file(left)?;
    }
    Ok(())
}

/// `npm run test` for the files that its arguments name.
fn browser_tests(layout: &Layout, tools: &Tools) -> Command {
    let mut npm = command("npm", &layout.browser_tests());
    npm.args(["run", "--silent", "test"])
        .env("SPRAG_TEST_COMPONENTS", layout.components())
        .env("SPRAG_TEST_CONFORMANCE", layout.conformance())
        .env("SPRAG_TEST_APPS", layout.test_apps())
        .env(
            "SPRAG_TEST_APP_NAMES",
            SCAFFOLDS.iter().chain(&EXAMPLES).copied().collect::<Vec<_>>().join(","),
        )
        .env("SPRAG_TEST_DIST", layout.test_dist())
        .env("SPRAG_TEST_SCREENSHOTS", layout.screenshots())
        .env("SPRAG_TEST_SERVE_PYTHON", &tools.serve_python)
        .env("SPRAG_TEST_SPRAG", layout.sprag())
        .env("SPRAG_TEST_PYTHON", &tools.build_python)
        .env("SPRAG_TEST_CHROMIUM", &tools.chromium);
    npm
}

/// The seven apps: scaffolds as the installed framework makes them, examples as they are here.
fn sources(layout: &Layout, tools: &Tools) -> Result<Vec<(String, PathBuf)>> {
    let dir = layout.test_apps();
    fs::create_dir_all(&dir)?;
    let mut apps = Vec::new();
    for template in SCAFFOLDS {
        let source = dir.join(template);
        if !source.join("app/__init__.py").exists() {
            scaffold(tools, &dir, template)?;
        }
        apps.push((template.to_owned(), source));
    }
    for example in EXAMPLES {
        let source = dir.join(example);
        copy_app(&layout.root.join("examples").join(example), &source)?;
        apps.push((example.to_owned(), source));
    }
    Ok(apps)
}

/// The labs app, as the installed framework makes it.
///
/// # Errors
/// If it cannot.
pub(crate) fn labs(layout: &Layout, tools: &Tools) -> Result<PathBuf> {
    let dir = layout.test_apps();
    fs::create_dir_all(&dir)?;
    let source = dir.join("labs");
    if !source.join("app/__init__.py").exists() {
        scaffold(tools, &dir, "labs")?;
    }
    Ok(source)
}

fn scaffold(tools: &Tools, dir: &Path, template: &str) -> Result<()> {
    // `sprag` of the framework's package lies next to the interpreter; it makes a folder of that name.
    let new = tools.build_python.with_file_name("sprag");
    run(command(new, dir).args(["new", template, "--template", template, "--output-dir"]).arg(dir))
        .with_context(|| format!("cannot scaffold {template}"))
}

#[derive(Clone, Copy)]
enum Kind {
    Full,
    Static,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Full, Self::Static];

    fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Static => "static",
        }
    }

    /// What a browser sees of an output folder.
    fn web_root(self, output: &Path) -> PathBuf {
        match self {
            Self::Full => output.join("public"),
            Self::Static => output.to_path_buf(),
        }
    }

    fn output(self, dist: &Path, app: &str) -> PathBuf {
        dist.join(app).join(self.name())
    }
}

fn build(
    layout: &Layout,
    tools: &Tools,
    app: &Path,
    kind: Kind,
    output: &Path,
    options: &[&str],
) -> Result<()> {
    let mut sprag = command(layout.sprag(), app);
    sprag.arg("build");
    if matches!(kind, Kind::Static) {
        sprag.arg("static");
    }
    sprag.arg("--project-root").arg(app).arg("--output").arg(output);
    sprag.arg("--python").arg(&tools.build_python).args(options);
    // In CI a build has no daemon unless asked for, and then the stages would compare like with like.
    sprag.env_remove("CI");
    run(&mut sprag)?;
    let manifest = kind.web_root(output).join("manifest.json");
    if !manifest.exists() {
        bail!("the build wrote no {}", manifest.display());
    }
    Ok(())
}

fn none_failed(what: &str, failed: &[String]) -> Result<()> {
    if !failed.is_empty() {
        bail!("{what}: {}", failed.join(", "));
    }
    Ok(())
}
