use crate::solution::{Fed, FrameDecoder};

const MAX_BYTES: usize = 65_536;

fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&[0xF7], &length[..], payload].concat()
}

/// Feeds chunk after chunk, all at one moment, and gives all payloads.
fn payloads<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
    let mut payloads = Vec::new();
    for chunk in chunks {
        let fed = decoder.feed(chunk, 0);
        assert_eq!(fed.error, None);
        payloads.extend(fed.payloads);
    }
    payloads
}

/// Feeds a chunk after the other; each is taken without completing a frame.
fn unfinished(decoder: &mut FrameDecoder, fed: &[(&[u8], u64)]) {
    for (chunk, now) in fed {
        taken(&decoder.feed(chunk, *now), &[]);
    }
}

fn taken(fed: &Fed, payloads: &[&[u8]]) {
    assert_eq!(fed.payloads, payloads);
    assert_eq!(fed.error, None);
}

fn refused(fed: &Fed, payloads: &[&[u8]]) {
    assert_eq!(fed.payloads, payloads);
    assert!(fed.error.is_some());
}

// milestone: 1
#[test]
fn a_frame_in_one_chunk_is_decoded() {
    assert_eq!(payloads([&frame(b"level=71")[..]]), [b"level=71"]);
}

// milestone: 1
#[test]
fn two_frames_in_one_chunk_come_in_their_order() {
    let stream = [frame(b"first"), frame(b"second")].concat();
    let expected: [&[u8]; 2] = [b"first", b"second"];
    assert_eq!(payloads([&stream[..]]), expected);
}

// milestone: 2
#[test]
fn a_frame_may_come_byte_by_byte() {
    assert_eq!(payloads(frame(b"level=71").chunks(1)), [b"level=71"]);
}

// milestone: 2
#[test]
fn a_chunk_may_end_anywhere() {
    let stream = [frame(b"first"), frame(b"second"), frame(b"third")].concat();
    let expected: [&[u8]; 3] = [b"first", b"second", b"third"];
    for cut in 0..=stream.len() {
        assert_eq!(payloads([&stream[..cut], &stream[cut..]]), expected);
    }
}

// milestone: 3
#[test]
fn what_begins_like_no_frame_is_refused() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
    refused(&decoder.feed(b"GET / HTTP/1.1", 0), &[]);
}

// milestone: 4
#[test]
fn a_frame_that_does_not_come_to_its_end_is_given_up() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    unfinished(&mut decoder, &[(&frame(b"level=71")[..9], 0), (b"", 99)]);
    refused(&decoder.feed(b"", 100), &[]);
}
