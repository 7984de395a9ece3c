//! The same work on many things, on all processors.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Parsing and lowering recurse as deep as the source nests.
///
/// Only what is used of it costs memory. What the parser lets through fits several times.
pub(crate) const STACK_BYTES: usize = 64 << 20;

/// Less than this is not worth a thread.
const ITEMS_PER_THREAD: usize = 8;

/// How many threads so many things are worth; at least one.
pub(crate) fn threads(items: usize) -> usize {
    let wanted = (items / ITEMS_PER_THREAD).max(1);
    if wanted == 1 {
        // Counting processors reads several files.
        return 1;
    }
    std::thread::available_parallelism().map_or(1, usize::from).min(wanted)
}

/// `work` on each item, in the order of the items. There is one thread for each of `hands`, which is
/// what `work` gets beside the item; with one hand or none to spare, this thread does it all.
pub(crate) fn map<H: Send, T: Sync, R: Send>(
    items: &[T],
    mut hands: Vec<H>,
    work: impl Fn(&mut H, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = |mut hand: H| {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(&mut hand, item)));
        }
    };
    let Some(own) = hands.pop() else { return Vec::new() };
    let mut done = std::thread::scope(|scope| {
        let run = &run;
        let spawned: Vec<_> = hands
            .into_iter()
            .map_while(|hand| {
                let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
                // A system without a thread to spare costs only time.
                thread.spawn_scoped(scope, move || run(hand)).ok()
            })
            .collect();
        let mut done = run(own);
        for thread in spawned {
            done.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// `work` on a thread of its own, for whoever needs it done later, if the system has one to spare.
pub(crate) fn aside(work: fn()) {
    let thread = std::thread::Builder::new().name("aside".to_owned()).stack_size(STACK_BYTES);
    if let Err(error) = thread.spawn(work) {
        tracing::debug!(%error, "no thread to prepare with");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_however_many_hands_there_are() {
        let items: Vec<usize> = (0..100).collect();
        let squares: Vec<usize> = items.iter().map(|item| item * item).collect();
        for hands in 1..4 {
            assert_eq!(map(&items, vec![(); hands], |(), item| item * item), squares);
        }
    }
}
