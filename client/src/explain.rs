//! `sprag explain`: what a diagnostic code means, why it is a problem and what to do.

use crate::arguments::Explain;
use crate::failure::{CLEAN, Failure};
use crate::print;
use queries::diagnostic::{CODES, CodeInfo, Example, ExampleFile, Severity};
use serde::Serialize;

/// One code, or the list of all.
pub(crate) fn run(arguments: &Explain) -> Result<u8, Failure> {
    let Some(wanted) = &arguments.code else {
        CODES.iter().for_each(|info| show(info, arguments.json, line));
        return Ok(CLEAN);
    };
    let info = find(wanted).ok_or_else(|| {
        Failure::usage(format!("there is no code {wanted}; `sprag explain` lists all"))
    })?;
    show(info, arguments.json, text);
    Ok(CLEAN)
}

/// By number, with or without its letters, or by its word.
fn find(wanted: &str) -> Option<&'static CodeInfo> {
    let number = wanted.to_ascii_uppercase().trim_start_matches("SPR").parse();
    CODES.iter().find(|info| number == Ok(info.code.0) || info.slug == wanted)
}

fn show(info: &CodeInfo, json: bool, text: fn(&CodeInfo) -> String) {
    #[derive(Serialize)]
    struct Shown<'a> {
        code: String,
        slug: &'a str,
        severity: Severity,
        title: &'a str,
        why: &'a str,
        help: &'a str,
        bad: Vec<File>,
        good: Vec<File>,
    }
    #[derive(Serialize)]
    struct File {
        path: &'static str,
        text: &'static str,
    }
    let files = |files: Vec<ExampleFile>| {
        files.into_iter().map(|ExampleFile { path, text }| File { path, text }).collect()
    };
    let CodeInfo { code, slug, severity, title, help, why } = *info;
    if json {
        let example = code.example();
        let (bad, good) =
            example.map_or_else(Default::default, |it| (files(it.bad), files(it.good)));
        let code = code.to_string();
        print::json("code", &Shown { code, slug, severity, title, why, help, bad, good });
    } else {
        print::result(&text(info));
    }
}

fn line(info: &CodeInfo) -> String {
    format!("{}  {}", info.code, info.title)
}

fn text(info: &CodeInfo) -> String {
    let severity = info.severity.name();
    let CodeInfo { code, slug, title, help, why, .. } = info;
    let example = code.example().map_or(String::new(), |Example { bad, good }| {
        format!("\n\nInstead of\n\n{}\nwrite\n\n{}", indented(&bad), indented(&good))
    });
    let text =
        format!("{severity}[{code}] {slug}\n\n{title}.\n\n{why}\n\nWhat to do: {help}{example}");
    text.trim_end().to_owned()
}

fn indented(files: &[ExampleFile]) -> String {
    let file = |file: &ExampleFile| {
        let lines =
            file.text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n");
        format!("    # {}\n{}", file.path, lines.collect::<String>())
    };
    files.iter().map(file).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_code_is_found_by_number_and_by_word() {
        for wanted in ["SPR101", "spr101", "101", "server-symbol-in-browser"] {
            assert_eq!(find(wanted).map(|info| info.code.0), Some(101), "{wanted}");
        }
        assert!(find("SPR000").is_none() && find("").is_none());
    }

    #[test]
    fn an_explanation_has_the_title_the_reason_and_the_remedy() {
        let info = find("SPR101").unwrap();
        expect![[r#"
            error[SPR101] server-symbol-in-browser

            Browser code uses something that runs on the server.

            Server classes hold secrets, sockets and files; none of that exists in a browser.

            What to do: Move the work behind an `@action` of the Controller and call it with `call_action`.

            Instead of

                # app/routes/home/modules.py
                from sprag import Module, bus

                class Counter(Module):
                    def on_start(self):
                        bus.emit("started")

            write

                # app/routes/home/modules.py
                from sprag import Module

                class Counter(Module):
                    def on_start(self):
                        self.emit("started")"#]]
        .assert_eq(&text(info));
    }
}
