"""The stills of a class are bounded in number and in bytes."""

import random

from app.classroom import stills
from app.classroom.classroom import Classroom
from app.classroom.still import MOST_BYTES, MOST_STILLS, Still
from tests.app.classroom.test_classroom import classroom, refused

__all__ = ["classroom"]

ABOUT = {"member": "m", "nickname": "", "task": "", "taken_at": 1.0, "sign": "well", "settings": {}}


def test_a_class_keeps_only_so_many(classroom: Classroom) -> None:
    classroom.stills = [Still.of(b"frame", **ABOUT) for _ in range(MOST_STILLS - 1)]
    stills.check_room(classroom)
    classroom.stills.append(Still.of(b"frame", **ABOUT))
    with refused("too-many-snapshots"):
        stills.check_room(classroom)
    assert Classroom.model_validate(classroom.model_dump(mode="json")).stills[0].unpacked == b"frame"


def test_a_large_frame_is_refused() -> None:
    with refused("too-large"):
        Still.of(random.Random(0).randbytes(MOST_BYTES + 1), **ABOUT)
