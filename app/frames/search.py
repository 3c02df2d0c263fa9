"""A search: where each strategy has tried, and what came of it."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from app.frames.look import Entry, Look
from app.frames.views import Views
from engine.search.contender import Trial
from engine.shape import Shape


class SearchTrials(Look):
    """It is made of a search as a whole, and every frame of a search has all of it."""

    when = "of a search, whose frames have nothing else, and are always full"
    entries = (
        Entry("step", "the steps that each strategy has taken"),
        Entry("state", "`paused` or `playing`"),
        Entry("speed", "as of a run"),
        Entry("pace", "as of a run"),
        Entry("data", "what all trials learn from: its `kind`, and of digits the chosen `digits`"),
        Entry(
            "search",
            "what was asked: `dimensions`, `strategies`, `trials`, `steps`, `stops_early`, `guesses`",
        ),
        Entry("is_over", "whether all budgets are spent, and the test losses are known"),
        Entry(
            "finals", "the strategies whose best trial has begun to be trained once more, for the test set"
        ),
        Entry(
            "results", "of each strategy the test loss and the test accuracy of its best trial, at the end"
        ),
        Entry("trial_values", "the values of each trial, one for each dimension; trials in their order"),
        Entry(
            "trial_strategies", "the strategy of each trial, as a place in `search.strategies`", "u1", "(T,)"
        ),
        Entry("trial_points", "its point: the place of each value in its range, from 0 to 1", "f4", "(T, d)"),
        Entry("trial_losses", "its latest validation loss; NaN: none was measured yet", "f4", "(T,)"),
        Entry("trial_steps", "the steps that it has taken", "i4", "(T,)"),
        Entry(
            "trial_states",
            "0: it is in training, 1: it has ended, 2: the median rule has stopped it, 3: it has diverged",
            "u1",
            "(T,)",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None


def shown(trials: Sequence[Trial], strategies: Sequence[str]) -> dict[str, Any]:
    """The entries that stand for trials."""
    points = np.array([trial.point for trial in trials], np.float32)
    losses = [trial.losses[-1] if trial.losses else np.nan for trial in trials]
    with np.errstate(over="ignore"):
        return {
            "trial_values": [trial.values for trial in trials],
            "trial_strategies": np.array([strategies.index(trial.strategy) for trial in trials], np.uint8),
            "trial_points": points.reshape(len(trials), -1) if trials else np.zeros((0, 1), np.float32),
            "trial_losses": np.array(losses, np.float32),
            "trial_steps": np.array([trial.steps for trial in trials], np.int32),
            "trial_states": np.array([trial.state for trial in trials], np.uint8),
        }
