//! The web root of the last build, in memory.
//!
//! Copies of project and framework files are named, not held: they are read when they are asked for.

use crate::session::Made;
use queries::artifact::{BuildKind, Content, TextPrint};
use queries::python_runtime;
use queries::surface::output::made_text;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PYTHON_RUNTIME: &str = "generated/python/";

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Site {
    /// By path relative to the web root.
    files: BTreeMap<Arc<str>, Held>,
}

#[derive(Clone, Debug, PartialEq)]
enum Held {
    Text(Arc<str>),
    /// One that a build does not carry: taken over from site to site, as long as it is the same.
    Made(TextPrint, Arc<str>),
    Copy(PathBuf),
}

/// A file's content and what a browser needs to know of it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: &'static str,
    /// Quoted, as in the header.
    pub(super) etag: String,
}

impl File {
    pub(super) fn new(bytes: Vec<u8>, content_type: &'static str) -> Self {
        let etag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..20]);
        Self { bytes, content_type, etag }
    }
}

impl Site {
    /// What a build made, with the last good files of what it could not make.
    pub(super) fn new(made: &Made<'_>, kind: BuildKind, root: &Path, before: &Self) -> Self {
        let prefix = kind.web_root();
        let mut files: BTreeMap<Arc<str>, Held> = made
            .build
            .artifacts
            .iter()
            .filter_map(|artifact| {
                let path = artifact.path.strip_prefix(prefix)?;
                Some((path.into(), held(made, root, artifact.content, before.files.get(path))?))
            })
            .collect();
        for (path, held) in &before.files {
            if !files.contains_key(path) && (made.is_last_good)(&format!("{prefix}{path}")) {
                files.insert(path.clone(), held.clone());
            }
        }
        Self { files }
    }

    /// Puts texts in the place of others.
    pub(super) fn put(&mut self, texts: Vec<(String, Arc<str>)>) {
        self.files.extend(texts.into_iter().map(|(path, text)| (path.into(), Held::Text(text))));
    }

    /// The file at a path without a leading slash; `None` if there is none that can be read.
    pub(super) fn read(&self, path: &str) -> Option<File> {
        // Of Python's meaning, people see the sources, and code that is edited may use all of it.
        if let Some(text) = path.strip_prefix(PYTHON_RUNTIME).and_then(python_runtime::readable) {
            return Some(File::new(text.as_bytes().to_vec(), content_type(path)));
        }
        let bytes = match self.files.get(path)? {
            Held::Text(text) | Held::Made(_, text) => text.as_bytes().to_vec(),
            Held::Copy(file) => std::fs::read(file).ok()?,
        };
        Some(File::new(bytes, content_type(path)))
    }

    /// Web paths, with a leading slash, of copies of a file.
    pub(super) fn copies_of(&self, file: &Path) -> Vec<String> {
        let is_copy = |held: &Held| matches!(held, Held::Copy(copied) if copied == file);
        let copies = self.files.iter().filter(|(_, held)| is_copy(held));
        copies.map(|(path, _)| format!("/{path}")).collect()
    }

    /// A generated file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(path)? {
            Held::Text(text) | Held::Made(_, text) => Some(text),
            Held::Copy(_) => None,
        }
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(AsRef::as_ref)
    }
}

fn held(made: &Made<'_>, root: &Path, content: Content, before: Option<&Held>) -> Option<Held> {
    Some(match content {
        Content::Text(text) => Held::Text(text),
        Content::Made(text) => match before {
            Some(same @ Held::Made(print, _)) if *print == text.print => same.clone(),
            _ => Held::Made(text.print, made_text(made.db, &text)?),
        },
        Content::Project(path) => Held::Copy(root.join(path.as_ref())),
        Content::Framework(path) => Held::Copy(made.framework?.join(path.as_ref())),
    })
}

/// By the name's ending, as file hosts do.
fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    match ending.map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("html" | "htm") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("xml") => "application/xml",
        Some("pdf") => "application/pdf",
        Some("wasm") => "application/wasm",
        Some("woff") => "font/woff",
        Some("woff2") => "font/woff2",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        Some("mp3") => "audio/mpeg",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        _ => "application/octet-stream",
    }
}
