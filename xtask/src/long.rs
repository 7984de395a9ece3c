//! Tests that are bounded in `cargo xtask test`, run for as long as one likes.

use std::path::Path;

use anyhow::Result;

use crate::command::{command, run};
use crate::layout::Layout;
use crate::stages::Stage;
use crate::tools;

/// The model test: random operations on files, and every answer compared with a clean build. Half of the
/// rounds have one writer and half have three, both at once.
///
/// # Errors
/// If an answer differs, or the tests cannot run.
pub(crate) fn model(layout: &Layout, rounds: u64, seed: Option<u64>) -> Result<()> {
    let mut test = test(layout, &["--package", "client", "--test", "faults", "model"])?;
    test.env("SPRAG_MODEL_ROUNDS", rounds.div_ceil(2).to_string());
    // Rounds write thousands of small files. The kernel tells of those in memory as of all others.
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        test.env("TMPDIR", memory);
    }
    if let Some(seed) = seed {
        test.env("SPRAG_MODEL_SEED", seed.to_string());
    }
    run(&mut test)
}

/// What cargo-fuzz feeds: a crate with targets, and those.
const FUZZED: [(&str, &[&str]); 2] = [("daemon", &["protocol"]), ("queries", &["parse", "lower"])];

/// The version that is installed where there is none.
const CARGO_FUZZ: &str = "0.13.2";

/// An input that takes so many seconds is a hang.
const LONGEST_INPUT: u32 = 30;

/// Bytes that a fuzzer makes up for the protocol, and texts for the parser and the lowering.
///
/// What is found is written to `target/fuzz/`; `keep` puts what reaches new code into the corpora in
/// the repository, which the tests of the crates try every time.
///
/// # Errors
/// If something crashes or hangs, or the fuzzer cannot run.
pub(crate) fn fuzz(layout: &Layout, seconds: u64, seed: Option<u64>, keep: bool) -> Result<()> {
    let cargo_fuzz = tools::cargo_fuzz(layout, CARGO_FUZZ)?;
    for (package, targets) in FUZZED {
        for target in targets {
            let folder = layout.root.join(package).join("fuzz");
            let kept = folder.join("corpus").join(target);
            let found = layout.target.join("fuzz").join(target);
            std::fs::create_dir_all(&found)?;
            let fuzz = |verb: &str, corpora: [&Path; 2], options: &[String]| {
                let mut fuzz = command(&cargo_fuzz, &layout.root);
                // There is next to no unsafe code that a sanitizer could find something in.
                fuzz.args([verb, "--sanitizer", "none", "--fuzz-dir"]).arg(&folder).arg(target);
                fuzz.args(corpora).arg("--").args(options);
                // The compiler's options for fuzzing are unstable. With them build scripts do other
                // things, so that no other build could use what they made.
                fuzz.env("RUSTC_BOOTSTRAP", "1");
                run(fuzz.env("CARGO_TARGET_DIR", layout.target.join("fuzz-build")))
            };
            let mut options = vec![
                format!("-max_total_time={seconds}"),
                format!("-timeout={LONGEST_INPUT}"),
                "-max_len=4096".to_owned(),
                "-rss_limit_mb=4096".to_owned(),
                "-print_final_stats=1".to_owned(),
            ];
            options.extend(seed.map(|seed| format!("-seed={seed}")));
            println!("\n== {package}: {target} ==");
            // The first is where new inputs go.
            fuzz("run", [&found, &kept], &options)?;
            if keep {
                // As few as reach all that was reached: how often each place was does not count.
                let smallest = ["-set_cover_merge=1", "-use_counters=0", "-max_len=512"];
                fuzz("run", [&kept, &found], &smallest.map(str::to_owned))?;
            }
        }
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
    // Many rounds are worth the longer compilation; and this is the program that users have.
    test.args(["test", "--release"]).args(arguments).args(["--", "--nocapture"]);
    test.env("SPRAG_TEST_PYTHON", tools.build_python);
    Ok(test)
}
