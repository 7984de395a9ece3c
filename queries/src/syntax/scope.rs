//! Which names a statement uses and binds.
