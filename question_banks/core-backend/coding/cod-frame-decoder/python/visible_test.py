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


class FrameDecoderTest(Case):
    # milestone: 1
    def test_a_frame_in_one_chunk_is_decoded(self):
        self.assertEqual(self.payloads([frame(b"level=71")]), [b"level=71"])

    # milestone: 1
    def test_two_frames_in_one_chunk_come_in_their_order(self):
        stream = frame(b"first") + frame(b"second")
        self.assertEqual(self.payloads([stream]), [b"first", b"second"])

    # milestone: 2
    def test_a_frame_may_come_byte_by_byte(self):
        chunks = [bytes([byte]) for byte in frame(b"level=71")]
        self.assertEqual(self.payloads(chunks), [b"level=71"])

    # milestone: 2
    def test_a_chunk_may_end_anywhere(self):
        expected = [b"first", b"second", b"third"]
        stream = b"".join(map(frame, expected))
        for cut in range(len(stream) + 1):
            self.assertEqual(self.payloads([stream[:cut], stream[cut:]]), expected)

    # milestone: 3
    def test_what_begins_like_no_frame_is_refused(self):
        self.refused(FrameDecoder().feed(b"GET / HTTP/1.1", 0))

    # milestone: 4
    def test_a_frame_that_does_not_come_to_its_end_is_given_up(self):
        decoder = FrameDecoder(patience_ms=100)
        self.unfinished(decoder, (frame(b"level=71")[:9], 0), (b"", 99))
        self.refused(decoder.feed(b"", 100))


if __name__ == "__main__":
    unittest.main()
