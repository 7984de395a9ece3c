//! What a sweep of the disk means to the query graph: texts that parse become inputs, the others leave the
//! last good text in place. Decides nothing about builds.

use super::{Session, is_python};
use crate::last_good::{self, LastGood};
use crate::parallel;
use crate::protocol::BuildRequest;
use crate::vfs::{Sweep, Text};
use queries::change::{Change, ParsedText};
use queries::project::{Project, ProjectChange};
use queries::syntax::Source;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Session {
    /// What the sweep means to the graph.
    pub(super) fn change(&mut self, sweep: Sweep, request: &BuildRequest) -> Change {
        let mut change = Change::default();
        let known = Project::get(&self.db).files(&self.db);
        let is_new = |path: &Arc<str>| !known.contains(path.as_ref());
        let come_and_go = !sweep.removed.is_empty() || sweep.touched.iter().any(is_new);
        self.is_stirred |= come_and_go;
        let mut project = ProjectChange {
            files: come_and_go.then(|| self.vfs.paths().map(|path| path.as_ref().into()).collect()),
            target: Some(request.app.as_deref().map(Into::into)),
            ..ProjectChange::default()
        };
        let (python, others): (Vec<_>, Vec<_>) =
            sweep.texts.into_iter().partition(|(path, _)| is_python(path));
        self.write_python(&mut change, python, come_and_go);
        for (path, text) in others {
            let text = match text {
                Text::Valid(text) => Some(text),
                Text::NotUtf8 { .. } => None,
            };
            project.texts.push((path.as_ref().into(), text));
        }
        for path in sweep.removed {
            self.broken.remove(&path);
            if is_python(&path) {
                change.remove(path.as_ref());
            } else {
                project.texts.push((path.as_ref().into(), None));
            }
        }
        project.add_to(&mut change);
        change
    }

    /// New and changed Python files. Texts that parse are remembered, and what does not parse counts
    /// as what it was when it did, for whoever builds.
    fn write_python(
        &mut self,
        change: &mut Change,
        texts: Vec<(Arc<str>, Text)>,
        come_and_go: bool,
    ) {
        if texts.is_empty() && !come_and_go {
            return;
        }
        let before: Vec<Source> = texts.iter().map(|(path, _)| self.known_source(path)).collect();
        let files: Vec<(&Text, Source)> = texts.iter().map(|(_, text)| text).zip(before).collect();
        let syntax = self.db.syntax_cache();
        let (steps, hands) = (self.db.steps(), vec![(); parallel::threads(files.len())]);
        let parsed = parallel::map(&files, hands, |(), (text, before)| {
            steps.fetch_add(1, Ordering::Relaxed);
            match text {
                Text::Valid(text) => Ok(ParsedText::new(text, before, &syntax)),
                Text::NotUtf8 { line } => Err(*line),
            }
        });
        let file = || last_good::file(self.vfs.root());
        let mut last_good = self.last_good.take().unwrap_or_else(|| LastGood::open(file()));
        last_good.refresh();
        for ((path, text), parsed) in texts.into_iter().zip(parsed) {
            let parses = match parsed {
                Ok(parsed) => change.write_parsed(path.as_ref(), parsed),
                Err(line) => {
                    change.write_unreadable(path.as_ref(), not_utf8(line));
                    false
                }
            };
            match text {
                Text::Valid(text) if parses => {
                    self.broken.remove(&path);
                    last_good.keep(&path, &text);
                }
                Text::Valid(text) => self.set_broken(change, path, text, &mut last_good),
                Text::NotUtf8 { .. } => self.set_broken(change, path, "".into(), &mut last_good),
            }
        }
        if come_and_go {
            last_good.retain(self.vfs.paths().map(AsRef::as_ref).filter(|path| is_python(path)));
        }
        self.last_good = Some(last_good);
    }

    fn set_broken(
        &mut self,
        change: &mut Change,
        path: Arc<str>,
        text: Arc<str>,
        last_good: &mut LastGood,
    ) {
        match (last_good.text(&path), self.parsed_text(&path)) {
            (Some(known), _) => change.set_last_good(&path, &known),
            (None, Some(remembered)) if !remembered.is_empty() => {
                last_good.keep(&path, &remembered);
            }
            _ => {}
        }
        self.broken.insert(path, text);
    }

    fn known_source(&self, path: &str) -> Source {
        self.db.file(path).map(|file| file.source(&self.db).clone()).unwrap_or_default()
    }
}

fn not_utf8(line: usize) -> String {
    format!("the file is not UTF-8: line {line} has a byte that belongs to no character")
}
