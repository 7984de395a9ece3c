//! The page itself.

use super::graph::{query, svg};
use super::map::{Map, Node};
use super::saves::percentile;
use crate::dev::Dev;
use crate::dev::markup::escaped;
use crate::dev::message::{Saved, ServerChange};
use std::fmt::Write;
use std::time::SystemTime;

/// Saves shown.
const SAVES: usize = 30;

pub(super) fn render(dev: &Dev, map: &Map, node: Option<&str>) -> String {
    let node = node.filter(|id| map.nodes.contains_key(*id));
    let name = dev.root.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} · sprag dev</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <header><h1>{name}</h1><nav aria-label=\"Parts\"><a href=\"{app}\">Open the app</a>\
         <a href=\"#problems\">Problems</a><a href=\"#saves\">Saves</a>\
         <a href=\"#surfaces\">Surfaces</a><a href=\"#graph\">Graph</a></nav></header>\n\
         <main>\n{problems}{saves}{surfaces}{graph}</main>\n<script>{script}</script>\n</body>\n</html>\n",
        name = escaped(&name),
        style = include_str!("dashboard.css"),
        script = include_str!("live.js"),
        app = escaped(&dev.base),
        problems = problems(dev),
        saves = saves(dev),
        surfaces = surfaces(dev, map),
        graph = graph(dev, map, node),
    )
}

