//! Places at which tests make the program fail. In a release build there are none.
//!
//! `SPRAG_FAILPOINTS` names a folder. A file in it, named like the place, holds what is to happen
//! there: `kill`, `abort`, `panic`, `overflow` (of the stack), `sleep MILLISECONDS`, or `wait` (until
//! the file is removed). When a place is reached its file becomes `NAME.reached`, so that it fails
//! once; with `wait` that name appears beside it. The folder is read each time: a test can hurt a
//! daemon that runs already.

/// Fails here if a test wants that.
pub fn reach(place: &str) {
    #[cfg(debug_assertions)]
    armed::act(place);
    #[cfg(not(debug_assertions))]
    let _ = place;
}

/// As [`reach`], at the place `PLACE-INDEX`.
pub fn reach_nth(place: &str, index: usize) {
    #[cfg(debug_assertions)]
    armed::act(&format!("{place}-{index}"));
    #[cfg(not(debug_assertions))]
    let _ = (place, index);
}

#[cfg(debug_assertions)]
mod armed {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;
    use std::time::Duration;

    static FOLDER: LazyLock<Option<PathBuf>> =
        LazyLock::new(|| std::env::var_os("SPRAG_FAILPOINTS").map(PathBuf::from));

    pub(super) fn act(place: &str) {
        let Some(folder) = FOLDER.as_deref() else { return };
        let file = folder.join(place);
        let Ok(action) = fs::read_to_string(&file) else { return };
        let reached = folder.join(format!("{place}.reached"));
        if action == "wait" {
            return wait(&file, &reached);
        }
        // Of two threads that are here at once, one fails.
        if fs::rename(&file, reached).is_err() {
            return;
        }
        match action.split_once(' ').unwrap_or((&action, "")) {
            ("kill", _) => drop(rustix::process::kill_process(
                rustix::process::getpid(),
                rustix::process::Signal::KILL,
            )),
            ("abort", _) => std::process::abort(),
            ("overflow", _) => drop(deep(1)),
            ("sleep", milliseconds) => {
                std::thread::sleep(Duration::from_millis(milliseconds.parse().unwrap_or(0)));
            }
            _ => panic!("failpoint {place}: {action}"),
        }
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
