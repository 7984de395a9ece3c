//! Asking again what was asked before, without knowing what it means.
//!
//! Most commands are typed again and again, and most answers are that nothing has changed. `spragd` knows what a
//! command means, and is as large as a compiler; it leaves a [`Note`] of what the same words ask in the
//! same place, and of what was printed when nothing had changed. `sprag` needs no more than the note: it is
//! small, and starts several times faster.
//!
//! A note is never an answer: the daemon is asked each time. If it says anything that the note does not foresee,
//! `spragd` goes on with the conversation ([`Handover`]).

mod handover;
mod key;
mod note;

pub use handover::{Handover, typed};
pub use key::{Key, umask};
pub use note::{Note, Place, Stamps, stamp, variables};
