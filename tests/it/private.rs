//! Whatever the umask, what the program writes is for its owner alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::kills::{PROMPT, Session, at_home};
use crate::promise::Promise;

/// A home in which everything that is made is the program's.
struct Home {
    folder: tempfile::TempDir,
    umask: &'static str,
}

impl Home {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command line with lines to type.
    fn run(&self, arguments: &[&str], lines: &[&str]) {
        let mut command = Command::new("sh");
        at_home(&mut command, &self.folder.path().join("data"))
            .args(["-c", "umask \"$1\"; shift; exec \"$0\" \"$@\""])
            .args([env!("CARGO_BIN_EXE_mockloop"), self.umask])
            .args(arguments)
            .env("HOME", self.folder.path())
            .env("EDITOR", "true")
            .env_remove("VISUAL")
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("XDG_CONFIG_HOME", self.path("config"));
        let mut session = Session::start(&mut command);
        for line in lines {
            session.type_line(line);
        }
        let ended = session.end();
        let told = format!("{arguments:?}: {}\n{:#?}", ended.errors, ended.heard);
        assert!(ended.code == Some(0), "{:?} {told}", ended.code);
    }

    /// What can be read or entered by others, and how many paths there are.
    fn open(&self) -> (Vec<PathBuf>, usize) {
        let (mut open, mut count) = (Vec::new(), 0);
        let made = fs::read_dir(self.folder.path()).unwrap();
        let mut paths: Vec<PathBuf> = made.map(|entry| entry.unwrap().path()).collect();
        while let Some(path) = paths.pop() {
            let found = fs::symlink_metadata(&path).unwrap();
            let allowed = if found.is_dir() { 0o700 } else { 0o600 };
            if found.permissions().mode() & 0o777 & !allowed != 0 {
                open.push(path.clone());
            }
            count += 1;
            if found.is_dir() {
                let entries = fs::read_dir(path).unwrap();
                paths.extend(entries.map(|entry| entry.unwrap().path()));
            }
        }
        (open, count)
    }
}

#[test]
fn every_file_is_for_its_owner_alone() {
    let promise = Promise::of("private");
    let mut paths = 0;
    let umasks: &[&str] = promise.times(&["000"], &["000", "022", "077"]);
    for umask in umasks {
        let home = Home {
            folder: tempfile::tempdir().unwrap(),
            umask,
        };
        let mut locked = vec!["a line"];
        locked.extend(["/next"; 8]);
        locked.extend(["/done", "/done", "/quit"]);
        home.run(&["practice", "--prompt", PROMPT], &locked);
        home.run(&["practice", "coding", "--seed", "1"], &["a line", "/quit"]);
        home.run(&["backup"], &[]);
        home.run(&["backup", "--to", &home.path("copy.db")], &[]);
        home.run(&["restore", "latest"], &[]);
        home.run(&["export", "--out", &home.path("history.jsonl")], &[]);
        home.run(&["peer", "export", "1"], &[]);
        home.run(&["story", "add", "queue"], &["Queue rewrite", "a queue"]);
        home.run(&["roles", "new", "payments", "--from", "backend"], &[]);
        home.run(&["bank", "new", "behavioral", "beh-my-own"], &[]);
        home.run(&["config", "edit"], &[]);
        home.run(&["offer", "example"], &[]);
        // These take their time in a build without optimisation.
        if promise.times(false, *umask == "000") {
            home.run(&["plan", "new", "--interview", "2099-01-15"], &[]);
            home.run(&["plan", "ics", "--out", &home.path("plan.ics")], &[]);
            home.run(&["report", "--to", &home.path("report.html")], &[]);
            home.run(&["doctor"], &[]);
        }
        let (open, count) = home.open();
        assert_eq!(open, Vec::<PathBuf>::new(), "umask {umask}");
        let made = |name: &str| Path::new(&home.path(name)).exists();
        for name in ["copy.db", "history.jsonl", "data/peer", "data/stories"] {
            assert!(made(name), "{name}");
        }
        paths += count;
    }
    promise.held(
        umasks.len(),
        &format!("{paths} files and folders: 0600, 0700"),
    );
}
