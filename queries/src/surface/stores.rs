//! `generated/stores.js`: the browser side of every `store(...)`.

use super::entry::quoted;
use crate::render::StoreDescription;
use serde_json::Value;
use std::fmt::Write;

/// The module that exports one bridge for each store, in the order given.
pub fn stores_js(stores: &[StoreDescription]) -> String {
    if stores.is_empty() {
        return "// This app declares no stores.\nexport {};\n".to_owned();
    }
    let mut text = String::from("import { createStoreBridge } from \"./python/stores.js\";\n");
    for store in stores {
        let initial = serde_json::from_str(&store.initial).unwrap_or_default();
        let _ = write!(
            text,
            "\nexport const {} = createStoreBridge({}, ",
            store.name,
            quoted(&store.name)
        );
        put_literal(&mut text, &initial, 0);
        text.push_str(");\n");
    }
    text
}

/// Writes JSON as a JavaScript literal of the same value.
fn put_literal(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            text.push_str("{\n");
            for (key, value) in entries {
                indent(text, depth + 1);
                text.push_str(&key_literal(key));
                text.push_str(": ");
                put_literal(text, value, depth + 1);
                text.push_str(",\n");
            }
            indent(text, depth);
            text.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(", ");
                }
                put_literal(text, item, depth);
            }
            text.push(']');
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => {
            text.push_str(&value.to_string());
        }
    }
}

fn indent(text: &mut String, depth: usize) {
    for _ in 0..depth {
        text.push_str("  ");
    }
}

/// A literal `__proto__` key would set the prototype; a computed one is a property like any other.
fn key_literal(key: &str) -> String {
    match key {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        _ => quoted(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn store(name: &str, initial: &str) -> StoreDescription {
        StoreDescription { name: name.to_owned(), initial: initial.to_owned() }
    }

    #[test]
    fn each_store_is_an_export_with_its_initial_state() {
        let stores = [
            store("visits", r#"{"count":0}"#),
            store(
                "session",
                r#"{"user":{"name":"alice","tags":["a","b"]},"__proto__":null,"list":[]}"#,
            ),
            store("empty", "{}"),
        ];
        expect![[r#"
            import { createStoreBridge } from "./python/stores.js";

            export const visits = createStoreBridge("visits", {
              "count": 0,
            });

            export const session = createStoreBridge("session", {
              "user": {
                "name": "alice",
                "tags": ["a", "b"],
              },
              ["__proto__"]: null,
              "list": [],
            });

            export const empty = createStoreBridge("empty", {});
        "#]]
        .assert_eq(&stores_js(&stores));
    }

    #[test]
    fn an_app_without_stores_has_an_empty_module() {
        expect![[r#"
            // This app declares no stores.
            export {};
        "#]]
        .assert_eq(&stores_js(&[]));
    }
}
