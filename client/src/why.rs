//! `sprag why`: why a class, page or file was built again, or was not, by the last builds.
//!
//! Reads the history that builds leave in the project; no daemon is asked.

use crate::arguments::Why;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use daemon::builds::{Record, records};
use daemon::protocol::RenderedPage;
use queries::why::Compiled;
use serde::Serialize;
use std::time::{SystemTime, UNIX_EPOCH};

/// Names of a list that are shown; the rest is counted.
const SHOWN: usize = 10;

pub(crate) fn run(arguments: &Why) -> Result<u8, Failure> {
    let project = Project::open(None, arguments.project_root.as_deref())?;
    let records = records(&project.root);
    let Some(last) = records.last() else {
        print::note("nothing was built here yet");
        return Ok(PROBLEMS);
    };
    let target = arguments.target.as_deref().map(|target| Target::of(target, &project));
    let found = match &target {
        None => Some(last),
        Some(target) => records.iter().rev().find(|record| target.is_in(record)),
    };
    if arguments.json {
        print::json("why", &Told { target: arguments.target.as_deref(), last, found });
    } else {
        print::result(&told(target.as_ref(), last, found, records.len(), now()));
    }
    Ok(CLEAN)
}

#[derive(Serialize)]
struct Told<'a> {
    target: Option<&'a str>,
    last: &'a Record,
    /// The newest build that the target took part in.
    found: Option<&'a Record>,
}

enum Target {
    Class(String),
    /// A path of the app.
    Page(String),
    /// A project file.
    File(String),
}

impl Target {
    fn of(word: &str, project: &Project) -> Self {
        let typed = std::path::absolute(word).unwrap_or_default();
        let in_project = typed.strip_prefix(&project.root).ok();
        if project.root.join(word).is_file() {
            Self::File(word.trim_start_matches("./").to_owned())
        } else if let Some(path) = in_project.filter(|_| typed.is_file()) {
            Self::File(path.display().to_string())
        } else if word.starts_with('/') {
            Self::Page(word.to_owned())
        } else if word.contains('.') {
            Self::File(word.to_owned())
        } else {
            Self::Class(word.to_owned())
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Class(name) | Self::Page(name) | Self::File(name) => name,
        }
    }

    fn is_in(&self, record: &Record) -> bool {
        record.is_first
            || match self {
                Self::Class(name) => record.compiled.iter().any(|it| it.class == *name),
                Self::Page(path) => record.rendered.iter().any(|page| page.path == *path),
                Self::File(path) => record.changed.contains(path),
            }
    }
}

fn told(
    target: Option<&Target>,
    last: &Record,
    found: Option<&Record>,
    known: usize,
    now: u64,
) -> String {
    let Some(target) = target else { return whole(last, now) };
    let name = target.name();
    let mut text = String::new();
    if found.is_none_or(|found| found.number != last.number) {
        text = format!("{name} was not part of {}: {}\n", build(last, now), unaffected(last, name));
    }
    match found {
        None => text + &format!("nor of the {known} builds that are remembered"),
        Some(found) if found.is_first => {
            text + &format!("{} knew nothing yet, so it made everything", build(found, now))
        }
        Some(found) => text + &reason(target, found, now),
    }
}

/// What the build had to do with instead.
fn unaffected(last: &Record, name: &str) -> String {
    match last.changed.as_slice() {
        [] => "no file had changed".to_owned(),
        changed => format!("{name} does not depend on what changed in {}", list(changed)),
    }
}

fn reason(target: &Target, record: &Record, now: u64) -> String {
    let build = build(record, now);
    match target {
        Target::Class(name) => {
            let compiled = record.compiled.iter().find(|it| it.class == *name);
            compiled.map_or_else(String::new, |it| class_reason(it, record, &build))
        }
        Target::Page(path) => {
            let page = record.rendered.iter().find(|page| page.path == *path);
            let why = page.map_or("", |page| page.reason.as_str());
            format!("{path} was rendered by {build}, because {why}")
        }
        Target::File(path) => format!("{path} had changed before {build}\n{}", effects(record)),
    }
}

fn class_reason(compiled: &Compiled, record: &Record, build: &str) -> String {
    let name = &compiled.class;
    let because = match compiled.way.as_slice() {
        [] => format!("something that it uses changed in {}", list(&record.changed)),
        [_] => "its own text changed".to_owned(),
        [.., end] => format!("`{}` changed, which it uses", end.name),
    };
    let mut text = format!("{name} was compiled by {build}, because {because}\n{}", tree(compiled));
    let others: Vec<&String> =
        record.compiled.iter().map(|it| &it.class).filter(|it| *it != name).collect();
    if !others.is_empty() {
        text += &format!("\nalso compiled: {}", list(&others));
    }
    text
}

/// The way from the class to what changed, one step a line.
fn tree(compiled: &Compiled) -> String {
    let steps = compiled.way.iter().enumerate().map(|(depth, step)| {
        let branch = if depth == 0 { String::new() } else { "   ".repeat(depth - 1) + "└─ " };
        format!("  {branch}{}  {}", step.name, step.file)
    });
    steps.collect::<Vec<_>>().join("\n")
}

