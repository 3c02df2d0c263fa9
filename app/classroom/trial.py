"""Trials: fresh networks of a student's experiment, with weights drawn anew, which the server trains for a challenge.

All trials of a server together count as one visitor: their time, their number of runs and their memory are limited like
a visitor's, and one trial is carried out at a time.
"""

import asyncio
import math
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from app.classroom.challenge import MOST_STEPS
from app.classroom.rule import Found
from app.errors import Refusal
from app.runs.owned import Owned
from app.runs.runs import Runs
from engine.experiment import Experiment

OWNER = "trials"
"""The names of visitors are drawn, so that none has this one."""
LOOKS = 20
"""The number of looks at a fresh network while it trains."""
WAIT_SECONDS = 0.03
MOST_SECONDS = 60.0
LARGEST_SEED = 1_000_000

State = Literal["waiting", "training", "failed", "refused"]


class Trial:
    """The trial of one student; its progress is told while it goes on."""

    def __init__(self, seeds: int) -> None:
        self.seeds = seeds
        self.state: State = "waiting"
        self.met = 0
        """The number of networks that have met the rule."""
        self.share = 0.0
        """The share of the steps that all have taken."""

    def shown(self) -> dict[str, object]:
        return {"state": self.state, "met": self.met, "seeds": self.seeds, "share": round(self.share, 2)}


class Trials:
    """All trials of this server."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self._turn = asyncio.Lock()

    async def carry_out(
        self,
        trial: Trial,
        experiment: Experiment,
        steps: int,
        is_met: Callable[[Found], bool],
        tell: Callable[[], None],
    ) -> int | None:
        """Train fresh networks for so many steps. The most steps that one of them took until the rule was met; None:
        not all of them met it, in the time that there is."""
        steps = max(1, min(steps, MOST_STEPS))
        at_once = max(1, min(trial.seeds, self.runs.awake.may.per_visitor))
        taken: list[int] = []
        async with self._turn:
            trial.state = "training"
            until = time.monotonic() + MOST_SECONDS
            try:
                for begun in range(0, trial.seeds, at_once):
                    count = min(at_once, trial.seeds - begun)
                    fresh = Fresh(self.runs, is_met)
                    try:
                        await fresh.begin(experiment, count)
                        for step in dict.fromkeys(
                            math.ceil(steps * look / LOOKS) for look in range(1, LOOKS + 1)
                        ):
                            await fresh.train(step, until)
                            trial.met = len(taken) + len(fresh.taken)
                            trial.share = (begun + count * step / steps) / trial.seeds
                            tell()
                            if not fresh.runs:
                                break
                    finally:
                        fresh.end()
                    taken += fresh.taken
            except (Refusal, TimeoutError):
                trial.state = "refused"
                return None
        if len(taken) < trial.seeds:
            trial.state = "failed"
            return None
        return max(taken)


class Fresh:
    """Some fresh networks, which train side by side: runs of one shape are stepped together."""

    def __init__(self, all_runs: Runs, is_met: Callable[[Found], bool]) -> None:
        self.all_runs = all_runs
        self.is_met = is_met
        self.runs: list[Owned] = []
        self.step = 0
        self.taken: list[int] = []
        """The steps of those that have met the rule."""

    async def begin(self, experiment: Experiment, count: int) -> None:
        """Raises Refusal."""
        for _ in range(count):
            drawn = experiment.changed({"training": {"seed": secrets.randbelow(LARGEST_SEED)}})
            name = secrets.token_urlsafe(12)
            self.runs.append(await self.all_runs.awake.start(name, OWNER, OWNER, drawn, is_brief=True))

    async def train(self, steps: int, until: float) -> None:
        """Train up to so many steps, and look at each once. Raises Refusal, and TimeoutError after the time `until`."""
        more, self.step = steps - self.step, steps
        await asyncio.gather(*(run.control({"do": "step", "iterations": more}) for run in self.runs))
        for run in tuple(self.runs):
            found = await run.snapshot()
            while not is_over(found) and found["step"] < steps:
                if time.monotonic() > until:
                    raise TimeoutError
                await asyncio.sleep(WAIT_SECONDS)
                found = await run.snapshot()
            is_met = found["state"] != "diverged" and self.is_met(Found(found, run.experiment))
            if is_met:
                self.taken.append(found["step"])
            if is_met or is_over(found):
                self.runs.remove(run)
                self.all_runs.awake.put_down(run)

    def end(self) -> None:
        for run in self.runs:
            self.all_runs.awake.put_down(run)
        self.runs = []


def is_over(progress: Mapping[str, Any]) -> bool:
    """Whether a run trains no further by itself: it has diverged, or met its own condition to stop."""
    return progress["state"] == "diverged" or progress["stopped_at"] is not None
