//! The allocator of the process: mimalloc, which never moves what it has given out.
//!
//! A page of memory goes back to the system when everything in it is gone. Syntax trees are most of what a build of
//! everything needs, and hardly any stays; between them would lie what is remembered, and hold their pages. So they
//! have pages of their own.

use libmimalloc_sys::{
    mi_block_visit_fun, mi_collect, mi_free, mi_heap_area_t, mi_heap_collect,
    mi_heap_malloc_aligned, mi_heap_new, mi_heap_realloc_aligned, mi_heap_t, mi_heap_visit_blocks,
    mi_heap_zalloc_aligned, mi_malloc_aligned, mi_realloc_aligned, mi_zalloc_aligned,
};
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::OnceLock;

pub(super) struct Allocator;

/// Pages of their own.
#[derive(Clone, Copy)]
struct Heap(*mut mi_heap_t);

#[expect(unsafe_code, reason = "heaps of mimalloc may be used on any thread")]
// SAFETY: see above; there is one for as long as the process lives.
unsafe impl Send for Heap {}
#[expect(unsafe_code, reason = "heaps of mimalloc may be used on any thread")]
// SAFETY: see above.
unsafe impl Sync for Heap {}

static APART: OnceLock<Heap> = OnceLock::new();

thread_local! {
    /// Where this thread has memory from, unless it is the heap of all.
    static HEAP: Cell<*mut mi_heap_t> = const { Cell::new(ptr::null_mut()) };
}

#[expect(unsafe_code, reason = "an allocator is unsafe by nature, and mimalloc is written in C")]
// SAFETY: mimalloc keeps what an allocator has to; blocks of any heap are freed and grown alike.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align, heap) = (layout.size(), layout.align(), HEAP.get());
        // SAFETY: the heap is never deleted.
        unsafe {
            if heap.is_null() {
                mi_malloc_aligned(size, align).cast()
            } else {
                mi_heap_malloc_aligned(heap, size, align).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align, heap) = (layout.size(), layout.align(), HEAP.get());
        // SAFETY: the heap is never deleted.
        unsafe {
            if heap.is_null() {
                mi_zalloc_aligned(size, align).cast()
            } else {
                mi_heap_zalloc_aligned(heap, size, align).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the caller has the block from here.
        unsafe { mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (align, heap) = (layout.align(), HEAP.get());
        // SAFETY: the caller has the block from here, and the heap is never deleted.
        unsafe {
            if heap.is_null() {
                mi_realloc_aligned(block.cast(), size, align).cast()
            } else {
                mi_heap_realloc_aligned(heap, block.cast(), size, align).cast()
            }
        }
    }
}

/// Has `work` take memory from pages apart: for what will be gone as a whole.
pub(crate) fn apart(work: &mut dyn FnMut()) {
    #[expect(unsafe_code, reason = "a function in C that may be called at any time")]
    // SAFETY: see the reason.
    let heap = APART.get_or_init(|| Heap(unsafe { mi_heap_new() })).0;
    // The heap of before is the thread's again also when `work` panics.
    struct Back(*mut mi_heap_t);
    impl Drop for Back {
        fn drop(&mut self) {
            HEAP.set(self.0);
        }
    }
    let _back = Back(HEAP.replace(heap));
    work();
}

/// Gives the system back what this thread, and threads that have ended, do not use any more.
pub(crate) fn give_back() {
    #[expect(unsafe_code, reason = "functions in C that may be called at any time")]
    // SAFETY: see the reason; no heap is deleted.
    unsafe {
        if let Some(Heap(apart)) = APART.get() {
            mi_heap_collect(*apart, true);
        }
        mi_collect(true);
    }
}

/// What there is in pages of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Bytes that were given out.
    pub(crate) used: u64,
    /// Bytes between them that were.
    pub(crate) free: u64,
}

/// What the process has of memory. While other threads work, a little less or more than there is at any moment.
pub(crate) fn held() -> Held {
    let mut held = Held::default();
    let apart = APART.get().map(|heap| heap.0);
    for heap in [ptr::null_mut()].into_iter().chain(apart) {
        let visitor: mi_block_visit_fun = Some(count);
        #[expect(unsafe_code, reason = "mimalloc is written in C")]
        // SAFETY: no heap is deleted, no page of one leaves the address space, and `count` gets what it expects.
        unsafe {
            mi_heap_visit_blocks(heap, false, visitor, ptr::from_mut(&mut held).cast());
        }
    }
    held
}

#[expect(unsafe_code, reason = "mimalloc calls it")]
// SAFETY: called by `held` alone, with an area and a `Held` that live meanwhile.
unsafe extern "C" fn count(
    _: *const mi_heap_t,
    area: *const mi_heap_area_t,
    _: *mut c_void,
    _: usize,
    held: *mut c_void,
) -> bool {
    // SAFETY: see above.
    let (area, held) = unsafe { (&*area, &mut *held.cast::<Held>()) };
    let used = area.used * area.full_block_size;
    held.used += used as u64;
    held.free += area.committed.saturating_sub(used) as u64;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks() -> Vec<Box<[u8]>> {
        (0..20_000).map(|_| vec![1; 200].into()).collect()
    }

    #[test]
    fn what_is_held_grows_and_shrinks_with_what_is_used() {
        let before = held().used;
        let kept = blocks();
        let meanwhile = held().used;
        assert!(meanwhile >= before + 20_000 * 200, "{before} {meanwhile}");
        drop(kept);
        assert!(held().used < meanwhile - 10_000 * 200);
    }

    #[test]
    fn what_was_apart_leaves_no_page_behind_whatever_was_kept_in_between() {
        let mut kept = Vec::new();
        let mut gone = Vec::new();
        for _ in 0..2000 {
            apart(&mut || gone.push(Box::new([1_u8; 4000])));
            kept.push(Box::new([2_u8; 4000]));
        }
        let before = held();
        drop(gone);
        give_back();
        let after = held();
        assert!(before.used - after.used > 7 << 20, "{before:?} {after:?}");
        assert!(after.free < before.free + (1 << 20), "{before:?} {after:?}");
        assert!(kept.iter().all(|block| block[3999] == 2));
    }

    #[test]
    fn a_panic_ends_being_apart() {
        let panics = std::panic::catch_unwind(|| apart(&mut || panic!("on purpose")));
        assert!(panics.is_err() && HEAP.get().is_null());
    }
}
