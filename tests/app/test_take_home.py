"""What is taken home from a class: its results, its networks, more time, and a class like it."""

import csv
import io
import zipfile
from typing import Any

import pytest

from tests.app.client import Server, live, reaches
from tests.app.opened_class import Class, attend
from tests.app.test_challenges import LEARNT, SMALL, challenge, set_challenge, told

pytestmark = pytest.mark.anyio


async def test_results_and_networks_are_taken_home(server: Server) -> None:
    school = Class(server)
    (ann, _), (bob, _) = school.join("=1+1 Ann"), school.join("Bob/..")
    school.begin(bob)  # without a task
    set_challenge(school, challenge(LEARNT, ranked_by="neurons"))
    run = school.begin(ann)
    async with live(server, ann) as page:
        await attend(page, school)
        await page.ask("step", run, iterations=300)
        await told(page, lambda each: each["place"] is not None)
        await reaches(ann, run, 300)  # the rule is met earlier

    answer = school.teacher.get(f"{school.path}/results")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = {row["nickname"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    mine = rows["'=1+1 Ann"]
    assert (mine["task"], mine["hidden"], mine["steps"], mine["place"]) == ("Try this", "1", "300", "1")
    assert float(mine["test_loss"]) < 0.1 and rows["Bob/.."]["task"] == ""
    assert run not in answer.text and school.code not in answer.text

    archive = zipfile.ZipFile(io.BytesIO(school.teacher.get(f"{school.path}/networks").content))
    assert sorted(archive.namelist()) == ["Bob___.chalknet", "_1_1 Ann - Try this.chalknet"]
    sent = archive.read("_1_1 Ann - Try this.chalknet")
    opened = school.teacher.post(
        "/api/runs/files", content=sent, headers={"content-type": "application/octet-stream"}
    )
    assert opened.status_code == 201 and opened.json()["experiment"]["network"]["hidden"] == [1]
    # A student takes the own network along, as a saved network and as a file, and it outlives the class.
    saved = ann.post("/api/networks", json={"run": run, "name": "Mine"}).json()
    assert ann.get(f"/api/runs/{run}/file").status_code == 200
    assert school.teacher.delete(school.path).status_code == 204
    assert ann.get(f"/api/networks/{saved['id']}").json()["own"]


async def test_a_class_is_a_template_and_is_kept_for_longer(server: Server) -> None:
    school = Class(server)
    school.join("Ann")
    task = set_challenge(school, challenge(LEARNT, teams=2))
    school.teacher.patch(f"{school.path}/tasks/{task}/challenge", json={"is_over": True})
    made = school.teacher.post(f"{school.path}/copies", json={"title": "Next year"}).json()
    async with live(server, school.teacher) as page:
        await page.command("attend", code=made["code"])
        seen = await page.until(lambda each: each["type"] == "classroom")
    [copied] = seen["tasks"]
    wanted: dict[str, Any] = copied["challenge"]
    assert seen["members"] == [] and copied["id"] != task and copied["title"] == "Try this"
    assert (
        not wanted["is_over"] and wanted["teams"] == 2 and copied["experiment"]["data"]["kind"] == "gaussians"
    )
    assert SMALL["network"] == {"hidden": copied["experiment"]["network"]["hidden"]}
    before = school.teacher.get(school.path).json()["expires_at"]
    assert school.teacher.post(f"{school.path}/extension").json()["expires_at"] > before
