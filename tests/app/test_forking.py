"""Servers that are forked are as those that are started: so their tests tell of the same server."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from tests.app import forking
from tests.app.forking import Forked, stem


def test_a_forked_server_has_no_variables_of_the_process_that_it_is_forked_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**os.environ, "CHALKNET_DATABASE_PATH": str(tmp_path / "chalknet.db"), "CHALKNET_PORT": "none"}
    monkeypatch.setenv("CHALKNET_UNKNOWN", "1")
    another = stem.__wrapped__()
    monkeypatch.setattr(forking, "stem", lambda: another)
    with tempfile.TemporaryFile("w+") as complaints, Forked(given, complaints) as process:
        assert process.wait() == 1
        complaints.seek(0)
        complaint = complaints.read()
        assert "CHALKNET_PORT" in complaint and "CHALKNET_UNKNOWN" not in complaint, complaint
        assert process.stdout.read() == ""
        process.kill()


def test_a_server_that_cannot_be_forked_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    monkeypatch.setattr(forking, "stem", lambda: own)
    with own, tempfile.TemporaryFile("w+") as complaints:
        other.close()
        open_files = len(os.listdir("/proc/self/fd"))
        with pytest.raises(BrokenPipeError):
            Forked({}, complaints)
        assert len(os.listdir("/proc/self/fd")) == open_files
