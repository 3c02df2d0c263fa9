"""History: the losses since the training began."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Watched


class LossHistory(Look):
    entries = (
        Entry("history_steps", "steps of the thinned batch losses since step 1", "f8", "(h,)", is_full=True),
        Entry("history_losses", "those losses", "f4", "(h,)", is_full=True),
        Entry(
            "evaluation_steps",
            "steps at which the losses were computed over whole sets",
            "f8",
            "(e,)",
            is_full=True,
        ),
        Entry("evaluation_train", "training loss there", "f4", "(e,)", is_full=True),
        Entry("evaluation_test", "test loss there", "f4", "(e,)", is_full=True),
        Entry(
            "evaluation_validation",
            "validation loss there",
            "f4",
            "(e,)",
            "with a validation set",
            is_full=True,
        ),
        Entry(
            "left_steps",
            "steps of the curve that was left where the run goes on from a moment of its past",
            "f8",
            "(l,)",
            "after such a moment",
            is_full=True,
        ),
        Entry("left_train", "training loss there", "f4", "(l,)", "likewise", is_full=True),
        Entry("left_test", "test loss there", "f4", "(l,)", "likewise", is_full=True),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        run, left = watched.standing.traced, watched.standing.left
        left = None if left is None else left.beside(watched.run)
        found = {
            "history_steps": run.losses.steps.astype(np.float64),
            "history_losses": run.losses.values[:, 0],
            "evaluation_steps": run.evaluations.steps.astype(np.float64),
            "evaluation_train": run.evaluations.values[:, 0],
            "evaluation_test": run.evaluations.values[:, 1],
        }
        if run.experiment.data.n_validation:
            found["evaluation_validation"] = run.evaluations.values[:, 2]
        if left is not None:
            found["left_steps"] = left.steps.astype(np.float64)
            found["left_train"], found["left_test"] = left.values[:, 0], left.values[:, 1]
        return found
