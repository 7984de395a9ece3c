//! Surfaces that cannot stand beside each other.

use super::declaration::SurfaceDecl;
use super::declare::declarations;
use super::problem::{At, Problem, codes};
use super::routing;
use crate::db::Db;
use crate::render::SurfaceKind;

/// Duplicate paths, and mounts that claim the paths of other surfaces; each with both places.
#[salsa::tracked(returns(ref))]
pub fn conflict_problems(db: &dyn Db) -> Vec<Problem> {
    let surfaces = &declarations(db).surfaces;
    let mut problems = Vec::new();
    for (index, second) in surfaces.iter().enumerate() {
        for first in &surfaces[..index] {
            problems.extend(conflict(first, second));
        }
    }
    problems
}

/// What is wrong with `second`, given `first`; routes come before mounts.
fn conflict(first: &SurfaceDecl, second: &SurfaceDecl) -> Option<Problem> {
    let (one, other) = (&first.description, &second.description);
    match (one.kind, other.kind) {
        (SurfaceKind::Route, SurfaceKind::Route) if one.pattern == other.pattern => Some(
            problem(
                first,
                second,
                codes::DUPLICATE_PATH,
                format!("two pages have the path {:?}", other.pattern),
            )
            .help("Give one of them another path."),
        ),
        (SurfaceKind::Route, SurfaceKind::Route) => shared_path(first, second),
        (SurfaceKind::Route, SurfaceKind::Mount)
            if routing::claims(&other.pattern, &one.pattern) =>
        {
            Some(
                problem(
                    first,
                    second,
                    codes::MOUNT_OVER_ROUTE,
                    format!(
                        "the mount {:?} owns all paths below it, and the page {:?} is one of them",
                        other.pattern, one.pattern
                    ),
                )
                .help("Move the mount or the page to a path of its own."),
            )
        }
        (SurfaceKind::Mount, SurfaceKind::Mount) if overlap(&one.pattern, &other.pattern) => Some(
            problem(
                first,
                second,
                codes::DUPLICATE_PATH,
                format!("the mounts {:?} and {:?} overlap", one.pattern, other.pattern),
            )
            .help("A mount owns all paths below it: give them separate paths."),
        ),
        _ => None,
    }
}

/// Two patterns that give one concrete path, whose document could be only one of theirs.
fn shared_path(first: &SurfaceDecl, second: &SurfaceDecl) -> Option<Problem> {
    let paths = &first.description.entries;
    let shared = second
        .description
        .entries
        .iter()
        .find(|entry| paths.iter().any(|path| path.path == entry.path))?;
    let message = format!(
        "the page {:?} builds {:?}, which is a path of the page {:?} too",
        second.description.pattern, shared.path, first.description.pattern
    );
    Some(
        problem(first, second, codes::DUPLICATE_PATH, message)
            .help("Leave the path out of `static_paths=`."),
    )
}

fn overlap(one: &str, other: &str) -> bool {
    routing::claims(one, other) || routing::claims(other, one)
}

fn problem(
    first: &SurfaceDecl,
    second: &SurfaceDecl,
    code: crate::diagnostic::Code,
    message: String,
) -> Problem {
    Problem::new(At::Place(second.place.clone()), code, message)
        .related(At::Place(first.place.clone()), "the other one is declared here")
}
