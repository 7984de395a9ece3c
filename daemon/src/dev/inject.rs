//! Puts the page's client into documents, before any other script.

use super::pages::Pages;
use serde_json::json;

/// What a document says of itself to the client.
pub(super) struct PageState {
    pub(super) session: String,
    pub(super) seq: u64,
    /// Where the web root lies: `/`, or the prefix of a static build.
    pub(super) base: String,
}

impl PageState {
    pub(super) fn new(pages: &Pages, base: &str) -> Self {
        Self { session: pages.session.clone(), seq: pages.seq(), base: base.to_owned() }
    }

    pub(super) fn tag(&self) -> String {
        let data = json!({ "session": self.session, "seq": self.seq, "base": self.base });
        let data = super::markup::escaped(&data.to_string());
        format!(
            "<script type=\"module\" src=\"/__sprag__/dev/client/client.js\" data-sprag-dev=\"{data}\"></script>"
        )
    }
}

/// The document with the client in its head.
pub(super) fn with_client(document: &[u8], state: &PageState) -> Vec<u8> {
    let tag = state.tag();
    let at = after_tag(document, b"<head").or_else(|| after_tag(document, b"<html"));
    let at = at.or_else(|| after_tag(document, b"<!doctype")).unwrap_or(0);
    [&document[..at], tag.as_bytes(), &document[at..]].concat()
}

/// Where a start tag ends. Comments before it that look like one do not occur in practice.
fn after_tag(document: &[u8], name: &[u8]) -> Option<usize> {
    let start = document.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name))?;
    let boundary = document.get(start + name.len())?;
    if boundary.is_ascii_alphanumeric() {
        // `<header>`
        let next = after_tag(&document[start + name.len()..], name)?;
        return Some(start + name.len() + next);
    }
    document[start..].iter().position(|byte| *byte == b'>').map(|end| start + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(document: &str) -> String {
        let state = PageState { session: "s".into(), seq: 3, base: "/".into() };
        let text = String::from_utf8(with_client(document.as_bytes(), &state)).unwrap();
        assert!(text.contains("&quot;seq&quot;:3"), "{text}");
        text.replace(&state.tag(), "CLIENT")
    }

    #[test]
    fn the_client_comes_before_everything_else_in_the_head() {
        let page = "<!DOCTYPE html><html lang=\"en\"><HEAD data-a=\"b\"><script></script></head>";
        let expected =
            "<!DOCTYPE html><html lang=\"en\"><HEAD data-a=\"b\">CLIENT<script></script></head>";
        assert_eq!(injected(page), expected);
        assert_eq!(
            injected("<!doctype html><header>a</header>"),
            "<!doctype html>CLIENT<header>a</header>"
        );
        assert_eq!(injected("text"), "CLIENTtext");
    }
}
