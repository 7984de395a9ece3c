//! The items of a file.
