//! A text by somebody else can't drive or deceive a terminal, whichever way it comes in and goes
//! out: everything that is printed goes through a terminal's parser.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use mockloop::domain::code::{Broken, End, NotRun, Run, Status, TestResult};
use mockloop::domain::fault::{Code, Fault, FaultyFile};
use mockloop::domain::raw::Span;
use mockloop::domain::text::Safe;
use mockloop::report::document::Document;
use mockloop::report::{ansi, faults, plain};

use crate::chance::Chance;
use crate::promise::Promise;
use crate::pty::{Terminal, program};
use crate::strange::{bytes, line, lines, quoted};
use crate::transcript::copy;
use crate::world::{Machine, Step};

/// How many texts the table asks for, and how many every run of the tests takes.
const TABLE: usize = 20_000;
const SELDOM: usize = 600;
/// The styles that are ours and the grammar's: none, bold, dim, underlined, four colours.
const STYLES: [u16; 8] = [0, 1, 2, 4, 31, 32, 33, 36];
/// The kinds of round, each with a shipped prompt.
const PROMPTS: [&str; 6] = [
    "des-webhook-delivery",
    "beh-made-it-worse",
    "inc-slow-captures",
    "scr-hm-first-call",
    "neg-expiring-offer",
    "cod-quote-gate",
];

/// What a terminal would have been told.
#[derive(Default)]
struct Heard {
    is_coloured: bool,
    may_return: bool,
    before: Option<char>,
    joined: bool,
    faults: Vec<String>,
}

impl vte::Perform for Heard {
    fn print(&mut self, c: char) {
        // Written down anew, not asked of the program.
        let hides = matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}');
        let is_lonely = self.joined && c.is_ascii();
        self.joined = matches!(c, '\u{200c}' | '\u{200d}');
        let joins_nothing = self.joined && self.before.is_none_or(|before| before.is_ascii());
        if hides || is_lonely || joins_nothing {
            self.faults.push(format!("{c:?} after {:?}", self.before));
        }
        self.before = Some(c);
    }

    fn execute(&mut self, byte: u8) {
        // A long word is cut where a line ends, a joined one too.
        (self.before, self.joined) = (None, false);
        if !(byte == b'\n' || byte == b'\t' || byte == b'\r' && self.may_return) {
            self.faults.push(format!("control {byte:#04x}"));
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, between: &[u8], _: bool, action: char) {
        let is_ours = params.iter().flatten().all(|n| STYLES.contains(n));
        if !(self.is_coloured && action == 'm' && between.is_empty() && is_ours) {
            self.faults.push(format!("CSI {params:?} {action}"));
        }
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.faults.push(format!("ESC {byte:#04x}"));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.faults.push(format!("OSC {params:?}"));
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.faults.push(format!("DCS {action}"));
    }
}

/// Asserts that nothing but words, line ends and our own styles would reach a terminal.
fn clean(what: &str, text: &str, is_coloured: bool) {
    let mut heard = Heard {
        is_coloured,
        // The two formats whose lines end in CR LF.
        may_return: what.contains("ics") || what.contains("csv"),
        ..Heard::default()
    };
    let mut parser = vte::Parser::new();
    parser.advance(&mut heard, text.as_bytes());
    // Nothing is left half said.
    parser.advance(&mut heard, b".");
    assert_eq!(heard.before, Some('.'), "{what}: a sequence is left open");
    assert!(
        heard.faults.is_empty(),
        "{what}: {:?}\n{text:?}",
        heard.faults
    );
}

#[test]
fn what_drives_a_terminal_is_heard() {
    let mut chance = Chance(3);
    let mut heard = 0;
    for _ in 0..1_000 {
        let text = line(&mut chance);
        let caught = std::panic::catch_unwind(|| clean("raw", &text, true));
        heard += usize::from(caught.is_err());
    }
    // The rest is honest, or such as can't be told apart without the program's own rules.
    assert!(heard > 950, "{heard}");
}

