//! Progress while a build runs: a bar on a terminal, a line for each phase elsewhere.

use crate::print::{self, Format};
use daemon::protocol::{Phase, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

pub(crate) enum Meter {
    Bar(ProgressBar),
    Lines { last: Option<Phase> },
    Silent,
}

impl Meter {
    pub(crate) fn new(format: Format) -> Self {
        if format == Format::Json {
            return Self::Silent;
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines { last: None };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(style("{spinner} {msg}"));
        Self::Bar(bar)
    }

    pub(crate) fn show(&mut self, progress: &Progress) {
        match self {
            Self::Bar(bar) => {
                bar.set_message(progress.phase.label());
                if progress.total > 0 {
                    bar.set_style(style("{msg:>10} {bar:24} {pos}/{len}"));
                    bar.set_length(progress.total as u64);
                    bar.set_position(progress.done as u64);
                } else {
                    bar.set_style(style("{msg:>10}"));
                    bar.tick();
                }
            }
            Self::Lines { last } if *last != Some(progress.phase) => {
                *last = Some(progress.phase);
                print::note(progress.phase.label());
            }
            Self::Lines { .. } | Self::Silent => {}
        }
    }

    /// Prints a line without a bar in the way.
    pub(crate) fn note(&self, line: &str) {
        match self {
            Self::Bar(bar) => bar.suspend(|| print::note(line)),
            Self::Lines { .. } | Self::Silent => print::note(line),
        }
    }

    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
