//! The decision: from the facts that differ after a save to what open pages have to do.

use super::difference::Difference;
use super::facts::{ClassFacts, Fingerprints, SharedFacts, SurfaceFacts};
use super::pragma::Pragma;
use super::update::{ClassUpdate, Level, ModuleUpdate, Reload, Scope, SurfaceName, Update};
use crate::binding::BrowserKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files of the save that prints know nothing of.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// Web paths, with a leading `/`, of served files that changed: stylesheets, images, scripts.
    pub assets: Vec<String>,
    /// Project-relative paths of other files that the app's Python may have read: content, data, templates
    /// that it renders itself.
    pub content: Vec<String>,
}

/// What open pages have to do after this difference. `all` are the facts with it, or without it if it is one
/// that [`Fingerprints::difference`] found. `seq` is left to the server.
pub fn plan(difference: &Difference, all: &Fingerprints, saved: &Saved) -> Update {
    let mut update = Update::default();
    add_shared(&mut update, difference);
    add_classes(&mut update, difference, all);
    add_assets(&mut update, &saved.assets);
    add_data(&mut update, difference, all, &saved.content);
    add_reloads(&mut update, difference);
    update
}

fn changed_names(old: Option<&Arc<SharedFacts>>, facts: &SharedFacts) -> Vec<String> {
    let known = |name| old.and_then(|old| old.names.get(name));
    let changed = facts.names.iter().filter(|(name, print)| known(*name) != Some(*print));
    changed.map(|(name, _)| name.to_string()).collect()
}

fn add_shared(update: &mut Update, difference: &Difference) {
    for (path, (old, facts)) in &difference.shared {
        let names = changed_names(old.as_ref(), facts);
        if !names.is_empty() {
            let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            update
                .raise(Level::Swap, &format!("{} of {} changed", listed.join(", "), facts.module));
        }
        let version = difference.generation;
        update.modules.push(ModuleUpdate { path: path.clone(), version, names });
    }
}

fn add_classes(update: &mut Update, difference: &Difference, all: &Fingerprints) {
    let mut found: BTreeMap<&str, ClassUpdate> = BTreeMap::new();
    for (path, (old, facts)) in &difference.classes {
        if facts.pragma != Some(Pragma::Off)
            && let Some(class) = class_update(path, old, facts)
        {
            found.insert(path, class);
        }
    }
    let below = subclass_updates(all, &found);
    let mut classes: Vec<ClassUpdate> = found.into_values().chain(below).collect();
    // A base must be evaluated before what extends it.
    classes.sort_by_cached_key(|class| ancestors(all, &class.path).len());
    for class in classes {
        update.raise(class.level, &class.reason);
        update.modules.push(ModuleUpdate {
            path: class.path.clone(),
            version: difference.generation,
            names: vec![class.name.clone()],
        });
        update.classes.push(class);
    }
}

/// What extends a changed class is defined again, because its body may have taken something from its base.
fn subclass_updates(all: &Fingerprints, changed: &BTreeMap<&str, ClassUpdate>) -> Vec<ClassUpdate> {
    let mut found = Vec::new();
    if changed.is_empty() {
        return found;
    }
    for (path, facts) in &all.classes {
        // Most extend only what the framework has.
        let is_alone = facts.base_paths.is_empty() || facts.pragma == Some(Pragma::Off);
        if is_alone || changed.contains_key(path.as_str()) {
            continue;
        }
        let bases = ancestors(all, path).into_iter().filter_map(|base| changed.get(base));
        if let Some(base) = bases.max_by_key(|base| base.level) {
            found.push(ClassUpdate {
                name: facts.name.to_string(),
                module: facts.module.to_string(),
                path: path.clone(),
                level: base.level,
                reason: base.reason.clone(),
                changed: Vec::new(),
            });
        }
    }
    found
}

/// The project classes above a class, by path.
fn ancestors<'a>(all: &'a Fingerprints, path: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![path];
    while let Some(path) = waiting.pop() {
        let bases = all.classes.get(path).into_iter().flat_map(|facts| &facts.base_paths);
        waiting.extend(bases.map(String::as_str).filter(|base| found.insert(*base)));
    }
    found
}

fn class_update(path: &str, old: &ClassFacts, new: &ClassFacts) -> Option<ClassUpdate> {
    if old.text == new.text && old.evaluated == new.evaluated && old.bases == new.bases {
        return None;
    }
    let changed = changed_methods(old, new);
    let (level, reason) = class_level(old, new, &changed);
    Some(ClassUpdate {
        name: new.name.to_string(),
        module: new.module.to_string(),
        path: path.to_owned(),
        level,
        reason,
        changed,
    })
}

fn changed_methods(old: &ClassFacts, new: &ClassFacts) -> Vec<String> {
    let (old, new) = (&old.parts.methods, &new.parts.methods);
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    changed.map(ToString::to_string).collect()
}

