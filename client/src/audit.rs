//! `sprag daemon audit`: whether the daemon, and the outputs, are what a clean build makes.
//!
//! Builds twice into folders of its own, through the daemon and in this process, and compares. The
//! outputs themselves are only read.

use crate::arguments::Build;
use crate::build;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use crate::reports::OutputFormat;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the two builds go, in the project.
const FOLDER: &str = ".sprag/audit";

#[derive(Serialize)]
struct Audit {
    /// Files of the daemon's build that differ from those of the clean one.
    daemon: Vec<String>,
    /// Files of the output folder that differ; those that nobody built are not looked at.
    outputs: Vec<String>,
}

pub(crate) fn run(arguments: &Build) -> Result<u8, Failure> {
    let (kind, folder) = arguments.target().map_err(Failure::Usage)?;
    let common = &arguments.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.output(&arguments.output)?;
    let scratch = Scratch(project.root.join(FOLDER));
    scratch.clear();
    let mut request = build::request(&project, common, kind, scratch.0.join("daemon"), true)?;
    let warm = build::run(&project, common, &request)?;
    let by_daemon = tree(&request.output)?;
    request.output = scratch.0.join("clean");
    let cold = build::in_process(&project.root, &request, common.progress())?;
    let clean = tree(&request.output)?;
    let mut audit = Audit { daemon: different(&by_daemon, &clean), outputs: Vec::new() };
    if warm.reports != cold.reports {
        audit.daemon.push("the list of problems".to_owned());
    }
    if output.exists() {
        let mut outputs = tree(&output)?;
        outputs.retain(|path, _| clean.contains_key(path));
        audit.outputs = different(&outputs, &clean);
    }
    Ok(audit.show(common.output_format() == OutputFormat::JsonLines))
}

impl Audit {
    fn show(&self, json: bool) -> u8 {
        if json {
            print::json("audit", self);
        } else {
            for (what, paths) in [("daemon", &self.daemon), ("outputs", &self.outputs)] {
                if paths.is_empty() {
                    print::result(&format!("{what}: as a clean build makes it"));
                }
                paths.iter().for_each(|path| print::result(&format!("{what}: {path} differs")));
            }
        }
        if self.daemon.is_empty() && self.outputs.is_empty() { CLEAN } else { PROBLEMS }
    }
}

/// Removed at the end, whatever happens.
struct Scratch(PathBuf);

impl Scratch {
    fn clear(&self) {
        // What cannot be removed is replaced by the builds.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.clear();
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

/// Paths that one of the two lacks, or that have other contents.
fn different(left: &Tree, right: &Tree) -> Vec<String> {
    let differs = |path: &&String| left.get(*path) != right.get(*path);
    let mut paths: Vec<String> = left.keys().chain(right.keys()).filter(differs).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

fn tree(folder: &Path) -> Result<Tree, Failure> {
    let mut files = Tree::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        for entry in std::fs::read_dir(&current).map_err(Failure::internal)? {
            let path = entry.map_err(Failure::internal)?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                let bytes = std::fs::read(&path).map_err(Failure::internal)?;
                files.insert(relative.display().to_string(), bytes);
            }
        }
    }
    Ok(files)
}
