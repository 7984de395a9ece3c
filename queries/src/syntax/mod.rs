//! Python source to syntax tree.
//!
//! [`Source::parse`] is the way in for files, [`parse()`] for a text at once: the whole tree or the first
//! error, never a part. This folder knows neither salsa nor JavaScript, and only `parse.rs` and `convert/` name the parser's types.

pub mod ast;
mod convert;
mod indent;
mod line_index;
mod literal;
pub mod loading;
mod parse;
mod scan;
pub mod scope;
mod source;
#[cfg(test)]
mod tests;
pub mod visit;

pub use line_index::{LineColumn, LineIndex};
pub use parse::parse;
pub use scan::comments;
pub use source::{Around, Digest, ItemKind, Piece, Source, SyntaxCache};

use std::borrow::Cow;

/// Why a text does not parse. Ranges are in bytes of the text that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    pub start: u32,
    pub end: u32,
    pub message: Box<str>,
}

impl SyntaxError {
    fn new(start: usize, end: usize, message: impl Into<Box<str>>) -> Self {
        Self { start: start as u32, end: end as u32, message: message.into() }
    }

    fn shifted(self, offset: usize) -> Self {
        let offset = offset as u32;
        Self { start: self.start + offset, end: self.end + offset, ..self }
    }
}

/// Text as all queries expect it: no byte order mark, `\n` between lines.
pub fn normalized(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
