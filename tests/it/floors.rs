//! The floors of the house, read from the sources themselves: what may name what, and where each
//! outside crate lives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The floors from the lowest up: a file names its own floor or a lower one.
const FLOORS: [&str; 5] = ["domain", "report", "io", "engine", "interface"];

/// Every outside crate with the places that may name it: a folder with all that is in it, or one
/// file.
const HOMES: [(&str, &[&str]); 33] = [
    ("annotate_snippets", &["report"]),
    ("anstyle", &["report/ansi"]),
    ("chacha20", &["domain/offer"]),
    ("clap", &["interface"]),
    ("clap_complete", &["interface/shell"]),
    ("clap_mangen", &["interface/shell"]),
    ("etcetera", &["io/dirs"]),
    ("fend_core", &["engine/calc"]),
    ("flate2", &["io/embedded"]),
    ("indicatif", &["interface"]),
    ("iso_currency", &["domain/offer"]),
    ("jiff", &["domain/day", "domain/offer", "io/clock"]),
    ("landlock", &["io/runner"]),
    ("libc", &["io/runner"]),
    ("libm", &["domain"]),
    ("minijinja", &["report/offer"]),
    ("rand", &["io/entropy"]),
    ("rusqlite", &["io/store"]),
    ("rust_decimal", &["domain/offer"]),
    ("rustix", &["io"]),
    ("rustyline", &["interface"]),
    ("seccompiler", &["io/runner"]),
    (
        "serde",
        &[
            "domain",
            "engine/library",
            "io/bank_files",
            "io/runner",
            "io/store",
        ],
    ),
    (
        "serde_json",
        &[
            "report",
            "io/lines",
            "io/records",
            "io/runner",
            "io/store",
            "engine/library",
            "interface",
        ],
    ),
    ("sha2", &["io/hash"]),
    ("shlex", &["interface", "io/editor"]),
    ("strsim", &["domain/names"]),
    ("textwrap", &["report/plain", "report/offer"]),
    ("thiserror", &FLOORS),
    ("tokio", &["engine", "io/runner"]),
    ("toml", &["io/toml"]),
    ("toml_edit", &["io/edit"]),
    ("uuid", &["io/entropy"]),
];

/// Crates that come with the compiler.
const BUILT_IN: [&str; 3] = ["alloc", "core", "std"];

/// No house without rules: every file below `src` keeps to its floor, its room and its crates.
#[test]
fn imports_point_down_and_every_crate_stays_at_home() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    read_folder(&src, &src, &mut sources);
    assert!(sources.len() > 50, "the sources are not where they were");
    let sources: Vec<(&str, &str)> = sources
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    nothing_found(&faults(&sources));
}

/// A dependency without a home, a home without a dependency and a line without a reason fail.
#[test]
fn every_dependency_has_a_home_and_a_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    nothing_found(&manifest_faults(&fs::read_to_string(path).unwrap()));
}

fn nothing_found(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// All Rust files below a folder, by their path from `src`.
fn read_folder(src: &Path, folder: &Path, sources: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_folder(src, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(src).unwrap().to_str().unwrap().to_owned();
            sources.push((name, fs::read_to_string(path).unwrap()));
        }
    }
}

/// What is wrong with the sources, each given by its path from `src` and its text.
fn faults(sources: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for (path, text) in sources {
        match syn::parse_file(text) {
            Ok(file) => files.push((*path, file)),
            Err(error) => found.push(format!("src/{path}: this is not Rust: {error}")),
        }
    }
    let house = House::of(&files);
    for (path, file) in &files {
        let place = place(path);
        let mut reader = Reader {
            house: &house,
            path,
            in_test: house.is_test(&place),
            names: names(&file.items, &place),
            place,
            found: BTreeSet::new(),
        };
        if reader.floor().is_none() && !["lib.rs", "main.rs"].contains(path) {
            let floors = FLOORS.join(", ");
            reader.find(
                1,
                format!("it stands on no floor; move it to one of {floors}"),
            );
        }
        reader.visit_file(file);
        let faults = reader.found.into_iter();
        found.extend(faults.map(|(line, what)| format!("src/{path}:{line}: {what}")));
    }
    found
}

