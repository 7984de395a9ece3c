//! Random programs mean the same under CPython and, compiled, in JavaScript.
//!
//! `properties/generate.py` makes them from a seed. Every test run takes the same few seeds; with
//! `SPRAG_PROPERTY_SECONDS` new ones are taken for so long, and `SPRAG_PROPERTY_SEED` repeats a run; the seeds are printed. What differs is
//! repaired and becomes a case of the conformance corpus.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that runs the compiled code, and CPython beside it"
)]

#[path = "conformance/harness.rs"]
mod harness;

use harness::{Harness, Project, Verdict, parsed};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const PROGRAMS: u32 = 300;

/// A number that the environment gives.
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn programs(seed: u64) -> Project {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/generate.py");
    let mut command = Command::new("python3");
    command.args(["-W", "ignore"]).arg(script).args([seed.to_string(), PROGRAMS.to_string()]);
    parsed(&command.output().unwrap()).unwrap()
}

/// The text of one program, for the report.
fn source<'a>(project: &'a Project, module: &str, name: &str) -> &'a str {
    let text = &project.files[&format!("{}.py", module.replace('.', "/"))];
    let start = text.find(&format!("def {name}():")).unwrap_or_default();
    let number = name.trim_start_matches("case_");
    let support = [format!("_{name}:"), format!("_{name}("), format!("_case_{number}(")];
    let before = support.iter().filter_map(|mark| text[..start].find(mark.as_str())).min();
    let from = before.map_or(start, |at| text[..at].rfind('\n').map_or(0, |line| line + 1));
    let end = text[start..].find("\n    return out").map_or(text.len(), |at| start + at);
    &text[from..end]
}

/// Whether the browser raised because an int is beyond what it holds exactly, as documented.
fn is_limit(expected: &str, actual: &str) -> bool {
    let has_big =
        expected.split(|each: char| !each.is_ascii_digit()).any(|digits| digits.len() >= 16);
    actual.contains("OverflowError") && (has_big || !expected.contains("OverflowError"))
}

/// Where a run without settings begins, and how many seeds it takes: the same programs on every machine, so
/// that a change fails for what it changed.
const FIRST_SEED: u64 = 1;
const SEEDS: u64 = 3;

#[test]
fn random_programs_give_what_cpython_gives_or_are_refused() {
    let limit = setting("SPRAG_PROPERTY_SECONDS").map(Duration::from_secs);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let otherwise = if limit.is_some() { now.as_secs() } else { FIRST_SEED };
    let first = setting("SPRAG_PROPERTY_SEED").unwrap_or(otherwise);
    let harness = Harness::new("properties");
    let start = Instant::now();
    let (mut right, mut refused, mut limited) = (0, 0, 0);
    let mut wrong = String::new();
    for seed in first.. {
        println!("seed {seed}");
        let mut project = programs(seed);
        let verdicts = harness.verdicts(&mut project);
        for (entry, verdict) in project.entries.iter().zip(&verdicts) {
            match verdict {
                Verdict::Right => right += 1,
                Verdict::Refused(message) => {
                    refused += 1;
                    println!("refused: {message}");
                }
                Verdict::Wrong { expected, actual } if is_limit(expected, actual) => limited += 1,
                Verdict::Wrong { expected, actual } => {
                    let text = source(&project, &entry.module, &entry.name);
                    let _ = writeln!(
                        wrong,
                        "seed {seed}, {}:\n{text}\n    CPython  {expected}\n    browser  {actual}\n",
                        entry.id
                    );
                }
            }
        }
        let is_over = match limit {
            Some(limit) => start.elapsed() > limit,
            None => seed + 1 == first + SEEDS,
        };
        if !wrong.is_empty() || is_over {
            break;
        }
    }
    println!("{right} right, {refused} refused, {limited} beyond exact ints");
    assert!(wrong.is_empty(), "different answers:\n{wrong}");
}