/// A machine whose screen shows only what is printed.
fn machine(chance: &mut Chance) -> Machine {
    let mut machine = Machine::default();
    machine.echoes = false;
    machine.is_coloured = chance.one_in(2);
    machine.width = usize::try_from(20 + chance.below(180)).unwrap();
    machine
}

/// Runs a command and looks at everything that it prints; gives its exit code.
fn run(machine: &Machine, command: &str, steps: Vec<Step>) -> Option<u8> {
    let words: Vec<OsString> = command.split_whitespace().map(Into::into).collect();
    run_words(machine, &words, steps)
}

fn run_words(machine: &Machine, words: &[OsString], steps: Vec<Step>) -> Option<u8> {
    let (screen, code) = machine.run_words(words, steps);
    clean(&format!("{words:?}"), &screen, machine.is_coloured);
    code
}

/// Some of what reads the history: all of it is read once there were tries enough.
fn read_some(machine: &Machine, chance: &mut Chance) {
    const COMMANDS: [&str; 19] = [
        "sessions",
        "sessions --json",
        "show",
        "show --json",
        "export",
        "readiness",
        "readiness --json",
        "trends",
        "trends --json",
        "weak",
        "weak --json",
        "calibration",
        "why",
        "story list",
        "story matrix",
        "outcome list",
        "plan show",
        "--plain show",
        "doctor",
    ];
    for _ in 0..4 {
        let command = one_of(chance, &COMMANDS);
        run(machine, &format!("mockloop {command}"), vec![]);
    }
    if chance.one_in(3) {
        let page = machine.data().join("page.html");
        let code = run(
            machine,
            &format!("mockloop report --out {}", page.display()),
            vec![],
        );
        assert_eq!(code, Some(0));
        clean("page", &fs::read_to_string(&page).unwrap(), false);
        fs::remove_file(page).unwrap();
    }
}

fn one_of<T: Copy>(chance: &mut Chance, among: &[T]) -> T {
    among[usize::try_from(chance.below(among.len() as u64)).unwrap()]
}

fn documents(chance: &mut Chance, wanted: usize) -> usize {
    for number in 0..wanted {
        let text = lines(chance);
        let document = Document::line(&text)
            .title(&text)
            .item(&text, &text)
            .interviewer(&text)
            .verbatim(&text)
            .then(Document::problem(&text));
        let width = usize::try_from(chance.below(200)).unwrap();
        clean("ansi", &ansi::render(&document, width), true);
        clean("plain", &plain::render(&document, width), false);
        let in_place = plain::in_place(&text);
        clean("a line being typed", &in_place, false);
        if number % 4 == 0 {
            clean(
                "faults",
                &plain::render(&faults::show(&[faulty(&text, chance)]), width),
                false,
            );
        }
    }
    wanted
}

/// A file whose fault lies anywhere in it.
fn faulty(text: &str, chance: &mut Chance) -> FaultyFile {
    let mut places = [0, 0].map(|_| {
        let at = usize::try_from(chance.below(text.len() as u64 + 1)).unwrap();
        (0..=at).rfind(|at| text.is_char_boundary(*at)).unwrap()
    });
    places.sort_unstable();
    let [start, end] = places;
    let fault = Fault::error(Code::FORM, Span { start, end }, text, text);
    FaultyFile {
        file: Safe::new(text),
        text: text.to_owned(),
        faults: vec![fault],
    }
}

