//! Stories: written a question at a time, told against the clock.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::desk::Desk;
use super::error::Error;
use super::inputs::Inputs;
use super::library::Library;
use super::papers;
use super::play::Outcome;
use super::talk::{Heard, Stop, Talk, settle};
use crate::domain::bank::Kind;
use crate::domain::names::nearest;
use crate::domain::round::{Event, Exercise, Stage};
use crate::domain::story::{self, Length, PARTS, Story};
use crate::domain::text::Safe;
use crate::io::edit::{Editing, Set, texts};
use crate::report::document::Document;
use crate::report::story::{Telling, tellings, told};
use crate::report::words::clock;

/// The area of the topics that behavioral prompts ask for.
const COMPETENCIES: &str = "people.";

/// What behavioral prompts at hand ask for, and how many of them do.
pub fn competencies(library: &Library) -> BTreeMap<Safe, usize> {
    let behavioral = library
        .listings()
        .filter(|listing| listing.kind == Kind::Behavioral);
    let mut asked = BTreeMap::new();
    for topic in behavioral.flat_map(|listing| &listing.topics) {
        if let Some(name) = topic.as_str().strip_prefix(COMPETENCIES) {
            *asked.entry(Safe::new(name)).or_insert(0) += 1;
        }
    }
    asked
}

/// What a question about a story fills.
enum Field {
    Text(&'static str),
    Competencies,
    Version(Length),
}

impl Desk<'_> {
    /// All stories, with how they were told.
    pub fn stories(&self) -> Result<Vec<(Story, Vec<Telling>)>, Error> {
        let stories = papers::all(&self.data.join("stories"), story::check)?;
        let exercises = self.table.journal.exercises()?;
        let with_tellings = stories.into_iter().map(|story| {
            let tellings = tellings(&exercises, &story.id);
            (story, tellings)
        });
        Ok(with_tellings.collect())
    }

