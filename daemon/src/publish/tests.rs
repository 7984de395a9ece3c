use super::stage::STAGE;
use super::*;
use std::fs;
use std::os::unix::fs::symlink;

struct Outputs {
    folder: tempfile::TempDir,
    hashes: Hashes,
}

impl Outputs {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), hashes: Hashes::default() }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("dist").join(path)
    }

    fn publish(&mut self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        self.publish_and(Outdated::Remove, files)
    }

    fn publish_and(
        &mut self,
        outdated: Outdated<'_>,
        files: &[(&str, &str)],
    ) -> Result<Published, PublishError> {
        let wanted = files
            .iter()
            .map(|(path, text)| (Arc::from(*path), Source::Text(Arc::from(*text))))
            .collect();
        let records = self.folder.path().join("records");
        publish(&self.path(""), &records, None, &wanted, outdated, &|_| None, &mut self.hashes)
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(path)).ok()
    }

    /// What is staged, or was left so.
    fn staged(&self) -> Vec<String> {
        let names = fs::read_dir(self.path("")).unwrap().map(|entry| entry.unwrap().file_name());
        names
            .map(|name| name.into_string().unwrap())
            .filter(|name| name.starts_with(STAGE))
            .collect()
    }
}

fn written(published: &Published) -> Vec<&str> {
    published.written.iter().map(AsRef::as_ref).collect()
}

#[test]
fn only_what_differs_is_written_and_only_what_was_ours_is_removed() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a/x.js", "1"), ("b/y.js", "1"), ("index.html", "1")]).unwrap();
    fs::write(outputs.path("b/mine.txt"), "mine").unwrap();
    let inode = |path| Hash::of(format!("{:?}", fs::metadata(path).unwrap().modified()).as_bytes());
    let before = inode(outputs.path("index.html"));
    let published = outputs.publish(&[("a/x.js", "2"), ("index.html", "1")]).unwrap();
    assert_eq!(written(&published), ["a/x.js"]);
    assert_eq!(published.removed, ["b/y.js".into()]);
    assert_eq!(inode(outputs.path("index.html")), before);
    assert_eq!(outputs.read("b/mine.txt").as_deref(), Some("mine"));
    assert!(outputs.staged().is_empty());
}

#[test]
fn folders_that_become_empty_go_and_the_output_folder_stays() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a/b/c.js", "1")]).unwrap();
    outputs.publish(&[]).unwrap();
    assert!(!outputs.path("a").exists());
    assert!(outputs.path("").exists());
}

#[test]
fn an_incomplete_build_keeps_what_it_lacks_and_the_next_complete_one_removes_it() {
    let mut outputs = Outputs::new();
    let importing = "import \"./lib/d.js\";\n";
    outputs
        .publish(&[("a.js", "1"), ("b.js", importing), ("lib/d.js", "1"), ("gone.js", "1")])
        .unwrap();
    let is_b = |path: &str| path == "b.js";
    let published = outputs.publish_and(Outdated::Keep(&is_b), &[("a.js", "2")]).unwrap();
    assert_eq!(published.removed, ["gone.js".into()]);
    assert!(outputs.path("lib/d.js").exists());
    assert_eq!(written(&published), ["a.js"]);
    assert_eq!(published.kept, ["b.js".into()]);
    assert_eq!(outputs.read("b.js").as_deref(), Some(importing));
    outputs.publish(&[("a.js", "2")]).unwrap();
    assert_eq!((outputs.read("b.js"), outputs.read("lib/d.js")), (None, None));
}

#[test]
fn documents_come_after_the_scripts_that_they_name() {
    let mut outputs = Outputs::new();
    let published = outputs.publish(&[("a.html", "1"), ("b.js", "1"), ("c.html", "1")]).unwrap();
    assert_eq!(written(&published), ["b.js", "a.html", "c.html"]);
}

#[test]
fn edited_and_deleted_outputs_are_healed() {
    let mut outputs = Outputs::new();
    let files = [("a.js", "1"), ("b/c.js", "1"), ("d.js", "1")];
    outputs.publish(&files).unwrap();
    fs::write(outputs.path("a.js"), "2").unwrap();
    fs::remove_dir_all(outputs.path("b")).unwrap();
    fs::remove_file(outputs.path("d.js")).unwrap();
    symlink("/etc/hostname", outputs.path("d.js")).unwrap();
    assert_eq!(written(&outputs.publish(&files).unwrap()), ["a.js", "b/c.js", "d.js"]);
    assert!(fs::symlink_metadata(outputs.path("d.js")).unwrap().is_file());
}

