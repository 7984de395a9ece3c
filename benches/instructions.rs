//! How many instructions the hot paths take: figures that a busy machine does not change.
//!
//! `cargo bench -p benches --bench instructions` counts with valgrind, beside what was counted when
//! `instructions.json` was written; `-- --record` writes it. Other compilers and C libraries come to other
//! figures: compare those of one machine.

use anyhow::{Context, Result, bail, ensure};
use benches::{AppFile, CLASSES_PER_ROUTE, modules_path, modules_text, served_app};
use queries::artifact::BuildKind;
use queries::change::Change;
use queries::db::BuildDatabase;
use queries::project::ProjectChange;
use queries::surface::output::{Build, build};
use queries::surface::patch::Edited;
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

/// The argument that makes this program do one of [`PATHS`], for valgrind to look at.
const PATH: &str = "__path";

/// What is counted, and the routes of the app that it happens in.
const PATHS: [(&str, usize); 7] = [
    ("a file parsed", 1),
    ("an app built", 25),
    ("nothing changed, the app built", 25),
    ("one method edited", 25),
    ("one method edited", 75),
    ("a comment edited", 25),
    ("a signature edited", 25),
];

fn main() -> Result<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [PATH, path] => walk(path),
        [] => count(false),
        ["--record"] => count(true),
        _ => bail!("--record is all that can be said"),
    }
}

fn count(is_recorded: bool) -> Result<()> {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.json");
    let before = fs::read_to_string(&record).unwrap_or_default();
    let before: BTreeMap<String, u64> = serde_json::from_str(&before).unwrap_or_default();
    let mut counted = BTreeMap::new();
    println!("| what | instructions | recorded |\n|---|---:|---:|");
    let own = std::env::current_exe()?;
    let of_path = |index: usize| {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        command.arg("--toggle-collect=*measured*").arg(&own).args([PATH, &index.to_string()]);
        instructions(command)
    };
    for (index, (what, routes)) in PATHS.iter().enumerate() {
        let name = format!("{what} ({} classes)", routes * CLASSES_PER_ROUTE);
        let count = of_path(index)?;
        let recorded = before.get(&name).map(|&recorded| change(recorded, count));
        println!("| {name} | {count} | {} |", recorded.unwrap_or_default());
        counted.insert(name, count);
    }
    if is_recorded {
        fs::write(record, serde_json::to_string_pretty(&counted)? + "\n")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a percentage needs no more")]
fn change(before: u64, now: u64) -> String {
    format!("{:+.1} %", (now as f64 / before as f64 - 1.0) * 100.0)
}

fn instructions(mut command: Command) -> Result<u64> {
    let output = command.stdout(Stdio::null()).output();
    let output = output.context("valgrind cannot be run: install its package")?;
    let told = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed:\n{told}");
    let collected = told.lines().find_map(|line| line.split_once("Collected :"));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    count.filter(|count| *count > 0).with_context(|| format!("nothing was counted:\n{told}"))
}

fn walk(path: &str) -> Result<()> {
    let &(what, routes) = PATHS.get(path.parse::<usize>()?).context("there is no such path")?;
    let text = modules_text(0, "clicked");
    if what == "a file parsed" {
        measured(&mut || drop(black_box(queries::syntax::parse(&text))));
        return Ok(());
    }
    let mut db = BuildDatabase::default();
    let files = served_app(routes);
    if what == "an app built" {
        measured(&mut || drop(black_box(first_build(&mut db, &files))));
        return Ok(());
    }
    let mut last = first_build(&mut db, &files);
    let edited = match what {
        "nothing changed, the app built" => {
            measured(&mut || last = build(&db, BuildKind::Full));
            return Ok(());
        }
        "one method edited" => text.replace("clicked", "pressed"),
        "a comment edited" => text.replace("class Badge", "# A badge.\nclass Badge"),
        "a signature edited" => text.replace("def tick(self)", "def tick(self, step=1)"),
        other => bail!("nothing is known of: {other}"),
    };
    measured(&mut || edit(&mut db, &mut last, &edited));
    ensure!(
        last.artifacts.iter().eq(first_build_with(&files, &edited).artifacts.iter()),
        "after the edit the outputs are not those of a clean build"
    );
    Ok(())
}

/// What valgrind counts.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

fn first_build(db: &mut BuildDatabase, files: &[AppFile]) -> Build {
    let mut change = Change::default();
    for (path, text) in files {
        change.write(path.as_str(), text);
    }
    let paths = Some(files.iter().map(|(path, _)| path.as_str().into()).collect());
    ProjectChange { files: paths, ..ProjectChange::default() }.add_to(&mut change);
    db.apply(change);
    build(db, BuildKind::Full)
}

/// The build of an app whose first file of Modules has another text.
fn first_build_with(files: &[AppFile], text: &str) -> Build {
    let mut files = files.to_vec();
    if let Some(file) = files.iter_mut().find(|(path, _)| *path == modules_path(0)) {
        text.clone_into(&mut file.1);
    }
    first_build(&mut BuildDatabase::default(), &files)
}

/// Builds as the daemon does after an edit: the edited file alone if that is enough.
fn edit(db: &mut BuildDatabase, last: &mut Build, text: &str) {
    let path = modules_path(0);
    let edited = Edited::new(db, last, db.file(&path));
    let mut change = Change::default();
    change.write(path, text);
    db.set(change);
    let edited = edited.filter(|edited| edited.is_inside(db));
    match edited.and_then(|edited| edited.patch(db, last, BuildKind::Full, &[])) {
        Some(patch) => patch.apply(last),
        None => {
            db.apply(Change::default());
            *last = build(db, BuildKind::Full);
        }
    }
}
