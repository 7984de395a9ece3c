//! Asking an interpreter what it is.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
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
///
/// Imports nothing that Python has not loaded by itself, and answers without a format that it would have to
/// load: that takes as long as starting it. No path has a zero byte.
const QUESTION: &str = r"
import os, sys

def folder(name):
    specs = (finder.find_spec(name, None) for finder in sys.meta_path if hasattr(finder, 'find_spec'))
    spec = next((spec for spec in specs if spec), None)
    return next(iter(spec.submodule_search_locations or []), None) if spec else None

sprag = folder('sprag')
answer = [
    sys.executable or '',
    str(sys.version_info[0]),
    str(sys.version_info[1]),
    str(bool(sprag and os.path.isdir(os.path.join(sprag, 'runtime')) and folder('specter'))),
    str(sys.prefix != sys.base_prefix or 'CONDA_PREFIX' in os.environ),
    os.path.join(sys.prefix, 'pyvenv.cfg'),
    *(path for path in sys.path if path),
]
sys.stdout.buffer.write(b'\0'.join(map(os.fsencode, answer)))
";

/// What the interpreter says of itself; `None` if it cannot be run.
pub(super) fn probe(python: &Path) -> Option<Probe> {
    let output = Command::new(python)
        .args(["-c", QUESTION])
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let mut answer = output.stdout.split(|byte| *byte == 0).map(OsStr::from_bytes);
    let path = PathBuf::from(answer.next()?);
    let mut number = || answer.next()?.to_str()?.parse().ok();
    let version = (number()?, number()?);
    let mut is_so = || Some(answer.next()? == "True");
    let (has_framework, is_environment) = (is_so()?, is_so()?);
    let path = if path.is_absolute() { path } else { python.to_owned() };
    let depends_on = answer.map(PathBuf::from).collect();
    Some(Probe { path, version, has_framework, is_environment, depends_on })
}
