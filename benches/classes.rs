//! What compiling costs, in ratios to the least that the same work can cost in the same run.
//!
//! Run with `cargo bench -p benches`. Cold: every class of a synthetic app from text to ES module, beside
//! parsing every file once. Edit: one method changed, beside parsing that one file once. The queries
//! that ran are counted and checked, so that no figure gets better by being wrong.

use anyhow::{Context, Result, ensure};
use benches::{AppFile, CLASSES_PER_ROUTE, Spread, app, modules_path, modules_text};
use queries::change::Change;
use queries::db::BuildDatabase;
use queries::emit::class_js;
use queries::items::module_classes;
use std::hint::black_box;
use std::time::{Duration, Instant};

const EDITS: usize = 300;

fn main() -> Result<()> {
    println!(
        "{:>8} {:>26} {:>40} {:>10}",
        "classes", "cold (ratio to parsing)", "edit p50 / p90 / p99 (ratio to parsing)", "queries"
    );
    for routes in [25, 250, 2_500] {
        measure(routes)?;
    }
    Ok(())
}

fn measure(routes: usize) -> Result<()> {
    let files = app(routes);
    let parsing = time(|| parse_all(&files)).0;
    let (cold, mut db) = time(|| compiled(&files));
    let mut durations = Vec::with_capacity(EDITS);
    let mut floor = Vec::with_capacity(EDITS);
    let mut queries = 0;
    for edit in 0..EDITS {
        let route = edit * 7 % routes;
        let text = modules_text(route, &format!("edit {edit}"));
        floor.push(time(|| parse(&text)).0);
        let started = Instant::now();
        let mut change = Change::default();
        change.write(modules_path(route), &text);
        db.apply(change);
        let ran = compile_file(&mut db, &modules_path(route))?;
        durations.push(started.elapsed());
        let compiled: Vec<_> =
            ran.iter().filter(|label| label.starts_with("item_chunk(")).collect();
        ensure!(
            compiled == [&format!("item_chunk(PanelModule{route})")],
            "an edit compiled {compiled:?}"
        );
        queries = ran.len();
    }
    report(
        routes * CLASSES_PER_ROUTE,
        cold,
        parsing,
        &Spread::new(durations),
        &Spread::new(floor),
        queries,
    );
    Ok(())
}

fn report(
    classes: usize,
    cold: Duration,
    parsing: Duration,
    edits: &Spread,
    floor: &Spread,
    queries: usize,
) {
    let least = floor.percentile(50);
    let edit = [50, 90, 99]
        .map(|percent| {
            let duration = edits.percentile(percent);
            format!("{duration:.1?} ({:.1})", duration.as_secs_f64() / least.as_secs_f64())
        })
        .join(" / ");
    let cold = format!("{cold:.1?} ({:.1})", cold.as_secs_f64() / parsing.as_secs_f64());
    println!("{classes:>8} {cold:>26} {edit:>40} {queries:>10}");
}

fn compiled(files: &[AppFile]) -> BuildDatabase {
    let mut db = BuildDatabase::default();
    let mut change = Change::default();
    for (path, text) in files {
        change.write(path.as_str(), text);
    }
    db.apply(change);
    for (path, _) in files {
        let Some(file) = db.file(path) else { continue };
        for &class in module_classes(&db, file) {
            black_box(class_js(&db, class));
        }
    }
    db
}

/// Asks for the classes of one file; the labels of what ran.
fn compile_file(db: &mut BuildDatabase, path: &str) -> Result<Vec<String>> {
    let file = db.file(path).context("the edited file exists")?;
    let ((), ran) = db.executed(|db| {
        for &class in module_classes(db, file) {
            black_box(class_js(db, class));
        }
    });
    Ok(ran)
}

fn parse_all(files: &[AppFile]) {
    files.iter().for_each(|(_, text)| parse(text));
}

fn parse(text: &str) {
    black_box(queries::syntax::parse(text).is_ok());
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed(), result)
}
