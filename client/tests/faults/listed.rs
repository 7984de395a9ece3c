//! `docs/reliability.md` lists every fault, with a test or with the reason why there is none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The families of faults, and how many each has.
const FAMILIES: [(char, u32); 6] = [('S', 21), ('V', 8), ('W', 21), ('B', 12), ('L', 11), ('F', 3)];

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
fn every_fault_is_listed_with_its_test_or_with_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let (listed, without) = text.split_once("## Not run here").unwrap();
    let mut tests = tests(&root.join("client/tests/faults"));
    tests.extend(self::tests(&root.join("daemon/tests")));
    let mut wrong = Vec::new();
    for (family, count) in FAMILIES {
        for number in 1..=count {
            let name = format!("{family}{number}");
            let test = name.to_lowercase();
            let has_reason = without.lines().any(|line| {
                let first = line.split('|').nth(1).unwrap_or_default();
                first.split([',', ' ']).any(|word| word == name)
            });
            let is_listed = listed.contains(&format!("`{test}_…`"));
            if has_reason == (is_listed && tests.contains(&test)) {
                wrong.push(name);
            }
        }
    }
    assert!(wrong.is_empty(), "neither or both of a listed test and a reason: {wrong:?}");
}
