//! The last saves, and how long they took to reach the screen.

use super::Map;
use super::graph::query;
use crate::dev::markup::escaped;
use crate::dev::message::{Saved, ServerChange};
use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

const REMEMBERED: usize = 200;
/// Rows of the table.
const LISTED: usize = 30;
/// Bars of the picture.
const DRAWN: usize = 60;

const WIDTH: usize = 720;
const HEIGHT: usize = 96;

#[derive(Default)]
pub(in crate::dev) struct Saves(Mutex<VecDeque<(SystemTime, Saved)>>);

impl Saves {
    pub(in crate::dev) fn add(&self, saved: &Saved) {
        let mut saves = self.all();
        saves.push_front((SystemTime::now(), saved.clone()));
        saves.truncate(REMEMBERED);
    }

    /// The newest first.
    fn all(&self) -> MutexGuard<'_, VecDeque<(SystemTime, Saved)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The section of the page.
    pub(super) fn section(&self, map: &Map) -> String {
        let mut html = String::from("<section id=\"saves\"><h2>Saves</h2>");
        let saves = self.all();
        if saves.is_empty() {
            html.push_str("<p>Nothing was saved yet.</p></section>\n");
            return html;
        }
        html.push_str(&chart(&saves));
        html.push_str(
            "<div class=\"wide\"><table><thead><tr><th>When</th><th>Saved</th><th>What the page did, and why</th>\
             <th>Made again</th><th class=\"number\">On screen</th></tr></thead><tbody>",
        );
        for (at, saved) in saves.iter().take(LISTED) {
            row(&mut html, *at, saved, map);
        }
        html.push_str("</tbody></table></div></section>\n");
        html
    }
}

/// The value that `percent` of the sorted values do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The times from save to screen as figures and bars, the newest on the right.
fn chart(saves: &VecDeque<(SystemTime, Saved)>) -> String {
    let timed: Vec<(u64, &Saved)> =
        saves.iter().filter_map(|(_, saved)| Some((saved.screen_ms?, saved))).collect();
    let mut sorted: Vec<u64> = timed.iter().map(|(ms, _)| *ms).collect();
    sorted.sort_unstable();
    let (Some(half), Some(most)) = (percentile(&sorted, 50), percentile(&sorted, 95)) else {
        return "<p>No save has reached a page yet: open one.</p>".to_owned();
    };
    let mut html = format!(
        "<div class=\"times\"><dl class=\"figures\">\
         <div><dt>From save to screen, p50</dt><dd>{half} ms</dd></div>\
         <div><dt>p95</dt><dd>{most} ms</dd></div>\
         <div><dt>saves on a page</dt><dd>{}</dd></div></dl>",
        sorted.len()
    );
    let shown = &timed[..timed.len().min(DRAWN)];
    let tallest = shown.iter().map(|(ms, _)| *ms).max().unwrap_or(1).max(1);
    let y = |ms: u64| HEIGHT - usize::try_from(ms * HEIGHT as u64 / tallest).unwrap_or(HEIGHT);
    let _ = write!(
        html,
        "<svg class=\"bars\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Times of the last {} saves: half within \
         {half} ms, 95 of 100 within {most} ms\">",
        WIDTH + 60,
        HEIGHT + 8,
        shown.len()
    );
    let step = WIDTH / DRAWN;
    for (index, (ms, saved)) in shown.iter().enumerate() {
        let top = y(*ms).min(HEIGHT - 2);
        let _ = write!(
            html,
            "<rect class=\"{level}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"1\"><title>{} ms, {level}: {}</title></rect>",
            WIDTH - (index + 1) * step,
            top + 4,
            step - 2,
            HEIGHT - top,
            ms,
            escaped(&saved.changed.join(", ")),
            level = level(saved),
        );
    }
    let lines =
        if half == most { vec![("p50, p95", half)] } else { vec![("p50", half), ("p95", most)] };
    for (name, ms) in lines.into_iter().filter(|(_, ms)| *ms <= tallest) {
        let y = y(ms) + 4;
        let _ = write!(
            html,
            "<line x1=\"0\" x2=\"{WIDTH}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{}\" y=\"{}\">{name}</text>",
            WIDTH + 6,
            y + 4
        );
    }
    html.push_str("</svg></div>");
    html
}

fn row(html: &mut String, at: SystemTime, saved: &Saved, map: &Map) {
    let ago = at.elapsed().map_or(0, |elapsed| elapsed.as_secs());
    let ago = if ago < 120 { format!("{ago} s ago") } else { format!("{} min ago", ago / 60) };
    let level = level(saved);
    let screen = match saved.screen_ms {
        Some(ms) => format!("{ms} ms"),
        None if saved.seq > 0 => "no page open".to_owned(),
        None => String::new(),
    };
    let _ = write!(
        html,
        "<tr><td class=\"when\">{ago}</td><td>{}</td><td><span class=\"level {level}\">{level}</span> {}</td><td>{}</td>\
         <td class=\"number\">{screen}</td></tr>",
        list(saved.changed.iter().map(|path| escaped(path))),
        escaped(saved.reason.as_deref().unwrap_or_default()),
        list(saved.compiled.iter().map(|name| link(name, map)).chain(server(saved))),
    );
}

/// The class of the page for what a save did.
fn level(saved: &Saved) -> &str {
    match saved.level.as_str() {
        _ if saved.is_broken => "errors",
        "" => "none",
        level => level,
    }
}

fn server(saved: &Saved) -> Option<String> {
    let names = |paths: &[String]| escaped(&paths.join(", "));
    Some(match saved.server.as_ref()? {
        ServerChange::Patched => "server: new methods".to_owned(),
        ServerChange::Restarted { milliseconds, without, .. } if !without.is_empty() => {
            format!("server: another in {milliseconds} ms, with {} as it was", names(without))
        }
        ServerChange::Restarted { milliseconds, .. } => {
            format!("server: another in {milliseconds} ms")
        }
        ServerChange::Kept { because } => {
            format!("server: the last good one, because of {}", escaped(because))
        }
    })
}

/// To what was compiled, in the graph.
fn link(name: &str, map: &Map) -> String {
    match map.compiled(name) {
        Some(id) => format!("<a href=\"?node={}#graph\">{}</a>", query(id), escaped(name)),
        None => escaped(name),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 5;
    let items: Vec<String> = items.collect();
    let mut shown = items.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    if items.len() > SHOWN {
        shown.push(format!("and {} more", items.len() - SHOWN));
    }
    shown.join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times: Vec<u64> = (1..=20).collect();
        assert_eq!(percentile(&times, 50), Some(10));
        assert_eq!(percentile(&times, 95), Some(19));
        assert_eq!(percentile(&[7], 95), Some(7));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn a_save_is_a_bar_and_a_row_with_its_reason() {
        let saves = Saves::default();
        let map = Map::default();
        assert!(saves.section(&map).contains("Nothing was saved yet"));
        for ms in [40, 20, 60] {
            saves.add(&Saved {
                seq: 1,
                changed: vec!["app/<a>.py".to_owned()],
                level: "remount".to_owned(),
                reason: Some("Card.__init__ changed".to_owned()),
                screen_ms: Some(ms),
                ..Saved::default()
            });
        }
        let html = saves.section(&map);
        assert!(html.contains("<dd>40 ms</dd>") && html.contains("<dd>60 ms</dd>"), "{html}");
        assert_eq!(html.matches("<rect class=\"remount\"").count(), 3);
        assert!(
            html.contains("app/&lt;a&gt;.py") && html.contains("Card.__init__ changed"),
            "{html}"
        );
    }
}
