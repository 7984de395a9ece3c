//! What a daemon must not do to its user: tell secrets, write where it has no business, listen to others.

use crate::harness::Wire;
use crate::project::{Project, tree};
use daemon::protocol::{BuildRequest, Reply, Request, Saved};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

const COMPONENTS: &str = "app/routes/home/components.py";
const SERVER: &str = "app/routes/home/server.py";

/// Every file below these folders, without following links.
fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let (mut files, mut waiting) = (Vec::new(), folders.to_vec());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.file_type().unwrap() {
                kind if kind.is_dir() => waiting.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files
}

#[test]
fn a_secret_of_the_environment_is_in_no_file_of_ours() {
    let project = Project::new();
    let secret = "hunter2-swordfish-0451";
    let with_secret = |arguments: &[&str], log: &str| {
        let mut command = project.command(arguments);
        command.env("DATABASE_PASSWORD", secret).env("SPRAG_LOG", log).output().unwrap();
    };
    let python = project.python.to_str().unwrap().to_owned();
    let python = ["--python", &python];
    with_secret(&[&["build"][..], &python].concat(), "trace");
    // Whatever goes wrong on the way.
    for action in ["panic", "abort"] {
        project.fail_at("build-compiles", action);
        project.replace(COMPONENTS, "Count: ", "Count: :");
        with_secret(&[&["build", "static"][..], &python].concat(), "trace");
    }
    project.replace(SERVER, "return {\"start\"", "raise ValueError\n        return {\"start\"");
    with_secret(&[&["check"][..], &python].concat(), "trace");
    with_secret(&["hook", COMPONENTS], "trace");
    with_secret(&[&["daemon", "audit"][..], &python].concat(), "trace");
    // A request of another version, in which the environment is something else.
    let mut wire = project.connect();
    let strange = format!(r#"{{"build":{{"environment":"{secret}","python":["{secret}"]}}}}"#);
    let frame = [&u32::try_from(strange.len()).unwrap().to_le_bytes(), strange.as_bytes()].concat();
    std::io::Write::write_all(&mut wire.stream, &frame).unwrap();
    assert!(wire.next().is_err());
    let ours = [project.state(), project.path(".sprag"), project.path("dist")];
    let found = files(&ours);
    let names: BTreeSet<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    for name in ["daemon.log", "start.log", "info.json", "interpreter.json", "builds.jsonl"] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    for path in found {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert!(!text.contains(secret), "{}", path.display());
    }
}

#[test]
fn a_daemon_listens_on_its_own_socket_alone() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let own: BTreeSet<String> = daemon
        .open_files()
        .iter()
        .filter_map(|file| {
            file.to_str()?.strip_prefix("socket:[")?.strip_suffix(']').map(str::to_owned)
        })
        .collect();
    assert!(!own.is_empty());
    for table in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet"] {
        let text =
            fs::read_to_string(format!("/proc/{}/net/{table}", daemon.0)).unwrap_or_default();
        for line in text.lines().skip(1) {
            let inode = line.split_whitespace().nth(if table == "packet" { 8 } else { 9 });
            assert!(!own.contains(inode.unwrap_or_default()), "{table}: {line}");
        }
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    let info = project.info().unwrap();
    assert_eq!((mode(&info.socket), mode(&project.state_folder())), (0o600, 0o700));
    for path in files(&[project.state()]) {
        assert_eq!(mode(&path) & 0o077, 0, "{} is for its user alone", path.display());
    }
}

