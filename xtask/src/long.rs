//! Tests that are bounded in `cargo xtask test`, run for as long as one likes.

use anyhow::Result;

use crate::command::{command, run};
use crate::layout::Layout;
use crate::stages::Stage;
use crate::tools;

/// The model test: random operations on files, and every answer compared with a clean build.
///
/// # Errors
/// If an answer differs, or the tests cannot run.
pub(crate) fn model(layout: &Layout, rounds: u64, seed: Option<u64>) -> Result<()> {
    let mut test = test(layout, &["--package", "client", "--test", "faults", "model"])?;
    test.env("SPRAG_MODEL_ROUNDS", rounds.to_string());
    if let Some(seed) = seed {
        test.env("SPRAG_MODEL_SEED", seed.to_string());
    }
    run(&mut test)
}

/// Random bytes for the protocol, random texts for the parser and the lowering.
///
/// # Errors
/// If something crashes, or the tests cannot run.
pub(crate) fn fuzz(layout: &Layout, seconds: u64, seed: Option<u64>) -> Result<()> {
    for package in ["daemon", "queries"] {
        let mut test = test(layout, &["--package", package, "--test", "fuzz"])?;
        test.env("SPRAG_FUZZ_SECONDS", seconds.to_string());
        if let Some(seed) = seed {
            test.env("SPRAG_FUZZ_SEED", seed.to_string());
        }
        run(&mut test)?;
    }
    Ok(())
}

/// One daemon under edits, checkouts, kills and audits.
///
/// # Errors
/// If an answer differs or something grows, or the tests cannot run.
pub(crate) fn soak(layout: &Layout, minutes: u64) -> Result<()> {
    let mut test = test(layout, &["--package", "client", "--test", "faults", "l9_soak"])?;
    run(test.env("SPRAG_SOAK_SECONDS", (minutes * 60).to_string()))
}

fn test(layout: &Layout, arguments: &[&str]) -> Result<std::process::Command> {
    let tools = tools::prepare(layout, &[Stage::Rust])?;
    let mut test = command("cargo", &layout.root);
    test.arg("test").args(arguments).args(["--", "--nocapture"]);
    test.env("SPRAG_TEST_PYTHON", tools.build_python);
    Ok(test)
}
