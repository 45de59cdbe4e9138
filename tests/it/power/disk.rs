//! A disk that tells what was made to last from what was merely done, and what a power cut can
//! leave of it.
//!
//! It promises as little as POSIX does: a sync of a file makes its bytes last and not its name; a
//! sync of a folder makes the names in it last. Of everything later any 512-byte sector may have
//! its old content, its new one or one in between, whatever happens to the sectors beside it, and
//! a file may have any size that it had meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::trace::{Deed, Record};
use crate::chance::Chance;

/// What is written whole or not at all, in bytes.
const SECTOR: usize = 512;

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Folder,
    File(usize),
}

type Names = BTreeMap<PathBuf, Entry>;

/// A change that no sync has made to last, with the time at which it was done.
enum Edit {
    Write(usize, Vec<u8>),
    Cut(usize),
}

impl Edit {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(at, bytes) => {
                let end = at + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*at..end].copy_from_slice(bytes);
            }
            Self::Cut(size) => content.resize(*size, 0),
        }
    }
}

#[derive(Default)]
struct File {
    lasting: Vec<u8>,
    edits: Vec<(usize, Edit)>,
}

/// A change of names that no sync has made to last.
enum Renaming {
    Add(PathBuf, Entry),
    Remove(PathBuf),
    Move(PathBuf, PathBuf, Entry),
}

impl Renaming {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Add(path, entry) => {
                names.insert(path.clone(), *entry);
            }
            Self::Remove(path) => {
                names.remove(path);
            }
            Self::Move(from, to, entry) => {
                names.remove(from);
                names.insert(to.clone(), *entry);
            }
        }
    }

    fn is_in(&self, folder: &Path) -> bool {
        let (Self::Add(path, _) | Self::Remove(path) | Self::Move(_, path, _)) = self;
        path.parent() == Some(folder)
    }
}

/// What an open file is.
enum Handle {
    File(usize),
    Folder(PathBuf),
}

/// How the power goes: what of the unsynced changes is there.
#[derive(Clone, Copy)]
enum Way {
    Nothing,
    Everything,
    /// Everything up to a time, and of the next change some sectors.
    Until(usize),
    /// Each sector, size and name by itself; of so many one is late.
    Scattered(u64),
}

/// A disk.
pub(crate) struct Disk {
    files: Vec<File>,
    lasting: Names,
    now: Names,
    renamings: Vec<(usize, Renaming)>,
    open: BTreeMap<(u32, u32), Handle>,
    time: usize,
    last_sync: usize,
}

impl Disk {
    /// A disk with what stands below a folder, all of it lasting, as if it stood below another.
    pub(crate) fn moved(from: &Path, root: &Path) -> Self {
        let mut disk = Self {
            files: Vec::new(),
            lasting: Names::new(),
            now: Names::new(),
            renamings: Vec::new(),
            open: BTreeMap::new(),
            time: 0,
            last_sync: 0,
        };
        disk.take_in(from, root);
        disk.now = disk.lasting.clone();
        disk
    }

