//! What ships: every top-level declaration of the sources, as text, with what it needs.

use super::names::Names;
use super::reading::{self, Exported, Origin, Outside, Source, declared_by};
use super::{parts, print};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use swc_common::{GLOBALS, Globals};
use swc_ecma_ast::{
    AssignTarget, Callee, Expr, Id, Ident, MemberProp, Prop, PropName, SimpleAssignTarget, Stmt,
};
use swc_ecma_visit::{VisitMut, VisitMutWith};

/// A top-level statement of a source.
pub(super) struct Declaration {
    pub(super) part: &'static str,
    pub(super) code: String,
    pub(super) needs: BTreeSet<Target>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A declaration, by its index, under a name in the shipped text.
    Declared { index: usize, name: String },
    /// What a file of the framework exports, under a local name.
    Foreign { outside: Outside, name: String },
}

/// What a part offers.
pub(super) struct Export {
    pub(super) part: &'static str,
    pub(super) name: String,
    pub(super) target: Target,
}

pub(super) struct Library {
    /// In the order of the shipped text: within a part, as JavaScript would evaluate its sources.
    pub(super) declarations: Vec<Declaration>,
    /// Sorted by part and name.
    pub(super) exports: Vec<Export>,
    /// What in the sources cannot ship as it is.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test says that there is nothing"))]
    pub(super) problems: Vec<String>,
}

/// The library of all sources. Computed from constants only.
pub(super) static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| GLOBALS.set(&Globals::new(), || Library::of(reading::all())));

/// A declaration's place: its source, and its place there.
type Place = (usize, usize);

