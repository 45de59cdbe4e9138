//! Packs the shipped bank into the binary: every file compressed on its own, and an index of the
//! prompts, so that only the drawn one is ever unpacked and read whole.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use domain::bank::check::{self, Address, Shared, Topics};
use domain::bank::format::{BankFile, PlansFile, PromptFile, RubricsFile};
use domain::bank::index::Listing;
use domain::fault::Faults;
use domain::raw::Field;

#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    clippy::all,
    clippy::pedantic,
    reason = "the library is where this is linted; here only the reading of banks is used"
)]
#[path = "build/domain.rs"]
mod domain;
#[allow(unreachable_pub, reason = "as above")]
#[path = "src/io/toml/mod.rs"]
mod toml_text;

const BANK: &str = "question_banks/core-backend";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=question_banks");
    for part in ["bank", "fault.rs", "names.rs", "raw", "text.rs"] {
        println!("cargo::rerun-if-changed=src/domain/{part}");
    }
    println!("cargo::rerun-if-changed=src/io/toml/mod.rs");
    println!("cargo::rustc-env=MOCKLOOP_COMMIT={}", commit());
    #[expect(
        clippy::disallowed_methods,
        reason = "this is how cargo speaks to a build script"
    )]
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let mut paths = Vec::new();
    walk(Path::new(BANK), &mut paths)?;
    paths.sort();
    let mut source = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    for (number, path) in paths.iter().enumerate() {
        let packed = out.join(format!("core-{number}.z"));
        fs::write(&packed, pack(&fs::read(path)?)?)?;
        let name = path.strip_prefix(BANK)?.display().to_string();
        writeln!(
            source,
            "    ({name:?}, include_bytes!({:?})),",
            packed.display().to_string()
        )?;
    }
    let index = serde_json::to_string(&index(&paths)?)?;
    writeln!(source, "];\nstatic INDEX: &str = {index:?};")?;
    fs::write(out.join("core.rs"), source)?;
    Ok(())
}

/// The commit of a release: given by whoever builds it, else asked of git. Other builds are of no
/// commit: they would be made anew after each.
fn commit() -> String {
    println!("cargo::rerun-if-env-changed=MOCKLOOP_COMMIT");
    #[expect(
        clippy::disallowed_methods,
        reason = "this is how cargo speaks to a build script"
    )]
    let (given, profile) = (env::var("MOCKLOOP_COMMIT"), env::var("PROFILE"));
    let is_release = profile.is_ok_and(|profile| profile == "release");
    // A package that lies in somebody else's repository is of none of its commits.
    let own = git(&["rev-parse", "--show-toplevel"])
        .and_then(|top| Some(fs::canonicalize(top).ok()? == env::current_dir().ok()?));
    let is_asked = is_release && own == Some(true);
    let asked = || git(&["rev-parse", "--short=12", "HEAD"]).filter(|_| is_asked);
    if is_asked {
        let paths = ["HEAD", "logs/HEAD"].map(|path| git(&["rev-parse", "--git-path", path]));
        for path in paths.into_iter().flatten() {
            if Path::new(&path).exists() {
                println!("cargo::rerun-if-changed={path}");
            }
        }
    }
    let given = given.ok().filter(|given| !given.is_empty());
    let commit = given.or_else(asked).filter(|commit| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.+".contains(c);
        commit.chars().all(is_plain)
    });
    commit.unwrap_or_else(|| "unknown".to_owned())
}

/// What git says; nothing where there is no git, or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let said = std::process::Command::new("git")
        .args(arguments)
        .output()
        .ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    let text = text.trim();
    (said.status.success() && !text.is_empty()).then(|| text.to_owned())
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    let level = flate2::Compression::best();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), level);
    packed.write_all(bytes)?;
    Ok(packed.finish()?)
}

/// The lines of the sound prompts. One with faults is left out here, and told by `bank lint`.
fn index(paths: &[PathBuf]) -> Result<Vec<Listing>> {
    let bank: BankFile = read("bank.toml")?.ok_or("bank.toml has faults")?;
    let Some(shared) = shared(&bank)? else {
        return Ok(Vec::new());
    };
    let mut listings = Vec::new();
    for path in paths {
        let path = path.strip_prefix(BANK)?.display().to_string();
        let Some(address) = Address::of(&path) else {
            continue;
        };
        let (text, mut faults) = (text(&path)?, Faults::new());
        let file: Option<PromptFile> = toml_text::read(&text, &mut faults);
        let prompt = file.and_then(|file| check::prompt(&file, &address, &shared, &mut faults));
        listings.extend(prompt.map(|prompt| Listing::of(&prompt, &bank.id, &path)));
    }
    Ok(listings)
}

fn shared(bank: &BankFile) -> Result<Option<Shared>> {
    let (mut topic_faults, mut plan_faults) = (Faults::new(), Faults::new());
    let topics: Option<Topics> = read(&bank.topics.value)?;
    let plans: Option<PlansFile> = read(&bank.phases.value)?;
    let mut rubrics = Vec::new();
    for path in &bank.rubrics {
        rubrics.extend(read::<RubricsFile>(&path.value)?.map(|file| (file, Faults::new())));
    }
    Ok(topics.zip(plans).map(|(topics, plans)| {
        check::shared(
            (&topics, &mut topic_faults),
            (&plans, &mut plan_faults),
            &mut rubrics,
        )
    }))
}

fn read<T: Field>(path: &str) -> Result<Option<T>> {
    Ok(toml_text::read(&text(path)?, &mut Faults::new()))
}

fn text(path: &str) -> Result<String> {
    Ok(fs::read_to_string(Path::new(BANK).join(path))?)
}
