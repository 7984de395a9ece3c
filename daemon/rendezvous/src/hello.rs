//! What client and daemon say of themselves before anything else, and the one request that needs no more to be
//! understood: that files were saved.

use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// The version that `sprag --version` prints.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The client's first frame.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// Version of this frame: 1.
    pub sprag: u32,
    pub build_id: String,
    pub version: String,
}

/// These files were saved.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// Absolute.
    pub paths: Vec<PathBuf>,
    /// Whether the client waits for their build; else it is noted and done in the background.
    pub wait: bool,
}

/// How clients find a daemon. Proves nothing about it being alive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Info {
    pub pid: u32,
    pub socket: PathBuf,
    pub build_id: String,
    pub version: String,
    pub root: PathBuf,
}

impl Hello {
    /// Of the program with this build id.
    pub fn of(build_id: String) -> Self {
        Self { sprag: 1, build_id, version: VERSION.to_owned() }
    }
}

impl Info {
    /// The description at `path`; `None` if there is none that makes sense.
    pub fn load(path: &Path) -> Option<Self> {
        const LONGEST: u64 = 1 << 16;
        if fs::metadata(path).ok()?.len() > LONGEST {
            return None;
        }
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }
}

/// Tells one build of `spragd` from every other, by its file.
pub fn build_id(program: &Metadata) -> String {
    let stamp = crate::stamp::Stamp::of(program);
    // `ctime` also changes when a hard link is made, which is no new build.
    let identity = format!("{} {} {} {}", stamp.dev, stamp.ino, stamp.size, stamp.modified);
    blake3::hash(identity.as_bytes()).to_hex()[..16].to_owned()
}
