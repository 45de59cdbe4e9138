"""Finds frames in the bytes of one connection, and holds one incomplete frame at most."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct

MARK = 0xF7
HEADER = Struct(">BI")


@dataclass(frozen=True)
class Fed:
    """The payloads that are complete, in their order, and why the connection has to be closed."""

    payloads: list[bytes]
    error: str | None = None


class FrameDecoder:
    def __init__(self, max_bytes: int = 65_536, patience_ms: int = 10_000) -> None:
        self._max_bytes = max_bytes
        self._patience_ms = patience_ms
        self._held = bytearray()
        self._begun_at: int | None = None  # when the first byte of the incomplete frame came
        self._error: str | None = None

    def feed(self, chunk: bytes, now: int) -> Fed:
        """Take what has arrived; `now` is in ms."""
        if self._error is not None:
            return Fed([], self._error)
        self._held += chunk
        payloads = self._take()
        if payloads or not self._held:
            self._begun_at = None
        if self._held and self._begun_at is None:
            self._begun_at = now
        # By the frame's first byte, not by its last one: a byte now and then must not buy time.
        if self._begun_at is not None and now - self._begun_at >= self._patience_ms:
            self._error = self._error or "too slow"
        return Fed(payloads, self._error)

    def _take(self) -> list[bytes]:
        """Take the complete frames off what is held, and leave the rest."""
        payloads: list[bytes] = []
        at = 0
        while at < len(self._held) and self._error is None:
            end = self._end(at)
            if end is None or end > len(self._held):
                break
            payloads.append(bytes(self._held[at + HEADER.size : end]))
            at = end
        # Once for all of them: to shift the rest for each frame costs the square of their number.
        del self._held[:at]
        return payloads

    def _end(self, at: int) -> int | None:
        """Where the frame ends that begins there, if its header is there and is one."""
        if self._held[at] != MARK:
            # A payload may hold the mark as well: behind garbage nothing tells a frame's beginning.
            self._error = "no frame"
            return None
        if len(self._held) < at + HEADER.size:
            return None
        _mark, length = HEADER.unpack_from(self._held, at)
        if length > self._max_bytes:
            # Judged as soon as it is there: nobody waits for a payload that is not wanted.
            self._error = f"a payload of {length} bytes"
            return None
        return at + HEADER.size + length
