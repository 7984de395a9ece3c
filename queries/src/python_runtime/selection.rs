//! The parts of the runtime that a piece of code needs, as text.

use super::declarations::{Declaration, Export, LIBRARY, Library, Target};
use super::reading::Origin;
use crate::emit::specifier;
use std::collections::{BTreeMap, BTreeSet};

/// What code uses of the runtime: some of its exports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Uses {
    /// One bit for each export of [`LIBRARY`], in its order.
    bits: Vec<u64>,
}

/// A file of the shipped runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub text: std::sync::Arc<str>,
    /// The parts that it imports, by path.
    pub imports: BTreeSet<String>,
}

impl Uses {
    /// Adds an export of a part; `*` is all of them. Names that no part has change nothing.
    pub fn add(&mut self, part: &str, name: &str) {
        let exports = &LIBRARY.exports;
        if name == "*" {
            let first = exports.partition_point(|export| export.part < part);
            let own = exports[first..].iter().take_while(|export| export.part == part);
            (first..first + own.count()).for_each(|index| self.insert(index));
        } else if let Ok(index) =
            exports.binary_search_by_key(&(part, name), |export| (export.part, &export.name))
        {
            self.insert(index);
        }
    }

    /// Adds what other code uses.
    pub fn extend(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (own, other) in self.bits.iter_mut().zip(&other.bits) {
            *own |= other;
        }
    }

    fn insert(&mut self, index: usize) {
        let word = index / 64;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (index % 64);
    }

    fn contains(&self, index: usize) -> bool {
        self.bits.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

/// How many files of an app use each export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UseCounts {
    /// In the order of the exports of [`LIBRARY`].
    counts: Vec<u32>,
}

impl UseCounts {
    pub fn add(&mut self, uses: &Uses) {
        self.counts.resize(LIBRARY.exports.len(), 0);
        for (index, count) in self.counts.iter_mut().enumerate() {
            *count += u32::from(uses.contains(index));
        }
    }

    /// Whether the app as a whole uses the same when one of the counted files uses `now` instead of `before`.
    pub fn outlive(&self, before: &Uses, now: &Uses) -> bool {
        self.counts.iter().enumerate().all(|(index, count)| {
            let others = count - u32::from(before.contains(index)).min(*count);
            others > 0 || before.contains(index) == now.contains(index)
        })
    }

    /// Counts `now` instead of `before`.
    pub fn replace(&mut self, before: &Uses, now: &Uses) {
        for (index, count) in self.counts.iter_mut().enumerate() {
            *count = count.saturating_sub(u32::from(before.contains(index)));
            *count += u32::from(now.contains(index));
        }
    }
}

/// The parts that code with these uses needs, by path relative to `generated/python/`.
pub fn shipped(uses: &Uses) -> BTreeMap<String, Part> {
    LIBRARY.shipped(|index| uses.contains(index))
}

/// Everything: for code of which it cannot be told what it uses.
pub fn shipped_in_full() -> BTreeMap<String, Part> {
    LIBRARY.shipped(|_| true)
}

/// A part that is being put together.
#[derive(Default)]
struct Assembly<'a> {
    declarations: Vec<&'a Declaration>,
    /// Exported names with those in the text.
    exports: BTreeMap<&'a str, &'a str>,
    imports: BTreeSet<&'a Target>,
}

impl Library {
    fn shipped(&self, is_used: impl Fn(usize) -> bool) -> BTreeMap<String, Part> {
        let exports = self.exports.iter().enumerate();
        let used: Vec<_> =
            exports.filter(|(index, _)| is_used(*index)).map(|(_, export)| export).collect();
        let reached = self.reached(used.iter().map(|export| &export.target));
        let mut parts: BTreeMap<&str, Assembly<'_>> = BTreeMap::new();
        for &index in &reached {
            let declaration = &self.declarations[index];
            parts.entry(declaration.part).or_default().declarations.push(declaration);
        }
        for Export { part, name, target } in used {
            if let Some(owner) = self.part_of(target).filter(|owner| owner != part) {
                parts.entry(owner).or_default().exports.insert(target.name(), target.name());
            }
            let assembly = parts.entry(part).or_default();
            assembly.exports.insert(name, target.name());
            assembly.import(self, part, target);
        }
        for &index in &reached {
            let declaration = &self.declarations[index];
            for need in &declaration.needs {
                if let Some(owner) = self.part_of(need).filter(|owner| *owner != declaration.part) {
                    let name = need.name();
                    parts.entry(owner).or_default().exports.insert(name, name);
                }
                parts.entry(declaration.part).or_default().import(self, declaration.part, need);
            }
        }
        let written = |(part, assembly): (&str, Assembly<'_>)| {
            let path = format!("{part}.js");
            let part = assembly.written(self, &path);
            (path, part)
        };
        parts.into_iter().map(written).collect()
    }

