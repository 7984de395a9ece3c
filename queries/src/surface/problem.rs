//! Problems of declarations and of the project as a whole, position-free.

use super::declaration::Place;
use super::declare::{literal_range, place_range};
use crate::db::Db;
use crate::diagnostic::{Code, Diagnostic, Related};
use crate::syntax::ast::Name;

/// The codes of this folder; their meanings are fixed.
pub mod codes {
    use crate::diagnostic::Code;

    pub const UNKNOWN_ACTION: Code = Code(401);
    pub const UNKNOWN_FIELD: Code = Code(402);
    pub const MISSING_FIELD: Code = Code(403);
    pub const WRONG_FIELD_TYPE: Code = Code(404);
    pub const DROPPED_FIELD: Code = Code(405);
    pub const UNKNOWN_STORE_KEY: Code = Code(407);
    pub const STORE_DECLARED_TWICE: Code = Code(408);
    pub const UNKNOWN_ALIAS: Code = Code(409);
    pub const UNKNOWN_PROVIDER: Code = Code(410);
    pub const SELECTOR_NOT_RENDERED: Code = Code(413);
    pub const DUPLICATE_PATH: Code = Code(502);
    pub const MOUNT_OVER_ROUTE: Code = Code(503);
    pub const CONTROLLER_ROUTE_MISMATCH: Code = Code(504);
    pub const MISSING_INIT: Code = Code(505);
    pub const WRONG_DECLARATION: Code = Code(506);
    pub const MISSING_STATIC_PATHS: Code = Code(507);
    pub const UNREACHED_CLASS: Code = Code(508);
    pub const MISSING_ASSET: Code = Code(511);
    pub const PUBLIC_OVERWRITES: Code = Code(512);
    pub const ANSWER_DIFFERS: Code = Code(514);
    pub const STORE_NAME: Code = Code(515);
    pub const MISSING_SLOT: Code = Code(516);
    pub const HEAVY_DATA: Code = Code(701);
    pub const OVER_BUDGET: Code = Code(702);
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// A project-relative path; for a problem of a file or folder as a whole.
    File(Name),
    Place(Place),
    /// The first string literal of that text: in the file at `path`, else in any file.
    Literal {
        path: Name,
        text: Name,
    },
}

impl At {
    pub fn path(&self) -> &Name {
        match self {
            Self::File(path) | Self::Literal { path, .. } => path,
            Self::Place(place) => &place.path,
        }
    }

    /// The project-relative path, and the byte range in that file if there is one.
    fn located(&self, db: &dyn Db) -> (String, Option<(u32, u32)>) {
        match self {
            Self::File(path) => (path.to_string(), None),
            Self::Place(place) => (place.path.to_string(), place_range(db, place)),
            Self::Literal { path, text } => literal_range(db, path, text),
        }
    }
}

/// What is wrong; how bad it is says the catalogue of codes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    pub at: At,
    pub code: Code,
    pub message: Box<str>,
    /// What to write instead, if there is more to say than the catalogue does.
    pub help: Option<Box<str>>,
    /// Other places that belong to it.
    pub related: Vec<(At, Box<str>)>,
}

impl Problem {
    pub fn new(at: At, code: Code, message: impl Into<Box<str>>) -> Self {
        Self { at, code, message: message.into(), help: None, related: Vec::new() }
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

/// The problem with positions, as every output format receives it.
pub fn located(db: &dyn Db, problem: &Problem) -> Diagnostic {
    let (path, range) = problem.at.located(db);
    let related = problem.related.iter().map(|(at, message)| {
        let (path, range) = at.located(db);
        Related { path, range, message: message.to_string() }
    });
    Diagnostic {
        path,
        range,
        code: problem.code,
        severity: problem.code.severity(),
        message: problem.message.to_string(),
        help: problem
            .help
            .as_deref()
            .map(str::to_owned)
            .or_else(|| problem.code.info().map(|info| info.help.to_owned())),
        related: related.collect(),
    }
}
