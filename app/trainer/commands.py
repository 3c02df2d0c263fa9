"""The commands of `app.wire`: what each of them does to a hosted run."""

import math
import secrets
import time
from collections.abc import Callable
from typing import Any

import msgpack

from app.trainer.changes import change, put_on_ground, reset, restore, set_by_hand
from app.trainer.family import HostedFamily
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import with_past
from app.trainer.travel import arrive, go_on_from_there, return_to_present, travel
from app.trainer.undo import lose, noting, redo, undo
from engine.milestones import differences
from engine.probes.gradient_check import check
from engine.run import Run

MOST_OWED = 1_000_000
"""The most steps that wait to be taken, however often a visitor presses the button."""

LARGEST_SEED = 1_000_000
"""Drawn seeds are short enough to be read out in class."""


def obey(hosted: HostedRun, command: dict[str, Any]) -> dict[str, Any]:
    """Carry out a command; return the contents of its `done`. Raises HostError, and nothing changes."""
    was = hosted.state
    if isinstance(hosted, HostedFamily):
        hosted.obey(command, owed_by(command, hosted))
        return {"state": hosted.state, "was": was}
    match command["do"]:
        case "play":
            # What is missing on the way to a moment of the past comes first.
            hosted.owed = 0 if hosted.present is None else hosted.owed
            leave_past(hosted)
            hosted.playing = True
            hosted.go_on()
            hosted.touch(full=False)
        case "pause":
            hosted.stop()
            hosted.touch(full=False)
        case "step":
            owed = owed_by(command, hosted)
            leave_past(hosted)
            hosted.stop()
            hosted.go_on()
            hosted.owed = owed
            hosted.touch(full=False)
        case "speed":
            hosted.go_at(command["iterations_per_second"])
            hosted.touch(full=False)
        case "reset":
            note(hosted, lambda: reset(hosted, hosted.run.experiment))
        case "reseed":
            seed = secrets.randbelow(LARGEST_SEED)
            experiment = hosted.run.experiment.changed({"training": {"seed": seed}})
            note(hosted, lambda: reset(hosted, experiment))
        case "change":
            note(hosted, lambda: change(hosted, command), command.get("gesture"))
        case "push":
            return push(hosted, command)
        case "restore":
            note(hosted, lambda: restore(hosted, command["state"]))
        case "set":
            note(hosted, lambda: set_by_hand(hosted, command), command.get("gesture"))
        case "put":
            note(hosted, lambda: put_on_ground(hosted, command), command.get("gesture"))
        case "undo":
            if hosted.formers.done:
                return_to_present(hosted)
            undo(hosted)
        case "redo":
            if hosted.formers.undone:
                return_to_present(hosted)
            redo(hosted)
        case "travel":
            travel(hosted, command)
        case "check":
            finding = check(hosted.run)
            return {"check": {**finding._asdict(), "place": finding.place._asdict()}}
    return {
        "state": hosted.state,
        "was": was,
        "experiment": hosted.run.experiment.model_dump(mode="json"),
        "taken": time.time(),
    }


def note(hosted: HostedRun, change: Callable[[], None], gesture: int | None = None) -> None:
    """Carry out a change that can be undone."""
    arrive(hosted)  # Orders wait until it has arrived.
    noting(hosted, change, gesture)


def leave_past(hosted: HostedRun) -> None:
    """Where a run is at a moment of its past, let it go on from there, which can be undone."""
    if hosted.present is not None:
        go_on_from_there(hosted, hosted.present)


def push(hosted: HostedRun, command: dict[str, Any]) -> dict[str, Any]:
    """Carry out a change that is not of the run's visitor: the answer has the state before it, which undo, too,
    restores as it was."""
    arrive(hosted)
    before, step, experiment = with_past(hosted), hosted.run.step, hosted.run.experiment
    note(hosted, lambda: change(hosted, command))
    after = hosted.run.experiment
    changed = differences(experiment, after)
    if changed:
        lose(hosted.formers)
    return {
        "state": hosted.state,
        "experiment": after.model_dump(mode="json"),
        "before": msgpack.packb(before) if changed else b"",
        "step": step,
        "changed": changed,
    }


def owed_by(command: dict[str, Any], hosted: HostedRun) -> int:
    """The iterations owed after a `step` command: two presses before the first step give two steps."""
    if command["do"] != "step":
        return 0
    return min(hosted.owed + iterations_of(command, hosted.run, hosted.owed), MOST_OWED)


def iterations_of(command: dict[str, Any], run: Run, owed: int) -> int:
    """The iterations of a `step` command after those `owed`; epochs end where all samples have been seen."""
    if command.get("epochs") is None:
        return int(command.get("iterations") or 1)
    n_train, batch_size = run.experiment.data.n_train, run.experiment.batch_size
    seen = run.samples_seen + owed * batch_size
    samples = (seen // n_train + int(command["epochs"])) * n_train - seen
    return math.ceil(samples / batch_size)
