//! The payload that a document hands to the framework's boot code.
//!
//! Most of it is JSON text that Python wrote; the surface's own part is written here, in the form in
//! which Python's `json.dumps(…, sort_keys=True)` would have: one look for the whole.

use super::Surroundings;
use crate::artifact::BuildKind;
use crate::render::{ClassRef, Content, SurfaceKind};
use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;

/// The object assigned to `window.__SPRAG_PAYLOAD__`.
pub(super) fn payload(path: &str, content: &Content, surroundings: Surroundings<'_>) -> String {
    let mut members: BTreeMap<&str, &str> =
        content.payload.iter().map(|(name, text)| (name.as_str(), text.as_ref())).collect();
    let info = surface_info(path, surroundings);
    if surroundings.surface.kind == SurfaceKind::Mount {
        members.insert("mount", &info);
    }
    members.insert("page", &info);
    let members: Vec<String> =
        members.iter().map(|(name, text)| format!("\"{name}\": {text}")).collect();
    format!("{{{}}}", members.join(", "))
}

/// What the boot code must know of the surface, as JSON text.
fn surface_info(path: &str, surroundings: Surroundings<'_>) -> String {
    let surface = surroundings.surface;
    let name = |class: &Option<ClassRef>| match class {
        Some(class) => json!(class_name(class)),
        None => Value::Null,
    };
    let modules: BTreeMap<_, _> = surroundings
        .assets
        .modules
        .iter()
        .map(|(alias, (resolved, export))| {
            let members = BTreeMap::from([("export", export), ("src", &resolved.asset.web_path)]);
            (alias, members)
        })
        .collect();
    let providers: BTreeMap<_, _> =
        surface.providers.iter().map(|(key, class)| (key, class_name(class))).collect();
    let is_static = surroundings.kind == BuildKind::Static;
    let mut info = BTreeMap::from([
        ("path", json!(path)),
        ("name", json!(surface.name)),
        ("actions", json!(surface.actions)),
        ("action_endpoint", json!("/__sprag__/actions")),
        ("upload_endpoint", json!("/__sprag__/uploads")),
        ("events_endpoint", json!("/__sprag__/events")),
        ("socket_bridge", json!(surroundings.uses_socket && !is_static)),
        ("dev_reload", json!(false)),
        ("static", json!(is_static)),
        ("modules", json!(modules)),
        ("providers", json!(providers)),
    ]);
    match surface.kind {
        SurfaceKind::Route => {
            info.insert("mode", json!(surface.mode));
            info.insert("controller", name(&surface.controller));
        }
        SurfaceKind::Mount => {
            info.insert("component", name(&surface.component));
            info.insert("module", name(&surface.module));
            info.insert("boot", name(&surface.controller));
        }
    }
    script_json(&info)
}

/// The browser knows classes by their own names, without the names around them.
fn class_name(class: &ClassRef) -> &str {
    class.name.rsplit('.').next().unwrap_or(&class.name)
}

/// JSON as Python writes it, ASCII only, that cannot end the script element around it.
fn script_json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, PythonFormatter);
    // Writing strings, flags and maps of strings into memory cannot fail.
    if value.serialize(&mut serializer).is_err() {
        return "null".to_owned();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

struct PythonFormatter;

impl Formatter for PythonFormatter {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for character in fragment.chars() {
            if character.is_ascii() && character != '<' && character != '\u{7f}' {
                out.write_all(&[character as u8])?;
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}
