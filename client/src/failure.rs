//! Why a command ended without a result, and the exit status that says so.

use daemon::report::Report;

/// Exit status 0 is a clean app, 1 problems in it, 2 wrong use or an internal error.
pub(crate) const CLEAN: u8 = 0;
pub(crate) const PROBLEMS: u8 = 1;
pub(crate) const WRONG: u8 = 2;

#[derive(Debug)]
pub(crate) enum Failure {
    /// Something to be put right in the project or its surroundings.
    Problem(Box<Report>),
    /// The command line makes no sense.
    Usage(String),
    /// The settings make no sense.
    Settings(Box<Report>),
    /// We failed, not the app.
    Internal(String),
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub(crate) fn internal(message: impl std::fmt::Display) -> Self {
        Self::Internal(message.to_string())
    }

    /// In a few words.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Problem(report) | Self::Settings(report) => &report.message,
            Self::Usage(message) | Self::Internal(message) => message,
        }
    }

    pub(crate) fn exit_status(&self) -> u8 {
        match self {
            Self::Problem(_) => PROBLEMS,
            Self::Usage(_) | Self::Settings(_) | Self::Internal(_) => WRONG,
        }
    }
}
