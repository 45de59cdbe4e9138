//! Content hashes.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 over named texts, in hexadecimal. Names and lengths are part of it, so no two lists of
/// files hash alike.
pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in texts {
        for part in [name, text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a String can't fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_between_files_changes_the_hash() {
        assert_ne!(
            of_texts([("a", "xy"), ("b", "z")]),
            of_texts([("a", "x"), ("b", "yz")])
        );
        assert_eq!(of_texts([("a", "x")]).len(), 64);
    }
}
