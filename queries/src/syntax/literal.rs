//! String literals as the source writes them: where each ends, and the pieces of an f-string.
//!
//! The parser predates PEP 701, so f-strings are read here: any quotes, backslashes, newlines and
//! comments inside a replacement field are fine. Positions are byte offsets of the file.

use super::SyntaxError;
use std::ops::Range;

/// A field inside a field inside a field …: nothing written by hand comes near.
const MAX_NESTED_LITERALS: usize = 50;

/// One string literal, without its implicit neighbours.
#[derive(Debug, PartialEq)]
pub(super) struct Literal {
    pub(super) is_raw: bool,
    pub(super) is_format: bool,
    /// Between the quotes.
    pub(super) body: Range<usize>,
    /// Behind the closing quote.
    pub(super) end: usize,
    /// Of an f-string only.
    pub(super) pieces: Vec<Piece>,
}

/// A part of an f-string.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Text(Range<usize>),
    Field(Field),
}

/// A replacement field: `{expression = !conversion : spec}`.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    pub(super) expression: Range<usize>,
    /// `{x = }`: the text that is shown before the value, `=` included.
    pub(super) shown: Option<Range<usize>>,
    pub(super) conversion: Option<char>,
    pub(super) spec: Option<Vec<Piece>>,
}

/// The length of the string prefix (`f`, `rb` …) at `start` if a quote follows it.
pub(super) fn prefix_length(bytes: &[u8], start: usize) -> Option<usize> {
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_quote = matches!(bytes.get(start + length), Some(b'"' | b'\''));
    let prefix = bytes[start..start + length].to_ascii_lowercase();
    let is_prefix = matches!(
        prefix.as_slice(),
        b"" | b"r" | b"u" | b"b" | b"f" | b"br" | b"rb" | b"fr" | b"rf"
    );
    (is_quote && is_prefix).then_some(length)
}

/// Reads the literal whose prefix or quote is at `start`.
pub(super) fn literal(text: &str, start: usize, nested: usize) -> Result<Literal, SyntaxError> {
    let bytes = text.as_bytes();
    let length = prefix_length(bytes, start).unwrap_or_default();
    let prefix = bytes[start..start + length].to_ascii_lowercase();
    let quote_at = start + length;
    let quote = bytes[quote_at];
    let is_triple =
        bytes.get(quote_at + 1) == Some(&quote) && bytes.get(quote_at + 2) == Some(&quote);
    let width = if is_triple { 3 } else { 1 };
    let mut reader = Reader {
        text,
        start,
        at: quote_at + width,
        closing: &bytes[quote_at..quote_at + width],
        is_raw: prefix.contains(&b'r'),
        nested,
    };
    let is_format = prefix.contains(&b'f');
    if nested > MAX_NESTED_LITERALS {
        return Err(SyntaxError::new(start, start + 1, "f-strings are nested too deeply"));
    }
    let pieces = if is_format { reader.pieces(false)? } else { reader.skip_plain()? };
    let body = quote_at + width..reader.at;
    Ok(Literal { is_raw: reader.is_raw, is_format, body, end: reader.at + width, pieces })
}

