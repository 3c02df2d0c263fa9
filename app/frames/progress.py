"""Progress: step, state and losses of a run."""

from collections.abc import Mapping
from typing import Any

from app.frames.look import Entry, Look, Standing, Watched
from engine.rates import coming_rate
from engine.run import Run


def progress(run: Run, standing: Standing) -> dict[str, Any]:
    """The state of a run, in numbers and words."""
    return {
        "step": run.step,
        "epoch": run.epoch,
        "state": standing.state,
        "diverged_at": standing.diverged_at,
        "stopped_at": run.stopped_at,
        "met": [field for field, step in run.met.items() if step == run.stopped_at],
        "weights_edited": run.weights_edited,
        "is_loaded": run.is_loaded,
        "best_step": None if run.best is None else run.best.step,
        "past": standing.moment.first,
        "present": standing.moment.present,
        "goal": standing.moment.goal,
        "speed": standing.speed,
        "pace": standing.pace,
        "sizes": run.experiment.plan.units,
        "learning_rate": coming_rate(run),
        "evaluated_at": standing.evaluated_at,
        "examined": run.shape.examined,
        **standing.evaluation._asdict(),
    }


ON_TILES = (
    "step",
    "epoch",
    "state",
    "met",
    "weights_edited",
    "is_loaded",
    "sizes",
    "learning_rate",
    "train_loss",
    "test_loss",
    "train_accuracy",
    "test_accuracy",
)
"""The fields that tiles have: a board gets two hundred of them five times a second."""


class Progress(Look):
    is_on_tiles = True
    entries = (
        Entry("step", "steps taken"),
        Entry("epoch", "samples seen / training samples"),
        Entry("state", "`paused`, `playing`, `diverged`"),
        Entry("diverged_at", "the step after which the loss is infinite, or null"),
        Entry("stopped_at", "the step after which the training stopped by itself, or null"),
        Entry("met", "the conditions that stopped it there: fields of the training, such as `stop_loss`"),
        Entry("weights_edited", "whether a person has set weights or biases by hand"),
        Entry("is_loaded", "whether the run continues a network from elsewhere: a saved one, or a file"),
        Entry("best_step", "under early stopping: the step of the lowest validation loss, or null"),
        Entry("past", "the first step to which `travel` can return, or null"),
        Entry("present", "at a moment of the past: the step of the present; else null"),
        Entry("goal", "there, the step that the run is on its way to, or has come to; else null"),
        Entry("speed", "iterations a second, or null"),
        Entry("pace", "the share of that speed that the run has recently reached, at most 1"),
        Entry("sizes", "units of every layer"),
        Entry("learning_rate", "the learning rate of the next step, by the schedule"),
        Entry(
            "evaluated_at",
            "the step of the losses and accuracies, and of the maps over samples: of a heavy run that plays, not each",
        ),
        Entry("examined", "null: the next six are over the whole sets; else over so many samples of each"),
        Entry("train_loss", "the mean loss over the training set"),
        Entry("test_loss", "the same over the test set"),
        Entry("train_accuracy", "null for a regression"),
        Entry("test_accuracy", "null for a regression"),
        Entry("validation_loss", "null without a validation set"),
        Entry("validation_accuracy", "null without a validation set, and for a regression"),
        Entry(
            "heads",
            "`[{part: {loss, accuracy, mean_error}}]` of each listed head, with its measures; none where "
            "the experiment lists no heads",
        ),
        Entry("undo", "how many changes can be undone", is_full=True),
        Entry("redo", "how many changes can be redone", is_full=True),
        Entry(
            "place",
            "how many changes were made and not undone, including those too old to be undone",
            is_full=True,
        ),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        standing = watched.standing
        found = progress(watched.run, standing)
        if watched.views.tile:
            return {name: found[name] for name in ON_TILES}
        if watched.is_full:
            found |= {"undo": standing.undo, "redo": standing.redo, "place": standing.place}
        return found
