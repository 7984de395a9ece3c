//! Making the project's `.venv`.

use super::probe::Probe;
use crate::print;
use daemon::lock::Lock;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The framework's name on the package index, where `sprag` is somebody else's.
const FRAMEWORK: &str = "spragkit";

/// Serves sockets; the framework needs it for apps that use them, but does not ask for it.
const SOCKETS: &str = "gevent-websocket";

/// Another client may be installing.
const PATIENCE: Duration = Duration::from_secs(600);

/// Creates the environment if it is missing, and installs the project's requirements into it.
pub(super) fn prepare(root: &Path, folder: &Path, base: Option<&Probe>) -> Result<(), String> {
    let state = root.join(".sprag");
    std::fs::create_dir_all(&state).map_err(|error| format!("{}: {error}", state.display()))?;
    let _lock = Lock::take_within(&state.join("environment.lock"), PATIENCE)
        .map_err(|error| error.to_string())?;
    let uv = has_uv();
    if !folder.join("bin/python").exists() {
        print::note(&format!("creating {}", folder.display()));
        create(folder, base, uv)?;
    }
    print::note("installing the app's requirements");
    let requirements = Requirements::of(root).map_err(|error| error.to_string())?;
    let python = folder.join("bin/python");
    let mut command = if uv {
        let mut command = Command::new("uv");
        command.args(["pip", "install", "--python"]).arg(&python);
        command
    } else {
        let mut command = Command::new(&python);
        command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        command
    };
    run(command.args(requirements.arguments()).current_dir(root))
}

/// What to type instead.
pub(super) fn by_hand(root: &Path, base: Option<&Probe>) -> String {
    let python = base.map_or("python3.12".into(), |base| base.path.display().to_string());
    let folder = root.join(".venv");
    let folder = folder.display();
    format!("type: {python} -m venv {folder} && {folder}/bin/pip install {FRAMEWORK} {SOCKETS}")
}

fn has_uv() -> bool {
    let output = Command::new("uv").arg("--version").stdin(Stdio::null()).output();
    output.is_ok_and(|output| output.status.success())
}

fn create(folder: &Path, base: Option<&Probe>, uv: bool) -> Result<(), String> {
    match (base, uv) {
        // uv finds or fetches an interpreter by its version.
        (None, true) => run(Command::new("uv").args(["venv", "--python", "3.12"]).arg(folder)),
        (Some(base), true) => {
            run(Command::new("uv").args(["venv", "--python"]).arg(&base.path).arg(folder))
        }
        (Some(base), false) => run(Command::new(&base.path).args(["-m", "venv"]).arg(folder)),
        (None, false) => {
            Err("there is no Python 3.9 to 3.12 on this machine; Python 3.13 removed \
                              the module `cgi`, which the framework imports"
                .to_owned())
        }
    }
}

/// Runs a command whose output is progress for people.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// The project's requirements with the framework under its real name.
struct Requirements {
    file: Option<RequirementsFile>,
}

enum RequirementsFile {
    Own(PathBuf),
    /// Beside the original, because its paths are relative to where it is.
    Corrected(tempfile::NamedTempFile),
}

impl Requirements {
    fn of(root: &Path) -> std::io::Result<Self> {
        let path = root.join("requirements.txt");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { file: None });
            }
            Err(error) => return Err(error),
        };
        let corrected = corrected(&text);
        if corrected == text {
            return Ok(Self { file: Some(RequirementsFile::Own(path)) });
        }
        let file =
            tempfile::Builder::new().prefix(".requirements-").suffix(".txt").tempfile_in(root)?;
        std::fs::write(file.path(), corrected)?;
        Ok(Self { file: Some(RequirementsFile::Corrected(file)) })
    }

    fn arguments(&self) -> Vec<PathBuf> {
        let mut arguments = vec![PathBuf::from(FRAMEWORK), PathBuf::from(SOCKETS)];
        let path = self.file.as_ref().map(|file| match file {
            RequirementsFile::Own(path) => path.clone(),
            RequirementsFile::Corrected(file) => file.path().to_owned(),
        });
        arguments.extend(path.into_iter().flat_map(|path| [PathBuf::from("-r"), path]));
        arguments
    }
}

/// Requirements with `sprag` called `spragkit`; versions, extras and markers stay.
fn corrected(requirements: &str) -> String {
    let line = |line: &str| {
        let name_end =
            line.find(|char: char| !char.is_ascii_alphanumeric() && !"-_.".contains(char));
        let (name, rest) = line.split_at(name_end.unwrap_or(line.len()));
        if name.eq_ignore_ascii_case("sprag") {
            format!("{FRAMEWORK}{rest}")
        } else {
            line.to_owned()
        }
    };
    requirements.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sprag_in_requirements_means_spragkit() {
        let requirements =
            "# sprag\nsprag>=0.1 ; python_version < '4'\nsprag-extra\nSprag\nflask\n";
        assert_eq!(
            corrected(requirements),
            "# sprag\nspragkit>=0.1 ; python_version < '4'\nsprag-extra\nspragkit\nflask\n"
        );
    }
}
