//! Real interviews, written down a question at a time.

use std::path::PathBuf;

use super::desk::Desk;
use super::error::Error;
use super::inputs::Inputs;
use super::papers;
use super::play::Outcome as Left;
use super::talk::{Stop, Talk, settle};
use crate::domain::bank::Kind;
use crate::domain::day::Day;
use crate::domain::names::nearest;
use crate::domain::outcome::{self, Beside, Interviews, Outcome, Passed};
use crate::domain::raw::Choice;
use crate::domain::text::Safe;
use crate::io::edit::{Editing, Set, tables, texts};
use crate::report::document::Document;

impl Desk<'_> {
    /// All companies' interviews, and how they stand beside practice.
    pub fn outcomes(&self) -> Result<(Vec<Interviews>, Vec<Beside>), Error> {
        let all = papers::all(&self.data.join("outcomes"), outcome::check)?;
        let beside = outcome::beside(&all, &self.rounds()?);
        Ok((all, beside))
    }

    /// One company's interviews.
    pub fn outcome(&self, id: &str) -> Result<Interviews, Error> {
        papers::id(id, "north-2026")?;
        let path = self.outcome_path(id);
        if !path.exists() {
            let (all, _) = self.outcomes()?;
            let ids = all.iter().map(|interviews| interviews.id.as_str());
            let remedy = match nearest(id, ids) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("`mockloop outcome add {id}` writes it down."),
            };
            let cause = format!("There is no outcome {id}.");
            return Err(Error::usage(cause, remedy));
        }
        papers::one(&path, id, outcome::check)
    }

    /// What was promised, as the tables that an offer's file takes.
    pub fn outcome_evidence(&self, id: &str) -> Result<String, Error> {
        let interviews = self.outcome(id)?;
        let mut sheet = Editing::default();
        for evidence in interviews.evidence() {
            let entries = [
                ("id", Set::Text(evidence.id.clone())),
                ("kind", Set::Text("interview".to_owned())),
                ("date", Set::Written(evidence.date.to_string())),
                ("who", Set::Text(evidence.who.as_str().to_owned())),
                ("ref", Set::Text(evidence.reference.clone())),
                ("text", Set::Text(evidence.text.as_str().to_owned())),
            ];
            sheet.append("evidence", &entries);
        }
        Ok(sheet.text())
    }

    /// Writes a company's interviews down, or adds to them. Each interview is kept once it is told.
    pub async fn add_outcome<I: Inputs>(
        &mut self,
        id: &str,
        company: Option<&str>,
        inputs: &mut I,
    ) -> Result<Left, Error> {
        papers::id(id, "north-2026")?;
        let path = self.outcome_path(id);
        let known = path.exists().then(|| self.outcome(id)).transpose()?;
        let sheet = match &known {
            Some(_) => papers::sheet(&path)?,
            None => Editing::default(),
        };
        let today = Day::of_wall(&self.table.clock.now().wall);
        let mut page = Page { path, sheet, today };
        let mut talk = self.talk(inputs);
        let done = page.fill(known.as_ref(), company, &mut talk).await;
        let text = match &done {
            Ok(()) => format!("Kept. `mockloop outcome show {id}` reads it."),
            Err(_) => format!("What was told is kept; `mockloop outcome add {id}` goes on."),
        };
        talk.ui.say(&Document::line(text));
        settle(done)
    }

    fn outcome_path(&self, id: &str) -> PathBuf {
        self.data.join("outcomes").join(format!("{id}.toml"))
    }
}

/// The file while it is being written.
struct Page {
    path: PathBuf,
    sheet: Editing,
    today: Option<Day>,
}

impl Page {
    fn keep(&self) -> Result<(), Error> {
        papers::write(&self.path, &self.sheet.text())
    }

    async fn fill<I: Inputs>(
        &mut self,
        known: Option<&Interviews>,
        company: Option<&str>,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        if known.is_none() {
            let company = if let Some(company) = company {
                company.to_owned()
            } else {
                text("What do you call the company?", talk).await?
            };
            self.sheet.set("schema", &Set::Whole(1));
            self.sheet.set("company", &Set::Text(company.clone()));
            let waiting = Outcome::Waiting.as_str();
            self.sheet.set("result", &Set::Text(waiting.to_owned()));
            self.keep()?;
        }
        let mut number = known.map_or(0, |known| known.file.rounds.len());
        loop {
            number += 1;
            let question = format!(
                "Interview {number}: coding, system-design, incident, behavioral, screen or \
                 negotiation? An empty line if there was none."
            );
            let kind: Option<Kind> = choice(&question, talk).await?;
            let Some(kind) = kind else { break };
            self.interview(kind, talk).await?;
        }
        let question = "What came of it: waiting, offer, refused or withdrawn? An empty line \
                        leaves it.";
        if let Some(result) = choice::<Outcome, I>(question, talk).await? {
            self.sheet
                .set("result", &Set::Text(result.as_str().to_owned()));
            self.keep()?;
        }
        Ok(())
    }

