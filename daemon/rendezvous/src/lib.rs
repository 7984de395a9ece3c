//! Where a client and the project's daemon meet, and how they pass bytes to each other.
//!
//! Apart from the daemon so that a program that only asks stays small: it is loaded anew for every
//! command. Knows nothing of builds, and of messages only those of `hello`.

pub mod frame;
pub mod hello;
pub mod peer;
pub mod stamp;
pub mod state_dir;
