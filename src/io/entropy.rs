//! The only place where chance comes in.

/// Gives seeds and ids.
pub trait Entropy {
    /// A seed for a session, short enough to type again.
    fn seed(&self) -> u64;

    /// A new id, a `UUIDv7` of the given time in milliseconds since 1970.
    fn id(&self, unix_ms: u64) -> String;
}

/// The system's source of randomness.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Entropy for System {
    fn seed(&self) -> u64 {
        u64::from(draw::<u32>())
    }

    fn id(&self, unix_ms: u64) -> String {
        let random: [u8; 10] = draw();
        uuid::Builder::from_unix_timestamp_millis(unix_ms, &random)
            .into_uuid()
            .to_string()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the home of randomness")]
fn draw<T>() -> T
where
    rand::distr::StandardUniform: rand::distr::Distribution<T>,
{
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let (early, late) = (System.id(1_000_000), System.id(2_000_000));
        assert!(early < late);
        assert_ne!(System.id(1_000_000), early);
        assert_eq!(early.len(), 36);
    }
}
