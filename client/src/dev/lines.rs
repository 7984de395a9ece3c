//! What happens, as one line each.

use daemon::dev::message::{DevEvent, Saved, ServerChange};

const QUIET: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const WARN: &str = "\x1b[33m";
const PLAIN: &str = "\x1b[0m";

/// Names shown of a list before the rest is counted.
const SHOWN: usize = 3;

/// The line for an event; `None` for those that have none.
pub(super) fn line(event: &DevEvent, url: Option<&str>) -> Option<String> {
    match event {
        DevEvent::Ready { surfaces, milliseconds } => Some(format!(
            "serving {BOLD}{}{PLAIN}  {QUIET}{}, ready in {milliseconds} ms   \
             r reload  o open  d dashboard  q quit{PLAIN}",
            url.unwrap_or_default(),
            count(*surfaces, "page"),
        )),
        DevEvent::Saved(line) => Some(saved(line)),
        DevEvent::Output { line } => Some(format!("{QUIET}app |{PLAIN} {line}")),
        DevEvent::Note { text } => Some(format!("{WARN}{text}{PLAIN}")),
        DevEvent::Serving { .. } | DevEvent::Problems { .. } | DevEvent::Ended { .. } => None,
    }
}

pub(super) fn quiet(text: &str) -> String {
    format!("{QUIET}{text}{PLAIN}")
}

fn saved(saved: &Saved) -> String {
    let mut parts = vec![format!("{BOLD}{}{PLAIN}", list(&saved.changed))];
    if saved.is_broken {
        parts.push(format!("{WARN}has errors: the last good code stays{PLAIN}"));
    } else if !saved.compiled.is_empty() {
        parts.push(format!("compiled {}", list(&saved.compiled)));
    }
    match &saved.server {
        Some(ServerChange::Restarted { milliseconds, without, .. }) => {
            parts.push(format!("server restarted in {milliseconds} ms"));
            if !without.is_empty() {
                parts.push(format!("{WARN}with {} as last good{PLAIN}", list(without)));
            }
        }
        Some(ServerChange::Kept { .. }) => {
            parts.push(format!("{WARN}the last good server stays{PLAIN}"));
        }
        Some(ServerChange::Patched) | None => {}
    }
    parts.push(page(saved));
    if let Some(reason) = reason(saved) {
        parts.push(format!("{QUIET}because {reason}{PLAIN}"));
    }
    let took = saved.screen_ms.unwrap_or(saved.built_ms);
    parts.push(format!("{BOLD}{took} ms{PLAIN}"));
    parts.join("  ")
}

/// How the page took it.
fn page(saved: &Saved) -> String {
    let level = match saved.level.as_str() {
        "" | "none" => return "nothing to do in the browser".to_owned(),
        level => level,
    };
    match (saved.pages, saved.screen_ms) {
        (_, None) => format!("{level}, no page open"),
        (pages, Some(_)) => format!("{level} in {}", count(pages, "page")),
    }
}

/// The reason, where more is lost than by a swap.
fn reason(saved: &Saved) -> Option<&str> {
    let is_much = matches!(saved.level.as_str(), "remount" | "reload");
    saved.reason.as_deref().filter(|_| is_much)
}

fn list(names: &[String]) -> String {
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn plain(saved: &Saved) -> String {
        anstream::adapter::strip_str(&super::saved(saved)).to_string()
    }

    fn change() -> Saved {
        Saved {
            changed: vec!["app/modules.py".into()],
            compiled: vec!["Counter".into()],
            level: "swap".into(),
            reason: Some("Counter.on_step changed".into()),
            pages: 1,
            built_ms: 9,
            screen_ms: Some(21),
            ..Saved::default()
        }
    }

    #[test]
    fn a_save_is_one_line_from_the_file_to_the_screen() {
        let line = plain(&change());
        expect!["app/modules.py  compiled Counter  swap in 1 page  21 ms"].assert_eq(&line);
        let closed = Saved { pages: 0, screen_ms: None, ..change() };
        expect!["app/modules.py  compiled Counter  swap, no page open  9 ms"]
            .assert_eq(&plain(&closed));
    }

    #[test]
    fn what_costs_the_page_more_than_a_swap_says_why() {
        let server = ServerChange::Restarted {
            because: "app/server.py".into(),
            milliseconds: 90,
            without: Vec::new(),
        };
        let reload = Saved {
            changed: (1..6).map(|number| format!("{number}.py")).collect(),
            compiled: Vec::new(),
            level: "reload".into(),
            reason: Some("a route was added".into()),
            server: Some(server),
            pages: 2,
            ..change()
        };
        expect!["1.py, 2.py, 3.py and 2 more  server restarted in 90 ms  reload in 2 pages  because a route was added  21 ms"].assert_eq(&plain(&reload));
        let broken = Saved { is_broken: true, level: "none".into(), screen_ms: None, ..change() };
        expect!["app/modules.py  has errors: the last good code stays  nothing to do in the browser  9 ms"].assert_eq(&plain(&broken));
    }
}
