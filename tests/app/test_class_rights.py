"""Who may do and see what in a class on a real server."""

from pathlib import Path
from typing import Any

import pytest

from tests.app.client import Server, live, serving_from
from tests.app.opened_class import Class, attend, is_told

pytestmark = pytest.mark.anyio


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
