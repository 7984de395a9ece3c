//! What can be told to pages before a build is done.
//!
//! Asking the app's Python takes longer than everything else in a build. Pages that only have to take
//! over new methods or stylesheets need no answer of it: they are told at once. Pages that have to fetch their data
//! need the app's server to have the new code, which it mostly has before the build is done. What
//! else a save means follows when Python has answered.

use super::Dev;
use queries::artifact::BuildKind;
use queries::db::BuildDatabase;
use queries::emit::{class_js, shared_js};
use queries::hot::{self, Difference, Fingerprints, Level, ModuleUpdate, Update};
use queries::input::SourceFile;
use queries::references::emitted_classes;
use queries::source_map::{class_source_map, shared_source_map};
use queries::surface::declare::{app_decl, file_stores, file_surfaces};
use std::sync::Arc;

/// An update that pages need not wait for.
pub(super) enum Early {
    /// They have been told.
    Sent(Update),
    /// They can be told once the app's server has the new code.
    Waiting(Update),
}

/// What a save means as far as the sources alone tell; nothing if that leaves a reload, or if only a run
/// tells whether it does. With `edited` nothing but these files, and served copies of others (`assets`), can
/// tell of the save.
pub(super) fn send(
    dev: &Dev,
    db: &BuildDatabase,
    changed: &[String],
    edited: Option<&[SourceFile]>,
    assets: &[String],
) -> Option<Early> {
    let held = dev.current().held.clone();
    // Where the edited files tell all, the facts are changed where they are; else they are gathered anew.
    let (difference, facts) = match edited {
        Some(edited) => (held.difference(db, edited), None),
        None => {
            let facts = hot::fingerprints(db, &held);
            (Difference::between(&held, &facts), Some(Arc::new(facts)))
        }
    };
    let all = facts.as_ref().unwrap_or(&held);
    let saved = hot::Saved { assets: assets.to_vec(), content: Vec::new() };
    let mut update = hot::plan(&difference, all, &saved);
    // The data of a static build are its documents.
    let is_rendered = update.data.is_some() && dev.kind() == BuildKind::Static;
    if update.is_empty() || !update.reload.is_empty() || is_rendered {
        return None;
    }
    let may_declare = edited.is_none() && changed.iter().any(|path| declares(db, path));
    if update.data.is_some() && may_declare {
        return None;
    }
    let texts = texts(db, &update, all);
    // Nobody else holds the facts, so changing them copies none.
    drop(held);
    let mut current = dev.current();
    match facts {
        Some(facts) => current.held = facts,
        None => Arc::make_mut(&mut current.held).apply(&difference),
    }
    Arc::make_mut(&mut current.site).put(texts);
    drop(current);
    if update.data.is_some() {
        return Some(Early::Waiting(update));
    }
    update.seq = dev.pages.update(update.clone());
    Some(Early::Sent(update))
}

/// Whether surfaces, stores or the app itself are declared in a file, or may have been until it was removed.
fn declares(db: &BuildDatabase, path: &str) -> bool {
    if !path.ends_with(".py") {
        return false;
    }
    let Some(file) = db.file(path) else { return true };
    let app = &app_decl(db).decl.target;
    app.split_once(':').is_some_and(|(module, _)| *file.module(db) == module)
        || !file_surfaces(db, file).surfaces.is_empty()
        || !file_stores(db, file).0.is_empty()
}

/// Tells what has waited for the app's server. Without a new one there is no new data.
pub(super) fn send_waiting(dev: &Dev, mut update: Update, has_new_server: bool) -> Option<Update> {
    if !has_new_server {
        update.data = None;
        let classes = update.classes.iter().map(|class| class.level);
        let least = if update.modules.is_empty() { Level::None } else { Level::Swap };
        update.level = classes.fold(least, Level::max);
    }
    if update.is_empty() {
        return None;
    }
    update.seq = dev.pages.update(update.clone());
    Some(update)
}

/// The modules of an update, with their maps, by path in the web root.
fn texts(db: &BuildDatabase, update: &Update, facts: &Fingerprints) -> Vec<(String, Arc<str>)> {
    let mut texts = Vec::new();
    let mut put = |path: &str, code: Option<&str>, map: Option<&str>| {
        texts.extend(map.map(|map| (format!("{path}.map"), map.into())));
        texts.extend(code.map(|code| (path.to_owned(), code.into())));
    };
    for ModuleUpdate { path, .. } in &update.modules {
        if let Some(class) = facts.classes.get(path) {
            let file = db.file(&class.file);
            let classes = file.map(|file| emitted_classes(db, file)).unwrap_or_default();
            for &item in classes.iter().filter(|item| *item.name(db) == class.name) {
                let code = class_js(db, item).map(|module| &*module.code);
                put(path, code, class_source_map(db, item).map(AsRef::as_ref));
            }
        } else if let Some(file) = facts.shared.get(path).and_then(|shared| db.file(&shared.file)) {
            let code = shared_js(db, file).map(|module| &*module.code);
            put(path, code, shared_source_map(db, file).map(AsRef::as_ref));
        }
    }
    texts
}
