"""A teacher steers a class on a real server, and no student loses what they did."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.client import Page, Server, live, read, serving_from
from tests.app.opened_class import Class, attend, is_told
from tests.app.storage.test_restart import eventually, returning

pytestmark = pytest.mark.anyio

RATE = {"optimizer": {"learning_rate": 0.3}}


async def trained(page: Page, run: str, steps: int = 5) -> list[bytes]:
    """The weights after so many steps."""
    await page.ask("watch", run)
    await page.ask("step", run, iterations=steps)
    frame = await page.until(lambda each: each["type"] == "frame" and each["step"] == steps)
    return weights_in(frame)


def weights_in(frame: Any) -> list[bytes]:
    return [values.tobytes() for name, values in sorted(frame.arrays.items()) if name[0] in "Wb"]


def state_of(student: httpx.Client, run: str) -> dict[str, Any]:
    found: dict[str, Any] = student.get(f"/api/runs/{run}").json()
    return found


async def test_a_push_is_told_and_a_student_goes_back_to_their_own(server: Server) -> None:
    school = Class(server)
    (ann, seat), (bob, _) = school.join("Ann"), school.join("Bob")
    run, bobs = school.begin(ann), school.begin(bob)
    late, _ = school.join("Late")
    async with live(server, ann) as page:
        await attend(page, school)
        own = await trained(page, run)
        before = state_of(ann, run)
        assert bob.patch(f"/api/runs/{bobs}", json=RATE).status_code == 200
        pushed = school.teacher.post(f"{school.path}/pushes", json={"changes": RATE})
        assert pushed.json() == {"changed": 1, "alike": 1, "missed": {}}
        told = await page.until(is_told(lambda each: bool(each["member"]["earlier"])))
        [earlier] = told["member"]["earlier"]
        assert earlier["changed"] == {"optimizer.learning_rate": [0.1, 0.3]} and earlier["step"] == 5
        async with live(server, school.teacher) as desk:
            assert all("earlier" not in each for each in (await attend(desk, school))["members"])
        assert state_of(ann, run)["experiment"]["optimizer"]["learning_rate"] == 0.3
        # Whoever begins later begins with what was pushed to all.
        assert state_of(late, school.begin(late))["experiment"]["optimizer"]["learning_rate"] == 0.3

        await page.ask("step", run, iterations=3)
        await page.until(lambda each: each["type"] == "frame" and each["step"] == 8)
        assert ann.post(f"{school.path}/seat/earlier/{earlier['id']}").json()["earlier"][0]["is_read"]
        frame = await page.until(lambda each: each["type"] == "frame" and each["step"] == 5 and each["full"])
        assert weights_in(frame) == own and frame["experiment"] == before["experiment"]
        assert len(frame.arrays["history_steps"]) == 5
        # Undo leads forth again.
        assert (await page.ask("undo", run))["type"] == "done"
        await page.until(lambda each: each["type"] == "frame" and each["step"] == 8)

    # What one network cannot take is said, and changes nothing.
    odd = {"changes": {"data": {"features": []}}, "member": seat["id"]}
    missed = school.teacher.post(f"{school.path}/pushes", json=odd).json()["missed"]
    assert missed[seat["id"]]["code"] == "invalid"
    own_file = {"changes": {"data": {"kind": "table", "table": {"id": "a" * 32}}}}
    refused = school.teacher.post(f"{school.path}/pushes", json=own_file)
    assert refused.json()["error"]["code"] == "unusable-task"
    # What is kept is bounded, and goes with the seat.
    for rate in (0.1, 0.2, 0.4, 0.5):
        change = {"changes": {"optimizer": {"learning_rate": rate}}, "member": seat["id"]}
        assert school.teacher.post(f"{school.path}/pushes", json=change).json()["changed"] == 1
    kept = ann.get(school.path).json()["member"]["earlier"]
    assert len(kept) == 3 and ann.get(f"/api/runs/{kept[0]['id']}").status_code == 200
    gone = ann.post(f"{school.path}/seat/earlier/{earlier['id']}").json()["error"]["code"]
    assert gone == "unknown-earlier"
    assert ann.delete(f"{school.path}/seat").status_code == 204
    assert ann.get(f"/api/runs/{kept[0]['id']}").status_code == 404


def is_written(database: Path, earlier: str) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        runs = connection.execute("SELECT step FROM runs WHERE id = ?", (earlier,)).fetchall()
        documents = connection.execute("SELECT document FROM classrooms").fetchall()
    return runs == [(20,)] and any(earlier in document for (document,) in documents)


async def test_what_was_pushed_over_is_there_after_the_server_was_killed(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database, CHALKNET_SAVE_SECONDS="600") as server:
        school = Class(server)
        ann, _ = school.join("Ann")
        run = school.begin(ann)
        async with live(server, ann) as page:
            own = await trained(page, run, 20)
        reset = {"changes": {"data": {"kind": "spiral"}, "network": {"hidden": [5]}}}
        assert school.teacher.post(f"{school.path}/pushes", json=reset).json()["changed"] == 1
        assert state_of(ann, run)["step"] == 0
        [earlier] = ann.get(school.path).json()["member"]["earlier"]
        # What was told is written without delay: the network, and that it is the student's.
        await eventually(lambda: is_written(database, earlier["id"]))
        server.process.kill()
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        ann = returning(server, ann)
        [earlier] = ann.get(school.path).json()["member"]["earlier"]
        async with live(server, ann) as page:
            await page.ask("watch", run)
            assert ann.post(f"{school.path}/seat/earlier/{earlier['id']}").status_code == 200
            frame = await page.until(lambda each: each["type"] == "frame" and each["step"] == 20)
            assert weights_in(frame) == own


async def test_a_spotlight_is_seen_by_all_and_ends_for_all(server: Server) -> None:
    school = Class(server)
    (ann, seat), (bob, other) = school.join("Ann"), school.join("Bob")
    run = school.begin(ann)
    school.begin(bob)
    wall = server.visitor()
    assert wall.post(f"{school.path}/wall", json={"key": school.keys["wall"]}).status_code == 200
    light = f"{school.path}/spotlight"
    nothing = school.teacher.put(light, json={"member": school.join("Late")[1]["id"]})
    assert nothing.json()["error"]["code"] == "nothing-to-show"
    async with live(server, ann) as page, live(server, bob) as his, live(server, wall) as screen:
        for each in (page, his, screen):
            await attend(each, school)
        assert (await his.ask("watch", run))["code"] == "unknown-run"

        # With the name, the student is asked.
        assert school.teacher.put(light, json={"member": seat["id"], "named": True}).status_code == 204
        asked = await page.until(is_told(lambda each: each["spotlight"] is not None))
        assert asked["spotlight"] == {"mine": True, "lit": False, "named": True, "run": run}
        assert (await his.ask("watch", run))["code"] == "unknown-run"
        answer = {"agrees": True, "named": True}
        refused = bob.put(f"{school.path}/seat/spotlight", json=answer)
        assert refused.json()["error"]["code"] == "not-asked"
        assert ann.put(f"{school.path}/seat/spotlight", json=answer).status_code == 204
        told = await his.until(is_told(lambda each: each["spotlight"] is not None))
        assert told["spotlight"] == {"mine": False, "lit": True, "run": run, "nickname": "Ann"}
        await screen.until(is_told(lambda each: each["spotlight"] == {"run": run, "nickname": "Ann"}))

        for each in (his, screen):
            assert (await each.ask("watch", run))["type"] == "done"
            assert (await each.ask("play", run))["code"] == "unknown-run"
        await page.ask("step", run, iterations=3)
        for each in (his, screen):
            await each.frame(where=lambda frame: frame["step"] == 3)

        # It ends, and nobody sees a later frame.
        assert school.teacher.delete(light).status_code == 204
        for each in (his, screen):
            await each.until(lambda each: each["type"] == "notice" and each["code"] == "run-closed")
            assert (await each.ask("watch", run))["code"] == "unknown-run"
        await page.ask("step", run, iterations=3)
        await page.ask("watch", run)
        await page.frame(where=lambda frame: frame["step"] == 6)
        assert all(frame["step"] < 6 for frame in his.frames)

        # Without the name, nobody is asked; it ends for one who is out, and with the seat that is shown.
        assert school.teacher.put(light, json={"member": seat["id"]}).status_code == 204
        lit = await his.until(is_told(lambda each: each["spotlight"] is not None))
        assert lit["spotlight"]["nickname"] is None
        assert (await his.ask("watch", run))["type"] == "done"
        school.teacher.patch(f"{school.path}/members/{other['id']}", json={"standing": "out"})
        await his.until(lambda each: each["type"] == "notice" and each["code"] == "run-closed")
        school.teacher.patch(f"{school.path}/members/{seat['id']}", json={"standing": "out"})
        await screen.until(is_told(lambda each: each["spotlight"] is None))


async def test_the_chalk_is_taken_and_given_back(server: Server) -> None:
    school = Class(server)
    ann, seat = school.join("Ann")
    run = school.begin(ann)
    chalk = f"{school.path}/members/{seat['id']}/chalk"
    async with live(server, ann) as page, live(server, school.teacher) as desk:
        await attend(page, school)
        own = await trained(page, run)
        school.teacher.patch(school.path, json={"paused": True})
        await desk.ask("watch", run)
        assert (await desk.ask("step", run, iterations=1))["code"] == "unknown-run"
        assert school.teacher.put(chalk).status_code == 204
        await page.until(is_told(lambda each: each["member"]["chalk"]))
        # Of two teachers, one has it, and the other one's page knows that.
        helper = server.visitor()
        helper.post(f"{school.path}/teacher", json={"key": school.keys["teacher"]})
        for visitor, has_chalk in ((school.teacher, True), (helper, False)):
            async with live(server, visitor) as other:
                [member] = (await attend(other, school))["members"]
                assert (member["chalk"], member["has_chalk"]) == (True, has_chalk)
        # The teacher shows something to a class that is paused.
        assert (await desk.ask("step", run, iterations=2))["type"] == "done"
        assert (await desk.ask("change", run, changes=RATE))["type"] == "done"
        for do, fields in (
            ("play", {}),
            ("change", {"changes": RATE}),
            ("undo", {}),
            ("travel", {}),
            ("reset", {}),
        ):
            assert (await page.ask(do, run, **fields))["code"] == "chalk-taken", do
        assert (await page.ask("watch", run))["type"] == "done"
        assert school.teacher.get(f"/api/runs/{run}/file").status_code == 404
        assert school.teacher.delete(chalk).status_code == 204
        told = await page.until(is_told(lambda each: not each["member"]["chalk"]))
        [earlier] = told["member"]["earlier"]
        assert earlier["why"] == "chalk" and earlier["step"] == 5
        assert (await desk.ask("reset", run))["code"] == "unknown-run"
        assert ann.post(f"{school.path}/seat/earlier/{earlier['id']}").status_code == 200
        frame = await page.frame(where=lambda frame: frame["step"] == 5 and frame["full"])
        assert weights_in(frame) == own
        # Whoever is no teacher any more sees no more of it.
        async with live(server, helper) as other:
            assert (await other.ask("watch", run))["type"] == "done"
            school.teacher.post(f"{school.path}/keys")
            await other.until(lambda each: each["type"] == "notice" and each["code"] == "run-closed")


async def test_snapshots_are_kept_presented_and_deleted_with_the_seat(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        school = Class(server)
        (ann, seat), (bob, other) = school.join("Ann"), school.join("Bob")
        run = school.begin(ann)
        school.begin(bob)
        async with live(server, ann) as page:
            await trained(page, run)
        stills = f"{school.path}/stills"
        assert school.teacher.put(f"{school.path}/pace", json={"pace": "each"}).status_code == 204
        first = school.teacher.post(stills, json={"member": seat["id"]}).json()
        second = school.teacher.post(stills, json={"member": other["id"], "named": False}).json()
        assert first["nickname"] == "Ann" and first["settings"] == {"data.kind": "circle"}
        assert second["nickname"] == "" and "frame" not in second
        order = {"stills": [second["id"], first["id"]]}
        assert school.teacher.put(stills, json=order).status_code == 204
        assert school.teacher.put(stills, json={"stills": [first["id"]]}).status_code == 404
        present = f"{school.path}/presented"
        assert school.teacher.put(present, json={"still": first["id"]}).status_code == 204
        light = school.teacher.put(f"{school.path}/spotlight", json={"member": seat["id"]})
        chalk = school.teacher.put(f"{school.path}/members/{other['id']}/chalk")
        assert light.status_code == chalk.status_code == 204
        await asyncio.to_thread(server.process.terminate)
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        school.teacher, ann = returning(server, school.teacher), returning(server, ann)
        wall = server.visitor()
        wall.post(f"{school.path}/wall", json={"key": school.keys["wall"]})
        async with live(server, wall) as screen:
            told = await attend(screen, school)
            assert told["presented"] == first and told["pace"] == "each"
            # What was lit is lit, and who has the chalk has it.
            assert told["spotlight"] == {"run": run, "nickname": None}
            assert (await screen.ask("watch", run))["type"] == "done"
            bob = returning(server, bob)
            async with live(server, bob) as page:
                seen = await attend(page, school)
                assert seen["spotlight"]["run"] == run and seen["member"]["chalk"]
                assert (await page.ask("reset", seen["member"]["run"]))["code"] == "chalk-taken"
            frame = read(wall.get(f"{stills}/{first['id']}").content)
            assert frame["step"] == 5 and frame.arrays["tile"].shape == (100, 100)
            # The projector gets the one that is presented, and students none.
            for nobody, still in ((wall, second), (ann, first)):
                answer = nobody.get(f"{stills}/{still['id']}").json()
                assert answer["error"]["code"] == "not-a-teacher"
            school.teacher.patch(school.path, json={"anonymous": True})
            await screen.until(is_told(lambda each: each["presented"]["nickname"] == ""))
            assert school.teacher.delete(f"{stills}/{second['id']}").status_code == 204
            assert ann.delete(f"{school.path}/seat").status_code == 204
            await screen.until(is_told(lambda each: each["presented"] is None))
            assert school.teacher.get(f"{stills}/{first['id']}").status_code == 404
