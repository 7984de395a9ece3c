//! Which commands are the same.

use rendezvous::state_dir::{self, StateDirError};
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// Changes whenever keys or notes do.
const FORMAT: &[u8] = b"sprag replay 1";

/// Variables by which `spragd` decides what to ask, besides its own. The app's come with the request.
const ASKING: [&str; 7] =
    ["CI", "PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"];

/// And those by which it decides how to print what it learns.
const PRINTING: [&str; 4] = ["TERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"];

/// Stands for a command: its words, where it was typed, and what else decides what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Of these words (without the program's name) in this process; `None` for commands of which there are
    /// never notes.
    pub fn of(words: &[OsString]) -> Option<Self> {
        let verb = words.first()?;
        if verb != "build" && verb != "check" {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &OsStr| {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        };
        add(OsStr::from_bytes(FORMAT));
        add(std::env::current_dir().ok()?.as_os_str());
        words.iter().for_each(|word| add(word));
        let mut variables: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        variables.retain(|(name, _)| {
            let mut known = ASKING.iter().chain(&PRINTING);
            known.any(|known| name == known) || name.as_bytes().starts_with(b"SPRAG_")
        });
        variables.sort();
        for (name, value) in &variables {
            add(name);
            add(value);
        }
        hasher.update(&umask().to_le_bytes());
        hasher.update(&[io::stdout().is_terminal().into(), io::stderr().is_terminal().into()]);
        Some(Self(hasher.finalize().to_hex()[..32].to_owned()))
    }

    /// The folder of all notes.
    pub(super) fn folder() -> Result<PathBuf, StateDirError> {
        Ok(state_dir::base_folder()?.join("replays"))
    }

    pub(super) fn file(&self) -> Result<PathBuf, StateDirError> {
        Ok(Self::folder()?.join(&self.0))
    }
}

/// This process's. It can be read only by setting it, so nothing must create files meanwhile.
pub fn umask() -> u32 {
    let mask = rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    rustix::process::umask(mask);
    mask.bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(words: &[&str]) -> Option<Key> {
        Key::of(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn other_words_are_another_command() {
        let keys = [&["build"][..], &["build", "ab"], &["build", "a", "b"], &["check"]].map(key);
        for (position, one) in keys.iter().enumerate() {
            assert!(one.is_some());
            assert!(keys[position + 1..].iter().all(|other| one != other));
        }
        assert_eq!(key(&["build"]), key(&["build"]));
    }

    #[test]
    fn commands_that_do_more_than_ask_have_no_key() {
        for words in [&[][..], &["dev"], &["daemon", "stop"], &["--version"]] {
            assert_eq!(key(words), None);
        }
    }
}
