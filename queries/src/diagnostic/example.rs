//! A bad and a good example for each code that reading an app's source finds.
//!
//! An example is the files that it adds to a small app with one page, in a text of its own: each begins
//! with a line `# bad: path` or `# good: path`. Tests check that the bad one gives its code and nothing
//! else, and the good one nothing at all.

use super::Code;

/// Two versions of a few files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub bad: Vec<ExampleFile>,
    pub good: Vec<ExampleFile>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    pub path: &'static str,
    pub text: &'static str,
}

macro_rules! examples {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("examples/SPR", stringify!($code), ".txt")))),*]
    };
}

/// In the order of the codes.
const EXAMPLES: &[(u16, &str)] = examples![
    101 102 103 104 105 106 107 109 111 114 115
    201 202 204
    401 402 403 404 405 406 407 408 409 410 412 413 414
    501 502 503 504 505 506 507 508 509 511 512 515 540 541
    601 602 603 604 702
];

impl Code {
    /// None for what only running the app, or the machine it runs on, can show.
    pub fn example(self) -> Option<Example> {
        let index = EXAMPLES.binary_search_by_key(&self.0, |(code, _)| *code).ok()?;
        Some(parse(EXAMPLES[index].1))
    }
}

fn parse(text: &'static str) -> Example {
    let mut example = Example { bad: Vec::new(), good: Vec::new() };
    let mut rest = text;
    while let Some((heading, after)) = rest.split_once('\n') {
        let end = next_heading(after);
        let file = |path| ExampleFile { path, text: &after[..end] };
        if let Some(path) = heading.strip_prefix("# bad: ") {
            example.bad.push(file(path));
        } else if let Some(path) = heading.strip_prefix("# good: ") {
            example.good.push(file(path));
        }
        rest = &after[end..];
    }
    example
}

fn next_heading(text: &str) -> usize {
    let is_heading = |line: &str| line.starts_with("# bad: ") || line.starts_with("# good: ");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_heading(line) {
            break;
        }
        at += line.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::BuildKind;
    use crate::diagnostic::CODES;
    use crate::surface::output::build;
    use crate::testing::example_app;

    fn found(files: &[ExampleFile]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|file| (file.path, file.text)).collect();
        let db = example_app(&files);
        let diagnostics = build(&db, BuildKind::Static).diagnostics;
        diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
    }

    #[test]
    fn a_bad_example_gives_its_code_alone_and_a_good_one_nothing() {
        let mut wrong = Vec::new();
        for (info, example) in CODES.iter().filter_map(|info| Some((info, info.code.example()?))) {
            let bad = found(&example.bad);
            let code = info.code.to_string();
            if bad.is_empty() || bad.iter().any(|message| !message.starts_with(&code)) {
                wrong.push(format!("{code}: the bad example gives {bad:#?}"));
            }
            let good = found(&example.good);
            if !good.is_empty() {
                wrong.push(format!("{code}: the good example gives {good:#?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_code_that_reading_the_source_finds_has_an_example() {
        assert!(EXAMPLES.is_sorted_by_key(|(code, _)| code));
        let without = CODES.iter().filter(|info| info.code.example().is_none());
        let without: Vec<String> = without.map(|info| info.code.to_string()).collect();
        expect_test::expect!["SPR510 SPR513 SPR514 SPR516 SPR611 SPR612 SPR614 SPR615 SPR616 SPR617 SPR618 SPR619 SPR620 SPR621 SPR701 SPR801 SPR802 SPR803 SPR804 SPR805 SPR810 SPR811 SPR812 SPR813 SPR820 SPR830 SPR831"]
            .assert_eq(&without.join(" "));
    }

    #[test]
    fn every_example_belongs_to_a_code() {
        let known = |code: &u16| Code(*code).info().is_some();
        assert!(EXAMPLES.iter().all(|(code, _)| known(code)));
    }
}
