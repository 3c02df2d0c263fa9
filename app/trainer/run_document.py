"""A hosted run as a run document, and back: the training process's side."""

import json
from typing import Any

import numpy as np

from app.document.origin import packed_origin, unpacked_origin
from app.document.versions import VERSION, Document, upgraded
from app.trainer.hosted_run import HostedRun
from engine.batches import Bookmark
from engine.checkpoint import Checkpoint
from engine.early_stopping import Best
from engine.experiment import Experiment
from engine.history import History
from engine.milestones import Milestone
from engine.run import Run


def packed(hosted: HostedRun) -> Document:
    """Everything that another host needs to continue the run, as plain values."""
    run = hosted.run
    checkpoint = hosted.safe if hosted.in_training and hosted.safe is not None else run.checkpoint()
    return {
        "version": VERSION,
        "experiment": run.experiment.model_dump(mode="json"),
        "theta": checkpoint.theta.tobytes(),
        "slots": checkpoint.slots.tobytes(),
        "statistics": checkpoint.statistics.tobytes(),
        "updates": checkpoint.updates,
        "step": checkpoint.step,
        "samples_seen": checkpoint.samples_seen,
        "generator": json.dumps(checkpoint.bookmark.state),
        "position": checkpoint.bookmark.position,
        "chance": json.dumps(checkpoint.chance),
        "augmenting": json.dumps(checkpoint.augmenting),
        "best": packed_best(checkpoint.best),
        "waited": checkpoint.waited,
        "stopped_at": checkpoint.stopped_at,
        "met": dict(checkpoint.met),
        "weights_edited": checkpoint.weights_edited,
        "losses": packed_history(run.losses, checkpoint.step),
        "evaluations": packed_history(run.evaluations, checkpoint.step),
        "milestones": run.milestones,
        "origin": packed_origin(run.origin),
        "playing": hosted.playing,
        "speed": hosted.speed,
        "diverged_at": hosted.diverged_at,
    }


def unpacked(document: Document) -> HostedRun:
    """The run of a document, of this release or a former one; also one that has not begun (see `app.document.origin`).
    Raises Refusal for a later one."""
    checkpoint = upgraded(document)
    run = Run(
        Experiment.model_validate(checkpoint["experiment"]),
        origin=unpacked_origin(checkpoint.get("origin") or []),
    )
    if "theta" not in checkpoint:
        return HostedRun(run)
    run.restore(
        Checkpoint(
            theta=np.frombuffer(checkpoint["theta"], run.dtype),
            slots=np.frombuffer(checkpoint["slots"], run.dtype).reshape(run.slots.shape),
            statistics=np.frombuffer(checkpoint["statistics"], run.dtype),
            updates=checkpoint["updates"],
            step=checkpoint["step"],
            samples_seen=checkpoint["samples_seen"],
            bookmark=Bookmark(json.loads(checkpoint["generator"]), checkpoint["position"]),
            chance=json.loads(checkpoint["chance"]),
            # Checkpoints from before augmentation have no generator for it.
            augmenting=json.loads(checkpoint.get("augmenting", "null")),
            # Checkpoints from before early stopping lack these fields.
            best=unpacked_best(checkpoint.get("best"), run),
            waited=checkpoint.get("waited", 0),
            stopped_at=checkpoint.get("stopped_at"),
            # Checkpoints from before conditions to stop have met none.
            met=checkpoint.get("met", {}),
            weights_edited=checkpoint["weights_edited"],
        )
    )
    # Histories are set after `restore`, which would cut them to whole strides: they belong to this very step.
    run.losses = unpacked_history(checkpoint["losses"], columns=1)
    run.evaluations = unpacked_history(checkpoint["evaluations"], run.evaluations.values.shape[1])
    # Checkpoints from before milestones have none.
    run.milestones = [
        Milestone(step, {field: (before, after) for field, (before, after) in changed.items()})
        for step, changed in checkpoint.get("milestones", [])
    ]
    return HostedRun(
        run, playing=checkpoint["playing"], speed=checkpoint["speed"], diverged_at=checkpoint["diverged_at"]
    )


def packed_best(best: Best | None) -> dict[str, Any] | None:
    if best is None:
        return None
    return {**best._asdict(), "theta": best.theta.tobytes(), "statistics": best.statistics.tobytes()}


def unpacked_best(packed: dict[str, Any] | None, run: Run) -> Best | None:
    if packed is None:
        return None
    arrays = {name: np.frombuffer(packed[name], run.dtype) for name in ("theta", "statistics")}
    return Best(packed["step"], packed["loss"], **arrays)


def packed_history(history: History, step: int) -> dict[str, Any]:
    """The history up to this step: in the middle of a turn it may be ahead of the state that is kept."""
    steps, count = history.steps, int(np.searchsorted(history.steps, step, side="right"))
    return {
        "steps": steps[:count].tobytes(),
        "values": history.values[:count].tobytes(),
        "every": history.every,
        "offered": history.offered if count == len(steps) else count * history.every,
    }


def unpacked_history(packed: dict[str, Any], columns: int) -> History:
    values = np.frombuffer(packed["values"], np.float32).reshape(-1, columns)
    return History.of(np.frombuffer(packed["steps"], np.int64), values, packed["every"], packed["offered"])
