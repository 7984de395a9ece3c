//! What lowering promises.

mod output;
mod runtime;
