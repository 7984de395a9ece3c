//! HTML documents, composed from what Python rendered and the shell around it.
//!
//! Pure: a template, a stylesheet link or a flag changes documents without running Python again.
//! What the documents hold is what the framework's boot code and tools expect of them. They differ
//! from those of the framework's own builder in these points:
//!
//! - No session id is in them, and `<` never appears inside the payload script.
//! - Relative URLs go through the root (`../../docs/a`, not `../a` or `.`), because the framework's
//!   link rewriting resolves every `href` against the origin and loses where `.` and `..` lead.
//! - A shell's own slot, the default slot and `<sprag-slot>` are all accepted.
//! - A redirect document points relatively, so that it works below a folder; a status document says
//!   what the status means, not the error's text.
//!
//! This module reads no files and decides nothing about assets or entries; it is told.

mod html;
mod payload;
#[cfg(test)]
mod tests;

use crate::artifact::BuildKind;
use crate::render::{Content, HeadTag, Rendered, RenderedEntry, SurfaceDescription, SurfaceKind};
use crate::surface::assets::{Asset, SurfaceAssets};
pub use html::relative_url;
use html::{escaped, relativized};
use std::fmt::Write;
use thiserror::Error;

/// Where a shell puts the content unless it names a slot of its own.
pub const DEFAULT_SLOT: &str = "{{ sprag_slot }}";
/// The element that may stand for the slot in any shell.
pub const SLOT_ELEMENT: &str = "<sprag-slot></sprag-slot>";

/// What surrounds the rendered content of one entry.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub surface: &'a SurfaceDescription,
    /// Of the effective shell, the app's first.
    pub assets: &'a SurfaceAssets,
    /// The text of the effective shell's template.
    pub template: Option<&'a str>,
    /// The effective shell's own slot.
    pub slot: Option<&'a str>,
    /// The entry module, relative to the web root: `surfaces/route__index.js`.
    pub entry_script: &'a str,
    /// The browser connects to the server's socket; never in a static build.
    pub uses_socket: bool,
    pub kind: BuildKind,
}

/// The shell's template has no place for the content.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the shell's template has no slot: it must contain {slot} or {SLOT_ELEMENT}")]
pub struct MissingSlot {
    pub slot: String,
}

/// The document of one entry; `None` if rendering it failed.
pub fn document(
    entry: &RenderedEntry,
    surroundings: Surroundings<'_>,
) -> Result<Option<String>, MissingSlot> {
    Ok(match &entry.rendered {
        Rendered::Content(content) => Some(content_document(&entry.path, content, surroundings)?),
        Rendered::Redirect { location } => Some(redirect_document(&entry.path, location)),
        Rendered::Status { status, .. } => Some(status_document(*status)),
        Rendered::Failed => None,
    })
}

/// What an app without a surface at `/` has there: links to the surfaces that there are.
pub fn index_document<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let mut links = String::new();
    for path in paths {
        let href = escaped(&relative_url("/", path));
        let _ = write!(links, "\n    <li><a href=\"{href}\">{}</a></li>", escaped(path));
    }
    small_document("Surfaces", "", &format!("<ul>{links}\n  </ul>"))
}

fn content_document(
    path: &str,
    content: &Content,
    surroundings: Surroundings<'_>,
) -> Result<String, MissingSlot> {
    let body = match surroundings.surface.kind {
        SurfaceKind::Route => {
            format!("<div id=\"app-root\">{}</div>", wrapped(&content.body, surroundings)?)
        }
        SurfaceKind::Mount => wrapped("<div id=\"app-root\"></div>", surroundings)?,
    };
    let entry_script = escaped(&relative_url(path, &format!("/{}", surroundings.entry_script)));
    Ok(format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n  \
           <meta charset=\"utf-8\">\n  \
           <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n  \
           <title>{title}</title>\n  \
           {head}\n\
         </head>\n\
         <body>\n  \
           {body}\n  \
           <script>\n    \
             window.__SPRAG_PAYLOAD__ = {payload};\n  \
           </script>\n  \
           {scripts}<script type=\"module\" src=\"{entry_script}\"></script>\n\
         </body>\n\
         </html>\n",
        title = escaped(&content.title),
        head = head(path, &entry_script, content, surroundings),
        body = relativized(&body, path),
        payload = payload::payload(path, content, surroundings),
        scripts = shell_scripts(path, surroundings),
    ))
}

