"""The table of settings: what everyone has tried, and what came of it."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple, get_args

import numpy as np

from app.classroom.classroom import Classroom
from app.classroom.trained import Trained
from app.classroom.tried import Axis, Row, Tried
from app.wire.messages import pack
from engine.changes import begins_elsewhere
from engine.experiment import Experiment
from engine.layers.layer import size
from engine.layers.stages import leaves

LEAST_STEPS = 10
"""A setting that was changed again after fewer steps is not kept: a slider passes many on its way."""
DIGEST_CHARACTERS = 12
NUMBERS: tuple[Axis, ...] = get_args(Axis)
"""The columns of numbers, as pages get them."""


class Setting(NamedTuple):
    """A run's present experiment, and the step at which it was set."""

    experiment: Experiment
    digest: str
    since: int


class Recorder:
    """Writes down what the board hears of the members' runs."""

    def __init__(self, table: Tried) -> None:
        self.table = table
        self._present: dict[str, Setting] = {}
        self._rows: dict[str, Row] = {}
        self._steps: dict[str, int] = {}
        """The step of each run at its latest frame."""

    def note(self, trained: Trained) -> bool:
        """Take a run's latest frame into the table; whether that changed the table."""
        step, run = trained.header["step"], trained.run
        setting = self._present.get(run)
        if setting is None:
            self._rows |= {run: row} if (row := self.table.latest(run)) else {}
        if setting is None or setting.experiment is not trained.experiment or step < setting.since:
            setting = self._present[run] = self._set(trained)
        self._steps[run] = step
        row = self._rows.get(run)
        if row is not None and (row.digest, row.since) == (setting.digest, setting.since):
            # A run that began anew with the same setting takes the same steps again.
            if step <= row.steps:
                return False
            row.measure(trained.header)
            return True
        if step <= setting.since:
            return False  # no step has been taken with it
        if row is not None and row.steps - row.since < LEAST_STEPS:
            self.table.drop(row)
        self.table.begun += 1
        row = self._rows[run] = row_of(trained, setting, self.table.begun)
        self.table.add(row)
        return True

    def _set(self, trained: Trained) -> Setting:
        experiment, step = trained.experiment, trained.header["step"]
        former, row = self._present.get(trained.run), self._rows.get(trained.run)
        digest = digest_of(experiment)
        if row is not None and row.digest == digest and step >= row.since:
            return Setting(experiment, digest, row.since)
        # It was set after the latest frame before, whatever steps have been taken since. At the first sight of a run,
        # nobody knows what it has been trained with before.
        last = self._steps.get(trained.run, 0 if row is None else row.steps)
        begins = former is not None and begins_elsewhere(former.experiment, experiment, last)
        return Setting(experiment, digest, 0 if begins or step < last else last)

    def forget(self, runs: Iterable[str]) -> None:
        """Forget all other runs."""
        kept = set(runs)
        self._present = {run: setting for run, setting in self._present.items() if run in kept}
        self._rows = {run: row for run, row in self._rows.items() if run in kept}
        self._steps = {run: step for run, step in self._steps.items() if run in kept}


def digest_of(experiment: Experiment) -> str:
    return hashlib.sha256(experiment.model_dump_json().encode()).hexdigest()[:DIGEST_CHARACTERS]


def row_of(trained: Trained, setting: Setting, number: int) -> Row:
    experiment = trained.experiment
    units = experiment.plan.units
    row = Row(
        number=number,
        member=trained.member.id,
        task=trained.member.task,
        run=trained.run,
        digest=setting.digest,
        sizes=units,
        activation=experiment.network.activation,
        method=experiment.optimizer.kind,
        learning_rate=experiment.optimizer.learning_rate,
        batch_size=experiment.batch_size,
        neurons=sum(units[1:-1]),
        layers=len(units) - 1,
        parameters=sum(size(layer.parameters) for layer in leaves(experiment.plan.layers)),
        since=setting.since,
        steps=0,
    )
    row.measure(trained.header)
    return row


def told(classroom: Classroom, trained: Iterable[Trained]) -> bytes:
    """The settings that the class has tried at the present task, as a message."""
    inside = {member.id for member in classroom.inside()}
    task = classroom.present or ""
    rows = [row for row in classroom.tried.rows if row.member in inside and row.task == task]
    fields, arrays = columns(rows, {each.run for each in trained})
    return pack({"type": "shared", "code": classroom.code, "part": "settings", **fields}, arrays)


def columns(rows: Sequence[Row], awake: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields and the arrays of a message with these rows. `numbers` (rows, columns) has NaN where there is none;
    `present` are the settings that the runs which are `awake` have now."""
    members = {row.run: row.member for row in rows}
    latest = {row.run: row.number for row in rows}
    place = {run: nth for nth, run in enumerate(members)}
    numbers = [[getattr(row, name) for name in NUMBERS] for row in rows]
    fields = {
        "columns": NUMBERS,
        "runs": [*members],
        "members": [*members.values()],
        "sizes": ["–".join(map(str, row.sizes)) for row in rows],
        "methods": [row.method for row in rows],
        "activations": [row.activation for row in rows],
    }
    arrays = {
        "numbers": np.array(numbers, np.float32).reshape(len(rows), len(NUMBERS)),
        "ids": np.array([row.number for row in rows], np.int32),
        "run": np.array([place[row.run] for row in rows], np.int32),
        "since": np.array([row.since for row in rows], np.int32),
        "present": np.array([row.run in awake and latest[row.run] == row.number for row in rows], np.uint8),
    }
    return fields, arrays
