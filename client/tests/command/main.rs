//! `sprag` as users run it: real processes on real projects.
//!
//! `SPRAG_TEST_PYTHON` names an interpreter with the framework installed; `cargo xtask test` sets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod costs;
mod environment;
mod formats;
mod hook;
mod last_good;
mod lifecycle;
mod look;
mod outputs;
mod project;
mod replay;
mod rested;
mod watch;
mod why;
