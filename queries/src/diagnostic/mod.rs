//! Diagnostics: what spragd says about an app's source, as data.
//!
//! Queries return diagnostics; they never print and never fail. Positions are [`NodeId`]s while a
//! diagnostic sits in a memo, and become byte ranges of a file only at the edge.

mod catalogue;
mod example;
mod table;

pub use catalogue::catalogue;
pub use example::{Example, ExampleFile};
pub use table::{CODES, CodeInfo};

use crate::syntax::ast::NodeId;
use serde::{Deserialize, Serialize};

/// A stable diagnostic code: `SPR101`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Code(pub u16);

impl Code {
    /// What the catalogue says of the code. Tests keep codes from being used without an entry.
    pub fn info(self) -> Option<&'static CodeInfo> {
        CODES.binary_search_by_key(&self, |info| info.code).ok().map(|index| &CODES[index])
    }

    /// An error, unless the catalogue says otherwise.
    pub fn severity(self) -> Severity {
        self.info().map_or(Severity::Error, |info| info.severity)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SPR{:03}", self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

impl Severity {
    /// As people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A diagnostic inside one item, position-free.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NodeDiagnostic {
    pub code: Code,
    pub at: NodeId,
    pub message: Box<str>,
    /// What to write instead.
    pub help: Option<Box<str>>,
}

/// A diagnostic as every output format receives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Project-relative, with `/`.
    pub path: String,
    /// Byte range in the file's text; `None` for a problem of the file or project as a whole.
    pub range: Option<(u32, u32)>,
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub help: Option<String>,
    /// Other places that belong to the problem, each with what it contributes.
    pub related: Vec<Related>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Related {
    pub path: String,
    pub range: Option<(u32, u32)>,
    pub message: String,
}