/// What can only be known of all files together.
struct House {
    /// The modules right below `io`.
    rooms: BTreeSet<String>,
    /// Those of them that `io/mod.rs` keeps to itself: what it shows of them is its own.
    hall: BTreeSet<String>,
    /// The modules that are files of their own and compiled for tests only.
    tests: BTreeSet<Vec<String>>,
}

impl House {
    fn of(files: &[(&str, syn::File)]) -> Self {
        let places = files.iter().map(|(path, _)| place(path));
        let rooms = places.filter(|place| place.len() > 1 && place[0] == "io");
        let rooms = rooms.map(|place| place[1].clone()).collect();
        let (mut hall, mut tests) = (BTreeSet::new(), BTreeSet::new());
        for (path, file) in files {
            for item in &file.items {
                let syn::Item::Mod(module) = item else {
                    continue;
                };
                let name = module.ident.to_string();
                if is_for_tests(&module.attrs) {
                    tests.insert(below(&place(path), &name));
                }
                if *path == "io/mod.rs" && matches!(module.vis, syn::Visibility::Inherited) {
                    hall.insert(name);
                }
            }
        }
        Self { rooms, hall, tests }
    }

    fn is_test(&self, place: &[String]) -> bool {
        (1..=place.len()).any(|length| self.tests.contains(&place[..length]))
    }
}

/// The module that a file is: `io/store/mod.rs` is `io::store`.
fn place(path: &str) -> Vec<String> {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let parts = path
        .split('/')
        .filter(|part| !["lib", "main", "mod"].contains(part));
    parts.map(ToOwned::to_owned).collect()
}

fn below(place: &[String], name: &str) -> Vec<String> {
    let mut place = place.to_vec();
    place.push(name.to_owned());
    place
}

/// Whether the attributes hold `#[cfg(test)]`.
fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        syn::Meta::Path(_) | syn::Meta::NameValue(_) => false,
    })
}

/// One path of a `use`.
struct Leaf {
    /// Its segments as written.
    path: Vec<String>,
    /// The name that it binds; none for a glob and for `_`.
    name: Option<String>,
    is_glob: bool,
    line: usize,
}

fn leaves(tree: &syn::UseTree, before: &[String], found: &mut Vec<Leaf>) {
    let leaf = |ident: &syn::Ident, name: Option<String>| {
        // `a::{self}` names `a`.
        let is_self = ident == "self" && !before.is_empty();
        let path = if is_self {
            before.to_vec()
        } else {
            below(before, &ident.to_string())
        };
        let line = ident.span().start().line;
        let name = name.or_else(|| path.last().cloned());
        Leaf {
            path,
            name: name.filter(|name| name != "_"),
            is_glob: false,
            line,
        }
    };
    match tree {
        syn::UseTree::Path(path) => {
            leaves(&path.tree, &below(before, &path.ident.to_string()), found);
        }
        syn::UseTree::Name(name) => found.push(leaf(&name.ident, None)),
        syn::UseTree::Rename(renamed) => {
            found.push(leaf(&renamed.ident, Some(renamed.rename.to_string())));
        }
        syn::UseTree::Glob(glob) => found.push(Leaf {
            path: before.to_vec(),
            name: None,
            is_glob: true,
            line: glob.star_token.spans[0].start().line,
        }),
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, before, found);
            }
        }
    }
}

fn leaves_of(import: &syn::ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    leaves(&import.tree, &[], &mut found);
    found
}

