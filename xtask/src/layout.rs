//! Where things are: in the repository, and under `target/` where tests leave theirs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and the places that tests write to.
pub(crate) struct Layout {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Layout {
    /// # Errors
    /// If the crate is not inside the repository it was built from.
    pub(crate) fn find() -> Result<Self> {
        let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_dir.parent().context("xtask is not in a workspace")?.to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// The client as the tests use it.
    pub(crate) fn sprag(&self) -> PathBuf {
        self.target.join("debug/sprag")
    }

    /// Sources of the apps under test: scaffolds and copies of `examples/`.
    pub(crate) fn test_apps(&self) -> PathBuf {
        self.target.join("test-apps")
    }

    /// What building them gave: `<app>/full` and `<app>/static`.
    pub(crate) fn test_dist(&self) -> PathBuf {
        self.target.join("test-dist")
    }

    /// The compiled component corpus, which `queries/tests/components.rs` leaves.
    pub(crate) fn components(&self) -> PathBuf {
        self.target.join("tmp/components")
    }

    /// The compiled conformance corpus, which `queries/tests/conformance.rs` leaves.
    pub(crate) fn conformance(&self) -> PathBuf {
        self.target.join("tmp/conformance")
    }

    pub(crate) fn screenshots(&self) -> PathBuf {
        self.target.join("screenshots")
    }

    pub(crate) fn python_runtime(&self) -> PathBuf {
        self.root.join("queries/runtime")
    }

    pub(crate) fn editor_tests(&self) -> PathBuf {
        self.root.join("client/tests/editors")
    }

    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("client/tests/browser")
    }
}
