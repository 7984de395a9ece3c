//! The app's pages and mounts with the classes behind them, and a way to find one among many.

use super::graph::query;
use super::map::{Map, Node, Surface};
use super::page::{count, kilobytes, source_link};
use crate::dev::Dev;
use crate::dev::markup::escaped;
use std::fmt::Write;

/// Surfaces and other nodes that are listed; the rest is counted.
const LISTED: usize = 100;

/// The section of the page; with `find` only what has that in its name.
pub(super) fn section(dev: &Dev, map: &Map, find: Option<&str>) -> String {
    let find = find.unwrap_or_default();
    let mut html = format!(
        "<section id=\"surfaces\"><h2>Surfaces</h2><form action=\"/__sprag__/dev/#surfaces\" role=\"search\">\
         <input type=\"search\" name=\"find\" value=\"{}\" placeholder=\"path, class or file\" aria-label=\"Find a path, class or file\">\
         <button>Find</button></form>",
        escaped(find)
    );
    if map.surfaces.is_empty() {
        html.push_str("<p>The app has no pages and no mounts.</p>");
    }
    let wanted = find.to_lowercase();
    let fits = |node: &Node| {
        node.label.to_lowercase().contains(&wanted) || node.file.to_lowercase().contains(&wanted)
    };
    let found: Vec<&Surface> = map
        .surfaces
        .iter()
        .filter(|surface| map.nodes.get(&surface.id).is_some_and(fits))
        .collect();
    for surface in found.iter().take(LISTED) {
        let Some(node) = map.nodes.get(&surface.id) else { continue };
        put_surface(&mut html, dev, map, surface, node, found.len() == 1);
    }
    more(&mut html, found.len());
    if !wanted.is_empty() {
        let is_item = |node: &Node| node.lines.is_some();
        let items: Vec<(&String, &Node)> =
            map.nodes.iter().filter(|(_, node)| is_item(node) && fits(node)).collect();
        put_items(&mut html, &items);
        if found.is_empty() && items.is_empty() {
            let _ = write!(html, "<p>Nothing has “{}” in its name.</p>", escaped(find));
        }
    }
    html.push_str("</section>\n");
    html
}

fn more(html: &mut String, found: usize) {
    if found > LISTED {
        let _ = write!(html, "<p>and {} more: find them by name.</p>", found - LISTED);
    }
}

fn put_surface(
    html: &mut String,
    dev: &Dev,
    map: &Map,
    surface: &Surface,
    node: &Node,
    is_open: bool,
) {
    let nodes = || surface.classes.iter().filter_map(|id| Some((id, map.nodes.get(id)?)));
    let outputs = || nodes().filter_map(|(_, node)| node.output.as_ref());
    let _ = write!(
        html,
        "<details{}><summary><b>{}</b> <span>{}, {}, {} of its own JavaScript</span></summary>{}",
        if is_open { " open" } else { "" },
        escaped(&node.label),
        surface.kind,
        count(outputs().count(), "browser class", "browser classes"),
        kilobytes(outputs().filter_map(|(_, size)| *size).sum()),
        links(dev, &surface.id, node, surface.pages),
    );
    html.push_str(
        "<table><thead><tr><th>Class</th><th>Kind</th><th>Runs in</th><th>File</th>\
         <th class=\"number\">JavaScript</th></tr></thead><tbody>",
    );
    for (id, node) in nodes() {
        put_class(html, id, node);
    }
    html.push_str("</tbody></table></details>");
}

fn put_class(html: &mut String, id: &str, node: &Node) {
    let size = match &node.output {
        None => "–".to_owned(),
        Some((_, None)) => "does not compile".to_owned(),
        Some((_, Some(size))) => kilobytes(*size),
    };
    let line = node.lines.map_or(1, |(first, _)| first);
    let _ = write!(
        html,
        "<tr><td><a href=\"?node={}#graph\">{}</a></td><td>{}</td><td><span class=\"runs {runs}\">{runs}</span></td>\
         <td>{}</td><td class=\"number\">{size}</td></tr>",
        query(id),
        escaped(&node.label),
        node.kind,
        source_link(&node.file, line, 1),
        runs = node.runs(),
    );
}

fn put_items(html: &mut String, items: &[(&String, &Node)]) {
    if items.is_empty() {
        return;
    }
    html.push_str(
        "<h3>Classes and helpers</h3><table><thead><tr><th>Name</th><th>Kind</th><th>Runs in</th>\
         <th>File</th><th class=\"number\">JavaScript</th></tr></thead><tbody>",
    );
    for (id, node) in items.iter().take(LISTED) {
        put_class(html, id, node);
    }
    html.push_str("</tbody></table>");
    more(html, items.len());
}

fn links(dev: &Dev, id: &str, node: &Node, pages: usize) -> String {
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
