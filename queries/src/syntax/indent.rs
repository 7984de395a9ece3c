//! Indentation with tabs: Python accepts any mixture that means the same whatever the width of a tab.

use super::SyntaxError;

/// Where tabs stop in the first of the two readings; in the second a tab is one column.
const TAB: usize = 8;

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