/// What names mean in a module or block, as paths: those of this crate begin with `crate`.
type Names = BTreeMap<String, Vec<String>>;

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other items bind no name that a path can begin with"
)]
fn names<'a>(items: impl IntoIterator<Item = &'a syn::Item>, place: &[String]) -> Names {
    let (mut names, mut imported) = (Names::new(), Names::new());
    for item in items {
        let own = match item {
            syn::Item::Use(import) => {
                for leaf in leaves_of(import) {
                    if let Some(name) = leaf.name {
                        imported.insert(name, absolute(&leaf.path, place));
                    }
                }
                continue;
            }
            syn::Item::Mod(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Trait(item) => &item.ident,
            syn::Item::Type(item) => &item.ident,
            _ => continue,
        };
        let own = own.to_string();
        let path = absolute(&["self".to_owned(), own.clone()], place);
        names.insert(own, path);
    }
    // In `mod draw; use draw::draw;` paths that begin with `draw` mean the module.
    imported.extend(names);
    imported
}

/// A path with `self` and `super` resolved by the place where it stands.
fn absolute(path: &[String], place: &[String]) -> Vec<String> {
    let mut here = place.to_vec();
    let mut rest = path;
    match rest.first().map(String::as_str) {
        Some("self") => rest = &rest[1..],
        Some("super") => {
            while rest.first().is_some_and(|part| part == "super") {
                here.pop();
                rest = &rest[1..];
            }
        }
        _ => return path.to_vec(),
    }
    std::iter::once("crate".to_owned())
        .chain(here)
        .chain(rest.iter().cloned())
        .collect()
}

/// Reads one file.
struct Reader<'a> {
    house: &'a House,
    path: &'a str,
    /// The module that is being read.
    place: Vec<String>,
    in_test: bool,
    names: Names,
    found: BTreeSet<(usize, String)>,
}