/// The level that a changed class needs, and why.
fn class_level(old: &ClassFacts, new: &ClassFacts, changed: &[String]) -> (Level, String) {
    let name = &new.name;
    let is_changed = |method: &str| changed.iter().any(|each| each == method);
    let removed = old.parts.methods.keys().find(|method| {
        !new.parts.methods.contains_key(*method)
            && !matches!(method.as_str(), "on_start" | "on_stop")
    });
    match new.pragma {
        Some(Pragma::Reload) => return (Level::Reload, format!("{name} asks for it: hot=reload")),
        Some(Pragma::Remount) => {
            return (Level::Remount, format!("{name} asks for it: hot=remount"));
        }
        _ => {}
    }
    if old.bases != new.bases {
        (Level::Remount, format!("the bases of {name} changed"))
    } else if is_changed("__init__") {
        (Level::Remount, format!("{name}.__init__ changed"))
    } else if old.parts.features != new.parts.features {
        (Level::Remount, format!("a decorator of {name} that is set up at the start changed"))
    } else if let Some(method) = removed {
        (Level::Remount, format!("{name}.{method} was removed"))
    } else if let Some(method) = changed.iter().find(|method| is_wired(new.kind, method)) {
        (
            Level::Remount,
            format!("{name}.{method}, which is wired when the island is made, changed"),
        )
    } else if is_changed("on_start") {
        (Level::Rewire, format!("{name}.on_start changed"))
    } else if old.parts.refs != new.parts.refs {
        (Level::Rewire, format!("the refs of {name} changed"))
    } else {
        (Level::Swap, swap_reason(old, new, changed))
    }
}

/// Methods that the framework takes hold of when an island or a scroller is made.
fn is_wired(kind: BrowserKind, method: &str) -> bool {
    match kind {
        BrowserKind::Component => {
            matches!(method, "unmount" | "measure" | "placeholder" | "evicted" | "recycle")
        }
        BrowserKind::Module => method == "sync_component",
    }
}

fn swap_reason(old: &ClassFacts, new: &ClassFacts, changed: &[String]) -> String {
    let name = &new.name;
    match changed {
        [] if old.text == new.text => format!("what {name} evaluates when it is defined changed"),
        [] => format!("the body of {name} changed"),
        [method] => format!("{name}.{method} changed"),
        [first, .., last] => {
            format!("{} methods of {name} changed, {first} to {last}", changed.len())
        }
    }
}

fn add_assets(update: &mut Update, assets: &[String]) {
    for asset in assets {
        if asset.ends_with(".js") || asset.ends_with(".mjs") {
            reload(update, Scope::All, format!("the script {asset} changed"));
        } else {
            update.raise(Level::Css, &format!("{asset} changed"));
            update.assets.push(asset.clone());
        }
    }
}

fn add_data(update: &mut Update, difference: &Difference, all: &Fingerprints, content: &[String]) {
    for path in difference.server_files() {
        let reaching = |(_, facts): &(&SurfaceName, &SurfaceFacts)| facts.files.contains(path);
        let surfaces: BTreeSet<SurfaceName> =
            all.surfaces.iter().filter(reaching).map(|(name, _)| name.clone()).collect();
        // What no surface imports by name, such as a service, may serve all of them.
        let scope = if surfaces.is_empty() { Scope::All } else { Scope::Surfaces(surfaces) };
        data(update, scope, format!("{path} changed"));
    }
    for path in content {
        data(update, Scope::All, format!("{path} changed"));
    }
}

fn data(update: &mut Update, scope: Scope, reason: String) {
    update.raise(Level::Data, &reason);
    update.data = Some(match update.data.take() {
        Some(known) => known.and(scope),
        None => scope,
    });
}

fn add_reloads(update: &mut Update, difference: &Difference) {
    if difference.stores {
        reload(update, Scope::Stores, "the stores changed".to_owned());
    }
    for (name, change) in &difference.surfaces {
        let reason = match change {
            (Some(old), new) => surface_reason(old, new.as_ref()),
            (None, Some(new)) => Some(format!("{} is new", new.pattern)),
            (None, None) => None,
        };
        if let Some(reason) = reason {
            reload(update, Scope::Surfaces(BTreeSet::from([name.clone()])), reason);
        }
    }
    for class in update.classes.clone() {
        if class.level == Level::Reload {
            reload(update, Scope::All, class.reason);
        }
    }
}

/// Why pages of a surface have to load again, if they have to.
fn surface_reason(old: &SurfaceFacts, new: Option<&SurfaceFacts>) -> Option<String> {
    let pattern = &old.pattern;
    let Some(new) = new else { return Some(format!("{pattern} is gone")) };
    let what = if old.pattern != new.pattern {
        return Some(format!("{pattern} moved to {}", new.pattern));
    } else if old.shell != new.shell {
        "the shell"
    } else if old.imports != new.imports {
        "the JavaScript imports"
    } else if old.providers != new.providers {
        "the providers"
    } else if old.declaration != new.declaration {
        "the declaration"
    } else {
        return None;
    };
    Some(format!("{what} of {pattern} changed"))
}

fn reload(update: &mut Update, scope: Scope, reason: String) {
    update.raise(Level::Reload, &reason);
    update.reload.push(Reload { scope, reason });
}