#[test]
fn a_file_that_is_not_ours_stops_the_build_untouched() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1")]).unwrap();
    fs::write(outputs.path("b.js"), "mine").unwrap();
    let refused = outputs.publish(&[("a.js", "2"), ("b.js", "2")]);
    assert!(matches!(refused, Err(PublishError::Foreign(paths)) if paths == ["b.js".into()]));
    assert_eq!(outputs.read("a.js").as_deref(), Some("1"));
    assert_eq!(outputs.read("b.js").as_deref(), Some("mine"));
}

#[test]
fn a_foreign_file_with_the_right_content_is_taken_over() {
    let mut outputs = Outputs::new();
    outputs.publish(&[]).unwrap();
    fs::write(outputs.path("a.js"), "1").unwrap();
    outputs.publish(&[("a.js", "1")]).unwrap();
    assert_eq!(written(&outputs.publish(&[("a.js", "2")]).unwrap()), ["a.js"]);
}

#[test]
fn either_record_is_enough_to_know_what_is_ours() {
    for lost in ["records", "dist/.sprag-outputs.json"] {
        let mut outputs = Outputs::new();
        outputs.publish(&[("a.js", "1"), ("b.js", "1"), ("c.js", "1")]).unwrap();
        fs::write(outputs.path("mine.js"), "mine").unwrap();
        fs::write(outputs.path("a.js"), "edited").unwrap();
        fs::write(outputs.path("c.js"), "edited").unwrap();
        let lost = outputs.folder.path().join(lost);
        fs::remove_dir_all(&lost).or_else(|_| fs::remove_file(&lost)).unwrap();
        let published = outputs.publish(&[("a.js", "2")]).unwrap();
        assert_eq!(written(&published), ["a.js"]);
        assert_eq!(published.removed, ["b.js".into()]);
        assert_eq!(outputs.read("c.js").as_deref(), Some("edited"));
        assert!(matches!(outputs.publish(&[("mine.js", "2")]), Err(PublishError::Foreign(_))));
    }
}

#[test]
fn a_copy_of_the_record_owns_nothing_outside_of_its_folder() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1")]).unwrap();
    let outside = outputs.folder.path().join("mine.txt");
    fs::write(&outside, "mine").unwrap();
    let hash = Hash::of(b"mine").to_string();
    let files = serde_json::json!({"../mine.txt": hash, outside.to_str().unwrap(): hash, "b": ""});
    let copy = serde_json::json!({"files": files}).to_string();
    fs::write(outputs.path(COPY), copy).unwrap();
    fs::write(outputs.path("b"), "mine").unwrap();
    assert_eq!(outputs.publish(&[("a.js", "2")]).unwrap().removed, []);
    assert!(outside.exists() && outputs.path("b").exists());
}

#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let mut outputs = Outputs::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(outputs.path("")).unwrap();
    symlink(elsewhere.path(), outputs.path("a")).unwrap();
    assert!(matches!(outputs.publish(&[("a/x.js", "1")]), Err(PublishError::Foreign(_))));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    fs::remove_dir_all(outputs.path("")).unwrap();
    symlink(elsewhere.path(), outputs.folder.path().join("dist")).unwrap();
    assert!(matches!(outputs.publish(&[("x.js", "1")]), Err(PublishError::NotAFolder { .. })));
}

#[test]
fn an_output_path_that_is_a_file_is_refused_and_kept() {
    let mut outputs = Outputs::new();
    let path = outputs.folder.path().join("dist");
    fs::write(&path, "mine").unwrap();
    let wanted = BTreeMap::from([(Arc::from("x.js"), Source::Text("1".into()))]);
    let records = outputs.folder.path().join("records");
    let refused =
        publish(&path, &records, None, &wanted, Outdated::Remove, &|_| None, &mut outputs.hashes);
    assert!(matches!(refused, Err(PublishError::NotAFolder { what: "a file", .. })));
    assert_eq!(fs::read_to_string(path).unwrap(), "mine");
}

#[test]
fn a_failure_half_way_puts_everything_back() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1"), ("b.js", "1")]).unwrap();
    let folder = OutputFolder::open(&outputs.path("")).unwrap();
    let stage = folder.stage(3).unwrap();
    stage.write(0, b"2").unwrap();
    stage.write(1, b"new").unwrap();
    // The third file was never staged: its trade fails.
    let write = vec!["a.js".into(), "new.js".into(), "b.js".into()];
    let (folders, remove) = (BTreeSet::new(), BTreeMap::new());
    let new = BTreeSet::new();
    let plan = Plan { write, folders, new, remove, edited: Vec::new(), unchanged: 0 };
    assert!(matches!(trade(&folder, &stage, &plan), Err(PublishError::Unwritable { .. })));
    assert_eq!(outputs.read("a.js").as_deref(), Some("1"));
    assert_eq!(outputs.read("new.js"), None);
}

