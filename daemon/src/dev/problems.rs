//! Problems of the build and of the app's server, as terminal and pages show them.

use super::{Dev, error_page};
use crate::report::Report;
use queries::hot;
use queries::hot::update::ExcerptLine;

/// Lines shown before and after the one in question.
const AROUND: usize = 2;

/// Those that a build found, and those that keep the app's server from starting.
pub(super) fn all(dev: &Dev, built: &[Report]) -> Vec<Report> {
    let mut reports = built.to_vec();
    let problems = dev.specter.follow().borrow().problems.clone();
    // Building finds most of what keeps a server from starting.
    for report in error_page::reports(dev, &problems) {
        let is_known =
            |known: &Report| known.code == report.code && known.place.path == report.place.path;
        if !reports.iter().any(is_known) {
            reports.push(report);
        }
    }
    reports
}

/// The errors among them, as the overlay takes them.
pub(super) fn overlaid(dev: &Dev, reports: &[Report]) -> Vec<hot::Problem> {
    reports.iter().filter(|report| report.is_error()).map(|report| problem(report, dev)).collect()
}

fn problem(report: &Report, dev: &Dev) -> hot::Problem {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let span = report.place.span.as_ref();
    let line = span.map_or(0, |span| span.line);
    let text = dev.project_text(&report.place.path).unwrap_or_default();
    let shown = if line == 0 { 0 } else { 2 * AROUND + 1 };
    let lines = text.lines().enumerate().skip(line.saturating_sub(AROUND + 1)).take(shown);
    hot::Problem {
        code: report.code.clone(),
        severity: report.severity.name().to_owned(),
        message: report.message.clone(),
        help: report.help.clone(),
        file: report.place.path.clone(),
        line: number(line),
        column: number(span.map_or(0, |span| span.column)),
        width: span.map_or(0, |span| {
            let is_one_line = span.line == span.end_line;
            number(if is_one_line { span.end_column - span.column } else { 1 })
        }),
        excerpt: lines
            .map(|(index, text)| ExcerptLine { line: number(index + 1), text: text.to_owned() })
            .collect(),
    }
}