    /// One story.
    pub fn story(&self, id: &str) -> Result<(Story, Vec<Telling>), Error> {
        papers::id(id, "queue-rewrite")?;
        let path = self.story_path(id);
        if !path.exists() {
            let known = self.stories()?;
            let ids = known.iter().map(|(story, _)| story.id.as_str());
            let remedy = match nearest(id, ids) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("`mockloop story add {id}` begins it."),
            };
            return Err(Error::usage(format!("There is no story {id}."), remedy));
        }
        let story = papers::one(&path, id, story::check)?;
        let tellings = tellings(&self.table.journal.exercises()?, &story.id);
        Ok((story, tellings))
    }

    /// Begins a story and asks for its parts. Each answer is kept before the next question.
    pub async fn add_story<I: Inputs>(
        &mut self,
        id: &str,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        papers::id(id, "queue-rewrite")?;
        if self.story_path(id).exists() {
            let remedy = format!("`mockloop story edit {id}` goes on with it.");
            return Err(Error::usage(
                format!("There is a story {id} already."),
                remedy,
            ));
        }
        let path = self.story_path(id);
        let mut talk = self.talk(inputs);
        let question = Document::line("What is the story called? A few words.");
        let title = talk
            .ask_for(&question, |line| {
                if line.is_empty() {
                    Err(Document::problem("A story needs a title; /quit leaves."))
                } else {
                    Ok(line.to_owned())
                }
            })
            .await;
        let title = match title {
            Ok(title) => title,
            Err(stop) => return settle(Err(stop)),
        };
        let mut sheet = Editing::default();
        sheet.set("schema", &Set::Whole(1));
        sheet.set("title", &Set::Text(title.clone()));
        let mut page = Page { path, sheet };
        page.keep()?;
        let done = page.fill(None, &mut talk).await;
        self.written(id, done)
    }

    /// Asks for a story's parts again; what is left empty stays as it is.
    pub async fn edit_story<I: Inputs>(
        &mut self,
        id: &str,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let (story, _) = self.story(id)?;
        let path = self.story_path(id);
        let sheet = papers::sheet(&path)?;
        let mut talk = self.talk(inputs);
        let intro = Document::line(format!(
            "{}. An empty line keeps what is there; /quit leaves.",
            story.title
        ));
        talk.ui.say(&intro);
        let mut page = Page { path, sheet };
        let done = page.fill(Some(&story), &mut talk).await;
        self.written(id, done)
    }

    /// Says how the story can be taken up, and keeps that it was worked on to the end.
    fn written(&mut self, id: &str, done: Result<(), Stop>) -> Result<Outcome, Error> {
        let text = match &done {
            Ok(()) => {
                let sitting = self.sitting();
                let story = Safe::new(id);
                self.keep_exercise(&sitting, 1, Exercise::Written { story })?;
                format!(
                    "Kept. `mockloop story show {id}` reads it, `story tell {id}` rehearses it."
                )
            }
            Err(_) => format!("Kept as far as it goes; `mockloop story edit {id}` goes on."),
        };
        self.table.ui.say(&Document::line(text));
        settle(done)
    }

    /// Tells a story aloud against the clock.
    pub async fn tell_story<I: Inputs>(
        &mut self,
        id: &str,
        length: Length,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let (story, _) = self.story(id)?;
        let told = self.tell(&story, length, inputs).await;
        settle(told)
    }

    async fn tell<I: Inputs>(
        &mut self,
        story: &Story,
        length: Length,
        inputs: &mut I,
    ) -> Result<(), Stop> {
        let target_ms = u64::from(length.seconds()) * 1000;
        let shares = PARTS.iter().enumerate().map(|(index, (part, share))| {
            let share_ms = target_ms * u64::from(*share) / 100;
            (
                (index + 1).to_string(),
                format!("{part}, {}", clock(share_ms)),
            )
        });
        let begin = Document::default()
            .title(format!("{}: aloud in {}", story.title, clock(target_ms)))
            .items(shares)
            .text("Enter starts the clock; Enter again when you go on to the next part.");
        let clock = self.table.clock;
        let mut talk = self.talk(inputs);
        talk.ask(&begin).await?;
        let mut parts_ms = Vec::new();
        let start_ms = clock.now().mono_ms;
        for (part, _) in PARTS {
            talk.ui.say(&Document::line(format!("Now: {part}.")));
            let since_ms = start_ms + parts_ms.iter().sum::<u64>();
            let now = || clock.now().mono_ms;
            talk.spoken(now, start_ms, target_ms).await?;
            parts_ms.push(now().saturating_sub(since_ms));
        }
        let mut telling = Telling {
            at: clock.now().wall,
            target_ms,
            parts_ms: parts_ms.clone(),
            note: None,
        };
        let question = told(&telling)
            .text("What will you cut, or say otherwise? One line; an empty line leaves it.");
        // What was told is kept even if the human leaves at this question.
        let answer = talk.ask(&question).await;
        telling.note = answer
            .as_ref()
            .ok()
            .filter(|line| !line.is_empty())
            .map(|line| Safe::new(line));
        let exercise = Exercise::Rehearsed {
            story: story.id.clone(),
            target_ms,
            parts_ms,
            note: telling.note,
        };
        let sitting = self.sitting();
        self.keep_exercise(&sitting, 1, exercise)?;
        self.table.ui.say(&Document::line("Kept."));
        answer.map(|_| ())
    }

    /// After a behavioral round: which of the stories it was, if there are any.
    pub(super) async fn which_story<I: Inputs>(
        &mut self,
        name: &str,
        inputs: &mut I,
    ) -> Result<(), Stop> {
        // A fault in a story's file is told where stories are asked for, not at a round's end.
        let stories = self.stories().unwrap_or_default();
        if stories.is_empty() {
            return Ok(());
        }
        let lines = stories
            .iter()
            .enumerate()
            .map(|(index, (story, _))| ((index + 1).to_string(), story.title.as_str()));
        let question = Document::default()
            .title("Which of your stories was it?")
            .items(lines)
            .text("Type its number; an empty line if it was none of them.");
        let mut talk = self.talk(inputs);
        let story = talk
            .ask_for(&question, |line| match line.parse::<usize>() {
                _ if line.is_empty() => Ok(None),
                Ok(number) => match number.checked_sub(1).and_then(|n| stories.get(n)) {
                    Some((story, _)) => Ok(Some(story.id.clone())),
                    None => Err(Document::problem("There is no story of that number.")),
                },
                Err(_) => Err(Document::problem("Type a number, or an empty line.")),
            })
            .await?;
        if let Some(story) = story {
            self.story_was_told(story.as_str(), name)?;
            self.table
                .ui
                .say(&Document::line(format!("Kept: {story}.")));
        }
        Ok(())
    }

    /// Keeps which story a behavioral round told.
    pub fn story_was_told(&mut self, id: &str, round: &str) -> Result<(), Error> {
        let (story, _) = self.story(id)?;
        let (prompt, state) = self.round(round)?;
        if prompt.kind() != Kind::Behavioral {
            let cause = format!("This is a {} round.", prompt.kind().as_str());
            return Err(Error::usage(
                cause,
                "Stories are told in behavioral rounds.",
            ));
        }
        if !matches!(state.stage, Stage::Closing | Stage::Finished) {
            let cause = "The answer of this round is not locked yet.";
            return Err(Error::usage(cause, "Finish it first: `mockloop resume`."));
        }
        let event = Event::StoryTold {
            story: story.id.clone(),
        };
        self.keep_late(&state, vec![event])
    }

    fn story_path(&self, id: &str) -> PathBuf {
        self.data.join("stories").join(format!("{id}.toml"))
    }
}

