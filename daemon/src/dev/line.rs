//! The line of a save: what is known of it at once, and what pages answer.

use super::message::Saved;
use queries::hot::{self, Level};
use std::time::{Duration, Instant, SystemTime};

/// How long a line waits for answers of pages.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) struct Line {
    pub(super) saved: Saved,
    pub(super) until: Instant,
    since: SystemTime,
    /// Pages that have not answered.
    awaited: usize,
    /// The most that a page has done.
    level: Level,
}

impl Line {
    /// The line of a save at `since`, which so many open pages were told of if it has a number.
    pub(super) fn new(mut saved: Saved, since: SystemTime, pages: usize) -> Self {
        saved.built_ms = between(since, SystemTime::now());
        let awaited = if saved.seq > 0 { pages } else { 0 };
        Self { saved, until: Instant::now() + PATIENCE, since, awaited, level: Level::None }
    }

    /// Whether there is nothing to wait for.
    pub(super) fn is_complete(&self) -> bool {
        self.awaited == 0
    }

    /// A page has answered, at this time.
    pub(super) fn answered(&mut self, report: &hot::Report, at: SystemTime) {
        if report.seq == 0 || report.seq != self.saved.seq {
            return;
        }
        self.saved.pages += 1;
        self.awaited = self.awaited.saturating_sub(1);
        self.saved.screen_ms.get_or_insert(between(self.since, at));
        if self.saved.pages == 1 || report.level > self.level {
            self.level = report.level;
            report.level.name().clone_into(&mut self.saved.level);
            self.saved.reason = Some(report.reason.clone());
        }
    }
}

/// Milliseconds.
fn between(since: SystemTime, until: SystemTime) -> u64 {
    let elapsed = until.duration_since(since).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(seq: u64, level: Level, reason: &str) -> hot::Report {
        hot::Report { seq, level, reason: reason.to_owned(), ..hot::Report::default() }
    }

    #[test]
    fn a_line_tells_the_most_that_a_page_did_and_when_the_first_had_done_it() {
        let since = SystemTime::now();
        let saved = Saved { seq: 7, level: "reload".to_owned(), ..Saved::default() };
        let mut line = Line::new(saved, since, 3);
        let at = |ms| since + Duration::from_millis(ms);
        line.answered(&answer(6, Level::Reload, "of an earlier save"), at(1));
        assert_eq!(line.saved.screen_ms, None);
        line.answered(&answer(7, Level::None, "another surface"), at(5));
        assert_eq!((line.saved.level.as_str(), line.saved.screen_ms), ("none", Some(5)));
        line.answered(&answer(7, Level::Remount, "Card.__init__ changed"), at(9));
        line.answered(&answer(7, Level::Swap, "Card changed"), at(12));
        assert!(line.is_complete());
        let Saved { level, reason, screen_ms, pages, .. } = line.saved;
        assert_eq!((level.as_str(), screen_ms, pages), ("remount", Some(5), 3));
        assert_eq!(reason.as_deref(), Some("Card.__init__ changed"));
    }

    #[test]
    fn nobody_is_waited_for_without_pages_or_without_an_update() {
        let told = Saved { seq: 1, ..Saved::default() };
        assert!(Line::new(told, SystemTime::now(), 0).is_complete());
        assert!(Line::new(Saved::default(), SystemTime::now(), 2).is_complete());
    }
}
