//! Texts that mean harm: to a terminal, or to whoever reads them.

use std::fmt::Write as _;

use crate::chance::Chance;

/// What drives a terminal, hides, or turns a line around. No style among them is one of ours.
const PIECES: [&str; 66] = [
    "\u{1b}[2J",
    "\u{1b}[35m",
    "\u{1b}[7m",
    "\u{1b}[48;5;196m",
    "\u{1b}[999;1H",
    "\u{1b}[6n",
    "\u{1b}[c",
    "\u{1b}[?1049h",
    "\u{1b}[?25l",
    "\u{1b}[1;3r",
    "\u{1b}[200~",
    "\u{1b}[201~",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}7",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}[3",
    "\u{1b}]0;a title\u{7}",
    "\u{1b}]0;",
    "\u{1b}]52;c;cm0gLXJm\u{7}",
    "\u{1b}]8;;https://bank.example\u{1b}\\",
    "\u{1b}]9;4;1;50\u{7}",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{1b}P",
    "\u{1b}_Ga=d\u{1b}\\",
    "\u{1b}^x\u{1b}\\",
    "\u{1b}\\",
    "\u{9b}2J",
    "\u{9b}",
    "\u{9d}0;a title\u{9c}",
    "\u{90}q\u{9c}",
    "\u{9f}G\u{9c}",
    "\u{85}",
    "\u{80}",
    "\u{8d}",
    "\u{0}",
    "\u{7}",
    "\u{8}\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\u{e}",
    "\u{f}",
    "\u{18}",
    "\u{1a}",
    "\u{7f}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{2060}",
    "\u{feff}",
    "\u{ad}",
    "\u{34f}",
    "\u{3164}",
    "\u{e0001}\u{e0041}\u{e007f}",
    "pay\u{200d}pal",
    "\u{200c}",
    "x\u{fe00}\u{fe01}\u{fe02}",
    "\u{e0100}\u{e01ef}",
    "\u{2028}",
    "\u{fffd}",
];

/// What is honest, and next to which the rest has to be told apart.
const HONEST: [&str; 18] = [
    "a",
    "the queue",
    " ",
    "  ",
    "?",
    "1",
    "-",
    "--json",
    "\"",
    "'",
    "\\",
    "{{x}}",
    "<b>",
    "Größe",
    "数据",
    "\u{1f469}\u{200d}\u{1f467}",
    "\u{2764}\u{fe0f}",
    "\u{915}\u{94d}\u{200d}\u{937}",
];

/// A line that means harm. Long ones are seldom.
pub(crate) fn line(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..=chance.below(6) {
        text += pick(chance, &HONEST);
        text += pick(chance, &PIECES);
    }
    if chance.one_in(300) {
        let times = usize::try_from(chance.below(400)).unwrap();
        text = text.repeat(times + 1);
    }
    text
}

/// A text of some lines.
pub(crate) fn lines(chance: &mut Chance) -> String {
    let count = chance.below(4);
    let mut text = line(chance);
    for _ in 0..count {
        text += "\n";
        text += &line(chance);
    }
    text
}

/// Bytes that mean harm, and may be no text at all.
pub(crate) fn bytes(chance: &mut Chance) -> Vec<u8> {
    let mut bytes = lines(chance).into_bytes();
    for _ in 0..chance.below(3) {
        let at = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
        bytes[at] = u8::try_from(chance.below(256)).unwrap();
    }
    bytes
}

/// A text as a string of TOML, which is one of JSON as well: what may stand there as it is does.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{0}'..='\u{1f}' | '\u{7f}' => {
                // Writing into a String can't fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

fn pick<'a>(chance: &mut Chance, among: &[&'a str]) -> &'a str {
    among[usize::try_from(chance.below(among.len() as u64)).unwrap()]
}
