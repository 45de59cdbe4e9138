import unittest

from solution import FrameDecoder


def frame(payload):
    return b"\xf7" + len(payload).to_bytes(4, "big") + payload


class Case(unittest.TestCase):
    def payloads(self, chunks):
        """Feed chunk after chunk, all at one moment, and give all payloads."""
        decoder = FrameDecoder()
        payloads = []
        for chunk in chunks:
            fed = decoder.feed(chunk, 0)
            self.assertIsNone(fed.error)
            payloads += fed.payloads
        return payloads

    def unfinished(self, decoder, *fed):
        """Feed (chunk, now) after (chunk, now); each is taken without completing a frame."""
        for chunk, now in fed:
            self.taken(decoder.feed(chunk, now), [])

    def taken(self, fed, payloads):
        self.assertEqual((fed.payloads, fed.error), (payloads, None))

    def refused(self, fed, payloads=()):
        self.assertEqual(fed.payloads, list(payloads))
        self.assertIsNotNone(fed.error)


class FrameDecoderHiddenTest(Case):
    # milestone: 1
    def test_a_payload_may_be_empty(self):
        stream = frame(b"") + frame(b"a") + frame(b"")
        self.assertEqual(self.payloads([stream]), [b"", b"a", b""])

    # milestone: 2
    def test_chunks_of_any_one_size_give_the_same_frames(self):
        expected = [bytes([n]) * n for n in range(41)]
        stream = b"".join(map(frame, expected))
        for size in (1, 2, 3, 5, 7, 64, 1_000):
            chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
            self.assertEqual(self.payloads(chunks), expected)

    # milestone: 2
    def test_a_payload_may_look_like_the_beginning_of_a_frame(self):
        tricky = b"\xf7\x00\x00\x00\x03\xf7\xf7"
        self.assertEqual(self.payloads([frame(tricky) + frame(b"next")]), [tricky, b"next"])

    # milestone: 2
    def test_twenty_thousand_frames_may_come_in_one_chunk(self):
        expected = [n.to_bytes(4, "big") for n in range(20_000)]
        self.assertTrue(self.payloads([b"".join(map(frame, expected))]) == expected)

    # milestone: 3
    def test_a_payload_of_the_largest_size_is_taken_a_larger_one_is_not(self):
        decoder = FrameDecoder(max_bytes=8)
        self.taken(decoder.feed(frame(b"12345678"), 0), [b"12345678"])
        self.refused(decoder.feed(frame(b"123456789"), 0))

    # milestone: 3
    def test_a_length_that_is_too_large_is_refused_before_its_payload_comes(self):
        decoder = FrameDecoder()
        self.unfinished(decoder, (b"\xf7\xff\xff\xff", 0))
        self.refused(decoder.feed(b"\xff", 0))

    # milestone: 3
    def test_garbage_is_refused_at_its_first_byte(self):
        decoder = FrameDecoder()
        self.taken(decoder.feed(frame(b"a"), 0), [b"a"])
        self.refused(decoder.feed(b"G", 0))

    # milestone: 3
    def test_frames_ahead_of_garbage_are_handed_over_and_none_behind_it(self):
        for garbage in (b"?!", b"\xf7\xff\xff\xff\xff"):
            stream = frame(b"good") + garbage + frame(b"hidden")
            self.refused(FrameDecoder().feed(stream, 0), [b"good"])

    # milestone: 3
    def test_after_a_refusal_nothing_is_taken_any_more(self):
        decoder = FrameDecoder()
        self.refused(decoder.feed(b"G", 0))
        self.refused(decoder.feed(frame(b"late"), 0))

    # milestone: 4
    def test_a_byte_now_and_then_buys_no_time(self):
        decoder = FrameDecoder(patience_ms=100)
        data = frame(b"level=71")
        self.unfinished(decoder, *((data[n : n + 1], n * 10) for n in range(10)))
        self.refused(decoder.feed(data[10:11], 100))

    # milestone: 4
    def test_half_a_header_is_timed_as_well(self):
        decoder = FrameDecoder(patience_ms=100)
        self.unfinished(decoder, (b"\xf7", 50), (b"\x00", 149))
        self.refused(decoder.feed(b"", 150))

    # milestone: 4
    def test_silence_between_two_frames_is_no_fault(self):
        decoder = FrameDecoder(patience_ms=100)
        self.taken(decoder.feed(frame(b"a"), 0), [b"a"])
        self.unfinished(decoder, (b"", 1_000), (b"", 3_600_000))
        self.taken(decoder.feed(frame(b"b"), 3_600_001), [b"b"])

    # milestone: 4
    def test_each_frame_is_timed_from_its_own_first_byte(self):
        decoder = FrameDecoder(patience_ms=100)
        data = frame(b"first")
        self.unfinished(decoder, (data[:6], 0))
        self.taken(decoder.feed(data[6:] + b"\xf7", 90), [b"first"])
        self.unfinished(decoder, (b"", 150), (b"", 189))
        self.refused(decoder.feed(b"", 190))

    # milestone: 4
    def test_a_frame_that_is_complete_is_taken_however_late(self):
        decoder = FrameDecoder(patience_ms=100)
        data = frame(b"first")
        self.unfinished(decoder, (data[:6], 0))
        self.taken(decoder.feed(data[6:], 140), [b"first"])


if __name__ == "__main__":
    unittest.main()
