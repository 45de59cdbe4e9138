//! Finds frames in the bytes of one connection, and holds one incomplete frame at most.

const MARK: u8 = 0xF7;
const HEADER_BYTES: usize = 5;

/// What came of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fed {
    /// The payloads that are complete, in their order.
    pub payloads: Vec<Vec<u8>>,
    /// Why the connection has to be closed.
    pub error: Option<String>,
}

pub struct FrameDecoder {
    max_bytes: usize,
    patience_ms: u64,
    held: Vec<u8>,
    /// When the first byte of the incomplete frame came.
    begun_at: Option<u64>,
    error: Option<String>,
}

/// What stands at the beginning of some bytes.
enum Start<'a> {
    Frame { payload: &'a [u8], bytes: usize },
    Incomplete,
    Bad(String),
}

impl FrameDecoder {
    /// Says how large a payload may be, and how patient we are.
    pub fn new(max_bytes: usize, patience_ms: u64) -> Self {
        Self {
            max_bytes,
            patience_ms,
            held: Vec::new(),
            begun_at: None,
            error: None,
        }
    }

    /// Takes what has arrived; `now` is in ms.
    pub fn feed(&mut self, chunk: &[u8], now: u64) -> Fed {
        let mut payloads = Vec::new();
        if self.error.is_none() {
            self.held.extend_from_slice(chunk);
            self.take(&mut payloads);
            self.time(!payloads.is_empty(), now);
        }
        Fed {
            payloads,
            error: self.error.clone(),
        }
    }

    /// Takes the complete frames off what is held, and leaves the rest.
    fn take(&mut self, payloads: &mut Vec<Vec<u8>>) {
        let mut at = 0;
        loop {
            match start(&self.held[at..], self.max_bytes) {
                Start::Frame { payload, bytes } => {
                    payloads.push(payload.to_vec());
                    at += bytes;
                }
                Start::Incomplete => break,
                Start::Bad(why) => {
                    self.error = Some(why);
                    break;
                }
            }
        }
        // Once for all: to shift the rest for each frame costs the square of their number.
        self.held.drain(..at);
    }

    /// By the frame's first byte, not by its last one: a byte now and then must not buy time.
    fn time(&mut self, has_completed: bool, now: u64) {
        if has_completed || self.held.is_empty() {
            self.begun_at = None;
        }
        if self.held.is_empty() {
            return;
        }
        let begun_at = *self.begun_at.get_or_insert(now);
        if now.saturating_sub(begun_at) >= self.patience_ms {
            self.error.get_or_insert_with(|| "too slow".to_owned());
        }
    }
}

fn start(bytes: &[u8], max_bytes: usize) -> Start<'_> {
    let (mark, rest) = match bytes {
        [] => return Start::Incomplete,
        [mark, rest @ ..] => (*mark, rest),
    };
    if mark != MARK {
        // A payload may hold the mark as well: behind garbage nothing tells a frame's beginning.
        return Start::Bad("no frame".to_owned());
    }
    let Some((length, rest)) = rest.split_first_chunk::<4>() else {
        return Start::Incomplete;
    };
    // Judged as soon as it is there: nobody waits for a payload that is not wanted.
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    if length > max_bytes {
        return Start::Bad(format!("a payload of {length} bytes"));
    }
    match rest.get(..length) {
        Some(payload) => Start::Frame {
            payload,
            bytes: HEADER_BYTES + length,
        },
        None => Start::Incomplete,
    }
}
