//! Python names to JavaScript names.

use crate::binding::ClassShape;
use crate::syntax::ast::Name;
use std::collections::BTreeMap;

/// The function that assigns a variable of a shared module from outside.
pub fn setter(name: &str) -> String {
    format!("assign_{name}")
}

/// Identifiers that emitted code cannot declare, or refers to as JavaScript's own.
const RESERVED: &[&str] = &[
    "arguments",
    "Array",
    "await",
    "Boolean",
    "case",
    "catch",
    "const",
    "debugger",
    "default",
    "delete",
    "do",
    "document",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "function",
    "globalThis",
    "implements",
    "Infinity",
    "instanceof",
    "interface",
    "let",
    "Map",
    "Math",
    "NaN",
    "new",
    "null",
    "Number",
    "Object",
    "package",
    "private",
    "Promise",
    "protected",
    "public",
    "Set",
    "static",
    "String",
    "super",
    "switch",
    "Symbol",
    "this",
    "throw",
    "true",
    "typeof",
    "undefined",
    "var",
    "void",
    "volatile",
    "window",
    "yield",
];

/// A Python variable, parameter or module-level name as a JavaScript identifier.
pub fn variable(name: &str) -> String {
    if RESERVED.contains(&name) { format!("{name}$") } else { name.to_owned() }
}

/// Attribute names that the general rule would get wrong: DOM names with an acronym in them. The runtime
/// has the same table (`spelling.js`).
pub(super) const SPECIAL: &[(&str, &str)] = &[
    ("inner_html", "innerHTML"),
    ("outer_html", "outerHTML"),
    ("insert_adjacent_html", "insertAdjacentHTML"),
    ("base_uri", "baseURI"),
    ("document_uri", "documentURI"),
    ("to_data_url", "toDataURL"),
];

/// Names that mean something else on every JavaScript object, and what the browser base keeps to itself on
/// Components and Modules. An attribute with such a name goes by another one. `spelling.js` has the same table.
pub(super) const TAKEN: &[&str] = &[
    "__proto__",
    "_batchDepth",
    "_isMounted",
    "_lc",
    "_notifyAll",
    "_notifyQueued",
    "_pendingState",
    "_performUpdate",
    "_renderQueued",
    "_renderRafId",
    "_scheduleNotify",
    "_socketHandlers",
    "_subscribers",
    "constructor",
    "prototype",
];

/// A Python attribute or method name as a JavaScript property: `on_start` → `onStart`.
///
/// Names without `_` and names that start with `_` stay, unless they are taken; definitions and uses go through the same
/// table, so that the two always meet.
pub fn attribute(name: &str) -> String {
    if let Some((_, mapped)) = SPECIAL.iter().find(|(python, _)| *python == name) {
        return (*mapped).to_owned();
    }
    if TAKEN.contains(&name) {
        return format!("{name}$");
    }
    if name.starts_with('_') || !name.contains('_') {
        return name.to_owned();
    }
    if name.chars().all(|each| !each.is_lowercase()) {
        return name.to_owned();
    }
    let mut parts = name.split('_');
    let mut mapped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut characters = part.chars();
        if let Some(first) = characters.next() {
            mapped.extend(first.to_uppercase());
            mapped.push_str(characters.as_str());
        } else {
            mapped.push('_');
        }
    }
    mapped
}

/// The name that the runtime takes a property's Python name to be, where nothing else is noted
/// (`pythonName` in `spelling.js`).
pub(super) fn unspelled(property: &str) -> String {
    if let Some((python, _)) = SPECIAL.iter().find(|(_, mapped)| *mapped == property) {
        return (*python).to_owned();
    }
    if let Some(name) = property.strip_suffix('$') {
        return name.to_owned();
    }
    if property.starts_with('_') || !property.chars().any(char::is_lowercase) {
        return property.to_owned();
    }
    let mut name = String::new();
    let mut before: Option<char> = None;
    for each in property.chars() {
        if each.is_uppercase()
            && before.is_some_and(|each| each.is_lowercase() || each.is_ascii_digit())
        {
            name.push('_');
            name.extend(each.to_lowercase());
        } else {
            name.push(each);
        }
        before = Some(each);
    }
    name
}

/// Two names of a class, at least one of them its own, that are one property in JavaScript.
pub(super) fn twins(shape: &ClassShape) -> Option<(&Name, &Name)> {
    let mut known = BTreeMap::new();
    shape.members.iter().find_map(|(name, member)| {
        let (other, owner) = known.insert(attribute(name), (name, &member.owner))?;
        (*owner == shape.name || member.owner == shape.name).then_some((other, name))
    })
}

/// `__name` inside `class Owner` is `_Owner__name`.
pub(super) fn mangle(name: &str, class: Option<&str>) -> String {
    match class {
        Some(class) if name.starts_with("__") && !name.ends_with("__") => {
            format!("_{}{name}", class.trim_start_matches('_'))
        }
        _ => name.to_owned(),
    }
}

/// Properties of values of JavaScript, and of those of the runtime, that are attributes of none in Python.
pub(super) fn is_of_builtins(property: &str) -> bool {
    matches!(
        property,
        "arguments" | "caller" | "constructor" | "length" | "name" | "prototype" | "value"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_never_take_the_names_of_javascript_and_the_browser_base() {
        assert_eq!(attribute("_subscribers"), "_subscribers$");
        assert_eq!(attribute("constructor"), "constructor$");
    }

    #[test]
    fn the_runtime_has_the_same_table() {
        let runtime = concat!(
            include_str!("../../runtime/spelling.js"),
            include_str!("../../runtime/naming.js")
        );
        for (python, mapped) in SPECIAL {
            assert!(runtime.contains(&format!("  [\"{python}\", \"{mapped}\"],\n")), "{python}");
        }
        for name in TAKEN {
            assert!(runtime.contains(&format!("  \"{name}\",\n")), "{name}");
        }
    }

    #[test]
    fn attributes_are_camel_case_once_and_privates_stay() {
        let mapped: Vec<String> =
            ["on_start", "inner_html", "MAX_SIZE", "_private_name", "__len__", "trailing_", "x"]
                .map(attribute)
                .into();
        assert_eq!(
            mapped,
            ["onStart", "innerHTML", "MAX_SIZE", "_private_name", "__len__", "trailing_", "x"]
        );
    }
}