struct Linking {
    sources: BTreeMap<&'static str, usize>,
    names: Names,
    /// By source and declared name.
    places: BTreeMap<(&'static str, String), Place>,
    /// By source and exported name.
    exports: BTreeMap<(&'static str, String), Exported>,
    indices: BTreeMap<Place, usize>,
    problems: Vec<String>,
}

impl Library {
    fn of(mut sources: Vec<Source>) -> Self {
        let order = evaluation_order(&sources);
        let mut linking = Linking::of(&mut sources, &order);
        let mut declarations = Vec::new();
        for &at in &order {
            linking.add(&mut sources[at], &mut declarations);
        }
        let mut exports = BTreeMap::new();
        let all: Vec<(&'static str, String)> = linking.exports.keys().cloned().collect();
        for (module, name) in all {
            let Some(target) = linking.exported(module, &name) else {
                linking.problems.push(format!("{module} exports {name}, which is nothing"));
                continue;
            };
            let part = parts::part_of(module);
            let earlier = exports.insert((part, name.clone()), target.clone());
            if earlier.is_some_and(|earlier| earlier != target) {
                linking.problems.push(format!("{part} exports two things called {name}"));
            }
        }
        let exports = exports.into_iter();
        let exports = exports.map(|((part, name), target)| Export { part, name, target }).collect();
        Self { declarations, exports, problems: linking.problems }
    }
}

impl Linking {
    fn of(sources: &mut [Source], order: &[usize]) -> Self {
        let names = Names::of(sources);
        let mut linking = Self {
            sources: sources.iter().enumerate().map(|(at, source)| (source.module, at)).collect(),
            names,
            places: BTreeMap::new(),
            exports: BTreeMap::new(),
            indices: BTreeMap::new(),
            problems: Vec::new(),
        };
        let mut next = 0;
        for &at in order {
            let source = &mut sources[at];
            for (item, statement) in source.items.iter().enumerate() {
                linking.indices.insert((at, item), next);
                next += 1;
                for name in declared_by(statement) {
                    if super::names::declares_class(statement, &name)
                        && linking.names.declared(source.module, &name) != Some(name.as_str())
                    {
                        linking.problems.push(format!(
                            "{}: a class called {name} cannot ship beside what else has that name",
                            source.module
                        ));
                    }
                    linking.places.insert((source.module, name), (at, item));
                }
            }
            let exports = std::mem::take(&mut source.exports).into_iter();
            linking.exports.extend(exports.map(|(name, to)| ((source.module, name), to)));
        }
        linking
    }

    /// What the name declared in a source stands for.
    fn declared(&self, module: &'static str, name: &str) -> Option<Target> {
        let place = self.places.get(&(module, name.to_owned()))?;
        let shipped = self.names.declared(module, name)?.to_owned();
        Some(Target::Declared { index: self.indices[place], name: shipped })
    }

    fn outside(&self, outside: &Outside) -> Option<Target> {
        match outside.from {
            Origin::Source(module) => self.exported(module, &outside.name),
            Origin::WebRoot(_) => {
                let name = self.names.foreign(outside)?.to_owned();
                Some(Target::Foreign { outside: outside.clone(), name })
            }
        }
    }

    /// What a source exports under a name.
    fn exported(&self, module: &'static str, name: &str) -> Option<Target> {
        match self.exports.get(&(module, name.to_owned()))? {
            Exported::Local(local) => self.declared(module, local),
            Exported::Outside(outside) => self.outside(outside),
        }
    }

    /// Adds the declarations of a source; statements that declare nothing go with what they are about.
    fn add(&mut self, source: &mut Source, declarations: &mut Vec<Declaration>) {
        let first = declarations.len();
        let at = self.sources[source.module];
        let mut items = std::mem::take(&mut source.items);
        let owners: Vec<Option<usize>> =
            items.iter().map(|item| self.owner(source.module, item)).collect();
        let needs: Vec<BTreeSet<Target>> = items
            .iter_mut()
            .enumerate()
            .map(|(item, statement)| {
                let mut linker = Linker::new(self, source);
                statement.visit_mut_with(&mut linker);
                let Linker { mut needs, problems, .. } = linker;
                self.problems.extend(problems);
                let own = self.indices[&(at, item)];
                needs.retain(
                    |need| !matches!(need, Target::Declared { index, .. } if *index == own),
                );
                needs
            })
            .collect();
        let is_declaration: Vec<bool> =
            items.iter().map(|item| !declared_by(item).is_empty()).collect();
        let lines = print::lines(items, [source.top_level, source.global]);
        let part = parts::part_of(source.module);
        declarations.extend(lines.into_iter().zip(needs).map(|(code, needs)| Declaration {
            part,
            code,
            needs,
        }));
        for (item, owner) in owners.into_iter().enumerate() {
            if is_declaration[item] {
                continue;
            }
            let effect = Target::Declared { index: first + item, name: String::new() };
            match owner {
                Some(owner) => drop(declarations[owner].needs.insert(effect)),
                None => self.problems.push(format!(
                    "{}: it does not show what this is about: {}",
                    source.module,
                    declarations[first + item].code
                )),
            }
        }
    }

    /// The declaration of the same source that a call such as `typed(str, …)` or an assignment to a property is about.
    fn owner(&self, module: &'static str, statement: &Stmt) -> Option<usize> {
        let Stmt::Expr(statement) = statement else { return None };
        let subject = match &*statement.expr {
            Expr::Call(call) if matches!(call.callee, Callee::Expr(_)) => &call.args.first()?.expr,
            Expr::Assign(assign) => match &assign.left {
                AssignTarget::Simple(SimpleAssignTarget::Member(member)) => &member.obj,
                _ => return None,
            },
            _ => return None,
        };
        let mut subject = &**subject;
        while let Expr::Member(member) = subject {
            subject = &member.obj;
        }
        let Expr::Ident(ident) = subject else { return None };
        let place = self.places.get(&(module, ident.sym.to_string()))?;
        Some(self.indices[place])
    }
}

/// Gives a statement's names those of the shipped text, and notes what they stand for.
struct Linker<'a> {
    linking: &'a Linking,
    source: &'a Source,
    needs: BTreeSet<Target>,
    problems: Vec<String>,
}

impl<'a> Linker<'a> {
    fn new(linking: &'a Linking, source: &'a Source) -> Self {
        Self { linking, source, needs: BTreeSet::new(), problems: Vec::new() }
    }

    /// The source whose exports a name holds.
    fn namespace(&self, id: &Id) -> Option<&'static str> {
        match self.source.imports.get(id)? {
            Outside { from: Origin::Source(module), name } if name == "*" => Some(module),
            _ => None,
        }
    }

    /// The shipped name of a top-level name of the source.
    fn shipped(&mut self, id: &Id) -> Option<String> {
        if id.1 != self.source.top_level {
            return None;
        }
        let target = match self.source.imports.get(id) {
            Some(outside) => self.linking.outside(outside),
            None => self.linking.declared(self.source.module, &id.0),
        };
        let Some(target) = target else {
            self.problems.push(format!("{}: nothing is called {}", self.source.module, id.0));
            return None;
        };
        let (Target::Declared { name, .. } | Target::Foreign { name, .. }) = &target;
        let name = name.clone();
        self.needs.insert(target);
        Some(name)
    }
}

impl VisitMut for Linker<'_> {
    fn visit_mut_expr(&mut self, expr: &mut Expr) {
        if let Expr::Member(member) = expr
            && let (Expr::Ident(object), MemberProp::Ident(property)) = (&*member.obj, &member.prop)
            && let Some(module) = self.namespace(&object.to_id())
        {
            match self.linking.exported(module, &property.sym) {
                Some(target) => {
                    let (Target::Declared { name, .. } | Target::Foreign { name, .. }) = &target;
                    let context = self.source.top_level;
                    *expr = Expr::Ident(Ident::new(name.as_str().into(), member.span, context));
                    self.needs.insert(target);
                }
                None => self.problems.push(format!("{module} has no {}", property.sym)),
            }
            return;
        }
        expr.visit_mut_children_with(self);
    }

