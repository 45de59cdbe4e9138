//! On what kind of file system a folder lies: a database is safe on some and not on others.

use std::path::Path;

/// A kind of file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileSystem {
    /// A disk of this machine.
    Local,
    /// Gone when the machine is switched off.
    Memory,
    /// On another machine: locks and syncs may be mere promises there. Its name.
    Network(&'static str),
    /// Passed through by a program or a host, such as a folder shared with a virtual machine.
    PassedThrough(&'static str),
}

/// The numbers by which Linux tells file systems apart (statfs(2)).
#[cfg(target_os = "linux")]
const KNOWN: [(u64, FileSystem); 13] = [
    (0x6969, FileSystem::Network("NFS")),
    (0x517b, FileSystem::Network("SMB")),
    (0xfe53_4d42, FileSystem::Network("SMB")),
    (0xff53_4d42, FileSystem::Network("CIFS")),
    (0x5346_414f, FileSystem::Network("AFS")),
    (0x7375_7245, FileSystem::Network("Coda")),
    (0x00c3_6400, FileSystem::Network("Ceph")),
    (0x0161_1970, FileSystem::Network("GFS2")),
    (0x7461_636f, FileSystem::Network("OCFS2")),
    (0x0102_1997, FileSystem::PassedThrough("9p")),
    (0x6573_5546, FileSystem::PassedThrough("FUSE")),
    (0x0102_1994, FileSystem::Memory),
    (0x8584_58f6, FileSystem::Memory),
];

/// The file system of a folder, or of the nearest one above it that is there; none if the system
/// does not say.
#[cfg(target_os = "linux")]
pub fn of(folder: &Path) -> Option<FileSystem> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let number =
        u64::from(u32::try_from(rustix::fs::statfs(there).ok()?.f_type & 0xffff_ffff).ok()?);
    let known = KNOWN.iter().find(|(known, _)| *known == number);
    Some(known.map_or(FileSystem::Local, |(_, kind)| *kind))
}

/// Elsewhere it is not known.
#[cfg(not(target_os = "linux"))]
pub fn of(_: &Path) -> Option<FileSystem> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_told_from_disks() {
        assert_eq!(of(Path::new("/proc")), Some(FileSystem::Local));
        if Path::new("/dev/shm").is_dir() {
            let missing = Path::new("/dev/shm/is/not/there");
            assert_eq!(of(missing), Some(FileSystem::Memory));
        }
    }
}