/// Lines typed while a round is on, up to its end.
fn rounds(chance: &mut Chance, wanted: usize) -> usize {
    const BEGINNINGS: [&str; 16] = [
        "", "", "/a ", "/t ", "/e ", "/", "look ", "do ", "tell ", "ask ", "give ", "/edit ",
        "/calc ", "/hint ", "mind ", "target ",
    ];
    let mut fed = 0;
    while fed < wanted {
        let machine = machine(chance);
        for _ in 0..4 {
            let prompt = one_of(chance, &PROMPTS);
            machine
                .runner
                .outcomes
                .borrow_mut()
                .extend((0..3).map(|_| tested(chance)));
            let mut steps = Vec::new();
            for _ in 0..25 {
                let start = one_of(chance, &BEGINNINGS);
                let end = if chance.one_in(3) { "?" } else { "" };
                steps.push(Step::Line(format!("{start}{}{end}", line(chance))));
                fed += 1;
            }
            steps.extend(["/run", "/show", "/done", "/done", "/done"].map(typed));
            for _ in 0..30 {
                steps.push(typed(one_of(chance, &["3", "y", "2", "", "n"])));
                if chance.one_in(3) {
                    steps.push(Step::Line(line(chance)));
                    fed += 1;
                }
            }
            run(
                &machine,
                &format!("mockloop practice --prompt {prompt}"),
                steps,
            );
            let reviewed = machine.data().join("review.md");
            let out = format!("mockloop peer export --out {}", reviewed.display());
            if run(&machine, &out, vec![]) == Some(0) {
                let text = fs::read_to_string(&reviewed).unwrap();
                clean("review", &text, false);
                fs::remove_file(reviewed).unwrap();
            }
        }
        read_some(&machine, chance);
    }
    fed
}

fn typed(line: &str) -> Step {
    Step::Line(line.to_owned())
}

/// What a run of tests tells that means harm.
fn tested(chance: &mut Chance) -> Run {
    let mut safe = || Safe::new(&lines(chance));
    let (warnings, printed, message, file) = (safe(), safe(), safe(), safe());
    let name = line(chance);
    let end = match chance.below(6) {
        0 => End::Broken(Broken {
            file,
            line: Some(3),
            message: message.clone(),
        }),
        1 => End::Vanished(line(chance)),
        2 => End::NotRun(NotRun::System(line(chance))),
        3 => End::NotRun(NotRun::Refused(line(chance))),
        _ => End::Complete,
    };
    let status = if chance.one_in(2) {
        Status::Failed
    } else {
        Status::Passed
    };
    let test = TestResult {
        name,
        milestone: Some(1),
        status,
        message,
    };
    Run {
        tests: vec![test],
        warnings,
        printed,
        ..Run::ended(end)
    }
}

/// Words of a command line, and lines where commands are awaited.
fn commands(chance: &mut Chance, wanted: usize) -> usize {
    const COMMANDS: [&str; 26] = [
        "",
        "practice",
        "practice --prompt",
        "practice --role",
        "practice --seed",
        "practice --level",
        "resume",
        "show",
        "abandon",
        "why",
        "import",
        "bank show",
        "bank lint",
        "bank explain",
        "bank new",
        "bank trust",
        "bank verify",
        "config set",
        "drill",
        "grade",
        "loop",
        "plan new",
        "story show",
        "outcome show",
        "peer import",
        "offer edit",
    ];
    let mut fed = 0;
    while fed < wanted {
        let machine = machine(chance);
        let mut steps = Vec::new();
        for _ in 0..40 {
            let command = one_of(chance, &COMMANDS);
            // As a shell quotes, or as it is.
            let text = line(chance);
            let word = if chance.one_in(2) {
                format!("'{}'", text.replace('\'', ""))
            } else {
                text
            };
            steps.push(Step::Line(format!("{command} {word}")));
            fed += 1;
        }
        run(&machine, "mockloop", steps);
        for command in COMMANDS.iter().take(if wanted > 1_000 { 26 } else { 6 }) {
            let mut words: Vec<OsString> = vec!["mockloop".into()];
            words.extend(command.split_whitespace().map(OsString::from));
            let option = one_of(chance, &["", "", "", "--bank", "--data-dir", "--nope"]);
            if !option.is_empty() {
                words.push(option.into());
            }
            // What is made in a data folder is made in one that goes away.
            let home = (option == "--data-dir").then(|| machine.data().join("elsewhere"));
            words.push(strange_word(chance, home.as_deref()));
            run_words(&machine, &words, vec![]);
            fed += 1;
        }
        read_some(&machine, chance);
    }
    fed
}

