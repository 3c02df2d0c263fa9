"""A class on a real server: a teacher and students, by the REST interface and over live sockets."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.client import Message, Page, Server, live, run_of, serving_from
from tests.app.storage.test_restart import returning
from tests.app.web.test_api_datasets import ALONE, IRIS, send

pytestmark = pytest.mark.anyio


class Class:
    """A class that a visitor has opened."""

    def __init__(self, server: Server, **door: Any) -> None:
        self.server = server
        self.teacher = server.visitor()
        opened = self.teacher.post("/api/classes", json={"title": "Networks"})
        assert opened.status_code == 201, opened.text
        self.code = opened.json()["code"]
        self.keys = {name: opened.json()[f"{name}_key"] for name in ("teacher", "wall")}
        self.path = f"/api/classes/{self.code}"
        if door:
            assert self.teacher.patch(self.path, json=door).status_code == 200

    def join(self, nickname: str | None = None) -> tuple[httpx.Client, dict[str, Any]]:
        student = self.server.visitor()
        joined = student.post(f"{self.path}/seat", json={"nickname": nickname})
        assert joined.status_code == 201, joined.text
        return student, joined.json()

    def begin(self, student: httpx.Client) -> str:
        begun = student.post(f"{self.path}/seat/run")
        assert begun.status_code == 200, begun.text
        run: str = begun.json()["run"]
        return run

    def set_task(self, **experiment: Any) -> str:
        task = {"title": "Try this", "experiment": experiment, "hide": ["data.noise"]}
        added = self.teacher.post(f"{self.path}/tasks", json=task)
        assert added.status_code == 201, added.text
        id: str = added.json()["id"]
        assert self.teacher.put(f"{self.path}/present", json={"task": id}).status_code == 204
        return id


def is_told(true_of: Callable[[Message], bool]) -> Callable[[Message], bool]:
    return lambda message: message["type"] == "classroom" and true_of(message)


async def attend(page: Page, school: Class, **fields: Any) -> Message:
    answer = await page.command("attend", code=school.code.lower(), **fields)
    assert answer["type"] == "done"
    return await page.until(is_told(lambda each: True))


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


async def test_the_projector_sees_nothing_private(server: Server) -> None:
    school = Class(server, admits_each=True)
    ann, seat = school.join("Ann")
    school.join("At the door")
    school.teacher.patch(f"{school.path}/members/{seat['id']}", json={"standing": "in"})
    school.teacher.post(f"{school.path}/messages", json={"text": "See me after class", "member": seat["id"]})
    async with live(server, school.teacher) as wall:
        told = await attend(wall, school, role="projector")
        assert told["role"] == "projector"
        assert told["members"] == [{"id": seat["id"], "nickname": "Ann", "task": "", "done": False}]
        assert "See me" not in str(told.header) and "door" not in str(told.header)
        school.teacher.patch(school.path, json={"anonymous": True})
        told = await wall.until(is_told(lambda each: bool(each["anonymous"])))
        assert "Ann" not in str(told.header)
    async with live(server, ann) as page:
        assert (await page.command("attend", code=school.code, role="projector"))["code"] == "not-a-member"


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


RULE = {"conditions": [{"quantity": "neurons", "relation": "at_most", "bound": 10}]}
TEACHERS = [
    ("PATCH", "", {"locked": True}),
    ("PATCH", "", {"on_wall": "overlay"}),
    ("PATCH", "", {"axes": ["neurons", "accuracy"]}),
    ("POST", "/question", {"text": "x", "kind": "boundary"}),
    ("POST", "/question/start", None),
    ("POST", "/question/open", {}),
    ("DELETE", "/question", None),
    ("PATCH", "/pool", {"open": True}),
    ("DELETE", "/pool/points", {"ids": [1]}),
    ("DELETE", "/pool/members/{member}", None),
    ("POST", "/network", {}),
    ("DELETE", "/network", None),
    ("POST", "/keys", None),
    ("POST", "/messages", {"text": "x"}),
    ("POST", "/pushes", {"changes": {"network": {"hidden": [7]}}}),
    ("POST", "/stills", {"member": "x"}),
    ("PUT", "/stills", {"stills": []}),
    ("GET", "/stills/x", None),
    ("DELETE", "/stills/x", None),
    ("PUT", "/presented", {"still": None}),
    ("PUT", "/pace", {"pace": "each"}),
    ("PUT", "/tasks", {"tasks": []}),
    ("PUT", "/spotlight", {"member": "{member}"}),
    ("DELETE", "/spotlight", None),
    ("PUT", "/members/{member}/chalk", None),
    ("DELETE", "/members/{member}/chalk", None),
    ("POST", "/tasks", {"title": "x", "experiment": {}}),
    ("DELETE", "/tasks/{task}", None),
    ("PUT", "/present", {"task": None}),
    ("PUT", "/tasks/{task}/challenge", {"rule": RULE}),
    ("PATCH", "/tasks/{task}/challenge", {"is_over": True}),
    ("POST", "/tasks/{task}/challenge/teams", None),
    ("PUT", "/tasks/{task}/challenge/teams/{member}", {"team": 1}),
    ("DELETE", "/tasks/{task}/challenge", None),
    ("GET", "/results", None),
    ("GET", "/networks", None),
    ("POST", "/extension", None),
    ("POST", "/copies", {"title": "x"}),
    ("PATCH", "/members/{member}", {"standing": "barred"}),
    ("DELETE", "/members/{member}", None),
    ("DELETE", "", None),
]
MEMBERS = [
    ("PATCH", "/seat", {"hand": True}),
    ("POST", "/seat/run", None),
    ("PUT", "/seat/run", {"run": "x" * 16}),
    ("POST", "/seat/earlier/x", None),
    ("PUT", "/seat/spotlight", {"agrees": True}),
    ("POST", "/seat/key", None),
    ("PUT", "/seat/guess", {"question": "x", "value": 1}),
    ("POST", "/seat/points", {"points": [[0, 0, 0]]}),
    ("POST", "/seat/pictures", {"drawing": "A" * 4180 + "AA==", "label": 0}),
    ("DELETE", "/seat/points", {"ids": [1]}),
    ("PUT", "/seat/teams/{task}", {"team": 1}),
]


async def test_nobody_may_do_what_is_anothers(server: Server) -> None:
    """Every route and every command as every role that has no right to it: each is refused, and nothing changes."""
    school = Class(server)
    (ann, seat), (bob, _) = school.join("Ann"), school.join("Bob")
    task = school.set_task()
    run = school.begin(ann)
    projector, stranger = server.visitor(), server.visitor()
    assert projector.post(f"{school.path}/wall", json={"key": school.keys["wall"]}).status_code == 200
    before = school.teacher.get(school.path).json()
    for nobody in (bob, projector, stranger):
        for method, path, body in TEACHERS:
            path = path.format(task=task, member=seat["id"])
            answer = nobody.request(method, school.path + path, json=body)
            assert answer.json()["error"]["code"] == "not-a-teacher", (method, path)
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/copies"),
            ("GET", "/file"),
        ):
            answer = nobody.request(method, f"/api/runs/{run}{path}", json={} if method == "PATCH" else None)
            assert answer.status_code == 404, (method, path)
    for nobody in (projector, stranger, school.teacher):
        for method, path, body in MEMBERS:
            answer = nobody.request(method, school.path + path.format(task=task), json=body)
            assert answer.json()["error"]["code"] == "not-a-member", (method, path)
    commands: list[tuple[str, dict[str, Any]]] = [
        ("play", {}),
        ("pause", {}),
        ("step", {"iterations": 1}),
        ("speed", {"iterations_per_second": 1}),
        ("reset", {}),
        ("reseed", {}),
        ("change", {"changes": {}}),
        ("set", {"parameter": "W", "layer": 1, "unit": 0, "value": 1}),
        ("put", {"ground": {"kind": "random"}, "at": (0, 0)}),
        ("undo", {}),
        ("redo", {}),
        ("travel", {"step": 0}),
        ("check", {}),
    ]
    for nobody in (bob, projector, stranger, school.teacher):
        async with live(server, nobody) as page:
            for do, fields in commands:
                assert (await page.ask(do, run, **fields))["code"] == "unknown-run", do
            seen = await page.ask("watch", run)
            assert seen["type"] == ("done" if nobody is school.teacher else "error")
    # The teacher sees it, and takes nothing along.
    assert school.teacher.get(f"/api/runs/{run}").status_code == 200
    for path in ("/file", "/exports/numpy", "/sheets/curve"):
        assert school.teacher.get(f"/api/runs/{run}{path}").status_code == 404
    async with live(server, stranger) as page:
        assert (await page.command("attend", code=school.code))["code"] == "not-a-member"
    for key in ("teacher", "wall"):
        answer = stranger.post(f"{school.path}/{key}", json={"key": "x" * 32})
        assert answer.json()["error"]["code"] == "wrong-key"
    assert school.teacher.get(school.path).json() == before


async def test_codes_cannot_be_guessed_and_a_class_is_never_in_the_way(tmp_path: Path) -> None:
    with serving_from(tmp_path / "c.db", CHALKNET_MEMBERS_PER_CLASS="60") as server:
        school = Class(server)
        stranger = server.visitor()
        # On a busy machine the allowance grows while the codes are tried.
        answers = (stranger.get("/api/classes/AAAAAA").json()["error"]["code"] for _ in range(400))
        assert next(answers) == "unknown-class" and "too-many-commands" in answers
        # Sixty students behind the same address still come in.
        for _ in range(60):
            school.join()
        full = server.visitor().post(f"{school.path}/seat", json={})
        assert full.json()["error"]["code"] == "class-full"


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
