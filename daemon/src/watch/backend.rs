//! One set of watched folders, from its start until it cannot be trusted any more.

use super::alarm::Alarm;
use super::mark::{self, Marks};
use super::mounts::Mounts;
use super::{Blind, file_system};
use crate::failpoint;
use crate::vfs::NEVER_SOURCES;
use notify::event::{CreateKind, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, EventKindMask, PathOp, RecommendedWatcher, Watcher};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// More changed paths than this are not kept one by one.
const MOST_PATHS: usize = 1 << 16;

pub(super) struct Backend {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
    /// Devices on which events can be trusted.
    devices: BTreeSet<u64>,
    marks: Marks,
    mounts: Mounts,
    seen: Arc<Seen>,
}

/// What the thread that receives events tells.
struct Seen {
    state: Mutex<State>,
    marked: Condvar,
    alarm: Alarm,
    /// Folders whose events are no change of the project's files.
    silent: Vec<PathBuf>,
    marks: PathBuf,
}

#[derive(Default)]
struct State {
    paths: BTreeSet<PathBuf>,
    /// Those under which another folder may be now.
    replaced: BTreeSet<PathBuf>,
    lost: bool,
    mark: u64,
}

impl Backend {
    pub(super) fn start(root: &Path, alarm: Alarm, silent: &[PathBuf]) -> Result<Self, Blind> {
        failpoint::reach_nth("watch-starts", 0)?;
        let (marks, mounts) = (Marks::open(root)?, Mounts::of(root)?);
        let seen = Arc::new(Seen {
            state: Mutex::default(),
            marked: Condvar::new(),
            alarm,
            silent: silent.to_vec(),
            marks: marks.folder().to_owned(),
        });
        // Reading a file is no event. Closing one after writing is: it is all there is to see of
        // what is written through a memory map.
        let kinds = EventKindMask::CORE | EventKindMask::ACCESS_CLOSE;
        let config = Config::default().with_event_kinds(kinds).with_follow_symlinks(false);
        let receiver = seen.clone();
        let watcher = RecommendedWatcher::new(move |event| receiver.receive(event), config);
        let watcher = watcher.map_err(|error| match &error.kind {
            notify::ErrorKind::Io(cause) if Errno::from_io_error(cause) == Some(Errno::MFILE) => {
                Blind::Watchers
            }
            _ => error.into(),
        })?;
        let (folders, devices) = (BTreeSet::new(), BTreeSet::new());
        let mut backend = Self { watcher, folders, devices, marks, mounts, seen };
        backend.cover(&[backend.marks.folder().to_owned()])?;
        Ok(backend)
    }

    /// See [`super::Watch::cover`]. A folder that vanished meanwhile is no failure: that is an event
    /// of the folder around it.
    pub(super) fn cover(&mut self, folders: &[PathBuf]) -> Result<(), Blind> {
        failpoint::reach_nth("watch-covers", 0)?;
        let mut operations = Vec::new();
        for folder in folders.iter().filter(|folder| !self.folders.contains(*folder)) {
            // Through a link the events of another folder would come under this path.
            if folder.canonicalize().is_ok_and(|real| real != *folder) {
                continue;
            }
            if let Ok(metadata) = folder.metadata()
                && !self.devices.contains(&metadata.dev())
            {
                if !file_system::tells_events(folder) {
                    return Err(Blind::FileSystem(folder.clone()));
                }
                self.devices.insert(metadata.dev());
            }
            operations.push(PathOp::watch_non_recursive(folder));
        }
        self.folders.extend(operations.iter().map(|operation| operation.as_path().to_owned()));
        self.update(operations)
    }

    fn update(&mut self, mut operations: Vec<PathOp>) -> Result<(), Blind> {
        while !operations.is_empty() {
            let Err(failed) = self.watcher.update_paths(operations) else { break };
            if let Some(PathOp::Watch(folder, _)) = &failed.origin {
                match failed.source.kind {
                    notify::ErrorKind::PathNotFound => {}
                    notify::ErrorKind::MaxFilesWatch => return Err(Blind::Limit),
                    notify::ErrorKind::Io(error) if is_of_the_folder(&error) => {}
                    _ => return Err(failed.source.into()),
                }
                self.folders.remove(folder);
            } else if failed.origin.is_none() {
                return Err(failed.source.into());
            }
            operations = failed.remaining;
        }
        Ok(())
    }

    /// See [`super::Watch::changes`].
    pub(super) fn changes(&mut self) -> Result<BTreeSet<PathBuf>, Blind> {
        if self.mounts.have_changed()? {
            return Err(Blind::Mounted);
        }
        let deadline = Instant::now() + mark::PATIENCE;
        self.cover(&[self.marks.folder().to_owned()])?;
        let mark = self.marks.make()?;
        let (paths, replaced) = self.seen.up_to(mark, deadline)?;
        self.forget_folders(&replaced)?;
        Ok(paths)
    }

    /// Stops watching folders that may be others by now, with all that is below them.
    fn forget_folders(&mut self, paths: &BTreeSet<PathBuf>) -> Result<(), Blind> {
        let mut operations = Vec::new();
        for path in paths {
            let below = self.folders.range(path.clone()..).take_while(|f| f.starts_with(path));
            let below: Vec<PathBuf> = below.cloned().collect();
            for folder in below {
                self.folders.remove(&folder);
                operations.push(PathOp::unwatch(folder));
            }
        }
        self.update(operations)
    }
}

/// Whether more is to come of a change: a file is closed after it was written, and what was renamed has a
/// new name.
fn goes_on(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Create(CreateKind::File)
            | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Name(RenameMode::From))
    )
}