/// A word of a command line; in a folder if one is given.
fn strange_word(chance: &mut Chance, home: Option<&Path>) -> OsString {
    // No argument has a zero byte in it.
    let bytes = bytes(chance).into_iter().filter(|byte| *byte != 0);
    let Some(home) = home else {
        return OsString::from_vec(bytes.collect());
    };
    // A slash or dots would lead out of it.
    let inside = bytes.map(|byte| if b"/.".contains(&byte) { b'_' } else { byte });
    home.join(OsString::from_vec(inside.collect())).into()
}

/// Every string of a bank's prompts, its files' names, and files of which nothing can be made.
fn banks(chance: &mut Chance, wanted: usize) -> usize {
    let home = tempfile::tempdir().unwrap();
    let mut fed = 0;
    while fed < wanted {
        let machine = machine(chance);
        let bank = home.path().join(format!("bank-{fed}"));
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts/road/bank");
        copy(&small, &bank);
        let mut ids = Vec::new();
        for kind in ["behavioral", "system-design"] {
            for file in fs::read_dir(bank.join(kind)).unwrap() {
                let file = file.unwrap().path();
                ids.push(file.file_stem().unwrap().to_str().unwrap().to_owned());
                let (text, count) = with_strange(&fs::read_to_string(&file).unwrap(), chance);
                fs::write(file, text).unwrap();
                fed += count;
            }
        }
        read_bank(&machine, &bank, chance);
        for id in ids {
            let out = format!(
                "mockloop --bank {} bank show {id} --spoilers",
                bank.display()
            );
            run(&machine, &out, vec![]);
            let play = format!(
                "mockloop --bank {} practice --full --prompt {id}",
                bank.display()
            );
            let mut steps = [
                "may we?",
                "/hint",
                "/hint take",
                "/next",
                "/next",
                "/done",
                "/done",
                "/done",
            ]
            .map(typed)
            .to_vec();
            steps.extend((0..80).map(|_| typed("2")));
            run(&machine, &play, steps);
        }
        // Faults in the middle of it, in names of keys, and in names of files.
        for number in 0..8 {
            let name = strange_name(chance, number);
            let text = if chance.one_in(2) {
                bytes(chance)
            } else {
                format!(
                    "schema = 1\n{} = {}\nkind = {}\n",
                    quoted(&line(chance)),
                    quoted(&line(chance)),
                    quoted(&line(chance))
                )
                .into_bytes()
            };
            fs::write(bank.join("behavioral").join(name), text).unwrap();
            fed += 4;
        }
        read_bank(&machine, &bank, chance);
        read_some(&machine, chance);
    }
    fed
}

fn read_bank(machine: &Machine, bank: &Path, chance: &mut Chance) {
    let bank = bank.display();
    let commands = [
        format!("bank lint {bank}"),
        format!("bank lint {bank} --json"),
        format!("bank list --bank {bank}"),
        format!("bank list --json --bank {bank}"),
    ];
    for command in commands {
        run(machine, &format!("mockloop {command}"), vec![]);
    }
    if chance.one_in(10) {
        run(
            machine,
            &format!("mockloop bank stats --bank {bank}"),
            vec![],
        );
    }
}

/// A file's name that means harm; it is of one line, and no way to somewhere else.
fn strange_name(chance: &mut Chance, number: usize) -> OsString {
    let mut name: Vec<u8> = bytes(chance);
    name.retain(|byte| !matches!(byte, 0 | b'/'));
    name.truncate(200);
    name.extend_from_slice(format!("{number}.toml").as_bytes());
    OsStr::from_bytes(&name).to_owned()
}

