//! Source text as HTML, line by line: enough colour to read by, and no more knowledge of the languages than
//! that takes.

use crate::dev::markup::escaped;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
}

const PYTHON: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
    "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return",
    "self", "try", "while", "with", "yield",
];
const JAVASCRIPT: &[&str] = &[
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "of",
    "return",
    "set",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "while",
    "yield",
];

/// What a piece of text is; the class of its element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Keyword,
    Text,
    Comment,
    Number,
}

impl Kind {
    fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("k"),
            Self::Text => Some("t"),
            Self::Comment => Some("c"),
            Self::Number => Some("n"),
        }
    }
}

/// The lines of a text, each as HTML.
pub(super) fn lines(text: &str, language: Language) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let (kind, length) = piece(rest, language);
        let (found, after) = rest.split_at(length);
        for (index, part) in found.split('\n').enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            let Some(line) = lines.last_mut() else { continue };
            match kind.class() {
                Some(class) if !part.is_empty() => {
                    line.push_str(&format!("<b class=\"{class}\">{}</b>", escaped(part)));
                }
                _ => line.push_str(&escaped(part)),
            }
        }
        rest = after;
    }
    lines
}

/// What a text begins with, and how long that is.
fn piece(text: &str, language: Language) -> (Kind, usize) {
    let starts = |with: &str| text.starts_with(with);
    let until = |end: &str, from: usize| text[from..].find(end).map(|at| from + at);
    let comment = if language == Language::Python { "#" } else { "//" };
    if starts(comment) {
        return (Kind::Comment, until("\n", 0).unwrap_or(text.len()));
    }
    if language == Language::JavaScript && starts("/*") {
        return (Kind::Comment, until("*/", 2).map_or(text.len(), |end| end + 2));
    }
    if language == Language::Python {
        for quotes in ["\"\"\"", "'''"] {
            if starts(quotes) {
                return (Kind::Text, until(quotes, 3).map_or(text.len(), |end| end + 3));
            }
        }
    }
    let first = text.chars().next().unwrap_or(' ');
    match first {
        '"' | '\'' => (Kind::Text, quoted(text, first, false)),
        '`' if language == Language::JavaScript => (Kind::Text, quoted(text, first, true)),
        '0'..='9' => (Kind::Number, while_in(text, |each| each.is_alphanumeric() || each == '.')),
        _ if first.is_alphabetic() || first == '_' || first == '$' => {
            let length =
                while_in(text, |each| each.is_alphanumeric() || each == '_' || each == '$');
            let known = if language == Language::Python { PYTHON } else { JAVASCRIPT };
            let is_keyword = known.contains(&&text[..length]);
            (if is_keyword { Kind::Keyword } else { Kind::Plain }, length)
        }
        _ => (Kind::Plain, first.len_utf8()),
    }
}

/// The length of a quoted text; without an end it is the rest of the line, or of all.
fn quoted(text: &str, quote: char, has_lines: bool) -> usize {
    let mut is_escaped = false;
    for (at, each) in text.char_indices().skip(1) {
        if each == '\n' && !has_lines {
            return at;
        }
        if each == quote && !is_escaped {
            return at + quote.len_utf8();
        }
        is_escaped = each == '\\' && !is_escaped;
    }
    text.len()
}

fn while_in(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|each: char| !belongs(each)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_comments_are_told_apart() {
        let python = "def f(a):  # why\n    return \"<a>\\\"\" + 'b' * 3\n\"\"\"two\nlines\"\"\"";
        let expected = [
            r#"<b class="k">def</b> f(a):  <b class="c"># why</b>"#,
            r#"    <b class="k">return</b> <b class="t">&quot;&lt;a&gt;\&quot;&quot;</b> + <b class="t">&#39;b&#39;</b> * <b class="n">3</b>"#,
            r#"<b class="t">&quot;&quot;&quot;two</b>"#,
            r#"<b class="t">lines&quot;&quot;&quot;</b>"#,
        ];
        assert_eq!(lines(python, Language::Python), expected);
        let script = "const a = `x\n${b}`; // c\n/* d */ this.e";
        let expected = [
            r#"<b class="k">const</b> a = <b class="t">`x</b>"#,
            r#"<b class="t">${b}`</b>; <b class="c">// c</b>"#,
            r#"<b class="c">/* d */</b> <b class="k">this</b>.e"#,
        ];
        assert_eq!(lines(script, Language::JavaScript), expected);
    }

    #[test]
    fn texts_without_an_end_end_somewhere() {
        for text in ["'a\nb", "\"\"\"a", "`a", "/* a", "\"\\", "é'ü"] {
            for language in [Language::Python, Language::JavaScript] {
                let shown = lines(text, language).join("\n");
                let plain: String =
                    shown.split('<').map(|part| part.rsplit('>').next().unwrap_or(part)).collect();
                assert_eq!(plain, escaped(text), "{text:?}");
            }
        }
    }
}
