//! The database: storage for memos, and the log of what ran.

use crate::binding::Attributes;
use crate::change::Change;
use crate::input::{BrowserAttributes, FilePath, SourceFile, SourceTree};
use crate::items::ItemDef;
use crate::project::Project;
use crate::render::Renderings;
use crate::resolve::{ModuleMember, ModuleName};
use crate::surface::reach::reached;
use crate::syntax::SyntaxCache;
use crate::syntax::ast::Name;
pub use salsa::CancellationToken;
use salsa::Database as _;
use salsa::plumbing::{FromId, ZalsaDatabase};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What queries may ask of the database: memoization, and the trees of what they have read.
#[salsa::db]
pub trait Db: salsa::Database {
    fn syntax(&self) -> &SyntaxCache;
}

/// The one database. Clones are handles for readers; a write waits until all clones are gone.
#[salsa::db]
#[derive(Clone)]
pub struct BuildDatabase {
    /// Every path there ever was, removed ones included.
    pub(crate) files: Arc<BTreeMap<FilePath, SourceFile>>,
    /// Files that exist, but not as modules: another file has the name. By that.
    pub(crate) hidden: Arc<BTreeMap<Name, BTreeSet<FilePath>>>,
    executions: Executions,
    /// What ran for the last change.
    while_applied: Vec<salsa::DatabaseKeyIndex>,
    steps: Arc<AtomicU64>,
    lasting: Arc<AtomicUsize>,
    syntax: Arc<SyntaxCache>,
    storage: salsa::Storage<Self>,
}

/// What an input takes of memory with the values that hang on it, beside a name that was asked for.
const INPUT_WEIGHT: usize = 16;

type Executions = Arc<Mutex<Option<Vec<salsa::DatabaseKeyIndex>>>>;

#[salsa::db]
impl salsa::Database for BuildDatabase {}

#[salsa::db]
impl Db for BuildDatabase {
    fn syntax(&self) -> &SyntaxCache {
        &self.syntax
    }
}

impl Default for BuildDatabase {
    fn default() -> Self {
        Self::with(SyntaxCache::default())
    }
}

impl BuildDatabase {
    /// An empty one with an empty cache.
    pub fn with(syntax: SyntaxCache) -> Self {
        let executions = Executions::default();
        let steps = Arc::<AtomicU64>::default();
        let lasting = Arc::<AtomicUsize>::default();
        let (log, count, names) =
            (Arc::clone(&executions), Arc::clone(&steps), Arc::clone(&lasting));
        let on_event = move |event: salsa::Event| {
            count.fetch_add(1, Ordering::Relaxed);
            match event.kind {
                salsa::EventKind::WillExecute { database_key } => {
                    if let Some(log) = &mut *log.lock().unwrap_or_else(PoisonError::into_inner) {
                        log.push(database_key);
                    }
                }
                salsa::EventKind::DidInternValue { .. } => {
                    names.fetch_add(1, Ordering::Relaxed);
                }
                _ => {}
            }
        };
        let storage = salsa::Storage::new(Some(Box::new(on_event)));
        let (files, hidden, syntax) = (Arc::default(), Arc::default(), Arc::new(syntax));
        let while_applied = Vec::new();
        let db = Self { files, hidden, executions, while_applied, steps, lasting, syntax, storage };
        // Inputs exist from the start: a query that finds one missing would never learn of it.
        SourceTree::new(&db, BTreeMap::new());
        BrowserAttributes::new(&db, Attributes::default());
        Project::new(&db, BTreeSet::new(), BTreeMap::new(), BTreeSet::new(), None);
        Renderings::new(&db, Arc::default(), Arc::default());
        db
    }
}

impl BuildDatabase {
    /// Applies a change, and finds what browsers get of each file then.
    pub fn apply(&mut self, change: Change) {
        self.set(change);
        let (reached, ran) = self.logged(|db| reached(db));
        self.while_applied = ran;
        let mut change = Change::default();
        change.reach(reached);
        self.set(change);
    }

    /// Applies a change alone. Cancels the readers of other handles and waits for them.
    ///
    /// Unless the change cannot alter what browsers get, [`Change::reach`] has to follow before anything is asked.
    pub fn set(&mut self, change: Change) {
        change.apply(self);
    }

    /// Lets go of texts that few ask for twice, all but those that were used last. Waits for the readers of other handles.
    pub fn rest(&mut self) {
        self.trigger_lru_eviction();
        self.syntax.rest();
    }