/// A build as a whole.
fn whole(record: &Record, now: u64) -> String {
    if record.is_first {
        return format!("{} knew nothing yet, so it made everything", build(record, now));
    }
    let changed = match record.changed.as_slice() {
        [] => "no file had changed".to_owned(),
        changed => format!("changed: {}", list(changed)),
    };
    format!("{}\n{changed}\n{}", build(record, now), effects(record))
}

fn effects(record: &Record) -> String {
    let compiled = record.compiled.iter().map(|it| match it.way.as_slice() {
        [_, .., end] => format!("  {} (uses {})", it.class, end.name),
        _ => format!("  {}", it.class),
    });
    let rendered =
        record.rendered.iter().map(|RenderedPage { path, reason }| format!("  {path} ({reason})"));
    let part = |what: &str, lines: Vec<String>| {
        let rest = lines.len().saturating_sub(SHOWN);
        let mut text =
            if lines.is_empty() { format!("{what}: nothing") } else { format!("{what}:") };
        lines.iter().take(SHOWN).for_each(|line| text = format!("{text}\n{line}"));
        if rest > 0 { format!("{text}\n  and {rest} more") } else { text }
    };
    format!("{}\n{}", part("compiled", compiled.collect()), part("rendered", rendered.collect()))
}

fn list<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}

/// `build 57 (3 minutes ago, 12 ms)`
fn build(record: &Record, now: u64) -> String {
    let age = now.saturating_sub(record.at) / 1000;
    let age = match age {
        0..60 => format!("{age} s ago"),
        60..3600 => format!("{} min ago", age / 60),
        3600..172_800 => format!("{} h ago", age / 3600),
        _ => format!("{} days ago", age / 86_400),
    };
    format!("build {} ({age}, {} ms)", record.number, record.milliseconds)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use queries::why::Step;

    fn step(file: &str, name: &str) -> Step {
        Step { file: file.to_owned(), name: name.to_owned() }
    }

    fn history() -> Vec<Record> {
        let base =
            Record { number: 1, at: 0, milliseconds: 900, is_first: true, ..Record::default() };
        let helper = Record {
            number: 2,
            at: 60_000,
            milliseconds: 12,
            changed: vec!["app/kit.py".to_owned()],
            compiled: vec![Compiled {
                class: "Card".to_owned(),
                file: "app/web.py".to_owned(),
                way: vec![step("app/web.py", "Card"), step("app/kit.py", "total")],
            }],
            rendered: vec![RenderedPage {
                path: "/".to_owned(),
                reason: "app/kit.py changed".to_owned(),
            }],
            ..Record::default()
        };
        let own = Record {
            number: 3,
            at: 118_000,
            milliseconds: 3,
            changed: vec!["app/badge.py".to_owned()],
            compiled: vec![Compiled {
                class: "Badge".to_owned(),
                file: "app/badge.py".to_owned(),
                way: vec![step("app/badge.py", "Badge")],
            }],
            ..Record::default()
        };
        vec![base, helper, own]
    }

    #[track_caller]
    fn check(target: Option<Target>, expected: Expect) {
        let records = history();
        let last = &records[2];
        let found = records.iter().rev().find(|it| target.as_ref().is_none_or(|t| t.is_in(it)));
        expected.assert_eq(&told(target.as_ref(), last, found, records.len(), 120_000));
    }

    #[test]
    fn a_class_that_was_compiled_has_a_reason() {
        check(
            Some(Target::Class("Badge".to_owned())),
            expect![[r#"
            Badge was compiled by build 3 (2 s ago, 3 ms), because its own text changed
              Badge  app/badge.py"#]],
        );
    }

    #[test]
    fn a_class_that_was_not_has_one_too_and_its_last_time() {
        check(
            Some(Target::Class("Card".to_owned())),
            expect![[r#"
            Card was not part of build 3 (2 s ago, 3 ms): Card does not depend on what changed in app/badge.py
            Card was compiled by build 2 (1 min ago, 12 ms), because `total` changed, which it uses
              Card  app/web.py
              └─ total  app/kit.py"#]],
        );
    }

    #[test]
    fn a_page_and_a_file_are_told_with_what_they_did() {
        check(
            Some(Target::Page("/".to_owned())),
            expect![[r#"
            / was not part of build 3 (2 s ago, 3 ms): / does not depend on what changed in app/badge.py
            / was rendered by build 2 (1 min ago, 12 ms), because app/kit.py changed"#]],
        );
        check(
            Some(Target::File("app/badge.py".to_owned())),
            expect![[r#"
            app/badge.py had changed before build 3 (2 s ago, 3 ms)
            compiled:
              Badge
            rendered: nothing"#]],
        );
    }

    #[test]
    fn without_a_target_the_last_build_is_told() {
        check(
            None,
            expect![[r#"
            build 3 (2 s ago, 3 ms)
            changed: app/badge.py
            compiled:
              Badge
            rendered: nothing"#]],
        );
    }
}
