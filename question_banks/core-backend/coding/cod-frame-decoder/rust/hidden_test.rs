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
fn a_payload_may_be_empty() {
    let stream = [frame(b""), frame(b"a"), frame(b"")].concat();
    let expected: [&[u8]; 3] = [b"", b"a", b""];
    assert_eq!(payloads([&stream[..]]), expected);
}

// milestone: 2
#[test]
fn chunks_of_any_one_size_give_the_same_frames() {
    let expected: Vec<Vec<u8>> = (0..41).map(|n| vec![n; n.into()]).collect();
    let stream: Vec<u8> = expected.iter().flat_map(|payload| frame(payload)).collect();
    for size in [1, 2, 3, 5, 7, 64, 1_000] {
        assert_eq!(payloads(stream.chunks(size)), expected);
    }
}

// milestone: 2
#[test]
fn a_payload_may_look_like_the_beginning_of_a_frame() {
    let tricky = [0xF7, 0, 0, 0, 3, 0xF7, 0xF7];
    let stream = [frame(&tricky), frame(b"next")].concat();
    let expected: [&[u8]; 2] = [&tricky, b"next"];
    assert_eq!(payloads([&stream[..]]), expected);
}

// milestone: 2
#[test]
fn twenty_thousand_frames_may_come_in_one_chunk() {
    let expected: Vec<Vec<u8>> = (0..20_000_u32).map(|n| n.to_be_bytes().to_vec()).collect();
    let stream: Vec<u8> = expected.iter().flat_map(|payload| frame(payload)).collect();
    assert_eq!(payloads([&stream[..]]), expected);
}

// milestone: 3
#[test]
fn a_payload_of_the_largest_size_is_taken_a_larger_one_is_not() {
    let mut decoder = FrameDecoder::new(8, 10_000);
    taken(&decoder.feed(&frame(b"12345678"), 0), &[b"12345678"]);
    refused(&decoder.feed(&frame(b"123456789"), 0), &[]);
}

// milestone: 3
#[test]
fn a_length_that_is_too_large_is_refused_before_its_payload_comes() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
    unfinished(&mut decoder, &[(&[0xF7, 0xFF, 0xFF, 0xFF], 0)]);
    refused(&decoder.feed(&[0xFF], 0), &[]);
}

// milestone: 3
#[test]
fn garbage_is_refused_at_its_first_byte() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
    taken(&decoder.feed(&frame(b"a"), 0), &[b"a"]);
    refused(&decoder.feed(b"G", 0), &[]);
}

// milestone: 3
#[test]
fn frames_ahead_of_garbage_are_handed_over_and_none_behind_it() {
    for garbage in [&b"?!"[..], &[0xF7, 0xFF, 0xFF, 0xFF, 0xFF]] {
        let stream = [&frame(b"good"), garbage, &frame(b"hidden")].concat();
        let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
        refused(&decoder.feed(&stream, 0), &[b"good"]);
    }
}

// milestone: 3
#[test]
fn after_a_refusal_nothing_is_taken_any_more() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 10_000);
    refused(&decoder.feed(b"G", 0), &[]);
    refused(&decoder.feed(&frame(b"late"), 0), &[]);
}

// milestone: 4
#[test]
fn a_byte_now_and_then_buys_no_time() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    let data = frame(b"level=71");
    for (byte, now) in data.chunks(1).zip([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]) {
        unfinished(&mut decoder, &[(byte, now)]);
    }
    refused(&decoder.feed(&data[10..11], 100), &[]);
}

// milestone: 4
#[test]
fn half_a_header_is_timed_as_well() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    unfinished(&mut decoder, &[(&[0xF7], 50), (&[0], 149)]);
    refused(&decoder.feed(b"", 150), &[]);
}

// milestone: 4
#[test]
fn silence_between_two_frames_is_no_fault() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    taken(&decoder.feed(&frame(b"a"), 0), &[b"a"]);
    unfinished(&mut decoder, &[(b"", 1_000), (b"", 3_600_000)]);
    taken(&decoder.feed(&frame(b"b"), 3_600_001), &[b"b"]);
}

// milestone: 4
#[test]
fn each_frame_is_timed_from_its_own_first_byte() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    let data = [&frame(b"first")[..], &[0xF7]].concat();
    unfinished(&mut decoder, &[(&data[..6], 0)]);
    taken(&decoder.feed(&data[6..], 90), &[b"first"]);
    unfinished(&mut decoder, &[(b"", 150), (b"", 189)]);
    refused(&decoder.feed(b"", 190), &[]);
}

// milestone: 4
#[test]
fn a_frame_that_is_complete_is_taken_however_late() {
    let mut decoder = FrameDecoder::new(MAX_BYTES, 100);
    let data = frame(b"first");
    unfinished(&mut decoder, &[(&data[..6], 0)]);
    taken(&decoder.feed(&data[6..], 140), &[b"first"]);
}
