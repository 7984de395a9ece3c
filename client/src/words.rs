//! How a build that went well is told: by `sprag` where it asks alone, by `spragd` everywhere else.

use serde::{Deserialize, Serialize};

/// What there is to say of a build without problems, apart from its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Words {
    Built {
        /// The output folder, as the user would name it.
        output: String,
        /// The command that serves it.
        serve: String,
    },
    Checked,
}

/// The figures of a build that wrote its outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub milliseconds: u64,
    pub written: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Words {
    /// Whole lines.
    pub fn say(&self, figures: Figures) -> String {
        let Self::Built { output, serve } = self else { return "no problems\n".to_owned() };
        let Figures { milliseconds, written, removed, unchanged } = figures;
        format!(
            "built {output} in {}: {} written, {removed} removed, {unchanged} unchanged\nserve it: {serve}\n",
            duration(milliseconds),
            count(written, "file"),
        )
    }
}

/// A number of things, in words.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn duration(milliseconds: u64) -> String {
    if milliseconds < 1000 {
        format!("{milliseconds} ms")
    } else {
        format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_told_with_its_figures() {
        let words = Words::Built { output: "dist".to_owned(), serve: "python dist".to_owned() };
        let figures = Figures { milliseconds: 1234, written: 1, removed: 0, unchanged: 7 };
        assert_eq!(
            words.say(figures),
            "built dist in 1.2 s: 1 file written, 0 removed, 7 unchanged\nserve it: python dist\n"
        );
        let quick = Figures { milliseconds: 12, written: 2, ..figures };
        assert!(words.say(quick).starts_with("built dist in 12 ms: 2 files written"));
        assert_eq!(Words::Checked.say(figures), "no problems\n");
    }
}
