//! Route patterns and the paths, file names and folders that follow from them.
//!
//! The running server computes the same names from the request path, so they are its rules, not ours.

use serde_json::{Map, Value};

/// One segment of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    Literal(&'a str),
    /// `[name]`: exactly one path segment.
    Param(&'a str),
    /// `[...name]`: one or more, at the end only.
    CatchAll(&'a str),
}

/// The segments of a pattern, or what is wrong with it.
pub fn segments(pattern: &str) -> Result<Vec<Segment<'_>>, &'static str> {
    let mut found = Vec::new();
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        if matches!(found.last(), Some(Segment::CatchAll(_))) {
            return Err("`[...name]` must be the last segment");
        }
        found.push(segment(part)?);
    }
    Ok(found)
}

/// Whether a path names what is below it: the parts `.` and `..` would lead elsewhere, in URLs as on disk.
pub fn is_plain(path: &str) -> bool {
    !path.split('/').any(|part| matches!(part, "." | ".."))
}

fn segment(part: &str) -> Result<Segment<'_>, &'static str> {
    if !is_plain(part) {
        return Err("it must not have `.` or `..` as a segment");
    }
    let Some(inner) = part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return Ok(Segment::Literal(part));
    };
    match inner.strip_prefix("...") {
        Some("") => Err("`[...]` needs a name"),
        Some(name) => Ok(Segment::CatchAll(name)),
        None if inner.is_empty() => Err("`[]` needs a name"),
        None => Ok(Segment::Param(inner)),
    }
}

/// Whether a pattern has `[name]` or `[...name]` segments.
pub fn is_dynamic(pattern: &str) -> bool {
    segments(pattern).is_ok_and(|all| all.iter().any(|one| !matches!(one, Segment::Literal(_))))
}

/// A path with one leading and no trailing slash; empty is `/`.
pub fn normalized(path: &str) -> String {
    format!("/{}", path.trim_matches('/'))
}

/// The parameters with which `path` matches `pattern`.
pub fn matched(pattern: &str, path: &str) -> Option<Map<String, Value>> {
    if !is_plain(path) {
        return None;
    }
    let mut rest = path.split('/').filter(|part| !part.is_empty());
    let mut params = Map::new();
    for segment in segments(pattern).ok()? {
        match segment {
            Segment::Literal(literal) => {
                if rest.next()? != literal {
                    return None;
                }
            }
            Segment::Param(name) => {
                params.insert(name.into(), rest.next()?.into());
            }
            Segment::CatchAll(name) => {
                let all: Vec<Value> = rest.by_ref().map(Value::from).collect();
                if all.is_empty() {
                    return None;
                }
                params.insert(name.into(), all.into());
            }
        }
    }
    rest.next().is_none().then_some(params)
}

/// The path that `pattern` has with `params`; the error names what is missing or unusable.
pub fn filled(pattern: &str, params: &Map<String, Value>) -> Result<String, String> {
    let mut parts = Vec::new();
    for segment in segments(pattern)? {
        match segment {
            Segment::Literal(literal) => parts.push(literal.to_string()),
            Segment::Param(name) | Segment::CatchAll(name) => {
                let value = params.get(name).ok_or_else(|| format!("`{name}` is missing"))?;
                parts.push(filled_value(name, value, matches!(segment, Segment::CatchAll(_)))?);
            }
        }
    }
    Ok(format!("/{}", parts.join("/")))
}

fn filled_value(name: &str, value: &Value, is_catch_all: bool) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.trim_matches('/').to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) if is_catch_all => {
            let parts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            parts.ok_or_else(|| format!("`{name}` must be a list of strings"))?.join("/")
        }
        _ => return Err(format!("`{name}` must be a string")),
    };
    if !is_plain(&text) {
        return Err(format!("`{name}` must not be `.` or `..`"));
    }
    if text.is_empty() || (!is_catch_all && text.contains('/')) {
        return Err(format!(
            "`{name}` must be {}",
            if is_catch_all { "one or more segments" } else { "one segment" }
        ));
    }
    Ok(text)
}

/// A path as one word, as the server writes it into entry names: `/a/b` is `a__b`, `/` is `index`.
///
/// Different paths can share a slug.
pub fn slug(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "index".into(),
        trimmed => trimmed.replace('/', "__"),
    }
}

/// The URL of a surface's folder: `/` or `/a/b/`.
pub fn output(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "/".into(),
        trimmed => format!("/{trimmed}/"),
    }
}

/// The document of a surface, relative to the web root: `a/b/index.html`.
pub fn document(path: &str) -> String {
    format!("{}index.html", output(path).trim_start_matches('/'))
}

/// Whether a mount at `mount` answers for `path` too: it owns everything below it.
pub fn claims(mount: &str, path: &str) -> bool {
    let mount = mount.trim_matches('/');
    let path = path.trim_matches('/');
    mount.is_empty()
        || path == mount
        || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_pattern_matches_the_paths_that_fill_it() {
        let params = object(json!({"kind": "guides", "rest": ["static", "deploy"]}));
        let path = "/docs/guides/static/deploy";
        assert_eq!(filled("/docs/[kind]/[...rest]", &params).as_deref(), Ok(path));
        assert_eq!(matched("/docs/[kind]/[...rest]", path), Some(params));
    }

    #[test]
    fn a_catch_all_needs_a_segment_and_the_last_place() {
        assert_eq!(matched("/docs/[...rest]", "/docs"), None);
        assert!(segments("/[...rest]/more").is_err());
    }

    #[test]
    fn a_param_takes_exactly_one_segment() {
        assert_eq!(matched("/[slug]", "/a/b"), None);
        assert!(filled("/[slug]", &object(json!({"slug": "a/b"}))).is_err());
        assert!(filled("/[slug]", &object(json!({}))).is_err());
    }

    #[test]
    fn colons_are_literal_text() {
        assert!(!is_dynamic("/:slug"));
        assert!(is_dynamic("/[slug]"));
    }

    #[test]
    fn a_mount_claims_its_subtree_but_not_its_namesakes() {
        assert!(claims("/admin", "/admin"));
        assert!(claims("/admin", "/admin/users"));
        assert!(!claims("/admin", "/administrators"));
        assert!(claims("/", "/anything"));
    }

    #[test]
    fn names_follow_the_server() {
        assert_eq!((slug("/"), slug("/a/b")), ("index".into(), "a__b".into()));
        assert_eq!(
            (document("/"), document("/a/b")),
            ("index.html".into(), "a/b/index.html".into())
        );
    }
}
