//! W2 and W3: random operations on a real tree, an answer of the daemon after each, and that answer is
//! what a process that knows nothing makes of a copy.
//!
//! `cargo xtask model` runs it longer: `SPRAG_MODEL_ROUNDS` and `SPRAG_MODEL_SEED` say how long and
//! what. A failure names its seed and the last operations. With one writer a seed tells everything
//! that happens; with several it tells what each of them does, not in which order.

mod app;
mod operations;

use crate::harness::{Tree, copy_tree, differences};
use crate::project::{Project, tree};
use daemon::cancellation::Cancellation;
use daemon::protocol::{BuildRequest, Reply, Summary};
use daemon::report::Report;
use daemon::session::Session;
use operations::{EDITED, Writer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long each test goes on without `SPRAG_MODEL_ROUNDS`.
const BOUND: Duration = Duration::from_secs(12);

/// Fewer rounds would say nothing.
const LEAST: usize = 6;

/// A process that is new may differ from a session that is: looked at every so many rounds.
const NEW_PROCESS_EVERY: usize = 500;

/// One round in so many renders pages, which takes five times as long as one that does not.
const RENDERED_EVERY: u8 = 6;

/// The daemon is killed every so many rounds.
const KILL_EVERY: usize = 60;

#[test]
fn w2_every_answer_is_that_of_a_clean_build() {
    on_a_large_stack(|| Model::new().run(1));
}

#[test]
fn w3_every_answer_is_that_of_a_clean_build_while_others_write() {
    on_a_large_stack(|| Model::new().run(3));
}

/// Lowering recurses; the daemon gives it such a stack too.
fn on_a_large_stack(work: fn()) {
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    if let Err(panic) = thread.spawn(work).unwrap().join() {
        std::panic::resume_unwind(panic);
    }
}

struct Model {
    project: Project,
    request: BuildRequest,
    oracle: Oracle,
    seed: u64,
    random: fastrand::Rng,
    /// The last operations and answers.
    log: Vec<String>,
    /// Answers with errors in a row.
    broken_for: usize,
}

/// An app that is broken for longer is restored: most of what can go wrong needs one that works.
const BROKEN_AT_MOST: usize = 4;

/// What an answer says.
struct Answer {
    summary: Summary,
    /// Without the path of the project.
    reports: BTreeSet<String>,
    outputs: Tree,
}

impl Model {
    fn new() -> Self {
        let project = Project::new();
        std::fs::create_dir(project.outside()).unwrap();
        let request =
            BuildRequest { kind: queries::artifact::BuildKind::Full, ..project.request() };
        let oracle = Oracle::new(project.outside().with_file_name("copy"));
        let seed = std::env::var("SPRAG_MODEL_SEED").ok().and_then(|text| text.parse().ok());
        let seed = seed.unwrap_or_else(|| fastrand::u64(..));
        let random = fastrand::Rng::with_seed(!seed);
        let (log, broken_for) = (Vec::new(), 0);
        Self { project, request, oracle, seed, random, log, broken_for }
    }

    fn run(mut self, writers: u64) {
        let rounds =
            std::env::var("SPRAG_MODEL_ROUNDS").ok().and_then(|text| text.parse::<usize>().ok());
        println!("seed {}, {writers} writers", self.seed);
        let outside = self.project.outside();
        let mut writers: Vec<Writer> = (0..writers)
            .map(|index| {
                let seed = self.seed.wrapping_add(index);
                Writer::new(&self.project.path(""), &outside, seed, writers == 1)
            })
            .collect();
        writers[0].restore().1.unwrap();
        self.project.build(&[]).expect(0);
        let (start, mut round, mut rendered) = (Instant::now(), 0, 0);
        let goes_on = |round| match rounds {
            Some(rounds) => round < rounds,
            None => round < LEAST || start.elapsed() < BOUND,
        };
        while goes_on(round) {
            self.request.prerender = self.random.u8(..RENDERED_EVERY) == 0;
            self.operate(&mut writers);
            if round % KILL_EVERY == KILL_EVERY - 1 {
                self.project.daemon().kill9();
                self.project.sprag(&["daemon", "restart"]).expect(0);
            }
            rendered += usize::from(self.request.prerender);
            let is_new_process = round % NEW_PROCESS_EVERY == NEW_PROCESS_EVERY - 1;
            self.compare(round, is_new_process);
            round += 1;
            if round % 500 == 0 {
                println!("{round} rounds, {rendered} with pages, {:?}", start.elapsed());
            }
        }
        let time = start.elapsed();
        println!("{round} rounds, {rendered} with pages, {time:?}, no difference");
    }

    /// A few operations of one writer; or many of several, with builds in between.
    fn operate(&mut self, writers: &mut [Writer]) {
        if self.broken_for > BROKEN_AT_MOST {
            let (said, result) = writers[0].restore();
            self.log.push(format!("{said} {result:?}"));
        }
        if let [writer] = writers {
            for _ in 0..writer.random.u8(1..4) {
                self.log.push(writer.operate());
            }
            return;
        }
        let (log, done) = (Mutex::new(&mut self.log), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let working: Vec<_> = writers
                .iter_mut()
                .map(|writer| {
                    scope.spawn(|| {
                        for _ in 0..writer.random.u8(1..8) {
                            let said = writer.operate();
                            log.lock().unwrap().push(said);
                            std::thread::sleep(Duration::from_millis(writer.random.u64(..20)));
                        }
                    })
                })
                .collect();
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    // What it answers is of no time in particular; it only must not stick.
                    let _ = self.project.connect().build(&self.request);
                }
            });
            working.into_iter().for_each(|writer| writer.join().unwrap());
            done.store(true, Ordering::Relaxed);
        });
    }

    fn compare(&mut self, round: usize, is_new_process: bool) {
        self.oracle.copy(&self.project);
        // Both at once: neither touches what the other reads.
        let (wanted, (reports, summary)) = std::thread::scope(|scope| {
            let answer = scope.spawn(|| self.project.connect().build(&self.request));
            (self.oracle.answer(&self.request, is_new_process), answer.join().unwrap())
        });
        let found = Answer {
            summary: summary.unwrap_or_else(|message| panic!("{}", self.story(round, &message))),
            reports: told(&reports, &self.project.path("")),
            outputs: self.project.tree("dist"),
        };
        let mut different = Vec::new();
        let count = |answer: &Answer| (answer.summary.errors, answer.summary.warnings);
        if count(&found) != count(&wanted) || found.reports != wanted.reports {
            different.push(format!("reported:\n{:#?}\nnot:\n{:#?}", found.reports, wanted.reports));
        }
        let mut outputs = found.outputs;
        let is_partial = wanted.summary.errors > 0 || !self.request.prerender;
        let mut wanted_outputs = wanted.outputs;
        if is_partial {
            // What is broken or not asked for leaves what it was, and the record says so.
            outputs.retain(|path, _| wanted_outputs.contains_key(path));
            outputs.remove(RECORD);
            wanted_outputs.remove(RECORD);
        } else {
            self.set_edited_aside(&mut outputs, &wanted_outputs);
        }
        different.extend(differences(&outputs, &wanted_outputs));
        assert!(different.is_empty(), "{}", self.story(round, &different.join("\n")));
        self.broken_for = if wanted.summary.errors > 0 { self.broken_for + 1 } else { 0 };
        self.log.push(format!("-- answer {round}, {} errors", wanted.summary.errors));
    }

    /// An output that was edited is not removed with its source, as it might be somebody's work; the record goes
    /// on to name it.
    fn set_edited_aside(&self, outputs: &mut Tree, wanted: &Tree) {
        let is_edited = |path: &String| {
            let output = self.project.path(&format!("dist/{path}"));
            output.is_symlink() || std::fs::read(output).unwrap().starts_with(EDITED)
        };
        let outdated = outputs.keys().filter(|path| !wanted.contains_key(*path));
        let edited: Vec<String> = outdated.filter(|path| is_edited(path)).cloned().collect();
        let Some(record) = outputs.get_mut(RECORD).filter(|_| !edited.is_empty()) else { return };
        let mut named: serde_json::Value = serde_json::from_slice(record).unwrap();
        for path in &edited {
            assert!(named["files"].as_object_mut().unwrap().shift_remove(path).is_some(), "{path}");
        }
        *record = (serde_json::to_string_pretty(&named).unwrap() + "\n").into_bytes();
        outputs.retain(|path, _| !edited.contains(path));
    }

    fn story(&self, round: usize, what: &str) -> String {
        let last = self.log.len().saturating_sub(60);
        format!("seed {} round {round}\n{}\n{what}", self.seed, self.log[last..].join("\n"))
    }
}

