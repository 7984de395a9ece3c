//! Module-level names across files.
