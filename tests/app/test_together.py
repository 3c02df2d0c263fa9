"""What a class has in common, on a real server: told to the teacher who asks, and to the wall as the teacher wants."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import numpy as np
import pytest

from tests.app.client import Message, Page, Server, live, reaches, serving_from
from tests.app.opened_class import Class, attend
from tests.app.storage.test_restart import returning

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
        await shows(board, school, "overlay")
        told = await board.until(lambda each: is_part("overlay", each) and each["students"] == 2)
        assert told["of"] == 3 and told["problem"] == "classification"
        assert told.arrays["mean"].shape == told.arrays["spread"].shape == (20, 20)
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
            await shows(board, school, "settings")
            await page.ask("step", run, iterations=20)
            await reaches(ann, run, 20)
            told = await board.until(has_rows(1))
            assert told["members"] == [seat["id"]] and told["runs"] == [run]
            await page.ask("change", run, changes={"optimizer": {"learning_rate": 0.5}})
            await page.ask("step", run, iterations=30)
            await reaches(ann, run, 50)
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


async def test_everyone_guesses_before_the_run_and_sees_the_others_when_it_is_opened(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        school = Class(server)
        (ann, _), (bob, _) = school.join("Ann"), school.join("Bob")
        asked = {"text": "The test loss after 3 epochs?", "kind": "number", "measure": "test_loss"}
        answer = school.teacher.post(f"{school.path}/question", json={**asked, "epochs": 3})
        assert answer.status_code == 201, answer.text
        question = answer.json()["id"]

        def guess(student: httpx.Client, value: object, of: str = question) -> httpx.Response:
            return student.put(f"{school.path}/seat/guess", json={"question": of, "value": value})

        assert guess(ann, 0.5).json()["guess"] == 0.5 and guess(bob, 0.25).status_code == 200
        assert guess(ann, 0.3).json()["guess"] == 0.3
        assert guess(ann, [[0, 0], [99, 0]]).status_code == 422
        samples = ann.get(f"{school.path}/question/points").json()
        assert len(samples["points"]) == 300 and samples["problem"] == "classification"
        assert (
            server.visitor().get(f"{school.path}/question/points").json()["error"]["code"] == "not-a-member"
        )
        assert guess(ann, 1, "other").json()["error"]["code"] == "no-question"
        async with live(server, school.teacher) as board, live(server, ann) as page:
            told = await attend(page, school)
            run = told["network"]
            assert told["question"]["guess"] == 0.3 and "0.25" not in str(told.header)
            await shows(board, school, "guesses")
            told = await board.until(lambda each: is_part("guesses", each))
            assert (told["guessed"], told["of"], told["guesses"]) == (2, 2, [])
            # Before the start, nothing lets it run that would leave the guesses open.
            for do, fields in (("play", {}), ("step", {"iterations": 1})):
                assert (await board.ask(do, run, **fields))["code"] == "guessing-still"
            await asyncio.to_thread(server.process.terminate)
            await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        ann, bob, school.teacher = (returning(server, each) for each in (ann, bob, school.teacher))
        projector = server.visitor()
        assert projector.post(f"{school.path}/wall", json={"key": school.keys["wall"]}).status_code == 200
        start = school.teacher.post(f"{school.path}/question/start")
        assert start.status_code == 204, start.text
        late = guess(ann, 0.1)
        assert late.json()["error"]["code"] == "too-late"
        async with live(server, school.teacher) as board, live(server, projector) as wall:
            told = await attend(board, school, role="teacher")
            run = told["network"]
            for page in (board, wall):
                await page.ask("watch", run)
            await board.frame(where=lambda frame: frame["state"] == "paused" and frame["epoch"] >= 3)
            assert (await wall.ask("pause", run))["code"] == "unknown-run"
            # A former teacher's browser, and a student's, see no such run.
            assert (ann.get(f"/api/runs/{run}")).status_code == 404
            assert school.teacher.post(f"{school.path}/question/open", json={}).status_code == 204
            await shows(board, school, "guesses")
            told = await board.until(lambda each: is_part("guesses", each) and each["guesses"])
            assert told["guesses"] == [0.3, 0.25] and told["question"]["state"] == "open"
            assert 0 < told["question"]["outcome"] < 10
        assert ann.delete(f"{school.path}/seat").status_code == 204
        async with live(server, school.teacher) as board:
            await shows(board, school, "guesses")
            told = await board.until(lambda each: is_part("guesses", each))
            assert told["guesses"] == [0.25]
        assert school.teacher.delete(f"{school.path}/question").status_code == 204
        assert school.teacher.get(f"/api/runs/{run}").status_code == 404


async def test_a_network_learns_what_all_draw_while_they_draw_it(server: Server) -> None:
    school = Class(server)
    (ann, seat), (bob, other) = school.join("Ann"), school.join("Bob")
    points = f"{school.path}/seat/points"
    corners = [[-3, -3, 0], [-3, 3, 0], [3, -3, 1], [3, 3, 1]]
    assert ann.post(points, json={"points": corners}).json()["error"]["code"] == "pool-shut"
    assert school.teacher.patch(f"{school.path}/pool", json={"open": True}).status_code == 204
    assert ann.post(points, json={"points": [[99, 0, 0]]}).status_code == 422
    many = ann.request("DELETE", points, json={"ids": [*range(2000)]})
    assert many.json()["error"]["message"] == "ids has 2,000 items, but may have 1,000 at most."
    few = school.teacher.post(f"{school.path}/network", json={})
    assert few.json()["error"]["code"] == "too-few-points"
    assert ann.post(points, json={"points": corners[:2]}).status_code == 201
    drawn = bob.post(points, json={"points": corners[2:]}).json()
    assert [each[0] for each in drawn["points"]] == [3, 4]
    assert school.teacher.post(f"{school.path}/network", json={}).status_code == 204
    async with live(server, school.teacher) as board, live(server, ann) as page:
        told = await attend(page, school)
        assert told["pool"] == {
            "open": True,
            "draws": "points",
            "pictures": [],
            "classes": 2,
            "points": [[1, *corners[0]], [2, *corners[1]]],
        }
        run = (await attend(board, school, role="teacher"))["network"]

        async def learns(count: int) -> None:
            await board.frame("points", where=lambda frame: len(frame.arrays["points"]) == count)

        await board.ask("watch", run)
        await learns(4)
        await board.ask("play", run)
        assert ann.post(points, json={"points": [[0, 0, 1]]}).status_code == 201
        await learns(5)
        await shows(board, school, "pool")
        told = await board.until(lambda each: is_part("pool", each))
        assert told["members"] == [seat["id"], other["id"]] and sorted(told.arrays["ids"]) == [1, 2, 3, 4, 5]
        taken = school.teacher.request("DELETE", f"{school.path}/pool/points", json={"ids": [5]})
        assert taken.status_code == 204
        await learns(4)
        # Who leaves takes their points along; without enough of them, there is no such network any more.
        assert bob.delete(f"{school.path}/seat").status_code == 204
        await board.until(lambda each: each["type"] == "classroom" and each["network"] is None)
    assert school.teacher.get(f"/api/runs/{run}").status_code == 404


def drawn(column: int) -> str:
    """A stroke in a column of 56 pixels, as a page sends it."""
    ink = np.zeros((56, 56), np.uint8)
    ink[8:48, column : column + 4] = 255
    return b64encode(ink.tobytes()).decode()


async def test_a_network_learns_pictures_and_stays_where_a_teacher_goes(server: Server) -> None:
    school = Class(server)
    (ann, _), (bob, _) = school.join("Ann"), school.join("Bob")
    helper = server.visitor()
    helper.post(f"{school.path}/teacher", json={"key": school.keys["teacher"]})
    pool, pictures = f"{school.path}/pool", f"{school.path}/seat/pictures"
    assert helper.patch(pool, json={"open": True, "draws": "pictures", "classes": 3}).status_code == 204
    assert ann.post(pictures, json={"drawing": "AAAA", "label": 0}).status_code == 422
    for nth in range(10):
        student = (ann, bob)[nth % 2]
        sent = student.post(pictures, json={"drawing": drawn(4 * nth), "label": nth % 3})
        assert sent.status_code == 201, sent.text
    assert [each[:2] for each in sent.json()["pictures"]] == [[2, 1], [4, 0], [6, 2], [8, 1], [10, 0]]
    task = school.set_task(network={"hidden": [6]}, data={"kind": "digits"}, objective={"loss": "softmax"})
    begun = helper.post(f"{school.path}/network", json={"task": task})
    assert begun.status_code == 204, begun.text
    async with live(server, helper) as former, live(server, school.teacher) as board:
        run = (await attend(board, school, role="teacher"))["network"]
        for page in (former, board):
            assert (await page.ask("watch", run))["type"] == "done"
        await board.ask("play", run)
        await shows(board, school, "pool")
        told = await board.until(lambda each: is_part("pool", each))
        assert told["draws"] == "pictures" and told.arrays["pictures"].shape == (10, 28, 28)
        ann.post(pictures, json={"drawing": drawn(0), "label": 2})
        await board.frame(where=lambda each: each["full"] and counted(each) == 11)
        # What opens the door of the class is in no file that is handed on.
        with ZipFile(BytesIO(helper.get(f"/api/runs/{run}/file").content)) as taken:
            assert all(school.code.encode() not in taken.read(name) for name in taken.namelist())
        # It is the class's: the teacher who began it is none any more, and it goes on.
        assert helper.get("/api/runs").json() == []
        assert school.teacher.post(f"{school.path}/keys").status_code == 200
        await former.until(lambda each: each["type"] == "notice" and each["code"] == "run-closed")
        for path in ("", "/file"):
            assert helper.get(f"/api/runs/{run}{path}").status_code == 404
        ann.delete(f"{school.path}/seat")  # with six of her pictures
        await board.until(lambda each: each["type"] == "classroom" and each["network"] is None)
    assert school.teacher.get(f"/api/runs/{run}").status_code == 404


def counted(frame: Message) -> int:
    count: int = frame["experiment"]["data"]["album"]["pictures"]
    return count
