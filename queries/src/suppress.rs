//! `# sprag: ignore[SPR508] reason`: diagnostics that the author of a line has seen and wants no more of.
//!
//! Warnings and hints only: behind an error there is no output, and no comment can change that.

use crate::check::file_diagnostics;
use crate::db::Db;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::input::{SourceFile, SourceTree, module_name};
use crate::items::line_index;
use crate::settings::settings;
use crate::syntax::comments;
use std::ops::Range;

const USELESS: Code = Code(540);
const MARK: &str = "sprag: ignore[";

/// The codes that one comment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// 0-based.
    pub line: u32,
    codes: Box<[WrittenCode]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct WrittenCode {
    /// Whatever stands there.
    code: Box<str>,
    /// In bytes of the file.
    range: (u32, u32),
}

/// The comments of a file that ask for silence, in order.
#[salsa::tracked(returns(deref))]
pub fn suppressions(db: &dyn Db, file: SourceFile) -> Box<[Suppression]> {
    let text = file.text(db);
    if !text.contains(MARK) {
        return Box::default();
    }
    let lines = line_index(db, file);
    let parsed = comments(&text).filter_map(|comment| {
        let codes = codes(&text, comment.clone())?;
        Some(Suppression { line: lines.line(comment.start as u32), codes })
    });
    parsed.collect()
}

fn codes(text: &str, comment: Range<usize>) -> Option<Box<[WrittenCode]>> {
    let body = &text[comment.clone()];
    let list = body.trim_start_matches(['#', ' ']).strip_prefix(MARK)?;
    let list = &list[..list.find(']')?];
    let mut at = comment.start + body.find(MARK)? + MARK.len();
    let mut codes = Vec::new();
    for part in list.split(',') {
        let start = at + part.len() - part.trim_start().len();
        let code = part.trim();
        let range = (start as u32, (start + code.len()) as u32);
        codes.push(WrittenCode { code: code.into(), range });
        at += part.len() + 1;
    }
    Some(codes.into())
}

/// The diagnostics without those that the project's settings leave out or that comments on their lines
/// suppress.
pub fn unsuppressed(db: &dyn Db, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let settings = settings(db);
    diagnostics.retain(|found| settings.reports(found) && !is_suppressed(db, found));
    diagnostics
}

/// What is said of a file: its own diagnostics as far as they are not suppressed, and what is wrong with its
/// comments. Not sorted.
#[salsa::tracked(returns(deref))]
pub fn reported_diagnostics(db: &dyn Db, file: SourceFile) -> Box<[Diagnostic]> {
    let settings = settings(db);
    let mut reported = unsuppressed(db, file_diagnostics(db, file).to_vec());
    let codes = suppressions(db, file).iter().flat_map(|suppression| &suppression.codes);
    let useless = codes.filter_map(|written| useless(db, file, written));
    reported.extend(useless.filter(|found| settings.reports(found)));
    reported.into()
}

fn is_suppressed(db: &dyn Db, diagnostic: &Diagnostic) -> bool {
    let Some((start, _)) = diagnostic.range else { return false };
    let module = module_name(&diagnostic.path);
    let Some(&file) = SourceTree::get(db).modules(db).get(&module) else { return false };
    if diagnostic.severity == Severity::Error || *file.path(db) != *diagnostic.path {
        return false;
    }
    let (line, code) = (line_index(db, file).line(start), diagnostic.code.to_string());
    let here = suppressions(db, file).iter().filter(|suppression| suppression.line == line);
    here.flat_map(|suppression| &suppression.codes).any(|written| *written.code == *code)
}

/// A code that a comment cannot suppress.
fn useless(db: &dyn Db, file: SourceFile, written: &WrittenCode) -> Option<Diagnostic> {
    let code = &*written.code;
    let number = code.strip_prefix("SPR").and_then(|number| number.parse().ok());
    let known =
        number.map(Code).filter(|known| known.to_string() == code && known.info().is_some());
    let message = match known.map(Code::severity) {
        Some(Severity::Error) => format!("{code} is an error, and errors cannot be ignored"),
        Some(_) => return None,
        None => format!("there is no diagnostic `{code}`"),
    };
    Some(Diagnostic {
        path: file.path(db).to_string(),
        range: Some(written.range),
        code: USELESS,
        severity: USELESS.severity(),
        message,
        help: USELESS.info().map(|info| info.help.to_owned()),
        related: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use crate::artifact::BuildKind;
    use crate::surface::output::build;
    use crate::testing::app;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(class_line: &str, expected: Expect) {
        let web = format!(
            "from sprag import Component, Screen\n\n\n{class_line}\n    note = '# sprag: ignore[SPR999]'\n\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return []\n"
        );
        let db = app(&[("app/routes/home/web.py", &web)]);
        let shown = build(&db, BuildKind::Static).diagnostics.into_iter().map(|found| {
            let place = found.range.map(|(start, end)| &web[start as usize..end as usize]);
            format!("{place:?} {} {}\n", found.code, found.message)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn a_comment_suppresses_the_codes_it_names_on_its_line() {
        check(
            "class Card(Component):",
            expect![[r#"
            Some("Card") SPR508 no page or mount needs the browser class `Card`
        "#]],
        );
        check(
            "class Card(Component):  # sprag: ignore[SPR410, SPR508] kept for later",
            expect![[""]],
        );
        check(
            "# sprag: ignore[SPR508] the wrong line\nclass Card(Component):",
            expect![[r#"
            Some("Card") SPR508 no page or mount needs the browser class `Card`
        "#]],
        );
    }

    #[test]
    fn codes_that_cannot_be_suppressed_are_reported() {
        check(
            "class Card(Component):  # sprag: ignore[SPR508, SPR998, nonsense, SPR107]",
            expect![[r#"
                Some("SPR998") SPR540 there is no diagnostic `SPR998`
                Some("nonsense") SPR540 there is no diagnostic `nonsense`
                Some("SPR107") SPR540 SPR107 is an error, and errors cannot be ignored
            "#]],
        );
    }
}
