//! Finds frames in the bytes of one connection.
//!
//! A frame is the byte 0xF7, the length of its payload in four bytes (big-endian, unsigned), and
//! the payload.

/// What came of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fed {
    /// The payloads that are complete, in their order.
    pub payloads: Vec<Vec<u8>>,
    /// Why the connection has to be closed.
    pub error: Option<String>,
}

pub struct FrameDecoder {}

impl FrameDecoder {
    /// Says how large a payload may be, and how patient we are.
    pub fn new(_max_bytes: usize, _patience_ms: u64) -> Self {
        Self {}
    }

    /// Takes what has arrived; `now` is in ms.
    ///
    /// It is called for each chunk, and once a second with an empty one. It may still be called
    /// after an error.
    pub fn feed(&mut self, _chunk: &[u8], _now: u64) -> Fed {
        todo!()
    }
}
