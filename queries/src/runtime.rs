//! Which runtime each class belongs to.
