"""A run host owns many runs, trains those that are due, and yields frames for those that are watched.

It is a plain synchronous class that knows no process and no socket, so that a test drives it with a fake clock.
"""

import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgpack

from app.document.versions import Document, upgraded
from app.errors import HostError
from app.frames.frame import Frame
from app.frames.looks import views_of
from app.frames.progress import progress
from app.trainer.accounts import Account
from app.trainer.changes import change, check_data, reset, restore, set_by_hand
from app.trainer.contents import sheet_of, weights_of
from app.trainer.family import HostedFamily, of_single_runs, packed_family, unpacked_family
from app.trainer.group import evaluate
from app.trainer.hosted_run import HostedRun
from app.trainer.lent_tables import LentTables
from app.trainer.past import MOST_BYTES, make_room
from app.trainer.rounds import Rounds
from app.trainer.run_document import packed, unpacked
from app.trainer.undo import lose, noting, redo, undo
from engine.experiment import Experiment
from engine.milestones import differences
from engine.probes.gradient_check import check
from engine.run import Run

MOST_OWED = 1_000_000
"""The most steps that wait to be taken, however often a visitor presses the button."""

LARGEST_SEED = 1_000_000
"""Drawn seeds are short enough to be read out in class."""


class RunHost:
    """`clock` measures the duration of training, in seconds; the caller always gives `now`.

    `working_on` is called with the names of the runs that are about to be trained, and with an empty list after that.
    `between` is called before each part of a round, and may call any method but `advance`; runs that it changes are
    shown next.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        working_on: Callable[[list[str]], None] = lambda runs: None,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self.runs: dict[str, HostedRun] = {}
        self.lent = LentTables()
        self.rounds = Rounds(self.runs, clock, working_on, between)

    def lend(
        self,
        run: str,
        table: str,
        columns: list[tuple[str, list[str] | None]],
        values: bytes,
        size: int = 4,
    ) -> None:
        """Add a table for a run that is about to be started or changed (see `LentTables.add`).

        The run keeps the table that it names now, and all tables that it is lent before it is started: it may be
        restored to a moment before its latest change.
        """
        self._settle(run)
        self.lent.add(run, table, columns, values, size)

    def _settle(self, run: str) -> None:
        """Release a run's tables, except those that the run or its past names."""
        if hosted := self.runs.get(run):
            named = hosted.run.experiment.data.lent_id
            self.lent.settle(run, {named, *(former.table for former in hosted.past.formers)})

    def order(
        self, run: str, visitor: str | None, work: Callable[[], object], *, is_long: bool, moves: bool
    ) -> None:
        """Carry out `work`, which calls methods of this host, for a run, and charge it to its visitor, who is named
        where the run is new. It is carried out at once, or in turns with others where it may take long (`is_long`).

        Work that `moves` a run waits until the run's current step is complete.
        """
        if visitor is not None:
            account = self.rounds.accounts.of(visitor)
        else:
            account = self.runs[run].account if run in self.runs else Account()
        waits = moves and self.rounds.turns.is_busy(run)
        self.rounds.turns.order(run, account, work, is_long=is_long or waits)

    def start(
        self,
        run: str,
        experiment: Experiment,
        checkpoint: dict[str, Any] | None = None,
        visitor: str | None = None,
    ) -> None:
        """Add a visitor's run: new, paused at step 0, or from `checkpoint`. A run without a visitor has its own
        account."""
        if checkpoint is not None:  # its experiment may differ from the one that the run began with
            checkpoint = upgraded(checkpoint)
            experiment = Experiment.model_validate(checkpoint["experiment"])
        dataset = check_data(experiment)  # A reference, until the run holds one.
        hosted = HostedRun(Run(experiment)) if checkpoint is None else restored(checkpoint)
        hosted.pace = self.rounds.pace
        hosted.account = self.rounds.accounts.of(run if visitor is None else visitor)
        hosted.account.runs += 1
        self.runs[run] = hosted
        del dataset

    def stop(self, run: str) -> None:
        """Remove a run."""
        self.rounds.isolated.pop(run, None)
        hosted = self.runs.pop(run, None)
        self.rounds.turns.forget(run)
        if hosted is not None:
            hosted.account.runs -= 1
        self.lent.forget(run)

    def isolate(self, run: str, until: float) -> None:
        """Train a suspected run alone until then."""
        self.rounds.isolated[run] = until

    def watch(self, run: str, watcher: str, views: dict[str, Any]) -> None:
        """Add a watcher, with a full frame first, or change its views at once."""
        self._hosted(run).watch(watcher, views_of(views))
        self.rounds.touched.append(run)

    def unwatch(self, run: str, watcher: str) -> None:
        """Remove a watcher."""
        self._hosted(run).unwatch(watcher)

    def control(self, run: str, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a command of `app.wire`; return the contents of its `done`. Raises HostError, and nothing
        changes."""
        hosted = self._hosted(run)
        was = hosted.state
        self.rounds.touched.append(run)
        if isinstance(hosted, HostedFamily):
            hosted.obey(command, owed_by(command, hosted))
            return {"state": hosted.state}
        match command["do"]:
            case "play":
                hosted.playing, hosted.diverged_at, hosted.owed = True, None, 0
                hosted.run.go_on()
                hosted.touch(full=False)
            case "pause":
                hosted.stop()
                hosted.touch(full=False)
            case "step":
                owed = owed_by(command, hosted)
                hosted.stop()
                hosted.diverged_at = None
                hosted.run.go_on()
                hosted.owed = owed
                hosted.touch(full=False)
            case "speed":
                hosted.speed, hosted.played_until, hosted.late = command["iterations_per_second"], None, 0
                hosted.touch(full=False)
            case "reset":
                self._note(hosted, lambda: reset(hosted, hosted.run.experiment))
            case "reseed":
                seed = secrets.randbelow(LARGEST_SEED)
                experiment = hosted.run.experiment.changed({"training": {"seed": seed}})
                self._note(hosted, lambda: reset(hosted, experiment))
            case "change":
                self._note(hosted, lambda: change(hosted, command), command.get("gesture"))
                self._settle(run)
            case "push":
                return self._push(hosted, command)
            case "restore":
                self._note(hosted, lambda: restore(hosted, command["state"]))
                self._settle(run)
            case "set":
                self._note(hosted, lambda: set_by_hand(hosted, command), command.get("gesture"))
            case "undo":
                undo(hosted)
            case "redo":
                redo(hosted)
            case "check":
                finding = check(hosted.run)
                return {"check": {**finding._asdict(), "place": finding.place._asdict()}}
        return {
            "state": hosted.state,
            "was": was,
            "experiment": hosted.run.experiment.model_dump(mode="json"),
            "taken": time.time(),
        }

    def snapshot(self, run: str) -> dict[str, Any]:
        """The state of a run, in numbers."""
        hosted = self._hosted(run)
        if isinstance(hosted, HostedFamily):
            return hosted.told
        evaluate([hosted])
        return {
            **progress(hosted.run, hosted.standing),
            "experiment": hosted.run.experiment.model_dump(mode="json"),
        }

    def weights(self, run: str) -> dict[str, Any]:
        """The learned parameters of a run (see `app.trainer.contents`)."""
        return weights_of(self._single(run, "weights").run)

    def sheet(self, run: str, name: str) -> dict[str, Any]:
        """A sheet of a run (see `app.trainer.contents`). Raises HostError."""
        return sheet_of(self._single(run, name), name)

    def advance(self, now: float) -> Iterator[Frame]:
        """Train the runs that are due at `now` (seconds, rising) for a slice, and yield the frames that are due."""
        return self.rounds.advance(now)

    def next_due(self, now: float) -> float | None:
        """Seconds until the next work; None: nothing is due before the next command."""
        if self.rounds.turns.orders:
            return 0.0
        waits = [wait for hosted in self.runs.values() for wait in hosted.next_due(now)]
        return max(0.0, min(waits)) if waits else None

    def states(self) -> dict[str, int]:
        """The number of runs in each state."""
        return Counter(hosted.state for hosted in self.runs.values())

    def checkpoint(self, run: str) -> dict[str, Any]:
        """A run as plain values, for `start` on another host."""
        return document_of(self._hosted(run))

    def changed_checkpoints(self, runs: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The runs that have changed since the last call, with their checkpoints."""
        for run in runs:
            hosted = self._hosted(run)
            # A run that is being changed is saved after the change.
            if hosted.saved_version != hosted.version and run not in self.rounds.turns.orders:
                hosted.saved_version = hosted.version
                with self.rounds.accounts.charged([hosted.account]):
                    yield run, document_of(hosted)

    def _hosted(self, run: str) -> HostedRun:
        try:
            return self.runs[run]
        except KeyError:
            raise HostError("unknown-run", "run", "This host has no such run.") from None

    def _push(self, hosted: HostedRun, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a change that is not of the run's visitor: the answer has the state before it, which undo, too,
        restores as it was."""
        before, step, experiment = packed(hosted), hosted.run.step, hosted.run.experiment
        self._note(hosted, lambda: change(hosted, command))
        after = hosted.run.experiment
        changed = differences(experiment, after)
        if changed:
            lose(hosted.past)
        return {
            "state": hosted.state,
            "experiment": after.model_dump(mode="json"),
            "before": msgpack.packb(before) if changed else b"",
            "step": step,
            "changed": changed,
        }

    def _single(self, run: str, what: str) -> HostedRun:
        hosted = self._hosted(run)
        if isinstance(hosted, HostedFamily):
            raise of_single_runs(what)
        return hosted

    def _note(self, hosted: HostedRun, change: Callable[[], None], gesture: int | None = None) -> None:
        """Carry out a change that can be undone."""
        noting(hosted, change, gesture)
        make_room([each.past for each in self.runs.values()], MOST_BYTES)


def document_of(hosted: HostedRun) -> Document:
    """Everything that another host needs to continue a run or a family."""
    return packed_family(hosted) if isinstance(hosted, HostedFamily) else packed(hosted)


def restored(document: Document) -> HostedRun:
    """The run or the family of a document in the present version."""
    return unpacked_family(document) if "members" in document else unpacked(document)


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
