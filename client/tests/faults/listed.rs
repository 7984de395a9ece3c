//! `docs/reliability.md` lists every fault with its tests, and every test of a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The families of faults, and how many each has.
const FAMILIES: [(char, u32); 6] = [('S', 21), ('V', 8), ('W', 21), ('B', 12), ('L', 12), ('F', 4)];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("")
}

/// Names of the tests in the Rust files of these folders.
fn tests() -> BTreeSet<String> {
    let files = ["client/tests/faults", "daemon/tests"].map(|folder| root().join(folder));
    let files = files.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut found = BTreeSet::new();
    for entry in files {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        for rest in text.split("#[test]\n").skip(1) {
            let name = rest.trim_start().strip_prefix("fn ").and_then(|rest| rest.split_once('('));
            found.insert(name.expect("a function follows `#[test]`").0.to_owned());
        }
    }
    found
}

/// What stands between backticks in the last cell of each row that names a test, by the first cell.
fn rows(text: &str) -> Vec<(String, Vec<String>)> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split(" | ").collect();
        let (first, last) = (cells.first()?.trim(), cells.last()?);
        let named = last.split('`').skip(1).step_by(2).filter(|named| !named.starts_with("sprag "));
        let named = named.map(str::to_owned).collect();
        Some((first.to_owned(), named))
    };
    let rows = text.lines().filter_map(row);
    rows.filter(|(_, named): &(_, Vec<String>)| !named.is_empty()).collect()
}

/// The fault that a test is called after, as `B4`.
fn fault(test: &str) -> Option<String> {
    let (word, _) = test.split_once('_')?;
    let number: u32 = word.get(1..)?.parse().ok()?;
    let family = word.chars().next()?.to_ascii_uppercase();
    FAMILIES.iter().any(|(known, _)| *known == family).then(|| format!("{family}{number}"))
}

#[test]
fn every_fault_has_a_line_and_every_line_its_tests() {
    let listed = fs::read_to_string(root().join("docs/reliability.md")).unwrap();
    let (tests, rows) = (tests(), rows(&listed));
    let commands = fs::read_to_string(root().join("xtask/src/main.rs")).unwrap().to_lowercase();
    let exists = |named: &String| {
        if let Some(task) = named.strip_prefix("cargo xtask ") {
            return commands.contains(&format!("    {task} {{"));
        }
        if let Some((_, bench)) = named.split_once(" --bench ") {
            return ["{}.rs", "{}/main.rs"]
                .iter()
                .any(|path| root().join("benches").join(path.replace("{}", bench)).exists());
        }
        match named.strip_suffix('…') {
            Some(start) => tests.iter().any(|test| test.starts_with(start)),
            None => tests.contains(named),
        }
    };
    for (first, named) in &rows {
        let missing: Vec<&String> = named.iter().filter(|named| !exists(named)).collect();
        assert!(missing.is_empty(), "{first} names what is not there: {missing:?}");
    }
    let by_fault: BTreeMap<&str, &Vec<String>> =
        rows.iter().map(|(first, named)| (&**first, named)).collect();
    for (family, count) in FAMILIES {
        for number in 1..=count {
            let fault = format!("{family}{number}");
            let named = by_fault.get(&*fault).unwrap_or_else(|| panic!("no line for {fault}"));
            let wanted = format!("{}_…", fault.to_lowercase());
            let is_measured = named.iter().any(|named| named.starts_with("cargo bench "));
            assert!(named.contains(&wanted) || is_measured, "{fault} does not name {wanted}");
        }
    }
    for test in &tests {
        let Some(fault) = fault(test) else { continue };
        assert!(by_fault.contains_key(&*fault), "no line for {test}");
    }
}