    fn take_in(&mut self, from: &Path, path: &Path) {
        if !from.is_dir() {
            let file = Entry::File(self.files.len());
            self.lasting.insert(path.to_owned(), file);
            self.files.push(File {
                lasting: fs::read(from).unwrap(),
                edits: Vec::new(),
            });
            return;
        }
        self.lasting.insert(path.to_owned(), Entry::Folder);
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            self.take_in(&entry.path(), &path.join(entry.file_name()));
        }
    }

    /// Does what was done.
    pub(crate) fn play(&mut self, record: &Record) {
        self.time += 1;
        let key = |file: &u32| (record.process, *file);
        match &record.deed {
            Deed::Open {
                file,
                path,
                empties,
                is_new,
            } => {
                let handle = self.open(path, *empties, *is_new);
                self.open.insert(key(file), handle);
            }
            Deed::Close(file) => {
                self.open.remove(&key(file));
            }
            Deed::Write { file, at, bytes } => {
                self.edit(key(file), Edit::Write(*at, bytes.clone()));
            }
            Deed::Cut { file, size } => self.edit(key(file), Edit::Cut(*size)),
            Deed::Sync(file) => self.sync(key(file)),
            Deed::MakeFolder(path) => self.rename(Renaming::Add(path.clone(), Entry::Folder)),
            Deed::Unlink(path) => self.rename(Renaming::Remove(path.clone())),
            Deed::Rename(from, to) => {
                let entry = self.now[from];
                assert!(entry != Entry::Folder, "no folder is renamed");
                assert_eq!(from.parent(), to.parent(), "files stay in their folder");
                self.rename(Renaming::Move(from.clone(), to.clone(), entry));
            }
            Deed::Link(from, to) => {
                let entry = self.now[from];
                self.rename(Renaming::Add(to.clone(), entry));
            }
            Deed::Said(_) => {}
        }
    }

    fn open(&mut self, path: &Path, empties: bool, is_new: bool) -> Handle {
        if is_new {
            let id = self.files.len();
            self.files.push(File::default());
            self.rename(Renaming::Add(path.to_owned(), Entry::File(id)));
            return Handle::File(id);
        }
        match self.now[path] {
            Entry::Folder => Handle::Folder(path.to_owned()),
            Entry::File(id) => {
                if empties {
                    self.files[id].edits.push((self.time, Edit::Cut(0)));
                }
                Handle::File(id)
            }
        }
    }

    fn edit(&mut self, key: (u32, u32), edit: Edit) {
        let Handle::File(id) = &self.open[&key] else {
            panic!("a folder is written");
        };
        self.files[*id].edits.push((self.time, edit));
    }

    fn rename(&mut self, renaming: Renaming) {
        renaming.apply(&mut self.now);
        self.renamings.push((self.time, renaming));
    }

    fn sync(&mut self, key: (u32, u32)) {
        self.last_sync = self.time;
        match &self.open[&key] {
            Handle::File(id) => {
                let file = &mut self.files[*id];
                for (_, edit) in file.edits.drain(..) {
                    edit.apply(&mut file.lasting);
                }
            }
            Handle::Folder(path) => {
                let (lasting, path) = (&mut self.lasting, path.clone());
                self.renamings.retain(|(_, renaming)| {
                    let is_here = renaming.is_in(&path);
                    if is_here {
                        renaming.apply(lasting);
                    }
                    !is_here
                });
            }
        }
    }

    /// Whether bytes of the journal would be lost if the power went now.
    pub(crate) fn has_unsynced(&self) -> bool {
        self.now.iter().any(|(path, entry)| {
            let name = path.file_name().and_then(|name| name.to_str());
            let is_journal = matches!(name, Some("journal.db" | "journal.db-wal"));
            matches!(entry, Entry::File(id) if is_journal && !self.files[*id].edits.is_empty())
        })
    }

    /// Writes what is left after a power cut below another folder.
    pub(crate) fn cut(&self, chance: &mut Chance, root: &Path, image: &Path) {
        let oldest = self.last_sync.saturating_sub(40);
        let way = match chance.below(8) {
            0 => Way::Nothing,
            1 => Way::Everything,
            2 | 3 => Way::Until(oldest + pick(chance, self.time - oldest + 1)),
            4 => Way::Scattered(20),
            5 => Way::Scattered(5),
            _ => Way::Scattered(2),
        };
        for (path, entry) in self.names_after(way, chance) {
            let place = image.join(path.strip_prefix(root).unwrap());
            // A name whose folder never lasted is gone with it.
            let is_there = place.parent().is_some_and(Path::is_dir);
            match entry {
                Entry::Folder if path == root => {}
                Entry::Folder if is_there => fs::create_dir(&place).unwrap(),
                Entry::File(id) if is_there => {
                    fs::write(&place, self.files[id].after(way, chance)).unwrap();
                }
                Entry::Folder | Entry::File(_) => {}
            }
        }
    }

    fn names_after(&self, way: Way, chance: &mut Chance) -> Names {
        let mut names = self.lasting.clone();
        for (time, renaming) in &self.renamings {
            let happened = match way {
                Way::Nothing => false,
                Way::Everything => true,
                Way::Until(end) => *time < end,
                Way::Scattered(late) => !chance.one_in(late),
            };
            if happened {
                renaming.apply(&mut names);
            }
        }
        names
    }
}

impl File {
    fn after(&self, way: Way, chance: &mut Chance) -> Vec<u8> {
        let mut content = self.lasting.clone();
        match way {
            Way::Nothing => {}
            Way::Everything => self
                .edits
                .iter()
                .for_each(|(_, edit)| edit.apply(&mut content)),
            Way::Until(end) => {
                let (done, rest) = self
                    .edits
                    .split_at(self.edits.partition_point(|(time, _)| *time < end));
                for (_, edit) in done {
                    edit.apply(&mut content);
                }
                if let Some((_, torn)) = rest.first() {
                    content = scattered(&content, [torn], 2, chance);
                }
            }
            Way::Scattered(late) => {
                content = scattered(
                    &content,
                    self.edits.iter().map(|(_, edit)| edit),
                    late,
                    chance,
                );
            }
        }
        content
    }
}

/// A content each of whose sectors is one that it had meanwhile; one of `late` is not the last.
fn scattered<'e>(
    lasting: &[u8],
    edits: impl IntoIterator<Item = &'e Edit>,
    late: u64,
    chance: &mut Chance,
) -> Vec<u8> {
    let mut now = lasting.to_vec();
    let mut sizes = vec![now.len()];
    let mut versions: BTreeMap<usize, Vec<Vec<u8>>> = BTreeMap::new();
    for edit in edits {
        let (first, end) = match edit {
            Edit::Write(at, bytes) => (at / SECTOR, (at + bytes.len()).div_ceil(SECTOR)),
            Edit::Cut(_) => (0, 0),
        };
        for sector in first..end {
            let known = versions.entry(sector).or_default();
            if known.is_empty() {
                known.push(sector_of(&now, sector));
            }
        }
        edit.apply(&mut now);
        sizes.push(now.len());
        for sector in first..end {
            let version = sector_of(&now, sector);
            versions.entry(sector).or_default().push(version);
        }
    }
    let mut choose = |count: usize| {
        if chance.one_in(late) {
            pick(chance, count)
        } else {
            count - 1
        }
    };
    let mut content = now;
    for (sector, versions) in versions {
        let version = &versions[choose(versions.len())];
        Edit::Write(sector * SECTOR, version.clone()).apply(&mut content);
    }
    content.resize(sizes[choose(sizes.len())], 0);
    content
}

/// A sector of a content, filled up with zeros.
fn sector_of(content: &[u8], sector: usize) -> Vec<u8> {
    let start = (sector * SECTOR).min(content.len());
    let end = (start + SECTOR).min(content.len());
    let mut bytes = content[start..end].to_vec();
    bytes.resize(SECTOR, 0);
    bytes
}

fn pick(chance: &mut Chance, count: usize) -> usize {
    usize::try_from(chance.below(u64::try_from(count).unwrap())).unwrap()
}
