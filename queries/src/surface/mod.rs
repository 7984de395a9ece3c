//! Surfaces: what an app declares, which browser classes each page and mount needs, and every output
//! that follows from that: entries, registries, stores, manifests, assets.
//!
//! Runs no Python and composes no HTML. Declarations come from syntax; where an argument is computed,
//! the worker's answer takes its place.

pub mod assets;
pub mod bundle;
pub mod conflicts;
pub mod controller;
pub mod declaration;
pub mod declare;
pub mod describe;
pub mod discovery;
pub mod entry;
pub mod manifest;
pub mod problem;
pub mod reach;
pub mod read;
pub mod routing;
pub mod script;
pub mod stores;
pub mod value;
pub mod wiring;

#[cfg(test)]
mod tests;
