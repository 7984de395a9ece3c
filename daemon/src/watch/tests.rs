//! The bounded form of the model test: random operations, and after each of them the answer of a
//! watched tree against a direct walk.

use super::*;
use crate::vfs::Vfs;
use std::fs;
use std::os::unix::fs::symlink;

/// Rounds of random operations; the seed is printed on failure.
const ROUNDS: usize = 150;

/// What `Vfs` says of a tree, kept up to date by its answers alone.
#[derive(Default, PartialEq, Eq, Debug)]
struct Model(std::collections::BTreeMap<String, String>);

impl Model {
    fn take(&mut self, sweep: crate::vfs::Sweep) {
        for path in sweep.removed {
            self.0.remove(path.as_ref());
        }
        for (path, text) in sweep.texts {
            self.0.insert(path.to_string(), format!("{text:?}"));
        }
    }

    fn of_a_walk(root: &Path) -> Self {
        let mut model = Self::default();
        model.take(Vfs::new(root.to_owned()).sweep(&[]));
        model
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn path(&mut self, root: &Path) -> PathBuf {
        let names = ["a", "b", "c", "d.py", "e.py"];
        (0..=self.below(3)).fold(root.to_owned(), |path, _| path.join(names[self.below(5)]))
    }

    /// One operation of the many that people and tools do to trees. Failing is part of it.
    fn operate(&mut self, root: &Path, outside: &Path) {
        let (one, other) = (self.path(root), self.path(root));
        let text = format!("x = {}", self.below(1000));
        let _ = match self.below(12) {
            0..3 => fs::create_dir_all(one.parent().unwrap()).and_then(|()| fs::write(one, text)),
            3 => {
                fs::create_dir_all(one.join("b/c")).and_then(|()| fs::write(one.join("d.py"), text))
            }
            4 => fs::remove_file(one),
            5 => fs::remove_dir_all(one),
            6 | 7 => fs::rename(one, other),
            8 => fs::write(root.join("tmp"), text).and_then(|()| fs::rename(root.join("tmp"), one)),
            9 => symlink(other, one),
            10 => fs::rename(&one, outside.join("kept")),
            _ => fs::rename(outside.join("kept"), one),
        };
    }
}

struct Watched {
    _folder: tempfile::TempDir,
    root: PathBuf,
    outside: PathBuf,
    alarm: Alarm,
    vfs: Vfs,
}

impl Watched {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let (root, outside) = (base.join("root"), base.join("outside"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&outside).unwrap();
        let alarm = Alarm::default();
        let watch = Watch::ringing(&root, alarm.clone());
        let vfs = Vfs::watched(root.clone(), watch);
        Self { _folder: folder, root, outside, alarm, vfs }
    }

    fn changed(&mut self) -> Vec<String> {
        let texts = self.vfs.refresh(&[]).texts;
        texts.into_iter().map(|(path, _)| path.to_string()).collect()
    }
}

#[test]
fn a_watched_tree_is_never_different_from_a_walked_one() {
    for seed in [1, 0x5EED, 0xC0FFEE] {
        let mut tree = Watched::new();
        let mut model = Model::default();
        let mut random = Random(seed);
        model.take(tree.vfs.refresh(&[]));
        for round in 0..ROUNDS {
            for _ in 0..=random.below(6) {
                random.operate(&tree.root, &tree.outside);
            }
            model.take(tree.vfs.refresh(&[]));
            assert_eq!(model, Model::of_a_walk(&tree.root), "seed {seed}, round {round}");
            assert!(tree.vfs.is_watching(), "seed {seed}, round {round}");
        }
    }
}

#[test]
fn nothing_is_looked_at_when_nothing_happened_and_reading_is_nothing() {
    let mut tree = Watched::new();
    fs::write(tree.root.join("a.py"), "a = 1").unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
    let mut watch = Watch::ringing(&tree.root, tree.alarm.clone());
    watch.restart(&[]);
    watch.cover(std::slice::from_ref(&tree.root));
    fs::read(tree.root.join("a.py")).unwrap();
    fs::read_dir(&tree.root).unwrap().for_each(drop);
    assert_eq!(watch.changes(), Changes::At(BTreeSet::new()));
}

#[test]
fn the_alarm_rings_for_project_files_and_not_for_outputs_or_caches() {
    let mut tree = Watched::new();
    let output = tree.root.join("out");
    let outputs = [output.clone()];
    tree.vfs.refresh(&outputs);
    let mut alarm = tree.alarm.subscribe();
    fs::create_dir(&output).unwrap();
    fs::create_dir(tree.root.join("__pycache__")).unwrap();
    tree.vfs.refresh(&outputs);
    assert!(!alarm.has_changed().unwrap());
    fs::write(tree.root.join("a.py"), "").unwrap();
    tree.vfs.refresh(&outputs);
    assert!(alarm.has_changed().unwrap());
    alarm.mark_unchanged();
}

#[test]
fn a_write_through_another_name_of_the_file_is_seen() {
    let mut tree = Watched::new();
    let path = tree.root.join("a.py");
    fs::write(&path, "a = 1").unwrap();
    fs::hard_link(&path, tree.outside.join("b")).unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
    fs::write(tree.outside.join("b"), "a = 2").unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
}

#[test]
fn without_the_folder_for_marks_everything_is_looked_at() {
    let mut tree = Watched::new();
    fs::write(tree.root.join("a.py"), "a = 1").unwrap();
    tree.changed();
    fs::remove_dir_all(tree.root.join(".sprag")).unwrap();
    fs::write(tree.root.join("a.py"), "a = 2").unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
    fs::write(tree.root.join("a.py"), "a = 3").unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
}

#[test]
fn a_project_that_cannot_be_marked_is_looked_at_whole_and_polled() {
    let mut tree = Watched::new();
    fs::write(tree.root.join(".sprag"), "in the way").unwrap();
    fs::write(tree.root.join("a.py"), "a = 1").unwrap();
    assert_eq!(tree.changed(), ["a.py"]);
    let mut alarm = tree.alarm.subscribe();
    // What was written before the first look rings as well as what is written after it.
    for text in ["a = 22", "a = 333", "a = 4444"] {
        fs::write(tree.root.join("a.py"), text).unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while !alarm.has_changed().unwrap() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(alarm.has_changed().unwrap(), "{text}");
        alarm.mark_unchanged();
        assert_eq!(tree.changed(), ["a.py"]);
    }
}
