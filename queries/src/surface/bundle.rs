//! What a full build adds to its web root, so that `python dist/server.py` serves it: the app's own
//! package, the framework's runtime, and the files that install and describe them.

use crate::artifact::{ArtifactSet, Content};
use crate::syntax::ast::Name;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Copies the app package and the framework's runtime, as far as Python imports or reads them.
pub fn put_packages(
    set: &mut ArtifactSet,
    files: &BTreeSet<Name>,
    package: &str,
    framework: &BTreeSet<Name>,
) {
    let root = format!("{package}/");
    for path in files.range(Name::from(&root)..).take_while(|path| path.starts_with(root.as_str()))
    {
        if !is_litter(path) {
            set.put(path.as_str(), Content::Project(path.as_str().into()));
        }
    }
    for path in framework {
        if (path == "__init__.py" || path.starts_with("runtime/")) && !is_litter(path) {
            set.put(format!("sprag/{path}"), Content::Framework(path.as_str().into()));
        }
    }
}

/// Files that tools leave in source trees. None of them is meant for anybody else, and an editor's swap
/// file holds what was not even saved.
pub(super) fn is_litter(path: &str) -> bool {
    path.ends_with(".pyc")
        || path.split('/').any(|part| matches!(part, "__pycache__" | ".DS_Store"))
        || is_scratch(path)
}

/// What editors put beside a file while they have it open, or save it.
pub fn is_scratch(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with('~')
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name.contains("___jb_")
        || (name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end)))
}

/// `requirements.txt` of the result: the project's own lines without the framework, which ships with
/// the result under `sprag/`, and what that needs.
pub fn requirements(project: &str, server_mode: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in project.lines().map(str::trim) {
        if !line.is_empty()
            && !line.starts_with('#')
            && !is_framework(line)
            && !lines.contains(&line)
        {
            lines.push(line);
        }
    }
    let has = |lines: &[&str], wanted: &str| lines.iter().any(|line| distribution(line) == wanted);
    if !has(&lines, "specter-runtime") {
        lines.insert(0, "specter-runtime");
    }
    if server_mode == "websocket" && !has(&lines, "gevent-websocket") {
        lines.push("gevent-websocket");
    }
    lines.join("\n") + "\n"
}

/// The normalised name of the distribution that a requirement line asks for.
fn distribution(line: &str) -> String {
    let end = line.find(|letter: char| !(letter.is_alphanumeric() || "-_.".contains(letter)));
    line[..end.unwrap_or(line.len())].to_lowercase().replace(['_', '.'], "-")
}

/// Whether a line asks for the framework itself; `spragkit` is its name on PyPI.
fn is_framework(line: &str) -> bool {
    match line.strip_prefix("-e ").or_else(|| line.strip_prefix("--editable ")) {
        Some(target) => {
            let folder = target.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            matches!(distribution(folder).as_str(), "sprag" | "spragkit")
        }
        None => matches!(distribution(line).as_str(), "sprag" | "spragkit"),
    }
}

/// `build.json`: what the result is, for tools that deploy it.
pub fn build_json(
    target: &str,
    package: &str,
    server_mode: &str,
    routes: Vec<Value>,
    mounts: Vec<Value>,
) -> String {
    super::manifest::pretty(json!({
        "app_package": package,
        "app_project_root": ".",
        "app_target": target,
        "errors": [],
        "mounts": mounts,
        "public_dir": "public",
        "routes": routes,
        "server_entry": "server.py",
        "server_mode": server_mode,
    }))
}

/// `README.md` of the result.
pub fn readme(target: &str, package: &str) -> String {
    format!(
        "# The built app `{target}`\n\n\
         Everything that a host needs to serve the app, and nothing that it does not.\n\n\
         ## Serve it\n\n\
         ```sh\n\
         python3 -m venv .venv\n\
         .venv/bin/pip install -r requirements.txt\n\
         .venv/bin/python server.py --port 8000\n\
         ```\n\n\
         Then open <http://127.0.0.1:8000/>.\n\n\
         ## What is here\n\n\
         | Path | What it is |\n\
         |---|---|\n\
         | `server.py` | starts the server |\n\
         | `public/` | documents, scripts and assets that browsers load |\n\
         | `{package}/` | the app's Python |\n\
         | `sprag/` | the framework's Python runtime |\n\
         | `requirements.txt` | what both import |\n\
         | `build.json` | what was built, for tools |\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_lose_the_framework_and_gain_what_it_needs() {
        let project = "sprag\nspragkit>=0.1\n# comment\n\nrequests==2.0\nsprag-charts\n-e ../sprag\nrequests==2.0\n";
        assert_eq!(requirements(project, "wsgi"), "specter-runtime\nrequests==2.0\nsprag-charts\n");
    }

    #[test]
    fn a_websocket_server_needs_its_transport_once() {
        assert_eq!(
            requirements("gevent_websocket>=0.10\n", "websocket"),
            "specter-runtime\ngevent_websocket>=0.10\n"
        );
        assert_eq!(requirements("", "websocket"), "specter-runtime\ngevent-websocket\n");
    }

    #[test]
    fn a_pinned_specter_stays_where_it_is() {
        assert_eq!(
            requirements("flask\nspecter-runtime==0.1.2\n", "wsgi"),
            "flask\nspecter-runtime==0.1.2\n"
        );
    }

    #[test]
    fn packages_ship_without_litter_and_without_the_framework_s_tools() {
        let files = ["app/__init__.py", "app/content/a.md", "app/__pycache__/a.pyc", "apples.py"]
            .map(Name::from);
        let framework = [
            "__init__.py",
            "dev/cli.py",
            "runtime/app.py",
            "runtime/__pycache__/app.pyc",
            "assets/x.js",
        ];
        let mut set = ArtifactSet::default();
        put_packages(&mut set, &files.into(), "app", &framework.map(Name::from).into());
        let paths: Vec<&str> = set.paths().collect();
        assert_eq!(
            paths,
            ["app/__init__.py", "app/content/a.md", "sprag/__init__.py", "sprag/runtime/app.py"]
        );
    }

    #[test]
    fn what_editors_leave_beside_a_source_is_no_part_of_the_result() {
        for path in ["a/b.py~", "a/.#b.py", "a/#b.py#", "4913", "a/.b.py.swp", "a/b.py___jb_tmp___"]
        {
            assert!(is_litter(path), "{path}");
        }
        for path in ["a/b.py", ".env", "a/.env.local", "a/b.swp", "a/.well-known/c", "a/#1.txt"] {
            assert!(!is_litter(path), "{path}");
        }
    }
}
