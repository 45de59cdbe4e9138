//! Real interviews: as a list, one company's whole, and beside practice.

use serde_json::{Value, json};

use super::document::Document;
use super::words::count;
use crate::domain::outcome::{Beside, Interviews};
use crate::domain::text::Safe;

/// All companies, and from three known interviews on how they stand beside practice.
pub fn list(all: &[Interviews], beside: &[Beside]) -> Document {
    if all.is_empty() {
        return Document::line("No interview yet. `mockloop outcome add ID` writes one down.");
    }
    let lines = all.iter().map(|interviews| {
        let file = &interviews.file;
        let role = file.role.as_ref();
        let role = role.map_or_else(String::new, |role| format!(", {role}"));
        let rounds = count(file.rounds.len(), "interview");
        let line = format!(
            "{}{role}; {rounds}; {}.",
            file.company,
            file.result.as_str()
        );
        (interviews.id.as_str(), line)
    });
    let document = Document::default().items(lines);
    if beside.is_empty() {
        return document;
    }
    let rows = beside.iter().map(|row| {
        let real = format!("{} of {} passed", row.passed, row.known);
        let practised = match row.called {
            0 => "none practised".to_owned(),
            called => format!(
                "{} of {} called a hire",
                row.at_bar,
                count(called, "practised round")
            ),
        };
        (row.kind.as_str(), format!("{real}; {practised}"))
    });
    document.title("Beside practice").items(rows)
}

/// One company's interviews.
pub fn show(interviews: &Interviews) -> Document {
    let file = &interviews.file;
    let role = file.role.as_ref();
    let role = role.map_or_else(String::new, |role| format!("{role}; "));
    let document = Document::default()
        .title(&file.company)
        .text(format!("{role}{}.", file.result.as_str()));
    let rounds = file.rounds.iter().enumerate();
    rounds.fold(document, |document, (index, round)| {
        let lines = |what: &'static str, texts: &[Safe]| {
            let lines = texts.iter().map(move |text| (what, text.to_string()));
            lines.collect::<Vec<_>>()
        };
        let promised = round.promised.iter().map(|promise| {
            let line = format!("{}: {}", promise.who.value, promise.text.value);
            ("promised", line)
        });
        document
            .title(format!(
                "Interview {}: {}, {}, passed: {}",
                index + 1,
                round.kind.as_str(),
                round.date,
                round.passed.as_str()
            ))
            .items(lines("asked", &round.asked))
            .items(lines("surprised", &round.surprised))
            .items(promised)
    })
}

/// Interviews for programs.
pub fn json(all: &[Interviews], beside: &[Beside]) -> Value {
    let company = |interviews: &Interviews| {
        let rounds = interviews.file.rounds.iter().map(|round| {
            json!({
                "kind": round.kind,
                "date": round.date.to_string(),
                "passed": round.passed.as_str(),
                "asked": round.asked,
                "surprised": round.surprised,
                "promised": round.promised.iter().map(|promise| {
                    json!({ "who": promise.who.value, "text": promise.text.value })
                }).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": interviews.id,
            "company": interviews.file.company,
            "role": interviews.file.role,
            "result": interviews.file.result.as_str(),
            "rounds": rounds.collect::<Vec<_>>(),
        })
    };
    let row = |row: &Beside| {
        json!({
            "kind": row.kind,
            "passed": row.passed,
            "known": row.known,
            "at_bar": row.at_bar,
            "called": row.called,
        })
    };
    json!({
        "schema": 1,
        "outcomes": all.iter().map(company).collect::<Vec<_>>(),
        "beside_practice": beside.iter().map(row).collect::<Vec<_>>(),
    })
}
