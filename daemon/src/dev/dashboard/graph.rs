//! The dependency graph as a picture in which every node is a link.

use super::map::{Map, Node};
use crate::dev::markup::escaped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Columns beside the node that is looked at.
const REACH: i32 = 2;
/// Nodes of one column; the rest is counted.
const TALLEST: usize = 60;

const WIDTH: usize = 190;
const HEIGHT: usize = 38;
const GAP_X: usize = 70;
const GAP_Y: usize = 10;

/// The graph around `focus`, or from all surfaces.
pub(super) fn svg(map: &Map, focus: Option<&str>) -> String {
    let columns = ordered(map, columns(map, focus));
    let places = place(&columns);
    let tallest = columns.iter().map(|column| column.len().min(TALLEST + 1)).max().unwrap_or(0);
    let width = columns.len() * (WIDTH + GAP_X) - GAP_X.min(columns.len() * GAP_X) + 2 * GAP_Y;
    let height = tallest * (HEIGHT + GAP_Y) + GAP_Y;
    let mut svg = format!(
        "<svg class=\"graph\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
         aria-label=\"Dependencies, users on the left\">"
    );
    for (user, used) in &map.uses {
        for used in used {
            if let (Some(from), Some(to)) = (places.get(user.as_str()), places.get(used.as_str())) {
                let touches = focus == Some(user.as_str()) || focus == Some(used.as_str());
                edge(&mut svg, *from, *to, touches);
            }
        }
    }
    // The order of the keys is that of reading: column by column, from the top.
    for (id, at) in columns.iter().flatten().filter_map(|id| Some((*id, places.get(id)?))) {
        if let Some(known) = map.nodes.get(id) {
            node(&mut svg, id, known, *at, focus == Some(id));
        }
    }
    for (column, nodes) in columns.iter().enumerate() {
        if nodes.len() > TALLEST {
            let (x, y) = corner(column, TALLEST);
            let rest = nodes.len() - TALLEST;
            let _ = write!(
                svg,
                "<text x=\"{x}\" y=\"{}\">and {rest} more: find them by name</text>",
                y + 16
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// The columns with neighbours beside each other: each node as high as what it is joined to on its left.
fn ordered<'a>(map: &'a Map, columns: BTreeMap<i32, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    let used_by = map.used_by();
    let mut ordered: Vec<Vec<&str>> = Vec::new();
    for mut column in columns.into_values() {
        if let Some(before) = ordered.last() {
            let rank: BTreeMap<&str, usize> =
                before.iter().enumerate().map(|(index, id)| (*id, index)).collect();
            let height = |id: &str| {
                let users = used_by.get(id).into_iter().flatten().copied();
                let used = map.uses.get(id).into_iter().flatten().map(String::as_str);
                let ranks: Vec<usize> =
                    users.chain(used).filter_map(|other| rank.get(other).copied()).collect();
                // In hundredths of a place.
                ranks.iter().sum::<usize>() * 100 / ranks.len().max(1)
            };
            column.sort_by_cached_key(|id| (height(id), *id));
        }
        ordered.push(column);
    }
    ordered
}

/// Nodes by column: users before the focus, what it uses after it.
fn columns<'a>(map: &'a Map, focus: Option<&'a str>) -> BTreeMap<i32, Vec<&'a str>> {
    let mut level: BTreeMap<&str, i32> = BTreeMap::new();
    match focus.filter(|focus| map.nodes.contains_key(*focus)) {
        Some(focus) => {
            let used_by = map.used_by();
            level.insert(focus, 0);
            spread(&mut level, focus, 1, &|id| {
                map.uses.get(id).into_iter().flatten().map(String::as_str).collect()
            });
            spread(&mut level, focus, -1, &|id| {
                used_by.get(id).into_iter().flatten().copied().collect()
            });
        }
        None => {
            for surface in &map.surfaces {
                level.insert(&surface.id, 0);
            }
            for surface in &map.surfaces {
                spread(&mut level, &surface.id, 1, &|id| {
                    map.uses.get(id).into_iter().flatten().map(String::as_str).collect()
                });
            }
        }
    }
    let mut columns: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
    for (id, level) in level {
        columns.entry(level).or_default().push(id);
    }
    columns
}

/// Gives neighbours of neighbours their level, the nearest first.
fn spread<'a>(
    level: &mut BTreeMap<&'a str, i32>,
    from: &'a str,
    step: i32,
    neighbours: &dyn Fn(&str) -> Vec<&'a str>,
) {
    let mut edge = BTreeSet::from([from]);
    for distance in 1..=REACH {
        let mut next = BTreeSet::new();
        for id in edge {
            for other in neighbours(id) {
                if let std::collections::btree_map::Entry::Vacant(free) = level.entry(other) {
                    free.insert(distance * step);
                    next.insert(other);
                }
            }
        }
        edge = next;
    }
}

fn place<'a>(columns: &[Vec<&'a str>]) -> BTreeMap<&'a str, (usize, usize)> {
    let mut places = BTreeMap::new();
    for (column, nodes) in columns.iter().enumerate() {
        for (row, id) in nodes.iter().take(TALLEST).enumerate() {
            places.insert(*id, corner(column, row));
        }
    }
    places
}

