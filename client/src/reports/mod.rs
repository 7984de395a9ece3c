//! The problems of an app, as people and tools read them.
//!
//! One struct, [`Report`], feeds all formats; each has a room of its own. Their names are those of ruff.
//! What a report says is decided by the daemon, never here.

mod concise;
mod full;
mod github;
mod path;
mod sarif;

use crate::print::{self, Said};
use clap::ValueEnum;
use daemon::report::Report;
use path::Paths;
use queries::diagnostic::Severity;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

/// Reports that the full format shows; the rest is counted.
const SHOWN: usize = 50;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// With the source lines, for people
    #[default]
    Full,
    /// path:line:col: severity[CODE] message
    Concise,
    /// One JSON array
    Json,
    /// One JSON object a line, the summary last
    #[value(name = "jsonlines", alias = "json-lines")]
    JsonLines,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

impl OutputFormat {
    /// Whether nothing else may be on standard output.
    pub(crate) fn is_for_tools(self) -> bool {
        !matches!(self, Self::Full | Self::Concise)
    }
}

/// From which severity on problems make the exit status 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailLevel {
    #[default]
    Error,
    Warning,
    Hint,
    /// Problems never change the exit status
    Never,
}

impl FailLevel {
    pub(crate) fn is_reached(self, reports: &[Report]) -> bool {
        let level = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Hint => Severity::Hint,
            Self::Never => return false,
        };
        reports.iter().any(|report| report.severity <= level)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Output,
    Error,
}

/// Groups reports by file; files with errors come last, next to where the reader looks first.
pub(crate) fn sort(reports: &mut [Report]) {
    let mut worst: BTreeMap<String, Severity> = BTreeMap::new();
    for report in reports.iter() {
        let known = worst.entry(report.place.path.clone()).or_insert(report.severity);
        *known = report.severity.min(*known);
    }
    let start = |report: &Report| report.place.span.as_ref().map(|span| (span.line, span.column));
    reports.sort_by_cached_key(|report| {
        let path = report.place.path.clone();
        (Reverse(worst.get(&path).copied()), path, start(report), report.code.clone())
    });
}

/// Prints sorted reports of the project at `root`. What is for tools always goes to standard output.
pub(crate) fn print(reports: &[Report], format: OutputFormat, root: &Path, stream: Stream) {
    said(reports, format, root, stream).adapted().print();
}

/// What [`print`] prints.
pub(crate) fn said(reports: &[Report], format: OutputFormat, root: &Path, stream: Stream) -> Said {
    let paths = Paths::of(root);
    let lines = |line: &dyn Fn(&Report) -> String| {
        reports.iter().map(|report| line(report) + "\n").collect()
    };
    let text: String = match format {
        OutputFormat::Full => full(reports, &paths),
        OutputFormat::Concise => lines(&|report| concise::line(report, &paths)),
        OutputFormat::Github => lines(&|report| github::line(report, &paths)),
        OutputFormat::Json => print::value_line(&reports),
        OutputFormat::JsonLines => {
            reports.iter().map(|report| print::json_lines("diagnostic", report)).collect()
        }
        OutputFormat::Sarif => print::value_line(&sarif::log(reports, &paths)),
    };
    match (format, stream) {
        (OutputFormat::Full, Stream::Error) => Said { errors: text, ..Said::default() },
        _ => Said { output: text, ..Said::default() },
    }
}

fn full(reports: &[Report], paths: &Paths) -> String {
    let shown = most_important(reports);
    let renderer = full::renderer();
    let mut text: String =
        shown.iter().map(|report| full::render(report, paths, &renderer) + "\n\n").collect();
    let rest = reports.len() - shown.len();
    if rest > 0 {
        text += &format!("{rest} more; `--output-format concise` shows all\n\n");
    }
    text
}

/// As many reports as are shown, in their order: errors before warnings before hints.
fn most_important(reports: &[Report]) -> Vec<&Report> {
    let mut chosen: Vec<(usize, &Report)> = reports.iter().enumerate().collect();
    chosen.sort_by_key(|(index, report)| (report.severity, *index));
    chosen.truncate(SHOWN);
    chosen.sort_by_key(|(index, _)| *index);
    chosen.into_iter().map(|(_, report)| report).collect()
}

/// The word for a severity in formats that know no hints.
fn level(severity: Severity, hint: &'static str) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => hint,
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use daemon::report::{Place, RelatedPlace, Span};

    pub(super) fn place(path: &str, line: usize, source: &str, range: (usize, usize)) -> Place {
        let (column, end_column) = (range.0 + 1, range.1 + 1);
        let source = source.to_owned();
        let span = Span { line, column, end_line: line, end_column, source, range };
        Place { path: path.to_owned(), span: Some(span) }
    }

    pub(super) fn clock() -> Report {
        Report {
            code: "SPR101".to_owned(),
            severity: Severity::Error,
            message: "`Clock` is a Service: it runs on the server".to_owned(),
            place: place("app/my web.py", 7, "        self.clock = Clock()", (21, 26)),
            help: Some("call an action instead".to_owned()),
            related: vec![RelatedPlace {
                message: "declared here".to_owned(),
                place: place("app/my web.py", 2, "class Clock(Service):", (6, 11)),
            }],
        }
    }

    pub(super) fn unreached() -> Report {
        Report {
            code: "SPR508".to_owned(),
            severity: Severity::Hint,
            message: "no page or mount needs `Card`, 100%\nsure".to_owned(),
            place: Place { path: "app/a.py".to_owned(), span: None },
            help: None,
            related: Vec::new(),
        }
    }

    pub(super) fn project_wide() -> Report {
        let code = queries::diagnostic::Code(811);
        Report::project_error(code, "the framework is missing", "install it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_errors_come_last_and_files_stay_together() {
        let mut hint = samples::unreached();
        hint.place.path = "app/my web.py".to_owned();
        let mut reports = vec![samples::clock(), samples::unreached(), hint];
        sort(&mut reports);
        let order: Vec<_> =
            reports.iter().map(|report| (&*report.place.path, &*report.code)).collect();
        let web = "app/my web.py";
        assert_eq!(order, [("app/a.py", "SPR508"), (web, "SPR508"), (web, "SPR101")]);
    }

    #[test]
    fn of_too_many_reports_the_errors_are_shown() {
        let mut reports = vec![samples::unreached(); SHOWN];
        reports.push(samples::clock());
        let shown = most_important(&reports);
        assert_eq!(shown.len(), SHOWN);
        assert_eq!(shown.last().unwrap().code, "SPR101");
    }

    #[test]
    fn the_fail_level_decides_which_severities_count() {
        let hint = [samples::unreached()];
        let levels = [FailLevel::Error, FailLevel::Warning, FailLevel::Hint, FailLevel::Never];
        assert_eq!(levels.map(|level| level.is_reached(&hint)), [false, false, true, false]);
        let error = [samples::clock()];
        assert_eq!(levels.map(|level| level.is_reached(&error)), [true, true, true, false]);
    }
}
