"""A class's network is taken along by its teachers, with what was drawn; the saved one goes with the class."""

import io
import zipfile

import pytest

from tests.app.client import Server, holds, live
from tests.app.opened_class import Class, attend
from tests.app.test_together import drawn

pytestmark = pytest.mark.anyio

ZIP = {"content-type": "application/octet-stream"}


async def test_a_teacher_takes_the_class_network_along_with_what_was_drawn(server: Server) -> None:
    school = Class(server)
    teacher, helper, ann, bob = school.teacher, server.visitor(), school.join("Ann")[0], school.join("Bob")[0]
    helper.post(f"{school.path}/teacher", json={"key": school.keys["teacher"]})
    assert teacher.patch(f"{school.path}/pool", json={"open": True, "draws": "pictures"}).status_code == 204

    def draw(nth: int) -> None:
        sent = (ann, bob)[nth % 2].post(
            f"{school.path}/seat/pictures", json={"drawing": drawn(4 * nth), "label": nth % 2}
        )
        assert sent.status_code == 201, sent.text

    for nth in range(10):
        draw(nth)
    task = school.set_task(network={"hidden": [6]}, data={"kind": "digits"})
    begun = teacher.post(f"{school.path}/network", json={"task": task})
    assert begun.status_code == 204, begun.text
    async with live(server, teacher) as board:
        run = (await attend(board, school))["network"]

    # Saved, it is every teacher's and no student's, and stays as it was while more is drawn.
    saved = teacher.post("/api/networks", json={"run": run, "name": "Ours"}).json()
    assert saved["own"] and saved["classroom"] == school.code
    draw(10)
    holds(lambda: helper.get(f"/api/runs/{run}").json()["experiment"]["data"]["album"]["pictures"] == 11)
    assert [each["id"] for each in helper.get("/api/networks").json()] == [saved["id"]]
    assert ann.get("/api/networks").json() == []
    opened = helper.post(f"/api/networks/{saved['id']}/runs")
    assert opened.status_code == 201 and opened.json()["experiment"]["data"]["album"]["pictures"] == 10
    assert helper.get(f"/api/runs/{opened.json()['id']}/file").status_code == 200

    # The file has the drawings without a name, and opens anywhere.
    file = helper.get(f"/api/runs/{run}/file")
    assert file.status_code == 200, file.text
    entries = zipfile.ZipFile(io.BytesIO(file.content))
    assert "data.npy" in entries.namelist()
    assert not any(name in entries.read(each) for each in entries.namelist() for name in (b"Ann", b"Bob"))
    stranger = server.visitor()
    own = stranger.post("/api/runs/files", content=file.content, headers=ZIP)
    assert own.status_code == 201 and own.json()["experiment"]["data"]["album"]["pictures"] == 11
    for path in ("/exports/numpy", "/sheets/data"):
        assert teacher.get(f"/api/runs/{run}{path}").status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(teacher.get(f"{school.path}/networks").content))
    assert archive.namelist() == ["Class network.chalknet"]

    # A student takes nothing of it.
    assert ann.post("/api/networks", json={"run": run, "name": "x"}).json()["error"]["code"] == "unknown-run"
    assert ann.delete(f"/api/networks/{saved['id']}").json()["error"]["code"] == "unknown-network"
    for path in ("/file", "/exports/numpy", "/sheets/data"):
        assert ann.get(f"/api/runs/{run}{path}").status_code == 404

    assert teacher.delete(school.path).status_code == 204
    assert stranger.get(f"/api/networks/{saved['id']}").status_code == 404
    assert teacher.get("/api/networks").json() == []
    assert stranger.get(f"/api/runs/{own.json()['id']}/file").status_code == 200