#[test]
fn nothing_is_written_through_links() {
    // Those that end a build before the others would be reached have a project of their own.
    let traps: [&[&str]; 5] = [
        &[".sprag"],
        &[".sprag/outputs"],
        &[".sprag/watch", ".sprag/last-good", ".sprag/builds.jsonl"],
        &["dist"],
        &["dist/generated", "dist/index.html"],
    ];
    for options in [&["static"][..], &["static", "--no-daemon"]] {
        for links in traps {
            let project = Project::new();
            fs::create_dir_all(project.outside()).unwrap();
            let target = |link: &str| project.outside().join(link.replace('/', "-"));
            for link in links {
                match [".jsonl", ".html"].iter().any(|end| link.ends_with(end)) {
                    true => fs::write(target(link), "mine").unwrap(),
                    false => fs::create_dir(target(link)).unwrap(),
                }
                fs::create_dir_all(project.path(link).parent().unwrap()).unwrap();
                symlink(target(link), project.path(link)).unwrap();
            }
            // With a clear error or without one.
            let ran = project.build(options);
            assert!([0, 1].contains(&ran.status), "{links:?}: {}", ran.stderr);
            for link in links {
                let there = tree(&target(link));
                assert!(there.is_empty(), "{link} {options:?}: {there:?}");
                if let Ok(text) = fs::read_to_string(target(link)) {
                    assert_eq!(text, "mine", "{link} {options:?}");
                }
            }
        }
    }
}

fn failure(wire: &mut Wire, request: &Request) -> String {
    wire.send(request).unwrap();
    loop {
        match wire.next().unwrap() {
            Reply::Failed { message } => return message,
            Reply::Finished(summary) => panic!("it was built: {summary:?}"),
            _ => {}
        }
    }
}

#[test]
fn requests_are_confined_to_the_project() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let everything = || {
        let mut tree = project.tree("");
        tree.retain(|path, _| !path.starts_with(".sprag/"));
        tree
    };
    let before = everything();
    let (mut wire, request) = (project.connect(), project.request());
    let root = project.path("").components().collect::<PathBuf>();
    let around = root.parent().unwrap().to_owned();
    let outputs = [
        root.clone(),
        around,
        "/".into(),
        "dist".into(),
        root.join("dist/../../elsewhere"),
        root.join("../elsewhere"),
    ];
    for output in outputs {
        let build = Box::new(BuildRequest { output: output.clone(), ..request.clone() });
        let requests = [
            Request::Build(build.clone()),
            Request::Watch(build.clone()),
            Request::Audit(build.clone()),
            Request::Survey { build, target: None },
        ];
        for request in requests {
            let message = failure(&mut wire, &request);
            assert!(message.contains("output folder"), "{}: {message}", output.display());
        }
    }
    // Saves of files elsewhere are nobody's.
    fs::create_dir_all(project.outside()).unwrap();
    fs::write(project.outside().join("x.py"), "x = 1\n").unwrap();
    let paths = vec![project.outside().join("x.py"), "/etc/passwd".into(), "relative.py".into()];
    wire.send(&Request::Saved(Saved { paths, wait: false })).unwrap();
    assert!(matches!(wire.next().unwrap(), Reply::Noted));
    let (reports, summary) = wire.build(&request);
    assert!(reports.is_empty() && summary.unwrap().changed.is_empty());
    assert_eq!(everything(), before);
}

#[test]
fn a_page_whose_path_leads_out_of_the_outputs_is_refused() {
    let project = Project::new();
    fs::create_dir_all(project.outside()).unwrap();
    for path in ["/../../outside/page", "/a/../../../outside/page", "//outside", "/./../outside"] {
        let page = format!("path=\"{path}\"");
        let text = fs::read_to_string(project.path("app/routes/home/page.py")).unwrap();
        project.write("app/routes/home/page.py", text.replace("path=\"/\"", &page));
        for options in [&["static"][..], &["static", "--no-daemon"]] {
            project.build(options);
            assert_eq!(fs::read_dir(project.outside()).unwrap().count(), 0, "{path}");
            let beside = fs::read_dir(project.path("..")).unwrap().flatten();
            let beside: BTreeSet<_> = beside.map(|entry| entry.file_name()).collect();
            assert!(
                beside.iter().all(|name| {
                    ["project", "state", "outside", "failpoints"].iter().any(|known| name == known)
                }),
                "{path}: {beside:?}"
            );
        }
        project.write("app/routes/home/page.py", text);
    }
}
