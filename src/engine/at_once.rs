//! Several futures on one thread, so many at a time; what they give is in their own order.

use std::future::poll_fn;
use std::num::NonZero;
use std::task::{Context, Poll};

use crate::io::runner::Local;

/// How many runs this machine does at a time without one being in the way of another.
pub fn cores() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Waits for futures, so many at a time. The next one is asked for when there is room for it, so
/// they begin in their order; what they give is in their order too, whichever ends first.
pub(super) async fn in_order<'a, T>(
    at_once: NonZero<usize>,
    futures: impl IntoIterator<Item = Local<'a, T>>,
) -> Vec<T> {
    let mut waiting = futures.into_iter().fuse();
    let mut begun: Vec<Begun<'a, T>> = Vec::new();
    poll_fn(|context| {
        loop {
            let room = at_once.get().saturating_sub(running(&begun));
            begun.extend(waiting.by_ref().take(room).map(Begun::Runs));
            let before = running(&begun);
            for one in &mut begun {
                one.poll(context);
            }
            match running(&begun) {
                0 if before == 0 => return Poll::Ready(()),
                // One that ended leaves room for the next.
                after if after < before => {}
                _ => return Poll::Pending,
            }
        }
    })
    .await;
    begun.into_iter().filter_map(Begun::given).collect()
}

/// A future that was begun.
enum Begun<'a, T> {
    Runs(Local<'a, T>),
    Gave(T),
}

impl<T> Begun<'_, T> {
    fn poll(&mut self, context: &mut Context<'_>) {
        if let Self::Runs(future) = self
            && let Poll::Ready(value) = future.as_mut().poll(context)
        {
            *self = Self::Gave(value);
        }
    }

    fn given(self) -> Option<T> {
        match self {
            Self::Runs(_) => None,
            Self::Gave(value) => Some(value),
        }
    }
}

fn running<T>(begun: &[Begun<'_, T>]) -> usize {
    let runs = begun.iter().filter(|one| matches!(one, Begun::Runs(_)));
    runs.count()
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    /// Gives its number after it was asked so often.
    async fn after(asked: usize, number: usize, running: &Running) -> usize {
        running.begin(number);
        let mut left = asked;
        poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(());
            }
            left -= 1;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        running.now.set(running.now.get() - 1);
        number
    }

    #[derive(Default)]
    struct Running {
        now: Cell<usize>,
        most: Cell<usize>,
        begun: RefCell<Vec<usize>>,
    }

    impl Running {
        fn begin(&self, number: usize) {
            self.now.set(self.now.get() + 1);
            self.most.set(self.most.get().max(self.now.get()));
            self.begun.borrow_mut().push(number);
        }
    }

    fn play(at_once: usize, lengths: &[usize]) -> (Vec<usize>, Running) {
        let running = Running::default();
        let futures = lengths.iter().enumerate().map(|(number, asked)| {
            let future = after(*asked, number, &running);
            Box::pin(future) as Local<'_, usize>
        });
        let at_once = NonZero::new(at_once).unwrap();
        let given = crate::engine::block_on(in_order(at_once, futures)).unwrap();
        (given, running)
    }

    #[test]
    fn what_ends_first_does_not_come_first() {
        let lengths = [9, 0, 4, 1, 7, 0, 0, 3];
        for at_once in 1..=9 {
            let (given, running) = play(at_once, &lengths);
            assert_eq!(given, [0, 1, 2, 3, 4, 5, 6, 7], "{at_once} at once");
            assert_eq!(*running.begun.borrow(), given, "{at_once} at once");
            assert_eq!(running.now.get(), 0, "{at_once} at once");
        }
    }

    #[test]
    fn no_more_run_than_there_is_room_for_and_no_fewer() {
        for at_once in 1..=5 {
            let (given, running) = play(at_once, &[3; 20]);
            assert_eq!(given.len(), 20);
            assert_eq!(running.most.get(), at_once);
        }
    }

    #[test]
    fn nothing_to_wait_for_gives_nothing() {
        assert_eq!(play(2, &[]).0, Vec::<usize>::new());
    }
}
