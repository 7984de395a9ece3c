//! Text in HTML: escaping, and URLs that work wherever the built site is put.

/// Attributes whose root-absolute URLs are made relative; `data-src` counts as `src`.
const URL_ATTRIBUTES: [&str; 3] = ["href=", "src=", "action="];

/// `text` as content or attribute value, escaped as Python's `html.escape` does.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\'' => result.push_str("&#x27;"),
            character => result.push(character),
        }
    }
    result
}

/// `url` as the document at `path` reaches it, if it is root-absolute; else `url` itself.
///
/// The way leads up to the root and down again. A document at `/a/b` lies at `a/b/index.html`.
pub fn relative_url(path: &str, url: &str) -> String {
    let Some(below_root) = root_relative(url) else { return url.to_owned() };
    let depth = path.split('/').filter(|part| !part.is_empty()).count();
    match "../".repeat(depth) + below_root {
        empty if empty.is_empty() => "./".to_owned(),
        relative => relative,
    }
}

/// The part of a root-absolute URL after its slash; `//host/…` is another origin.
fn root_relative(url: &str) -> Option<&str> {
    url.strip_prefix('/').filter(|rest| !rest.starts_with('/'))
}

/// Makes the root-absolute URLs of `href`, `src` and `action` attributes relative.
pub(super) fn relativized(html: &str, path: &str) -> String {
    let mut result = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = next_url(rest) {
        let (before, from_url) = rest.split_at(at);
        result.push_str(before);
        let quote = before.chars().next_back().unwrap_or('"');
        let end = from_url.find(quote).unwrap_or(from_url.len());
        let (url, after) = from_url.split_at(end);
        result.push_str(&relative_url(path, url));
        rest = after;
    }
    result.push_str(rest);
    result
}

/// Where the next quoted, root-absolute URL of an attribute begins.
fn next_url(html: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let (at, name) = URL_ATTRIBUTES
            .iter()
            .filter_map(|name| Some((from + html[from..].find(name)?, name)))
            .min()?;
        let value = at + name.len();
        let is_whole_word = !html[..at]
            .ends_with(|character: char| character.is_alphanumeric() || character == '_');
        let is_quoted = html[value..].starts_with("\"/") || html[value..].starts_with("'/");
        if is_whole_word && is_quoted {
            return Some(value + 1);
        }
        from = value;
    }
}
