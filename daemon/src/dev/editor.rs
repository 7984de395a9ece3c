//! Opens a place in the user's editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the user says which editor it is, the first that is set.
const VARIABLES: [&str; 3] = ["SPRAG_EDITOR", "VISUAL", "EDITOR"];

/// A place in a project file; line and column count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// The file of that name if it is one inside the project.
pub(super) fn target(root: &Path, file: &str, line: u32, column: u32) -> Option<Target> {
    let path = root.join(file).canonicalize().ok()?;
    let is_inside = path.starts_with(root) && path.is_file();
    is_inside.then_some(Target { path, line: line.max(1), column: column.max(1) })
}

/// Starts the editor and does not wait for it.
///
/// # Errors
/// No editor is set, or it does not start: a sentence for the user.
pub(super) fn open(target: &Target, environment: &BTreeMap<String, String>) -> Result<(), String> {
    let set = |name: &&str| environment.get(*name).filter(|value| !value.trim().is_empty());
    let Some(editor) = VARIABLES.iter().find_map(set) else {
        return Err("no editor is set: set SPRAG_EDITOR, for example to `code`".to_owned());
    };
    let words = arguments(editor, target);
    let Some((program, rest)) = words.split_first() else {
        return Err("SPRAG_EDITOR is empty".to_owned());
    };
    let mut command = Command::new(program);
    command.args(rest).env_clear().envs(environment);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| format!("the editor `{program}` does not start: {error}"))?;
    // Someone has to hear of its end.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// The command line, in the editor's own way to name a place. `{file}`, `{line}` and `{column}` in
/// the setting are replaced where they stand.
fn arguments(editor: &str, target: &Target) -> Vec<String> {
    let Target { path, line, column } = target;
    let path = path.to_string_lossy();
    if editor.contains("{file}") {
        let fill = |word: &str| {
            word.replace("{file}", &path)
                .replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string())
        };
        return editor.split_whitespace().map(fill).collect();
    }
    let mut words: Vec<String> = editor.split_whitespace().map(str::to_owned).collect();
    let program = words.first().map_or("", String::as_str);
    let name = program.rsplit('/').next().unwrap_or_default().to_owned();
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            words.extend(["--goto".to_owned(), format!("{path}:{line}:{column}")]);
        }
        "subl" | "sublime_text" | "zed" | "hx" | "helix" | "mate" => {
            words.push(format!("{path}:{line}:{column}"));
        }
        "vim" | "nvim" | "vi" | "gvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" => {
            let place = if name == "vim" || name == "nvim" || name == "vi" || name == "gvim" {
                format!("+call cursor({line},{column})")
            } else {
                format!("+{line}:{column}")
            };
            words.extend([place, path.into_owned()]);
        }
        "idea" | "pycharm" | "webstorm" => {
            let line = line.to_string();
            words.extend(["--line".to_owned(), line, path.into_owned()]);
        }
        _ => words.push(path.into_owned()),
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(editor: &str) -> String {
        let target = Target { path: "/p/a.py".into(), line: 3, column: 7 };
        arguments(editor, &target).join(" ")
    }

    #[test]
    fn each_editor_is_told_the_place_in_its_own_way() {
        assert_eq!(line("code --wait"), "code --wait --goto /p/a.py:3:7");
        assert_eq!(line("/usr/bin/nvim"), "/usr/bin/nvim +call cursor(3,7) /p/a.py");
        assert_eq!(line("hx"), "hx /p/a.py:3:7");
        assert_eq!(line("pycharm"), "pycharm --line 3 /p/a.py");
        assert_eq!(line("mine -l {line} {file}"), "mine -l 3 /p/a.py");
        assert_eq!(line("gedit"), "gedit /p/a.py");
    }

    #[test]
    fn only_files_of_the_project_can_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("app");
        std::fs::create_dir(&root).unwrap();
        std::fs::write(root.join("a.py"), "").unwrap();
        std::fs::write(folder.path().join("secret.py"), "").unwrap();
        assert!(target(&root, "a.py", 0, 0).is_some_and(|target| target.line == 1));
        for outside in ["../secret.py", "/etc/passwd", ".", "missing.py"] {
            assert_eq!(target(&root, outside, 1, 1), None, "{outside}");
        }
    }
}
