//! Whatever a file holds, it parses or there is an error with a place in it.

#![no_main]

#[path = "../tests/fuzz/target.rs"]
#[allow(dead_code, reason = "shared with the other target and the tests")]
mod target;

libfuzzer_sys::fuzz_target!(|text: &str| target::on_the_daemons_stack(|| target::parse(text)));
