//! Places at which tests make the program fail. In a release build there are none.
//!
//! `SPRAG_FAILPOINTS` names a folder. A file in it, named like the place, holds what is to happen
//! there: `kill`, `abort`, `panic`, `overflow` (of the stack), `error NUMBER` (of the system, where that
//! can happen; `errors NUMBER` each time), `sleep MILLISECONDS`, or `wait` (until the file is removed). When a place is reached its file becomes `NAME.reached`, so that it fails
//! once; with `wait` that name appears beside it. The folder is read each time: a test can hurt a
//! daemon that runs already.

/// Fails here if a test wants that.
pub fn reach(place: &str) {
    #[cfg(debug_assertions)]
    drop(armed::act(place));
    #[cfg(not(debug_assertions))]
    let _ = place;
}

/// As [`reach`], at the place `PLACE-INDEX`, where the system may fail.
///
/// # Errors
/// A test wants that.
pub fn reach_nth(place: &str, index: usize) -> std::io::Result<()> {
    #[cfg(debug_assertions)]
    if let Some(error) = armed::act(&format!("{place}-{index}")) {
        return Err(error);
    }
    #[cfg(not(debug_assertions))]
    let _ = (place, index);
    Ok(())
}

#[cfg(debug_assertions)]
mod armed {
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;
    use std::time::Duration;

    static FOLDER: LazyLock<Option<PathBuf>> =
        LazyLock::new(|| std::env::var_os("SPRAG_FAILPOINTS").map(PathBuf::from));

    /// The error to fail with, if that is what a test wants.
    pub(super) fn act(place: &str) -> Option<io::Error> {
        let folder = FOLDER.as_deref()?;
        let file = folder.join(place);
        let action = fs::read_to_string(&file).ok()?;
        let reached = folder.join(format!("{place}.reached"));
        if action == "wait" {
            wait(&file, &reached);
            return None;
        }
        let (verb, number) = action.split_once(' ').unwrap_or((&action, "0"));
        let number: u16 = number.parse().unwrap_or(0);
        if verb == "errors" {
            return Some(io::Error::from_raw_os_error(number.into()));
        }
        // Of two threads that are here at once, one fails.
        fs::rename(&file, reached).ok()?;
        match verb {
            "kill" => drop(rustix::process::kill_process(
                rustix::process::getpid(),
                rustix::process::Signal::KILL,
            )),
            "abort" => std::process::abort(),
            "overflow" => drop(deep(1)),
            "sleep" => std::thread::sleep(Duration::from_millis(number.into())),
            "error" => return Some(io::Error::from_raw_os_error(number.into())),
            _ => panic!("failpoint {place}: {action}"),
        }
        None
    }

    fn wait(file: &Path, reached: &Path) {
        let told = fs::write(reached, "");
        while told.is_ok() && file.exists() {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[expect(unconditional_recursion, reason = "it is to overflow the stack")]
    fn deep(depth: usize) -> usize {
        std::hint::black_box([depth; 64]).len() + deep(depth + 1)
    }
}
