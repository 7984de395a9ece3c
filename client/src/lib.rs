//! What `sprag` shares with the program behind it, `spragd`: notes of what was asked before.

pub mod replay;
