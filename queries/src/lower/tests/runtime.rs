//! The names that emitted code imports exist.

use super::super::runtime_names;
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
