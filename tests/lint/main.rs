//! The rules of quality, each on a prompt that keeps it and one that breaks it.

#[cfg(test)]
mod across;
#[cfg(test)]
mod common;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod work;
