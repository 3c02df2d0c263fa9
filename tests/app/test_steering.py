"""A teacher steers a class on a real server, and no student loses what they did."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.client import Page, Server, live, serving_from
from tests.app.storage.test_restart import returning
from tests.app.test_classes import Class, attend, is_told

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


async def test_what_was_pushed_over_is_there_after_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        school = Class(server)
        ann, _ = school.join("Ann")
        run = school.begin(ann)
        async with live(server, ann) as page:
            own = await trained(page, run, 20)
        reset = {"changes": {"data": {"kind": "spiral"}, "network": {"hidden": [5]}}}
        assert school.teacher.post(f"{school.path}/pushes", json=reset).json()["changed"] == 1
        assert state_of(ann, run)["step"] == 0
        await asyncio.to_thread(server.process.terminate)
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        ann = returning(server, ann)
        [earlier] = ann.get(school.path).json()["member"]["earlier"]
        async with live(server, ann) as page:
            await page.ask("watch", run)
            assert ann.post(f"{school.path}/seat/earlier/{earlier['id']}").status_code == 200
            frame = await page.until(lambda each: each["type"] == "frame" and each["step"] == 20)
            assert weights_in(frame) == own
