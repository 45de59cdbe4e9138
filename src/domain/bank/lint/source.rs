//! A file's text as strings, comments and headers: for rules about how it is written.

/// What a stretch of a file's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// `"..."` or `"""..."""`: backslashes mean something.
    Basic,
    /// `'...'` or `'''...'''`: backslashes are backslashes.
    Literal,
    /// From `#` to the line's end.
    Comment,
    /// `[table]` or `[[table]]`.
    Header,
}

/// A stretch of a file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) piece: Piece,
    pub(super) start: usize,
    pub(super) text: &'a str,
}

/// The strings, comments and headers of a text that was read without faults, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut depth, mut is_line_start) = (0, 0usize, true);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        let found = match first {
            '#' => Some((Piece::Comment, rest.find('\n').unwrap_or(rest.len()))),
            '"' => Some((Piece::Basic, string_length(rest, '"', true))),
            '\'' => Some((Piece::Literal, string_length(rest, '\'', false))),
            '[' if depth == 0 && is_line_start => {
                Some((Piece::Header, rest.find('\n').unwrap_or(rest.len())))
            }
            _ => None,
        };
        match first {
            '[' | '{' if found.is_none() => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_line_start = first == '\n' || (is_line_start && first.is_whitespace());
        let length = found.map_or(first.len_utf8(), |(_, length)| length);
        if let (Some((piece, _)), Some(text)) = (found, rest.get(..length)) {
            let start = at;
            tokens.push(Token { piece, start, text });
        }
        at += length;
    }
    tokens
}

/// How many bytes the string takes that `text` begins with, quotes included.
fn string_length(text: &str, quote: char, has_escapes: bool) -> usize {
    let three = String::from_iter([quote; 3]);
    let end = if text.starts_with(&three) {
        three.as_str()
    } else {
        three.get(..1).unwrap_or(&three)
    };
    let mut at = end.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(end) {
            // A quote or two before the closing three belong to the text.
            let quotes = rest.chars().take_while(|c| *c == quote).count();
            return at + if end.len() == 3 { quotes.min(5) } else { 1 };
        }
        let is_escape = has_escapes && rest.starts_with('\\');
        let taken = rest.chars().take(if is_escape { 2 } else { 1 });
        at += taken.map(char::len_utf8).sum::<usize>();
    }
    text.len()
}

/// Whether a header names a table or a table below it: `[source]` and `[[source.inspired_by]]`.
pub(super) fn is_header_of(header: &str, table: &str) -> bool {
    let name = header.trim_start_matches(['[', ' ']);
    let name = name.split([']', '.', ' ']).next();
    name == Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Piece, &str)> {
        tokens(text)
            .into_iter()
            .map(|token| {
                assert_eq!(
                    &text[token.start..token.start + token.text.len()],
                    token.text
                );
                (token.piece, token.text)
            })
            .collect()
    }

    #[test]
    fn strings_comments_and_headers_are_told_apart() {
        let text = "# a \"b\"\na = \"x # \\\" y\" # c\nb = 'C:\\'\n[t.u]\nc = [\n  [1],\n  \"d\",\n]\n\
                    [[v]]\n";
        assert_eq!(
            found(text),
            [
                (Piece::Comment, "# a \"b\""),
                (Piece::Basic, "\"x # \\\" y\""),
                (Piece::Comment, "# c"),
                (Piece::Literal, "'C:\\'"),
                (Piece::Header, "[t.u]"),
                (Piece::Basic, "\"d\""),
                (Piece::Header, "[[v]]"),
            ]
        );
    }

    #[test]
    fn long_strings_end_at_their_last_quotes() {
        let text = "a = \"\"\"\n[no header]\n\"\"x\"\"\"\"\"\nb = '''it''s'''\nc = \"\"";
        assert_eq!(
            found(text),
            [
                (Piece::Basic, "\"\"\"\n[no header]\n\"\"x\"\"\"\"\""),
                (Piece::Literal, "'''it''s'''"),
                (Piece::Basic, "\"\""),
            ]
        );
        assert_eq!(found("a = \"open"), [(Piece::Basic, "\"open")]);
    }

    #[test]
    fn a_table_has_headers_below_it() {
        assert!(is_header_of("[source]", "source"));
        assert!(is_header_of("[[ source.inspired_by ]]", "source"));
        assert!(!is_header_of("[sources]", "source"));
    }
}
