//! A node's Python beside what it is compiled to; lines that belong together have one number.

use super::highlight::{Language, lines};
use super::map::Node;
use super::page::{kilobytes, source_link};
use crate::dev::Dev;
use crate::dev::markup::escaped;
use std::fmt::Write;

pub(super) fn beside(dev: &Dev, node: &Node, python_lines: &[Option<u32>]) -> String {
    let (first, end) = node.lines.unwrap_or((1, usize::MAX));
    let text = dev.project_text(&node.file).unwrap_or_default();
    let python: Vec<&str> = text.lines().skip(first - 1).take(end.saturating_sub(first)).collect();
    let python = python.join("\n");
    let mut html = String::from("<div class=\"beside\">");
    let shown = lines(python.trim_end(), Language::Python);
    let numbered = shown.iter().enumerate().map(|(index, line)| {
        let number = first + index;
        (number, u32::try_from(number).ok(), line.as_str())
    });
    put_figure(&mut html, &source_link(&node.file, first, 1), numbered);
    if let Some((path, size)) = &node.output {
        let site = dev.site();
        let text = site.text(path).unwrap_or_default();
        let state = size.map_or("as it last compiled".to_owned(), kilobytes);
        let caption = format!("<code>{}</code>, {state}", escaped(path));
        let shown = lines(text.trim_end(), Language::JavaScript);
        let numbered = shown.iter().enumerate().map(|(index, line)| {
            (index + 1, python_lines.get(index).copied().flatten(), line.as_str())
        });
        put_figure(&mut html, &caption, numbered);
    }
    html.push_str("</div>");
    html
}

/// Lines with their number, and the Python line that each comes from.
fn put_figure<'a>(
    html: &mut String,
    caption: &str,
    lines: impl Iterator<Item = (usize, Option<u32>, &'a str)>,
) {
    let _ = write!(
        html,
        "<figure><figcaption>{caption}</figcaption><pre tabindex=\"0\" class=\"code\"><code>"
    );
    for (number, python, line) in lines {
        let from = python.map_or(String::new(), |python| format!(" data-line=\"{python}\""));
        let _ = write!(html, "<span{from}><i>{number:>4}</i> {line}\n</span>");
    }
    html.push_str("</code></pre></figure>");
}
