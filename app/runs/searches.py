"""Searches: families whose members come over time, as strategies try one point after the other.

On the server's side, a search is a family: one host, one document in the archive (`app.document.search`), one
subscription a page. It is charged for as many runs as it trains side by side, one of each strategy, each as the largest
that it may try.
"""

from typing import Any

from pydantic import ValidationError

from app.document.family import SEARCH_PREFIX
from app.document.search import beginning, search_in, side_by_side, trial_of
from app.errors import Refusal, explain, unknown_run
from app.runs.families import refused_as
from app.runs.owned import Owned
from app.runs.runs import Runs
from engine.experiment import Experiment
from engine.search import STRATEGIES
from engine.search.search import Search, missing, space_of


class Searches:
    """The searches of all visitors."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs

    async def create(self, visitor: str, base: Experiment, search: Search, address: str) -> Owned:
        """A new search, paused before its first trial. Raises Refusal."""
        for name in missing(search):
            raise Refusal(
                "needs-library",
                "strategies",
                "{method} needs chalknet[search], which this server does not have.",
                method=STRATEGIES[name].label,
            )
        with refused_as("not-a-search"):
            members = side_by_side(base, search)
        if base.data.lent_id is not None:
            await self.runs.datasets.own(visitor, base.data.lent_id)
        return await self.runs.create(visitor, base, address, beginning(base, search), members, SEARCH_PREFIX)

    async def open_trial(
        self, visitor: str, search: str, number: int, address: str
    ) -> tuple[Owned, Experiment]:
        """A run of the visitor's own that takes the steps of a trial from the same start, to the same state bit for
        bit. Raises Refusal."""
        document = await self.runs.document(visitor, search)
        trials: list[dict[str, Any]] = document.get("trials", [])
        if number >= len(trials):
            raise unknown_run()
        trial = trial_of(trials[number])
        base = Experiment.model_validate(document["experiment"])
        try:
            experiment = space_of(base, search_in(document)).experiment_with(trial.values)
        except ValidationError as error:
            raise explain(error.errors(), Experiment) from None
        run = await self.runs.create(visitor, experiment, address)
        if trial.steps:
            await run.control({"do": "step", "iterations": trial.steps})
        return run, experiment
