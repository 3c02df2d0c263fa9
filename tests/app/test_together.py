"""What a class has in common, on a real server: told to the teacher who asks, and to the wall as the teacher wants."""

import pytest

from tests.app.client import Message, Server, live
from tests.app.test_classes import Class, attend

pytestmark = pytest.mark.anyio


def is_part(part: str, message: Message) -> bool:
    return bool(message["type"] == "shared" and message["part"] == part)


async def test_boundaries_lie_over_each_other_on_the_board_and_on_the_wall(server: Server) -> None:
    school = Class(server)
    students = [school.join(name) for name in ("Ann", "Bob", "Cleo")]
    for student, _ in students[:2]:
        school.begin(student)
    async with live(server, school.teacher) as board, live(server, school.teacher) as wall:
        await attend(wall, school, role="projector")
        await attend(board, school, role="teacher", shared=["overlay"])
        told = await board.until(lambda each: is_part("overlay", each) and each["students"] == 2)
        assert told["of"] == 3 and told["problem"] == "classification"
        assert told.arrays["mean"].shape == told.arrays["spread"].shape == (24, 24)
        assert told.arrays["spread"].min() >= 0 and told.arrays["spread"].max() <= 0.5
        # On the wall is what the teacher puts there, whatever the projector's page asks for.
        assert (await wall.command("attend", code=school.code, role="projector", shared=["overlay"]))[
            "type"
        ] == "done"
        assert school.teacher.patch(school.path, json={"on_wall": "overlay"}).status_code == 200
        seen: list[Message] = []

        def arrives(message: Message) -> bool:
            seen.append(message)
            return is_part("overlay", message)

        await wall.until(arrives)
        assert any(each["type"] == "classroom" and each["on_wall"] == "overlay" for each in seen)
