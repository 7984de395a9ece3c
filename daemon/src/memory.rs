//! How much memory this process has, and how much it should have at most.

use std::fs;

/// In bytes, whatever the machine has.
const LARGEST_LIMIT: u64 = 2 << 30;

/// Resident memory of this process in bytes; 0 where the system does not tell.
pub(crate) fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or(0) * u64::try_from(rustix::param::page_size()).unwrap_or(0)
}

/// Limits for a process that lives long, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Above this, what can be computed again is dropped when there is nothing else to do.
    pub(crate) soft: u64,
    /// Above this, the process ends after the build that it is at.
    pub(crate) hard: u64,
}

impl Limits {
    /// `SPRAG_MEMORY` (MiB), else a quarter of what this machine or container has, at most 2 GiB.
    pub(crate) fn of_this_machine() -> Self {
        let wanted = std::env::var("SPRAG_MEMORY").ok().and_then(|text| text.parse::<u64>().ok());
        let soft = wanted.map_or_else(
            || total().map_or(LARGEST_LIMIT, |total| (total / 4).min(LARGEST_LIMIT)),
            |mebibytes| mebibytes << 20,
        );
        Self { soft, hard: soft / 2 * 3 }
    }
}

/// Memory of the machine, or of the container if that is less.
fn total() -> Option<u64> {
    let read = |path: &str| fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").as_deref().and_then(machine_memory);
    let container = read("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse().ok());
    machine.into_iter().chain(container).min()
}

fn machine_memory(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_figures_are_understood() {
        assert_eq!(machine_memory("Foo: 1 kB\nMemTotal:       24 kB\n"), Some(24 << 10));
        assert!(resident() > 1 << 20);
        let limits = Limits::of_this_machine();
        assert!(limits.soft <= LARGEST_LIMIT && limits.hard > limits.soft);
    }
}
