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
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What queries may ask of the database: memoization, and the trees of what they have read.
#[salsa::db]
pub trait Db: salsa::Database {
    fn syntax(&self) -> &SyntaxCache;

    /// A query runs whose runs people are told, see [`BuildDatabase::noted`]. It gives the same whether or not
    /// anybody notes it.
    fn note(&self, query: &'static str, subject: salsa::Id);

    /// A sign of life of what looks at the whole project, see [`BuildDatabase::steps`].
    fn step(&self);
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
    notes: Notes,
    /// What ran for the last change.
    while_applied: Vec<salsa::DatabaseKeyIndex>,
    steps: Arc<AtomicU64>,
    inputs: Arc<AtomicUsize>,
    syntax: Arc<SyntaxCache>,
    storage: salsa::Storage<Self>,
}

/// What an input takes of memory with the values that hang on it, beside a name that was asked for.
const INPUT_WEIGHT: usize = 16;

type Executions = Arc<Mutex<Option<Vec<salsa::DatabaseKeyIndex>>>>;

type Notes = Arc<Mutex<Option<Vec<(&'static str, salsa::Id)>>>>;

#[salsa::db]
impl salsa::Database for BuildDatabase {}

#[salsa::db]
impl Db for BuildDatabase {
    fn syntax(&self) -> &SyntaxCache {
        &self.syntax
    }

    fn note(&self, query: &'static str, subject: salsa::Id) {
        self.step();
        if let Some(notes) = &mut *lock(&self.notes) {
            notes.push((query, subject));
        }
    }

    fn step(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }
}

fn lock<T>(log: &Mutex<T>) -> MutexGuard<'_, T> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One that lists whatever runs ([`BuildDatabase::executed`]).
impl Default for BuildDatabase {
    fn default() -> Self {
        let (executions, steps) = (Executions::default(), Arc::<AtomicU64>::default());
        let (log, count) = (Arc::clone(&executions), Arc::clone(&steps));
        let on_event = move |event: salsa::Event| {
            count.fetch_add(1, Ordering::Relaxed);
            if let salsa::EventKind::WillExecute { database_key } = event.kind
                && let Some(log) = &mut *lock(&log)
            {
                log.push(database_key);
            }
        };
        Self::with(SyntaxCache::default(), Some(Box::new(on_event)), executions, steps)
    }
}

impl BuildDatabase {
    /// One with an empty cache, that lists only what queries [note](Db::note) themselves. To be told of everything
    /// costs a fifth of a build that finds most of it still valid.
    pub fn untold(syntax: SyntaxCache) -> Self {
        Self::with(syntax, None, Executions::default(), Arc::default())
    }

    fn with(
        syntax: SyntaxCache,
        on_event: Option<Box<dyn Fn(salsa::Event) + Send + Sync>>,
        executions: Executions,
        steps: Arc<AtomicU64>,
    ) -> Self {
        let db = Self {
            files: Arc::default(),
            hidden: Arc::default(),
            executions,
            notes: Notes::default(),
            while_applied: Vec::new(),
            steps,
            inputs: Arc::default(),
            syntax: Arc::new(syntax),
            storage: salsa::Storage::new(on_event),
        };
        // Inputs exist from the start: a query that finds one missing would never learn of it.
        SourceTree::new(&db, BTreeMap::new());
        BrowserAttributes::new(&db, Attributes::default());
        Project::new(&db, BTreeSet::new(), BTreeMap::new(), BTreeSet::new(), None);
        Renderings::new(&db, Arc::default(), Arc::default());
        db
    }

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

    /// Lets go of texts that few ask for twice, all but those that were used last. Waits for the readers of other
    /// handles.
    pub fn rest(&mut self) {
        self.trigger_lru_eviction();
        self.syntax.rest();
    }

    /// The trees of what was read last: for parsing outside of queries.
    pub fn syntax_cache(&self) -> Arc<SyntaxCache> {
        Arc::clone(&self.syntax)
    }

    /// A count that grows for as long as queries of the whole project run, on whatever thread.
    pub fn steps(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.steps)
    }

    /// How much there is that stays for as long as the database does, whether or not anything still has to do
    /// with it: names that were asked for, each counting one, and inputs. Looks at all names.
    pub fn lasting(&self) -> usize {
        let zalsa = self.zalsa();
        let modules = ModuleName::ingredient(zalsa).entries(zalsa).count();
        let members = ModuleMember::ingredient(zalsa).entries(zalsa).count();
        modules + members + self.inputs.load(Ordering::Relaxed)
    }

    pub(crate) fn count_input(&self) {
        self.inputs.fetch_add(INPUT_WEIGHT, Ordering::Relaxed);
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
        let mut labels: Vec<_> = keys.into_iter().map(|key| self.label_of(key)).collect();
        labels.sort();
        (result, labels)
    }

    /// Runs `read` and lists what queries [noted](Db::note) meanwhile, as such labels.
    ///
    /// Other handles must be idle meanwhile, or what their queries note is listed too.
    pub fn noted<T>(&self, read: impl FnOnce(&Self) -> T) -> (T, Vec<String>) {
        *lock(&self.notes) = Some(Vec::new());
        let result = read(self);
        let notes = lock(&self.notes).take().unwrap_or_default();
        let mut labels: Vec<_> =
            notes.into_iter().map(|(query, subject)| self.label(query, subject)).collect();
        labels.sort();
        (result, labels)
    }

    fn logged<T>(&self, read: impl FnOnce(&Self) -> T) -> (T, Vec<salsa::DatabaseKeyIndex>) {
        *lock(&self.executions) = Some(Vec::new());
        let result = read(self);
        (result, lock(&self.executions).take().unwrap_or_default())
    }

    fn label_of(&self, key: salsa::DatabaseKeyIndex) -> String {
        self.label(&self.ingredient_debug_name(key.ingredient_index()), key.key_index())
    }

    fn label(&self, query: &str, id: salsa::Id) -> String {
        let subject = match &*self.ingredient_debug_name(self.zalsa().ingredient_index(id)) {
            "SourceFile" => SourceFile::from_id(id).path(self).to_string(),
            "ItemDef" => ItemDef::from_id(id).name(self).to_string(),
            "ModuleName" => ModuleName::from_id(id).name(self).to_string(),
            "ModuleMember" => {
                let member = ModuleMember::from_id(id);
                format!("{}.{}", member.file(self).module(self), member.name(self))
            }
            // Queries of the whole project, and those with keys that have no name.
            _ => return query.to_owned(),
        };
        format!("{query}({subject})")
    }
}

#[cfg(test)]
mod tests {
    use crate::artifact::BuildKind;
    use crate::change::Change;
    use crate::surface::output::build;
    use crate::testing::example_app;

    #[test]
    fn what_queries_note_of_themselves_is_what_ran() {
        let panel = "from sprag import Module\nfrom app.shared import twice\n\n\n\
                     class Panel(Module):\n    def run(self):\n        return twice(1)\n";
        let mut db = example_app(&[
            ("app/panel.py", panel),
            ("app/shared.py", "def twice(n):\n    return 2 * n\n"),
        ]);
        build(&db, BuildKind::Static);
        let mut change = Change::default();
        change.write("app/panel.py", &panel.replace("(1)", "(2)"));
        change.write("app/shared.py", "def twice(n):\n    return n + n\n");
        db.set(change);
        db.while_applied.clear();
        let ((_, noted), ran) = db.executed(|db| db.noted(|db| build(db, BuildKind::Static)));
        let noting = ["class_js(", "shared_js(", "item_chunk(", "item_mentions(", "_source_map("];
        let is_noting = |query: &String| noting.iter().any(|name| query.contains(name));
        assert_eq!(noted, ran.into_iter().filter(is_noting).collect::<Vec<_>>());
        assert!(noted.iter().any(|query| query == "item_mentions(Panel)"), "{noted:?}");
    }
}
