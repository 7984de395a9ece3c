//! Surfaces: pages and mounts, and what each needs in the browser.
