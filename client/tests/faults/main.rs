//! Faults that the daemon survives, on the real programs: what `docs/reliability.md` lists.
//!
//! A test is called after the fault that it is about (`b4_…`); a fault may have several. Each has a
//! project and a state folder of its own. `SPRAG_TEST_PYTHON` names an interpreter with the framework
//! installed; `cargo xtask test` sets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod builds;
mod fallback;
mod freshness;
#[allow(dead_code, reason = "families of faults to come need the rest")]
mod harness;
mod lifetime;
mod limits;
mod listed;
mod model;
mod namespaces;
mod outputs;
#[path = "../command/project.rs"]
#[expect(dead_code, reason = "shared with the tests of the commands, which need other parts")]
mod project;
mod requests;
mod security;
mod starts;
mod storms;
mod verbs;
mod versions;