/// The record of outputs in the output folder.
const RECORD: &str = ".sprag-outputs.json";

/// Clean builds of copies. Only the interpreter, which never imports an app, is used again.
struct Oracle {
    copy: PathBuf,
    session: Option<Session>,
}

impl Oracle {
    fn new(copy: PathBuf) -> Self {
        std::fs::create_dir(&copy).unwrap();
        let copy = copy.canonicalize().unwrap();
        Self { session: Some(Session::unwatched(copy.clone())), copy }
    }

    /// Copies the sources, and what every process finds: the last texts that parsed.
    fn copy(&self, project: &Project) {
        std::fs::remove_dir_all(&self.copy).unwrap();
        copy_tree(&project.path(""), &self.copy, &["dist", ".sprag"]);
        let texts = ".sprag/last-good";
        if project.path(texts).is_dir() {
            copy_tree(&project.path(texts), &self.copy.join(texts), &[]);
        }
    }

    fn answer(&mut self, request: &BuildRequest, is_new_process: bool) -> Answer {
        let request = BuildRequest { output: self.copy.join("dist"), ..request.clone() };
        let new = || Session::unwatched(self.copy.clone());
        let session = self.session.take().filter(|_| !is_new_process);
        let mut session = session.map_or_else(new, Session::forgetful);
        let mut reports = Vec::new();
        let mut reply = |reply| {
            if let Reply::Reports(more) = reply {
                reports.extend_from_slice(&more);
            }
        };
        let summary = session.build(&request, &Cancellation::default(), &mut reply, &mut ());
        self.session = Some(session);
        let reports = told(&reports, &self.copy);
        Answer { summary: summary.unwrap(), reports, outputs: tree(&request.output) }
    }
}

fn told(reports: &[Report], root: &Path) -> BTreeSet<String> {
    let root = root.to_str().unwrap().trim_end_matches('/');
    let text = |report| serde_json::to_string(report).unwrap().replace(root, "PROJECT");
    reports.iter().map(text).collect()
}
