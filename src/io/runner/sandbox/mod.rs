//! What code that runs may reach, at three levels. The sandbox is set up by a process of ours that
//! then becomes the program: nothing runs between a fork and that.

mod bubblewrap;
mod detect;
mod enter;
mod filter;
pub(super) mod group;
mod wall;

pub use detect::levels;
pub use enter::{REFUSED, enter};

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The argument that turns this program into one that sets a sandbox up.
pub const ARGUMENT: &str = "__sandbox";

/// How far a program that runs is kept from the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Limits on time, memory, files and output; it can read and write what the user can.
    Limits,
    /// Also: it writes in its own folder only, reads the language's own files only, opens no
    /// socket, and can't leave its group (Landlock and seccomp).
    Landlock,
    /// Also: it sees no other file, process or network at all (bubblewrap).
    Bubblewrap,
}

impl Level {
    /// All of them, the weakest first.
    pub const ALL: [Self; 3] = [Self::Limits, Self::Landlock, Self::Bubblewrap];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Landlock => "landlock",
            Self::Bubblewrap => "bubblewrap",
        }
    }

    /// What it means, in a sentence's end.
    pub fn words(self) -> &'static str {
        match self {
            Self::Limits => {
                "level 1, limits on time, memory and output alone: only built-in code runs here"
            }
            Self::Landlock => {
                "level 2, Landlock and seccomp: it writes in its own folder only, reads no file of \
                 yours, opens no socket"
            }
            Self::Bubblewrap => {
                "level 3, bubblewrap: it sees no file, process or network but its own"
            }
        }
    }

    fn from_word(word: &OsStr) -> Option<Self> {
        Self::ALL.into_iter().find(|level| word == level.as_str())
    }
}

/// Whether file modes may be changed: a linker makes its output executable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modes {
    /// They may.
    Change,
    /// They may not.
    Keep,
}

/// What a program may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// How far it is kept from the machine.
    pub level: Level,
    /// Files and folders that it may read and run.
    pub read: Vec<PathBuf>,
    /// Folders in which it may write.
    pub write: Vec<PathBuf>,
    /// Address space in bytes; none where a language reserves more than it uses.
    pub memory_bytes: Option<u64>,
    /// Whether file modes may be changed.
    pub modes: Modes,
}

/// Whether the limits of the process are still to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Outer,
    Inner,
}

impl Policy {
    /// The arguments that make this program run another one under this policy.
    pub fn arguments(&self, program: &Path, arguments: &[OsString]) -> Vec<OsString> {
        self.arguments_at(Stage::Outer, program, arguments)
    }

    fn arguments_at(&self, stage: Stage, program: &Path, arguments: &[OsString]) -> Vec<OsString> {
        let mut all: Vec<OsString> = vec![ARGUMENT.into(), self.level.as_str().into()];
        let mut option = |name: &str, value: &OsStr| {
            all.extend([name.into(), value.to_owned()]);
        };
        for path in &self.read {
            option("--read", path.as_os_str());
        }
        for path in &self.write {
            option("--write", path.as_os_str());
        }
        if let Some(bytes) = self.memory_bytes {
            option("--memory", bytes.to_string().as_ref());
        }
        if self.modes == Modes::Change {
            all.push("--modes".into());
        }
        if stage == Stage::Inner {
            all.push("--inner".into());
        }
        all.extend(["--".into(), program.as_os_str().to_owned()]);
        all.extend(arguments.iter().cloned());
        all
    }

    /// Reads such arguments, without the first.
    fn read(arguments: &[OsString]) -> Option<(Self, Stage, Vec<OsString>)> {
        let mut rest = arguments.iter();
        let mut policy = Self {
            level: Level::from_word(rest.next()?)?,
            read: Vec::new(),
            write: Vec::new(),
            memory_bytes: None,
            modes: Modes::Keep,
        };
        let mut stage = Stage::Outer;
        loop {
            match rest.next()?.to_str()? {
                "--read" => policy.read.push(rest.next()?.into()),
                "--write" => policy.write.push(rest.next()?.into()),
                "--memory" => policy.memory_bytes = Some(rest.next()?.to_str()?.parse().ok()?),
                "--modes" => policy.modes = Modes::Change,
                "--inner" => stage = Stage::Inner,
                "--" => break,
                _ => return None,
            }
        }
        let program: Vec<OsString> = rest.cloned().collect();
        (!program.is_empty()).then_some((policy, stage, program))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_as_it_was_written() {
        let policy = Policy {
            level: Level::Landlock,
            read: vec!["/usr".into(), "/a b".into()],
            write: vec!["/tmp/x".into()],
            memory_bytes: Some(1 << 30),
            modes: Modes::Change,
        };
        let arguments = policy.arguments(Path::new("/bin/true"), &["--read".into()]);
        let (read, stage, program) = Policy::read(&arguments[1..]).unwrap();
        assert_eq!((read, stage), (policy, Stage::Outer));
        assert_eq!(program, ["/bin/true", "--read"]);
        for bad in [&["landlock"][..], &["l9", "--", "x"], &["limits", "--"]] {
            let bad: Vec<OsString> = bad.iter().map(Into::into).collect();
            assert_eq!(Policy::read(&bad), None, "{bad:?}");
        }
    }
}
