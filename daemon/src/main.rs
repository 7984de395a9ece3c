//! `spragd DIR`: the daemon of a project in the foreground.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let served = root
        .canonicalize()
        .map_err(daemon::server::ServerError::Io)
        .and_then(|root| daemon::server::serve(&root));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
