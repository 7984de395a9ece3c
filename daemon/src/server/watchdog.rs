//! Watches the engine: a build that gives no sign of life is told of, and after as long again it ends
//! the process. Clients then finish the work themselves.
//!
//! A build gives signs by every query that begins, and by asking whether it is cancelled. Slow
//! is not stuck: a build that takes an hour in small steps is left alone.

use crate::crashes::Crashes;
use crate::engine::Engine;
use crate::protocol::Reply;
use std::time::{Duration, Instant};

/// Without `SPRAG_STUCK` (seconds).
const PATIENCE: Duration = Duration::from_secs(60);

/// What is known of the running build.
struct Seen {
    begun: Instant,
    signs: u64,
    since: Instant,
    is_told: bool,
}

/// Starts to watch.
///
/// # Errors
/// The system has no thread left.
pub(super) fn start(engine: Engine, crashes: Crashes) -> std::io::Result<()> {
    let seconds = std::env::var("SPRAG_STUCK").ok().and_then(|text| text.parse().ok());
    let patience = seconds.map_or(PATIENCE, Duration::from_secs);
    let watch = move || watch(&engine, &crashes, patience);
    std::thread::Builder::new().name("watchdog".to_owned()).spawn(watch)?;
    Ok(())
}

fn watch(engine: &Engine, crashes: &Crashes, patience: Duration) {
    let mut seen: Option<Seen> = None;
    // While nothing is built nobody needs to look, and an idle daemon wakes up for nothing.
    while engine.wait_for_build() {
        std::thread::sleep(patience / 10);
        let Some((begun, signs)) = engine.signs_of_life() else {
            seen = None;
            continue;
        };
        let is_alive = |seen: &Seen| seen.begun != begun || seen.signs != signs;
        let mut current = seen.take().filter(|seen| !is_alive(seen)).unwrap_or_else(|| Seen {
            begun,
            signs,
            since: Instant::now(),
            is_told: false,
        });
        if current.since.elapsed() >= 2 * patience {
            tracing::error!(?patience, "the engine is stuck: the daemon ends");
            crashes.note_end(std::process::id());
            std::process::exit(1);
        }
        if current.since.elapsed() >= patience && !current.is_told {
            current.is_told = true;
            let seconds = patience.as_secs();
            let reason =
                format!("the daemon has not moved for {seconds} s; in {seconds} s it ends");
            tracing::warn!(reason, "the engine gives no sign of life");
            engine.tell(&Reply::Degraded { reason });
        }
        seen = Some(current);
    }
}
