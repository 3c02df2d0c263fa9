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
STRIPES = {"kind": "toy_stripes", "stripes": 2, "noise": 10}
SOFT_SIGNS = {"kind": "toy_soft_signs", "learning_rate": 0.002}
LOOK = {"toy_power": 2}
TOYS: dict[str, dict[str, Any]] = {
    "layer": {"network": {"layers": GAINS}},
    "data set": {"data": STRIPES},
    "boxes": {
        "data": {"kind": "toy_boxes"},
        "network": {"hidden": [8]},
        "objective": {"heads": [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]},
    },
    "loss": {"objective": {"loss": "toy_log_cosh"}},
    "method": {"optimizer": SOFT_SIGNS},
    "all": {
        "network": {"layers": GAINS},
        "data": STRIPES,
        "objective": {"loss": "toy_log_cosh"},
        "optimizer": SOFT_SIGNS,
    },
}
"""An experiment with each, and one with all of them; all are seen with the look."""
STEPS, FURTHER = 300, 50


@contextmanager
def serving_toys(database: Path) -> Iterator[Server]:
    with serving_from(database, program=("-m", "tests.app.toys.serve")) as server:
        yield server


async def stepped(page: Page, run: str, steps: int) -> Message:
    """The frame of a run that is watched after so many steps more."""
    step = page.frames[-1]["step"] + steps
    await page.ask("step", run, iterations=steps)
    return await page.until(
        lambda message: message["type"] == "frame" and message["run"] == run and message["step"] == step
    )


def assert_looked_at(frame: Message) -> None:
    """The toy look's number is that of this frame's own weights."""
    assert frame["toy_power"] == LOOK["toy_power"]
    size = (frame.arrays["theta"] ** 2).sum()
    np.testing.assert_allclose(frame.arrays["toy_sizes"], [size], rtol=1e-5)


def losses_of(page: Page) -> np.ndarray:
    """Of all the steps that it was shown."""
    return np.concatenate([frame.arrays["losses"] for frame in page.frames])


def assert_same(found: Message, expected: Message) -> None:
    """Two frames show the same state, bit for bit, but for some of their fields: a saved network has no past."""
    others = {"arrays", "number", "run", "taken", "pace", "is_loaded", "past"}
    for field in expected.header.keys() - others:
        assert found[field] == expected[field], field
    assert found.arrays.keys() == expected.arrays.keys()
    for name, array in expected.arrays.items():
        assert name == "losses" or found.arrays[name].tobytes() == array.tobytes(), name


@pytest.mark.anyio
async def test_each_trains_is_shown_is_saved_and_opens_again(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    runs, saved, shown = {}, {}, {}
    with serving_toys(database) as server:
        visitor = server.visitor()
        for toy, asked in TOYS.items():
            runs[toy] = run = run_of(visitor, **asked)
            async with live(server, visitor) as page:
                before = await page.look(run, LOOK)
                after = await stepped(page, run, STEPS)
            async with live(server, visitor) as other_page:
                shown[toy] = await other_page.look(run, LOOK)
            for frame in (before, after):
                assert_looked_at(frame)
            assert before["toy_seed"] == 0 and "toy_seed" not in after.header
            losses = losses_of(page)
            assert np.isfinite(losses).all() and len(losses) == STEPS, toy
            assert after["test_loss"] < before["test_loss"], toy
            assert (before.arrays["theta"] != after.arrays["theta"]).all(), toy
            saved[toy] = visitor.post("/api/networks", json={"run": run, "name": toy}).json()["id"]
    with serving_toys(database) as server:
        same, other = server.stranger(), server.visitor()
        same.cookies.update(visitor.cookies)
        for toy in TOYS:
            copy = other.post(f"/api/networks/{saved[toy]}/runs").json()["id"]
            ends = []
            for someone, run in ((same, runs[toy]), (other, copy)):
                async with live(server, someone) as page:
                    again = await page.look(run, LOOK)
                    assert (again["step"], len(again.arrays["history_steps"])) == (STEPS, STEPS), toy
                    assert_same(again, shown[toy])
                    last = await stepped(page, run, FURTHER)
                assert_looked_at(last)
                assert (last.arrays["theta"] != again.arrays["theta"]).any(), toy
                ends.append((last, losses_of(page)))
            (one, its_losses), (another, other_losses) = ends
            assert_same(one, another)
            assert its_losses.tobytes() == other_losses.tobytes() and len(its_losses) == FURTHER


def test_a_server_without_them_knows_none(server: Server) -> None:
    for asked in TOYS.values():
        answer = server.visitor().post("/api/runs", json=asked)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