/// The shell's template with `content` in its slot.
fn wrapped(content: &str, surroundings: Surroundings<'_>) -> Result<String, MissingSlot> {
    let Some(template) = surroundings.template else { return Ok(content.to_owned()) };
    let own = surroundings.slot.unwrap_or(DEFAULT_SLOT);
    match [own, DEFAULT_SLOT, SLOT_ELEMENT].into_iter().find(|slot| template.contains(slot)) {
        Some(slot) => Ok(template.replace(slot, content)),
        None => Err(MissingSlot { slot: own.to_owned() }),
    }
}

/// Hints first, so that the browser fetches early; then metadata, then stylesheets.
fn head(
    path: &str,
    entry_script: &str,
    content: &Content,
    surroundings: Surroundings<'_>,
) -> String {
    let css = &surroundings.assets.css;
    let href = |asset: &Asset| escaped(&relative_url(path, &asset.web_path));
    let hints = css
        .iter()
        .map(|css| format!("<link rel=\"preload\" as=\"style\" href=\"{}\">", href(&css.asset)));
    let links = css.iter().map(|css| {
        let label = escaped(&css.asset.web_path);
        let href = href(&css.asset);
        format!("<link rel=\"stylesheet\" href=\"{href}\" data-sprag-css=\"{label}\">")
    });
    let lines: Vec<String> = [format!("<link rel=\"modulepreload\" href=\"{entry_script}\">")]
        .into_iter()
        .chain(hints)
        .chain(content.head.iter().map(|tag| head_tag(path, tag)))
        .chain(links)
        .collect();
    lines.join("\n  ")
}

fn head_tag(path: &str, tag: &HeadTag) -> String {
    match tag {
        HeadTag::Meta { key, content } => {
            let marks =
                format!("data-sprag-head=\"true\" data-sprag-head-key=\"{}\"", escaped(key));
            let content = escaped(content);
            let attribute = if key.starts_with("og:") { "property" } else { "name" };
            match key.as_str() {
                "canonical" => format!("<link rel=\"canonical\" href=\"{content}\" {marks}>"),
                key => {
                    format!("<meta {attribute}=\"{}\" content=\"{content}\" {marks}>", escaped(key))
                }
            }
        }
        HeadTag::Icon { href, rel, mime, sizes } => {
            let mut attributes =
                format!("rel=\"{}\" href=\"{}\"", escaped(rel), escaped(&relative_url(path, href)));
            for (name, value) in [("type", mime), ("sizes", sizes)] {
                if let Some(value) = value {
                    let _ = write!(attributes, " {name}=\"{}\"", escaped(value));
                }
            }
            format!("<link {attributes} data-sprag-head=\"true\">")
        }
    }
}

/// The shell's own scripts, which run before the entry.
fn shell_scripts(path: &str, surroundings: Surroundings<'_>) -> String {
    let mut tags = String::new();
    for script in &surroundings.assets.js {
        let kind = if script.asset.module { "type=\"module\"" } else { "defer" };
        let src = escaped(&relative_url(path, &script.asset.web_path));
        let label = escaped(&script.asset.web_path);
        let _ =
            write!(tags, "<script {kind} src=\"{src}\" data-sprag-js=\"{label}\"></script>\n  ");
    }
    tags
}

fn redirect_document(path: &str, location: &str) -> String {
    let target = escaped(&relative_url(path, location));
    let refresh = format!("\n  <meta http-equiv=\"refresh\" content=\"0; url={target}\">");
    let body = format!("<p>Redirecting to <a href=\"{target}\">{}</a></p>", escaped(location));
    small_document("Redirecting", &refresh, &body)
}

fn status_document(status: u16) -> String {
    let meaning = match status {
        400 => "Bad request",
        401 => "Login required",
        403 => "Not allowed",
        404 => "Not found",
        410 => "Gone",
        500.. => "Not available",
        _ => "Error",
    };
    let title = format!("{status} {meaning}");
    small_document(
        &title,
        "",
        &format!("<main>\n    <h1>{status}</h1>\n    <p>{meaning}</p>\n  </main>"),
    )
}

fn small_document(title: &str, head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n  \
           <meta charset=\"utf-8\">{head}\n  \
           <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n  \
           <title>{title}</title>\n\
         </head>\n\
         <body>\n  \
           {body}\n\
         </body>\n\
         </html>\n"
    )
}