/// A file with strange texts in front of the strings that are shown, and how many.
fn with_strange(text: &str, chance: &mut Chance) -> (String, usize) {
    const SHOWN: [&str; 16] = [
        "title",
        "summary",
        "statement",
        "say",
        "ask",
        "asks",
        "text",
        "answer",
        "hint",
        "done_when",
        "company",
        "role",
        "system",
        "did",
        "value",
        "proof",
    ];
    let (mut strange, mut count) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        let is_shown = key.is_some_and(|key| SHOWN.contains(&key));
        let (open, is_long) = if line.contains("\"\"\"") {
            ("\"\"\"", true)
        } else {
            ("\"", false)
        };
        match line.find(open).filter(|_| is_shown) {
            Some(at) => {
                let (start, end) = line.split_at(at + open.len());
                let text = quoted(&if is_long {
                    lines(chance)
                } else {
                    self::line(chance)
                });
                strange += start;
                strange += text.trim_matches('"').trim_end_matches('\\');
                strange += end;
                count += 1;
            }
            None => strange += line,
        }
    }
    (strange, count)
}

/// Histories from elsewhere: records whose names mean harm, and lines that are none.
fn imports(chance: &mut Chance, wanted: usize) -> usize {
    let mut fed = 0;
    while fed < wanted {
        let machine = machine(chance);
        let file = machine.data().join("from elsewhere.jsonl");
        for _ in 0..6 {
            let mut text = Vec::new();
            let is_good = chance.one_in(2);
            for day in 10..28 {
                let mut word = || quoted(&line(chance));
                let record = format!(
                    "{{\"at\":\"2026-10-{day}T18:00:00Z\",\"id\":{},\"kind\":{},\"prompt\":{},\"topics\":[{}],\"level\":{},\"final\":{{{}:2,\"correctness\":3}},\"external\":{{{}:2}}}}\n",
                    word(),
                    word(),
                    word(),
                    word(),
                    word(),
                    word(),
                    word(),
                );
                text.extend_from_slice(record.as_bytes());
                fed += 7;
                if !is_good {
                    text.extend_from_slice(&bytes(chance));
                    text.push(b'\n');
                    fed += 1;
                }
            }
            fs::write(&file, text).unwrap();
            let words = [
                "mockloop".into(),
                "import".into(),
                file.clone().into_os_string(),
            ];
            run_words(&machine, &words, vec![]);
        }
        read_some(&machine, chance);
    }
    fed
}

/// Stories, interviews, reviews, offers and the configuration: everything that people write by hand.
fn papers(chance: &mut Chance, wanted: usize) -> usize {
    const READERS: [&str; 11] = [
        "story list",
        "story show one",
        "story list --json",
        "story matrix",
        "story show two",
        "outcome list",
        "outcome show one",
        "outcome list --json",
        "outcome show two",
        "config show",
        "config show --json",
    ];
    let mut fed = 0;
    while fed < wanted {
        let machine = machine(chance);
        fed += write_papers(&machine, chance);
        for _ in 0..6 {
            let command = one_of(chance, &READERS);
            run(&machine, &format!("mockloop {command}"), vec![]);
        }
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example_offers");
        let dir = machine.data().join("search");
        copy(&example, &dir);
        for name in [
            "scorecard.toml",
            "offers/aurora.toml",
            "offers/borealis.toml",
            "offers/cirrus.toml",
        ] {
            let file = dir.join(name);
            let text = fs::read_to_string(&file).unwrap();
            let text = text.replace("close_call_margin", "draws = 1000\nclose_call_margin");
            let (text, count) = with_strange(&text, chance);
            fs::write(file, text).unwrap();
            fed += count;
        }
        read_offers(&machine, &dir, chance);
        fs::write(dir.join("offers/worse.toml"), bytes(chance)).unwrap();
        fs::write(
            dir.join("offers").join(strange_name(chance, 1)),
            bytes(chance),
        )
        .unwrap();
        fed += 3;
        for command in ["compare", "compare --json", "checklist"] {
            run(
                &machine,
                &format!("mockloop offer {command} --dir {}", dir.display()),
                vec![],
            );
        }
    }
    fed
}

