//! Problems of declarations and of the project as a whole, position-free.

use super::declaration::Place;
use crate::diagnostic::{Code, Severity};
use crate::syntax::ast::Name;

/// The codes of this folder; their meanings are fixed.
pub mod codes {
    use crate::diagnostic::Code;

    pub const UNKNOWN_ACTION: Code = Code(401);
    pub const STORE_DECLARED_TWICE: Code = Code(408);
    pub const UNKNOWN_ALIAS: Code = Code(409);
    pub const CLASS_NAME_COLLISION: Code = Code(501);
    pub const DUPLICATE_PATH: Code = Code(502);
    pub const MOUNT_OVER_ROUTE: Code = Code(503);
    pub const CONTROLLER_ROUTE_MISMATCH: Code = Code(504);
    pub const MISSING_INIT: Code = Code(505);
    pub const WRONG_DECLARATION: Code = Code(506);
    pub const MISSING_STATIC_PATHS: Code = Code(507);
    pub const UNREACHED_CLASS: Code = Code(508);
    pub const MISSING_ASSET: Code = Code(511);
    pub const PUBLIC_OVERWRITES: Code = Code(512);
    pub const NO_APP: Code = Code(513);
    pub const ANSWER_DIFFERS: Code = Code(514);
    pub const STORE_NAME: Code = Code(515);
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// A project-relative path; for a problem of a file or folder as a whole.
    File(Name),
    Place(Place),
}

impl At {
    pub fn path(&self) -> &Name {
        match self {
            Self::File(path) => path,
            Self::Place(place) => &place.path,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    pub at: At,
    pub code: Code,
    pub severity: Severity,
    pub message: Box<str>,
    /// What to write instead.
    pub help: Option<Box<str>>,
    /// Other places that belong to it.
    pub related: Vec<(At, Box<str>)>,
}

impl Problem {
    pub fn error(at: At, code: Code, message: impl Into<Box<str>>) -> Self {
        Self {
            at,
            code,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            related: Vec::new(),
        }
    }

    pub fn warning(at: At, code: Code, message: impl Into<Box<str>>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(at, code, message) }
    }

    pub fn hint(at: At, code: Code, message: impl Into<Box<str>>) -> Self {
        Self { severity: Severity::Hint, ..Self::error(at, code, message) }
    }

    pub fn help(mut self, help: impl Into<Box<str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn related(mut self, at: At, message: impl Into<Box<str>>) -> Self {
        self.related.push((at, message.into()));
        self
    }
}

/// The candidate that `wanted` was most likely meant to be, if any is close.
///
/// Close is at most a third of the letters changed, missing or added.
pub fn did_you_mean<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = wanted.chars().count().max(3) / 3;
    let ranked = candidates.into_iter().map(|candidate| (distance(wanted, candidate), candidate));
    ranked.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// The edit distance where case and `-` against `_` are free.
fn distance(left: &str, right: &str) -> usize {
    let folded = |text: &str| text.replace('-', "_").to_lowercase().chars().collect::<Vec<_>>();
    let (left, right) = (folded(left), folded(right));
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, to) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_a_strange_one_finds_none() {
        let actions = ["create_card", "move_card", "remove"];
        assert_eq!(did_you_mean("create-crad", actions), Some("create_card"));
        assert_eq!(did_you_mean("moveCard", actions), Some("move_card"));
        assert_eq!(did_you_mean("login", actions), None);
    }
}
