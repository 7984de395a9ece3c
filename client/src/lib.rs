//! What `sprag` shares with the program behind it, `spragd`: notes of what was asked before, saved files, and the
//! words for what was built.

pub mod replay;
pub mod saved;
pub mod words;
