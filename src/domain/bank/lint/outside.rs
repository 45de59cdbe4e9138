//! What the file's own text must not have, and where the prompt comes from.

use super::Subject;
use super::source::{Piece, Token, is_header_of, tokens};
use super::words::{Word, words};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Span;

/// Firms that everybody knows: a prompt that names one is about that firm.
const FIRMS: &[&str] = &[
    "Adyen",
    "Airbnb",
    "Amazon",
    "Apple",
    "Atlassian",
    "Binance",
    "Bloomberg",
    "ByteDance",
    "Cloudflare",
    "Coinbase",
    "Datadog",
    "DoorDash",
    "Dropbox",
    "Facebook",
    "GitHub",
    "GitLab",
    "Google",
    "IBM",
    "Instagram",
    "Klarna",
    "LinkedIn",
    "Lyft",
    "Microsoft",
    "Netflix",
    "Nvidia",
    "PayPal",
    "Palantir",
    "Pinterest",
    "Reddit",
    "Revolut",
    "Robinhood",
    "Salesforce",
    "Shopify",
    "Snapchat",
    "Spotify",
    "Stripe",
    "TikTok",
    "Twilio",
    "Twitter",
    "Uber",
    "Walmart",
    "WhatsApp",
    "YouTube",
    "Zalando",
];

/// Ends of host names that lead nowhere and are kept for examples.
const EXAMPLE_HOSTS: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    ".example",
    ".test",
    ".invalid",
    "localhost",
];

/// Licences that allow nothing, by their first word.
const NO_LICENCES: &[&str] = &[
    "all",
    "copyright",
    "noassertion",
    "none",
    "proprietary",
    "unknown",
    "unlicensed",
];

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    let tokens = tokens(subject.text);
    lines(subject.text, faults);
    backslashes(&tokens, faults);
    addresses(&tokens, faults);
    source(subject, faults);
}

/// White space that nobody sees, and characters that look like others.
fn lines(text: &str, faults: &mut Faults) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end_matches(['\n', '\r']);
        let kept = shown.trim_end();
        let mut warn = |from: usize, to: usize, message: &str, help: &str| {
            let span = Span {
                start: start + from,
                end: start + to,
            };
            faults.push(Fault::warning(Code::CHARACTERS, span, message, help));
        };
        if kept.len() < shown.len() {
            let help = "end the line after its last character";
            warn(kept.len(), shown.len(), "white space ends this line", help);
        }
        for (at, c) in kept.char_indices() {
            let (message, help) = match c {
                '\t' => ("a tab".to_owned(), "indent with spaces"),
                '\u{2018}' | '\u{2019}' => (format!("a typographic quote {c}"), "write '"),
                '\u{201c}' | '\u{201d}' => (
                    format!("a typographic quote {c}"),
                    "write \", inside a text of three quotes",
                ),
                '\u{a0}' | '\u{200b}' => (
                    format!("an odd space, U+{:04X}", u32::from(c)),
                    "write an ordinary space, or none",
                ),
                _ => continue,
            };
            warn(at, at + c.len_utf8(), &message, help);
        }
        start += line.len();
    }
}

/// In a basic string a backslash changes what follows it, unless that is the line's end.
fn backslashes(tokens: &[Token<'_>], faults: &mut Faults) {
    for token in tokens.iter().filter(|token| token.piece == Piece::Basic) {
        let mut after = token.text.match_indices('\\').filter_map(|(at, _)| {
            let next = token.text.get(at + 1..)?.chars().next()?;
            Some((at, next))
        });
        let Some((at, next)) = after.find(|(_, next)| !next.is_whitespace()) else {
            continue;
        };
        let message = format!("`\\{next}` in a text that reads backslashes");
        let help = "put the text between ''' and ''', where a backslash is a backslash";
        let span = Span {
            start: token.start + at,
            end: token.start + at + 1 + next.len_utf8(),
        };
        faults.push(Fault::warning(Code::CHARACTERS, span, &message, help));
    }
}

/// Addresses and well-known firms outside `[source]`, in comments too.
fn addresses(tokens: &[Token<'_>], faults: &mut Faults) {
    let mut is_source = false;
    for token in tokens {
        if token.piece == Piece::Header {
            is_source = is_header_of(token.text, "source");
        }
        if is_source {
            continue;
        }
        let mut warn = |at: usize, found: &str, message: &str, help: &str| {
            let span = Span {
                start: token.start + at,
                end: token.start + at + found.len(),
            };
            faults.push(Fault::warning(Code::OUTSIDE, span, message, help));
        };
        for (at, _) in token.text.match_indices("http") {
            if let Some(address) = token.text.get(at..).and_then(address) {
                let message = format!("an address outside [source]: {address}");
                let help = "name works in [source], and use example.com in examples";
                warn(at, address, &message, help);
            }
        }
        for word in words(token.text) {
            if let Some(firm) = firm(&word, token) {
                let message = format!("`{firm}` is a real firm");
                let help = "describe the firm by what it does, or name one that does not exist";
                warn(word.start, firm, &message, help);
            }
        }
    }
}

/// The address that a text begins with, unless it is one of those kept for examples.
fn address(text: &str) -> Option<&str> {
    let address = text.split_whitespace().next()?;
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return None;
    }
    let address = address.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let host = address.split("//").nth(1)?.split(['/', ':', '?']).next()?;
    let is_example = host.is_empty() || EXAMPLE_HOSTS.iter().any(|end| host.ends_with(end));
    (!is_example).then_some(address)
}

fn firm<'a>(word: &Word, token: &Token<'a>) -> Option<&'a str> {
    let written = token.text.get(word.start..word.end)?;
    let name = written.trim_end_matches("'s");
    FIRMS.contains(&name).then_some(name)
}

fn source(subject: &Subject<'_>, faults: &mut Faults) {
    let source = &subject.file.source;
    let kind = source.kind.value.as_str();
    let error = |span, message: &str, help: &str| Fault::error(Code::SOURCE, span, message, help);
    match kind {
        "adapted" if source.inspired_by.is_empty() => faults.push(error(
            source.kind.span,
            "adapted from nothing",
            "add [[source.inspired_by]] with title, url and licence",
        )),
        "original" | "adapted" => {}
        _ => faults.push(error(
            source.kind.span,
            &format!("`{kind}` is not a kind of source"),
            "write `original` or `adapted`",
        )),
    }
    for work in &source.inspired_by {
        let licence = work.licence.value.as_str();
        let parts: Vec<String> = words(licence).into_iter().map(|word| word.text).collect();
        let first = parts.first().map_or("none", String::as_str);
        let is_none = NO_LICENCES.contains(&first);
        let is_narrow = parts.iter().any(|part| part == "nd" || part == "nc");
        if is_none || is_narrow {
            let message = format!("`{licence}` does not let us change or sell what is made of it");
            let help = "take a work whose licence has no NC and no ND, or write your own";
            faults.push(error(work.licence.span, &message, help));
        }
    }
}
