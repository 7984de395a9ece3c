//! `sprag explain`: what a diagnostic code means, why it is a problem and what to do.

use crate::arguments::Explain;
use crate::failure::{CLEAN, Failure};
use crate::print;
use queries::diagnostic::{CODES, CodeInfo, Severity};
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
    }
    let CodeInfo { code, slug, severity, title, help, why } = *info;
    if json {
        print::json("code", &Shown { code: code.to_string(), slug, severity, title, why, help });
    } else {
        print::result(&text(info));
    }
}

fn line(info: &CodeInfo) -> String {
    format!("{}  {}", info.code, info.title)
}

fn text(info: &CodeInfo) -> String {
    let severity = match info.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    };
    let CodeInfo { code, slug, title, help, why, .. } = info;
    format!("{severity}[{code}] {slug}\n\n{title}.\n\n{why}\n\nWhat to do: {help}")
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

            What to do: Move the work behind an `@action` of the Controller and call it with `call_action`."#]]
        .assert_eq(&text(info));
    }
}
