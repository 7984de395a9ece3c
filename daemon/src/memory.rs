//! How much memory this process has, and how much it should have at most.

mod allocator;

use std::fs;
use std::path::Path;

#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

pub(crate) use allocator::{apart, give_back, held};

/// In bytes, whatever the machine has: a project of 100,000 classes needs about half of it.
const LARGEST_LIMIT: u64 = 8 << 30;

/// Has this process take memory from the system in small pages: what lives long is then not spread over large
/// ones that the system never gets back. To be called early; where the system has no such switch nothing changes.
pub(crate) fn save() {
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

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
    /// `SPRAG_MEMORY` (MiB), else a quarter of what this machine or container has, at most 8 GiB.
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
    let groups = read("/proc/self/cgroup").unwrap_or_default();
    machine.into_iter().chain(group_memory(&groups, read)).min()
}

/// What the control groups of a process allow it: the least of each group and those around it, in both
/// versions of the interface. In a container the groups may be mounted without those around them.
fn group_memory(groups: &str, read: impl Fn(&str) -> Option<String>) -> Option<u64> {
    let hierarchies = groups.lines().filter_map(|line| {
        let (controllers, group) = line.split_once(':')?.1.split_once(':')?;
        let (mount, file) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max"),
            _ if controllers.split(',').any(|one| one == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => return None,
        };
        Some((mount, Path::new(group), file))
    });
    let limits = hierarchies.flat_map(|(mount, group, file)| {
        let around = group.ancestors().filter_map(|group| group.strip_prefix("/").ok());
        around.map(move |group| Path::new(mount).join(group).join(file))
    });
    limits.filter_map(|path| read(path.to_str()?)?.trim().parse().ok()).min()
}

fn machine_memory(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_all_groups_around_counts() {
        let limits = |groups: &str, files: &[(&str, &str)]| {
            group_memory(groups, |path| {
                let found = files.iter().find(|(name, _)| *name == path)?;
                Some(format!("{}\n", found.1))
            })
        };
        let files = [
            ("/sys/fs/cgroup/user/build/memory.max", "max"),
            ("/sys/fs/cgroup/user/memory.max", "400"),
            ("/sys/fs/cgroup/memory/user/memory.limit_in_bytes", "300"),
            ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "500"),
        ];
        assert_eq!(limits("0::/user/build\n", &files), Some(400));
        assert_eq!(limits("5:pids:/user\n4:cpu,memory:/user\n0::/\n", &files), Some(300));
        // What is around a container is not mounted in it.
        assert_eq!(limits("4:memory:/docker/1\n", &files), Some(500));
        assert_eq!(limits("0::/\n", &[("/sys/fs/cgroup/memory.max", "7")]), Some(7));
        assert_eq!(limits("0::/user/build\n", &files[..1]), None);
        assert_eq!(limits("", &files), None);
    }

    #[test]
    fn the_kernels_figures_are_understood() {
        assert_eq!(machine_memory("Foo: 1 kB\nMemTotal:       24 kB\n"), Some(24 << 10));
        assert!(resident() > 1 << 20);
        let limits = Limits::of_this_machine();
        assert!(limits.soft <= LARGEST_LIMIT && limits.hard > limits.soft);
    }
}
