//! The terminal: the bar on its last row, the text that is typed, and a terminal that is given
//! back whatever ends the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use rusqlite::{Connection, OpenFlags};

use crate::chance::Chance;
use crate::promise::Promise;
use crate::pty::{COLUMNS, ROWS, Terminal, program, shell, signal};

/// A line that shows an item of the behavioral prompt's first dimension.
const STORY: &str = "I moved the migration up to Friday noon so that support had it";

/// What stands in every bar of a round of the design prompt and nowhere else.
const TOTAL: &str = " of 60:00";
/// The design prompt's first phase.
const PHASE: &str = "requirements ";

fn design(data: &Path) -> Command {
    program(data, &["practice", "--prompt", "des-webhook-delivery"])
}

/// The round's clock on the last row, and nowhere else.
fn bar_is_last(lines: &[String]) -> bool {
    let is_bar = |line: &String| line.starts_with(PHASE) && line.contains(TOTAL);
    lines.last().is_some_and(is_bar) && lines.iter().filter(|line| is_bar(line)).count() == 1
}

/// What is typed behind the prompt, its rows joined; nothing if there is no prompt.
fn typed(lines: &[String]) -> Option<String> {
    let text = &lines[..lines.len() - 1];
    let begin = text.iter().rposition(|line| line.starts_with("> "))?;
    Some(text[begin..].concat()[2..].to_owned())
}

#[test]
fn the_bar_stays_on_the_last_row() {
    let data = tempfile::tempdir().unwrap();
    let mut command = design(data.path());
    // A minute a second: the clock speaks within the test.
    command.env("MOCKLOOP_SPEED", "60");
    let mut terminal = Terminal::start(command);
    assert!(terminal.see(bar_is_last), "{:#?}", terminal.lines());
    let words = "a line that is longer than the terminal is wide, so that it wraps onto the next \
                 row and then some more of it";
    terminal.type_keys(words);
    assert!(terminal.see(|lines| bar_is_last(lines) && typed(lines).as_deref() == Some(words)));
    terminal.see_text("half of the time is gone");
    assert!(terminal.see(|lines| bar_is_last(lines) && typed(lines).as_deref() == Some(words)));
    terminal.see_text("Time is up for phase requirements");
    terminal.type_keys("\r");
    terminal.see_text("Note 1 kept");
    for number in 2..40 {
        terminal.type_keys(&format!("line {number}\r"));
        terminal.see_text(&format!("Note {number} kept"));
        assert!(terminal.see(bar_is_last));
    }
    // What scrolled away is in the scrollback, without bars in it.
    let history = terminal.look(|screen| {
        let mut screen = screen.clone();
        screen.set_scrollback(usize::MAX);
        screen.contents()
    });
    assert!(
        history.contains("Round 1: des-webhook-delivery"),
        "{history}"
    );
    assert_eq!(history.matches(TOTAL).count(), 0, "{history}");
    terminal.type_keys("/quit\r");
    terminal.see_text("goes on from here");
    assert!(terminal.look(|screen| !screen.hide_cursor()));
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn five_bursts_of_a_thousand_resizes_leave_the_text_exact() {
    let promise = Promise::of("resize");
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(design(data.path()));
    // The line editor is there, too: a burst before it would not be one while typing.
    assert!(terminal.see(|lines| bar_is_last(lines) && lines.iter().any(|line| line == ">")));
    let mut chance = Chance(11);
    let mut words = String::new();
    for burst in 0..5 {
        for number in 0..1_000 {
            let columns = 72 + u16::try_from(chance.below(60)).unwrap();
            let rows = 16 + u16::try_from(chance.below(30)).unwrap();
            terminal.resize(columns, rows);
            if number % 25 == 0 && words.len() < 60 {
                terminal.type_keys("w");
                words.push('w');
            }
        }
        terminal.resize(COLUMNS, ROWS);
        let is_whole = |lines: &[String]| {
            bar_is_last(lines) && typed(lines).as_deref() == Some(words.as_str())
        };
        assert!(
            terminal.see(is_whole),
            "burst {burst}: {:#?}",
            terminal.lines()
        );
    }
    terminal.type_keys("\r");
    terminal.see_text("Note 1 kept");
    assert_eq!(lines_kept(data.path()), [words]);
    terminal.kill();
    promise.held(5, "bursts of 1,000 while typing, the text exact");
}

/// At 40 columns signs stand for words; the bar fits, and so do overtime and a pause.
#[test]
fn the_bar_fits_any_width_and_says_what_time_does() {
    let data = tempfile::tempdir().unwrap();
    for (columns, running, over, paused) in [
        (40, "requirements 0", "requirements +0", "||"),
        (80, " left ", " over ", "paused"),
        (200, " left ", " over ", "paused"),
    ] {
        let mut command = design(data.path());
        command.env("MOCKLOOP_SPEED", "120");
        let mut terminal = Terminal::start_at(command, columns, ROWS);
        let last = |wanted: &'static str| {
            move |lines: &[String]| {
                lines.last().is_some_and(|line| {
                    line.starts_with("requirements") && line.contains(wanted) && line.ends_with('0')
                })
            }
        };
        assert!(terminal.see(last(running)), "{:#?}", terminal.lines());
        assert!(terminal.see(last(over)), "{:#?}", terminal.lines());
        terminal.type_keys("/pause\r");
        assert!(terminal.see(last(paused)), "{:#?}", terminal.lines());
        terminal.kill();
    }
}

