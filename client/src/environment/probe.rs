//! Asking an interpreter what it is.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Clone, Debug)]
pub(super) struct Probe {
    /// Absolute; a link in an environment is not resolved, as it is what makes the environment.
    pub(super) path: PathBuf,
    pub(super) version: (u32, u32),
    pub(super) has_framework: bool,
    pub(super) is_environment: bool,
    /// Files and folders whose change may change the rest.
    pub(super) depends_on: Vec<PathBuf>,
}

/// Looks modules up without importing them. `sprag` alone proves nothing: the package of that name
/// on the index is another one.
const QUESTION: &str = "
import importlib.util, json, os, sys

def folder(name):
    spec = importlib.util.find_spec(name)
    return next(iter(spec.submodule_search_locations or []), None) if spec else None

sprag = folder('sprag')
print(json.dumps({
    'path': sys.executable,
    'version': sys.version_info[:2],
    'has_framework': bool(sprag and os.path.isdir(os.path.join(sprag, 'runtime')) and folder('specter')),
    'depends_on': [os.path.join(sys.prefix, 'pyvenv.cfg')] + [path for path in sys.path if path],
    'is_environment': sys.prefix != sys.base_prefix or 'CONDA_PREFIX' in os.environ,
}))
";

/// What the interpreter says of itself; `None` if it cannot be run.
pub(super) fn probe(python: &Path) -> Option<Probe> {
    #[derive(Deserialize)]
    struct Answer {
        path: PathBuf,
        version: (u32, u32),
        has_framework: bool,
        is_environment: bool,
        #[serde(default)]
        depends_on: Vec<PathBuf>,
    }
    let output = Command::new(python)
        .args(["-c", QUESTION])
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let answer: Answer = serde_json::from_slice(&output.stdout).ok()?;
    let path = if answer.path.is_absolute() { answer.path } else { python.to_owned() };
    Some(Probe {
        path,
        version: answer.version,
        has_framework: answer.has_framework,
        is_environment: answer.is_environment,
        depends_on: answer.depends_on,
    })
}
