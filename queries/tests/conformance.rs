//! Python means in the browser what it means under CPython.
//!
//! Each function `case_*` of `conformance/cases/` runs under `python3`, whose answer is the expected one,
//! and, compiled, in Node: where it stands, and in the other placements of `placements.py`. A case may be
//! refused at compile time; a different answer fails the test. The output tree stays behind, and
//! `client/tests/browser/conformance.test.mjs` finds the same outcomes in Chromium.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that runs the compiled code, and CPython beside it"
)]

#[path = "conformance/harness.rs"]
mod harness;

use harness::{Harness, Project, Verdict, listed, parsed};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The cases of one category by how they came out.
#[derive(Default)]
struct Tally {
    right: usize,
    refused: usize,
    /// Wrong, as `limits.txt` says.
    limit: usize,
    wrong: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// The corpus; `SPRAG_CONFORMANCE` holds the arguments of `placements.py`.
fn corpus() -> Project {
    let arguments = std::env::var("SPRAG_CONFORMANCE").unwrap_or("--all".to_owned());
    project(arguments.split_whitespace())
}

fn project<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Project {
    let mut command = Command::new("python3");
    command.arg(folder().join("placements.py")).args(arguments);
    parsed(&command.output().unwrap()).unwrap()
}

/// A case counts once: as wrong if it is wrong anywhere, as refused if it is refused where it stands.
fn table(project: &Project, verdicts: &[Verdict], limits: &BTreeSet<String>) -> String {
    let mut cases: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (entry, verdict) in project.entries.iter().zip(verdicts) {
        let rank = match verdict {
            Verdict::Right => 0,
            Verdict::Refused(_) => 1,
            Verdict::Wrong { .. } => 2,
        };
        let known = cases.entry(&entry.id).or_insert((rank, &entry.placement));
        known.0 = known.0.max(rank);
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (id, (rank, _)) in cases {
        let category = id.split('.').next().unwrap_or_default();
        let tally = tallies.entry(category).or_default();
        match rank {
            0 => tally.right += 1,
            1 => tally.refused += 1,
            _ if limits.contains(id) => tally.limit += 1,
            _ => tally.wrong += 1,
        }
    }
    let mut text = "| category         | right | refused | limit | wrong |\n".to_owned();
    text.push_str("|------------------|------:|--------:|------:|------:|\n");
    let mut total = Tally::default();
    let mut row = |name: &str, tally: &Tally| {
        let Tally { right, refused, limit, wrong } = tally;
        let _ =
            writeln!(text, "| {name:<16} | {right:>5} | {refused:>7} | {limit:>5} | {wrong:>5} |");
    };
    for (name, tally) in &tallies {
        row(name, tally);
        total.right += tally.right;
        total.refused += tally.refused;
        total.limit += tally.limit;
        total.wrong += tally.wrong;
    }
    row("total", &total);
    text
}

/// Writes the table into the documentation if asked to; else, run as a whole, compares it with what stands there.
fn documented(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conformance.md");
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find("| category").expect("the table");
    let end = start + text[start..].find("\n\n").map_or(text.len() - start, |length| length + 1);
    if std::env::var_os("SPRAG_CONFORMANCE_WRITE").is_some() {
        fs::write(&path, format!("{}{table}{}", &text[..start], &text[end..])).unwrap();
    } else if std::env::var_os("SPRAG_CONFORMANCE").is_none() {
        assert_eq!(
            &text[start..end],
            table,
            "docs/conformance.md: run `cargo xtask conformance --write`"
        );
    }
}

#[test]
fn compiled_python_gives_what_cpython_gives_or_is_refused() {
    let mut project = corpus();
    let verdicts = Harness::new("conformance").verdicts(&mut project);
    let limits = listed(&folder().join("limits.txt"));
    let table = table(&project, &verdicts, &limits);
    println!("{table}");
    documented(&table);
    let mut wrong = String::new();
    let mut met = BTreeSet::new();
    for (entry, verdict) in project.entries.iter().zip(&verdicts) {
        match verdict {
            Verdict::Right => {}
            Verdict::Refused(message) => {
                println!("refused: {} ({}): {message}", entry.id, entry.placement)
            }
            Verdict::Wrong { .. } if limits.contains(&entry.id) => {
                met.insert(entry.id.clone());
            }
            Verdict::Wrong { expected, actual } => {
                let _ = writeln!(
                    wrong,
                    "{} ({})\n    CPython  {expected}\n    browser  {actual}",
                    entry.id, entry.placement
                );
            }
        }
    }
    assert!(wrong.is_empty(), "wrong answers:\n{wrong}");
    let run: BTreeSet<&String> = project.entries.iter().map(|entry| &entry.id).collect();
    let repaired: Vec<_> = limits.difference(&met).filter(|limit| run.contains(limit)).collect();
    assert!(repaired.is_empty(), "no longer wrong, so take them off the limits: {repaired:?}");
}

/// In the corpus, code somewhere assigns attributes without naming them, and no attribute's type is known.
#[test]
fn attributes_of_which_the_type_is_known_mean_the_same() {
    let closed = folder().join("closed");
    let mut project = project(["--all", &format!("--cases={}", closed.display())]);
    let verdicts = Harness::new("conformance-closed").verdicts(&mut project);
    let mut wrong = String::new();
    for (entry, verdict) in project.entries.iter().zip(&verdicts) {
        let (id, placement) = (&entry.id, &entry.placement);
        let _ = match verdict {
            Verdict::Right => Ok(()),
            Verdict::Refused(message) => writeln!(wrong, "{id} ({placement}): {message}"),
            Verdict::Wrong { expected, actual } => {
                writeln!(
                    wrong,
                    "{id} ({placement})\n    CPython  {expected}\n    browser  {actual}"
                )
            }
        };
    }
    assert!(wrong.is_empty(), "wrong answers:\n{wrong}");
    let known = fs::read_to_string(
        Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("conformance-closed/generated/shared/cases/attributes.js"),
    );
    assert!(known.unwrap().contains("this.count += 1"), "no type of an attribute was known");
}