fn write_papers(machine: &Machine, chance: &mut Chance) -> usize {
    let mut fed = 0;
    let mut word = || {
        fed += 1;
        quoted(&lines(chance))
    };
    let story = format!(
        "schema = 1\ntitle = {}\nsystem = {}\ndid = {}\ncompetencies = [\"ownership\"]\n[[figure]]\nvalue = {}\nproof = {}\n[versions]\n30s = {}\n",
        word(),
        word(),
        word(),
        word(),
        word(),
        word()
    );
    let outcome = format!(
        "schema = 1\ncompany = {}\nrole = {}\nresult = \"waiting\"\n[[round]]\nkind = \"coding\"\ndate = 2026-11-20\npassed = \"yes\"\nasked = [{}]\nsurprised = [{}]\npromised = [{{ who = {}, text = {} }}]\n",
        word(),
        word(),
        word(),
        word(),
        word(),
        word()
    );
    let bad = format!("schema = 1\n{} = {}\nresult = {}\n", word(), word(), word());
    let config = format!("stack = {}\n", word());
    for (folder, good) in [("stories", story), ("outcomes", outcome)] {
        let folder = machine.data().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("one.toml"), good).unwrap();
        if fed % 2 == 0 {
            fs::write(folder.join("two.toml"), &bad).unwrap();
        }
    }
    fs::write(machine.data().join("config.toml"), config).unwrap();
    for text in [
        format!("# x\n```toml\nschema = 1\nround = {bad}\n```\n"),
        bad,
    ] {
        let file = machine.data().join("filled.md");
        fs::write(&file, text).unwrap();
        run(
            machine,
            &format!("mockloop peer import {}", file.display()),
            vec![],
        );
    }
    fed
}

fn read_offers(machine: &Machine, dir: &Path, chance: &mut Chance) {
    const QUICK: [&str; 12] = [
        "compare",
        "compare --json",
        "sensitivity --draws 1000",
        "sensitivity --draws 1000 --json",
        "email borealis",
        "email borealis --json",
        "email aurora --kind clarify",
        "checklist",
        "checklist --json",
        "export --format csv",
        "export --format json",
        "export --format ics",
    ];
    // These weigh the offers many times.
    const SLOW: [&str; 5] = [
        "compare --years",
        "memo",
        "memo --html",
        "export --format md",
        "export --format html",
    ];
    let out = dir.join("written");
    let mut commands = vec![
        one_of(chance, &QUICK),
        one_of(chance, &QUICK),
        one_of(chance, &QUICK),
    ];
    if chance.one_in(4) {
        commands.push(one_of(chance, &SLOW));
    }
    for command in commands {
        let command = format!("mockloop offer {command} --dir {}", dir.display());
        run(machine, &command, vec![]);
        if command.contains("export") {
            let code = run(
                machine,
                &format!("{command} --out {}", out.display()),
                vec![],
            );
            if code == Some(0) {
                clean(&command, &fs::read_to_string(&out).unwrap(), false);
                fs::remove_file(&out).unwrap();
            }
        }
    }
}

/// What of a paste, a draft or a history would reach the terminal while it is being edited: the
/// line editor's own sequences are none of these.
#[derive(Default)]
struct Struck(Vec<String>);

