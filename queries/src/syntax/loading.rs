//! What of a module runs when it is loaded, and what only when one of its functions is called.
//!
//! A scan of the text, not of the tree: it leaves out what no interpreter sees (comments, blank lines,
//! white space between tokens) and nothing else, so that equal parts mean the same to Python. Functions
//! inside of functions belong to the one around them. The text is one that parses; where that cannot be
//! told, or where a function's body can be seen from outside of it (docstring, `yield`, `super`), the
//! part counts as run at load.

use super::literal::{literal, prefix_length};
use std::collections::BTreeMap;

/// A module's text in parts, in a form that is only good for being compared.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Loading {
    /// All of it but for the bodies of functions.
    pub at_load: String,
    /// The bodies, by qualified name; those of one name are one.
    pub functions: BTreeMap<String, String>,
}

/// Words that make a function another one for whoever does not call it: a generator, or one that refers
/// to the class around it.
const VISIBLE_WORDS: [&str; 3] = ["yield", "super", "__class__"];

/// `None` for text of which this cannot be told.
pub fn loading(text: &str) -> Option<Loading> {
    let mut sorter = Sorter::default();
    let mut lines = Lines { text, bytes: text.as_bytes(), at: 0 };
    while let Some(line) = lines.next_line()? {
        sorter.sort(&line)?;
    }
    sorter.end_function();
    if let Some(cookie) = encoding_comment(text) {
        sorter.loading.at_load.push_str(cookie);
    }
    Some(sorter.loading)
}

/// A comment that changes how the file is read.
fn encoding_comment(text: &str) -> Option<&str> {
    text.lines().take(2).find(|line| line.trim_start().starts_with('#') && line.contains("coding"))
}

/// Lines go to the function that they are in, or to what runs at load.
#[derive(Default)]
struct Sorter {
    loading: Loading,
    /// Indentation and name of the classes around the current line.
    classes: Vec<(usize, String)>,
    function: Option<Function>,
    /// Indentation of a definition with type parameters: all of it counts as run at load.
    generic: Option<usize>,
}

struct Function {
    indent: usize,
    name: String,
    is_empty: bool,
    visible: [bool; VISIBLE_WORDS.len()],
}

impl Sorter {
    fn sort(&mut self, line: &Line) -> Option<()> {
        if self.function.as_ref().is_some_and(|function| line.indent <= function.indent) {
            self.end_function();
        }
        if self.generic.is_some_and(|indent| line.indent <= indent) {
            self.generic = None;
        }
        if self.function.is_some() {
            self.add_to_function(line.indent, &line.text);
            return Some(());
        }
        self.classes.retain(|(indent, _)| line.indent > *indent);
        if self.generic.is_none() {
            if let Some(rest) = definition(&line.text, "class") {
                let (name, rest) = rest.split_at(word_length(rest));
                if rest.starts_with('[') {
                    self.generic = Some(line.indent);
                } else {
                    self.classes.push((line.indent, name.to_owned()));
                }
            } else if let Some(rest) = definition(&line.text, "def") {
                let (name, rest) = rest.split_at(word_length(rest));
                if rest.starts_with('[') {
                    self.generic = Some(line.indent);
                } else {
                    return self.begin_function(line, name);
                }
            }
        }
        self.add_at_load(line.indent, &line.text);
        Some(())
    }

    fn begin_function(&mut self, line: &Line, name: &str) -> Option<()> {
        let (head, body) = line.text.split_at(line.head?);
        self.add_at_load(line.indent, head);
        let outer = self.classes.iter().map(|(_, class)| class.as_str());
        let name = outer.chain([name]).collect::<Vec<_>>().join(".");
        let visible = Default::default();
        self.function = Some(Function { indent: line.indent, name, is_empty: true, visible });
        if !body.trim().is_empty() {
            self.add_to_function(line.indent, body);
        }
        Some(())
    }

    fn add_to_function(&mut self, indent: usize, text: &str) {
        let Some(function) = &mut self.function else { return };
        for (is_there, word) in function.visible.iter_mut().zip(VISIBLE_WORDS) {
            *is_there = *is_there || has_word(text, word);
        }
        let is_docstring = std::mem::take(&mut function.is_empty) && begins_with_string(text);
        if is_docstring {
            self.add_at_load(indent, text);
            return;
        }
        let body = self.loading.functions.entry(function.name.clone()).or_default();
        add(body, indent - function.indent, text);
    }