#[test]
fn few_files_are_staged_beside_the_outputs_and_many_in_a_folder() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1")]).unwrap();
    let folder = OutputFolder::open(&outputs.path("")).unwrap();
    for (files, expected) in [(2, vec![format!("{STAGE}-0")]), (100, vec![STAGE.to_owned()])] {
        let stage = folder.stage(files).unwrap();
        stage.write(0, b"2").unwrap();
        assert_eq!(outputs.staged(), expected);
        folder.remove_stage(&stage);
        assert!(outputs.staged().is_empty());
    }
    let many: Vec<String> = (0..100).map(|index| format!("{index}.js")).collect();
    outputs.publish(&many.iter().map(|path| (path.as_str(), "1")).collect::<Vec<_>>()).unwrap();
    assert!(outputs.staged().is_empty());
    assert_eq!(outputs.read("99.js").as_deref(), Some("1"));
}

#[test]
fn a_build_that_was_killed_is_finished_by_the_next() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1"), ("b.js", "1")]).unwrap();
    // As after a kill between two trades: the record names both states, one file is new.
    let record_path = record::path(&outputs.folder.path().join("records"), &outputs.path(""));
    let hash = |text: &str| Hash::of(text.as_bytes());
    let files = [("a.js".into(), hash("2")), ("c.js".into(), hash("2"))];
    let next = Record::new(&outputs.path(""), files.into_iter());
    Record::load(&record_path).union(&next).save(&record_path).unwrap();
    fs::write(outputs.path("a.js"), "2").unwrap();
    fs::create_dir(outputs.path(STAGE)).unwrap();
    fs::write(outputs.path(STAGE).join("0"), "2").unwrap();
    for left in ["0", "2", "9"] {
        fs::write(outputs.path(&format!("{STAGE}-{left}")), "2").unwrap();
    }
    let published = outputs.publish(&[("a.js", "3"), ("c.js", "3")]).unwrap();
    assert_eq!(written(&published), ["a.js", "c.js"]);
    assert_eq!(published.removed, ["b.js".into()]);
    assert!(outputs.staged().is_empty());
}

#[test]
fn a_folder_of_ours_becomes_a_file_and_a_file_of_ours_a_folder() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a/b/x", "1"), ("a/y", "1"), ("c", "1")]).unwrap();
    let published = outputs.publish(&[("a", "2"), ("c/d/z", "2"), ("c/e", "2")]).unwrap();
    assert_eq!(written(&published), ["a", "c/d/z", "c/e"]);
    assert_eq!(published.removed, ["a/b/x".into(), "a/y".into(), "c".into()]);
    for path in ["a", "c/d/z", "c/e"] {
        assert_eq!(outputs.read(path).as_deref(), Some("2"), "{path}");
    }
    outputs.publish(&[("a/b/x", "1"), ("a/y", "1"), ("c", "1")]).unwrap();
    assert_eq!(outputs.read("a/b/x").as_deref(), Some("1"));
    assert_eq!(outputs.read("c").as_deref(), Some("1"));
}

#[test]
fn a_folder_with_the_work_of_others_stays_what_it_is() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a/x", "1")]).unwrap();
    fs::write(outputs.path("a/mine"), "mine").unwrap();
    assert!(matches!(outputs.publish(&[("a", "2")]), Err(PublishError::Foreign(_))));
    assert_eq!(outputs.read("a/mine").as_deref(), Some("mine"));
}

#[test]
fn an_edited_output_stays_without_its_source_and_is_in_the_way_of_no_other() {
    let mut outputs = Outputs::new();
    let files = [("a", "1"), ("b", "1"), ("c", "1"), ("d/e", "1"), ("f", "1")];
    outputs.publish(&files).unwrap();
    for edited in ["a", "c", "d/e"] {
        fs::write(outputs.path(edited), "edited").unwrap();
    }
    fs::remove_file(outputs.path("f")).unwrap();
    symlink("/etc/hostname", outputs.path("f")).unwrap();
    // It might be somebody's work, however many builds do not want it.
    assert_eq!(outputs.publish(&[("g", "1")]).unwrap().removed, ["b".into()]);
    assert_eq!(outputs.publish(&[("g", "1")]).unwrap().unchanged, 1);
    assert_eq!(outputs.read("a").as_deref(), Some("edited"));
    // The source returns; something else takes its place as a folder; as a file.
    let others = [("a", "1"), ("c/z", "2"), ("d", "2"), ("f/z", "2")];
    outputs.publish(&others).unwrap();
    for (path, text) in others {
        assert_eq!(outputs.read(path).as_deref(), Some(text), "{path}");
    }
    outputs.publish(&files).unwrap();
    for (path, text) in files {
        assert_eq!(outputs.read(path).as_deref(), Some(text), "{path}");
    }
}

