//! The page itself: its frame, and what is wrong.

use super::map::Map;
use super::{Wanted, code, graph, surfaces};
use crate::dev::Dev;
use crate::dev::markup::escaped;
use std::fmt::Write;

pub(super) fn render(dev: &Dev, map: &Map, wanted: &Wanted) -> String {
    let name = dev.root.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let problems = dev.pages.problems().len();
    let state = match problems {
        0 => "<p class=\"state good\">all is well</p>".to_owned(),
        some => format!(
            "<p class=\"state bad\"><a href=\"#problems\">{}</a></p>",
            count(some, "problem", "problems")
        ),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} · sprag dev</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">To the content</a>\n\
         <header><h1>{name}</h1><div id=\"state\">{state}</div><nav aria-label=\"Parts\">\
         <a href=\"#saves\">Saves</a><a href=\"#surfaces\">Surfaces</a><a href=\"#graph\">Graph</a>\
         <a href=\"{app}\">Open the app</a></nav></header>\n\
         <main id=\"content\">\n{problems}{saves}{surfaces}{graph}</main>\n<script>{script}</script>\n</body>\n</html>\n",
        name = escaped(&name),
        style = include_str!("dashboard.css"),
        script = include_str!("live.js"),
        app = escaped(&dev.base),
        problems = problem_list(dev),
        saves = dev.saves.section(map),
        surfaces = surfaces::section(dev, map, wanted.find.as_deref()),
        graph = picture(dev, map, wanted.node.as_deref()),
    )
}

fn problem_list(dev: &Dev) -> String {
    let problems = dev.pages.problems();
    if problems.is_empty() {
        return String::new();
    }
    let mut html = String::from("<section id=\"problems\"><h2>Problems</h2>");
    for problem in problems {
        let _ = write!(
            html,
            "<article><h3><code>{}</code> {}</h3>",
            escaped(&problem.code),
            escaped(&problem.message)
        );
        if problem.line > 0 {
            let (line, column) = (problem.line as usize, problem.column as usize);
            html.push_str(&source_link(&problem.file, line, column));
            html.push_str("<pre class=\"code\">");
            for line in &problem.excerpt {
                let class = if line.line == problem.line { "at" } else { "" };
                let text = escaped(&line.text);
                let _ =
                    write!(html, "<span class=\"{class}\"><i>{:>4}</i> {text}\n</span>", line.line);
            }
            html.push_str("</pre>");
        }
        if let Some(help) = &problem.help {
            let _ = write!(html, "<p>{}</p>", escaped(help));
        }
        html.push_str("</article>");
    }
    html.push_str("</section>\n");
    html
}

fn picture(dev: &Dev, map: &Map, focus: Option<&str>) -> String {
    let mut html = String::from("<section id=\"graph\"><h2>Graph</h2>");
    let focus = focus.and_then(|id| Some((id, map.nodes.get(id)?)));
    match focus {
        None => html.push_str(
            "<p>What the app is made of: who uses it on the left, what is used on the right. Choose a node to look at it alone.</p>",
        ),
        Some((id, node)) => {
            let _ = write!(
                html,
                "<p><a href=\"/__sprag__/dev/#graph\">The whole app</a> › <b>{}</b>, {}: who uses it is on its left, what it uses on its right.</p>",
                escaped(id),
                node.kind
            );
        }
    }
    let _ = write!(
        html,
        "<ul class=\"legend\"><li class=\"surface\">surface</li><li class=\"browser\">runs in the browser</li>\
         <li class=\"server\">runs on the server</li><li class=\"both\">helper</li></ul>\
         <div class=\"wide canvas\">{}</div>",
        graph::svg(map, focus.map(|(id, _)| id))
    );
    if let Some((_, node)) = focus
        && node.lines.is_some()
    {
        html.push_str(&code::beside(dev, node, &map.python_lines));
    }
    html.push_str("</section>\n");
    html
}

/// Opens the editor.
pub(super) fn source_link(file: &str, line: usize, column: usize) -> String {
    let shown = escaped(file);
    format!(
        "<a class=\"source\" data-open href=\"/__sprag__/dev/open?file={}&amp;line={line}&amp;column={column}\">{shown}:{line}</a>",
        graph::query(file)
    )
}

pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

pub(super) fn kilobytes(bytes: usize) -> String {
    if bytes < 1024 {
        format!("{bytes} B")
    } else {
        format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
    }
}
