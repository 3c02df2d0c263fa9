"""A class on a real server: a teacher and students, by the REST interface and over live sockets."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.client import Message, Server, live, run_of, serving_from
from tests.app.opened_class import Class, attend, is_told
from tests.app.storage.test_restart import returning

pytestmark = pytest.mark.anyio


async def test_the_board_shows_every_tile_and_only_what_changes(server: Server) -> None:
    school = Class(server)
    ann, seat = school.join("Ann")
    _, other = school.join("Bob")
    run = school.begin(ann)
    async with live(server, school.teacher) as board, live(server, ann) as page:
        await attend(page, school)
        assert (await board.command("attend", code=school.code))["type"] == "done"
        signs: dict[str, str] = {}
        members: list[dict[str, Any]] = []

        def noted(message: Message) -> bool:
            """Whether it has the tile."""
            if message["type"] == "classroom":
                assert message["role"] == "teacher"
                members[:] = message["members"]
            if message["type"] == "board":
                # A tile of somebody of whom the page does not know yet would be lost.
                assert set(message["signs"]) <= {each["id"] for each in members if each["standing"] == "in"}
                signs.update(message["signs"])
                assert other["id"] not in message["frames"]
            return message["type"] == "board" and seat["id"] in message["frames"]

        async def until(true_of: Callable[[], bool]) -> None:
            while not true_of():
                noted(await board.receive())

        await board.until(noted)
        assert signs[seat["id"]] == "well"
        assert [each["nickname"] for each in members] == ["Ann", "Bob"]
        await page.ask("play", run)
        frame = board.frame_in(await board.until(noted), seat["id"])
        assert frame["run"] == run and frame.arrays["tile"].shape == (20, 20)
        assert {"tile", "tile_range", "losses"} <= set(frame.arrays)
        await page.ask("pause", run)
        assert ann.patch(f"{school.path}/seat", json={"hand": True}).json()["hand"]
        await until(lambda: signs[seat["id"]] == "hand")

        # Who comes back gets a new tile, with all that belongs to it.
        member = f"{school.path}/members/{seat['id']}"
        school.teacher.patch(member, json={"standing": "out"})
        await until(lambda: members[0]["standing"] == "out")
        signs.clear()
        school.teacher.patch(member, json={"standing": "in"})
        await board.until(noted)
        assert signs[seat["id"]] == "hand"


async def test_eyes_on_me(server: Server) -> None:
    school = Class(server)
    (ann, _), (bob, _) = school.join("Ann"), school.join("Bob")
    annes, bobs = school.begin(ann), school.begin(bob)
    rates = {"variations": [{"field": "optimizer.learning_rate", "values": [0.1, 0.3]}]}
    family = ann.post("/api/families", json=rates).json()["id"]
    async with live(server, ann) as page, live(server, bob) as other:
        await attend(page, school)
        await page.ask("watch", annes)
        await page.ask("play", annes)
        await page.ask("play", family)
        assert school.teacher.patch(school.path, json={"paused": True}).status_code == 200
        await page.until(is_told(lambda each: bool(each["paused"])))
        assert ann.get(f"/api/runs/{annes}").json()["state"] == "paused"
        assert ann.get(f"/api/families/{family}").json()["state"] == "paused"
        for run in (annes, family):
            for do, fields in (("play", {}), ("step", {"iterations": 1}), ("travel", {})):
                refused = await page.ask(do, run, **fields)
                assert refused["code"] == "class-paused"
        # What is not training may go on, and so may a run that is not the class's.
        assert (await page.ask("change", annes, changes={"optimizer": {"learning_rate": 0.3}}))[
            "type"
        ] == "done"
        assert (await other.ask("play", run_of(bob)))["type"] == "done"
        assert school.teacher.patch(school.path, json={"paused": False}).status_code == 200
        assert ann.get(f"/api/runs/{annes}").json()["state"] == "playing"
        assert ann.get(f"/api/families/{family}").json()["state"] == "playing"
        assert bob.get(f"/api/runs/{bobs}").json()["state"] == "paused"


async def test_a_pause_holds_whoever_has_not_gone_to_the_new_task(server: Server) -> None:
    school = Class(server)
    ann, _ = school.join("Ann")
    own = school.begin(ann)
    async with live(server, ann) as page:
        await page.ask("watch", own)
        await page.ask("play", own)
        school.set_task(network={"hidden": [5]})
        assert school.teacher.patch(school.path, json={"paused": True}).status_code == 200
        assert ann.get(f"/api/runs/{own}").json()["state"] == "paused"
        assert school.teacher.patch(school.path, json={"paused": False}).status_code == 200
        assert ann.get(f"/api/runs/{own}").json()["state"] == "playing"


async def test_a_task_for_all_leaves_what_everyone_did(server: Server) -> None:
    school = Class(server)
    ann, _ = school.join("Ann")
    own = school.begin(ann)
    async with live(server, ann) as page:
        await attend(page, school)
        task = school.set_task(network={"hidden": [5]})
        told = await page.until(is_told(lambda each: each["task"] is not None))
        assert told["member"] == {**told["member"], "task": task, "run": None}
        assert told["task"]["hide"] == ["data.noise"]
        run = school.begin(ann)
        assert run != own and ann.get(f"/api/runs/{run}").json()["experiment"]["network"]["hidden"] == [5]
    assert ann.get(f"/api/runs/{own}").status_code == 200
    _, seat = school.join("Late")
    assert seat["task"] == task
    assert school.teacher.put(f"{school.path}/present", json={"task": None}).status_code == 204
    assert school.begin(ann) == own
    # Of their own will they go back to a task that they have begun, and to no other.
    assert ann.patch(f"{school.path}/seat", json={"task": task}).json()["run"] == run
    assert ann.patch(f"{school.path}/seat", json={"task": "x"}).json()["error"]["code"] == "unknown-task"
    async with live(server, ann) as page:
        told = await attend(page, school)
        assert told["begun"] == [
            {"task": "", "title": "", "run": own},
            {"task": task, "title": "Try this", "run": run},
        ]
    own_file = {"title": "x", "experiment": {"data": {"kind": "album"}}}
    refused = school.teacher.post(f"{school.path}/tasks", json=own_file)
    assert refused.status_code == 422


async def test_a_task_with_pictures_has_a_tile_without_a_map(server: Server) -> None:
    school = Class(server)
    ann, seat = school.join("Ann")
    school.set_task(data={"kind": "shapes"})
    run = school.begin(ann)
    async with live(server, ann) as page, live(server, school.teacher) as board:
        await attend(page, school)
        await board.command("attend", code=school.code)
        told = await board.until(lambda each: each["type"] == "board" and seat["id"] in each["frames"])
        frame = board.frame_in(told, seat["id"])
        assert frame["run"] == run and "tile" not in frame.arrays and "tile_losses" in frame.arrays


async def test_a_deleted_class_leaves_nothing(server: Server) -> None:
    school = Class(server)
    ann, _ = school.join("Ann")
    run = school.begin(ann)
    async with live(server, ann) as page:
        await attend(page, school)
        assert school.teacher.delete(school.path).status_code == 204
        await page.until(is_told(lambda each: each["role"] == "gone" and each["over"]))
    assert ann.get(f"/api/runs/{run}").status_code == 404
    assert ann.get(school.path).json()["error"]["code"] == "unknown-class"
    assert school.teacher.get("/api/classes").json() == []


async def test_a_class_survives_a_restart_in_its_middle(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        school = Class(server)
        ann, seat = school.join("Ann")
        task = school.set_task(network={"hidden": [5]})
        run = school.begin(ann)
        async with live(server, ann) as page:
            await page.ask("watch", run)
            await page.ask("step", run, iterations=50)
            await page.until(lambda each: each["type"] == "frame" and each["step"] == 50)
        assert ann.patch(f"{school.path}/seat", json={"hand": True}).status_code == 200
        await asyncio.to_thread(server.process.terminate)
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        ann, school.teacher = returning(server, ann), returning(server, school.teacher)
        seen = ann.get(school.path).json()
        assert seen["role"] == "student"
        assert seen["member"] == {**seat, "task": task, "run": run, "hand": True}
        assert school.begin(ann) == run and ann.get(f"/api/runs/{run}").json()["step"] == 50
        assert school.teacher.get(school.path).json()["role"] == "teacher"