    fn visit_mut_prop(&mut self, property: &mut Prop) {
        if let Prop::Shorthand(ident) = property {
            let key = PropName::Ident(ident.clone().into());
            let value = Box::new(Expr::Ident(ident.clone()));
            if self.shipped(&ident.to_id()).is_some_and(|shipped| shipped != *ident.sym) {
                *property = Prop::KeyValue(swc_ecma_ast::KeyValueProp { key, value });
            }
        }
        property.visit_mut_children_with(self);
    }

    fn visit_mut_ident(&mut self, ident: &mut Ident) {
        if let Some(shipped) = self.shipped(&ident.to_id()) {
            ident.sym = shipped.into();
        }
    }
}

/// The sources as JavaScript evaluates them: each after what it imports, part by part.
fn evaluation_order(sources: &[Source]) -> Vec<usize> {
    let places: BTreeMap<&str, usize> =
        sources.iter().enumerate().map(|(at, source)| (source.module, at)).collect();
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for at in 0..sources.len() {
        visit(at, sources, &places, &mut seen, &mut order);
    }
    order.sort_by_key(|&at| parts::part_of(sources[at].module));
    order
}

fn visit(
    at: usize,
    sources: &[Source],
    places: &BTreeMap<&str, usize>,
    seen: &mut BTreeSet<usize>,
    order: &mut Vec<usize>,
) {
    if !seen.insert(at) {
        return;
    }
    for module in &sources[at].imported {
        visit(places[module], sources, places, seen, order);
    }
    order.push(at);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_can_ship_in_parts() {
        assert_eq!(LIBRARY.problems, Vec::<String>::new());
    }

    #[test]
    fn parts_need_each_other_in_one_direction_only() {
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for declaration in &LIBRARY.declarations {
            for need in &declaration.needs {
                let Target::Declared { index, .. } = need else { continue };
                let other = LIBRARY.declarations[*index].part;
                if other != declaration.part {
                    needs.entry(declaration.part).or_default().insert(other);
                }
            }
        }
        // What nothing else needs any more is taken away until nothing is left.
        while let Some(last) =
            needs.iter().find(|(_, others)| others.iter().all(|other| !needs.contains_key(other)))
        {
            let part = *last.0;
            needs.remove(part);
        }
        assert!(needs.is_empty(), "in a circle: {needs:?}");
    }
}
