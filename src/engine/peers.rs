//! Peer review: a round goes out, ratings come back; one's own old rounds are rated again.

use std::path::{Path, PathBuf};

use super::desk::{Desk, find};
use super::error::{Error, Kind};
use super::inputs::Inputs;
use super::papers;
use super::play::Outcome;
use super::talk::{Stop, settle};
use crate::domain::bank::Prompt;
use crate::domain::day::Day;
use crate::domain::fault::{Code, Fault, Faults, FaultyFile};
use crate::domain::peer::{self, AGAIN_DAYS, Review, ReviewFile, YOURSELF};
use crate::domain::round::{Event, Stage, State};
use crate::domain::text::Safe;
use crate::io::toml;
use crate::report;
use crate::report::document::Document;

impl Desk<'_> {
    /// Once every few rounds: says how somebody else could rate one.
    pub(super) fn ask_for_others(&mut self) -> Result<(), Error> {
        let wish = peer::wish(&self.rounds()?);
        if let Some(wish) = wish {
            self.table.ui.say(&report::peer::wish(&wish));
        }
        Ok(())
    }

    /// Writes what a reviewer reads: a Markdown file with its fill-in block, and the block alone.
    pub fn export_for_peer(&self, round: &str, to: Option<&Path>) -> Result<[PathBuf; 2], Error> {
        let summaries = self.rounds()?;
        let summary = find(&summaries, round)?;
        let (prompt, state) = self.read(summary)?;
        if !matches!(state.stage, Stage::Closing | Stage::Finished) {
            let cause = "The answer of this round is not locked yet.";
            return Err(Error::usage(cause, "Finish it first: `mockloop resume`."));
        }
        let number = summaries
            .iter()
            .position(|known| known.round == summary.round);
        let name = format!("round-{}-{}", number.map_or(0, |at| at + 1), prompt.id);
        let folder = to.map_or_else(|| self.data.join("peer"), Path::to_path_buf);
        let paths = ["md", "toml"].map(|ending| folder.join(format!("{name}.{ending}")));
        if let Some(path) = paths.iter().find(|path| path.exists()) {
            let ending = path.extension().unwrap_or_default().display();
            let cause = format!("This round's .{ending} file is there already, and was left.");
            let remedy = "It may be filled in: import it or move it away, or take another --to.";
            return Err(Error::new(Kind::CantWrite, cause, remedy));
        }
        let [markdown, block] = &paths;
        papers::write(markdown, &report::peer::markdown(&prompt, &state))?;
        papers::write(block, &report::peer::form(&prompt, &state))?;
        Ok(paths)
    }

    /// Keeps a review that came back; all its faults come at once, and then nothing is kept.
    pub fn import_from_peer(&self, path: &Path) -> Result<(Prompt, State, Safe), Error> {
        let text = papers::text(path).map_err(papers::bad_one)?;
        let mut faults = Faults::new();
        let read = self.review(&text, &mut faults)?;
        let Some((prompt, state, review)) = read.filter(|_| faults.is_empty()) else {
            faults.sort_by_key(|fault| fault.span);
            let file = Safe::new(&path.display().to_string());
            let file = FaultyFile { file, text, faults };
            let cause = "The review can't be kept.";
            let remedy = "Mend these faults, then import it again; nothing was kept.";
            return Err(Error::new(Kind::BadFile(vec![file]), cause, remedy));
        };
        self.keep_late(&state, review.events())?;
        let (prompt, state) = self
            .round(&state.round.0)
            .map(|(_, state)| (prompt, state))?;
        Ok((prompt, state, review.rater))
    }

    fn review(
        &self,
        text: &str,
        faults: &mut Faults,
    ) -> Result<Option<(Prompt, State, Review)>, Error> {
        // A Markdown file has the block inside; its twin is the block.
        let block = peer::block(text);
        let Some(file) = toml::read::<ReviewFile>(block.as_deref().unwrap_or(text), faults) else {
            return Ok(None);
        };
        let summaries = self.rounds()?;
        let Some(summary) = summaries
            .iter()
            .find(|known| known.round.0 == file.round.value.as_str())
        else {
            let message = "this round is not in your journal";
            let help = "import it where it was exported; leave `round` as it was";
            faults.push(Fault::error(
                Code::REFERENCE,
                file.round.span,
                message,
                help,
            ));
            return Ok(None);
        };
        let (prompt, state) = self.read(summary)?;
        let review = peer::check(&file, &prompt, &state, faults);
        Ok(review.map(|review| (prompt, state, review)))
    }

    /// Rates an old round of one's own again, the old ratings hidden.
    pub async fn rate_again<I: Inputs>(
        &mut self,
        round: &str,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let (prompt, state) = self.round(round)?;
        self.may_be_rated_again(&state)?;
        let done = self.again(&prompt, state, inputs).await;
        settle(done)
    }

    fn may_be_rated_again(&self, state: &State) -> Result<(), Error> {
        let Some(finished) = state.finished_at.as_ref().and_then(Day::of_wall) else {
            let cause = "This round is not finished.";
            return Err(Error::usage(cause, "Finish it first: `mockloop resume`."));
        };
        if peer::to_rate_again(state).is_empty() {
            let cause = if state.by_others.contains_key(&Safe::new(YOURSELF)) {
                "You have rated this round again already."
            } else {
                "This round has no rating to be set beside a new one."
            };
            return Err(Error::usage(cause, "Choose another round."));
        }
        let from = finished.plus(AGAIN_DAYS);
        match Day::of_wall(&self.table.clock.now().wall) {
            Some(today) if today < from => {
                let cause = format!("This round was finished on {finished}.");
                let remedy =
                    format!("Rate it again from {from} on: until then you remember what you gave.");
                Err(Error::usage(cause, remedy))
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn again<I: Inputs>(
        &mut self,
        prompt: &Prompt,
        mut state: State,
        inputs: &mut I,
    ) -> Result<(), Stop> {
        self.table.ui.say(&report::peer::again(prompt, &state));
        let who = Safe::new(YOURSELF);
        for dimension in peer::to_rate_again(&state) {
            let Some(row) = prompt.row(&dimension) else {
                continue;
            };
            let question = report::peer::question(row);
            let words = report::peer::words(row);
            let rating = self.talk(inputs).rating(&question, &words).await?;
            let Some(rating) = rating else { continue };
            let event = Event::RatedByOther {
                who: who.clone(),
                dimension,
                rating,
                text: None,
            };
            self.keep_late(&state, vec![event])?;
            state = self.round(&state.round.0)?.1;
        }
        let document = if state.by_others.contains_key(&who) {
            report::peer::agreement(prompt, &state, &who)
        } else {
            Document::line("Nothing was rated.")
        };
        self.table.ui.say(&document);
        Ok(())
    }
}
