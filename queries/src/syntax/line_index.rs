//! Byte offsets to lines and columns.

/// Where the lines of a text start.
///
/// Lines and columns are 0-based here; what people read is 1-based, and that is up to the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Box<[u32]>,
}

/// A line with the column in each of the units that consumers want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    pub line: u32,
    /// In bytes.
    pub utf8: u32,
    /// In UTF-16 units: source maps and the language server count so.
    pub utf16: u32,
    /// In characters: what a person counts.
    pub chars: u32,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self { starts: std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect() }
    }

    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The 0-based line of `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1) as u32
    }

    /// Byte offset of the start of a line; the last line's for a line behind the end.
    pub fn line_start(&self, line: u32) -> u32 {
        let last = self.starts.len() - 1;
        self.starts[(line as usize).min(last)]
    }

    /// The position of `offset` in `text`, which must be the text that the index was made from.
    ///
    /// An offset behind the end, or inside a character, counts as the nearest one before.
    pub fn position(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.line_start(line) as usize;
        let mut end = (offset as usize).min(text.len()).max(start);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[start..end];
        LineColumn {
            line,
            utf8: before.len() as u32,
            utf16: before.chars().map(|char| char.len_utf16() as u32).sum(),
            chars: before.chars().count() as u32,
        }
    }
}
