//! What compiled code costs: its size beside the framework's compiler, its speed beside hand-written JavaScript and
//! other compilers. Installs those under `target/cost`; what is measured is in `benches/cost`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{capture, command, run};
use crate::layout::Layout;
use crate::stages;
use crate::tools::{self, Tools};
use crate::trees::copy_app;

const NODE_PACKAGES: [&str; 2] = ["esbuild@0.28.2", "brython@3.14.3"];
const PYTHON_PACKAGES: [&str; 1] = ["transcrypt==3.9.5"];

/// What makes Transcrypt mean more of what Python means.
const FAITHFUL: [&str; 5] = ["-k", "-g", "-i", "-o", "-t"];

/// The tables are between these lines of docs/cost.md.
const BEGIN: &str = "<!-- written by cargo xtask cost --write -->\n";
const END: &str = "<!-- end -->\n";

/// # Errors
/// If something cannot be installed or built, or if compiled code gives another result than CPython's.
pub(crate) fn measure(layout: &Layout, tools: &Tools, write: bool) -> Result<()> {
    let root = layout.target.join("cost");
    let bench = layout.root.join("benches/cost");
    fs::create_dir_all(&root)?;
    run(command("npm", &root)
        .args(["install", "--silent", "--prefix"])
        .arg(&root)
        .args(NODE_PACKAGES))?;
    run(command("cargo", &layout.root).args(["build", "--quiet", "--package", "client"]))?;

    let labs = stages::labs(layout, tools)?;
    let (own_labs, peer_labs) = (root.join("labs"), root.join("labs-framework"));
    build(layout, tools, &labs, &own_labs)?;
    copy_app(&labs, &peer_labs)?;
    run(command(tools.build_python.with_file_name("sprag"), &peer_labs).args(["build", "static"]))?;
    let mut sizes = command("node", &bench);
    let sizes =
        capture(sizes.arg("sizes.mjs").arg(&root).arg(&own_labs).arg(peer_labs.join("dist")))?;

    let app = root.join("app");
    copy_app(&bench.join("app"), &app)?;
    build(layout, tools, &app, &root.join("own"))?;
    let python = tools::cost_python(layout, &PYTHON_PACKAGES)?;
    transcrypt(&python, &bench, &root.join("transcrypt"), &[])?;
    transcrypt(&python, &bench, &root.join("faithful"), &FAITHFUL)?;
    sources(&bench, &root.join("brython"), "table_brython.py")?;
    fs::copy(root.join("node_modules/brython/brython.js"), root.join("brython/brython.js"))?;
    let mut speed = command("node", &bench);
    let speed = capture(speed.arg("speed.mjs").arg(&tools.chromium).arg(&root))?;

    let tables = format!("## Size\n\n{sizes}\n## Speed\n\n{speed}");
    println!("{tables}");
    if write { written(&layout.root.join("docs/cost.md"), &tables) } else { Ok(()) }
}

fn build(layout: &Layout, tools: &Tools, app: &Path, output: &Path) -> Result<()> {
    let mut sprag = command(layout.sprag(), app);
    sprag.args(["build", "static", "--no-daemon", "--project-root"]).arg(app);
    run(sprag.arg("--output").arg(output).arg("--python").arg(&tools.build_python))
}

/// The Python that other compilers take.
fn sources(bench: &Path, folder: &Path, table: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::copy(bench.join("app/app/work.py"), folder.join("work.py"))?;
    fs::copy(bench.join(table), folder.join(table))?;
    Ok(())
}

fn transcrypt(python: &Path, bench: &Path, folder: &Path, options: &[&str]) -> Result<()> {
    sources(bench, folder, "table_transcrypt.py")?;
    fs::write(folder.join("main.py"), "import work\nimport table_transcrypt\n")?;
    let program = python.with_file_name("transcrypt");
    run(command(program, folder).args(["--build", "--nomin"]).args(options).arg("main.py"))
}

fn written(path: &Path, tables: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let (head, rest) = text.split_once(BEGIN).context("docs/cost.md has lost its marks")?;
    let (_, tail) = rest.split_once(END).context("docs/cost.md has lost its marks")?;
    fs::write(path, format!("{head}{BEGIN}\n{tables}\n{END}{tail}"))?;
    Ok(())
}
