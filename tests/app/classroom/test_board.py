"""The board goes on, whatever fails of it."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.classroom.board import Board, Boards
from app.classroom.presence import Presence
from tests.app.classroom.made import made


@pytest.mark.anyio
async def test_a_part_that_fails_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    boards = Boards(cast(Any, SimpleNamespace(presence=Presence(), runs=None)))
    classroom = made()
    shown = asyncio.Semaphore(0)

    def fails(board: Board) -> None:
        raise ValueError("a map of another size")

    def works(board: Board) -> None:
        shown.release()

    with (
        caplog.at_level(logging.ERROR, "chalknet.board"),
        boards.watching(classroom, fails),
        boards.watching(classroom, works),
    ):
        for _ in range(3):
            async with asyncio.timeout(60):
                await shown.acquire()
    assert sum("a map of another size" in record.getMessage() for record in caplog.records) == 1
