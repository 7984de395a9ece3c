//! One pass over the text before parsing: bracket balance, nesting limits, where top-level statements
//! begin and end, and f-strings hidden from a parser that does not know PEP 701.
//!
//! It finds tokens only as far as that needs, and judges nothing else.

use super::SyntaxError;
use super::indent::{Blocks, Indentation};
use super::literal::{literal, prefix_length};
use std::ops::Range;

/// CPython's limit.
const MAX_BRACKETS: usize = 200;
/// Operators that can nest in each other. Everything that walks a tree recurses.
const MAX_LEVELS: u32 = 1000;

/// Text that the parser accepts, of the same length as the original.
pub(super) struct Scanned {
    /// Each f-string became a plain string of the same length, and tabs that indent became spaces.
    pub(super) masked: String,
    /// Where an f-string was.
    pub(super) fstrings: Vec<usize>,
    /// The statements at the top level, line ends included; between them are blank lines and comments.
    pub(super) statements: Vec<Range<usize>>,
    /// A function may hold an import.
    pub(super) has_inner_import: bool,
}

struct Bracket {
    byte: u8,
    at: usize,
    /// Operators outside this bracket since the last separator, kept while it is open.
    outer_operators: u32,
}

/// Scans the text of a file.
pub(super) fn scan(text: &str) -> Result<Scanned, SyntaxError> {
    scan_text(text, text.contains('\t').then(Indentation::new))
}

/// Scans an expression inside a file, which starts at `offset` for the sake of error positions.
pub(super) fn scan_expression(text: &str, offset: usize) -> Result<Scanned, SyntaxError> {
    scan_text(text, None).map_err(|error| error.shifted(offset))
}

fn scan_text(text: &str, mut indentation: Option<Indentation>) -> Result<Scanned, SyntaxError> {
    let bytes = text.as_bytes();
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    let mut fstrings = Vec::new();
    let mut nesting = Nesting::default();
    let mut blocks = Blocks::default();
    let mut statements = Statements::default();
    let mut at = 0;
    let mut is_line_start = true;
    while let Some(&byte) = bytes.get(at) {
        if is_line_start {
            is_line_start = false;
            let white = &text[at..at + white_length(&bytes[at..])];
            let code = &bytes[at + white.len()..];
            let has_code = !matches!(code.first(), None | Some(b'\n' | b'#' | b'\x0c'));
            if has_code {
                blocks.line(white, code, at)?;
                statements.line(white, code, at);
            }
            if let Some(indentation) = &mut indentation {
                if has_code {
                    indentation.line(white, at)?;
                }
                masked.push_str(&text[copied..at]);
                masked.extend(std::iter::repeat_n(' ', white.len()));
                at += white.len();
                copied = at;
                continue;
            }
        }
        match byte {
            b'#' => {
                at += bytes[at..].iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len() - at)
            }
            b'\\' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            b'(' | b'[' | b'{' => {
                nesting.open(byte, at)?;
                at += 1;
            }
            b')' | b']' | b'}' => {
                nesting.close(byte, at)?;
                at += 1;
            }
            b',' | b';' => {
                nesting.operators = 0;
                at += 1;
            }
            b'\n' => {
                at += 1;
                if nesting.open.is_empty() {
                    nesting.operators = 0;
                    is_line_start = true;
                    statements.end_line(at);
                }
            }
            _ if is_word(byte) || matches!(byte, b'"' | b'\'') => {
                if prefix_length(bytes, at).is_some() {
                    let literal = literal(text, at, 0)?;
                    if literal.is_format {
                        masked.push_str(&text[copied..at]);
                        push_placeholder(&mut masked, literal.end - at);
                        copied = literal.end;
                        fstrings.push(at);
                    }
                    at = literal.end;
                } else {
                    let word = bytes[at..].iter().take_while(|&&byte| is_word(byte)).count();
                    let is_operator =
                        matches!(&bytes[at..at + word], b"not" | b"lambda" | b"else" | b"await");
                    nesting.operator(is_operator, at)?;
                    at += word;
                }
            }
            _ => {
                nesting.operator(b"+-*/%@&|^~.<>".contains(&byte), at)?;
                at += 1;
            }
        }
    }
    nesting.finish()?;
    masked.push_str(&text[copied..]);
    statements.end_line(text.len());
    let Statements { found: statements, has_inner_import, .. } = statements;
    Ok(Scanned { masked, fstrings, statements, has_inner_import })
}

