//! Surfaces: what an app declares, which browser classes each page and mount needs, and every output
//! that follows from that: entries, registries, stores, manifests, documents, assets.
//!
//! The way in is [`output::build`]: all files of a build and all diagnostics of the project, from
//! [`Project`](crate::project::Project), [`Renderings`](crate::render::Renderings) and the Python files.
//!
//! Runs no Python. Declarations come from syntax (`value`, `read`, `declare`); the worker's answer is
//! the truth where there is one (`describe`). Which classes a surface needs is `reach`; what is wrong
//! with the whole is `check`.

pub mod assets;
pub mod bundle;
pub mod check;
pub mod conflicts;
pub mod contract;
pub mod controller;
pub mod declaration;
pub mod declare;
pub mod describe;
pub mod discovery;
pub mod entry;
pub mod generated;
pub mod manifest;
pub mod missing;
pub mod output;
pub mod patch;
pub mod payload;
pub mod problem;
pub mod reach;
pub mod read;
pub mod routing;
pub mod script;
pub mod selectors;
pub mod store_keys;
pub mod stores;
pub mod value;
pub mod weight;
pub mod wiring;

#[cfg(test)]
mod tests;
