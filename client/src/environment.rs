//! The Python that runs the app: which one, and what has to be installed for it.
//!
//! Looks, in this order, at `--python`, `[tool.sprag] python`, the active environment, `.venv` and
//! `python3`. Where none has the framework, a `.venv` is made in the project from its requirements,
//! once. Nothing outside the project is ever installed into or changed.

mod prepare;
mod probe;
mod remembered;

use crate::failure::Failure;
use crate::project::Project;
use client::replay::Stamps;
use daemon::report::Report;
use prepare::prepare;
use probe::{Probe, probe};
use queries::diagnostic::Code;
use remembered::Question;
use std::path::{Path, PathBuf};

/// No interpreter where one was named.
const INTERPRETER_MISSING: Code = Code(810);
const FRAMEWORK_MISSING: Code = Code(811);
const PYTHON_VERSION: Code = Code(812);
const NOT_PREPARED: Code = Code(813);

/// The newest version that still has the module `cgi`, which the framework imports.
const NEWEST: (u32, u32) = (3, 12);
const OLDEST: (u32, u32) = (3, 9);

/// What to look for when `python3` is not of a fitting version.
const FITTING: [&str; 4] = ["python3.12", "python3.11", "python3.10", "python3.9"];

/// An absolute path of an interpreter that has the framework; installs it if allowed and needed.
pub(crate) fn interpreter(
    project: &Project,
    named: Option<&Path>,
    may_install: bool,
) -> Result<PathBuf, Failure> {
    let folder = project.root.join(".venv");
    let named = named.map(as_typed).or_else(|| project.settings.python.clone());
    let question = Question::new(named.as_deref());
    if let Some(python) = question.remembered(&project.root) {
        return Ok(python);
    }
    let candidates = match &named {
        Some(named) => vec![explicit(project, named)?],
        None => implicit(&folder)?,
    };
    if let Some(ready) = candidates.iter().find(|probe| probe.has_framework && probe.fits()) {
        question.remember(&project.root, &candidates, &ready.path);
        return Ok(ready.path.clone());
    }
    if let Some(unfit) = candidates.iter().find(|probe| probe.has_framework) {
        return Err(wrong_version(unfit));
    }
    if let (Some(_), [chosen]) = (&named, candidates.as_slice())
        && (chosen.is_environment || !chosen.fits())
    {
        return Err(if chosen.fits() { framework_missing(chosen) } else { wrong_version(chosen) });
    }
    let base = candidates.iter().find(|probe| probe.fits()).cloned().or_else(fitting);
    if !may_install {
        return Err(problem(
            FRAMEWORK_MISSING,
            format!("the framework is not installed for {}", project.root.display()),
            prepare::by_hand(&project.root, base.as_ref()),
        ));
    }
    prepare(&project.root, &folder, base.as_ref()).map_err(|reason| {
        problem(NOT_PREPARED, reason, prepare::by_hand(&project.root, base.as_ref()))
    })?;
    match probe(&folder.join("bin/python")) {
        Some(ready) if ready.has_framework => Ok(ready.path),
        _ => Err(problem(
            NOT_PREPARED,
            "the framework is still missing after its installation",
            prepare::by_hand(&project.root, base.as_ref()),
        )),
    }
}

/// The files and folders by which [`interpreter`] chose the one it remembers for this; `None` if it does
/// not remember any.
pub(crate) fn depends_on(project: &Project, named: Option<&Path>) -> Option<Stamps> {
    let named = named.map(as_typed).or_else(|| project.settings.python.clone());
    Question::new(named.as_deref()).depends_on(&project.root)
}

/// What the command line names: a path is relative to where the user stands.
fn as_typed(named: &Path) -> PathBuf {
    if named.components().count() == 1 {
        return named.to_owned();
    }
    std::path::absolute(named).unwrap_or_else(|_| named.to_owned())
}

/// The interpreter that the user named. A path in pyproject.toml is relative to the project.
fn explicit(project: &Project, named: &Path) -> Result<Probe, Failure> {
    let path = if named.components().count() > 1 { project.root.join(named) } else { named.into() };
    probe(&path).ok_or_else(|| {
        problem(
            INTERPRETER_MISSING,
            format!("{} is not a Python that can be run", named.display()),
            "choose another with --python, or [tool.sprag] python in pyproject.toml",
        )
    })
}

fn implicit(folder: &Path) -> Result<Vec<Probe>, Failure> {
    let active = ["VIRTUAL_ENV", "CONDA_PREFIX"]
        .iter()
        .filter_map(std::env::var_os)
        .map(|environment| Path::new(&environment).join("bin/python"));
    let mut found: Vec<Probe> = active.filter_map(|path| probe(&path)).collect();
    if std::fs::symlink_metadata(folder).is_ok() {
        let own = probe(&folder.join("bin/python")).ok_or_else(|| {
            problem(
                INTERPRETER_MISSING,
                "the interpreter of .venv is gone",
                "remove the folder .venv and build again, or choose an interpreter with --python",
            )
        })?;
        found.push(own);
    }
    found.extend(probe(Path::new("python3")));
    Ok(found)
}

fn fitting() -> Option<Probe> {
    FITTING.iter().filter_map(|name| probe(Path::new(name))).find(Probe::fits)
}

impl Probe {
    fn fits(&self) -> bool {
        (OLDEST..=NEWEST).contains(&self.version)
    }
}

fn wrong_version(probe: &Probe) -> Failure {
    let (major, minor) = probe.version;
    let message = format!(
        "{} is Python {major}.{minor}, which cannot run the framework: it imports the module `cgi`, \
         which Python 3.13 removed",
        probe.path.display()
    );
    problem(
        PYTHON_VERSION,
        message,
        "choose Python 3.9 to 3.12 with --python, or [tool.sprag] python",
    )
}

fn framework_missing(probe: &Probe) -> Failure {
    let python = probe.path.display();
    problem(
        FRAMEWORK_MISSING,
        format!("the framework is not installed for {python}"),
        format!("install it: {python} -m pip install spragkit"),
    )
}

fn problem(code: Code, message: impl Into<String>, help: impl Into<String>) -> Failure {
    Failure::Problem(Box::new(Report::project_error(code, message, help)))
}
