//! Builds that end with an account of what the session knows, so that it can be compared with the disk and
//! with a session that knows nothing.
//!
//! The build is an ordinary one, that trusts whatever the session trusts, except that it writes nothing.

use crate::engine::Listen;
use crate::protocol::{BuildRequest, Reply};
use crate::session::{self, Changed, Made, Observer};
use crate::stamp::{self, Hash, Stamp};
use crate::vfs::{Text, Vfs};
use queries::artifact::Content;
use queries::db::BuildDatabase;
use queries::project::Project;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a session knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Project files of which it knows something else than the disk has. Those that were written while
    /// they were being compared are left out.
    pub stale: Vec<String>,
    /// What it makes of them: the hash of each output by its path in the output folder.
    pub outputs: BTreeMap<String, String>,
}

/// The time of a change is that of the last tick of the kernel's clock.
const CLOCK_TICK_NS: i128 = 20_000_000;

struct Auditor {
    root: PathBuf,
    /// Folders that are written, not read.
    folders: Vec<PathBuf>,
    /// Nanoseconds since the Unix epoch.
    begun: i128,
    account: Arc<Mutex<Option<Account>>>,
}

/// An observer, and a listener that gets its account before the build's end.
pub fn audited(
    mut listen: Listen,
    root: &Path,
    request: &BuildRequest,
) -> (Listen, Box<dyn Observer>) {
    let account: Arc<Mutex<Option<Account>>> = Arc::default();
    let auditor = Auditor {
        root: root.to_owned(),
        folders: session::output_folders(root, &request.output),
        begun: stamp::now(),
        account: Arc::clone(&account),
    };
    let listen = move |reply| {
        if matches!(reply, Reply::Finished(_))
            && let Some(account) = account.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            listen(Reply::Audited(Box::new(account)));
        }
        listen(reply);
    };
    (Box::new(listen), Box::new(auditor))
}

/// The hash by which outputs are compared.
pub fn hash(content: &[u8]) -> String {
    Hash::of(content).to_string()[..16].to_owned()
}

impl Observer for Auditor {
    fn swept(&mut self, _: &Changed, _: u64) {}

    fn made(&mut self, made: &Made<'_>) {
        let account = Account { stale: self.stale(made), outputs: self.outputs(made) };
        *self.account.lock().unwrap_or_else(PoisonError::into_inner) = Some(account);
    }
}

impl Auditor {
    fn stale(&self, made: &Made<'_>) -> Vec<String> {
        let mut disk = Vfs::new(self.root.clone());
        let found = disk.sweep(&self.folders);
        let known = Project::get(made.db).files(made.db);
        let listed: BTreeSet<&str> = disk.paths().map(AsRef::as_ref).collect();
        let missing = listed.iter().filter(|path| !known.contains(**path)).copied();
        let gone = known.iter().map(AsRef::as_ref).filter(|path: &&str| !listed.contains(path));
        let differing = found.texts.iter().filter_map(|(path, text)| {
            let text = match text {
                Text::Valid(text) => text.as_ref(),
                Text::NotUtf8 { .. } => "",
            };
            let known = known_text(made, path);
            (known.as_deref().unwrap_or_default() != text).then_some(path.as_ref())
        });
        let all: BTreeSet<&str> = missing.chain(gone).chain(differing).collect();
        all.into_iter().filter(|path| !self.is_newer(path)).map(str::to_owned).collect()
    }

    /// Whether a file, or the folder that it is or was in, changed since the audit was asked for.
    fn is_newer(&self, path: &str) -> bool {
        let path = self.root.join(path);
        let mut places = path.ancestors().take_while(|place| place.starts_with(&self.root));
        places.any(|place| {
            let metadata = std::fs::symlink_metadata(place);
            metadata.is_ok_and(|found| Stamp::of(&found).changed >= self.begun - CLOCK_TICK_NS)
        })
    }

    fn outputs(&self, made: &Made<'_>) -> BTreeMap<String, String> {
        let read = |path: PathBuf| std::fs::read(path).unwrap_or_default();
        let hash_of = |content: &Content| match content {
            Content::Text(text) => hash(text.as_bytes()),
            Content::Made(made) => Hash::of_made(made).to_string()[..16].to_owned(),
            Content::Project(path) => hash(&read(self.root.join(path.as_ref()))),
            Content::Framework(path) => hash(
                &made.framework.map(|folder| read(folder.join(path.as_ref()))).unwrap_or_default(),
            ),
        };
        let artifacts = made.build.artifacts.iter();
        artifacts.map(|artifact| (artifact.path.to_string(), hash_of(&artifact.content))).collect()
    }
}

/// The text of a file as the session knows it; `None` if it knows none.
fn known_text(made: &Made<'_>, path: &str) -> Option<Arc<str>> {
    let db: &BuildDatabase = made.db;
    if let Some(broken) = made.broken.get(path) {
        return Some(Arc::clone(broken));
    }
    let python = db.file(path).map(|file| file.text(db));
    python.or_else(|| Project::get(db).text_of(db, path).cloned())
}
