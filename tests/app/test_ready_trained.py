"""A ready-trained network is trained when it is first asked for, goes on after a restart, and is there for everyone."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.client import SECONDS, serving_from

pytestmark = pytest.mark.anyio

PROGRAM = """
from engine.experiment import Experiment
from engine.recipes import RECIPES, Recipe
data = {{"kind": "digits", "digits": [0, 1], "side": 8}}
digits = Experiment().changed({{"data": data, "network": {{"hidden": [6, 5]}}}})
other = digits.changed({{"training": {{"seed": 3}}}})
RECIPES.clear()
RECIPES.update(small=Recipe("Small", digits, {steps}), other=Recipe("Other", other, 50))
from app.cli import main
main()
"""


def program(steps: int) -> tuple[str, str]:
    """A server whose first ready-trained network takes so many steps."""
    return "-c", PROGRAM.format(steps=steps)


async def asked(visitor: httpx.Client, name: str, least: int = 0) -> dict[str, Any]:
    """Ask until the network is there, or has taken `least` steps."""
    async with asyncio.timeout(SECONDS):
        while True:
            answer = visitor.post(f"/api/ready-trained/{name}")
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            if found["network"] or (least and found["step"] >= least):
                return found
            await asyncio.sleep(0.1)


async def test_it_survives_a_restart_and_serves_everyone(tmp_path: Path) -> None:
    database = tmp_path / "chalknet.db"
    endless = 10**9
    with serving_from(database, program=program(endless)) as server:
        ann = server.visitor()
        assert [(each["name"], each["network"]) for each in ann.get("/api/ready-trained").json()] == [
            ("small", None),
            ("other", None),
        ]
        begun = await asked(ann, "small", least=20)
        assert begun["title"] == "Small" and begun["steps"] == endless and begun["network"] is None
        # One is trained at a time; nobody's list of runs has it.
        assert ann.post("/api/ready-trained/other").json()["step"] == 0
        assert ann.get("/api/runs").json() == [] and ann.get("/api/networks").json() == []
        refused = ann.post("/api/ready-trained/nothing")
        assert refused.status_code == 404 and refused.json()["error"]["code"] == "unknown-network"
    reached = begun["step"]
    with serving_from(database, program=program(reached)) as server:
        ann, bob = server.visitor(), server.visitor()
        done = await asked(ann, "small")
        assert done == {
            "name": "small",
            "title": "Small",
            "network": done["network"],
            "step": reached,
            "steps": reached,
        }
        about = bob.get(f"/api/networks/{done['network']}").json()
        assert about["step"] >= reached and about["layers"] == 3 and not about["own"]
        assert bob.post("/api/ready-trained/small").json() == done  # It is not trained again.
        changes = {"data": {"digits": [5, 6, 7]}, "objective": {"loss": "softmax"}}
        answer = bob.post(
            f"/api/networks/{done['network']}/transfers", json={"freeze": True, "changes": changes}
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["experiment"]["data"]["digits"] == [5, 6, 7]
        assert bob.delete(f"/api/networks/{done['network']}").status_code == 404
        assert (await asked(ann, "other"))["network"]
