//! Diagnostics as they leave the daemon: with line, column and source line, so that a client needs
//! no file to print them. One struct feeds the terminal, JSON lines and every later format.

use queries::diagnostic::{Code, Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub code: String,
    pub severity: Severity,
    pub message: String,
    pub place: Place,
    pub help: Option<String>,
    pub related: Vec<RelatedPlace>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedPlace {
    pub message: String,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Project-relative; empty for the project as a whole.
    pub path: String,
    pub span: Option<Span>,
}

/// Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The whole lines that the span touches.
    pub source: String,
    /// The span as a byte range of `source`.
    pub range: (usize, usize),
}

impl Report {
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Locates a diagnostic; `text_of` yields the text that its ranges are about.
    pub fn new(diagnostic: &Diagnostic, text_of: impl Fn(&str) -> Option<Arc<str>>) -> Self {
        let place = |path: &str, range: Option<(u32, u32)>| Place {
            path: path.to_owned(),
            span: range.and_then(|range| Some(Span::new(&text_of(path)?, range))),
        };
        Self {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            place: place(&diagnostic.path, diagnostic.range),
            help: diagnostic.help.clone(),
            related: diagnostic
                .related
                .iter()
                .map(|related| RelatedPlace {
                    message: related.message.clone(),
                    place: place(&related.path, related.range),
                })
                .collect(),
        }
    }

    /// An error of the project as a whole.
    pub fn project_error(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code: code.to_string(),
            severity: Severity::Error,
            message: message.into(),
            place: Place { path: String::new(), span: None },
            help: Some(help.into()),
            related: Vec::new(),
        }
    }
}

impl Span {
    fn new(text: &str, (start, end): (u32, u32)) -> Self {
        let start = floor_boundary(text, start as usize);
        let end = floor_boundary(text, end as usize).max(start);
        let first = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let last = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
        let (line, column) = position(text, start);
        let (end_line, end_column) = position(text, end);
        Self {
            line,
            column,
            end_line,
            end_column,
            source: text[first..last].to_owned(),
            range: (start - first, end - first),
        }
    }
}

/// The nearest character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_characters_and_carries_its_lines() {
        let span = Span::new("a = 1\nü = über(x)\nb = 2\n", (11, 16));
        assert_eq!((span.line, span.column, span.end_line, span.end_column), (2, 5, 2, 9));
        assert_eq!(span.source, "ü = über(x)");
        assert_eq!(&span.source[span.range.0..span.range.1], "über");
    }

    #[test]
    fn a_range_outside_of_the_text_is_cut_to_it() {
        assert_eq!(Span::new("ü", (1, 90)).range, (0, 2));
    }
}
