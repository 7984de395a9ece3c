//! Whatever a file holds, all that a build does with it ends with a result or a diagnostic.

#![no_main]

#[path = "../tests/fuzz/target.rs"]
#[allow(dead_code, reason = "shared with the other target and the tests")]
mod target;

libfuzzer_sys::fuzz_target!(|text: &str| target::on_the_daemons_stack(|| target::compile(text)));
