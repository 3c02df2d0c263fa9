"""The child's end of the pipe to the server: whole messages, each a MessagePack list; nothing is pickled."""

import selectors
import socket
from collections.abc import Iterator
from typing import Any

import msgpack

PIECE = 2**16
"""Bytes that are read at a time."""


class Pipe:
    """Raises ConnectionError, or EOFError, once the server has gone."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._unpacker = msgpack.Unpacker()
        self._selector = selectors.DefaultSelector()
        self._selector.register(end, selectors.EVENT_READ)

    def send(self, *message: Any) -> None:
        """Waits while the server takes no more."""
        self.end.sendall(msgpack.packb(message))

    def receive(self, seconds: float = 0.0) -> Iterator[list[Any]]:
        """The messages that have come, and that come meanwhile; the first may still take so many seconds.

        Whoever stops in the middle receives the rest the next time.
        """
        for message in self._unpacker:
            yield message
            seconds = 0.0
        while self._selector.select(max(seconds, 0.0)):
            piece = self.end.recv(PIECE)
            if not piece:
                raise EOFError
            self._unpacker.feed(piece)
            yield from self._unpacker
            seconds = 0.0
