//! `# sprag: hot=remount`, `hot=reload` or `hot=off` beside a class: what its author knows better.

use crate::db::Db;
use crate::input::SourceFile;
use crate::items::{ItemDef, line_index};
use crate::syntax::comments;

const MARK: &str = "sprag: hot=";

/// What a class asks for whenever it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pragma {
    /// Its islands are made anew.
    Remount,
    /// The page is loaded again.
    Reload,
    /// Open pages keep the class that they have.
    Off,
}

/// The pragmas of a file: 0-based line, and what it says.
#[salsa::tracked(returns(deref))]
fn pragmas(db: &dyn Db, file: SourceFile) -> Box<[(u32, Pragma)]> {
    let text = file.text(db);
    if !text.contains(MARK) {
        return Box::default();
    }
    let lines = line_index(db, file);
    let read = |comment: std::ops::Range<usize>| {
        let body = text[comment.clone()].trim_start_matches(['#', ' ']).strip_prefix(MARK)?;
        let pragma = match body.split_whitespace().next()? {
            "remount" => Pragma::Remount,
            "reload" => Pragma::Reload,
            "off" => Pragma::Off,
            _ => return None,
        };
        Some((lines.line(comment.start as u32), pragma))
    };
    comments(&text).filter_map(read).collect()
}

/// The pragma on the line of a class, or on the line above it or its decorators.
#[salsa::tracked(returns(copy))]
pub fn class_pragma<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Pragma> {
    let file = item.file(db);
    let pragmas = pragmas(db, file);
    if pragmas.is_empty() {
        return None;
    }
    let first = line_index(db, file).line(item.start(db));
    let header = match &item.statement(db).kind {
        crate::syntax::ast::StmtKind::Class(class) => item
            .spans(db)
            .range(class.name.id)
            .map_or(first, |range| line_index(db, file).line(item.start(db) + range.start)),
        _ => first,
    };
    let above = first.saturating_sub(1);
    pragmas.iter().find(|(line, _)| (above..=header).contains(line)).map(|&(_, pragma)| pragma)
}
