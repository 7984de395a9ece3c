//! Opens a place in the user's editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the user says which editor it is, the first that is set.
const VARIABLES: [&str; 3] = ["SPRAG_EDITOR", "VISUAL", "EDITOR"];

/// Editors with a window, which are looked for if none is set.
const USUAL: [&str; 8] = ["code", "cursor", "windsurf", "codium", "zed", "subl", "pycharm", "idea"];

/// Editors that would have nowhere to draw.
const IN_TERMINAL: [&str; 8] = ["vim", "vi", "nvim", "nano", "hx", "helix", "kak", "micro"];

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
    let chosen = VARIABLES.iter().find_map(set).cloned();
    let Some(editor) = chosen.or_else(|| usual(environment.get("PATH")?)) else {
        return Err("no editor is set: set SPRAG_EDITOR, for example to `code`".to_owned());
    };
    let words = arguments(&editor, target);
    if words.first().is_some_and(|program| IN_TERMINAL.contains(&name(program)))
        && !editor.contains("{file}")
    {
        let Target { path, line, column } = target;
        return Err(format!(
            "`{editor}` needs a terminal; set SPRAG_EDITOR to an editor with a window: {}:{line}:{column}",
            path.display()
        ));
    }
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

/// The first of the usual editors in these folders.
fn usual(folders: &str) -> Option<String> {
    let is_there =
        |editor: &str| std::env::split_paths(folders).any(|folder| folder.join(editor).is_file());
    USUAL.iter().find(|editor| is_there(editor)).map(ToString::to_string)
}

/// A program without its folder.
fn name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or_default()
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
    let name = name(program).to_owned();
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            words.extend(["--goto".to_owned(), format!("{path}:{line}:{column}")]);
        }
        "subl" | "sublime_text" | "zed" | "mate" => {
            words.push(format!("{path}:{line}:{column}"));
        }
        "gvim" => words.extend([format!("+call cursor({line},{column})"), path.into_owned()]),
        "emacs" | "emacsclient" => words.extend([format!("+{line}:{column}"), path.into_owned()]),
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
        assert_eq!(line("/usr/bin/gvim"), "/usr/bin/gvim +call cursor(3,7) /p/a.py");
        assert_eq!(line("zed"), "zed /p/a.py:3:7");
        assert_eq!(line("pycharm"), "pycharm --line 3 /p/a.py");
        assert_eq!(line("mine -l {line} {file}"), "mine -l 3 /p/a.py");
        assert_eq!(line("gedit"), "gedit /p/a.py");
    }

    fn environment(variables: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        variables.iter().map(owned).collect()
    }

    #[test]
    fn an_editor_that_cannot_open_is_told_with_a_remedy() {
        let target = Target { path: "/p/a.py".into(), line: 3, column: 7 };
        let refused =
            |variables: &[(&str, &str)]| open(&target, &environment(variables)).unwrap_err();
        assert!(refused(&[]).contains("set SPRAG_EDITOR"));
        let terminal = refused(&[("EDITOR", "/usr/bin/vim")]);
        assert!(
            terminal.contains("SPRAG_EDITOR") && terminal.ends_with("/p/a.py:3:7"),
            "{terminal}"
        );
        assert!(refused(&[("EDITOR", "/nowhere/code")]).contains("does not start"));
    }

    #[test]
    fn without_a_setting_an_editor_with_a_window_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        assert_eq!(usual(path), None);
        std::fs::write(folder.path().join("zed"), "").unwrap();
        assert_eq!(usual(&format!("/nowhere:{path}")).as_deref(), Some("zed"));
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
