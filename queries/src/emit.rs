//! Chunks to ES module text.
