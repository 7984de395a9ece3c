//! The licences of all dependencies, checked against the list in `deny.toml`.
//!
//! cargo-deny reads the same file. It is not used here because no prebuilt version is packaged that
//! knows today's licence names, and compiling it takes longer than all other checks together.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{capture, command};
use crate::layout::Layout;

/// # Errors
/// If a dependency's licence is not allowed, or comes from anywhere but a registry or this workspace.
pub(crate) fn check(layout: &Layout) -> Result<()> {
    let allowed = allowed(layout)?;
    let metadata = capture(command("cargo", &layout.root).args([
        "metadata",
        "--locked",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;

    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        match package["license"].as_str() {
            None => problems.push(format!("{name}: no licence is given")),
            Some(licence) if !permits(licence, &allowed) => {
                problems.push(format!("{name}: {licence} is not allowed by deny.toml"));
            }
            Some(_) => {}
        }
        if package["source"].as_str().is_some_and(|source| !source.starts_with("registry+")) {
            problems.push(format!("{name}: does not come from a registry"));
        }
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    println!("{} packages, all licences are allowed", packages.len());
    Ok(())
}

fn allowed(layout: &Layout) -> Result<BTreeSet<String>> {
    let text =
        fs::read_to_string(layout.root.join("deny.toml")).context("cannot read deny.toml")?;
    let table: toml::Table = text.parse().context("deny.toml is not TOML")?;
    let list = table["licenses"]["allow"].as_array().context("deny.toml has no licenses.allow")?;
    Ok(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Whether an SPDX expression can be met with allowed licences only. An older form writes `/` for OR.
fn permits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let permitted = any_of(&mut words, allowed);
    permitted && words.peek().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any_of(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut permitted = all_of(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        permitted |= all_of(words, allowed);
    }
    permitted
}

fn all_of(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut permitted = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        permitted &= one(words, allowed);
    }
    permitted
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let permitted = any_of(words, allowed);
        return words.next_if_eq(&")").is_some() && permitted;
    }
    let Some(name) = words.next() else { return false };
    if words.next_if_eq(&"WITH").is_some() {
        let exception = words.next().unwrap_or_default();
        return allowed.contains(&format!("{name} WITH {exception}"));
    }
    allowed.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits_with(allowed: &[&str], expression: &str) -> bool {
        permits(expression, &allowed.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(permits_with(&["MIT"], "MIT OR LGPL-2.1-or-later"));
        assert!(permits_with(&["MIT"], "Unlicense/MIT"));
        assert!(!permits_with(&["MIT"], "GPL-3.0 OR LGPL-2.1"));
    }

    #[test]
    fn every_part_of_a_conjunction_has_to_be_allowed() {
        assert!(permits_with(&["MIT", "Unicode-3.0"], "(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!permits_with(&["MIT"], "(MIT OR Apache-2.0) AND Unicode-3.0"));
    }

    #[test]
    fn an_exception_is_part_of_a_licence() {
        assert!(!permits_with(&["Apache-2.0"], "Apache-2.0 WITH LLVM-exception"));
        assert!(permits_with(
            &["Apache-2.0 WITH LLVM-exception"],
            "Apache-2.0 WITH LLVM-exception"
        ));
    }
}
