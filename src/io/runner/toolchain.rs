//! What is installed for a language, found out once: a version costs as much as a run of tests.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::domain::bank::detail::{Language, Version};

/// How long a program may take to tell its version.
const LIMIT: Duration = Duration::from_secs(20);

/// What is installed for a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// The language.
    pub language: Language,
    /// Its version.
    pub version: Version,
    /// The version in full, as it is shown.
    pub shown: String,
    /// The program that runs or compiles it.
    pub program: PathBuf,
    /// The folders that it needs, besides the system's.
    pub roots: Vec<PathBuf>,
}

/// The programs that are looked for.
fn names(language: Language) -> &'static [&'static str] {
    match language {
        Language::Elixir => &["elixir"],
        Language::Python => &["python3", "python"],
        Language::Rust => &["rustc"],
    }
}

/// What makes a program tell of itself: the version, how it is shown, the program's own path, and
/// its folders, a line each.
fn asking(language: Language) -> &'static [&'static [&'static str]] {
    match language {
        Language::Elixir => &[&[
            "-e",
            "lib = to_string(:code.lib_dir(:elixir)) |> Path.join(\"../..\") |> Path.expand()
             otp = to_string(:code.root_dir())
             IO.puts(System.version())
             IO.puts(\"Elixir #{System.version()}, OTP #{System.otp_release()}\")
             IO.puts(Path.join(lib, \"bin/elixir\"))
             IO.puts(lib)
             IO.puts(otp)",
        ]],
        Language::Python => &[&[
            "-c",
            "import sys, os
v = '%d.%d.%d' % sys.version_info[:3]
print(v, 'Python ' + v, os.path.realpath(sys.executable), sys.base_prefix, sep='\\n')",
        ]],
        Language::Rust => &[&["--version"], &["--print", "sysroot"]],
    }
}

/// How to get a language that is not there.
pub fn remedy(language: Language) -> &'static str {
    match language {
        Language::Elixir => {
            "Install Elixir (`apt install elixir`, `brew install elixir`, or \
                             elixir-lang.org)."
        }
        Language::Python => "Install Python 3 (`apt install python3`, or python.org).",
        Language::Rust => "Install Rust (rustup.rs) and a C linker (`apt install gcc`).",
    }
}

/// Finds a language on a search path such as that of `PATH`. What is found is kept in the file
/// `cache`, and looked up again when the program found has changed.
pub(super) async fn find(
    language: Language,
    search_path: &str,
    cache: Option<&Path>,
) -> Option<Toolchain> {
    let found = search_path
        .split(':')
        .filter(|folder| folder.starts_with('/'))
        .flat_map(|folder| {
            names(language)
                .iter()
                .map(move |name| Path::new(folder).join(name))
        })
        .find(|path| path.is_file())?;
    let stamp = stamp(language, &found)?;
    if let Some(cache) = cache
        && let Some(kept) = kept(language, cache, &stamp)
    {
        return Some(kept);
    }
    let told = ask(language, &found).await?;
    let toolchain = read(language, &told)?;
    if let Some(cache) = cache {
        // What can't be kept is found out again.
        let _ = keep(language, cache, &stamp, &told);
    }
    Some(toolchain)
}

/// What tells that a program is still the same: its path and when it was written.
fn stamp(language: Language, program: &Path) -> Option<String> {
    let file = fs::metadata(program).ok()?;
    Some(format!(
        "{}\t{}\t{}.{}",
        language.as_str(),
        program.display(),
        file.mtime(),
        file.mtime_nsec()
    ))
}

async fn ask(language: Language, program: &Path) -> Option<String> {
    let mut told = String::new();
    for arguments in asking(language) {
        let asked = Command::new(program)
            .args(*arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(LIMIT, asked).await.ok()?.ok()?;
        if !output.status.success() {
            return None;
        }
        told.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    Some(told)
}

fn read(language: Language, told: &str) -> Option<Toolchain> {
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    let (version, shown, program, roots) = match (language, lines.as_slice()) {
        (Language::Rust, [version, sysroot]) => {
            let number = version.split(' ').nth(1)?;
            let program = Path::new(sysroot).join("bin/rustc");
            (number, (*version).to_owned(), program, vec![*sysroot])
        }
        (Language::Elixir | Language::Python, [version, shown, program, roots @ ..]) => (
            *version,
            (*shown).to_owned(),
            PathBuf::from(program),
            roots.to_vec(),
        ),
        _ => return None,
    };
    // `1.18.0-rc.1` and `1.97.0-nightly` are versions too.
    let number = version.split(['-', '+']).next()?;
    if !program.is_file() {
        return None;
    }
    Some(Toolchain {
        language,
        version: Version::new(number)?,
        shown,
        program,
        roots: roots.into_iter().map(PathBuf::from).collect(),
    })
}

/// A toolchain as it was kept: a line with its stamp, then what it told of itself.
fn kept(language: Language, cache: &Path, stamp: &str) -> Option<Toolchain> {
    let text = fs::read_to_string(cache.join(file_name(language))).ok()?;
    let (kept, told) = text.split_once('\n')?;
    (kept == stamp).then(|| read(language, told)).flatten()
}

fn keep(language: Language, cache: &Path, stamp: &str, told: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    fs::create_dir_all(cache)?;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(cache.join(file_name(language)))?;
    write!(file, "{stamp}\n{told}")
}

fn file_name(language: Language) -> String {
    format!("toolchain-{}", language.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_tells_is_read() {
        let here = std::env::current_exe().unwrap();
        let told = format!(
            "1.18.0-rc.1\nElixir 1.18.0-rc.1, OTP 27\n{}\n/a\n/b\n",
            here.display()
        );
        let found = read(Language::Elixir, &told).unwrap();
        assert_eq!(found.version, Version::new("1.18.0").unwrap());
        assert_eq!(found.roots, [Path::new("/a"), Path::new("/b")]);
        assert_eq!(
            read(Language::Elixir, "1.18.0\nElixir\n/nowhere/elixir"),
            None
        );
        assert_eq!(read(Language::Python, ""), None);
    }

    #[test]
    fn a_changed_program_is_asked_again() {
        let home = tempfile::tempdir().unwrap();
        let here = std::env::current_exe().unwrap();
        let told = format!("3.11.2\nPython 3.11.2\n{}\n/usr\n", here.display());
        keep(Language::Python, home.path(), "stamp", &told).unwrap();
        assert!(kept(Language::Python, home.path(), "stamp").is_some());
        assert_eq!(kept(Language::Python, home.path(), "other"), None);
        assert_eq!(kept(Language::Rust, home.path(), "stamp"), None);
    }
}
