"""Ready-trained networks: trained here when they are first asked for, and then kept among the saved networks.

The training is a run like any other, of nobody who watches: what people watch goes first. One is trained at a time.
After a restart it goes on from its last checkpoint when it is asked for again.
"""

import asyncio
import logging
from contextlib import suppress
from typing import NamedTuple

from pydantic import ValidationError

from app.errors import HostError, Refusal
from app.runs.own_runs import own_runs
from app.runs.runs import Runs
from app.storage.networks import Networks, Saved
from engine.experiment import Experiment
from engine.recipes import RECIPES, Recipe

OWNER = "ready-trained"
"""The owner of these runs and networks. The names of visitors are drawn, so that no visitor has this one."""
LOOK_SECONDS = 0.5

log = logging.getLogger("chalknet.ready")


class ReadyTrained(NamedTuple):
    """The progress of a ready-trained network."""

    name: str
    title: str
    network: str | None
    """The id of the saved network; None: it is not trained yet."""
    step: int
    steps: int


class Trainings:
    """The ready-trained networks of this server."""

    def __init__(self, runs: Runs, networks: Networks) -> None:
        self.runs = runs
        self.networks = networks
        self._steps: dict[str, int] = {}
        self._training: asyncio.Task[None] | None = None
        self._entering = asyncio.Lock()

    async def all(self) -> list[ReadyTrained]:
        """All of them, trained or not. Raises Refusal."""
        saved = {each.name: each for each in await self.networks.of_visitor(OWNER)}
        return [self._state(name, recipe, saved.get(name)) for name, recipe in RECIPES.items()]

    async def ask(self, name: str) -> ReadyTrained:
        """The network of a recipe: where it is not trained yet, its training begins or goes on, unless another one is
        being trained. Raises Refusal."""
        recipe = RECIPES.get(name)
        if recipe is None:
            raise Refusal("unknown-network", "name", "There is no ready-trained network of this name.")
        async with self._entering:
            saved = next((each for each in await self.networks.of_visitor(OWNER) if each.name == name), None)
            if saved is None and (self._training is None or self._training.done()):
                run = await self._run_of(recipe)  # a refusal is the answer to this request
                self._training = asyncio.create_task(self._train(name, recipe, run))
        return self._state(name, recipe, saved)

    async def close(self) -> None:
        """Stop looking after the training, which goes on when it is asked for again."""
        if self._training is not None:
            self._training.cancel()
            with suppress(asyncio.CancelledError):
                await self._training

    def _state(self, name: str, recipe: Recipe, saved: Saved | None) -> ReadyTrained:
        step = self._steps.get(name, 0) if saved is None else recipe.steps
        return ReadyTrained(
            name, recipe.title, None if saved is None else saved.id, min(step, recipe.steps), recipe.steps
        )

    async def _run_of(self, recipe: Recipe) -> str:
        """The run of a recipe: the one that was begun before, or a new one."""
        for run in await own_runs(self.runs, OWNER):
            with suppress(ValidationError):
                if Experiment.model_validate(run.about.experiment) == recipe.experiment:
                    return run.id
        return (await self.runs.create(OWNER, recipe.experiment, "")).id

    async def _train(self, name: str, recipe: Recipe, run: str) -> None:
        try:
            while (step := await self._step_of(run)) < recipe.steps:
                self._steps[name] = step
                await asyncio.sleep(LOOK_SECONDS)
            await self.networks.save(OWNER, name, await self.runs.checkpoint(OWNER, run))
            await self.runs.remove(OWNER, run)
            log.info("%s is trained", name)
        except (Refusal, HostError) as error:
            log.warning("%s is not trained yet: %s", name, error)

    async def _step_of(self, run: str) -> int:
        """The number of steps of a run, which is made to play, even if it was asleep."""
        owned = await self.runs.of(OWNER, run, "")
        found = await owned.snapshot()
        if found["state"] == "diverged":
            raise HostError(
                "diverged",
                None,
                "The loss became infinite at step {step}: try a smaller learning rate.",
                step=found["step"],
            )
        if found["state"] != "playing":
            await owned.control({"do": "speed", "iterations_per_second": None})
            await owned.control({"do": "play"})
        return int(found["step"])
