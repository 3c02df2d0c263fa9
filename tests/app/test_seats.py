"""Seats of a class on a real server: students come in, come back, read messages, and take their seat along."""

import pytest

from tests.app.client import Server, live
from tests.app.opened_class import Class, attend, is_told
from tests.app.web.test_api_datasets import ALONE, IRIS, send

pytestmark = pytest.mark.anyio


async def test_a_student_joins_trains_and_comes_back_after_a_reload(server: Server) -> None:
    school = Class(server)
    ann, seat = school.join(" Ann ")
    assert seat["nickname"] == "Ann" and seat["standing"] == "in" and seat["run"] is None
    run = school.begin(ann)
    assert school.begin(ann) == run
    async with live(server, ann) as page:
        told = await attend(page, school)
        assert told["role"] == "student" and told["member"]["run"] == run and told["title"] == "Networks"
        await page.ask("watch", run)
        await page.ask("step", run, iterations=3)
        await page.until(lambda each: each["type"] == "frame" and each["step"] == 3)
    assert ann.post(f"{school.path}/seat", json={}).json()["id"] == seat["id"]
    assert ann.get(f"/api/runs/{run}").json()["step"] == 3


async def test_a_student_gives_the_seat_up_with_all_that_was_in_it(server: Server) -> None:
    school = Class(server)
    ann, _ = school.join("Ann")
    run = school.begin(ann)
    assert ann.delete(f"{school.path}/seat").status_code == 204
    assert ann.get(f"/api/runs/{run}").status_code == 404
    assert ann.get(school.path).json()["role"] == "none"
    school.join("Ann")  # the name is free again
    bob, seat = school.join("Bob")
    school.teacher.patch(f"{school.path}/members/{seat['id']}", json={"standing": "barred"})
    bob.delete(f"{school.path}/seat")
    assert bob.post(f"{school.path}/seat", json={}).json()["error"]["code"] == "barred"


async def test_a_teacher_may_have_a_seat_too_and_a_hand_is_not_for_the_wall(server: Server) -> None:
    school = Class(server)
    seat = school.teacher.post(f"{school.path}/seat", json={"nickname": "Me"}).json()
    school.teacher.patch(f"{school.path}/seat", json={"hand": True})
    async with live(server, school.teacher) as page:
        assert (await attend(page, school, role="student"))["member"]["nickname"] == "Me"
    for role, sign in (("teacher", "hand"), ("projector", "well")):
        async with live(server, school.teacher) as page:
            await page.command("attend", code=school.code, role=role)
            board = await page.until(lambda each: each["type"] == "board")
            assert board["signs"][seat["id"]] == sign
    ann, _ = school.join("Ann")
    async with live(server, ann) as page:
        for role in ("teacher", "projector"):
            assert (await page.command("attend", code=school.code, role=role))["code"] == "not-a-member"


async def test_messages_and_the_door(server: Server) -> None:
    school = Class(server, admits_each=True)
    ann, seat = school.join("Ann")
    assert seat["standing"] == "waiting"
    assert ann.post(f"{school.path}/seat/run").json()["error"]["code"] == "not-a-member"
    member = f"{school.path}/members/{seat['id']}"
    async with live(server, ann) as page:
        waiting = await attend(page, school)
        assert waiting["member"]["standing"] == "waiting" and "paused" not in waiting.header
        assert school.teacher.patch(member, json={"standing": "in"}).status_code == 200
        await page.until(is_told(lambda each: each["member"]["standing"] == "in"))
        assert school.teacher.post(f"{school.path}/messages", json={"text": "Look!"}).status_code == 204
        await page.until(is_told(lambda each: each["member"]["message"] == "Look!"))
        # What came since the student read stays; so does what was not read when the next one came.
        assert school.teacher.post(f"{school.path}/messages", json={"text": "And\nsave!"}).status_code == 204
        await page.until(is_told(lambda each: each["member"]["message"] == "Look!\nAnd\nsave!"))
        left = ann.patch(f"{school.path}/seat", json={"read": "Look!"}).json()["message"]
        assert left == "And\nsave!"
        assert ann.patch(f"{school.path}/seat", json={"read": "Look!"}).json()["message"] == left
        assert ann.patch(f"{school.path}/seat", json={"read": left}).json()["message"] == ""
        blank = school.teacher.post(f"{school.path}/messages", json={"text": " "}).json()["error"]
        assert blank["message"] == "Type a text."
        assert school.teacher.patch(member, json={"nickname": "Anna", "standing": "out"}).status_code == 200
        await page.until(is_told(lambda each: each["member"]["standing"] == "out"))
    assert ann.post(f"{school.path}/seat", json={}).json()["nickname"] == "Anna"
    assert school.teacher.patch(member, json={"standing": "barred"}).status_code == 200
    assert ann.post(f"{school.path}/seat", json={}).json()["error"]["code"] == "barred"


async def test_another_device_takes_a_seat_with_its_run(server: Server) -> None:
    school = Class(server)
    ann, seat = school.join("Ann")
    run = school.begin(ann)
    key = ann.post(f"{school.path}/seat/key").json()["key"]
    phone = server.visitor()
    assert phone.get(f"/api/runs/{run}").status_code == 404
    assert phone.put(f"{school.path}/seat", json={"key": key}).json()["id"] == seat["id"]
    assert school.begin(phone) == run
    async with live(server, phone) as page:
        await page.ask("watch", run)
        assert (await page.ask("step", run, iterations=1))["type"] == "done"
    # The network may learn from a file of either device.
    for device, content in ((phone, IRIS), (ann, IRIS.replace("species", "kind"))):
        table = {
            "id": send(device, content).json()["id"],
            "inputs": [0, 1],
            "label": 2,
            "classes": 2,
            "rows": 12,
        }
        data = {"kind": "table", "table": table}
        changed = phone.patch(f"/api/runs/{run}", json={"data": data, "training": ALONE})
        assert changed.status_code == 200, changed.text
    assert server.visitor().patch(f"/api/runs/{run}", json={"data": data}).status_code == 404
    # It takes the seat's network along, with that file, and sees nothing else of the other device.
    assert ann.post("/api/networks", json={"run": run, "name": "Before"}).status_code == 201
    assert phone.get("/api/networks").json() == [] and phone.get("/api/runs").json() == []
    assert len(phone.get("/api/datasets").json()) == 1
    assert phone.post("/api/networks", json={"run": run, "name": "Mine"}).status_code == 201
    for path in ("/file", "/exports/numpy", "/sheets/data"):
        assert phone.get(f"/api/runs/{run}{path}").status_code == 200, path
    assert phone.put(f"{school.path}/seat", json={"key": key}).json()["error"]["code"] == "wrong-seat"
    assert ann.patch(f"{school.path}/seat", json={"hand": True}).json()["error"]["code"] == "not-a-member"