    /// The declarations that the targets need, directly or not; in the order of the text.
    fn reached<'a>(&'a self, targets: impl Iterator<Item = &'a Target>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&Target> = targets.collect();
        while let Some(target) = waiting.pop() {
            if let Target::Declared { index, .. } = target
                && reached.insert(*index)
            {
                waiting.extend(&self.declarations[*index].needs);
            }
        }
        reached
    }

    /// The part that declares a target.
    fn part_of(&self, target: &Target) -> Option<&'static str> {
        match target {
            Target::Declared { index, .. } => Some(self.declarations[*index].part),
            Target::Foreign { .. } => None,
        }
    }
}

impl Target {
    fn name(&self) -> &str {
        let (Self::Declared { name, .. } | Self::Foreign { name, .. }) = self;
        name
    }
}

impl<'a> Assembly<'a> {
    fn import(&mut self, library: &Library, part: &str, target: &'a Target) {
        if library.part_of(target) != Some(part) {
            self.imports.insert(target);
        }
    }

    fn written(&self, library: &Library, path: &str) -> Part {
        let own = format!("generated/python/{path}");
        let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut text = String::new();
        let mut imports = BTreeSet::new();
        for target in &self.imports {
            let (from, clause) = match target {
                Target::Declared { name, .. } => {
                    let part = library.part_of(target).unwrap_or_default();
                    imports.insert(format!("{part}.js"));
                    (format!("generated/python/{part}.js"), name.clone())
                }
                Target::Foreign { outside, name } => {
                    let Origin::WebRoot(from) = &outside.from else { continue };
                    if outside.name == "*" {
                        let from = specifier(&own, from);
                        text.push_str(&format!("import*as {name} from\"{from}\";\n"));
                        continue;
                    }
                    (from.clone(), renamed(&outside.name, name))
                }
            };
            modules.entry(from).or_default().insert(clause);
        }
        for (from, clauses) in modules {
            let clauses: Vec<_> = clauses.into_iter().collect();
            let from = specifier(&own, &from);
            text.push_str(&format!("import{{{}}}from\"{from}\";\n", clauses.join(",")));
        }
        for declaration in &self.declarations {
            text.push_str(&declaration.code);
            text.push('\n');
        }
        let exports = self.exports.iter().map(|(exported, name)| renamed(name, exported));
        let exports: Vec<String> = exports.collect();
        text.push_str(&format!("export{{{}}};\n", exports.join(",")));
        Part { text: text.into(), imports }
    }
}

fn renamed(name: &str, other: &str) -> String {
    if name == other { name.to_owned() } else { format!("{name} as {other}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::script;

    fn uses(names: &[(&str, &str)]) -> Uses {
        let mut uses = Uses::default();
        for (part, name) in names {
            uses.add(part, name);
        }
        uses
    }

    #[test]
    fn only_what_is_reached_ships() {
        let parts = shipped(&uses(&[("core", "truth")]));
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["core.js"]);
        let text = &parts["core.js"].text;
        assert!(text.contains("function truth(") && text.contains("export{truth};"), "{text}");
        assert!(!text.contains("function sorted(") && !text.contains("/*"), "{text}");
    }

    #[test]
    fn what_programs_cannot_see_has_a_short_name() {
        let parts = shipped(&uses(&[("core", "truth"), ("core", "Component"), ("sets", "set")]));
        let text = &parts["core.js"].text;
        for seen in ["function truth(", "class Component extends ", "class ValueError extends "] {
            assert!(text.contains(seen), "{seen}: {text}");
        }
        for unseen in ["objectTruth", "dictSize", "isPlainDict"] {
            assert!(!text.contains(unseen), "{unseen}: {text}");
        }
        assert!(parts["sets.js"].text.contains("function setUnion("), "{}", parts["sets.js"].text);
    }

    #[test]
    fn parts_import_what_they_need_of_each_other_and_export_it() {
        let parts = shipped(&uses(&[("methods", "get")]));
        assert!(parts["methods.js"].imports.contains("core.js"));
        let line = |path: &str, start: &str| {
            let mut lines = parts[path].text.lines();
            lines.find(|line| line.starts_with(start)).unwrap_or_default().to_owned()
        };
        let imported = line("methods.js", "import{").replace("}from\"./core.js\";", "}");
        assert_eq!(
            imported.trim_start_matches("import"),
            line("core.js", "export{").trim_start_matches("export").trim_end_matches(';')
        );
        let page = shipped(&uses(&[("core", "Component")]));
        assert!(page["core.js"].text.contains("from\"../../vendor/ragot.esm.min.js\";"));
    }

    #[test]
    fn every_import_of_the_whole_runtime_is_there() {
        let parts = shipped_in_full();
        for (path, part) in &parts {
            assert!(
                !script::specifiers(&part.text).is_empty() || part.imports.is_empty(),
                "{path} does not parse"
            );
            for import in &part.imports {
                assert!(parts.contains_key(import), "{path} imports {import}");
            }
        }
    }

    #[test]
    fn uses_that_come_together_are_the_uses_of_both() {
        let mut both = uses(&[("core", "truth")]);
        both.extend(&uses(&[("core", "add"), ("std/math", "sqrt")]));
        assert_eq!(both, uses(&[("std/math", "sqrt"), ("core", "truth"), ("core", "add")]));
    }
}
