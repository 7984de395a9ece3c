//! Workflow commands of GitHub Actions, which become annotations of the changed lines.
//!
//! Source: "Workflow commands for GitHub Actions" in GitHub's documentation.

use super::path::Paths;
use super::{concise, level};
use daemon::report::Report;

/// `::error title=…,file=…,line=…::message`.
pub(super) fn line(report: &Report, paths: &Paths) -> String {
    let mut properties = vec![("title", format!("sprag ({})", report.code))];
    if !report.place.path.is_empty() {
        properties.push(("file", paths.shown(&report.place)));
    }
    if let Some(span) = &report.place.span {
        properties.push(("line", span.line.to_string()));
        properties.push(("endLine", span.end_line.to_string()));
        // Columns are refused where the lines differ.
        if span.line == span.end_line {
            properties.push(("col", span.column.to_string()));
            properties.push(("endColumn", span.end_column.to_string()));
        }
    }
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let help = report.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
    let message = format!("{}{help}", concise::line(report, paths));
    let severity = level(report.severity, "notice");
    format!("::{severity} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use expect_test::expect;

    #[test]
    fn an_annotation_has_a_place_and_escapes_what_would_end_it() {
        let paths = Paths::of(&std::env::current_dir().unwrap().canonicalize().unwrap());
        let reports = [samples::clock(), samples::unreached(), samples::project_wide()];
        let lines: Vec<_> = reports.iter().map(|report| line(report, &paths)).collect();
        expect![[r#"
            ::error title=sprag (SPR101),file=app/my web.py,line=7,endLine=7,col=22,endColumn=27::app/my web.py:7:22: error[SPR101] `Clock` is a Service: it runs on the server%0Ahelp: call an action instead
            ::notice title=sprag (SPR508),file=app/a.py::app/a.py:1:1: info[SPR508] no page or mount needs `Card`, 100%25 sure
            ::error title=sprag (SPR811)::.:1:1: error[SPR811] the framework is missing%0Ahelp: install it"#]]
        .assert_eq(&lines.join("\n"));
    }
}
