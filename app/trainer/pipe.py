"""The child's end of the pipe to the server: whole messages, each a MessagePack list; nothing is pickled."""

import selectors
import socket
from collections.abc import Iterator
from typing import Any

import msgpack

PIECE = 2**16
"""Bytes that are read at a time."""


class Pipe:
    """Raises ConnectionError, or EOFError, after the server has ended."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._unpacker = msgpack.Unpacker()
        self._selector = selectors.DefaultSelector()
        self._selector.register(end, selectors.EVENT_READ)

    def send(self, *message: Any) -> None:
        """Send a message, and wait until the server has room for it."""
        self.end.sendall(msgpack.packb(message))

    def receive(self, seconds: float = 0.0) -> Iterator[list[Any]]:
        """The messages that have arrived, and those that arrive meanwhile; the first may take so many seconds.

        A caller that stops early gets the rest from the next call.
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
