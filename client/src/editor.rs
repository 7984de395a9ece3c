//! `sprag editor`: configuration that tells the daemon of saves and finds places in our lines.
//!
//! The texts lie in `client/editors/`. A file that is already there is somebody's: it is never changed.

use crate::arguments::EditorArguments;
use crate::failure::{CLEAN, Failure};
use crate::print;
use crate::project::Project;
use clap::ValueEnum;
use std::fs;
use std::io::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Editor {
    Vscode,
    Neovim,
    Vim,
    Helix,
    Zed,
    Emacs,
    Jetbrains,
    PreCommit,
    Lefthook,
}

/// A file of the project that a program reads its configuration from.
struct Configuration {
    path: &'static str,
    text: &'static str,
    /// What else it takes.
    note: &'static str,
}

impl Editor {
    fn configuration(self) -> Configuration {
        let (path, text, note) = match self {
            Self::Vscode => (
                ".vscode/tasks.json",
                include_str!("../editors/vscode.json"),
                "allow automatic tasks once: the task begins with the folder",
            ),
            Self::Neovim => (
                ".nvim.lua",
                include_str!("../editors/neovim.lua"),
                "read where `exrc` is set, after :trust; or take it into your init.lua",
            ),
            Self::Vim => (
                ".vimrc",
                include_str!("../editors/vim.vim"),
                "read where `exrc` is set; or take it into your own vimrc",
            ),
            Self::Helix => (
                ".helix/config.toml",
                include_str!("../editors/helix.toml"),
                "Helix has no hooks for saves, so Ctrl-S does both",
            ),
            Self::Zed => (
                ".zed/tasks.json",
                include_str!("../editors/zed.json"),
                "`task: spawn` lists them; Zed has no hooks for saves",
            ),
            Self::Emacs => (
                ".dir-locals.el",
                include_str!("../editors/emacs.el"),
                "Emacs asks once whether it may run it",
            ),
            Self::Jetbrains => (
                ".idea/watcherTasks.xml",
                include_str!("../editors/jetbrains.xml"),
                "needs the plugin File Watchers",
            ),
            Self::PreCommit => (
                ".pre-commit-config.yaml",
                include_str!("../editors/pre-commit.yaml"),
                "begins with: pre-commit install",
            ),
            Self::Lefthook => (
                "lefthook.yml",
                include_str!("../editors/lefthook.yml"),
                "begins with: lefthook install",
            ),
        };
        Configuration { path, text, note }
    }
}

/// Prints the configuration, or writes it into the project.
pub(crate) fn run(arguments: &EditorArguments) -> Result<u8, Failure> {
    let Configuration { path, text, note } = arguments.editor.configuration();
    if !arguments.write {
        print::result(text.trim_end());
        print::note(&format!("for {path}; {note}"));
        return Ok(CLEAN);
    }
    let project = Project::open(None, arguments.project_root.as_deref())?;
    let file = project.root.join(path);
    if fs::read_to_string(&file).is_ok_and(|found| found == text) {
        print::result(&format!("{path} is there already"));
        return Ok(CLEAN);
    }
    let folder = file.parent().unwrap_or(&project.root);
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(&file))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => {
            print::result(&format!("wrote {path}; {note}"));
            Ok(CLEAN)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Failure::usage(format!(
                "{path} is there and holds something else; without --write the text is printed, to be \
                 put into it by hand"
            )))
        }
        Err(error) => Err(Failure::usage(format!("{}: {error}", file.display()))),
    }
}