    fn end_function(&mut self) {
        let Some(function) = self.function.take() else { return };
        // Without a body of its own it still is a function that can be told apart.
        self.loading.functions.entry(function.name).or_default().push('\n');
        let visible = function.visible.iter().zip(VISIBLE_WORDS).filter(|(is_there, _)| **is_there);
        for (_, word) in visible {
            self.add_at_load(function.indent, word);
        }
    }

    fn add_at_load(&mut self, indent: usize, text: &str) {
        add(&mut self.loading.at_load, indent, text);
    }
}

fn add(part: &mut String, indent: usize, text: &str) {
    part.push_str(&indent.to_string());
    part.push(' ');
    part.push_str(text);
    part.push('\n');
}

/// What follows the keyword of a definition.
fn definition<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    let text = text.strip_prefix("async ").unwrap_or(text);
    text.strip_prefix(keyword)?.strip_prefix(' ')
}

fn word_length(text: &str) -> usize {
    text.bytes().take_while(|byte| is_word(*byte)).count()
}

fn has_word(text: &str, word: &str) -> bool {
    let is_apart = |byte: Option<&u8>| !byte.is_some_and(|byte| is_word(*byte));
    text.match_indices(word).any(|(at, _)| {
        let bytes = text.as_bytes();
        is_apart(at.checked_sub(1).and_then(|at| bytes.get(at)))
            && is_apart(bytes.get(at + word.len()))
    })
}

/// In parentheses, too, the first thing in a body is its docstring.
fn begins_with_string(text: &str) -> bool {
    let text = text.trim_start_matches(['(', ' ']);
    prefix_length(text.as_bytes(), 0).is_some()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// A logical line, white space only where tokens need it.
struct Line {
    indent: usize,
    text: String,
    /// Behind the colon that ends the head of a compound statement.
    head: Option<usize>,
}

struct Lines<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Lines<'_> {
    /// `Some(None)` at the end, `None` for what is no token.
    fn next_line(&mut self) -> Option<Option<Line>> {
        loop {
            let indent = self.indentation();
            match self.bytes.get(self.at) {
                None => return Some(None),
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.skip_comment(),
                Some(_) => return self.line(indent).map(Some),
            }
        }
    }

    fn indentation(&mut self) -> usize {
        let mut indent = 0;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' => indent += 1,
                b'\t' => indent = indent / 8 * 8 + 8,
                b'\x0c' => indent = 0,
                _ => break,
            }
            self.at += 1;
        }
        indent
    }

    fn skip_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    fn line(&mut self, indent: usize) -> Option<Line> {
        let mut line = Line { indent, text: String::new(), head: None };
        let (mut depth, mut lambdas, mut is_apart) = (0_usize, 0_usize, false);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' if depth == 0 => {
                    self.at += 1;
                    break;
                }
                b'\n' | b' ' | b'\t' | b'\x0c' => {
                    is_apart = true;
                    self.at += 1;
                    continue;
                }
                b'\\' if self.bytes.get(self.at + 1) == Some(&b'\n') => {
                    is_apart = true;
                    self.at += 2;
                    continue;
                }
                b'#' => {
                    self.skip_comment();
                    continue;
                }
                _ => {}
            }
            let token = self.token()?;
            match token {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                "lambda" if depth == 0 => lambdas += 1,
                ":" if depth == 0 && lambdas > 0 => lambdas -= 1,
                ":" if depth == 0 && line.head.is_none() => line.head = Some(line.text.len() + 1),
                _ => {}
            }
            if is_apart && is_separate(&line.text, token) {
                line.text.push(' ');
            }
            is_apart = false;
            line.text.push_str(token);
        }
        // The head ends behind the colon, wherever white space was left in before it.
        line.head = line.head.filter(|at| line.text.as_bytes().get(at - 1) == Some(&b':'));
        (depth == 0).then_some(line)
    }

    /// A word, a string or one other character.
    fn token(&mut self) -> Option<&str> {
        let start = self.at;
        let byte = self.bytes[start];
        self.at = if prefix_length(self.bytes, start).is_some() {
            literal(self.text, start, 0).ok()?.end
        } else if is_word(byte) {
            start + word_length(&self.text[start..])
        } else {
            start + 1
        };
        self.text.get(start..self.at)
    }
}

