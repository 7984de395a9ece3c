//! What people and programs read: reports, results, and one JSON object a line.
//!
//! Progress and reports go to standard error, results to standard output; with `--json` everything
//! goes to standard output. A reader that goes away ends the printing, never the build.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use daemon::report::{Place, Report};
use queries::diagnostic::Severity;
use serde::Serialize;
use std::io::{IsTerminal, Write};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Prints a JSON object with its `type`.
pub(crate) fn json(kind: &str, value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(&Line { kind, value }) {
        result(&line);
    }
}

/// A line of the command's result.
pub(crate) fn result(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A line about what is going on.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

pub(crate) fn report(report: &Report, format: Format) {
    match format {
        Format::Json => json("diagnostic", report),
        Format::Text => {
            let _ = writeln!(anstream::stderr(), "{}\n", render(report, &renderer()));
        }
    }
}

fn renderer() -> Renderer {
    let decor =
        if std::io::stderr().is_terminal() { DecorStyle::Unicode } else { DecorStyle::Ascii };
    Renderer::styled().decor_style(decor)
}

fn render(report: &Report, renderer: &Renderer) -> String {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let mut main = Group::with_title(level.primary_title(&report.message).id(&report.code));
    main = at(main, &report.place, AnnotationKind::Primary);
    let mut groups = vec![main];
    for related in &report.related {
        let group = Group::with_title(Level::NOTE.secondary_title(&related.message));
        groups.push(at(group, &related.place, AnnotationKind::Context));
    }
    if let Some(help) = &report.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(help)));
    }
    renderer.render(&groups)
}

fn at<'a>(group: Group<'a>, place: &'a Place, kind: AnnotationKind) -> Group<'a> {
    match &place.span {
        Some(span) => group.element(
            Snippet::source(&span.source)
                .path(&place.path)
                .line_start(span.line)
                .annotation(kind.span(span.range.0..span.range.1)),
        ),
        None if place.path.is_empty() => group,
        None => group.element(annotate_snippets::Origin::path(&place.path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daemon::report::{RelatedPlace, Span};
    use expect_test::expect;

    fn place(line: usize, source: &str, range: (usize, usize)) -> Place {
        let (column, end_column) = (range.0 + 1, range.1 + 1);
        let source = source.to_owned();
        let span = Span { line, column, end_line: line, end_column, source, range };
        Place { path: "app/web.py".to_owned(), span: Some(span) }
    }

    #[test]
    fn a_report_shows_code_line_caret_related_place_and_remedy() {
        let report = Report {
            code: "SPR101".to_owned(),
            severity: Severity::Error,
            message: "`Clock` is a Service: it runs on the server".to_owned(),
            place: place(7, "        self.clock = Clock()", (21, 26)),
            help: Some("call an action instead".to_owned()),
            related: vec![RelatedPlace {
                message: "declared here".to_owned(),
                place: place(2, "class Clock(Service):", (6, 11)),
            }],
        };
        expect![[r#"
            error[SPR101]: `Clock` is a Service: it runs on the server
             --> app/web.py:7:22
              |
            7 |         self.clock = Clock()
              |                      ^^^^^
              |
            note: declared here
             --> app/web.py:2:7
              |
            2 | class Clock(Service):
              |       -----
            help: call an action instead"#]]
        .assert_eq(&render(&report, &Renderer::plain()));
    }

    #[test]
    fn a_problem_of_the_project_as_a_whole_has_no_place() {
        let code = queries::diagnostic::Code(811);
        let report = Report::project_error(code, "the framework is missing", "install it");
        expect![[r#"
            error[SPR811]: the framework is missing
             |
            help: install it"#]]
        .assert_eq(&render(&report, &Renderer::plain()));
    }
}
