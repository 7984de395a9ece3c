//! The build daemon: files, the engine that owns the query database, publishing and the socket.
//!
//! The same code also runs inside the client when there is no daemon; both produce the same bytes.

pub mod audit;
pub mod builds;
pub mod cancellation;
pub mod crashes;
pub mod dev;
pub mod engine;
pub mod failpoint;
pub mod last_good;
pub mod limits;
pub mod lock;
mod memory;
mod owner;
mod parallel;
mod private_folder;
pub mod protocol;
pub mod publish;
pub mod report;
pub mod server;
pub mod session;
pub mod stamp;
pub mod survey;
pub mod vfs;
mod watch;
pub mod worker;

pub use rendezvous::state_dir;
