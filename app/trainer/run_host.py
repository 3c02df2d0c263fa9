"""A run host owns many runs, trains those that are due, and yields frames for those that are watched.

It is a plain synchronous class that knows no process and no socket, so that a test drives it with a fake clock.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.document.versions import Document, upgraded
from app.errors import HostError
from app.frames.frame import Frame
from app.frames.looks import views_of
from app.frames.progress import progress
from app.trainer.accounts import Account
from app.trainer.changes import check_data
from app.trainer.commands import obey
from app.trainer.contents import sheet_of, weights_of
from app.trainer.costs import is_heavy
from app.trainer.family import FINEST, HostedFamily, of_single_runs, unpacked_family
from app.trainer.formers import MOST_BYTES, make_room
from app.trainer.group import evaluate
from app.trainer.hosted_run import HostedRun
from app.trainer.lent_tables import LentTables
from app.trainer.rounds import Rounds
from app.trainer.run_document import unpacked, with_past
from app.trainer.search import unpacked_search
from engine.experiment import Experiment
from engine.run import Run
from engine.shape import shape_of
from engine.timeline import thin

MOST_OF_TIMELINES = 64 * 2**20
"""The most bytes of the timelines of all runs."""
TIDYING_SECONDS = 1.0


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
        self._tidied = 0.0
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
            self.lent.settle(run, {named, *(former.table for former in hosted.formers.all)})

    def order(
        self,
        run: str,
        visitor: str | None,
        work: Callable[[], object],
        *,
        is_long: bool,
        moves: bool,
        is_anothers: bool = False,
        is_of_goal: bool = False,
    ) -> None:
        """Carry out `work`, which calls methods of this host, for a run, and charge it to its visitor, who is named
        where the run is new. It is carried out at once, or in turns with others where it may take long (`is_long`).

        Work that `moves` a run waits until the run's current step is complete. See `Orders.add` for the last two.
        """
        if visitor is not None:
            account = self.rounds.accounts.of(visitor)
        else:
            account = self.runs[run].account if run in self.runs else Account()
        turns = self.rounds.turns
        waits = moves and (run in turns.begun or run in turns.orders.by_run)
        turns.orders.add(
            run, account, work, is_long=is_long or waits, is_anothers=is_anothers, is_of_goal=is_of_goal
        )

    def stays_light(self, run: str, changes: dict[str, Any]) -> bool:
        """Whether a change of a run is made in a moment: the run is light before it and after it."""
        hosted = self.runs.get(run)
        if hosted is None or hosted.is_heavy or hosted.present is not None:
            return False
        try:
            shape = shape_of(hosted.run.experiment.changed(changes))
        except Exception:  # The change itself tells what is wrong.
            return False
        return shape.view != "samples" and not is_heavy(shape, FINEST)

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
        """See `app.trainer.commands.obey`."""
        hosted = self._hosted(run)
        self.rounds.touched.append(run)
        answer = obey(hosted, command)
        self._settle(run)
        make_room([each.formers for each in self.runs.values()], MOST_BYTES)
        return answer

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
        if now >= self._tidied + TIDYING_SECONDS:
            self._tidied = now
            thin([(each.present or each).timeline for each in self.runs.values()], MOST_OF_TIMELINES)
        return self.rounds.advance(now)

    def next_due(self, now: float) -> float | None:
        """Seconds until the next work; None: nothing is due before the next command."""
        if self.rounds.turns.orders.by_run:
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
            if hosted.saved_version != hosted.version and not self.rounds.turns.orders.may_obey(run):
                hosted.saved_version = hosted.version
                with self.rounds.accounts.charged([hosted.account]):
                    yield run, document_of(hosted)

    def _hosted(self, run: str) -> HostedRun:
        try:
            return self.runs[run]
        except KeyError:
            raise HostError("unknown-run", "run", "This host has no such run.") from None

    def _single(self, run: str, what: str) -> HostedRun:
        hosted = self._hosted(run)
        if isinstance(hosted, HostedFamily):
            raise of_single_runs(what)
        return hosted


def document_of(hosted: HostedRun) -> Document:
    """Everything that another host needs to continue a run, a family or a search."""
    return hosted.packed() if isinstance(hosted, HostedFamily) else with_past(hosted)


def restored(document: Document) -> HostedRun:
    """The run, the family or the search of a document in the present version."""
    if "search" in document:
        return unpacked_search(document)
    return unpacked_family(document) if "members" in document else unpacked(document)
