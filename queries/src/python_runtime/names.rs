//! The name that each declaration has in the shipped text, where several sources share a file.

use super::parts;
use super::print::short_name;
use super::reading::{Exported, Origin, Outside, Source};
use crate::lower::runtime_names::is_runtime_name;
use std::collections::{BTreeMap, BTreeSet};
use swc_ecma_ast::{Ident, Stmt};
use swc_ecma_visit::{Visit, VisitWith};

/// The shipped names. What programs can see keeps its own, unless another source came first with it: classes, what code of
/// an app can refer to, what sources export that ship alone. The rest has short ones.
pub(super) struct Names {
    declared: BTreeMap<(&'static str, String), String>,
    /// Imports of what is no source, exported again or not, by what is imported.
    foreign: BTreeMap<Outside, String>,
}

impl Names {
    /// Sources that ship alone come last: they can do with longer names.
    pub(super) fn of(sources: &[Source]) -> Self {
        let mut names = Self { declared: BTreeMap::new(), foreign: BTreeMap::new() };
        let mut taken: BTreeSet<String> = sources.iter().flat_map(globals).collect();
        let (joint, alone): (Vec<&Source>, Vec<&Source>) =
            sources.iter().partition(|source| parts::part_of(source.module) != source.module);
        let mut private = 0;
        for source in joint.into_iter().chain(alone) {
            names.add(source, &mut taken, &mut private);
        }
        names
    }

    fn add(&mut self, source: &Source, taken: &mut BTreeSet<String>, private: &mut usize) {
        // Classes come first: their names are seen by programs.
        let is_class = |name: &String| source.items.iter().any(|item| declares_class(item, name));
        let (classes, others): (Vec<String>, Vec<String>) = source.declared().partition(is_class);
        let exported: BTreeSet<&str> = source.exports.values().filter_map(local_of).collect();
        let is_joint = parts::part_of(source.module) != source.module;
        let (shown, hidden): (Vec<String>, Vec<String>) = others.into_iter().partition(|name| {
            exported.contains(name.as_str()) && (!is_joint || is_runtime_name(name))
        });
        for name in classes.into_iter().chain(shown) {
            let shipped = unique(&name, source.module, taken);
            self.declared.insert((source.module, name), shipped);
        }
        for name in hidden {
            let shipped = private_name(*private);
            *private += 1;
            self.declared.insert((source.module, name), unique(&shipped, source.module, taken));
        }
        let imported = source.imports.iter().map(|((local, _), outside)| (&**local, outside));
        let passed_on = source.exports.iter().filter_map(|(name, exported)| match exported {
            Exported::Outside(outside) => Some((name.as_str(), outside)),
            Exported::Local(_) => None,
        });
        for (local, outside) in imported.chain(passed_on) {
            if let Origin::WebRoot(path) = &outside.from
                && !self.foreign.contains_key(outside)
            {
                let stem = path.rsplit('/').next().and_then(|file| file.split('.').next());
                let shipped = unique(local, stem.unwrap_or_default(), taken);
                self.foreign.insert(outside.clone(), shipped);
            }
        }
    }

    pub(super) fn declared(&self, module: &'static str, name: &str) -> Option<&str> {
        self.declared.get(&(module, name.to_owned())).map(String::as_str)
    }

    /// The local name of an import of what is no source.
    pub(super) fn foreign(&self, outside: &Outside) -> Option<&str> {
        self.foreign.get(outside).map(String::as_str)
    }
}

fn local_of(exported: &Exported) -> Option<&str> {
    match exported {
        Exported::Local(name) => Some(name),
        Exported::Outside(_) => None,
    }
}

/// `A`, `B` … `Aa`, `Ab` …: no local variable has a name like this.
fn private_name(index: usize) -> String {
    let name = short_name(index);
    name[..1].to_uppercase() + &name[1..]
}

/// `name`, or with its source's name behind it.
fn unique(name: &str, module: &str, taken: &mut BTreeSet<String>) -> String {
    let mut unique = name.to_owned();
    while !taken.insert(unique.clone()) {
        unique.push('_');
        unique.push_str(&module.replace('/', "_"));
    }
    unique
}

pub(super) fn declares_class(item: &Stmt, name: &str) -> bool {
    matches!(item, Stmt::Decl(swc_ecma_ast::Decl::Class(class)) if class.ident.sym == *name)
}

/// The names of the browser's that a source uses: none of ours may hide them.
fn globals(source: &Source) -> BTreeSet<String> {
    struct Globals<'a>(&'a Source, BTreeSet<String>);
    impl Visit for Globals<'_> {
        fn visit_ident(&mut self, ident: &Ident) {
            if ident.ctxt == self.0.global {
                self.1.insert(ident.sym.to_string());
            }
        }
    }
    let mut globals = Globals(source, BTreeSet::new());
    source.items.visit_with(&mut globals);
    globals.1
}
