//! `cargo xtask`: the work on this repository that Cargo itself does not do.
//!
//! Owns which tests there are and what they need. Builds nothing that is shipped.

mod command;
mod cost;
mod helix;
mod layout;
mod licences;
mod long;
mod stages;
mod tools;
mod trees;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use layout::Layout;
use stages::Stage;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tests and checks of this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what the tests need and runs all of them
    Test {
        /// Runs one stage only (may be given more than once)
        #[arg(long, value_enum)]
        only: Vec<Stage>,
    },
    /// Renders the component corpus on the server and in the browser, and prints how it came out
    Components,
    /// Runs the conformance corpus in all placements and prints the table
    Conformance {
        /// Only these categories (files of `queries/tests/conformance/cases/`)
        category: Vec<String>,
        /// Writes the table into docs/conformance.md
        #[arg(long)]
        write: bool,
    },
    /// Measures size and speed of compiled code beside other ways of writing it
    Cost {
        /// Writes the tables into docs/cost.md
        #[arg(long)]
        write: bool,
    },
    /// Compares random programs with CPython
    Properties {
        /// How long
        #[arg(long, default_value_t = 5)]
        minutes: u64,
        /// Repeats the run that printed this seed
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Compares the daemon's answers with clean builds after random operations on files
    Model {
        /// Half of them with one writer, half with three
        #[arg(long, default_value_t = 10_000)]
        rounds: u64,
        /// The seed that a failure named
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Has cargo-fuzz feed the protocol, the parser and the lowering
    Fuzz {
        /// For each of the three
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// The seed that a run printed
        #[arg(long)]
        seed: Option<u64>,
        /// Keeps what reaches new code in the repository's corpora
        #[arg(long)]
        keep: bool,
    },
    /// Keeps a daemon under edits, checkouts, kills and audits
    Soak {
        #[arg(long, default_value_t = 30)]
        minutes: u64,
    },
    /// Checks the licences of all dependencies against deny.toml
    Licences,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test { only } => test(&only),
        Task::Components => components(),
        Task::Conformance { category, write } => conformance(&category, write),
        Task::Cost { write } => cost(write),
        Task::Properties { minutes, seed } => properties(minutes, seed),
        Task::Model { rounds, seed } => on(|layout| long::model(layout, rounds, seed)),
        Task::Fuzz { seconds, seed, keep } => on(|layout| long::fuzz(layout, seconds, seed, keep)),
        Task::Soak { minutes } => on(|layout| long::soak(layout, minutes)),
        Task::Licences => on(licences::check),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn components() -> Result<bool> {
    let layout = Layout::find()?;
    let tools = tools::prepare(&layout, &[Stage::Browser])
        .context("the test needs tools that are not here")?;
    stages::components(&layout, &tools).map(|()| true)
}

fn cost(write: bool) -> Result<bool> {
    let layout = Layout::find()?;
    let tools = tools::prepare(&layout, &[Stage::Browser])?;
    cost::measure(&layout, &tools, write).map(|()| true)
}

/// The table of the corpus; `write` puts it into the documentation.
fn conformance(categories: &[String], write: bool) -> Result<bool> {
    let arguments = [&["--all".to_owned()], categories].concat().join(" ");
    let mut tests = language_test("conformance")?;
    tests.env("SPRAG_CONFORMANCE", arguments);
    if write {
        tests.env("SPRAG_CONFORMANCE_WRITE", "1");
    }
    command::run(&mut tests).map(|()| true)
}

fn properties(minutes: u64, seed: Option<u64>) -> Result<bool> {
    let mut tests = language_test("properties")?;
    tests.env("SPRAG_PROPERTY_SECONDS", (minutes * 60).to_string());
    if let Some(seed) = seed {
        tests.env("SPRAG_PROPERTY_SEED", seed.to_string());
    }
    command::run(&mut tests).map(|()| true)
}

/// A test of the compiler by name, with what it prints.
fn language_test(name: &str) -> Result<std::process::Command> {
    let layout = Layout::find()?;
    let tools = tools::prepare(&layout, &[Stage::Rust])?;
    let mut tests = command::command("cargo", &layout.root);
    tests.args(["test", "--package", "queries", "--test", name, "--", "--nocapture"]);
    tests.env("SPRAG_TEST_PYTHON", &tools.build_python);
    Ok(tests)
}

fn on(work: impl FnOnce(&Layout) -> Result<()>) -> Result<bool> {
    work(&Layout::find()?)?;
    Ok(true)
}

/// Runs stages in order, a failed one too many rather than one too few, and says how each went.
fn test(only: &[Stage]) -> Result<bool> {
    let layout = Layout::find()?;
    let chosen: Vec<Stage> = Stage::ALL
        .iter()
        .copied()
        .filter(|stage| only.is_empty() || only.contains(stage))
        .collect();
    let tools =
        tools::prepare(&layout, &chosen).context("the tests need tools that are not here")?;

    stages::begin(&layout)?;
    let mut results = Vec::new();
    for stage in chosen {
        println!("\n== {} ==", stage.name());
        let start = Instant::now();
        let outcome = stage.run(&layout, &tools);
        if let Err(error) = &outcome {
            eprintln!("{}: {error:#}", stage.name());
        }
        results.push((stage, outcome.is_ok(), start.elapsed()));
    }

    println!("\n== summary ==");
    for (stage, passed, time) in &results {
        let verdict = if *passed { "ok" } else { "FAILED" };
        println!(
            "{:<12} {verdict:<6} {:>6.1} s  {}",
            stage.name(),
            time.as_secs_f32(),
            stage.about()
        );
    }
    Ok(results.iter().all(|(_, passed, _)| *passed))
}
