//! Where lines break in elements: `h("div", {…}, child, child)` has a line for each child, as a list literal would.

use std::io::Result;
use swc_common::{BytePos, Span};
use swc_ecma_codegen::text_writer::WriteJs;

/// Ends the callee of a call whose arguments stand on lines of their own after the first, or the second.
const BREAK_AFTER: [char; 2] = ['\u{1}', '\u{2}'];

/// The name of a callee of which all arguments but the first `heads` get a line each.
pub(super) fn broken(callee: &str, heads: usize) -> String {
    let mark = BREAK_AFTER.get(heads.wrapping_sub(1)).copied();
    callee.chars().chain(mark).collect()
}

/// Writes what the emitter says, with these line breaks.
pub(super) struct Layout<W> {
    inner: W,
    open: Vec<Bracket>,
    /// The callee before the next bracket asked for lines after so many arguments.
    asked: Option<usize>,
    /// The next space is the end of a line.
    ends_line: bool,
}

struct Bracket {
    opened_by: &'static str,
    heads: Option<usize>,
    commas: usize,
}

impl Bracket {
    fn is_broken(&self) -> bool {
        self.heads.is_some_and(|heads| self.commas >= heads)
    }
}

impl<W: WriteJs> Layout<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, open: vec![], asked: None, ends_line: false }
    }

    fn close(&mut self, opener: &str) -> Result<()> {
        if self.open.last().is_some_and(|bracket| bracket.opened_by == opener)
            && self.open.pop().is_some_and(|bracket| bracket.is_broken())
        {
            return self.inner.decrease_indent();
        }
        Ok(())
    }

    fn comma(&mut self) -> Result<()> {
        let Some(bracket) = self.open.last_mut() else { return Ok(()) };
        bracket.commas += 1;
        self.ends_line = bracket.is_broken();
        if bracket.heads == Some(bracket.commas) {
            return self.inner.increase_indent();
        }
        Ok(())
    }
}

impl<W: WriteJs> WriteJs for Layout<W> {
    fn write_symbol(&mut self, span: Span, s: &str) -> Result<()> {
        let callee = s.strip_suffix(BREAK_AFTER);
        self.asked = callee
            .and_then(|_| BREAK_AFTER.iter().position(|mark| s.ends_with(*mark)))
            .map(|index| index + 1);
        self.inner.write_symbol(span, callee.unwrap_or(s))
    }

    fn write_punct(&mut self, span: Option<Span>, s: &'static str, commit: bool) -> Result<()> {
        let asked = self.asked.take();
        match s {
            "(" | "[" | "{" | "${" => {
                self.open.push(Bracket { opened_by: s, heads: asked, commas: 0 });
            }
            ")" => self.close("(")?,
            "]" => self.close("[")?,
            "}" if self.open.last().is_some_and(|bracket| bracket.opened_by == "${") => {
                self.open.pop();
            }
            "}" => self.close("{")?,
            "," => self.comma()?,
            _ => {}
        }
        self.inner.write_punct(span, s, commit)
    }

    fn write_space(&mut self) -> Result<()> {
        if std::mem::take(&mut self.ends_line) {
            self.inner.write_line()
        } else {
            self.inner.write_space()
        }
    }

    fn increase_indent(&mut self) -> Result<()> {
        self.inner.increase_indent()
    }
    fn decrease_indent(&mut self) -> Result<()> {
        self.inner.decrease_indent()
    }
    fn write_semi(&mut self, span: Option<Span>) -> Result<()> {
        self.inner.write_semi(span)
    }
    fn write_keyword(&mut self, span: Option<Span>, s: &'static str) -> Result<()> {
        self.inner.write_keyword(span, s)
    }
    fn write_operator(&mut self, span: Option<Span>, s: &str) -> Result<()> {
        self.inner.write_operator(span, s)
    }
    fn write_param(&mut self, s: &str) -> Result<()> {
        self.inner.write_param(s)
    }
    fn write_property(&mut self, s: &str) -> Result<()> {
        self.inner.write_property(s)
    }
    fn write_line(&mut self) -> Result<()> {
        self.inner.write_line()
    }
    fn write_lit(&mut self, span: Span, s: &str) -> Result<()> {
        self.inner.write_lit(span, s)
    }
    fn write_comment(&mut self, s: &str) -> Result<()> {
        self.inner.write_comment(s)
    }
    fn write_str_lit(&mut self, span: Span, s: &str) -> Result<()> {
        self.inner.write_str_lit(span, s)
    }
    fn write_str(&mut self, s: &str) -> Result<()> {
        self.inner.write_str(s)
    }
    fn care_about_srcmap(&self) -> bool {
        self.inner.care_about_srcmap()
    }
    fn add_srcmap(&mut self, pos: BytePos) -> Result<()> {
        self.inner.add_srcmap(pos)
    }
    fn commit_pending_semi(&mut self) -> Result<()> {
        self.inner.commit_pending_semi()
    }
    fn can_ignore_invalid_unicodes(&mut self) -> bool {
        self.inner.can_ignore_invalid_unicodes()
    }
}