impl Reader<'_> {
    fn find(&mut self, line: usize, what: String) {
        self.found.insert((line, what));
    }

    /// The floor on which the file stands; none for the crate's own two files.
    fn floor(&self) -> Option<usize> {
        let floor = self.path.split('/').next();
        FLOORS.iter().position(|name| Some(*name) == floor)
    }

    /// A path was named. A name that nothing here binds is an outside crate in a `use`; elsewhere
    /// it may be a type parameter or of the prelude.
    fn named(&mut self, path: &[String], is_outside: bool, is_use: bool, line: usize) {
        let mut path = absolute(path, &self.place);
        // An import may rest on another import.
        for _ in 0..8 {
            match self.names.get(&path[0]) {
                Some(meant) if !is_outside && meant[0] != path[0] => {
                    path.splice(..1, meant.iter().cloned());
                }
                Some(_) | None => break,
            }
        }
        match path[0].as_str() {
            "crate" | "mockloop" if !is_outside => self.inside(&path[1..], line),
            name => self.outside(name, is_use, line),
        }
    }

    /// A path of this crate was named.
    fn inside(&mut self, path: &[String], line: usize) {
        let (Some(own), Some(name)) = (self.floor(), path.first()) else {
            return;
        };
        let Some(floor) = FLOORS.iter().position(|floor| floor == name) else {
            return;
        };
        let room = path.get(1).filter(|room| self.house.rooms.contains(*room));
        if floor > own {
            let (own_name, from_test) = (FLOORS[own], self.in_test);
            let is_read_by_tests = name == "io" && room.is_some_and(|room| room == "toml");
            if from_test && (own > 0 || is_read_by_tests) {
                return;
            }
            let remedy = if from_test {
                "of the floors above, a domain test names only io::toml"
            } else {
                "imports point down only: take the value as an argument, or move this up"
            };
            self.find(
                line,
                format!("{own_name} (floor {own}) names {name} (floor {floor}); {remedy}"),
            );
        } else if name == "io" && FLOORS[own] == "io" && !self.in_test {
            let own_room = self.place.get(1);
            let hall = &self.house.hall;
            let is_own = |room: &String| match own_room {
                Some(own_room) => own_room == room,
                None => hall.contains(room),
            };
            if let Some(room) = room.filter(|room| !is_own(room)) {
                let own_room = own_room.map_or("mod.rs", String::as_str);
                let what = format!(
                    "io/{own_room} names io/{room}; rooms of io don't know each other: what both \
                     need belongs into io/mod.rs or a floor below, what joins them into engine"
                );
                self.find(line, what);
            }
        }
    }

    /// A name from outside this crate was named, or one that is not known.
    fn outside(&mut self, name: &str, is_use: bool, line: usize) {
        if self.in_test || BUILT_IN.contains(&name) {
            return;
        }
        let row = HOMES.iter().find(|(known, _)| *known == name);
        match row {
            Some((_, homes)) if homes.iter().any(|home| is_in(self.path, home)) => {}
            Some((_, homes)) => {
                let homes = homes.join(", ");
                let what =
                    format!("{name} lives in {homes}; use what is offered there, or move this");
                self.find(line, what);
            }
            None if is_use => {
                let what = format!("{name} has no home; give it one in HOMES or do without it");
                self.find(line, what);
            }
            None => {}
        }
    }

    /// Paths inside a macro's brackets, which are no syntax yet.
    fn tokens(&mut self, tokens: &TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut colons, mut is_outside, mut line) = (0, false, 0);
        let end = TokenTree::Punct(proc_macro2::Punct::new(';', proc_macro2::Spacing::Alone));
        for token in tokens.clone().into_iter().chain([end]) {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(ident) if colons == 2 && !path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Group(_)
                | TokenTree::Ident(_)
                | TokenTree::Punct(_)
                | TokenTree::Literal(_) => {}
            }
            if path.len() > 1 || (is_outside && !path.is_empty()) {
                self.named(&path, is_outside, false, line);
            }
            path.clear();
            is_outside = colons == 2;
            colons = 0;
            match &token {
                TokenTree::Ident(ident) => {
                    path.push(ident.to_string());
                    line = ident.span().start().line;
                }
                TokenTree::Group(group) => self.tokens(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Whether a file is a home or lies in it.
fn is_in(path: &str, home: &str) -> bool {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.strip_prefix(home)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let Some((_, items)) = &module.content else {
            return;
        };
        let in_test = self.in_test || is_for_tests(&module.attrs);
        let name = module.ident.to_string();
        let inner = below(&self.place, &name);
        let mut names = names(items, &inner);
        let takes_all = items.iter().any(|item| {
            matches!(item, syn::Item::Use(import) if leaves_of(import).iter().any(is_all_of_parent))
        });
        if takes_all {
            let outer = self.names.iter();
            for (name, path) in outer {
                names.entry(name.clone()).or_insert_with(|| path.clone());
            }
        }
        let outer = (
            std::mem::replace(&mut self.place, inner),
            std::mem::replace(&mut self.names, names),
            std::mem::replace(&mut self.in_test, in_test),
        );
        visit::visit_item_mod(self, module);
        (self.place, self.names, self.in_test) = outer;
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let items = block.stmts.iter().filter_map(|statement| {
            let syn::Stmt::Item(item) = statement else {
                return None;
            };
            Some(item)
        });
        let mut inner = self.names.clone();
        inner.extend(names(items, &self.place));
        let outer = std::mem::replace(&mut self.names, inner);
        visit::visit_block(self, block);
        self.names = outer;
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        let is_outside = import.leading_colon.is_some();
        for leaf in leaves_of(import) {
            if leaf.is_glob && !(self.in_test && is_all_of_parent(&leaf)) {
                let what = "a glob import; name what is used, so that it can be found".to_owned();
                self.find(leaf.line, what);
            }
            if !leaf.path.is_empty() {
                self.named(&leaf.path, is_outside, true, leaf.line);
            }
        }
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let line = item.ident.span().start().line;
        self.named(&[item.ident.to_string()], true, true, line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let is_outside = path.leading_colon.is_some();
        let parts: Vec<_> = path.segments.iter().map(|part| &part.ident).collect();
        if is_outside || parts.len() > 1 {
            let line = parts[0].span().start().line;
            let parts: Vec<_> = parts.into_iter().map(ToString::to_string).collect();
            self.named(&parts, is_outside, false, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(&call.tokens);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.visit_path(&list.path);
        self.tokens(&list.tokens);
    }
}

/// `super::*`
fn is_all_of_parent(leaf: &Leaf) -> bool {
    leaf.is_glob && leaf.path == ["super"]
}

/// What is wrong with the dependencies in the text of `Cargo.toml`.
fn manifest_faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut table = "";
    for (index, line) in text.lines().enumerate() {
        let mut find = |what: String| found.push(format!("Cargo.toml:{}: {what}", index + 1));
        if line.starts_with('[') {
            table = line.trim();
            let known = [
                "[dependencies]",
                "[build-dependencies]",
                "[dev-dependencies]",
            ];
            if table.contains("dependencies") && !known.contains(&table) {
                find("a table of its own; give the dependency a line in [dependencies]".to_owned());
            }
            continue;
        }
        if table != "[dependencies]" || line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, rest)) = line.split_once('=') else {
            find("a dependency over several lines; write it in one".to_owned());
            continue;
        };
        let name = name.trim().replace('-', "_");
        let row = HOMES.iter().find(|(known, _)| *known == name);
        let Some((_, homes)) = row else {
            find(format!("{name} has no home; give it one in HOMES"));
            continue;
        };
        let reason = rest
            .split_once(" # ")
            .and_then(|(_, comment)| comment.split_once(": "));
        match reason {
            Some((places, reason)) if !reason.trim().is_empty() => {
                let places: Vec<_> = places.split(" and ").map(str::trim).collect();
                let stranger = places.iter().find(|place| !is_home(place, homes));
                if let Some(place) = stranger {
                    find(format!(
                        "{place} is no home of {name}; the reason and HOMES differ"
                    ));
                }
            }
            Some(_) | None => find(format!("{name} has no `# place: reason`; say both")),
        }
        seen.insert(name);
    }
    let stale = HOMES.iter().filter(|(name, _)| !seen.contains(*name));
    found.extend(stale.map(|(name, _)| {
        format!("Cargo.toml: {name} has a home and is no dependency; take its row out of HOMES")
    }));
    found
}

/// Whether a reason's place is a home or the floor of one.
fn is_home(place: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| is_in(home, place)) || (place == "every floor" && homes == FLOORS)
}

