//! Problems with their source lines, for people.

use super::path::Paths;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use daemon::report::{Place, Report};
use queries::diagnostic::Severity;
use std::io::IsTerminal;

pub(super) fn renderer() -> Renderer {
    let is_terminal = std::io::stderr().is_terminal() && std::io::stdout().is_terminal();
    let decor = if is_terminal { DecorStyle::Unicode } else { DecorStyle::Ascii };
    Renderer::styled().decor_style(decor)
}

pub(super) fn render(report: &Report, paths: &Paths, renderer: &Renderer) -> String {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let mut main = Group::with_title(level.primary_title(&report.message).id(&report.code));
    main = at(main, &report.place, paths, AnnotationKind::Primary);
    let mut groups = vec![main];
    for related in &report.related {
        let group = Group::with_title(Level::NOTE.secondary_title(&related.message));
        groups.push(at(group, &related.place, paths, AnnotationKind::Context));
    }
    if let Some(help) = &report.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(help)));
    }
    renderer.render(&groups)
}

fn at<'a>(group: Group<'a>, place: &'a Place, paths: &Paths, kind: AnnotationKind) -> Group<'a> {
    match &place.span {
        Some(span) => group.element(
            Snippet::source(&span.source)
                .path(paths.shown(place))
                .line_start(span.line)
                .annotation(kind.span(span.range.0..span.range.1)),
        ),
        None if place.path.is_empty() => group,
        None => group.element(Origin::path(paths.shown(place))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(report: &Report, expected: Expect) {
        let paths = Paths::of(&std::env::current_dir().unwrap().canonicalize().unwrap());
        expected.assert_eq(&render(report, &paths, &Renderer::plain()));
    }

    #[test]
    fn a_report_shows_code_line_caret_related_place_and_remedy() {
        check(
            &samples::clock(),
            expect![[r#"
            error[SPR101]: `Clock` is a Service: it runs on the server
             --> app/my web.py:7:22
              |
            7 |         self.clock = Clock()
              |                      ^^^^^
              |
            note: declared here
             --> app/my web.py:2:7
              |
            2 | class Clock(Service):
              |       -----
            help: call an action instead"#]],
        );
    }

    #[test]
    fn a_problem_of_the_project_as_a_whole_has_no_place() {
        check(
            &samples::project_wide(),
            expect![[r#"
            error[SPR811]: the framework is missing
             |
            help: install it"#]],
        );
    }
}
