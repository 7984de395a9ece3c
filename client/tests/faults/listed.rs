//! `docs/reliability.md` lists every fault with its test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The families of faults, and how many each has.
const FAMILIES: [(char, u32); 6] = [('S', 21), ('V', 8), ('W', 21), ('B', 12), ('L', 12), ('F', 3)];

/// Names of tests, as `b4`, in the Rust files of a folder.
fn tests(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(path).unwrap_or_default();
        let names = text.split("#[test]\nfn ").skip(1).filter_map(|rest| rest.split('_').next());
        found.extend(names.map(str::to_owned));
    }
    found
}

#[test]
fn every_fault_is_listed_and_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let listed = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let mut tests = tests(&root.join("client/tests/faults"));
    tests.extend(self::tests(&root.join("daemon/tests")));
    let all = FAMILIES.iter().flat_map(|(family, count)| {
        (1..=*count).map(move |number| format!("{family}{number}").to_lowercase())
    });
    let is_missing =
        |name: &String| !tests.contains(name) || !listed.contains(&format!("`{name}_…`"));
    let missing: Vec<String> = all.filter(is_missing).collect();
    assert!(missing.is_empty(), "without a test, or without a line: {missing:?}");
}