impl vte::Perform for Struck {
    fn print(&mut self, c: char) {
        if matches!(c, '\u{202e}' | '\u{200b}' | '\u{e0041}') {
            self.0.push(format!("{c:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        if !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0b) {
            self.0.push(format!("control {byte:#04x}"));
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, _: &[u8], _: bool, action: char) {
        let numbers: Vec<u16> = params.iter().flatten().copied().collect();
        if numbers == [5, 7] || action == 'c' || action == 'n' || numbers == [35] {
            self.0.push(format!("CSI {numbers:?} {action}"));
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.0.push(format!("OSC {params:?}"));
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.0.push(format!("DCS {action}"));
    }
}

/// Asserts that nothing of what was typed in has struck the terminal.
fn unstruck(terminal: &Terminal) {
    let (mut struck, written) = (Struck::default(), terminal.written());
    vte::Parser::new().advance(&mut struck, &written);
    let text = String::from_utf8_lossy(&written);
    assert!(struck.0.is_empty(), "{:?}\n{text:?}", struck.0);
}

/// A paste that ends too early goes on as if it were typed: neither half strikes the terminal,
/// and all of it is shown once it is kept.
#[test]
fn a_paste_is_shown_not_sent() {
    const STRIKES: &str = "\u{9b}5;7H\u{7}\u{9d}0;t\u{9c}\u{202e}\u{200b}\u{e0041}\u{e}";
    let data = tempfile::tempdir().unwrap();
    let practice = ["practice", "--prompt", "des-webhook-delivery"];
    let mut terminal = Terminal::start(program(data.path(), &practice));
    terminal.see(|lines| lines.iter().any(|line| line == ">"));
    let paste = format!("one{STRIKES}\u{1b}[5;7H\u{1b}]0;t\u{7}two");
    terminal.type_keys(&format!(
        "\u{1b}[200~{paste}\u{1b}[201~three\u{1b}[5;7H\u{1b}[35m"
    ));
    terminal.type_keys("\u{9b}5;7H\u{1b}[200~four\u{1b}[201~\u{1b}[201~five\r");
    terminal.see_text("Note 1 kept");
    unstruck(&terminal);
    // What is kept can be read in full.
    terminal.type_keys("/show\r");
    terminal.see_text("one<U+009B>5;7H␇<U+009D>0;t<U+009C><U+202E><U+200B><U+E0041>␎");
    unstruck(&terminal);
    // What waits to be sent is drawn again.
    terminal.type_keys(&format!("\u{1b}[200~draft{STRIKES}\u{1b}[201~"));
    terminal.see_text("> draft");
    terminal.listen(600);
    terminal.kill();
    let terminal = Terminal::start(program(data.path(), &["resume"]));
    terminal.see_text("> draft");
    unstruck(&terminal);
    terminal.kill();
}

#[test]
fn a_history_by_somebody_else_is_shown_not_sent() {
    let data = tempfile::tempdir().unwrap();
    let history = "#V2\nshow \u{9b}5;7H\u{7}\u{9d}0;t\u{9c}\u{202e}\u{1b}]0;t\u{7}\u{1b}[5;7Hend\n";
    fs::write(data.path().join("history"), history).unwrap();
    let mut terminal = Terminal::start(program(data.path(), &[]));
    terminal.see_last("mockloop>");
    terminal.type_keys("\u{1b}[A");
    terminal.see_text("mockloop> show");
    // Searching draws it by another way.
    terminal.type_keys("\u{15}\u{12}show");
    terminal.see_text("reverse-i-search");
    terminal.type_keys("\r");
    terminal.see_text("There is no round");
    unstruck(&terminal);
    terminal.kill();
}

/// A way for texts to come in, and how many of a hundred take it.
type Way = (&'static str, usize, fn(&mut Chance, usize) -> usize);

#[test]
fn no_text_drives_or_deceives_a_terminal() {
    const WAYS: [Way; 6] = [
        ("documents", 58, documents),
        ("rounds", 6, rounds),
        ("commands", 6, commands),
        ("banks", 4, banks),
        ("imports", 22, imports),
        ("papers", 4, papers),
    ];
    let promise = Promise::of("control");
    let wanted = promise.times(SELDOM, TABLE);
    let fed: Vec<usize> = std::thread::scope(|scope| {
        let begin = |(seed, (_, share, way)): (u64, &Way)| {
            let (share, way) = (*share, *way);
            scope.spawn(move || way(&mut Chance(seed), wanted * share / 100))
        };
        let ways: Vec<_> = (1..).zip(&WAYS).map(begin).collect();
        ways.into_iter().map(|way| way.join().unwrap()).collect()
    });
    let each: Vec<String> = WAYS
        .iter()
        .zip(&fed)
        .map(|((name, ..), fed)| format!("{fed} {name}"))
        .collect();
    promise.held(
        fed.iter().sum(),
        &format!("texts, no control sequence: {}", each.join(", ")),
    );
}
