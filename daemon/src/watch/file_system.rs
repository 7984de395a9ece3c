//! Which file systems tell of every change that is made through them on this machine.

use rustix::fs::statfs;
use std::path::Path;

/// Magic numbers of `statfs(2)`: ext2 to ext4, XFS, Btrfs, tmpfs, overlayfs, ZFS, F2FS, bcachefs.
const TELLING: [u64; 8] = [
    0xEF53,
    0x5846_5342,
    0x9123_683E,
    0x0102_1994,
    0x794C_7630,
    0x2FC1_2FC1,
    0xF2F5_2010,
    0xCA45_1A4E,
];

/// Whether inotify can be trusted there. Network file systems and FUSE are written to by others.
pub(crate) fn tells_events(path: &Path) -> bool {
    #[expect(clippy::cast_sign_loss, reason = "a magic number, signed on some machines only")]
    let kind = |statfs: rustix::fs::StatFs| statfs.f_type as u64 & 0xFFFF_FFFF;
    statfs(path).is_ok_and(|found| TELLING.contains(&kind(found)))
}