#[test]
fn the_last_good_output_gives_way_to_what_takes_its_place() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a/x", "1"), ("b", "1"), ("c", "1")]).unwrap();
    let published = outputs.publish_and(Outdated::Keep(&|_| true), &[("a", "2"), ("b/z", "2")]);
    assert_eq!(published.unwrap().kept, ["c".into()]);
    assert_eq!(outputs.read("b/z").as_deref(), Some("2"));
}

#[test]
fn an_output_that_was_edited_while_its_source_was_broken_is_healed_with_it() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a", "1"), ("b", "1")]).unwrap();
    fs::write(outputs.path("a"), "edited").unwrap();
    outputs.publish_and(Outdated::Keep(&|_| true), &[("b", "1")]).unwrap();
    outputs.publish_and(Outdated::Keep(&|_| true), &[("b", "2")]).unwrap();
    assert_eq!(outputs.read("a").as_deref(), Some("edited"));
    outputs.publish(&[("a", "1"), ("b", "2")]).unwrap();
    assert_eq!(outputs.read("a").as_deref(), Some("1"));
}

#[test]
fn outputs_that_may_be_older_than_those_that_are_there_are_not_written() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1")]).unwrap();
    let (output, records) = (outputs.path(""), outputs.folder.path().join("records"));
    assert!(outputs.hashes.vouch(&output.join("a.js")));
    let basis = Some(Edition::of(&output, &records));
    outputs.publish(&[("a.js", "3")]).unwrap();
    assert!(outputs.hashes.vouch(&output.join("a.js")));
    let wanted = BTreeMap::from([("a.js".into(), Source::Text("2".into()))]);
    let (hashes, mut places) = (&mut outputs.hashes, RecordPlaces::default());
    let replaced = replace(&output, &records, basis, &wanted, 1, hashes, &mut places);
    assert_eq!(replaced.unwrap(), None);
    let published = publish(&output, &records, basis, &wanted, Outdated::Remove, &|_| None, hashes);
    assert!(matches!(published, Err(PublishError::Overtaken(_))));
    assert_eq!(outputs.read("a.js").as_deref(), Some("3"));
}

#[test]
fn replacing_one_output_leaves_what_publishing_everything_again_would() {
    let (mut one, mut other) = (Outputs::new(), Outputs::new());
    one.publish(&[("a.js", "1"), ("b.js", "1")]).unwrap();
    let records = one.folder.path().join("records");
    let changed = BTreeMap::from([("a.js".into(), Source::Text("2".into()))]);
    let output = one.path("");
    let refused = replace(
        &output,
        &records,
        None,
        &changed,
        2,
        &mut one.hashes,
        &mut RecordPlaces::default(),
    )
    .unwrap();
    assert_eq!(refused, None, "nobody vouches for the file");
    assert!(one.hashes.vouch(&output.join("a.js")));
    // A build that was killed has staged more than this one will, and a folder.
    fs::create_dir_all(one.path(&format!("{STAGE}-0/folder"))).unwrap();
    fs::write(one.path(&format!("{STAGE}-1")), "3").unwrap();
    let done = replace(
        &output,
        &records,
        None,
        &changed,
        2,
        &mut one.hashes,
        &mut RecordPlaces::default(),
    )
    .unwrap()
    .unwrap();
    assert_eq!((written(&done), done.unchanged), (vec!["a.js"], 1));
    assert!(one.staged().is_empty());

    other.publish(&[("a.js", "2"), ("b.js", "1")]).unwrap();
    for file in ["a.js", "b.js", COPY] {
        assert_eq!(one.read(file), other.read(file), "{file}");
    }
    // Both know the new content as their own.
    assert_eq!(one.publish(&[("b.js", "1")]).unwrap().removed, ["a.js".into()]);
}

#[test]
fn replacing_needs_a_record_that_knows_the_file() {
    let mut outputs = Outputs::new();
    outputs.publish(&[("a.js", "1")]).unwrap();
    let (output, records) = (outputs.path(""), outputs.folder.path().join("records"));
    outputs.hashes.vouch(&output.join("a.js"));
    fs::write(outputs.path(COPY), "{}").unwrap();
    let changed = BTreeMap::from([("a.js".into(), Source::Text("2".into()))]);
    assert_eq!(
        replace(
            &output,
            &records,
            None,
            &changed,
            1,
            &mut outputs.hashes,
            &mut RecordPlaces::default()
        )
        .unwrap(),
        None
    );
    assert_eq!(outputs.read("a.js").as_deref(), Some("1"));
}
