//! Requirements that changed: told, and installed if a person asks for it.

use super::Dev;
use std::process::Command;
use std::sync::Arc;

const FILE: &str = "requirements.txt";

/// Says what to do if the save changed the requirements.
pub(super) fn offer(dev: &Dev, changed: &[String]) {
    if !changed.iter().any(|path| path == FILE) {
        return;
    }
    let command = format!("{} -m pip install -r {FILE}", dev.request.build.python.display());
    dev.tell.note(if is_own(dev) {
        format!("{FILE} changed: press i to install it, or type: {command}")
    } else {
        format!("{FILE} changed: install it with: {command}")
    });
}

/// Installs what the project asks for, into an environment in the project only.
pub(super) async fn install(dev: &Arc<Dev>) {
    if !is_own(dev) {
        let python = dev.request.build.python.display().to_string();
        dev.tell.note(format!("{python} is not in the project: nothing is installed into it"));
        return;
    }
    dev.tell.note(format!("installing {FILE}"));
    let mut pip = Command::new(&dev.request.build.python);
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "-r", FILE]);
    pip.current_dir(&dev.root).env_clear().envs(&dev.request.build.environment);
    let ran = tokio::task::spawn_blocking(move || pip.output()).await;
    let text = match ran {
        Ok(Ok(output)) if output.status.success() => format!("{FILE} is installed"),
        Ok(Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let last = said.lines().rev().find(|line| !line.trim().is_empty());
            format!("{FILE} could not be installed: {}", last.unwrap_or("pip did not say why"))
        }
        Ok(Err(error)) => format!("pip does not start: {error}"),
        Err(error) => format!("pip was not awaited: {error}"),
    };
    dev.tell.note(text);
}

/// Whether the interpreter's environment belongs to the project.
fn is_own(dev: &Dev) -> bool {
    dev.request.build.python.starts_with(&dev.root)
}
