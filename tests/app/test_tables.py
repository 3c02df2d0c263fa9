"""A person's own table: sent as a file, learned from over the socket, and there again whatever dies meanwhile."""

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import msgpack
import numpy as np
import pytest

from tests.app.client import Message, Page, Server, live, run_of, serving_from
from tests.app.web.test_api_datasets import send

pytestmark = pytest.mark.anyio

X = np.random.default_rng(3).normal(0, 1, (2, 120))
KINDS = np.where(X[0] * 3 + X[1] > 0.7, "so", np.where(X[0] + X[1] > -0.5, "or", "else"))
ROWS = "".join(
    f"{1000 * a:.3f},{b:.3f},{kind},{5 + a - b:.4f}\n" for a, b, kind in zip(*X, KINDS, strict=True)
)
FILE = f"x,y,kind,price €\n{ROWS}"
LEARNER = {"training": {"batch_size": 10}, "optimizer": {"kind": "adam", "learning_rate": 0.02}}


def is_full(message: Message) -> bool:
    return message["type"] == "frame" and bool(message["full"])


def sent(visitor: httpx.Client, content: str = FILE) -> str:
    answer = send(visitor, content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def learning(id: str, **changes: Any) -> dict[str, Any]:
    table = {"id": id, "rows": 120, "inputs": [0, 1], "label": 2, "classes": 3, **changes}
    return {"kind": "table", "table": table, "standardize": True}


async def trained(page: Page, run: str, steps: int) -> Message:
    await page.ask("step", run, iterations=steps)
    return await page.until(lambda message: message["type"] == "frame" and message["step"] == steps)


async def test_a_network_learns_from_a_file(server: Server) -> None:
    visitor = server.visitor()
    id = sent(visitor)
    assert visitor.get(f"/api/datasets/{id}").json()["different"][2] == 3
    run = run_of(visitor, data=learning(id), **LEARNER)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        first = await page.until(is_full)
        names = {"inputs": ["x", "y"], "label": "kind", "classes": ["else", "or", "so"], "more_labels": []}
        assert first["names"] == {**names, "mean": 0, "deviation": 1}
        assert (first["sizes"], first["n_train"]) == ([2, 4, 2, 3], 60)
        assert first.arrays["cells"].shape == (8, 8)
        after = await trained(page, run, 1000)
        assert after["test_accuracy"] > max(0.8, first["test_accuracy"])
        # A number of the same file, predicted as one.
        await page.ask("change", run, changes={"data": learning(id, label=3, classes=0)})
        price = await page.until(is_full)
        assert (price["names"]["label"], price["names"]["classes"]) == ("price €", None)
        assert price["names"]["mean"] == pytest.approx(5, abs=0.5)
        assert price["test_accuracy"] is None and "wrong" not in price.arrays
        labels = price.arrays["cell_labels"][::-1].ravel()[:60]
        assert (np.diff(labels) >= 0).all() and labels.std() == pytest.approx(1, abs=1e-4)
        # And another data set, and back to the table.
        await page.ask("change", run, changes={"data": {"kind": "circle"}})
        back = await page.ask("change", run, changes={"data": learning(id, label=3, classes=0)})
        assert back["type"] == "done" and back["experiment"]["data"]["table"]["label"] == 3


async def test_other_files_come_with_a_change_and_go_again(server: Server) -> None:
    visitor = server.visitor()
    run = run_of(visitor, data=learning(sent(visitor)), **LEARNER)
    async with live(server, visitor) as page:
        for n in range(3):
            id = sent(visitor, FILE.replace("price", f"price {n}"))
            done = await page.ask("change", run, changes={"data": learning(id)})
            assert done["type"] == "done", done.header
        wrong = await page.ask("change", run, changes={"data": learning(id, rows=119)})
        assert (wrong["code"], wrong["where"]) == ("unusable", "data.table")
        refused = await page.ask("change", run, changes={"data": learning(sent(visitor), classes=2)})
        assert "has 3 different values" in refused["message"]
        none = await page.ask("change", run, changes={"data": {"kind": "circle"}})
        assert none["type"] == "done"
        again = await page.ask("change", run, changes={"data": learning(id)})
        assert again["type"] == "done"


@pytest.mark.parametrize("id", ["0" * 32, "../../etc", "", 3, None, {"a": 1}])
async def test_a_data_set_that_is_not_there_is_refused(server: Server, id: Any) -> None:
    visitor = server.visitor()
    answer = visitor.post("/api/runs", json={"data": learning(id)})
    assert answer.status_code in {404, 422}
    run = run_of(visitor)
    changed = visitor.patch(f"/api/runs/{run}", json={"data": learning(id)})
    assert changed.status_code in {404, 422}
    assert len(changed.content) < 1000


async def test_only_its_owner_learns_from_a_file_but_a_saved_network_brings_it_along(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    id = sent(ann, FILE.replace("price", "worth"))  # nobody else has sent this
    refused = bob.post("/api/runs", json={"data": learning(id), **LEARNER})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown-dataset")
    changed = bob.patch(f"/api/runs/{run_of(bob)}", json={"data": learning(id)})
    assert (changed.status_code, changed.json()["error"]["code"]) == (404, "unknown-dataset")

    run = run_of(ann, data=learning(id), **LEARNER)
    saved = ann.post("/api/networks", json={"run": run, "name": "kinds"}).json()["id"]
    mine = bob.post(f"/api/networks/{saved}/runs").json()["id"]
    async with live(server, bob) as page:
        await page.ask("watch", mine)
        assert (await page.until(is_full))["names"]["inputs"] == ["x", "y"]
        assert (await trained(page, mine, 300))["train_accuracy"] > 0.5
        assert len((await page.ask("pause", mine))["experiment"]["data"]["table"]["inputs"]) == 2

    kept = ann.delete(f"/api/datasets/{id}")
    assert (kept.status_code, kept.json()["error"]["code"]) == (422, "dataset-in-use")
    assert "The saved network kinds learns from it" in kept.json()["error"]["message"]
    assert ann.delete(f"/api/networks/{saved}").status_code == 204
    bobs = bob.post("/api/networks", json={"run": mine, "name": "a copy"}).json()["id"]
    assert ann.delete(f"/api/datasets/{id}").status_code == 204
    assert bob.get(f"/api/runs/{mine}").status_code == 200  # what is awake goes on
    gone = bob.post(f"/api/networks/{bobs}/runs")
    assert gone.status_code == 422 and "owner has deleted" in gone.json()["error"]["message"]


async def test_only_the_columns_that_a_saved_network_reads_go_along(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    with serving_from(database) as server:
        ann, bob, cem = (server.visitor() for _ in range(3))
        id = sent(ann)
        # y and the label of four columns; x and the price are nobody's business.
        run = run_of(ann, data=learning(id, inputs=[1]), **LEARNER)
        saved = ann.post("/api/networks", json={"run": run, "name": "kinds"}).json()["id"]
        opened = bob.post(f"/api/networks/{saved}/runs").json()
        mine, table = opened["id"], opened["experiment"]["data"]["table"]
        assert (table["inputs"], table["label"]) == ([0], 1) and table["id"] == f"{id}.6"
        async with live(server, ann) as theirs, live(server, bob) as page:
            await theirs.ask("watch", run)
            await page.ask("watch", mine)
            own, copy = await theirs.until(is_full), await page.until(is_full)
            assert copy["names"] == own["names"]
            np.testing.assert_array_equal(copy.arrays["cell_inputs"], own.arrays["cell_inputs"])
            # Both learn the same from it, bit for bit.
            trained_own, trained_copy = await trained(theirs, run, 50), await trained(page, mine, 50)
            np.testing.assert_array_equal(trained_copy.arrays["theta"], trained_own.arrays["theta"])

        def refused(visitor: httpx.Client, run: str, table: dict[str, Any]) -> bool:
            answer = visitor.patch(f"/api/runs/{run}", json={"data": {"kind": "table", "table": table}})
            return answer.status_code in {404, 422}

        def no_other_column_is_seen(visitor: httpx.Client, run: str, table: dict[str, Any]) -> None:
            for other in (id, f"{id}.f", f"{id}.7", f"{id}.3", f"{id}.8", f"{'0' * 32}.6"):
                assert refused(visitor, run, {**table, "id": other})
                assert refused(visitor, run, {**table, "id": other, "inputs": [0], "label": 1})
                data = learning(other, inputs=[0], label=1)
                assert visitor.post("/api/runs", json={"data": data}).status_code in {404, 422}
                assert visitor.get(f"/api/datasets/{other}").status_code == 404
            for inputs, label in (([2], 1), ([3], 1), ([0], 2), ([0, 2], 1)):
                assert refused(visitor, run, {**table, "inputs": inputs, "label": label})

        no_other_column_is_seen(bob, mine, table)
        # Another run on the same host has the whole file, and still has when it changes.
        whole = ann.patch(f"/api/runs/{run}", json={"data": learning(id, inputs=[0, 1])})
        assert whole.status_code == 200
        no_other_column_is_seen(bob, mine, table)
        # Saved again and opened by a third one.
        again = bob.post("/api/networks", json={"run": mine, "name": "a copy"}).json()["id"]
        third = cem.post(f"/api/networks/{again}/runs").json()
        assert third["experiment"]["data"]["table"] == table
        no_other_column_is_seen(cem, third["id"], table)
        # One that learns from other data takes no file along.
        ann.patch(f"/api/runs/{run}", json={"data": {"kind": "circle"}})
        aside = ann.post("/api/networks", json={"run": run, "name": "circle"}).json()["id"]
        assert "table" not in bob.post(f"/api/networks/{aside}/runs").json()["experiment"]["data"]
        cookies = dict(bob.cookies)
    # A run that was opened when all columns went along: it wakes with what it reads.
    with sqlite3.connect(database) as connection:
        (packed,) = connection.execute("SELECT checkpoint FROM runs WHERE id = ?", (mine,)).fetchone()
        fields = msgpack.unpackb(packed)
        fields["experiment"]["data"]["table"] |= {"id": id, "inputs": [1], "label": 2}
        connection.execute("UPDATE runs SET checkpoint = ? WHERE id = ?", (msgpack.packb(fields), mine))
    connection.close()
    with serving_from(database) as server:
        bob = server.stranger()
        bob.cookies.update(cookies)
        assert bob.get(f"/api/runs/{mine}").json()["experiment"]["data"]["table"] == table
        no_other_column_is_seen(bob, mine, table)
        assert refused(bob, mine, {**table, "id": id, "inputs": [0], "label": 2})


async def test_runs_go_on_when_their_training_process_dies(tmp_path: Path) -> None:
    # A server of its own: nobody else's run keeps a table in the training process.
    with serving_from(tmp_path / "chalknet.db") as server:
        visitor = server.visitor()
        run = run_of(visitor, data=learning(sent(visitor)), **LEARNER)
        other = run_of(visitor)
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            # Another file than the one it began with: that is the one it comes back with.
            id = sent(visitor, FILE.replace("price", "cost"))
            await page.ask("change", run, changes={"data": learning(id, label=3, classes=0)})
            await page.ask("play", run)
            for _ in range(2):
                for process in server.training_processes():
                    os.kill(process, signal.SIGKILL)
                notice = await page.until(lambda message: message["type"] == "notice")
                assert notice["code"] == "host-restarted"
                frame = await page.until(is_full)
                assert frame["names"]["label"] == "cost €"
            await page.ask("play", run)
            await page.until(
                lambda message: message["type"] == "frame" and message["step"] > frame["step"] + 50
            )
            done = await page.ask("change", other, changes={"data": learning(id)})
            assert done["type"] == "done", done.header


async def test_runs_are_there_after_a_restart_of_the_server(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    with serving_from(database) as server:
        visitor = server.visitor()
        cookies = dict(visitor.cookies)
        id, lost = sent(visitor), sent(visitor, FILE.replace("price", "cost"))
        run = run_of(visitor, data=learning(id), **LEARNER)
        other = run_of(visitor, data=learning(lost))
        aside = run_of(visitor, data={**learning(lost), "kind": "circle"})
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            theta = (await trained(page, run, 20)).arrays["theta"]
        assert visitor.delete(f"/api/datasets/{lost}").status_code == 204
        assert visitor.get(f"/api/runs/{other}").status_code == 200
    with serving_from(database) as server:
        visitor = server.stranger()
        visitor.cookies.update(cookies)
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            frame = await page.until(is_full)
            np.testing.assert_array_equal(frame.arrays["theta"], theta)
            await page.ask("step", run, iterations=10)
            await page.until(lambda message: message["type"] == "frame" and message["step"] == 30)
            # One whose data set was deleted is gone with it; one that did not learn from it is not.
            assert visitor.get(f"/api/runs/{other}").json()["error"]["code"] == "unknown-run"
            assert visitor.get(f"/api/runs/{aside}").status_code == 200
            back = await page.ask("change", aside, changes={"data": learning(lost)})
            assert "it may have been deleted" in back["message"]