impl<I: Inputs> Talk<'_, '_, I> {
    /// Waits for Enter while the clock speaks at half and at the end of the whole time.
    async fn spoken(
        &mut self,
        now_ms: impl Fn() -> u64,
        start_ms: u64,
        target_ms: u64,
    ) -> Result<(), Stop> {
        let mut told_ms = now_ms().saturating_sub(start_ms);
        self.ui.await_line();
        loop {
            match self.hear().await? {
                Heard::Tick => {
                    let spent_ms = now_ms().saturating_sub(start_ms);
                    for (mark_ms, text) in [(target_ms / 2, "Half."), (target_ms, "Time.")] {
                        if told_ms < mark_ms && mark_ms <= spent_ms {
                            self.ui.announce(&Document::line(text));
                        }
                    }
                    told_ms = spent_ms;
                }
                Heard::Line(line) if line.trim() == "/quit" => {
                    return Err(Stop::Out(Outcome::Left));
                }
                Heard::Line(_) => return Ok(()),
            }
        }
    }
}

/// A story's file while it is being written.
struct Page {
    path: PathBuf,
    sheet: Editing,
}

impl Page {
    fn keep(&self) -> Result<(), Error> {
        papers::write(&self.path, &self.sheet.text())
    }

    /// Asks for everything but the title.
    async fn fill<I: Inputs>(
        &mut self,
        story: Option<&Story>,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let system = story.and_then(|story| story.system.clone());
        let question = "Which system or duty was yours, and what depended on it?";
        self.one(Field::Text("system"), question, system, talk)
            .await?;
        let did = story.and_then(|story| story.did.clone());
        let question = "What did you do? Sentences that begin with I.";
        self.one(Field::Text("did"), question, did, talk).await?;
        self.figures(story, talk).await?;
        let question = "Which competencies does it show? With commas between, such as ownership, \
                        conflict. `mockloop story matrix` tells what prompts ask for.";
        let present = story.map(|story| {
            let names: Vec<String> = story.competencies.iter().map(Safe::to_string).collect();
            Safe::new(&names.join(", "))
        });
        self.one(Field::Competencies, question, present, talk)
            .await?;
        for length in Length::ALL {
            let question = format!(
                "The story as you tell it in {} seconds, some {} words.",
                length.seconds(),
                length.words()
            );
            let present = story.and_then(|story| story.versions.get(&length).cloned());
            self.one(Field::Version(length), &question, present, talk)
                .await?;
        }
        Ok(())
    }

    /// One question; an empty line changes nothing.
    async fn one<I: Inputs>(
        &mut self,
        field: Field,
        question: &str,
        present: Option<Safe>,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let question = Document::default().gap().text(question);
        let question = match present.filter(|present| !present.is_blank()) {
            Some(present) => question.item("now", present),
            None => question,
        };
        let line = talk
            .ask_for(&question, |line| match &field {
                Field::Competencies => words(line).map(|_| line.to_owned()),
                Field::Text(_) | Field::Version(_) => Ok(line.to_owned()),
            })
            .await?;
        if line.is_empty() {
            return Ok(());
        }
        match field {
            Field::Text(key) => self.sheet.set(key, &Set::Text(line)),
            Field::Competencies => {
                let names = words(&line).unwrap_or_default();
                self.sheet.set("competencies", &texts(&names))
            }
            Field::Version(length) => {
                let path = format!("versions.{}", length.as_str());
                self.sheet.set(&path, &Set::Text(line))
            }
        };
        Ok(self.keep()?)
    }

    async fn figures<I: Inputs>(
        &mut self,
        story: Option<&Story>,
        talk: &mut Talk<'_, '_, I>,
    ) -> Result<(), Stop> {
        let known = story.map_or(&[][..], |story| &story.figures);
        let mut question = known
            .iter()
            .fold(Document::default().gap(), |question, figure| {
                question.item("now", &figure.value)
            });
        question = question.text(
            "A figure that changed: from what to what, in which time. An empty line goes on.",
        );
        loop {
            let value = talk.ask(&question).await?;
            if value.is_empty() {
                return Ok(());
            }
            let proof = Document::line("How could you show that it is true? Empty if not yet.");
            let proof = talk.ask(&proof).await?;
            let mut entries = vec![("value", Set::Text(value.clone()))];
            if !proof.is_empty() {
                entries.push(("proof", Set::Text(proof.clone())));
            }
            self.sheet.append("figure", &entries);
            self.keep()?;
            question = Document::line("Another figure? An empty line goes on.");
        }
    }
}

/// Competencies with commas between; the problem if one has the wrong form.
fn words(line: &str) -> Result<Vec<&str>, Document> {
    let words: Vec<&str> = line
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    match words
        .iter()
        .find(|word| !crate::domain::bank::is_kebab(word))
    {
        None => Ok(words),
        Some(bad) => Err(Document::problem(format!(
            "\"{bad}\" is no competency: a-z, 0-9 and single hyphens. Type all of them again."
        ))),
    }
}
