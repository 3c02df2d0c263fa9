"""A worker leaves nothing open, whenever it is ended."""

import socket

import pytest

from app.hosts.worker import Worker

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("delay", [0, 60])
async def test_one_that_is_ended_before_its_start_leaves_no_socket_open(
    delay: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = socket.socketpair()
    monkeypatch.setattr(socket, "socketpair", lambda: pair)
    ended = Worker("host-1", 1, lambda message: None, lambda worker: None, delay)
    await ended.end()
    assert [each.fileno() for each in pair] == [-1, -1]