fn corner(column: usize, row: usize) -> (usize, usize) {
    (column * (WIDTH + GAP_X) + GAP_Y, row * (HEIGHT + GAP_Y) + GAP_Y)
}

fn edge(
    svg: &mut String,
    (from_x, from_y): (usize, usize),
    (to_x, to_y): (usize, usize),
    is_of_focus: bool,
) {
    let class = if is_of_focus { " class=\"near\"" } else { "" };
    let (y1, y2) = (from_y + HEIGHT / 2, to_y + HEIGHT / 2);
    let bend = GAP_X / 2;
    let _ = if from_x == to_x {
        // In one column it goes round on the right.
        let (x, out) = (from_x + WIDTH, from_x + WIDTH + bend);
        write!(svg, "<path{class} d=\"M{x} {y1} C{out} {y1} {out} {y2} {x} {y2}\"/>")
    } else {
        let (x1, x2) = (from_x + WIDTH, to_x);
        let (out, into) = (x1 + bend, x2.saturating_sub(bend));
        write!(svg, "<path{class} d=\"M{x1} {y1} C{out} {y1} {into} {y2} {x2} {y2}\"/>")
    };
}

fn node(svg: &mut String, id: &str, node: &Node, (x, y): (usize, usize), is_focus: bool) {
    let class = if is_focus { "node focus" } else { "node" };
    let runs = if node.lines.is_none() { "surface" } else { node.runs() };
    let current = if is_focus { " aria-current=\"true\"" } else { "" };
    let _ = write!(
        svg,
        "<a href=\"?node={}#graph\" class=\"{class} {runs}\"{current}><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/>\
         <text x=\"{}\" y=\"{}\">{}</text><text class=\"kind\" x=\"{}\" y=\"{}\">{}</text></a>",
        query(id),
        escaped(id),
        x + 10,
        y + 16,
        escaped(&shortened(&node.label)),
        x + 10,
        y + 30,
        node.kind,
    );
}

fn shortened(label: &str) -> String {
    const LONGEST: usize = 24;
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    format!("{}…", label.chars().take(LONGEST - 1).collect::<String>())
}

/// For an address inside an attribute.
pub(super) fn query(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Map {
        let mut map = Map::default();
        let edges =
            [("/", "m:Screen"), ("m:Screen", "m:Card"), ("m:Card", "m:text"), ("/b", "m:Card")];
        for (from, to) in edges {
            map.uses.entry(from.to_owned()).or_default().insert(to.to_owned());
            for id in [from, to] {
                let node = Node {
                    label: id.to_owned(),
                    kind: "class",
                    file: String::new(),
                    lines: None,
                    output: None,
                };
                map.nodes.entry(id.to_owned()).or_insert(node);
            }
        }
        map
    }

    #[test]
    fn users_stand_left_of_a_node_and_what_it_uses_right() {
        let map = map();
        let columns = columns(&map, Some("m:Card"));
        let expected = BTreeMap::from([
            (-2, vec!["/"]),
            (-1, vec!["/b", "m:Screen"]),
            (0, vec!["m:Card"]),
            (1, vec!["m:text"]),
        ]);
        assert_eq!(columns, expected);
    }

    #[test]
    fn every_node_is_a_link_that_looks_at_it() {
        let picture = svg(&map(), Some("m:Card"));
        assert!(picture.contains("href=\"?node=m%3AScreen#graph\""), "{picture}");
        assert!(picture.contains("aria-current=\"true\""));
        assert_eq!(picture.matches("<path").count(), 4);
    }
}
