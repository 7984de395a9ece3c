//! Pages that stand in for what the app could not show. They carry the client, so they go away by
//! themselves once the cause is mended.

use super::Dev;
use super::inject::PageState;
use super::markup::escaped;
use crate::report::{Place, Report};
use queries::render::{Problem, ProblemKind};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

/// Lines shown before and after the one in question.
const AROUND: usize = 3;

/// What went wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failed {
    pub(super) message: String,
    problems: Vec<Problem>,
    traceback: Option<String>,
}

/// As `daemon/worker/development.py` tells it.
#[derive(Deserialize)]
struct Raised {
    #[serde(flatten)]
    problem: Problem,
    traceback: String,
}

impl Failed {
    pub(super) fn from_json(bytes: &[u8]) -> Self {
        match serde_json::from_slice::<Raised>(bytes) {
            Ok(raised) => Self {
                message: raised.problem.message.clone(),
                problems: vec![raised.problem],
                traceback: Some(raised.traceback),
            },
            Err(error) => Self {
                message: format!("the app failed and did not say why: {error}"),
                problems: Vec::new(),
                traceback: None,
            },
        }
    }

    pub(super) fn from_problems(problems: &[Problem]) -> Self {
        let first = problems.first().map(|problem| problem.message.clone());
        Self {
            message: first.unwrap_or_else(|| "the app's server does not start".to_owned()),
            problems: problems.to_vec(),
            traceback: None,
        }
    }
}

/// Problems as they are reported everywhere else.
pub(super) fn reports(dev: &Dev, problems: &[Problem]) -> Vec<Report> {
    let text_of = |path: &str| dev.project_text(path).map(Arc::from);
    problems.iter().map(|problem| Report::new(&problem.diagnostic(text_of), text_of)).collect()
}

/// The page of an app that failed.
pub(super) fn page(dev: &Dev, failed: &Failed) -> String {
    let mut body = format!("<h1>{}</h1>", escaped(&failed.message));
    for report in reports(dev, &failed.problems) {
        body.push_str(&place(dev, &report.place));
        // The catalogue speaks of building, not of requests.
        if let Some(help) = report.help.filter(|_| failed.traceback.is_none()) {
            let _ = write!(
                body,
                "<p class=\"help\">{} <code>{}</code></p>",
                escaped(&help),
                report.code
            );
        }
        for related in report.related {
            let _ = write!(
                body,
                "<h2>{}</h2>{}",
                escaped(&related.message),
                place(dev, &related.place)
            );
        }
    }
    if failed.problems.iter().any(|problem| problem.kind == ProblemKind::FrameworkMissing) {
        body.push_str("<p class=\"help\">The Python environment lacks the framework.</p>");
    }
    if let Some(traceback) = &failed.traceback {
        let _ = write!(
            body,
            "<details><summary>The whole traceback</summary><pre>{}</pre></details>",
            escaped(traceback)
        );
    }
    body.push_str(
        "<p class=\"quiet\">This page loads again by itself when the file is mended.</p>",
    );
    document("Error", &dev.page_state(), &body)
}

/// The page for an address that nothing answers.
pub(super) fn not_found(dev: &Dev, path: &str) -> String {
    let mut body = format!("<h1>404: nothing is at <code>{}</code></h1><ul>", escaped(path));
    for surface in dev.surfaces() {
        let path = escaped(&surface);
        let _ = write!(body, "<li><a href=\"{path}\">{path}</a></li>");
    }
    body.push_str(
        "</ul><p class=\"quiet\">These addresses of the app have pages. See also the \
                   <a href=\"/__sprag__/dev/\">dashboard</a>.</p>",
    );
    document("404", &dev.page_state(), &body)
}

/// A place in a file, with the lines around it and a link that opens the editor there.
fn place(dev: &Dev, place: &Place) -> String {
    let Some(span) = &place.span else {
        return if place.path.is_empty() {
            String::new()
        } else {
            format!("<p><code>{}</code></p>", escaped(&place.path))
        };
    };
    let path = escaped(&place.path);
    let (line, column) = (span.line, span.column);
    let mut shown = format!(
        "<p><a href=\"/__sprag__/dev/open?file={path}&amp;line={line}&amp;column={column}\" data-open>\
         {path}:{line}:{column}</a></p><pre class=\"lines\">"
    );
    let text = dev.project_text(&place.path).unwrap_or_default();
    let first = line.saturating_sub(AROUND + 1);
    for (index, source) in text.lines().enumerate().skip(first).take(2 * AROUND + 1) {
        let number = index + 1;
        let class = if number == line { " class=\"at\"" } else { "" };
        let _ = write!(shown, "<span{class}><i>{number:>5}</i> {}\n</span>", escaped(source));
    }
    shown.push_str("</pre>");
    shown
}

fn document(title: &str, state: &PageState, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{client}\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body data-sprag-error>\n<main>\n{body}\n</main>\n<script>{OPEN}</script>\n</body>\n</html>\n",
        client = state.tag(),
    )
}

const STYLE: &str = "\
:root { color-scheme: light dark; --mark: light-dark(#fde2e0, #5c1f1b); --quiet: light-dark(#5f6368, #a0a4a8); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: 600; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid light-dark(#dadce0, #3c4043); border-radius: 6px; font: 14px/1.5 ui-monospace, monospace; }
.lines span { display: block; }
.lines .at { background: var(--mark); }
.lines i { font-style: normal; color: var(--quiet); user-select: none; }
.quiet { color: var(--quiet); }
";

/// Links to source open the editor and stay on the page.
const OPEN: &str = "\
for (const link of document.querySelectorAll('[data-open]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    fetch(link.href);
  });
}
";
