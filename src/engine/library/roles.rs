//! The roles at hand: those of the banks, and files of one's own.

use std::path::Path;

use super::{Bank, Library, common, reader};
use crate::domain::bank::check::{self, Shared};
use crate::domain::bank::{BankId, Kind};
use crate::domain::fault::FaultyFile;
use crate::domain::readiness::Role;
use crate::io::BankFiles;
use crate::io::files::Folder;

/// A role of a bank.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleEntry {
    /// Its bank.
    pub bank: BankId,
    /// The role.
    pub role: Role,
    /// Its file's text.
    pub text: String,
}

impl Library {
    /// Every sound role of the banks at hand; those with faults are left out.
    pub fn roles(&self) -> Vec<RoleEntry> {
        let of_bank = |bank: &Bank| -> Vec<RoleEntry> {
            let files = bank.files.files().unwrap_or_default();
            let names = files.iter().filter_map(|path| check::role_at(path));
            names.filter_map(|name| bank.role(name)?.ok()).collect()
        };
        self.banks.iter().flat_map(of_bank).collect()
    }

    /// The role of a bank, by its name.
    ///
    /// # Errors
    /// Its faults.
    pub fn role(&self, name: &str) -> Option<Result<RoleEntry, Vec<FaultyFile>>> {
        self.banks.iter().find_map(|bank| bank.role(name))
    }

    /// A role in a file of one's own, with the names of all banks at hand.
    ///
    /// # Errors
    /// Its faults.
    pub fn role_file(&self, path: &Path) -> Result<Role, FaultyFile> {
        let name = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let folder = Folder::new(parent.unwrap_or(Path::new(".")));
        let mut shared = Shared::default();
        for bank in &self.banks {
            if let Ok(own) = common(&*bank.files, &bank.manifest) {
                shared.topics.extend(own.shared.topics);
                shared.dimensions.extend(own.shared.dimensions);
            }
        }
        let (file, stem) = (name(path.file_name()), name(path.file_stem()));
        read(&folder, (&file, &stem), &Kind::ALL, &shared).map(|(role, _)| role)
    }
}

impl Bank {
    /// The role called `name`, if the bank has one.
    fn role(&self, name: &str) -> Option<Result<RoleEntry, Vec<FaultyFile>>> {
        let path = format!("roles/{name}.toml");
        // A name with odd characters leads to no file.
        crate::domain::bank::RoleId::new(name)?;
        self.files.read(&path).ok()?;
        let common = match common(&*self.files, &self.manifest) {
            Ok(common) => common,
            Err(files) => return Some(Err(files)),
        };
        let kinds = &self.manifest.kinds;
        let role = read(&*self.files, (&path, name), kinds, &common.shared);
        Some(match role {
            Ok((role, text)) => Ok(RoleEntry {
                bank: self.manifest.id.clone(),
                role,
                text,
            }),
            Err(file) => Err(vec![file]),
        })
    }
}

fn read(
    files: &dyn BankFiles,
    named: (&str, &str),
    kinds: &[Kind],
    shared: &Shared,
) -> Result<(Role, String), FaultyFile> {
    let reader::RoleRead { text, file, faults } = reader::role(files, named, kinds, shared);
    match file.filter(|_| faults.is_empty()) {
        Some(file) => Ok((Role::of(&file), text)),
        None => Err(reader::faulty(files, named.0, text, faults)),
    }
}
