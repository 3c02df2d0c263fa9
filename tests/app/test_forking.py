"""Servers that are forked are as those that are started: so their tests tell of the same server."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.app import forking
from tests.app.forking import Forked, stem


def test_a_forked_server_has_the_variables_that_it_is_given_and_no_others(tmp_path: Path) -> None:
    stem()
    given = {**os.environ, "CHALKNET_DATABASE_PATH": str(tmp_path / "chalknet.db"), "CHALKNET_PORT": "none"}
    del given["PATH"]
    with tempfile.TemporaryFile("w+") as complaints, Forked(given, complaints) as process:
        assert process.wait(60) == 1
        complaints.seek(0)
        assert "CHALKNET_PORT" in complaints.read() and process.stdout.read() == ""
        process.kill()
