//! What the pages show is what happens, and what they name is there.

use std::path::{Path, PathBuf};

use crate::transcript::{bless, play, same};

const BEGIN: &str = "```console\n";
const END: &str = "```\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README, the pages beside it, and the one for those who write prompts.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![
        root().join("README.md"),
        root().join("question_banks/README.md"),
    ];
    let docs = std::fs::read_dir(root().join("docs")).unwrap();
    pages.extend(docs.map(|entry| entry.unwrap().path()));
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    pages.sort();
    pages
}

/// Every console block is played on a new machine, and compared to the letter.
#[test]
fn the_examples_are_what_stands_on_the_screen() {
    let mut examples = 0;
    for path in pages() {
        let mut page = std::fs::read_to_string(&path).unwrap();
        let mut from = 0;
        while let Some(found) = page[from..].find(BEGIN) {
            let begin = from + found + BEGIN.len();
            let end = begin + page[begin..].find(END).unwrap();
            let seen = play(&page[begin..end]);
            if bless() {
                page.replace_range(begin..end, &seen);
            } else {
                same(&path.display().to_string(), &page[begin..end], &seen);
            }
            from = begin + seen.len();
            examples += 1;
        }
        if bless() {
            std::fs::write(&path, page).unwrap();
        }
    }
    assert!(examples >= 7, "{examples} examples");
}

/// The commands that a page tells to type exist.
#[test]
fn every_command_in_the_pages_is_one() {
    use mockloop::interface::commands;
    let known = commands();
    let mut named = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        // In running text, and at the beginning of a line of a block.
        let typed = page.split("`mockloop ").skip(1);
        let lines = page.lines().map(str::trim_start);
        let lines =
            lines.filter_map(|line| line.trim_start_matches("$ ").strip_prefix("mockloop "));
        let first = typed
            .chain(lines)
            .filter_map(|rest| rest.split(['`', ' ', '\n']).next());
        for name in first.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())) {
            named += 1;
            assert!(
                known.iter().any(|command| command == name) || name == "help",
                "{} names `mockloop {name}`",
                path.display()
            );
        }
    }
    assert!(named > 100, "{named} commands");
}

/// A link inside the project leads to a file that is there, and to a heading that it has.
#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for rest in page.split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            if target.contains("://") {
                continue;
            }
            links += 1;
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let to = path.parent().unwrap().join(file);
            assert!(to.exists(), "{}: {target}", path.display());
            if heading.is_empty() {
                continue;
            }
            let text = std::fs::read_to_string(&to).unwrap();
            let slug = |line: &str| {
                line.trim_start_matches('#')
                    .trim()
                    .to_lowercase()
                    .replace(' ', "-")
            };
            let mut headings = text.lines().filter(|line| line.starts_with('#')).map(slug);
            assert!(
                headings.any(|known| known == heading),
                "{}: {target}",
                path.display()
            );
        }
    }
    assert!(links > 20, "{links} links");
}