#[test]
fn a_hidden_clock_and_plain_mode_draw_nothing() {
    let data = tempfile::tempdir().unwrap();
    let mut command = design(data.path());
    command.arg("--hide-clock");
    let mut terminal = Terminal::start(command);
    terminal.see_last(">");
    terminal.type_keys("/time\r");
    terminal.see_text("Round: 00:0");
    assert!(terminal.lines().iter().all(|line| !line.contains("left ")));
    terminal.kill();
}

/// Every byte that leaves the program in plain mode is text, a line feed or a tab.
#[test]
fn plain_mode_sends_no_control_byte() {
    let data = tempfile::tempdir().unwrap();
    for variable in ["TERM=dumb", "ACCESSIBLE=1", "X=--plain"] {
        let mut command = program(data.path(), &["practice", "--prompt", "beh-made-it-worse"]);
        let (name, value) = variable.split_once('=').unwrap();
        command.env(name, value).env("MOCKLOOP_SPEED", "3600");
        if name == "X" {
            command.arg(value);
        }
        let mut terminal = Terminal::start(command);
        terminal.see_last(">");
        for line in [
            "a line",
            "was it mine?",
            "/hint",
            "/pause",
            "/pause",
            "/nonsense",
            "/done",
            "/done",
            "?",
            "below",
            "2",
            "met",
            "",
            "none",
            "above",
            "none",
            "skip",
            "/full",
            "/quit",
        ] {
            terminal.type_keys(&format!("{line}\n"));
            terminal.listen(30);
        }
        terminal.see_text("y, n or skip? (22 left)");
        let written = terminal.written();
        // The terminal driver makes two bytes of a line feed; the program sent one.
        let text: Vec<u8> = written
            .iter()
            .copied()
            .filter(|byte| *byte != b'\r')
            .collect();
        let odd = text
            .iter()
            .find(|byte| **byte < 0x20 && !b"\n\t".contains(byte));
        assert_eq!(
            odd,
            None,
            "{variable}: {:?}",
            String::from_utf8_lossy(&text)
        );
        assert!(!text.contains(&0x7f) && std::str::from_utf8(&text).is_ok());
        assert_eq!(terminal.end(), Some(0));
    }
}