struct Reader<'text> {
    text: &'text str,
    start: usize,
    at: usize,
    closing: &'text [u8],
    is_raw: bool,
    nested: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn is_closing(&self) -> bool {
        // A backslash at the end of the text takes the reader beyond it.
        let rest = self.text.as_bytes().get(self.at..);
        rest.is_some_and(|rest| rest.starts_with(self.closing))
    }

    /// The next byte of literal text, unless the text ends where it must not.
    fn text_byte(&self) -> Result<u8, SyntaxError> {
        match self.peek(0) {
            Some(b'\n') if self.closing.len() == 1 => Err(self.unterminated()),
            Some(byte) => Ok(byte),
            None => Err(self.unterminated()),
        }
    }

    fn unterminated(&self) -> SyntaxError {
        let message = match self.closing.len() {
            1 => "unterminated string literal",
            _ => "unterminated triple-quoted string literal",
        };
        SyntaxError::new(self.start, self.start + 1, message)
    }

    fn skip_plain(&mut self) -> Result<Vec<Piece>, SyntaxError> {
        while !self.is_closing() {
            self.at += if self.text_byte()? == b'\\' { 2 } else { 1 };
        }
        Ok(Vec::new())
    }

    /// Text and fields up to the closing quote, or of a format spec up to its `}`.
    fn pieces(&mut self, is_spec: bool) -> Result<Vec<Piece>, SyntaxError> {
        let mut pieces = Vec::new();
        let mut text_from = self.at;
        loop {
            let is_closing = self.is_closing();
            if is_closing && is_spec {
                return Err(SyntaxError::new(self.at, self.at + 1, "f-string: expecting `}`"));
            }
            let byte = if is_closing { b'}' } else { self.text_byte()? };
            match byte {
                b'}' if is_closing || is_spec => {
                    if text_from < self.at {
                        pieces.push(Piece::Text(text_from..self.at));
                    }
                    return Ok(pieces);
                }
                b'{' | b'}' if self.peek(1) == Some(byte) && !is_spec => self.at += 2,
                b'}' => {
                    let message = "f-string: single `}` is not allowed";
                    return Err(SyntaxError::new(self.at, self.at + 1, message));
                }
                b'{' => {
                    if text_from < self.at {
                        pieces.push(Piece::Text(text_from..self.at));
                    }
                    pieces.push(Piece::Field(self.field()?));
                    text_from = self.at;
                }
                b'\\' => self.skip_escape(),
                _ => self.at += 1,
            }
        }
    }

    /// A backslash never hides a field, except in `\N{…}`.
    fn skip_escape(&mut self) {
        match self.peek(1) {
            Some(b'{' | b'}') | None => self.at += 1,
            Some(b'N') if !self.is_raw && self.peek(2) == Some(b'{') => {
                let name = &self.text[self.at..];
                self.at += name.find('}').map_or(3, |end| end + 1);
            }
            Some(_) => self.at += 2,
        }
    }

    fn field(&mut self) -> Result<Field, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let expression_start = self.at;
        self.skip_expression(open)?;
        let mut expression = expression_start..self.at;
        let mut shown = None;
        if self.peek(0) == Some(b'=') {
            self.at += 1;
            while self.peek(0).is_some_and(|byte| byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            shown = Some(expression_start..self.at);
        }
        if self.text[expression.clone()].trim().is_empty() {
            let message = "f-string: an expression is missing between `{` and `}`";
            return Err(SyntaxError::new(open, self.at.max(open + 1), message));
        }
        expression.end = expression.start + self.text[expression.clone()].trim_end().len();
        let conversion = self.conversion()?;
        let mut spec = None;
        if self.peek(0) == Some(b':') {
            self.at += 1;
            spec = Some(self.pieces(true)?);
        }
        if self.peek(0) != Some(b'}') {
            return Err(SyntaxError::new(open, open + 1, "f-string: expecting `}`"));
        }
        self.at += 1;
        Ok(Field { expression, shown, conversion, spec })
    }

    fn conversion(&mut self) -> Result<Option<char>, SyntaxError> {
        if self.peek(0) != Some(b'!') {
            return Ok(None);
        }
        let Some(byte @ (b's' | b'r' | b'a')) = self.peek(1) else {
            let message = "f-string: a conversion is `!s`, `!r` or `!a`";
            return Err(SyntaxError::new(self.at, self.at + 1, message));
        };
        self.at += 2;
        while self.peek(0) == Some(b' ') {
            self.at += 1;
        }
        Ok(Some(byte as char))
    }

    /// Moves behind a field's expression: to its `=`, `!`, `:` or `}` outside all brackets.
    fn skip_expression(&mut self, open: usize) -> Result<(), SyntaxError> {
        let mut depth = 0usize;
        loop {
            let Some(byte) = self.peek(0) else {
                return Err(SyntaxError::new(open, open + 1, "f-string: expecting `}`"));
            };
            let next = self.peek(1);
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b'}' if depth == 0 => return Ok(()),
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b'!' | b'=' | b'<' | b'>' if next == Some(b'=') => self.at += 1,
                b'!' | b':' if depth == 0 => return Ok(()),
                b'=' if depth == 0 => return Ok(()),
                b'#' => {
                    while self.peek(1).is_some_and(|byte| byte != b'\n') {
                        self.at += 1;
                    }
                }
                b'"' | b'\'' => {
                    self.skip_literal()?;
                    continue;
                }
                _ if byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 => {
                    self.skip_word()?;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn skip_literal(&mut self) -> Result<(), SyntaxError> {
        self.at = literal(self.text, self.at, self.nested + 1)?.end;
        Ok(())
    }

    fn skip_word(&mut self) -> Result<(), SyntaxError> {
        if prefix_length(self.text.as_bytes(), self.at).is_some() {
            return self.skip_literal();
        }
        while self
            .peek(0)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80)
        {
            self.at += 1;
        }
        Ok(())
    }
}

/// Whether the text of a literal that is not raw spells half a character: `\ud800`. Python keeps the halves of
/// a pair apart.
pub(super) fn has_surrogate(text: &str) -> bool {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        if char != '\\' {
            continue;
        }
        let digits = match chars.next() {
            Some((_, 'u')) => 4,
            Some((_, 'U')) => 8,
            _ => continue,
        };
        let code = text.get(at + 2..at + 2 + digits);
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if code.is_some_and(|code| (0xD800..=0xDFFF).contains(&code)) {
            return true;
        }
    }
    false
}

