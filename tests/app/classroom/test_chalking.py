"""The chalk lapses where its teacher has gone, and not before their page has come."""

import asyncio
from typing import Any, ClassVar, cast

import msgpack
import pytest

from app.classroom import chalking
from app.classroom.chalk import LAPSE_SECONDS, Chalk, page_of
from app.classroom.chalking import is_over
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.presence import Presence
from app.errors import Refusal
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed
from engine.experiment import Experiment
from engine.run import Run
from tests.app.classroom.made import made


def test_a_teacher_has_time_to_come_and_to_come_back() -> None:
    times = [0.0]
    presence = Presence(lambda: times[0])
    classroom = made(teachers=["ada"])
    chalk = Chalk(run="r", teacher="ada", taken_at=1000.0)
    times[0] = 900.0  # the server has run for long
    assert not is_over(chalk, classroom, presence, 1000.0)
    assert is_over(chalk, classroom, presence, 1000.0 + LAPSE_SECONDS)
    with presence.here(page_of("ada", "ABC234")):
        assert not is_over(chalk, classroom, presence, 2000.0)
    assert not is_over(chalk, classroom, presence, 2000.0)
    times[0] += LAPSE_SECONDS
    assert is_over(chalk, classroom, presence, 2000.0)
    restarted = Presence(lambda: times[0])
    assert not is_over(chalk, classroom, restarted, 9000.0)
    times[0] += LAPSE_SECONDS
    assert is_over(chalk, classroom, restarted, 9000.0)
    classroom.teachers = []
    assert is_over(chalk, classroom, presence, 1000.0)


@pytest.mark.anyio
async def test_of_two_teachers_who_take_it_at_once_one_has_it() -> None:
    student = Member.new("v", "Ann", "en", 0, waits=False)
    student.runs = {student.task: "r"}
    checkpoint: bytes = msgpack.packb(packed(HostedRun(Run(Experiment()))))
    kept: list[bytes] = []

    class Network:
        id = "r"

        async def checkpoint(self) -> bytes:
            await asyncio.sleep(0)
            return checkpoint

    class Archive:
        def hurry(self, *runs: str) -> None:
            assert runs == ("earlier",)

    class Runs:
        awake: ClassVar[dict[str, object]] = {}
        archive = Archive()

        async def of(self, *_: object) -> Network:
            return Network()

        def keep(self, owned: Network, checkpoint: bytes) -> str:
            kept.append(checkpoint)
            return "earlier"

    classroom = made(teachers=["ada", "bo"], members=[student])
    classrooms: Any = Classrooms(cast(Any, Runs()), cast(Any, None), cast(Any, None), lambda: 1.0)
    classrooms._add(classroom, "")
    results = await asyncio.gather(
        *(chalking.take(classrooms, classroom, student, teacher, "here") for teacher in ("ada", "bo")),
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [type(None), Refusal] and len(kept) == 1
    assert student.chalk is not None and student.chalk.teacher == "ada"
