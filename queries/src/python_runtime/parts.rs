//! Which sources ship together in one file.

/// Parts of several sources. Every other source is a part of its own, of the same name.
///
/// What nearly every page needs is one request; what only some pages need is a part of its own.
const JOINT: &[(&str, &[&str])] = &[
    (
        "core",
        &[
            "attributes",
            "calls",
            "classes",
            "dicts",
            "errors",
            "hash",
            "integers",
            "iteration",
            "kinds",
            "lineage",
            "operators",
            "spelling",
            "text",
            "values",
        ],
    ),
    ("web", &["browser", "features", "lists", "nodes", "timing", "ui"]),
];

/// The part that holds a source; both without `.js`.
pub fn part_of(module: &str) -> &str {
    let joint = JOINT.iter().find(|(_, modules)| modules.contains(&module));
    joint.map_or(module, |(part, _)| part)
}

/// The parts of several sources, with these.
pub(super) fn joint() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    JOINT.iter().copied()
}