/// The top-level statements of a text, line by line.
#[derive(Default)]
struct Statements {
    found: Vec<Range<usize>>,
    /// The current line has code.
    has_code: bool,
    /// The last line at the margin was a decorator.
    is_decorated: bool,
    /// The current statement is, or holds, a function or class.
    is_definition: bool,
    has_inner_import: bool,
}

impl Statements {
    /// Enters a line with `code` after `white` at `at`.
    fn line(&mut self, white: &str, code: &[u8], at: usize) {
        self.has_code = true;
        let is_inner = !white.is_empty() && !self.found.is_empty();
        let continues = ["else", "elif", "except", "finally"].iter().any(|word| starts(code, word));
        let is_part = is_inner || self.is_decorated || continues && !self.found.is_empty();
        if !is_part {
            self.found.push(at..at);
            self.is_definition = false;
        }
        if white.is_empty() {
            self.is_decorated = code.first() == Some(&b'@');
        }
        self.is_definition |= ["def", "class", "async"].iter().any(|word| starts(code, word));
        self.has_inner_import |=
            is_inner && self.is_definition && (starts(code, "import") || starts(code, "from"));
    }

    fn end_line(&mut self, end: usize) {
        if std::mem::take(&mut self.has_code)
            && let Some(statement) = self.found.last_mut()
        {
            statement.end = end;
        }
    }
}

/// Whether code starts with this word.
fn starts(code: &[u8], word: &str) -> bool {
    code.strip_prefix(word.as_bytes())
        .is_some_and(|rest| !rest.first().is_some_and(|&byte| is_word(byte)))
}

/// Where comments are, from `#` to the end of the line. The text is one that parses.
pub fn comments(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            if byte == b'#' {
                let start = at;
                at = text[at..].find('\n').map_or(text.len(), |length| start + length);
                return Some(start..at);
            }
            at = if prefix_length(bytes, at).is_some() {
                literal(text, at, 0).map_or(text.len(), |literal| literal.end)
            } else {
                at + bytes[at..].iter().take_while(|&&byte| is_word(byte)).count().max(1)
            };
        }
        None
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// How many spaces and tabs are at the start.
fn white_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// A plain string literal of `length` bytes.
fn push_placeholder(masked: &mut String, length: usize) {
    masked.push('"');
    masked.extend(std::iter::repeat_n('f', length.saturating_sub(2)));
    masked.push('"');
}

#[derive(Default)]
struct Nesting {
    open: Vec<Bracket>,
    /// Operators in the innermost bracket since the last separator.
    operators: u32,
    /// Operators of all open brackets: a bound for the depth of the tree.
    outer_operators: u32,
}

impl Nesting {
    fn operator(&mut self, is_operator: bool, at: usize) -> Result<(), SyntaxError> {
        self.operators += u32::from(is_operator);
        if self.operators + self.outer_operators > MAX_LEVELS {
            let message = format!("this expression is nested deeper than {MAX_LEVELS} levels");
            return Err(SyntaxError::new(at, at + 1, message));
        }
        Ok(())
    }

    fn open(&mut self, byte: u8, at: usize) -> Result<(), SyntaxError> {
        self.operator(true, at)?;
        if self.open.len() == MAX_BRACKETS {
            return Err(SyntaxError::new(at, at + 1, "too many nested brackets"));
        }
        self.open.push(Bracket { byte, at, outer_operators: self.operators });
        self.outer_operators += self.operators;
        self.operators = 0;
        Ok(())
    }

    fn close(&mut self, byte: u8, at: usize) -> Result<(), SyntaxError> {
        let Some(bracket) = self.open.pop() else {
            return Err(SyntaxError::new(at, at + 1, format!("unmatched `{}`", byte as char)));
        };
        let expected = match bracket.byte {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        if byte != expected {
            let (closing, opening) = (byte as char, bracket.byte as char);
            let message = format!("closing `{closing}` does not match opening `{opening}`");
            return Err(SyntaxError::new(at, at + 1, message));
        }
        self.outer_operators -= bracket.outer_operators;
        self.operators = bracket.outer_operators;
        Ok(())
    }

    fn finish(&self) -> Result<(), SyntaxError> {
        self.open.last().map_or(Ok(()), |bracket| {
            let message = format!("`{}` was never closed", bracket.byte as char);
            Err(SyntaxError::new(bracket.at, bracket.at + 1, message))
        })
    }
}