/// What is found in one file of a small house in which `io` has some rooms.
fn found_in(path: &str, text: &str) -> Vec<String> {
    let around = [
        (
            "io/mod.rs",
            "pub mod clock; pub mod files; mod hall; pub mod toml;",
        ),
        ("io/clock.rs", ""),
        ("io/files.rs", ""),
        ("io/hall.rs", ""),
        ("io/toml/mod.rs", ""),
    ];
    let others = around.into_iter().filter(|(other, _)| *other != path);
    let sources: Vec<_> = others.chain([(path, text)]).collect();
    faults(&sources)
}

#[track_caller]
fn one_fault(path: &str, text: &str, begins: &str) {
    let found = found_in(path, text);
    assert!(
        found.len() == 1 && found[0].starts_with(begins),
        "expected: {begins}\nfound: {found:?}"
    );
}

#[test]
fn an_upward_import_is_found_however_it_is_written() {
    let begins = "src/domain/round/state.rs:2: domain (floor 0) names io (floor 2); imports point";
    for line in [
        "use crate::io::clock::Clock;",
        "use crate::{domain::text::Safe, io::clock as time};",
        "use super::super::super::io::clock;",
        "fn now() -> u64 { crate::io::clock::now() }",
        "fn now(clock: &dyn crate::io::clock::Clock) {}",
        "fn now() { println!(\"{}\", crate::io::clock::now()); }",
        "#[derive(crate::io::clock::Tick)] struct Now;",
        "macro_rules! now { () => { $crate::io::clock::now() } }",
        "mod inner { use super::super::super::super::io::clock; }",
    ] {
        one_fault("domain/round/state.rs", &format!("\n{line}"), begins);
    }
    one_fault(
        "engine/play.rs",
        "use crate as house; fn f() { house::interface::run(); }",
        "src/engine/play.rs:1: engine (floor 3) names interface (floor 4)",
    );
}

#[test]
fn a_sideways_import_below_io_is_found() {
    let begins = "src/io/files.rs:1: io/files names io/clock; rooms of io don't know each other";
    for line in [
        "use crate::io::clock::Clock;",
        "use super::clock;",
        "use super::{clock::Clock, BankFiles};",
        "use crate::io; fn f() { io::clock::now() }",
    ] {
        one_fault("io/files.rs", line, begins);
    }
    one_fault(
        "io/files.rs",
        "use super::hall::FileError;",
        "src/io/files.rs:1: io/files names io/hall",
    );
    nothing_found(&found_in("io/mod.rs", "mod hall; pub use hall::FileError;"));
    // A room's things must not go around through the hall either.
    one_fault(
        "io/mod.rs",
        "pub mod clock; pub use clock::Clock;",
        "src/io/mod.rs:1: io/mod.rs names io/clock",
    );
}

