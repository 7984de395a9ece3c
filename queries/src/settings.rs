//! `[tool.sprag]` of pyproject.toml, as far as it says what is reported.
//!
//! Errors are never selected or ignored: behind them there is no output.

use crate::db::Db;
use crate::diagnostic::{CODES, Code, Diagnostic, Severity};
use crate::project::Project;
use crate::suggest::closest;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const BAD_SETTING: Code = Code(541);

/// The file that holds the settings.
pub const FILE: &str = "pyproject.toml";

/// What the table may hold; `python` is the client's.
const KEYS: [&str; 4] = ["python", "select", "ignore", "budget"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which warnings and hints are reported; all, if there is no such list.
    select: Option<Vec<Code>>,
    ignore: Vec<Code>,
    /// The kilobytes of JavaScript that a surface may have.
    pub budget: Option<usize>,
    /// What is wrong with the settings.
    pub problems: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
pub fn settings(db: &dyn Db) -> Settings {
    Project::get(db).text_of(db, FILE).map_or_else(Settings::default, |text| read(text))
}

impl Settings {
    /// Whether a diagnostic is reported.
    pub fn reports(&self, diagnostic: &Diagnostic) -> bool {
        let code = &diagnostic.code;
        let is_selected = self.select.as_ref().is_none_or(|select| select.contains(code));
        diagnostic.severity == Severity::Error || is_selected && !self.ignore.contains(code)
    }
}

/// Reads the settings of a file. A text that is no TOML is a problem of its own.
pub fn read(text: &str) -> Settings {
    let mut settings = Settings::default();
    match DeTable::parse(text) {
        Ok(file) => {
            if let Some(table) = table(file.get_ref(), "tool").and_then(|tool| table(tool, "sprag"))
            {
                settings.take(table);
            }
        }
        Err(error) => settings.problem(error.span().unwrap_or_default(), error.message(), None),
    }
    settings.problems.sort();
    settings
}

fn table<'a>(within: &'a DeTable<'a>, name: &str) -> Option<&'a DeTable<'a>> {
    match within.get(name)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

impl Settings {
    fn take(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match &**key.get_ref() {
                "select" => self.select = Some(self.codes(value)),
                "ignore" => self.ignore = self.codes(value),
                "budget" => self.take_budget(value),
                other => {
                    if let Some(meant) = closest(other, KEYS) {
                        let message = format!("there is no setting `{other}`");
                        let help = format!("did you mean `{meant}`?");
                        self.problem(key.span(), &message, Some(help));
                    }
                }
            }
        }
    }

    fn take_budget(&mut self, value: &Spanned<DeValue<'_>>) {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        match number {
            Some(number) => self.budget = Some(number),
            None => self.problem(value.span(), "`budget` takes a whole number of kilobytes", None),
        }
    }

    /// Codes by number, by the beginning of a number, or by word: `SPR508`, `SPR6`, `unreached-class`.
    fn codes(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Code> {
        let DeValue::Array(items) = value.get_ref() else {
            self.problem(value.span(), "a list of codes is needed", None);
            return Vec::new();
        };
        let mut codes = Vec::new();
        for item in items {
            let Some(word) = item.get_ref().as_str() else {
                self.problem(item.span(), "a code is a string, such as \"SPR508\"", None);
                continue;
            };
            let found = CODES.iter().filter(|info| {
                info.slug == word
                    || word.starts_with("SPR") && info.code.to_string().starts_with(word)
            });
            let before = codes.len();
            codes.extend(found.map(|info| info.code));
            if codes.len() == before {
                let slugs = CODES.iter().map(|info| info.slug);
                let help = closest(word, slugs).map(|meant| format!("did you mean `{meant}`?"));
                self.problem(item.span(), &format!("there is no diagnostic `{word}`"), help);
            }
        }
        codes
    }

    fn problem(&mut self, range: Range<usize>, message: &str, help: Option<String>) {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.problems.push(Diagnostic {
            path: FILE.to_owned(),
            range: Some((offset(range.start), offset(range.end))),
            code: BAD_SETTING,
            severity: BAD_SETTING.severity(),
            message: message.to_owned(),
            help: help.or_else(|| BAD_SETTING.info().map(|info| info.help.to_owned())),
            related: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(settings: &str, codes: &[u16]) -> Vec<u16> {
        let settings = read(&format!("[tool.sprag]\n{settings}"));
        assert_eq!(settings.problems, []);
        let diagnostic = |code: u16| Diagnostic {
            path: String::new(),
            range: None,
            code: Code(code),
            severity: Code(code).severity(),
            message: String::new(),
            help: None,
            related: Vec::new(),
        };
        codes.iter().copied().filter(|code| settings.reports(&diagnostic(*code))).collect()
    }

    #[test]
    fn warnings_are_selected_and_ignored_by_code_beginning_or_word() {
        let codes = [101, 412, 504, 508, 601, 604];
        assert_eq!(reported("", &codes), codes);
        assert_eq!(
            reported("ignore = ['SPR508', 'unlabelled-control']", &codes),
            [101, 412, 504, 601]
        );
        assert_eq!(reported("select = ['SPR6']", &codes), [101, 601, 604]);
        assert_eq!(
            reported("select = ['SPR5', 'SPR6']\nignore = ['SPR60']", &codes),
            [101, 504, 508]
        );
        assert_eq!(reported("ignore = ['SPR']", &codes), [101]);
    }

    #[test]
    fn what_makes_no_sense_is_a_problem_where_it_stands() {
        let problems = |text: &str| -> Vec<(String, String)> {
            let problem = |found: Diagnostic| {
                let (start, end) = found.range.unwrap_or_default();
                (text[start as usize..end as usize].to_owned(), found.message)
            };
            read(text).problems.into_iter().map(problem).collect()
        };
        let found = problems("[tool.sprag]\nselct = []\nignore = ['SPR999', 4]\nbudget = 'x'\n");
        let messages: Vec<_> =
            found.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
        assert_eq!(
            messages,
            [
                ("selct", "there is no setting `selct`"),
                ("'SPR999'", "there is no diagnostic `SPR999`"),
                ("4", "a code is a string, such as \"SPR508\""),
                ("'x'", "`budget` takes a whole number of kilobytes"),
            ]
        );
        assert_eq!(problems("[tool.sprag\n").len(), 1);
        assert_eq!(problems("[tool.other]\nselct = 1\n"), []);
    }
}
