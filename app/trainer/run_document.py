"""A hosted run as a run document, and back: the training process's side."""

import json
from dataclasses import replace
from typing import Any

import numpy as np

from app.document.origin import packed_origin, unpacked_origin
from app.document.versions import VERSION, Document, upgraded
from app.trainer.hosted_run import HostedRun
from engine.array import Precision
from engine.batches import Bookmark
from engine.checkpoint import Checkpoint
from engine.early_stopping import Best
from engine.experiment import Experiment
from engine.history import History
from engine.milestones import Milestone
from engine.run import Run
from engine.timeline import Keyframe, Timeline, experiment_of

MOST_STORED, MOST_STORED_PLAYING = 2**16, 2**14
"""The most bytes of a timeline in a document: those of runs that play are written every second."""


def packed(hosted: HostedRun) -> Document:
    """Everything that another host needs to continue the run, as plain values."""
    run = hosted.run
    checkpoint = hosted.safe if hosted.in_training and hosted.safe is not None else run.checkpoint()
    return {
        "version": VERSION,
        "experiment": run.experiment.model_dump(mode="json"),
        **packed_checkpoint(checkpoint),
        "losses": packed_history(run.losses, checkpoint.step),
        "evaluations": packed_history(run.evaluations, checkpoint.step),
        "milestones": run.milestones,
        "origin": packed_origin(run.origin),
        "playing": hosted.playing,
        "speed": hosted.speed,
        "diverged_at": hosted.diverged_at,
    }


def with_past(hosted: HostedRun) -> Document:
    """The same with its timeline; and at a moment of its past, with the state in which it left the present."""
    present = hosted.present or hosted
    most = MOST_STORED_PLAYING if hosted.playing else MOST_STORED
    past = {"timeline": packed_timeline(present.timeline, most)}
    return packed(hosted) | past | ({} if hosted.present is None else {"present": packed(hosted.present)})


def packed_checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
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
        "is_loaded": checkpoint.is_loaded,
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
    run.restore(unpacked_checkpoint(checkpoint, run.experiment))
    # Histories are set after `restore`, which would cut them to whole strides: they belong to this very step.
    run.losses = unpacked_history(checkpoint["losses"], columns=1)
    run.evaluations = unpacked_history(checkpoint["evaluations"], run.evaluations.values.shape[1])
    # Checkpoints from before milestones have none.
    run.milestones = [
        Milestone(step, {field: (before, after) for field, (before, after) in changed.items()})
        for step, changed in checkpoint.get("milestones", [])
    ]
    hosted = HostedRun(
        run, playing=checkpoint["playing"], speed=checkpoint["speed"], diverged_at=checkpoint["diverged_at"]
    )
    hosted.timeline = unpacked_timeline(checkpoint.get("timeline"))
    if "present" in checkpoint:
        hosted.present = unpacked(checkpoint["present"])
        hosted.present.timeline = hosted.timeline
        hosted.timeline = hosted.timeline.until(run.step)
    return hosted


def unpacked_checkpoint(packed: dict[str, Any], experiment: Experiment) -> Checkpoint:
    """Documents from before augmentation have no generator for it, those from before early stopping no best state,
    and those from before conditions to stop have met none."""
    dtype = experiment.dtype
    theta = np.frombuffer(packed["theta"], dtype)
    return Checkpoint(
        theta=theta,
        slots=np.frombuffer(packed["slots"], dtype).reshape(-1, len(theta)),
        statistics=np.frombuffer(packed["statistics"], dtype),
        updates=packed["updates"],
        step=packed["step"],
        samples_seen=packed["samples_seen"],
        bookmark=Bookmark(json.loads(packed["generator"]), packed["position"]),
        chance=json.loads(packed["chance"]),
        augmenting=json.loads(packed.get("augmenting", "null")),
        best=unpacked_best(packed.get("best"), dtype),
        waited=packed.get("waited", 0),
        stopped_at=packed.get("stopped_at"),
        met=packed.get("met", {}),
        weights_edited=packed["weights_edited"],
        # Of documents from before this mark nobody knows it.
        is_loaded=packed.get("is_loaded", False),
    )


def packed_timeline(timeline: Timeline, most_bytes: int) -> dict[str, Any]:
    """As many keyframes as there is room for, those of one experiment beside it."""
    stored = replace(timeline)
    stored.thin(most_bytes)
    described = list(dict.fromkeys(keyframe.described for keyframe in stored.keyframes))
    return {
        "stride": stored.stride,
        "experiments": described,
        "keyframes": [
            {
                **packed_checkpoint(checkpoint),
                "experiment": described.index(experiment),
                "is_of_change": is_of_change,
                "kept": None if kept is None else kept.tobytes(),
            }
            for checkpoint, experiment, is_of_change, kept, _ in stored.keyframes
        ],
    }


def unpacked_timeline(packed: dict[str, Any] | None) -> Timeline:
    """A new one of documents from before timelines: their past begins where they are."""
    if packed is None:
        return Timeline()
    experiments = packed["experiments"]
    keyframes = []
    for each in packed["keyframes"]:
        described, kept = experiments[each["experiment"]], each["kept"]
        checkpoint = unpacked_checkpoint(each, experiment_of(described))
        units = None if kept is None else np.frombuffer(kept, np.uint8)
        keyframes.append(Keyframe.of(checkpoint, described, units, is_of_change=each["is_of_change"]))
    return Timeline.of(keyframes, packed["stride"])


def packed_best(best: Best | None) -> dict[str, Any] | None:
    if best is None:
        return None
    return {**best._asdict(), "theta": best.theta.tobytes(), "statistics": best.statistics.tobytes()}


def unpacked_best(packed: dict[str, Any] | None, dtype: Precision) -> Best | None:
    if packed is None:
        return None
    arrays = {name: np.frombuffer(packed[name], dtype) for name in ("theta", "statistics")}
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
