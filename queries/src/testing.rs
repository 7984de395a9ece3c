//! Test databases and fixtures.
