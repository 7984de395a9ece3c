//! The project that a command is about, and its settings.

use crate::arguments::Look;
use crate::failure::Failure;
use daemon::publish;
use daemon::report::Report;
use queries::diagnostic::{Code, Diagnostic};
use queries::settings;
use serde::Deserialize;
use std::path::{Path, PathBuf};

pub(crate) struct Project {
    /// Canonical.
    pub(crate) root: PathBuf,
    /// As it was named.
    pub(crate) named: PathBuf,
    pub(crate) settings: Settings,
}

/// `[tool.sprag]` of pyproject.toml.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Settings {
    /// The interpreter, relative to the project unless a bare name.
    pub(crate) python: Option<PathBuf>,
}

impl Project {
    /// The project at `folder`, else at `project_root`, else here.
    pub(crate) fn open(
        folder: Option<&Path>,
        project_root: Option<&Path>,
    ) -> Result<Self, Failure> {
        let named = match (folder, project_root) {
            (Some(_), Some(_)) => {
                return Err(Failure::usage("the project folder is named twice"));
            }
            (Some(folder), None) | (None, Some(folder)) => folder,
            (None, None) => Path::new("."),
        };
        let root = named
            .canonicalize()
            .map_err(|error| Failure::usage(format!("{}: {error}", named.display())))?;
        if !root.is_dir() {
            return Err(Failure::usage(format!("{} is not a folder", named.display())));
        }
        let settings = Settings::load(&root)?;
        Ok(Self { root, named: named.to_owned(), settings })
    }

    /// The project that a command looks at.
    pub(crate) fn of(look: &Look) -> Result<Self, Failure> {
        Self::open(None, look.project_root.as_deref())
    }

    /// The output folder, absolute; never the project itself or something around it.
    pub(crate) fn output(&self, output: &Path) -> Result<PathBuf, Failure> {
        let joined = self.root.join(output);
        let mut resolved = PathBuf::new();
        for part in joined.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => {
                    resolved.pop();
                }
                part => resolved.push(part),
            }
        }
        if self.root.starts_with(&resolved) {
            let message = format!("the output folder {} would hold the project", output.display());
            return Err(Failure::usage(message));
        }
        self.refuse_sources(&resolved)?;
        Ok(resolved)
    }

    /// What is an output folder is no source any more: one that holds sources was named by mistake.
    fn refuse_sources(&self, output: &Path) -> Result<(), Failure> {
        if publish::is_known_output(&self.root, output) {
            return Ok(());
        }
        let Some(source) = python_file(output) else { return Ok(()) };
        let folder = output.strip_prefix(&self.root).unwrap_or(output);
        Err(Failure::usage(format!(
            "the output folder {} has Python files that sprag did not write, such as {}; choose another with \
             --output",
            folder.display(),
            source.strip_prefix(output).unwrap_or(&source).display(),
        )))
    }
}

/// Some Python file in a folder.
fn python_file(folder: &Path) -> Option<PathBuf> {
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|end| end == "py") => {
                    return Some(path);
                }
                _ => {}
            }
        }
    }
    None
}

impl Settings {
    fn load(root: &Path) -> Result<Self, Failure> {
        #[derive(Default, Deserialize)]
        struct File {
            #[serde(default)]
            tool: Tool,
        }
        #[derive(Default, Deserialize)]
        struct Tool {
            #[serde(default)]
            sprag: Settings,
        }
        let path = root.join("pyproject.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(Failure::usage(format!("{}: {error}", path.display()))),
        };
        toml::from_str::<File>(&text)
            .map(|file| file.tool.sprag)
            .map_err(|error| malformed(&text, &error))
    }
}

/// The whole file is of no use, so nothing can be built.
fn malformed(text: &str, error: &toml::de::Error) -> Failure {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let code = Code(541);
    let diagnostic = Diagnostic {
        path: settings::FILE.to_owned(),
        range: error.span().map(|span| (offset(span.start), offset(span.end))),
        code,
        severity: code.severity(),
        message: error.message().to_owned(),
        help: code.info().map(|info| info.help.to_owned()),
        related: Vec::new(),
    };
    Failure::Settings(Box::new(Report::new(&diagnostic, |_| Some(text.into()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(pyproject: &str) -> (tempfile::TempDir, Result<Project, Failure>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pyproject.toml"), pyproject).unwrap();
        let project = Project::open(Some(folder.path()), None);
        (folder, project)
    }

    #[test]
    fn settings_come_from_the_tools_own_table() {
        let (_folder, project) =
            project("[project]\nname = 'x'\n[tool.sprag]\npython = 'python3.12'\n");
        let python = project.unwrap_or_else(|_| panic!("opens")).settings.python;
        assert_eq!(python, Some("python3.12".into()));
    }

    #[test]
    fn an_output_folder_with_sources_is_refused_until_a_build_has_written_it() {
        let (folder, project) = project("");
        let project = project.unwrap_or_else(|_| panic!("opens"));
        std::fs::create_dir_all(folder.path().join("app/routes/home")).unwrap();
        std::fs::write(folder.path().join("app/routes/home/web.py"), "").unwrap();
        for output in ["app", "app/routes", "app/routes/home"] {
            assert!(project.output(Path::new(output)).is_err(), "{output}");
        }
        assert!(project.output(Path::new("app/static")).is_ok());
        std::fs::write(folder.path().join("app/.sprag-outputs.json"), "{}").unwrap();
        assert!(project.output(Path::new("app")).is_ok());
    }

    #[test]
    fn an_output_folder_around_the_project_is_refused() {
        let (_folder, project) = project("");
        let project = project.unwrap_or_else(|_| panic!("opens"));
        for output in [".", "..", "a/..", "/"] {
            assert!(project.output(Path::new(output)).is_err(), "{output}");
        }
        let dist = project.output(Path::new("x/../dist")).unwrap_or_else(|_| panic!("is fine"));
        assert_eq!(dist, project.root.join("dist"));
    }
}
