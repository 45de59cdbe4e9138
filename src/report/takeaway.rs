//! A history for other programs: missed items as flash cards, ratings as a table.

use std::collections::BTreeSet;

use super::csv;
use crate::domain::history::Summary;
use crate::domain::readiness::Record;
use crate::domain::text::Safe;

/// An item that was not shown when it was last asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The prompt, with its bank.
    pub prompt: String,
    /// The item.
    pub item: String,
    /// The prompt's title.
    pub title: Safe,
    /// The prompt's kind.
    pub kind: &'static str,
    /// The phase in which it is expected.
    pub phase: Safe,
    /// The dimension that it speaks for.
    pub dimension: Safe,
    /// The prompt's topics.
    pub topics: Vec<String>,
    /// What the interviewer would ask about it.
    pub probe: Safe,
    /// What an observer could point at.
    pub seen: Safe,
}

/// What stands above the cards: how Anki is to read them.
const HEADER: &str = "#separator:tab\n#html:false\n#notetype:Basic\n#deck:mockloop\n\
                      #columns:guid\tfront\tback\ttags\n#guid column:1\n#tags column:4\n";

/// Missed items as text that Anki takes in. A card's name is made of its prompt and item alone, so
/// that taking it in again updates the card, whatever was learned with it.
pub fn anki(missed: &[Missed]) -> String {
    let cards = missed.iter().map(|one| {
        let front = format!("{} ({}): {}", one.title, one.phase, one.probe);
        let kinds = [one.kind, one.dimension.as_str()];
        let topics = one.topics.iter().map(String::as_str);
        let tags: Vec<String> = kinds.into_iter().chain(topics).map(tag).collect();
        let fields = [
            field(&format!("mockloop/{}#{}", one.prompt, one.item)),
            field(&front),
            field(one.seen.as_str()),
            field(&tags.join(" ")),
        ];
        fields.join("\t") + "\n"
    });
    std::iter::once(HEADER.to_owned()).chain(cards).collect()
}

/// A tag has no blanks.
fn tag(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

/// A field on one line; quoted where a quotation mark would be taken for one of the format's.
fn field(text: &str) -> String {
    let flowed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flowed.contains('"') {
        format!("\"{}\"", flowed.replace('"', "\"\""))
    } else {
        flowed
    }
}

/// A rating of a round, as cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row([String; COLUMNS.len()]);

/// What the cells are.
const COLUMNS: [&str; 17] = [
    "round",
    "id",
    "at",
    "bank",
    "prompt",
    "kind",
    "level",
    "progress",
    "active_minutes",
    "hints",
    "hire_call",
    "dimension",
    "scale",
    "first",
    "final",
    "items_shown",
    "items_asked",
];

impl Row {
    /// A row for each dimension that was rated or ticked; one for a round without any.
    pub fn of_round(number: usize, round: &Summary) -> Vec<Self> {
        let scores = &round.scores;
        let mut dimensions: BTreeSet<_> = scores.first.keys().chain(scores.last.keys()).collect();
        dimensions.extend(scores.items.keys());
        let row = |dimension: Option<&crate::domain::bank::DimensionId>| {
            let of = |ratings: &std::collections::BTreeMap<_, crate::domain::bank::Rating>| {
                let rating = dimension.and_then(|dimension| ratings.get(dimension));
                rating.map_or_else(String::new, ToString::to_string)
            };
            let items = dimension.and_then(|dimension| scores.items.get(dimension));
            let (shown, asked) = counts(items.copied());
            Self([
                number.to_string(),
                round.round.0.clone(),
                round.drawn_at.to_string(),
                round.bank.to_string(),
                round.prompt.to_string(),
                round.kind.as_str().to_owned(),
                round.level.as_str().to_owned(),
                round.progress.as_str().to_owned(),
                minutes(round.active_ms),
                scores.hints.to_string(),
                round.hire_call.map_or_else(String::new, |c| c.to_string()),
                dimension.map_or_else(String::new, ToString::to_string),
                "1 to 4".to_owned(),
                of(&scores.first),
                of(&scores.last),
                shown,
                asked,
            ])
        };
        if dimensions.is_empty() {
            return vec![row(None)];
        }
        dimensions.into_iter().map(|one| row(Some(one))).collect()
    }

    /// A row for each dimension of an attempt from elsewhere.
    pub fn of_record(id: &str, record: &Record) -> Vec<Self> {
        let mut dimensions: BTreeSet<&String> = record.first.keys().collect();
        dimensions.extend(record.last.keys().chain(record.items.keys()));
        let number = |number: Option<f64>| number.map_or_else(String::new, |n| n.to_string());
        let row = |dimension: &String| {
            let (shown, asked) = counts(record.items.get(dimension).copied());
            Self([
                String::new(),
                record.id.clone().unwrap_or_else(|| id.to_owned()),
                record.at.clone(),
                String::new(),
                record.prompt.clone().unwrap_or_default(),
                record.kind.clone(),
                record.level.clone().unwrap_or_default(),
                "imported".to_owned(),
                number(record.minutes),
                record.hints.to_string(),
                String::new(),
                dimension.clone(),
                format!("{} to {}", record.scale.0, record.scale.1),
                number(record.first.get(dimension).copied()),
                number(record.last.get(dimension).copied()),
                shown,
                asked,
            ])
        };
        dimensions.into_iter().map(row).collect()
    }
}

fn counts(items: Option<(u32, u32)>) -> (String, String) {
    items.map_or_else(Default::default, |(shown, of)| {
        (shown.to_string(), of.to_string())
    })
}

/// Minutes with one decimal.
fn minutes(ms: u64) -> String {
    let tenths = ms / 6000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// All ratings as a table.
pub fn csv(rows: &[Row]) -> String {
    let rows = rows.iter().map(|Row(cells)| {
        // What a terminal must not get, a spreadsheet does not need.
        csv::row(cells.iter().map(|cell| Safe::new(cell)))
    });
    std::iter::once(csv::row(COLUMNS)).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_stay_on_their_line_and_keep_their_names() {
        let missed = Missed {
            prompt: "own/des-a".to_owned(),
            item: "one".to_owned(),
            title: "A \"title\"".into(),
            kind: "system-design",
            phase: "failure".into(),
            dimension: "edge cases".into(),
            topics: vec!["jobs.retries".to_owned()],
            probe: "What\tthen?\nAnd then?".into(),
            seen: "#no header".into(),
        };
        assert_eq!(
            anki(&[missed]).strip_prefix(HEADER).unwrap(),
            "mockloop/own/des-a#one\t\"A \"\"title\"\" (failure): What then? And then?\"\t\
             #no header\tsystem-design edge-cases jobs.retries\n"
        );
        assert_eq!(anki(&[]), HEADER);
    }
}