#[test]
fn a_glob_import_is_found() {
    let begins = "src/report/words.rs:1: a glob import; name what is used";
    for line in [
        "use crate::domain::text::*;",
        "fn f() { use std::fmt::{self, *}; }",
        "mod inner { use super::*; }",
        "#[cfg(test)] mod tests { use crate::domain::text::*; }",
    ] {
        one_fault("report/words.rs", line, begins);
    }
}

#[test]
fn an_outside_crate_in_the_wrong_room_is_found() {
    let begins = "src/engine/play.rs:1: rusqlite lives in io/store; use what is offered there";
    for line in [
        "use rusqlite::Connection;",
        "use ::rusqlite::{Connection as Journal};",
        "extern crate rusqlite;",
        "fn f(journal: &rusqlite::Connection) {}",
        "fn f() { assert!(rusqlite::version_number() > 0); }",
        "fn f() { loop { use rusqlite as sqlite; } }",
    ] {
        one_fault("engine/play.rs", line, begins);
    }
    one_fault(
        "domain/names.rs",
        "use left_pad::pad;",
        "src/domain/names.rs:1: left_pad has no home; give it one in HOMES",
    );
    one_fault(
        "io/dirs_of_others.rs",
        "use etcetera::BaseStrategy;",
        "src/io/dirs_of_others.rs:1: etcetera lives in io/dirs;",
    );
}

#[test]
fn a_test_of_the_domain_names_of_the_floors_above_only_toml() {
    let test = |line: &str| format!("#[cfg(test)] mod tests {{ use super::*; {line} }}");
    let toml = test("use crate::io::toml; fn f() { toml::read(); proptest::proptest!(); }");
    nothing_found(&found_in("domain/names.rs", &toml));
    one_fault(
        "domain/names.rs",
        &test("use crate::io::clock;"),
        "src/domain/names.rs:1: domain (floor 0) names io (floor 2); of the floors above, a",
    );
}

#[test]
fn a_file_without_a_floor_is_found() {
    one_fault("helpers.rs", "", "src/helpers.rs:1: it stands on no floor");
    one_fault("io/files.rs", "fn", "src/io/files.rs: this is not Rust");
}

#[test]
fn a_good_file_is_passed_over() {
    let good = [
        (
            "engine/library.rs",
            "use std::io::{self, Write as _};
             use serde::Serialize;
             use super::error::Error;
             use crate::io::{BankFiles as _, toml};
             enum Kind { Usage }
             fn read<T: Default>() -> T {
                 use Kind::Usage;
                 toml::read(io::stdin());
                 T::default()
             }",
        ),
        (
            "io/files.rs",
            "use super::{BankFiles, FileError};
             use std::io;
             fn read() -> io::Result<String> { rustix::process::umask(); crate::domain::text::f() }
             #[cfg(test)]
             mod tests { use super::*; use crate::io::clock; fn f() { tempfile::tempdir(); } }",
        ),
        (
            "io/toml/mod.rs",
            "mod places; use toml::Spanned; use places::line; use crate::io::FileError;",
        ),
    ];
    for (path, text) in good {
        nothing_found(&found_in(path, text));
    }
    let with_test_file = [
        ("io/store/mod.rs", "#[cfg(test)] mod conformance;"),
        ("io/store/conformance.rs", "use tempfile::TempDir;"),
    ];
    nothing_found(&faults(&with_test_file));
}

#[test]
fn dependencies_without_home_or_reason_are_found() {
    let text = "[dependencies]
serde = \"1\" # domain: events to and from their stored form
toml = { version = \"1\" } # io/toml and io/files: text to a table
libm = \"0.2\"
left-pad = \"1\" # domain: spaces

[dependencies.clap]
version = \"4\"

[dev-dependencies]
tempfile = \"3\"
";
    let found = manifest_faults(text);
    let begins = [
        "Cargo.toml:3: io/files is no home of toml",
        "Cargo.toml:4: libm has no `# place: reason`",
        "Cargo.toml:5: left_pad has no home",
        "Cargo.toml:7: a table of its own",
        "Cargo.toml: annotate_snippets has a home and is no dependency",
    ];
    for (found, begins) in found.iter().zip(begins) {
        assert!(found.starts_with(begins), "expected: {begins}\n{found}");
    }
    assert_eq!(found.len(), 4 + HOMES.len() - 3, "{found:?}");
}
