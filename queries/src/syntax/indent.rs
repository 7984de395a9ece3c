//! Indentation: how deep blocks are, and what tabs mean. Python accepts any mixture of tabs and spaces
//! that means the same whatever the width of a tab.

use super::SyntaxError;

/// Where tabs stop in the first of the two readings; in the second a tab is one column.
const TAB: usize = 8;

/// CPython's limit.
const MAX_BLOCKS: usize = 100;

/// Branches of one `if` are nested in each other, and everything that walks a tree recurses.
const MAX_BRANCHES: usize = 500;

/// The open blocks of a file and the branches before the current one in each: how deep statements
/// nest. Whether the indentation makes sense is not judged here.
#[derive(Default)]
pub(super) struct Blocks {
    /// Width of the indentation, and `elif` and `else` so far.
    open: Vec<(usize, usize)>,
    branches: usize,
}

impl Blocks {
    /// Enters a line with `code` after `white` at `at`.
    pub(super) fn line(&mut self, white: &str, code: &[u8], at: usize) -> Result<(), SyntaxError> {
        while let Some((_, branches)) = self.open.pop_if(|(width, _)| *width > white.len()) {
            self.branches -= branches;
        }
        if self.open.last().is_none_or(|(width, _)| *width < white.len()) {
            self.open.push((white.len(), 0));
        }
        let end = at + white.len();
        if self.open.len() > MAX_BLOCKS {
            return Err(SyntaxError::new(at, end + 1, "too many levels of indentation"));
        }
        let Some((_, branches)) = self.open.last_mut() else { return Ok(()) };
        if code.starts_with(b"elif") {
            *branches += 1;
            self.branches += 1;
        } else if !code.starts_with(b"else") {
            self.branches -= std::mem::take(branches);
        }
        if self.branches > MAX_BRANCHES {
            let message = format!("more than {MAX_BRANCHES} branches follow each other");
            return Err(SyntaxError::new(end, end + 4, message));
        }
        Ok(())
    }
}

/// The open blocks of a file, by the columns that both readings give them.
pub(super) struct Indentation {
    blocks: Vec<(usize, usize)>,
}

impl Indentation {
    pub(super) fn new() -> Self {
        Self { blocks: vec![(0, 0)] }
    }

    /// Enters a line with code that starts with `white` at `at`.
    ///
    /// With one column for each character the line is then in the block that Python sees.
    pub(super) fn line(&mut self, white: &str, at: usize) -> Result<(), SyntaxError> {
        let column = white.bytes().fold(0, |column, byte| match byte {
            b'\t' => (column / TAB + 1) * TAB,
            _ => column + 1,
        });
        let line = (column, white.len());
        let depth = self.blocks.len();
        while column < self.block().0 {
            self.blocks.pop();
        }
        let block = self.block();
        let ends_block = self.blocks.len() < depth;
        let message = if line == block {
            return Ok(());
        } else if ends_block && column != block.0 {
            "this indentation does not match any outer level"
        } else if ends_block || line.0 <= block.0 || line.1 <= block.1 {
            "inconsistent use of tabs and spaces in indentation"
        } else {
            self.blocks.push(line);
            return Ok(());
        };
        Err(SyntaxError::new(at, at + white.len().max(1), message))
    }

    fn block(&self) -> (usize, usize) {
        self.blocks.last().copied().unwrap_or_default()
    }
}
