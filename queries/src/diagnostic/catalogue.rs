//! The catalogue as a page of the documentation.

use super::{CODES, CodeInfo, Example, ExampleFile};

const HEAD: &str = "# Catalogue of diagnostics

This page is made from the table that `sprag explain` reads. How problems are printed, ignored and counted is in
[Diagnostics](diagnostics.md).
";

/// The groups of codes, by their first digit.
const GROUPS: [(u16, &str); 7] = [
    (1, "The border between server and browser"),
    (2, "Python that the browser cannot have"),
    (4, "Wiring between the two sides"),
    (5, "Structure and settings"),
    (6, "Rendering and running"),
    (7, "Weight"),
    (8, "The build tool and the environment"),
];

/// All codes with their reasons, remedies and examples, as Markdown.
pub fn catalogue() -> String {
    let group = |(digit, title): (u16, &str)| {
        let codes = CODES.iter().filter(|info| info.code.0 / 100 == digit);
        format!("\n## SPR{digit}xx {title}\n{}", codes.map(entry).collect::<String>())
    };
    format!("{HEAD}{}", GROUPS.map(group).concat())
}

fn entry(info: &CodeInfo) -> String {
    let CodeInfo { code, slug, severity, title, help, why } = info;
    let example = code.example().map_or(String::new(), |Example { bad, good }| {
        format!("\nInstead of\n\n{}\nwrite\n\n{}", blocks(&bad), blocks(&good))
    });
    format!("\n### {code} {slug}\n\n{title} ({}). {why}\n\n{help}\n{example}", severity.name())
}

fn blocks(files: &[ExampleFile]) -> String {
    let block = |file: &ExampleFile| {
        let lines =
            file.text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n");
        format!("`{}`\n\n{}", file.path, lines.collect::<String>())
    };
    files.iter().map(block).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_is_that_of_the_table() {
        expect_test::expect_file!["../../../docs/catalogue.md"].assert_eq(&catalogue());
    }

    #[test]
    fn every_code_has_a_group() {
        let has_group =
            |info: &&CodeInfo| GROUPS.iter().any(|(digit, _)| *digit == info.code.0 / 100);
        assert_eq!(CODES.iter().filter(has_group).count(), CODES.len());
    }
}
