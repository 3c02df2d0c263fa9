"""Networks that a release has saved open in this one, in both databases, with the same weights, step and history.

`released/networks.json` was written by the release of 2026-11-25 (62f3c9c), through SQLite and PostgreSQL alike: rows
of the table `networks`, what that release measured of them, and the table from which one of them learns.
"""

import base64
import itertools
import json
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
import sqlalchemy as sa

from app.document.versions import VERSION
from app.storage.archive import Archive
from app.storage.database import postgresql, sqlite, upgrade
from app.storage.networks import Networks
from app.storage.store import Store
from app.trainer.run_host import RunHost
from engine.experiment import Experiment
from engine.history import History
from tests.app.storage.conftest import Database

pytestmark = pytest.mark.anyio

RELEASED = json.loads((Path(__file__).parent / "released" / "networks.json").read_text())
COLUMNS: list[tuple[str, list[str] | None]] = [("width", None), ("kind", ["a", "b", "c"]), ("area", None)]


def started(document: dict[str, Any]) -> RunHost:
    """A host with one run, `a`."""
    host = RunHost()
    if document["experiment"]["data"]["kind"] == "table":
        id = document["experiment"]["data"]["table"]["id"]
        host.lend("a", id, COLUMNS, base64.b64decode(RELEASED["table"]))
    host.start("a", Experiment(), document)
    return host


def assert_same_history(history: History, packed: dict[str, Any]) -> None:
    assert history.steps.tolist() == np.frombuffer(packed["steps"], "<i4").tolist()
    assert history.values.tobytes() == packed["values"]
    assert (history.every, history.offered) == (packed["every"], packed["offered"])


async def test_they_open_as_they_were_and_train_on(database: Database) -> None:
    url = database.get("CHALKNET_DATABASE_URL")
    engine = postgresql(url) if url else sqlite(Path(database["CHALKNET_DATABASE_PATH"]))
    upgrade(engine, "0002")
    then = sa.MetaData()
    then.reflect(engine)
    rows = [
        {**row, "checkpoint": base64.b64decode(row["checkpoint"]), "id": f"network-{number}"}
        for number, row in enumerate(RELEASED["networks"])
    ]
    with engine.begin() as connection:
        connection.execute(then.tables["networks"].insert(), rows)
    upgrade(engine)
    clock = map(float, itertools.count(1000))
    networks = Networks(Archive(Store(engine, clock=lambda: next(clock)), save_seconds=1), per_visitor=100)
    assert len(await networks.of_visitor("ann")) == len(rows) == 20
    for row in rows:
        about = await networks.about(row["id"])
        kept = await networks.checkpoint(row["id"])
        old, measured = msgpack.unpackb(row["checkpoint"]), RELEASED["evaluated"][row["name"]]
        host = started(msgpack.unpackb(kept))
        hosted = host.runs["a"]
        run = hosted.run
        assert about.step == run.step == old["step"] == measured["step"]
        assert run.experiment == Experiment.model_validate(old["experiment"])
        for name in ("theta", "slots", "statistics"):
            assert getattr(run, name).tobytes() == old[name], (row["name"], name)
        assert_same_history(run.losses, old["losses"])
        assert_same_history(run.evaluations, old["evaluations"])
        assert (run.best is None) == (old["best"] is None)
        assert run.best is None or run.best.theta.tobytes() == old["best"]["theta"]
        assert (run.stopped_at, run.waited, hosted.diverged_at) == (
            old["stopped_at"],
            old["waited"],
            old["diverged_at"],
        )
        snapshot = host.snapshot("a")
        for name in ("train_loss", "test_loss", "train_accuracy", "validation_loss"):
            expected = measured[name] if measured[name] is None else pytest.approx(measured[name], rel=1e-3)
            assert snapshot[name] == expected, (row["name"], name)

        again = msgpack.unpackb(msgpack.packb(host.checkpoint("a")))
        assert again["version"] == VERSION and again["theta"] == old["theta"]
        assert started(again).checkpoint("a") == again
        if row["name"] != "diverged":
            host.control("a", {"do": "step", "iterations": 3})
            # On a busy machine a run's turn may come later than with the first tick.
            for tick in range(1, 100):
                list(host.advance(tick))
                if host.snapshot("a")["step"] > old["step"]:
                    break
            assert host.snapshot("a")["step"] > old["step"]
    engine.dispose()
