"""Families over HTTP and the live socket: made, commanded, lost and found as one, and nobody else's."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.hosts.memory import in_all, memory_of, together
from engine.experiment import Experiment
from tests.app.client import Page, Server, live, run_of, serving_from
from tests.app.storage.test_restart import eventually, returning

pytestmark = pytest.mark.anyio

MIXED: list[dict[str, Any]] = [
    {"field": "network.hidden", "values": [[], [4, 2]]},
    {"field": "optimizer.learning_rate", "values": [0.1, 0.3]},
]
SEEDS: list[dict[str, Any]] = [{"field": "training.seed", "values": list(range(64))}]


def family_of(visitor: httpx.Client, variations: list[dict[str, Any]], **base: Any) -> str:
    answer = visitor.post("/api/families", json={"base": base, "variations": variations})
    assert answer.status_code == 201, answer.text
    assert len(answer.json()["members"]) == np.prod([len(each["values"]) for each in variations])
    id: str = answer.json()["id"]
    return id


async def step(page: Page, run: str, iterations: int, until: int) -> Any:
    await page.ask("step", run, iterations=iterations)
    return await page.frame(where=lambda frame: frame["run"] == run and frame["step"] == until)


async def test_a_member_becomes_ones_own_run_and_goes_on_as_if_it_had_been_alone(server: Server) -> None:
    visitor = server.visitor()
    family = family_of(visitor, MIXED, data={"noise": 10})
    async with live(server, visitor) as page:
        await page.look(family, {"resolution": 10, "still_resolution": 10, "stride": 1})
        frame = await step(page, family, 30, 30)
        assert frame["full"] and frame.arrays["tiles"].shape == (4, 10, 10)
        opened = visitor.post(f"/api/families/{family}/members/3/runs")
        assert opened.status_code == 201
        experiment = opened.json()["experiment"]
        assert (experiment["network"]["hidden"], experiment["optimizer"]["learning_rate"]) == ([4, 2], 0.3)
        alone = run_of(visitor, **experiment)
        await page.look(alone)
        for run, iterations in ((opened.json()["id"], 12), (alone, 42)):
            await page.look(run)
            await step(page, run, iterations, 42)
        mine, other = (visitor.get(f"/api/runs/{run}").json() for run in (opened.json()["id"], alone))
        assert mine == {**other, "id": mine["id"]}
        # The family stays where it was.
        told = visitor.get(f"/api/families/{family}").json()
        assert (told["state"], told["step"], len(told["members"])) == ("paused", 30, 4)
        answer = await page.ask("change", family, changes={"optimizer": {"learning_rate": 1}})
        assert answer["code"] == "is-a-family" and "change is for a single run" in answer["message"]
        for address in ("exports/numpy", "sheets/data", "file"):
            assert visitor.get(f"/api/runs/{family}/{address}").json()["error"]["code"] == "is-a-family"
    assert visitor.post("/api/networks", json={"run": family, "name": "a"}).json()["error"]["code"] == (
        "is-a-family"
    )
    [listed] = visitor.get("/api/families").json()
    assert (listed["id"], listed["count"]) == (family, 4)
    assert listed["fields"] == [each["field"] for each in MIXED]
    assert family not in {each["id"] for each in visitor.get("/api/runs").json()}
    assert visitor.delete(f"/api/families/{family}").status_code == 204
    assert visitor.get(f"/api/families/{family}").status_code == 404


async def test_nobody_else_sees_or_steers_it(server: Server) -> None:
    visitor, stranger = server.visitor(), server.visitor()
    family = family_of(visitor, MIXED)
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/members/0/runs")):
        answer = stranger.request(method, f"/api/families/{family}{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-run")
    answer = stranger.post("/api/networks", json={"run": family, "name": "a"})
    assert answer.json()["error"]["code"] == "unknown-run"
    assert stranger.get("/api/families").json() == []
    async with live(server, stranger) as page:
        for do in ("watch", "play", "pause", "step", "reset"):
            assert (await page.ask(do, family))["code"] == "unknown-run"
    assert visitor.get(f"/api/families/{family}").json()["step"] == 0
    visitor.delete(f"/api/families/{family}")


@pytest.mark.parametrize(
    ("body", "status", "code", "message"),
    [
        ({"variations": []}, 422, "not-a-family", "A family varies one or two fields: these are 0."),
        (
            {"variations": [*MIXED, *SEEDS]},
            422,
            "not-a-family",
            "A family varies one or two fields: these are 3.",
        ),
        ({"variations": [MIXED[0], *SEEDS]}, 422, "not-a-family", "has 128 members, but may have 64"),
        (
            {"variations": [{"field": "data.table", "values": [1, 2]}]},
            422,
            "not-a-family",
            "data.table is not a field of this experiment.",
        ),
        (
            {"variations": [{"field": "optimizer.learning_rate", "values": [1, 99]}]},
            422,
            "invalid",
            "optimizer.learning_rate is 99, but may be 10 at most.",
        ),
        (
            {"variations": [{"field": "data.seed", "values": list(range(65))}]},
            422,
            "invalid",
            "variations.0.values has 65 items, but may have 64 at most.",
        ),
        (
            {"variations": [{"field": "data.seed", "values": ["x" * 41]}]},
            422,
            "invalid",
            "variations.0.values.0 may have 40 characters at most.",
        ),
        ({"variations": 3}, 422, "invalid", "variations is 3, but must be a list."),
        ({"base": {"data": {"noise": 99}}, "variations": SEEDS}, 422, "invalid", "may be 80 at most"),
    ],
)
def test_what_cannot_be_a_family_gets_a_clear_error(
    server: Server, body: dict[str, Any], status: int, code: str, message: str
) -> None:
    answer = server.visitor().post("/api/families", json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code), error
    assert message in error["message"]


async def test_it_outlives_its_host_and_its_server_and_is_bounded(tmp_path: Path) -> None:
    wide = Experiment().changed({"network": {"hidden": [16] * 6}})
    most = in_all([together([memory_of(wide)] * 60)])
    settings = {
        "CHALKNET_SAVE_SECONDS": "0.5",
        "CHALKNET_MEMORY_BYTES_PER_VISITOR": str(most),
        "CHALKNET_RUNS_PER_SERVER": "70",
    }
    database = tmp_path / "chalknet.db"
    with serving_from(database, **settings) as server:
        visitor, other = server.visitor(), server.visitor()
        answer = visitor.post(
            "/api/families", json={"base": {"network": {"hidden": [16] * 6}}, "variations": SEEDS}
        )
        assert answer.json()["error"]["code"] == "too-much-memory"
        assert "The family's 64 members would take" in answer.json()["error"]["message"]
        kept = [run_of(other) for _ in range(7)]  # of 70 runs, 63 are left
        assert (
            visitor.post("/api/families", json={"variations": SEEDS}).json()["error"]["code"] == "server-full"
        )
        assert {each["id"] for each in other.get("/api/runs").json()} == set(kept)

        family = family_of(visitor, MIXED)
        async with live(server, visitor) as page:
            await page.look(family)
            await step(page, family, 25, 25)
            await page.ask("pause", family)
            # As they are stored.
            await eventually(lambda: [each["step"] for each in visitor.get("/api/families").json()] == [25])
            [host] = server.training_processes()
            os.kill(host, signal.SIGKILL)
            notice = await page.until(lambda message: message["type"] == "notice")
            assert notice["code"] == "host-restarted"
            frame = await step(page, family, 25, 50)
            await page.ask("pause", family)
        before = visitor.get(f"/api/families/{family}").json()
    with serving_from(database, **settings) as server:
        again = returning(server, visitor)
        after = again.get(f"/api/families/{family}").json()
        assert after == before and after["step"] == 50
        async with live(server, again) as page:
            found = await page.look(family)
            assert found.arrays["measures"].tobytes() == frame.arrays["measures"].tobytes()
            assert found.arrays["curves"].tobytes() == frame.arrays["curves"].tobytes()
