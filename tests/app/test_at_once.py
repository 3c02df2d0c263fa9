"""Many requests at once: together they make no more than one after another would, and each is answered."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.app.client import Server, run_of, serving

AT_ONCE = 12
MOST = 3
"""Of each thing a visitor may have so many."""
BROWSERS = MOST + 2
"""Of a visitor who asks for more than that."""
MOST_AWAKE = 8


@pytest.fixture(scope="module")
def small() -> Iterator[Server]:
    with serving(
        CHALKNET_LOG_LEVEL="info",
        CHALKNET_RUNS_PER_VISITOR=str(MOST),
        CHALKNET_RUNS_PER_SERVER=str(MOST_AWAKE),
        CHALKNET_NETWORKS_PER_VISITOR=str(MOST),
        CHALKNET_DATASETS_PER_VISITOR=str(MOST),
    ) as server:
        yield server


def at_once(
    visitors: list[httpx.Client], request: Callable[[httpx.Client, int], httpx.Response]
) -> Counter[str]:
    """How often each was answered with what: all of them ask at the same moment."""
    ready = Barrier(len(visitors))

    def ask(visitor: httpx.Client, number: int) -> str:
        ready.wait()
        answer = request(visitor, number)
        return "made" if answer.status_code == 201 else str(answer.json()["error"]["code"])

    with ThreadPoolExecutor(len(visitors)) as pool:
        return Counter(pool.map(ask, visitors, range(len(visitors))))


def browsers_of(server: Server, visitor: httpx.Client, count: int) -> list[httpx.Client]:
    """A visitor's own browsers: each has connections of its own."""
    browsers = [server.stranger() for _ in range(count)]
    for browser in browsers:
        browser.cookies.update(visitor.cookies)
    return browsers


def slept(server: Server, runs: set[str]) -> int:
    """How many of the runs were put to sleep."""
    return sum("and sleeps" in line and json.loads(line)["run"] in runs for line in server.log.splitlines())


def a_run(visitor: httpx.Client, number: int) -> httpx.Response:
    return visitor.post("/api/runs", json={"training": {"seed": number}})


def a_file(visitor: httpx.Client, number: int) -> httpx.Response:
    rows = "\n".join(f"{number},{row},{row % 2}" for row in range(20))
    return visitor.post("/api/datasets", params={"name": f"{number}.csv"}, content=f"a,b,c\n{rows}")


def own_runs(visitor: httpx.Client) -> set[str]:
    return {run["id"] for run in visitor.get("/api/runs").json()}


def end_all(visitors: Iterable[httpx.Client]) -> None:
    for visitor in visitors:
        for run in own_runs(visitor):
            visitor.delete(f"/api/runs/{run}")


def test_one_visitors_runs_make_room_for_each_other(small: Server) -> None:
    visitor = small.visitor()
    assert at_once(browsers_of(small, visitor, AT_ONCE), a_run) == {"made": AT_ONCE}
    runs = own_runs(visitor)
    assert len(runs) == AT_ONCE and slept(small, runs) == AT_ONCE - MOST
    seeds = [visitor.get(f"/api/runs/{run}").json()["experiment"]["training"]["seed"] for run in runs]
    assert sorted(seeds) == list(range(AT_ONCE))
    end_all([visitor])


def test_a_full_server_takes_in_no_more_visitors_than_it_has_room_for(small: Server) -> None:
    visitors = [small.visitor() for _ in range(AT_ONCE)]
    assert at_once(visitors, a_run) == {"made": MOST_AWAKE, "server-full": AT_ONCE - MOST_AWAKE}
    assert sum(len(own_runs(visitor)) for visitor in visitors) == MOST_AWAKE
    end_all(visitors)
    assert at_once(visitors[:MOST_AWAKE], a_run) == {"made": MOST_AWAKE}
    end_all(visitors)


def test_a_run_that_sleeps_is_woken_once_for_all_who_ask(small: Server) -> None:
    visitor = small.visitor()
    runs = [run_of(visitor) for _ in range(MOST + 1)]
    [sleeper] = [run for run in runs if slept(small, {run})]
    others = browsers_of(small, visitor, AT_ONCE)
    answers = at_once(others, lambda browser, _: browser.post(f"/api/runs/{sleeper}/copies"))
    assert answers == {"made": AT_ONCE}
    assert len(own_runs(visitor)) == MOST + 1 + AT_ONCE
    assert slept(small, own_runs(visitor)) >= 1 + AT_ONCE
    end_all([visitor])


@pytest.mark.parametrize("visitors", [1, 2, AT_ONCE // MOST])
def test_nobody_saves_more_networks_than_are_allowed(small: Server, visitors: int) -> None:
    own = [small.visitor() for _ in range(visitors)]
    runs = [run_of(visitor) for visitor in own]

    def a_network(browser: httpx.Client, number: int) -> httpx.Response:
        return browser.post("/api/networks", json={"run": runs[number // BROWSERS], "name": str(number)})

    browsers = [browser for visitor in own for browser in browsers_of(small, visitor, BROWSERS)]
    assert at_once(browsers, a_network) == {
        "made": MOST * visitors,
        "too-many-networks": (BROWSERS - MOST) * visitors,
    }
    assert [len(visitor.get("/api/networks").json()) for visitor in own] == [MOST] * visitors
    end_all(own)


@pytest.mark.parametrize("visitors", [1, 2, AT_ONCE // MOST])
def test_nobody_keeps_more_files_than_are_allowed(small: Server, visitors: int) -> None:
    own = [small.visitor() for _ in range(visitors)]
    browsers = [browser for visitor in own for browser in browsers_of(small, visitor, BROWSERS)]
    answers = at_once(browsers, a_file)
    # A visitor sends one file after another.
    assert answers.keys() <= {"made", "too-many-uploads", "too-many-datasets"}
    assert visitors <= answers["made"] <= MOST * visitors
    kept = [len(visitor.get("/api/datasets").json()) for visitor in own]
    assert sum(kept) == answers["made"] and max(kept) <= MOST
