"""Searches over HTTP and the live socket: made, played to their end, found again, and nobody else's."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.errors import Refusal
from app.hosts.memory import in_all, memory_of, together
from app.runs.searches import Searches
from engine.experiment import Experiment
from engine.search import STRATEGIES
from engine.search.search import Search
from tests.app.client import Page, Server, live, serving_from
from tests.app.storage.test_restart import eventually

pytestmark = pytest.mark.anyio

RATE: dict[str, Any] = {"field": "optimizer.learning_rate", "low": 0.001, "high": 1, "scale": "log"}
WIDTH: dict[str, Any] = {"field": "network.hidden", "low": 1, "high": 8}
FOUR = ["grid", "random", "bobyqa", "lipo"]
BASE: dict[str, Any] = {"data": {"validation_share": 0.2}}


def body(*dimensions: dict[str, Any], base: dict[str, Any] = BASE, **search: Any) -> dict[str, Any]:
    return {
        "base": base,
        "search": {
            "dimensions": dimensions,
            "strategies": ["grid", "random"],
            "trials": 3,
            "steps": 20,
            **search,
        },
    }


def search_of(visitor: httpx.Client, asked: dict[str, Any]) -> str:
    answer = visitor.post("/api/searches", json=asked)
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


async def to_the_end(page: Page, search: str) -> Any:
    await page.ask("play", search)
    return await page.frame(where=lambda frame: frame["run"] == search and frame["is_over"])


async def test_a_trial_becomes_ones_own_run_and_the_search_is_nobody_elses(server: Server) -> None:
    visitor, stranger = server.visitor(), server.visitor()
    search = search_of(visitor, body(RATE, WIDTH, strategies=["grid", "bobyqa", "bayes"], trials=4))
    async with live(server, visitor) as page, live(server, stranger) as other:
        await page.look(search)
        assert (await other.ask("play", search))["code"] == "unknown-run"
        for path in ("", "/trials/0/runs"):
            answer = stranger.request("POST" if path else "GET", f"/api/searches/{search}{path}")
            assert answer.json()["error"]["code"] == "unknown-run"
        frame = await to_the_end(page, search)
        assert frame.arrays["trial_points"].shape == (12, 2) and set(frame["results"]) == {
            "grid",
            "bobyqa",
            "bayes",
        }
        told = visitor.get(f"/api/searches/{search}").json()
        number = max(range(12), key=lambda each: told["trials"][each]["losses"][-1])
        opened = visitor.post(f"/api/searches/{search}/trials/{number}/runs")
        assert opened.status_code == 201
        trial, run = told["trials"][number], opened.json()["id"]
        await eventually(lambda: visitor.get(f"/api/runs/{run}").json()["step"] == trial["steps"])
        assert visitor.get(f"/api/runs/{run}").json()["validation_loss"] == trial["losses"][-1]
        experiment = opened.json()["experiment"]
        width = trial["values"][1]
        assert experiment["network"]["hidden"] == [width, width]
        assert experiment["optimizer"]["learning_rate"] == trial["values"][0]
    assert visitor.get(f"/api/runs/{search}/file").json()["error"]["code"] == "is-a-family"
    [listed] = visitor.get("/api/searches").json()
    assert (listed["id"], listed["strategies"]) == (search, ["grid", "bobyqa", "bayes"])
    assert listed["fields"] == ["optimizer.learning_rate", "network.hidden"]
    assert search not in {each["id"] for each in visitor.get("/api/runs").json()}
    assert visitor.get("/api/families").json() == []
    assert visitor.delete(f"/api/searches/{search}").status_code == 204
    assert visitor.get(f"/api/searches/{search}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        (body(), "not-a-search", "A search has from one to three fields: these are 0."),
        (body({**RATE, "field": "data.noise"}), "not-a-search", "data.noise changes the data"),
        (body({**RATE, "low": 2}), "not-a-search", "is reversed: it goes from 2.0 down to 1.0."),
        (body(RATE, base={}), "not-a-search", "set data.validation_share, to 0.2 for example"),
        (body({**RATE, "high": 99}), "invalid", "optimizer.learning_rate is 99.0, but may be 10 at most."),
        (body(RATE, trials=33), "invalid", "search.trials is 33, but may be 32 at most."),
        (body(RATE, steps=100_000), "invalid", "search.steps is 100,000, but may be 10,000 at most."),
        (body(RATE, strategies=["luck"]), "invalid", "is 'luck'; allowed are guess, grid, random"),
        (body(RATE, strategies=["guess"]), "not-a-search", "To search by guess, set points of your own."),
    ],
)
def test_what_cannot_be_searched_gets_a_clear_error(
    server: Server, asked: dict[str, Any], code: str, message: str
) -> None:
    answer = server.visitor().post("/api/searches", json=asked)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, code), error
    assert message in error["message"]


async def test_it_outlives_its_host_and_its_memory_is_bounded(tmp_path: Path) -> None:
    wide = Experiment().changed({"network": {"hidden": [8, 8]}, **BASE})
    most = in_all([together([memory_of(wide)] * 4)])
    settings = {"CHALKNET_SAVE_SECONDS": "0.2", "CHALKNET_MEMORY_BYTES_PER_VISITOR": str(most)}
    with serving_from(tmp_path / "chalknet.db", **settings) as server:
        visitor = server.visitor()
        answer = visitor.post("/api/searches", json=body(RATE, WIDTH, strategies=[*FOUR, "bayes"]))
        assert answer.json()["error"]["code"] == "too-much-memory"
        search = search_of(visitor, body(RATE, WIDTH, strategies=FOUR, steps=100))
        async with live(server, visitor) as page:
            await page.look(search)
            await page.ask("step", search, iterations=120)
            await page.frame(where=lambda frame: frame["step"] == 120)
            visitor.get("/api/searches")  # which lists what is stored by then
            before = visitor.get(f"/api/searches/{search}").json()
            [host] = server.training_processes()
            os.kill(host, signal.SIGKILL)
            notice = await page.until(lambda message: message["type"] == "notice")
            assert notice["code"] == "host-restarted"
            await to_the_end(page, search)
        after = visitor.get(f"/api/searches/{search}").json()
        assert len(after["trials"]) == 12 and after["trials"][:4] == before["trials"][:4]


async def test_a_method_without_its_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STRATEGIES, "bayes", STRATEGIES["bayes"]._replace(needs="no_such_library"))
    search = Search.model_validate(body(RATE, strategies=["bayes"])["search"])
    no_runs: Any = None
    with pytest.raises(Refusal, match=r"Bayes needs chalknet\[search\], which this server does not have"):
        await Searches(no_runs).create("visitor", Experiment().changed(BASE), search, "address")
