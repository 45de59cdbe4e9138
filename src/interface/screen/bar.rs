//! The bar on the terminal's last row.
//!
//! indicatif draws it as it would any progress bar; our [`TermLike`] collects what it draws and
//! puts it on the last row in one write.

use std::io;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use super::super::look::Look;
use crate::io::terminal::{self, Size};
use crate::report::bar::{Bar, Course};

/// How fine the bar is: a phase has so many steps.
const STEPS: u64 = 10_000;

/// The bar, once it was drawn.
#[derive(Debug)]
pub(super) struct PinnedBar {
    bar: ProgressBar,
    frame: Frame,
    look: Look,
    last: Option<Size>,
    was_resized: bool,
}

impl PinnedBar {
    pub(super) fn new(look: Look) -> Self {
        let frame = Frame::default();
        // Hidden until a frame is wanted: then one is drawn, and only then.
        let bar = ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::hidden());
        Self {
            bar,
            frame,
            look,
            last: None,
            was_resized: false,
        }
    }

    /// Draws a frame. `below` is how many rows what is being typed reaches below the cursor. True
    /// if the terminal has had one size again since it last had another.
    pub(super) fn draw(&mut self, bar: &Bar, below: u16) -> bool {
        let Some(size) = terminal::size(io::stdout()) else {
            return false;
        };
        let columns = usize::from(size.columns);
        self.frame.begin(size);
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
        self.bar.set_style(self.style(bar));
        self.bar.set_prefix(bar.left(columns));
        self.bar.set_message(bar.right(columns));
        self.bar.set_position(steps(bar));
        let target = ProgressDrawTarget::term_like(Box::new(self.frame.clone()));
        self.bar.set_draw_target(target);
        self.bar.force_draw();
        let text = self.frame.end();
        terminal::draw_last_row(&text, size, below);
        let is_same = self.last == Some(size);
        let was_resized = std::mem::replace(&mut self.was_resized, !is_same && self.last.is_some());
        self.last = Some(size);
        is_same && was_resized
    }

    fn style(&self, bar: &Bar) -> ProgressStyle {
        // Colour repeats what the words say.
        let colour = match (self.look.is_coloured, bar.course) {
            (false, _) => "",
            (true, Course::Running) => ":.cyan",
            (true, Course::Over) => ":.magenta",
            (true, Course::Paused) => ":.dim",
        };
        let template = if bar.budget_ms.is_some() {
            format!("{{prefix}} {{wide_bar{colour}}} {{msg}}")
        } else {
            "{prefix} {wide_msg:>}".to_owned()
        };
        let style = ProgressStyle::with_template(&template)
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        style.progress_chars(if self.look.is_unicode {
            "━╸─"
        } else {
            "=>-"
        })
    }
}

fn steps(bar: &Bar) -> u64 {
    match bar.budget_ms {
        Some(budget_ms) if budget_ms > 0 => {
            (bar.spent_ms.saturating_mul(STEPS) / budget_ms).min(STEPS)
        }
        Some(_) | None => 0,
    }
}

/// Collects what is drawn, without the blanks at its end.
#[derive(Debug, Clone, Default)]
struct Frame {
    text: Arc<Mutex<String>>,
    columns: Arc<AtomicU16>,
    rows: Arc<AtomicU16>,
}

impl Frame {
    fn begin(&self, size: Size) {
        self.columns.store(size.columns, Ordering::Relaxed);
        self.rows.store(size.rows, Ordering::Relaxed);
        self.text().clear();
    }

    fn end(&self) -> String {
        std::mem::take(&mut *self.text()).trim().to_owned()
    }

    fn text(&self) -> std::sync::MutexGuard<'_, String> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TermLike for Frame {
    fn width(&self) -> u16 {
        self.columns.load(Ordering::Relaxed)
    }

    fn height(&self) -> u16 {
        self.rows.load(Ordering::Relaxed)
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.text().push_str(text);
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.text().clear();
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}
