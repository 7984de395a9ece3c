//! Which sources ship together in one file.

/// Parts of several sources. Every other source is a part of its own, of the same name.
///
/// A page loads the parts that its code reaches, and of each what any page of the app reaches. So `core` holds what
/// nearly every page needs, and what is too common in Python to be asked for apart (`x.name`, `in`), in one request.
/// What only some pages need is in sources of its own.
const JOINT: &[(&str, &[&str])] = &[(
    "core",
    &[
        "attributes",
        "bound",
        "browser",
        "calls",
        "dicts",
        "errors",
        "features",
        "hashable",
        "integers",
        "iteration",
        "kinds",
        "lineage",
        "membership",
        "nodes",
        "operators",
        "painting",
        "receivers",
        "spelling",
        "text",
        "ui",
        "values",
    ],
)];

/// The part that holds a source; both without `.js`.
pub fn part_of(module: &str) -> &str {
    let joint = JOINT.iter().find(|(_, modules)| modules.contains(&module));
    joint.map_or(module, |(part, _)| part)
}

/// The parts of several sources, with these.
pub(super) fn joint() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    JOINT.iter().copied()
}
