//! The names that emitted code imports exist.

use super::super::names::{SPECIAL, TAKEN};
use super::super::runtime_names;
use crate::python_runtime;
use crate::standard;
use std::collections::BTreeSet;
use std::path::Path;

/// Whether a JavaScript module exports `name`, as a declaration or in a list.
fn exports(text: &str, name: &str) -> bool {
    let is_word = |part: &str| {
        part.split(|each: char| !each.is_alphanumeric() && each != '_').any(|word| word == name)
    };
    let mut in_list = false;
    text.lines().any(|line| {
        let Some(rest) = line.strip_prefix("export ") else {
            let found = in_list && is_word(line);
            in_list &= !line.contains('}');
            return found;
        };
        in_list = rest.starts_with('{') && !rest.contains('}');
        let head = rest.split(['(', '=']).next().unwrap_or_default();
        is_word(head)
    })
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test that looks at the shipped runtime")]
fn every_runtime_name_is_exported_by_its_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let mut missing = vec![];
    for (module, names) in runtime_names::all() {
        let text = std::fs::read_to_string(folder.join(format!("{module}.js"))).unwrap_or_default();
        missing.extend(
            names
                .into_iter()
                .filter(|name| !exports(&text, name))
                .map(|name| format!("{module}.{name}")),
        );
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// The names that a JavaScript module exports.
fn exported(text: &str) -> BTreeSet<&str> {
    let is_part = |each: char| each.is_alphanumeric() || each == '_';
    let keywords = ["async", "function", "const", "class", "let"];
    let mut names = BTreeSet::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("export ")) {
        if let Some(list) = line.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or_default();
            names.extend(list.split(',').filter_map(|entry| entry.split_whitespace().last()));
        } else {
            let mut words = line.split(|each| !is_part(each)).filter(|word| !word.is_empty());
            names.extend(words.find(|word| !keywords.contains(word)));
        }
    }
    names
}

#[test]
#[expect(clippy::disallowed_methods, reason = "reads the modules that are shipped")]
fn the_standard_library_offers_what_its_modules_export() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/std");
    // What only the compiler knows.
    let internal =
        BTreeSet::from(["dataclassOf", "enumeration", "NumberEnum", "required", "TextEnum"]);
    let mut files = BTreeSet::new();
    for (module, names) in standard::MODULES {
        let file = format!("{}.js", standard::file(module));
        let text = std::fs::read_to_string(folder.join(&file)).unwrap();
        let offered: BTreeSet<_> = names.split_ascii_whitespace().collect();
        assert_eq!(offered, &exported(&text) - &internal, "{module}");
        files.insert(file);
    }
    let present = std::fs::read_dir(folder).unwrap();
    let present: BTreeSet<_> =
        present.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, present);
}

#[test]
fn the_compiler_and_the_runtime_spell_attributes_by_the_same_tables() {
    let source = |path| python_runtime::readable(path).unwrap_or_default();
    let text = [source("spelling.js"), source("naming.js")].concat();
    let table = |name: &str| -> BTreeSet<&str> {
        let (_, rest) = text.split_once(&format!("const {name} = new ")).unwrap_or_default();
        let (table, _) = rest.split_once("]);").unwrap_or_default();
        table.lines().map(str::trim).filter(|line| line.contains('"')).collect()
    };
    let special: Vec<_> =
        SPECIAL.iter().map(|(python, script)| format!("[\"{python}\", \"{script}\"],")).collect();
    let taken: Vec<_> = TAKEN.iter().map(|name| format!("\"{name}\",")).collect();
    assert_eq!(table("SPECIAL"), special.iter().map(String::as_str).collect());
    assert_eq!(table("TAKEN"), taken.iter().map(String::as_str).collect());
}
