//! What is said, as blocks labelled by meaning. Only [`Safe`] text goes in.

use crate::domain::text::Safe;

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a part.
    Title(Safe),
    /// Prose. An empty line parts paragraphs, an indented line stays as it is.
    Text(Safe),
    /// What the interviewer says.
    Interviewer(Safe),
    /// One of several things: its label and its text.
    Item {
        /// What it is called, such as a number or a name.
        label: Safe,
        /// What it says.
        text: Safe,
    },
    /// What the program found wrong, or asks to be done otherwise.
    Problem(Safe),
    /// Text that keeps its lines.
    Verbatim(Safe),
    /// Parts what stands before it from what comes after.
    Gap,
}

impl Document {
    /// A document of one line of prose.
    pub fn line(text: impl AsRef<str>) -> Self {
        Self::default().text(text)
    }

    /// A document of one problem.
    pub fn problem(text: impl AsRef<str>) -> Self {
        Self::default().with(Block::Problem(Safe::new(text.as_ref())))
    }

    /// Adds a title.
    #[must_use]
    pub fn title(self, text: impl AsRef<str>) -> Self {
        self.with(Block::Title(Safe::new(text.as_ref())))
    }

    /// Adds prose.
    #[must_use]
    pub fn text(self, text: impl AsRef<str>) -> Self {
        self.with(Block::Text(Safe::new(text.as_ref())))
    }

    /// Adds what the interviewer says.
    #[must_use]
    pub fn interviewer(self, text: impl AsRef<str>) -> Self {
        self.with(Block::Interviewer(Safe::new(text.as_ref())))
    }

    /// Adds one of several things.
    #[must_use]
    pub fn item(self, label: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        let (label, text) = (Safe::new(label.as_ref()), Safe::new(text.as_ref()));
        self.with(Block::Item { label, text })
    }

    /// Adds several things.
    #[must_use]
    pub fn items<L: AsRef<str>, T: AsRef<str>>(
        self,
        items: impl IntoIterator<Item = (L, T)>,
    ) -> Self {
        items
            .into_iter()
            .fold(self, |document, (label, text)| document.item(label, text))
    }

    /// Adds text that keeps its lines.
    #[must_use]
    pub fn verbatim(self, text: impl AsRef<str>) -> Self {
        self.with(Block::Verbatim(Safe::new(text.as_ref())))
    }

    /// Parts what stands before from what comes after.
    #[must_use]
    pub fn gap(self) -> Self {
        self.with(Block::Gap)
    }

    /// Adds another document's blocks.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    #[must_use]
    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}