    async fn interview<I: Inputs>(
        &mut self,
        kind: Kind,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let today = self.today;
        let question = Document::line("On which day? Such as 2026-11-24; an empty line for today.");
        let date = talk
            .ask_for(&question, |line| match (line, today) {
                ("", Some(today)) => Ok(today),
                _ => line.parse().map_err(|why: String| {
                    Document::problem(format!("\"{line}\" is no day: {why}."))
                }),
            })
            .await?;
        let mut told = Told {
            kind,
            date,
            passed: Passed::Unknown,
            asked: Vec::new(),
            surprised: Vec::new(),
            promised: Vec::new(),
        };
        self.sheet.append("round", &told.entries());
        self.keep()?;
        let question = "What was asked? A line for each; an empty one goes on.";
        self.lines(question, &mut told, |told| &mut told.asked, talk)
            .await?;
        let question = "What surprised you?";
        self.lines(question, &mut told, |told| &mut told.surprised, talk)
            .await?;
        self.promises(&mut told, talk).await?;
        let question = "Passed: yes, no or unknown? An empty line for unknown.";
        told.passed = choice(question, talk).await?.unwrap_or(Passed::Unknown);
        Ok(self.keep_interview(&told)?)
    }

    /// Each line is on disk before the next is asked for.
    fn keep_interview(&mut self, told: &Told) -> Result<(), Error> {
        self.sheet.pop("round");
        self.sheet.append("round", &told.entries());
        self.keep()
    }

    async fn lines<I: Inputs>(
        &mut self,
        question: &str,
        told: &mut Told,
        list: fn(&mut Told) -> &mut Vec<String>,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let mut question = Document::line(question);
        loop {
            let line = talk.ask(&question).await?;
            if line.is_empty() {
                return Ok(());
            }
            list(told).push(line);
            self.keep_interview(told)?;
            question = Document::default();
        }
    }

    async fn promises<I: Inputs>(
        &mut self,
        told: &mut Told,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let mut question = Document::line(
            "What was promised, and by whom? Such as `director: no pager before May`.",
        );
        while let Some(promise) = talk.ask_for(&question, promise).await? {
            told.promised.push(promise);
            self.keep_interview(told)?;
            question = Document::default();
        }
        Ok(())
    }
}

/// An interview while it is being told.
struct Told {
    kind: Kind,
    date: Day,
    passed: Passed,
    asked: Vec<String>,
    surprised: Vec<String>,
    promised: Vec<(String, String)>,
}

impl Told {
    /// Its table; empty lists are left out.
    fn entries(&self) -> Vec<(&'static str, Set)> {
        let mut entries = vec![
            ("kind", Set::Text(self.kind.as_str().to_owned())),
            ("date", Set::Written(self.date.to_string())),
            ("passed", Set::Text(self.passed.as_str().to_owned())),
        ];
        for (key, lines) in [("asked", &self.asked), ("surprised", &self.surprised)] {
            if !lines.is_empty() {
                entries.push((key, texts(lines)));
            }
        }
        if !self.promised.is_empty() {
            let promised = self.promised.iter();
            let promised: Vec<_> = promised
                .map(|(who, text)| vec![("who", who.as_str()), ("text", text.as_str())])
                .collect();
            entries.push(("promised", tables(&promised)));
        }
        entries
    }
}

/// Who promised, and what; nothing for an empty line.
fn promise(line: &str) -> Result<Option<(String, String)>, Document> {
    let parts = line
        .split_once(':')
        .map(|(who, text)| (who.trim().to_owned(), text.trim().to_owned()));
    match parts {
        _ if line.is_empty() => Ok(None),
        Some((who, text)) if !who.is_empty() && !text.is_empty() => Ok(Some((who, text))),
        Some(_) | None => Err(Document::problem(format!(
            "Write who promised before a colon: `director: {}`.",
            Safe::new(line)
        ))),
    }
}

async fn text<I: Inputs>(question: &str, talk: &mut Talk<'_, '_, I>) -> Result<String, Stop> {
    talk.ask_for(&Document::line(question), |line| {
        if line.is_empty() {
            Err(Document::problem(
                "An empty line keeps nothing; /quit leaves.",
            ))
        } else {
            Ok(line.to_owned())
        }
    })
    .await
}

/// One of some words; nothing for an empty line.
async fn choice<T: Choice, I: Inputs>(
    question: &str,
    talk: &mut Talk<'_, '_, I>,
) -> Result<Option<T>, Stop> {
    talk.ask_for(&Document::default().gap().text(question), |line| {
        if line.is_empty() {
            return Ok(None);
        }
        T::from_word(line).map(Some).ok_or_else(|| {
            let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
            let near = nearest(line, words.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("Did you mean {near}? "));
            let words = words.join(", ");
            Document::problem(format!("{near}One of {words}, or an empty line."))
        })
    })
    .await
}
