"""A toy of each kind, which the modules in tests/app/toys alone know, does all that Chalknet's own do.

The server is the real one, and so are its sockets and training processes: what is added needs no change elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.app.client import Message, Page, Server, live, run_of, serving_from

GAINS: list[dict[str, Any]] = [
    {"kind": "dense", "units": 4},
    {"kind": "activation"},
    {"kind": "toy_gain", "start": 1.5},
]
TOYS: dict[str, dict[str, Any]] = {
    "layer": {"network": {"layers": GAINS}},
    "data set": {"data": {"kind": "toy_stripes", "stripes": 2, "noise": 10}},
    "boxes": {
        "data": {"kind": "toy_boxes"},
        "network": {"hidden": [8]},
        "objective": {"heads": [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]},
    },
}
"""An experiment with each."""


@contextmanager
def serving_toys(database: Path) -> Iterator[Server]:
    with serving_from(database, program=("-m", "tests.app.toys.serve")) as server:
        yield server


async def stepped(page: Page, run: str, steps: int) -> tuple[Message, Message]:
    """The first frame of a run, and the one after so many steps."""
    first = await page.look(run)
    await page.ask("step", run, iterations=steps)
    step = first["step"] + steps
    last = await page.until(
        lambda message: message["type"] == "frame" and message["run"] == run and message["step"] == step
    )
    return first, last


@pytest.mark.anyio
async def test_each_trains_is_shown_is_saved_and_opens_again(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    runs, saved, experiments, theta = {}, {}, {}, {}
    with serving_toys(database) as server:
        visitor = server.visitor()
        for toy, asked in TOYS.items():
            runs[toy] = run = run_of(visitor, **asked)
            experiments[toy] = visitor.get(f"/api/runs/{run}").json()["experiment"]
            async with live(server, visitor) as page:
                before, after = await stepped(page, run, 200)
            assert np.isfinite(after.arrays["losses"]).all(), toy
            assert after["test_loss"] < before["test_loss"], toy
            theta[toy] = after.arrays["theta"]
            assert (before.arrays["theta"] != theta[toy]).all(), toy
            saved[toy] = visitor.post("/api/networks", json={"run": run, "name": toy}).json()["id"]
    with serving_toys(database) as server:
        same, other = server.stranger(), server.visitor()
        same.cookies.update(visitor.cookies)
        for toy in TOYS:
            copy = other.post(f"/api/networks/{saved[toy]}/runs").json()["id"]
            for someone, run in ((same, runs[toy]), (other, copy)):
                assert someone.get(f"/api/runs/{run}").json()["experiment"] == experiments[toy]
                async with live(server, someone) as page:
                    again, further = await stepped(page, run, 50)
                assert again["step"] == 200 and again.arrays["theta"].tobytes() == theta[toy].tobytes(), toy
                assert (further.arrays["theta"] != theta[toy]).all(), toy


def test_a_server_without_them_knows_none(server: Server) -> None:
    for asked in TOYS.values():
        answer = server.visitor().post("/api/runs", json=asked)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