/// Whether what is at a path may be another than before. That something is created there tells of no such thing:
/// what stood there before had to go. Outputs are made while nobody watches them, and all folders in them
/// would be watched anew because the outermost one was created before.
fn replaces(kind: EventKind) -> bool {
    use ModifyKind::{Data, Metadata};
    !matches!(
        kind,
        EventKind::Create(_) | EventKind::Access(_) | EventKind::Modify(Data(_) | Metadata(_))
    )
}

/// Whether a folder cannot be watched because of what it is; it cannot be listed then either.
fn is_of_the_folder(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotADirectory | NotFound | PermissionDenied)
}

impl Seen {
    /// Runs on the thread that receives events, and only notes what they say.
    fn receive(&self, event: notify::Result<Event>) {
        if failpoint::reach_nth("watch-receives", 0).is_err() {
            return;
        }
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            _ => {
                self.state().lost = true;
                self.marked.notify_all();
                return self.alarm.ring();
            }
        };
        let kind = event.kind;
        let (mut rings, mut is_marked) = (false, false);
        let mut state = self.state();
        for path in event.paths {
            if path.parent() == Some(&self.marks) {
                let mark = path.file_name().and_then(|n| n.to_str()).and_then(mark::number);
                if let Some(mark) = mark.filter(|mark| *mark > state.mark) {
                    state.mark = mark;
                    is_marked = true;
                }
                continue;
            }
            if failpoint::reach_nth("watch-notes", 0).is_err() {
                continue;
            }
            rings |= self.is_loud(&path, kind);
            if replaces(kind) {
                state.replaced.insert(path.clone());
            }
            state.paths.insert(path);
        }
        if state.paths.len() > MOST_PATHS {
            state.lost = true;
            state.paths.clear();
            state.replaced.clear();
        }
        drop(state);
        // Whoever is woken wants the lock.
        if is_marked {
            self.marked.notify_all();
        }
        match rings {
            true if goes_on(kind) => self.alarm.ring_ahead(),
            true => self.alarm.ring(),
            false => {}
        }
    }

    /// Whether an event may be a change of the project's files.
    fn is_loud(&self, path: &Path, kind: EventKind) -> bool {
        let may_be_folder = matches!(
            kind,
            EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Metadata(_))
        );
        let name = path.file_name().and_then(|name| name.to_str());
        let is_cache = may_be_folder && name.is_some_and(|name| NEVER_SOURCES.contains(&name));
        !is_cache && !self.silent.iter().any(|folder| path.starts_with(folder))
    }

    /// The paths seen until `mark` came back, and those of them at which something was replaced; what was seen after
    /// it may be among them.
    fn up_to(
        &self,
        mark: u64,
        deadline: Instant,
    ) -> Result<(BTreeSet<PathBuf>, BTreeSet<PathBuf>), Blind> {
        let mut state = self.state();
        loop {
            if state.lost {
                return Err(Blind::Lost);
            }
            if state.mark >= mark {
                let State { paths, replaced, .. } = &mut *state;
                return Ok((std::mem::take(paths), std::mem::take(replaced)));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Blind::Late);
            }
            let waited = self.marked.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Backend {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Backend").field("folders", &self.folders.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// What is told of events until a mark comes back.
    fn told(events: &[Event]) -> BTreeSet<PathBuf> {
        told_and_replaced(events).0
    }

    fn told_and_replaced(events: &[Event]) -> (BTreeSet<PathBuf>, BTreeSet<PathBuf>) {
        let seen = Seen {
            state: Mutex::default(),
            marked: Condvar::new(),
            alarm: Alarm::default(),
            silent: Vec::new(),
            marks: "/app/.sprag/watch".into(),
        };
        for event in events {
            seen.receive(Ok(event.clone()));
        }
        let mark = format!("/app/.sprag/watch/{}-1", std::process::id());
        seen.receive(Ok(Event::new(EventKind::Any).add_path(mark.into())));
        seen.up_to(1, Instant::now() + Duration::from_secs(60)).unwrap()
    }

    #[test]
    fn only_what_goes_or_is_renamed_leaves_room_for_another_folder() {
        use notify::event::{MetadataKind, RemoveKind};
        let kinds = [
            ("created", EventKind::Create(CreateKind::Folder)),
            ("locked", EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))),
            ("removed", EventKind::Remove(RemoveKind::Folder)),
            ("come", EventKind::Modify(ModifyKind::Name(RenameMode::To))),
            ("gone", EventKind::Modify(ModifyKind::Name(RenameMode::From))),
            ("unknown", EventKind::Any),
        ];
        let events = kinds.map(|(name, kind)| Event::new(kind).add_path(name.into()));
        let (told, replaced) = told_and_replaced(&events);
        assert_eq!(told.len(), kinds.len());
        assert_eq!(replaced, ["come", "gone", "removed", "unknown"].map(PathBuf::from).into());
    }

    /// W17: an event says only where to look.
    #[test]
    fn events_that_come_twice_or_in_another_order_tell_the_same() {
        let kinds = [EventKind::Create(CreateKind::File), EventKind::Modify(ModifyKind::Any)];
        let event = |index: usize| {
            Event::new(kinds[index % 2]).add_path(format!("/app/{}.py", index / 3).into())
        };
        let mut events: Vec<Event> = (0..30).map(event).collect();
        let once = told(&events);
        assert_eq!(once.len(), 10);
        let mut random = fastrand::Rng::with_seed(17);
        for _ in 0..20 {
            random.shuffle(&mut events);
            let twice = [&events[..], &events[..random.usize(..events.len())]].concat();
            assert_eq!(told(&twice), once);
        }
    }
}