    /// The trees of what was read last: for parsing outside of queries.
    pub fn syntax_cache(&self) -> Arc<SyntaxCache> {
        Arc::clone(&self.syntax)
    }

    /// A count that grows for as long as queries run, on whatever thread.
    pub fn steps(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.steps)
    }

    /// How much there is that stays for as long as the database does, whether or not anything still has to do
    /// with it: names that were asked for, each counting one, and inputs.
    pub fn lasting(&self) -> usize {
        self.lasting.load(Ordering::Relaxed)
    }

    pub(crate) fn count_input(&self) {
        self.lasting.fetch_add(INPUT_WEIGHT, Ordering::Relaxed);
    }

    /// The file at a project-relative path, if it exists.
    pub fn file(&self, path: &str) -> Option<SourceFile> {
        let file = *self.files.get(path)?;
        let live = SourceTree::get(self).modules(self).get(file.module(self));
        (live == Some(&file)).then_some(file)
    }

    /// Runs `read`; `None` if it was stopped by the token that `register` got. A handle whose queries
    /// were stopped can be asked again.
    pub fn stoppable<T>(
        &self,
        register: impl FnOnce(CancellationToken),
        read: impl FnOnce(&Self) -> T,
    ) -> Option<T> {
        // A token counts until the outermost query ends: here all of `read` is in one.
        let all = AssertUnwindSafe(|| {
            self.attach(|db| {
                register(db.cancellation_token());
                read(db)
            })
        });
        match salsa::Cancelled::catch(all) {
            Ok(result) => Some(result),
            Err(salsa::Cancelled::PropagatedPanic) => {
                resume_unwind(Box::new("a query that another thread ran panicked"))
            }
            Err(_) => None,
        }
    }

    /// Makes a token mean nothing that came too late to stop anything; nobody may hold one any more.
    pub fn forget_stop(&self) {
        // A token counts until the outermost query ends.
        self.attach(|_| ());
    }

    /// Runs `read` and lists the queries that had to run for it since the last [`Self::apply`] began, as
    /// sorted labels such as `class_js(Badge)`. What was still valid is not in the list.
    ///
    /// Other handles must be idle meanwhile, or their queries are listed too.
    pub fn executed<T>(&mut self, read: impl FnOnce(&Self) -> T) -> (T, Vec<String>) {
        let mut keys = std::mem::take(&mut self.while_applied);
        let (result, ran) = self.logged(read);
        keys.extend(ran);
        let mut labels: Vec<_> = keys.into_iter().map(|key| self.label(key)).collect();
        labels.sort();
        (result, labels)
    }

    /// The same for these queries alone, and for `read` alone.
    pub fn executed_of<T>(
        &self,
        queries: &[&str],
        read: impl FnOnce(&Self) -> T,
    ) -> (T, Vec<String>) {
        let (result, ran) = self.logged(read);
        let name =
            |key: &salsa::DatabaseKeyIndex| self.ingredient_debug_name(key.ingredient_index());
        let wanted = ran.into_iter().filter(|key| queries.contains(&&*name(key)));
        let mut labels: Vec<_> = wanted.map(|key| self.label(key)).collect();
        labels.sort();
        (result, labels)
    }

    fn logged<T>(&self, read: impl FnOnce(&Self) -> T) -> (T, Vec<salsa::DatabaseKeyIndex>) {
        let log = || self.executions.lock().unwrap_or_else(PoisonError::into_inner);
        *log() = Some(Vec::new());
        let result = read(self);
        (result, log().take().unwrap_or_default())
    }

    fn label(&self, key: salsa::DatabaseKeyIndex) -> String {
        let query = self.ingredient_debug_name(key.ingredient_index());
        let id = key.key_index();
        let subject = match &*self.ingredient_debug_name(self.zalsa().ingredient_index(id)) {
            "SourceFile" => SourceFile::from_id(id).path(self).to_string(),
            "ItemDef" => ItemDef::from_id(id).name(self).to_string(),
            "ModuleName" => ModuleName::from_id(id).name(self).to_string(),
            "ModuleMember" => {
                let member = ModuleMember::from_id(id);
                format!("{}.{}", member.file(self).module(self), member.name(self))
            }
            // Queries of the whole project, and those with keys that have no name.
            _ => return query.into_owned(),
        };
        format!("{query}({subject})")
    }
}
