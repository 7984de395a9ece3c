use super::*;
use std::os::unix::fs::symlink;

struct Project {
    _folder: tempfile::TempDir,
    vfs: Vfs,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Self { _folder: folder, vfs: Vfs::new(root) }
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.vfs.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn changed(&mut self) -> Vec<String> {
        let sweep = self.vfs.sweep(&[]);
        sweep.texts.iter().map(|(path, _)| path.to_string()).collect()
    }
}

#[test]
fn a_sweep_reports_what_changed_since_the_last_one_and_nothing_else() {
    let mut project = Project::new();
    project.write("app/__init__.py", "a = 1");
    project.write("app/routes/page.py", "b = 1");
    assert_eq!(project.changed(), ["app/__init__.py", "app/routes/page.py"]);
    assert!(project.vfs.sweep(&[]).is_empty());
    project.write("app/routes/page.py", "b = 2");
    assert_eq!(project.changed(), ["app/routes/page.py"]);
    fs::remove_file(project.vfs.root().join("app/__init__.py")).unwrap();
    assert_eq!(project.vfs.sweep(&[]).removed, ["app/__init__.py".into()]);
}

#[test]
fn a_save_with_the_same_text_or_other_line_ends_only_touches() {
    let mut project = Project::new();
    project.write("a.py", "a = 1\nb = 2\n");
    project.changed();
    project.write("a.py", "a = 1\nb = 2\n");
    assert!(project.vfs.sweep(&[]).texts.is_empty());
}

#[test]
fn same_size_and_same_time_do_not_hide_a_change() {
    let mut project = Project::new();
    project.write("a.py", "a = 1");
    project.changed();
    let path = project.vfs.root().join("a.py");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    project.write("a.py", "a = 2");
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(project.changed(), ["a.py"]);
}

#[test]
fn environments_outputs_and_caches_are_not_sources_but_ignored_files_of_git_are() {
    let mut project = Project::new();
    project.write(".gitignore", "generated.py\n");
    project.write("app/generated.py", "a = 1");
    project.write("public/.well-known/key.txt", "key");
    for other in [".venv/a.py", "e/pyvenv.cfg", "e/a.py", "dist/a.py", "app/__pycache__/a.py"] {
        project.write(other, "");
    }
    project.write("out/a.py", "");
    let output = project.vfs.root().join("out");
    project.vfs.sweep(&[output]);
    let paths: Vec<_> = project.vfs.paths().map(AsRef::as_ref).collect();
    assert_eq!(paths, [".gitignore", "app/generated.py", "public/.well-known/key.txt"]);
}

#[test]
fn text_that_is_not_utf8_is_reported_with_its_line() {
    let mut project = Project::new();
    project.write("a.py", b"a = 1\nb = '\xe4'\n");
    assert_eq!(project.vfs.sweep(&[]).texts, [("a.py".into(), Text::NotUtf8 { line: 2 })]);
}

#[test]
fn links_are_followed_inside_of_the_project_only() {
    let mut project = Project::new();
    let root = project.vfs.root().to_owned();
    project.write("app/a.py", "a = 1");
    symlink("app/a.py", root.join("b.py")).unwrap();
    symlink("/etc/hostname", root.join("c.py")).unwrap();
    symlink("..", root.join("app/up")).unwrap();
    symlink("app", root.join("other")).unwrap();
    assert_eq!(project.changed(), ["app/a.py", "b.py", "other/a.py"]);
}

#[test]
fn a_save_through_a_file_that_is_gone_at_once_is_an_edit_and_nothing_more() {
    let mut project = Project::new();
    project.write("app/page.py", "a = 1");
    project.changed();
    let told = |project: &mut Project, names: &[&str]| {
        let paths = names.iter().map(|name| project.vfs.root().join(name)).collect();
        project.vfs.look(paths, &[]).told.unwrap().is_stirred
    };
    project.write("app/page.new", "a = 2");
    let root = project.vfs.root().to_owned();
    fs::rename(root.join("app/page.new"), root.join("app/page.py")).unwrap();
    assert!(!told(&mut project, &["app/page.new", "app/page.py"]));
    project.write("app/data.txt", "1");
    assert!(told(&mut project, &["app/data.txt"]));
    fs::remove_file(root.join("app/data.txt")).unwrap();
    assert!(told(&mut project, &["app/data.txt"]));
}

#[test]
fn every_file_and_folder_that_is_looked_at_is_a_sign_of_life() {
    let mut project = Project::new();
    project.write("app/__init__.py", "a = 1");
    project.write("app/routes/page.py", "b = 1");
    let moves = project.vfs.moves();
    project.changed();
    let (folders, files) = (3, 2);
    assert_eq!(moves.load(Ordering::Relaxed), folders + files);
}
