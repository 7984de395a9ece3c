//! What a build asks of the query graph, and how it can be stopped meanwhile.

use super::{BuildError, Session, Surroundings, is_code};
use crate::parallel;
use crate::protocol::BuildRequest;
use crate::worker;
use queries::artifact::BuildKind;
use queries::change::Change;
use queries::db::BuildDatabase;
use queries::input::{SourceFile, SourceTree};
use queries::surface::output::{self, Build};
use queries::surface::reach::{prepare_reach, reached};

/// What one thread takes at a time of work on all files: most of them are not asked anew, except by a first build.
const FILES_PER_PORTION: usize = 16;
const NEW_FILES_PER_PORTION: usize = 4;

impl Session {
    /// Asks the graph.
    pub(super) fn ask<T>(
        &self,
        around: &mut Surroundings<'_>,
        question: impl FnOnce(&BuildDatabase) -> T,
    ) -> Result<T, BuildError> {
        let cancellation = around.cancellation;
        let stop = |token| cancellation.unwinds(token);
        let answer = self.db.stoppable(stop, |db| db.noted(question));
        cancellation.rests();
        self.db.forget_stop();
        let (answer, ran) = answer.ok_or(BuildError::Cancelled)?;
        around.ran.extend(ran);
        Ok(answer)
    }

    /// Asks `question` of all files, on all processors: whoever asks the same afterwards finds the answers.
    fn prepare(
        &self,
        around: &mut Surroundings<'_>,
        question: impl Fn(&BuildDatabase, SourceFile) + Sync,
    ) -> Result<(), BuildError> {
        let files: Vec<SourceFile> =
            SourceTree::get(&self.db).modules(&self.db).values().copied().collect();
        let size = if self.is_new { NEW_FILES_PER_PORTION } else { FILES_PER_PORTION };
        let portions: Vec<&[SourceFile]> = files.chunks(size).collect();
        let threads = parallel::threads(portions.len());
        if threads == 1 {
            return Ok(());
        }
        let cancellation = around.cancellation;
        let work = |db: &mut BuildDatabase, portion: &&[SourceFile]| {
            let stop = |token| cancellation.unwinds(token);
            db.stoppable(stop, |db| portion.iter().for_each(|file| question(db, *file)))
        };
        let hands = |db: &BuildDatabase| (0..threads).map(|_| db.clone()).collect();
        let (done, ran) = self.db.noted(|db| parallel::map(&portions, hands(db), work));
        cancellation.rests();
        around.ran.extend(ran);
        done.into_iter().collect::<Option<()>>().ok_or(BuildError::Cancelled)
    }

    /// Finds what browsers get of each file, and tells the graph.
    pub(super) fn reach(&mut self, around: &mut Surroundings<'_>) -> Result<(), BuildError> {
        self.prepare(around, |db, file| prepare_reach(db, file))?;
        let reached = self.ask(around, |db| reached(db))?;
        let mut change = Change::default();
        change.reach(reached);
        self.db.set(change);
        Ok(())
    }

    /// Asks the graph for the artifacts and for everything that is wrong.
    pub(super) fn compile(
        &self,
        request: &BuildRequest,
        around: &mut Surroundings<'_>,
    ) -> Result<Build, BuildError> {
        self.prepare(around, |db, file| output::prepare_build(db, file))?;
        let mut build = self.ask(around, |db| output::build(db, request.kind))?;
        if request.kind == BuildKind::Full {
            build.artifacts.put_text("server.py", worker::SERVER);
            build.artifacts.put_text("sprag_corrections.py", worker::CORRECTIONS);
        }
        if !request.prerender {
            build.artifacts.retain(|path| is_code(request.kind, path));
        }
        Ok(build)
    }
}
