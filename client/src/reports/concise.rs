//! One line a problem: what problem matchers and `errorformat` read.

use super::level;
use super::path::Paths;
use daemon::report::Report;

/// `path:line:col: error[SPR101] message`. A problem of a whole file is at its beginning.
pub(super) fn line(report: &Report, paths: &Paths) -> String {
    let span = report.place.span.as_ref();
    let (line, column) = span.map_or((1, 1), |span| (span.line, span.column));
    let path = paths.shown(&report.place);
    let severity = level(report.severity, "info");
    let message = report.message.replace('\n', " ");
    format!("{path}:{line}:{column}: {severity}[{}] {message}", report.code)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use expect_test::expect;

    #[test]
    fn every_problem_is_one_line_with_a_place() {
        let paths = Paths::of(&std::env::current_dir().unwrap().canonicalize().unwrap());
        let reports = [samples::clock(), samples::unreached(), samples::project_wide()];
        let lines: Vec<_> = reports.iter().map(|report| line(report, &paths)).collect();
        expect![[r#"
            app/my web.py:7:22: error[SPR101] `Clock` is a Service: it runs on the server
            app/a.py:1:1: info[SPR508] no page or mount needs `Card`, 100% sure
            .:1:1: error[SPR811] the framework is missing"#]]
        .assert_eq(&lines.join("\n"));
    }
}
