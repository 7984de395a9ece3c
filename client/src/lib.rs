//! What `sprag` shares with the program behind it, `spragd`: notes of what was asked before, saved files, and the
//! words for what was built.

pub mod replay;
pub mod saved;
pub mod words;

/// Whether this is a machine of continuous integration, which a daemon would outlive to no purpose: there is to be
/// none.
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}
