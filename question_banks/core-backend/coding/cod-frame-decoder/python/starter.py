"""Finds frames in the bytes of one connection.

A frame is the byte 0xF7, the length of its payload in four bytes (big-endian, unsigned), and the
payload.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fed:
    """The payloads that are complete, in their order, and why the connection has to be closed."""

    payloads: list[bytes]
    error: str | None = None


class FrameDecoder:
    def __init__(self, max_bytes: int = 65_536, patience_ms: int = 10_000) -> None:
        """Say how large a payload may be, and how patient we are."""

    def feed(self, chunk: bytes, now: int) -> Fed:
        """Take what has arrived; `now` is in ms.

        It is called for each chunk, and once a second with an empty one. It may still
        be called after an error.
        """
        raise NotImplementedError