/// A single key decides; Enter typed after it by habit is not taken for the next answer.
#[test]
fn a_single_key_decides_and_a_habitual_enter_does_nothing() {
    let data = waiting_at(Question::HireCall);
    let mut terminal = Terminal::start(program(data.path(), &["resume"]));
    terminal.see_last(">");
    terminal.type_keys("3\r");
    terminal.see_text("Kept: hire call 3, lean hire.");
    terminal.see_text("> 3");
    terminal.type_keys("3\r");
    terminal.see_text("Kept: story 3, lean hire.");
    terminal.see_text("Which line of yours shows it?");
    terminal.listen(600);
    assert!(
        terminal
            .lines()
            .iter()
            .all(|line| !line.contains("Kept: I moved")),
        "the Enter after the key took the evidence: {:#?}",
        terminal.lines()
    );
    terminal.type_keys("\r");
    terminal.see_text("Kept: I moved");
    terminal.kill();
}

#[test]
fn what_was_being_typed_comes_back_and_the_editor_takes_it() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(design(data.path()));
    terminal.see_last(PHASE);
    terminal.type_keys("half a line");
    terminal.see_text("> half a line");
    // Ctrl-C once says what a second one does, and keeps the line.
    terminal.type_keys("\x03");
    terminal.see_text("Ctrl-C again leaves");
    terminal.see_text("> half a line");
    terminal.type_keys("\x03");
    terminal.see_text("mockloop resume");
    assert_eq!(terminal.end(), Some(130));
    let mut command = program(data.path(), &["resume"]);
    command.env(
        "EDITOR",
        "sed -i -e 's/half a/a whole/' -e '$a/e it comes twice'",
    );
    let mut terminal = Terminal::start(command);
    terminal.see_text("> half a line");
    terminal.type_keys("\x18\x05");
    terminal.see_text("Edge case 1 kept");
    assert_eq!(lines_kept(data.path()), ["a whole line", "it comes twice"]);
    assert!(terminal.see(bar_is_last));
    terminal.kill();
}

/// Of what was typed at 30 keys a second, at most a quarter of a second is lost.
#[test]
fn fifty_kills_lose_at_most_a_quarter_of_a_second_of_typing() {
    let promise = Promise::of("typing");
    let each = promise.times(2, 10);
    let workers: Vec<_> = (0..5)
        .map(|worker| {
            thread::spawn(move || (0..each).map(|n| typed_and_killed(worker * 10 + n)).max())
        })
        .collect();
    let worst = workers
        .into_iter()
        .filter_map(|worker| worker.join().unwrap())
        .max();
    promise.held(
        usize::try_from(5 * each).unwrap(),
        &format!("at worst {} keys of 33 ms lost", worst.unwrap_or_default()),
    );
}

fn typed_and_killed(seed: u64) -> usize {
    const KEY_MS: u64 = 33;
    // A quarter of a second of keys, and the one that was on its way.
    const LOST: usize = 250 / 33 + 1;
    let data = tempfile::tempdir().unwrap();
    let mut chance = Chance(seed);
    let mut terminal = Terminal::start(design(data.path()));
    terminal.see_last(PHASE);
    let keys = 10 + usize::try_from(chance.below(40)).unwrap();
    for number in 0..keys {
        terminal.type_keys(&char::from(b'a' + u8::try_from(number % 26).unwrap()).to_string());
        terminal.listen(KEY_MS);
    }
    terminal.kill();
    let draft = draft(data.path());
    let whole: String = (0..keys)
        .map(|number| char::from(b'a' + u8::try_from(number % 26).unwrap()))
        .collect();
    assert!(whole.starts_with(&draft), "{draft:?} is not what was typed");
    let lost = keys - draft.len();
    assert!(lost <= LOST, "{lost} of {keys} keys were lost");
    lost
}

