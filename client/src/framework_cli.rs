//! Commands of the framework's own program that this one does not have: they are passed on.

use crate::environment;
use crate::failure::Failure;
use crate::project::Project;
use queries::suggest::closest;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the framework's program does and this one does not.
const PASSED_ON: [&str; 3] = ["new", "add", "pack"];

/// Becomes the framework's program; returns only if it cannot.
pub(crate) fn run(words: &[OsString], own: &[String]) -> Failure {
    let verb = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    if !PASSED_ON.contains(&verb.as_str()) {
        let known = own.iter().map(String::as_str).chain(PASSED_ON);
        let hint = closest(&verb, known)
            .map_or(String::new(), |meant| format!(": did you mean `{meant}`?"));
        return Failure::usage(format!("there is no command `{verb}`{hint}"));
    }
    let Some(python) = python() else {
        return Failure::usage(format!(
            "`sprag {verb}` belongs to the framework, which is not installed here; \
             install it with `python3 -m pip install spragkit`"
        ));
    };
    let error = Command::new(&python).args(["-m", "sprag"]).args(words).exec();
    Failure::internal(format!("{}: {error}", python.display()))
}

/// The app's Python, or any that has the framework: `new` comes before there is an app.
fn python() -> Option<PathBuf> {
    let of_app = Project::open(None, None)
        .and_then(|project| environment::interpreter(&project, None, false))
        .ok();
    of_app.or_else(|| {
        let found = ["python3", "python"].map(PathBuf::from);
        found.into_iter().find(|python| has_framework(python))
    })
}

fn has_framework(python: &Path) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", "import sprag.dev.cli"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
