"""Who listens to a class is told of what concerns them, and of no more."""

from functools import partial

import pytest

from app.classroom.telling import EVERYBODY, Telling

pytestmark = pytest.mark.anyio


async def test_a_change_of_one_seat_is_told_to_its_student_and_to_the_board() -> None:
    told: list[str] = []
    before: list[str] = []
    telling = Telling(before.append)
    ears = {"ann": "ann", "bob": "bob", "board": None, "referee": EVERYBODY}
    held = [telling.listening("ABC234", partial(told.append, name), of) for name, of in ears.items()]
    for each in held:
        each.__enter__()
    telling.soon("ABC234", "ann")
    telling.tell()
    assert told == ["ann", "board"] and before == []
    telling.soon("ABC234", "bob")
    telling.now("ABC234")
    assert told[2:] == [*ears] and before == ["ABC234"]
    for each in held:
        each.__exit__(None, None, None)
    telling.now("ABC234")
    assert len(told) == 6
