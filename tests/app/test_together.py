"""What a class has in common, on a real server: told to the teacher who asks, and to the wall as the teacher wants."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.client import Message, Page, Server, live, serving_from
from tests.app.storage.test_restart import returning
from tests.app.test_classes import Class, attend

pytestmark = pytest.mark.anyio


def is_part(part: str, message: Message) -> bool:
    return bool(message["type"] == "shared" and message["part"] == part)


def has_rows(count: int) -> Callable[[Message], bool]:
    return lambda each: is_part("settings", each) and len(each.arrays["ids"]) == count


async def shows(page: Page, school: Class, *parts: str) -> None:
    """Ask to be told parts. What is told once may come before the answer, and must not be lost."""
    asked = {"do": "attend", "code": school.code, "role": "teacher", "shared": parts}
    await page.socket.send(json.dumps(asked))


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


async def test_what_everyone_tried_is_told_and_survives_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        school = Class(server)
        ann, seat = school.join("Ann")
        run = school.begin(ann)
        async with live(server, school.teacher) as board, live(server, ann) as page:
            await attend(board, school, role="teacher", shared=["settings"])
            await page.ask("watch", run)
            await page.ask("step", run, iterations=20)
            told = await board.until(has_rows(1))
            assert told["members"] == [seat["id"]] and told["runs"] == [run]
            await page.ask("change", run, changes={"optimizer": {"learning_rate": 0.5}})
            await page.ask("step", run, iterations=30)
            told = await board.until(has_rows(2))
            rates = told.arrays["numbers"][:, told["columns"].index("learning_rate")]
            assert [round(float(rate), 3) for rate in rates] == [0.1, 0.5]
            assert told.arrays["since"].tolist() == [0, 20] and told.arrays["present"].tolist() == [0, 1]
        await asyncio.to_thread(server.process.terminate)
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        school.teacher = returning(server, school.teacher)
        async with live(server, school.teacher) as board:
            await shows(board, school, "settings")
            await board.until(has_rows(2))
        # The network of who left is gone, and so is what they tried.
        assert returning(server, ann).delete(f"{school.path}/seat").status_code == 204
        async with live(server, school.teacher) as board:
            await shows(board, school, "settings")
            await board.until(has_rows(0))
