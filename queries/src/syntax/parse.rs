//! Text to tree, through the parser.

use super::SyntaxError;
use super::ast::Module;
use super::convert::Converter;
use super::scan::{Scanned, scan, scan_expression};
use rustpython_parser::ast::text_size::TextSize;
use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::{FStringErrorType, Parse, ParseError, ParseErrorType, Tok, ast};

/// Parses a whole text. It has no byte order mark and `\n` line ends (see [`super::normalized`]).
///
/// # Errors
///
/// The first syntax error, worded for people. That covers what the parser itself lets through:
/// assignments to things that cannot be assigned, `return` outside a function, and nesting so deep
/// that walking the tree would exhaust the stack.
pub fn parse(text: &str) -> Result<Module, SyntaxError> {
    let Scanned { masked, fstrings, .. } = scan(text)?;
    parse_masked(text, &masked, fstrings)
}

/// Parses a text that was scanned.
pub(super) fn parse_masked(
    text: &str,
    masked: &str,
    fstrings: Vec<usize>,
) -> Result<Module, SyntaxError> {
    let body = ast::Suite::parse(masked, "").map_err(|error| located(error, text, 0))?;
    Converter::new(text, fstrings).module(body)
}

/// Parses the expression of an f-string field, which may span lines.
pub(super) fn parse_field(
    text: &str,
    range: std::ops::Range<usize>,
) -> Result<(ast::Expr, Vec<usize>), SyntaxError> {
    let Scanned { masked, fstrings, .. } = scan_expression(&text[range.clone()], range.start)?;
    let in_brackets = format!("({masked}\n)");
    // One byte earlier, for the bracket; a field never starts a file.
    let start = TextSize::from((range.start - 1) as u32);
    let expression = ast::Expr::parse_starts_at(&in_brackets, "", start)
        .map_err(|error| located(error, text, range.end))?;
    Ok((expression, fstrings.into_iter().map(|at| at + range.start).collect()))
}

/// The character of a `\N{name}` escape.
pub(super) fn named_character(name: &str) -> Option<String> {
    let literal = format!("\"\\N{{{name}}}\"");
    match ast::Expr::parse(&literal, "").ok()? {
        ast::Expr::Constant(ast::ExprConstant { value: ast::Constant::Str(text), .. }) => {
            Some(text)
        }
        _ => None,
    }
}

/// The parser's error in our words; `limit` is the end of an f-string field, 0 for a file.
fn located(error: ParseError, text: &str, limit: usize) -> SyntaxError {
    let mut start = (u32::from(error.offset) as usize).min(text.len());
    if let ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { tok }) = &error.error {
        // Reported behind the character.
        if text[..start].ends_with(*tok) {
            start -= tok.len_utf8();
        }
    }
    if limit > 0 {
        start = start.min(limit.saturating_sub(1));
    }
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let word = text[start..].chars().take_while(|char| char.is_alphanumeric() || *char == '_');
    let length: usize = word.map(char::len_utf8).sum();
    let end = start + length.max(text[start..].chars().next().map_or(0, char::len_utf8));
    SyntaxError::new(start, end, wording(&error.error))
}

fn wording(error: &ParseErrorType) -> String {
    match error {
        ParseErrorType::Eof => "the file ends in the middle of a statement".into(),
        ParseErrorType::ExtraToken(token) => format!("unexpected {}", token_name(token)),
        ParseErrorType::InvalidToken => "invalid syntax".into(),
        ParseErrorType::UnrecognizedToken(_, Some(expected)) if expected == "Indent" => {
            "expected an indented block".into()
        }
        ParseErrorType::UnrecognizedToken(Tok::Indent, _) => "unexpected indent".into(),
        ParseErrorType::UnrecognizedToken(token, _) => {
            format!("invalid syntax: unexpected {}", token_name(token))
        }
        ParseErrorType::Lexical(error) => lexical_wording(error),
    }
}

fn lexical_wording(error: &LexicalErrorType) -> String {
    match error {
        LexicalErrorType::StringError => "unterminated string literal".into(),
        LexicalErrorType::UnicodeError => "this escape sequence is not a character".into(),
        LexicalErrorType::NestingError => "unmatched bracket".into(),
        LexicalErrorType::IndentationError => {
            "this indentation does not match any outer level".into()
        }
        LexicalErrorType::TabError | LexicalErrorType::TabsAfterSpaces => {
            "indentation mixes tabs and spaces".into()
        }
        LexicalErrorType::DefaultArgumentError => {
            "a parameter without a default follows one with a default".into()
        }
        LexicalErrorType::DuplicateArgumentError(name) => format!("duplicate parameter `{name}`"),
        LexicalErrorType::PositionalArgumentError => {
            "a positional argument follows a keyword argument".into()
        }
        LexicalErrorType::UnpackedArgumentError => {
            "`*` unpacking follows `**` unpacking in a call".into()
        }
        LexicalErrorType::DuplicateKeywordArgumentError(name) => {
            format!("keyword argument `{name}` is repeated")
        }
        LexicalErrorType::UnrecognizedToken { tok } => format!("unexpected character `{tok}`"),
        LexicalErrorType::FStringError(error) => fstring_wording(error),
        LexicalErrorType::LineContinuationError => {
            "unexpected character after the line continuation `\\`".into()
        }
        LexicalErrorType::Eof => "the file ends in the middle of a statement".into(),
        LexicalErrorType::OtherError(message) => message.clone(),
    }
}

fn fstring_wording(error: &FStringErrorType) -> String {
    format!("f-string: {error}")
}

fn token_name(token: &Tok) -> String {
    match token {
        Tok::Newline => "end of line".into(),
        Tok::Indent => "indent".into(),
        Tok::Dedent => "end of block".into(),
        Tok::EndOfFile => "end of file".into(),
        Tok::Name { name } => format!("name `{name}`"),
        Tok::Int { .. } | Tok::Float { .. } | Tok::Complex { .. } => "number".into(),
        Tok::String { .. } => "string".into(),
        // The parser quotes the text of all other tokens.
        _ => token.to_string().replace('\'', "`"),
    }
}
