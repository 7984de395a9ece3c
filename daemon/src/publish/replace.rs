//! Giving outputs that are already ours another content, at a cost of what changes.
//!
//! The record keeps its shape: hashes have one length, so each is overwritten where it stands. A file
//! that is about to change counts as either of its contents until it has.

use super::folder::OutputFolder;
use super::record::{self, EITHER, Entries, Places};
use super::{
    COPY, Edition, PATIENCE, Plan, PublishError, Published, Source, hash_sources, lock, trade,
};
use crate::failpoint;
use crate::lock::Lock;
use crate::stamp::{Hash, Hashes};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Where files stand in the records of one output folder: remembered, so that changing an entry does not
/// cost reading them all.
#[derive(Debug, Default)]
pub struct RecordPlaces {
    record: Places,
    copy: Places,
}

/// Writes `changed` over outputs of the last publication, of which there are `total`. All of them must
/// be vouched for by `hashes`; nothing is written and `None` returned where one is not, or where the
/// records are not as the last publication left them, or not those of `basis`.
///
/// # Errors
/// See [`PublishError`].
pub fn replace(
    output: &Path,
    records: &Path,
    basis: Option<Edition>,
    changed: &BTreeMap<Arc<str>, Source>,
    total: usize,
    hashes: &mut Hashes,
    places: &mut RecordPlaces,
) -> Result<Option<Published>, PublishError> {
    let unwritable = |source| PublishError::Unwritable { path: output.to_owned(), source };
    let record_path = record::path(records, output);
    let _lock = Lock::take_within(&lock(output, records), PATIENCE)
        .map_err(unwritable)?
        .ok_or_else(|| PublishError::Busy(output.to_owned()))?;
    if basis.is_some_and(|basis| basis != Edition::recorded(&record_path)) {
        return Ok(None);
    }
    let folder = OutputFolder::open(output)?;
    let wanted = hash_sources(changed, hashes)?;
    let mut write = Vec::new();
    for (path, (_, hash)) in &wanted {
        match hashes.vouched(&folder.path().join(path.as_ref())) {
            Some(found) if found == *hash => {}
            Some(_) => write.push(path.clone()),
            None => return Ok(None),
        }
    }
    write.sort_by_key(|path| path.ends_with(".html"));
    let unchanged = total - write.len();
    let plan = Plan {
        write,
        folders: BTreeSet::new(),
        new: BTreeSet::new(),
        remove: BTreeMap::new(),
        edited: Vec::new(),
        unchanged,
    };
    if plan.write.is_empty() {
        return Ok(Some(Published { unchanged, ..Published::default() }));
    }
    let record = Entries::open(record::open(&record_path), &mut places.record, &plan.write);
    let copy = Entries::open(folder.open_to_change(COPY), &mut places.copy, &plan.write);
    let (Some(record), Some(copy)) = (record, copy) else { return Ok(None) };
    let mut contents = Vec::new();
    for path in &plan.write {
        match wanted.get(path).map(|(source, hash)| (content(source), hash)) {
            // A source that changes meanwhile is another build's business.
            Some((Ok(content), hash)) if Hash::of(&content) == *hash => contents.push(content),
            _ => return Ok(None),
        }
    }
    let stage = folder.stage(plan.write.len()).map_err(unwritable)?;
    let staged = contents.iter().enumerate().try_for_each(|(index, text)| stage.write(index, text));
    let either = || record.write(plan.write.iter().map(|_| EITHER.to_owned()));
    let done = staged.and_then(|()| either()).map_err(unwritable).and_then(|()| {
        failpoint::reach("publish-recorded");
        trade(&folder, &stage, &plan)
    });
    folder.remove_stage(&stage);
    done?;
    failpoint::reach("publish-traded");
    let hash = |path: &Arc<str>| wanted.get(path).map(|(_, hash)| *hash);
    for path in &plan.write {
        if let Some(hash) = hash(path) {
            hashes.written(&folder.path().join(path.as_ref()), hash);
        }
    }
    let texts = || plan.write.iter().filter_map(hash).map(|hash| hash.to_string());
    let noted: io::Result<()> = record.write(texts()).and_then(|()| copy.write(texts()));
    noted.map_err(unwritable)?;
    Ok(Some(Published { written: plan.write, unchanged, ..Published::default() }))
}

fn content(source: &Source) -> io::Result<Cow<'_, [u8]>> {
    match source {
        Source::Text(text) => Ok(Cow::Borrowed(text.as_bytes())),
        Source::Made(_) => Err(io::Error::other("a text has to be at hand")),
        Source::Copy(file) => std::fs::read(file).map(Cow::Owned),
    }
}
