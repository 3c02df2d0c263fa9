"""The pipe between the server and a training process carries whole messages, however they are cut."""

import socket

import msgpack
import pytest

from app.trainer.pipe import PIECE, Pipe


def test_messages_arrive_whole_and_in_order() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        pipe = Pipe(theirs)
        assert list(pipe.receive()) == []
        messages = [[1, "a", b"\0" * length] for length in (0, 10, PIECE - 5, 3 * PIECE)]
        ours.setblocking(False)
        sent = b"".join(msgpack.packb(message) for message in messages)
        received: list[list[object]] = []
        while len(received) < len(messages):
            if sent:
                sent = sent[ours.send(sent[:70_000]) :]
            received += pipe.receive(1.0)
        assert received == messages
        pipe.send("frames", [b"abc", None])
        assert msgpack.unpackb(ours.recv(100)) == ["frames", [b"abc", None]]


def test_a_long_message_is_read_whole_at_once_and_what_is_left_comes_the_next_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 * PIECE)
        pipe = Pipe(theirs)
        messages = [["long", b"\0" * 2 * PIECE], ["short"], ["last"]]
        ours.sendall(b"".join(msgpack.packb(message) for message in messages))
        coming = pipe.receive()
        assert [next(coming), next(coming)] == messages[:2]
        del coming
        assert list(pipe.receive(20.0)) == messages[2:]


def test_the_end_of_the_server_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        pipe = Pipe(theirs)
        ours.close()
        with pytest.raises(EOFError):
            list(pipe.receive(1.0))
