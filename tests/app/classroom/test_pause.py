"""A class is paused, also where a host dies at that moment."""

from typing import Any, cast

import pytest

from app.classroom.member import Member
from app.classroom.pause import hold, play
from app.errors import HostError

pytestmark = pytest.mark.anyio


class Network:
    """It plays, and its host dies at the first command, and restores it as it was."""

    def __init__(self) -> None:
        self.state, self.deaths = "playing", 1

    async def control(self, command: dict[str, Any]) -> dict[str, Any]:
        if self.deaths:
            self.deaths -= 1
            raise HostError(
                "host-restarted", None, "The training process was just restarted: please try again."
            )
        was, self.state = self.state, "paused" if command["do"] == "pause" else "playing"
        return {"was": was}


class Awake(dict[str, Network]):
    def of_visitor(self, visitor: str) -> list[Any]:
        return []


async def test_a_run_that_is_restored_meanwhile_is_paused_and_let_go() -> None:
    student, network = Member.new("v", "Ann", "en", 0, waits=False), Network()
    student.runs = {"": "r"}
    runs: Any = cast(Any, type("Runs", (), {"awake": Awake(r=network)})())
    await hold(runs, student)
    assert network.state == "paused" and student.played == ["r"]
    network.deaths = 1
    await play(runs, student)
    assert network.state == "playing" and not student.played
