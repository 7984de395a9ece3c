//! New versions of browser classes, sent as soon as they are compiled.
//!
//! Asking the app's Python takes longer than everything else in a build, and pages that only have to
//! take over new methods need no answer of it. What else a save means follows when it has answered.

use super::{Current, Dev};
use queries::db::BuildDatabase;
use queries::emit::{class_js, class_source, shared_js};
use queries::hot::{self, Update};
use queries::lower::ImportSource;
use queries::source_map::{class_source_map, shared_source_map};
use queries::surface::reach::needed_items;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Sends what can be sent before anything else is known; the update if there was one.
pub(super) fn send(dev: &Dev, db: &BuildDatabase) -> Option<Update> {
    let (site, held) = {
        let current = dev.current();
        (current.site.clone(), current.held.clone())
    };
    let now = hot::fingerprints(db, &held);
    let mut update = hot::plan(&held, &now, &hot::Saved::default());
    let is_code_alone = update.data.is_none() && update.reload.is_empty();
    if update.modules.is_empty() || !is_code_alone {
        return None;
    }
    let paths = update.modules.iter().map(|module| module.path.as_str()).collect();
    let site = Arc::new(site.with(texts(db, &paths)));
    let surfaces = std::mem::take(&mut dev.current().surfaces);
    *dev.current() = Current { site, surfaces, held: Arc::new(now) };
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
