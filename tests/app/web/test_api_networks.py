"""Networks saved by one visitor and opened by another."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgpack
import numpy as np
import pytest

from app.document.versions import VERSION
from tests.app.client import Message, Server, live, run_of, serving

pytestmark = pytest.mark.anyio


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def test_a_saved_network_opens_as_ones_own_paused_where_it_was(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    run = run_of(ann, network={"hidden": [3]}, optimizer={"kind": "adam", "learning_rate": 0.01})
    async with live(server, ann) as page:
        await page.ask("watch", run)
        await page.ask("step", run, iterations=120)
        then = await page.until(lambda message: is_frame(message) and message["step"] == 120)
        await page.ask("play", run)
        saved = ann.post("/api/networks", json={"run": run, "name": "  Small, with Adam "}).json()
        await page.ask("reset", run)
    assert saved["name"] == "Small, with Adam" and saved["own"] and saved["step"] >= 120

    seen = bob.get(f"/api/networks/{saved['id']}").json()
    assert seen == {**saved, "own": False, "layers": 2}
    opened = bob.post(f"/api/networks/{saved['id']}/runs")
    assert opened.status_code == 201
    assert opened.json()["experiment"]["network"]["hidden"] == [3]
    mine = opened.json()["id"]
    assert ann.get(f"/api/runs/{mine}").status_code == 404
    async with live(server, bob) as page:
        await page.ask("watch", mine)
        first = await page.until(is_frame)
        assert (first["step"], first["state"]) == (saved["step"], "paused")
        np.testing.assert_array_equal(first.arrays["history_steps"], np.arange(1, saved["step"] + 1))
        if first["step"] == then["step"]:
            np.testing.assert_array_equal(first.arrays["theta"], then.arrays["theta"])
        theta = first.arrays["theta"]
        await page.ask("step", mine, iterations=10)
        await page.until(lambda message: is_frame(message) and message["step"] == saved["step"] + 10)
    # It stays as it was saved, and so does every copy.
    again = bob.post(f"/api/networks/{saved['id']}/runs").json()["id"]
    async with live(server, bob) as page:
        await page.ask("watch", again)
        np.testing.assert_array_equal((await page.until(is_frame)).arrays["theta"], theta)


def test_only_its_owner_lists_and_deletes_it(server: Server) -> None:
    ann, bob = server.visitor(), server.visitor()
    run = run_of(ann)
    first, second = (ann.post("/api/networks", json={"run": run, "name": name}).json() for name in "ab")
    assert [network["name"] for network in ann.get("/api/networks").json()] == ["b", "a"]
    assert bob.get("/api/networks").json() == []
    address = f"/api/networks/{first['id']}"
    refused, missing = bob.delete(address), bob.delete("/api/networks/nothing")
    assert (refused.status_code, refused.json()) == (404, missing.json())
    assert ann.delete(address).status_code == 204
    assert bob.get(address).status_code == bob.post(f"{address}/runs").status_code == 404
    assert bob.get(f"/api/networks/{second['id']}").status_code == 200


def test_another_visitors_run_cannot_be_saved(server: Server) -> None:
    run = run_of(server.visitor())
    answer = server.visitor().post("/api/networks", json={"run": run, "name": "not mine"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-run")


def test_there_are_so_many_for_each_visitor() -> None:
    with serving(CHALKNET_NETWORKS_PER_VISITOR="1") as server:
        visitor = server.visitor()
        save = {"run": run_of(visitor), "name": "one"}
        assert visitor.post("/api/networks", json=save).status_code == 201
        answer = visitor.post("/api/networks", json=save)
        assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too-many-networks")


def test_one_that_a_newer_release_has_saved_is_refused_in_words(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    with serving(CHALKNET_DATABASE_PATH=str(database)) as server:
        visitor = server.visitor()
        saved = visitor.post("/api/networks", json={"run": run_of(visitor), "name": "tomorrow's"}).json()
        with closing(sqlite3.connect(database)) as connection, connection:
            [[kept]] = connection.execute("SELECT checkpoint FROM networks")
            later = msgpack.packb({**msgpack.unpackb(kept), "version": VERSION + 1})
            connection.execute("UPDATE networks SET checkpoint = ?", [later])
        answer = visitor.post(f"/api/networks/{saved['id']}/runs")
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (422, "newer-document")
        assert "saved by a newer release" in error["message"]
        assert error["values"] == {"version": VERSION + 1, "known": VERSION}