/// Whether two tokens are others if nothing is between them: words, and numbers beside dots.
fn is_separate(before: &str, token: &str) -> bool {
    let (Some(&last), Some(&first)) = (before.as_bytes().last(), token.as_bytes().first()) else {
        return false;
    };
    let is_text = |byte: u8| is_word(byte) || matches!(byte, b'"' | b'\'');
    is_text(last) && is_text(first)
        || last.is_ascii_digit() && first == b'.'
        || last == b'.' && first.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "\
import x
X = (1,  # one
     2)


class A(x.B):
    kind: str = 'a'

    @x.action(name='f')
    def f(self, n=1) -> 'int':
        if n:
            return n
        return [i for i in range(3)]

    class C:
        async def g(self): await x.y(); return 2


def h(a, key=lambda b: b):
    def inner(): return a
    return inner
";

    fn parts(text: &str) -> Loading {
        loading(text).unwrap()
    }

    /// The names of the functions that differ, or `None` if more does.
    fn changed(before: &str, after: &str) -> Option<Vec<String>> {
        let (before, after) = (parts(before), parts(after));
        if before.at_load != after.at_load || before.functions.keys().ne(after.functions.keys()) {
            return None;
        }
        let differs = |name: &&String| before.functions[*name] != after.functions[*name];
        Some(after.functions.keys().filter(differs).cloned().collect())
    }

    fn edited(from: &str, to: &str) -> Option<Vec<String>> {
        assert!(MODULE.contains(from), "{from}");
        changed(MODULE, &MODULE.replace(from, to))
    }

    #[test]
    fn functions_are_known_by_their_qualified_names() {
        let names: Vec<_> = parts(MODULE).functions.into_keys().collect();
        assert_eq!(names, ["A.C.g", "A.f", "h"]);
    }

    #[test]
    fn comments_blank_lines_and_white_space_change_nothing() {
        for (from, to) in [
            ("# one", "# two"),
            ("import x\n", "# -\n\nimport x\n\n\n"),
            ("(1,", "( 1 ,"),
            ("        if n:\n", "        # why\n        if n :  # so\n\n"),
            ("return n\n", "return \\\n  n\n"),
            ("for i in range(3)]", "for i in\n   range( 3 ) ]"),
        ] {
            assert_eq!(edited(from, to), Some(Vec::new()), "{from} → {to}");
        }
    }

    #[test]
    fn an_edit_inside_of_a_function_is_one_of_that_function() {
        for (from, to, name) in [
            ("return n\n", "return -n\n", "A.f"),
            ("            return n\n", "            return n\n            n = 2\n", "A.f"),
            ("return 2", "return 3", "A.C.g"),
            ("return a", "return 'a # b'", "h"),
            ("return inner\n", "return  a .  b\n", "h"),
        ] {
            assert_eq!(edited(from, to), Some(vec![name.to_owned()]), "{from} → {to}");
        }
    }

    #[test]
    fn what_can_be_seen_without_a_call_is_more_than_that() {
        for (from, to) in [
            ("X = (1", "X = (2"),
            ("n=1", "n=2"),
            ("-> 'int'", "-> 'str'"),
            ("name='f'", "name='g'"),
            ("x.B", "x.D"),
            ("'a'", "'b'"),
            ("def h(a", "def h2(a"),
            ("b: b", "b: a"),
            ("async def", "def"),
            ("        if n:\n", "        'a docstring'\n        if n:\n"),
            ("        if n:\n", "        (  'a docstring')\n        if n:\n"),
            ("return n\n", "yield n\n"),
            ("return 2", "return super().g()"),
            ("import x\n", "# coding: latin-1\nimport x\n"),
            ("    class C:", "class C:"),
        ] {
            assert_eq!(edited(from, to), None, "{from} → {to}");
        }
    }

    #[test]
    fn tokens_that_white_space_separates_stay_apart() {
        assert_eq!(parts("a in b\n").at_load, "0 a in b\n");
        assert_eq!(parts("not  r'x'\n").at_load, "0 not r'x'\n");
        assert_eq!(parts("1 .real\n").at_load, "0 1 .real\n");
        assert_eq!(parts("a  =  - 1\n").at_load, "0 a=-1\n");
    }

    #[test]
    fn strings_hold_what_looks_like_code() {
        let text = "def f():\n    x = '''\ndef g():\n'''\n    return f\"{x[\"a\"]}#\"\n";
        assert_eq!(parts(text).functions.into_keys().collect::<Vec<_>>(), ["f"]);
        assert_eq!(parts(text).at_load, "0 def f():\n");
    }

    #[test]
    fn definitions_with_type_parameters_are_never_only_called() {
        let text =
            "class A[T]:\n    def f(self):\n        return 1\n\n\ndef g[T](a: T):\n    return a\n";
        assert!(parts(text).functions.is_empty());
    }

    #[test]
    fn text_that_is_none_is_not_judged() {
        for text in ["x = (\n", "x = )\n", "x = 'a\n", "def f(\n"] {
            assert_eq!(loading(text), None, "{text}");
        }
    }
}