/// Two hundred kills at random instants: nothing that was acknowledged is lost or kept twice.
#[test]
fn two_hundred_kills_on_a_terminal_lose_nothing() {
    let promise = Promise::of("kill");
    let each = promise.times(10, 50);
    let workers: Vec<_> = (0..4)
        .map(|worker| thread::spawn(move || killed_often(worker, each)))
        .collect();
    let counts: Vec<(usize, usize)> = workers.into_iter().map(|w| w.join().unwrap()).collect();
    let acknowledged: usize = counts.iter().map(|(acknowledged, _)| acknowledged).sum();
    let typed: usize = counts.iter().map(|(_, typed)| typed).sum();
    assert!(
        acknowledged > each / 3,
        "{acknowledged} of {typed} were acknowledged before a kill"
    );
    promise.held(
        4 * each,
        &format!("{typed} lines typed, {acknowledged} acknowledged, 0 lost, 0 twice"),
    );
}

fn killed_often(worker: u64, kills: usize) -> (usize, usize) {
    let data = tempfile::tempdir().unwrap();
    let mut chance = Chance(1_000 + worker);
    let (mut acknowledged, mut typed) = (Vec::new(), 0);
    for kill in 0..kills {
        let command = if kill == 0 {
            design(data.path())
        } else {
            program(data.path(), &["resume"])
        };
        let mut terminal = Terminal::start(command);
        terminal.see_last(PHASE);
        // A draft that came back is cleared: the lines here are told apart by their numbers.
        terminal.type_keys("\x05\x15");
        for _ in 0..chance.below(4) {
            typed += 1;
            let line = format!("line {worker}-{typed}");
            terminal.type_keys(&format!("{line}\r"));
            let before = kept_messages(&terminal.written());
            if chance.below(2) == 0 {
                assert!(terminal.see(|_| {
                    kept_messages(&terminal.written()) > before
                        || terminal
                            .lines()
                            .iter()
                            .any(|shown| shown.contains("kept at"))
                }));
            }
        }
        terminal.listen(2 + chance.below(61));
        let shown = String::from_utf8_lossy(&terminal.written()).into_owned();
        terminal.kill();
        acknowledged.extend(acknowledgements(&shown, worker));
    }
    let kept = lines_kept(data.path());
    for line in &acknowledged {
        let times = kept.iter().filter(|known| *known == line).count();
        assert_eq!(
            times, 1,
            "{line:?} was acknowledged and is kept {times} times"
        );
    }
    let mut once = kept.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), kept.len(), "a line is kept twice: {kept:?}");
    (acknowledged.len(), typed)
}

fn kept_messages(written: &[u8]) -> usize {
    String::from_utf8_lossy(written)
        .matches(" kept at ")
        .count()
}

/// The lines whose keeping was told, in one run's output: each echo is followed by its word.
fn acknowledgements(shown: &str, worker: u64) -> Vec<String> {
    let begin = format!("line {worker}-");
    let mut lines = Vec::new();
    let shown = without_bars(shown);
    for part in shown.split("Note ").collect::<Vec<_>>().windows(2) {
        if let [before, after] = part
            && after
                .split_once(" kept at ")
                .is_some_and(|(number, _)| number.parse::<u32>().is_ok())
            && let Some(at) = before.rfind(&begin)
        {
            let number = digits(&before[at + begin.len()..]);
            lines.push(format!("{begin}{number}"));
        }
    }
    lines
}

/// The digits at the beginning of what was written; the cursor may have been moved between them.
fn digits(written: &str) -> String {
    let mut found = String::new();
    let mut rest = written.chars();
    while let Some(next) = rest.next() {
        match next {
            '\x1b' => {
                // A sequence ends with the first letter behind its bracket.
                let _ = rest.find(char::is_ascii_alphabetic);
            }
            '\r' => {}
            digit if digit.is_ascii_digit() => found.push(digit),
            _ => break,
        }
    }
    found
}

/// What was written without the frames of the bar, from a saved cursor to the restored one: one
/// may come between two typed characters.
fn without_bars(written: &str) -> String {
    let mut pieces = written.split("\x1b7");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let (_, after) = piece.split_once("\x1b8").unwrap_or(("", ""));
        text + after
    })
}

/// The places at which the program waits for something to be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Command,
    Note,
    HireCall,
    Evidence,
    Tick,
    Revise,
    Focus,
}

