//! What can be told to pages before a build is done.
//!
//! Asking the app's Python takes longer than everything else in a build. Pages that only have to take
//! over new methods need no answer of it: they are told at once. Pages that have to fetch their data
//! need the app's server to have the new code, which it mostly has before the build is done. What
//! else a save means follows when Python has answered.

use super::{Current, Dev};
use queries::artifact::BuildKind;
use queries::db::BuildDatabase;
use queries::emit::{class_js, class_source, shared_js};
use queries::hot::{self, Level, Update};
use queries::lower::ImportSource;
use queries::source_map::{class_source_map, shared_source_map};
use queries::surface::declare::{app_decl, file_stores, file_surfaces};
use queries::surface::reach::needed_items;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An update that pages need not wait for.
pub(super) enum Early {
    /// They have been told.
    Sent(Update),
    /// They can be told once the app's server has the new code.
    Waiting(Update),
}

/// What a save means as far as the sources alone tell; nothing if that leaves a reload, or if only a run
/// tells whether it does.
pub(super) fn send(dev: &Dev, db: &BuildDatabase, changed: &[String]) -> Option<Early> {
    let (site, held) = {
        let current = dev.current();
        (current.site.clone(), current.held.clone())
    };
    let now = hot::fingerprints(db, &held);
    let mut update = hot::plan(&held, &now, &hot::Saved::default());
    // The data of a static build are its documents.
    let is_rendered = update.data.is_some() && dev.kind() == BuildKind::Static;
    if update.is_empty() || !update.reload.is_empty() || is_rendered {
        return None;
    }
    if update.data.is_some() && changed.iter().any(|path| declares(db, path)) {
        return None;
    }
    let paths = update.modules.iter().map(|module| module.path.as_str()).collect();
    let site = Arc::new(site.with(texts(db, &paths)));
    let surfaces = std::mem::take(&mut dev.current().surfaces);
    *dev.current() = Current { site, surfaces, held: Arc::new(now) };
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

/// The modules at these paths of the web root, with their maps.
fn texts(db: &BuildDatabase, paths: &BTreeSet<&str>) -> Vec<(String, Arc<str>)> {
    let mut texts = Vec::new();
    let mut put = |path: String, code: Option<&str>, map: Option<&str>| {
        texts.extend(map.map(|map| (format!("{path}.map"), map.into())));
        texts.extend(code.map(|code| (path, code.into())));
    };
    for &item in needed_items(db) {
        if let Some(source) = class_source(db, item) {
            if paths.contains(source.path().as_str()) {
                let code = class_js(db, item).map(|module| &*module.code);
                put(source.path(), code, class_source_map(db, item).map(AsRef::as_ref));
            }
            continue;
        }
        let file = item.file(db);
        let source = ImportSource::Shared(file.module(db).clone());
        if paths.contains(source.path().as_str()) {
            let code = shared_js(db, file).map(|module| &*module.code);
            put(source.path(), code, shared_source_map(db, file).map(AsRef::as_ref));
        }
    }
    texts
}