fn problems(dev: &Dev) -> String {
    let problems = dev.pages.problems();
    let mut html = String::from("<section id=\"problems\"><h2>Problems</h2>");
    if problems.is_empty() {
        html.push_str("<p class=\"good\">None: what is on disk is what is served.</p>");
    }
    for problem in problems {
        let _ = write!(
            html,
            "<article><h3><code>{}</code> {}</h3>",
            escaped(&problem.code),
            escaped(&problem.message)
        );
        if problem.line > 0 {
            html.push_str(&source_link(
                &problem.file,
                problem.line as usize,
                problem.column as usize,
            ));
            html.push_str("<pre>");
            for line in &problem.excerpt {
                let class = if line.line == problem.line { "at" } else { "" };
                let text = escaped(&line.text);
                let _ =
                    write!(html, "<span class=\"{class}\"><i>{:>5}</i> {text}\n</span>", line.line);
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

fn saves(dev: &Dev) -> String {
    let times = dev.saves.times();
    let shown =
        |percent| percentile(&times, percent).map_or("–".to_owned(), |ms| format!("{ms} ms"));
    let mut html = format!(
        "<section id=\"saves\"><h2>Saves</h2><dl class=\"figures\">\
         <div><dt>From save to screen, half within</dt><dd>{}</dd></div>\
         <div><dt>95 of 100 within</dt><dd>{}</dd></div>\
         <div><dt>Saves that reached a page</dt><dd>{}</dd></div></dl>",
        shown(50),
        shown(95),
        times.len(),
    );
    let saves = dev.saves.all();
    if saves.is_empty() {
        html.push_str("<p>Nothing was saved yet.</p></section>\n");
        return html;
    }
    html.push_str(
        "<div class=\"wide\"><table><thead><tr><th>When</th><th>Changed</th><th>Compiled again</th>\
         <th>Server</th><th>Page</th><th>Why</th><th class=\"number\">Built</th>\
         <th class=\"number\">On screen</th></tr></thead><tbody>",
    );
    for (at, saved) in saves.iter().take(SAVES) {
        save(&mut html, *at, saved);
    }
    html.push_str("</tbody></table></div></section>\n");
    html
}

fn save(html: &mut String, at: SystemTime, saved: &Saved) {
    let ago = at.elapsed().map_or(0, |elapsed| elapsed.as_secs());
    let ago = if ago < 120 { format!("{ago} s ago") } else { format!("{} min ago", ago / 60) };
    let server = match &saved.server {
        None => String::new(),
        Some(ServerChange::Patched) => "patched".to_owned(),
        Some(ServerChange::Restarted { because, milliseconds }) => {
            format!("restarted in {milliseconds} ms: {}", escaped(because))
        }
        Some(ServerChange::Kept { because }) => format!("last good kept: {}", escaped(because)),
    };
    let level = match saved.level.as_str() {
        _ if saved.is_broken => "errors",
        "" => "none",
        level => level,
    };
    let screen = saved.screen_ms.map_or("–".to_owned(), |ms| format!("{ms} ms"));
    let _ = write!(
        html,
        "<tr><td class=\"when\">{ago}</td><td>{}</td><td>{}</td><td>{server}</td><td>{level}</td><td>{}</td>\
         <td class=\"number\">{} ms</td><td class=\"number\">{screen}</td></tr>",
        list(&saved.changed),
        list(&saved.compiled),
        escaped(saved.reason.as_deref().unwrap_or_default()),
        saved.built_ms,
    );
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|name| escaped(name)).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    shown.join("<br>")
}

fn surfaces(dev: &Dev, map: &Map) -> String {
    let mut html = String::from("<section id=\"surfaces\"><h2>Surfaces</h2>");
    if map.surfaces.is_empty() {
        html.push_str("<p>The app has no pages and no mounts.</p>");
    }
    for surface in &map.surfaces {
        let Some(node) = map.nodes.get(&surface.id) else { continue };
        let nodes = || surface.classes.iter().filter_map(|id| Some((id, map.nodes.get(id)?)));
        let bytes: usize =
            nodes().filter_map(|(_, node)| node.output.as_ref()).map(|(_, size)| size).sum();
        let _ = write!(
            html,
            "<details><summary><b>{}</b> <span>{}, {}, {} of its own JavaScript</span></summary>{}",
            escaped(&node.label),
            surface.kind,
            count(surface.classes.len(), "browser class", "browser classes"),
            kilobytes(bytes),
            surface_links(dev, &surface.id, node, surface.pages),
        );
        html.push_str("<table><thead><tr><th>Class</th><th>Runs as</th><th>File</th><th class=\"number\">Size</th></tr></thead><tbody>");
        for (id, node) in nodes() {
            let size = node.output.as_ref().map_or("–".to_owned(), |(_, size)| kilobytes(*size));
            let line = node.lines.map_or(1, |(first, _)| first);
            let _ = write!(
                html,
                "<tr><td><a href=\"?node={}#graph\">{}</a></td><td>{}</td><td>{}</td><td class=\"number\">{size}</td></tr>",
                query(id),
                escaped(&node.label),
                node.kind,
                source_link(&node.file, line, 1),
            );
        }
        html.push_str("</tbody></table></details>");
    }
    html.push_str("</section>\n");
    html
}

fn surface_links(dev: &Dev, id: &str, node: &Node, pages: usize) -> String {
    let is_concrete = !node.label.contains('[');
    let open = if is_concrete {
        let path = format!("{}{}", dev.base.trim_end_matches('/'), node.label);
        format!("<a href=\"{}\">open the page</a> ", escaped(&path))
    } else {
        format!("{} ", count(pages, "page", "pages"))
    };
    format!(
        "<p>{open}<a href=\"?node={}#graph\">in the graph</a> {}</p>",
        query(id),
        source_link(&node.file, 1, 1)
    )
}

fn graph(dev: &Dev, map: &Map, focus: Option<&str>) -> String {
    let mut html = String::from("<section id=\"graph\"><h2>Graph</h2>");
    match focus.and_then(|id| Some((id, map.nodes.get(id)?))) {
        None => html.push_str(
            "<p>All surfaces and what they are made of. Choose a node to look at it alone.</p>",
        ),
        Some((id, node)) => {
            let _ = write!(
                html,
                "<p><a href=\"/__sprag__/dev/#graph\">All surfaces</a> › <b>{}</b>, {}; who uses it is on its left, what it uses on its right.</p>",
                escaped(id),
                node.kind
            );
        }
    }
    let _ = write!(html, "<div class=\"wide\">{}</div>", svg(map, focus));
    if let Some(node) = focus.and_then(|id| map.nodes.get(id)) {
        html.push_str(&code(dev, node));
    }
    html.push_str("</section>\n");
    html
}

/// A class's Python beside what it is compiled to.
fn code(dev: &Dev, node: &Node) -> String {
    let (first, end) = node.lines.unwrap_or((1, usize::MAX));
    let text = dev.project_text(&node.file).unwrap_or_default();
    let python: Vec<&str> = text.lines().skip(first - 1).take(end.saturating_sub(first)).collect();
    let python = python.join("\n");
    let mut html = format!(
        "<div class=\"beside\"><figure><figcaption>{}</figcaption><pre tabindex=\"0\"><code>{}</code></pre></figure>",
        source_link(&node.file, first, 1),
        escaped(python.trim_end())
    );
    if let Some((path, size)) = &node.output {
        let site = dev.site();
        let _ = write!(
            html,
            "<figure><figcaption><code>{}</code>, {}</figcaption><pre tabindex=\"0\"><code>{}</code></pre></figure>",
            escaped(path),
            kilobytes(*size),
            escaped(site.text(path).unwrap_or("it does not compile at the moment"))
        );
    }
    html.push_str("</div>");
    html
}

/// Opens the editor.
fn source_link(file: &str, line: usize, column: usize) -> String {
    let shown = escaped(file);
    format!(
        "<a class=\"source\" data-open href=\"/__sprag__/dev/open?file={}&amp;line={line}&amp;column={column}\">{shown}:{line}</a>",
        query(file)
    )
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

fn kilobytes(bytes: usize) -> String {
    if bytes < 1024 {
        format!("{bytes} B")
    } else {
        format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
    }
}