const QUESTIONS: [Question; 7] = [
    Question::Command,
    Question::Note,
    Question::HireCall,
    Question::Evidence,
    Question::Tick,
    Question::Revise,
    Question::Focus,
];

/// A data folder whose round waits at a question.
fn waiting_at(question: Question) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let skips = |count| std::iter::repeat_n("skip", count);
    let lines: Vec<&str> = match question {
        Question::Command => return data,
        Question::Note => vec![STORY],
        Question::HireCall => vec![STORY, "/done", "/done"],
        Question::Evidence => vec![STORY, "/done", "/done", "3", "3"],
        Question::Tick => [STORY, "/done", "/done"]
            .into_iter()
            .chain(skips(4))
            .collect(),
        Question::Revise => [STORY, "/done", "/done"]
            .into_iter()
            .chain(skips(4 + 12))
            .collect(),
        Question::Focus => [STORY, "/done", "/done"]
            .into_iter()
            .chain(skips(4 + 12))
            .chain([""])
            .collect(),
    };
    let mut text = lines.join("\n");
    text += "\n/quit\n";
    let input = data.path().join("input");
    fs::write(&input, text).unwrap();
    let output = program(data.path(), &["practice", "--prompt", "beh-made-it-worse"])
        .stdin(Stdio::from(fs::File::open(&input).unwrap()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = match question {
        Question::Command | Question::Note => "goes on from here",
        Question::HireCall => "Was the bar met?",
        Question::Evidence => "Which line of yours shows it?",
        Question::Tick => "y, n or skip?",
        Question::Revise => "Type 2=3",
        Question::Focus => "The one thing to do differently",
    };
    assert!(said.contains(last), "{question:?}: {said}");
    data
}

/// What happens to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Signal(&'static str, &'static str),
    Panic,
    StoppedOutside,
    CtrlZ,
}

const TROUBLES: [Trouble; 6] = [
    Trouble::Signal("TERM", "143"),
    Trouble::Signal("HUP", "129"),
    Trouble::Signal("QUIT", "131"),
    Trouble::Panic,
    Trouble::StoppedOutside,
    Trouble::CtrlZ,
];

/// Every trouble at every question, five times: the shell's terminal is as it was.
#[test]
fn the_terminal_is_given_back_whatever_happens() {
    let promise = Promise::of("terminal");
    let times = promise.times(1, 5);
    let workers: Vec<_> = QUESTIONS
        .into_iter()
        .map(|question| {
            thread::spawn(move || {
                for trouble in TROUBLES {
                    for _ in 0..times {
                        trouble_at(question, trouble);
                    }
                }
            })
        })
        .collect();
    for (worker, question) in workers.into_iter().zip(QUESTIONS) {
        assert!(worker.join().is_ok(), "at {question:?}");
    }
    promise.held(
        QUESTIONS.len() * TROUBLES.len() * times,
        "modes, cursor and region as before, at each question and trouble",
    );
}

