//! Texts that nobody would write: whatever a file holds, the parser, the items and the lowering end
//! with a result or a diagnostic, on the stack that the daemon has.
//!
//! `absurd.rs` are shapes that once broke something or easily could; `mutation.rs` changes the texts of a
//! corpus at random, and tries what `cargo xtask fuzz` begins with (`queries/fuzz/corpus/`). A seed that
//! a failure printed is repeated with `SPRAG_FUZZ_SEED`. The text being tried lies in `target/fuzz/`,
//! where it is after a crash that takes the process along.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test, not a query")]

#[path = "fuzz/absurd.rs"]
mod absurd;
#[path = "fuzz/mutation.rs"]
mod mutation;
#[path = "fuzz/target.rs"]
mod target;

use target::{compile, on_the_daemons_stack, parse};