/// The value of literal text: escapes decoded unless raw, doubled braces halved in an f-string.
///
/// `named` looks up `\N{name}`.
pub(super) fn decode(
    text: &str,
    is_raw: bool,
    is_format: bool,
    named: impl Fn(&str) -> Option<String>,
) -> Result<String, &'static str> {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '{' | '}' if is_format && chars.peek() == Some(&char) => {
                chars.next();
                value.push(char);
            }
            '\\' if !is_raw => decode_escape(&mut chars, &mut value, &named)?,
            _ => value.push(char),
        }
    }
    Ok(value)
}

fn decode_escape(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    value: &mut String,
    named: &impl Fn(&str) -> Option<String>,
) -> Result<(), &'static str> {
    let Some(&kind) = chars.peek() else {
        value.push('\\');
        return Ok(());
    };
    if matches!(kind, '{' | '}') {
        value.push('\\');
        return Ok(());
    }
    chars.next();
    match kind {
        '\n' => {}
        '\\' | '\'' | '"' => value.push(kind),
        'a' => value.push('\x07'),
        'b' => value.push('\x08'),
        'f' => value.push('\x0c'),
        'n' => value.push('\n'),
        'r' => value.push('\r'),
        't' => value.push('\t'),
        'v' => value.push('\x0b'),
        'x' => value.push(hex_char(chars, 2)?),
        'u' => value.push(hex_char(chars, 4)?),
        'U' => value.push(hex_char(chars, 8)?),
        'N' if chars.peek() == Some(&'{') => {
            chars.next();
            let name: String = chars.by_ref().take_while(|&char| char != '}').collect();
            value.push_str(&named(&name).ok_or("unknown Unicode character name")?);
        }
        '0'..='7' => {
            let mut code = kind.to_digit(8).unwrap_or_default();
            for _ in 0..2 {
                let Some(digit) = chars.peek().and_then(|char| char.to_digit(8)) else { break };
                code = code * 8 + digit;
                chars.next();
            }
            value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        _ => {
            value.push('\\');
            value.push(kind);
        }
    }
    Ok(())
}

fn hex_char(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    digits: usize,
) -> Result<char, &'static str> {
    let mut code = 0u32;
    for _ in 0..digits {
        let digit = chars.peek().and_then(|char| char.to_digit(16)).ok_or("truncated escape")?;
        code = (code << 4) | digit;
        chars.next();
    }
    match code {
        // Such a literal becomes no text: see `has_surrogate`.
        0xD800..=0xDFFF => Ok(char::REPLACEMENT_CHARACTER),
        _ => char::from_u32(code).ok_or("illegal Unicode character"),
    }
}