fn trouble_at(question: Question, trouble: Trouble) {
    let data = waiting_at(question);
    let pid_file = data.path().join("pid");
    let mut shell = Terminal::start(shell(data.path()));
    shell.see_last("READY$");
    let before = modes(&mut shell, data.path());
    let panics = if trouble == Trouble::Panic {
        "MOCKLOOP_PANIC_AFTER=1 "
    } else {
        ""
    };
    let verb = if question == Question::Command {
        ""
    } else {
        " resume"
    };
    let pid = pid_file.display();
    shell.type_keys(&format!(
        "{panics}bash -c 'echo $$ > {pid}; exec \"$MOCKLOOP\"{verb}'; echo ended $?\r"
    ));
    let prompt = if question == Question::Command {
        "mockloop> "
    } else {
        "> "
    };
    let is_asked = |lines: &[String]| lines.iter().any(|line| line.starts_with(prompt.trim_end()));
    if trouble != Trouble::Panic {
        assert!(shell.see(is_asked));
        // The program reads keys: what is typed is shown.
        shell.type_keys("zz");
        shell.see_text("zz");
    }
    let number = || -> i32 {
        fs::read_to_string(&pid_file)
            .unwrap()
            .trim()
            .parse()
            .unwrap()
    };
    strike(&mut shell, trouble, number, &|shell| {
        assert_eq!(
            modes(shell, data.path()),
            before,
            "{question:?}: while stopped"
        );
    });
    let after = modes(&mut shell, data.path());
    assert_eq!(after, before, "{question:?}, {trouble:?}");
    assert!(
        shell.look(|screen| !screen.hide_cursor()),
        "{question:?}, {trouble:?}"
    );
    assert!(shell.look(|screen| !screen.bracketed_paste()) || is_bash_pasting(&shell));
    // The region is whole again: text scrolls through the last row.
    shell.type_keys("clear; seq 1 40\r");
    let is_whole = |lines: &[String]| {
        let rows = lines.len();
        lines[rows - 2] == "40" && lines[rows - 1].starts_with("READY$")
    };
    assert!(
        shell.see(is_whole),
        "{question:?}, {trouble:?}: {:#?}",
        shell.lines()
    );
    shell.kill();
}

/// Does to the program what is to be done to it, until it has ended.
fn strike(
    shell: &mut Terminal,
    trouble: Trouble,
    number: impl Fn() -> i32,
    while_stopped: &dyn Fn(&mut Terminal),
) {
    match trouble {
        Trouble::Signal(name, code) => {
            signal(name, number());
            shell.see_text(&format!("ended {code}"));
        }
        Trouble::Panic => shell.see_text("ended 101"),
        Trouble::StoppedOutside => {
            signal("STOP", number());
            shell.see_text("Stopped");
            shell.type_keys("fg; echo left $?\r");
            go_on_and_leave(shell);
        }
        Trouble::CtrlZ => {
            shell.type_keys("\x1a");
            shell.see_text("Stopped");
            while_stopped(shell);
            shell.type_keys("fg; echo left $?\r");
            go_on_and_leave(shell);
        }
    }
}

/// The shell itself asks for bracketed paste at its prompt.
fn is_bash_pasting(shell: &Terminal) -> bool {
    shell.lines().iter().any(|line| line.starts_with("READY$"))
}

/// After a stop keys are read as before; then the program is left.
fn go_on_and_leave(shell: &mut Terminal) {
    shell.listen(300);
    shell.type_keys("yy");
    shell.see_text("zzyy");
    // Twice, as it asks for.
    shell.type_keys("\x03");
    shell.see_text("Ctrl-C again leaves");
    shell.listen(100);
    shell.type_keys("\x03");
    shell.see_text("left 130");
}

/// The terminal's modes, as `stty -g` writes them.
fn modes(shell: &mut Terminal, data: &Path) -> String {
    let path = data.join("modes");
    let _ = fs::remove_file(&path);
    shell.type_keys(&format!(
        "stty -g > {0}.new; mv {0}.new {0}\r",
        path.display()
    ));
    let read = || fs::read_to_string(&path).ok();
    for _ in 0..600 {
        if let Some(modes) = read() {
            return modes;
        }
        shell.listen(20);
    }
    panic!("no modes: {:#?}", shell.lines());
}

fn journal(data: &Path) -> Connection {
    let path: PathBuf = data.join("journal.db");
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// The texts of all captures, in order.
fn lines_kept(data: &Path) -> Vec<String> {
    let connection = journal(data);
    let mut statement = connection
        .prepare("SELECT fields FROM events WHERE kind = 'captured' ORDER BY round, seq")
        .unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    rows.map(|fields| {
        let fields: serde_json::Value = serde_json::from_str(&fields.unwrap()).unwrap();
        fields["text"].as_str().unwrap().to_owned()
    })
    .collect()
}

fn draft(data: &Path) -> String {
    let text = journal(data).query_row("SELECT text FROM drafts", [], |row| row.get(0));
    text.unwrap_or_default()
}
