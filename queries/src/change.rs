//! The only code that sets inputs.
