//! The framework's public names: what each is, and where it runs.
